//! The queries and transforms that a role has to run, as statements without parameters.

use postgres::Transaction;
use postgres::error::SqlState;

use crate::model::Project;
use crate::pipeline;
use crate::sandbox::script::words;
use crate::sql::{on_every_row, quote_identifier};
use crate::verify::transforms::moment;

/// Codes of errors that come where something is missing: a privilege, or what cannot be found without one.
const REFUSALS: [&str; 5] = ["42501", "42P01", "42883", "42704", "3F000"];

/// How it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It was not refused; that rows were in its way says nothing about privileges.
    Ran,
    /// It lacked something: the server's words.
    Refused(String),
    /// It took longer than it may.
    Stopped,
}

/// A query or transform of a role.
pub(super) struct Work {
    pub name: String,
    pub statement: String,
}

impl Work {
    /// Returns the queries that a role runs, and the queries and transforms that run as it.
    pub fn of(project: &Project, role: &str) -> Vec<Self> {
        let listed = project.database.roles.get(role).map(|role| role.runs.as_slice());
        let listed = listed.unwrap_or_default();
        let queries = project.queries.iter();
        let own = queries.filter(|(name, query)| query.run_as == role || listed.contains(name));
        let queries =
            own.map(|(name, query)| Self { name: name.clone(), statement: query.inline() });
        let transforms =
            project.transforms.iter().filter(|(_, transform)| transform.run_as == role);
        let transforms = transforms.map(|(name, transform)| Self {
            name: format!("transform {name}"),
            statement: pipeline::as_text(transform, &moment(transform)),
        });
        queries.chain(transforms).collect()
    }

    /// Returns the same with conditions that every row meets.
    pub fn on_every_row(&self) -> Option<Self> {
        Some(Self { name: self.name.clone(), statement: on_every_row(&self.statement)? })
    }

    /// Runs it as the role, and undoes what it did.
    pub fn run(
        &self,
        transaction: &mut Transaction<'_>,
        role: &str,
    ) -> Result<Outcome, postgres::Error> {
        let statement = format!("set local role {}; {}", quote_identifier(role), self.statement);
        let mut nested = transaction.transaction()?;
        let result = nested.batch_execute(&statement);
        nested.rollback()?;
        Ok(match result {
            Err(error) if error.is_closed() => return Err(error),
            Err(error) if error.code().is_some_and(|code| REFUSALS.contains(&code.code())) => {
                Outcome::Refused(words(&error))
            }
            Err(error) if error.code() == Some(&SqlState::QUERY_CANCELED) => Outcome::Stopped,
            _ => Outcome::Ran,
        })
    }
}
