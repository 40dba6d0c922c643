//! Made-up rows that a database takes: they have the types, meet the checks, differ where they have to, and refer to rows
//! that are there.
//!
//! What a constraint demands is read from it where that is simple ([`demand`]), and where it is not is learned: some rows
//! are tried, and which columns are null and which of few values they have is taken from those that the server let pass.
//! The server judges every row. All chance comes from the seed, the name of the table and the time, so that the same
//! call on the same database makes the same rows.

mod demand;
mod judge;
mod likeness;
mod making;
mod plan;
mod rehearse;
mod rows;
mod scalar;
mod shape;
mod sizes;
mod text;
mod words;
mod write;

use std::collections::BTreeSet;
use std::time::Instant;

use chrono::{DateTime, Utc};
use postgres::{Client, Transaction};

use super::Error;
use crate::catalog;
use crate::model::{Database, ObjectName, Project, Seed, SeedTable};
use crate::render::transforms::time;
use crate::sql::{quote_identifier, replace_parameters};
pub use rehearse::{TriedSeed, rehearse};

use plan::{Plan, Window};
use rows::{Rows, chance};
use sizes::Wanted;
use write::{Failure, Writer};

/// What rows are wanted.
#[derive(Debug, Clone)]
pub struct Options {
    /// What all chance comes from.
    pub seed: u64,
    /// How many times as many rows as the project says.
    pub size: f64,
    /// About how many rows all tables get together, in place of `size`.
    pub rows: Option<u64>,
    /// Most rows of a table.
    pub most: u64,
    /// What time it is.
    pub at: DateTime<Utc>,
    /// Tables that get rows; all that nothing else fills where there is none.
    pub only: BTreeSet<ObjectName>,
    /// Whether tables that have rows get further ones.
    pub adds: bool,
}

/// What became of one table.
#[derive(Debug, Clone, PartialEq)]
pub struct Filled {
    /// The table.
    pub table: ObjectName,
    /// How many rows came.
    pub rows: u64,
    /// How many were wanted, where that was a number.
    pub wanted: Option<u64>,
    /// How long it took.
    pub seconds: f64,
    /// Why it got none.
    pub left: Option<Left>,
}

impl Filled {
    /// Returns whether rows were wanted and none could be made.
    pub fn cannot(&self) -> bool {
        matches!(self.left, Some(Left::Cannot(_)))
    }
}

/// Why a table got no rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Left {
    /// It had some.
    HasRows,
    /// None can be made.
    Cannot(String),
}

/// Fills tables, all in one transaction.
///
/// # Errors
/// A server that is gone, and rows that it refuses: then none are there.
pub fn fill(
    client: &mut Client,
    project: &Project,
    options: &Options,
    told: &mut dyn FnMut(&Filled),
) -> Result<Vec<Filled>, Error> {
    let database = read(client)?;
    let mut transaction = begin(client)?;
    let filled = tables(&mut transaction, &database, project, options, told)?;
    for (name, seed) in &project.seeds {
        if seed.tables.keys().any(|table| filled.iter().any(|one| one.table == *table)) {
            then(&mut transaction, name, seed, options.at)?;
        }
    }
    transaction.commit().map_err(Error::Ledger)?;
    analyze(client, &filled)?;
    Ok(filled)
}

/// Fills every table with a few rows, whatever fills it otherwise; those that take none stay empty.
///
/// # Errors
/// A server that is gone, and a catalog that cannot be read.
pub fn fill_each(client: &mut Client, project: &Project, most: u64) -> Result<(), Error> {
    let only = project.database.tables.keys().cloned().collect();
    let at = super::now();
    let options = Options { seed: 1, size: 1.0, rows: None, most, at, only, adds: false };
    let database = read(client)?;
    let mut transaction = begin(client)?;
    tables(&mut transaction, &database, project, &options, &mut |_| ())?;
    transaction.commit().map_err(Error::Ledger)
}

/// Writes the rows of all tables.
fn tables(
    transaction: &mut Transaction<'_>,
    database: &Database,
    project: &Project,
    options: &Options,
    told: &mut dyn FnMut(&Filled),
) -> Result<Vec<Filled>, Error> {
    let mut filled = Vec::new();
    let hints = sizes::told(project);
    let window = Window { now: options.at, since: None };
    let mut work = Work::begin(transaction, database, window, options.seed, options.adds)?;
    for (name, wanted) in sizes::sizes(project, database, options) {
        let one = work.table(&name, &wanted, hints.get(&name).copied())?;
        told(&one);
        filled.push(one);
    }
    Ok(filled)
}

/// Adds the rows of a seed that come at a time of its schedule, in one transaction; `since` is the time before.
///
/// # Errors
/// As [`fill`].
pub(super) fn further(
    client: &mut Client,
    database: &Database,
    (name, seed): (&str, &Seed),
    (since, at): (DateTime<Utc>, DateTime<Utc>),
    chance_of: u64,
    and: impl FnOnce(&mut Transaction<'_>, u64) -> Result<(), postgres::Error>,
) -> Result<Vec<Filled>, Error> {
    let mut transaction = begin(client)?;
    let window = Window { now: at, since: Some(since) };
    let filled = tables_each_time(&mut transaction, database, seed, window, chance_of)?;
    then(&mut transaction, name, seed, at)?;
    let rows = filled.iter().map(|it| it.rows).sum();
    and(&mut transaction, rows).map_err(Error::Ledger)?;
    transaction.commit().map_err(Error::Ledger)?;
    Ok(filled)
}

/// Writes the rows that come at a time of a schedule.
fn tables_each_time(
    transaction: &mut Transaction<'_>,
    database: &Database,
    seed: &Seed,
    window: Window,
    chance_of: u64,
) -> Result<Vec<Filled>, Error> {
    let mut work = Work::begin(transaction, database, window, chance_of, true)?;
    let sizes = sizes::each_time(database, seed);
    sizes.iter().map(|(table, wanted)| work.table(table, wanted, seed.tables.get(table))).collect()
}

/// Reads what rows are made up for.
///
/// # Errors
/// A catalog that cannot be read.
pub(super) fn read(client: &mut Client) -> Result<Database, Error> {
    let catalog = catalog::read(client, &catalog::Options::default())
        .map_err(|error| Error::Catalog(Box::new(error)))?;
    Ok(catalog.database)
}

fn begin(client: &mut Client) -> Result<Transaction<'_>, Error> {
    let mut transaction = client.transaction().map_err(Error::Ledger)?;
    // Two that make up rows of the same tables would wait for each other anyway.
    let sql = "set local timezone = 'UTC'; set local datestyle = 'ISO'; set local intervalstyle = 'postgres'; \
               set local statement_timeout = 0; set local jit = off; set local client_min_messages = warning; \
               set constraints all immediate; \
               select pg_advisory_xact_lock(hashtext('pgspec'), hashtext('seed'))";
    transaction.batch_execute(sql).map_err(Error::Ledger)?;
    Ok(transaction)
}

/// Runs the statements that come when all rows are there.
fn then(
    transaction: &mut Transaction<'_>,
    name: &str,
    seed: &Seed,
    at: DateTime<Utc>,
) -> Result<(), Error> {
    let failed = |error: &postgres::Error| Error::Seed {
        what: format!("seed `{name}`"),
        why: crate::sandbox::script::words(error),
    };
    let schema = seed.tables.keys().next().map_or("public", |table| table.schema.as_str());
    transaction.batch_execute(&search_path(schema)).map_err(|error| failed(&error))?;
    for statement in &seed.then {
        let sql = replace_parameters(statement, |name| (name == "at").then(|| time(at)));
        transaction.batch_execute(&sql).map_err(|error| failed(&error))?;
    }
    Ok(())
}

/// Sets where SQL of the project looks.
fn search_path(schema: &str) -> String {
    format!("set local search_path = {}, public, pg_temp", quote_identifier(schema))
}

/// Lets the planner know of the rows; what cannot be is no harm.
fn analyze(client: &mut Client, filled: &[Filled]) -> Result<(), Error> {
    for one in filled.iter().filter(|one| one.rows > 0) {
        client.batch_execute(&format!("analyze {}", one.table)).map_err(Error::Ledger)?;
    }
    Ok(())
}

/// Tables that are filled in one transaction.
struct Work<'w, 't> {
    transaction: &'w mut Transaction<'t>,
    database: &'w Database,
    window: Window,
    seed: u64,
    adds: bool,
    /// A transaction before all that write rows here.
    before: String,
    /// Tables that have no rows and get none.
    empty: BTreeSet<ObjectName>,
}

impl<'w, 't> Work<'w, 't> {
    fn begin(
        transaction: &'w mut Transaction<'t>,
        database: &'w Database,
        window: Window,
        seed: u64,
        adds: bool,
    ) -> Result<Self, Error> {
        let mark = |transaction: &mut Transaction<'_>| -> Result<String, postgres::Error> {
            // Whatever has a number of its own later has a higher one.
            let mut within = transaction.transaction()?;
            within.batch_execute("create temp table pgspec_begun as select 1 as one")?;
            let row = within.query_one("select xmin::text from pg_temp.pgspec_begun", &[])?;
            within.batch_execute("drop table pg_temp.pgspec_begun")?;
            within.commit()?;
            Ok(row.get(0))
        };
        let before = mark(transaction).map_err(Error::Ledger)?;
        let empty = BTreeSet::new();
        Ok(Self { transaction, database, window, seed, adds, before, empty })
    }

    fn table(
        &mut self,
        name: &ObjectName,
        wanted: &Wanted,
        hints: Option<&SeedTable>,
    ) -> Result<Filled, Error> {
        let begun = Instant::now();
        let number = match wanted {
            Wanted::Rows(rows) => Some(*rows),
            Wanted::Per(..) => None,
        };
        let result = match number {
            Some(0) => Ok(Some(0)),
            _ => self.rows_of(name, wanted, hints),
        };
        let (rows, left) = match result {
            Ok(Some(rows)) => (rows, None),
            Ok(None) => (0, Some(Left::HasRows)),
            Err(Failure::Obstacle(why)) => (0, Some(Left::Cannot(why))),
            Err(Failure::Server(error)) if error.as_db_error().is_some() => {
                (0, Some(Left::Cannot(crate::sandbox::script::words(&error))))
            }
            Err(Failure::Server(error)) => return Err(Error::Ledger(error)),
        };
        if rows == 0 && left != Some(Left::HasRows) {
            self.empty.insert(name.clone());
        }
        let seconds = begun.elapsed().as_secs_f64();
        Ok(Filled { table: name.clone(), rows, wanted: number, seconds, left })
    }

    /// Writes the rows of a table; nothing where it has some and gets no more.
    fn rows_of(
        &mut self,
        name: &ObjectName,
        wanted: &Wanted,
        hints: Option<&SeedTable>,
    ) -> Result<Option<u64>, Failure> {
        let empty: BTreeSet<&ObjectName> = self.empty.iter().collect();
        let plan =
            Plan::of(self.database, name, hints, &empty, self.window).map_err(Failure::Obstacle)?;
        let at = time(self.window.now);
        let table = &self.database.tables[name];
        // What the server refuses of one table keeps no other from its rows.
        let mut within = self.transaction.transaction()?;
        let mut writer = Writer {
            transaction: &mut within,
            plan: &plan,
            table,
            database: self.database,
            at: &at,
            before: &self.before,
            partitions: None,
        };
        writer.begin()?;
        let has_rows = writer.has_rows()?;
        let written = match has_rows && !self.adds {
            true => None,
            false => Some(write_rows(&mut writer, wanted, has_rows, self.seed, self.window)?),
        };
        writer.end()?;
        within.commit()?;
        Ok(written)
    }
}

fn write_rows(
    writer: &mut Writer<'_, '_>,
    wanted: &Wanted,
    has_rows: bool,
    seed: u64,
    window: Window,
) -> Result<u64, Failure> {
    let plan = writer.plan;
    let mut parents = Vec::new();
    let mut per = None;
    for (at, link) in plan.links.iter().enumerate() {
        let is_gone_through = match wanted {
            Wanted::Per(table, from, to) if table == link.target && per.is_none() => {
                per = Some((at, *from, *to));
                true
            }
            _ => false,
        };
        let found = writer.parents(at, is_gone_through)?;
        let refuses_null = link.columns.iter().all(|column| plan.columns[*column].nulls == 0);
        if found.rows.is_empty() && refuses_null && !is_gone_through {
            let which = link.among.map_or_else(String::new, |among| format!(" where {among}"));
            let column = plan.columns[link.columns[0]].name;
            let target = link.target;
            return Err(Failure::Obstacle(format!(
                "`{column}` refers to `{target}`, which has no rows{which}"
            )));
        }
        parents.push(found);
    }
    let greatest = writer.greatest()?;
    let now = window.now.timestamp();
    let moment = window.since.map_or_else(String::new, |_| window.now.to_rfc3339());
    let table = plan.name.to_string();
    let chance_of = |what: &str| chance(seed, &[what, &table, &moment]);
    let mut rows = Rows::new(plan, parents, &greatest, chance_of("trial"), now);
    let expected = match wanted {
        Wanted::Rows(rows) => usize::try_from(*rows).unwrap_or(usize::MAX),
        Wanted::Per(..) => usize::MAX,
    };
    let mut is_straight = writer.learn(&mut rows, expected)?;
    is_straight &= !plan.is_judged && !plan.columns.is_empty();
    is_straight &= !plan.columns.iter().any(|made| matches!(made.maker, plan::Maker::Sql(_)));
    is_straight &= !has_rows || plan.keys.is_empty();
    rows.restart(&greatest, chance_of("rows"), per);
    let myself = plan.links.iter().position(|link| link.target == plan.name);
    match (wanted, myself) {
        (Wanted::Per(..), _) => writer.write(&mut rows, u64::MAX / 1000, is_straight),
        (Wanted::Rows(count), None) => writer.write(&mut rows, *count, is_straight),
        // What refers to its own table refers to what came in the rounds before.
        (Wanted::Rows(count), Some(link)) => {
            let (mut written, mut round) = (0, (*count / 100).max(1));
            while written < *count {
                let come = writer.write(&mut rows, round.min(*count - written), is_straight)?;
                if come == 0 {
                    break;
                }
                written += come;
                round = round.saturating_mul(8);
                let found = writer.parents(link, false)?;
                rows.refer(link, found);
            }
            Ok(written)
        }
    }
}
