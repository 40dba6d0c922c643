//! The queries that a role has to run, as statements without parameters.

use postgres::Transaction;

use crate::model::Project;
use crate::sandbox::script::words;
use crate::sql::quote_identifier;

/// A query of a role.
pub(super) struct Work {
    pub name: String,
    pub statement: String,
}

impl Work {
    /// Returns the queries that a role runs, or that run as it.
    pub fn of(project: &Project, role: &str) -> Vec<Self> {
        let listed = project.database.roles.get(role).map(|role| role.runs.as_slice());
        let listed = listed.unwrap_or_default();
        let queries = project.queries.iter();
        let own = queries.filter(|(name, query)| query.run_as == role || listed.contains(name));
        own.map(|(name, query)| Self { name: name.clone(), statement: query.inline() }).collect()
    }

    /// Runs it as the role, and undoes what it did; returns the words of a refusal.
    pub fn refusal(
        &self,
        transaction: &mut Transaction<'_>,
        role: &str,
    ) -> Result<Option<String>, postgres::Error> {
        let statement = format!("set local role {}; {}", quote_identifier(role), self.statement);
        let mut nested = transaction.transaction()?;
        let result = nested.batch_execute(&statement);
        nested.rollback()?;
        Ok(match result {
            Err(error) if error.is_closed() => return Err(error),
            Err(error) if error.code().is_some_and(|code| code.code() == "42501") => {
                Some(words(&error))
            }
            _ => None,
        })
    }
}
