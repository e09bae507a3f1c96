//! Workers that take chunks in file order, filter them, and hand their rows to the work.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::Control;
use crate::error::{Error, Result, quoted};
use crate::expression::{Frame, evaluate};
use crate::fields::{ColumnSpec, FieldProblem, FieldReader, Misfit};
use crate::number::PADDING;
use crate::options::Options;
use crate::plan::Plan;
use crate::scan::{
    Dialect, ExactEnd, FieldIndex, RaggedRows, ScanOutcome, collect_rows, scan_blocks, scan_exact,
};
use crate::source::Source;
use crate::split::{Chunk, Next, Splitter};
use crate::types::{ChunkColumn, ColumnType};

/// Why the workers stopped before the end of the file.
pub enum Stop {
    Error(Error),
    /// An error in a record of a chunk; the number of its row is known once all earlier chunks are counted.
    AtRecord {
        record: usize,
        error: Box<dyn FnOnce(u64) -> Error + Send>,
    },
    NeedsExactSplitting,
    /// A detected int64 column holds a float64.
    NeedsFloat {
        place: usize,
        record: usize,
    },
}

/// How an attempt ended.
pub enum Ended {
    Complete,
    NeedsExactSplitting,
    NeedsFloat { place: usize, row: u64 },
}

/// What a chunk's filtered rows look like to the work.
pub struct Rows<'a> {
    pub count: usize,
    pub columns: &'a [Option<ChunkColumn>],
    pub buffer: &'a [u8],
    pub scratch: &'a [u8],
    /// Number of the chunk.
    pub chunk: u64,
    /// Number of the first row among all: the chunk's number above 32 bits.
    pub first_row: u64,
}

/// What a sink did with a chunk's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consumed {
    Done,
    /// No later rows are needed.
    Enough,
    /// An earlier chunk has to come first.
    NotYet,
}

/// Consumes rows. `Local` is the sink's space for one chunk.
pub trait Sink: Sync {
    type Local: Default;
    /// Makes `local` ready for a new chunk, also one of which no row passed.
    fn prepare(&self, rows: &Rows, local: &mut Self::Local);
    /// Called again after `NotYet`; with `wait` it does not return that.
    fn consume(
        &self,
        rows: &Rows,
        local: &mut Self::Local,
        progress: &Progress,
        wait: bool,
    ) -> Result<Consumed>;
}

/// Shared by the workers of one attempt.
pub struct Progress<'a> {
    control: &'a Control<'a>,
    total: u64,
    done: AtomicU64,
    last: Mutex<Option<Instant>>,
    /// The lowest chunk that stopped; chunks after it are of no interest.
    stopped_at: AtomicU64,
    /// A worker panicked: nobody may wait for it.
    abandoned: AtomicBool,
}

impl Progress<'_> {
    /// True when the rows of `chunk` are not wanted any more.
    pub fn is_over(&self, chunk: u64) -> bool {
        self.control.cancel.load(Ordering::Relaxed)
            || self.abandoned.load(Ordering::Relaxed)
            || self.stopped_at.load(Ordering::Relaxed) < chunk
    }

    /// Share of the file that was read, 0 to 1.
    pub fn fraction(&self) -> f64 {
        self.done.load(Ordering::Relaxed) as f64 / self.total.max(1) as f64
    }

    fn add(&self, bytes: u64) {
        self.done.fetch_add(bytes, Ordering::Relaxed);
        if let Ok(mut last) = self.last.try_lock()
            && last.is_none_or(|last| last.elapsed() >= Duration::from_millis(40))
        {
            *last = Some(Instant::now());
            // The last hundredth is for ordering and encoding the result.
            (self.control.progress)(self.fraction() * 0.99);
        }
    }
}

struct Shared<'a, S: Sink> {
    plan: &'a Plan,
    dialect: Dialect,
    ragged: RaggedRows,
    source: &'a Source,
    splitter: Mutex<Splitter<'a>>,
    sink: &'a S,
    progress: Progress<'a>,
    stop: Mutex<Option<(u64, Stop)>>,
    /// Records of each chunk, by its number.
    records: Mutex<Vec<u32>>,
    skipped: AtomicU64,
    /// Lowest chunk after which no more rows are needed.
    enough_at: AtomicU64,
    /// Columns still needed after each conjunct.
    needed_later: Vec<Vec<bool>>,
}

/// What a whole attempt found.
pub struct Attempt {
    pub ended: Ended,
    pub skipped_rows: u64,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs `threads` workers over the file.
pub fn run_workers<S: Sink>(
    options: &Options,
    plan: &Plan,
    source: &Source,
    splitter: Splitter,
    dialect: Dialect,
    sink: &S,
    control: &Control,
    data_start: u64,
    header: bool,
    threads: usize,
) -> Result<Attempt> {
    let shared = Shared {
        plan,
        dialect,
        ragged: options.ragged_rows,
        source,
        splitter: Mutex::new(splitter),
        sink,
        progress: Progress {
            control,
            total: source.length - data_start,
            done: AtomicU64::new(0),
            last: Mutex::new(None),
            stopped_at: AtomicU64::new(u64::MAX),
            abandoned: AtomicBool::new(false),
        },
        stop: Mutex::new(None),
        records: Mutex::new(Vec::new()),
        skipped: AtomicU64::new(0),
        enough_at: AtomicU64::new(u64::MAX),
        needed_later: needed_later(plan),
    };
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads)
            .map(|number| {
                std::thread::Builder::new()
                    .name(format!("large-csv {number}"))
                    .spawn_scoped(scope, || Worker::new(&shared).run())
            })
            .collect();
        Worker::new(&shared).run();
        for other in others {
            // A thread that could not be started leaves its work to the others.
            if let Ok(handle) = other
                && let Err(panic) = handle.join()
            {
                std::panic::resume_unwind(panic);
            }
        }
    });
    if control.cancel.load(Ordering::Relaxed) {
        return Err(Error::cancelled());
    }
    let skipped_rows = shared.skipped.load(Ordering::Relaxed);
    let records = shared.records.into_inner().unwrap_or_else(PoisonError::into_inner);
    let stop = shared.stop.into_inner().unwrap_or_else(PoisonError::into_inner);
    let row_number = |chunk: u64, record: usize| {
        let before: u64 = records[..chunk as usize].iter().map(|count| *count as u64).sum();
        before + record as u64 + 1 + header as u64
    };
    let ended = match stop {
        Some((chunk, stop)) if chunk <= shared.enough_at.load(Ordering::Relaxed) => match stop {
            Stop::Error(error) => return Err(error),
            Stop::AtRecord { record, error } => return Err(error(row_number(chunk, record))),
            Stop::NeedsExactSplitting => Ended::NeedsExactSplitting,
            Stop::NeedsFloat { place, record } => Ended::NeedsFloat { place, row: row_number(chunk, record) },
        },
        _ => Ended::Complete,
    };
    Ok(Attempt { ended, skipped_rows })
}

fn needed_later(plan: &Plan) -> Vec<Vec<bool>> {
    let mut needed = vec![false; plan.specs.len()];
    for place in &plan.work_places {
        needed[*place] = true;
    }
    let mut all: Vec<Vec<bool>> = plan
        .filter
        .conjuncts
        .iter()
        .rev()
        .map(|conjunct| {
            let after = needed.clone();
            for place in &conjunct.columns {
                needed[*place] = true;
            }
            after
        })
        .collect();
    all.reverse();
    all
}

/// Chunks a worker may hold whose rows wait for an earlier chunk. Where another worker was interrupted in the middle
/// of a chunk, the others go on meanwhile.
pub const MOST_WAITING: usize = 4;

struct Worker<'s, 'a, S: Sink> {
    shared: &'s Shared<'a, S>,
    /// In file order.
    waiting: VecDeque<ChunkWork<S::Local>>,
    free: Vec<ChunkWork<S::Local>>,
}

/// One chunk under way; its memory is used again for later ones.
struct ChunkWork<L> {
    chunk: Chunk,
    index: FieldIndex,
    rows: Vec<u32>,
    columns: Vec<Option<ChunkColumn>>,
    /// Columns read for the rows of this chunk.
    loaded: Vec<bool>,
    scratch: Vec<u8>,
    local: L,
}

/// Tells the other workers when this one panics.
struct Abandon<'a>(&'a AtomicBool);

impl Drop for Abandon<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.store(true, Ordering::Relaxed);
        }
    }
}

impl<'s, 'a, S: Sink> Worker<'s, 'a, S> {
    fn new(shared: &'s Shared<'a, S>) -> Self {
        Self { shared, waiting: VecDeque::new(), free: Vec::new() }
    }

    fn run(&mut self) {
        let shared = self.shared;
        let _abandon = Abandon(&shared.progress.abandoned);
        loop {
            if !self.hand_over(self.waiting.len() >= MOST_WAITING) {
                return;
            }
            let mut work = self.free.pop().unwrap_or_else(|| ChunkWork::new(shared.plan.specs.len()));
            let next = {
                let mut splitter = lock(&shared.splitter);
                if shared.progress.is_over(u64::MAX) {
                    Ok(Next::EndOfFile)
                } else {
                    splitter.next(&mut work.chunk)
                }
            };
            let result = match next {
                Ok(Next::EndOfFile) => break,
                Ok(Next::Chunk) => work.process(shared),
                Ok(Next::NeedsExactSplitting) => Err(Stop::NeedsExactSplitting),
                Err(error) => Err(Stop::Error(error)),
            };
            match result {
                Ok(()) => {
                    shared.progress.add(work.chunk.file_bytes);
                    self.waiting.push_back(work);
                }
                Err(stop) => {
                    shared.stop(work.chunk.number, stop);
                    break;
                }
            }
        }
        while !self.waiting.is_empty() && self.hand_over(true) {}
    }

    /// Gives the waiting chunks to the sink as far as it takes them; with `wait` at least the first. False when the
    /// run is over for this worker.
    fn hand_over(&mut self, mut wait: bool) -> bool {
        let shared = self.shared;
        while let Some(work) = self.waiting.front_mut() {
            let number = work.chunk.number;
            if shared.progress.is_over(number) {
                return false;
            }
            let rows = Rows::of(&work.chunk, &work.columns, &work.scratch, work.rows.len());
            match shared.sink.consume(&rows, &mut work.local, &shared.progress, wait) {
                Ok(Consumed::Done) => {}
                Ok(Consumed::NotYet) => return true,
                Ok(Consumed::Enough) => {
                    shared.enough_at.fetch_min(number, Ordering::Relaxed);
                    shared.progress.stopped_at.fetch_min(number, Ordering::Relaxed);
                    return false;
                }
                Err(error) => {
                    shared.stop(number, Stop::Error(error));
                    return false;
                }
            }
            wait = false;
            self.free.extend(self.waiting.pop_front());
        }
        true
    }
}

impl<'r> Rows<'r> {
    fn of(chunk: &'r Chunk, columns: &'r [Option<ChunkColumn>], scratch: &'r [u8], count: usize) -> Self {
        Self {
            count,
            columns,
            buffer: &chunk.buffer,
            scratch,
            chunk: chunk.number,
            first_row: chunk.number << 32,
        }
    }
}

impl<S: Sink> Shared<'_, S> {
    /// Keeps the stop of the lowest chunk: what the user sees does not depend on which worker was first.
    fn stop(&self, number: u64, stop: Stop) {
        let mut kept = lock(&self.stop);
        if kept.as_ref().is_none_or(|(chunk, _)| number < *chunk) {
            *kept = Some((number, stop));
        }
        self.progress.stopped_at.fetch_min(number, Ordering::Relaxed);
    }
}

impl<L: Default> ChunkWork<L> {
    fn new(columns: usize) -> Self {
        Self {
            chunk: Chunk::new(),
            index: FieldIndex::default(),
            rows: Vec::new(),
            columns: (0..columns).map(|_| None).collect(),
            loaded: vec![false; columns],
            scratch: Vec::new(),
            local: L::default(),
        }
    }

    fn process<S: Sink<Local = L>>(&mut self, shared: &Shared<S>) -> std::result::Result<(), Stop> {
        self.scan(shared)?;
        {
            let mut records = lock(&shared.records);
            let number = self.chunk.number as usize;
            if records.len() <= number {
                records.resize(number + 1, 0);
            }
            records[number] = self.index.records as u32;
        }
        self.select_rows(shared)?;
        self.scratch.clear();
        self.loaded.fill(false);
        for (conjunct, needed) in shared.plan.filter.conjuncts.iter().zip(&shared.needed_later) {
            if self.rows.is_empty() {
                break;
            }
            for place in &conjunct.columns {
                self.load(shared, *place)?;
            }
            let frame = Frame {
                rows: self.rows.len(),
                columns: &self.columns,
                buffer: &self.chunk.buffer,
                scratch: &self.scratch,
            };
            let mask = evaluate(&conjunct.truth, &frame);
            self.keep(&mask, needed);
        }
        if !self.rows.is_empty() || shared.plan.filter.conjuncts.is_empty() {
            for place in &shared.plan.work_places {
                self.load(shared, *place)?;
            }
        } else {
            self.clear_columns(shared);
        }
        let rows = Rows::of(&self.chunk, &self.columns, &self.scratch, self.rows.len());
        shared.sink.prepare(&rows, &mut self.local);
        Ok(())
    }

    /// Empty columns for a chunk of which no row passed.
    fn clear_columns<S: Sink>(&mut self, shared: &Shared<S>) {
        for place in &shared.plan.work_places {
            let column_type = shared.plan.specs[*place].column_type;
            self.columns[*place].get_or_insert_with(|| ChunkColumn::empty(column_type)).clear();
        }
    }

    /// Field ends, encoding and quotes of the chunk.
    fn scan<S: Sink>(&mut self, shared: &Shared<S>) -> std::result::Result<(), Stop> {
        let chunk = &self.chunk;
        let text = &chunk.buffer[PADDING..chunk.end];
        let outcome = scan_blocks(
            &chunk.buffer,
            PADDING,
            chunk.end,
            &shared.dialect,
            chunk.has_quotes,
            &mut self.index,
        );
        if let ScanOutcome::Nul(at) = outcome {
            return Err(Stop::Error(shared.source.binary_error(chunk.file_offset(at))));
        }
        if simdutf8::basic::from_utf8(text).is_err() {
            let at = std::str::from_utf8(text).map_or_else(|error| error.valid_up_to(), |_| 0);
            return Err(Stop::Error(shared.source.encoding_error(chunk.file_offset(PADDING + at), text[at])));
        }
        if outcome == ScanOutcome::Done {
            return Ok(());
        }
        let is_last = chunk.offset + chunk.file_bytes >= shared.source.length;
        match scan_exact(&chunk.buffer, PADDING, chunk.end, &shared.dialect, &mut self.index) {
            ExactEnd::AtRecord => Ok(()),
            ExactEnd::InsideRecord { in_quotes: true, .. } if is_last => Err(Stop::AtRecord {
                record: self.index.records,
                error: Box::new(|row| {
                    Error::validation(
                        "quote-not-closed",
                        format!("Row {row} opens a quote that is never closed."),
                        "Close the quote, or switch quoting off.",
                    )
                }),
            }),
            ExactEnd::InsideRecord { .. } => Err(Stop::NeedsExactSplitting),
            ExactEnd::BadQuote(_) => Err(bad_quote(self.index.records)),
        }
    }

    fn select_rows<S: Sink>(&mut self, shared: &Shared<S>) -> std::result::Result<(), Stop> {
        let expected = shared.plan.specs.len();
        match collect_rows(
            &self.chunk.buffer,
            &self.index,
            &shared.dialect,
            expected,
            shared.ragged,
            &mut self.rows,
        ) {
            Ok(skipped) => {
                if skipped > 0 {
                    shared.skipped.fetch_add(skipped as u64, Ordering::Relaxed);
                }
                Ok(())
            }
            Err(ragged) => Err(Stop::AtRecord {
                record: ragged.record,
                error: Box::new(move |row| {
                    let fields = if ragged.fields == 1 {
                        "1 field".to_owned()
                    } else {
                        format!("{} fields", ragged.fields)
                    };
                    Error::validation(
                        "ragged-row",
                        format!("Row {row} has {fields}; {expected} were expected."),
                        "Correct the row, check the delimiter, or set ragged rows to skip.",
                    )
                }),
            }),
        }
    }

    /// Reads a column for the selected rows, unless that was done.
    fn load<S: Sink>(&mut self, shared: &Shared<S>, place: usize) -> std::result::Result<(), Stop> {
        if self.loaded[place] {
            return Ok(());
        }
        let spec = &shared.plan.specs[place];
        let reader = FieldReader {
            buffer: &self.chunk.buffer,
            index: &self.index,
            dialect: shared.dialect,
            columns: shared.plan.specs.len(),
        };
        let column = self.columns[place].get_or_insert_with(|| ChunkColumn::empty(spec.column_type));
        reader
            .read(spec, &self.rows, column, &mut self.scratch)
            .map_err(|misfit| misfit_stop(&reader, spec, &misfit))?;
        self.loaded[place] = true;
        Ok(())
    }

    /// Keeps the rows of the mask, in every column that is still needed.
    fn keep(&mut self, mask: &[u8], needed: &[bool]) {
        let kept: usize = mask.iter().map(|bit| *bit as usize).sum();
        if kept == self.rows.len() {
            return;
        }
        for (place, loaded) in self.loaded.iter_mut().enumerate() {
            if *loaded {
                if needed[place] {
                    if let Some(column) = &mut self.columns[place] {
                        column.compress(mask);
                    }
                } else {
                    *loaded = false;
                }
            }
        }
        let mut at = 0;
        for row in 0..mask.len() {
            self.rows[at] = self.rows[row];
            at += mask[row] as usize;
        }
        self.rows.truncate(kept);
    }
}

fn bad_quote(record: usize) -> Stop {
    Stop::AtRecord {
        record,
        error: Box::new(|row| {
            Error::validation(
                "bad-quote",
                format!(
                    "Row {row} has a quoted field that goes on after its closing quote; a delimiter was expected."
                ),
                "Double the quotes inside quoted fields, or switch quoting off.",
            )
        }),
    }
}

fn misfit_stop(reader: &FieldReader, spec: &ColumnSpec, misfit: &Misfit) -> Stop {
    let newline = reader.dialect.newline;
    let before = &reader.index.ends[1..=misfit.base as usize];
    let record = before.iter().filter(|end| reader.buffer[**end as usize] == newline).count();
    if misfit.problem == FieldProblem::BadQuote {
        return bad_quote(record);
    }
    let value = reader.shown(misfit.base, misfit.place);
    if !spec.explicit
        && spec.column_type == ColumnType::Int64
        && fast_float2::parse::<f64, _>(value.trim_ascii()).is_ok()
    {
        return Stop::NeedsFloat { place: spec.place, record };
    }
    let (column, name) = (quoted(spec.name.as_bytes()), spec.column_type.name());
    let hint = if spec.explicit {
        format!("Correct the value, or set the type of column {column} to string.")
    } else {
        format!(
            "The start of the file shows {name}. Set the type of column {column} to string, or correct the value."
        )
    };
    Stop::AtRecord {
        record,
        error: Box::new(move |row| {
            Error::validation(
                "value-type",
                format!("Row {row}, column {column}: {} is not {name}.", quoted(&value)),
                hint,
            )
        }),
    }
}
