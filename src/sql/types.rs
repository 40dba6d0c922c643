//! Names of types, in PostgreSQL's own spelling whatever alias they were written with.
//!
//! Types that users make are names only: whether they exist is not known here. What is known are
//! the types in `pg_catalog`, which come first on every search path.

mod builtin;
mod read;

use std::fmt;

use super::name::QualifiedName;
use super::parse;
use super::{SyntaxErrors, tree};

pub(super) use read::{read_type, serial_of};

const CATALOG: &str = "pg_catalog";

/// A type, as a column, an argument or a cast names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeName {
    /// The type's name in `pg_type`; types of the server itself are in the schema `pg_catalog`
    /// (`int` is `pg_catalog.int4`).
    pub name: QualifiedName,
    /// What stands in parentheses: `12` and `2` of `numeric(12,2)`.
    pub modifiers: Vec<String>,
    /// The fields of an interval: `day to second`.
    pub fields: Option<String>,
    /// The number of dimensions written; the server keeps none of it but that it is an array.
    pub array_dimensions: u8,
    /// Whether `SETOF` stands before it.
    pub setof: bool,
}

impl TypeName {
    /// Says whether the server itself brings the type.
    pub fn is_builtin(&self) -> bool {
        self.name.schema.as_deref() == Some(CATALOG)
    }

    /// Returns the type's spelling under another name, which is already quoted.
    pub fn spelled_as(&self, name: &str) -> String {
        let arguments = match self.modifiers.is_empty() {
            true => String::new(),
            false => format!("({})", self.modifiers.join(",")),
        };
        let array = if self.array_dimensions > 0 { "[]" } else { "" };
        format!("{name}{arguments}{array}")
    }

    /// Returns the type without modifiers, as function signatures hold it.
    pub fn without_modifiers(&self) -> Self {
        let mut plain = self.clone();
        plain.modifiers.clear();
        plain.fields = None;
        plain.setof = false;
        plain
    }
}

/// Spells the type as `format_type` does: `character varying(20)[]`.
impl fmt::Display for TypeName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (before, after) = self.spelling();
        let arguments = match self.modifiers.is_empty() {
            true => String::new(),
            false => format!("({})", self.modifiers.join(",")),
        };
        let setof = if self.setof { "SETOF " } else { "" };
        let array = if self.array_dimensions > 0 { "[]" } else { "" };
        write!(formatter, "{setof}{before}{arguments}{after}{array}")
    }
}

impl TypeName {
    /// What stands before and after the modifiers.
    fn spelling(&self) -> (String, &'static str) {
        if !self.is_builtin() {
            return (self.name.to_string(), "");
        }
        let name = self.name.name.as_str();
        let with_fields = |fields: &String| (format!("interval {fields}"), "");
        match (name, &self.fields) {
            ("interval", Some(fields)) => with_fields(fields),
            ("timestamp", _) => ("timestamp".into(), " without time zone"),
            ("timestamptz", _) => ("timestamp".into(), " with time zone"),
            ("time", _) => ("time".into(), " without time zone"),
            ("timetz", _) => ("time".into(), " with time zone"),
            ("bpchar", _) if self.modifiers.is_empty() => ("bpchar".into(), ""),
            _ => (builtin::spelling(name), ""),
        }
    }
}

/// Reads a type: `int`, `numeric(12,2)`, `timestamp with time zone`, `sales.status[]`.
///
/// # Errors
/// Text that is no type, and what is more than a type; the pseudo-types `serial` and their like,
/// which only a column definition has ([`super::column`]), `SETOF` and `%TYPE`.
pub fn parse_type(text: &str) -> Result<TypeName, SyntaxErrors> {
    parse::fragment(text, super::column::FRAME, |statement, place| {
        let column = super::column::only_column(statement, place)?;
        if let Some(clause) = column.clauses().next() {
            use squawk_syntax::ast::AstNode;
            return tree::refuse(clause.syntax(), place, "this is more than a type");
        }
        let Some(node) = column.ty() else {
            return tree::refuse(statement, place, "a type is missing");
        };
        let read = read_type(&node, place)?;
        match read.setof {
            true => tree::refuse(statement, place, "`setof` belongs to what a function returns"),
            false => Ok(read),
        }
    })
}

/// Says whether the server has an `=` operator between two builtin types, as a foreign key needs
/// one; `None` where that cannot be known here, because a type is not the server's own.
pub fn has_equality(left: &TypeName, right: &TypeName) -> Option<bool> {
    if left.name == right.name {
        return Some(left.array_dimensions.min(1) == right.array_dimensions.min(1));
    }
    if !left.is_builtin() || !right.is_builtin() {
        return None;
    }
    if left.array_dimensions > 0 || right.array_dimensions > 0 {
        return Some(false);
    }
    let family = builtin::equality_family;
    Some(family(&left.name.name).is_some_and(|left| family(&right.name.name) == Some(left)))
}

/// Returns the names of the server's own types, as they are usually written.
pub fn builtin_types() -> impl Iterator<Item = &'static str> {
    const ALIASES: [&str; 7] =
        ["int", "integer", "bigint", "smallint", "boolean", "real", "decimal"];
    builtin::names().chain(ALIASES)
}

#[cfg(test)]
mod tests;
