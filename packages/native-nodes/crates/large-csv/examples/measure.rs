//! Throughput of the processor: `cargo run --release --example measure -- [MEGABYTES] [THREADS]`.
//! Writes a synthetic file to the temporary folder once and prints MB/s (10^6 bytes) for some queries.

use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use atomiton_large_csv::{Control, Options, run};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let megabytes: u64 = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(200);
    let threads: usize = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(2);
    let path = std::env::temp_dir().join(format!("atomiton-measure-{megabytes}.csv"));
    if !path.exists() {
        write_file(&path, megabytes * 1_000_000).expect("the temporary folder can be written");
    }
    let bytes = std::fs::metadata(&path).map_or(0, |metadata| metadata.len());
    let only = std::env::var("ONLY").ok();
    let queries = [
        ("20 groups", r#""groupBy":["city"],"aggregates":["sum(price)","mean(quantity)","count()"]"#),
        (
            "20 groups, filtered",
            r#""filter":"price > 20 && year >= 2010 && city != \"Oslo\"","groupBy":["city"],"aggregates":["sum(price)","count()"]"#,
        ),
        (
            "1,000,000 groups",
            r#""groupBy":["customer"],"aggregates":["sum(price)","mean(quantity)","count()"]"#,
        ),
        ("1,000,000 groups, text key", r#""groupBy":["name"],"aggregates":["sum(price)","count()"]"#),
        (
            "1,000,000 groups, top 10",
            r#""groupBy":["customer"],"aggregates":["sum(price) as total"],"sort":["total desc"],"limit":10"#,
        ),
        ("filter, few rows", r#""filter":"price > 999.0 && city == \"Oslo\"""#),
        ("top 100 rows", r#""sort":["price desc"],"limit":100"#),
    ];
    for (name, query) in queries {
        if only.as_deref().is_some_and(|only| only != name) {
            continue;
        }
        let json = format!(r#"{{"path":{:?},"threads":{threads},{query}}}"#, path.display().to_string());
        let options = Options::from_json(&json).expect("the queries are right");
        let mut best = f64::MAX;
        let mut best_cpu = f64::MAX;
        let mut rows = 0;
        let mut size = 0;
        for _ in 0..3 {
            let cancel = AtomicBool::new(false);
            let control = Control { cancel: &cancel, progress: &|_| {}, warn: &|line| eprintln!("{line}") };
            let cpu = cpu_seconds();
            let start = Instant::now();
            let output = run(&options, &control).unwrap_or_else(|error| panic!("{name}: {error}"));
            best = best.min(start.elapsed().as_secs_f64());
            best_cpu = best_cpu.min(cpu_seconds() - cpu);
            (rows, size) = (output.rows, output.ipc.len());
        }
        println!(
            "{name:28} {:6.0} ms {:6.0} MB/s {:6.0} ms of processor time {rows:>9} rows {size:>10} bytes",
            best * 1e3,
            bytes as f64 / best / 1e6,
            best_cpu * 1e3
        );
    }
}

/// Processor time of all threads: what the machine's other load does not change much.
#[cfg(unix)]
fn cpu_seconds() -> f64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the structure is ours.
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut time) };
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

#[cfg(not(unix))]
fn cpu_seconds() -> f64 {
    0.0
}

fn write_file(path: &PathBuf, bytes: u64) -> std::io::Result<()> {
    const CITIES: [&str; 20] = [
        "Oslo",
        "Bergen",
        "Trondheim",
        "Stavanger",
        "Drammen",
        "Paris",
        "Lyon",
        "Nice",
        "Lille",
        "Nantes",
        "Berlin",
        "Hamburg",
        "Köln",
        "Bonn",
        "Ulm",
        "Rome",
        "Milan",
        "Turin",
        "Genoa",
        "Bari",
    ];
    let mut out = BufWriter::new(std::fs::File::create(path)?);
    writeln!(out, "id,year,city,customer,name,price,quantity,note")?;
    let mut random = 0x1234_5678_9ABC_DEF0u64;
    let mut next = |limit: u64| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        random % limit
    };
    let mut written = 0;
    let mut id = 0u64;
    while written < bytes {
        id += 1;
        let customer = next(1_000_000);
        let line = format!(
            "{id},{},{},{customer},customer-{customer},{}.{:02},{},order\n",
            2000 + next(25),
            CITIES[next(20) as usize],
            next(1000),
            next(100),
            next(50)
        );
        written += line.len() as u64;
        out.write_all(line.as_bytes())?;
    }
    out.flush()
}
