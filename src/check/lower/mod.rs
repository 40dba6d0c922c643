//! The second stage: each section of the spec becomes its part of the model.

mod architecture;
mod chart;
mod children;
mod column;
mod constraint;
pub(crate) mod default_name;
mod diagram;
mod file_source;
mod fixtures;
mod project;
mod query;
mod relation;
mod rename;
mod role;
mod routine;
mod schedule;
mod schema;
mod seed;
mod setting;
mod sql_file;
mod table;
mod transform;
mod types;
mod unsupported;

pub(super) use project::project;
pub(super) use schema::owners;
pub(super) use sql_file::{identity, in_schema, is_shell};

use super::context::Context;
use super::names::{Found, Scope};
use crate::diagnostic::{Diagnostic, suggest};
use crate::model::{APPLYING_ROLE, Extension, ObjectName};
use crate::source::Spanned;
use crate::spec::{Document, Spec};
use crate::sql::QualifiedName;

/// The schema that a document declares into, and where its SQL looks for names.
#[derive(Clone)]
pub(super) struct Home<'a> {
    pub schema: &'a str,
    /// Owner of what is declared there.
    pub owner: Option<String>,
    pub scope: Scope,
}

impl Home<'_> {
    /// Qualifies a name of this document.
    pub fn name(&self, name: &str) -> ObjectName {
        ObjectName::new(self.schema, name)
    }

    /// Returns the owner of an object: its own, else that of the schema's objects.
    pub fn owner(&self, own: &Option<Spanned<String>>) -> Option<String> {
        own_owner(own).unwrap_or_else(|| self.owner.clone())
    }
}

/// Returns the owner that was named, if one was; the applying role goes unsaid in the model.
pub(super) fn own_owner(own: &Option<Spanned<String>>) -> Option<Option<String>> {
    own.as_ref().map(|owner| (owner.value != APPLYING_ROLE).then(|| owner.value.clone()))
}

/// Lowers every document and SQL file.
pub(super) fn lower(context: &mut Context, spec: &Spec) {
    for document in &spec.documents {
        lower_globals(context, document);
    }
    column::read_short_forms(context, spec);
    for document in &spec.documents {
        let Some(schema) = &document.schema else { continue };
        let owner = context.object_owners.get(&schema.value).cloned().flatten();
        let scope = context.names.scope(Some(&schema.value));
        let home = Home { schema: &schema.value, owner, scope };
        types::lower(context, &home, document);
        table::lower(context, &home, document);
        relation::lower(context, &home, document);
        routine::lower(context, &home, document);
    }
    sql_file::lower(context, spec);
    constraint::resolve_foreign_keys(context);
    children::spread_columns(context);
}

fn lower_globals(context: &mut Context, document: &Document) {
    if let Some(name) = &document.schema {
        schema::lower(context, name, document);
    }
    if let Some(keys) = &document.database {
        schema::database(context, keys);
    }
    for (name, keys) in &document.extensions {
        let keys = keys.clone().unwrap_or_default();
        let extension = Extension {
            schema: text(&keys.schema).unwrap_or_else(|| "public".to_owned()),
            version: text(&keys.version),
            comment: text(&keys.comment),
        };
        context.database.extensions.insert(name.value.clone(), extension);
    }
    for (name, keys) in &document.roles {
        role::lower(context, name, &keys.clone().unwrap_or_default());
    }
}

/// Finds the table of a name, or reports that there is none.
pub(super) fn table_named(
    context: &mut Context,
    written: &Spanned<String>,
    scope: &Scope,
) -> Option<ObjectName> {
    let name = match written.split_once('.') {
        Some((schema, name)) => QualifiedName::new(schema, name),
        None => QualifiedName { schema: None, name: written.value.clone() },
    };
    if let Found::Ours(name, _) = context.names.relation(&name, scope)
        && context.database.tables.contains_key(&name)
    {
        return Some(name);
    }
    let tables: Vec<String> = context.database.tables.keys().map(ToString::to_string).collect();
    let tables: Vec<&str> = tables.iter().map(String::as_str).collect();
    let message = format!("no table `{}`", written.value);
    let finding = Diagnostic::error("unknown_relation", written.span, message);
    context.report(finding.with_help(suggest(written, &tables, "table")));
    None
}

/// Takes the text of an optional value, without the line break that YAML blocks end with.
pub(super) fn text(value: &Option<Spanned<String>>) -> Option<String> {
    value.as_ref().map(|value| unbroken(value).to_owned())
}

fn unbroken(text: &str) -> &str {
    text.strip_suffix('\n').unwrap_or(text)
}

/// Takes the texts of a mapping, such as settings.
pub(super) fn texts(
    entries: &crate::source::Entries<Spanned<String>>,
) -> std::collections::BTreeMap<String, String> {
    entries.iter().map(|(name, value)| (name.value.clone(), unbroken(value).to_owned())).collect()
}
