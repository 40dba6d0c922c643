//! Asks the server how it spells types.

use std::collections::{BTreeMap, BTreeSet};

use postgres::{Client, Transaction};

use super::Error;

/// A table has at most 1,600 columns.
const CHUNK: usize = 500;

const SPELLINGS: &str = "select format_type(atttypid, atttypmod) from pg_attribute
    where attrelid = 'pg_temp.pgspec_types'::regclass and attnum > 0 order by attnum";

/// Types of extensions are written without their schema, which only the server knows; where the
/// path is empty again, it prints every schema.
const EVERY_SCHEMA: &str = "select set_config('search_path', coalesce(string_agg(
        quote_ident(nspname), ', ' order by nspname), ''), true)
    from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'";

const NO_SCHEMA: &str = "set local search_path = ''";

/// Returns how the server spells each type as that of a column: `numeric(10,2)` for
/// `decimal(10, 2)`.
///
/// Nothing is left behind: the types are tried in a temporary table that is rolled back. A text
/// that is no type of a column there has no answer.
///
/// # Errors
/// Fails where the connection does.
pub fn column_types(
    client: &mut Client,
    types: &BTreeSet<String>,
) -> Result<BTreeMap<String, String>, Error> {
    let types = types.iter().map(String::as_str).collect::<Vec<_>>();
    let mut transaction = client.transaction().map_err(failed)?;
    transaction.batch_execute(EVERY_SCHEMA).map_err(failed)?;
    let mut spelled = BTreeMap::new();
    for chunk in types.chunks(CHUNK) {
        try_columns(&mut transaction, chunk, &mut spelled)?;
    }
    transaction.rollback().map_err(failed)?;
    Ok(spelled)
}

/// Tries the types together; halves them where the server refuses, until the culprit is alone.
fn try_columns(
    transaction: &mut Transaction<'_>,
    types: &[&str],
    spelled: &mut BTreeMap<String, String>,
) -> Result<(), Error> {
    if let Some(names) = spell(transaction, types)? {
        spelled.extend(types.iter().map(|text| (*text).to_owned()).zip(names));
        return Ok(());
    }
    if types.len() > 1 {
        let (first, second) = types.split_at(types.len() / 2);
        try_columns(transaction, first, spelled)?;
        try_columns(transaction, second, spelled)?;
    }
    Ok(())
}

/// Returns the spellings, or `None` where a text is no type, or more than one.
fn spell(transaction: &mut Transaction<'_>, types: &[&str]) -> Result<Option<Vec<String>>, Error> {
    let columns = types.iter().enumerate().map(|(number, text)| format!("c{number} {text}"));
    let columns = columns.collect::<Vec<_>>().join(", ");
    let mut savepoint = transaction.transaction().map_err(failed)?;
    // An extended query holds one statement only, whatever the text says.
    let created = savepoint.execute(&format!("create temp table pgspec_types ({columns})"), &[]);
    if let Err(error) = created {
        return if error.is_closed() { Err(failed(error)) } else { Ok(None) };
    }
    savepoint.batch_execute(NO_SCHEMA).map_err(failed)?;
    let rows = savepoint.query(SPELLINGS, &[]).map_err(failed)?;
    let names = rows.iter().map(|row| row.try_get(0)).collect::<Result<Vec<_>, _>>();
    savepoint.rollback().map_err(failed)?;
    Ok(Some(names.map_err(failed)?).filter(|names| names.len() == types.len()))
}

/// Returns how the server spells each type as that of an argument, which has no modifier:
/// `numeric` for `decimal(10, 2)`, and pseudo-types as well.
///
/// # Errors
/// Fails where the connection does.
pub fn argument_types(
    client: &mut Client,
    types: &BTreeSet<String>,
) -> Result<BTreeMap<String, String>, Error> {
    let mut transaction = client.transaction().map_err(failed)?;
    transaction.batch_execute(EVERY_SCHEMA).map_err(failed)?;
    let mut spelled = BTreeMap::new();
    for text in types {
        let mut savepoint = transaction.transaction().map_err(failed)?;
        let Ok(row) = savepoint.query_one("select to_regtype($1)::oid", &[text]) else {
            savepoint.rollback().map_err(failed)?;
            continue;
        };
        let found: Option<u32> = row.try_get(0).map_err(failed)?;
        savepoint.batch_execute(NO_SCHEMA).map_err(failed)?;
        if let Some(oid) = found {
            let name = savepoint.query_one("select $1::oid::regtype::text", &[&oid]);
            let name = name.and_then(|row| row.try_get(0)).map_err(failed)?;
            spelled.insert(text.clone(), name);
        }
        savepoint.rollback().map_err(failed)?;
    }
    transaction.rollback().map_err(failed)?;
    Ok(spelled)
}

fn failed(source: postgres::Error) -> Error {
    Error::Query { part: "the names of types", source }
}
