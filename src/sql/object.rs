//! Names the object that a statement creates, or is about.

mod kind;
mod read;

use super::name::QualifiedName;
use super::{SyntaxErrors, parse, tree};

pub use kind::ObjectKind;

/// An object as statements name it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectName {
    /// What it is.
    pub kind: ObjectKind,
    /// Its name; for casts, transforms and user mappings, which have none, what stands for it.
    pub name: QualifiedName,
    /// What tells it from others of its name: argument types of a routine, an aggregate or an
    /// operator (`integer, text`), the access method of an operator class or family.
    pub signature: Option<String>,
    /// The table that a trigger, a rule, a policy or a constraint belongs to.
    pub table: Option<QualifiedName>,
}

/// Writes kind and name: `aggregate sales.total(integer)`, `rule r on sales.items`.
impl std::fmt::Display for ObjectName {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} {}", self.kind, self.name)?;
        if let Some(signature) = &self.signature {
            write!(formatter, "({signature})")?;
        }
        self.table.as_ref().map_or(Ok(()), |table| write!(formatter, " on {table}"))
    }
}

/// What a `CREATE` statement creates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreatedObject {
    /// The object.
    pub object: ObjectName,
    /// Whether `OR REPLACE` is written.
    pub or_replace: bool,
    /// Whether `IF NOT EXISTS` is written.
    pub if_not_exists: bool,
}

/// What a statement does that creates nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verb {
    /// `ALTER`.
    Alter,
    /// `COMMENT ON`.
    Comment,
    /// `DROP`.
    Drop,
    /// `GRANT`.
    Grant,
    /// `REVOKE`.
    Revoke,
    /// `SET`.
    Set,
    /// `DO`.
    Do,
    /// Anything else: queries, transactions, maintenance.
    Other,
}

/// A statement that creates nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUp {
    /// What it does.
    pub verb: Verb,
    /// The object it is about, where that is one and plain to see.
    pub object: Option<ObjectName>,
}

/// A statement, sorted by what it does to objects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StatementRole {
    /// It creates an object.
    Create(CreatedObject),
    /// It does something else.
    FollowUp(FollowUp),
}

/// Reads one statement of any kind and names its object.
///
/// # Errors
/// No SQL, several statements, and objects without a name of their own (`CREATE INDEX ON t`),
/// which the server would name.
pub fn parse_statement(text: &str) -> Result<StatementRole, SyntaxErrors> {
    parse::file(text, false, |file, place| {
        let mut statements = parse::statements(file);
        match (statements.next(), statements.next()) {
            (Some(statement), None) => read::read_statement(&statement, place),
            (_, Some(second)) => tree::refuse(&second, place, "this is a second statement"),
            (None, None) => tree::refuse(file, place, "a statement is expected here"),
        }
    })
}

/// Reads one `CREATE` statement and names the object that it creates.
///
/// # Errors
/// As [`parse_statement`], and for every statement that creates nothing.
pub fn parse_create(text: &str) -> Result<CreatedObject, SyntaxErrors> {
    match parse_statement(text)? {
        StatementRole::Create(created) => Ok(created),
        StatementRole::FollowUp(_) => {
            let message = "a CREATE statement is expected here";
            Err(vec![super::SyntaxError::new(message, 0..text.len())])
        }
    }
}

#[cfg(test)]
mod tests;
