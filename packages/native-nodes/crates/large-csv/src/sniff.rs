//! Delimiter, names and column types, from the first megabyte of the file.

use crate::error::{Error, Result};
use crate::fields::{FieldReader, is_null_text, plain_text};
use crate::number::{self, PADDING};
use crate::scan::{Dialect, ExactEnd, FieldIndex, RaggedRows, collect_rows, scan_exact};
use crate::source::{SAMPLE_BYTES, Source};
use crate::types::ColumnType;

/// What the start of the file shows.
pub struct Layout {
    pub dialect: Dialect,
    /// The first record holds the names.
    pub header: bool,
    /// Unique and never empty.
    pub names: Vec<String>,
    /// Place of the first record after the header in the file.
    pub data_start: u64,
    /// By column; None where the sample has no value.
    pub types: Vec<Option<ColumnType>>,
    pub warnings: Vec<String>,
}

const CANDIDATES: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Records that decide the delimiter.
const DELIMITER_RECORDS: usize = 200;

pub fn sniff(source: &Source, delimiter: Option<u8>, header: Option<bool>, quoting: bool) -> Result<Layout> {
    let whole_file = source.text_start + source.sample.len() as u64 == source.length;
    check_text(source, whole_file)?;
    let newline =
        if !source.sample.contains(&b'\n') && source.sample.contains(&b'\r') { b'\r' } else { b'\n' };
    let mut buffer = vec![0; PADDING];
    buffer.extend_from_slice(&source.sample);
    if whole_file && buffer.last() != Some(&newline) {
        buffer.push(newline);
    }
    let end = buffer.len();
    buffer.resize(end + PADDING, 0);
    let quote = quoting.then_some(b'"');
    let dialect = Dialect {
        delimiter: delimiter.unwrap_or_else(|| detect_delimiter(&buffer, end, quote, newline)),
        quote,
        newline,
    };

    let mut index = FieldIndex::default();
    let outcome = scan_exact(&buffer, PADDING, end, &dialect, &mut index);
    if index.records == 0 {
        return Err(no_record(source, outcome, whole_file));
    }
    trim_to_records(&mut index, &buffer, newline);
    let first = (1..index.ends.len()).find(|&at| buffer[index.ends[at] as usize] == newline).unwrap_or(1);
    let first_record: Vec<Vec<u8>> = {
        let reader = FieldReader { buffer: &buffer, index: &index, dialect, columns: first };
        (0..first).map(|place| reader.shown(0, place)).collect()
    };
    if first_record.len() == 1 && first_record[0].is_empty() && header != Some(false) {
        return Err(Error::validation(
            "header-missing",
            format!("The first line of {} is blank; column names were expected.", source.path().display()),
            "Remove the blank line, or switch the header off.",
        ));
    }
    let header = header.unwrap_or_else(|| looks_like_header(&first_record));
    let mut warnings = Vec::new();
    let names = if header {
        unique_names(&first_record, &mut warnings)
    } else {
        (1..=first).map(|place| format!("column_{place}")).collect()
    };
    let mut rows = Vec::new();
    // Ragged rows are reported when their chunk is read, with everything known about them.
    let _ = collect_rows(&buffer, &index, &dialect, first, RaggedRows::Skip, &mut rows);
    if header && rows.first() == Some(&0) {
        rows.remove(0);
    }
    let header_bytes = index.ends[first] as usize + 1 - PADDING;
    let data_start = source.text_start
        + if header { (header_bytes as u64).min(source.length - source.text_start) } else { 0 };
    let reader = FieldReader { buffer: &buffer, index: &index, dialect, columns: first };
    let types = (0..first).map(|place| detect_type(&reader, &rows, place)).collect();
    Ok(Layout { dialect, header, names, data_start, types, warnings })
}

/// NUL bytes and text that is not UTF-8, in the sample; later chunks are checked as they are read.
fn check_text(source: &Source, whole_file: bool) -> Result<()> {
    if let Some(at) = memchr::memchr(0, &source.sample) {
        return Err(source.binary_error(source.text_start + at as u64));
    }
    if let Err(error) = std::str::from_utf8(&source.sample) {
        let at = error.valid_up_to();
        // A character cut by the end of the sample is no error.
        if error.error_len().is_some() || whole_file {
            return Err(source.encoding_error(source.text_start + at as u64, source.sample[at]));
        }
    }
    Ok(())
}

fn no_record(source: &Source, outcome: ExactEnd, whole_file: bool) -> Error {
    let shown = source.path().display();
    match outcome {
        ExactEnd::BadQuote(at) => Error::validation(
            "bad-quote",
            format!(
                "The first record of {shown} has a quoted field that goes on after its closing quote, at byte {}.",
                source.text_start + (at - PADDING) as u64
            ),
            "Double the quotes inside quoted fields, or switch quoting off.",
        ),
        _ if whole_file => Error::validation(
            "quote-not-closed",
            format!("{shown} opens a quote in its first record and never closes it."),
            "Close the quote, or switch quoting off.",
        ),
        _ => Error::validation(
            "record-too-long",
            format!("The first record of {shown} does not end within {} KB.", SAMPLE_BYTES / 1024),
            "Check that this is a CSV file with line ends.",
        ),
    }
}

/// Drops the fields of a last record that the sample cuts off.
fn trim_to_records(index: &mut FieldIndex, buffer: &[u8], newline: u8) {
    while index.ends.len() > 1 && buffer[index.ends[index.ends.len() - 1] as usize] != newline {
        index.ends.pop();
    }
}

/// The candidate under which most of the first records have as many fields as the first one, and more than one.
fn detect_delimiter(buffer: &[u8], end: usize, quote: Option<u8>, newline: u8) -> u8 {
    let mut best = (0.0, 0usize, b',');
    for delimiter in CANDIDATES {
        let dialect = Dialect { delimiter, quote, newline };
        let mut index = FieldIndex::default();
        scan_exact(buffer, PADDING, end.min(PADDING + (64 << 10)), &dialect, &mut index);
        let mut counts = Vec::new();
        let mut base = 0;
        for at in 1..index.ends.len() {
            if buffer[index.ends[at] as usize] == newline {
                let blank = at - base == 1 && index.ends[at] - index.ends[at - 1] <= 1;
                if !blank {
                    counts.push(at - base);
                }
                base = at;
                if counts.len() == DELIMITER_RECORDS {
                    break;
                }
            }
        }
        let Some(&first) = counts.first() else { continue };
        if first < 2 {
            continue;
        }
        let agreeing = counts.iter().filter(|count| **count == first).count() as f64 / counts.len() as f64;
        if (agreeing, first) > (best.0, best.1) {
            best = (agreeing, first, delimiter);
        }
    }
    best.2
}

fn unique_names(record: &[Vec<u8>], warnings: &mut Vec<String>) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(record.len());
    let mut taken = std::collections::HashSet::new();
    for (place, bytes) in record.iter().enumerate() {
        let text = String::from_utf8_lossy(bytes).trim().to_owned();
        let wanted = if text.is_empty() { format!("column_{}", place + 1) } else { text };
        let mut name = wanted.clone();
        let mut number = 2;
        while !taken.insert(name.clone()) {
            name = format!("{wanted}_{number}");
            number += 1;
        }
        if name != wanted {
            warnings.push(format!(
                "The name \"{wanted}\" stands more than once in the header; column {} is called \"{name}\".",
                place + 1
            ));
        }
        names.push(name);
    }
    names
}

/// int64, float64, bool or string: the narrowest that holds every value of the sample.
fn detect_type(reader: &FieldReader, rows: &[u32], place: usize) -> Option<ColumnType> {
    let mut found: Option<ColumnType> = None;
    for &base in rows {
        let (start, end) = reader.span(base, place);
        let raw = &reader.buffer[start..end];
        if raw.is_empty() {
            continue;
        }
        if is_code(raw) {
            return Some(ColumnType::Text);
        }
        let fits = match found {
            None | Some(ColumnType::Int64) if number::whole(reader.buffer, start, end).is_some() => {
                Some(ColumnType::Int64)
            }
            None | Some(ColumnType::Int64 | ColumnType::Float64)
                if number::float(reader.buffer, start, end).is_some() =>
            {
                Some(ColumnType::Float64)
            }
            _ => None,
        };
        if let Some(column_type) = fits {
            found = Some(column_type);
            continue;
        }
        let text = plain_text(raw, reader.dialect.quote.is_some());
        let text = text.trim_ascii();
        if is_null_text(text) {
            continue;
        }
        let column_type = type_of(text);
        found = match (found, column_type) {
            (None, other) => Some(other),
            (Some(left), right) if left == right => Some(left),
            (Some(left), right) if left.is_number() && right.is_number() => Some(ColumnType::Float64),
            _ => Some(ColumnType::Text),
        };
        if found == Some(ColumnType::Text) {
            break;
        }
    }
    found
}

/// A first record is a header unless a cell of it is a number, a truth value or a date. Cells without text are allowed
/// beside others.
fn looks_like_header(record: &[Vec<u8>]) -> bool {
    let mut names = record.iter().map(|cell| cell.trim_ascii()).filter(|name| !name.is_empty()).peekable();
    names.peek().is_some()
        && names.all(|name| !is_code(name) && !is_date(name) && type_of(name) == ColumnType::Text)
}

/// Text that begins like 2024-01-31.
fn is_date(text: &[u8]) -> bool {
    text.len() >= 10
        && text[..10].iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

/// Digits that begin with a zero, such as a postcode: a number would lose their spelling.
fn is_code(text: &[u8]) -> bool {
    let digits = text.strip_prefix(b"-").or(text.strip_prefix(b"+")).unwrap_or(text);
    matches!(digits, [b'0', second, ..] if second.is_ascii_digit())
}

fn type_of(text: &[u8]) -> ColumnType {
    if is_code(text) {
        ColumnType::Text
    } else if std::str::from_utf8(text).is_ok_and(|text| text.parse::<i64>().is_ok()) {
        ColumnType::Int64
    } else if fast_float2::parse::<f64, _>(text).is_ok() {
        ColumnType::Float64
    } else if number::boolean(text).is_some() {
        ColumnType::Bool
    } else {
        ColumnType::Text
    }
}
