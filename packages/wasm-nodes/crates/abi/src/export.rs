use crate::host::report_panic;
use crate::{Call, ErrorKind, File, Flow, Node, NodeError, Outputs, Registration, Value};
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value as Json};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::Once;

/// What the host asks for; which fields are there depends on `t`.
#[derive(Deserialize)]
struct Request {
    /// `nodes`, `call`, `next`, `snapshot`, `restore` or `close`.
    t: String,
    #[serde(default)]
    session: u32,
    #[serde(default)]
    node: String,
    #[serde(default)]
    number: u64,
    /// Parameters at open, for a session that is not open yet.
    #[serde(default)]
    opened: Map<String, Json>,
    #[serde(default)]
    parameters: Map<String, Json>,
    #[serde(default)]
    inputs: BTreeMap<String, Value>,
    #[serde(default)]
    files: BTreeMap<String, RequestFile>,
    state: Option<crate::Bytes>,
}

#[derive(Deserialize)]
struct RequestFile {
    path: String,
    bytes: crate::Bytes,
}

/// What the host is told; it stays in this memory until `release`.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Reply {
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "as_record")]
    outputs: Option<Outputs>,
    more: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<crate::Bytes>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nodes: Option<Vec<&'static str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<NodeError>,
}

fn as_record<S: Serializer>(outputs: &Option<Outputs>, serializer: S) -> Result<S::Ok, S::Error> {
    let outputs = outputs.as_deref().unwrap_or_default();
    let mut map = serializer.serialize_map(Some(outputs.len()))?;
    for (port, value) in outputs {
        map.serialize_entry(port, value)?;
    }
    map.end()
}

#[derive(Default)]
struct State {
    sessions: HashMap<u32, Box<dyn Node>>,
    /// The last reply and its text, alive while the host reads.
    reply: Option<(Reply, String)>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

/// Memory for the host to write into, aligned for any type. Not cleared.
pub fn alloc_bytes(length: usize) -> *mut u8 {
    // Layout of at least one byte, so that every place is a real one.
    unsafe { std::alloc::alloc(layout(length)) }
}

/// # Safety
/// `pointer` came from `alloc_bytes(length)` and is freed once.
pub unsafe fn free_bytes(pointer: *mut u8, length: usize) {
    unsafe { std::alloc::dealloc(pointer, layout(length)) }
}

fn layout(length: usize) -> std::alloc::Layout {
    std::alloc::Layout::from_size_align(length.max(1), 16).expect("a length below 2 GB")
}

/// Gives up the last reply and its outputs.
pub fn release() {
    STATE.with_borrow_mut(|state| state.reply = None);
}

/// Answers one request; the result is the place of the reply's text: pointer in the upper half, length in the lower.
///
/// # Safety
/// The head lies at `pointer`; every place it names is readable until `release`.
pub unsafe fn call(nodes: &'static [Registration], pointer: *const u8, length: usize) -> u64 {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| std::panic::set_hook(Box::new(report_panic)));
    let head = unsafe { std::slice::from_raw_parts(pointer, length) };
    let reply = match serde_json::from_slice::<Request>(head) {
        Ok(request) => answer(nodes, request).unwrap_or_else(|error| Reply { error: Some(error), ..Reply::default() }),
        Err(error) => Reply {
            error: Some(NodeError::new(
                ErrorKind::Runtime,
                "invalid-head",
                format!("The module cannot read what the host asks: {error}."),
            )),
            ..Reply::default()
        },
    };
    let text = serde_json::to_string(&reply).expect("a reply of plain data");
    let place = ((text.as_ptr() as u64) << 32) | text.len() as u64;
    STATE.with_borrow_mut(|state| state.reply = Some((reply, text)));
    place
}

fn answer(nodes: &'static [Registration], request: Request) -> Result<Reply, NodeError> {
    let Request { t, session, node, number, opened, parameters, inputs, files, state } = request;
    match t.as_str() {
        "nodes" => {
            let names = nodes.iter().map(|registration| registration.node).collect();
            Ok(Reply { nodes: Some(names), ..Reply::default() })
        }
        "call" => {
            let files =
                files.into_iter().map(|(name, RequestFile { path, bytes })| (name, File { path, bytes })).collect();
            let call = Call { number, parameters, inputs: inputs.into_iter().collect(), files };
            with_session(nodes, session, &node, &opened, |node| node.call(call)).map(flow)
        }
        "next" => with_session(nodes, session, &node, &opened, |node| node.next()).map(flow),
        "snapshot" => {
            let state = with_session(nodes, session, &node, &opened, |node| node.snapshot())?;
            Ok(Reply { state: Some(state.into()), ..Reply::default() })
        }
        "restore" => {
            let state = state.unwrap_or(crate::Bytes::Borrowed(&[]));
            with_session(nodes, session, &node, &opened, |node| node.restore(&state))?;
            Ok(Reply::default())
        }
        "close" => {
            STATE.with_borrow_mut(|state| state.sessions.remove(&session));
            Ok(Reply::default())
        }
        other => {
            let message = format!("The host asks for \"{other}\", which this module does not know.");
            Err(NodeError::new(ErrorKind::Runtime, "invalid-head", message))
        }
    }
}

fn flow(flow: Flow) -> Reply {
    match flow {
        Flow::Done(outputs) => Reply { outputs: Some(outputs), ..Reply::default() },
        Flow::More(outputs) => Reply { outputs: Some(outputs), more: true, ..Reply::default() },
    }
}

/// Runs `run` on the session, opened first when it is new. The node is out of the table meanwhile: it may log.
fn with_session<T>(
    nodes: &'static [Registration],
    session: u32,
    name: &str,
    opened: &Map<String, Json>,
    run: impl FnOnce(&mut dyn Node) -> Result<T, NodeError>,
) -> Result<T, NodeError> {
    let known = STATE.with_borrow_mut(|state| state.sessions.remove(&session));
    let mut node = match known {
        Some(node) => node,
        None => open(nodes, name, opened)?,
    };
    let result = run(node.as_mut());
    STATE.with_borrow_mut(|state| state.sessions.insert(session, node));
    result
}

fn open(nodes: &'static [Registration], name: &str, opened: &Map<String, Json>) -> Result<Box<dyn Node>, NodeError> {
    match nodes.iter().find(|registration| registration.node == name) {
        Some(registration) => (registration.open)(opened),
        None => {
            let names: Vec<_> = nodes.iter().map(|registration| registration.node).collect();
            let message = format!("The module has no node {name}, it has {}.", names.join(", "));
            Err(NodeError::new(ErrorKind::Runtime, "unknown-node-type", message))
        }
    }
}
