//! Tables and partitions; what belongs to them comes with its own file.

use serde::Deserialize;

use super::reader::split_options;
use super::{Error, Reader};
use crate::model::{Database, ObjectName, PartitionOf, RowSecurity, Table};

#[derive(Deserialize)]
struct Row {
    schema: String,
    name: String,
    owner: String,
    comment: Option<String>,
    unlogged: bool,
    row_security: bool,
    force_row_security: bool,
    storage_parameters: Vec<String>,
    access_method: Option<String>,
    tablespace: Option<String>,
    replica_identity: String,
    replica_index: Option<String>,
    cluster_on: Option<String>,
    partition_by: Option<String>,
    bound: Option<String>,
    parents: Vec<(String, String)>,
}

/// Reads the tables.
pub(super) fn read(reader: &mut Reader<'_>, database: &mut Database) -> Result<(), Error> {
    for row in reader.rows::<Row>("tables", include_str!("tables.sql"))? {
        let name = ObjectName::new(row.schema.clone(), row.name.clone());
        let table = table(row, &name, reader)?;
        database.tables.insert(name, table);
    }
    Ok(())
}

fn table(row: Row, name: &ObjectName, reader: &Reader<'_>) -> Result<Table, Error> {
    let parents = row.parents.into_iter().map(|(schema, name)| ObjectName::new(schema, name));
    let mut parents = parents.collect::<Vec<_>>();
    let partition_of = match row.bound {
        Some(bound) => parents.pop().map(|parent| PartitionOf { parent, bound }),
        None => None,
    };
    Ok(Table {
        row_security: row_security(row.row_security, row.force_row_security),
        partition_by: row.partition_by,
        partition_of,
        inherits: parents,
        unlogged: row.unlogged,
        storage_parameters: split_options(row.storage_parameters).collect(),
        access_method: row.access_method,
        tablespace: row.tablespace,
        replica_identity: replica_identity(name, &row.replica_identity, row.replica_index)?,
        cluster_on: row.cluster_on,
        owner: reader.owner(row.owner),
        comment: row.comment,
        ..Table::default()
    })
}

/// FORCE without ENABLE has no effect.
fn row_security(enabled: bool, forced: bool) -> RowSecurity {
    match (enabled, forced) {
        (false, _) => RowSecurity::Off,
        (true, false) => RowSecurity::Enabled,
        (true, true) => RowSecurity::Forced,
    }
}

fn replica_identity(
    table: &ObjectName,
    relreplident: &str,
    index: Option<String>,
) -> Result<Option<String>, Error> {
    match relreplident {
        "d" => Ok(None),
        "n" => Ok(Some("nothing".to_owned())),
        "f" => Ok(Some("full".to_owned())),
        // The index may be dropped meanwhile, which leaves no identity at all.
        "i" => Ok(Some(index.unwrap_or_else(|| "nothing".to_owned()))),
        other => Err(Error::unknown(format!("table {table}"), "relreplident", other)),
    }
}
