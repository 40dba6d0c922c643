//! Roles of the cluster.

use schemars::JsonSchema;
use serde::Deserialize;

use super::database::Setting;
use super::grants::{Deny, Grant};
use crate::source::{Entries, List, ShortOrLong, Spanned};

/// A role; the name `public` stands for every role.
/// See <https://www.postgresql.org/docs/current/sql-createrole.html>.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Role {
    /// Comment on the role.
    pub comment: Option<Spanned<String>>,
    /// What it was called before, so that a plan renames it.
    pub renamed_from: Option<Spanned<String>>,
    /// Whether it may open a session.
    pub login: bool,
    /// Whether it passes every check.
    pub superuser: bool,
    /// Whether it may create databases.
    pub createdb: bool,
    /// Whether it may create roles.
    pub createrole: bool,
    /// Whether it has the privileges of the roles it is a member of, unasked; true when absent.
    pub inherit: Option<bool>,
    /// Whether it may replicate.
    pub replication: bool,
    /// Whether row security does not hold for it.
    pub bypassrls: bool,
    /// How many sessions it may have at once; no limit when absent.
    pub connection_limit: Option<Spanned<i32>>,
    /// When its password ends, as a timestamp.
    pub valid_until: Option<Spanned<String>>,
    /// Roles it is a member of: a list, or options by role.
    pub member_of: Option<ShortOrLong<List<Spanned<String>>, Entries<Membership>>>,
    /// Where its password comes from; never the password itself.
    pub password: Option<Password>,
    /// Settings of its sessions in every database: `statement_timeout: 60s`.
    pub settings: Entries<Setting>,
    /// Settings of its sessions in this database alone; they come before those in every database.
    pub settings_in_database: Entries<Setting>,
    /// Profiles that it has, each in some schemas.
    pub profiles: List<ProfileUse>,
    /// What it may do.
    pub grants: List<Grant>,
    /// What it must not be able to do, whatever is granted.
    pub deny: List<Deny>,
    /// Named queries that it must be able to run.
    pub runs: List<Spanned<String>>,
    /// That it is no longer wanted: its objects are given away, its sessions ended, and it is dropped.
    pub retired: Option<Retired>,
}

/// What becomes of what a retired role leaves behind.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Retired {
    /// Role that gets what it owns: one of the project, or `current_user` for who applies.
    pub owned_to: Spanned<String>,
}

/// A named set of grants that many roles have, each in schemas of its own.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Profile {
    /// What it is for.
    pub comment: Option<Spanned<String>>,
    /// What who has it may do; `{schema}` in `on` and `except` stands for each schema that is named.
    pub grants: List<Grant>,
    /// What who has it must not be able to do, with `{schema}` too.
    pub deny: List<Deny>,
}

/// A profile of a role.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct ProfileUse {
    /// Name of the profile.
    pub profile: Spanned<String>,
    /// Schemas that `{schema}` stands for.
    #[serde(default)]
    pub schemas: List<Spanned<String>>,
}

/// Options of a membership. INHERIT and SET need PostgreSQL 16.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Membership {
    /// Whether the member may grant the role to others.
    pub admin: bool,
    /// Whether the member has its privileges, unasked; the member's own `inherit` when absent.
    pub inherit: Option<bool>,
    /// Whether the member may SET ROLE to it; true when absent.
    pub set: Option<bool>,
}

/// Where a password comes from: one of the two.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Password {
    /// Name of the environment variable that holds it.
    pub env: Option<Spanned<String>>,
    /// Path of the file that holds it, below the project's folder unless it begins with `/`.
    pub file: Option<Spanned<String>>,
}
