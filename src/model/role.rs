//! Roles of the cluster.

use std::collections::BTreeMap;

use serde::Serialize;

/// The grantee that stands for every role.
pub const PUBLIC: &str = "public";

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
    /// Settings of its sessions.
    pub settings: BTreeMap<String, String>,
    /// Environment variable that holds its password; known to the project alone.
    #[serde(skip)]
    pub password_env: Option<String>,
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
            password_env: None,
            runs: Vec::new(),
            comment: None,
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
