//! `pgspec access passwords`: gives login roles their passwords, as SCRAM verifiers.

use std::path::Path;

use clap::Args;

use crate::cli::output::Output;
use crate::cli::{Status, passwords, project, state};
use crate::verify::scram;

/// Give login roles of a live server their passwords, as SCRAM verifiers computed here
///
/// Where each password is, the project says: `password: { env: NAME }` or `{ file: PATH }`. A role whose
/// password is not there keeps the one that it has.
#[derive(Debug, Args)]
pub struct Passwords {
    /// The live database; the environment names it unless given, as for psql
    #[arg(long, value_name = "URL", env = "PGSPEC_DATABASE_URL", hide_env_values = true)]
    database: Option<String>,
    /// Only these roles, separated by commas
    #[arg(long, value_name = "ROLE", value_delimiter = ',')]
    role: Vec<String>,
}

impl Passwords {
    /// Runs the command.
    pub fn run(&self, root: &Path, output: &Output) -> Result<Status, Status> {
        let model = project::read(root, output)?.model;
        let roles = &model.database.roles;
        if let Some(unknown) = self.role.iter().find(|name| !roles.contains_key(*name)) {
            output.say(&format!("error: the project declares no role `{unknown}`"));
            return Err(Status::Wrong);
        }
        let given = passwords::given(root, &model, output)?;
        let mut verifiers = Vec::new();
        let mut missing = 0;
        for (name, role) in roles {
            let Some(source) = &role.password else { continue };
            if !self.role.is_empty() && !self.role.contains(name) {
                continue;
            }
            let Some(password) = given.get(source) else {
                output
                    .say(&format!("role `{name}` keeps its password: there is none in `{source}`"));
                missing += 1;
                continue;
            };
            let verifier = scram::verifier(&source.to_string(), password);
            verifiers.push((name, verifier.map_err(|error| wrong(&error, output))?));
        }
        let target = state::database(self.database.as_deref(), output)?;
        let mut client = target.connect().map_err(|error| state::refused(&error, output))?;
        let mut change = client.transaction().map_err(|error| failed(&error, output))?;
        for (name, verifier) in &verifiers {
            scram::set(&mut change, name, verifier).map_err(|error| {
                output.say(&format!("role `{name}`:"));
                failed(&error, output)
            })?;
        }
        change.commit().map_err(|error| failed(&error, output))?;
        for (name, _) in &verifiers {
            output.data(&format!("role {name}: password set\n"));
        }
        Ok(if missing == 0 { Status::Well } else { Status::Findings })
    }
}

fn wrong(error: &scram::PasswordError, output: &Output) -> Status {
    output.fail(error);
    Status::Wrong
}

fn failed(error: &postgres::Error, output: &Output) -> Status {
    output
        .say(&format!("error: no password was changed: {}", crate::sandbox::script::words(error)));
    Status::Failed
}
