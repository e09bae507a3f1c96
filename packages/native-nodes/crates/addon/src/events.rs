use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use atomiton_node_host::{OutputPayload, SessionEvents};
use napi::Result;
use napi::Status;
use napi::bindgen_prelude::Function;
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};

/// Sets of outputs that JavaScript has not taken yet: a job that emits more waits.
const MOST_KEPT: usize = 16;

/// Outputs of a session until JavaScript takes them.
#[derive(Default)]
pub struct Kept {
    state: Mutex<State>,
    taken: Condvar,
}

#[derive(Default)]
struct State {
    next: u64,
    payloads: HashMap<u64, Vec<OutputPayload>>,
}

impl Kept {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn take(&self, number: u64) -> Option<Vec<OutputPayload>> {
        let payloads = self.lock().payloads.remove(&number);
        self.taken.notify_all();
        payloads
    }

    /// Lets waiting jobs look at their cancel flag.
    pub fn wake(&self) {
        self.taken.notify_all();
    }

    fn keep(&self, payloads: Vec<OutputPayload>, cancel: &AtomicBool) -> Option<u64> {
        let mut state = self.lock();
        while state.payloads.len() >= MOST_KEPT {
            if cancel.load(Ordering::Relaxed) {
                return None;
            }
            state = self
                .taken
                .wait_timeout(state, Duration::from_millis(50))
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
        let number = state.next;
        state.next += 1;
        state.payloads.insert(number, payloads);
        Some(number)
    }
}

/// A JavaScript function that any thread may call with a message.
pub struct Listener {
    function: ThreadsafeFunction<String, (), String, Status, false>,
    kept: Arc<Kept>,
}

impl Listener {
    pub fn new(function: Function<String, ()>, kept: Arc<Kept>) -> Result<Self> {
        let function = function.build_threadsafe_function().callee_handled::<false>().build()?;
        Ok(Self { function, kept })
    }

    pub fn send_text(&self, message: String) {
        self.function.call(message, ThreadsafeFunctionCallMode::NonBlocking);
    }
}

impl SessionEvents for Listener {
    fn send(&self, message: String) {
        self.send_text(message);
    }

    fn keep(&self, payloads: Vec<OutputPayload>, cancel: &AtomicBool) -> Option<u64> {
        self.kept.keep(payloads, cancel)
    }
}
