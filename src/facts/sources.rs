//! Which query reads which kind of fact, and from which catalog.

use super::Kind;

/// The fixed identity of a system catalog, as `pg_depend` names it.
pub(super) mod catalog {
    pub const DEFAULT_ACL: u32 = 826;
    pub const TYPE: u32 = 1247;
    pub const PROC: u32 = 1255;
    pub const CLASS: u32 = 1259;
    pub const AUTHID: u32 = 1260;
    pub const DATABASE: u32 = 1262;
    pub const FOREIGN_SERVER: u32 = 1417;
    pub const USER_MAPPING: u32 = 1418;
    pub const FOREIGN_DATA_WRAPPER: u32 = 2328;
    pub const AM: u32 = 2601;
    pub const ATTRDEF: u32 = 2604;
    pub const CAST: u32 = 2605;
    pub const CONSTRAINT: u32 = 2606;
    pub const CONVERSION: u32 = 2607;
    pub const LANGUAGE: u32 = 2612;
    pub const LARGEOBJECT: u32 = 2613;
    pub const NAMESPACE: u32 = 2615;
    pub const OPCLASS: u32 = 2616;
    pub const OPERATOR: u32 = 2617;
    pub const REWRITE: u32 = 2618;
    pub const TRIGGER: u32 = 2620;
    pub const OPFAMILY: u32 = 2753;
    pub const EXTENSION: u32 = 3079;
    pub const POLICY: u32 = 3256;
    pub const STATISTIC_EXT: u32 = 3381;
    pub const COLLATION: u32 = 3456;
    pub const EVENT_TRIGGER: u32 = 3466;
    pub const TRANSFORM: u32 = 3576;
    pub const TS_DICT: u32 = 3600;
    pub const TS_PARSER: u32 = 3601;
    pub const TS_CONFIG: u32 = 3602;
    pub const TS_TEMPLATE: u32 = 3764;
    pub const SUBSCRIPTION: u32 = 6100;
    pub const PUBLICATION: u32 = 6104;
    pub const PUBLICATION_REL: u32 = 6106;
    pub const PARAMETER_ACL: u32 = 6243;
}

/// A query, and what its rows are.
pub(super) struct Source {
    /// Kind of the facts.
    pub kind: Kind,
    /// Catalog of the rows, unless a column `class` says otherwise.
    pub class: u32,
    /// The query, to stand after the prelude.
    pub sql: &'static str,
}

macro_rules! sources {
    ($($kind:ident $class:ident $file:literal,)*) => {
        /// Every kind that is read.
        pub(super) const SOURCES: &[Source] = &[$(Source {
            kind: Kind::$kind,
            class: catalog::$class,
            sql: include_str!(concat!("queries/", $file, ".sql")),
        },)*];
    };
}

sources! {
    Role AUTHID "roles",
    Membership AUTHID "memberships",
    Setting AUTHID "settings",
    Database DATABASE "database",
    Schema NAMESPACE "schemas",
    Extension EXTENSION "extensions",
    Language LANGUAGE "languages",
    AccessMethod AM "access_methods",
    ForeignDataWrapper FOREIGN_DATA_WRAPPER "foreign_data_wrappers",
    Server FOREIGN_SERVER "servers",
    UserMapping USER_MAPPING "user_mappings",
    Collation COLLATION "collations",
    Type TYPE "types",
    Attribute CLASS "attributes",
    DomainConstraint CONSTRAINT "domain_constraints",
    Routine PROC "routines",
    Cast CAST "casts",
    Transform TRANSFORM "transforms",
    Operator OPERATOR "operators",
    OperatorFamily OPFAMILY "operator_families",
    OperatorClass OPCLASS "operator_classes",
    Conversion CONVERSION "conversions",
    TextSearchParser TS_PARSER "text_search_parsers",
    TextSearchTemplate TS_TEMPLATE "text_search_templates",
    TextSearchDictionary TS_DICT "text_search_dictionaries",
    TextSearchConfiguration TS_CONFIG "text_search_configurations",
    Sequence CLASS "sequences",
    Table CLASS "tables",
    Column CLASS "columns",
    Default ATTRDEF "defaults",
    View CLASS "views",
    MaterializedView CLASS "materialized_views",
    Constraint CONSTRAINT "constraints",
    Index CLASS "indexes",
    Statistics STATISTIC_EXT "statistics",
    Rule REWRITE "rules",
    Trigger TRIGGER "triggers",
    Policy POLICY "policies",
    EventTrigger EVENT_TRIGGER "event_triggers",
    Publication PUBLICATION "publications",
    PublicationMember PUBLICATION_REL "publication_members",
    Subscription SUBSCRIPTION "subscriptions",
    LargeObject LARGEOBJECT "large_objects",
    DefaultPrivileges DEFAULT_ACL "default_privileges",
    Parameter PARAMETER_ACL "parameters",
    Privileges AUTHID "privileges",
}
