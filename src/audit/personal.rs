//! Where personal data is, where it flows, and who reads it there.
//!
//! PostgreSQL's own dependency records say which columns a view reads. A column of the view that is called
//! like one of them is taken to hold it; where none is, any of them may. Queries of a project are made
//! procedures for as long as this is asked, so that the same records speak of them. Limits: the bodies of
//! functions are text to PostgreSQL; those that run with their owner's rights count where they name
//! table and column.

use postgres::Client;
use serde::Serialize;

use super::{Error, Options, SETTINGS, prelude};
use crate::sql::quote_identifier;

/// A place where personal data can be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// The column that holds it: `sales.members.email`.
    pub source: String,
    /// Table, view, function or query.
    pub object: String,
    /// Column of it; empty where any may hold it.
    pub column: String,
    /// Whether a copy is kept there.
    pub kept: bool,
    /// Roles that read it there; superusers are left out.
    pub readers: Vec<String>,
}

/// Finds every place, in one transaction that is undone.
///
/// `options` say which columns hold personal data, and which do not; `queries` are names with SQL without parameters.
///
/// # Errors
/// Fails where the server refuses a query. A query that cannot be made a procedure is left out.
pub fn find(
    client: &mut Client,
    options: &Options,
    queries: &[(String, String)],
) -> Result<Vec<Place>, Error> {
    let failed = |source| Error { part: "personal data", source };
    let mut transaction = client.transaction().map_err(failed)?;
    for (name, sql) in queries {
        let name = quote_identifier(&format!("pgspec_query_{name}")).into_owned();
        let mut nested = transaction.transaction().map_err(failed)?;
        let made = nested.batch_execute(&format!(
            "create procedure pg_temp.{name}() language sql begin atomic {sql}; end"
        ));
        match made {
            Ok(()) => nested.commit().map_err(failed)?,
            Err(error) if error.is_closed() => return Err(failed(error)),
            Err(_) => nested.rollback().map_err(failed)?,
        }
    }
    transaction.batch_execute(SETTINGS).map_err(failed)?;
    let sql = prelude() + include_str!("personal.sql");
    let rows =
        transaction.query(&sql, &[&options.classified, &options.otherwise]).map_err(failed)?;
    let mut places = Vec::new();
    for row in rows {
        places.push(Place {
            source: row.try_get(0).map_err(failed)?,
            object: row.try_get(1).map_err(failed)?,
            column: row.try_get(2).map_err(failed)?,
            kept: row.try_get::<_, Option<bool>>(3).map_err(failed)?.unwrap_or_default(),
            readers: row.try_get(4).map_err(failed)?,
        });
    }
    transaction.rollback().map_err(failed)?;
    places.sort();
    Ok(places)
}
