//! A picture of roles, their memberships and what they reach.

use std::collections::{BTreeMap, BTreeSet};

use super::effective::{self, Entry};
use crate::model::{Access, Database, Membership, PUBLIC, Privilege, Road};
use crate::picture::flow::{Arrow, Flow, Node, Shape, Stroke};

/// Draws roles on the left, schemas on the right; an arrow to a schema says what was granted to the role itself,
/// or comes with ownership, on anything in it. What a member has by its groups is drawn at the groups.
pub fn graph(database: &Database, major: u16) -> Flow {
    graph_of(database, &effective::entries(database, major, &Access::new(database)))
}

/// Draws what [`graph`] does of rights that are known.
pub fn graph_of(database: &Database, entries: &[Entry<'_>]) -> Flow {
    let reached = reached(entries);
    let groups = database.roles.values().flat_map(|role| role.member_of.keys());
    let mut roles: BTreeSet<&str> =
        database.roles.keys().chain(groups).map(String::as_str).collect();
    let schemas: BTreeSet<&str> = reached.keys().map(|(_, schema)| schema.as_str()).collect();
    if reached.keys().any(|(role, _)| role == PUBLIC) {
        roles.insert(PUBLIC);
    }
    let role_places: BTreeMap<&str, usize> = roles.iter().copied().zip(0..).collect();
    let schema_places: BTreeMap<&str, usize> = schemas.iter().copied().zip(roles.len()..).collect();
    let colours = schemas.iter().zip(0..).map(|(name, colour)| of_schema(name, colour));
    let nodes = roles.iter().map(|name| of_role(database, name)).chain(colours);
    let mut arrows = Vec::new();
    for (name, role) in &database.roles {
        for (group, membership) in &role.member_of {
            let (from, to) = (role_places[name.as_str()], role_places[group.as_str()]);
            arrows.push(Arrow { from, to, ..of_membership(membership) });
        }
    }
    for ((role, schema), privileges) in &reached {
        let Some(from) = role_places.get(role.as_str()).copied() else { continue };
        let words: Vec<&str> = privileges.iter().map(|privilege| privilege.sql()).collect();
        let to = schema_places[schema.as_str()];
        let (label, stroke) = (Some(words.join(", ")), Stroke::Thick);
        arrows.push(Arrow { from, to, label, stroke, ..Arrow::default() });
    }
    let heading = "Roles, their memberships, and what they reach".to_owned();
    Flow { heading, rightwards: true, groups: Vec::new(), nodes: nodes.collect(), arrows }
}

fn of_role(database: &Database, name: &str) -> Node {
    let role = database.roles.get(name);
    let logs_in = role.is_some_and(|role| role.login);
    Node {
        name: if name == PUBLIC { "PUBLIC".to_owned() } else { name.to_owned() },
        words: role.and_then(|role| role.comment.clone()),
        detail: logs_in.then(|| "logs in".to_owned()),
        shape: match () {
            () if name == PUBLIC => Shape::Hexagon,
            () if logs_in => Shape::Stadium,
            () => Shape::Box,
        },
        ..Node::default()
    }
}

fn of_schema(name: &str, colour: usize) -> Node {
    let (name, colour) = (name.to_owned(), Some(colour));
    Node { name, shape: Shape::Cylinder, colour, ..Node::default() }
}

fn of_membership(membership: &Membership) -> Arrow {
    let stroke = if membership.inherit { Stroke::Plain } else { Stroke::Dashed };
    let words = match (membership.inherit, membership.set) {
        (true, _) => None,
        (false, true) => Some("SET ROLE"),
        (false, false) => Some("no use"),
    };
    Arrow { label: words.map(str::to_owned), stroke, ..Arrow::default() }
}

fn reached(entries: &[Entry<'_>]) -> BTreeMap<(String, String), BTreeSet<Privilege>> {
    let mut reached: BTreeMap<(String, String), BTreeSet<Privilege>> = BTreeMap::new();
    for entry in entries {
        let Some(schema) = entry.target.schema() else { continue };
        for rights in &entry.roles {
            let own = |road: &Road| match road {
                Road::Grant(name) | Road::Owner(name) => name == rights.role,
                Road::Superuser => false,
            };
            let whole = rights.whole.iter().filter(|(_, road)| own(road)).map(|(it, _)| *it);
            let partial = rights.partial.iter();
            let partial = partial.filter(|(_, columns)| columns.iter().any(|(_, road)| own(road)));
            let privileges: BTreeSet<Privilege> = whole.chain(partial.map(|(it, _)| *it)).collect();
            if !privileges.is_empty() {
                let key = (rights.role.to_owned(), schema.clone());
                reached.entry(key).or_default().extend(privileges);
            }
        }
    }
    reached
}
