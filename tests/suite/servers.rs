//! Servers of versions that this machine has no programs of, from images that
//! `tests/support/base-image/build.sh` makes.

use std::io::Write;

use pgspec::sandbox::{Choice, Error, ImageContext, Request, Sandbox, start};

const DOCKERFILE: &[u8] = b"ARG POSTGRES_IMAGE\nFROM ${POSTGRES_IMAGE}\n";

/// Starts a server of a major version.
///
/// # Errors
/// No engine, or no image.
pub fn image(major: u16) -> Result<Sandbox, Error> {
    let mut request = Request::new(Choice::Docker, major);
    let image = format!("pgspec-test/postgres:{major}");
    request.context = Some(ImageContext {
        files: [("Dockerfile", DOCKERFILE)].into(),
        dockerfile: "Dockerfile",
        build_args: [("POSTGRES_IMAGE".to_owned(), image)].into(),
        ..ImageContext::default()
    });
    start(&request, &|_| ())
}

/// Says loudly what does not run, and why.
pub fn skip(what: &str, reason: &str) {
    // Straight to the terminal: the harness keeps what a passing test prints.
    let _ = writeln!(std::io::stderr(), "SKIPPED {what}: {reason}");
}
