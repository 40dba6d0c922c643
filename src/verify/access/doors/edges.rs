//! What leads from one object to another without the second being asked who is there.

use std::collections::BTreeSet;

use postgres::{Row, Transaction};

use crate::model::{ObjectName, Privilege, RoutineName, Target};
use crate::sql::references::{Access, Fragment, references};
use crate::sql::{has_word, quote_identifier};
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
    fn on(relation: &ObjectName, column: Option<String>, privilege: Privilege) -> Self {
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

/// Reads every edge.
pub(super) fn read(
    transaction: &mut Transaction<'_>,
    around: &Surroundings,
) -> Result<Vec<Edge>, Error> {
    let failed = Error::server("read what leads from one relation to another");
    let rows = transaction.query(include_str!("edges.sql"), &[]).map_err(failed)?;
    let mut edges: Vec<Edge> = rows.iter().filter_map(between_relations).collect();
    for row in transaction.query(include_str!("routines.sql"), &[]).map_err(failed)? {
        edges.extend(of_routine(&row, around));
    }
    Ok(edges)
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

fn privilege(word: &str) -> Option<Privilege> {
    Privilege::ALL.into_iter().find(|privilege| privilege.sql().eq_ignore_ascii_case(word))
}

/// What a routine does with its owner's rights, from being called or from a statement that fires it.
fn of_routine(row: &Row, around: &Surroundings) -> Vec<Edge> {
    let text = |name: &str| -> Option<String> { row.get(name) };
    let name = ObjectName::new(row.get::<_, String>("schema"), row.get::<_, String>("name"));
    let (from, door) = match (text("trigger"), text("privilege")) {
        (Some(trigger), Some(event)) => {
            let table = ObjectName::new(
                text("table_schema").unwrap_or_default(),
                text("table_name").unwrap_or_default(),
            );
            let Some(event) = privilege(&event) else { return Vec::new() };
            let trigger = quote_identifier(&trigger);
            (Act::on(&table, None, event), format!("trigger {trigger} on {table}"))
        }
        _ => {
            let routine = RoutineName { name, arguments: row.get("types") };
            let door = format!("{} {routine}", row.get::<_, &str>("kind"));
            let object = Target::Routine(routine);
            (Act { object, column: None, privilege: Privilege::Execute }, door)
        }
    };
    let path: Vec<String> = row.get("search_path");
    let is_called = matches!(from.object, Target::Routine(_));
    let mut does = acts(row.get("definition"), row.get("body"), &path, around);
    // What a trigger reads comes back to nobody.
    does.retain(|act| is_called || act.privilege != Privilege::Select);
    let edge = |to| Edge {
        from: from.clone(),
        to,
        door: door.clone(),
        owner: text("owner"),
        down: false,
        up: false,
    };
    does.into_iter().map(edge).collect()
}

/// Returns what a routine's body does with relations of the project.
fn acts(definition: &str, body: &str, path: &[String], around: &Surroundings) -> BTreeSet<Act> {
    let found = references(definition, Fragment::Statements);
    let mut acts = BTreeSet::new();
    for used in found.relations {
        let named = &used.mention.name;
        let relation = around.relations.keys().find(|known| {
            known.name == named.name
                && match &named.schema {
                    Some(schema) => known.schema == *schema,
                    None => path.is_empty() || path.contains(&known.schema),
                }
        });
        let Some(relation) = relation else { continue };
        let columns = around.relations[relation].iter().map(|column| column.name.clone());
        let mut push = |privilege, columns: Vec<String>| {
            acts.extend(columns.into_iter().map(|it| Act::on(relation, Some(it), privilege)));
        };
        match used.access {
            Access::Mention => (),
            Access::Read => {
                push(Privilege::Select, columns.filter(|column| says(body, column)).collect());
            }
            Access::Insert(listed) if listed.is_empty() => {
                push(Privilege::Insert, columns.collect());
            }
            Access::Insert(listed) => push(Privilege::Insert, listed),
            Access::Update(listed) => push(Privilege::Update, listed),
            Access::Delete => drop(acts.insert(Act::on(relation, None, Privilege::Delete))),
            Access::Truncate => drop(acts.insert(Act::on(relation, None, Privilege::Truncate))),
        }
    }
    acts
}

/// Returns whether a body names a column as a word of its own, or takes all of them.
fn says(body: &str, column: &str) -> bool {
    has_word(body, column) || body.contains(".*") || body.contains("select *")
}
