use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;
use std::ops::Deref;

/// Bytes in this memory: borrowed from the host for the length of a call, or owned by the node.
#[derive(Debug)]
pub enum Bytes {
    Borrowed(&'static [u8]),
    Owned(Vec<u8>),
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Bytes::Borrowed(bytes) => bytes,
            Bytes::Owned(bytes) => bytes,
        }
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::Owned(bytes)
    }
}

/// Where bytes are, as it stands in a head.
#[derive(Deserialize, Serialize)]
pub(crate) struct Place {
    pub at: usize,
    pub length: usize,
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Place { at, length } = Place::deserialize(deserializer)?;
        // The host wrote these bytes before the call and frees them after it (see README).
        let bytes = match length {
            0 => &[],
            _ => unsafe { std::slice::from_raw_parts(at as *const u8, length) },
        };
        Ok(Bytes::Borrowed(bytes))
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Place { at: self.as_ptr() as usize, length: self.len() }.serialize(serializer)
    }
}

/// Pixel layouts: rows from top to bottom without padding.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ImageFormat {
    Rgba8,
    Gray8,
}

impl ImageFormat {
    /// Bytes of one pixel.
    pub fn channels(self) -> usize {
        match self {
            ImageFormat::Rgba8 => 4,
            ImageFormat::Gray8 => 1,
        }
    }
}

/// What travels on an edge, as the host's contracts define it. Plain data stays text: only who needs it parses it.
#[derive(Debug, Deserialize, Serialize)]
#[serde(try_from = "Flat", tag = "kind", rename_all = "lowercase")]
pub enum Value {
    Json {
        json: Box<RawValue>,
    },
    Bytes {
        bytes: Bytes,
    },
    Table {
        rows: u64,
        columns: Box<RawValue>,
        bytes: Bytes,
    },
    Tensor {
        dtype: String,
        shape: Vec<u64>,
        bytes: Bytes,
    },
    Image {
        width: u32,
        height: u32,
        format: ImageFormat,
        bytes: Bytes,
    },
    File {
        path: String,
        #[serde(rename = "sizeBytes")]
        size_bytes: u64,
        #[serde(rename = "modifiedMs")]
        modified_ms: Box<RawValue>,
    },
    List {
        items: Vec<Value>,
    },
}

impl Value {
    /// Plain data.
    pub fn json(value: &impl Serialize) -> Self {
        let text = serde_json::to_string(value).expect("plain data");
        Value::Json { json: RawValue::from_string(text).expect("plain data") }
    }

    /// The kind as the user reads it.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Json { .. } => "plain data",
            Value::Bytes { .. } => "bytes",
            Value::Table { .. } => "a table",
            Value::Tensor { .. } => "a tensor",
            Value::Image { .. } => "an image",
            Value::File { .. } => "a file",
            Value::List { .. } => "a list",
        }
    }
}

/// A value as it stands in a head: raw text cannot be read through serde's tagged enums.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Flat {
    kind: String,
    #[serde(default, deserialize_with = "raw")]
    json: Option<Box<RawValue>>,
    bytes: Option<Bytes>,
    rows: Option<u64>,
    #[serde(default, deserialize_with = "raw")]
    columns: Option<Box<RawValue>>,
    dtype: Option<String>,
    shape: Option<Vec<u64>>,
    width: Option<u32>,
    height: Option<u32>,
    format: Option<ImageFormat>,
    path: Option<String>,
    size_bytes: Option<u64>,
    #[serde(default, deserialize_with = "raw")]
    modified_ms: Option<Box<RawValue>>,
    items: Option<Vec<Value>>,
}

/// `null` is a value here, not an absent one.
fn raw<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Box<RawValue>>, D::Error> {
    Box::<RawValue>::deserialize(deserializer).map(Some)
}

impl TryFrom<Flat> for Value {
    type Error = String;

    fn try_from(flat: Flat) -> Result<Self, String> {
        let kind = flat.kind.clone();
        let value = match flat.kind.as_str() {
            "json" => flat.json.map(|json| Value::Json { json }),
            "bytes" => flat.bytes.map(|bytes| Value::Bytes { bytes }),
            "table" => (|| Some(Value::Table { rows: flat.rows?, columns: flat.columns?, bytes: flat.bytes? }))(),
            "tensor" => (|| Some(Value::Tensor { dtype: flat.dtype?, shape: flat.shape?, bytes: flat.bytes? }))(),
            "image" => (|| {
                let (width, height) = (flat.width?, flat.height?);
                Some(Value::Image { width, height, format: flat.format?, bytes: flat.bytes? })
            })(),
            "file" => (|| {
                let (path, size_bytes) = (flat.path?, flat.size_bytes?);
                Some(Value::File { path, size_bytes, modified_ms: flat.modified_ms? })
            })(),
            "list" => flat.items.map(|items| Value::List { items }),
            _ => return Err(format!("the kind {kind} is unknown")),
        };
        value.ok_or_else(|| format!("a value of the kind {kind} is not complete"))
    }
}
