use std::panic::PanicHookInfo;

/// How important a log line is.
#[derive(Clone, Copy)]
pub enum Level {
    Debug = 0,
    Info = 1,
    Warn = 2,
    Error = 3,
}

/// The host keeps the text as the reason of the trap that follows.
const PANIC: u32 = 4;
/// The host keeps its stack at this moment as the stack of the error that follows.
const ERROR_ORIGIN: u32 = 5;

#[cfg(target_arch = "wasm32")]
mod imports {
    #[link(wasm_import_module = "atomiton")]
    extern "C" {
        pub fn log(level: u32, pointer: *const u8, length: usize);
        pub fn progress(fraction: f64, pointer: *const u8, length: usize);
    }
}

/// Outside WebAssembly (tests of a node's own functions) nobody listens.
#[cfg(not(target_arch = "wasm32"))]
mod imports {
    pub unsafe fn log(_level: u32, _pointer: *const u8, _length: usize) {}
    pub unsafe fn progress(_fraction: f64, _pointer: *const u8, _length: usize) {}
}

fn send(level: u32, text: &str) {
    unsafe { imports::log(level, text.as_ptr(), text.len()) }
}

/// Writes a line into the log of the running node.
pub fn log(level: Level, text: &str) {
    send(level as u32, text);
}

/// Tells how far the call is, 0 to 1; an empty message is none.
pub fn progress(fraction: f64, message: &str) {
    unsafe { imports::progress(fraction, message.as_ptr(), message.len()) }
}

/// Asks the host to remember the stack of this moment.
#[inline(never)]
pub(crate) fn error_origin() {
    send(ERROR_ORIGIN, "");
}

/// Sends the panic's text ahead of the trap.
pub(crate) fn report_panic(info: &PanicHookInfo<'_>) {
    let payload = info.payload();
    let text = payload
        .downcast_ref::<&str>()
        .map(|text| (*text).to_string())
        .or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_default();
    let place = info.location().map(|place| format!(" at {}:{}", place.file(), place.line())).unwrap_or_default();
    send(PANIC, &format!("panicked{place}: {text}"));
}
