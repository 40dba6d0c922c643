//! What a grant is on: the kind of object, and the objects that its pattern names.

use crate::check::context::Context;
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::{FutureKind, ObjectId, ObjectKind, ObjectName, RoutineName, Target};
use crate::source::{List, Spanned};

use super::pattern;

/// Kinds of object as `on:` writes them; what follows is a name or a pattern.
const KINDS: &[(&str, Kind)] = &[
    ("foreign data wrapper ", Kind::ForeignDataWrapper),
    ("foreign server ", Kind::ForeignServer),
    ("schema ", Kind::Schema),
    ("table ", Kind::Table),
    ("view ", Kind::Table),
    ("materialized view ", Kind::Table),
    ("sequence ", Kind::Sequence),
    ("function ", Kind::Routine),
    ("procedure ", Kind::Routine),
    ("routine ", Kind::Routine),
    ("type ", Kind::Type),
    ("language ", Kind::Language),
    ("parameter ", Kind::Parameter),
    ("tablespace ", Kind::Tablespace),
];

/// Kinds of object that have privileges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Database,
    Schema,
    Table,
    Sequence,
    Routine,
    Type,
    Language,
    ForeignServer,
    ForeignDataWrapper,
    Parameter,
    Tablespace,
}

impl Kind {
    /// Reads the kind from an `on:`, and returns the rest.
    pub fn read(on: &str) -> (Self, &str) {
        if on.trim() == "database" {
            return (Self::Database, "");
        }
        let known =
            KINDS.iter().find_map(|(word, kind)| Some((*kind, on.strip_prefix(word)?.trim())));
        known.unwrap_or((Self::Table, on.trim()))
    }

    /// Returns the kind of future object, where default privileges know it.
    pub fn future(self) -> Option<FutureKind> {
        match self {
            Self::Table => Some(FutureKind::Tables),
            Self::Sequence => Some(FutureKind::Sequences),
            Self::Routine => Some(FutureKind::Routines),
            Self::Type => Some(FutureKind::Types),
            Self::Schema => Some(FutureKind::Schemas),
            _ => None,
        }
    }
}

/// Returns the objects that a grant is on; reports a name or pattern that names none.
pub(super) fn expand(
    context: &mut Context,
    on: &Spanned<String>,
    except: &List<Spanned<String>>,
) -> Vec<Target> {
    let (kind, name) = Kind::read(on);
    let mut targets = named(context, kind, name);
    if targets.is_empty() {
        report_unknown(context, kind, on, name);
    }
    for left_out in except {
        let before = targets.len();
        targets.retain(|target| !is_named(target, left_out));
        if targets.len() == before {
            context.unmatched_pattern(left_out);
        }
    }
    targets
}

fn named(context: &Context, kind: Kind, name: &str) -> Vec<Target> {
    let database = &context.database;
    match kind {
        Kind::Database => vec![Target::Database],
        Kind::Schema => {
            let schemas = database.schemas.keys().filter(|schema| name == "*" || *schema == name);
            schemas.cloned().map(Target::Schema).collect()
        }
        Kind::Table => {
            let mut found = pattern::matching(&database.tables, name);
            found.extend(pattern::matching(&database.views, name));
            // Foreign tables stand in SQL files.
            let foreign = context.made_by.keys().filter(|made| made.kind == ObjectKind::Table);
            let foreign = foreign.map(ObjectId::object_name);
            let foreign: Vec<_> = foreign.filter(|made| pattern::matches(name, made)).collect();
            found.extend(&foreign);
            found.sort();
            found.into_iter().cloned().map(Target::Table).collect()
        }
        Kind::Sequence => all(pattern::matching(&database.sequences, name), Target::Sequence),
        Kind::Type => all(pattern::matching(&database.types, name), Target::Type),
        Kind::Routine => routines(context, name),
        Kind::Language => vec![Target::Language(name.to_owned())],
        Kind::ForeignServer => vec![Target::ForeignServer(name.to_owned())],
        Kind::ForeignDataWrapper => vec![Target::ForeignDataWrapper(name.to_owned())],
        Kind::Parameter => vec![Target::Parameter(name.to_owned())],
        Kind::Tablespace => vec![Target::Tablespace(name.to_owned())],
    }
}

fn all(names: Vec<&ObjectName>, target: fn(ObjectName) -> Target) -> Vec<Target> {
    names.into_iter().cloned().map(target).collect()
}

/// A routine is named with its input types, or without them where its name is unique.
fn routines(context: &Context, name: &str) -> Vec<Target> {
    let fits = |routine: &&RoutineName| match name.split_once('(') {
        None => pattern::matches(name, &routine.name),
        Some((bare, arguments)) => {
            let given = arguments.trim_end_matches(')');
            pattern::matches(bare.trim(), &routine.name)
                && canonical_arguments(given) == canonical_arguments(&routine.arguments)
        }
    };
    context.database.routines.keys().filter(fits).cloned().map(Target::Routine).collect()
}

fn canonical_arguments(text: &str) -> Vec<String> {
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| {
            crate::sql::parse_type(part)
                .map_or_else(|_| part.to_owned(), |data_type| data_type.to_string())
        })
        .collect()
}

fn is_named(target: &Target, pattern: &Spanned<String>) -> bool {
    let (_, name) = Kind::read(pattern);
    match target {
        Target::Table(object) | Target::Sequence(object) | Target::Type(object) => {
            pattern::matches(name, object)
        }
        Target::Routine(routine) => pattern::matches(name, &routine.name),
        Target::Schema(schema) => schema == name,
        _ => false,
    }
}

fn report_unknown(context: &mut Context, kind: Kind, on: &Spanned<String>, name: &str) {
    if name.contains('*') && !name.contains(' ') {
        return context.unmatched_pattern(on);
    }
    let message = format!("nothing to grant on: no `{}`", on.value);
    let finding = Diagnostic::error("grant_on_unknown_object", on.span, message);
    let help = help(context, kind, on, name);
    context.report(finding.with_help(help));
}

fn help(context: &Context, kind: Kind, on: &str, name: &str) -> String {
    let known = names(context, kind);
    if kind == Kind::Table && context.database.schemas.contains_key(name) {
        return format!("did you mean `schema {name}`, or all that is in it, `{name}.*`?");
    }
    if kind == Kind::Table && name.contains(' ') {
        let words: Vec<_> = KINDS.iter().map(|(word, _)| format!("`{}`", word.trim())).collect();
        return format!("before the name stands its kind: {}", words.join(", "));
    }
    if let Some(near) = nearest(name, known.iter().map(String::as_str)) {
        return format!("did you mean `{}{near}`?", on.strip_suffix(name).unwrap_or_default());
    }
    if kind == Kind::Table && !name.contains('.') {
        return "name the schema too: `SCHEMA.TABLE`".to_owned();
    }
    "declare it, or correct its name".to_owned()
}

fn names(context: &Context, kind: Kind) -> Vec<String> {
    let database = &context.database;
    let dotted = |object: &ObjectName| format!("{}.{}", object.schema, object.name);
    match kind {
        Kind::Table => database.relations().into_iter().map(dotted).collect(),
        Kind::Sequence => database.sequences.keys().map(dotted).collect(),
        Kind::Type => database.types.keys().map(dotted).collect(),
        Kind::Routine => database.routines.keys().map(|routine| dotted(&routine.name)).collect(),
        Kind::Schema => database.schemas.keys().cloned().collect(),
        _ => Vec::new(),
    }
}
