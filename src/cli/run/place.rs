//! A throw-away database with the project in it.

use crate::cli::Status;
use crate::cli::output::Output;
use crate::cli::project::Rendered;
use crate::cli::state::{ddl, request};
use crate::connect::Target;
use crate::sandbox;
use crate::sandbox::script::{self, Script};

/// Makes a database with the project's objects and, where they are wanted, its sample data, and drops it after the work.
pub(in crate::cli) fn in_sandbox(
    rendered: &Rendered,
    url: Option<&str>,
    with_samples: bool,
    output: &Output,
    work: impl FnOnce(&Target) -> Result<Status, Status>,
) -> Result<Status, Status> {
    let failed = |error: &dyn std::error::Error| {
        output.fail(error);
        Status::Failed
    };
    let (request, major) = request(&[Some(rendered.model.postgres)], url, output);
    let scripts = ddl(rendered, major, output)?;
    let server = sandbox::start(&request, &|_| ()).map_err(|error| failed(&error))?;
    let database = server.create_database("run").map_err(|error| failed(&error))?;
    let mut client = database.connect().map_err(|error| failed(&error))?;
    script::run_together(&mut client, &scripts).map_err(|error| failed(&error))?;
    for (path, text) in rendered.model.sample_data.iter().filter(|_| with_samples) {
        let script = Script { name: path.clone(), text: text.clone() };
        script::run(&mut client, &script).map_err(|error| failed(&error))?;
    }
    drop(client);
    work(&server.target(database.name()))
}
