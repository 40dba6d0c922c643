//! A picture of roles, their memberships and what they reach, as Mermaid.
//!
//! See <https://mermaid.js.org/syntax/flowchart.html>.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::effective;
use crate::model::{Access, Database, PUBLIC, Privilege, Road};

/// Draws roles on the left, schemas on the right; an arrow to a schema says what was granted to the role itself,
/// or comes with ownership, on anything in it. What a member has by its groups is drawn at the groups.
pub fn mermaid(database: &Database, major: u16) -> String {
    let mut text = String::from("flowchart LR\n");
    let names = Names::of(database);
    for (name, role) in &database.roles {
        let id = names.role(name);
        let (open, close) = if role.login { ("([", "])") } else { ("[", "]") };
        let _ = writeln!(text, "  {id}{open}\"{}\"{close}", label(name));
    }
    let reached = reached(database, major);
    if reached.keys().any(|(role, _)| role == PUBLIC) {
        let _ = writeln!(text, "  public{{{{\"PUBLIC\"}}}}");
    }
    let schemas: BTreeSet<&str> = reached.keys().map(|(_, schema)| schema.as_str()).collect();
    for schema in schemas {
        let _ = writeln!(text, "  {}[(\"{}\")]", names.schema(schema), label(schema));
    }
    for (name, role) in &database.roles {
        for (group, membership) in &role.member_of {
            let arrow = if membership.inherit { "-->" } else { "-.->" };
            let words = match (membership.inherit, membership.set) {
                (true, _) => "",
                (false, true) => "|SET ROLE|",
                (false, false) => "|no use|",
            };
            let _ = writeln!(text, "  {} {arrow}{words} {}", names.role(name), names.role(group));
        }
    }
    for ((role, schema), privileges) in &reached {
        let words: Vec<&str> = privileges.iter().map(|privilege| privilege.sql()).collect();
        let from = if role == PUBLIC { "public".to_owned() } else { names.role(role) };
        let _ = writeln!(text, "  {from} ==>|{}| {}", words.join(", "), names.schema(schema));
    }
    text
}

/// Names of nodes: those of roles may hold anything.
struct Names<'a> {
    roles: BTreeMap<&'a str, usize>,
    schemas: BTreeMap<&'a str, usize>,
}

impl<'a> Names<'a> {
    fn of(database: &'a Database) -> Self {
        let groups = database.roles.values().flat_map(|role| role.member_of.keys());
        let roles: BTreeSet<&str> =
            database.roles.keys().chain(groups).map(String::as_str).collect();
        let schemas: BTreeSet<&str> = database.schemas.keys().map(String::as_str).collect();
        let number = |names: BTreeSet<&'a str>| names.into_iter().zip(1..).collect();
        Self { roles: number(roles), schemas: number(schemas) }
    }

    fn role(&self, name: &str) -> String {
        self.roles.get(name).map_or_else(|| "role0".to_owned(), |number| format!("role{number}"))
    }

    fn schema(&self, name: &str) -> String {
        self.schemas
            .get(name)
            .map_or_else(|| "schema0".to_owned(), |number| format!("schema{number}"))
    }
}

/// Quotes end a label, and `#` begins a character by its number.
fn label(text: &str) -> String {
    text.replace('#', "#35;").replace('"', "#quot;").replace(['\n', '\r'], " ")
}

fn reached(database: &Database, major: u16) -> BTreeMap<(String, String), BTreeSet<Privilege>> {
    let access = Access::new(database);
    let mut reached: BTreeMap<(String, String), BTreeSet<Privilege>> = BTreeMap::new();
    for entry in effective::entries(database, major, &access) {
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
