//! The tables of a project in the formats of other viewers: DBML, and the JSON of tbls.
//!
//! Both hold what those formats can say of a database: schemas, tables, columns, keys, indexes, references, enumerated
//! types and comments. Partitions are left out, as in diagrams.

mod dbml;
mod tbls;

use crate::model::Project;

/// Renders `erd/schema.dbml` and `erd/schema.json`.
pub fn render(project: &Project) -> Vec<(String, String)> {
    let (dbml, tbls) = rayon::join(|| dbml::document(project), || tbls::document(project));
    vec![("erd/schema.dbml".to_owned(), dbml), ("erd/schema.json".to_owned(), tbls)]
}

#[cfg(test)]
mod tests;
