//! Every named query prepares, runs as its roles and returns what it promises.
//!
//! A query is prepared as the artifact `queries/<name>.sql` prepares it, described, run with the
//! defaults and examples of its parameters, and undone. Rows and plans are those of the sample data.
//!
//! Limits: the protocol describes a column of a domain by the domain's base type, so that a domain
//! and its base are not told apart; plans are those for the given parameters.

mod chart;
mod columns;
mod expected;
mod plan;
mod trial;

use std::collections::BTreeSet;

use super::{Check, Context, Error};

/// Runs every query as every role that must be able to.
///
/// `loaded` says whether there are sample rows to count.
pub(super) fn prove(
    context: &Context<'_>,
    loaded: bool,
    checks: &mut Vec<Check>,
) -> Result<(), Error> {
    let mut client = context.connect()?;
    let types = expected::ask(&mut client, context.project)?;
    let queries = &context.project.queries;
    for (done, (name, query)) in queries.iter().enumerate() {
        context.progress.step(done, queries.len());
        for role in roles(context, name, &query.run_as) {
            let trial = trial::Trial { name, role, query, types: &types, loaded };
            checks.extend(trial.run(&mut client)?);
        }
    }
    Ok(())
}

/// Returns the role that the query names, and those that name the query.
fn roles<'a>(context: &'a Context<'_>, query: &str, run_as: &'a str) -> BTreeSet<&'a str> {
    let roles = &context.project.database.roles;
    let runs = roles.iter().filter(|(_, role)| role.runs.iter().any(|name| name == query));
    runs.map(|(name, _)| name.as_str()).chain([run_as]).collect()
}
