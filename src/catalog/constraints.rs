//! Constraints of tables.

use serde::Deserialize;

use super::reader::split_options;
use super::{Error, Reader};
use crate::model::{
    Action, Constraint, ConstraintKind, Database, Expression, ForeignKey, Key, ObjectName,
};

#[derive(Deserialize)]
struct Row {
    schema: String,
    relation: String,
    name: String,
    kind: String,
    deferrable: bool,
    initially_deferred: bool,
    not_valid: bool,
    comment: Option<String>,
    columns: Vec<String>,
    include: Vec<String>,
    nulls_not_distinct: bool,
    storage_parameters: Vec<String>,
    tablespace: Option<String>,
    period: bool,
    not_enforced: bool,
    expression: Option<String>,
    no_inherit: bool,
    target_schema: Option<String>,
    target_name: Option<String>,
    target_columns: Vec<String>,
    on_update: String,
    on_delete: String,
    on_delete_columns: Vec<String>,
    match_full: bool,
    exclusion: Option<String>,
}

/// Reads the constraints into the tables that were read before.
pub(super) fn read(reader: &mut Reader<'_>, database: &mut Database) -> Result<(), Error> {
    for mut row in reader.rows::<Row>("constraints", include_str!("constraints.sql"))? {
        let relation = ObjectName::new(row.schema.clone(), row.relation.clone());
        let Some(table) = database.tables.get_mut(&relation) else { continue };
        let constraint = Constraint {
            kind: row.take_kind(&format!("constraint {} on {relation}", row.name))?,
            deferrable: row.deferrable,
            initially_deferred: row.initially_deferred,
            // One that is not enforced has not been checked either.
            not_valid: row.not_valid && !row.not_enforced,
            not_enforced: row.not_enforced,
            comment: row.comment,
        };
        table.constraints.insert(row.name, constraint);
    }
    Ok(())
}

impl Row {
    fn take_kind(&mut self, object: &str) -> Result<ConstraintKind, Error> {
        let missing = || Error::unknown(object, "contype", "without its definition");
        Ok(match self.kind.as_str() {
            "p" => ConstraintKind::PrimaryKey(self.take_key()),
            "u" => ConstraintKind::Unique(self.take_key()),
            "c" => ConstraintKind::Check {
                expression: Expression(self.expression.take().ok_or_else(missing)?),
                no_inherit: self.no_inherit,
            },
            "f" => ConstraintKind::ForeignKey(self.take_foreign_key(object)?),
            "x" => ConstraintKind::Exclusion(self.exclusion.take().ok_or_else(missing)?),
            other => return Err(Error::unknown(object, "contype", other)),
        })
    }

    fn take_key(&mut self) -> Key {
        Key {
            columns: std::mem::take(&mut self.columns),
            include: std::mem::take(&mut self.include),
            nulls_not_distinct: self.nulls_not_distinct,
            without_overlaps: self.period,
            storage_parameters: split_options(std::mem::take(&mut self.storage_parameters))
                .collect(),
            tablespace: self.tablespace.take(),
        }
    }

    fn take_foreign_key(&mut self, object: &str) -> Result<ForeignKey, Error> {
        let target = self.target_schema.take().zip(self.target_name.take());
        let (schema, name) = target.ok_or_else(|| Error::unknown(object, "confrelid", "0"))?;
        Ok(ForeignKey {
            columns: std::mem::take(&mut self.columns),
            target: ObjectName::new(schema, name),
            target_columns: std::mem::take(&mut self.target_columns),
            on_delete: action(&self.on_delete, object, "confdeltype")?,
            on_update: action(&self.on_update, object, "confupdtype")?,
            on_delete_columns: std::mem::take(&mut self.on_delete_columns),
            match_full: self.match_full,
            period: self.period,
        })
    }
}

fn action(char: &str, object: &str, field: &'static str) -> Result<Action, Error> {
    match char {
        "a" => Ok(Action::NoAction),
        "r" => Ok(Action::Restrict),
        "c" => Ok(Action::Cascade),
        "n" => Ok(Action::SetNull),
        "d" => Ok(Action::SetDefault),
        other => Err(Error::unknown(object, field, other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_is_not_known_is_named_with_its_object() {
        let error = action("z", "constraint pair on sales.bookings", "confdeltype").unwrap_err();
        insta::assert_snapshot!(error, @"constraint pair on sales.bookings has the confdeltype `z`, which this version of pgspec does not know");
        assert_eq!(action("c", "constraint pair", "confdeltype").unwrap(), Action::Cascade);
    }
}
