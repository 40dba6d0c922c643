//! What a database remembers of migrations: refinery's table, and pgspec's own beside it.

use std::collections::BTreeMap;

use super::{Error, File, How, name};
use crate::apply::{Answer, Rows, Session};
use crate::sql::quote_literal;

const CREATE: &str = include_str!("history/schema.sql");
const TABLE: &str = include_str!("history/table.sql");
const EXISTS: &str = include_str!("history/exists.sql");
const OWN: &str = include_str!("history/own.sql");
const HALF_DONE: &str = include_str!("history/half_done.sql");

/// Where the history is, unless refinery made one elsewhere before: apart from what the project
/// declares.
const NEW_TABLE: &str = "pgspec.refinery_schema_history";

/// What a database remembers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct History {
    /// Refinery's table, qualified and quoted, and whether it is there.
    pub table: String,
    pub exists: bool,
    /// Its rows, by their numbers.
    pub rows: BTreeMap<i32, Row>,
    /// What pgspec adds, by the numbers.
    pub own: BTreeMap<i32, Own>,
    /// Migrations that were begun and are not in the history: name, and how many batches are done.
    pub half_done: BTreeMap<i32, (String, usize)>,
}

/// A row of refinery's table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub name: String,
    pub applied_on: String,
    pub checksum: String,
}

/// A row of pgspec's own table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Own {
    pub sha256: String,
    pub how: How,
    pub applied_at: String,
    pub applied_by: String,
}

/// Makes pgspec's own table where it is missing; the schema is there.
pub(super) fn prepare(session: &mut Session<'_>) -> Result<(), Error> {
    let exists = session.rows(EXISTS, &[]).map_err(failed)?;
    if exists.first().is_some_and(|row| row.get("migrations")) {
        return Ok(());
    }
    session.record(&[CREATE.to_owned()]).map_err(failed)
}

impl History {
    /// Reads all of it; what is not there is empty.
    pub fn read(source: &mut impl Rows) -> Result<Self, Error> {
        let table = source.rows(TABLE, &[]).map_err(failed)?;
        let table = table.first().map(|row| row.get::<_, String>("name"));
        let rows = match &table {
            Some(table) => refinery_rows(source, table)?,
            None => BTreeMap::new(),
        };
        let exists = source.rows(EXISTS, &[]).map_err(failed)?;
        let exists = |name| exists.first().is_some_and(|row| row.get(name));
        let own = if exists("migrations") { own_rows(source)? } else { BTreeMap::new() };
        let half_done = if exists("runs") { half_done(source)? } else { BTreeMap::new() };
        let (exists, table) = (table.is_some(), table.unwrap_or_else(|| NEW_TABLE.to_owned()));
        Ok(Self { table, exists, rows, own, half_done })
    }
}

fn refinery_rows(source: &mut impl Rows, table: &str) -> Result<BTreeMap<i32, Row>, Error> {
    let query = format!(
        "select version::pg_catalog.int4, name::text, applied_on::text, checksum::text from {table}"
    );
    let rows = source.rows(&query, &[]).map_err(failed)?;
    let text =
        |row: &postgres::Row, column| row.get::<_, Option<String>>(column).unwrap_or_default();
    let read = |row: &postgres::Row| {
        let columns = Row { name: text(row, 1), applied_on: text(row, 2), checksum: text(row, 3) };
        (row.get(0), columns)
    };
    Ok(rows.iter().map(read).collect())
}

fn own_rows(source: &mut impl Rows) -> Result<BTreeMap<i32, Own>, Error> {
    let rows = source.rows(OWN, &[]).map_err(failed)?;
    let read = |row: &postgres::Row| {
        let how = How::parse(row.get("how"));
        let own = Own {
            sha256: row.get("sha256"),
            how: how.ok_or_else(|| Error::History("it is of a newer version".into()))?,
            applied_at: row.get("applied_at"),
            applied_by: row.get("applied_by"),
        };
        Ok((row.get("version"), own))
    };
    rows.iter().map(read).collect()
}

fn half_done(source: &mut impl Rows) -> Result<BTreeMap<i32, (String, usize)>, Error> {
    let rows = source.rows(HALF_DONE, &[]).map_err(failed)?;
    let finished =
        |row: &postgres::Row| usize::try_from(row.get::<_, i32>("finished")).unwrap_or(0);
    // The record has the name of the file.
    let name = |row: &postgres::Row| {
        let file: String = row.get("name");
        name::parse(&file).map_or(file, |(_, name)| name)
    };
    Ok(rows.iter().map(|row| (row.get("version"), (name(row), finished(row)))).collect())
}

/// Returns the statement that adds a file to pgspec's own table.
pub(super) fn remember(file: &File, how: How) -> String {
    format!(
        "insert into pgspec.migrations (version, name, sha256, how) values ({}, {}, {}, {})",
        file.version(),
        quote_literal(&file.name),
        quote_literal(&file.sha256),
        quote_literal(how.name())
    )
}

pub(super) fn failed(answer: Answer) -> Error {
    Error::History(answer.to_string())
}
