//! One mistake has one finding: what follows from it is not reported too.
//!
//! Each file of the bundled project is spoilt, and one key of each name that it holds.

use std::collections::{BTreeMap, BTreeSet};

use pgspec::{check, spec};

use super::{in_threads, path};

type Files = BTreeMap<String, String>;

/// The files of the bundled project that may be spoilt.
fn bundled() -> Files {
    let (_, sources, findings) = spec::read(&path("."));
    assert!(findings.is_empty());
    let texts = sources.iter().map(|(_, file)| (file.path.clone(), file.text.clone()));
    texts.filter(|(path, _)| !path.starts_with("samples/")).collect()
}

fn yaml(files: &Files) -> impl Iterator<Item = (&String, &String)> {
    files.iter().filter(|(path, _)| path.ends_with(".yaml") && *path != "pgspec.yaml")
}

/// Returns what is found with a file of another text: code, place and message.
fn found(files: &Files, changed: &str, text: String) -> Vec<String> {
    let mut files = files.clone();
    files.insert(changed.to_owned(), text);
    let (spec, sources, mut findings) = spec::read_texts(&files);
    findings.extend(check::check(&spec, &sources).findings);
    let lines = findings.iter().map(|finding| {
        let path = sources.path(finding.labels[0].span.file);
        format!("{} in {path}: {}", finding.code, finding.message)
    });
    lines.collect()
}

/// Swaps the last two letters of a key.
fn misspelt(key: &str) -> String {
    let (start, end) = key.split_at(key.len() - 2);
    format!("{start}{}", end.chars().rev().collect::<String>())
}

/// The first place of each key that a line of a file begins with: file, line, key.
fn keys(files: &Files) -> Vec<(String, usize, String)> {
    let mut seen = BTreeSet::new();
    let mut places = Vec::new();
    for (path, text) in yaml(files) {
        for (number, line) in text.lines().enumerate() {
            let Some((key, _)) = line.trim_start_matches([' ', '-']).split_once(':') else {
                continue;
            };
            let is_word = key.chars().all(|it| it.is_ascii_lowercase() || it == '_');
            let fits = is_word && key.len() > 3 && misspelt(key) != key;
            if fits && seen.insert(key.to_owned()) {
                places.push((path.clone(), number, key.to_owned()));
            }
        }
    }
    places
}

#[test]
fn a_file_that_cannot_be_read_is_all_that_is_reported() {
    let files = bundled();
    let spoilt = yaml(&files).map(|(path, text)| (path.clone(), format!("{text}  open: [\n")));
    let wrong = in_threads(spoilt.collect(), |(path, text): (String, String)| {
        let found = found(&files, &path, text);
        let is_right = found.len() == 1 && found[0].starts_with("yaml_syntax");
        (!is_right).then(|| format!("{path}: {found:#?}"))
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_key_with_a_slip_is_all_that_is_reported() {
    let files = bundled();
    let slips = std::sync::atomic::AtomicUsize::new(0);
    let wrong = in_threads(keys(&files), |(path, number, key): (String, usize, String)| {
        let slip = |(at, line): (usize, &str)| match at == number {
            true => line.replacen(&key, &misspelt(&key), 1) + "\n",
            false => format!("{line}\n"),
        };
        let text: String = files[&path].lines().enumerate().map(slip).collect();
        // Others are names of the project's own, which are missed wherever they are used.
        let (_, _, of_file) = spec::read_texts(&[(path.clone(), text.clone())].into());
        if !of_file.iter().any(|finding| finding.code == "unknown_key") {
            return None;
        }
        let found = found(&files, &path, text);
        slips.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        (found.len() > 1).then(|| format!("{path}, line {}: {found:#?}", number + 1))
    });
    let slips = slips.into_inner();
    assert!(slips > 80, "{slips} keys were misspelt");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_does_not_follow_from_a_slip_is_reported_beside_it() {
    let files = bundled();
    let text = files["schema/catalogue.yaml"].replacen("    indexes:", "    indexse:", 1).replacen(
        "check: weight_kg",
        "check: wieght_kg",
        1,
    );
    let found = found(&files, "schema/catalogue.yaml", text);
    let codes: Vec<&str> = found.iter().filter_map(|it| it.split(' ').next()).collect();
    assert_eq!(codes, ["unknown_key", "unknown_column"], "{found:#?}");
}
