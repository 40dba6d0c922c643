//! What a grant is on: the kind of object, and the objects that its pattern names.

use crate::check::context::Context;
use crate::check::lower::default_name;
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::{
    Column, FutureKind, ObjectId, ObjectKind, ObjectName, PUBLIC, Privilege, RoutineName, Table,
    Target,
};
use crate::source::{List, Spanned};
use crate::sql::QualifiedName;

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
    ("large object ", Kind::LargeObject),
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
    /// By number.
    LargeObject,
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
            Self::LargeObject => Some(FutureKind::LargeObjects),
            _ => None,
        }
    }

    /// Returns every privilege that this kind of object has on the given major version.
    pub fn privileges(self, major: u16) -> &'static [Privilege] {
        let object = || ObjectName::new("", "");
        let name = String::new;
        let one = match self {
            Self::Database => Target::Database,
            Self::Schema => Target::Schema(name()),
            Self::Table => Target::Table(object()),
            Self::Sequence => Target::Sequence(object()),
            Self::Routine => {
                Target::Routine(RoutineName { name: object(), arguments: String::new() })
            }
            Self::Type => Target::Type(object()),
            Self::Language => Target::Language(name()),
            Self::ForeignServer => Target::ForeignServer(name()),
            Self::ForeignDataWrapper => Target::ForeignDataWrapper(name()),
            Self::Parameter => Target::Parameter(name()),
            Self::Tablespace => Target::Tablespace(name()),
            Self::LargeObject => Target::LargeObject(0),
        };
        one.privileges(major)
    }
}

/// Returns the objects that a grant is on; reports a name or pattern that names none.
pub(super) fn expand(
    context: &mut Context,
    on: &Spanned<String>,
    except: &List<Spanned<String>>,
) -> Vec<Target> {
    let (kind, name) = Kind::read(on);
    let targets = expand_or_nothing(context, on, except);
    if targets.is_empty() && named(context, kind, name).is_empty() {
        report_unknown(context, kind, on, name);
    }
    targets
}

/// Returns the objects that a grant is on; none where it is also on future ones.
pub(super) fn expand_or_nothing(
    context: &mut Context,
    on: &Spanned<String>,
    except: &List<Spanned<String>>,
) -> Vec<Target> {
    let (kind, name) = Kind::read(on);
    let mut targets = named(context, kind, name);
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
            let mut schemas: Vec<_> = schemas.cloned().map(Target::Schema).collect();
            // Every database has it, declared or not.
            if name == PUBLIC && schemas.is_empty() {
                schemas.push(Target::Schema(name.to_owned()));
            }
            schemas
        }
        Kind::Table => {
            // Foreign tables stand in SQL files.
            let foreign = made_in_sql(context, ObjectKind::Table);
            let known = database.tables.keys().chain(database.views.keys()).chain(&foreign);
            all(context, pattern::named(known, name), name, Target::Table)
        }
        Kind::Sequence => {
            let mut found = pattern::matching(&database.sequences, name);
            let identities = identity_sequences(context);
            // Those of identity columns have to be named outright.
            if found.is_empty() && !name.contains('*') {
                found = pattern::named(identities.iter(), name);
            }
            all(context, found, name, Target::Sequence)
        }
        Kind::Type => {
            let base = made_in_sql(context, ObjectKind::Type);
            let mut found = pattern::matching(&database.types, name);
            if found.is_empty() && !name.contains('*') {
                found = pattern::named(base.iter(), name);
            }
            all(context, found, name, Target::Type)
        }
        Kind::Routine => routines(context, name),
        Kind::Language => vec![Target::Language(name.to_owned())],
        Kind::ForeignServer => vec![Target::ForeignServer(name.to_owned())],
        Kind::ForeignDataWrapper => vec![Target::ForeignDataWrapper(name.to_owned())],
        Kind::Parameter => vec![Target::Parameter(name.to_owned())],
        Kind::Tablespace => vec![Target::Tablespace(name.to_owned())],
        // `*` names those that are made later.
        Kind::LargeObject => name.parse().map(Target::LargeObject).into_iter().collect(),
    }
}

/// What is not the project's own may belong to the server or to an extension.
fn all(
    context: &Context,
    names: Vec<&ObjectName>,
    wanted: &str,
    target: fn(ObjectName) -> Target,
) -> Vec<Target> {
    if names.is_empty() {
        return elsewhere(context, wanted).map(target).into_iter().collect();
    }
    names.into_iter().cloned().map(target).collect()
}

/// Takes a name as written, where an object of this name may be the server's or an extension's.
fn elsewhere(context: &Context, name: &str) -> Option<ObjectName> {
    let (schema, object) = name.split_once('.').filter(|_| !name.contains('*'))?;
    let may_be = context.names.may_be_elsewhere(&QualifiedName::new(schema, object));
    may_be.then(|| ObjectName::new(schema, object))
}

fn made_in_sql(context: &Context, kind: ObjectKind) -> Vec<ObjectName> {
    let made = context.made_by.keys().filter(|made| made.kind == kind);
    made.map(ObjectId::object_name).collect()
}

fn identity_sequences(context: &Context) -> Vec<ObjectName> {
    let of_table = |(name, table): (&ObjectName, &Table)| {
        let columns = table.columns.iter().filter(|column| !column.inherited);
        let sequence = |column: &Column| {
            let own = column.identity.as_ref()?.sequence.clone();
            let default = || default_name::name(&name.name, &column.name, "seq");
            Some(ObjectName::new(name.schema.clone(), own.unwrap_or_else(default)))
        };
        columns.filter_map(sequence).collect::<Vec<_>>()
    };
    context.database.tables.iter().flat_map(of_table).collect()
}

/// A routine is named with its input types, or without them where its name is unique.
fn routines(context: &Context, name: &str) -> Vec<Target> {
    let known = context.database.routines.keys().filter(|routine| is_routine(routine, name));
    let found: Vec<Target> = known.cloned().map(Target::Routine).collect();
    let Some((bare, arguments)) = name.split_once('(').filter(|_| found.is_empty()) else {
        return found;
    };
    let arguments = canonical_arguments(arguments.trim_end_matches(')')).join(", ");
    let outside = elsewhere(context, bare.trim());
    outside.map(|name| Target::Routine(RoutineName { name, arguments })).into_iter().collect()
}

fn is_routine(routine: &RoutineName, wanted: &str) -> bool {
    match wanted.split_once('(') {
        None => pattern::matches(wanted, &routine.name),
        Some((bare, arguments)) => {
            let given = arguments.trim_end_matches(')');
            pattern::matches(bare.trim(), &routine.name)
                && canonical_arguments(given) == canonical_arguments(&routine.arguments)
        }
    }
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
        Target::Routine(routine) => is_routine(routine, name),
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
    if kind == Kind::LargeObject {
        return "large objects have numbers: `large object 4711`".to_owned();
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
