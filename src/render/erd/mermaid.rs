//! A picture of tables as Mermaid's `erDiagram`.

use serde::Serialize;

use crate::picture::mermaid::{quoted, word};
use crate::picture::tables::{Column, Entity, Reference, Tables};
use crate::render::filters;

/// A comment is cut after so many characters: it stands beside its column.
const MAX_COMMENT: usize = 60;

/// What the template sees: each text as Mermaid reads it.
#[derive(Debug, Serialize)]
pub(super) struct Drawing {
    title: String,
    notes: Vec<String>,
    entities: Vec<Shown>,
    relations: Vec<Relation>,
}

#[derive(Debug, Serialize)]
struct Shown {
    name: String,
    attributes: Vec<Attribute>,
}

#[derive(Debug, Serialize)]
struct Attribute {
    data_type: String,
    name: String,
    keys: String,
    comment: Option<String>,
}

/// A foreign key, the referenced table on the left.
#[derive(Debug, Serialize)]
struct Relation {
    left: String,
    cardinality: &'static str,
    right: String,
    label: String,
}

impl Drawing {
    /// Takes words alone, quoted, in place of a picture that is too large.
    pub fn of_words(heading: &str, words: String) -> Self {
        Self {
            title: filters::quoted(&filters::one_line(heading)),
            notes: Vec::new(),
            entities: vec![Shown { name: words, attributes: Vec::new() }],
            relations: Vec::new(),
        }
    }

    /// Takes a picture.
    pub fn of(tables: &Tables) -> Self {
        let names: Vec<String> = tables.entities.iter().map(name).collect();
        let relation = |reference: &Reference| Relation {
            left: names[reference.parent].clone(),
            cardinality: cardinality(reference),
            right: names[reference.child].clone(),
            label: quoted(&reference.child_columns.join(", ")),
        };
        let shown = |(entity, name): (&Entity, &String)| Shown {
            name: name.clone(),
            attributes: entity.columns.iter().map(attribute).collect(),
        };
        Self {
            title: filters::quoted(&filters::one_line(&tables.heading)),
            notes: tables.notes.clone(),
            entities: tables.entities.iter().zip(&names).map(shown).collect(),
            relations: tables.references.iter().map(relation).collect(),
        }
    }
}

fn name(entity: &Entity) -> String {
    quoted(&format!("{}.{}", entity.schema, entity.name))
}

fn cardinality(reference: &Reference) -> &'static str {
    match (reference.required, reference.is_unique) {
        (None, _) => "||..||",
        (Some(true), true) if reference.is_declared => "||..o|",
        (Some(true), false) if reference.is_declared => "||..o{",
        (Some(false), true) if reference.is_declared => "|o..o|",
        (Some(false), false) if reference.is_declared => "|o..o{",
        (Some(true), true) => "||--o|",
        (Some(true), false) => "||--o{",
        (Some(false), true) => "|o--o|",
        (Some(false), false) => "|o--o{",
    }
}

fn attribute(column: &Column) -> Attribute {
    Attribute {
        data_type: word(&column.data_type),
        name: word(&column.name),
        keys: column.keys.join(", "),
        comment: comment(&column.name, column.comment.as_deref()),
    }
}

/// Says what stands beside a column: its real name, where Mermaid cannot write it, and its comment.
fn comment(name: &str, comment: Option<&str>) -> Option<String> {
    let real = (word(name) != name).then_some(name);
    let comment = comment.map(shorten).filter(|text| !text.is_empty());
    match (real, comment) {
        (None, None) => None,
        (Some(name), None) => Some(quoted(name)),
        (None, Some(comment)) => Some(quoted(&comment)),
        (Some(name), Some(comment)) => Some(quoted(&format!("{name}: {comment}"))),
    }
}

fn shorten(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default().trim();
    if line.chars().count() <= MAX_COMMENT {
        return line.to_owned();
    }
    let start: String = line.chars().take(MAX_COMMENT - 1).collect();
    format!("{}…", start.trim_end())
}
