//! The documentation says what the program does: links lead somewhere, every command and option is
//! in the reference, every key of the spec is described.

mod examples;
mod keys;
mod links;
mod rules;
mod schema;

use std::path::Path;
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn pgspec(arguments: &[&str]) -> String {
    let run = Command::new(env!("CARGO_BIN_EXE_pgspec")).args(arguments).output();
    let run = run.expect("the tests' build has made it");
    assert!(run.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).expect("text")
}

#[test]
fn the_reference_has_every_command_with_every_option() {
    let reference = read("docs/reference.md");
    let missing = missing(&reference);
    assert!(missing.is_empty(), "docs/reference.md lacks:\n{}", missing.join("\n"));
}

#[test]
fn a_command_that_the_reference_lacks_is_found() {
    let without = read("docs/reference.md").replace("\n## `pgspec gen`", "\n## `pgspec jen`");
    assert!(missing(&without).contains(&"pgspec gen".to_owned()));
    let without = read("docs/reference.md").replace("--check", "--chekc");
    assert!(missing(&without).contains(&"pgspec gen --check".to_owned()));
}

/// Returns the commands and options that have no place in the section of their command.
fn missing(reference: &str) -> Vec<String> {
    let global = options("Options:", &pgspec(&["--help"]));
    let mut missing = Vec::new();
    for command in commands(&pgspec(&["--help"])) {
        let heading = format!("\n## `pgspec {command}`");
        let Some((_, section)) = reference.split_once(&heading) else {
            missing.push(format!("pgspec {command}"));
            continue;
        };
        let section = section.split("\n## ").next().unwrap_or_default();
        let own = options("Options:", &pgspec(&[&command, "--help"]));
        for option in own.iter().filter(|option| !global.contains(option)) {
            if !section.contains(&format!("`{option}")) {
                missing.push(format!("pgspec {command} {option}"));
            }
        }
    }
    missing
}

/// Returns the names in the list of commands.
fn commands(help: &str) -> Vec<String> {
    let list = help.split_once("Commands:\n").expect("it lists commands").1;
    let lines = list.lines().take_while(|line| !line.is_empty());
    let named = lines.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names = named.filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").map(str::to_owned).collect()
}

/// Returns the long options below `heading`.
fn options(heading: &str, help: &str) -> Vec<String> {
    let list = help.split_once(heading).expect("it lists options").1;
    let heads =
        list.lines().filter(|line| line.trim_start().starts_with('-') && line.find('-') < Some(8));
    let words = heads.flat_map(str::split_whitespace).filter(|word| word.starts_with("--"));
    words.map(|word| word.trim_end_matches(',').to_owned()).collect()
}
