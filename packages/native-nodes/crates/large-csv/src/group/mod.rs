//! Group-by with aggregates.
//!
//! Groups are spread over partitions by their hash. Each chunk's rows are applied to a partition in file order (a turn
//! per partition), so a sum is the same left-to-right sum whatever the number of threads, nothing has to be merged at
//! the end, and two workers meet only where they touch the same partition at the same time.

mod keys;
mod partition;
mod plan;
mod table;

pub use keys::PreparedRows;
pub use partition::{ChunkRows, Partition};
pub use plan::GroupPlan;
pub use table::GroupTable;
