//! The matrix for people: per schema a picture in letters, then the words, the columns, the road.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::access::effective::{Entry, Rights};
use crate::access::matrix::{LETTERS, letters};
use crate::access::words::{attributes, kind_and_name, memberships, road_words, role_words};
use crate::model::{Access, ObjectName, PUBLIC, Privilege, Project, Target, Verdict};
use crate::sql::quote_identifier;

/// What the template of the matrix sees.
#[derive(Debug, Serialize)]
pub struct View<'a> {
    project: &'a str,
    letters: Vec<(char, &'static str)>,
    roles: Vec<RoleRow<'a>>,
    groups: Vec<Group<'a>>,
    classified: Vec<ClassifiedColumn<'a>>,
}

/// A role and what it is.
#[derive(Debug, Serialize)]
struct RoleRow<'a> {
    name: &'a str,
    comment: Option<&'a str>,
    attributes: Vec<&'static str>,
    member_of: Vec<String>,
    members: Vec<&'a str>,
}

/// The objects of one kind in one schema.
#[derive(Debug, Serialize)]
struct Group<'a> {
    title: String,
    /// Roles that may do anything with any of them.
    roles: Vec<&'a str>,
    /// Each object with one cell for each of those roles.
    grid: Vec<(String, Vec<String>)>,
    rows: Vec<Row<'a>>,
}

/// What one role may do with one object.
#[derive(Debug, Serialize)]
struct Row<'a> {
    object: String,
    role: &'a str,
    privileges: Vec<String>,
    roads: Vec<String>,
}

/// A column that holds data of a kind, such as `pii`.
#[derive(Debug, Serialize)]
struct ClassifiedColumn<'a> {
    column: String,
    classification: &'a str,
    readers: Vec<&'a str>,
    writers: Vec<&'a str>,
}

impl<'a> View<'a> {
    /// Gathers the matrix. Superusers stand in the list of roles alone: every check passes them.
    pub fn of(project: &'a Project, access: &Access<'_>, entries: &'a [Entry<'a>]) -> Self {
        let mut groups: BTreeMap<(String, u8), Vec<&Entry<'_>>> = BTreeMap::new();
        for entry in entries {
            groups.entry(place(&entry.target)).or_default().push(entry);
        }
        let groups = groups.into_iter().map(|((schema, _), of_group)| {
            let title = title(&schema, &of_group[0].target);
            group(project, title, &of_group)
        });
        let letters = LETTERS.iter().map(|(privilege, letter)| (*letter, privilege.sql()));
        Self {
            project: &project.name,
            letters: letters.collect(),
            roles: roles(project),
            groups: groups.collect(),
            classified: classified(project, access),
        }
    }
}

/// Sorts objects into groups: those without a schema first, then schema by schema, kind by kind.
fn place(target: &Target) -> (String, u8) {
    match target {
        Target::Database => (String::new(), 0),
        Target::Schema(_) => (String::new(), 1),
        Target::Language(_) => (String::new(), 2),
        Target::ForeignDataWrapper(_) => (String::new(), 3),
        Target::ForeignServer(_) => (String::new(), 4),
        Target::Parameter(_) => (String::new(), 5),
        Target::Tablespace(_) => (String::new(), 6),
        Target::LargeObject(_) => (String::new(), 7),
        Target::Table(name) | Target::Column(name, _) => (name.schema.clone(), 0),
        Target::Sequence(name) => (name.schema.clone(), 1),
        Target::Routine(name) => (name.name.schema.clone(), 2),
        Target::Type(name) => (name.schema.clone(), 3),
    }
}

fn title(schema: &str, target: &Target) -> String {
    let kind = match target {
        Target::Database => "Database",
        Target::Schema(_) => "Schemas",
        Target::Language(_) => "Languages",
        Target::ForeignDataWrapper(_) => "Foreign data wrappers",
        Target::ForeignServer(_) => "Foreign servers",
        Target::Parameter(_) => "Settings",
        Target::Tablespace(_) => "Tablespaces",
        Target::LargeObject(_) => "Large objects",
        Target::Table(_) | Target::Column(..) => "tables and views",
        Target::Sequence(_) => "sequences",
        Target::Routine(_) => "routines",
        Target::Type(_) => "types",
    };
    if schema.is_empty() { kind.into() } else { format!("Schema {schema}: {kind}") }
}

fn group<'a>(project: &Project, title: String, entries: &[&'a Entry<'a>]) -> Group<'a> {
    let is_superuser = |role: &str| project.database.roles.get(role).is_some_and(|r| r.superuser);
    let shown = |rights: &&Rights<'_>| !rights.is_empty() && !is_superuser(rights.role);
    let all = entries.iter().flat_map(|entry| &entry.roles).filter(shown);
    let names: BTreeSet<&str> = all.map(|rights| rights.role).collect();
    let public = names.contains(PUBLIC).then_some(PUBLIC);
    let others = names.into_iter().filter(|name| *name != PUBLIC);
    let roles: Vec<&str> = public.into_iter().chain(others).collect();
    let cell = |entry: &Entry<'_>, role: &str| {
        let rights = entry.roles.iter().find(|rights| rights.role == role);
        rights.map(letters).unwrap_or_default()
    };
    let line = |entry: &&Entry<'_>| {
        let cells = roles.iter().map(|role| cell(entry, role)).collect();
        (object(project, &entry.target), cells)
    };
    let grid = entries.iter().map(line).collect();
    let rows = entries.iter().flat_map(|entry| {
        let rights = entry.roles.iter().filter(shown);
        rights.map(|rights| row(object(project, &entry.target), rights)).collect::<Vec<_>>()
    });
    let rows = rows.collect();
    Group { title, grid, rows, roles: roles.into_iter().map(role_words).collect() }
}

fn object(project: &Project, target: &Target) -> String {
    match kind_and_name(&project.database, target) {
        ("database", _) => project.image.database.clone(),
        ("view", name) => format!("{name} (view)"),
        ("materialized view", name) => format!("{name} (materialized view)"),
        (_, name) => name,
    }
}

fn row<'a>(object: String, rights: &Rights<'a>) -> Row<'a> {
    let whole = rights.whole.iter().map(|(privilege, _)| privilege.sql().to_owned());
    let partial = rights.partial.iter().map(|(privilege, columns)| {
        let columns: Vec<_> = columns.iter().map(|(name, _)| quote_identifier(name)).collect();
        format!("{} ({})", privilege.sql(), columns.join(", "))
    });
    let of_columns = rights.partial.iter().flat_map(|(_, columns)| columns);
    let roads = rights.whole.iter().map(|(_, road)| road).chain(of_columns.map(|(_, road)| road));
    let roads: BTreeSet<String> = roads.map(|road| road_words(rights.role, road)).collect();
    Row {
        object,
        role: role_words(rights.role),
        privileges: whole.chain(partial).collect(),
        roads: roads.into_iter().collect(),
    }
}

fn roles(project: &Project) -> Vec<RoleRow<'_>> {
    let roles = &project.database.roles;
    let members = |group: &str| {
        let members = roles.iter().filter(|(_, role)| role.member_of.contains_key(group));
        members.map(|(name, _)| name.as_str()).collect()
    };
    roles
        .iter()
        .map(|(name, role)| RoleRow {
            name,
            comment: role.comment.as_deref(),
            attributes: attributes(role),
            member_of: memberships(role),
            members: members(name),
        })
        .collect()
}

/// Returns the columns with a classification, and who reaches them.
fn classified<'a>(project: &'a Project, access: &Access<'_>) -> Vec<ClassifiedColumn<'a>> {
    let database = &project.database;
    let mut found = Vec::new();
    for (table, contents) in &database.tables {
        for column in &contents.columns {
            let Some(classification) = column.classification.as_deref() else { continue };
            let may = |privilege: Privilege| who(project, access, table, &column.name, privilege);
            let mut writers = may(Privilege::Insert);
            writers.extend(may(Privilege::Update));
            writers.sort_unstable();
            writers.dedup();
            found.push(ClassifiedColumn {
                column: format!("{table}.{}", quote_identifier(&column.name)),
                classification,
                readers: may(Privilege::Select),
                writers,
            });
        }
    }
    found
}

fn who<'a>(
    project: &'a Project,
    access: &Access<'_>,
    table: &ObjectName,
    column: &str,
    privilege: Privilege,
) -> Vec<&'a str> {
    let roles = project.database.roles.iter().filter(|(_, role)| !role.superuser);
    let names = std::iter::once(PUBLIC).chain(roles.map(|(name, _)| name.as_str()));
    let may = |role: &&str| {
        matches!(access.on_table(role, table, Some(column), privilege), Verdict::Allowed(_))
    };
    names.filter(may).map(role_words).collect()
}
