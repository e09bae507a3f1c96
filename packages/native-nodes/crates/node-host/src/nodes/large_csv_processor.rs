use std::collections::BTreeMap;

use atomiton_large_csv::{ColumnType, Control, Options, run};
use serde_json::json;

use crate::node::{CallContext, LogLevel, NodeError, NodeInstance, OpenContext};
use crate::value::OutputValue;

struct LargeCsvProcessor;

pub fn open(_context: &OpenContext) -> Result<Box<dyn NodeInstance>, NodeError> {
    Ok(Box::new(LargeCsvProcessor))
}

impl NodeInstance for LargeCsvProcessor {
    /// Outputs: `table`, and `rows`, the number of its rows.
    fn call(&mut self, context: &CallContext) -> Result<(), NodeError> {
        let options = Options::from_json(context.parameters)?;
        let control = Control {
            cancel: context.cancel,
            progress: &|fraction| context.events.progress(fraction, None),
            warn: &|line| context.events.log(LogLevel::Warn, line),
        };
        let output = run(&options, &control)?;
        let columns: Vec<(String, &'static str)> =
            output.columns.into_iter().map(|(name, column_type)| (name, arrow_name(column_type))).collect();
        context.events.emit(BTreeMap::from([
            ("table".to_owned(), OutputValue::table(output.ipc, output.rows, &columns)),
            ("rows".to_owned(), OutputValue::json(json!(output.rows))),
        ]))
    }
}

/// The name that the Arrow library of TypeScript gives the type.
fn arrow_name(column_type: ColumnType) -> &'static str {
    match column_type {
        ColumnType::Int64 => "Int64",
        ColumnType::Float64 => "Float64",
        ColumnType::Bool => "Bool",
        ColumnType::Date => "Date32<DAY>",
        ColumnType::Timestamp => "Timestamp<MILLISECOND>",
        ColumnType::Text => "Utf8",
    }
}
