//! The figures that the README quotes: `cargo bench --bench speed`.
//!
//! Generates projects of 1,000 and 10,000 tables (12 columns each, foreign keys, views, 20 roles
//! with grants), runs `pgspec check` and `pgspec gen` on them as whole processes, and prints time
//! and peak memory beside their limits and, for the larger project, the ratio to the smaller.
//! With `--verify` it also times `pgspec verify` of the bundled project on local binaries; with
//! `--write TABLES FOLDER` it only writes such a project, to be looked at.

mod generate;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Runs of each command; the median counts.
const RUNS: usize = 5;

/// What one command took.
struct Figure {
    seconds: f64,
    /// Peak resident memory in MiB, where the system tells.
    memory: Option<f64>,
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some([_, tables, folder]) = arguments.windows(3).find(|three| three[0] == "--write") {
        let tables = tables.parse().expect("--write TABLES FOLDER takes a number of tables first");
        return generate::project(Path::new(folder), tables);
    }
    let verify = arguments.iter().any(|argument| argument == "--verify");
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    println!("| command | tables | seconds | limit | peak memory, MiB | limit |");
    println!("|---|---|---|---|---|---|");
    for command in ["check", "gen"] {
        let small = measure(folder.path(), 1_000, command);
        row(command, 1_000, &small, "1.00", "300");
        let large = measure(folder.path(), 10_000, command);
        let limit = format!("{:.2} (12 × the smaller)", 12.0 * small.seconds);
        row(command, 10_000, &large, &limit, "");
        println!("|  | 10,000 : 1,000 | ratio {:.1} | 12 |  |  |", large.seconds / small.seconds);
    }
    if verify {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let figure = median((0..3).map(|_| run(root, &["verify", "--sandbox", "local"])).collect());
        row("verify, bundled project", 6, &figure, "10.00", "");
    }
}

fn row(command: &str, tables: usize, figure: &Figure, limit: &str, memory_limit: &str) {
    let memory = figure.memory.map_or_else(String::new, |memory| format!("{memory:.0}"));
    println!(
        "| {command} | {tables} | {:.2} | {limit} | {memory} | {memory_limit} |",
        figure.seconds
    );
}

/// Times a command on a project of so many tables; `gen` writes into an empty folder each time.
fn measure(folder: &Path, tables: usize, command: &str) -> Figure {
    let root = folder.join(format!("{tables}"));
    if !root.exists() {
        generate::project(&root, tables);
    }
    let runs = (0..RUNS).map(|_| {
        let _ = std::fs::remove_dir_all(root.join("generated"));
        run(&root, &[command])
    });
    median(runs.collect())
}

fn median(mut figures: Vec<Figure>) -> Figure {
    figures.sort_by(|a, b| a.seconds.total_cmp(&b.seconds));
    let middle = figures.len() / 2;
    figures.swap_remove(middle)
}

fn run(root: &Path, arguments: &[&str]) -> Figure {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_pgspec"))
        .arg("--project")
        .arg(root)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("pgspec starts");
    let status = format!("/proc/{}/status", child.id());
    let mut memory = None;
    while child.try_wait().expect("a child can be asked").is_none() {
        memory = peak(&status).or(memory);
        std::thread::sleep(Duration::from_millis(2));
    }
    let seconds = start.elapsed().as_secs_f64();
    let output = child.wait_with_output().expect("the child has ended");
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "pgspec {arguments:?} failed: {words}");
    Figure { seconds, memory }
}

/// Reads the peak resident memory of a running process, in MiB.
fn peak(status: &str) -> Option<f64> {
    let text = std::fs::read_to_string(status).ok()?;
    let line = text.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024.0)
}
