//! `verify` on the bundled project, sound and sabotaged, with the server that this machine has.

mod apply;
mod command;
mod docker;
mod doors;
mod expectations;
mod rows;
mod sabotage;
mod url;

use std::collections::BTreeMap;
use std::path::Path;

use pgspec::model::Project;
use pgspec::render::{self, Templates};
use pgspec::sandbox::Choice;
use pgspec::verify::{self, Error, Group, Options, Report, Script};
use pgspec::{check, spec};

use crate::plans::run;

/// Reads the project at the root of the repository.
pub fn bundled() -> Project {
    let (spec, sources, findings) = spec::read(Path::new(env!("CARGO_MANIFEST_DIR")));
    assert!(findings.is_empty(), "{findings:?}");
    check::check(&spec, &sources).project.expect("the bundled project is sound")
}

/// Options of a run on local binaries.
pub fn local() -> Options {
    Options { sandbox: Choice::Local, ..Options::default() }
}

/// Renders and verifies.
pub fn verify(project: &Project, options: &Options) -> Result<Report, Error> {
    let artifacts = render::render(project, &Templates::default(), &BTreeMap::new()).unwrap();
    verify::run(project, &artifacts, options, &())
}

/// Verifies the access of the project in a folder, and returns name and detail of each failure.
pub fn access_faults(project: &Path) -> Vec<(String, String)> {
    run(project, &["gen"]).ends(0);
    let arguments = ["verify", "--sandbox", "local", "--only", "access", "--format", "json"];
    let report = run(project, &arguments);
    let report: serde_json::Value =
        serde_json::from_str(&report.out).unwrap_or_else(|_| panic!("{}", report.said));
    let checks = report["checks"].as_array().unwrap().iter();
    let failed = checks.filter(|check| check["outcome"] == "failed");
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    failed.map(|check| (text(&check["name"]), text(&check["detail"]))).collect()
}

/// Verifies groups of proofs after some SQL, and returns a line for each failure.
pub fn failures(groups: &[Group], sql: &str) -> Vec<String> {
    let after_apply = vec![Script { name: "sabotage.sql".into(), text: sql.into() }];
    let options = Options { after_apply, only: groups.iter().copied().collect(), ..local() };
    lines(&verify(&bundled(), &options).unwrap_or_else(|error| panic!("{error}")))
}

/// Writes a line for each failure.
pub fn lines(report: &Report) -> Vec<String> {
    let line = |check: &verify::Check| match &check.outcome {
        verify::Outcome::Failed(detail) => {
            format!("{}: {}: {detail}", check.group.words(), check.name)
        }
        _ => unreachable!("only failures are asked for"),
    };
    report.failures().map(line).collect()
}

#[test]
fn the_bundled_project_is_verified() {
    let report = verify(&bundled(), &local()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(lines(&report), [""; 0]);
    assert!(report.is_well());
    let totals = report.totals_by_group();
    let expected = [
        Group::Apply,
        Group::Again,
        Group::Structure,
        Group::SampleData,
        Group::Access,
        Group::Sources,
        Group::Transforms,
        Group::Seeds,
        Group::Queries,
        Group::Roles,
    ];
    assert!(totals.keys().eq(expected.iter()), "{totals:?}");
    assert!(totals[&Group::Access].trials > 2000, "{totals:?}");
    let timed: Vec<Group> = report.phases.iter().map(|phase| phase.group).collect();
    assert_eq!(timed, Group::ALL);
}
