//! Which objects a piece of SQL mentions, without asking whether they exist.
//!
//! Any statement is read, so that a dependency graph can be built over arbitrary SQL files. What a
//! query names for itself (aliases, subqueries, `WITH` names in their scope) is not an object and
//! is left out. Names are reported as written: a search path is the caller's business, and so is
//! the fact that a type's name may be a table's.

mod attributes;
mod body;
mod literal;
mod statement;
mod walk;

#[cfg(test)]
mod tests;

use std::ops::Range;

use super::lenient;
use super::name::QualifiedName;

pub use super::lenient::Fragment;

/// One mention of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// The name as written, identifiers folded.
    pub name: QualifiedName,
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// Whether PostgreSQL resolves the name only when the code runs (bodies of PL/pgSQL).
    pub soft: bool,
}

/// What a statement does with a relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// Names it without touching its rows (`REFERENCES`, `CREATE INDEX … ON`, `::regclass`).
    Mention,
    /// Reads rows. `UPDATE`, `DELETE` and `MERGE` read their target if they have a condition or
    /// return something.
    Read,
    /// Inserts rows, giving these columns; empty if none were listed.
    Insert(Vec<String>),
    /// Changes these columns.
    Update(Vec<String>),
    /// Deletes rows.
    Delete,
    /// Empties it.
    Truncate,
}

/// A mention of a relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelationUse {
    /// The mention itself.
    pub mention: Use,
    /// What is done with it; a statement that does two things mentions the relation twice.
    pub access: Access,
}

/// A mention of a function, procedure or aggregate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionUse {
    /// The mention itself.
    pub mention: Use,
    /// How many arguments were given; `None` where only the name stands.
    pub arguments: Option<usize>,
}

/// What kind of object a statement creates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Object {
    /// A table, foreign table, view or materialized view.
    Relation,
    /// A function, procedure or aggregate.
    Function,
    /// A type or domain.
    Type,
    /// A sequence.
    Sequence,
    /// An index.
    Index,
    /// An operator, by its symbol.
    Operator,
}

/// An object that a statement creates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// Its kind.
    pub object: Object,
    /// Its name as written.
    pub name: QualifiedName,
    /// The name's bytes in the text.
    pub range: Range<usize>,
}

/// Everything a piece of SQL mentions, in the order of the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct References {
    /// Tables, views and other relations.
    pub relations: Vec<RelationUse>,
    /// Functions, procedures and aggregates, built-in ones included.
    pub functions: Vec<FunctionUse>,
    /// Types and domains, except those that the grammar itself names (`integer`, `varchar`, …).
    pub types: Vec<Use>,
    /// Sequences: of statements, and of `nextval('…')` and its kin.
    pub sequences: Vec<Use>,
    /// Operators by symbol; the schema is that of `OPERATOR(schema.+)`.
    pub operators: Vec<Use>,
    /// What the statements create.
    pub definitions: Vec<Definition>,
}

/// Finds what `text` mentions.
///
/// Text that is not valid SQL yields what could be made out, and text that nests too deeply yields
/// nothing; neither is an error here.
pub fn references(text: &str, kind: Fragment) -> References {
    let found = lenient::read(text, kind, |tree| {
        let mut found = References::default();
        walk::Walk::new(&mut found, &|range| tree.range(range), tree.room).node(&tree.root());
        found
    });
    found.unwrap_or_default()
}
