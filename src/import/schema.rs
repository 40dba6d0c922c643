//! The YAML files of a schema: one, or one for each group of tables where they are many.

use std::collections::BTreeMap;

use super::context::Context;
use super::routine::Routines;
use super::types::Types;
use super::yaml::{Map, Node, document};
use super::{table, types, view};
use crate::model::ObjectName;

/// How many tables one file may hold.
const MANY: usize = 60;

/// How many tables with one prefix make a file of their own.
const GROUP: usize = 4;

/// Returns the files of a schema by their names without ending; `stem` is the first of them.
pub(super) fn files(
    context: &Context,
    schema: &str,
    stem: &str,
    routines: Routines,
) -> BTreeMap<String, String> {
    let tables = context.database.tables.iter();
    let own = tables.filter(|(name, table)| name.schema == schema && is_written(context, table));
    let names: Vec<&ObjectName> = own.map(|(name, _)| name).collect();
    let mut head = head(context, schema);
    let mut files = BTreeMap::new();
    let types = types::types(context, schema);
    let sequences = types::sequences(context, schema);
    let (views, materialized) = view::views(context, schema);
    if names.len() <= MANY {
        put_types(types, sequences, &mut head);
        head.map("tables", table::tables(context, names));
        head.map("views", views);
        head.map("materialized_views", materialized);
        head.map("functions", routines.functions);
        head.map("procedures", routines.procedures);
        files.insert(stem.to_owned(), document(&head));
        return files;
    }
    put_types(types, sequences, &mut head);
    files.insert(format!("{stem}/schema"), document(&head));
    for (group, names) in groups(names) {
        let mut map = continued(schema);
        map.map("tables", table::tables(context, names));
        files.insert(format!("{stem}/tables_{group}"), document(&map));
    }
    let rest = [
        ("views", vec![("views", views), ("materialized_views", materialized)]),
        ("routines", vec![("functions", routines.functions), ("procedures", routines.procedures)]),
    ];
    for (name, sections) in rest {
        let mut map = continued(schema);
        let empty = sections.iter().all(|(_, section)| section.is_empty());
        sections.into_iter().for_each(|(key, section)| map.map(key, section));
        if !empty {
            files.insert(format!("{stem}/{name}"), document(&map));
        }
    }
    files
}

/// Partitions are written below their parents.
fn is_written(context: &Context, table: &crate::model::Table) -> bool {
    let parent = table.partition_of.as_ref().map(|partition| &partition.parent);
    parent.is_none_or(|parent| !context.database.tables.contains_key(parent))
}

fn continued(schema: &str) -> Map {
    let mut map = Map::spaced();
    map.text("schema", Some(schema));
    map
}

fn head(context: &Context, schema: &str) -> Map {
    let mut map = continued(schema);
    let declared = context.database.schemas.get(schema);
    let of_schema = declared.and_then(|schema| schema.owner.as_deref());
    let of_objects = context.object_owner(schema);
    map.comment(&declared.and_then(|schema| schema.comment.clone()));
    match (of_schema, of_objects) {
        (Some(owner), Some(other)) if owner == other => map.text("owner", Some(owner)),
        _ => {
            let mut owners = Map::default();
            owners.text("schema", of_schema);
            owners.text("objects", of_objects);
            map.map("owner", owners);
        }
    }
    map
}

fn put_types(types: Types, sequences: Map, map: &mut Map) {
    map.map("enums", types.enums);
    map.map("domains", types.domains);
    map.map("composites", types.composites);
    map.map("ranges", types.ranges);
    map.map("sequences", sequences);
}

/// Divides tables by what stands before the first `_`; small groups stay together.
fn groups(names: Vec<&ObjectName>) -> BTreeMap<String, Vec<&ObjectName>> {
    let prefix = |name: &ObjectName| {
        let word = name.name.split('_').next().unwrap_or_default();
        word.trim_end_matches('s').to_owned()
    };
    let mut by_prefix: BTreeMap<String, Vec<&ObjectName>> = BTreeMap::new();
    for name in names {
        by_prefix.entry(prefix(name)).or_default().push(name);
    }
    let mut groups: BTreeMap<String, Vec<&ObjectName>> = BTreeMap::new();
    for (prefix, names) in by_prefix {
        let own = names.len() >= GROUP;
        let group = if own { super::file_stem(&prefix) } else { "other".to_owned() };
        groups.entry(group).or_default().extend(names);
    }
    groups
}

/// Writes what belongs to no schema: the database itself, and its extensions.
pub(super) fn database(context: &Context) -> Option<String> {
    let database = context.database;
    let mut map = Map::spaced();
    let mut own = Map::block();
    own.comment(&database.comment);
    own.map("settings", table::parameters(&database.settings));
    map.map("database", own);
    let mut extensions = Map::block();
    for (name, extension) in &database.extensions {
        let mut keys = Map::default();
        keys.text("schema", (extension.schema != "public").then_some(extension.schema.as_str()));
        keys.text("version", extension.version.as_deref());
        keys.comment(&extension.comment);
        extensions.put(name, if keys.is_empty() { Node::Nothing } else { Node::Map(keys) });
    }
    map.map("extensions", extensions);
    (!map.is_empty()).then(|| document(&map))
}
