//! Roles and what they may do.

mod future;
mod grants;
mod universe;

use std::collections::BTreeSet;

use super::context::Context;
use super::table::parameters;
use super::yaml::{Map, Node};
use crate::model::{PUBLIC, Role, is_predefined};

/// Says above `public` why it is there.
const PUBLIC_NOTE: &str = "Every role. PostgreSQL gives it some of this unasked; pgspec does not.";

/// Writes the roles, and `public` before them where it may do anything.
pub(super) fn roles(context: &Context) -> Map {
    let mut map = Map::spaced();
    let grants = grants::grants(context, PUBLIC);
    if !grants.is_empty() {
        let public: Map = [("grants", Node::List(grants))].into_iter().collect();
        map.put_below(PUBLIC_NOTE, PUBLIC, Node::Map(public.in_block()));
    }
    for name in predefined(context) {
        let grants = [("grants", Node::List(grants::grants(context, name)))];
        map.put(name, Node::Map(grants.into_iter().collect::<Map>().in_block()));
    }
    for (name, role) in &context.database.roles {
        map.put(name, Node::Map(self::role(context, name, role)));
    }
    map
}

/// Returns the roles of the server itself that are granted something.
fn predefined<'a>(context: &Context<'a>) -> BTreeSet<&'a str> {
    let database = context.database;
    let granted = database.grants.values().flat_map(|grantees| grantees.keys());
    let promised = database.default_privileges.keys().map(|key| &key.grantee);
    let grantees = granted.chain(promised).map(String::as_str);
    grantees.filter(|name| *name != PUBLIC && is_predefined(name)).collect()
}

fn role(context: &Context, name: &str, role: &Role) -> Map {
    let mut map = Map::block();
    map.comment(&role.comment);
    map.flag("login", role.login);
    map.flag("superuser", role.superuser);
    map.flag("createdb", role.createdb);
    map.flag("createrole", role.createrole);
    if !role.inherit {
        map.put("inherit", Node::Plain("false".to_owned()));
    }
    map.flag("replication", role.replication);
    map.flag("bypassrls", role.bypassrls);
    put_memberships(context, name, role, &mut map);
    map.number("connection_limit", role.connection_limit);
    map.text("valid_until", role.valid_until.as_deref());
    map.map("settings", parameters(&role.settings));
    map.map("settings_in_database", parameters(&role.settings_in_database));
    let grants = grants::grants(context, name);
    if !grants.is_empty() {
        map.put("grants", Node::List(grants));
    }
    map
}

/// Writes memberships: a list, or options by role where one has any.
fn put_memberships(context: &Context, name: &str, role: &Role, map: &mut Map) {
    let mut with_options = Map::block();
    let mut plain = true;
    let mut names = Vec::new();
    for (group, options) in &role.member_of {
        if !group.starts_with("pg_") && !context.database.roles.contains_key(group) {
            context.cannot_say(format!("membership of {name} in {group}, which is not read"));
            continue;
        }
        let mut keys = Map::default();
        keys.flag("admin", options.admin);
        if options.inherit != role.inherit {
            keys.put("inherit", Node::Plain(options.inherit.to_string()));
        }
        if !options.set {
            keys.put("set", Node::Plain("false".to_owned()));
        }
        plain &= keys.is_empty();
        with_options.put(group, Node::Map(keys));
        names.push(group);
    }
    match plain {
        true => map.texts("member_of", names),
        false => map.map("member_of", with_options),
    }
}
