//! Who may do what in the end: grants, memberships, PUBLIC and ownership taken together.

use std::collections::{BTreeMap, BTreeSet};

use super::{Database, ObjectName, PUBLIC, Privilege, RoutineName, Target};

/// What a role may do with an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Allowed, by this road.
    Allowed(Road),
    /// Refused.
    Refused,
}

impl Verdict {
    /// Returns whether it is allowed.
    pub fn is_allowed(&self) -> bool {
        matches!(self, Self::Allowed(_))
    }
}

/// The road by which a role comes to a privilege.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Road {
    /// The role is a superuser.
    Superuser,
    /// The role owns the object, or has the privileges of the role that does.
    Owner(String),
    /// Granted to this role, which is the role itself, one it inherits from, or `public`.
    Grant(String),
}

/// Answers who may do what, for one database.
///
/// An object without a declared owner belongs to the applying role, which is none of the project's.
pub struct Access<'a> {
    database: &'a Database,
    inherited: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Access<'a> {
    /// Prepares the answers: each role's inherited roles are followed to the end once.
    pub fn new(database: &'a Database) -> Self {
        let roles = database.roles.keys().map(String::as_str);
        let inherited = roles.map(|role| (role, inherited_roles(database, role))).collect();
        Self { database, inherited }
    }

    /// Returns the verdict on a privilege on exactly this target.
    pub fn verdict(&self, role: &str, target: &Target, privilege: Privilege) -> Verdict {
        if self.database.roles.get(role).is_some_and(|r| r.superuser) {
            return Verdict::Allowed(Road::Superuser);
        }
        let grantees = self.grantees(role);
        if let Some(owner) = self.owner(target)
            && grantees.contains(&owner)
        {
            return Verdict::Allowed(Road::Owner(owner.to_owned()));
        }
        let grants = self.database.grants.get(target);
        let granted_to = grantees.into_iter().find(|grantee| {
            grants
                .and_then(|by_grantee| by_grantee.get(*grantee))
                .is_some_and(|privileges| privileges.contains_key(&privilege))
        });
        granted_to.map_or(Verdict::Refused, |name| Verdict::Allowed(Road::Grant(name.to_owned())))
    }

    /// Returns the verdict on reaching a table, or one of its columns: the schema's USAGE included.
    ///
    /// A privilege on the whole table holds for each of its columns; without a column, a privilege
    /// that is granted on columns alone does not count.
    pub fn on_table(
        &self,
        role: &str,
        table: &ObjectName,
        column: Option<&str>,
        privilege: Privilege,
    ) -> Verdict {
        let schema = Target::Schema(table.schema.clone());
        if !self.verdict(role, &schema, Privilege::Usage).is_allowed() {
            return Verdict::Refused;
        }
        let whole = self.verdict(role, &Target::Table(table.clone()), privilege);
        match column {
            Some(column) if !whole.is_allowed() && privilege.has_columns() => {
                let target = Target::Column(table.clone(), column.to_owned());
                self.verdict(role, &target, privilege)
            }
            _ => whole,
        }
    }

    /// Returns the verdict on executing a routine: the schema's USAGE included.
    pub fn on_routine(&self, role: &str, routine: &RoutineName) -> Verdict {
        let schema = Target::Schema(routine.name.schema.clone());
        if !self.verdict(role, &schema, Privilege::Usage).is_allowed() {
            return Verdict::Refused;
        }
        self.verdict(role, &Target::Routine(routine.clone()), Privilege::Execute)
    }

    /// Returns the role itself, every role whose privileges it has unasked, and `public`.
    pub fn grantees(&self, role: &str) -> BTreeSet<&'a str> {
        let mut grantees = self.inherited.get(role).cloned().unwrap_or_default();
        grantees.insert(PUBLIC);
        grantees
    }

    fn owner(&self, target: &Target) -> Option<&'a str> {
        let database = self.database;
        let owner = match target {
            Target::Schema(name) => &database.schemas.get(name)?.owner,
            Target::Table(name) | Target::Column(name, _) => match database.tables.get(name) {
                Some(table) => &table.owner,
                None => &database.views.get(name)?.owner,
            },
            Target::Sequence(name) => &database.sequences.get(name)?.owner,
            Target::Routine(name) => &database.routines.get(name)?.owner,
            Target::Type(name) => &database.types.get(name)?.owner,
            _ => return None,
        };
        owner.as_deref()
    }
}

fn inherited_roles<'a>(database: &'a Database, role: &'a str) -> BTreeSet<&'a str> {
    let mut seen = BTreeSet::from([role]);
    let mut waiting = vec![role];
    while let Some(next) = waiting.pop() {
        let Some(role) = database.roles.get(next) else { continue };
        let parents = role.member_of.iter().filter(|(_, membership)| membership.inherit);
        waiting.extend(parents.map(|(name, _)| name.as_str()).filter(|name| seen.insert(name)));
    }
    seen
}
