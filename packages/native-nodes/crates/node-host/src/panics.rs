use std::any::Any;
use std::backtrace::Backtrace;
use std::sync::{Mutex, Once, PoisonError};

use crate::node::NodeError;

/// Names of threads whose panics become errors of a node instead of lines on stderr.
const OUR_THREADS: [&str; 2] = ["atomiton", "large-csv"];

struct Panic {
    message: String,
    stack: String,
}

/// The last panics of our threads, until the job that they ended has asked.
static PANICS: Mutex<Vec<Panic>> = Mutex::new(Vec::new());

/// Keeps message and stack of panics on our threads; others go to the hook that was there. Does so once.
pub fn install_panic_hook() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let previous = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let thread = std::thread::current();
            if !thread.name().is_some_and(|name| OUR_THREADS.iter().any(|ours| name.starts_with(ours))) {
                return previous(info);
            }
            let place = info
                .location()
                .map_or(String::new(), |place| format!(" at {}:{}", place.file(), place.line()));
            let message = text_of(info.payload());
            let stack = format!("panicked{place}: {message}\n{}", Backtrace::force_capture());
            let mut panics = PANICS.lock().unwrap_or_else(PoisonError::into_inner);
            if panics.len() >= 16 {
                panics.remove(0);
            }
            panics.push(Panic { message, stack });
        }));
    });
}

fn text_of(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "panic without a message".to_owned())
}

/// The error for a job that panicked.
pub fn panic_error(payload: &(dyn Any + Send)) -> NodeError {
    let message = text_of(payload);
    let mut panics = PANICS.lock().unwrap_or_else(PoisonError::into_inner);
    let found = panics.iter().position(|panic| panic.message == message).map(|at| panics.remove(at));
    NodeError {
        kind: "runtime",
        code: "node-crashed".to_owned(),
        message: format!("The Rust code of the node panicked: {message}"),
        port: None,
        hint: Some(
            "The other nodes go on. This is a fault in the node's code: report it with the stack.".to_owned(),
        ),
        stack: found.map(|panic| panic.stack),
    }
}
