//! What stands before everything else in a database: its schemas and extensions.

use super::section::Section;
use super::text::{comment, dotted, owner};
use crate::graph::Graph;
use crate::model::{Database, Extension, ObjectId, ObjectKind, PUBLIC, Schema};
use crate::sql::{dollar_quote, quote_identifier, quote_literal, setting_value};

/// Writes the section of the database itself, those of all schemas, then those of all extensions.
pub(super) fn sections(database: &Database) -> Vec<Section> {
    let schemas = database.schemas.iter().map(|(name, schema)| self::schema(name, schema));
    let extensions = extensions_in_order(database);
    let extensions = extensions.into_iter().map(|(name, item)| extension(name, item));
    whole(database).into_iter().chain(schemas).chain(extensions).collect()
}

/// Writes what is said of the database as a whole, whose name only the server knows.
fn whole(database: &Database) -> Option<Section> {
    let comment = database.comment.as_ref();
    let comment =
        comment.map(|text| format!("comment on database %I is {}", escaped(&quote_literal(text))));
    let settings = database.settings.iter().map(|(name, value)| {
        let value = setting_value(name, value);
        format!("alter database %I set {} to {}", escaped(&dotted(name)), escaped(&value))
    });
    let statements: Vec<String> =
        comment.into_iter().chain(settings).map(|text| on_it(&text)).collect();
    (!statements.is_empty()).then(|| Section::titled("Database".to_owned(), statements))
}

/// Keeps a text from being read as a format.
pub(super) fn escaped(text: &str) -> String {
    text.replace('%', "%%")
}

/// Runs a statement on this database, which it names as `%I`.
pub(super) fn on_it(text: &str) -> String {
    let text = quote_literal(text);
    let body = format!("begin execute format({text}, current_database()); end");
    format!("do {};", dollar_quote(&body))
}

fn schema(name: &str, schema: &Schema) -> Section {
    let what = format!("schema {}", quote_identifier(name));
    // Every new database has it, and its owner is not the applying role.
    let create = (name != PUBLIC).then(|| format!("create {what};"));
    let owner = owner(&what, schema.owner.as_deref());
    let text = comment(&what, schema.comment.as_deref());
    let id = ObjectId::global(ObjectKind::Schema, name);
    Section::of(&id, schema.comment.as_deref(), [create, owner, text].into_iter().flatten())
}

/// Some extensions exist in every new database (`plpgsql`), hence IF NOT EXISTS.
fn extension(name: &str, extension: &Extension) -> Section {
    let what = format!("extension {}", quote_identifier(name));
    let schema = quote_identifier(&extension.schema);
    let mut create =
        format!("create extension if not exists {} with schema {schema}", quote_identifier(name));
    if let Some(version) = &extension.version {
        create.push_str(&format!(" version {}", quote_literal(version)));
    }
    create.push(';');
    let text = comment(&what, extension.comment.as_deref());
    let id = ObjectId::global(ObjectKind::Extension, name);
    Section::of(&id, extension.comment.as_deref(), [Some(create), text].into_iter().flatten())
}

/// Orders extensions by name, after those they need.
fn extensions_in_order(database: &Database) -> Vec<(&str, &Extension)> {
    let mut graph = Graph::default();
    let id = |name: &String| ObjectId::global(ObjectKind::Extension, name.clone());
    for name in database.extensions.keys() {
        graph.add(id(name), "", 0);
    }
    for name in database.extensions.keys() {
        for needed in database.dependencies.get(&id(name)).into_iter().flatten() {
            graph.wish(&id(name), needed);
        }
    }
    let order = graph.order().unwrap_or_default();
    let find = |id: &ObjectId| database.extensions.get_key_value(&id.name);
    order.iter().filter_map(find).map(|(name, item)| (name.as_str(), item)).collect()
}
