//! Trees on disk: written, stopped half-way, edited, compared.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::write::{Step, WITHOUT_EXCHANGE, write_until};
use super::*;
use crate::render::{Artifacts, fixtures, manifest};

/// Builds artifacts with their manifest.
fn artifacts(files: &[(&str, &str)]) -> Artifacts {
    let mut artifacts = Artifacts::default();
    for (path, text) in files {
        artifacts.insert(*path, text.to_string()).unwrap();
    }
    let manifest = manifest::render(&fixtures::shop(), &artifacts, &BTreeMap::new());
    artifacts.insert(manifest::PATH, manifest).unwrap();
    artifacts
}

fn old() -> Artifacts {
    artifacts(&[("a.sql", "a\n"), ("deep/er/b.sql", "b\n"), ("same.sql", "same\n")])
}

fn new() -> Artifacts {
    artifacts(&[("a.sql", "a2\n"), ("deep/c.sql", "c\n"), ("same.sql", "same\n")])
}

/// Reads every file of the output folder.
fn on_disk(root: &Path) -> BTreeMap<String, String> {
    let folder = root.join("generated");
    let tree = super::tree::Tree::read(&folder).unwrap();
    let text = |path: &String| fs::read_to_string(folder.join(path)).unwrap();
    tree.paths.iter().map(|path| (path.clone(), text(path))).collect()
}

fn holds(root: &Path, artifacts: &Artifacts) -> bool {
    let expected = artifacts.iter().map(|(path, text)| (path.to_owned(), text.to_owned()));
    on_disk(root) == expected.collect()
}

fn entries(root: &Path) -> Vec<String> {
    let entries = fs::read_dir(root).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn writes_and_says_what_changed() {
    let root = tempfile::tempdir().unwrap();
    let first = write(&old(), root.path(), "generated").unwrap();
    assert_eq!(first.created, ["a.sql", "deep/er/b.sql", "manifest.json", "same.sql"]);
    assert!(holds(root.path(), &old()));
    let second = write(&new(), root.path(), "generated").unwrap();
    assert_eq!(second.created, ["deep/c.sql"]);
    assert_eq!(second.changed, ["a.sql", "manifest.json"]);
    assert_eq!(second.removed, ["deep/er/b.sql"]);
    assert_eq!(second.unchanged, ["same.sql"]);
    assert!(holds(root.path(), &new()) && !holds(root.path(), &old()));
    assert!(!root.path().join("generated/deep/er").exists());
    assert_eq!(entries(root.path()), ["generated"]);
}

#[test]
fn writes_nothing_where_nothing_changed() {
    let root = tempfile::tempdir().unwrap();
    write(&old(), root.path(), "generated").unwrap();
    let times = || {
        ["same.sql", "a.sql"].map(|path| {
            let file = fs::metadata(root.path().join("generated").join(path)).unwrap();
            file.modified().unwrap()
        })
    };
    let before = times();
    let written = write(&old(), root.path(), "generated").unwrap();
    assert_eq!(written.unchanged.len(), 4);
    assert_eq!(times(), before);
    write(&new(), root.path(), "generated").unwrap();
    let after = times();
    assert_eq!(after[0], before[0], "what is as it was is not written again");
    assert_ne!(after[1], before[1]);
}

const STEPS: [Step; 6] = [
    Step::WritingFiles,
    Step::FilesWritten,
    Step::Exchanged,
    Step::OldMovedAway,
    Step::NewInPlace,
    Step::RemovingOld,
];

#[test]
fn a_run_that_is_killed_leaves_the_old_tree_or_the_new_one() {
    for step in STEPS {
        if step == Step::Exchanged && !cfg!(target_os = "linux") {
            continue;
        }
        WITHOUT_EXCHANGE.set(step == Step::OldMovedAway);
        let root = tempfile::tempdir().unwrap();
        write(&old(), root.path(), "generated").unwrap();
        let stopped = write_until(&new(), root.path(), "generated", Some(step)).unwrap_err();
        assert!(matches!(stopped, OutputError::Stopped(_)));
        assert!(entries(root.path()).len() > 1, "{step:?} leaves traces");
        let is_there = root.path().join("generated/manifest.json").exists();
        assert_eq!(is_there, step != Step::OldMovedAway, "{step:?}");

        let is_old = compare(&old(), root.path(), "generated").unwrap().is_empty();
        let is_new = compare(&new(), root.path(), "generated").unwrap().is_empty();
        let new_expected = matches!(step, Step::Exchanged | Step::NewInPlace | Step::RemovingOld);
        assert_eq!((is_old, is_new), (!new_expected, new_expected), "{step:?}");

        write(&old(), root.path(), "generated").unwrap();
        assert!(holds(root.path(), &old()), "{step:?}");
        assert_eq!(entries(root.path()), ["generated"], "{step:?} is cleaned up");
        WITHOUT_EXCHANGE.set(false);
    }
}

#[test]
fn a_first_run_that_is_killed_can_be_run_again() {
    for step in [Step::WritingFiles, Step::FilesWritten, Step::NewInPlace] {
        let root = tempfile::tempdir().unwrap();
        write_until(&new(), root.path(), "generated", Some(step)).unwrap_err();
        write(&new(), root.path(), "generated").unwrap();
        assert!(holds(root.path(), &new()), "{step:?}");
        assert_eq!(entries(root.path()), ["generated"], "{step:?}");
    }
}

#[test]
fn never_removes_what_it_did_not_write() {
    let root = tempfile::tempdir().unwrap();
    write(&old(), root.path(), "generated").unwrap();
    let foreign = root.path().join("generated/deep/notes.txt");
    fs::write(&foreign, "mine").unwrap();
    let error = write(&new(), root.path(), "generated").unwrap_err().to_string();
    assert!(error.contains("holds what pgspec did not write: `deep/notes.txt`\n"), "{error}");
    assert_eq!(fs::read_to_string(&foreign).unwrap(), "mine");
    assert_eq!(on_disk(root.path())["a.sql"], "a\n", "nothing is touched");
    fs::remove_file(&foreign).unwrap();
    write(&new(), root.path(), "generated").unwrap();
}

#[test]
fn a_folder_without_a_manifest_is_taken_only_when_empty() {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir(root.path().join("generated")).unwrap();
    fs::write(root.path().join("generated/a.sql"), "mine").unwrap();
    let error = write(&new(), root.path(), "generated").unwrap_err();
    assert!(matches!(error, OutputError::Foreign { .. }), "{error}");
    fs::remove_file(root.path().join("generated/a.sql")).unwrap();
    write(&new(), root.path(), "generated").unwrap();
}

#[test]
fn a_file_that_arrives_in_the_old_tree_while_it_is_replaced_stays() {
    let root = tempfile::tempdir().unwrap();
    write(&old(), root.path(), "generated").unwrap();
    write_until(&new(), root.path(), "generated", Some(Step::NewInPlace)).unwrap_err();
    let late = root.path().join(".generated.pgspec-old/late.txt");
    fs::write(&late, "mine").unwrap();
    let error = write(&new(), root.path(), "generated").unwrap_err().to_string();
    assert!(error.contains("`late.txt`"), "{error}");
    assert!(late.exists());
}

#[test]
fn a_manifest_that_cannot_be_read_stops_the_run() {
    let root = tempfile::tempdir().unwrap();
    write(&old(), root.path(), "generated").unwrap();
    fs::write(root.path().join("generated/manifest.json"), "<<<<<<< HEAD\n").unwrap();
    for result in [
        write(&new(), root.path(), "generated").map(drop),
        compare(&new(), root.path(), "generated").map(drop),
    ] {
        assert!(matches!(result.unwrap_err(), OutputError::Manifest { .. }));
    }
}

#[test]
fn refuses_folders_that_lead_out_of_the_project() {
    let root = tempfile::tempdir().unwrap();
    for output in ["", ".", "..", "../x", "a/../../x", "/tmp/x"] {
        let error = write(&new(), root.path(), output).unwrap_err();
        assert!(matches!(error, OutputError::Outside(_)), "{output}: {error}");
    }
    write(&new(), root.path(), "./out/generated").unwrap();
    assert!(root.path().join("out/generated/a.sql").exists());
    fs::write(root.path().join("file"), "").unwrap();
    let error = write(&new(), root.path(), "file").unwrap_err();
    assert!(matches!(error, OutputError::NotAFolder(_)), "{error}");
}

#[cfg(unix)]
#[test]
fn refuses_symbolic_links_on_the_way() {
    let root = tempfile::tempdir().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), root.path().join("link")).unwrap();
    for output in ["link", "link/generated"] {
        let error = write(&new(), root.path(), output).unwrap_err();
        assert!(matches!(error, OutputError::Link(_)), "{error}");
    }
    assert!(entries(elsewhere.path()).is_empty());
}

#[cfg(unix)]
#[test]
fn a_link_in_the_folder_is_not_followed() {
    let root = tempfile::tempdir().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join("precious"), "mine").unwrap();
    write(&old(), root.path(), "generated").unwrap();
    let link = root.path().join("generated/link");
    std::os::unix::fs::symlink(elsewhere.path(), link).unwrap();
    let error = write(&new(), root.path(), "generated").unwrap_err().to_string();
    assert!(error.contains("`link`"), "{error}");
    assert!(elsewhere.path().join("precious").exists());
}

#[cfg(unix)]
#[test]
fn two_runs_do_not_write_at_once() {
    let root = tempfile::tempdir().unwrap();
    let location = super::location::Location::of(root.path(), "generated").unwrap();
    let lock = location.lock().unwrap();
    let error = write(&new(), root.path(), "generated").unwrap_err();
    assert!(matches!(error, OutputError::Busy(_)), "{error}");
    drop(lock);
    write(&new(), root.path(), "generated").unwrap();
}

#[test]
fn tells_stale_edited_missing_left_over_and_foreign_apart() {
    let root = tempfile::tempdir().unwrap();
    write(&old(), root.path(), "generated").unwrap();
    assert_eq!(compare(&old(), root.path(), "generated").unwrap(), []);
    let folder = root.path().join("generated");
    fs::write(folder.join("same.sql"), "edited\n").unwrap();
    fs::write(folder.join("notes.txt"), "mine").unwrap();
    let differences = compare(&new(), root.path(), "generated").unwrap();
    let kinds: Vec<_> = differences.iter().map(|d| format!("{} {}", d.path, d.kind)).collect();
    insta::assert_snapshot!(kinds.join("\n"), @r#"
    a.sql is older than the project
    deep/c.sql is missing
    deep/er/b.sql is no longer rendered
    manifest.json is older than the project
    notes.txt was not written by pgspec
    same.sql was edited by hand
    "#);
    insta::assert_snapshot!(differences[0].diff, @r#"
    --- a.sql (in the folder)
    +++ a.sql (rendered)
    @@ -1 +1 @@
    -a
    +a2
    "#);
}

#[test]
fn every_file_is_missing_where_there_is_no_folder() {
    let root = tempfile::tempdir().unwrap();
    let differences = compare(&new(), root.path(), "generated").unwrap();
    assert_eq!(differences.len(), 4);
    assert!(differences.iter().all(|d| d.kind == DifferenceKind::Missing));
    assert!(entries(root.path()).is_empty(), "comparing writes nothing");
}

#[test]
fn a_long_difference_is_cut_and_says_so() {
    let root = tempfile::tempdir().unwrap();
    let text = |word: &str| (0..500).map(|n| format!("{word} {n}\n")).collect::<String>();
    write(&artifacts(&[("a", &text("old"))]), root.path(), "generated").unwrap();
    let rendered = artifacts(&[("a", &text("new"))]);
    let differences = compare(&rendered, root.path(), "generated").unwrap();
    let diff = &differences[0].diff;
    assert_eq!(diff.lines().count(), 201);
    assert!(diff.ends_with("… 803 more lines of difference are not shown\n"), "{diff}");
    fs::write(root.path().join("generated/a"), [0xff, 0xfe]).unwrap();
    let differences = compare(&rendered, root.path(), "generated").unwrap();
    assert_eq!(differences[0].diff, "the file is not text\n");
}
