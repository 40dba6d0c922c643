//! placeholder

use super::{Error, Request, Started};

pub(super) fn engine() -> Result<(), Error> {
    Err(Error::DockerNotBuilt)
}

pub(super) fn start(_: &Request, _: &dyn Fn(&str)) -> Result<Started, Error> {
    Err(Error::DockerNotBuilt)
}
