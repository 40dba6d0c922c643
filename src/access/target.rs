//! Objects as people name them: `sales.members.email`, `schema sales`, `function sales.total(bigint)`.

use crate::diagnostic::nearest;
use crate::model::{Database, ObjectName, Privilege, Target};

/// Why a text names no object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// What is wrong.
    pub message: String,
    /// The way out.
    pub help: String,
}

/// Kinds of object as a text may begin with them; tables and their columns go without.
const KINDS: &[(&str, &str)] = &[
    ("foreign data wrapper ", "foreign data wrapper"),
    ("foreign server ", "foreign server"),
    ("materialized view ", "table"),
    ("schema ", "schema"),
    ("table ", "table"),
    ("view ", "table"),
    ("column ", "table"),
    ("sequence ", "sequence"),
    ("function ", "routine"),
    ("procedure ", "routine"),
    ("routine ", "routine"),
    ("type ", "type"),
    ("domain ", "type"),
    ("language ", "language"),
    ("parameter ", "parameter"),
    ("tablespace ", "tablespace"),
];

/// Returns the objects that a text names: of routines without arguments all of that name.
///
/// # Errors
/// Where there is no such object.
pub fn find(database: &Database, text: &str) -> Result<Vec<Target>, Unknown> {
    let text = text.trim();
    if text == "database" {
        return Ok(vec![Target::Database]);
    }
    let kind = KINDS.iter().find_map(|(word, kind)| Some((*kind, text.strip_prefix(word)?.trim())));
    let (kind, name) = kind.unwrap_or(("table", text));
    let found: Vec<Target> = known(database, kind)
        .filter(|target| {
            name_of(target) == name || without_arguments(target) == Some(name.to_owned())
        })
        .collect();
    match found.is_empty() {
        false => Ok(found),
        true if kind == "table" => column(database, name).map(|column| vec![column]),
        true => Err(unknown(database, kind, text, name)),
    }
}

/// Returns every object of a kind that something can be granted on.
fn known<'a>(database: &'a Database, kind: &'a str) -> impl Iterator<Item = Target> + 'a {
    let is_of_kind = move |target: &Target| match target {
        Target::Table(_) => kind == "table",
        Target::Schema(_) => kind == "schema",
        Target::Sequence(_) => kind == "sequence",
        Target::Routine(_) => kind == "routine",
        Target::Type(_) => kind == "type",
        Target::Language(_) => kind == "language",
        Target::Parameter(_) => kind == "parameter",
        Target::Tablespace(_) => kind == "tablespace",
        Target::LargeObject(_) => kind == "large object",
        Target::ForeignServer(_) => kind == "foreign server",
        Target::ForeignDataWrapper(_) => kind == "foreign data wrapper",
        Target::Database | Target::Column(..) => false,
    };
    super::effective::targets(database).into_iter().filter(is_of_kind)
}

/// Returns the name as people write it, without quotes.
fn name_of(target: &Target) -> String {
    let dotted = |name: &ObjectName| format!("{}.{}", name.schema, name.name);
    match target {
        Target::Table(name) | Target::Sequence(name) | Target::Type(name) => dotted(name),
        Target::Routine(routine) => format!("{}({})", dotted(&routine.name), routine.arguments),
        Target::Column(table, column) => format!("{}.{column}", dotted(table)),
        Target::Schema(name)
        | Target::Language(name)
        | Target::Parameter(name)
        | Target::Tablespace(name)
        | Target::ForeignServer(name)
        | Target::ForeignDataWrapper(name) => name.clone(),
        Target::LargeObject(number) => number.to_string(),
        Target::Database => "database".to_owned(),
    }
}

fn without_arguments(target: &Target) -> Option<String> {
    match target {
        Target::Routine(routine) => Some(format!("{}.{}", routine.name.schema, routine.name.name)),
        _ => None,
    }
}

fn column(database: &Database, text: &str) -> Result<Target, Unknown> {
    let relations = database.relations();
    let dotted = |name: &ObjectName| format!("{}.{}", name.schema, name.name);
    let table = relations
        .iter()
        .find(|name| text.strip_prefix(&dotted(name)).is_some_and(|it| it.starts_with('.')));
    let Some(table) = table else { return Err(unknown(database, "table", text, text)) };
    let column = &text[dotted(table).len() + 1..];
    let columns = database.columns_of(table).unwrap_or_default();
    if columns.iter().any(|(name, _)| *name == column) {
        return Ok(Target::Column((*table).clone(), column.to_owned()));
    }
    let near = nearest(column, columns.iter().map(|(name, _)| *name));
    let help = near.map_or_else(
        || "name one of its columns, or the table alone".to_owned(),
        |near| format!("did you mean `{}.{near}`?", dotted(table)),
    );
    Err(Unknown { message: format!("`{}` has no column `{column}`", dotted(table)), help })
}

fn unknown(database: &Database, kind: &str, text: &str, name: &str) -> Unknown {
    let names: Vec<String> = known(database, kind).map(|target| name_of(&target)).collect();
    let help = match nearest(name, names.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{}{near}`?", text.strip_suffix(name).unwrap_or_default()),
        None => "write `SCHEMA.TABLE`, `SCHEMA.TABLE.COLUMN`, or the kind first: `schema sales`, `function sales.total`, `database`".to_owned(),
    };
    Unknown { message: format!("there is no `{text}`"), help }
}

/// Returns whether a kind of object has a privilege, or says which it has.
///
/// # Errors
/// Where it does not.
pub fn has(target: &Target, privilege: Privilege, major: u16) -> Result<(), Unknown> {
    let known = target.privileges(major);
    if known.contains(&privilege)
        || (matches!(target, Target::Column(..)) && privilege == Privilege::Delete)
    {
        return Ok(());
    }
    let words: Vec<_> = known.iter().map(|known| format!("`{}`", known.sql())).collect();
    Err(Unknown {
        message: format!("{target} has no privilege `{}`", privilege.sql()),
        help: format!("it has {}", words.join(", ")),
    })
}
