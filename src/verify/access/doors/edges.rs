//! What leads from one object to another without the second being asked who is there.

use postgres::{Row, Transaction};

use super::routines;
use crate::model::{ObjectName, Privilege, Target};
use crate::verify::Error;
use crate::verify::access::surroundings::Surroundings;

/// Something that a role may do: with a relation or its column, or executing a routine.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Act {
    /// Table, view or routine.
    pub object: Target,
    /// Column; the whole object where absent, and any column where the privilege is on columns.
    pub column: Option<String>,
    /// Privilege.
    pub privilege: Privilege,
}

impl Act {
    pub(super) fn on(relation: &ObjectName, column: Option<String>, privilege: Privilege) -> Self {
        Self { object: Target::Table(relation.clone()), column, privilege }
    }
}

/// A way from one act to another.
#[derive(Debug, Clone)]
pub(super) struct Edge {
    /// What has to be allowed.
    pub from: Act,
    /// What is then done.
    pub to: Act,
    /// What does it, for people: `view sales.contacts`.
    pub door: String,
    /// Whose rights are used, where that is not settled by the door's being open.
    pub owner: Option<String>,
    /// Whether it leads from a parent to its partitions or children.
    pub down: bool,
    /// Whether it leads from one of these to its parent.
    pub up: bool,
}

/// A way to whatever its owner may do, as far as anybody can read.
#[derive(Debug, Clone)]
pub(super) struct Unread {
    /// What has to be allowed.
    pub from: Act,
    /// What does it, for people.
    pub door: String,
    /// Whose rights are used.
    pub owner: String,
    /// Whether what is done comes back to who did the first.
    pub comes_back: fn(&Act) -> bool,
}

/// Reads every edge, and what cannot be read.
pub(super) fn read(
    transaction: &mut Transaction<'_>,
    around: &Surroundings,
) -> Result<(Vec<Edge>, Vec<Unread>), Error> {
    let failed = Error::server("read what leads from one relation to another");
    let rows = transaction.query(include_str!("edges.sql"), &[]).map_err(failed)?;
    let mut edges: Vec<Edge> = rows.iter().filter_map(between_relations).collect();
    let (of_routines, unread) = routines::read(transaction, around)?;
    edges.extend(of_routines);
    Ok((edges, unread))
}

fn between_relations(row: &Row) -> Option<Edge> {
    let (from, to) = (name(row, 1), name(row, 5));
    let privilege = privilege(row.get(3))?;
    let kind: &str = row.get(0);
    let door = format!("{kind} {from}");
    Some(Edge {
        down: kind == "parent",
        up: kind == "partition" || kind == "child",
        from: Act::on(&from, row.get(4), privilege),
        to: Act::on(&to, row.get(7), privilege),
        door,
        owner: None,
    })
}

fn name(row: &Row, at: usize) -> ObjectName {
    ObjectName::new(row.get::<_, String>(at), row.get::<_, String>(at + 1))
}

/// Returns the privilege of a word of GRANT.
pub(super) fn privilege(word: &str) -> Option<Privilege> {
    Privilege::ALL.into_iter().find(|privilege| privilege.sql().eq_ignore_ascii_case(word))
}
