//! Who may do what, by acting: every role × object × column × privilege is tried.
//!
//! Each trial is a [statement](statements) run as the role in a subtransaction of its own which is
//! always undone, so that the server itself checks the privileges of everything that the statement
//! needs: the schema, the columns, the tables below a view that reads with the rights of whoever
//! asks. PUBLIC is tried as a new role that was granted nothing. The whole part is one transaction,
//! rolled back.
//!
//! What no statement shows the server is [asked](others).
//!
//! Limits: where PostgreSQL refuses a statement to everyone before it looks at privileges (inserting
//! into a view with GROUP BY), there is nothing to try; such grants are compared by the catalogs.

mod answer;
mod cells;
mod doors;
mod judge;
mod others;
mod rows;
mod statements;
mod surroundings;
#[cfg(test)]
mod tests;

use postgres::Transaction;

use super::{Check, Context, Error, Group};
use crate::sql::quote_identifier;

use answer::Answer;
use cells::Cell;
use surroundings::Surroundings;

const PROBE: &str = include_str!("probe.sql");
const PROBE_CALL: &str = "select code, message, context from pg_temp.pgspec_probe($1, $2)";

/// How many trials one call makes.
const CHUNK: usize = 2000;

/// Quiet, in English, whoever set the server up: the words of a refusal name what was refused.
const SETTINGS: &str = "set local statement_timeout = 0; set local jit = off;
    set local client_min_messages = error;
    select set_config('lc_messages', 'C', true) from pg_catalog.pg_roles
    where rolname = current_user and rolsuper";

/// Tries everything and compares what was allowed with what is declared.
pub(super) fn prove(context: &Context<'_>, checks: &mut Vec<Check>) -> Result<(), Error> {
    let failed = Error::server("prepare the trials of access");
    let mut client = context.connect()?;
    let mut transaction = client.transaction().map_err(failed)?;
    let stranger = format!("pgspec_public_{}", std::process::id());
    let create = format!("create role {}", quote_identifier(&stranger));
    for statement in [SETTINGS, &create, PROBE] {
        transaction.batch_execute(statement).map_err(failed)?;
    }
    let model = &context.project.database;
    cells::prepare(&mut transaction, model, &stranger).map_err(failed)?;
    let around = Surroundings::read(&mut transaction, model)?;
    let major = context.sandbox.major();
    let cells = cells::of(model, major, &around, &stranger);
    let answers = ask(context, &mut transaction, &cells)?;
    let shows = |answer: &Answer| !matches!(answer, Answer::Untried | Answer::Impossible);
    let shown = cells.iter().zip(&answers).filter(|(_, answer)| shows(answer));
    let tried = shown.map(|(cell, _)| (cell.role, cell.object.clone(), cell.privilege)).collect();
    let others = others::prove(&mut transaction, model, major, &around, &stranger, &tried)?;
    let doors = doors::prove(&mut transaction, context.project, &around, &cells, &answers)?;
    let rows = rows::prove(context, &mut transaction)?;
    transaction.rollback().map_err(failed)?;
    checks.extend(judge::judge(&cells, &answers, Group::Access));
    checks.extend(others);
    checks.extend(doors);
    checks.extend(rows);
    Ok(())
}

/// Makes the trials; the answers come in their order.
fn ask(
    context: &Context<'_>,
    transaction: &mut Transaction<'_>,
    cells: &[Cell<'_>],
) -> Result<Vec<Answer>, Error> {
    let mut answers = Vec::with_capacity(cells.len());
    for chunk in cells.chunks(CHUNK) {
        context.progress.step(answers.len(), cells.len());
        let roles: Vec<&str> = chunk.iter().map(|cell| cell.acting).collect();
        let statements: Vec<&str> =
            chunk.iter().map(|cell| cell.trial.statement.as_str()).collect();
        let rows = transaction
            .query(PROBE_CALL, &[&roles, &statements])
            .map_err(Error::server("try what roles may do"))?;
        let read = |(cell, row): (&Cell<'_>, &postgres::Row)| {
            Answer::of(&cell.object, &cell.trial, row.get(0), row.get(1), row.get(2))
        };
        answers.extend(chunk.iter().zip(&rows).map(read));
    }
    Ok(answers)
}
