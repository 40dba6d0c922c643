use std::time::{Duration, Instant};

use super::*;
use crate::source::{FileId, SourceFile, Sources};

fn sources(files: &[(&str, &str)]) -> Sources {
    let mut sources = Sources::default();
    for (path, text) in files {
        sources.add(SourceFile { path: (*path).into(), text: (*text).into() });
    }
    sources
}

fn at(text: &str, needle: &str) -> Span {
    let start = text.find(needle).unwrap();
    Span::new(FileId(0), start..start + needle.len())
}

fn plain(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    render(diagnostics, sources, Style::default())
}

const TABLES: &str = "schema: sales\ntables:\n  items:\n    colums:\n      é: int\n";

#[test]
fn a_finding_is_a_picture() {
    let sources = sources(&[("schema/sales.yaml", TABLES)]);
    let finding = Diagnostic::error("unknown_key", at(TABLES, "colums"), "unknown key `colums`")
        .with_help("did you mean `columns`?");
    insta::assert_snapshot!(plain(&[finding], &sources), @r"
    error[unknown_key]: unknown key `colums`
     --> schema/sales.yaml:4:5
      |
    4 |     colums:
      |     ^^^^^^
      |
      = help: did you mean `columns`?
    ");
}

#[test]
fn other_places_and_other_files_are_shown_too() {
    let sources = sources(&[("schema/sales.yaml", TABLES), ("roles/r.yaml", "items: 1\n")]);
    let finding = Diagnostic::warning("duplicate_name", at(TABLES, "items"), "`items` twice")
        .with_label("a table")
        .with_other(at(TABLES, "sales"), "in this schema")
        .with_other(Span::new(FileId(1), 0..5), "a role");
    insta::assert_snapshot!(plain(&[finding], &sources), @r"
    warning[duplicate_name]: `items` twice
     --> schema/sales.yaml:3:3
      |
    1 | schema: sales
      |         ----- in this schema
    2 | tables:
    3 |   items:
      |   ^^^^^ a table
      |
     ::: roles/r.yaml:1:1
      |
    1 | items: 1
      | ----- a role
    ");
}

#[test]
fn a_place_of_several_lines_is_shown_by_its_first() {
    let sources = sources(&[("schema/sales.yaml", TABLES)]);
    let end = TABLES.len();
    let start = TABLES.find("items").unwrap();
    let finding = Diagnostic::error("wrong_type", Span::new(FileId(0), start..end), "wrong");
    insta::assert_snapshot!(plain(&[finding], &sources), @r"
    error[wrong_type]: wrong
     --> schema/sales.yaml:3:3
      |
    3 |   items:
      |   ^^^^^^
    ");
}

#[test]
fn a_place_without_text_is_shown_by_its_path() {
    let sources = sources(&[("schema/huge.yaml", ""), ("a.yaml", "x\n")]);
    let empty = Diagnostic::error("file_too_large", Span::new(FileId(0), 0..0), "too large")
        .with_help("split it");
    let end = Diagnostic::error("missing_key", Span::new(FileId(1), 2..2), "at the end");
    let beyond = Diagnostic::error("missing_key", Span::new(FileId(1), 70..90), "beyond");
    insta::assert_snapshot!(plain(&[empty, end, beyond], &sources), @r"
    error[file_too_large]: too large
    --> schema/huge.yaml
     = help: split it

    error[missing_key]: at the end
     --> a.yaml:2:1
      |
    2 |
      | ^

    error[missing_key]: beyond
     --> a.yaml:2:1
      |
    2 |
      | ^
    ");
}

#[test]
fn a_long_line_is_cut_around_its_place() {
    let text =
        format!("{}: [{} here {}]\n", "é".repeat(10), "x, ".repeat(20_000), "y ".repeat(50_000));
    let sources = sources(&[("long.yaml", &text)]);
    let finding = Diagnostic::error("wrong_type", at(&text, "here"), "wrong")
        .with_other(at(&text, "é"), "under this key");
    let picture = plain(&[finding], &sources);
    assert!(picture.lines().all(|line| line.chars().count() < 160), "{picture}");
    assert!(picture.contains("long.yaml:1:60015"), "{picture}");
    assert!(picture.contains("here") && picture.contains("^^^^"), "{picture}");
    assert!(picture.contains("under this key"), "{picture}");
}

#[test]
fn findings_are_sorted_and_stand_once() {
    let sources = sources(&[("a.yaml", "a: 1\nb: 2\n")]);
    let finding = |start, message: &str| {
        Diagnostic::error("wrong_type", Span::new(FileId(0), start..start + 1), message)
    };
    let found = [finding(5, "second"), finding(0, "first"), finding(5, "second")];
    let picture = plain(&found, &sources);
    assert_eq!(picture.matches("error[").count(), 2);
    assert!(picture.find("first") < picture.find("second"));
    assert_eq!(to_json(&found, &sources).as_array().unwrap().len(), 2);
    assert_eq!(summary(&found), "2 errors");
    let warning = Diagnostic::warning("w", Span::new(FileId(0), 0..1), "w");
    assert_eq!(summary(&[found[0].clone(), warning.clone()]), "1 error, 1 warning");
    assert_eq!(summary(&[warning]), "1 warning");
    assert_eq!(summary(&[]), "no findings");
    assert_eq!(plain(&[], &sources), "");
}

#[test]
fn colour_is_asked_for() {
    let sources = sources(&[("a.yaml", "a: 1\n")]);
    let finding = Diagnostic::error("wrong_type", Span::new(FileId(0), 0..1), "bad \x1b[31m text");
    assert!(!plain(std::slice::from_ref(&finding), &sources).contains('\x1b'));
    let coloured = render(&[finding], &sources, Style { color: true });
    assert!(coloured.contains("\x1b[") && !coloured.contains("\x1b[31m text"));
}

#[test]
fn json_says_all_that_a_picture_says() {
    let text = "é: x\n";
    let sources = sources(&[("a.yaml", text)]);
    let finding = Diagnostic::error("wrong_type", at(text, "x"), "wrong")
        .with_other(at(text, "é"), "its key")
        .with_help("write text");
    let expected = serde_json::json!([{
        "code": "wrong_type", "severity": "error", "message": "wrong",
        "labels": [
            {"path": "a.yaml", "line": 1, "column": 4, "start": 4, "end": 5, "text": ""},
            {"path": "a.yaml", "line": 1, "column": 1, "start": 0, "end": 2, "text": "its key"},
        ],
        "help": "write text",
    }]);
    assert_eq!(to_json(&[finding], &sources), expected);
}

#[test]
fn many_findings_in_a_huge_file_are_drawn_quickly() {
    let text = "key: value\n".repeat(400_000);
    let sources = sources(&[("huge.yaml", &text)]);
    let findings: Vec<Diagnostic> = (0..5_000)
        .map(|n| {
            let first = Span::new(FileId(0), 0..3);
            Diagnostic::error("duplicate_key", Span::new(FileId(0), n * 880..n * 880 + 3), "twice")
                .with_other(first, "first")
        })
        .collect();
    let started = Instant::now();
    let picture = plain(&findings, &sources);
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
    assert_eq!(picture.matches("error[").count(), 1000);
    assert!(picture.ends_with("and 4000 more findings\n"));
}

#[test]
fn a_slip_is_recognised_and_a_guess_is_not_made() {
    let known = ["columns", "comment", "primary_key"];
    assert_eq!(closest::suggest("colums", &known, "key"), "did you mean `columns`?");
    assert_eq!(closest::suggest("PRIMARY-KEY", &known, "key"), "did you mean `primary_key`?");
    let list = "allowed keys: `columns`, `comment`, `primary_key`";
    assert_eq!(closest::suggest("zzz", &known, "key"), list);
    assert_eq!(closest::suggest("a", &[], "key"), "no key is allowed here");
    assert_eq!(closest::suggest("zzz", &["a"], "query"), "allowed queries: `a`");
}
