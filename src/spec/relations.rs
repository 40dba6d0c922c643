//! Views, and what stands on tables and views: policies and triggers.

use schemars::JsonSchema;
use serde::Deserialize;

use super::tables::Index;
use crate::source::{Entries, List, OneOrMany, Spanned};

/// A view. See <https://www.postgresql.org/docs/current/sql-createview.html>.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct View {
    /// The query.
    pub sql: Spanned<String>,
    /// Names of its columns; the query's own when absent.
    #[serde(default)]
    pub columns: List<Spanned<String>>,
    /// Whether the tables below are read with the rights of whoever reads the view.
    #[serde(default)]
    pub security_invoker: bool,
    /// Whether its conditions are evaluated before those of whoever reads it.
    #[serde(default)]
    pub security_barrier: bool,
    /// `local` or `cascaded`.
    pub check_option: Option<Spanned<CheckOption>>,
    /// Triggers by name (`instead of …`).
    #[serde(default)]
    pub triggers: Entries<Trigger>,
    /// Comment on the view.
    pub comment: Option<Spanned<String>>,
    /// What it was called before, so that a plan renames it.
    pub renamed_from: Option<Spanned<String>>,
    /// Comments on its columns.
    #[serde(default)]
    pub column_comments: Entries<Spanned<String>>,
    /// Defaults of its columns, as SQL expressions, for rows inserted through it.
    #[serde(default)]
    pub column_defaults: Entries<Spanned<String>>,
    /// Role that owns the view; that of the schema's objects when absent.
    pub owner: Option<Spanned<String>>,
}

/// How far a view refuses rows that it would not show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CheckOption {
    /// By the conditions of this view.
    Local,
    /// By those of the views below it too.
    Cascaded,
}

/// A materialized view.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct MaterializedView {
    /// The query.
    pub sql: Spanned<String>,
    /// Names of its columns; the query's own when absent.
    #[serde(default)]
    pub columns: List<Spanned<String>>,
    /// Indexes by name.
    #[serde(default)]
    pub indexes: Entries<Index>,
    /// Whether it is left empty when created.
    #[serde(default)]
    pub no_data: bool,
    /// Storage parameters.
    #[serde(default)]
    pub with: Entries<Spanned<String>>,
    /// Table access method.
    pub using: Option<Spanned<String>>,
    /// Tablespace.
    pub tablespace: Option<Spanned<String>>,
    /// Comment on the view.
    pub comment: Option<Spanned<String>>,
    /// What it was called before, so that a plan renames it.
    pub renamed_from: Option<Spanned<String>>,
    /// Comments on its columns.
    #[serde(default)]
    pub column_comments: Entries<Spanned<String>>,
    /// Role that owns the view; that of the schema's objects when absent.
    pub owner: Option<Spanned<String>>,
}

/// A row security policy. See <https://www.postgresql.org/docs/current/sql-createpolicy.html>.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Policy {
    /// Command it holds for; `all` when absent.
    #[serde(rename = "for")]
    pub command: Option<Spanned<PolicyCommand>>,
    /// Roles it holds for; `public` when absent.
    #[serde(default)]
    pub to: OneOrMany<Spanned<String>>,
    /// Which existing rows are visible, as an SQL expression.
    pub using: Option<Spanned<String>>,
    /// Which new rows are accepted, as an SQL expression.
    pub with_check: Option<Spanned<String>>,
    /// Whether it narrows what the permissive policies allow.
    #[serde(default)]
    pub restrictive: bool,
    /// Comment on the policy.
    pub comment: Option<Spanned<String>>,
    /// What it was called before, so that a plan renames it.
    pub renamed_from: Option<Spanned<String>>,
}

/// The command a policy holds for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PolicyCommand {
    /// Every command.
    All,
    /// Reading rows.
    Select,
    /// Adding rows.
    Insert,
    /// Changing rows.
    Update,
    /// Removing rows.
    Delete,
}

/// A trigger, as SQL without its name and table: `before update for each row execute function f()`.
pub type Trigger = crate::source::ShortOrLong<Spanned<String>, TriggerKeys>;

/// The long form of a trigger.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct TriggerKeys {
    /// When and what, as SQL.
    pub sql: Spanned<String>,
    /// `origin` (when absent), `always`, `replica` or `disabled`.
    pub enabled: Option<Spanned<TriggerEnabled>>,
    /// Comment on the trigger.
    pub comment: Option<Spanned<String>>,
    /// What it was called before, so that a plan renames it.
    pub renamed_from: Option<Spanned<String>>,
}

/// In which replication roles a trigger fires.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TriggerEnabled {
    /// In ordinary sessions.
    Origin,
    /// In every session.
    Always,
    /// While replaying replicated changes.
    Replica,
    /// Never.
    Disabled,
}
