//! The least that a role needs for the work that is declared for it, found by taking away.
//!
//! In a sandbox without rows the role is granted everything there is, and its queries run as the role. Then
//! one privilege after the other is taken away, and given back where a query is refused without it;
//! what is left on a table is taken apart into columns. So the server says what is needed: the SELECT under the
//! filter of an UPDATE, the sequence under an INSERT. All of it is undone.
//!
//! Limits: a query runs with the defaults and examples of its parameters; what other values would reach is
//! not seen. What the role has from groups and from PUBLIC counts as had.

#[cfg(test)]
mod tests;
mod work;

use std::collections::{BTreeMap, BTreeSet};

use postgres::{Client, Transaction};
use serde::Serialize;

use super::Error;
use crate::access::effective;
use crate::model::{Access, Database, Privilege, Project, Target};
use crate::sql::quote_identifier;

use work::Work;

const FUNCTION: &str = include_str!("least.sql");

/// Privileges by object; of a table's columns where there are some.
pub type Privileges = BTreeMap<Target, BTreeMap<Privilege, BTreeSet<String>>>;

/// What a role needs for its work, beside what it holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Least {
    /// Queries and transforms that it has to run.
    pub queries: Vec<String>,
    /// Those that are refused whatever is granted, with the server's words.
    pub refused: BTreeMap<String, String>,
    /// What it needs.
    pub needed: Privileges,
    /// What it was granted and does not need.
    pub spare: Privileges,
    /// What it needs and was not granted.
    pub missing: Privileges,
}

impl Least {
    /// Returns whether it holds what it needs, and no more.
    pub fn is_exact(&self) -> bool {
        self.spare.is_empty() && self.missing.is_empty() && self.refused.is_empty()
    }
}

/// Returns the roles that have to run a query or a transform.
pub fn workers(project: &Project) -> BTreeSet<&str> {
    let running = project.queries.values().map(|query| query.run_as.as_str());
    let transforming = project.transforms.values().map(|transform| transform.run_as.as_str());
    let listed = project.database.roles.iter().filter(|(_, role)| !role.runs.is_empty());
    let listed = listed.map(|(name, _)| name.as_str());
    let known = |name: &&str| project.database.roles.contains_key(*name);
    running.chain(transforming).chain(listed).filter(known).collect()
}

/// Finds what a role needs, on a server that has the project's database and nothing of value.
///
/// # Errors
/// Where the server fails.
pub fn find(client: &mut Client, project: &Project, role: &str) -> Result<Least, Error> {
    let failed = Error::server("find what a role needs");
    let mut transaction = client.transaction().map_err(failed)?;
    transaction.batch_execute(FUNCTION).map_err(failed)?;
    let least = search(&mut transaction, project, role).map_err(failed)?;
    transaction.rollback().map_err(failed)?;
    Ok(least)
}

fn search(
    transaction: &mut Transaction<'_>,
    project: &Project,
    role: &str,
) -> Result<Least, postgres::Error> {
    let database = &project.database;
    let everything = everything(database);
    for (target, privileges) in &everything {
        for privilege in privileges {
            transaction.batch_execute(&change("grant", target, *privilege, &[], role))?;
        }
    }
    let mut least = Least::default();
    let mut works = Vec::new();
    for work in Work::of(project, role) {
        match work.refusal(transaction, role)? {
            Some(words) => drop(least.refused.insert(work.name.clone(), words)),
            None => works.push(work),
        }
    }
    least.queries = works.iter().map(|work| work.name.clone()).collect();
    let cells = everything.iter().flat_map(|(target, privileges)| {
        privileges.iter().map(move |privilege| (target.clone(), *privilege))
    });
    let cells: Vec<(Target, Privilege)> = cells.collect();
    let revocations: Vec<String> =
        cells.iter().map(|(target, it)| change("revoke", target, *it, &[], role)).collect();
    let spare = take(transaction, role, &revocations, &works)?;
    let needed = cells.into_iter().zip(spare).filter(|(_, spare)| !spare);
    for ((target, privilege), _) in needed {
        let columns = columns(transaction, database, role, &target, privilege, &works)?;
        least.needed.entry(target).or_default().insert(privilege, columns);
    }
    compare(database, role, &mut least);
    Ok(least)
}

/// Takes a privilege on a table apart into the columns that are needed; none where it has no columns,
/// or where any column would do.
fn columns(
    transaction: &mut Transaction<'_>,
    database: &Database,
    role: &str,
    target: &Target,
    privilege: Privilege,
    works: &[Work],
) -> Result<BTreeSet<String>, postgres::Error> {
    let Target::Table(table) = target else { return Ok(BTreeSet::new()) };
    let known = database.columns_of(table).unwrap_or_default();
    // Where any column does, one stays that the role has, the first of the table.
    let mut names: Vec<&str> = known.iter().rev().map(|(name, _)| *name).collect();
    let access = Access::new(database);
    names.sort_by_key(|name| access.on_table(role, table, Some(name), privilege).is_allowed());
    if !privilege.has_columns() || names.is_empty() {
        return Ok(BTreeSet::new());
    }
    let apart = format!(
        "{}; {}",
        change("revoke", target, privilege, &[], role),
        change("grant", target, privilege, &names, role)
    );
    let single = names.iter().map(|name| change("revoke", target, privilege, &[name], role));
    let revocations: Vec<String> = std::iter::once(apart).chain(single).collect();
    let spare = take(transaction, role, &revocations, works)?;
    let needed = names.iter().zip(&spare[1..]).filter(|(_, spare)| !**spare);
    Ok(match spare[0] {
        true => needed.map(|(name, _)| (*name).to_owned()).collect(),
        // Columns do not do: a system column is read.
        false => BTreeSet::new(),
    })
}

/// Takes privileges away for good where the work goes on without; says which.
fn take(
    transaction: &mut Transaction<'_>,
    role: &str,
    revocations: &[String],
    works: &[Work],
) -> Result<Vec<bool>, postgres::Error> {
    let statements: Vec<&str> = works.iter().map(|work| work.statement.as_str()).collect();
    let call = "select spare from pg_temp.pgspec_least($1, $2, $3)";
    let rows = transaction.query(call, &[&role, &revocations, &statements])?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

/// Every privilege that work can need.
fn everything(database: &Database) -> BTreeMap<Target, Vec<Privilege>> {
    use Privilege::{Delete, Execute, Insert, Select, Truncate, Update, Usage};
    let targets = effective::targets(database).into_iter();
    let known = targets.filter_map(|target| {
        let privileges = match &target {
            Target::Schema(_) => vec![Usage],
            Target::Table(_) => vec![Select, Insert, Update, Delete, Truncate],
            // USAGE last: it is what stays where UPDATE or SELECT would do too.
            Target::Sequence(_) => vec![Select, Update, Usage],
            Target::Routine(_) => vec![Execute],
            _ => return None,
        };
        Some((target, privileges))
    });
    known.collect()
}

fn change(
    word: &str,
    target: &Target,
    privilege: Privilege,
    columns: &[&str],
    role: &str,
) -> String {
    let columns: Vec<_> = columns.iter().map(|column| quote_identifier(column)).collect();
    let of = if columns.is_empty() { String::new() } else { format!(" ({})", columns.join(", ")) };
    let (direction, role) = (if word == "grant" { "to" } else { "from" }, quote_identifier(role));
    format!("{word} {}{of} on {target} {direction} {role}", privilege.sql())
}

/// Holds what is needed against what the role was granted itself, and what it has from others.
fn compare(database: &Database, role: &str, least: &mut Least) {
    let access = Access::new(database);
    for (target, privileges) in &least.needed {
        for (privilege, columns) in privileges {
            let whole = access.verdict(role, target, *privilege).is_allowed();
            let lacking = lacking(&access, role, target, *privilege, columns);
            if !whole && (columns.is_empty() || !lacking.is_empty()) {
                least.missing.entry(target.clone()).or_default().insert(*privilege, lacking);
            }
        }
    }
    for (target, grants) in &database.grants {
        let Some(granted) = grants.get(role) else { continue };
        for privilege in granted.keys() {
            match target {
                Target::Column(table, column) => {
                    let table = Target::Table(table.clone());
                    let needed = least.needed.get(&table).and_then(|it| it.get(privilege));
                    if needed.is_none_or(|columns| !columns.is_empty() && !columns.contains(column))
                    {
                        let spare = least.spare.entry(table).or_default();
                        spare.entry(*privilege).or_default().insert(column.clone());
                    }
                }
                _ => spare(database, least, target, *privilege),
            }
        }
    }
}

/// Notes what of a privilege on a whole object is not needed: all of it, or some columns.
fn spare(database: &Database, least: &mut Least, target: &Target, privilege: Privilege) {
    // Who connects, and what is made in a schema, no query shows.
    let is_work = everything_of(target).contains(&privilege);
    let needed = least.needed.get(target).and_then(|it| it.get(&privilege));
    let columns = match (needed, target) {
        (None, _) if is_work => BTreeSet::new(),
        (Some(columns), Target::Table(table)) if !columns.is_empty() => {
            let known = database.columns_of(table).unwrap_or_default().into_iter();
            let other = known.filter(|(name, _)| !columns.contains(*name));
            let other: BTreeSet<String> = other.map(|(name, _)| name.to_owned()).collect();
            if other.is_empty() {
                return;
            }
            other
        }
        _ => return,
    };
    least.spare.entry(target.clone()).or_default().insert(privilege, columns);
}

fn everything_of(target: &Target) -> &'static [Privilege] {
    use Privilege::{
        Delete, Execute, Insert, Maintain, References, Select, Trigger, Truncate, Update, Usage,
    };
    match target {
        Target::Table(_) | Target::Column(..) => {
            &[Select, Insert, Update, Delete, Truncate, References, Trigger, Maintain]
        }
        Target::Schema(_) | Target::Type(_) => &[Usage],
        Target::Sequence(_) => &[Select, Update, Usage],
        Target::Routine(_) => &[Execute],
        _ => &[],
    }
}

fn lacking(
    access: &Access<'_>,
    role: &str,
    target: &Target,
    privilege: Privilege,
    columns: &BTreeSet<String>,
) -> BTreeSet<String> {
    let Target::Table(table) = target else { return BTreeSet::new() };
    let lacks = |column: &&String| {
        let column = Target::Column(table.clone(), (*column).clone());
        !access.verdict(role, &column, privilege).is_allowed()
    };
    columns.iter().filter(lacks).cloned().collect()
}
