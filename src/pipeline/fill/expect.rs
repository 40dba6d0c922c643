//! What must hold of a target, asked once it is filled and before anybody sees it.

use postgres::{SimpleQueryMessage, SimpleQueryRow, Transaction};

use crate::model::DataExpectation;
use crate::render::transforms::{Statements, questions};

/// What came of one expectation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its name.
    pub name: String,
    /// How it ended.
    pub weight: Weight,
    /// How many rows fail.
    pub failing: i64,
    /// Some of these, as a JSON list.
    pub kept: String,
}

/// How an expectation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// It is met.
    Met,
    /// It is not, and that is told.
    Warned,
    /// It is not, and what was done is undone.
    Failed,
}

impl Weight {
    /// Returns the word that the ledger and JSON have for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Warned => "warned",
            Self::Failed => "failed",
        }
    }
}

/// Asks for all of them, in one message to the server.
pub(super) fn judge(
    transaction: &mut Transaction<'_>,
    statements: &Statements<'_>,
) -> Result<Vec<Finding>, postgres::Error> {
    let expectations = &statements.transform.expectations;
    if expectations.is_empty() {
        return Ok(Vec::new());
    }
    let asked = questions(statements);
    let answers = transaction.simple_query(&asked.join(";\n"))?;
    let rows = answers.iter().filter_map(|message| match message {
        SimpleQueryMessage::Row(row) => Some(row),
        _ => None,
    });
    Ok(expectations.iter().zip(rows).map(|(expectation, row)| finding(expectation, row)).collect())
}

fn finding(expectation: &DataExpectation, row: &SimpleQueryRow) -> Finding {
    let number = |at| row.get(at).and_then(|text: &str| text.parse::<u64>().ok()).unwrap_or(0);
    let (failing, all, warns) = (number(0), number(1), number(3));
    let fails = expectation.at_most.is_exceeded(failing, all);
    let weight = match (fails, warns > 0) {
        (true, _) if expectation.only_warns => Weight::Warned,
        (true, _) => Weight::Failed,
        (false, true) => Weight::Warned,
        (false, false) => Weight::Met,
    };
    Finding {
        name: expectation.name.clone(),
        weight,
        failing: i64::try_from(failing.max(warns)).unwrap_or(i64::MAX),
        kept: row.get(2).unwrap_or("[]").to_owned(),
    }
}
