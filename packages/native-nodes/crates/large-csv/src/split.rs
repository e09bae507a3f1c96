//! Cuts the file into chunks of whole records, handed out in file order.
//!
//! A record may hold newlines in quotes, so a chunk ends at the last newline with an even number of quotes before it.
//! That is right for every file whose quotes follow RFC 4180. A quote inside an unquoted field (`5" pipe`) breaks the
//! count: the worker that scans the chunk exactly then sees that the chunk does not end at a record, and the whole
//! job starts again with `Splitting::Exact`, where each chunk is scanned byte by byte before it is handed out.

use memchr::{memchr_iter, memrchr, memrchr2};

use crate::error::{Error, Result, grouped, readable_bytes};
use crate::number::PADDING;
use crate::scan::{Dialect, ExactEnd, FieldIndex, scan_exact};
use crate::source::Source;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Splitting {
    Parity,
    Exact,
}

/// Bytes of some whole records in a buffer with `PADDING` around them.
pub struct Chunk {
    pub buffer: Vec<u8>,
    /// Just after the last newline; the text starts at `PADDING`.
    pub end: usize,
    /// 0, 1, 2 … in file order.
    pub number: u64,
    /// Place of the first byte in the file.
    pub offset: u64,
    /// Bytes of the file that this chunk accounts for.
    pub file_bytes: u64,
    pub has_quotes: bool,
}

impl Chunk {
    pub fn new() -> Self {
        Self { buffer: Vec::new(), end: PADDING, number: 0, offset: 0, file_bytes: 0, has_quotes: false }
    }

    pub fn file_offset(&self, position: usize) -> u64 {
        self.offset + (position - PADDING) as u64
    }
}

/// What `Splitter::next` did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    Chunk,
    EndOfFile,
    /// Counting quotes does not work for this file.
    NeedsExactSplitting,
}

pub struct Splitter<'a> {
    source: &'a Source,
    dialect: Dialect,
    splitting: Splitting,
    next_offset: u64,
    next_number: u64,
    /// Bytes.
    chunk_bytes: usize,
    /// Bytes; a longer record is refused.
    longest_record: usize,
    scratch: FieldIndex,
}

impl<'a> Splitter<'a> {
    /// `start`: place of the first record after the header.
    pub fn new(
        source: &'a Source,
        dialect: Dialect,
        splitting: Splitting,
        start: u64,
        chunk_bytes: usize,
        longest_record: usize,
    ) -> Self {
        Self {
            source,
            dialect,
            splitting,
            next_offset: start,
            next_number: 0,
            chunk_bytes,
            longest_record: longest_record.min(1 << 30),
            scratch: FieldIndex::default(),
        }
    }

    /// Fills `chunk` with the next records.
    pub fn next(&mut self, chunk: &mut Chunk) -> Result<Next> {
        let remaining = self.source.length - self.next_offset;
        chunk.number = self.next_number;
        chunk.offset = self.next_offset;
        if remaining == 0 {
            return Ok(Next::EndOfFile);
        }
        let mut wanted = self.chunk_bytes as u64;
        loop {
            let length = wanted.min(remaining) as usize;
            let last = length as u64 == remaining;
            chunk.buffer.resize(PADDING + length + 1 + PADDING, 0);
            self.source.read(self.next_offset, &mut chunk.buffer[PADDING..PADDING + length])?;
            let text_end = PADDING + length;
            if let Some(end) = self.boundary(chunk, text_end, last)? {
                chunk.end = end;
                // A newline that we added to a last line without one is not in the file.
                chunk.file_bytes = (end.min(text_end) - PADDING) as u64;
                chunk.buffer[end..end + PADDING].fill(0);
                self.next_offset += chunk.file_bytes;
                self.next_number += 1;
                return Ok(Next::Chunk);
            }
            if self.splitting == Splitting::Parity && chunk.has_quotes {
                let end = scan_exact(&chunk.buffer, PADDING, text_end, &self.dialect, &mut self.scratch);
                if !matches!(end, ExactEnd::InsideRecord { record_start: PADDING, .. }) {
                    return Ok(Next::NeedsExactSplitting);
                }
            }
            if length >= self.longest_record {
                return Err(Error::validation(
                    "record-too-long",
                    format!(
                        "A record that starts at byte {} is longer than {}.",
                        grouped(self.next_offset),
                        readable_bytes(self.longest_record as u64)
                    ),
                    "A quote that is opened and never closed is the usual cause; otherwise raise the memory limit.",
                ));
            }
            wanted = (length as u64 * 4).min(self.longest_record as u64);
        }
    }

    /// Where the last whole record of `buffer[PADDING..text_end]` ends; None when not even one is complete.
    fn boundary(&mut self, chunk: &mut Chunk, text_end: usize, last: bool) -> Result<Option<usize>> {
        let newline = self.dialect.newline;
        let text = &chunk.buffer[PADDING..text_end];
        let quotes = match self.dialect.quote {
            Some(quote) => memchr_iter(quote, text).count(),
            None => 0,
        };
        chunk.has_quotes = quotes > 0;
        if last {
            if chunk.buffer[text_end - 1] != newline
                || (quotes % 2 == 1 && self.splitting == Splitting::Parity)
            {
                chunk.buffer[text_end] = newline;
                return Ok(Some(text_end + 1));
            }
            return Ok(Some(text_end));
        }
        if quotes == 0 {
            return Ok(memrchr(newline, text).map(|at| PADDING + at + 1));
        }
        match self.splitting {
            Splitting::Parity => {
                let mut inside = quotes % 2 == 1;
                let mut end = text.len();
                while let Some(at) = memrchr2(newline, b'"', &text[..end]) {
                    if text[at] == b'"' {
                        inside = !inside;
                    } else if !inside {
                        return Ok(Some(PADDING + at + 1));
                    }
                    end = at;
                }
                Ok(None)
            }
            Splitting::Exact => {
                match scan_exact(&chunk.buffer, PADDING, text_end, &self.dialect, &mut self.scratch) {
                    ExactEnd::AtRecord => Ok(Some(text_end)),
                    ExactEnd::InsideRecord { record_start, .. } => {
                        Ok((record_start > PADDING).then_some(record_start))
                    }
                    // The worker that gets these records reports it, with the number of the row.
                    ExactEnd::BadQuote(at) => {
                        let end = memchr::memchr(newline, &chunk.buffer[at..text_end]);
                        Ok(end.map(|found| at + found + 1))
                    }
                }
            }
        }
    }
}
