use serde_json::{Map, Value as Json, json};

/// An input as the host describes it: the value's fields (`kind`, `identity`, `json`, …), its payload replaced by
/// `payload`: the number of its bytes among the call's buffers.
pub type InputValue = Json;

/// Bytes of an output.
pub enum OutputPayload {
    Owned(Vec<u8>),
    /// The bytes of this buffer of the call, not copied.
    Input(usize),
}

/// An output: fields as the host's value has them, with `payload` a number into `payloads`. `identity` is filled in by
/// the session for values with payload, by the host for the others.
pub struct OutputValue {
    pub fields: Map<String, Json>,
    pub payloads: Vec<OutputPayload>,
}

impl OutputValue {
    pub fn json(value: Json) -> Self {
        Self { fields: fields(json!({ "kind": "json", "json": value })), payloads: Vec::new() }
    }

    pub fn bytes(bytes: Vec<u8>) -> Self {
        Self {
            fields: fields(json!({ "kind": "bytes", "payload": 0 })),
            payloads: vec![OutputPayload::Owned(bytes)],
        }
    }

    /// `ipc`: an Arrow IPC stream. `columns`: name and Arrow type.
    pub fn table(ipc: Vec<u8>, rows: u64, columns: &[(String, &'static str)]) -> Self {
        let columns: Vec<Json> =
            columns.iter().map(|(name, arrow_type)| json!({ "name": name, "type": arrow_type })).collect();
        Self {
            fields: fields(json!({ "kind": "table", "rows": rows, "columns": columns, "payload": 0 })),
            payloads: vec![OutputPayload::Owned(ipc)],
        }
    }

    /// An input given back unchanged, its bytes not copied.
    pub fn same_as(input: &InputValue) -> Self {
        let mut payloads = Vec::new();
        let mut value = input.clone();
        renumber(&mut value, &mut payloads);
        Self { fields: fields(value), payloads }
    }
}

fn fields(value: Json) -> Map<String, Json> {
    match value {
        Json::Object(fields) => fields,
        other => Map::from_iter([("json".to_owned(), other)]),
    }
}

/// Turns the numbers of input buffers into numbers of output payloads. Lists nest at most a few levels: the host's
/// parser of messages has a limit of its own.
fn renumber(value: &mut Json, payloads: &mut Vec<OutputPayload>) {
    if value["kind"] == "json" {
        return;
    }
    if let Some(items) = value.get_mut("items").and_then(Json::as_array_mut) {
        items.iter_mut().for_each(|item| renumber(item, payloads));
    }
    if let Some(buffer) = value.get("payload").and_then(Json::as_u64) {
        value["payload"] = json!(payloads.len());
        payloads.push(OutputPayload::Input(buffer as usize));
    }
}
