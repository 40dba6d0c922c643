//! Views, and what stands on tables and views: policies and triggers.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Expression, Index, ObjectId, ObjectKind, ObjectName};

/// A view or materialized view.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct View {
    /// The query, without a closing semicolon.
    pub query: String,
    /// Names of its columns, where they are given.
    pub columns: Vec<String>,
    /// Columns of its result, as far as they are known.
    pub output: Vec<ViewColumn>,
    /// Whether it is a materialized view.
    pub materialized: bool,
    /// Whether the tables below are read with the rights of whoever reads the view.
    pub security_invoker: bool,
    /// Whether its conditions are evaluated before those of whoever reads it.
    pub security_barrier: bool,
    /// How far it refuses rows that it would not show.
    pub check_option: Option<CheckOption>,
    /// Whether a materialized view is left empty when created.
    pub no_data: bool,
    /// Storage parameters of a materialized view.
    pub storage_parameters: BTreeMap<String, String>,
    /// Tablespace of a materialized view.
    pub tablespace: Option<String>,
    /// Access method of a materialized view, where it is not `heap`.
    pub access_method: Option<String>,
    /// Indexes of a materialized view.
    pub indexes: BTreeMap<String, Index>,
    /// Triggers by name.
    pub triggers: BTreeMap<String, Trigger>,
    /// Owner; the applying role when absent.
    pub owner: Option<String>,
    /// Comment.
    pub comment: Option<String>,
    /// Comments on its columns.
    pub column_comments: BTreeMap<String, String>,
    /// Defaults of its columns, for rows inserted through it.
    pub column_defaults: BTreeMap<String, Expression>,
}

/// A column of a view's result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ViewColumn {
    /// Name.
    pub name: String,
    /// Type, where it is known.
    pub data_type: Option<String>,
}

/// How far a view refuses rows that it would not show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckOption {
    /// By the conditions of this view.
    Local,
    /// By those of the views below it too.
    Cascaded,
}

/// A row security policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Policy {
    /// Command it holds for.
    pub command: PolicyCommand,
    /// Roles it holds for, ordered; `public` stands for all.
    pub roles: Vec<String>,
    /// Which existing rows are visible.
    pub using: Option<Expression>,
    /// Which new rows are accepted.
    pub with_check: Option<Expression>,
    /// Whether it narrows what the permissive policies allow.
    pub restrictive: bool,
    /// Comment.
    pub comment: Option<String>,
}

/// The command a policy holds for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
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

impl PolicyCommand {
    /// Returns the word of SQL.
    pub fn sql(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Select => "select",
            Self::Insert => "insert",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }
}

/// A trigger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trigger {
    /// The whole statement but `create trigger name`, with its table: `before insert on t …`.
    pub definition: String,
    /// Whether it is a constraint trigger.
    pub constraint: bool,
    /// When it fires.
    pub firing: Firing,
    /// Comment.
    pub comment: Option<String>,
}

/// In which replication roles a trigger fires.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Firing {
    /// In ordinary sessions.
    #[default]
    Origin,
    /// In every session.
    Always,
    /// While replaying replicated changes.
    Replica,
    /// Never.
    Disabled,
}

impl View {
    /// Returns the kind of this object.
    pub fn kind(&self) -> ObjectKind {
        if self.materialized { ObjectKind::MaterializedView } else { ObjectKind::View }
    }

    /// Returns the identities of the view and of its parts.
    pub fn objects(&self, name: &ObjectName) -> Vec<ObjectId> {
        let mut all = vec![ObjectId::in_schema(self.kind(), name)];
        all.extend(self.indexes.keys().map(|index| super::table::index_id(name, index)));
        all.extend(self.triggers.keys().map(|t| ObjectId::part(ObjectKind::Trigger, name, t)));
        all
    }
}
