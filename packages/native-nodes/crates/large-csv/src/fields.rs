//! From field text to typed columns, for the selected records of one chunk.

use crate::number;
use crate::scan::{Dialect, FieldIndex};
use crate::types::{ChunkColumn, ColumnType, TextRef, Values};

/// One needed column of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnSpec {
    pub name: String,
    /// Place in a record, from 0.
    pub place: usize,
    pub column_type: ColumnType,
    /// Named by the user rather than detected: never widened.
    pub explicit: bool,
}

/// A field that is not of its column's type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// Base of the record in the field index.
    pub base: u32,
    pub place: usize,
    pub problem: FieldProblem,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldProblem {
    NotOfType,
    /// A quoted field goes on after its closing quote.
    BadQuote,
}

/// Everything needed to read fields of one chunk.
pub struct FieldReader<'a> {
    pub buffer: &'a [u8],
    pub index: &'a FieldIndex,
    pub dialect: Dialect,
    /// Columns of the file.
    pub columns: usize,
}

/// True for the texts that mean "no value" in a column that is not text: empty, NA, N/A, null, NULL.
pub fn is_null_text(text: &[u8]) -> bool {
    matches!(text, b"" | b"NA" | b"N/A" | b"null" | b"NULL")
}

/// A field that is not text, read with surrounding spaces removed; None where it is of another type.
pub fn read_trimmed(text: &[u8], column_type: ColumnType) -> Option<Number> {
    Some(match column_type {
        ColumnType::Int64 => Number::Whole(std::str::from_utf8(text).ok()?.parse().ok()?),
        ColumnType::Float64 => Number::Float(fast_float2::parse(text).ok()?),
        ColumnType::Bool => Number::Whole(number::boolean(text)? as i64),
        ColumnType::Date => Number::Whole(number::date(text)?),
        ColumnType::Timestamp => Number::Whole(number::timestamp(text)?),
        ColumnType::Text => return None,
    })
}

/// A number in the form its column keeps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    Whole(i64),
    Float(f64),
}

impl FieldReader<'_> {
    /// Start and end of a field in the buffer, quotes included, the carriage return of a line end left out.
    #[inline(always)]
    pub fn span(&self, base: u32, place: usize) -> (usize, usize) {
        let at = base as usize + place;
        let start = self.index.ends[at] as usize + 1;
        let mut end = self.index.ends[at + 1] as usize;
        if place + 1 == self.columns && end > start && self.buffer[end - 1] == b'\r' {
            end -= 1;
        }
        (start, end)
    }

    /// Reads `column` for the records in `rows` into `into` (cleared first). Text whose quotes had to be resolved
    /// goes to `scratch`.
    pub fn read(
        &self,
        column: &ColumnSpec,
        rows: &[u32],
        into: &mut ChunkColumn,
        scratch: &mut Vec<u8>,
    ) -> Result<(), Misfit> {
        into.clear();
        let ChunkColumn { values, nulls } = into;
        match values {
            Values::Whole(values) => match column.column_type {
                ColumnType::Int64 => self.read_plain(column, rows, values, nulls, number::whole, whole_of),
                ColumnType::Bool => self.read_plain(
                    column,
                    rows,
                    values,
                    nulls,
                    |buffer, start, end| number::boolean(&buffer[start..end]).map(i64::from),
                    whole_of,
                ),
                ColumnType::Date => self.read_plain(
                    column,
                    rows,
                    values,
                    nulls,
                    |buffer, start, end| number::date(&buffer[start..end]),
                    whole_of,
                ),
                _ => self.read_plain(
                    column,
                    rows,
                    values,
                    nulls,
                    |buffer, start, end| number::timestamp(&buffer[start..end]),
                    whole_of,
                ),
            },
            Values::Float(values) => self.read_plain(column, rows, values, nulls, number::float, float_of),
            Values::Text(values) => self.read_text(column, rows, values, scratch),
        }
    }

    #[inline(always)]
    fn read_plain<T: Copy + Default>(
        &self,
        column: &ColumnSpec,
        rows: &[u32],
        values: &mut Vec<T>,
        nulls: &mut Vec<u8>,
        fast: impl Fn(&[u8], usize, usize) -> Option<T>,
        convert: impl Fn(Number) -> T,
    ) -> Result<(), Misfit> {
        values.reserve(rows.len());
        for &base in rows {
            let (start, end) = self.span(base, column.place);
            if let Some(value) = fast(self.buffer, start, end) {
                values.push(value);
                continue;
            }
            match self.read_slowly(column, base, start, end)? {
                Some(value) => values.push(convert(value)),
                None => {
                    // Room for the selected rows once; only rows after the first null are written one by one.
                    nulls.resize(rows.len(), 0);
                    nulls[values.len()] = 1;
                    values.push(T::default());
                }
            }
        }
        Ok(())
    }

    /// Quoted, padded or missing numbers.
    #[cold]
    fn read_slowly(
        &self,
        column: &ColumnSpec,
        base: u32,
        start: usize,
        end: usize,
    ) -> Result<Option<Number>, Misfit> {
        let misfit = |problem| Misfit { base, place: column.place, problem };
        let mut text = &self.buffer[start..end];
        if self.dialect.quote.is_some() && text.first() == Some(&b'"') {
            if text.len() < 2 || text[text.len() - 1] != b'"' {
                return Err(misfit(FieldProblem::BadQuote));
            }
            text = &text[1..text.len() - 1];
        }
        let text = text.trim_ascii();
        if is_null_text(text) {
            return Ok(None);
        }
        read_trimmed(text, column.column_type).map(Some).ok_or_else(|| misfit(FieldProblem::NotOfType))
    }

    fn read_text(
        &self,
        column: &ColumnSpec,
        rows: &[u32],
        values: &mut Vec<TextRef>,
        scratch: &mut Vec<u8>,
    ) -> Result<(), Misfit> {
        values.reserve(rows.len());
        let quoted = self.index.quoted && self.dialect.quote.is_some();
        for &base in rows {
            let (start, end) = self.span(base, column.place);
            if start == end {
                values.push(TextRef::NULL);
            } else if quoted && self.buffer[start] == b'"' {
                values.push(self.read_quoted(base, column.place, start, end, scratch)?);
            } else {
                values.push(TextRef { offset: start as u32, length: (end - start) as u32 });
            }
        }
        Ok(())
    }

    fn read_quoted(
        &self,
        base: u32,
        place: usize,
        start: usize,
        end: usize,
        scratch: &mut Vec<u8>,
    ) -> Result<TextRef, Misfit> {
        if end - start < 2 || self.buffer[end - 1] != b'"' {
            return Err(Misfit { base, place, problem: FieldProblem::BadQuote });
        }
        let inner = &self.buffer[start + 1..end - 1];
        if memchr::memchr(b'"', inner).is_none() {
            return Ok(TextRef { offset: start as u32 + 1, length: inner.len() as u32 });
        }
        let from = scratch.len();
        unquote(inner, scratch);
        Ok(TextRef::in_scratch(from, scratch.len() - from))
    }

    /// The text of a field for people: quotes resolved.
    pub fn shown(&self, base: u32, place: usize) -> Vec<u8> {
        let (start, end) = self.span(base, place);
        plain_text(&self.buffer[start..end], self.dialect.quote.is_some())
    }
}

fn whole_of(value: Number) -> i64 {
    match value {
        Number::Whole(value) => value,
        Number::Float(_) => 0,
    }
}

fn float_of(value: Number) -> f64 {
    match value {
        Number::Whole(value) => value as f64,
        Number::Float(value) => value,
    }
}

/// Appends `inner` (between the outer quotes) with doubled quotes made single.
fn unquote(inner: &[u8], into: &mut Vec<u8>) {
    let mut rest = inner;
    while let Some(at) = memchr::memchr(b'"', rest) {
        into.extend_from_slice(&rest[..=at]);
        let after = at + 1 + (rest.get(at + 1) == Some(&b'"')) as usize;
        rest = &rest[after..];
    }
    into.extend_from_slice(rest);
}

/// The text of a raw field: outer quotes removed, doubled quotes made single.
pub fn plain_text(raw: &[u8], quoting: bool) -> Vec<u8> {
    let mut text = Vec::with_capacity(raw.len());
    if quoting && raw.len() >= 2 && raw[0] == b'"' && raw[raw.len() - 1] == b'"' {
        unquote(&raw[1..raw.len() - 1], &mut text);
    } else {
        text.extend_from_slice(raw);
    }
    text
}
