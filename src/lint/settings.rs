//! Settings that the project declares: of the database, of roles, of the image.

use std::collections::BTreeSet;

use super::facts::{Facts, Found, role_name};
use crate::audit::Demand;
use crate::model::PUBLIC;
use crate::source::Span;
use crate::sql::quote_identifier;

/// A setting of sessions, of one role or of all.
struct Setting<'a> {
    role: Option<&'a str>,
    name: &'a str,
    value: &'a str,
    span: Span,
}

fn all<'a>(facts: &Facts<'a>) -> Vec<Setting<'a>> {
    let places = facts.places;
    let of = |role: Option<&'a str>| {
        move |(name, value): (&'a String, &'a String)| {
            let span = places.setting(role, name);
            Setting { role, name, value, span }
        }
    };
    let database = facts.database.settings.iter().map(of(None));
    let roles = facts.database.roles.iter();
    let roles = roles.flat_map(|(name, role)| role.all_settings().map(of(Some(name))));
    database.chain(roles).collect()
}

impl Setting<'_> {
    fn object(&self, facts: &Facts) -> String {
        match self.role {
            Some(role) => role_name(role),
            None => format!("database {}", quote_identifier(&facts.project.image.database)),
        }
    }
}

/// `search_path_others_can_write`.
pub(super) fn search_path(facts: &Facts) -> Vec<Found> {
    let mut found = Vec::new();
    let paths = all(facts).into_iter().filter(|it| it.name.eq_ignore_ascii_case("search_path"));
    for path in paths {
        let parts = path.value.split(',').map(|part| part.trim().trim_matches(['"', '\'', ' ']));
        let ours = |name: &&str| *name == PUBLIC || facts.database.schemas.contains_key(*name);
        for schema in parts.filter(ours).collect::<BTreeSet<_>>() {
            let others = facts.creators(schema).filter(|held| Some(held.grantee) != path.role);
            let others: BTreeSet<String> =
                others.map(|held| facts.grantee_name(held.grantee)).collect();
            if others.is_empty() {
                continue;
            }
            let others = others.into_iter().collect::<Vec<_>>().join(", ");
            let name = quote_identifier(schema);
            let detail =
                format!("looks for names in schema {name}, where {others} can make objects");
            let fix =
                format!("take `create` on schema `{schema}` away, or the schema from this path");
            found.push(Found { object: path.object(facts), detail, fix, span: path.span });
        }
    }
    found
}

/// `weak_setting`. What is as PostgreSQL ships it, a server has without anybody's choice.
pub(super) fn weak(facts: &Facts) -> Vec<Found> {
    let of_sessions = all(facts).into_iter().filter_map(|it| {
        let demand = Demand::broken_by(it.name, it.value)?;
        Some(weak_one(demand, it.value, it.object(facts), it.span))
    });
    let of_image = facts.project.image.settings.iter().filter_map(|(name, value)| {
        let demand = Demand::broken_by(name, value)?;
        let added_to = ["shared_preload_libraries", "log_file_mode"].contains(&demand.name);
        (!added_to && demand.shipped != Some(value.as_str()))
            .then(|| weak_one(demand, value, "server".to_owned(), facts.places.image_setting(name)))
    });
    of_sessions.chain(of_image).collect()
}

fn weak_one(demand: &Demand, value: &str, object: String, span: Span) -> Found {
    let Demand { name, wanted, why, .. } = demand;
    let detail = format!("has {name} set to `{value}`: {why}");
    Found { object, detail, fix: format!("write `{name}: \"{wanted}\"`, or leave it out"), span }
}
