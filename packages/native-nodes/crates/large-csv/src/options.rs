//! What the user asks for, as it comes from the node's parameters.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;
use serde_json::Value;

use crate::error::{Error, Result, quoted};
use crate::scan::RaggedRows;
use crate::types::ColumnType;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AggregateFunction {
    Sum,
    Mean,
    Min,
    Max,
    Count,
}

impl AggregateFunction {
    pub fn name(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Mean => "mean",
            Self::Min => "min",
            Self::Max => "max",
            Self::Count => "count",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        Some(match name.trim().to_ascii_lowercase().as_str() {
            "sum" => Self::Sum,
            "mean" | "avg" | "average" => Self::Mean,
            "min" => Self::Min,
            "max" => Self::Max,
            "count" => Self::Count,
            _ => return None,
        })
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aggregate {
    pub function: AggregateFunction,
    /// None: `count()`, the rows.
    pub column: Option<String>,
    /// Name in the result.
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SortKey {
    pub column: String,
    pub descending: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    pub path: PathBuf,
    /// None: detected from the start of the file.
    pub delimiter: Option<u8>,
    /// Whether the first record holds the names; None: it does unless it holds a number.
    pub header: Option<bool>,
    /// `"` encloses fields.
    pub quoting: bool,
    /// CEL text; empty: every row.
    pub filter: String,
    /// Columns of the result, in this order; empty: all. Not used where rows are grouped.
    pub select: Vec<String>,
    pub group_by: Vec<String>,
    pub aggregates: Vec<Aggregate>,
    pub sort: Vec<SortKey>,
    /// Rows kept after sorting; 0: all.
    pub limit: usize,
    pub column_types: BTreeMap<String, ColumnType>,
    pub ragged_rows: RaggedRows,
    /// Bytes that the processor may hold.
    pub memory_limit: u64,
    /// Worker threads.
    pub threads: usize,
}

impl Options {
    /// Everything at its default for a file: all rows, all columns.
    pub fn for_file(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            delimiter: None,
            header: None,
            quoting: true,
            filter: String::new(),
            select: Vec::new(),
            group_by: Vec::new(),
            aggregates: Vec::new(),
            sort: Vec::new(),
            limit: 0,
            column_types: BTreeMap::new(),
            ragged_rows: RaggedRows::Error,
            memory_limit: 1 << 30,
            threads: 0,
        }
    }

    /// Reads the node's parameters. Aggregates are texts such as `sum(price) as total`, `count()`; sort keys are texts
    /// such as `total desc`.
    pub fn from_json(text: &str) -> Result<Self> {
        let wire: Wire = serde_json::from_str(text).map_err(|error| {
            Error::validation(
                "parameters-invalid",
                format!("The parameters cannot be read: {error}."),
                "Check the parameters of the node.",
            )
        })?;
        let mut options = Self::for_file(path_of(&wire.path)?);
        options.delimiter = delimiter_of(&wire.delimiter)?;
        options.header = header_of(&wire.header)?;
        options.quoting = wire.quoting;
        options.filter = wire.filter.trim().to_owned();
        options.select = wire.select;
        options.group_by = wire.group_by;
        options.aggregates = wire.aggregates.iter().map(|text| aggregate_of(text)).collect::<Result<_>>()?;
        options.sort = wire.sort.iter().map(|text| sort_key_of(text)).collect();
        options.limit = wire.limit;
        options.column_types = column_types_of(wire.column_types)?;
        options.ragged_rows = match wire.ragged_rows.as_str() {
            "fail" => RaggedRows::Error,
            "skip" => RaggedRows::Skip,
            other => return Err(choice_error("raggedRows", other, "fail or skip")),
        };
        options.memory_limit = (wire.memory_mb * 1024.0 * 1024.0) as u64;
        options.threads = wire.threads;
        Ok(options)
    }

    /// Worker threads to start: as asked, or one a core.
    pub fn thread_count(&self) -> usize {
        let cores = || std::thread::available_parallelism().map_or(1, |count| count.get());
        if self.threads == 0 { cores() } else { self.threads.min(256) }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    path: Value,
    #[serde(default = "auto")]
    delimiter: String,
    #[serde(default)]
    header: Value,
    #[serde(default = "yes")]
    quoting: bool,
    #[serde(default)]
    filter: String,
    #[serde(default)]
    select: Vec<String>,
    #[serde(default)]
    group_by: Vec<String>,
    #[serde(default)]
    aggregates: Vec<String>,
    #[serde(default)]
    sort: Vec<String>,
    #[serde(default)]
    limit: usize,
    #[serde(default)]
    column_types: Value,
    #[serde(default = "fail")]
    ragged_rows: String,
    #[serde(default = "gigabyte")]
    memory_mb: f64,
    #[serde(default)]
    threads: usize,
}

fn auto() -> String {
    "auto".into()
}
fn yes() -> bool {
    true
}
fn fail() -> String {
    "fail".into()
}
fn gigabyte() -> f64 {
    1024.0
}

fn choice_error(parameter: &str, received: &str, expected: &str) -> Error {
    Error::validation(
        "parameters-invalid",
        format!("{parameter} is {}; {expected} was expected.", quoted(received.as_bytes())),
        "Choose one of the values.",
    )
}

/// A path as text, or a file value with `path`.
fn path_of(value: &Value) -> Result<PathBuf> {
    let path = value.as_str().or_else(|| value.get("path").and_then(Value::as_str));
    match path {
        Some(path) => Ok(PathBuf::from(path)),
        None if value.is_null() => Ok(PathBuf::new()),
        None => Err(Error::validation(
            "parameters-invalid",
            format!("path is {value}; a path was expected."),
            "Choose a file.",
        )),
    }
}

fn header_of(value: &Value) -> Result<Option<bool>> {
    match value {
        Value::Null => Ok(None),
        Value::Bool(header) => Ok(Some(*header)),
        Value::String(text) if text == "auto" => Ok(None),
        Value::String(text) if text == "yes" => Ok(Some(true)),
        Value::String(text) if text == "no" => Ok(Some(false)),
        other => Err(choice_error("header", &other.to_string(), "auto, yes or no")),
    }
}

fn delimiter_of(text: &str) -> Result<Option<u8>> {
    match text {
        "auto" | "" => Ok(None),
        "tab" | "\\t" => Ok(Some(b'\t')),
        _ if text.len() == 1 && !matches!(text.as_bytes()[0], b'"' | b'\n' | b'\r' | 0) => {
            Ok(Some(text.as_bytes()[0]))
        }
        other => Err(choice_error("delimiter", other, "auto, tab or one ASCII character such as , ; |")),
    }
}

fn column_types_of(value: Value) -> Result<BTreeMap<String, ColumnType>> {
    let Value::Object(entries) = value else {
        return if value.is_null() {
            Ok(BTreeMap::new())
        } else {
            Err(choice_error("columnTypes", &value.to_string(), "an object such as {\"price\": \"float64\"}"))
        };
    };
    entries
        .into_iter()
        .map(|(column, name)| {
            let text = name.as_str().unwrap_or_default();
            ColumnType::from_name(text).map(|column_type| (column.clone(), column_type)).ok_or_else(|| {
                choice_error(
                    &format!("columnTypes.{column}"),
                    &name.to_string(),
                    "int64, float64, bool, date, timestamp or string",
                )
            })
        })
        .collect()
}

/// `sum(price)`, `sum(price) as total`, `count()`.
fn aggregate_of(text: &str) -> Result<Aggregate> {
    let wrong = || {
        Error::validation(
            "aggregate-invalid",
            format!(
                "{} is no aggregate; text like sum(price), mean(price) as average or count() was expected.",
                quoted(text.as_bytes())
            ),
            "Functions: sum, mean, min, max, count.",
        )
    };
    let (name, rest) = text.split_once('(').ok_or_else(wrong)?;
    let function = AggregateFunction::from_name(name).ok_or_else(wrong)?;
    let (column, alias) = match rest.rfind(')') {
        Some(close) => (rest[..close].trim(), rest[close + 1..].trim()),
        None => return Err(wrong()),
    };
    let alias = match alias {
        "" => None,
        other => Some(
            other
                .strip_prefix("as ")
                .or_else(|| other.strip_prefix("AS "))
                .map(str::trim)
                .filter(|name| !name.is_empty())
                .ok_or_else(wrong)?,
        ),
    };
    let column = match column {
        "" | "*" if function == AggregateFunction::Count => None,
        "" => return Err(wrong()),
        name => Some(name.to_owned()),
    };
    let name = match (alias, &column) {
        (Some(alias), _) => alias.to_owned(),
        (None, Some(column)) => format!("{column}_{}", function.name()),
        (None, None) => "count".to_owned(),
    };
    Ok(Aggregate { function, column, name })
}

/// `total`, `total asc`, `total desc`.
fn sort_key_of(text: &str) -> SortKey {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let (column, descending) = if lower.ends_with(" desc") {
        (&text[..text.len() - 5], true)
    } else if lower.ends_with(" asc") {
        (&text[..text.len() - 4], false)
    } else {
        (text, false)
    };
    SortKey { column: column.trim().to_owned(), descending }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_parameters() {
        let options = Options::from_json(
            r#"{"path":"/a.csv","delimiter":"tab","groupBy":["city"],"aggregates":["sum(price) as total","count()","mean(a (b))"],
                "sort":["total desc","city"],"limit":10,"columnTypes":{"price":"float64"},"raggedRows":"skip","memoryMb":64}"#,
        )
        .unwrap();
        assert_eq!(options.delimiter, Some(b'\t'));
        assert_eq!(
            options.aggregates[0],
            Aggregate {
                function: AggregateFunction::Sum,
                column: Some("price".into()),
                name: "total".into()
            }
        );
        assert_eq!(
            options.aggregates[1],
            Aggregate { function: AggregateFunction::Count, column: None, name: "count".into() }
        );
        assert_eq!(
            options.aggregates[2],
            Aggregate {
                function: AggregateFunction::Mean,
                column: Some("a (b)".into()),
                name: "a (b)_mean".into()
            }
        );
        assert_eq!(
            options.sort,
            [
                SortKey { column: "total".into(), descending: true },
                SortKey { column: "city".into(), descending: false }
            ]
        );
        assert_eq!(options.memory_limit, 64 << 20);
        assert_eq!(options.ragged_rows, RaggedRows::Skip);
    }

    #[test]
    fn says_what_was_received() {
        let message = |json: &str| Options::from_json(json).unwrap_err().message;
        assert_eq!(
            message(r#"{"path":"a","delimiter":"ab"}"#),
            "delimiter is \"ab\"; auto, tab or one ASCII character such as , ; | was expected."
        );
        assert_eq!(
            message(r#"{"path":"a","aggregates":["median(x)"]}"#),
            "\"median(x)\" is no aggregate; text like sum(price), mean(price) as average or count() was expected."
        );
        assert_eq!(
            message(r#"{"path":"a","columnTypes":{"x":"decimal"}}"#),
            "columnTypes.x is \"\\\"decimal\\\"\"; int64, float64, bool, date, timestamp or string was expected."
        );
    }
}
