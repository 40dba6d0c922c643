//! Named queries and diagrams.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Chart, ObjectName, Project};
use crate::sql::{quote_literal, replace_parameters};

/// A named query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Query {
    /// The question it answers.
    pub description: Option<String>,
    /// Role that runs it.
    pub run_as: String,
    /// Parameters in the order in which they are declared.
    pub parameters: Vec<Parameter>,
    /// The SQL as written, with `:name` parameters, without a closing semicolon.
    pub sql: String,
    /// What its result must look like.
    pub expectation: Expectation,
    /// How its rows are drawn.
    pub chart: Option<Chart>,
}

impl Query {
    /// Returns the values that parameters are tried with: defaults, else examples.
    pub fn trial_values(&self) -> BTreeMap<String, String> {
        let values = self.parameters.iter().filter_map(|parameter| {
            let value = parameter.default.as_ref().or(parameter.example.as_ref())?;
            Some((parameter.name.clone(), value.clone()))
        });
        values.collect()
    }

    /// Returns the SQL without parameters: each one's default, example or null stands in its place.
    pub fn inline(&self) -> String {
        let declared = |name: &str| self.parameters.iter().find(|it| it.name == name);
        replace_parameters(&self.sql, |name| {
            Some(declared(name).map_or_else(|| "null".to_owned(), Parameter::value))
        })
    }
}

/// A parameter of a query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Parameter {
    /// Name, written `:name` in the SQL.
    pub name: String,
    /// Type as PostgreSQL prints it.
    pub data_type: String,
    /// Value where none is given.
    pub default: Option<String>,
    /// Value to verify with where there is no default.
    pub example: Option<String>,
    /// What it stands for.
    pub description: Option<String>,
}

impl Parameter {
    /// Returns the default, the example or null, as an expression of its type.
    pub fn value(&self) -> String {
        let value = self.default.as_ref().or(self.example.as_ref());
        let value =
            value.map_or_else(|| "null".to_owned(), |value| quote_literal(value).to_string());
        format!("cast({value} as {})", self.data_type)
    }
}

/// What the result of a query must look like.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Expectation {
    /// Names and types of the columns in their order; nothing is expected when empty.
    pub columns: Vec<(String, String)>,
    /// At least so many rows, with the sample data.
    pub min_rows: Option<u64>,
    /// At most so many rows.
    pub max_rows: Option<u64>,
    /// Index that its plan must use, with the sample data.
    pub uses_index: Option<ObjectName>,
}

/// A named selection of tables to draw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagram {
    /// Title above the picture.
    pub title: String,
    /// Tables to draw.
    pub tables: BTreeSet<ObjectName>,
    /// Which columns are drawn.
    pub columns: DiagramColumns,
    /// What refers to what without a foreign key.
    pub relations: Vec<DiagramRelation>,
}

/// Columns that refer to another table without a foreign key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DiagramRelation {
    /// The table that refers.
    pub table: ObjectName,
    /// Its columns.
    pub columns: Vec<String>,
    /// The table that they refer to.
    pub target: ObjectName,
    /// Its columns, in the same order.
    pub target_columns: Vec<String>,
}

impl Project {
    /// Returns what diagrams declare to refer without a foreign key, each once.
    pub fn declared_relations(&self) -> Vec<&DiagramRelation> {
        let mut declared: Vec<&DiagramRelation> = Vec::new();
        for relation in self.diagrams.values().flat_map(|diagram| &diagram.relations) {
            if !declared.contains(&relation) {
                declared.push(relation);
            }
        }
        declared
    }
}

/// Which columns a diagram shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DiagramColumns {
    /// Every column.
    All,
    /// Columns of primary, unique and foreign keys.
    Keys,
    /// Table names alone.
    None,
}
