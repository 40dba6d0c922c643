//! Functions and procedures: whose rights they run with, and where they look for names.

use super::expression::words;
use super::facts::{Facts, Found, joined, routine_name};
use crate::model::{
    ObjectId, ObjectName, PUBLIC, Privilege, Routine, RoutineName, RowSecurity, Target,
};
use crate::sql::function::{Body, FunctionDefinition, Returns};
use crate::sql::{check_statements, parse_function, quote_identifier};

/// A routine and what its statement says.
struct Read<'a> {
    name: &'a RoutineName,
    routine: &'a Routine,
    definition: FunctionDefinition,
}

/// Reads every routine but aggregates, which have no body.
fn all<'a>(facts: &Facts<'a>, which: fn(&Routine) -> bool) -> Vec<Read<'a>> {
    let routines = facts.database.routines.iter().filter(|(_, routine)| which(routine));
    let read = routines.filter_map(|(name, routine)| {
        Some(Read { name, routine, definition: read(&routine.definition)? })
    });
    read.collect()
}

fn definers<'a>(facts: &Facts<'a>) -> Vec<Read<'a>> {
    all(facts, |routine| routine.security_definer)
}

/// Reads the statement that makes a routine; what stands in an SQL file may be followed by others.
fn read(text: &str) -> Option<FunctionDefinition> {
    parse_function(text).ok().or_else(|| {
        let statements = check_statements(text).ok()?;
        statements.into_iter().find_map(|it| parse_function(text.get(it.statement)?).ok())
    })
}

impl Read<'_> {
    fn found(&self, facts: &Facts, detail: String, fix: impl Into<String>) -> Found {
        let span = facts.places.object(&ObjectId::routine(self.name));
        Found { object: routine_name(self.name, self.routine), detail, fix: fix.into(), span }
    }

    fn search_path(&self) -> Option<&str> {
        let mut settings = self.definition.settings.iter();
        let own = settings.find(|(name, _)| name.eq_ignore_ascii_case("search_path"));
        own.map(|(_, value)| value.as_str())
    }

    /// A trigger shows nobody what it reads.
    fn is_trigger(&self) -> bool {
        match &self.definition.returns {
            Some(Returns::Type(name)) => {
                ["trigger", "event_trigger"].contains(&name.to_string().as_str())
            }
            _ => false,
        }
    }

    fn body(&self) -> &str {
        match &self.definition.body {
            Body::Text { text, .. } => text,
            Body::Sql(fragment) => &fragment.text,
            Body::Object { .. } => "",
        }
    }
}

/// `definer_without_search_path`.
pub(super) fn without_search_path(facts: &Facts) -> Vec<Found> {
    let open = definers(facts).into_iter().filter(|read| read.search_path().is_none());
    let detail =
        "runs with the rights of its owner, and finds names where the caller's search_path says";
    let fix = "add `set: { search_path: \"pg_catalog, pg_temp\" }`, with the schemas that it needs";
    open.map(|read| read.found(facts, detail.to_owned(), fix)).collect()
}

/// `definer_with_unsafe_search_path`. Temporary objects are everybody's to make; last, they hide nothing.
pub(super) fn unsafe_search_path(facts: &Facts) -> Vec<Found> {
    let mut found = Vec::new();
    for read in definers(facts) {
        let path = read.search_path().unwrap_or_default();
        let schemas: Vec<&str> =
            path.split(',').map(|part| part.trim().trim_matches(['"', '\'', ' '])).collect();
        let is_open = |at: usize, schema: &str| {
            let owner = read.routine.owner.as_deref();
            schema == "$user"
                || schema == "pg_temp" && at + 1 < schemas.len()
                || facts.creators(schema).any(|held| Some(held.grantee) != owner)
        };
        let open = schemas.iter().enumerate().filter(|(at, schema)| is_open(*at, schema));
        let mut open: Vec<_> = open.map(|(_, schema)| quote_identifier(schema)).collect();
        let others = schemas.iter().any(|schema| !["", "pg_catalog"].contains(schema));
        if others && !schemas.contains(&"pg_temp") && makes_temporary(facts, read.routine) {
            open.push("pg_temp".into());
        }
        open.sort();
        if !open.is_empty() {
            let detail = format!(
                "runs with the rights of its owner, and looks first in {}, where others can make objects",
                joined(open)
            );
            let fix =
                "set `search_path` to schemas that only trusted roles write to, `pg_temp` last";
            found.push(read.found(facts, detail, fix));
        }
    }
    found
}

/// Returns whether others than the owner of a routine can make temporary tables. Where a path does not name
/// `pg_temp`, these come before all others.
fn makes_temporary(facts: &Facts, routine: &Routine) -> bool {
    facts.held.iter().any(|held| {
        matches!(held.target, Target::Database)
            && held.privilege == Privilege::Temporary
            && Some(held.grantee) != routine.owner.as_deref()
    })
}

/// `definer_for_public`.
pub(super) fn for_public(facts: &Facts) -> Vec<Found> {
    let mut found = Vec::new();
    for read in definers(facts) {
        let target = Target::Routine(read.name.clone());
        let public = facts.database.grants.get(&target).and_then(|grantees| grantees.get(PUBLIC));
        if public.is_some_and(|privileges| privileges.contains_key(&Privilege::Execute)) {
            let owner = facts.owner_name(read.routine.owner.as_deref());
            let detail = format!("runs with the rights of {owner}, and every role may execute it");
            let span = facts.places.grant(PUBLIC, &target, Privilege::Execute);
            let fix = "grant `execute` to the roles that need it, and not to `public`";
            found.push(Found { span, ..read.found(facts, detail, fix) });
        }
    }
    found
}

/// `definer_bypasses_row_security`.
pub(super) fn bypasses_row_security(facts: &Facts) -> Vec<Found> {
    let tables = facts.database.tables.iter();
    let guarded: Vec<(&ObjectName, bool)> = tables
        .filter(|(_, table)| table.row_security != RowSecurity::Off)
        .map(|(name, table)| (name, table.row_security == RowSecurity::Forced))
        .collect();
    let callable = callable(facts);
    let mut found = Vec::new();
    for read in definers(facts).into_iter().filter(|read| !read.is_trigger()) {
        let owner = read.routine.owner.as_deref();
        let body = runs(&read, &callable);
        let named: std::collections::BTreeSet<&str> = words(&body).collect();
        let is_named = |table: &ObjectName| {
            let name = table.name.to_lowercase();
            let is_word = name.chars().all(|c| c.is_alphanumeric() || c == '_');
            if is_word { named.contains(name.as_str()) } else { body.contains(&name) }
        };
        let bypassed = guarded
            .iter()
            .filter(|(table, forced)| passes(facts, owner, table, *forced) && is_named(table));
        let bypassed = joined(bypassed.map(|(table, _)| *table));
        if !bypassed.is_empty() {
            let owner = facts.owner_name(owner);
            let detail =
                format!("reads or writes {bypassed} as {owner}, for whom policies do not hold");
            let fix = "write `security: invoker`, or give it to a role for whom the policies hold";
            found.push(read.found(facts, detail, fix));
        }
    }
    found
}

/// Returns names and bodies of the routines that run with the rights of whoever calls them.
fn callable(facts: &Facts) -> Vec<(String, String)> {
    let read = all(facts, |routine| !routine.security_definer);
    read.iter().map(|it| (it.name.name.name.to_lowercase(), it.body().to_lowercase())).collect()
}

/// Returns all that a routine runs: its body, and those of the routines that it calls.
fn runs(read: &Read, callable: &[(String, String)]) -> String {
    let mut text = read.body().to_lowercase();
    let mut rest: Vec<&(String, String)> = callable.iter().collect();
    loop {
        let (called, others): (Vec<_>, Vec<_>) =
            rest.into_iter().partition(|(name, _)| calls(&text, name));
        if called.is_empty() {
            return text;
        }
        for (_, body) in called {
            text.push('\n');
            text.push_str(body);
        }
        rest = others;
    }
}

/// Returns whether a body calls a routine: its name, and what stands in parentheses after it.
fn calls(body: &str, name: &str) -> bool {
    body.match_indices(name).any(|(at, _)| {
        let before = body[..at].chars().next_back();
        let after = &body[at + name.len()..];
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$')
            && after.strip_prefix('"').unwrap_or(after).trim_start().starts_with('(')
    })
}

/// Returns whether the policies of a table do not hold for a role.
fn passes(facts: &Facts, role: Option<&str>, table: &ObjectName, forced: bool) -> bool {
    // Who applies a project in the sandbox is a superuser.
    let Some(role) = role else { return true };
    let powerful = facts.database.roles.get(role).is_some_and(|it| it.superuser || it.bypassrls);
    let owner = facts.relation_owner(table);
    powerful || !forced && owner.is_some_and(|owner| facts.access.grantees(role).contains(&owner))
}

/// `leakproof_function`.
pub(super) fn leakproof(facts: &Facts) -> Vec<Found> {
    let says_so = |read: &Read| {
        let options = &read.definition.options;
        options.iter().any(|option| option.eq_ignore_ascii_case("leakproof"))
            && !["internal", "c"].contains(&read.definition.language.as_str())
    };
    let open = all(facts, |_| true).into_iter().filter(says_so);
    let found = open.map(|read| {
        let detail = format!(
            "is said to be leakproof, and is written in {}: what it raises or logs shows rows that policies hide",
            read.definition.language
        );
        read.found(facts, detail, "leave `leakproof` out")
    });
    found.collect()
}
