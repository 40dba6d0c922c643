//! What only the server knows of the objects that trials are about.

use std::collections::{BTreeMap, BTreeSet};

use postgres::Transaction;

use crate::model::{Database, ObjectName, Target};
use crate::verify::Error;

/// A column as the server has it.
pub(super) struct Column {
    /// Name.
    pub name: String,
    /// Whether its values are computed from others.
    pub generated: bool,
    /// Whether it is a key by itself, so that a foreign key can refer to it.
    pub is_key: bool,
}

/// What only the server knows.
#[derive(Default)]
pub(super) struct Surroundings {
    /// Relations of the project with their columns in order.
    pub relations: BTreeMap<ObjectName, Vec<Column>>,
    /// A number that a sequence does not take, where there is one.
    pub outside: BTreeMap<ObjectName, i64>,
}

impl Surroundings {
    /// Reads them: only the server knows the columns of every view.
    pub fn read(transaction: &mut Transaction<'_>, model: &Database) -> Result<Self, Error> {
        let failed = Error::server("read what trials are about");
        let relations = model.relations().into_iter();
        let mut around = Self {
            relations: relations.map(|name| (name.clone(), Vec::new())).collect(),
            ..Self::default()
        };
        for row in transaction.query(include_str!("columns.sql"), &[]).map_err(failed)? {
            let name = ObjectName::new(row.get::<_, String>(0), row.get::<_, String>(1));
            if let Some(columns) = around.relations.get_mut(&name) {
                columns.push(Column {
                    name: row.get(2),
                    generated: row.get(3),
                    is_key: row.get(4),
                });
            }
        }
        let sequences = "select schemaname::text, sequencename::text, min_value, max_value
            from pg_catalog.pg_sequences";
        for row in transaction.query(sequences, &[]).map_err(failed)? {
            let name = ObjectName::new(row.get::<_, String>(0), row.get::<_, String>(1));
            let (least, most): (i64, i64) = (row.get(2), row.get(3));
            let outside = least.checked_sub(1).or_else(|| most.checked_add(1));
            around.outside.extend(outside.map(|outside| (name, outside)));
        }
        Ok(around)
    }

    /// Returns what is tried and is no relation.
    pub fn objects(&self, model: &Database) -> BTreeSet<Target> {
        let mut objects = BTreeSet::from([Target::Database]);
        objects.extend(model.schemas.keys().cloned().map(Target::Schema));
        objects.extend(model.sequences.keys().cloned().map(Target::Sequence));
        objects.extend(model.routines.keys().cloned().map(Target::Routine));
        objects.extend(model.types.keys().cloned().map(Target::Type));
        let large = |target: &&Target| matches!(target, Target::LargeObject(_));
        objects.extend(model.grants.keys().filter(large).cloned());
        objects
    }
}
