//! Identity columns and the sequences behind them.

use super::column::{change_not_null, head};
use super::index::shortened;
use super::sequence;
use crate::diff::{Action, Context, Statement};
use crate::facts::{Fact, Id, Kind, Value};
use crate::sql::{quote_identifier, quote_literal};

/// The ending of names under which sequences wait for their position to be taken over.
const WAITING: &str = "__old";

/// Returns one option of an identity's sequence.
fn option<'a>(fact: &'a Fact, words: &str) -> Option<&'a str> {
    fact.list("identity_options").iter().find_map(|option| option.strip_prefix(words))
}

/// Names the sequence behind an identity column.
pub(in crate::diff) fn sequence_of(id: &Id, fact: &Fact) -> Option<Id> {
    fact.text("identity")?;
    Some(Id::new(Kind::Sequence, id.schema.clone(), option(fact, "name ")?, ""))
}

/// Writes the options of an identity's sequence that are not PostgreSQL's own choice.
pub(super) fn options(id: &Id, fact: &Fact) -> String {
    let step: i64 = option(fact, "increment by ").and_then(|it| it.parse().ok()).unwrap_or(1);
    let (low, high) = sequence::bounds(fact.word("type"), step);
    let first = if step > 0 { "minvalue " } else { "maxvalue " };
    let first = option(fact, first).unwrap_or("1");
    let usual = [
        format!("as {}", fact.word("type")),
        "increment by 1".to_owned(),
        format!("minvalue {low}"),
        format!("maxvalue {high}"),
        format!("start with {first}"),
        "cache 1".to_owned(),
        "no cycle".to_owned(),
        format!("name {}_{}_seq", id.name, id.part),
    ];
    let options = fact.list("identity_options").iter();
    let unusual = options.filter(|option| !usual.iter().any(|usual| ***option == **usual));
    let unusual: Vec<String> = unusual
        .map(|option| match option.strip_prefix("name ") {
            Some(name) => format!("sequence name {}", sequence::qualified(&id.schema, name)),
            None => option.to_string(),
        })
        .collect();
    if unusual.is_empty() { String::new() } else { format!(" ({})", unusual.join(" ")) }
}

/// Makes a column an identity, or none, or another one.
pub(super) fn change(
    context: &Context<'_>,
    id: &Id,
    old: &Fact,
    new: &Fact,
    changed: &[&str],
) -> Vec<Statement> {
    let head = head(id);
    match (old.text("identity"), new.text("identity")) {
        (None, Some(kind)) => add(context, id, old, new, kind),
        (Some(_), None) => vec![Statement::alter(format!("{head} drop identity"))],
        (Some(_), Some(kind)) => {
            let mut statements = Vec::new();
            if changed.contains(&"identity") {
                statements.push(Statement::alter(format!("{head} set generated {kind}")));
            }
            statements.extend(change_sequence(id, old, new));
            statements
        }
        (None, None) => Vec::new(),
    }
}

fn add(context: &Context<'_>, id: &Id, old: &Fact, new: &Fact, kind: &str) -> Vec<Statement> {
    let mut statements = Vec::new();
    if !old.is("not_null") {
        statements.extend(change_not_null(context, id, true));
    }
    let (head, options) = (head(id), options(id, new));
    statements.push(Statement::alter(format!("{head} add generated {kind} as identity{options}")));
    let sequence = sequence_of(id, new);
    statements.push(match sequence.filter(|it| is_taken_over(context, it)) {
        Some(sequence) => take_over(&sequence),
        None => sequence::advance(&sequence::of_column(id), id),
    });
    statements
}

/// Changes the sequence behind an identity as any other.
fn change_sequence(id: &Id, old: &Fact, new: &Fact) -> Vec<Statement> {
    let (Some(before), Some(after)) = (sequence_of(id, old), sequence_of(id, new)) else {
        return Vec::new();
    };
    let mut statements = Vec::new();
    if before != after {
        let (name, new_name) = (before.qualified(), quote_identifier(&after.name));
        let sql = format!("alter sequence {name} rename to {new_name}");
        statements.push(Statement::new(Action::Rename, sql));
    }
    let (old, new) = (as_sequence(old), as_sequence(new));
    let names = ["start", "increment", "minimum", "maximum", "cache", "cycle"];
    let changed: Vec<&str> =
        names.into_iter().filter(|name| old.get(name) != new.get(name)).collect();
    // The type follows that of the column.
    statements.extend(sequence::alter(&after, &old, &new, &changed));
    statements
}

/// Returns the options of an identity's sequence as those of a sequence.
fn as_sequence(fact: &Fact) -> Fact {
    let mut sequence = Fact::default();
    let numbers = [
        ("start", "start with "),
        ("increment", "increment by "),
        ("minimum", "minvalue "),
        ("maximum", "maxvalue "),
        ("cache", "cache "),
    ];
    for (name, words) in numbers {
        let number = option(fact, words).and_then(|number| number.parse().ok());
        sequence.set(name, number.map(Value::Number));
    }
    let cycles = fact.list("identity_options").iter().any(|option| **option == *"cycle");
    sequence.set("cycle", cycles.then_some(Value::True));
    sequence
}

/// Returns whether a sequence turns from a column's own into an identity's, or the other way round,
/// under one name, so that its position is taken over.
pub(in crate::diff) fn is_taken_over(context: &Context<'_>, id: &Id) -> bool {
    let (gone, made) = (context.is_gone(id), context.fates.made.contains(id));
    gone != made
        && context.fates.altered.keys().any(|column| turned(context, column).as_ref() == Some(id))
}

/// Returns the sequence of a column that becomes an identity, or is none any more.
pub(in crate::diff) fn turned(context: &Context<'_>, column: &Id) -> Option<Id> {
    if column.kind != Kind::Column || context.is_gone(column) {
        return None;
    }
    let old = sequence_of(column, context.current.get(column)?);
    let new = sequence_of(column, context.desired.get(column)?);
    match (old, new) {
        (Some(sequence), None) if context.fates.made.contains(&sequence) => Some(sequence),
        (None, Some(sequence)) if context.is_gone(&sequence) => Some(sequence),
        _ => None,
    }
}

fn waiting(sequence: &Id) -> Id {
    Id { name: shortened(&sequence.name, WAITING).into(), ..sequence.clone() }
}

/// Puts a sequence aside whose position another one of its name takes over.
pub(in crate::diff) fn set_aside(context: &Context<'_>, sequence: &Id) -> Vec<Statement> {
    let name = sequence.qualified();
    let mut statements = Vec::new();
    if context.current.get(sequence).is_some_and(|it| it.text("owned_by_table").is_some()) {
        statements.push(sequence::release(sequence));
    }
    let new_name = waiting(sequence);
    let sql = format!("alter sequence {name} rename to {}", quote_identifier(&new_name.name));
    statements.push(Statement::new(Action::Rename, sql));
    statements
}

/// Goes on where the sequence that was put aside stands.
pub(in crate::diff) fn take_over(sequence: &Id) -> Statement {
    let (literal, waiting) = (quote_literal(&sequence.qualified()), waiting(sequence).qualified());
    Statement::new(
        Action::Data,
        format!("select setval({literal}, last_value, is_called) from {waiting}"),
    )
}

/// Removes the sequence that was put aside.
pub(in crate::diff) fn discard(sequence: &Id) -> Statement {
    Statement::drop(format!("drop sequence {}", waiting(sequence).qualified()))
}
