use serde_json::{Value as Json, json};

use crate::node::{CallContext, LogLevel, NodeError, NodeInstance, OpenContext};
use crate::value::OutputValue;

/// A node without state.
struct Stateless(fn(&CallContext) -> Result<(), NodeError>);

impl NodeInstance for Stateless {
    fn call(&mut self, context: &CallContext) -> Result<(), NodeError> {
        (self.0)(context)
    }
}

type Opened = Result<Box<dyn NodeInstance>, NodeError>;

/// Gives back `value` unchanged.
pub fn echo(_: &OpenContext) -> Opened {
    Ok(Box::new(Stateless(|context| {
        context.emit_one("value", OutputValue::same_as(context.input("value")?))
    })))
}

/// Bytes of `megabytes` · 1,048,576; byte i is i mod 256.
pub fn big(_: &OpenContext) -> Opened {
    Ok(Box::new(Stateless(|context| {
        let megabytes = context.parameter("megabytes").as_u64().unwrap_or(50) as usize;
        let bytes = (0..=255u8).collect::<Vec<u8>>().repeat(megabytes * 4096);
        context.emit_one("bytes", OutputValue::bytes(bytes))
    })))
}

/// The sum of all bytes.
pub fn sum(_: &OpenContext) -> Opened {
    Ok(Box::new(Stateless(|context| {
        let sum: u64 = context.input_bytes("bytes")?.iter().map(|byte| *byte as u64).sum();
        context.emit_one("sum", OutputValue::json(json!(sum)))
    })))
}

/// Computes until it is cancelled.
pub fn spin(_: &OpenContext) -> Opened {
    Ok(Box::new(Stateless(|context| {
        context.events.log(LogLevel::Info, "spinning");
        let mut state = 1u64;
        while !context.is_cancelled() {
            for _ in 0..100_000 {
                state = std::hint::black_box(state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1));
            }
        }
        Err(NodeError::cancelled())
    })))
}

#[inline(never)]
fn failing_function(message: &str) -> NodeError {
    NodeError::new("test-failed", std::hint::black_box(message))
}

/// Fails with the text `message`.
pub fn fail(_: &OpenContext) -> Opened {
    Ok(Box::new(Stateless(|context| {
        Err(failing_function(context.parameter("message").as_str().unwrap_or("broken on purpose")))
    })))
}

/// Panics.
pub fn crash(_: &OpenContext) -> Opened {
    Ok(Box::new(Stateless(|_| panic!("crashed on purpose"))))
}

/// Node code in this process has no output of its own: it logs.
pub fn print(_: &OpenContext) -> Opened {
    Ok(Box::new(Stateless(|context| {
        context.events.log(LogLevel::Info, "printed one");
        context.events.log(LogLevel::Info, "printed two");
        context.events.log(LogLevel::Warn, "printed to stderr");
        Ok(())
    })))
}

/// Reports k / steps with the message `step k`.
pub fn progress(_: &OpenContext) -> Opened {
    Ok(Box::new(Stateless(|context| {
        let steps = context.parameter("steps").as_u64().unwrap_or(4);
        for step in 1..=steps {
            context.events.progress(step as f64 / steps as f64, Some(&format!("step {step}")));
        }
        context.emit_one("value", OutputValue::json(json!(steps)))
    })))
}

/// Emits 0, 1, … count − 1.
pub fn emits(_: &OpenContext) -> Opened {
    Ok(Box::new(Stateless(|context| {
        for value in 0..context.parameter("count").as_u64().unwrap_or(3) {
            context.emit_one("value", OutputValue::json(json!(value)))?;
        }
        Ok(())
    })))
}

struct Counter {
    total: i64,
}

/// Begins at `start`, adds 1 at every call.
pub fn counter(context: &OpenContext) -> Opened {
    let parameters: Json = serde_json::from_str(context.parameters).unwrap_or_default();
    Ok(Box::new(Counter { total: parameters["start"].as_i64().unwrap_or(0) }))
}

impl NodeInstance for Counter {
    fn call(&mut self, context: &CallContext) -> Result<(), NodeError> {
        self.total += 1;
        context.emit_one("total", OutputValue::json(json!(self.total)))
    }

    fn snapshot(&self) -> Result<Vec<u8>, NodeError> {
        Ok(self.total.to_le_bytes().to_vec())
    }

    fn restore(&mut self, state: &[u8]) -> Result<(), NodeError> {
        let bytes = state.try_into().map_err(|_| {
            NodeError::new(
                "state-invalid",
                format!("A state of {} bytes was received; 8 were expected.", state.len()),
            )
        })?;
        self.total = i64::from_le_bytes(bytes);
        Ok(())
    }
}
