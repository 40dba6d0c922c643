//! Columns of tables and views, and attributes of composite types.

use serde::Deserialize;

use super::reader::split_options;
use super::sequences::OptionsRow;
use super::{Error, Reader};
use crate::check::default_name;
use crate::model::{
    Column, Database, Expression, Generated, Identity, ObjectName, Table, TypeDefinition, View,
    ViewColumn,
};

#[derive(Deserialize)]
struct Row {
    schema: String,
    relation: String,
    relation_kind: String,
    name: String,
    data_type: String,
    collation: Option<String>,
    not_null: bool,
    default: Option<String>,
    identity: String,
    identity_options: Option<OptionsRow>,
    identity_sequence: Option<String>,
    generated: String,
    storage: Option<String>,
    compression: String,
    statistics: Option<i16>,
    options: Vec<String>,
    inherited: bool,
    comment: Option<String>,
}

/// Reads the columns into the relations and types that were read before.
pub(super) fn read(reader: &mut Reader<'_>, database: &mut Database) -> Result<(), Error> {
    for row in reader.rows::<Row>("columns", include_str!("columns.sql"))? {
        let relation = ObjectName::new(row.schema.clone(), row.relation.clone());
        match row.relation_kind.as_str() {
            "r" | "p" => add_to_table(database.tables.get_mut(&relation), row, &relation)?,
            "v" | "m" => add_to_view(database.views.get_mut(&relation), row),
            "c" => add_to_type(database, row, &relation),
            other => {
                return Err(Error::unknown(format!("relation {relation}"), "relkind", other));
            }
        }
    }
    Ok(())
}

/// The relations of extensions were not read: their columns are left out as well.
fn add_to_table(table: Option<&mut Table>, row: Row, name: &ObjectName) -> Result<(), Error> {
    if let Some(table) = table {
        table.columns.push(row.into_column(name)?);
    }
    Ok(())
}

fn add_to_view(view: Option<&mut View>, row: Row) {
    let Some(view) = view else { return };
    if let Some(comment) = row.comment {
        view.column_comments.insert(row.name.clone(), comment);
    }
    if let Some(default) = row.default {
        view.column_defaults.insert(row.name.clone(), Expression(default));
    }
    view.output.push(ViewColumn { name: row.name, data_type: Some(row.data_type) });
}

fn add_to_type(database: &mut Database, row: Row, name: &ObjectName) {
    let definition = database.types.get_mut(name).map(|found| &mut found.definition);
    if let Some(TypeDefinition::Composite(composite)) = definition {
        composite.attributes.push((row.name, row.data_type, row.collation));
    }
}

impl Row {
    fn into_column(self, table: &ObjectName) -> Result<Column, Error> {
        let object = format!("column {table}.{}", self.name);
        let identity = self.identity(&object)?;
        let usual = default_name::name(&table.name, &self.name, "seq");
        let expression = self.default.map(Expression);
        let (default, generated) = match self.generated.as_str() {
            "" => (expression, None),
            kind => (None, Some((stored(kind, &object)?, expression))),
        };
        let generated = generated.and_then(|(stored, expression)| {
            expression.map(|expression| Generated { expression, stored })
        });
        Ok(Column {
            identity: identity.and_then(|always| {
                let options = self.identity_options?.into_options(&self.data_type);
                let sequence = self.identity_sequence.filter(|name| *name != usual);
                Some(Identity { always, sequence, options })
            }),
            default,
            generated,
            storage: self.storage.as_deref().map(|char| storage(char, &object)).transpose()?,
            compression: compression(&self.compression, &object)?,
            name: self.name,
            data_type: self.data_type,
            collation: self.collation,
            not_null: self.not_null,
            statistics: self.statistics,
            options: split_options(self.options).collect(),
            inherited: self.inherited,
            comment: self.comment,
            classification: None,
        })
    }

    /// Returns whether the identity is `always`, where there is one.
    fn identity(&self, object: &str) -> Result<Option<bool>, Error> {
        match self.identity.as_str() {
            "" => Ok(None),
            "a" => Ok(Some(true)),
            "d" => Ok(Some(false)),
            other => Err(Error::unknown(object, "attidentity", other)),
        }
    }
}

fn stored(attgenerated: &str, object: &str) -> Result<bool, Error> {
    match attgenerated {
        "s" => Ok(true),
        "v" => Ok(false),
        other => Err(Error::unknown(object, "attgenerated", other)),
    }
}

fn storage(attstorage: &str, object: &str) -> Result<String, Error> {
    let words = match attstorage {
        "p" => "plain",
        "e" => "external",
        "x" => "extended",
        "m" => "main",
        other => return Err(Error::unknown(object, "attstorage", other)),
    };
    Ok(words.to_owned())
}

fn compression(attcompression: &str, object: &str) -> Result<Option<String>, Error> {
    match attcompression {
        "" => Ok(None),
        "p" => Ok(Some("pglz".to_owned())),
        "l" => Ok(Some("lz4".to_owned())),
        other => Err(Error::unknown(object, "attcompression", other)),
    }
}
