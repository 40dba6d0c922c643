//! Privileges: which there are, on what, and for whom.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Serialize, Serializer};

use super::{ObjectName, RoutineName};
use crate::sql::quote_identifier;

/// A privilege. See <https://www.postgresql.org/docs/current/ddl-priv.html>.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Privilege {
    Select,
    Insert,
    Update,
    Delete,
    Truncate,
    References,
    Trigger,
    Maintain,
    Usage,
    Create,
    Connect,
    Temporary,
    Execute,
    Set,
    AlterSystem,
}

impl Privilege {
    /// Every privilege that PostgreSQL knows.
    pub const ALL: [Self; 15] = [
        Self::Select,
        Self::Insert,
        Self::Update,
        Self::Delete,
        Self::Truncate,
        Self::References,
        Self::Trigger,
        Self::Maintain,
        Self::Usage,
        Self::Create,
        Self::Connect,
        Self::Temporary,
        Self::Execute,
        Self::Set,
        Self::AlterSystem,
    ];

    /// Reads the words of SQL, in lower case.
    pub fn from_sql(words: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|privilege| privilege.sql() == words)
    }

    /// Returns the words of SQL: `alter system`.
    pub fn sql(self) -> &'static str {
        match self {
            Self::Select => "select",
            Self::Insert => "insert",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::Truncate => "truncate",
            Self::References => "references",
            Self::Trigger => "trigger",
            Self::Maintain => "maintain",
            Self::Usage => "usage",
            Self::Create => "create",
            Self::Connect => "connect",
            Self::Temporary => "temporary",
            Self::Execute => "execute",
            Self::Set => "set",
            Self::AlterSystem => "alter system",
        }
    }

    /// Returns whether it can be granted on single columns.
    pub fn has_columns(self) -> bool {
        matches!(self, Self::Select | Self::Insert | Self::Update | Self::References)
    }
}

/// Privileges, each with whether the grantee may grant it on.
pub type Privileges = BTreeMap<Privilege, bool>;

/// Privileges by object and grantee.
pub type Grants = BTreeMap<Target, BTreeMap<String, Privileges>>;

/// What privileges are granted on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// The database of the project.
    Database,
    /// A schema.
    Schema(String),
    /// A table, partition, view or materialized view.
    Table(ObjectName),
    /// A column of one.
    Column(ObjectName, String),
    /// A sequence.
    Sequence(ObjectName),
    /// A function, procedure or aggregate.
    Routine(RoutineName),
    /// A type or domain.
    Type(ObjectName),
    /// A procedural language.
    Language(String),
    /// A foreign server.
    ForeignServer(String),
    /// A foreign data wrapper.
    ForeignDataWrapper(String),
    /// A setting of the server.
    Parameter(String),
    /// A tablespace.
    Tablespace(String),
    /// A large object, by its number.
    LargeObject(u32),
}

impl Target {
    /// Returns the schema that the object stands in; nothing for a schema itself.
    pub fn schema(&self) -> Option<&String> {
        match self {
            Self::Table(name) | Self::Column(name, _) | Self::Sequence(name) | Self::Type(name) => {
                Some(&name.schema)
            }
            Self::Routine(routine) => Some(&routine.name.schema),
            _ => None,
        }
    }

    /// Returns every privilege that this kind of object has on the given major version.
    pub fn privileges(&self, major: u16) -> &'static [Privilege] {
        use Privilege::*;
        match self {
            Self::Database => &[Create, Connect, Temporary],
            Self::Schema(_) => &[Usage, Create],
            Self::Table(_) if major >= 17 => {
                &[Select, Insert, Update, Delete, Truncate, References, Trigger, Maintain]
            }
            Self::Table(_) => &[Select, Insert, Update, Delete, Truncate, References, Trigger],
            Self::Column(..) => &[Select, Insert, Update, References],
            Self::Sequence(_) => &[Select, Update, Usage],
            Self::Routine(_) => &[Execute],
            Self::Type(_) | Self::Language(_) => &[Usage],
            Self::ForeignServer(_) | Self::ForeignDataWrapper(_) => &[Usage],
            Self::Parameter(_) => &[Set, AlterSystem],
            Self::Tablespace(_) => &[Create],
            Self::LargeObject(_) => &[Select, Update],
        }
    }
}

impl fmt::Display for Target {
    /// Writes the object as GRANT names it: `table sales.items`, `schema sales`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database => f.write_str("database"),
            Self::Schema(name) => write!(f, "schema {}", quote_identifier(name)),
            Self::Table(name) => write!(f, "table {name}"),
            Self::Column(name, column) => write!(f, "column {name}.{}", quote_identifier(column)),
            Self::Sequence(name) => write!(f, "sequence {name}"),
            Self::Routine(name) => write!(f, "routine {name}"),
            Self::Type(name) => write!(f, "type {name}"),
            Self::Language(name) => write!(f, "language {}", quote_identifier(name)),
            Self::ForeignServer(name) => write!(f, "foreign server {}", quote_identifier(name)),
            Self::ForeignDataWrapper(name) => {
                write!(f, "foreign data wrapper {}", quote_identifier(name))
            }
            Self::Parameter(name) => write!(f, "parameter {name}"),
            Self::Tablespace(name) => write!(f, "tablespace {}", quote_identifier(name)),
            Self::LargeObject(number) => write!(f, "large object {number}"),
        }
    }
}

impl Serialize for Target {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Objects created later on which privileges are granted in advance.
/// See <https://www.postgresql.org/docs/current/sql-alterdefaultprivileges.html>.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DefaultPrivilege {
    /// Role that creates them; the applying role when absent.
    pub creator: Option<String>,
    /// Schema they are created in; every schema when absent.
    pub schema: Option<String>,
    /// Kind of object.
    pub kind: FutureKind,
    /// Role that gets the privileges.
    pub grantee: String,
}

/// Kinds of object that default privileges know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FutureKind {
    /// Tables and views.
    Tables,
    /// Sequences.
    Sequences,
    /// Functions and procedures.
    Routines,
    /// Types and domains.
    Types,
    /// Schemas.
    Schemas,
    /// Large objects (PostgreSQL 18).
    LargeObjects,
}

impl FutureKind {
    /// Returns the word of SQL.
    pub fn sql(self) -> &'static str {
        match self {
            Self::Tables => "tables",
            Self::Sequences => "sequences",
            Self::Routines => "routines",
            Self::Types => "types",
            Self::Schemas => "schemas",
            Self::LargeObjects => "large objects",
        }
    }
}

impl fmt::Display for DefaultPrivilege {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "future {}", self.kind.sql())?;
        if let Some(schema) = &self.schema {
            write!(f, " in schema {}", quote_identifier(schema))?;
        }
        if let Some(creator) = &self.creator {
            write!(f, " of {}", quote_identifier(creator))?;
        }
        write!(f, " for {}", quote_identifier(&self.grantee))
    }
}

impl Serialize for DefaultPrivilege {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_privilege_is_read_by_its_words() {
        for privilege in Privilege::ALL {
            assert_eq!(Privilege::from_sql(privilege.sql()), Some(privilege));
        }
        assert_eq!(Privilege::from_sql("SELECT"), None);
        assert_eq!(Privilege::from_sql("alter"), None);
        // Declared last: a privilege that is missing above would show here.
        assert_eq!(Privilege::ALL.len(), Privilege::AlterSystem as usize + 1);
    }
}
