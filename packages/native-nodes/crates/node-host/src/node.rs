use std::backtrace::Backtrace;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::Value as Json;

use crate::value::{InputValue, OutputValue};

/// An error on its way to the user; the fields are those of `ErrorData` in the TypeScript contracts.
#[derive(Debug)]
pub struct NodeError {
    /// `validation`, `resource`, `runtime` or `cancelled`.
    pub kind: &'static str,
    pub code: String,
    pub message: String,
    /// The input or parameter that the error is about.
    pub port: Option<&'static str>,
    pub hint: Option<String>,
    pub stack: Option<String>,
}

impl NodeError {
    /// An error of node code, with the stack of the place where it was made.
    #[inline(never)]
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        let stack = Backtrace::force_capture().to_string();
        Self {
            kind: "runtime",
            code: code.to_owned(),
            message: message.into(),
            port: None,
            hint: None,
            stack: Some(stack),
        }
    }

    pub fn cancelled() -> Self {
        Self {
            kind: "cancelled",
            code: "cancelled".to_owned(),
            message: "cancelled".to_owned(),
            port: None,
            hint: None,
            stack: None,
        }
    }

    pub fn to_json(&self) -> Json {
        let mut error = serde_json::json!({ "kind": self.kind, "code": self.code, "message": self.message });
        if let Some(port) = self.port {
            error["port"] = Json::from(port);
        }
        if let Some(hint) = &self.hint {
            error["hint"] = Json::from(hint.as_str());
        }
        if let Some(stack) = &self.stack {
            error["stack"] = Json::from(format!("{}: {}\n{stack}", self.code, self.message));
        }
        error
    }
}

impl From<atomiton_large_csv::Error> for NodeError {
    fn from(error: atomiton_large_csv::Error) -> Self {
        use atomiton_large_csv::ErrorKind;
        let kind = match error.kind {
            ErrorKind::Validation => "validation",
            ErrorKind::Resource => "resource",
            ErrorKind::Runtime => "runtime",
            ErrorKind::Cancelled => "cancelled",
        };
        Self {
            kind,
            code: error.code.to_owned(),
            message: error.message,
            port: parameter_of(error.code),
            hint: error.hint,
            stack: None,
        }
    }
}

/// The parameter of the Large CSV processor that an error is about, where the code alone tells.
fn parameter_of(code: &str) -> Option<&'static str> {
    match code {
        code if code.starts_with("filter-") => Some("filter"),
        code if code.starts_with("file-") || code == "wrong-encoding" => Some("path"),
        "aggregate-invalid" | "aggregate-type" => Some("aggregates"),
        "too-many-groups" | "result-too-large" => Some("memoryMb"),
        "ragged-row" => Some("raggedRows"),
        _ => None,
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogLevel {
    Info,
    Warn,
}

impl LogLevel {
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warn => "warn",
        }
    }
}

/// What a call tells the host while it runs; called from any thread.
pub trait CallEvents: Send + Sync {
    /// 0 to 1.
    fn progress(&self, fraction: f64, message: Option<&str>);
    fn log(&self, level: LogLevel, text: &str);
    /// Hands a set of outputs over. Waits while the host is far behind; Err when the call was cancelled meanwhile.
    fn emit(&self, outputs: BTreeMap<String, OutputValue>) -> Result<(), NodeError>;
}

/// The bytes of a call's inputs; the memory stays with the host until the call has ended.
pub trait CallInputs: Send + Sync {
    fn bytes(&self, buffer: usize) -> &[u8];
}

/// One call as node code sees it.
pub struct CallContext<'a> {
    /// Number of the item, from 0.
    pub number: u64,
    /// By input port.
    pub inputs: &'a BTreeMap<String, InputValue>,
    pub buffers: &'a dyn CallInputs,
    /// JSON text of all parameters.
    pub parameters: &'a str,
    /// Long loops look at it.
    pub cancel: &'a AtomicBool,
    pub events: &'a dyn CallEvents,
}

impl CallContext<'_> {
    pub fn is_cancelled(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }

    /// A parameter; null where it is absent.
    pub fn parameter(&self, name: &str) -> Json {
        serde_json::from_str::<Json>(self.parameters)
            .ok()
            .and_then(|mut all| all.get_mut(name).map(Json::take))
            .unwrap_or(Json::Null)
    }

    pub fn input(&self, port: &str) -> Result<&InputValue, NodeError> {
        self.inputs.get(port).ok_or_else(|| {
            NodeError::new("input-missing", format!("Input {port} is not connected; a value was expected."))
        })
    }

    /// The bytes of an input with payload.
    pub fn input_bytes(&self, port: &str) -> Result<&[u8], NodeError> {
        let input = self.input(port)?;
        let buffer = input["payload"].as_u64().ok_or_else(|| {
            NodeError::new(
                "input-kind",
                format!(
                    "Input {port} is {}; a value with bytes was expected.",
                    input["kind"].as_str().unwrap_or("unknown")
                ),
            )
        })?;
        Ok(self.buffers.bytes(buffer as usize))
    }

    pub fn emit_one(&self, port: &str, value: OutputValue) -> Result<(), NodeError> {
        self.events.emit(BTreeMap::from([(port.to_owned(), value)]))
    }
}

/// What a session is opened with.
pub struct OpenContext<'a> {
    pub parameters: &'a str,
}

/// A node opened in a session. Calls never overlap.
pub trait NodeInstance: Send {
    fn call(&mut self, context: &CallContext) -> Result<(), NodeError>;

    /// State in a format of the node's own; empty for nodes without state.
    fn snapshot(&self) -> Result<Vec<u8>, NodeError> {
        Ok(Vec::new())
    }

    fn restore(&mut self, _state: &[u8]) -> Result<(), NodeError> {
        Ok(())
    }
}

pub type NodeFactory = fn(&OpenContext) -> Result<Box<dyn NodeInstance>, NodeError>;
