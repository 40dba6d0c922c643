//! `access_wider_than_need`: a node connects as a role that may do more than the node says that it does, or than the
//! flows between it and the stores say.
//!
//! Columns are judged where both sides name them: grants on columns, and SQL that the node runs. So are INSERT, UPDATE,
//! DELETE and TRUNCATE where SQL is all that writes a table. What a node says itself is tables. Reading a table is part of writing it, and so with a column. What sources and transforms run as is held to what all of those need that the
//! systems' nodes run as that role; a role that a node connects as, to that node alone.

use std::collections::{BTreeMap, BTreeSet};

use super::systems;
use crate::check::rules::facts::Facts;
use crate::diagnostic::Diagnostic;
use crate::model::{DataStore, Needs, ObjectName, Privilege, System, SystemNode, Target};
use crate::source::{Span, Spanned};
use crate::spec;

const WRITES: [Privilege; 4] =
    [Privilege::Insert, Privilege::Update, Privilege::Delete, Privilege::Truncate];

pub(in crate::check::rules) fn check(facts: &Facts) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (keys, system) in systems(facts) {
        for (name, node_keys) in &keys.nodes {
            let Some(node) = system.nodes.get(&name.value) else { continue };
            for role in &node_keys.roles {
                findings.extend(of_role(facts, system, (name, node), role));
            }
        }
    }
    findings.extend(of_what_runs(facts));
    findings
}

/// A role that a node connects as.
fn of_role(
    facts: &Facts,
    system: &System,
    (name, node): (&Spanned<String>, &SystemNode),
    role: &Spanned<String>,
) -> Option<Diagnostic> {
    if !facts.database().roles.contains_key(&role.value) || facts.is_faulty(role) {
        return None;
    }
    if facts.is_superuser(role) {
        let what = Excess { road: "is a superuser", ..Excess::default() };
        return Some(finding(name, role, role.span, &what));
    }
    let may = may(facts, role);
    let excess = node.needs.as_ref().and_then(|needs| beyond(&may, needs, "node"));
    let excess = excess.or_else(|| beyond(&may, &by_flows(system, &name.value), "flows"));
    let kinds = || kinds_beyond(facts, role, node.needs.as_ref()?);
    let columns = || columns_beyond(facts, role, node.needs.as_ref()?);
    excess.or_else(kinds).or_else(columns).map(|what| finding(name, role, role.span, &what))
}

/// Roles that sources and transforms run as, beside those that nodes connect as.
fn of_what_runs(facts: &Facts) -> Vec<Diagnostic> {
    let mut needs: BTreeMap<&str, (Needs, &Spanned<String>, Span)> = BTreeMap::new();
    for (keys, system) in systems(facts) {
        for (name, node_keys) in &keys.nodes {
            let Some(node) = system.nodes.get(&name.value) else { continue };
            for role in &node.runs_as {
                let place = place(node_keys).unwrap_or(name.span);
                let (all, ..) =
                    needs.entry(role).or_insert_with(|| (Needs::default(), name, place));
                all.add(node.needs.clone().unwrap_or_default());
            }
        }
    }
    let judged = needs.into_iter().filter_map(|(role, (needs, name, place))| {
        if facts.is_faulty(role) || !facts.database().roles.contains_key(role) {
            return None;
        }
        let may = may(facts, role);
        let kinds = || kinds_beyond(facts, role, &needs);
        let columns = || columns_beyond(facts, role, &needs);
        let what = beyond(&may, &needs, "node").or_else(kinds).or_else(columns)?;
        Some(finding(name, role, place, &what))
    });
    judged.collect()
}

/// Returns where a node names what it runs.
fn place(keys: &spec::SystemNode) -> Option<Span> {
    keys.transforms.iter().chain(keys.sources.iter()).next().map(|name| name.span)
}

/// What a role may do beyond a need.
#[derive(Default)]
struct Excess<'e> {
    verb: &'static str,
    relation: Option<&'e ObjectName>,
    column: Option<String>,
    road: &'static str,
}

/// Returns what a role may read and write, by whatever road.
fn may(facts: &Facts, role: &str) -> Needs {
    let database = facts.database();
    let relations = database.tables.keys().chain(database.views.keys());
    let entered: Vec<&ObjectName> = relations
        .filter(|name| facts.access.enters(role, &Target::Table((*name).clone())))
        .collect();
    let holds = |privileges: &[Privilege]| -> BTreeSet<ObjectName> {
        let any = |name: &&&ObjectName| {
            privileges.iter().any(|privilege| facts.allows_any_column(role, name, *privilege))
        };
        entered.iter().filter(any).map(|name| (*name).clone()).collect()
    };
    Needs { reads: holds(&[Privilege::Select]), writes: holds(&WRITES), ..Needs::default() }
}

/// Returns what the flows of a node let it read and write.
fn by_flows(system: &System, node: &str) -> Needs {
    let of = |leads: &dyn Fn(&str) -> bool| -> BTreeSet<ObjectName> {
        let stores = system.stores.iter().filter(|(name, _)| leads(name));
        stores.flat_map(|(_, store): (_, &DataStore)| store.relations.iter().cloned()).collect()
    };
    Needs {
        reads: of(&|store| system.flows_from_to(store, node)),
        writes: of(&|store| system.flows_from_to(node, store)),
        ..Needs::default()
    }
}

/// Returns how a role may write a table otherwise than the SQL does that is all that writes it.
fn kinds_beyond<'n>(facts: &Facts, role: &str, needs: &'n Needs) -> Option<Excess<'n>> {
    let kinds = [
        (Privilege::Insert, "insert into", "does not insert into it"),
        (Privilege::Update, "update", "does not update it"),
        (Privilege::Delete, "delete from", "does not delete from it"),
        (Privilege::Truncate, "truncate", "does not truncate it"),
    ];
    let by_sql = needs.columns.iter().filter(|(name, _)| !needs.whole.contains(*name));
    for (relation, used) in by_sql.filter(|(name, _)| needs.writes.contains(*name)) {
        let may = |privilege| {
            let target = Target::Table(relation.clone());
            facts.access.enters(role, &target) && facts.allows_any_column(role, relation, privilege)
        };
        let beyond = kinds.iter().find(|(kind, ..)| !used.contains_key(kind) && may(*kind));
        if let Some((_, verb, road)) = beyond {
            return Some(Excess { verb, relation: Some(relation), column: None, road });
        }
    }
    None
}

/// Returns a column that a role was granted by name and that nothing needs; a grant on the whole table is judged as one.
fn columns_beyond<'n>(facts: &Facts, role: &str, needs: &'n Needs) -> Option<Excess<'n>> {
    let kinds = [
        (Privilege::Update, "write", "does not write it"),
        (Privilege::Insert, "write", "does not write it"),
        (Privilege::Select, "read", "does not read it"),
    ];
    for relation in needs.columns.keys() {
        let target = Target::Table(relation.clone());
        if !facts.access.enters(role, &target) {
            continue;
        }
        for (privilege, verb, road) in kinds {
            if facts.allows(role, &target, privilege) {
                continue;
            }
            let found = facts.granted_columns(relation).find_map(|target| match &target {
                Target::Column(_, column)
                    if !needs.has_column(relation, column, privilege)
                        && facts.allows(role, &target, privilege) =>
                {
                    Some(column.clone())
                }
                _ => None,
            });
            if found.is_some() {
                return Some(Excess { verb, relation: Some(relation), column: found, road });
            }
        }
    }
    None
}

fn beyond<'m>(may: &'m Needs, needs: &Needs, by: &str) -> Option<Excess<'m>> {
    let of_node = by == "node";
    let written = may.writes.iter().find(|name| !needs.writes.contains(*name));
    if let Some(name) = written {
        let road =
            if of_node { "does not write it" } else { "has no flow to a store that holds it" };
        return Some(Excess { verb: "write", relation: Some(name), road, column: None });
    }
    let is_needed =
        |name: &&ObjectName| needs.reads.contains(*name) || needs.writes.contains(*name);
    let name = may.reads.iter().find(|name| !is_needed(name))?;
    let road = if of_node { "does not read it" } else { "has no flow from a store that holds it" };
    Some(Excess { verb: "read", relation: Some(name), road, column: None })
}

fn finding(name: &Spanned<String>, role: &str, place: Span, what: &Excess) -> Diagnostic {
    let Excess { verb, relation, column, road } = what;
    let (message, help) = match relation {
        Some(relation) => {
            let key = if *verb == "read" { "reads" } else { "writes" };
            let (part, grant) = match column {
                Some(column) => (format!("column `{column}` of "), format!("`{column}`")),
                None => (String::new(), "the grant".to_owned()),
            };
            (
                format!("`{role}` may {verb} {part}`{relation}`, and `{}` {road}", name.value),
                format!(
                    "take {grant} from `{role}`, or say what `{}` needs it for: `{key}: [{relation}]` and a flow",
                    name.value
                ),
            )
        }
        None => (
            format!("`{}` connects as `{role}`, which {road}", name.value),
            "connect as a role that may do what the node does, and nothing else".to_owned(),
        ),
    };
    Diagnostic::error("access_wider_than_need", place, message).with_help(help)
}
