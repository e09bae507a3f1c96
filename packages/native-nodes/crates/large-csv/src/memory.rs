//! The memory budget: what the processor holds, counted as it grows.

use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes held against a limit. Growth is counted after it happened in small steps, so the limit is exceeded by at
/// most one step of each worker.
pub struct MemoryBudget {
    held: AtomicU64,
    /// Bytes.
    pub limit: u64,
}

impl MemoryBudget {
    pub fn new(limit: u64) -> Self {
        Self { held: AtomicU64::new(0), limit }
    }

    /// Counts a change from `before` to `after` bytes; false where the limit is exceeded.
    pub fn resize(&self, before: usize, after: usize) -> bool {
        let change = (after as u64).wrapping_sub(before as u64);
        let held = self.held.fetch_add(change, Ordering::Relaxed).wrapping_add(change);
        after <= before || held <= self.limit
    }

    pub fn held(&self) -> u64 {
        self.held.load(Ordering::Relaxed)
    }
}
