use serde::Serialize;

/// What kind of thing went wrong, in the host's words.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ErrorKind {
    Validation,
    Resource,
    Runtime,
}

/// An error of a node as data. The message names what was received and what was expected.
#[derive(Debug, Serialize)]
pub struct NodeError {
    pub kind: ErrorKind,
    /// Stable, kebab-case.
    pub code: &'static str,
    pub message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port: Option<&'static str>,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

impl NodeError {
    /// Makes an error here: the host remembers the stack of this moment.
    #[inline(never)]
    pub fn new(kind: ErrorKind, code: &'static str, message: String) -> Self {
        crate::host::error_origin();
        NodeError { kind, code, message, port: None, hint: None }
    }

    pub fn port(mut self, port: &'static str) -> Self {
        self.port = Some(port);
        self
    }

    pub fn hint(mut self, hint: &str) -> Self {
        self.hint = Some(hint.to_string());
        self
    }
}
