//! The Large CSV processor: filter, select, group-by with sum, mean, min, max and count, sort and top N in one pass
//! over a file of any size, on all cores, within a memory budget. The result is an Arrow IPC stream.
//!
//! What it promises:
//! - Groups come in order of first appearance in the file unless sorted; a float64 sum adds the rows in file order.
//!   So the result's bytes are the same for every number of threads.
//! - Rows are numbered as a spreadsheet shows them: the first record of the file is row 1, the header included.
//! - Values are checked against their column's type where they are used: a column that nothing reads is not parsed.
//! - In number, bool, date and timestamp columns the texts empty, NA, N/A, null and NULL are null; in string columns
//!   only an empty field without quotes is. Aggregates skip nulls; of no value at all, sum, mean, min and max are null.

mod encode;
pub mod error;
mod expression;
mod fields;
mod group;
mod memory;
mod number;
pub mod options;
mod order;
mod pipeline;
mod plan;
mod rows;
mod scan;
mod sinks;
mod sniff;
mod source;
mod split;
mod table;
mod types;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

pub use error::{Error, ErrorKind, Result};
pub use options::{Aggregate, AggregateFunction, Options, SortKey};
pub use scan::RaggedRows;
pub use types::ColumnType;

use group::GroupTable;
use memory::MemoryBudget;
use order::{ResultKey, sort_entries};
use pipeline::{Ended, MOST_WAITING, Sink, run_workers};
use plan::{Plan, Work};
use sinks::{GroupSink, RowSink, TopSink, too_many_groups};
use sniff::{Layout, sniff};
use source::Source;
use split::{Splitter, Splitting};
use table::{Entry, Table};

/// What the caller holds on to while a run goes on.
pub struct Control<'a> {
    /// Set from any thread; the run ends within some milliseconds.
    pub cancel: &'a AtomicBool,
    /// 0 to 1, at most 25 times a second, from any worker.
    pub progress: &'a (dyn Fn(f64) + Sync),
    /// One line for the user, e.g. about a doubled column name.
    pub warn: &'a (dyn Fn(&str) + Sync),
}

/// A finished run.
#[derive(Debug)]
pub struct Output {
    /// Arrow IPC stream.
    pub ipc: Vec<u8>,
    pub rows: u64,
    /// Name and type.
    pub columns: Vec<(String, ColumnType)>,
}

/// Processes a file; uses up to `options.threads` threads, this one among them.
pub fn run(options: &Options, control: &Control) -> Result<Output> {
    run_with_chunks(options, control, CHUNK_BYTES)
}

const CHUNK_BYTES: usize = 512 << 10;
const SMALLEST_CHUNK_BYTES: usize = 32 << 10;
/// Bytes of buffers and columns that a worker holds per byte of chunk: those under way and those that wait.
const WORKER_FACTOR: u64 = 6 * (MOST_WAITING as u64 + 1);

/// As `run`, with chunks of another size: for tests.
#[doc(hidden)]
pub fn run_with_chunks(options: &Options, control: &Control, chunk_bytes: usize) -> Result<Output> {
    let source = Source::open(&options.path)?;
    let layout = sniff(&source, options.delimiter, options.header, options.quoting)?;
    for warning in &layout.warnings {
        (control.warn)(warning);
    }
    let mut run = Run {
        options,
        control,
        source: &source,
        layout: &layout,
        chunk_bytes,
        widened: BTreeMap::new(),
        splitting: Splitting::Parity,
    };
    loop {
        if let Some(output) = run.attempt()? {
            return Ok(output);
        }
    }
}

struct Run<'a> {
    options: &'a Options,
    control: &'a Control<'a>,
    source: &'a Source,
    layout: &'a Layout,
    chunk_bytes: usize,
    widened: BTreeMap<usize, ColumnType>,
    splitting: Splitting,
}

impl Run<'_> {
    /// One pass over the file; None when what it found asks for another.
    fn attempt(&mut self) -> Result<Option<Output>> {
        let plan = Plan::new(self.options, self.layout, &self.widened)?;
        let limit = self.options.memory_limit.max(1 << 20);
        let threads = self.options.thread_count().max(1);
        // Workers may take half of the memory: a small limit means small chunks, a very small one few workers.
        let fitting = (limit / 2 / WORKER_FACTOR / threads as u64) as usize;
        let chunk_bytes = self.chunk_bytes.min(fitting.max(SMALLEST_CHUNK_BYTES));
        let worker_bytes = chunk_bytes as u64 * WORKER_FACTOR;
        let data_bytes = self.source.length - self.layout.data_start;
        let useful = (data_bytes / chunk_bytes as u64 + 1).min((limit / 2 / worker_bytes).max(1));
        let threads = threads.min(useful as usize);
        let budget = MemoryBudget::new(limit);
        budget.resize(0, (threads as u64 * worker_bytes).min(limit / 2) as usize);
        match &plan.work {
            Work::Groups(groups) => {
                let sink = GroupSink::new(
                    groups,
                    if threads == 1 { 1 } else { (threads * 2).next_power_of_two() },
                    &budget,
                );
                if !self.read(&plan, &sink, threads, chunk_bytes)? {
                    return Ok(None);
                }
                let table = GroupTable::new(groups.clone(), sink.into_partitions())?;
                if !budget.resize(0, table.result_bytes()) {
                    return Err(too_many_groups(table.groups(), 1.0, &budget));
                }
                let order = table.order(self.control.cancel)?;
                let columns = groups.columns.len();
                self.finish(&table, order, columns, &plan.sort, plan.limit, threads).map(Some)
            }
            Work::Rows(rows) if plan.limit > 0 && !plan.sort.is_empty() => {
                let sink = TopSink::new(rows, &plan.sort, plan.limit, &budget, self.control.cancel);
                if !self.read(&plan, &sink, threads, chunk_bytes)? {
                    return Ok(None);
                }
                let table = sink.into_table();
                let order = table.entries_in_file_order();
                self.finish(&table, order, rows.shown, &plan.sort, plan.limit, threads).map(Some)
            }
            Work::Rows(rows) => {
                let sink = RowSink::new(rows, plan.limit, &budget);
                if !self.read(&plan, &sink, threads, chunk_bytes)? {
                    return Ok(None);
                }
                let table = sink.into_table();
                let order = table.entries();
                self.finish(&table, order, rows.shown, &plan.sort, plan.limit, threads).map(Some)
            }
        }
    }

    /// Reads the file into the sink; false when another attempt is needed.
    fn read<S: Sink>(&mut self, plan: &Plan, sink: &S, threads: usize, chunk_bytes: usize) -> Result<bool> {
        let longest_record =
            (self.options.memory_limit / 8 / threads as u64).clamp(1 << 20, 1 << 30) as usize;
        let splitter = Splitter::new(
            self.source,
            self.layout.dialect,
            self.splitting,
            self.layout.data_start,
            chunk_bytes,
            longest_record,
        );
        let attempt = run_workers(
            self.options,
            plan,
            self.source,
            splitter,
            self.layout.dialect,
            sink,
            self.control,
            self.layout.data_start,
            self.layout.header,
            threads,
        )?;
        match attempt.ended {
            Ended::Complete => {
                if attempt.skipped_rows > 0 {
                    let rows = if attempt.skipped_rows == 1 { "row was" } else { "rows were" };
                    (self.control.warn)(&format!(
                        "{} {rows} skipped for a wrong number of fields.",
                        error::grouped(attempt.skipped_rows)
                    ));
                }
                Ok(true)
            }
            Ended::NeedsExactSplitting => {
                self.splitting = Splitting::Exact;
                Ok(false)
            }
            Ended::NeedsFloat { place, row } => {
                let name = &self.layout.names[place];
                (self.control.warn)(&format!(
                    "Column \"{name}\" looked like int64 and is float64 from row {row} on; reading again."
                ));
                self.widened.insert(place, ColumnType::Float64);
                Ok(false)
            }
        }
    }

    fn finish<T: Table>(
        &self,
        table: &T,
        order: Vec<Entry>,
        columns: usize,
        sort: &[ResultKey],
        limit: usize,
        threads: usize,
    ) -> Result<Output> {
        let order = sort_entries(table, order, sort, limit, self.control.cancel)?;
        let ipc = encode::encode(table, columns, &order, threads, self.control.cancel)?;
        if self.control.cancel.load(Ordering::Relaxed) {
            return Err(Error::cancelled());
        }
        let columns = table.columns()[..columns]
            .iter()
            .map(|column| (column.name.clone(), column.column_type))
            .collect();
        Ok(Output { ipc, rows: order.len() as u64, columns })
    }
}
