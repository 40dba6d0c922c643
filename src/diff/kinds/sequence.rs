//! Sequences that stand by themselves or serve a default.

use crate::diff::{Action, Context, HazardKind, Statement};
use crate::facts::{Fact, Id, Kind};
use crate::sql::{quote_identifier, quote_literal};

/// Options of a sequence in SQL, as far as they are not PostgreSQL's defaults.
pub(super) fn create(id: &Id, fact: &Fact) -> Vec<Statement> {
    let unlogged = if fact.is("unlogged") { "unlogged " } else { "" };
    let mut sql = format!("create {unlogged}sequence {}", id.qualified());
    let data_type = fact.word("type");
    if data_type != "bigint" {
        sql.push_str(&format!(" as {data_type}"));
    }
    let step = fact.number("increment").unwrap_or(1);
    let (low, high) = bounds(data_type, step);
    let start = if step > 0 { fact.number("minimum") } else { fact.number("maximum") };
    let options = [
        ("increment by", fact.number("increment"), Some(1)),
        ("minvalue", fact.number("minimum"), Some(low)),
        ("maxvalue", fact.number("maximum"), Some(high)),
        ("start with", fact.number("start"), start),
        ("cache", fact.number("cache"), Some(1)),
    ];
    for (words, value, usual) in options {
        if let Some(value) = value
            && Some(value) != usual
        {
            sql.push_str(&format!(" {words} {value}"));
        }
    }
    if fact.is("cycle") {
        sql.push_str(" cycle");
    }
    vec![Statement::create(sql)]
}

/// Returns the smallest and the largest value that PostgreSQL gives a sequence unasked.
pub(super) fn bounds(data_type: &str, step: i64) -> (i64, i64) {
    let (low, high) = match data_type {
        "smallint" => (i16::MIN.into(), i16::MAX.into()),
        "integer" => (i32::MIN.into(), i32::MAX.into()),
        _ => (i64::MIN, i64::MAX),
    };
    if step > 0 { (1, high) } else { (low, -1) }
}

pub(super) fn alter(id: &Id, old: &Fact, new: &Fact, changed: &[&str]) -> Vec<Statement> {
    let name = id.qualified();
    let number = |attribute: &str| new.number(attribute).unwrap_or_default();
    let mut options = Vec::new();
    let mut statements = Vec::new();
    for attribute in changed {
        match *attribute {
            "type" => options.push(format!("as {}", new.word("type"))),
            "start" => options.push(format!("start with {}", number("start"))),
            "increment" => options.push(format!("increment by {}", number("increment"))),
            "cache" => options.push(format!("cache {}", number("cache"))),
            "cycle" if new.is("cycle") => options.push("cycle".to_owned()),
            "cycle" => options.push("no cycle".to_owned()),
            "unlogged" => {
                let word = if new.is("unlogged") { "unlogged" } else { "logged" };
                statements.push(Statement::alter(format!("alter sequence {name} set {word}")));
            }
            _ => {}
        }
    }
    // Its last value may lie outside of the new bounds; then it goes on from the nearest.
    if new.number("minimum") > old.number("maximum")
        || new.number("maximum") < old.number("minimum")
    {
        options.push("restart".to_owned());
    } else if moves_bounds(old, new) {
        statements.push(within_bounds(id, new));
    }
    // A change of type or direction moves the bounds along, so both are said.
    if changed.iter().any(|it| matches!(*it, "type" | "minimum" | "maximum" | "increment")) {
        options.push(format!("minvalue {} maxvalue {}", number("minimum"), number("maximum")));
    }
    if !options.is_empty() {
        let sql = format!("alter sequence {name} {}", options.join(" "));
        statements.push(Statement::alter(sql));
    }
    statements
}

fn moves_bounds(old: &Fact, new: &Fact) -> bool {
    new.number("minimum") > old.number("minimum") || new.number("maximum") < old.number("maximum")
}

/// Moves the last value between the new bounds, which PostgreSQL asks for beforehand.
fn within_bounds(id: &Id, new: &Fact) -> Statement {
    let (low, high) =
        (new.number("minimum").unwrap_or(1), new.number("maximum").unwrap_or(i64::MAX));
    let (name, literal) = (id.qualified(), quote_literal(&id.qualified()));
    Statement::new(
        Action::Data,
        format!(
            "select setval({literal}, least(greatest(last_value, {low}), {high}), is_called) from {name} \
             where last_value not between {low} and {high}"
        ),
    )
}

pub(super) fn drop(id: &Id, replaced: bool) -> Vec<Statement> {
    let statement = Statement::drop(format!("drop sequence {}", id.qualified()));
    vec![match replaced {
        true => statement,
        false => statement
            .hazard(HazardKind::BreaksClients, format!("`{id}` and its last value are gone")),
    }]
}

/// Returns the column that owns a sequence.
pub(in crate::diff) fn owning_column(fact: &Fact) -> Option<Id> {
    let (schema, table) = (fact.text("owned_by_schema")?, fact.text("owned_by_table")?);
    let column = fact.text("owned_by_column")?;
    Some(Id::new(Kind::Column, schema, table, column))
}

/// Lets go of the column that owns the sequence, so that the sequence outlives it.
pub(in crate::diff) fn release(id: &Id) -> Statement {
    Statement::alter(format!("alter sequence {} owned by none", id.qualified()))
}

/// Gives the sequence to its column; one that is new on a table with rows goes on after them.
pub(in crate::diff) fn settle(context: &Context<'_>, id: &Id, fact: &Fact) -> Vec<Statement> {
    let name = id.qualified();
    let Some(column) = owning_column(fact) else {
        return vec![release(id)];
    };
    let table = column.qualified();
    let mut statements = vec![Statement::alter(format!(
        "alter sequence {name} owned by {table}.{}",
        column.quoted_part()
    ))];
    let continues = !context.current.contains(id)
        && context.current.contains(&column)
        && !super::identity::is_taken_over(context, id);
    if continues && is_whole_number(context.current.get(&column)) {
        statements.push(advance(&quote_literal(&name), &column));
    }
    statements
}

/// Returns whether a column counts in whole numbers, and so can go on from its largest value.
pub(super) fn is_whole_number(column: Option<&Fact>) -> bool {
    column.is_some_and(|fact| matches!(fact.word("type"), "smallint" | "integer" | "bigint"))
}

/// Sets a sequence, given as an expression, behind the largest value of a column.
pub(super) fn advance(sequence: &str, column: &Id) -> Statement {
    let (table, column) = (column.qualified(), column.quoted_part());
    Statement::new(
        Action::Data,
        format!("select setval({sequence}, max({column})) from {table} having max({column}) > 0"),
    )
}

/// Returns the name of the sequence behind an identity or serial column, as an expression.
pub(super) fn of_column(column: &Id) -> String {
    let table = quote_literal(&column.qualified());
    format!("pg_get_serial_sequence({table}, {})", quote_literal(&column.part))
}

/// Names a sequence of a schema.
pub(super) fn qualified(schema: &str, name: &str) -> String {
    format!("{}.{}", quote_identifier(schema), quote_identifier(name))
}
