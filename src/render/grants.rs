//! Privileges as SQL: the one place that writes GRANT and REVOKE.
//!
//! Every statement may run again without harm, and ends without a semicolon. PUBLIC is written as
//! the keyword: PostgreSQL allows no role of that name.

pub mod given_on;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    APPLYING_ROLE, Database, DefaultPrivilege, FutureKind, Membership, ObjectName, Other, PUBLIC,
    Privilege, Privileges, Target,
};
use crate::sql::{QualifiedName, quote_identifier, quote_literal};

/// Returns every statement on privileges in an order that runs: what PUBLIC loses, what everyone
/// gets, what is granted in advance. Roles and objects must exist; memberships are apart.
pub fn grant_statements(database: &Database) -> Vec<String> {
    let mut statements = public_revocations(database);
    statements.extend(large_objects(database));
    for grantee in grantees(database) {
        statements.extend(grants_of(database, grantee));
    }
    statements.extend(given_on::statements(database));
    statements.extend(default_privilege_statements(database));
    statements
}

/// Returns the statements that make, empty, the large objects that are not there.
fn large_objects(database: &Database) -> impl Iterator<Item = String> {
    let numbers = database.grants.keys().filter_map(|target| match target {
        Target::LargeObject(number) => Some(number),
        _ => None,
    });
    numbers.map(|number| {
        format!(
            "select pg_catalog.lo_create({number})\nwhere not exists (\n    \
             select from pg_catalog.pg_largeobject_metadata where oid = {number}\n)"
        )
    })
}

/// Returns the roles that are granted something on objects that exist, PUBLIC first.
pub fn grantees(database: &Database) -> Vec<&str> {
    let all = database.grants.values().flat_map(BTreeMap::keys).map(String::as_str);
    let all: BTreeSet<&str> = all.collect();
    let public = all.contains(PUBLIC).then_some(PUBLIC);
    public.into_iter().chain(all.into_iter().filter(|name| *name != PUBLIC)).collect()
}

/// Returns the statements that take PostgreSQL's defaults from PUBLIC, unless it was granted them.
///
/// The defaults are CONNECT and TEMPORARY on the database, EXECUTE on routines and USAGE on types
/// (<https://www.postgresql.org/docs/current/ddl-priv.html>); and USAGE on languages, which is taken
/// where somebody is granted it: the project says then who may. Future routines are closed in the
/// global form alone: one that names a schema can only add to the global defaults.
pub fn public_revocations(database: &Database) -> Vec<String> {
    let mut statements = vec![on_database("revoke all on database %I from public", None)];
    if !public_keeps(database, &Target::Schema(PUBLIC.into()), Privilege::Usage) {
        statements.push("revoke all on schema public from public".into());
    }
    for name in database.routines.keys() {
        if !public_keeps(database, &Target::Routine(name.clone()), Privilege::Execute) {
            statements.push(format!("revoke all on routine {name} from public"));
        }
    }
    let base_types = database.others.iter().filter_map(|(key, other)| base_type(key, other));
    let types: BTreeSet<ObjectName> = database.types.keys().cloned().chain(base_types).collect();
    for name in types {
        if !public_keeps(database, &Target::Type(name.clone()), Privilege::Usage) {
            statements.push(format!("revoke all on type {name} from public"));
        }
    }
    for target in database.grants.keys() {
        if let Target::Language(name) = target
            && !public_keeps(database, target, Privilege::Usage)
        {
            let name = quote_identifier(name);
            statements.push(format!("revoke all on language {name} from public"));
        }
    }
    statements.extend(future_revocations(database));
    statements
}

/// Reads the name of a base type, which the spec holds as SQL; a shell has no privileges.
fn base_type(key: &str, other: &Other) -> Option<ObjectName> {
    other.definition.contains('(').then_some(())?;
    let name = QualifiedName::parse(key.strip_prefix("type ")?).ok()?;
    Some(ObjectName::new(name.schema?, name.name))
}

fn public_keeps(database: &Database, target: &Target, privilege: Privilege) -> bool {
    let public = database.grants.get(target).and_then(|grantees| grantees.get(PUBLIC));
    public.is_some_and(|privileges| privileges.contains_key(&privilege))
}

/// Closes future routines of the applying role, and of every role that is named as a creator.
fn future_revocations(database: &Database) -> Vec<String> {
    let named = database.default_privileges.keys().map(|key| key.creator.as_deref());
    let creators: BTreeSet<Option<&str>> = named.chain([None]).collect();
    let granted = |creator: Option<&str>| {
        let key = DefaultPrivilege {
            creator: creator.map(str::to_owned),
            schema: None,
            kind: FutureKind::Routines,
            grantee: PUBLIC.into(),
        };
        let kept = database.default_privileges.get(&key);
        kept.is_some_and(|privileges| privileges.contains_key(&Privilege::Execute))
    };
    let open = creators.into_iter().filter(|creator| !granted(*creator));
    open.map(|creator| {
        format!("alter default privileges{} revoke execute on routines from public", of(creator))
    })
    .collect()
}

fn of(creator: Option<&str>) -> String {
    creator.map_or_else(String::new, |role| format!(" for role {}", quote_identifier(role)))
}

/// Returns what the owners of objects grant one grantee: database, schemas, tables each with its columns,
/// sequences, routines, types and the rest.
pub fn grants_of(database: &Database, grantee: &str) -> Vec<String> {
    let mut statements: Vec<(Place, Vec<String>)> = Vec::new();
    let mut tables: BTreeMap<&ObjectName, ColumnGrants> = BTreeMap::new();
    for (target, grantees) in &database.grants {
        let Some(privileges) = grantees.get(grantee) else { continue };
        let privileges = of_owner(database, target, grantee, privileges);
        if let Target::Column(table, column) = target {
            for (privilege, option) in privileges {
                let by_privilege = tables.entry(table).or_default();
                by_privilege.entry((privilege, option)).or_default().push(column);
            }
        } else {
            let place = Place { target: target.clone(), columns: false };
            statements.push((place, on_object(target, &privileges, grantee)));
        }
    }
    for (table, columns) in tables {
        let place = Place { target: Target::Table(table.clone()), columns: true };
        statements.push((place, on_columns(database, table, columns, grantee)));
    }
    statements.sort_by(|(left, _), (right, _)| left.cmp(right));
    statements.into_iter().flat_map(|(_, statements)| statements).collect()
}

/// Returns the privileges that the owner of an object gives, without what roles give on.
fn of_owner(
    database: &Database,
    target: &Target,
    grantee: &str,
    privileges: &Privileges,
) -> Privileges {
    if !database.grantors.contains_key(target) {
        return privileges.clone();
    }
    let given = privileges.keys().filter_map(|privilege| {
        let givers = database.givers(target, grantee, *privilege);
        let owner = givers.into_iter().find(|(grantor, _)| grantor.is_none());
        owner.map(|(_, option)| (*privilege, option))
    });
    given.collect()
}

/// Columns of one table by the privilege on them, and whether it may be granted on.
type ColumnGrants<'a> = BTreeMap<(Privilege, bool), Vec<&'a str>>;

/// Where a statement stands among those of its grantee.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    target: Target,
    columns: bool,
}

/// Writes the grants on one object: one statement, and one more for what may be granted on.
fn on_object(target: &Target, privileges: &Privileges, grantee: &str) -> Vec<String> {
    let split = [false, true].map(|option| (option, with_option(privileges, option)));
    let given = split.into_iter().filter(|(_, privileges)| !privileges.is_empty());
    given
        .map(|(option, privileges)| {
            let privileges = words(&privileges);
            let tail = if option { " with grant option" } else { "" };
            if *target == Target::Database {
                let text = format!("grant {privileges} on database %I to {{grantee}}{tail}");
                return on_database(&text, Some(grantee));
            }
            let object = object_words(target);
            format!("grant {privileges} on {object} to {}{tail}", grantee_words(grantee))
        })
        .collect()
}

fn with_option(privileges: &Privileges, option: bool) -> Vec<Privilege> {
    privileges.iter().filter(|(_, may)| **may == option).map(|(name, _)| *name).collect()
}

fn words(privileges: &[Privilege]) -> String {
    privileges.iter().map(|privilege| privilege.sql()).collect::<Vec<_>>().join(", ")
}

/// Names an object as GRANT does; the name of a setting is dotted, and each part an identifier.
fn object_words(target: &Target) -> String {
    match target {
        Target::Parameter(name) => {
            let parts: Vec<_> = name.split('.').map(quote_identifier).collect();
            format!("parameter {}", parts.join("."))
        }
        other => other.to_string(),
    }
}

fn grantee_words(grantee: &str) -> String {
    match grantee {
        PUBLIC | APPLYING_ROLE => grantee.into(),
        role => quote_identifier(role).into_owned(),
    }
}

/// Writes the grants on columns of one table: one statement for each privilege, with the columns
/// in the table's order.
fn on_columns(
    database: &Database,
    table: &ObjectName,
    columns: ColumnGrants<'_>,
    grantee: &str,
) -> Vec<String> {
    let order = database.columns_of(table).unwrap_or_default();
    let position = |column: &str| order.iter().position(|(name, _)| *name == column);
    let statements = columns.into_iter().map(|((privilege, option), mut columns)| {
        columns.sort_by_key(|column| (position(column).unwrap_or(usize::MAX), *column));
        let columns: Vec<_> = columns.into_iter().map(quote_identifier).collect();
        let tail = if option { " with grant option" } else { "" };
        let (privilege, columns) = (privilege.sql(), columns.join(", "));
        format!(
            "grant {privilege} ({columns}) on table {table} to {}{tail}",
            grantee_words(grantee)
        )
    });
    statements.collect()
}

/// Wraps a statement on the database, whose name only the server knows: GRANT takes no expression.
///
/// `%I` stands for the database, `{grantee}` for the role.
fn on_database(text: &str, grantee: Option<&str>) -> String {
    let mut arguments = String::from("current_database()");
    let words = match grantee {
        Some(PUBLIC) => PUBLIC,
        Some(APPLYING_ROLE) => APPLYING_ROLE,
        Some(role) => {
            arguments.push_str(", ");
            arguments.push_str(&quote_literal(role));
            "%I"
        }
        None => "",
    };
    let text = text.replace("{grantee}", words);
    let body = format!("begin execute format('{text}', {arguments}); end");
    // A role's name may hold anything, the closing tag too.
    if body.contains("$do$") {
        return format!("do {}", quote_literal(&body));
    }
    format!("do $do$ {body} $do$")
}

/// Returns the memberships of one role. Options at their defaults are left out, so that the
/// statement runs on every version: no ADMIN, SET, and INHERIT as the member itself inherits.
/// See <https://www.postgresql.org/docs/current/sql-grant.html>.
pub fn memberships_of(database: &Database, member: &str, major: u16) -> Vec<String> {
    let Some(role) = database.roles.get(member) else { return Vec::new() };
    let statements = role.member_of.iter().map(|(group, options)| {
        let tail = membership_options(*options, role.inherit, major);
        format!("grant {} to {}{tail}", quote_identifier(group), quote_identifier(member))
    });
    statements.collect()
}

fn membership_options(options: Membership, inherits: bool, major: u16) -> String {
    let mut words = Vec::new();
    if options.admin {
        words.push(if major >= 16 { "admin true" } else { "admin option" });
    }
    if options.inherit != inherits {
        words.push(if options.inherit { "inherit true" } else { "inherit false" });
    }
    if !options.set {
        words.push("set false");
    }
    if words.is_empty() { String::new() } else { format!(" with {}", words.join(", ")) }
}

/// Returns the memberships of all roles.
pub fn membership_statements(database: &Database, major: u16) -> Vec<String> {
    database.roles.keys().flat_map(|member| memberships_of(database, member, major)).collect()
}

/// Returns what is granted on objects that are created later.
pub fn default_privilege_statements(database: &Database) -> Vec<String> {
    let all = database.default_privileges.iter();
    all.flat_map(|(key, privileges)| on_future(key, privileges)).collect()
}

/// Returns what one grantee is granted on objects that are created later.
pub fn default_privileges_of(database: &Database, grantee: &str) -> Vec<String> {
    let all = database.default_privileges.iter().filter(|(key, _)| key.grantee == grantee);
    all.flat_map(|(key, privileges)| on_future(key, privileges)).collect()
}

fn on_future(key: &DefaultPrivilege, privileges: &Privileges) -> Vec<String> {
    let schema = key.schema.as_deref().map(quote_identifier);
    let schema = schema.map_or_else(String::new, |name| format!(" in schema {name}"));
    let start = format!("alter default privileges{}{schema}", of(key.creator.as_deref()));
    // Future routines are closed anyway.
    if privileges.is_empty() && key.grantee == PUBLIC && key.kind == FutureKind::Types {
        return vec![format!("{start} revoke usage on types from public")];
    }
    let split = [false, true].map(|option| (option, with_option(privileges, option)));
    let given = split.into_iter().filter(|(_, privileges)| !privileges.is_empty());
    given
        .map(|(option, privileges)| {
            let (privileges, kind) = (words(&privileges), key.kind.sql());
            let tail = if option { " with grant option" } else { "" };
            format!("{start} grant {privileges} on {kind} to {}{tail}", grantee_words(&key.grantee))
        })
        .collect()
}

#[cfg(test)]
mod tests;
