//! The kinds of object that PostgreSQL has.

use std::fmt;

use squawk_syntax::SyntaxKind;

macro_rules! kinds {
    ($($variant:ident $words:literal $name:ident,)*) => {
        /// A kind of object.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ObjectKind {
            $(#[doc = concat!("`", $words, "`.")] $variant,)*
        }

        impl ObjectKind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Returns the words of SQL that name the kind, in upper case.
            pub fn words(self) -> &'static str {
                match self { $(Self::$variant => $words,)* }
            }

            /// Returns the node that holds the name in a `CREATE` statement.
            pub(super) fn name_node(self) -> SyntaxKind {
                match self { $(Self::$variant => SyntaxKind::$name,)* }
            }
        }
    };
}

kinds! {
    AccessMethod "ACCESS METHOD" ACCESS_METHOD,
    Aggregate "AGGREGATE" AGGREGATE_NAME,
    Cast "CAST" CAST_SIG,
    Collation "COLLATION" COLLATION,
    Column "COLUMN" COLUMN,
    Constraint "CONSTRAINT" CONSTRAINT_NAME,
    Conversion "CONVERSION" CONVERSION,
    Database "DATABASE" DATABASE,
    Domain "DOMAIN" DOMAIN,
    EventTrigger "EVENT TRIGGER" EVENT_TRIGGER,
    Extension "EXTENSION" EXTENSION,
    ForeignDataWrapper "FOREIGN DATA WRAPPER" FOREIGN_DATA_WRAPPER,
    ForeignTable "FOREIGN TABLE" TABLE_NAME,
    Function "FUNCTION" FUNCTION_NAME,
    Index "INDEX" INDEX,
    Language "LANGUAGE" LANGUAGE,
    MaterializedView "MATERIALIZED VIEW" VIEW,
    Operator "OPERATOR" OP,
    OperatorClass "OPERATOR CLASS" OP_CLASS_NAME,
    OperatorFamily "OPERATOR FAMILY" OP_FAMILY_NAME,
    Policy "POLICY" POLICY,
    Procedure "PROCEDURE" PROCEDURE_NAME,
    Publication "PUBLICATION" PUBLICATION,
    Role "ROLE" ROLE,
    Routine "ROUTINE" ROUTINE_NAME,
    Rule "RULE" RULE,
    Schema "SCHEMA" SCHEMA,
    Sequence "SEQUENCE" SEQUENCE,
    Server "SERVER" SERVER,
    Statistics "STATISTICS" STATISTICS,
    Subscription "SUBSCRIPTION" SUBSCRIPTION,
    Table "TABLE" TABLE_NAME,
    Tablespace "TABLESPACE" TABLESPACE,
    TextSearchConfiguration "TEXT SEARCH CONFIGURATION" TEXT_SEARCH_CONFIGURATION,
    TextSearchDictionary "TEXT SEARCH DICTIONARY" TEXT_SEARCH_DICTIONARY,
    TextSearchParser "TEXT SEARCH PARSER" TEXT_SEARCH_PARSER,
    TextSearchTemplate "TEXT SEARCH TEMPLATE" TEXT_SEARCH_TEMPLATE,
    Transform "TRANSFORM" TYPE_NAME,
    Trigger "TRIGGER" TRIGGER,
    Type "TYPE" TYPE_NAME,
    UserMapping "USER MAPPING" USER_MAPPING_ROLE,
    View "VIEW" VIEW,
}

impl ObjectKind {
    /// Finds the kind by the words in a node's name: `TEXT_SEARCH_DICT` is a dictionary.
    pub(super) fn of_node(name: &str) -> Option<Self> {
        let words = match name {
            "USER" | "GROUP" => "ROLE".to_string(),
            "TABLE_AS" | "DEFAULT" => "TABLE".to_string(),
            "TEXT_SEARCH_DICT" => "TEXT SEARCH DICTIONARY".to_string(),
            "TEXT_SEARCH_CONFIG" => "TEXT SEARCH CONFIGURATION".to_string(),
            "FOREIGN_SERVER" => "SERVER".to_string(),
            other => other.replace('_', " "),
        };
        Self::ALL.iter().copied().find(|kind| kind.words() == words)
    }
}

/// Spells the kind as SQL does: `EVENT TRIGGER`.
impl fmt::Display for ObjectKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.words())
    }
}
