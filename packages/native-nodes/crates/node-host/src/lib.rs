//! Runs Rust nodes for a host: a registry of node types, sessions that live from open to close, jobs on a thread pool
//! of its own with a cancel flag, every job inside `catch_unwind`. The addon gives it to Node.js.

mod identity;
mod node;
pub mod nodes;
mod panics;
mod pool;
mod session;
mod value;

pub use node::{
    CallContext, CallEvents, CallInputs, LogLevel, NodeError, NodeFactory, NodeInstance, OpenContext,
};
pub use panics::install_panic_hook;
pub use pool::ThreadPool;
pub use session::{Call, Session, SessionEvents, snapshot_of};
pub use value::{InputValue, OutputPayload, OutputValue};

/// All node types of this build with the function that opens them.
pub fn node_types() -> &'static [(&'static str, NodeFactory)] {
    nodes::ALL
}

/// The factory of a node type.
pub fn find_node(node_type: &str) -> Option<NodeFactory> {
    nodes::ALL.iter().find(|(name, _)| *name == node_type).map(|(_, factory)| *factory)
}
