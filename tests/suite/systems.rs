//! Systems: the image-processing company as a project of its own, sound and broken on purpose.

mod columns;
mod kept;
mod purge;
mod sabotage;

use std::path::PathBuf;

use crate::plans::run;
use crate::verify::{lines, local, verify};
use pgspec::{check, spec};

/// The folder of the project.
pub fn images() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/images"))
}

#[test]
fn its_artifacts_are_committed_and_its_migrations_lead_to_it() {
    let said = run(&images(), &["check"]).ends(0).said;
    assert!(!said.contains("warning"), "{said}");
    run(&images(), &["gen", "--check"]).ends(0);
    run(&images(), &["migrate", "check"]).ends(0);
}

#[test]
fn it_is_verified() {
    let (spec, sources, findings) = spec::read(&images());
    assert!(findings.is_empty(), "{findings:?}");
    let project = check::check(&spec, &sources).project.expect("the project is sound");
    let report = verify(&project, &local()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(lines(&report), [""; 0]);
}

#[test]
fn each_point_of_the_stakeholders_is_answered_by_a_part_that_is_there() {
    let (spec, sources, _) = spec::read(&images());
    let project = check::check(&spec, &sources).project.expect("the project is sound");
    let system = &project.systems["images"];
    let names = |points: &[pgspec::model::Point]| -> Vec<String> {
        points.iter().map(|point| point.name.clone()).collect()
    };
    let concerns = ["secure_access", "data_safe", "demand_and_cost", "maintenance"];
    assert_eq!(names(&system.concerns), concerns);
    let qualities = [
        "manageable",
        "scalable",
        "secure",
        "highly_available",
        "elastic",
        "fault_tolerant",
        "efficient",
        "low_latency",
        "least_privilege",
    ];
    assert_eq!(names(&system.qualities), qualities);
    assert!(system.concerns.iter().chain(&system.qualities).all(|it| it.answers.len() >= 2));
}
