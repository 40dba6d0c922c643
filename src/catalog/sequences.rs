//! Sequences, and the options that identity columns share with them.

use serde::Deserialize;

use super::{Error, Reader};
use crate::model::{Database, ObjectName, Sequence, SequenceOptions};

#[derive(Deserialize)]
struct Row {
    schema: String,
    name: String,
    owner: String,
    comment: Option<String>,
    options: OptionsRow,
    table_schema: Option<String>,
    table_name: Option<String>,
    column_name: Option<String>,
}

/// Options of a sequence, all of them said.
#[derive(Deserialize)]
pub(super) struct OptionsRow {
    data_type: String,
    start: i64,
    increment: i64,
    min_value: i64,
    max_value: i64,
    cache: i64,
    cycle: bool,
}

/// Leaves out of options what PostgreSQL chooses unasked, where `default_type` is the type it
/// chooses: `bigint`, or the type of an identity column.
pub fn canonical_sequence(options: &SequenceOptions, default_type: &str) -> SequenceOptions {
    let data_type = options.data_type.clone().unwrap_or_else(|| default_type.to_owned());
    let increment = options.increment.unwrap_or(1);
    let (lowest, highest) = bounds(&data_type);
    let (min, max) = if increment > 0 { (1, highest) } else { (lowest, -1) };
    let (min_value, max_value) =
        (options.min_value.unwrap_or(min), options.max_value.unwrap_or(max));
    let row = OptionsRow {
        start: options.start.unwrap_or(if increment > 0 { min_value } else { max_value }),
        cache: options.cache.unwrap_or(1),
        cycle: options.cycle,
        data_type,
        increment,
        min_value,
        max_value,
    };
    row.into_options(default_type)
}

/// Reads the sequences that are not behind an identity column.
pub(super) fn read(reader: &mut Reader<'_>, database: &mut Database) -> Result<(), Error> {
    for row in reader.rows::<Row>("sequences", include_str!("sequences.sql"))? {
        let table = row.table_schema.zip(row.table_name);
        let owned_by = table
            .zip(row.column_name)
            .map(|((schema, name), column)| (ObjectName::new(schema, name), column));
        let sequence = Sequence {
            options: row.options.into_options("bigint"),
            owned_by,
            owner: reader.owner(row.owner),
            comment: row.comment,
        };
        database.sequences.insert(ObjectName::new(row.schema, row.name), sequence);
    }
    Ok(())
}

impl OptionsRow {
    /// Leaves out what PostgreSQL chooses unasked, where `default_type` is the type it chooses.
    pub fn into_options(self, default_type: &str) -> SequenceOptions {
        let (lowest, highest) = bounds(&self.data_type);
        let ascending = self.increment > 0;
        let (min, max) = if ascending { (1, highest) } else { (lowest, -1) };
        let start = if ascending { self.min_value } else { self.max_value };
        let unless = |value, default| (value != default).then_some(value);
        SequenceOptions {
            start: unless(self.start, start),
            increment: unless(self.increment, 1),
            min_value: unless(self.min_value, min),
            max_value: unless(self.max_value, max),
            cache: unless(self.cache, 1),
            cycle: self.cycle,
            data_type: (self.data_type != default_type).then_some(self.data_type),
        }
    }
}

fn bounds(data_type: &str) -> (i64, i64) {
    match data_type {
        "smallint" => (i16::MIN.into(), i16::MAX.into()),
        "integer" => (i32::MIN.into(), i32::MAX.into()),
        _ => (i64::MIN, i64::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_postgresql_chooses_is_left_out() {
        let said = SequenceOptions {
            data_type: Some("integer".into()),
            start: Some(-1),
            increment: Some(-1),
            min_value: Some(i32::MIN.into()),
            max_value: Some(-1),
            cache: Some(1),
            cycle: false,
        };
        let expected = SequenceOptions { increment: Some(-1), ..SequenceOptions::default() };
        assert_eq!(canonical_sequence(&said, "integer"), expected);
        assert_eq!(canonical_sequence(&said, "bigint").min_value, None);
        let started = SequenceOptions { start: Some(-2), ..said };
        assert_eq!(canonical_sequence(&started, "integer").start, Some(-2));
    }
}
