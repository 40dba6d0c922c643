//! The statements that make objects without keys, from what was read of the database.

use std::collections::BTreeMap;

use crate::diff::{self, Action};
use crate::facts::{Facts, Id, Kind};

/// Statements of a database's objects, by what the objects are called.
#[derive(Debug, Default)]
pub(super) struct Statements(BTreeMap<String, Vec<String>>);

impl Statements {
    /// Takes them from the plan that makes the database out of an empty one.
    pub fn new(facts: &Facts) -> Self {
        let empty = Facts { user: facts.user.clone(), ..Facts::of_empty_database(facts.postgres) };
        let mut found = BTreeMap::<String, Vec<String>>::new();
        // No order helps a circle of objects; all that are concerned are then named as unexpressed.
        for change in diff::changes(&empty, facts, false).unwrap_or_default() {
            let statements = change.statements.into_iter();
            let statements = statements
                .filter(|it| !matches!(it.action, Action::Grant | Action::Revoke))
                .map(|it| it.sql);
            found.entry(plain(&key(&change.id, facts))).or_default().extend(statements);
        }
        Self(found)
    }

    /// Returns the statements of an object, by its key in
    /// [`Database::others`](crate::model::Database::others).
    pub fn of(&self, key: &str) -> Option<&[String]> {
        self.0.get(&plain(key)).map(Vec::as_slice)
    }
}

/// Returns how PostgreSQL identifies the object, or the one that this is a part of.
fn key(id: &Id, facts: &Facts) -> String {
    let foreign = |id: &Id| facts.get(id).is_some_and(|it| it.text("server").is_some());
    match id.kind {
        Kind::Table if foreign(id) => format!("foreign table {}", id.qualified()),
        Kind::Column | Kind::Default | Kind::Constraint if foreign(&id.whole(Kind::Table)) => {
            key(&id.whole(Kind::Table), facts)
        }
        Kind::PublicationMember => format!("publication {}", id.quoted_part()),
        Kind::Statistics => format!("statistics object {}", id.qualified()),
        Kind::UserMapping if id.part.is_empty() => {
            format!("user mapping public on server {}", id.qualified())
        }
        Kind::UserMapping => {
            format!("user mapping {} on server {}", id.part, id.qualified())
        }
        _ => id.to_string(),
    }
}

/// Leaves out what the spelling of a key does not tell apart.
fn plain(key: &str) -> String {
    // A prefix operator has no left operand.
    key.replace("(NONE,", "(none,")
        .replace(" USING ", " using ")
        .replace("pg_catalog.", "")
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect()
}
