//! Dependencies: their licences against a list of those allowed, their locked versions against the
//! advisories in `tests/advisories.txt`.
//!
//! Both work without a network. The list of advisories is kept by hand: an advisory younger than
//! its date is not known here.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Licences that may stand in a program under `MIT OR Apache-2.0`: all ask for a notice at most.
const ALLOWED: &[&str] = &[
    "MIT",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "MIT-0",
    "BSD-3-Clause",
    "ISC",
    "Unicode-3.0",
    "Zlib",
];

#[test]
fn every_dependency_has_an_allowed_licence() {
    let packages = packages();
    assert!(packages.len() > 50, "the dependencies were found");
    let refused: Vec<String> = packages
        .iter()
        .filter(|(_, _, licence)| !licence.as_deref().is_some_and(is_allowed))
        .map(|(name, version, licence)| format!("{name} {version}: {licence:?}"))
        .collect();
    assert!(refused.is_empty(), "licences that are not on the list:\n{}", refused.join("\n"));
}

#[test]
fn licence_expressions_are_read_as_spdx() {
    for expression in [
        "MIT",
        "MIT/Apache-2.0",
        "GPL-3.0 OR MIT",
        "(GPL-3.0 OR MIT) AND ISC",
        "Apache-2.0 WITH LLVM-exception OR GPL-2.0",
    ] {
        assert!(is_allowed(expression), "{expression}");
    }
    for expression in
        ["", "GPL-3.0", "MIT AND GPL-3.0", "(MIT OR ISC) AND (GPL-3.0)", "GPL-2.0 WITH x"]
    {
        assert!(!is_allowed(expression), "{expression}");
    }
}

#[test]
fn locked_versions_are_past_the_known_advisories() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).expect("it is committed");
    let locked = locked(&lock);
    let advisories = fs::read_to_string(root().join("tests/advisories.txt")).expect("it is there");
    let affected = affected(&advisories, &locked);
    assert!(affected.is_empty(), "raise these in Cargo.lock:\n{}", affected.join("\n"));
}

#[test]
fn an_advisory_is_found_for_every_locked_version() {
    let lock = "[[package]]\nname = \"a\"\nversion = \"1.9.0\"\n\n[[package]]\nname = \"a\"\nversion = \"0.10.2\"\n";
    let found =
        |minimum: &str| affected(&format!("# dated\na {minimum} X-1 why"), &locked(lock)).len();
    assert_eq!((found("2.0.0"), found("1.9.0"), found("1.10.0"), found("0.10.2")), (2, 1, 2, 0));
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns name, version and licence of what is built for this platform, tests included.
fn packages() -> Vec<(String, String, Option<String>)> {
    let cargo = |arguments: &[&str]| {
        let run = Command::new(env!("CARGO")).args(arguments).current_dir(root()).output();
        let run = run.expect("cargo runs the tests, so it is there");
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        run.stdout
    };
    let version = Command::new("rustc").arg("-vV").output().expect("rustc built this").stdout;
    let version = String::from_utf8_lossy(&version).into_owned();
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc says it");
    let output = cargo(&[
        "metadata",
        "--format-version=1",
        "--locked",
        "--offline",
        "--filter-platform",
        host,
    ]);
    let metadata: Value = serde_json::from_slice(&output).expect("cargo writes JSON");
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let packages = metadata["packages"].as_array().expect("it is a list").iter();
    let packages = packages.filter(|package| !package["source"].is_null());
    packages
        .map(|package| {
            let named = |key: &str| text(&package[key]).expect("every package has it");
            (named("name"), named("version"), text(&package["license"]))
        })
        .collect()
}

/// Judges an SPDX expression; AND binds tighter than OR, and `/` is an old way to write OR.
fn is_allowed(expression: &str) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let allowed = either(&words, &mut at);
    allowed && at == words.len()
}

fn either(words: &[&str], at: &mut usize) -> bool {
    let mut allowed = both(words, at);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        allowed |= both(words, at);
    }
    allowed
}

fn both(words: &[&str], at: &mut usize) -> bool {
    let mut allowed = licence(words, at);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        allowed &= licence(words, at);
    }
    allowed
}

fn licence(words: &[&str], at: &mut usize) -> bool {
    let Some(word) = words.get(*at) else { return false };
    *at += 1;
    if *word == "(" {
        let allowed = either(words, at);
        let closed = words.get(*at) == Some(&")");
        *at += 1;
        return allowed && closed;
    }
    if words.get(*at) == Some(&"WITH") {
        let exception = words.get(*at + 1).copied().unwrap_or_default();
        *at += 2;
        return ALLOWED.contains(&format!("{word} WITH {exception}").as_str());
    }
    ALLOWED.contains(word)
}

/// Returns every locked crate with its version.
fn locked(lock: &str) -> Vec<(String, [u64; 3])> {
    let value = |line: &str, key: &str| {
        Some(line.strip_prefix(key)?.strip_prefix(" = \"")?.strip_suffix('"')?.to_owned())
    };
    let mut name = String::new();
    let mut found = Vec::new();
    for line in lock.lines() {
        if let Some(text) = value(line, "name") {
            name = text;
        } else if let Some(version) = value(line, "version") {
            found.push((name.clone(), numbers(&version)));
        }
    }
    found
}

fn numbers(version: &str) -> [u64; 3] {
    let core = version.split(['-', '+']).next().unwrap_or_default();
    let mut parts = core.split('.').map(|part| part.parse().expect("a number"));
    std::array::from_fn(|_| parts.next().unwrap_or(0))
}

/// Returns the advisories that a locked version is older than the fix of.
fn affected(advisories: &str, locked: &[(String, [u64; 3])]) -> Vec<String> {
    let lines = advisories.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .flat_map(|line| {
            let mut words = line.split_whitespace();
            let (name, fixed) = (words.next().expect("a crate"), words.next().expect("a version"));
            let older =
                locked.iter().filter(move |(locked, at)| locked == name && *at < numbers(fixed));
            older.map(move |(_, at)| format!("{at:?} of {line}"))
        })
        .collect()
}
