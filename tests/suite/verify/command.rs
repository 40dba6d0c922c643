//! The command lines `pgspec verify` and `pgspec scram`.

use std::process::{Command, Output};

fn pgspec(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pgspec"));
    command.args(["-C", env!("CARGO_MANIFEST_DIR")]).args(arguments);
    command
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn verify(arguments: &[&str]) -> Output {
    let arguments = [&["verify", "--sandbox", "local"], arguments].concat();
    pgspec(&arguments).output().unwrap()
}

#[test]
fn a_fault_is_told_in_every_form_and_by_the_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("fault.sql");
    std::fs::write(&file, "drop index sales.members_status_idx").unwrap();
    let file = file.to_str().unwrap();
    let only = ["--only", "structure", "--after-apply", file];
    for (form, says) in [
        ("text", "failed: index sales.members_status_idx: is missing"),
        ("json", "\"detail\": \"is missing\""),
        ("junit", "<failure message=\"is missing\">"),
        ("markdown", "- **structure** index sales.members\\_status\\_idx: is missing"),
    ] {
        let output = verify(&[&only[..], &["--format", form]].concat());
        assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
        assert!(text(&output.stdout).contains(says), "{}", text(&output.stdout));
    }
    let report = folder.path().join("report.json");
    let out = ["--format", "json", "--out", report.to_str().unwrap(), "--only", "roles"];
    let output = verify(&out);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(output.stdout.is_empty());
    let report = std::fs::read_to_string(report).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report["well"], true);
}

#[test]
fn what_the_user_got_wrong_and_what_the_environment_lacks_have_codes_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("broken.sql");
    std::fs::write(&file, "select nothing").unwrap();
    let output = verify(&["--only", "roles", "--after-apply", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("column \"nothing\" does not exist"));
    let output = verify(&["--after-apply", "/no/such/file"]);
    assert_eq!(output.status.code(), Some(2));
    let output = pgspec(&["verify", "--url", "postgres://x:hunter2@127.0.0.1:1/y"]).output();
    let output = output.unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(!text(&output.stderr).contains("hunter2"));
}

#[test]
fn a_verifier_is_printed_and_never_the_password() {
    let output = pgspec(&["scram", "--env", "SECRET"]).env("SECRET", "hunter2").output().unwrap();
    assert!(output.status.success());
    let printed = text(&output.stdout);
    assert!(printed.starts_with("SCRAM-SHA-256$4096:") && printed.ends_with('\n'), "{printed}");
    assert!(!printed.contains("hunter2"));
    let output = pgspec(&["scram", "--env", "SECRET"]).env_remove("SECRET").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("`SECRET` is not set"));
}
