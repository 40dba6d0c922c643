//! Roles of the cluster.

use std::collections::BTreeMap;

use serde::Serialize;

/// The grantee that stands for every role.
pub const PUBLIC: &str = "public";

/// Stands for the role that applies the project, whose name the project does not know.
pub const APPLYING_ROLE: &str = "current_user";

/// Roles that every server has, the newer ones in newer versions.
/// See <https://www.postgresql.org/docs/current/predefined-roles.html>.
const PREDEFINED: [&str; 18] = [
    APPLYING_ROLE,
    "pg_checkpoint",
    "pg_create_subscription",
    "pg_database_owner",
    "pg_execute_server_program",
    "pg_maintain",
    "pg_monitor",
    "pg_read_all_data",
    "pg_read_all_settings",
    "pg_read_all_stats",
    "pg_read_server_files",
    "pg_signal_autovacuum_worker",
    "pg_signal_backend",
    "pg_stat_scan_tables",
    "pg_use_reserved_connections",
    "pg_write_all_data",
    "pg_write_server_files",
    PUBLIC,
];

/// Returns whether a role is one that every server has, or stands for all or for the one that applies
/// the project: it may be granted something, and that is all a project says of it.
pub fn is_predefined(role: &str) -> bool {
    PREDEFINED.contains(&role)
}

/// A role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Role {
    /// Whether it may open a session.
    pub login: bool,
    /// Whether it passes every check.
    pub superuser: bool,
    /// Whether it may create databases.
    pub createdb: bool,
    /// Whether it may create roles.
    pub createrole: bool,
    /// Whether it has the privileges of the roles it is a member of, unasked.
    pub inherit: bool,
    /// Whether it may replicate.
    pub replication: bool,
    /// Whether row security does not hold for it.
    pub bypassrls: bool,
    /// How many sessions it may have at once.
    pub connection_limit: Option<i32>,
    /// When its password ends.
    pub valid_until: Option<String>,
    /// Roles it is a member of.
    pub member_of: BTreeMap<String, Membership>,
    /// Settings of its sessions in every database.
    pub settings: BTreeMap<String, String>,
    /// Settings of its sessions in this database alone.
    pub settings_in_database: BTreeMap<String, String>,
    /// Where its password comes from; known to the project alone.
    #[serde(skip)]
    pub password: Option<PasswordSource>,
    /// Named queries that it must be able to run; known to the project alone.
    #[serde(skip)]
    pub runs: Vec<String>,
    /// Comment.
    pub comment: Option<String>,
}

impl Default for Role {
    fn default() -> Self {
        Self {
            login: false,
            superuser: false,
            createdb: false,
            createrole: false,
            inherit: true,
            replication: false,
            bypassrls: false,
            connection_limit: None,
            valid_until: None,
            member_of: BTreeMap::new(),
            settings: BTreeMap::new(),
            settings_in_database: BTreeMap::new(),
            password: None,
            runs: Vec::new(),
            comment: None,
        }
    }
}

impl Role {
    /// Returns the settings of its sessions, those of this database last: they come before the others.
    pub fn all_settings(&self) -> impl Iterator<Item = (&String, &String)> {
        self.settings.iter().chain(&self.settings_in_database)
    }
}

/// Where a password comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum PasswordSource {
    /// An environment variable.
    Environment(String),
    /// A file, below the project's folder unless its path begins with `/`.
    File(String),
}

impl PasswordSource {
    /// Returns the name by which an image finds what is made of it: that of a file below
    /// `/run/secrets`.
    pub fn secret(&self) -> String {
        match self {
            Self::Environment(name) => name.to_lowercase(),
            Self::File(path) => path.rsplit('/').next().unwrap_or(path).to_lowercase(),
        }
    }
}

impl std::fmt::Display for PasswordSource {
    /// Writes the variable, or the path.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Environment(name) | Self::File(name) => f.write_str(name),
        }
    }
}

/// Options of a membership.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Membership {
    /// Whether the member may grant the role to others.
    pub admin: bool,
    /// Whether the member has its privileges, unasked.
    pub inherit: bool,
    /// Whether the member may SET ROLE to it.
    pub set: bool,
}
