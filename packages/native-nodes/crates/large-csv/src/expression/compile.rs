use std::collections::BTreeSet;

use cel::common::ast::{CallExpr, Expr, IdedExpr, LiteralValue, operators};
use cel::parser::Parser;

use super::node::{Arithmetic, Comparison, Float, Text, TextTest, Truth, Whole};
use super::syntax::syntax_problem;
use crate::error::Error;
use crate::number;
use crate::types::ColumnType;

/// Why a filter was refused; `column` where another type of that column could help.
#[derive(Debug)]
pub struct FilterError {
    pub error: Error,
    pub columns: BTreeSet<usize>,
}

/// A filter as conjuncts, evaluated one after another on the rows that passed the ones before.
#[derive(Debug)]
pub struct Filter {
    pub conjuncts: Vec<Conjunct>,
}

#[derive(Debug)]
pub struct Conjunct {
    pub truth: Truth,
    /// The columns it reads.
    pub columns: BTreeSet<usize>,
}

/// Longest filter text. Bytes.
const LONGEST_FILTER: usize = 10_000;
/// Levels of an expression: it is evaluated by functions that call themselves, on threads with ordinary stacks.
const DEEPEST_FILTER: usize = 200;
/// Stack for reading a filter: the parser and its tree call themselves once a level, and the longest text may have
/// thousands. Reserved, not used. Bytes.
const PARSER_STACK: usize = 512 << 20;

/// Compiles CEL source text for columns of these names and types; column numbers are places in `columns`.
pub fn compile_filter(source: &str, columns: &[(String, ColumnType)]) -> Result<Filter, FilterError> {
    if source.len() > LONGEST_FILTER {
        return Err(refused(format!(
            "The filter has {} bytes; at most {LONGEST_FILTER} are allowed.",
            source.len()
        )));
    }
    std::thread::scope(|scope| {
        let reader = std::thread::Builder::new().name("large-csv filter".into()).stack_size(PARSER_STACK);
        let reading = reader.spawn_scoped(scope, || read_filter(source, columns));
        match reading {
            Ok(handle) => handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            Err(error) => Err(refused(format!("The filter cannot be read: {error}."))),
        }
    })
}

fn refused(message: String) -> FilterError {
    FilterError {
        error: Error::validation("filter-syntax", message, "Write it like: price > 0 && city == \"Oslo\""),
        columns: BTreeSet::new(),
    }
}

/// Levels of a tree, the longest way down.
fn depth(expression: &IdedExpr) -> usize {
    let inner: Vec<&IdedExpr> = match &expression.expr {
        Expr::Call(call) => call.target.iter().map(AsRef::as_ref).chain(&call.args).collect(),
        Expr::List(list) => list.elements.iter().collect(),
        Expr::Select(select) => vec![&select.operand],
        // Refused when they are compiled, without a look inside.
        _ => Vec::new(),
    };
    1 + inner.into_iter().map(depth).max().unwrap_or(0)
}

fn read_filter(source: &str, columns: &[(String, ColumnType)]) -> Result<Filter, FilterError> {
    let (parsed, places) = Parser::new().parse_with_source_info(source).map_err(|errors| {
        let (place, why) = match syntax_problem(source) {
            Some(problem) => (place_in_text(source, problem.offset), problem.message),
            None => {
                let (line, column) = errors.errors.first().map_or((1, 1), |error| error.pos);
                (format!("line {line}, column {column}"), "it cannot be read from here on".into())
            }
        };
        refused(format!("The filter is wrong at {place}: {why}."))
    })?;
    let levels = depth(&parsed);
    if levels > DEEPEST_FILTER {
        return Err(FilterError {
            error: Error::validation(
                "filter-too-deep",
                format!("The filter is nested {levels} levels deep; at most {DEEPEST_FILTER} are allowed."),
                "Each + or - in a row is a level. Write in [..] instead of many comparisons, or filter twice.",
            ),
            columns: BTreeSet::new(),
        });
    }
    let mut conjuncts = Vec::new();
    let mut open = vec![&parsed];
    while let Some(expression) = open.pop() {
        match &expression.expr {
            Expr::Call(call) if call.func_name == operators::LOGICAL_AND => {
                open.extend(call.args.iter().rev())
            }
            _ => {
                let mut compiler = Compiler { columns, used: BTreeSet::new(), at: None };
                match compiler.truth(expression) {
                    Ok(truth) => conjuncts.push(Conjunct { truth, columns: compiler.used }),
                    Err(mut error) => {
                        let offset = compiler.at.and_then(|id| places.offset_for(id));
                        locate(&mut error, source, offset.map_or(0, |(start, _)| start as usize));
                        return Err(FilterError { error, columns: compiler.used });
                    }
                }
            }
        }
    }
    Ok(Filter { conjuncts })
}

/// `line 1, column 8`; both count from 1, columns count characters.
fn place_in_text(source: &str, offset: usize) -> String {
    let end = source.char_indices().nth(offset).map_or(source.len(), |(at, _)| at);
    let before: Vec<&str> = source[..end].split('\n').collect();
    let column = before.last().map_or(0, |line| line.chars().count()) + 1;
    format!("line {}, column {column}", before.len())
}

/// The sentence that every evaluator gives: where the filter is wrong, and why.
fn locate(error: &mut Error, source: &str, offset: usize) {
    let message = error.message.trim_end_matches('.');
    error.message =
        format!("The filter is wrong at {}: {}.", place_in_text(source, offset), uncapital(message));
}

fn uncapital(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map_or(String::new(), |first| first.to_ascii_lowercase().to_string() + characters.as_str())
}

/// A type as it stands in a sentence: `an int64`, `a string`.
fn a(name: &str) -> String {
    format!("{} {name}", if name.starts_with('i') { "an" } else { "a" })
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map_or(String::new(), |first| first.to_ascii_uppercase().to_string() + characters.as_str())
}

enum Typed {
    Whole(Whole, ColumnType),
    Float(Float),
    Text(Text),
    Truth(Truth),
    Null,
    List(Vec<Typed>),
}

impl Typed {
    fn name(&self) -> &'static str {
        match self {
            Self::Whole(_, column_type) => column_type.name(),
            Self::Float(_) => "float64",
            Self::Text(_) => "string",
            Self::Truth(_) => "bool",
            Self::Null => "null",
            Self::List(_) => "list",
        }
    }
}

struct Compiler<'a> {
    columns: &'a [(String, ColumnType)],
    used: BTreeSet<usize>,
    /// The innermost expression that failed.
    at: Option<u64>,
}

type Compiled<T> = Result<T, Error>;

const AVAILABLE: &str = "Available: comparisons, && || !, ?:, + - * / %, in [..], size, contains, startsWith, endsWith, matches, int, double, timestamp.";

fn type_error(message: String) -> Error {
    Error::validation("filter-type", message, "Compare values of one type, or set the column's type.")
}

fn unsupported(what: &str) -> Error {
    Error::validation(
        "filter-unsupported",
        format!("{what} is not available in a filter over columns."),
        AVAILABLE,
    )
}

impl Compiler<'_> {
    fn column(&mut self, name: &str) -> Compiled<Typed> {
        let Some(place) = self.columns.iter().position(|(column, _)| column == name) else {
            let known: Vec<String> =
                self.columns.iter().take(20).map(|(column, _)| format!("\"{column}\"")).collect();
            let more = if self.columns.len() > 20 {
                format!(" and {} more", self.columns.len() - 20)
            } else {
                String::new()
            };
            return Err(Error::validation(
                "unknown-column",
                format!("\"{name}\" is no column; the file has {}{more}.", known.join(", ")),
                "Names are case-sensitive; write row[\"any name\"] for a name with spaces.",
            ));
        };
        self.used.insert(place);
        Ok(match self.columns[place].1 {
            ColumnType::Float64 => Typed::Float(Float::Column(place)),
            ColumnType::Text => Typed::Text(Text::Column(place)),
            other => Typed::Whole(Whole::Column(place), other),
        })
    }

    fn truth(&mut self, expression: &IdedExpr) -> Compiled<Truth> {
        let typed = self.typed(expression)?;
        let truth = self.as_truth(typed);
        if truth.is_err() {
            self.at.get_or_insert(expression.id);
        }
        truth
    }

    fn as_truth(&self, typed: Typed) -> Compiled<Truth> {
        match typed {
            Typed::Truth(truth) => Ok(truth),
            Typed::Whole(whole, ColumnType::Bool) => Ok(Truth::Flag(whole)),
            other => Err(type_error(format!(
                "{} stands where true or false is needed.",
                capital(&a(other.name()))
            ))),
        }
    }

    fn typed(&mut self, expression: &IdedExpr) -> Compiled<Typed> {
        let typed = self.convert(expression);
        if typed.is_err() {
            self.at.get_or_insert(expression.id);
        }
        typed
    }

    fn convert(&mut self, expression: &IdedExpr) -> Compiled<Typed> {
        match &expression.expr {
            Expr::Literal(literal) => literal_value(literal),
            Expr::Ident(name) => self.column(name),
            Expr::Select(select) => match &select.operand.expr {
                Expr::Ident(name) if name == "row" && !select.test => self.column(&select.field),
                _ => Err(unsupported(&format!("The field access `.{}`", select.field))),
            },
            Expr::List(list) => Ok(Typed::List(
                list.elements.iter().map(|element| self.typed(element)).collect::<Compiled<_>>()?,
            )),
            Expr::Call(call) => self.call(call),
            Expr::Comprehension(_) => Err(unsupported("A macro such as exists, all, map or filter")),
            Expr::Map(_) | Expr::Struct(_) => Err(unsupported("A map")),
            Expr::Unspecified => Err(unsupported("An empty expression")),
        }
    }

    fn call(&mut self, call: &CallExpr) -> Compiled<Typed> {
        let name = call.func_name.as_str();
        if let Some(comparison) = comparison(name) {
            let (left, right) = self.pair(call)?;
            return compare(comparison, left, right).map(Typed::Truth);
        }
        if let Some(arithmetic) = arithmetic(name) {
            let (left, right) = self.pair(call)?;
            return calculate(arithmetic, left, right);
        }
        match name {
            operators::LOGICAL_AND => Ok(Typed::Truth(Truth::And(self.truths(call)?))),
            operators::LOGICAL_OR => Ok(Typed::Truth(Truth::Or(self.truths(call)?))),
            operators::LOGICAL_NOT => Ok(Typed::Truth(Truth::Not(Box::new(self.truth(&call.args[0])?)))),
            operators::NEGATE => match self.typed(&call.args[0])? {
                Typed::Whole(whole, ColumnType::Int64) => {
                    Ok(Typed::Whole(Whole::Negate(Box::new(whole)), ColumnType::Int64))
                }
                Typed::Float(float) => Ok(Typed::Float(Float::Negate(Box::new(float)))),
                other => Err(type_error(format!(
                    "A minus stands before {}; a number was expected.",
                    a(other.name())
                ))),
            },
            operators::CONDITIONAL => self.conditional(call),
            operators::IN => self.membership(call),
            operators::INDEX => match (&call.args[0].expr, &call.args[1].expr) {
                (Expr::Ident(row), Expr::Literal(LiteralValue::String(column))) if row == "row" => {
                    self.column(column.inner())
                }
                _ => Err(unsupported("An index other than row[\"column\"]")),
            },
            _ => self.function(call),
        }
    }

    fn truths(&mut self, call: &CallExpr) -> Compiled<Vec<Truth>> {
        call.args.iter().map(|argument| self.truth(argument)).collect()
    }

    fn pair(&mut self, call: &CallExpr) -> Compiled<(Typed, Typed)> {
        Ok((self.typed(&call.args[0])?, self.typed(&call.args[1])?))
    }

    fn conditional(&mut self, call: &CallExpr) -> Compiled<Typed> {
        let condition = Box::new(self.truth(&call.args[0])?);
        let (yes, no) = (self.typed(&call.args[1])?, self.typed(&call.args[2])?);
        Ok(match (yes, no) {
            (Typed::Text(yes), Typed::Text(no)) => {
                Typed::Text(Text::If(condition, Box::new(yes), Box::new(no)))
            }
            (Typed::Whole(yes, left), Typed::Whole(no, right)) if left == right => {
                Typed::Whole(Whole::If(condition, Box::new(yes), Box::new(no)), left)
            }
            (
                yes @ (Typed::Whole(_, ColumnType::Int64) | Typed::Float(_)),
                no @ (Typed::Whole(_, ColumnType::Int64) | Typed::Float(_)),
            ) => Typed::Float(Float::If(condition, Box::new(as_float(yes)), Box::new(as_float(no)))),
            (yes, no) => {
                let names = (yes.name(), no.name());
                match (self.as_truth(yes), self.as_truth(no)) {
                    (Ok(yes), Ok(no)) => Typed::Truth(Truth::If(condition, Box::new(yes), Box::new(no))),
                    _ => {
                        return Err(type_error(format!(
                            "The two results of ?: are {} and {}; one type was expected.",
                            names.0, names.1
                        )));
                    }
                }
            }
        })
    }

    fn membership(&mut self, call: &CallExpr) -> Compiled<Typed> {
        let (needle, list) = self.pair(call)?;
        let Typed::List(items) = list else {
            return Err(type_error(format!(
                "`in` is followed by {}; a list such as [\"a\", \"b\"] was expected.",
                a(list.name())
            )));
        };
        let wrong = |item: &Typed, needle: &str| {
            type_error(format!(
                "`in` looks for a {needle} among values of which one is {} that is not a constant of that type.",
                a(item.name())
            ))
        };
        let truth = match needle {
            Typed::Text(text) => {
                let values = items.into_iter().map(|item| match item {
                    Typed::Text(Text::Constant(value)) => Ok(value),
                    other => Err(wrong(&other, "string")),
                });
                Truth::TextIn(text, values.collect::<Compiled<_>>()?)
            }
            Typed::Whole(whole, ColumnType::Int64)
                if items
                    .iter()
                    .all(|item| matches!(item, Typed::Whole(Whole::Constant(_), ColumnType::Int64))) =>
            {
                let values = items.into_iter().filter_map(|item| match item {
                    Typed::Whole(Whole::Constant(value), _) => Some(value),
                    _ => None,
                });
                Truth::WholeIn(whole, values.collect())
            }
            number @ (Typed::Whole(_, ColumnType::Int64) | Typed::Float(_)) => {
                let values = items.into_iter().map(|item| match item {
                    Typed::Whole(Whole::Constant(value), ColumnType::Int64) => Ok(value as f64),
                    Typed::Float(Float::Constant(value)) => Ok(value),
                    other => Err(wrong(&other, "number")),
                });
                let values = values.collect::<Compiled<_>>()?;
                Truth::FloatIn(as_float(number), values)
            }
            Typed::Whole(whole, column_type @ (ColumnType::Date | ColumnType::Timestamp)) => {
                let values = items.into_iter().map(|item| match item {
                    Typed::Text(Text::Constant(value)) => time_constant(&value, column_type),
                    other => Err(wrong(&other, column_type.name())),
                });
                Truth::WholeIn(whole, values.collect::<Compiled<_>>()?)
            }
            other => {
                return Err(type_error(format!(
                    "`in` looks for {}; a number or string was expected.",
                    a(other.name())
                )));
            }
        };
        Ok(Typed::Truth(truth))
    }

    fn function(&mut self, call: &CallExpr) -> Compiled<Typed> {
        let name = call.func_name.as_str();
        let mut arguments = Vec::with_capacity(2);
        if let Some(target) = &call.target {
            arguments.push(self.typed(target)?);
        }
        for argument in &call.args {
            arguments.push(self.typed(argument)?);
        }
        let expected = match name {
            "contains" | "startsWith" | "endsWith" | "matches" => 2,
            "size" | "int" | "double" | "timestamp" => 1,
            _ => return Err(unsupported(&format!("The function {name}"))),
        };
        if arguments.len() != expected {
            return Err(type_error(format!(
                "{name} was given {} values; {expected} were expected.",
                arguments.len()
            )));
        }
        let second = if expected == 2 { arguments.pop() } else { None };
        let Some(first) = arguments.pop() else { return Err(unsupported(name)) };
        let names = (first.name(), second.as_ref().map_or("", Typed::name));
        match (name, first, second) {
            ("contains", Typed::Text(text), Some(Typed::Text(part))) => {
                Ok(Typed::Truth(Truth::Test(TextTest::Contains, text, part)))
            }
            ("startsWith", Typed::Text(text), Some(Typed::Text(part))) => {
                Ok(Typed::Truth(Truth::Test(TextTest::StartsWith, text, part)))
            }
            ("endsWith", Typed::Text(text), Some(Typed::Text(part))) => {
                Ok(Typed::Truth(Truth::Test(TextTest::EndsWith, text, part)))
            }
            ("matches", Typed::Text(text), Some(Typed::Text(Text::Constant(pattern)))) => {
                let pattern = String::from_utf8_lossy(&pattern).into_owned();
                let regex = regex::bytes::Regex::new(&pattern).map_err(|error| {
                    let reason = error.to_string();
                    let last = reason.lines().last().unwrap_or_default().to_owned();
                    Error::validation(
                        "filter-pattern",
                        format!("The pattern `{pattern}` of matches is no regular expression: {last}."),
                        "RE2 syntax is expected, e.g. ^A[0-9]+$",
                    )
                })?;
                Ok(Typed::Truth(Truth::Matches(text, regex)))
            }
            ("size", Typed::Text(text), None) => {
                Ok(Typed::Whole(Whole::Size(Box::new(text)), ColumnType::Int64))
            }
            ("int", Typed::Whole(whole, ColumnType::Int64), None) => {
                Ok(Typed::Whole(whole, ColumnType::Int64))
            }
            ("int", Typed::Float(float), None) => {
                Ok(Typed::Whole(Whole::FromFloat(Box::new(float)), ColumnType::Int64))
            }
            ("double", number @ (Typed::Whole(_, ColumnType::Int64) | Typed::Float(_)), None) => {
                Ok(Typed::Float(as_float(number)))
            }
            ("timestamp", Typed::Text(Text::Constant(text)), None) => Ok(Typed::Whole(
                Whole::Constant(time_constant(&text, ColumnType::Timestamp)?),
                ColumnType::Timestamp,
            )),
            ("timestamp", Typed::Whole(whole, ColumnType::Timestamp), None) => {
                Ok(Typed::Whole(whole, ColumnType::Timestamp))
            }
            ("matches", ..) => Err(type_error(format!(
                "matches was given {} and {}; a string and a constant pattern were expected.",
                names.0, names.1
            ))),
            (name, _, Some(_)) => Err(type_error(format!(
                "{name} was given {} and {}; two strings were expected.",
                names.0, names.1
            ))),
            (name, _, None) => Err(type_error(format!("{name} cannot be applied to {}.", a(names.0)))),
        }
    }
}

fn literal_value(literal: &LiteralValue) -> Compiled<Typed> {
    Ok(match literal {
        LiteralValue::Boolean(value) => Typed::Truth(Truth::Constant(*value.inner())),
        LiteralValue::Int(value) => Typed::Whole(Whole::Constant(*value.inner()), ColumnType::Int64),
        LiteralValue::UInt(value) => {
            let value = i64::try_from(*value.inner())
                .map_err(|_| type_error(format!("{} does not fit an int64.", value.inner())))?;
            Typed::Whole(Whole::Constant(value), ColumnType::Int64)
        }
        LiteralValue::Double(value) => Typed::Float(Float::Constant(*value.inner())),
        LiteralValue::String(value) => Typed::Text(Text::Constant(value.inner().as_bytes().to_vec())),
        LiteralValue::Null => Typed::Null,
        LiteralValue::Bytes(_) => return Err(unsupported("A bytes literal")),
    })
}

/// A number as float64; other types never come here.
fn as_float(typed: Typed) -> Float {
    match typed {
        Typed::Float(float) => float,
        Typed::Whole(Whole::Constant(value), _) => Float::Constant(value as f64),
        Typed::Whole(whole, _) => Float::FromWhole(Box::new(whole)),
        _ => Float::Constant(f64::NAN),
    }
}

fn time_constant(text: &[u8], column_type: ColumnType) -> Compiled<i64> {
    let (value, example) = match column_type {
        ColumnType::Date => (number::date(text), "2026-03-01"),
        _ => (number::timestamp(text), "2026-03-01T12:30:00Z"),
    };
    value.ok_or_else(|| {
        type_error(format!(
            "{} is no {}; text like \"{example}\" was expected.",
            crate::error::quoted(text),
            column_type.name()
        ))
    })
}

fn comparison(name: &str) -> Option<Comparison> {
    Some(match name {
        operators::EQUALS => Comparison::Equal,
        operators::NOT_EQUALS => Comparison::NotEqual,
        operators::LESS => Comparison::Less,
        operators::LESS_EQUALS => Comparison::LessOrEqual,
        operators::GREATER => Comparison::Greater,
        operators::GREATER_EQUALS => Comparison::GreaterOrEqual,
        _ => return None,
    })
}

fn arithmetic(name: &str) -> Option<Arithmetic> {
    Some(match name {
        operators::ADD => Arithmetic::Add,
        operators::SUBSTRACT => Arithmetic::Subtract,
        operators::MULTIPLY => Arithmetic::Multiply,
        operators::DIVIDE => Arithmetic::Divide,
        operators::MODULO => Arithmetic::Remainder,
        _ => return None,
    })
}

fn compare(comparison: Comparison, left: Typed, right: Typed) -> Compiled<Truth> {
    let is_equality = matches!(comparison, Comparison::Equal | Comparison::NotEqual);
    let negate =
        |truth: Truth| if comparison == Comparison::NotEqual { Truth::Not(Box::new(truth)) } else { truth };
    match (left, right) {
        (Typed::Null, Typed::Null) if is_equality => Ok(Truth::Constant(comparison == Comparison::Equal)),
        (Typed::Null, other) | (other, Typed::Null) if is_equality => Ok(negate(match other {
            Typed::Whole(whole, _) => Truth::WholeIsNull(whole),
            Typed::Float(float) => Truth::FloatIsNull(float),
            Typed::Text(text) => Truth::TextIsNull(text),
            _ => Truth::Constant(false),
        })),
        (Typed::Whole(left, left_type), Typed::Whole(right, right_type)) if left_type == right_type => {
            Ok(Truth::CompareWhole(comparison, left, right))
        }
        // A literal takes the column's type where it has the value there.
        (Typed::Whole(left, ColumnType::Int64), Typed::Float(Float::Constant(value))) if is_whole(value) => {
            Ok(Truth::CompareWhole(comparison, left, Whole::Constant(value as i64)))
        }
        (Typed::Float(Float::Constant(value)), Typed::Whole(right, ColumnType::Int64)) if is_whole(value) => {
            Ok(Truth::CompareWhole(comparison, Whole::Constant(value as i64), right))
        }
        (
            left @ (Typed::Whole(_, ColumnType::Int64) | Typed::Float(_)),
            right @ (Typed::Whole(_, ColumnType::Int64) | Typed::Float(_)),
        ) => Ok(Truth::CompareFloat(comparison, as_float(left), as_float(right))),
        (Typed::Text(left), Typed::Text(right)) => Ok(Truth::CompareText(comparison, left, right)),
        (
            Typed::Whole(left, column_type @ (ColumnType::Date | ColumnType::Timestamp)),
            Typed::Text(Text::Constant(text)),
        ) => Ok(Truth::CompareWhole(comparison, left, Whole::Constant(time_constant(&text, column_type)?))),
        (
            Typed::Text(Text::Constant(text)),
            Typed::Whole(right, column_type @ (ColumnType::Date | ColumnType::Timestamp)),
        ) => Ok(Truth::CompareWhole(comparison, Whole::Constant(time_constant(&text, column_type)?), right)),
        (left, right) => match (as_flag(left), as_flag(right)) {
            (Ok(left), Ok(right)) => Ok(Truth::CompareWhole(comparison, left, right)),
            (left, right) => {
                let name = |side: &Result<Whole, Typed>| side.as_ref().map_or_else(Typed::name, |_| "bool");
                Err(type_error(format!("{} is compared with {}.", capital(&a(name(&left))), a(name(&right)))))
            }
        },
    }
}

fn as_flag(typed: Typed) -> Result<Whole, Typed> {
    match typed {
        Typed::Truth(Truth::Constant(value)) => Ok(Whole::Constant(value as i64)),
        Typed::Truth(truth) => Ok(Whole::FromTruth(Box::new(truth))),
        Typed::Whole(whole, ColumnType::Bool) => Ok(whole),
        other => Err(other),
    }
}

fn is_whole(value: f64) -> bool {
    value.fract() == 0.0 && value.abs() < 9e15
}

fn calculate(arithmetic: Arithmetic, left: Typed, right: Typed) -> Compiled<Typed> {
    match (left, right) {
        (Typed::Whole(left, ColumnType::Int64), Typed::Whole(right, ColumnType::Int64)) => Ok(Typed::Whole(
            Whole::Arithmetic(arithmetic, Box::new(left), Box::new(right)),
            ColumnType::Int64,
        )),
        (
            left @ (Typed::Whole(_, ColumnType::Int64) | Typed::Float(_)),
            right @ (Typed::Whole(_, ColumnType::Int64) | Typed::Float(_)),
        ) => Ok(Typed::Float(Float::Arithmetic(
            arithmetic,
            Box::new(as_float(left)),
            Box::new(as_float(right)),
        ))),
        (left, right) => Err(type_error(format!(
            "{arithmetic:?} was given {} and {}; two numbers were expected.",
            a(left.name()),
            a(right.name())
        ))),
    }
}
