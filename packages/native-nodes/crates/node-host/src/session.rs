use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value as Json, json};

use crate::identity::payload_identity;
use crate::node::{CallContext, CallEvents, CallInputs, LogLevel, NodeError, NodeInstance};
use crate::panics::panic_error;
use crate::value::{InputValue, OutputPayload, OutputValue};

/// A node opened for calls that never overlap.
pub struct Session {
    instance: Mutex<Box<dyn NodeInstance>>,
    /// Cancel flag of the call under way.
    cancel: Mutex<Option<Arc<AtomicBool>>>,
}

/// One call of a session.
pub struct Call<I: CallInputs> {
    pub number: u64,
    pub inputs: BTreeMap<String, InputValue>,
    pub buffers: I,
    /// JSON text.
    pub parameters: String,
    pub cancel: Arc<AtomicBool>,
}

/// Carries messages of a call to the host: JSON text and the bytes it names. Called from any thread.
pub trait SessionEvents: Send + Sync {
    fn send(&self, message: String);
    /// Keeps the payloads until the host takes them; waits while too many are kept. Gives their number, or None when
    /// `cancel` was set meanwhile.
    fn keep(&self, payloads: Vec<OutputPayload>, cancel: &AtomicBool) -> Option<u64>;
}

struct Sender<'a, E: SessionEvents> {
    events: &'a E,
    cancel: &'a AtomicBool,
    buffers: &'a dyn CallInputs,
}

impl<E: SessionEvents> CallEvents for Sender<'_, E> {
    fn progress(&self, fraction: f64, message: Option<&str>) {
        self.events.send(json!({ "t": "progress", "fraction": fraction, "message": message }).to_string());
    }

    fn log(&self, level: LogLevel, text: &str) {
        self.events.send(json!({ "t": "log", "level": level.name(), "text": text }).to_string());
    }

    fn emit(&self, outputs: BTreeMap<String, OutputValue>) -> Result<(), NodeError> {
        let mut payloads = Vec::new();
        let mut described = serde_json::Map::new();
        let mut sizes = Vec::new();
        for (port, mut output) in outputs {
            let first = payloads.len();
            if output.payloads.len() == 1 && !output.fields.contains_key("identity") {
                let bytes = match &output.payloads[0] {
                    OutputPayload::Owned(bytes) => bytes.as_slice(),
                    OutputPayload::Input(buffer) => self.buffers.bytes(*buffer),
                };
                output
                    .fields
                    .insert("identity".to_owned(), Json::from(payload_identity(&output.fields, bytes)));
            }
            let mut fields = Json::Object(output.fields);
            shift_payloads(&mut fields, first);
            for payload in output.payloads {
                sizes.push(match &payload {
                    OutputPayload::Owned(bytes) => json!({ "bytes": bytes.len() }),
                    OutputPayload::Input(buffer) => json!({ "input": buffer }),
                });
                payloads.push(payload);
            }
            described.insert(port, fields);
        }
        let mut message = json!({ "t": "emit", "outputs": described, "payloads": sizes });
        if !payloads.is_empty() {
            let kept = self.events.keep(payloads, self.cancel).ok_or_else(NodeError::cancelled)?;
            message["kept"] = Json::from(kept);
        }
        self.events.send(message.to_string());
        Ok(())
    }
}

fn shift_payloads(value: &mut Json, first: usize) {
    if first == 0 || value["kind"] == "json" {
        return;
    }
    if let Some(items) = value.get_mut("items").and_then(Json::as_array_mut) {
        items.iter_mut().for_each(|item| shift_payloads(item, first));
    }
    if let Some(payload) = value.get("payload").and_then(Json::as_u64) {
        value["payload"] = Json::from(payload + first as u64);
    }
}

/// What the sink's keeper is told of a snapshot: one payload.
pub fn snapshot_of(state: Vec<u8>) -> Vec<OutputPayload> {
    vec![OutputPayload::Owned(state)]
}

impl Session {
    pub fn new(instance: Box<dyn NodeInstance>) -> Self {
        Self { instance: Mutex::new(instance), cancel: Mutex::new(None) }
    }

    /// Marks a call as the one that `cancel` ends; called before the call is queued.
    pub fn begin(&self, cancel: Arc<AtomicBool>) {
        *self.cancel.lock().unwrap_or_else(PoisonError::into_inner) = Some(cancel);
    }

    /// Asks the call under way to stop.
    pub fn cancel(&self) {
        if let Some(cancel) = self.cancel.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
            cancel.store(true, Ordering::Relaxed);
        }
    }

    /// Runs a call to its end on this thread; the last message is `done` or `error`.
    pub fn call<I: CallInputs>(&self, call: Call<I>, events: &impl SessionEvents) {
        let context_events = Sender { events, cancel: &call.cancel, buffers: &call.buffers };
        let context = CallContext {
            number: call.number,
            inputs: &call.inputs,
            buffers: &call.buffers,
            parameters: &call.parameters,
            cancel: &call.cancel,
            events: &context_events,
        };
        let result = self.guarded(|instance| {
            if context.is_cancelled() { Err(NodeError::cancelled()) } else { instance.call(&context) }
        });
        let message = match result {
            _ if call.cancel.load(Ordering::Relaxed) => {
                json!({ "t": "error", "error": NodeError::cancelled().to_json() })
            }
            Ok(()) => json!({ "t": "done" }),
            Err(error) => json!({ "t": "error", "error": error.to_json() }),
        };
        // The inputs' memory is given back before the host hears of the end.
        drop(context_events);
        drop(call);
        events.send(message.to_string());
    }

    /// Ends with `snapshot` or `error`.
    pub fn snapshot(&self, events: &impl SessionEvents) {
        let message = match self.guarded(|instance| instance.snapshot()) {
            Ok(state) => {
                let bytes = state.len();
                let kept = events.keep(snapshot_of(state), &AtomicBool::new(false));
                json!({ "t": "snapshot", "payloads": [{ "bytes": bytes }], "kept": kept })
            }
            Err(error) => json!({ "t": "error", "error": error.to_json() }),
        };
        events.send(message.to_string());
    }

    /// Ends with `done` or `error`.
    pub fn restore(&self, state: &[u8], events: &impl SessionEvents) {
        let message = match self.guarded(|instance| instance.restore(state)) {
            Ok(()) => json!({ "t": "done" }),
            Err(error) => json!({ "t": "error", "error": error.to_json() }),
        };
        events.send(message.to_string());
    }

    fn guarded<T>(
        &self,
        work: impl FnOnce(&mut dyn NodeInstance) -> Result<T, NodeError>,
    ) -> Result<T, NodeError> {
        let mut instance = self.instance.lock().unwrap_or_else(PoisonError::into_inner);
        catch_unwind(AssertUnwindSafe(|| work(instance.as_mut())))
            .unwrap_or_else(|panic| Err(panic_error(panic.as_ref())))
    }
}
