//! The Rust nodes for Node.js and Electron.
//!
//! Bytes never become external ArrayBuffers (Electron refuses them): JavaScript allocates shared memory and this side
//! fills it, on a thread of its own where there is much. Nothing runs on libuv's pool.

mod events;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use atomiton_node_host::{
    Call, CallInputs, OpenContext, OutputPayload, Session, ThreadPool, find_node, install_panic_hook,
    node_types,
};
use napi::bindgen_prelude::{Function, Uint8Array};
use napi::{Error, Result, Status};
use napi_derive::napi;
use serde_json::Value as Json;

use events::{Kept, Listener};

/// Copies below this size are made where they are asked for. Bytes.
const COPY_IN_PLACE: usize = 256 * 1024;

/// Threads and sessions of one runtime.
#[napi]
pub struct NativeHost {
    pool: Arc<ThreadPool>,
    /// Copies have threads of their own: jobs may hold all of the others.
    copies: Arc<ThreadPool>,
}

#[napi]
impl NativeHost {
    /// `most_threads`: jobs at the same time.
    #[napi(constructor)]
    pub fn new(most_threads: u32) -> Self {
        install_panic_hook();
        Self { pool: Arc::new(ThreadPool::new(most_threads as usize)), copies: Arc::new(ThreadPool::new(2)) }
    }

    /// Node types of this build.
    #[napi]
    pub fn nodes(&self) -> Vec<String> {
        node_types().iter().map(|(name, _)| (*name).to_owned()).collect()
    }

    /// Opens a node; `parameters` is JSON text. Throws a text that is JSON of the error.
    #[napi]
    pub fn open(&self, node_type: String, parameters: String) -> Result<NativeSession> {
        let factory = find_node(&node_type)
            .ok_or_else(|| Error::new(Status::InvalidArg, format!("no Rust node is called {node_type}")))?;
        let instance = factory(&OpenContext { parameters: &parameters })
            .map_err(|error| Error::new(Status::GenericFailure, error.to_json().to_string()))?;
        Ok(NativeSession {
            session: Arc::new(Session::new(instance)),
            pool: Arc::clone(&self.pool),
            kept: Arc::default(),
            copies: Arc::clone(&self.copies),
        })
    }

    /// Takes no more jobs; the threads end with those under way.
    #[napi]
    pub fn close(&self) {
        self.pool.close();
        self.copies.close();
    }
}

/// Views of shared memory, held until the job has ended.
struct Buffers(Vec<Uint8Array>);

impl CallInputs for Buffers {
    fn bytes(&self, buffer: usize) -> &[u8] {
        self.0.get(buffer).map_or(&[], |bytes| bytes.as_ref())
    }
}

/// One opened node. Calls never overlap.
#[napi]
pub struct NativeSession {
    session: Arc<Session>,
    pool: Arc<ThreadPool>,
    copies: Arc<ThreadPool>,
    kept: Arc<Kept>,
}

#[napi]
impl NativeSession {
    /// Starts a call. `inputs`: JSON of the values by port, payloads as numbers into `buffers`. `listener` receives JSON
    /// messages (`progress`, `log`, `emit`), the last one `done` or `error`.
    #[napi(
        ts_args_type = "number: number, inputs: string, buffers: Uint8Array[], parameters: string, listener: (message: string) => void"
    )]
    pub fn call(
        &self,
        number: f64,
        inputs: String,
        buffers: Vec<Uint8Array>,
        parameters: String,
        listener: Function<String, ()>,
    ) -> Result<()> {
        let inputs: BTreeMap<String, Json> = serde_json::from_str(&inputs)
            .map_err(|error| Error::new(Status::InvalidArg, format!("inputs: {error}")))?;
        let cancel = Arc::new(AtomicBool::new(false));
        let call = Call {
            number: number as u64,
            inputs,
            buffers: Buffers(buffers),
            parameters,
            cancel: Arc::clone(&cancel),
        };
        let events = Listener::new(listener, Arc::clone(&self.kept))?;
        let session = Arc::clone(&self.session);
        session.begin(cancel);
        self.start(move || session.call(call, &events))
    }

    /// Asks the call under way to stop.
    #[napi]
    pub fn cancel(&self) {
        self.session.cancel();
        self.kept.wake();
    }

    /// The last message is `snapshot` or `error`.
    #[napi(ts_args_type = "listener: (message: string) => void")]
    pub fn snapshot(&self, listener: Function<String, ()>) -> Result<()> {
        let events = Listener::new(listener, Arc::clone(&self.kept))?;
        let session = Arc::clone(&self.session);
        self.start(move || session.snapshot(&events))
    }

    /// The last message is `done` or `error`.
    #[napi(ts_args_type = "state: Uint8Array, listener: (message: string) => void")]
    pub fn restore(&self, state: Uint8Array, listener: Function<String, ()>) -> Result<()> {
        let events = Listener::new(listener, Arc::clone(&self.kept))?;
        let session = Arc::clone(&self.session);
        let state = state.to_vec();
        self.start(move || session.restore(&state, &events))
    }

    /// Copies the payloads that an `emit` or `snapshot` message named as `kept` into `targets`, one for each payload
    /// with `bytes`, in order, and forgets them. True: done; false: `listener` is called when it is.
    #[napi(ts_args_type = "kept: number, targets: Uint8Array[], listener: (message: string) => void")]
    pub fn take(&self, kept: f64, targets: Vec<Uint8Array>, listener: Function<String, ()>) -> Result<bool> {
        let payloads = self
            .kept
            .take(kept as u64)
            .ok_or_else(|| Error::new(Status::InvalidArg, format!("no outputs are kept as {kept}")))?;
        let sources: Vec<Vec<u8>> = payloads
            .into_iter()
            .filter_map(|payload| match payload {
                OutputPayload::Owned(bytes) => Some(bytes),
                OutputPayload::Input(_) => None,
            })
            .collect();
        if sources.len() != targets.len()
            || sources.iter().zip(&targets).any(|(source, target)| source.len() != target.len())
        {
            return Err(Error::new(Status::InvalidArg, "targets do not have the lengths of the payloads"));
        }
        if sources.iter().map(Vec::len).sum::<usize>() <= COPY_IN_PLACE {
            copy(sources, targets);
            return Ok(true);
        }
        let events = Listener::new(listener, Arc::clone(&self.kept))?;
        let started = self.copies.run(move || {
            copy(sources, targets);
            events.send_text("copied".to_owned());
        });
        if started { Ok(false) } else { Err(closed()) }
    }

    /// Forgets outputs that nobody takes any more.
    #[napi]
    pub fn forget(&self, kept: f64) {
        self.kept.take(kept as u64);
    }

    fn start(&self, job: impl FnOnce() + Send + 'static) -> Result<()> {
        if self.pool.run(job) { Ok(()) } else { Err(closed()) }
    }
}

fn closed() -> Error {
    Error::new(Status::Closing, "the runtime was closed")
}

fn copy(sources: Vec<Vec<u8>>, targets: Vec<Uint8Array>) {
    for (source, mut target) in sources.into_iter().zip(targets) {
        // SAFETY: JavaScript allocated this memory for these bytes and publishes it only after the copy.
        unsafe { target.as_mut() }.copy_from_slice(&source);
    }
}
