//! The border between a WebAssembly node and its host; described in the package's README.
//!
//! A module lists its nodes with [`nodes!`]. Each node implements [`Node`]; the host calls it with a JSON head that
//! names bytes by their place in this memory.

mod error;
mod export;
mod host;
mod value;

pub use error::{ErrorKind, NodeError};
pub use export::{alloc_bytes, call, free_bytes, release};
pub use host::{log, progress, Level};
pub use value::{Bytes, ImageFormat, Value};

use serde_json::{Map, Value as Json};

/// Version of the border; the host refuses any other.
pub const ABI_VERSION: u32 = 1;

/// A set of outputs by port.
pub type Outputs = Vec<(&'static str, Value)>;

/// What a step of a call gives.
pub enum Flow {
    /// The last outputs of the call; empty for none.
    Done(Outputs),
    /// Outputs to emit now; the host then calls [`Node::next`].
    More(Outputs),
}

/// What a call is given.
pub struct Call {
    /// Number of the item, from 0.
    pub number: u64,
    /// Complete and checked.
    pub parameters: Map<String, Json>,
    /// By input port; absent where nothing is connected.
    pub inputs: Vec<(String, Value)>,
    /// Contents of file-typed parameters by parameter name.
    pub files: Vec<(String, File)>,
}

/// A file that the host read.
pub struct File {
    pub path: String,
    pub bytes: Bytes,
}

impl Call {
    /// The value of a connected input, moved out of the call.
    pub fn take_input(&mut self, port: &'static str) -> Result<Value, NodeError> {
        let at = self.inputs.iter().position(|(name, _)| name == port);
        let at = at.ok_or_else(|| {
            NodeError::new(
                ErrorKind::Validation,
                "input-missing",
                format!("Nothing is connected to the input \"{port}\"."),
            )
            .port(port)
        })?;
        Ok(self.inputs.swap_remove(at).1)
    }

    /// A number parameter.
    pub fn number_parameter(&self, name: &'static str) -> Result<f64, NodeError> {
        self.parameters.get(name).and_then(Json::as_f64).ok_or_else(|| self.wrong_parameter(name, "a number"))
    }

    /// A text parameter.
    pub fn text_parameter(&self, name: &'static str) -> Result<&str, NodeError> {
        self.parameters.get(name).and_then(Json::as_str).ok_or_else(|| self.wrong_parameter(name, "a text"))
    }

    /// The content of a file-typed parameter.
    pub fn file(&self, name: &'static str) -> Result<&File, NodeError> {
        let found = self.files.iter().find(|(parameter, _)| parameter == name);
        found.map(|(_, file)| file).ok_or_else(|| self.wrong_parameter(name, "a file"))
    }

    fn wrong_parameter(&self, name: &'static str, expected: &str) -> NodeError {
        let received = self.parameters.get(name).map_or("nothing".to_string(), Json::to_string);
        let message = format!("The parameter \"{name}\" is {received}, expected {expected}.");
        NodeError::new(ErrorKind::Validation, "invalid-parameter", message).port(name)
    }
}

/// One opened node. A stateless node is opened for each call.
pub trait Node {
    fn call(&mut self, call: Call) -> Result<Flow, NodeError>;

    /// The step after [`Flow::More`].
    fn next(&mut self) -> Result<Flow, NodeError> {
        Ok(Flow::Done(Vec::new()))
    }

    /// State of a stateful node in a format of its own.
    fn snapshot(&self) -> Result<Vec<u8>, NodeError> {
        Err(NodeError::new(ErrorKind::Runtime, "no-state", "The node has no state.".into()))
    }

    fn restore(&mut self, _state: &[u8]) -> Result<(), NodeError> {
        Err(NodeError::new(ErrorKind::Runtime, "no-state", "The node has no state.".into()))
    }
}

/// Opens a node with the parameters of its session.
pub type Open = fn(&Map<String, Json>) -> Result<Box<dyn Node>, NodeError>;

/// A node type and how to open it.
pub struct Registration {
    pub node: &'static str,
    pub open: Open,
}

/// A node that is one function.
pub struct Function(pub fn(Call) -> Result<Outputs, NodeError>);

impl Node for Function {
    fn call(&mut self, call: Call) -> Result<Flow, NodeError> {
        (self.0)(call).map(Flow::Done)
    }
}

/// Lists the nodes of a module and exports what the host calls:
/// `nodes! { "pack/name" => |parameters| Ok(Box::new(…)), … }`.
#[macro_export]
macro_rules! nodes {
    ($($node:literal => $open:expr),+ $(,)?) => {
        static NODES: &[$crate::Registration] = &[$($crate::Registration { node: $node, open: $open }),+];

        #[no_mangle]
        pub extern "C" fn atomiton_abi() -> u32 {
            $crate::ABI_VERSION
        }

        #[no_mangle]
        pub extern "C" fn atomiton_alloc(length: usize) -> *mut u8 {
            $crate::alloc_bytes(length)
        }

        /// # Safety
        /// `pointer` came from `atomiton_alloc(length)` and is freed once.
        #[no_mangle]
        pub unsafe extern "C" fn atomiton_free(pointer: *mut u8, length: usize) {
            unsafe { $crate::free_bytes(pointer, length) }
        }

        /// # Safety
        /// The head lies at `pointer`; every place it names is readable until `atomiton_release`.
        #[no_mangle]
        pub unsafe extern "C" fn atomiton_call(pointer: *const u8, length: usize) -> u64 {
            unsafe { $crate::call(NODES, pointer, length) }
        }

        #[no_mangle]
        pub extern "C" fn atomiton_release() {
            $crate::release()
        }
    };
}
