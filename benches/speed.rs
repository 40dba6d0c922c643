//! The figures that the README quotes: `cargo bench --bench speed`.
//!
//! Generates projects of 1,000 and 10,000 tables (12 columns each, foreign keys, views, 20 roles
//! with grants), runs `pgspec check` and `pgspec gen` on them as whole processes, and prints time
//! and peak memory beside their limits and, for the larger project, the ratio to the smaller. Of the smaller it
//! also times `gen` where nothing changed, where one table did, and `gen --check`; and a plain loop that writes the
//! files of `gen` anew and waits for each to be on the disk, or for none.
//! With `--verify` it also times `pgspec verify` of the bundled project on local binaries; with
//! `--write TABLES FOLDER` it only writes such a project, to be looked at. `--site` measures the site of 1,000
//! tables with all diagrams instead, beside `gen`.

#[path = "change/figures.rs"]
mod figures;
mod generate;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

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
    again(folder.path());
    if verify {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let figure = median(3, || run(root, &["verify", "--sandbox", "local"]));
        row("verify, bundled project", 6, &figure, "10.00", "");
    }
}

/// Times `gen` of a project whose artifacts are there, and what their files alone take.
fn again(folder: &Path) {
    let root = folder.join("1000");
    row("gen, nothing changed", 1_000, &median(RUNS, || run(&root, &["gen"])), "", "300");
    row("gen --check", 1_000, &median(RUNS, || run(&root, &["gen", "--check"])), "", "300");
    let table = root.join("schema/s0.yaml");
    let text = fs::read_to_string(&table).expect("it was written");
    let number = std::cell::Cell::new(0);
    let changed = median(RUNS, || {
        number.set(number.get() + 1);
        let other = text.replacen("Table 0.", &format!("Change {}.", number.get()), 1);
        assert_ne!(other, text, "the first table is found");
        fs::write(&table, other).expect("it can be written");
        run(&root, &["gen"])
    });
    row("gen, one table changed", 1_000, &changed, "", "300");
    let files = files(&root.join("generated"));
    for (what, sync) in [("files alone, each synced", true), ("files alone, none synced", false)] {
        let figure = median(RUNS, || plain(&files, &aside(folder), sync));
        row(what, 1_000, &figure, "", "");
    }
}

/// Reads the files of a folder: paths below it, and bytes.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("it can be listed") {
        let path = entry.expect("it can be listed").path();
        let name = PathBuf::from(path.file_name().expect("it has a name"));
        match path.is_dir() {
            true => files.extend(
                self::files(&path).into_iter().map(|(below, bytes)| (name.join(below), bytes)),
            ),
            false => files.push((name, fs::read(&path).expect("it can be read"))),
        }
    }
    files
}

/// Writes files one by one, as a script would.
fn plain(files: &[(PathBuf, Vec<u8>)], folder: &Path, sync: bool) -> Figure {
    let start = Instant::now();
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("it is in the folder")).expect("it can be made");
        fs::write(&path, bytes).expect("it can be written");
        if sync {
            fs::File::open(&path).and_then(|file| file.sync_all()).expect("it can be synced");
        }
    }
    Figure { seconds: start.elapsed().as_secs_f64(), memory: None }
}

/// Returns a name that is not taken.
fn aside(folder: &Path) -> PathBuf {
    (0..)
        .map(|number| folder.join(format!("aside{number}")))
        .find(|path| !path.exists())
        .expect("numbers do not end")
}

/// Times the site: the model is checked, all artifacts are rendered, then all pages, which are written.
fn site() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    println!("| command | tables | seconds | limit | peak memory, MiB | limit |");
    println!("|---|---|---|---|---|---|");
    row("gen", 1_000, &measure(folder.path(), 1_000, "gen"), "", "");
    let figure = measure(folder.path(), 1_000, "docs");
    row("docs", 1_000, &figure, "5.00", "");
    let pages = fs::read_dir(folder.path().join("1000/site/tables")).expect("it was written");
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
///
/// What they wrote before is moved away rather than removed: ext4 does not take the numbers of removed files again
/// for some minutes, and looks at all of them for each file that is made then.
fn measure(folder: &Path, tables: usize, command: &str) -> Figure {
    let root = folder.join(format!("{tables}"));
    if !root.exists() {
        generate::project(&root, tables);
    }
    median(RUNS, || {
        for written in ["generated", "site"] {
            let _ = fs::rename(root.join(written), aside(folder));
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
