//! The figures that the README quotes: `cargo bench --bench speed`.
//!
//! Generates projects of 1,000 and 10,000 tables (12 columns each, foreign keys, views, 20 roles
//! with grants), runs `pgspec check` and `pgspec gen` on them as whole processes, and prints time
//! and peak memory beside their limits and, for the larger project, the ratio to the smaller.
//! With `--verify` it also times `pgspec verify` of the bundled project on local binaries; with
//! `--write TABLES FOLDER` it only writes such a project, to be looked at. `--site` measures the site of 1,000
//! tables with all diagrams instead, beside `gen`.

#[path = "change/figures.rs"]
mod figures;
mod generate;

use std::path::Path;

use figures::{Figure, median};

/// Runs of each command; the median counts.
const RUNS: usize = 5;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some([_, tables, folder]) = arguments.windows(3).find(|three| three[0] == "--write") {
        let tables = tables.parse().expect("--write TABLES FOLDER takes a number of tables first");
        return generate::project(Path::new(folder), tables);
    }
    if arguments.iter().any(|argument| argument == "--site") {
        return site();
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
        let figure = median(3, || run(root, &["verify", "--sandbox", "local"]));
        row("verify, bundled project", 6, &figure, "10.00", "");
    }
}

/// Times the site: the model is checked, all artifacts are rendered, then all pages, which are written.
fn site() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    println!("| command | tables | seconds | limit | peak memory, MiB | limit |");
    println!("|---|---|---|---|---|---|");
    row("gen", 1_000, &measure(folder.path(), 1_000, "gen"), "", "");
    let figure = measure(folder.path(), 1_000, "docs");
    row("docs", 1_000, &figure, "5.00", "");
    let pages = std::fs::read_dir(folder.path().join("1000/site/tables")).expect("it was written");
    println!("| pages of tables and views | {} | | | | |", pages.count());
}

fn row(command: &str, tables: usize, figure: &Figure, limit: &str, memory_limit: &str) {
    let memory = figure.memory.map_or_else(String::new, |memory| format!("{memory:.0}"));
    println!(
        "| {command} | {tables} | {:.2} | {limit} | {memory} | {memory_limit} |",
        figure.seconds
    );
}

/// Times a command on a project of so many tables; `gen` and `docs` write into an empty folder each time.
fn measure(folder: &Path, tables: usize, command: &str) -> Figure {
    let root = folder.join(format!("{tables}"));
    if !root.exists() {
        generate::project(&root, tables);
    }
    median(RUNS, || {
        for written in ["generated", "site"] {
            let _ = std::fs::remove_dir_all(root.join(written));
        }
        run(&root, &[command])
    })
}

/// Runs a command of pgspec on a project.
fn run(root: &Path, arguments: &[&str]) -> Figure {
    let root = root.display().to_string();
    let arguments = [&["--project", &root], arguments].concat();
    figures::run(Path::new(env!("CARGO_BIN_EXE_pgspec")), &arguments)
}
