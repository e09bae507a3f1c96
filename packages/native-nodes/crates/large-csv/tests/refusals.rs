//! Every bad input with its message: what was received, what was expected.

mod support;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use atomiton_large_csv::{Control, ErrorKind, Options, run_with_chunks};
use serde_json::{Value, json};
use support::{TestFile, run};

fn refused(content: impl AsRef<[u8]>, parameters: Value) -> (String, String) {
    let file = TestFile::new(content);
    let error = file.run(parameters).unwrap_err();
    assert!(error.hint.is_some_and(|hint| hint.len() > 10), "{} has no way out", error.message);
    (error.code.to_owned(), error.message.replace(&file.shown(), "FILE"))
}

fn path_refused(path: &Path) -> (&'static str, String) {
    let error = run(&Options::for_file(path), 1 << 20).unwrap_err();
    let shown = path.display().to_string();
    let message = if shown.is_empty() { error.message } else { error.message.replace(&shown, "FILE") };
    (error.code, message)
}

#[test]
fn files_that_are_none() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(
        path_refused(Path::new("")),
        ("file-missing", "No file is given; a path to a CSV file was expected.".into())
    );
    assert_eq!(
        path_refused(&folder.path().join("gone.csv")),
        ("file-not-found", "FILE does not exist; a CSV file was expected.".into())
    );
    assert_eq!(
        path_refused(folder.path()),
        ("file-is-directory", "FILE is a folder; a CSV file was expected.".into())
    );
    #[cfg(target_os = "linux")]
    assert_eq!(
        path_refused(Path::new("/dev/null")),
        ("file-not-regular", "FILE is a pipe, socket or device; a regular file was expected.".into())
    );
}

#[test]
fn files_that_are_not_csv() {
    let of = |content: &[u8]| refused(content, json!({}));
    assert_eq!(
        of(b""),
        (
            "file-empty".into(),
            "FILE is empty (0 bytes); a CSV file with at least a header was expected.".into()
        )
    );
    assert_eq!(of(b"\xEF\xBB\xBF").0, "file-empty");
    assert_eq!(
        of(b"\xFF\xFEa\0,\0"),
        ("wrong-encoding".into(), "FILE is encoded as UTF-16; UTF-8 was expected.".into())
    );
    assert_eq!(of(b"\xFF\xFE\0\0a\0\0\0").1, "FILE is encoded as UTF-32; UTF-8 was expected.");
    assert_eq!(
        of(b"\x1F\x8B\x08aaaa"),
        ("file-not-csv".into(), "FILE is a gzip archive; a CSV text file was expected.".into())
    );
    assert_eq!(
        of(b"PK\x03\x04aaaa").1,
        "FILE is a ZIP archive or an Excel workbook; a CSV text file was expected."
    );
    assert_eq!(
        of(b"a,b\n1,\0\n"),
        ("file-binary".into(), "FILE has a NUL byte at byte 6: it is binary, or UTF-16 without a mark; CSV text in UTF-8 was expected.".into())
    );
    assert_eq!(
        of(b"name\nM\xFCller\n"),
        ("wrong-encoding".into(), "FILE is not UTF-8: byte 0xFC at byte 6 starts no character.".into())
    );
}

#[test]
fn bytes_that_are_wrong_far_into_the_file() {
    let mut text = b"a,b\n".to_vec();
    while text.len() < 3_000_000 {
        text.extend_from_slice(b"1,x\n");
    }
    let at = text.len() + 2;
    let with = |bytes: &[u8]| {
        let mut text = text.clone();
        text.extend_from_slice(bytes);
        text.extend_from_slice(b"1,y\n".repeat(500_000).as_slice());
        refused(text, json!({})).1
    };
    assert_eq!(
        with(b"1,\xE9t\xE9\n"),
        format!("FILE is not UTF-8: byte 0xE9 at byte {at} starts no character.")
    );
    assert!(with(b"1,\0\n").starts_with(&format!("FILE has a NUL byte at byte {at}: ")));
    assert_eq!(with(b"1,2,3\n"), "Row 750001 has 3 fields; 2 were expected.");
    assert_eq!(with(b"1\n"), "Row 750001 has 1 field; 2 were expected.");
    assert_eq!(
        with(b"1,\"x\"y\n"),
        "Row 750001 has a quoted field that goes on after its closing quote; a delimiter was expected."
    );
    assert_eq!(with(b"1,\"x\n"), "Row 750001 opens a quote that is never closed.");
}

#[test]
fn rows_that_do_not_fit() {
    let of = |text: &str, parameters: Value| refused(text, parameters);
    assert_eq!(
        of("a,b\n1,2\n3\n", json!({})),
        ("ragged-row".into(), "Row 3 has 1 field; 2 were expected.".into())
    );
    assert_eq!(of("a,b\n\n1,2\n\"3\n\",4,5\n", json!({})).1, "Row 4 has 3 fields; 2 were expected.");
    assert_eq!(of("\na,b\n", json!({})).0, "header-missing");
    assert_eq!(
        of("a,\"b\n1,2\n", json!({})).1,
        "FILE opens a quote in its first record and never closes it."
    );
    assert_eq!(
        of("a,b\n1,x\n", json!({"columnTypes": {"b": "int64"}})),
        ("value-type".into(), "Row 2, column \"b\": \"x\" is not int64.".into())
    );
    assert_eq!(
        of("d\n2023-02-30\n", json!({"columnTypes": {"d": "date"}})).1,
        "Row 2, column \"d\": \"2023-02-30\" is not date."
    );
}

#[test]
fn parameters_that_name_what_is_not_there() {
    let of = |parameters: Value| refused("city,price\nOslo,1\n", parameters);
    let there = "there is \"city\", \"price\".";
    assert_eq!(
        of(json!({"select": ["town"]})),
        (
            "unknown-column".into(),
            format!("\"town\" stands in the selected columns and is no column; {there}")
        )
    );
    assert_eq!(
        of(json!({"groupBy": ["town"]})).1,
        format!("\"town\" stands in the groups or aggregates and is no column; {there}")
    );
    assert_eq!(
        of(json!({"columnTypes": {"town": "int64"}})).1,
        format!("\"town\" stands in the column types and is no column; {there}")
    );
    assert_eq!(
        of(json!({"groupBy": ["city"], "aggregates": ["sum(price) as total"], "sort": ["price"]})).1,
        "\"price\" stands in the sort keys and is no column; there is \"city\", \"total\"."
    );
    assert_eq!(of(json!({"select": ["city", "city"]})).1, "\"city\" is selected twice.");
    assert_eq!(
        of(json!({"groupBy": ["city"], "aggregates": ["count()", "count(city) as count"]})).1,
        "The result would have two columns called \"count\"."
    );
    assert_eq!(
        of(json!({"aggregates": ["sum(city)"]})),
        ("aggregate-type".into(), "sum(city) needs numbers; column \"city\" is string.".into())
    );
    assert_eq!(of(json!({"filter": "price >"})).0, "filter-syntax");
    assert_eq!(
        of(json!({"filter": "town == 1"})).1,
        "The filter is wrong at line 1, column 1: \"town\" is no column; the file has \"city\", \"price\"."
    );
    assert_eq!(
        of(json!({"filter": "city > 5"})),
        (
            "filter-type".into(),
            "The filter is wrong at line 1, column 6: a string is compared with an int64.".into()
        )
    );
}

/// Each of these would overflow the stack of an ordinary thread, which ends the whole process.
#[test]
fn filters_that_are_nested_too_deep() {
    let of = |filter: String| refused("city,price\nOslo,1\n", json!({"filter": filter})).0;
    assert_eq!(of(format!("price{} > 0", " + price".repeat(1200))), "filter-too-deep");
    assert_eq!(of(format!("price{}", ">price".repeat(1600))), "filter-too-deep");
    assert_eq!(of(format!("city{}", ".a".repeat(4900))), "filter-too-deep");
    assert_eq!(of(format!("row{}", "[1]".repeat(3300))), "filter-too-deep");
    assert_eq!(of(format!("{}1{} == price", "(".repeat(4900), ")".repeat(4900))), "filter-syntax");
    assert_eq!(of(format!("{}price > 0", "-".repeat(10_000))), "filter-syntax");
    let many = format!("price == 1{}", " || price == 2".repeat(700));
    assert_eq!(TestFile::new("city,price\nOslo,1\n").run(json!({"filter": many})).unwrap().rows.len(), 1);
}

#[test]
fn a_sum_that_leaves_int64() {
    let text = "n\n9223372036854775807\n9223372036854775807\n";
    let (code, message) = refused(text, json!({"aggregates": ["sum(n)"]}));
    assert_eq!(
        (code.as_str(), message.as_str()),
        ("sum-overflow", "\"n_sum\" comes to 18446744073709551614, which does not fit an int64.")
    );
}

/// `rows` rows with a key of its own each.
fn distinct(rows: usize) -> TestFile {
    TestFile::new(
        (0..rows).fold(String::from("k,v\n"), |text, row| text + &format!("key number {row},{row}\n")),
    )
}

#[test]
fn groups_that_do_not_fit_name_their_number() {
    let file = distinct(200_000);
    for threads in [1, 2] {
        let error = file
            .run(json!({"groupBy": ["k"], "aggregates": ["sum(v)"], "memoryMb": 4, "threads": threads}))
            .unwrap_err();
        assert_eq!((error.kind, error.code), (ErrorKind::Resource, "too-many-groups"));
        let (groups, rest) = error.message.split_once(" groups after ").unwrap();
        let groups: u64 = groups.replace(',', "").parse().unwrap();
        assert!((1000..200_000).contains(&groups), "{}", error.message);
        assert!(rest.ends_with(", more than the memory limit of 4 MB."), "{rest}");
        assert_eq!(
            error.hint.unwrap(),
            "Raise the memory limit, group by columns with fewer different values, or filter first."
        );
    }
    assert_eq!(
        file.run(json!({"groupBy": ["k"], "aggregates": ["sum(v)"], "memoryMb": 64})).unwrap().rows.len(),
        200_000
    );
}

#[test]
fn rows_that_do_not_fit_name_their_bytes() {
    let file = distinct(400_000);
    let error = file.run(json!({"memoryMb": 16})).unwrap_err();
    assert_eq!((error.kind, error.code), (ErrorKind::Resource, "result-too-large"));
    assert!(error.message.contains(" bytes), more than the memory limit of 16 MB."), "{}", error.message);
    assert!(error.message.contains(" rows kept after "), "{}", error.message);
    // A top N of the same file needs no more than its rows.
    let ran = file.run(json!({"memoryMb": 16, "sort": ["v desc"], "limit": 3, "select": ["v"]})).unwrap();
    assert_eq!(json!(ran.rows), json!([[399_999], [399_998], [399_997]]));
}

#[test]
fn a_cancelled_run_ends_at_once() {
    let mut text = String::from("k,v\n");
    for row in 0..500_000u32 {
        text += &format!("{},{}\n", row.wrapping_mul(2_654_435_761), row % 1000);
    }
    let file = TestFile::new(text);
    for parameters in [
        json!({"groupBy": ["k"], "aggregates": ["sum(v)"], "sort": ["v_sum desc", "k"], "threads": 2}),
        json!({"sort": ["v", "k desc"], "threads": 2}),
    ] {
        let options = file.options(parameters);
        let started = Instant::now();
        run(&options, 512 << 10).unwrap();
        let whole = started.elapsed();
        for share in [0.1, 0.5, 0.9] {
            let cancel = AtomicBool::new(false);
            let mut cancelled_at = None;
            let result = std::thread::scope(|scope| {
                let running = scope.spawn(|| {
                    let control = Control { cancel: &cancel, progress: &|_| {}, warn: &|_| {} };
                    run_with_chunks(&options, &control, 512 << 10)
                });
                std::thread::sleep(whole.mul_f64(share));
                cancel.store(true, Ordering::Relaxed);
                cancelled_at = Some(Instant::now());
                running.join().unwrap()
            });
            let reaction = cancelled_at.unwrap().elapsed();
            assert!(reaction < Duration::from_secs(2), "took {reaction:?} to stop");
            if let Err(error) = result {
                assert_eq!((error.kind, error.code), (ErrorKind::Cancelled, "cancelled"));
            }
        }
    }
}

#[test]
fn progress_goes_from_0_to_1_and_never_back() {
    let file = distinct(300_000);
    let seen = std::sync::Mutex::new(Vec::new());
    let cancel = AtomicBool::new(false);
    let control = Control {
        cancel: &cancel,
        progress: &|fraction| {
            std::thread::sleep(Duration::from_millis(50));
            seen.lock().unwrap().push(fraction);
        },
        warn: &|_| {},
    };
    run_with_chunks(&file.options(json!({"aggregates": ["count()"], "threads": 1})), &control, 64 << 10)
        .unwrap();
    let seen = seen.into_inner().unwrap();
    assert!(
        seen.len() > 3 && seen.is_sorted() && seen.iter().all(|fraction| (0.0..=1.0).contains(fraction)),
        "{seen:?}"
    );
}
