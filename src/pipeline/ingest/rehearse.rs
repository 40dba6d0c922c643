//! A source tried without a file: that its SQL is of this database, and its role may do what it does.

use postgres::{Client, Transaction};

use super::judge::Statements;
use crate::model::{Again, FileSource};
use crate::sql::quote_identifier;

/// What was tried of a source, and why the server refuses it, where it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// What was tried: `values and rules`, `accepted rows`.
    pub what: &'static str,
    /// The server's words.
    pub refused: Option<String>,
}

/// Runs the statements of a source as its role, over no rows, and undoes them.
///
/// # Errors
/// A connection that is gone.
pub fn rehearse(client: &mut Client, source: &FileSource) -> Result<Vec<Tried>, postgres::Error> {
    let statements = Statements::of(source, "");
    let role = quote_identifier(&source.run_as);
    let mut transaction = client.transaction()?;
    transaction.batch_execute(&statements.settings())?;
    let mut steps = vec![
        ("values", format!("{}; set local role {role}", statements.make_judged())),
        ("rules", statements.rehearse()),
        ("accepted rows", statements.land(true)),
        ("rejected rows", statements.land(false)),
    ];
    if !source.key.is_empty() {
        steps.push(("rows that are there already", statements.find_known()));
    }
    if source.again == Again::Replace {
        let both = [true, false].map(|accepted| statements.take_out(accepted));
        steps.push(("rows that are replaced", both.join("; ")));
    }
    let mut tried = Vec::new();
    for (what, sql) in steps {
        let refused = attempt(&mut transaction, &sql)?;
        let stops = refused.is_some() && what == "values";
        tried.push(Tried { what, refused });
        if stops {
            break;
        }
    }
    transaction.rollback()?;
    Ok(tried)
}

/// Runs a step; returns the server's words where it refuses.
fn attempt(
    transaction: &mut Transaction<'_>,
    sql: &str,
) -> Result<Option<String>, postgres::Error> {
    let mut nested = transaction.transaction()?;
    match nested.batch_execute(sql) {
        Ok(()) => nested.commit().map(|()| None),
        Err(error) if error.is_closed() => Err(error),
        Err(error) => {
            let words = crate::sandbox::script::words(&error);
            nested.rollback()?;
            Ok(Some(words))
        }
    }
}
