//! Finds where fields and records end in a chunk.
//!
//! Two ways with one result: `block` (64 bytes at a time, masks of delimiters, newlines and quotes, after Langdale
//! and Lemire, "Parsing Gigabytes of JSON per Second", 2019) for chunks whose quotes are regular, and `exact` (byte
//! by byte) where a quote stands inside an unquoted field.

mod block;
mod exact;
mod rows;

pub use block::scan_blocks;
pub use exact::{ExactEnd, scan_exact};
pub use rows::{RaggedRows, collect_rows};

/// How the text is cut into fields and records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    pub delimiter: u8,
    /// Always `"`, or none where quoting is off.
    pub quote: Option<u8>,
    /// `\n`, or `\r` in files that have no `\n`.
    pub newline: u8,
}

/// Field ends of one chunk.
#[derive(Default)]
pub struct FieldIndex {
    /// Positions in the buffer: one before the first byte, then each delimiter and newline outside quotes. Field
    /// `column` of the record with base `b` is `ends[b + column] + 1 .. ends[b + column + 1]`.
    pub ends: Vec<u32>,
    /// Records, blank lines included.
    pub records: usize,
    /// Some field is quoted.
    pub quoted: bool,
}

/// What a scan found besides the fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScanOutcome {
    Done,
    /// A quote where the block scan cannot judge it: scan again, exactly.
    IrregularQuotes,
    /// A NUL byte, at this position in the buffer.
    Nul(usize),
}
