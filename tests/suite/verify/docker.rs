//! The bundled project as the image that ships it; needs an engine and a base image that
//! `tests/support/base-image/build.sh` makes, and says loudly where it has none.

use std::process::Command;

use pgspec::model::PasswordSource;
use pgspec::sandbox::Choice;
use pgspec::verify::{Options, Outcome};

use super::{bundled, lines, verify};
use crate::servers::skip;

#[test]
fn the_image_of_the_bundled_project_is_verified() {
    let mut project = bundled();
    for major in [17, 15, 18] {
        let image = format!("pgspec-test/postgres:{major}");
        let found = Command::new("docker").args(["image", "inspect", &image]).output();
        if !found.is_ok_and(|output| output.status.success()) {
            skip("the_image_of_the_bundled_project", &format!("no engine, or no image `{image}`"));
            continue;
        }
        project.postgres = major;
        let options = Options {
            sandbox: Choice::Docker,
            base_image: Some(image),
            passwords: [(
                PasswordSource::Environment("ANALYTICS_BI_PASSWORD".to_owned()),
                "correct horse".to_owned(),
            )]
            .into(),
            ..Options::default()
        };
        let report = verify(&project, &options).unwrap_or_else(|error| panic!("{major}: {error}"));
        assert_eq!(lines(&report), [""; 0], "{major}");
        assert_eq!(report.warnings, [""; 0]);
        let password = "analytics_bi: only with its password";
        let check = report.checks.iter().find(|check| check.name == password).unwrap();
        assert_eq!(check.outcome, Outcome::Passed);
    }
}
