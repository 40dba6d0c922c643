//! Takes privileges away one after the other, and says which cannot be done without.

use std::collections::{BTreeMap, BTreeSet};

use postgres::Transaction;

use super::Privileges;
use super::work::Work;
use crate::access::effective;
use crate::model::{Access, Database, Privilege, Target};
use crate::sql::quote_identifier;

/// Finds what a role needs for its work, by taking away; it [holds everything](hold_everything) before.
pub(super) fn needed(
    transaction: &mut Transaction<'_>,
    database: &Database,
    role: &str,
    works: &[&Work],
) -> Result<Privileges, postgres::Error> {
    let everything = everything(database);
    let cells = everything.iter().flat_map(|(target, privileges)| {
        privileges.iter().map(move |privilege| (target.clone(), *privilege))
    });
    let cells: Vec<(Target, Privilege)> = cells.collect();
    let revocations: Vec<String> =
        cells.iter().map(|(target, it)| change("revoke", target, *it, &[], role)).collect();
    let spare = take(transaction, role, &revocations, works)?;
    let mut found = Privileges::new();
    let needed = cells.into_iter().zip(spare).filter(|(_, spare)| !spare);
    for ((target, privilege), _) in needed {
        let columns = columns(transaction, database, role, &target, privilege, works)?;
        found.entry(target).or_default().insert(privilege, columns);
    }
    Ok(found)
}

/// Grants a role all that work can need.
pub(super) fn hold_everything(
    transaction: &mut Transaction<'_>,
    database: &Database,
    role: &str,
) -> Result<(), postgres::Error> {
    for (target, privileges) in &everything(database) {
        for privilege in privileges {
            transaction.batch_execute(&change("grant", target, *privilege, &[], role))?;
        }
    }
    Ok(())
}

/// Grants a role this, and takes the rest from it.
pub(super) fn hold(
    transaction: &mut Transaction<'_>,
    database: &Database,
    role: &str,
    held: &Privileges,
) -> Result<(), postgres::Error> {
    for (target, privileges) in &everything(database) {
        for privilege in privileges {
            transaction.batch_execute(&change("revoke", target, *privilege, &[], role))?;
            if let Some(columns) = held.get(target).and_then(|it| it.get(privilege)) {
                let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
                transaction.batch_execute(&change("grant", target, *privilege, &columns, role))?;
            }
        }
    }
    Ok(())
}

/// Takes a privilege on a table apart into the columns that are needed; none where it has no columns,
/// or where any column would do.
fn columns(
    transaction: &mut Transaction<'_>,
    database: &Database,
    role: &str,
    target: &Target,
    privilege: Privilege,
    works: &[&Work],
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
    works: &[&Work],
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
