//! Every code is registered once, used, explained and tested.

use std::fs;
use std::path::Path;

use pgspec::diagnostic::{CODES, Code, Severity};

use super::{cases, path};

/// Returns the code that a case is named after: the longest that the name begins with.
pub fn code_of(case: &str) -> Option<&'static str> {
    let fits = |code: &&Code| {
        case.strip_prefix(code.name).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
    };
    CODES.iter().filter(fits).map(|code| code.name).max_by_key(|name| name.len())
}

/// Collects the source of the crate, without its tests and without the registry.
fn source(folder: &Path, text: &mut String) {
    for entry in fs::read_dir(folder).expect("the source") {
        let file = entry.expect("a file").path();
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if file.is_dir() && name != "tests" {
            source(&file, text);
        } else if name.ends_with(".rs") && name != "tests.rs" && name != "codes.rs" {
            let whole = fs::read_to_string(&file).expect("a source file");
            text.push_str(whole.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default());
        }
    }
}

fn whole_source() -> String {
    let mut text = String::new();
    source(&path("src"), &mut text);
    text
}

/// Returns the codes that stand right behind `call` in the source.
fn codes_behind<'a>(source: &'a str, call: &str) -> Vec<&'a str> {
    let behind = source.split(call).skip(1);
    behind.filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next()).collect()
}

#[test]
fn every_code_in_use_is_registered_with_its_severity() {
    let source = whole_source();
    let kinds = [
        ("Diagnostic::error(", Severity::Error),
        ("Diagnostic::warning(", Severity::Warning),
        ("Fault::new(", Severity::Error),
    ];
    for (call, severity) in kinds {
        let used = codes_behind(&source, call);
        assert!(!used.is_empty(), "{call} is how findings are made");
        for name in used {
            let code = pgspec::diagnostic::find(name);
            assert_eq!(code.map(|code| code.severity), Some(severity), "{name}");
        }
    }
}

#[test]
fn every_registered_code_is_in_use() {
    let source = whole_source();
    for code in CODES {
        assert!(source.contains(&format!("\"{}\"", code.name)), "{} is not used", code.name);
    }
    assert!(!source.contains("\"no_such_code\""));
}

#[test]
fn every_code_has_a_case() {
    let cases = cases();
    for code in CODES {
        let has_case = cases.keys().any(|case| code_of(case) == Some(code.name));
        assert!(has_case, "tests/errors/{} is missing", code.name);
    }
}
