//! Which statements stand in which file, and what the files are called.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::order::{Cycle, Step, order};
use super::section::{self, Section};
use super::{Context, ended, foundation, grants, roles};
use crate::model::{Database, ObjectId, ObjectKind, PUBLIC};
use crate::render::filters::one_line;
use crate::render::names::file_stem;
use crate::sql::quote_identifier;

/// How many schema files fit between 20 and 90.
const ROOM: usize = 70;

/// A script: what its template knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Script {
    /// Name of the file.
    #[serde(skip)]
    pub name: String,
    /// What it makes.
    pub title: String,
    /// Where unqualified names are looked up; empty where the script holds none.
    pub search_path: String,
    /// Whether the bodies of functions can be checked when they are created.
    pub check_bodies: bool,
    /// The statements.
    pub sections: Vec<Section>,
}

/// Lays out a database in scripts, in the order in which they run.
pub(super) fn of(database: &Database, major: u16) -> Result<Vec<Script>, Cycle> {
    let order = order(database)?;
    let context = Context::new(database, major, &order);
    let mut runs = runs(database, &order.steps);
    let mut base =
        script("database", "Schemas and extensions".into(), foundation::sections(database));
    if runs.first().is_some_and(|run| run.schema.is_empty()) {
        let made = of_run(&context, &runs.remove(0));
        base.sections.extend(made.sections);
        (base.search_path, base.check_bodies) = (made.search_path, made.check_bodies);
    }
    let schemas: Vec<Script> = runs.iter().map(|run| of_run(&context, run)).collect();
    let roles = script(
        "roles",
        "Roles of the cluster; passwords are set apart".into(),
        roles::sections(database, major),
    );
    let privileges = grants::grant_statements(database).into_iter().map(ended).collect();
    let privileges = script("grants", "Privileges".into(), privileges_section(privileges));
    Ok(numbered(roles, base, schemas, privileges))
}

/// Steps in one schema that follow each other.
struct Run<'a> {
    /// Empty for what lives in no schema.
    schema: &'a str,
    /// Counts the runs in the same schema, from 1.
    number: usize,
    steps: &'a [Step],
}

/// Cuts the order where the schema changes.
fn runs<'a>(database: &'a Database, steps: &'a [Step]) -> Vec<Run<'a>> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let same = |one: &Step, other: &Step| schema_of(database, one) == schema_of(database, other);
    let run = |steps: &'a [Step]| {
        let schema = schema_of(database, &steps[0]);
        let number = seen.entry(schema).and_modify(|number| *number += 1).or_insert(1);
        Run { schema, number: *number, steps }
    };
    steps.chunk_by(same).map(run).collect()
}

fn schema_of<'a>(database: &'a Database, step: &'a Step) -> &'a str {
    match step {
        Step::Make(ObjectId { kind: ObjectKind::Other, name, .. }) => {
            database.others.get(name).and_then(|other| other.schema.as_deref()).unwrap_or_default()
        }
        Step::Make(id) => &id.schema,
        Step::TieSequence(name) => &name.schema,
    }
}

fn of_run(context: &Context<'_>, run: &Run<'_>) -> Script {
    let unchecked =
        |step: &Step| matches!(step, Step::Make(id) if context.order.unchecked.contains(id));
    let (subject, place) = match run.schema {
        "" => ("database", "Objects of no schema".to_owned()),
        schema => (schema, format!("Schema {}", quote_identifier(schema))),
    };
    let suffix = if run.number > 1 { format!("_{}", run.number) } else { String::new() };
    let continued = if run.number > 1 { ", continued" } else { "" };
    Script {
        name: format!("{}{suffix}", file_stem(subject)),
        title: one_line(&format!("{place}{continued}")),
        search_path: search_path(context.database, run.schema),
        check_bodies: !run.steps.iter().any(unchecked),
        sections: section::of_steps(context, run.steps),
    }
}

/// Lists the schemas in which a spec's names are looked up: its own, `public`, the extensions'.
fn search_path(database: &Database, schema: &str) -> String {
    let mut path: Vec<&str> = Vec::new();
    let extensions: BTreeSet<&str> =
        database.extensions.values().map(|extension| extension.schema.as_str()).collect();
    for name in [schema, PUBLIC].into_iter().chain(extensions) {
        if !name.is_empty() && name != "pg_catalog" && !path.contains(&name) {
            path.push(name);
        }
    }
    path.iter().map(|name| quote_identifier(name)).collect::<Vec<_>>().join(", ")
}

fn script(name: &str, title: String, sections: Vec<Section>) -> Script {
    let search_path = String::new();
    Script { name: name.to_owned(), title, search_path, check_bodies: true, sections }
}

fn privileges_section(statements: Vec<String>) -> Vec<Section> {
    if statements.is_empty() {
        return Vec::new();
    }
    vec![Section::titled(String::new(), statements)]
}

/// Puts numbers before the names, so that they sort as they run: 00, 10, 20 and on, 90.
fn numbered(roles: Script, base: Script, schemas: Vec<Script>, privileges: Script) -> Vec<Script> {
    let mut scale = 1;
    while schemas.len() > ROOM * scale {
        scale *= 10;
    }
    let width = scale.to_string().len() + 1;
    let schemas = schemas.into_iter().enumerate().map(|(n, script)| (20 * scale + n, script));
    let all = [(0, roles), (10 * scale, base)].into_iter().chain(schemas);
    let all = all.chain([(90 * scale, privileges)]);
    let named = all.map(|(number, script)| {
        let name = format!("{number:0width$}_{}.sql", script.name);
        Script { name, ..script }
    });
    named.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(count: usize) -> Vec<String> {
        let empty = |name: &str| script(name, String::new(), Vec::new());
        let schemas = (0..count).map(|n| empty(&format!("s{n}"))).collect();
        let all = numbered(empty("roles"), empty("database"), schemas, empty("grants"));
        all.into_iter().map(|script| script.name).collect()
    }

    #[test]
    fn names_sort_as_they_run() {
        let expected =
            ["00_roles.sql", "10_database.sql", "20_s0.sql", "21_s1.sql", "90_grants.sql"];
        assert_eq!(names(2), expected);
        for count in [70, 71, 700, 701] {
            let names = names(count);
            assert!(names.is_sorted(), "{count}");
            assert_eq!(names.len(), names.iter().collect::<BTreeSet<_>>().len());
        }
        assert_eq!(names(71)[0], "000_roles.sql");
    }

    #[test]
    fn makes_file_names_safe() {
        assert_eq!(file_stem("../Weird \"naïve\""), "___weird__na_ve_");
    }
}
