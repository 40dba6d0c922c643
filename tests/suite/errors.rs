//! Bad projects and the whole picture that the user sees: `tests/errors/CODE[_VARIANT]/` holds what
//! differs from `tests/errors/base/`, and the picture in `expected.txt`.
//!
//! `PGSPEC_BLESS=1` writes the pictures anew, and the examples of the pages in `docs/findings/`.

mod inputs;
mod pages;
mod registry;
mod slips;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use tempfile::TempDir;

/// The file of a case that holds the picture.
const EXPECTED: &str = "expected.txt";

/// Returns a path below the crate's root.
fn path(relative: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(relative)
}

/// Returns whether expectations are written anew.
fn blesses() -> bool {
    std::env::var_os("PGSPEC_BLESS").is_some()
}

/// Returns the cases by name.
fn cases() -> BTreeMap<String, PathBuf> {
    let folder = path("tests/errors");
    let entries = fs::read_dir(folder).expect("the cases").map(|entry| entry.expect("a case"));
    let named =
        entries.map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()));
    named.filter(|(name, path)| name != "base" && path.is_dir()).collect()
}

/// Copies the files of a case, or of the base, into a project.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder of a case") {
        let entry = entry.expect("a file of a case");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else if entry.file_name() != EXPECTED {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

/// Lays out the project of a case in a folder of its own.
fn project(name: &str, case: &Path) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    copy(&path("tests/errors/base"), folder.path());
    copy(case, folder.path());
    if !case.join("pgspec.yaml").exists() {
        accept_all(&folder.path().join("pgspec.yaml"));
    }
    inputs::make(name, folder.path());
    folder
}

/// Accepts whatever the lint finds: it has tests of its own, and a picture shows one thing.
fn accept_all(file: &Path) {
    let mut text = fs::read_to_string(file).expect("the project file") + "accept:\n";
    let of_the_check = |code| pgspec::diagnostic::find(code).is_some();
    for rule in pgspec::audit::RULES.iter().filter(|rule| !of_the_check(rule.code)) {
        let line =
            format!("  - {{ finding: {}, reason: A case., until: 9999-12-31 }}\n", rule.code);
        text.push_str(&line);
    }
    fs::write(file, text).expect("the project file is written");
}

/// Runs `pgspec check` and returns its exit code and what it says.
fn check(project: &Path) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_pgspec"))
        .args(["check", "--color", "never", "--project"])
        .arg(project)
        .output()
        .expect("the command runs");
    assert!(output.stdout.is_empty(), "`check` says words on stderr alone");
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    // How much of it was accepted is not the case's either.
    let shown = said.lines().map(|line| match line.split_once("; ") {
        Some((before, rest)) if rest.ends_with(" accepted") => format!("{before}\n"),
        _ => format!("{line}\n"),
    });
    (output.status.code(), shown.collect())
}

/// Runs one case; returns what differs from its picture.
fn run(name: &str, case: &Path) -> Option<String> {
    let (status, picture) = check(project(name, case).path());
    let wanted = if picture.contains("error[") { Some(2) } else { Some(0) };
    if status != wanted {
        return Some(format!("{name} ends with {status:?}: {picture}"));
    }
    let shown = match registry::code_of(name) {
        Some(code) => picture.contains(&format!("[{code}]")),
        None => ["many_at_once", "no_finding"].contains(&name),
    };
    if !shown {
        return Some(format!("{name} does not show the code that it is named after: {picture}"));
    }
    let expected = case.join(EXPECTED);
    if blesses() {
        fs::write(&expected, &picture).expect("the picture is written");
    }
    let known = fs::read_to_string(&expected).unwrap_or_default();
    let differs = format!("--- {name}, expected\n{known}--- {name}, shown\n{picture}");
    (known != picture).then_some(differs)
}

/// Runs each of the cases, as many at once as there are processors; returns what is wrong.
fn in_threads<T: Send>(cases: Vec<T>, run: impl Fn(T) -> Option<String> + Sync) -> Vec<String> {
    let cases = Mutex::new(cases.into_iter());
    let next = || cases.lock().expect("no thread panics here").next();
    let worker = || std::iter::from_fn(next).filter_map(&run).collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
        let done = workers.into_iter().map(|worker| worker.join().expect("a worker"));
        done.flat_map(|wrong: Vec<String>| wrong).collect()
    })
}

#[test]
fn every_case_shows_its_picture() {
    let wrong = in_threads(cases().into_iter().collect(), |(name, case)| run(&name, &case));
    assert!(wrong.is_empty(), "{}\nPGSPEC_BLESS=1 accepts these", wrong.join("\n"));
}

#[test]
fn the_base_of_the_cases_is_sound() {
    let folder = tempfile::tempdir().expect("a folder");
    copy(&path("tests/errors/base"), folder.path());
    accept_all(&folder.path().join("pgspec.yaml"));
    let (status, said) = check(folder.path());
    assert_eq!(
        (status, said.as_str()),
        (Some(0), "shop: 2 tables, 0 views, 0 routines, 1 role, 0 queries\n")
    );
}

#[test]
fn the_bundled_project_has_no_finding() {
    let (status, said) = check(&path("."));
    assert_eq!((status, said.lines().count()), (Some(0), 1), "{said}");
}
