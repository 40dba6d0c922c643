//! What a role may do, and what it must never be able to do.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::source::{List, OneOrMany, ScalarOrList, Spanned};

/// Privileges on one object, or on all that a pattern names.
/// See <https://www.postgresql.org/docs/current/ddl-priv.html>.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Grant {
    /// The object: `sales.items`, `sales.*` or `*` for tables and views; otherwise its kind first:
    /// `schema sales`, `sequence sales.*`, `function sales.total(bigint)`, `type sales.status`,
    /// `database`, `language plpgsql`, `foreign server s`, `foreign data wrapper w`,
    /// `parameter work_mem`, `tablespace fast`, `large object 4711`, `large object *`
    /// (future ones alone).
    pub on: Spanned<String>,
    /// Objects that a pattern leaves out.
    #[serde(default)]
    pub except: List<Spanned<String>>,
    /// SELECT.
    pub select: Option<PrivilegeColumns>,
    /// INSERT.
    pub insert: Option<PrivilegeColumns>,
    /// UPDATE.
    pub update: Option<PrivilegeColumns>,
    /// REFERENCES.
    pub references: Option<PrivilegeColumns>,
    /// DELETE.
    #[serde(default)]
    pub delete: bool,
    /// TRUNCATE.
    #[serde(default)]
    pub truncate: bool,
    /// TRIGGER.
    #[serde(default)]
    pub trigger: bool,
    /// MAINTAIN; PostgreSQL 17.
    #[serde(default)]
    pub maintain: bool,
    /// USAGE.
    #[serde(default)]
    pub usage: bool,
    /// CREATE.
    #[serde(default)]
    pub create: bool,
    /// CONNECT.
    #[serde(default)]
    pub connect: bool,
    /// TEMPORARY.
    #[serde(default)]
    pub temporary: bool,
    /// EXECUTE.
    #[serde(default)]
    pub execute: bool,
    /// SET; for parameters.
    #[serde(default)]
    pub set: bool,
    /// ALTER SYSTEM; for parameters.
    #[serde(default)]
    pub alter_system: bool,
    /// Every privilege that the kind of object has.
    #[serde(default)]
    pub all: bool,
    /// Whether objects created later get the same, or (`only`) they alone; for `schema.*` and `*`.
    pub future: Option<Spanned<Future>>,
    /// Roles whose objects created later are meant; the applying role and the owner of the
    /// schema's objects when absent.
    #[serde(default)]
    pub created_by: OneOrMany<Spanned<String>>,
    /// Whether the role may grant on.
    #[serde(default)]
    pub with_grant_option: bool,
    /// Who gives it, where that is not the owner of the object: a role that was given the same with
    /// the option to grant it on.
    pub granted_by: Option<Spanned<String>>,
}

/// Whether a grant holds for objects created later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Future {
    /// Those that exist, and those created later.
    True,
    /// Those that exist.
    False,
    /// Those created later.
    Only,
}

/// `true` for the whole object, or the columns.
pub type PrivilegeColumns = ScalarOrList<bool, Spanned<String>>;

/// Intent that must hold whatever else is granted.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Deny {
    /// Tables and views: `sales.members`, `sales.*`, `*`.
    pub on: Spanned<String>,
    /// Objects that the pattern leaves out.
    #[serde(default)]
    pub except: List<Spanned<String>>,
    /// Whether reading is denied: `true`, or the columns.
    pub select: Option<PrivilegeColumns>,
    /// Whether INSERT, UPDATE, DELETE and TRUNCATE are denied.
    #[serde(default)]
    pub write: bool,
    /// Doors that are meant, which `verify` lets stand: `view sales.contacts`,
    /// `function sales.count(text)`, `trigger keep on sales.items`, `role analytics`.
    #[serde(default)]
    pub doors: List<Spanned<String>>,
}
