//! The first stage: collects every name, and reports those that two objects claim.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::model::{ObjectId, ObjectKind, ObjectName, Other, is_predefined};
use crate::source::{Entries, Span, Spanned};
use crate::spec::{self, Document, Partition, Spec, SqlFile, Table};
use crate::sql::{self, MAX_IDENTIFIER_BYTES, StatementRole};

use super::context::Context;
use super::lower::{identity, in_schema, is_shell};
use super::names::Declared;

/// Collects the names of every document and SQL file.
pub(super) fn declare(context: &mut Context, spec: &Spec) {
    for document in &spec.documents {
        declare_globals(context, document);
    }
    for document in &spec.documents {
        declare_in_schema(context, document);
    }
    for file in &spec.sql_files {
        declare_in_sql(context, file);
    }
    // A shell that nothing follows is all that there is of its type.
    for makers in context.made_by.values_mut() {
        let named = std::mem::take(makers).into_iter();
        *makers = named.map(|maker| of_shell(&context.base_types, maker)).collect();
    }
}

/// Names a shell as its type where that has no definition.
fn of_shell(base_types: &BTreeSet<String>, maker: ObjectId) -> ObjectId {
    match maker.name.strip_prefix(Other::SHELL) {
        Some(whole) if maker.kind == ObjectKind::Other && !base_types.contains(whole) => {
            ObjectId::global(ObjectKind::Other, whole)
        }
        _ => maker,
    }
}

/// Routines and types that SQL files create; what is wrong with the files is reported later.
fn declare_in_sql(context: &mut Context, file: &SqlFile) {
    for statement in sql::check_statements(&file.text).unwrap_or_default() {
        let text = &file.text[statement.statement.clone()];
        let Ok(StatementRole::Create(created)) = sql::parse_statement(text) else { continue };
        let object = created.object;
        let known = file.schema.as_deref().filter(|name| context.names.schemas.contains_key(*name));
        let mut identity = identity(&in_schema(&object, known));
        if object.kind == sql::ObjectKind::Type {
            match is_shell(text) {
                true => identity.insert_str(0, Other::SHELL),
                false => drop(context.base_types.insert(identity.clone())),
            }
        }
        if object.kind == sql::ObjectKind::Language {
            context.names.languages.insert(object.name.name.clone());
        }
        let kind = match object.kind {
            sql::ObjectKind::Function | sql::ObjectKind::Procedure | sql::ObjectKind::Aggregate => {
                ObjectKind::Routine
            }
            sql::ObjectKind::Type => ObjectKind::Type,
            sql::ObjectKind::ForeignTable => ObjectKind::Table,
            _ => continue,
        };
        let schema = object.name.schema.or_else(|| file.schema.clone());
        let schema = schema.unwrap_or_else(|| "public".to_owned());
        let name = ObjectName::new(schema, object.name.name);
        let span = Span::new(file.text.span.file, statement.statement.clone());
        let declared = Declared { kind, span };
        if kind != ObjectKind::Routine {
            let makers = context.made_by.entry(ObjectId::in_schema(kind, &name)).or_default();
            makers.insert(ObjectId::global(ObjectKind::Other, identity));
        }
        let names = &mut context.names;
        match kind {
            ObjectKind::Routine => drop(names.routines.insert(name, declared)),
            ObjectKind::Type => drop(names.types.insert(name, declared)),
            _ => drop(names.relations.insert(name, declared)),
        }
    }
}

fn declare_globals(context: &mut Context, document: &Document) {
    if let Some(schema) = &document.schema {
        check_identifier(context, schema);
        context.names.schemas.entry(schema.value.clone()).or_insert(schema.span);
    }
    for (name, extension) in &document.extensions {
        check_identifier(context, name);
        let id = ObjectId::global(ObjectKind::Extension, name.value.clone());
        claim(context, id, name.span);
        let schema = extension.as_ref().and_then(|keys| keys.schema.as_ref());
        let schema = schema.map_or("public", |schema| schema.value.as_str()).to_owned();
        context.names.extension_schemas.insert(schema);
        context.names.extensions.entry(name.value.clone()).or_insert(name.span);
    }
    for (name, keys) in &document.roles {
        check_identifier(context, name);
        claim(context, ObjectId::global(ObjectKind::Role, name.value.clone()), name.span);
        if keys.as_ref().is_some_and(|keys| keys.retired.is_some()) {
            context.names.retired.insert(name.value.clone());
        } else {
            context.names.roles.entry(name.value.clone()).or_insert(name.span);
        }
        check_role_name(context, name);
    }
    for (name, _) in &document.queries {
        if let Some(first) = context.names.queries.insert(name.value.clone(), name.span) {
            duplicate(context, &format!("query `{}`", name.value), name.span, first);
        }
    }
}

fn check_role_name(context: &mut Context, name: &Spanned<String>) {
    let reserved = ["current_role", "session_user", "none"];
    let taken = name.starts_with("pg_") && !is_predefined(name);
    if taken || reserved.contains(&name.value.as_str()) {
        let message = format!("role name `{}` is reserved by PostgreSQL", name.value);
        let finding = Diagnostic::error("reserved_name", name.span, message);
        context.report(finding.with_help("choose a name that does not begin with `pg_`"));
    }
}

fn declare_in_schema(context: &mut Context, document: &Document) {
    let Some(schema) = &document.schema else {
        return refuse_without_schema(context, document);
    };
    if schema.starts_with("pg_") || schema.value == "information_schema" {
        let message = format!("schema name `{}` is reserved by PostgreSQL", schema.value);
        let finding = Diagnostic::error("reserved_name", schema.span, message);
        context.report(finding.with_help("choose a name that does not begin with `pg_`"));
    }
    let schema = schema.value.as_str();
    let types = ObjectKind::Type;
    declare_all(context, schema, types, document.enums.keys());
    declare_all(context, schema, types, document.domains.keys());
    declare_all(context, schema, types, document.composites.keys());
    declare_all(context, schema, types, document.ranges.keys());
    for (name, range) in &document.ranges {
        declare_multirange(context, schema, name, range);
    }
    declare_all(context, schema, ObjectKind::Sequence, document.sequences.keys());
    for (name, table) in &document.tables {
        declare_table(context, schema, name, table);
    }
    declare_all(context, schema, ObjectKind::View, document.views.keys());
    for (name, view) in &document.materialized_views {
        declare_one(context, schema, ObjectKind::MaterializedView, name);
        declare_all(context, schema, ObjectKind::Index, view.indexes.keys());
    }
    declare_all(context, schema, ObjectKind::Routine, document.functions.keys());
    declare_all(context, schema, ObjectKind::Routine, document.procedures.keys());
}

/// A range type brings a multirange type along. Where it has no name of its own, `range` becomes
/// `multirange`, or that is put behind.
/// See <https://www.postgresql.org/docs/current/sql-createtype.html>.
fn declare_multirange(
    context: &mut Context,
    schema: &str,
    name: &Spanned<String>,
    range: &spec::Range,
) {
    let own = range.multirange_type_name.as_ref().map(|name| name.value.clone());
    let made = own.unwrap_or_else(|| match name.contains("range") {
        true => name.replacen("range", "multirange", 1),
        false => format!("{}_multirange", name.value),
    });
    let declared = Declared { kind: ObjectKind::Type, span: name.span };
    let made = ObjectName::new(schema, made);
    let range = ObjectName::new(schema, name.value.clone());
    let makers = context.made_by.entry(ObjectId::in_schema(ObjectKind::Type, &made)).or_default();
    makers.insert(ObjectId::in_schema(ObjectKind::Type, &range));
    context.names.types.entry(made).or_insert(declared);
}

fn refuse_without_schema(context: &mut Context, document: &Document) {
    let first = [
        document.enums.keys().next(),
        document.domains.keys().next(),
        document.composites.keys().next(),
        document.ranges.keys().next(),
        document.sequences.keys().next(),
        document.tables.keys().next(),
        document.views.keys().next(),
        document.materialized_views.keys().next(),
        document.functions.keys().next(),
        document.procedures.keys().next(),
    ];
    let owners = super::lower::owners(document);
    for key in [&document.comment, &owners.0, &owners.1].into_iter().flatten() {
        let message = "this is about a schema, and the file names none";
        let finding = Diagnostic::error("missing_schema", key.span, message);
        context.report(finding.with_help("say `schema: NAME` at the top of this file"));
    }
    for name in first.into_iter().flatten() {
        let message = format!("`{}` has no schema to live in", name.value);
        let finding = Diagnostic::error("missing_schema", name.span, message);
        context.report(finding.with_help("say `schema: NAME` at the top of this file"));
    }
}

fn declare_table(context: &mut Context, schema: &str, name: &Spanned<String>, table: &Table) {
    declare_one(context, schema, ObjectKind::Table, name);
    declare_all(context, schema, ObjectKind::Index, table.indexes.keys());
    for column in table.columns.keys() {
        check_identifier(context, column);
    }
    check_case_collisions(context, "column", table.columns.keys());
    declare_partitions(context, schema, &table.partitions);
}

fn declare_partitions(context: &mut Context, schema: &str, partitions: &Entries<Partition>) {
    for (name, partition) in partitions {
        let elsewhere = match partition {
            Partition::Long(keys) => keys.schema.as_ref(),
            Partition::Short(_) => None,
        };
        let schema = elsewhere.map_or(schema, |schema| &schema.value);
        declare_one(context, schema, ObjectKind::Table, name);
        if let Partition::Long(keys) = partition {
            declare_all(context, schema, ObjectKind::Index, keys.indexes.keys());
            declare_partitions(context, schema, &keys.partitions);
        }
    }
}

fn declare_all<'a>(
    context: &mut Context,
    schema: &str,
    kind: ObjectKind,
    names: impl Iterator<Item = &'a Spanned<String>>,
) {
    for name in names {
        declare_one(context, schema, kind, name);
    }
}

/// Declares one object in the name spaces it takes part in: `pg_class`, `pg_type`, `pg_proc`.
pub(super) fn declare_one(
    context: &mut Context,
    schema: &str,
    kind: ObjectKind,
    name: &Spanned<String>,
) {
    check_identifier(context, name);
    let object = ObjectName::new(schema, name.value.clone());
    let declared = Declared { kind, span: name.span };
    let names = &mut context.names;
    let in_types = !matches!(kind, ObjectKind::Routine | ObjectKind::Index | ObjectKind::Sequence);
    let in_relations = !matches!(kind, ObjectKind::Routine | ObjectKind::Type);
    let spaces = [
        (in_types, &mut names.types),
        (in_relations, &mut names.relations),
        (kind == ObjectKind::Routine, &mut names.routines),
    ];
    let mut first = None;
    for (_, space) in spaces.into_iter().filter(|(takes_part, _)| *takes_part) {
        first = space.get(&object).copied().or(first);
        space.entry(object.clone()).or_insert(declared);
    }
    if let Some(first) = first {
        let what = format!("`{object}`");
        duplicate(context, &what, name.span, first.span);
    }
    context.places.entry(ObjectId::in_schema(kind, &object)).or_insert(name.span);
}

/// Records where a global object stands; a second place is a finding.
fn claim(context: &mut Context, id: ObjectId, span: Span) {
    if let Some(first) = context.places.get(&id).copied() {
        let what = format!("{} `{}`", id.kind.words(), id.name);
        return duplicate(context, &what, span, first);
    }
    context.places.insert(id, span);
}

fn duplicate(context: &mut Context, what: &str, span: Span, first: Span) {
    let finding = Diagnostic::error("duplicate_object", span, format!("{what} is declared twice"));
    let help = "rename one of the two, or merge them";
    context.report(finding.with_other(first, "first declared here").with_help(help));
}

/// Reports a name that PostgreSQL would cut short, or that is empty.
pub(super) fn check_identifier(context: &mut Context, name: &Spanned<String>) {
    if name.is_empty() {
        let finding = Diagnostic::error("empty_name", name.span, "a name is empty");
        context.report(finding.with_help("write the name here"));
    } else if name.len() > MAX_IDENTIFIER_BYTES {
        let message = format!(
            "identifier of {} bytes: PostgreSQL cuts it short at {MAX_IDENTIFIER_BYTES}",
            name.len()
        );
        context.report(
            Diagnostic::error("identifier_too_long", name.span, message)
                .with_help(format!("shorten it to {MAX_IDENTIFIER_BYTES} bytes or less")),
        );
    } else if name.contains('\0') {
        let message = "a name holds a NUL character, which PostgreSQL refuses";
        let finding = Diagnostic::error("empty_name", name.span, message);
        context.report(finding.with_help("remove `\\0` from it"));
    }
}

/// Reports names that differ only in case: unquoted, SQL cannot tell them apart.
pub(super) fn check_case_collisions<'a>(
    context: &mut Context,
    what: &str,
    names: impl Iterator<Item = &'a Spanned<String>>,
) {
    let mut seen: std::collections::BTreeMap<String, &Spanned<String>> = Default::default();
    for name in names {
        let folded = name.to_lowercase();
        match seen.get(&folded) {
            Some(first) if first.value != name.value => {
                let message = format!(
                    "{what} `{}` and `{}` are the same name to SQL that does not quote them",
                    name.value, first.value
                );
                context.report(
                    Diagnostic::error("identifier_collision", name.span, message)
                        .with_other(first.span, "the other one")
                        .with_help("rename one of them; lower-case names need no quotes"),
                );
            }
            _ => drop(seen.insert(folded, name)),
        }
    }
}
