//! What the processor makes of a file, case by case.

mod support;

use serde_json::{Value, json};
use support::{TestFile, run};

const SALES: &str = "city,year,price,active\nOslo,2020,1.5,true\nRome,2021,-2,false\nOslo,2021,,true\n,2019,4.25,NA\nRome,2020,0.5,true\n";

fn rows(parameters: Value) -> Value {
    json!(TestFile::new(SALES).run(parameters).unwrap().rows)
}

#[test]
fn all_rows_with_detected_types() {
    let ran = TestFile::new(SALES).run(json!({})).unwrap();
    assert_eq!(ran.columns, ["city", "year", "price", "active"]);
    assert_eq!(ran.types, ["string", "int64", "float64", "bool"]);
    assert_eq!(
        json!(ran.rows),
        json!([
            ["Oslo", 2020, 1.5, true],
            ["Rome", 2021, -2.0, false],
            ["Oslo", 2021, null, true],
            [null, 2019, 4.25, null],
            ["Rome", 2020, 0.5, true]
        ])
    );
}

#[test]
fn codes_with_leading_zeros_stay_text_and_a_plus_is_a_sign() {
    let ran =
        TestFile::new("code,decimal,whole\n007,00.5,9007199254740993\n010,01.5,+7\n").run(json!({})).unwrap();
    assert_eq!(ran.types, ["string", "string", "int64"]);
    assert_eq!(json!(ran.rows), json!([["007", "00.5", 9_007_199_254_740_993_i64], ["010", "01.5", 7]]));
}

#[test]
fn filter_select_sort_and_limit() {
    assert_eq!(rows(json!({"filter": "price > 0 && city == \"Oslo\""})), json!([["Oslo", 2020, 1.5, true]]));
    assert_eq!(
        rows(json!({"select": ["price", "city"], "limit": 2})),
        json!([[1.5, "Oslo"], [-2.0, "Rome"]])
    );
    assert_eq!(
        rows(json!({"select": ["city"], "sort": ["price desc"]})),
        json!([[null], ["Oslo"], ["Rome"], ["Rome"], ["Oslo"]])
    );
    assert_eq!(
        rows(json!({"select": ["year", "price"], "sort": ["year desc", "price"], "limit": 3})),
        json!([[2021, -2.0], [2021, null], [2020, 0.5]])
    );
    assert_eq!(rows(json!({"filter": "price > 1000"})), json!([]));
}

#[test]
fn groups_come_in_order_of_first_appearance() {
    let aggregates = [
        "count()",
        "count(price)",
        "sum(price)",
        "mean(year)",
        "min(price)",
        "max(city)",
        "sum(year) as years",
    ];
    let ran = TestFile::new(SALES).run(json!({"groupBy": ["city"], "aggregates": aggregates})).unwrap();
    assert_eq!(
        ran.columns,
        ["city", "count", "price_count", "price_sum", "year_mean", "price_min", "city_max", "years"]
    );
    assert_eq!(ran.types, ["string", "int64", "int64", "float64", "float64", "float64", "string", "int64"]);
    assert_eq!(
        json!(ran.rows),
        json!([
            ["Oslo", 2, 1, 1.5, 2020.5, 1.5, "Oslo", 4041],
            ["Rome", 2, 2, -1.5, 2020.5, -2.0, "Rome", 4041],
            [null, 1, 1, 4.25, 2019.0, 4.25, null, 2019]
        ])
    );
}

#[test]
fn groups_by_several_columns_and_of_nulls() {
    assert_eq!(
        rows(json!({"groupBy": ["active", "year"], "aggregates": ["count()"], "sort": ["year", "active"]})),
        json!([[null, 2019, 1], [true, 2020, 2], [false, 2021, 1], [true, 2021, 1]])
    );
    assert_eq!(
        rows(json!({"groupBy": ["price"], "sort": ["price desc"], "limit": 2})),
        json!([[4.25], [1.5]])
    );
}

#[test]
fn aggregates_without_groups_are_one_row() {
    assert_eq!(rows(json!({"aggregates": ["sum(price)", "count()"]})), json!([[4.25, 5]]));
    assert_eq!(
        rows(json!({"filter": "year > 3000", "aggregates": ["sum(price)", "count()", "min(city)"]})),
        json!([[null, 0, null]])
    );
    assert_eq!(
        rows(json!({"filter": "year > 3000", "groupBy": ["city"], "aggregates": ["count()"]})),
        json!([])
    );
}

#[test]
fn aggregates_of_nothing_but_null_and_nan() {
    let file = TestFile::new("k,x\n1,\n1,NA\n2,NaN\n2,3\n3,NaN\n");
    let ran = file
        .run(json!({"groupBy": ["k"], "aggregates": ["sum(x)", "min(x)", "max(x)", "count(x)"]}))
        .unwrap();
    assert_eq!(
        json!(ran.rows),
        json!([[1, null, null, null, 0], [2, "NaN", 3.0, 3.0, 2], [3, "NaN", "NaN", "NaN", 1]])
    );
}

#[test]
fn keys_longer_than_twelve_bytes_and_alike_at_the_start() {
    let long = "the same beginning, and then ";
    let text: String = (0..300)
        .map(|row| format!("\"{long}{}\",{row}\n", row % 7))
        .fold("k,v\n".into(), |all, line| all + &line);
    let ran = run(
        &TestFile::new(text).options(json!({"groupBy": ["k"], "aggregates": ["count()"], "threads": 2})),
        200,
    );
    let rows = ran.unwrap().rows;
    assert_eq!(rows.len(), 7);
    assert_eq!(json!(rows[6]), json!([format!("{long}6"), 42]));
}

#[test]
fn quoting_as_rfc_4180() {
    let file =
        TestFile::new("a,\"b \"\"c\"\"\",d\r\n\"x,1\",\"line\r\nbreak\",\"\"\r\n\"say \"\"hi\"\"\",,z\r\n");
    let ran = file.run(json!({})).unwrap();
    assert_eq!(ran.columns, ["a", "b \"c\"", "d"]);
    assert_eq!(json!(ran.rows), json!([["x,1", "line\r\nbreak", ""], ["say \"hi\"", null, "z"]]));
}

#[test]
fn a_quote_inside_an_unquoted_field_is_text() {
    let mut text = String::from("size,name\n");
    for row in 0..200 {
        text += &format!("{row}\" pipe,\"a,\nb\"\n");
    }
    text += "7\",last\n";
    let file = TestFile::new(text);
    for chunk_bytes in [64, 100, 1 << 20] {
        let ran = run(&file.options(json!({"threads": 2})), chunk_bytes).unwrap();
        assert_eq!(ran.rows.len(), 201, "chunks of {chunk_bytes}");
        assert_eq!(json!(ran.rows[150]), json!(["150\" pipe", "a,\nb"]));
        assert_eq!(json!(ran.rows[200]), json!(["7\"", "last"]));
    }
}

#[test]
fn quoting_can_be_switched_off() {
    let ran = TestFile::new("a,b\n\"x,y\"\n").run(json!({"quoting": false})).unwrap();
    assert_eq!(json!(ran.rows), json!([["\"x", "y\""]]));
}

#[test]
fn delimiters_are_detected() {
    for (delimiter, name) in [(";", ";"), ("\t", "tab"), ("|", "|"), (",", ",")] {
        let text = format!("a{delimiter}b c\n1{delimiter}x y\n2{delimiter}z, w\n");
        let ran = TestFile::new(text.replace("z, w", if name == "," { "zw" } else { "z, w" }))
            .run(json!({}))
            .unwrap();
        assert_eq!(ran.columns, ["a", "b c"], "{name}");
        assert_eq!(ran.rows.len(), 2);
    }
    let ran = TestFile::new("a;b\n1,5;2\n").run(json!({"delimiter": ","}));
    assert_eq!(ran.unwrap_err().message, "Row 2 has 2 fields; 1 were expected.");
}

#[test]
fn one_column_blank_lines_and_no_newline_at_the_end() {
    let ran = TestFile::new("n\n1\n\n2\r\n\r\n3").run(json!({"aggregates": ["sum(n)", "count()"]})).unwrap();
    assert_eq!(json!(ran.rows), json!([[6, 3]]));
}

#[test]
fn line_ends_of_old_macs() {
    assert_eq!(json!(TestFile::new("a,b\r1,2\r3,4\r").run(json!({})).unwrap().rows), json!([[1, 2], [3, 4]]));
}

#[test]
fn header_on_off_and_detected() {
    let off = TestFile::new("1,x\n2,y\n").run(json!({})).unwrap();
    assert_eq!((off.columns, off.rows.len()), (vec!["column_1".to_owned(), "column_2".to_owned()], 2));
    let on = TestFile::new("1,x\n2,y\n").run(json!({"header": "yes"})).unwrap();
    assert_eq!((on.columns, on.rows.len()), (vec!["1".to_owned(), "x".to_owned()], 1));
    let none = TestFile::new("a,b\nc,d\n").run(json!({"header": "no"})).unwrap();
    assert_eq!(json!(none.rows), json!([["a", "b"], ["c", "d"]]));
}

#[test]
fn doubled_and_blank_names() {
    let ran = TestFile::new("a,,a,a_2\n1,2,3,4\n").run(json!({})).unwrap();
    assert_eq!(ran.columns, ["a", "column_2", "a_2", "a_2_2"]);
    assert_eq!(
        ran.warnings[0],
        "The name \"a\" stands more than once in the header; column 3 is called \"a_2\"."
    );
}

#[test]
fn only_a_header_is_an_empty_table() {
    let ran = TestFile::new("city,price\n").run(json!({"filter": "price > 0 && city == \"Oslo\""})).unwrap();
    assert_eq!((ran.columns, ran.rows.len()), (vec!["city".to_owned(), "price".to_owned()], 0));
    let ran =
        TestFile::new("city,price").run(json!({"groupBy": ["city"], "aggregates": ["sum(price)"]})).unwrap();
    assert_eq!((ran.types, ran.rows.len()), (vec!["string", "float64"], 0));
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_first_name() {
    let ran = TestFile::new("\u{feff}a,b\n1,2\n").run(json!({"filter": "a == 1"})).unwrap();
    assert_eq!((ran.columns, json!(ran.rows)), (vec!["a".to_owned(), "b".to_owned()], json!([[1, 2]])));
}

#[test]
fn int64_becomes_float64_where_the_rest_of_the_file_asks_for_it() {
    let mut text = String::from("id,n\n");
    for row in 0..200_000 {
        text += &format!("{row},7\n");
    }
    text += "200000,7.5\n";
    let ran = TestFile::new(text).run(json!({"aggregates": ["sum(n)", "max(n)"]})).unwrap();
    assert_eq!(json!(ran.rows), json!([[1_400_007.5, 7.5]]));
    assert_eq!(
        ran.warnings,
        ["Column \"n\" looked like int64 and is float64 from row 200002 on; reading again."]
    );
}

#[test]
fn types_can_be_given() {
    let parameters =
        json!({"columnTypes": {"zip": "string", "day": "date", "at": "timestamp", "n": "float64"}});
    let ran =
        TestFile::new("zip,day,at,n\n01234,1970-01-03,1970-01-01T00:00:01Z,3\n").run(parameters).unwrap();
    assert_eq!(ran.types, ["string", "date", "timestamp", "float64"]);
    assert_eq!(json!(ran.rows), json!([["01234", 2, 1000, 3.0]]));
}

#[test]
fn ragged_rows_can_be_left_out() {
    let ran = TestFile::new("a,b\n1,2\n3\n4,5,6\n7,8\n").run(json!({"raggedRows": "skip"})).unwrap();
    assert_eq!(json!(ran.rows), json!([[1, 2], [7, 8]]));
    assert_eq!(ran.warnings, ["2 rows were skipped for a wrong number of fields."]);
}

#[test]
fn values_are_checked_only_where_they_are_used() {
    let mut text = String::from("a,b\n");
    for row in 0..200_000 {
        text += &format!("{row},{row}\n");
    }
    text += "5,wrong\n";
    let file = TestFile::new(text);
    assert_eq!(
        json!(file.run(json!({"aggregates": ["count()", "max(a)"]})).unwrap().rows),
        json!([[200_001, 199_999]])
    );
    assert_eq!(
        file.run(json!({"aggregates": ["max(b)"]})).unwrap_err().message,
        "Row 200002, column \"b\": \"wrong\" is not int64."
    );
    assert_eq!(
        json!(file.run(json!({"filter": "a > 199998", "select": ["b"]})).unwrap().rows),
        json!([[199_999]])
    );
}

#[test]
fn numbers_in_quotes_and_with_spaces() {
    let ran = TestFile::new("a,b\n\"1\", 2.5 \n\"-3\",\"4\"\n").run(json!({})).unwrap();
    assert_eq!((ran.types, json!(ran.rows)), (vec!["int64", "float64"], json!([[1, 2.5], [-3, 4.0]])));
}

#[test]
fn the_result_is_the_same_for_every_number_of_threads() {
    let mut text = String::from("k,x\n");
    for row in 0..50_000u64 {
        text += &format!("{},{}.{}\n", row * 7919 % 1013, row * 31 % 9973, row % 97);
    }
    let file = TestFile::new(text);
    let of = |threads: usize, chunk_bytes: usize| {
        let parameters =
            json!({"groupBy": ["k"], "aggregates": ["sum(x)", "mean(x)", "count()"], "threads": threads});
        run(&file.options(parameters), chunk_bytes).unwrap().ipc
    };
    let one = of(1, 1 << 20);
    for (threads, chunk_bytes) in [(2, 4096), (3, 1000), (8, 10_000)] {
        assert!(of(threads, chunk_bytes) == one, "{threads} threads, chunks of {chunk_bytes}");
    }
}

#[test]
fn a_record_one_byte_longer_than_a_chunk() {
    let file = TestFile::new(
        "key,text,number,unused\r\n-1,\"a\"\" \"\" a,\n\"\"\"\"\n\"\"\n \",-101.1,\"x\r\ny\"\r\n",
    );
    for chunk_bytes in [39, 40, 41, 1000] {
        let ran = run(&file.options(json!({"threads": 1})), chunk_bytes).unwrap();
        assert_eq!(ran.rows.len(), 1, "chunks of {chunk_bytes} {:?}", ran);
    }
}
