//! A named query, run as its role, with its rows as text.

use std::collections::BTreeMap;

use postgres::types::Type;
use postgres::{Client, SimpleQueryMessage};

use super::SETTINGS;
use crate::model::{Parameter, Query, Scale};
use crate::render::chart::{Column, Data};
use crate::sandbox::script::words;
use crate::sql::{quote_identifier, quote_literal, replace_parameters};

/// Why a query gives no rows.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// A parameter has neither a value nor a default.
    #[error("parameter `{0}` has no value")]
    NoValue(String),
    /// The server refuses.
    #[error("{}", words(.0))]
    Server(#[from] postgres::Error),
}

/// What a query answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The rows.
    pub data: Data,
    /// Whether something was changed.
    pub is_change: bool,
}

/// Runs a query in a transaction of its own, with values for its parameters; one without is given its default. What it
/// changes is undone, unless it is `kept`.
///
/// # Errors
/// A parameter without a value, and what the server refuses.
pub fn ask(
    client: &mut Client,
    query: &Query,
    given: &BTreeMap<String, String>,
    kept: bool,
) -> Result<Answer, AskError> {
    let sql = inline(query, given)?;
    let mut transaction = client.transaction()?;
    let role = quote_identifier(&query.run_as);
    transaction.batch_execute(&format!("{SETTINGS}; set local role {role}"))?;
    let statement = transaction.prepare(&sql)?;
    let columns = statement
        .columns()
        .iter()
        .map(|column| Column { name: column.name().to_owned(), scale: scale(column.type_()) });
    let columns: Vec<Column> = columns.collect();
    let mut rows = Vec::new();
    for message in transaction.simple_query(&sql)? {
        if let SimpleQueryMessage::Row(row) = message {
            rows.push((0..row.len()).map(|at| row.get(at).map(str::to_owned)).collect());
        }
    }
    let changes = "select pg_catalog.pg_current_xact_id_if_assigned() is not null";
    let is_change = transaction.query_one(changes, &[])?.get(0);
    if kept {
        transaction.commit()?;
    } else {
        transaction.rollback()?;
    }
    Ok(Answer { data: Data { columns, rows }, is_change })
}

/// Returns the plan of a query as the role that asks it, with its parameters' defaults, else their examples.
///
/// # Errors
/// A parameter without a value, and what the server refuses.
pub fn explain(client: &mut Client, query: &Query) -> Result<String, AskError> {
    let sql = inline(query, &query.trial_values())?;
    let mut transaction = client.transaction()?;
    let role = quote_identifier(&query.run_as);
    transaction.batch_execute(&format!("{SETTINGS}; set local role {role}"))?;
    let mut plan = String::new();
    for message in transaction.simple_query(&format!("explain {sql}"))? {
        if let SimpleQueryMessage::Row(row) = message {
            plan.push_str(row.get(0).unwrap_or_default());
            plan.push('\n');
        }
    }
    transaction.rollback()?;
    Ok(plan)
}

/// Puts values in place of parameters.
fn inline(query: &Query, given: &BTreeMap<String, String>) -> Result<String, AskError> {
    let mut values: BTreeMap<&str, String> = BTreeMap::new();
    for Parameter { name, data_type, default, .. } in &query.parameters {
        let given = given.get(name).or(default.as_ref());
        let given = given.ok_or_else(|| AskError::NoValue(name.clone()))?;
        values.insert(name, format!("cast({} as {data_type})", quote_literal(given)));
    }
    Ok(replace_parameters(&query.sql, |name| values.get(name).cloned()))
}

/// Returns what a type is to a chart.
fn scale(data_type: &Type) -> Scale {
    match *data_type {
        Type::INT2
        | Type::INT4
        | Type::INT8
        | Type::NUMERIC
        | Type::FLOAT4
        | Type::FLOAT8
        | Type::OID => Scale::Number,
        Type::DATE | Type::TIMESTAMP | Type::TIMESTAMPTZ => Scale::Time,
        _ => Scale::Word,
    }
}
