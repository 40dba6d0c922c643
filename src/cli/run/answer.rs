//! The answers of named queries, as a table on the terminal.

use postgres::SimpleQueryMessage;

use crate::cli::Status;
use crate::cli::output::Output;
use crate::connect::Target;
use crate::model::{Project, Query};
use crate::sandbox::script::words;
use crate::sql::quote_identifier;

/// The most rows of an answer that are shown.
const MOST: usize = 20;

/// Asks named queries as their roles, with the defaults of their parameters, and shows what they answer.
pub(super) fn ask(
    project: &Project,
    target: &Target,
    names: &[String],
    output: &Output,
) -> Result<(), Status> {
    if names.is_empty() {
        return Ok(());
    }
    let mut client =
        target.connect().map_err(|error| crate::cli::state::refused(&error, output))?;
    for (name, query) in names.iter().filter_map(|name| project.queries.get_key_value(name)) {
        let (head, rows) = answer(&mut client, query).map_err(|error| {
            output.say(&format!("error: query `{name}`: {}", words(&error)));
            Status::Failed
        })?;
        let question = query.description.as_deref().unwrap_or(name);
        output.data(&format!("\n{}\n{}", question.trim_end(), table(&head, &rows)));
    }
    Ok(())
}

type Rows = Vec<Vec<String>>;

/// Runs a query and undoes what it did.
fn answer(
    client: &mut postgres::Client,
    query: &Query,
) -> Result<(Vec<String>, Rows), postgres::Error> {
    let mut transaction = client.transaction()?;
    transaction.batch_execute(&format!("set local role {}", quote_identifier(&query.run_as)))?;
    let (mut head, mut rows) = (Vec::new(), Rows::new());
    for message in transaction.simple_query(&query.inline())? {
        match message {
            SimpleQueryMessage::RowDescription(columns) => {
                head = columns.iter().map(|column| column.name().to_owned()).collect();
            }
            SimpleQueryMessage::Row(row) => {
                let cells = (0..row.len()).map(|at| row.get(at).unwrap_or_default().to_owned());
                rows.push(cells.collect());
            }
            _ => {}
        }
    }
    transaction.rollback()?;
    Ok((head, rows))
}

fn table(head: &[String], rows: &Rows) -> String {
    let shown = &rows[..rows.len().min(MOST)];
    let width = |at: usize| {
        let cells = shown.iter().filter_map(|row| row.get(at));
        cells.chain(head.get(at)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let is_number = |at: usize| {
        let cells = shown.iter().filter_map(|row| row.get(at)).filter(|cell| !cell.is_empty());
        let mut cells = cells.peekable();
        cells.peek().is_some() && cells.all(|cell| cell.parse::<f64>().is_ok())
    };
    let right: Vec<bool> = (0..head.len()).map(is_number).collect();
    let line = |cells: &[String]| {
        let cells =
            cells.iter().zip(&widths).zip(&right).map(|((cell, width), right)| match right {
                true => format!("{cell:>width$}"),
                false => format!("{cell:<width$}"),
            });
        format!("  {}\n", cells.collect::<Vec<_>>().join("  ").trim_end())
    };
    let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
    let mut text = line(head) + &line(&rule);
    shown.iter().for_each(|row| text.push_str(&line(row)));
    if rows.len() > shown.len() {
        text.push_str(&format!("  … {} more\n", rows.len() - shown.len()));
    }
    text
}
