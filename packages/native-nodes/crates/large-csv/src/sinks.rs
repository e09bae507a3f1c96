//! What becomes of the rows: groups, or the rows themselves.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::error::{Error, Result, grouped, readable_bytes};
use crate::group::{ChunkRows, GroupPlan, Partition, PreparedRows};
use crate::memory::MemoryBudget;
use crate::order::{ResultKey, sort_entries};
use crate::pipeline::{Consumed, Progress, Rows, Sink};
use crate::plan::RowPlan;
use crate::rows::{RowBatch, RowTable};

struct Turn {
    /// Number of the chunk whose rows are applied next.
    next_chunk: AtomicU64,
    partition: Mutex<Partition>,
}

/// Groups in partitions, each filled in file order.
pub struct GroupSink<'a> {
    plan: &'a GroupPlan,
    turns: Vec<Turn>,
    budget: &'a MemoryBudget,
    groups: AtomicU64,
}

impl<'a> GroupSink<'a> {
    /// `partitions`: a power of two.
    pub fn new(plan: &'a GroupPlan, partitions: usize, budget: &'a MemoryBudget) -> Self {
        let turn = |_| Turn { next_chunk: AtomicU64::new(0), partition: Mutex::new(Partition::new(plan)) };
        Self { plan, turns: (0..partitions).map(turn).collect(), budget, groups: AtomicU64::new(0) }
    }

    pub fn into_partitions(self) -> Vec<Partition> {
        self.turns
            .into_iter()
            .map(|turn| turn.partition.into_inner().unwrap_or_else(PoisonError::into_inner))
            .collect()
    }
}

/// The error for groups that do not fit.
pub fn too_many_groups(groups: u64, fraction: f64, budget: &MemoryBudget) -> Error {
    Error::resource(
        "too-many-groups",
        format!(
            "{} groups after {:.0} % of the file take {}, more than the memory limit of {}.",
            grouped(groups),
            fraction * 100.0,
            readable_bytes(budget.held()),
            readable_bytes(budget.limit)
        ),
        "Raise the memory limit, group by columns with fewer different values, or filter first.",
    )
}

/// Waits until `chunk` may go on; false when it will not be needed.
fn wait_for(turn: &AtomicU64, chunk: u64, progress: &Progress) -> bool {
    let mut tries = 0u32;
    while turn.load(Ordering::Acquire) != chunk {
        if progress.is_over(chunk) {
            return false;
        }
        tries += 1;
        if tries < 64 {
            std::hint::spin_loop();
        } else if tries < 256 {
            std::thread::yield_now();
        } else {
            std::thread::sleep(std::time::Duration::from_micros(50));
        }
    }
    true
}

/// A chunk's rows with their keys, and how far they were applied.
#[derive(Default)]
pub struct GroupLocal {
    prepared: PreparedRows,
    /// Partitions that have this chunk's rows.
    applied: usize,
}

impl Sink for GroupSink<'_> {
    type Local = GroupLocal;

    fn prepare(&self, rows: &Rows, local: &mut GroupLocal) {
        local.applied = 0;
        local.prepared.prepare(
            self.plan,
            rows.count,
            rows.columns,
            rows.buffer,
            rows.scratch,
            self.turns.len(),
        );
    }

    fn consume(
        &self,
        rows: &Rows,
        local: &mut GroupLocal,
        progress: &Progress,
        wait: bool,
    ) -> Result<Consumed> {
        let chunk = ChunkRows {
            prepared: &local.prepared,
            columns: rows.columns,
            buffer: rows.buffer,
            scratch: rows.scratch,
            first_row: rows.first_row,
        };
        for (number, turn) in self.turns.iter().enumerate().skip(local.applied) {
            if turn.next_chunk.load(Ordering::Acquire) != rows.chunk {
                if !wait {
                    return Ok(Consumed::NotYet);
                }
                if !wait_for(&turn.next_chunk, rows.chunk, progress) {
                    return Ok(Consumed::Done);
                }
            }
            let mut partition = turn.partition.lock().unwrap_or_else(PoisonError::into_inner);
            let (bytes, groups) = (partition.bytes(), partition.groups);
            partition.apply(self.plan, number, &chunk);
            let new_groups = (partition.groups - groups) as u64;
            let all_groups = self.groups.fetch_add(new_groups, Ordering::Relaxed) + new_groups;
            let fits = self.budget.resize(bytes, partition.bytes());
            drop(partition);
            turn.next_chunk.store(rows.chunk + 1, Ordering::Release);
            local.applied = number + 1;
            if !fits {
                return Err(too_many_groups(all_groups, progress.fraction(), self.budget));
            }
        }
        Ok(Consumed::Done)
    }
}

/// Rows in file order: all, or the first `limit`.
pub struct RowSink<'a> {
    plan: &'a RowPlan,
    limit: usize,
    budget: &'a MemoryBudget,
    kept: Mutex<KeptRows>,
}

#[derive(Default)]
struct KeptRows {
    batches: BTreeMap<u64, RowBatch>,
    rows: u64,
    /// Chunks 0 to this one (exclusive) have arrived, with so many rows.
    complete: u64,
    complete_rows: u64,
}

fn too_many_rows(rows: u64, fraction: f64, budget: &MemoryBudget) -> Error {
    Error::resource(
        "result-too-large",
        format!(
            "{} rows kept after {:.0} % of the file take {} ({} bytes), more than the memory limit of {}.",
            grouped(rows),
            fraction * 100.0,
            readable_bytes(budget.held()),
            grouped(budget.held()),
            readable_bytes(budget.limit)
        ),
        "Filter more, select fewer columns, keep only the top N, or raise the memory limit.",
    )
}

impl<'a> RowSink<'a> {
    pub fn new(plan: &'a RowPlan, limit: usize, budget: &'a MemoryBudget) -> Self {
        Self { plan, limit, budget, kept: Mutex::new(KeptRows::default()) }
    }

    pub fn into_table(self) -> RowTable<'a> {
        let kept = self.kept.into_inner().unwrap_or_else(PoisonError::into_inner);
        RowTable { columns: &self.plan.columns, batches: kept.batches.into_values().collect() }
    }
}

impl Sink for RowSink<'_> {
    type Local = ();

    fn prepare(&self, _rows: &Rows, (): &mut ()) {}

    fn consume(&self, rows: &Rows, (): &mut (), progress: &Progress, _wait: bool) -> Result<Consumed> {
        let batch = RowBatch::from_chunk(
            &self.plan.places,
            rows.columns,
            rows.count,
            rows.buffer,
            rows.scratch,
            rows.first_row,
            false,
        );
        // The rows are held once as they are and once more in their Arrow form.
        let fits = self.budget.resize(0, batch.bytes() * 2);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.rows += batch.rows as u64;
        kept.batches.insert(rows.chunk, batch);
        while let Some(rows) = kept.batches.get(&kept.complete).map(|batch| batch.rows) {
            kept.complete += 1;
            kept.complete_rows += rows as u64;
        }
        let enough = self.limit > 0 && kept.complete_rows >= self.limit as u64;
        if !fits && !enough {
            return Err(too_many_rows(kept.rows, progress.fraction(), self.budget));
        }
        Ok(if enough { Consumed::Enough } else { Consumed::Done })
    }
}

/// The first `limit` rows in sorting order: never holds more than a few times as many.
pub struct TopSink<'a> {
    plan: &'a RowPlan,
    sort: &'a [ResultKey],
    limit: usize,
    budget: &'a MemoryBudget,
    cancel: &'a AtomicBool,
    kept: Mutex<Vec<RowBatch>>,
}

impl<'a> TopSink<'a> {
    pub fn new(
        plan: &'a RowPlan,
        sort: &'a [ResultKey],
        limit: usize,
        budget: &'a MemoryBudget,
        cancel: &'a AtomicBool,
    ) -> Self {
        Self { plan, sort, limit, budget, cancel, kept: Mutex::new(Vec::new()) }
    }

    pub fn into_table(self) -> RowTable<'a> {
        RowTable {
            columns: &self.plan.columns,
            batches: self.kept.into_inner().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// The best rows of some batches as one batch.
    fn best(&self, batches: Vec<RowBatch>) -> Result<RowBatch> {
        let table = RowTable { columns: &self.plan.columns, batches };
        let order = sort_entries(&table, table.entries_in_file_order(), self.sort, self.limit, self.cancel)?;
        Ok(table.gather(&order))
    }
}

impl Sink for TopSink<'_> {
    type Local = ();

    fn prepare(&self, _rows: &Rows, (): &mut ()) {}

    fn consume(&self, rows: &Rows, (): &mut (), progress: &Progress, _wait: bool) -> Result<Consumed> {
        let mut batch = RowBatch::from_chunk(
            &self.plan.places,
            rows.columns,
            rows.count,
            rows.buffer,
            rows.scratch,
            rows.first_row,
            true,
        );
        if batch.rows > self.limit {
            batch = self.best(vec![batch])?;
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let before: usize = kept.iter().map(RowBatch::bytes).sum();
        kept.push(batch);
        let rows: usize = kept.iter().map(|batch| batch.rows).sum();
        if rows > self.limit * 2 + 4096 || kept.len() > 1024 {
            let batches = std::mem::take(&mut *kept);
            *kept = vec![self.best(batches)?];
        }
        let after: usize = kept.iter().map(RowBatch::bytes).sum();
        if !self.budget.resize(before, after) {
            return Err(too_many_rows(rows as u64, progress.fraction(), self.budget));
        }
        Ok(Consumed::Done)
    }
}
