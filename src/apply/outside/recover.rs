//! What became of a step outside of a transaction that was begun, as the catalog tells it.

use super::statement::{Index, Reindexed, Statement, Whole};
use crate::apply::{Answer, Event, Rows, Session};

const INDEX_STATE: &str = include_str!("index_state.sql");
const INDEX_SHAPE: &str = include_str!("index_shape.sql");
const DETACH_STATE: &str = include_str!("detach_state.sql");
const LEFTOVERS: &str = include_str!("reindex_leftovers.sql");
const EXISTS: &str = include_str!("exists.sql");
const REGCLASS: &str = "select pg_catalog.to_regclass($1) is not null";

/// The table that an index is built on to compare it with another; it is rolled back.
const CLONE: &str = "pg_temp.pgspec_clone";
/// `duplicate_table`, which is also what the server says of an index.
const DUPLICATE: &str = "42P07";

/// What became of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// Nothing is left of it, or what was left is gone now.
    Absent,
    /// It is done.
    Done,
    /// Nothing tells.
    Uncertain,
}

/// Returns whether, before a step is first run, nothing looks as if it had been: only then does what
/// is found later come from it.
///
/// # Errors
/// An index that is there, INVALID, and of which `IF NOT EXISTS` would make nothing better.
pub(super) fn is_clean(session: &mut Session<'_>, statement: &Statement) -> Result<bool, Answer> {
    match statement {
        Statement::CreateIndex(index) => match index_state(session, index)? {
            None => Ok(true),
            Some(state) if state.on_table && !state.valid => Err(taken(&state.name, "is INVALID")),
            Some(_) => Ok(false),
        },
        Statement::DropIndex(name) => ask(session, REGCLASS, &[name]),
        Statement::Detach { parent, partition } => {
            Ok(detach_pending(session, parent, partition)? == Some(false))
        }
        Statement::Whole { kind, name, there } => {
            Ok(ask(session, EXISTS, &[whole_name(*kind), name])? != *there)
        }
        _ => Ok(true),
    }
}

/// Finds out what became of a step that was begun, and removes or finishes what is half done.
pub(super) fn recover(
    session: &mut Session<'_>,
    statement: &Statement,
    sql: &str,
) -> Result<Found, Answer> {
    let done = |done| if done { Found::Done } else { Found::Absent };
    match statement {
        Statement::CreateIndex(index) => recover_index(session, index, sql),
        Statement::DropIndex(name) => Ok(done(!ask(session, REGCLASS, &[name])?)),
        Statement::Detach { parent, partition } => recover_detach(session, parent, partition),
        Statement::Reindex(what) => recover_reindex(session, what),
        Statement::Whole { kind, name, there } => {
            Ok(done(ask(session, EXISTS, &[whole_name(*kind), name])? == *there))
        }
        Statement::Repeatable => Ok(Found::Absent),
        Statement::Procedure | Statement::Other => Ok(Found::Uncertain),
    }
}

fn recover_index(session: &mut Session<'_>, index: &Index, sql: &str) -> Result<Found, Answer> {
    let Some(state) = index_state(session, index)? else { return Ok(Found::Absent) };
    if state.on_table && !state.valid {
        tell(session, &format!("dropping the index {}, which is INVALID", state.name));
        session.execute(&format!("drop index concurrently if exists {}", state.name))?;
        return Ok(Found::Absent);
    }
    if state.on_table && is_same(session, index, &state, sql)? {
        tell(session, &format!("the index {} was finished before", state.name));
        return Ok(Found::Done);
    }
    Err(taken(&state.name, "is not what this step makes"))
}

fn taken(name: &str, what: &str) -> Answer {
    Answer {
        code: Some(DUPLICATE.into()),
        message: format!("relation {name} exists already, and {what}"),
        detail: None,
        hint: Some("drop it, or give the new index another name".into()),
        lost: false,
    }
}

/// An index as the catalog has it, or what else has its name.
struct IndexState {
    name: String,
    oid: Option<String>,
    on_table: bool,
    valid: bool,
    unique: bool,
}

fn index_state(session: &mut Session<'_>, index: &Index) -> Result<Option<IndexState>, Answer> {
    let name = index.name.as_deref().unwrap_or_default();
    let rows = session.rows(INDEX_STATE, &[&index.table, name])?;
    Ok(rows.first().map(|row| IndexState {
        name: row.get("name"),
        oid: row.get("oid"),
        on_table: row.get("on_table"),
        valid: row.get("valid"),
        unique: row.get("is_unique"),
    }))
}

/// Whether an index is the one that `sql` makes: the server says so of the same index on an empty
/// table of the same columns. Where it cannot make that, the name and the table have to do.
fn is_same(
    session: &mut Session<'_>,
    index: &Index,
    state: &IndexState,
    sql: &str,
) -> Result<bool, Answer> {
    let Some(oid) = &state.oid else { return Ok(false) };
    let shape = |session: &mut Session<'_>, oid: &str| {
        let rows = session.rows(INDEX_SHAPE, &[oid])?;
        Ok::<_, Answer>(rows.first().map(|row| row.get::<_, String>(0)))
    };
    let there = shape(session, oid)?;
    session.execute("begin")?;
    let clone = clone_index(session, index, sql).and_then(|oid| shape(session, &oid));
    session.execute("rollback")?;
    match clone {
        Ok(clone) => Ok(clone == there),
        Err(answer) if answer.lost => Err(answer),
        Err(_) => Ok(state.unique == index.unique),
    }
}

/// Makes the index on a clone of its table, and returns its oid.
fn clone_index(session: &mut Session<'_>, index: &Index, sql: &str) -> Result<String, Answer> {
    session.execute(&format!("create temporary table pgspec_clone (like {})", index.table))?;
    let unique = if index.unique { "unique " } else { "" };
    let rest = &sql[index.place.end..];
    session.execute(&format!("create {unique}index on {CLONE}{rest}"))?;
    let made = "select indexrelid::text from pg_catalog.pg_index \
                where indrelid = pg_catalog.to_regclass($1)";
    let rows = session.rows(made, &[CLONE])?;
    Ok(rows.first().map(|row| row.get(0)).unwrap_or_default())
}

/// Returns whether a partition is being detached; `None` where it is none any more.
fn detach_pending(
    session: &mut Session<'_>,
    parent: &str,
    partition: &str,
) -> Result<Option<bool>, Answer> {
    let rows = session.rows(DETACH_STATE, &[parent, partition])?;
    Ok(rows.first().map(|row| row.get("pending")))
}

fn recover_detach(
    session: &mut Session<'_>,
    parent: &str,
    partition: &str,
) -> Result<Found, Answer> {
    match detach_pending(session, parent, partition)? {
        None => Ok(Found::Done),
        Some(false) => Ok(Found::Absent),
        Some(true) => {
            tell(session, &format!("finishing to detach {partition} from {parent}"));
            session
                .execute(&format!("alter table {parent} detach partition {partition} finalize"))?;
            Ok(Found::Done)
        }
    }
}

/// Drops the copies of indexes that a reindexing left; it is run again as a whole.
fn recover_reindex(session: &mut Session<'_>, what: &Reindexed) -> Result<Found, Answer> {
    let (kind, name) = match what {
        Reindexed::Relation(name) => ("relation", name.as_str()),
        Reindexed::Schema(name) => ("schema", name.as_str()),
        Reindexed::Database => ("database", ""),
    };
    for row in session.rows(LEFTOVERS, &[kind, name])? {
        let name: String = row.get("name");
        tell(session, &format!("dropping the index {name}, which is INVALID"));
        session.execute(&format!("drop index concurrently if exists {name}"))?;
    }
    Ok(Found::Absent)
}

fn whole_name(kind: Whole) -> &'static str {
    match kind {
        Whole::Database => "database",
        Whole::Tablespace => "tablespace",
        Whole::Subscription => "subscription",
    }
}

fn ask(session: &mut Session<'_>, sql: &str, parameters: &[&str]) -> Result<bool, Answer> {
    let rows = session.rows(sql, parameters)?;
    Ok(rows.first().is_some_and(|row| row.get(0)))
}

fn tell(session: &Session<'_>, what: &str) {
    session.progress().event(&Event::Recovers { what });
}
