//! What a database has and the model cannot hold.

use serde::Deserialize;

use super::{Error, Reader};

#[derive(Deserialize)]
struct Row {
    name: String,
}

/// Reads the names of what is left out.
pub(super) fn read(reader: &mut Reader<'_>) -> Result<Vec<String>, Error> {
    let rows = reader.rows::<Row>("what is unknown", include_str!("unknown.sql"))?;
    Ok(rows.into_iter().map(|row| row.name).collect())
}
