//! What is done about access on a live server that the project does not declare.

use std::collections::{BTreeMap, BTreeSet};

/// What becomes of access that is there and not declared.
///
/// Whatever the mode, what roles may do that the project does not declare stays as it is, and so do these
/// roles.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum AccessMode {
    /// It is taken from the project's roles and from PUBLIC.
    #[default]
    Authoritative,
    /// It is taken from the project's roles; what PUBLIC and retired roles have stays, and so do these.
    Adopt,
    /// It stays, and roles that are there keep their attributes: what is declared is added.
    Additive,
}

impl AccessMode {
    /// Every mode with its name.
    pub const ALL: [(&'static str, Self); 3] = [
        ("authoritative", Self::Authoritative),
        ("adopt", Self::Adopt),
        ("additive", Self::Additive),
    ];

    /// Returns the mode of that name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, mode)| *mode)
    }
}

/// A setting of sessions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SettingName {
    /// The role; empty for every role.
    pub role: String,
    /// Whether it is of this database alone.
    pub in_database: bool,
    /// The setting: `work_mem`.
    pub name: String,
}

/// What a project says about access beyond what is to be there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stance {
    /// What becomes of what is not declared.
    pub mode: AccessMode,
    /// Settings that stay as they are.
    pub left_alone: BTreeSet<SettingName>,
    /// Settings that are not to be there, in whatever mode.
    pub reset: BTreeSet<SettingName>,
    /// Roles that are no longer wanted, with who gets what they own: who applies where none is named.
    pub retired: BTreeMap<String, Option<String>>,
}
