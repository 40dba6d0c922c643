//! What asks whether that holds which is expected of a target.

use super::Statements;
use crate::model::{DataExpectation, Duration, Expected, Freshness, RowLimit};
use crate::sql::{quote_identifier, quote_literal};

/// Returns what asks for each expectation, in their order.
pub fn questions(statements: &Statements<'_>) -> Vec<String> {
    statements.transform.expectations.iter().map(|it| question(it, statements)).collect()
}

/// Returns what asks for the number of failing rows, of all, for some of the former, and for those that are told only.
fn question(expectation: &DataExpectation, statements: &Statements<'_>) -> String {
    let failing = failing(&expectation.expected, statements);
    let all = match (expectation.at_most, &statements.transform.into) {
        (RowLimit::Share(_), Some(target)) => {
            let scope = statements.scope("pgspec_row");
            format!("(select count(*) from {target} pgspec_row where {scope})")
        }
        _ => "0".to_owned(),
    };
    let kept = match expectation.keep {
        0 => "'[]'".to_owned(),
        keep => format!(
            "(select coalesce(json_agg(pgspec_kept), '[]') from (select * from pgspec_failing limit {keep}) pgspec_kept)"
        ),
    };
    let warns = match &expectation.expected {
        Expected::Fresh { column, limits: Freshness { warn: Some(warn), .. } } => {
            format!("(select count(*) from ({}) pgspec_old)", older(statements, column, *warn))
        }
        _ => "0".to_owned(),
    };
    format!(
        "with pgspec_failing as (\n{failing}\n)\nselect (select count(*) from pgspec_failing), {all}, {kept}, {warns}"
    )
}

/// Returns a query of what fails.
fn failing(expected: &Expected, statements: &Statements<'_>) -> String {
    let target = statements.transform.into.as_ref().map(ToString::to_string).unwrap_or_default();
    let scope = statements.scope("pgspec_row");
    let of = |columns: &[String], join: &str, end: &str| {
        let columns = columns.iter().map(|it| format!("pgspec_row.{}{end}", quote_identifier(it)));
        columns.collect::<Vec<_>>().join(join)
    };
    let rows = |condition: &str| {
        format!("select pgspec_row.* from {target} pgspec_row where {scope} and {condition}")
    };
    match expected {
        Expected::Unique(columns) => {
            let (list, known) = (of(columns, ", ", ""), of(columns, " and ", " is not null"));
            format!(
                "select {list}, count(*) as times from {target} pgspec_row where {known} group by {list} having count(*) > 1"
            )
        }
        Expected::NotNull(columns) => rows(&format!("({})", of(columns, " or ", " is null"))),
        Expected::AcceptedValues { column, values } => {
            let values: Vec<_> = values.iter().map(|value| quote_literal(value)).collect();
            rows(&format!("pgspec_row.{} not in ({})", quote_identifier(column), values.join(", ")))
        }
        Expected::Relationship { columns, to, to_columns } => {
            let pairs = columns.iter().zip(to_columns).map(|(one, other)| {
                let (one, other) = (quote_identifier(one), quote_identifier(other));
                format!("pgspec_other.{other} = pgspec_row.{one}")
            });
            let pairs: Vec<_> = pairs.collect();
            let known = of(columns, " and ", " is not null");
            rows(&format!(
                "{known} and not exists (select from {to} pgspec_other where {})",
                pairs.join(" and ")
            ))
        }
        Expected::Rows { min, max } => {
            let min = min.map(|min| format!("rows < {min}"));
            let max = max.map(|max| format!("rows > {max}"));
            let wrong: Vec<_> = min.into_iter().chain(max).collect();
            let wrong = if wrong.is_empty() { "false".to_owned() } else { wrong.join(" or ") };
            format!(
                "select rows from (select count(*) as rows from {target} pgspec_row where {scope}) pgspec_count where {wrong}"
            )
        }
        Expected::Condition(sql) => {
            format!(
                "select * from (select * from {target} pgspec_row where {scope}) pgspec_row where (\n{sql}\n) is not true"
            )
        }
        Expected::NoRows(sql) => statements.bound(sql, None),
        Expected::Fresh { column, limits } => match limits.error {
            Some(error) => older(statements, column, error),
            None => "select 1 where false".to_owned(),
        },
    }
}

/// Returns a query that gives a row where the newest value of a column is older than that.
fn older(statements: &Statements<'_>, column: &str, age: Duration) -> String {
    let target = statements.transform.into.as_ref().map(ToString::to_string).unwrap_or_default();
    let bound = format!("({} - interval '{} seconds')", statements.times.at, age.seconds);
    format!(
        "select newest from (select max({}) as newest from {target}) pgspec_newest where newest < {bound}",
        quote_identifier(column)
    )
}
