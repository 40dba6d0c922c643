//! Schemas and the database itself, which several files may speak of.

use std::collections::btree_map::Entry;

use crate::check::context::Context;
use crate::diagnostic::Diagnostic;
use crate::source::{ShortOrLong, Span, Spanned};
use crate::spec::{self, Document};

use super::{own_owner, text};

/// Takes what a document says of its schema; two that disagree are reported.
pub(super) fn lower(context: &mut Context, name: &Spanned<String>, document: &Document) {
    let schema = context.database.schemas.entry(name.value.clone()).or_default();
    let mut contradiction = None;
    let (of_schema, of_objects) = owners(document);
    let place = |owner: &Option<Spanned<String>>| owner.as_ref().map(|owner| owner.span);
    if let Some(owner) = own_owner(&of_schema) {
        contradiction = contradiction.or(put(&mut schema.owner, owner, place(&of_schema)));
    }
    let comment = &document.comment;
    contradiction = contradiction.or(put(&mut schema.comment, text(comment), place(comment)));
    if let Some(owner) = own_owner(&of_objects) {
        match context.object_owners.entry(name.value.clone()) {
            Entry::Vacant(entry) => drop(entry.insert(owner)),
            Entry::Occupied(entry) if *entry.get() == owner => {}
            Entry::Occupied(_) => contradiction = contradiction.or(place(&of_objects)),
        }
    }
    if let Some(span) = contradiction {
        report(context, span, &format!("schema `{}`", name.value));
    }
}

/// Returns the owners of a document's schema and of what is in it.
pub(in crate::check) fn owners(
    document: &Document,
) -> (Option<Spanned<String>>, Option<Spanned<String>>) {
    match &document.owner {
        None => (None, None),
        Some(ShortOrLong::Short(owner)) => (Some(owner.clone()), Some(owner.clone())),
        Some(ShortOrLong::Long(owners)) => (owners.schema.clone(), owners.objects.clone()),
    }
}

/// Takes what a document says of the database.
pub(super) fn database(context: &mut Context, keys: &spec::Database) {
    let settings = super::setting::lower(context, "", true, &keys.settings);
    let database = &mut context.database;
    let place = keys.comment.as_ref().map(|comment| comment.span);
    let mut contradiction = put(&mut database.comment, text(&keys.comment), place);
    for (name, value) in settings {
        let span = keys.settings.iter().find(|(key, _)| key.value == name);
        let known = database.settings.insert(name, value.clone());
        if known.is_some_and(|known| known != value) {
            contradiction = contradiction.or(span.map(|(key, _)| key.span));
        }
    }
    if let Some(span) = contradiction {
        report(context, span, "the database");
    }
}

/// Keeps what was said first; returns the place of a second that says otherwise.
fn put(known: &mut Option<String>, new: Option<String>, place: Option<Span>) -> Option<Span> {
    let contradicts = known.is_some() && new.is_some() && *known != new;
    *known = known.take().or(new);
    place.filter(|_| contradicts)
}

fn report(context: &mut Context, span: Span, what: &str) {
    let message = format!("another file says otherwise of {what}");
    let finding = Diagnostic::error("contradicting_keys", span, message);
    context.report(finding.with_help("say it in one of the files"));
}
