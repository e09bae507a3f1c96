//! The nodes of the runtime contract suite, and some that misbehave.

use atomiton_wasm::{log, nodes, progress, Call, ErrorKind, Flow, Function, Level, Node, NodeError, Outputs, Value};
use serde_json::{Map, Value as Json};

const MEGABYTE: usize = 1024 * 1024;

fn echo(mut call: Call) -> Result<Outputs, NodeError> {
    Ok(vec![("value", call.take_input("value")?)])
}

fn big(call: Call) -> Result<Outputs, NodeError> {
    let length = call.number_parameter("megabytes")? as usize * MEGABYTE;
    let mut bytes = vec![0u8; length];
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = index as u8;
    }
    Ok(vec![("bytes", Value::Bytes { bytes: bytes.into() })])
}

fn sum(mut call: Call) -> Result<Outputs, NodeError> {
    let Value::Bytes { bytes } = call.take_input("bytes")? else {
        return Err(NodeError::new(ErrorKind::Validation, "wrong-kind", "Bytes are expected.".into()));
    };
    let sum: u64 = bytes.iter().map(|byte| u64::from(*byte)).sum();
    Ok(vec![("sum", Value::json(&sum))])
}

fn spin(_: Call) -> Result<Outputs, NodeError> {
    log(Level::Info, "spinning");
    let mut number = 0u64;
    loop {
        number = std::hint::black_box(number + 1);
    }
}

fn fail(call: Call) -> Result<Outputs, NodeError> {
    Err(failing_function(call.text_parameter("message")?))
}

#[inline(never)]
fn failing_function(message: &str) -> NodeError {
    NodeError::new(ErrorKind::Runtime, "node-failed", message.to_string())
}

fn crash(_: Call) -> Result<Outputs, NodeError> {
    panic!("crashed on purpose");
}

fn print(_: Call) -> Result<Outputs, NodeError> {
    log(Level::Info, "printed one");
    log(Level::Info, "printed two");
    log(Level::Warn, "printed to stderr");
    Ok(vec![])
}

fn tell_progress(call: Call) -> Result<Outputs, NodeError> {
    let steps = call.number_parameter("steps")?;
    for step in 1..=steps as u32 {
        progress(f64::from(step) / steps, &format!("step {step}"));
    }
    Ok(vec![("value", Value::json(&(steps as u32)))])
}

/// Counts up to `count`, one emit a step.
#[derive(Default)]
struct Emits {
    emitted: u32,
    count: u32,
}

impl Node for Emits {
    fn call(&mut self, call: Call) -> Result<Flow, NodeError> {
        self.count = call.number_parameter("count")? as u32;
        self.emitted = 0;
        self.next()
    }

    fn next(&mut self) -> Result<Flow, NodeError> {
        if self.emitted == self.count {
            return Ok(Flow::Done(vec![]));
        }
        self.emitted += 1;
        Ok(Flow::More(vec![("value", Value::json(&(self.emitted - 1)))]))
    }
}

/// Adds 1 at every call.
struct Counter {
    total: i64,
}

impl Counter {
    fn open(parameters: &Map<String, Json>) -> Result<Box<dyn Node>, NodeError> {
        let total = parameters.get("start").and_then(Json::as_i64).unwrap_or(0);
        Ok(Box::new(Counter { total }))
    }
}

impl Node for Counter {
    fn call(&mut self, _: Call) -> Result<Flow, NodeError> {
        self.total += 1;
        Ok(Flow::Done(vec![("total", Value::json(&self.total))]))
    }

    fn snapshot(&self) -> Result<Vec<u8>, NodeError> {
        Ok(self.total.to_le_bytes().to_vec())
    }

    fn restore(&mut self, state: &[u8]) -> Result<(), NodeError> {
        let bytes = state.try_into().map_err(|_| {
            let message = format!("A snapshot of {} bytes was received, expected 8.", state.len());
            NodeError::new(ErrorKind::Validation, "invalid-snapshot", message)
        })?;
        self.total = i64::from_le_bytes(bytes);
        Ok(())
    }
}

/// Ends in the way that `how` says.
fn odd(call: Call) -> Result<Outputs, NodeError> {
    match call.text_parameter("how")? {
        "overflow the stack" => Ok(vec![("out", Value::json(&recurse(1)))]),
        "out of memory" => {
            let mut hoard: Vec<Vec<u8>> = Vec::new();
            loop {
                hoard.push(Vec::with_capacity(256 * MEGABYTE));
            }
        }
        "file" => {
            let file = call.file("path")?;
            let sum: u64 = file.bytes.iter().map(|byte| u64::from(*byte)).sum();
            Ok(vec![("out", Value::json(&(file.path.clone(), file.bytes.len(), sum)))])
        }
        "unknown port" => Ok(vec![("other", Value::json(&1))]),
        other => Ok(vec![("out", Value::json(&other))]),
    }
}

#[inline(never)]
fn recurse(depth: u64) -> u64 {
    let block = std::hint::black_box([depth; 64]);
    if block[0] == u64::MAX {
        return 0;
    }
    recurse(depth + 1) + block[(depth % 64) as usize]
}

nodes! {
    "test/echo" => |_| Ok(Box::new(Function(echo))),
    "test/big" => |_| Ok(Box::new(Function(big))),
    "test/sum" => |_| Ok(Box::new(Function(sum))),
    "test/spin" => |_| Ok(Box::new(Function(spin))),
    "test/fail" => |_| Ok(Box::new(Function(fail))),
    "test/crash" => |_| Ok(Box::new(Function(crash))),
    "test/print" => |_| Ok(Box::new(Function(print))),
    "test/progress" => |_| Ok(Box::new(Function(tell_progress))),
    "test/emits" => |_| Ok(Box::<Emits>::default()),
    "test/counter" => Counter::open,
    "test/odd" => |_| Ok(Box::new(Function(odd))),
}
