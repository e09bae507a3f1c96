//! Runs the processor over text and reads its Arrow stream back as cells.

#![allow(dead_code)]

use std::io::Write;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

use arrow_array::{
    Array, BooleanArray, Date32Array, Float64Array, Int64Array, StringArray, TimestampMillisecondArray,
};
use arrow_ipc::reader::StreamReader;
use atomiton_large_csv::{Control, Error, Options, run_with_chunks};
use serde_json::{Value, json};

/// A file in a folder of its own, removed with it.
pub struct TestFile {
    _folder: tempfile::TempDir,
    pub path: PathBuf,
}

impl TestFile {
    pub fn new(content: impl AsRef<[u8]>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data.csv");
        std::fs::File::create(&path).unwrap().write_all(content.as_ref()).unwrap();
        Self { _folder: folder, path }
    }

    pub fn shown(&self) -> String {
        self.path.display().to_string()
    }

    pub fn options(&self, mut parameters: Value) -> Options {
        parameters["path"] = Value::from(self.shown());
        Options::from_json(&parameters.to_string()).unwrap()
    }

    pub fn run(&self, parameters: Value) -> Result<Ran, Error> {
        run(&self.options(parameters), 512 << 10)
    }
}

/// A result: names, types, cells as JSON (numbers as their Rust text, so that NaN and int64 are exact), warnings.
#[derive(Debug, PartialEq)]
pub struct Ran {
    pub columns: Vec<String>,
    pub types: Vec<&'static str>,
    pub rows: Vec<Vec<Value>>,
    pub warnings: Vec<String>,
    pub ipc: Vec<u8>,
}

pub fn run(options: &Options, chunk_bytes: usize) -> Result<Ran, Error> {
    let cancel = AtomicBool::new(false);
    let warnings = Mutex::new(Vec::new());
    let warn = |line: &str| warnings.lock().unwrap().push(line.to_owned());
    let output =
        run_with_chunks(options, &Control { cancel: &cancel, progress: &|_| {}, warn: &warn }, chunk_bytes)?;
    let mut rows = Vec::new();
    for batch in StreamReader::try_new(output.ipc.as_slice(), None).unwrap() {
        let batch = batch.unwrap();
        for row in 0..batch.num_rows() {
            rows.push(batch.columns().iter().map(|column| cell(column.as_ref(), row)).collect());
        }
    }
    assert_eq!(rows.len() as u64, output.rows);
    Ok(Ran {
        columns: output.columns.iter().map(|(name, _)| name.clone()).collect(),
        types: output.columns.iter().map(|(_, column_type)| column_type.name()).collect(),
        rows,
        warnings: warnings.into_inner().unwrap(),
        ipc: output.ipc,
    })
}

fn cell(column: &dyn Array, row: usize) -> Value {
    if column.is_null(row) {
        return Value::Null;
    }
    let any = column.as_any();
    if let Some(column) = any.downcast_ref::<Int64Array>() {
        json!(column.value(row))
    } else if let Some(column) = any.downcast_ref::<Float64Array>() {
        float(column.value(row))
    } else if let Some(column) = any.downcast_ref::<BooleanArray>() {
        json!(column.value(row))
    } else if let Some(column) = any.downcast_ref::<StringArray>() {
        json!(column.value(row))
    } else if let Some(column) = any.downcast_ref::<Date32Array>() {
        json!(column.value(row))
    } else if let Some(column) = any.downcast_ref::<TimestampMillisecondArray>() {
        json!(column.value(row))
    } else {
        panic!("unexpected column {:?}", column.data_type())
    }
}

/// A float as a cell: JSON has no NaN.
pub fn float(value: f64) -> Value {
    if value.is_finite() { json!(value) } else { json!(value.to_string()) }
}
