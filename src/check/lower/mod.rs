//! The second stage: each section of the spec becomes its part of the model.

mod column;
mod constraint;
mod default_name;
mod project;
mod query;
mod relation;
mod role;
mod routine;
mod sql_file;
mod table;
mod types;
mod unsupported;

pub(super) use project::project;
pub(super) use sql_file::{identity, in_schema};

use super::context::Context;
use super::names::Scope;
use crate::diagnostic::Diagnostic;
use crate::model::{Extension, ObjectName, Schema};
use crate::source::Spanned;
use crate::spec::{Document, Spec};

/// The schema that a document declares into, and where its SQL looks for names.
pub(super) struct Home<'a> {
    pub schema: &'a str,
    pub owner: Option<String>,
    pub scope: Scope,
}

impl Home<'_> {
    /// Qualifies a name of this document.
    pub fn name(&self, name: &str) -> ObjectName {
        ObjectName::new(self.schema, name)
    }

    /// Returns the owner of an object: its own, else the schema's.
    pub fn owner(&self, own: &Option<Spanned<String>>) -> Option<String> {
        own.as_ref().map(|owner| owner.value.clone()).or_else(|| self.owner.clone())
    }
}

/// Lowers every document and SQL file.
pub(super) fn lower(context: &mut Context, spec: &Spec) {
    for document in &spec.documents {
        lower_globals(context, document);
    }
    for document in &spec.documents {
        let Some(schema) = &document.schema else { continue };
        let owner = context.database.schemas.get(&schema.value).and_then(|s| s.owner.clone());
        let scope = context.names.scope(Some(&schema.value));
        let home = Home { schema: &schema.value, owner, scope };
        types::lower(context, &home, document);
        table::lower(context, &home, document);
        relation::lower(context, &home, document);
        routine::lower(context, &home, document);
    }
    sql_file::lower(context, spec);
    constraint::resolve_foreign_keys(context);
    table::spread_to_children(context);
}

fn lower_globals(context: &mut Context, document: &Document) {
    if let Some(name) = &document.schema {
        let schema = context.database.schemas.entry(name.value.clone()).or_default();
        let (owner, comment) = (text(&document.owner), text(&document.comment));
        let differs = |known: &Option<String>, new: &Option<String>| {
            known.is_some() && new.is_some() && known != new
        };
        let contradiction = match schema {
            Schema { owner: known, .. } if differs(known, &owner) => document.owner.as_ref(),
            Schema { comment: known, .. } if differs(known, &comment) => document.comment.as_ref(),
            _ => None,
        };
        schema.owner = schema.owner.take().or(owner);
        schema.comment = schema.comment.take().or(comment);
        if let Some(second) = contradiction {
            let message = format!("another file says otherwise of schema `{}`", name.value);
            let finding = Diagnostic::error("contradicting_keys", second.span, message);
            context.report(finding.with_help("say it in one of the files"));
        }
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

/// Takes the text of an optional value, without the line break that YAML blocks end with.
pub(super) fn text(value: &Option<Spanned<String>>) -> Option<String> {
    value.as_ref().map(|value| value.value.trim_end_matches('\n').to_owned())
}

/// Takes the texts of a mapping, such as settings.
pub(super) fn texts(
    entries: &crate::source::Entries<Spanned<String>>,
) -> std::collections::BTreeMap<String, String> {
    entries
        .iter()
        .map(|(name, value)| (name.value.clone(), value.value.trim_end_matches('\n').to_owned()))
        .collect()
}
