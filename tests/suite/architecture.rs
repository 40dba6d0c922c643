//! Dependencies between the crate's modules point downward only.
//!
//! A file counts with the module that it belongs to. What is compiled for tests alone (`tests.rs`,
//! `tests/`, an inline `mod tests`) may look upward: it needs servers and whole projects.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// The modules from the bottom up: each may use those above it in this list, and none below.
const LAYERS: &[&str] = &[
    "source",
    "diagnostic",
    "reading",
    "sql",
    "graph",
    "picture",
    "connect",
    "audit",
    "spec",
    "model",
    "access",
    "check",
    "lint",
    "render",
    "output",
    "sandbox",
    "catalog",
    "pipeline",
    "facts",
    "diff",
    "plan",
    "rehearse",
    "state",
    "apply",
    "migrate",
    "import",
    "verify",
    "site",
    "cli",
];

#[test]
fn modules_depend_downward_only() {
    let upward = upward(&source_files(), LAYERS);
    assert!(upward.is_empty(), "upward dependencies:\n{}", upward.join("\n"));
}

#[test]
fn the_crate_documentation_lists_the_modules_in_this_order() {
    let library = fs::read_to_string(root().join("src/lib.rs")).expect("it is there");
    let listed =
        library.lines().filter_map(|line| line.strip_prefix("//! - [`")?.split('`').next());
    assert_eq!(listed.collect::<Vec<_>>(), LAYERS, "the list in src/lib.rs");

    let declared =
        library.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    let mut sorted = LAYERS.to_vec();
    sorted.sort_unstable();
    assert_eq!(declared.collect::<Vec<_>>(), sorted, "the modules that src/lib.rs declares");
}

#[test]
fn an_upward_dependency_is_found_however_it_is_written() {
    let layers = &["low", "high"];
    let finds = |path: &str, text: &str| {
        let files = BTreeMap::from([(PathBuf::from(path), text.to_owned())]);
        upward(&files, layers).len()
    };
    for (path, text) in [
        ("low.rs", "use crate::high::Thing;"),
        ("low/mod.rs", "use crate::{\n    other,\n    high::{Thing},\n};"),
        ("low/part.rs", "fn f() { crate::high::f() }"),
        ("low/mod.rs", "use super::high;"),
        ("low/part.rs", "use super::super::high::f;"),
        ("low/part.rs", "pub(in crate::high) fn f() {}"),
    ] {
        assert_eq!(finds(path, text), 1, "{path}: {text}");
    }
    for (path, text) in [
        ("high.rs", "use crate::low::Thing;"),
        ("low/part.rs", "use super::high;"),
        ("low.rs", "/// See [`crate::high`].\n// crate::high\nfn f() {}"),
        ("low.rs", "fn f() {}\n#[cfg(test)]\nmod tests {\n    use crate::high;\n}"),
        ("low/tests.rs", "use crate::high;"),
        ("low/tests/support.rs", "use crate::high;"),
        ("low.rs", "use crate::higher;"),
    ] {
        assert_eq!(finds(path, text), 0, "{path}: {text}");
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Reads every Rust file below `src/`, by its path there.
fn source_files() -> BTreeMap<PathBuf, String> {
    let mut files = BTreeMap::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("text");
                let below = path.strip_prefix(root().join("src")).expect("it is below");
                files.insert(below.to_owned(), text);
            }
        }
    }
    assert!(files.len() > 100, "the crate's files were found");
    files
}

/// Returns every dependency on a module of a higher layer.
fn upward(files: &BTreeMap<PathBuf, String>, layers: &[&str]) -> Vec<String> {
    let rank = |name: &str| layers.iter().position(|layer| *layer == name);
    let mut found = Vec::new();
    for (path, text) in files.iter().filter(|(path, _)| !is_test(path)) {
        let parts = module_path(path);
        let Some(own) = parts.first().and_then(|name| rank(name)) else { continue };
        for used in uses(text, parts.len()) {
            if rank(&used).is_some_and(|rank| rank > own) {
                found.push(format!("src/{} uses crate::{used}", path.display()));
            }
        }
    }
    found
}

fn is_test(path: &Path) -> bool {
    let tests =
        |part: Component<'_>| matches!(part.as_os_str().to_str(), Some("tests" | "tests.rs"));
    path.components().any(tests)
}

/// Returns the module of a file: `["sql", "parse"]` for `sql/parse.rs`, `["sql"]` for `sql/mod.rs`.
fn module_path(path: &Path) -> Vec<String> {
    let text = path.with_extension("");
    let parts = text.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
    parts.filter(|part| part != "mod").collect()
}

/// Returns the top-level modules that `text` names, written in a module at `depth` below the crate.
fn uses(text: &str, depth: usize) -> Vec<String> {
    let code = code(text);
    let from_root = "super::".repeat(depth);
    // A longer run of `super::` ends in a shorter one: what precedes must not be `::`.
    let starts = |prefix: &str| {
        let places = code.match_indices(prefix).filter(|(at, _)| {
            let before = code[..*at].chars().next_back();
            !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
        });
        places.map(|(at, _)| at + prefix.len()).collect::<Vec<_>>()
    };
    let places = [starts("crate::"), starts(&from_root)].concat();
    places.into_iter().flat_map(|at| heads(&code[at..])).collect()
}

/// Returns the first names of a path: one, or one for each branch of `{a::x, b::{y, z}}`.
fn heads(rest: &str) -> Vec<String> {
    let name = |text: &str| {
        let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
        text[..end].to_owned()
    };
    let Some(group) = rest.strip_prefix('{') else { return vec![name(rest)] };
    let (mut depth, mut names, mut start) = (0, Vec::new(), 0);
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                names.push(name(group[start..at].trim_start()));
                start = at + 1;
                if character == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    names
}

/// Removes comments, and the inline module of tests, which stands last in a file.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}
