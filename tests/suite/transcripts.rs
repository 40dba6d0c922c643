//! The commands of the README and of `tests/cmd/`, run as they are written there.
//!
//! A block fenced as `console` is run on the bundled project; `TRYCMD=overwrite` writes what was
//! printed in place of what is expected. The report of `pgspec verify`, whose times and versions no two
//! machines share, is compared by what it counts.

use std::collections::BTreeMap;
use std::process::Command;

/// What is proven alike in every kind of sandbox.
const ALIKE: [&str; 4] = ["again", "structure", "access", "queries"];

#[test]
fn commands_print_what_is_written() {
    trycmd::TestCases::new().case("tests/cmd/*.trycmd").case("README.md").case("docs/access.md");
}

#[test]
fn the_report_in_the_readme_counts_what_is_proven() {
    let readme = include_str!("../../README.md");
    let written = readme.split_once("FAILED").expect("a report that fails follows").0;
    let run = Command::new(env!("CARGO_BIN_EXE_pgspec"))
        .args(["verify", "--sandbox", "local"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("the command runs");
    let printed = String::from_utf8(run.stdout).expect("a report is text");
    assert_eq!(counts(written), counts(&printed), "write the new report into the README");
    assert_eq!(counts(written).len(), ALIKE.len());
}

/// Reads how many checks of each group passed.
fn counts(report: &str) -> BTreeMap<&str, &str> {
    let group = |line| {
        let (group, counts) = str::strip_prefix(line, "    ok  ")?.split_at_checked(13)?;
        Some((group.trim(), counts.split_once(" passed")?.0))
    };
    report.lines().filter_map(group).filter(|(group, _)| ALIKE.contains(group)).collect()
}
