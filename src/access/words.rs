//! Roles, roads and objects as people read them.

use crate::model::{Database, PUBLIC, Road, Role, Target};

/// Names a role for people: PUBLIC is no role, and written as SQL's keyword.
pub fn role_words(role: &str) -> &str {
    if role == PUBLIC { "PUBLIC" } else { role }
}

/// Says by which road: `direct`, `via analytics`, `owner`.
pub fn road_words(role: &str, road: &Road) -> String {
    match road {
        Road::Superuser => "superuser".into(),
        Road::Owner(owner) if owner == role => "owner".into(),
        Road::Owner(owner) => format!("owner {owner}"),
        Road::Grant(grantee) if grantee == role => "direct".into(),
        Road::Grant(grantee) => format!("via {}", role_words(grantee)),
    }
}

/// Returns the kind of an object, and its name as SQL writes it.
pub fn kind_and_name(database: &Database, target: &Target) -> (&'static str, String) {
    match target {
        Target::Database => ("database", String::new()),
        Target::Table(name) => match database.views.get(name) {
            Some(view) => (view.kind().words(), name.to_string()),
            None => ("table", name.to_string()),
        },
        other => {
            let kind = kind_words(other);
            let text = other.to_string();
            let name = text.strip_prefix(kind).map(str::trim_start).unwrap_or(&text);
            (kind, name.to_owned())
        }
    }
}

fn kind_words(target: &Target) -> &'static str {
    match target {
        Target::Database => "database",
        Target::Schema(_) => "schema",
        Target::Table(_) => "table",
        Target::Column(..) => "column",
        Target::Sequence(_) => "sequence",
        Target::Routine(_) => "routine",
        Target::Type(_) => "type",
        Target::Language(_) => "language",
        Target::ForeignServer(_) => "foreign server",
        Target::ForeignDataWrapper(_) => "foreign data wrapper",
        Target::Parameter(_) => "parameter",
        Target::Tablespace(_) => "tablespace",
        Target::LargeObject(_) => "large object",
    }
}

/// Returns what a role is beyond its privileges, in PostgreSQL's words.
pub fn attributes(role: &Role) -> Vec<&'static str> {
    let all = [
        (role.login, "login"),
        (role.superuser, "superuser"),
        (role.createdb, "createdb"),
        (role.createrole, "createrole"),
        (role.replication, "replication"),
        (role.bypassrls, "bypassrls"),
        (!role.inherit, "noinherit"),
    ];
    all.into_iter().filter(|(holds, _)| *holds).map(|(_, word)| word).collect()
}

/// Returns the memberships of a role as words: `analytics (admin, not inherited)`.
pub fn memberships(role: &Role) -> Vec<String> {
    let memberships = role.member_of.iter().map(|(group, options)| {
        let all = [
            (options.admin, "admin"),
            (!options.inherit, "not inherited"),
            (!options.set, "no set role"),
        ];
        let words: Vec<_> = all.into_iter().filter(|(said, _)| *said).map(|(_, w)| w).collect();
        let group = group.clone();
        if words.is_empty() { group } else { format!("{group} ({})", words.join(", ")) }
    });
    memberships.collect()
}
