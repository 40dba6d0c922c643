//! Every code has a page in `docs/findings/`; its example is a case and the picture of it.

use std::fs;
use std::path::{Path, PathBuf};

use pgspec::diagnostic::{CODES, Code};

use super::registry::code_of;
use super::{EXPECTED, blesses, cases, check, path, project};

const EXAMPLE: &str = "## Example\n";
const NEXT: &str = "\n## ";

/// Returns the case that a page shows: the one named after the code alone, else the first.
fn shown_case(code: &Code) -> Option<PathBuf> {
    let mut all = cases();
    let first = all.keys().find(|case| code_of(case) == Some(code.name)).cloned();
    all.remove(code.name).or_else(|| all.remove(&first?))
}

/// Writes the example of a page: the files of the case, and the picture.
fn example(case: &Path) -> String {
    let mut files = Vec::new();
    collect(case, &mut files);
    files.sort();
    let mut text = String::new();
    for file in files {
        let name = file.strip_prefix(case).expect("a file of the case").display().to_string();
        let content = fs::read_to_string(&file).unwrap_or_default();
        if content.len() > 2000 {
            continue;
        }
        let (language, mark) = if name.ends_with(".sql") { ("sql", "--") } else { ("yaml", "#") };
        text.push_str(&format!("\n```{language}\n{mark} {name}\n{content}```\n"));
    }
    let picture = match blesses() {
        true => check(project(&name_of(case), case).path()).1,
        false => fs::read_to_string(case.join(EXPECTED)).unwrap_or_default(),
    };
    text + &format!("\n```text\n{picture}```\n")
}

fn name_of(case: &Path) -> String {
    case.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a case") {
        let file = entry.expect("a file").path();
        if file.is_dir() {
            collect(&file, files);
        } else if file.file_name().is_some_and(|name| name != EXPECTED) {
            files.push(file);
        }
    }
}

/// Puts `example` in the place of the page's own.
fn with_example(page: &str, example: &str) -> String {
    let (before, after) = page.split_once(EXAMPLE).expect("a page has an example");
    let rest = after.split_once(NEXT).map(|(_, rest)| format!("{NEXT}{rest}"));
    format!("{before}{EXAMPLE}{example}{}", rest.unwrap_or_default())
}

fn page_of(code: &Code) -> PathBuf {
    path("docs/findings").join(format!("{}.md", code.name))
}

#[test]
fn every_code_has_a_page_with_its_picture() {
    for code in CODES {
        let file = page_of(code);
        let page = fs::read_to_string(&file).unwrap_or_default();
        assert!(page.starts_with(&format!("# `{}`\n", code.name)), "{}", file.display());
        let severity = code.severity.name();
        assert!(page.contains(&format!("*{severity}*: {}", code.summary)), "{}", file.display());
        for section in ["## Example", "## Why", "## What to do"] {
            assert!(page.contains(section), "{} lacks `{section}`", file.display());
        }
        let case = shown_case(code).expect("a case");
        let wanted = with_example(&page, &example(&case));
        if blesses() {
            fs::write(&file, &wanted).expect("the page is written");
        } else {
            assert_eq!(page, wanted, "{}: PGSPEC_BLESS=1 renews it", file.display());
        }
    }
}

#[test]
fn the_index_lists_every_page() {
    let lines = CODES.iter().map(|code| {
        let name = code.name;
        format!("| [`{name}`]({name}.md) | {} | {} |\n", code.severity.name(), code.summary)
    });
    let table: String = lines.collect();
    let file = path("docs/findings/README.md");
    let index = fs::read_to_string(&file).unwrap_or_default();
    let (head, _) = index.split_once("|---|---|---|\n").expect("a table");
    let wanted = format!("{head}|---|---|---|\n{table}");
    if blesses() {
        fs::write(&file, &wanted).expect("the index is written");
    } else {
        assert_eq!(index, wanted, "PGSPEC_BLESS=1 renews it");
    }
}

#[test]
fn no_page_is_left_over() {
    for entry in fs::read_dir(path("docs/findings")).expect("the pages") {
        let name = entry.expect("a page").file_name().to_string_lossy().into_owned();
        let code = name.trim_end_matches(".md");
        assert!(name == "README.md" || pgspec::diagnostic::find(code).is_some(), "{name}");
    }
}
