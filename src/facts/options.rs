//! What of a server belongs to the state that is read.

use std::collections::BTreeSet;

use super::{Id, Kind};

/// Which roles of the cluster are part of the state.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Roles {
    /// None: the state is a database alone.
    #[default]
    None,
    /// These, with their memberships and settings.
    Named(BTreeSet<String>),
    /// All but PostgreSQL's own: the cluster is ours.
    All,
}

/// What of a server belongs to the state that is read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Roles of the cluster.
    pub roles: Roles,
    /// Role whose ownership is left unsaid, as it merely applied the state.
    pub default_owner: Option<String>,
    /// Whether versions of extensions are part of the state.
    pub extension_versions: bool,
}

impl Options {
    /// Returns whether facts of this kind are read at all.
    pub(super) fn wants(&self, kind: Kind) -> bool {
        match kind {
            Kind::Role | Kind::Membership => self.roles != Roles::None,
            // Labels of objects are attributes of theirs.
            Kind::SecurityLabel => false,
            _ => true,
        }
    }

    /// Returns whether a fact is one of the state's.
    pub(super) fn holds(&self, id: &Id) -> bool {
        let is_ours = |name: &str| match &self.roles {
            Roles::None => false,
            Roles::Named(names) => names.contains(name),
            Roles::All => true,
        };
        match id.kind {
            Kind::Role => is_ours(&id.name),
            Kind::Membership => is_ours(&id.part),
            Kind::Setting => id.name.is_empty() || is_ours(&id.name),
            _ => true,
        }
    }
}
