//! One report in every form.

use super::*;
use crate::verify::{Check, Group, Outcome, Phase};

fn report() -> Report {
    let access = Check { trials: 2115, ..Check::passed(Group::Access, "analytics on sales.items") };
    let reason = "the server takes such a statement from nobody".to_owned();
    Report {
        project: "shop".into(),
        target: 17,
        server: "15.18".into(),
        sandbox: "local".into(),
        place: "PostgreSQL 15.18, local binaries".into(),
        warnings: vec!["the project targets PostgreSQL 17".into()],
        phases: vec![
            Phase { group: Group::Sandbox, seconds: 0.5 },
            Phase { group: Group::Structure, seconds: 0.25 },
            Phase { group: Group::Access, seconds: 1.0 },
        ],
        checks: vec![
            Check::passed(Group::Structure, "table sales.items"),
            Check::failed(Group::Structure, "index sales.<x>", "is missing"),
            Check::failed(Group::Structure, "view sales.v", "query differs; found:\nselect 1\n& 2"),
            access,
            Check::new(
                Group::Access,
                "analytics on sales.v: changes",
                Outcome::NotApplicable(reason),
            ),
            Check::skipped(Group::Access, "public on sales.x", "no reason"),
        ],
    }
}

#[test]
fn text_tells_failures_in_full_and_the_rest_in_a_line() {
    insta::assert_snapshot!(text(&report()));
}

#[test]
fn markdown_keeps_names_from_being_markup() {
    insta::assert_snapshot!(markdown(&report()));
}

#[test]
fn junit_has_a_suite_for_each_group() {
    insta::assert_snapshot!(junit(&report()));
}

#[test]
fn json_holds_everything() {
    insta::assert_snapshot!(json(&report()));
}

#[test]
fn a_report_without_failures_says_so() {
    let mut report = report();
    report.checks.retain(|check| !check.has_failed());
    assert!(report.is_well());
    assert!(text(&report).contains("\nverified: 2 passed, 1 skipped, 1 not applicable"));
    assert!(!markdown(&report).contains("Failed"));
}
