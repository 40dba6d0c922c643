//! The least that a role needs for the work that is declared for it, found by taking away.
//!
//! In a sandbox without rows the role is granted everything there is, and its queries run as the role. Then
//! one privilege after the other is taken away, and given back where a query is refused without it;
//! what is left on a table is taken apart into columns. So the server says what is needed: the SELECT under the
//! filter of an UPDATE, the sequence under an INSERT. All of it is undone. What a row asks for, such as a trigger of an
//! UPDATE, is found after it in the same way, with a made-up row in each table and conditions that each row meets.
//!
//! Limits: a query runs with the defaults and examples of its parameters; what other values would reach is
//! not seen, nor what is done at some rows and not at that which was made up. What the role has from groups and from
//! PUBLIC counts as had.

mod compare;
mod search;
#[cfg(test)]
mod tests;
mod work;

use std::collections::{BTreeMap, BTreeSet};

use postgres::{Client, Transaction};
use serde::Serialize;

use super::Error;
use crate::model::{Privilege, Project, Target};
use crate::pipeline;
use crate::sql::quote_identifier;

use work::{Outcome, Work};

/// How long work may take at a row: where its conditions are met by all rows, some would take days.
const LONGEST: &str = "1s";

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

/// Finds what each of these roles needs, on a server that has the project's database and nothing of value: its tables get a
/// row each, which stays.
///
/// # Errors
/// Where the server fails.
pub fn find(
    client: &mut Client,
    project: &Project,
    roles: &[&str],
) -> Result<BTreeMap<String, Least>, Error> {
    let mut found = BTreeMap::new();
    for role in roles {
        let least = undone(client, |transaction| without_rows(transaction, project, role))?;
        found.insert((*role).to_owned(), least);
    }
    pipeline::fill_each(client, project, 1).map_err(Error::Seeds)?;
    for (role, least) in &mut found {
        undone(client, |transaction| with_rows(transaction, project, role, least))?;
        compare::compare(&project.database, role, least);
    }
    Ok(found)
}

/// Does something in a transaction that does not last.
fn undone<T>(
    client: &mut Client,
    work: impl FnOnce(&mut Transaction<'_>) -> Result<T, postgres::Error>,
) -> Result<T, Error> {
    let failed = Error::server("find what a role needs");
    let mut transaction = client.transaction().map_err(failed)?;
    transaction.batch_execute(FUNCTION).map_err(failed)?;
    let result = work(&mut transaction).map_err(failed)?;
    transaction.rollback().map_err(failed)?;
    Ok(result)
}

fn without_rows(
    transaction: &mut Transaction<'_>,
    project: &Project,
    role: &str,
) -> Result<Least, postgres::Error> {
    let mut least = Least::default();
    search::hold_everything(transaction, &project.database, role)?;
    let mut works = Vec::new();
    for work in Work::of(project, role) {
        match work.run(transaction, role)? {
            Outcome::Refused(words) => drop(least.refused.insert(work.name.clone(), words)),
            Outcome::Ran | Outcome::Stopped => works.push(work),
        }
    }
    least.queries = works.iter().map(|work| work.name.clone()).collect();
    least.needed =
        search::needed(transaction, &project.database, role, &works.iter().collect::<Vec<_>>())?;
    Ok(least)
}

/// Adds what is asked for at a row: as the role sees it, and past the policies, which need not let it see this one.
fn with_rows(
    transaction: &mut Transaction<'_>,
    project: &Project,
    role: &str,
    least: &mut Least,
) -> Result<(), postgres::Error> {
    let works = Work::of(project, role).into_iter();
    let works: Vec<Work> = works.flat_map(|it| [it.on_every_row(), Some(it)]).flatten().collect();
    for sees_all in [false, true] {
        if sees_all && !sees_all_rows(transaction, role)? {
            continue;
        }
        search::hold(transaction, &project.database, role, &least.needed)?;
        let refused =
            those(transaction, role, works.iter(), |how| matches!(how, Outcome::Refused(_)))?;
        if refused.is_empty() {
            continue;
        }
        search::hold_everything(transaction, &project.database, role)?;
        let works = those(transaction, role, refused, |how| *how == Outcome::Ran)?;
        let further = search::needed(transaction, &project.database, role, &works)?;
        for (target, privileges) in further {
            let known = least.needed.entry(target).or_default();
            for (privilege, columns) in privileges {
                add(known, privilege, columns);
            }
        }
    }
    Ok(())
}

/// Adds a privilege on some columns, or on all where none is named.
fn add(
    known: &mut BTreeMap<Privilege, BTreeSet<String>>,
    privilege: Privilege,
    columns: BTreeSet<String>,
) {
    let is_known = known.contains_key(&privilege);
    let all = known.entry(privilege).or_default();
    match is_known && (all.is_empty() || columns.is_empty()) {
        true => all.clear(),
        false => all.extend(columns),
    }
}

/// Returns the work that goes like this, as long as it takes no longer than [`LONGEST`].
fn those<'w>(
    transaction: &mut Transaction<'_>,
    role: &str,
    works: impl IntoIterator<Item = &'w Work>,
    goes: impl Fn(&Outcome) -> bool,
) -> Result<Vec<&'w Work>, postgres::Error> {
    let mut found = Vec::new();
    transaction.batch_execute(&format!("set local statement_timeout = '{LONGEST}'"))?;
    for work in works {
        if goes(&work.run(transaction, role)?) {
            found.push(work);
        }
    }
    transaction.batch_execute("set local statement_timeout = 0")?;
    Ok(found)
}

/// Lets a role see the rows of every table, and says whether that could be.
fn sees_all_rows(transaction: &mut Transaction<'_>, role: &str) -> Result<bool, postgres::Error> {
    let mut nested = transaction.transaction()?;
    let made = nested.batch_execute(&format!("alter role {} bypassrls", quote_identifier(role)));
    match made {
        Ok(()) => nested.commit().map(|()| true),
        Err(error) if error.is_closed() => Err(error),
        Err(_) => nested.rollback().map(|()| false),
    }
}
