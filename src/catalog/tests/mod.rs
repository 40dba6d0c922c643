//! Reads real databases; the server is a sandbox of local binaries.

pub(crate) mod support;

use support::everything;

#[test]
fn everything_is_read() {
    let text = serde_json::to_string_pretty(&everything().database).unwrap();
    insta::assert_snapshot!("everything", text);
}

#[test]
fn dependencies_are_read() {
    let lines = everything().database.dependencies.iter().map(|(object, needed)| {
        let needed = needed.iter().map(ToString::to_string).collect::<Vec<_>>();
        format!("{object} <- {}\n", needed.join(", "))
    });
    insta::assert_snapshot!("dependencies", lines.collect::<String>());
}

#[test]
fn nothing_of_everything_is_unknown() {
    assert_eq!(everything().unknown, [""; 0]);
}
