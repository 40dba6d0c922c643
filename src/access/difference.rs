//! What changed between two databases in who may do what: widened and narrowed.

use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;

use super::effective;
use super::words::{attributes, kind_and_name, role_words};
use crate::model::{Access, Database, PUBLIC, Privilege, RowSecurity, Target};
use crate::sql::quote_identifier;

/// Which way something changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// More is allowed.
    Widened,
    /// Less is allowed.
    Narrowed,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Change {
    /// Which way.
    pub direction: Direction,
    /// The role; `PUBLIC` for every role.
    pub role: String,
    /// What it may now, or no longer: `select`, `login`.
    pub what: String,
    /// The object; empty for what the role itself is.
    pub object: String,
    /// Columns; empty where it is about the whole.
    pub columns: Vec<String>,
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Widened => "widened",
            Self::Narrowed => "narrowed",
        })
    }
}

/// Compares who may do what: what is allowed after `from` and not before is widened. An object that is only
/// on one side counts as refused on the other. Both are to be read from servers, which spell policies alike.
pub fn difference(from: &Database, to: &Database, major: u16) -> Vec<Change> {
    let mut changes = BTreeSet::new();
    let names =
        |database: &Database| -> BTreeSet<String> { database.roles.keys().cloned().collect() };
    let roles: BTreeSet<String> = names(from).union(&names(to)).cloned().collect();
    let sides = [(Direction::Narrowed, from, to), (Direction::Widened, to, from)];
    for (direction, with, without) in sides {
        let (had, has) = (Access::new(with), Access::new(without));
        for role in std::iter::once(PUBLIC).chain(roles.iter().map(String::as_str)) {
            if role != PUBLIC && !with.roles.contains_key(role) {
                continue;
            }
            of_role(&mut changes, direction, with, without, role);
            // That it is one says everything.
            if with.roles.get(role).is_some_and(|role| role.superuser) {
                continue;
            }
            for target in effective::targets(with) {
                privileges(
                    &mut changes,
                    direction,
                    (with, &had),
                    (without, &has),
                    role,
                    &target,
                    major,
                );
            }
        }
    }
    row_security(&mut changes, from, to);
    changes.into_iter().collect()
}

type Side<'a, 'b> = (&'a Database, &'a Access<'b>);

fn privileges(
    changes: &mut BTreeSet<Change>,
    direction: Direction,
    (with, had): Side<'_, '_>,
    (without, has): Side<'_, '_>,
    role: &str,
    target: &Target,
    major: u16,
) {
    let mine = effective::rights(with, major, had, role, target);
    let theirs = effective::rights(without, major, has, role, target);
    let (kind, name) = kind_and_name(with, target);
    let object = if name.is_empty() { kind.to_owned() } else { format!("{kind} {name}") };
    let mut push = |privilege: Privilege, columns: Vec<String>| {
        let (role, object) = (role_words(role).to_owned(), object.clone());
        changes.insert(Change {
            direction,
            role,
            what: privilege.sql().to_owned(),
            object,
            columns,
        });
    };
    let whole = |privilege: Privilege| theirs.whole.iter().any(|(it, _)| *it == privilege);
    let partial = |privilege: Privilege| -> BTreeSet<&str> {
        let found = theirs.partial.iter().find(|(it, _)| *it == privilege);
        found.into_iter().flat_map(|(_, columns)| columns).map(|(name, _)| *name).collect()
    };
    for (privilege, _) in &mine.whole {
        if whole(*privilege) {
            continue;
        }
        // What the other side has on columns is no change.
        let kept = partial(*privilege);
        let columns = match target {
            Target::Table(table) if !kept.is_empty() => {
                let all = with.columns_of(table).unwrap_or_default().into_iter();
                let new = all.filter(|(name, _)| !kept.contains(name));
                new.map(|(name, _)| quote_identifier(name).into_owned()).collect()
            }
            _ => Vec::new(),
        };
        push(*privilege, columns);
    }
    for (privilege, columns) in &mine.partial {
        let kept = partial(*privilege);
        let new = columns.iter().filter(|(name, _)| !whole(*privilege) && !kept.contains(name));
        let new: Vec<String> = new.map(|(name, _)| quote_identifier(name).into_owned()).collect();
        if !new.is_empty() {
            push(*privilege, new);
        }
    }
}

/// What a role itself is: attributes, and whom it can become.
fn of_role(
    changes: &mut BTreeSet<Change>,
    direction: Direction,
    with: &Database,
    without: &Database,
    role: &str,
) {
    let Some(mine) = with.roles.get(role) else { return };
    let theirs = without.roles.get(role).map(attributes).unwrap_or_default();
    let mut push = |what: String| {
        let (role, object) = (role_words(role).to_owned(), String::new());
        changes.insert(Change { direction, role, what, object, columns: Vec::new() });
    };
    // Not to inherit narrows; it shows in the privileges.
    let new = attributes(mine).into_iter().filter(|it| *it != "noinherit" && !theirs.contains(it));
    new.for_each(|attribute| push(attribute.to_owned()));
    let before: Vec<&str> = Access::new(without).becomes(role);
    let new = Access::new(with).becomes(role).into_iter().filter(|it| !before.contains(it));
    new.for_each(|other| push(format!("SET ROLE {}", quote_identifier(other))));
}

/// Row security that begins or ends to hold; a changed policy may go either way, and counts as widened.
fn row_security(changes: &mut BTreeSet<Change>, from: &Database, to: &Database) {
    for (name, after) in &to.tables {
        let Some(before) = from.tables.get(name) else { continue };
        let mut push = |direction, what: &str| {
            let (role, object) = (role_words(PUBLIC).to_owned(), format!("table {name}"));
            let (what, columns) = (what.to_owned(), Vec::new());
            changes.insert(Change { direction, role, what, object, columns });
        };
        let (was, is) = (strength(before.row_security), strength(after.row_security));
        match is.cmp(&was) {
            std::cmp::Ordering::Less => push(Direction::Widened, "row security"),
            std::cmp::Ordering::Greater => push(Direction::Narrowed, "row security"),
            std::cmp::Ordering::Equal if is > 0 && before.policies != after.policies => {
                push(Direction::Widened, "other policies");
            }
            std::cmp::Ordering::Equal => {}
        }
    }
}

fn strength(security: RowSecurity) -> u8 {
    match security {
        RowSecurity::Off => 0,
        RowSecurity::Enabled => 1,
        RowSecurity::Forced => 2,
    }
}
