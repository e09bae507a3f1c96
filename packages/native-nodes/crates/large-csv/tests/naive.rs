//! The processor against a plain implementation, over random files, chunk sizes and thread counts.

mod support;

use proptest::prelude::*;
use serde_json::{Value, json};
use support::{TestFile, float, run};

#[derive(Clone, Debug)]
struct Row {
    key: Option<i64>,
    text: Option<String>,
    number: Option<f64>,
}

fn row() -> impl Strategy<Value = Row> {
    let text = prop_oneof![
        3 => "[a-c]{1,3}",
        1 => "[a-c ,\"\n]{0,20}",
        1 => "a long key of more bytes than fit [0-2]",
        1 => "[ä😀x]{1,4}",
    ];
    let number =
        (-9999i64..9999, 0u32..4).prop_map(|(digits, decimals)| digits as f64 / 10f64.powi(decimals as i32));
    (
        proptest::option::weighted(0.9, -4i64..5),
        proptest::option::weighted(0.9, text),
        proptest::option::weighted(0.9, number),
    )
        .prop_map(|(key, text, number)| Row { key, text, number })
}

/// Text in quotes where it needs them, and where `quoted` says so.
fn field(text: &str, quoted: bool) -> String {
    if quoted || text.is_empty() || text.contains([',', '"', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

fn csv(rows: &[Row], newline: &str, quoted: bool) -> String {
    let mut text = format!("key,text,number,unused{newline}");
    for (at, row) in rows.iter().enumerate() {
        let cells = [
            row.key.map_or(String::new(), |key| key.to_string()),
            row.text.as_deref().map_or(String::new(), |text| field(text, quoted && at % 3 == 0)),
            row.number.map_or(String::new(), |number| number.to_string()),
            format!("\"x{newline}y\""),
        ];
        text += &(cells.join(",") + newline);
    }
    text
}

fn parameters(threads: usize) -> Value {
    json!({"columnTypes": {"key": "int64", "text": "string", "number": "float64"}, "threads": threads, "header": "yes"})
}

fn with(base: &Value, more: Value) -> Value {
    let mut all = base.clone();
    all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    all
}

fn cells(row: &Row) -> Vec<Value> {
    vec![json!(row.key), json!(row.text), row.number.map_or(Value::Null, float)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn agrees_with_a_plain_implementation(
        rows in proptest::collection::vec(row(), 0..60),
        crlf: bool,
        quoted: bool,
        chunk_bytes in 24usize..400,
        threads in 1usize..4,
        limit in 1usize..20,
    ) {
        let file = TestFile::new(csv(&rows, if crlf { "\r\n" } else { "\n" }, quoted));
        let base = parameters(threads);
        let of = |more: Value| run(&file.options(with(&base, more)), chunk_bytes).unwrap().rows;
        let columns = json!(["key", "text", "number"]);

        let all: Vec<Vec<Value>> = rows.iter().map(cells).collect();
        prop_assert_eq!(&of(json!({"select": columns})), &all);
        prop_assert_eq!(&of(json!({"select": columns, "limit": limit})), &all[..limit.min(all.len())]);

        let passes = |row: &&Row| row.number.is_some_and(|number| number > 1.5) && row.text.as_deref() != Some("a");
        let kept: Vec<Vec<Value>> = rows.iter().filter(passes).map(cells).collect();
        let filter = "number > 1.5 && text != \"a\"";
        prop_assert_eq!(&of(json!({"select": columns, "filter": filter})), &kept);

        let mut sorted: Vec<&Row> = rows.iter().collect();
        sorted.sort_by(|left, right| {
            let by_key = match (left.key, right.key) {
                (Some(left), Some(right)) => right.cmp(&left),
                (left, right) => right.is_some().cmp(&left.is_some()),
            };
            let by_text = match (&left.text, &right.text) {
                (Some(left), Some(right)) => left.cmp(right),
                (left, right) => right.is_some().cmp(&left.is_some()),
            };
            by_key.then(by_text)
        });
        let sorted: Vec<Vec<Value>> = sorted.into_iter().map(cells).collect();
        prop_assert_eq!(&of(json!({"select": columns, "sort": ["key desc", "text"]})), &sorted);
        prop_assert_eq!(
            &of(json!({"select": columns, "sort": ["key desc", "text"], "limit": limit})),
            &sorted[..limit.min(sorted.len())]
        );

        for keys in [vec!["text"], vec!["key"], vec!["text", "key"], vec!["number"]] {
            let groups = plain_groups(rows.iter().filter(passes), &keys);
            let aggregates = ["count()", "count(text)", "sum(number)", "mean(key)", "min(number)", "max(text)", "sum(key)"];
            prop_assert_eq!(&of(json!({"filter": filter, "groupBy": keys, "aggregates": aggregates})), &groups);
        }
    }
}

/// Groups in order of first appearance; sums from the first row to the last.
fn plain_groups<'a>(rows: impl Iterator<Item = &'a Row>, keys: &[&str]) -> Vec<Vec<Value>> {
    let mut groups: Vec<(Vec<Value>, Vec<&Row>)> = Vec::new();
    for row in rows {
        let all = cells(row);
        let key: Vec<Value> = keys
            .iter()
            .map(|key| all[["key", "text", "number"].iter().position(|name| name == key).unwrap()].clone())
            .collect();
        // -0 and 0 are one group, called by the first form seen.
        match groups
            .iter_mut()
            .find(|(other, _)| other.iter().zip(&key).all(|(left, right)| same(left, right)))
        {
            Some((_, members)) => members.push(row),
            None => groups.push((key, vec![row])),
        }
    }
    let line = |(mut line, members): (Vec<Value>, Vec<&Row>)| {
        line.iter_mut().for_each(|cell| {
            if cell.as_f64() == Some(0.0) && cell.is_f64() {
                *cell = json!(0.0);
            }
        });
        let numbers: Vec<f64> = members.iter().filter_map(|row| row.number).collect();
        let keys: Vec<i64> = members.iter().filter_map(|row| row.key).collect();
        let texts: Vec<&String> = members.iter().filter_map(|row| row.text.as_ref()).collect();
        let some = |there: bool, value: Value| if there { value } else { Value::Null };
        line.extend([
            json!(members.len()),
            json!(texts.len()),
            some(!numbers.is_empty(), json!(numbers.iter().fold(0.0, |sum, number| sum + number))),
            some(!keys.is_empty(), json!(keys.iter().sum::<i64>() as f64 / keys.len() as f64)),
            some(!numbers.is_empty(), json!(numbers.iter().copied().fold(f64::INFINITY, f64::min))),
            json!(texts.iter().max()),
            some(!keys.is_empty(), json!(keys.iter().sum::<i64>())),
        ]);
        line
    };
    groups.into_iter().map(line).collect()
}

fn same(left: &Value, right: &Value) -> bool {
    left == right || (left.is_f64() && right.is_f64() && left.as_f64() == right.as_f64())
}
