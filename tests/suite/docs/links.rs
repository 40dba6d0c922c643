//! Links between the pages of the repository.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::root;

#[test]
fn links_lead_to_files_and_headings_that_exist() {
    let broken: Vec<String> = pages().iter().flat_map(|page| broken(page)).collect();
    assert!(broken.is_empty(), "broken links:\n{}", broken.join("\n"));
}

#[test]
fn a_broken_link_is_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = folder.path().join("page.md");
    let text = "# A `b` page\n[a](page.md) [b](#a-b-page) [c](https://example.org)\n\
                [d](gone.md) [e](#gone) [f](page.md#gone)\n```\n[g](in-code.md)\n```\n`[h](code)`\n";
    fs::write(&page, text).expect("written");
    let found = broken(&page);
    assert_eq!(found.len(), 3, "{found:?}");
}

fn pages() -> Vec<PathBuf> {
    let mut pages = vec![root().join("README.md"), root().join("CONTRIBUTING.md")];
    let mut folders = vec![root().join("docs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                pages.push(path);
            }
        }
    }
    pages
}

fn broken(page: &Path) -> Vec<String> {
    let text = fs::read_to_string(page).expect("it is there");
    let shown = page.strip_prefix(root()).unwrap_or(page).display();
    let links = targets(&text).into_iter().filter(|target| !target.contains("://"));
    links
        .filter(|target| !leads_somewhere(page, &text, target))
        .map(|target| format!("{shown}: {target}"))
        .collect()
}

fn leads_somewhere(page: &Path, text: &str, target: &str) -> bool {
    let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
    if path.is_empty() {
        return anchors(text).contains(anchor);
    }
    let file = page.parent().expect("a file is in a folder").join(path);
    if anchor.is_empty() {
        return file.exists();
    }
    fs::read_to_string(file).is_ok_and(|text| anchors(&text).contains(anchor))
}

/// Returns the lines outside fenced blocks.
fn prose(text: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    text.lines().filter(move |line| {
        let fence = line.trim_start().starts_with("```");
        inside ^= fence;
        !inside && !fence
    })
}

/// Returns what the links of a page point at.
fn targets(text: &str) -> Vec<String> {
    let mut targets = Vec::new();
    for line in prose(text) {
        // Between backticks stands code: every second piece.
        let code_free: String = line.split('`').step_by(2).collect();
        for (at, _) in code_free.match_indices("](") {
            let rest = &code_free[at + 2..];
            let target = rest.split([')', ' ']).next().unwrap_or_default();
            targets.push(target.trim_matches(['<', '>']).to_owned());
        }
    }
    targets
}

/// Returns the anchors of a page: its headings as GitHub names them, and explicit ones.
fn anchors(text: &str) -> BTreeSet<String> {
    let mut anchors = BTreeSet::new();
    for line in prose(text) {
        if line.starts_with('#') {
            let kept = line.trim_start_matches('#').trim().to_lowercase();
            let kept = kept.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
            anchors.insert(kept.map(|c| if c == ' ' { '-' } else { c }).collect());
        }
        for part in line.split("<a id=\"").skip(1) {
            anchors.insert(part.split('"').next().unwrap_or_default().to_owned());
        }
    }
    anchors
}
