//! What a diagram shows: tables and views with their columns, and the foreign keys between them.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    Column, ConstraintKind, Database, DiagramColumns, DiagramRelation, ForeignKey, ObjectName,
    Table,
};
use crate::picture::tables::{self, Entity, Reference, Tables};
use crate::sql::quote_identifier;

/// A picture of tables and views; names that are neither are left out.
pub(in crate::render) struct Draft<'d> {
    pub database: &'d Database,
    /// Schemas, each with the number of its colour.
    colours: BTreeMap<&'d str, usize>,
}

impl<'d> Draft<'d> {
    pub fn of(database: &'d Database) -> Self {
        let schemas: BTreeSet<&str> =
            database.relations().into_iter().map(|name| name.schema.as_str()).collect();
        Self { database, colours: schemas.into_iter().zip(0..).collect() }
    }

    /// Draws these, each with such columns, and what is between them.
    pub fn draw(
        &self,
        heading: &str,
        shown: &BTreeMap<&ObjectName, DiagramColumns>,
        notes: Vec<String>,
    ) -> Tables {
        let drawn =
            shown.iter().filter_map(|(name, columns)| Some((*name, self.entity(name, *columns)?)));
        let (names, entities): (Vec<&ObjectName>, Vec<Entity>) = drawn.unzip();
        let places: BTreeMap<&ObjectName, usize> = names.into_iter().zip(0..).collect();
        let related = places
            .iter()
            .filter_map(|(name, child)| Some((*name, *child, self.database.tables.get(*name)?)));
        let references = related.flat_map(|(name, child, table)| {
            let keys = table.foreign_keys().map(|(_, key)| key);
            let places = &places;
            keys.filter_map(move |key| {
                let parent = *places.get(&key.target)?;
                Some(Reference { parent, child, ..reference(name, table, key) })
            })
        });
        Tables { heading: heading.to_owned(), notes, references: references.collect(), entities }
    }

    /// Adds what refers to what without a foreign key, where both are drawn.
    pub fn relate<'r>(
        &self,
        drawn: &mut Tables,
        relations: impl IntoIterator<Item = &'r DiagramRelation>,
    ) {
        let names = drawn.entities.iter().map(|it| ObjectName::new(&*it.schema, &*it.name));
        let places: BTreeMap<ObjectName, usize> = names.zip(0..).collect();
        let related = relations.into_iter().filter_map(|relation| {
            let (child, parent) = (*places.get(&relation.table)?, *places.get(&relation.target)?);
            let table = self.database.tables.get(&relation.table)?;
            Some(Reference { parent, child, ..declared(table, relation) })
        });
        drawn.references.extend(related);
    }

    fn entity(&self, name: &ObjectName, columns: DiagramColumns) -> Option<Entity> {
        let table = self.database.tables.get(name);
        let view = self.database.views.get(name);
        let kind = match (table, view) {
            (None, None) => return None,
            (Some(table), _) => table.partition_of.as_ref().map(|_| "partition"),
            (None, Some(view)) if view.materialized => Some("materialized view"),
            (None, Some(_)) => Some("view"),
        };
        let all = match table {
            Some(table) => table.columns.iter().map(|column| of_table(table, column)).collect(),
            None => self.of_view(name),
        };
        let count = all.len();
        let is_shown = |column: &tables::Column| match columns {
            DiagramColumns::All => true,
            DiagramColumns::Keys => table.is_some_and(|table| is_key(table, &column.name)),
            DiagramColumns::None => false,
        };
        let columns: Vec<tables::Column> = all.into_iter().filter(is_shown).collect();
        let comment = table.map_or_else(
            || view.and_then(|view| view.comment.clone()),
            |table| table.comment.clone(),
        );
        Some(Entity {
            schema: name.schema.clone(),
            name: name.name.clone(),
            kind: kind.map(str::to_owned),
            comment,
            hidden: if columns.is_empty() { 0 } else { count - columns.len() },
            columns,
            colour: self.colours.get(name.schema.as_str()).copied().unwrap_or_default(),
            ..Entity::default()
        })
    }

    fn of_view(&self, name: &ObjectName) -> Vec<tables::Column> {
        let columns = self.database.columns_of(name).unwrap_or_default().into_iter();
        let column = |(name, data_type): (&str, Option<&str>)| tables::Column {
            name: name.to_owned(),
            data_type: data_type.unwrap_or("unknown").to_owned(),
            // Whether a view shows null, only its rows tell.
            not_null: true,
            ..tables::Column::default()
        };
        columns.map(column).collect()
    }
}

fn of_table(table: &Table, column: &Column) -> tables::Column {
    tables::Column {
        name: column.name.clone(),
        data_type: column.data_type.clone(),
        keys: markers(table, &column.name),
        not_null: table.refuses_null(column),
        classification: column.classification.clone(),
        comment: column.comment.clone(),
    }
}

/// Marks a column: `UK` only where it is unique by itself.
fn markers(table: &Table, column: &str) -> Vec<&'static str> {
    let mut markers = Vec::new();
    let in_key = |columns: &[String]| columns.iter().any(|name| name == column);
    if table.primary_key().is_some_and(|key| in_key(&key.columns)) {
        markers.push("PK");
    }
    if table.foreign_keys().any(|(_, key)| in_key(&key.columns)) {
        markers.push("FK");
    }
    let is_unique = |kind: &ConstraintKind| match kind {
        ConstraintKind::Unique(key) => key.columns.len() == 1 && in_key(&key.columns),
        _ => false,
    };
    if table.constraints.values().any(|constraint| is_unique(&constraint.kind)) {
        markers.push("UK");
    }
    markers
}

fn is_key(table: &Table, column: &str) -> bool {
    let mut keys = table.keys().map(|key| &key.columns);
    let mut foreign = table.foreign_keys().map(|(_, key)| &key.columns);
    let holds = |columns: &Vec<String>| columns.iter().any(|name| name == column);
    keys.any(holds) || foreign.any(holds)
}

fn reference(name: &ObjectName, table: &Table, key: &ForeignKey) -> Reference {
    let list = |columns: &[String]| columns.join(", ");
    let (own, others) = (list(&key.columns), list(&key.target_columns));
    Reference {
        parent_columns: key.target_columns.clone(),
        child_columns: key.columns.clone(),
        required: Some(is_required(table, &key.columns)),
        is_unique: is_unique(table, &key.columns),
        words: format!("{name} ({own}) references {} ({others})", key.target),
        ..Reference::default()
    }
}

fn declared(table: &Table, relation: &DiagramRelation) -> Reference {
    let DiagramRelation { table: name, columns, target, target_columns } = relation;
    let (own, others) = (columns.join(", "), target_columns.join(", "));
    Reference {
        parent_columns: target_columns.clone(),
        child_columns: columns.clone(),
        required: Some(is_required(table, columns)),
        is_unique: is_unique(table, columns),
        is_declared: true,
        words: format!("{name} ({own}) refers to {target} ({others}), without a foreign key"),
        ..Reference::default()
    }
}

/// Whether every row refers to one. With any column null there is none (MATCH SIMPLE), or all are null (MATCH FULL).
pub(in crate::render) fn is_required(table: &Table, columns: &[String]) -> bool {
    let refused = |name: &String| table.column(name).is_some_and(|it| table.refuses_null(it));
    columns.iter().all(refused)
}

/// Whether a combination of these columns stands at most once: a key lies within them.
pub(in crate::render) fn is_unique(table: &Table, columns: &[String]) -> bool {
    let within = |names: &[String]| names.iter().all(|name| columns.contains(name));
    let by_key = table.keys().any(|key| !key.columns.is_empty() && within(&key.columns));
    let quoted: Vec<_> = columns.iter().map(|name| quote_identifier(name)).collect();
    let by_index = table.indexes.values().filter(|index| index.unique).any(|index| {
        plain_columns(&index.definition)
            .is_some_and(|names| names.iter().all(|name| quoted.iter().any(|q| q == name)))
    });
    by_key || by_index
}

/// Reads the columns of an index on plain columns: `using btree (a, b)`.
///
/// Anything longer is not read: expressions, options, conditions.
pub(in crate::render) fn plain_columns(definition: &str) -> Option<Vec<&str>> {
    let (_, list) = definition.split_once('(')?;
    let list = list.strip_suffix(')').filter(|list| !list.contains(['(', ')']))?;
    Some(list.split(',').map(str::trim).collect())
}
