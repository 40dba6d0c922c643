//! A throw-away container of the project's own image.
//!
//! The image is built from the context in memory under a tag that is a hash of it, so an unchanged
//! context costs what the builder's cache needs. The container runs with a password made for this
//! run, handed over as a file, on a port of the loopback interface.
//!
//! A container is removed on drop. Should this process be killed, a guardian removes it where the
//! `docker` command is installed; elsewhere the next start does: see `garbage.rs`.
//!
//! Limits: a context of regular files without their permission bits; only the `Dockerfile` chosen
//! decides, a `.dockerignore` does not.

pub(super) mod engine;

#[cfg(feature = "docker")]
mod container;
#[cfg(feature = "docker")]
mod garbage;
#[cfg(feature = "docker")]
mod image;

#[cfg(all(test, feature = "docker"))]
mod tests;

use super::{Error, Request, Started};

/// Tells whether a Docker sandbox can be tried here; answers within two seconds.
///
/// # Errors
/// [`Error::NoEngine`] says why not, [`Error::DockerNotBuilt`] that it never can.
pub fn available() -> Result<(), Error> {
    if cfg!(not(feature = "docker")) {
        return Err(Error::DockerNotBuilt);
    }
    engine::Engine::find().map(|_| ())
}

/// Builds the image and runs it.
#[cfg(feature = "docker")]
pub(super) fn start(request: &Request, progress: &dyn Fn(&str)) -> Result<Started, Error> {
    let engine = engine::Engine::find()?;
    let context = request.context.as_ref().ok_or(Error::NoImage)?;
    garbage::sweep(&engine);
    progress("building the image");
    let image = image::build(context)?;
    progress("starting the container");
    container::run(&engine, image, context)
}

/// Refuses, as this program was built without the feature.
#[cfg(not(feature = "docker"))]
pub(super) fn start(_: &Request, _: &dyn Fn(&str)) -> Result<Started, Error> {
    Err(Error::DockerNotBuilt)
}
