//! Types that queries promise, as the server understands them.

use std::collections::{BTreeMap, BTreeSet};

use postgres::Client;

use crate::catalog::column_types;
use crate::model::Project;
use crate::verify::Error;

/// A type as the server understands it.
pub(super) struct ExpectedType {
    /// Identity of the type; of its base where it is a domain.
    pub oid: u32,
    /// Its spelling with a modifier (`numeric(12,2)`), where one was written.
    pub modified: Option<String>,
}

/// The types of all expectations, by their text.
pub(super) type ExpectedTypes = BTreeMap<String, ExpectedType>;

/// Reads a type without its modifier, down to the base of a domain.
const STATEMENT: &str = "with recursive base (oid, below) as (
        select t.oid, nullif(t.typbasetype, 0) from pg_catalog.pg_type t
        where t.oid = to_regtype($1)
        union all
        select t.oid, nullif(t.typbasetype, 0) from base
        join pg_catalog.pg_type t on t.oid = base.below)
    select oid, format_type(to_regtype($1), null) from base where below is null";

/// Asks the server; a text that it does not know is left out.
pub(super) fn ask(client: &mut Client, project: &Project) -> Result<ExpectedTypes, Error> {
    let columns = project.queries.values().flat_map(|query| &query.expectation.columns);
    let texts: BTreeSet<String> = columns.map(|(_, text)| text.clone()).collect();
    let spelled = column_types(client, &texts)?;
    let failed = Error::server("ask for the types that queries promise");
    let mut transaction = client.transaction().map_err(failed)?;
    transaction.batch_execute("set local search_path = ''").map_err(failed)?;
    let statement = transaction.prepare(STATEMENT).map_err(failed)?;
    let mut types = ExpectedTypes::new();
    for text in texts {
        // PostgreSQL before 17 fails on some texts that are no type; those were not spelled.
        let Some(spelled) = spelled.get(&text) else { continue };
        let Some(row) = transaction.query_opt(&statement, &[&text]).map_err(failed)? else {
            continue;
        };
        let bare: String = row.get(1);
        let modified = (*spelled != bare).then(|| spelled.clone());
        types.insert(text, ExpectedType { oid: row.get(0), modified });
    }
    transaction.rollback().map_err(failed)?;
    Ok(types)
}
