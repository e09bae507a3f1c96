//! The Rust nodes. The types under `test/` serve the runtime contract suite and stand in no catalog.

mod large_csv_processor;
mod test_nodes;

use crate::node::NodeFactory;

pub const ALL: &[(&str, NodeFactory)] = &[
    ("core/large-csv-processor", large_csv_processor::open),
    ("test/echo", test_nodes::echo),
    ("test/big", test_nodes::big),
    ("test/sum", test_nodes::sum),
    ("test/spin", test_nodes::spin),
    ("test/fail", test_nodes::fail),
    ("test/crash", test_nodes::crash),
    ("test/print", test_nodes::print),
    ("test/progress", test_nodes::progress),
    ("test/emits", test_nodes::emits),
    ("test/counter", test_nodes::counter),
];
