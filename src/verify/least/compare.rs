//! What is needed, held against what the role was granted itself, and what it has from others.

use std::collections::BTreeSet;

use super::Least;
use crate::model::{Access, Database, Privilege, Target};

/// Holds what is needed against what the role was granted itself, and what it has from others.
pub(super) fn compare(database: &Database, role: &str, least: &mut Least) {
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
