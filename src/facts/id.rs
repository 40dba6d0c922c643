//! Identities of facts.

use std::fmt;
use std::sync::Arc;

use crate::sql::{quote_identifier, quote_qualified};

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $words:literal,)*) => {
        /// Kinds of fact. Their order is the order in which what is free of needs is created.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $($(#[$doc])* $name,)* }

        impl Kind {
            /// All kinds, in their order.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Returns PostgreSQL's words for it: `materialized view`.
            pub fn words(self) -> &'static str {
                match self { $(Self::$name => $words,)* }
            }
        }
    };
}

kinds! {
    /// A role of the cluster.
    Role = "role",
    /// A membership of a role in another.
    Membership = "membership",
    /// A setting of a role, of the database, or of a role in the database.
    Setting = "setting",
    /// The database itself: its comment and privileges.
    Database = "database",
    /// A schema.
    Schema = "schema",
    /// An extension.
    Extension = "extension",
    /// A procedural language.
    Language = "language",
    /// An access method.
    AccessMethod = "access method",
    /// A foreign-data wrapper.
    ForeignDataWrapper = "foreign-data wrapper",
    /// A foreign server.
    Server = "server",
    /// A user mapping.
    UserMapping = "user mapping",
    /// A collation.
    Collation = "collation",
    /// A type: enumerated, composite, range, domain or base.
    Type = "type",
    /// An attribute of a composite type.
    Attribute = "attribute",
    /// A constraint of a domain.
    DomainConstraint = "domain constraint",
    /// A function, procedure, aggregate or window function.
    Routine = "routine",
    /// A cast.
    Cast = "cast",
    /// A transform.
    Transform = "transform",
    /// An operator.
    Operator = "operator",
    /// An operator family.
    OperatorFamily = "operator family",
    /// An operator class.
    OperatorClass = "operator class",
    /// A conversion.
    Conversion = "conversion",
    /// A text search parser.
    TextSearchParser = "text search parser",
    /// A text search template.
    TextSearchTemplate = "text search template",
    /// A text search dictionary.
    TextSearchDictionary = "text search dictionary",
    /// A text search configuration.
    TextSearchConfiguration = "text search configuration",
    /// A sequence.
    Sequence = "sequence",
    /// A table, partition or foreign table.
    Table = "table",
    /// A column of a table, view, materialized view or foreign table.
    Column = "column",
    /// A default or generation expression of a column.
    Default = "default",
    /// A view.
    View = "view",
    /// A materialized view.
    MaterializedView = "materialized view",
    /// A constraint of a table.
    Constraint = "constraint",
    /// An index.
    Index = "index",
    /// Extended statistics.
    Statistics = "statistics",
    /// A rule.
    Rule = "rule",
    /// A trigger.
    Trigger = "trigger",
    /// A row security policy.
    Policy = "policy",
    /// An event trigger.
    EventTrigger = "event trigger",
    /// A publication.
    Publication = "publication",
    /// A table or schema of a publication.
    PublicationMember = "publication member",
    /// A subscription.
    Subscription = "subscription",
    /// A large object's owner, comment and privileges.
    LargeObject = "large object",
    /// Default privileges.
    DefaultPrivileges = "default privileges",
    /// Privileges on a configuration parameter.
    Parameter = "parameter",
    /// Privileges on what is PostgreSQL's own or an extension's, where they are not as they came.
    Privileges = "privileges",
    /// A security label.
    SecurityLabel = "security label",
}

/// Names one object, in every database alike.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id {
    /// What it is.
    pub kind: Kind,
    /// Its schema, or that of the relation it belongs to; empty for what lives in none.
    pub schema: Arc<str>,
    /// Its name; for what belongs to a relation or type, that one's name.
    pub name: Arc<str>,
    /// The part of it: a column, constraint, index, trigger, policy; the input types of a routine, the
    /// operands of an operator, the access method of an operator class; else empty.
    pub part: Arc<str>,
}

impl Id {
    /// Names an object.
    pub fn new(
        kind: Kind,
        schema: impl Into<Arc<str>>,
        name: impl Into<Arc<str>>,
        part: impl Into<Arc<str>>,
    ) -> Self {
        Self { kind, schema: schema.into(), name: name.into(), part: part.into() }
    }

    /// Names another object of the same schema, name and part, but of another kind.
    pub fn sibling(&self, kind: Kind) -> Self {
        Self { kind, ..self.clone() }
    }

    /// Names the object of another kind that this one is a part of.
    pub fn whole(&self, kind: Kind) -> Self {
        Self { kind, schema: self.schema.clone(), name: self.name.clone(), part: "".into() }
    }

    /// Names the relations or types that this one may be a part of.
    pub fn wholes(&self) -> impl Iterator<Item = Self> {
        let kinds: &[Kind] = match self.kind {
            Kind::Attribute | Kind::DomainConstraint => &[Kind::Type],
            Kind::Column | Kind::Default | Kind::Rule | Kind::Trigger => {
                &[Kind::Table, Kind::View, Kind::MaterializedView]
            }
            Kind::Constraint | Kind::Policy => &[Kind::Table],
            Kind::Index => &[Kind::Table, Kind::MaterializedView],
            _ => &[],
        };
        kinds.iter().map(|kind| self.whole(*kind))
    }

    /// Returns schema and name, quoted; of an index its own, not those of its table.
    pub fn qualified(&self) -> String {
        if self.kind == Kind::Index {
            return quote_qualified(Some(&self.schema), &self.part);
        }
        let schema = (!self.schema.is_empty()).then_some(&*self.schema);
        quote_qualified(schema, &self.name)
    }

    /// Of privileges, returns what they are on: its noun, and the arguments of a routine.
    pub fn privileged(&self) -> (&str, String) {
        let routine = ["function", "procedure"].into_iter().find_map(|noun| {
            let types = self.part.strip_prefix(noun)?.strip_prefix(' ')?;
            Some((noun, format!("({types})")))
        });
        routine.unwrap_or((&self.part, String::new()))
    }

    /// Returns the part, quoted as an identifier.
    pub fn quoted_part(&self) -> String {
        quote_identifier(&self.part).into_owned()
    }
}

impl fmt::Display for Id {
    /// Writes kind and name: `constraint items_cost_check on sales.items`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = self.kind.words();
        match self.kind {
            Kind::Routine => write!(f, "{words} {}({})", self.qualified(), self.part),
            Kind::Column | Kind::Attribute | Kind::Default => {
                write!(f, "{words} {}.{}", self.qualified(), self.quoted_part())
            }
            Kind::Constraint
            | Kind::Trigger
            | Kind::Policy
            | Kind::Rule
            | Kind::DomainConstraint => {
                write!(f, "{words} {} on {}", self.quoted_part(), self.qualified())
            }
            Kind::Cast => write!(f, "{words} ({} as {})", self.name, self.part),
            Kind::OperatorClass | Kind::OperatorFamily => {
                write!(f, "{words} {} using {}", self.qualified(), self.quoted_part())
            }
            Kind::Operator => {
                // An operator's name is never quoted.
                write!(f, "{words} {}.{}({})", quote_identifier(&self.schema), self.name, self.part)
            }
            // Numbers are no identifiers.
            Kind::LargeObject => write!(f, "{words} {}", self.name),
            Kind::Database => f.write_str("the database"),
            Kind::DefaultPrivileges => {
                write!(f, "{words} on {}", self.part)?;
                if !self.schema.is_empty() {
                    write!(f, " in schema {}", quote_identifier(&self.schema))?;
                }
                match &*self.name {
                    "" => Ok(()),
                    name => write!(f, " of role {}", quote_identifier(name)),
                }
            }
            Kind::Privileges => {
                let (noun, arguments) = self.privileged();
                write!(f, "{words} on {noun} {}{arguments}", self.qualified())
            }
            Kind::Membership => {
                write!(f, "membership of {} in {}", self.quoted_part(), self.qualified())
            }
            Kind::Setting => {
                let of = match (&*self.schema, &*self.name) {
                    ("", role) => format!("role {}", quote_identifier(role)),
                    (_, "") => "the database".to_owned(),
                    (_, role) => format!("role {} in the database", quote_identifier(role)),
                };
                write!(f, "setting {} of {of}", self.part)
            }
            _ if self.part.is_empty() || self.kind == Kind::Index => {
                write!(f, "{words} {}", self.qualified())
            }
            _ => write!(f, "{words} {} {}", self.qualified(), self.part),
        }
    }
}
