//! The filter vectors that every language shares.

mod support;

use serde_json::{Value, json};
use support::TestFile;

fn vectors() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../nodes/vectors/cel-filter.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The vectors' table as a file, and its column types.
fn table(vectors: &Value) -> (TestFile, Value) {
    let columns = vectors["columns"].as_array().unwrap();
    let names: Vec<&str> = columns.iter().map(|column| column["name"].as_str().unwrap()).collect();
    let mut text = names.join(",") + "\n";
    for row in vectors["rows"].as_array().unwrap() {
        let cells: Vec<String> = row.as_array().unwrap().iter().map(cell).collect();
        text += &(cells.join(",") + "\n");
    }
    let types: serde_json::Map<String, Value> = columns
        .iter()
        .map(|column| (column["name"].as_str().unwrap().to_owned(), column["type"].clone()))
        .collect();
    (TestFile::new(text), Value::Object(types))
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => format!("\"{}\"", text.replace('"', "\"\"")),
        other => other.to_string(),
    }
}

#[test]
fn filters_mean_what_the_vectors_say() {
    let vectors = vectors();
    let (file, types) = table(&vectors);
    let mut wrong = Vec::new();
    for case in vectors["cases"].as_array().unwrap() {
        let parameters =
            json!({"filter": case["filter"], "columnTypes": types, "select": ["id"], "header": "yes"});
        let passed = match file.run(parameters) {
            Ok(ran) => json!(ran.rows.into_iter().flatten().collect::<Vec<_>>()),
            Err(error) => json!(error.message),
        };
        if passed != case["passes"] {
            wrong.push(format!("{}: {} instead of {}", case["filter"], passed, case["passes"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn filters_are_refused_as_the_vectors_say() {
    let vectors = vectors();
    let (file, types) = table(&vectors);
    let mut wrong = Vec::new();
    for case in vectors["errors"].as_array().unwrap() {
        let code = match case["error"].as_str().unwrap() {
            "column" => "unknown-column".to_owned(),
            other => format!("filter-{other}"),
        };
        match file.run(json!({"filter": case["filter"], "columnTypes": types, "header": "yes"})) {
            Err(error)
                if error.code == code
                    && error.message.contains(case["names"].as_str().unwrap_or(""))
                    && error.message.starts_with(&sentence_beginning(case))
                    && error.message.ends_with(&sentence_end(case)) => {}
            Err(error) => wrong.push(format!("{}: {} {}", case["filter"], error.code, error.message)),
            Ok(_) => wrong.push(format!("{}: accepted", case["filter"])),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Where a filter is wrong, as far as the case says it.
fn sentence_beginning(case: &Value) -> String {
    let line = case["line"].as_u64().unwrap_or(1);
    let column = case["column"].as_u64().map_or(String::new(), |column| format!("{column}: "));
    format!("The filter is wrong at line {line}, column {column}")
}

fn sentence_end(case: &Value) -> String {
    case["says"].as_str().map_or(".".to_owned(), |says| format!("{says}."))
}

#[test]
fn files_mean_what_the_csv_rules_say() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../nodes/vectors/csv-rules.json");
    let vectors: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut wrong = Vec::new();
    for case in vectors["cases"].as_array().unwrap() {
        let file = TestFile::new(case["text"].as_str().unwrap());
        let read = match file.run(json!({})) {
            Ok(ran) => {
                let columns: Vec<Value> =
                    ran.columns.iter().zip(&ran.types).map(|(name, kind)| json!([name, kind])).collect();
                json!([columns, ran.rows])
            }
            Err(error) => json!(error.message),
        };
        let expected = json!([case["columns"], case["rows"]]);
        if read != expected {
            wrong.push(format!("{}: {read} instead of {expected}", case["name"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
