//! Who may do what in the end: grants, memberships, PUBLIC and ownership taken together.

use std::collections::BTreeMap;

use super::{Database, Membership, ObjectName, PUBLIC, Privilege, RoutineName, Target};

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
    grantees: BTreeMap<&'a str, Vec<&'a str>>,
}

impl<'a> Access<'a> {
    /// Prepares the answers: each role's inherited roles are followed to the end once.
    pub fn new(database: &'a Database) -> Self {
        let roles = database.roles.keys().map(String::as_str);
        let grantees = roles.map(|role| (role, grantees_of(database, role))).collect();
        Self { database, grantees }
    }

    /// Returns the verdict on a privilege on exactly this target.
    pub fn verdict(&self, role: &str, target: &Target, privilege: Privilege) -> Verdict {
        self.roads(role, target, privilege).next().map_or(Verdict::Refused, Verdict::Allowed)
    }

    /// Returns every road to a privilege on exactly this target: taking one away leaves the others.
    pub fn roads(
        &self,
        role: &str,
        target: &Target,
        privilege: Privilege,
    ) -> impl Iterator<Item = Road> + use<'_, 'a> {
        let superuser = self.database.roles.get(role).is_some_and(|role| role.superuser);
        let grantees = self.grantees(role);
        let owner = self.owner(target).filter(|owner| grantees.contains(owner));
        let grants = self.database.grants.get(target);
        let target = target.clone();
        let granted_to = grantees.iter().filter(move |grantee| {
            predefined(grantee, &target, privilege)
                || grants
                    .and_then(|by_grantee| by_grantee.get(**grantee))
                    .is_some_and(|privileges| privileges.contains_key(&privilege))
        });
        let superuser = superuser.then_some(Road::Superuser).into_iter();
        let owner = owner.map(|owner| Road::Owner(owner.to_owned())).into_iter();
        superuser.chain(owner).chain(granted_to.map(|name| Road::Grant((*name).to_owned())))
    }

    /// Returns who gave a role a privilege on exactly this target, `None` for the owner of it.
    pub fn givers(
        &self,
        grantee: &str,
        target: &Target,
        privilege: Privilege,
    ) -> Vec<Option<&'a str>> {
        let givers = self.database.givers(target, grantee, privilege);
        givers.into_iter().map(|(grantor, _)| grantor).collect()
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

    /// Says whether a role has USAGE on the object's schema: without it a name cannot be reached.
    pub fn enters(&self, role: &str, target: &Target) -> bool {
        target.schema().is_none_or(|schema| {
            let schema = Target::Schema(schema.clone());
            self.verdict(role, &schema, Privilege::Usage).is_allowed()
        })
    }

    /// Returns the role itself, every role whose privileges it has unasked, and `public` at last.
    pub fn grantees(&self, role: &str) -> &[&'a str] {
        self.grantees.get(role).map_or(&[PUBLIC], Vec::as_slice)
    }

    /// Returns the memberships that lead from a role to one whose privileges it has unasked, both ends
    /// included: `analytics_bi`, `analytics`. Of several ways one of the shortest.
    pub fn way(&self, role: &str, grantee: &str) -> Vec<&'a str> {
        let inherits = |membership: &Membership| membership.inherit;
        way(self.database, role, grantee, inherits)
    }

    /// Returns the roles that a role can SET ROLE to, through others too, itself left out.
    pub fn becomes(&self, role: &str) -> Vec<&'a str> {
        let mut found = reached(self.database, role, |membership| membership.set);
        found.retain(|name| *name != role);
        found
    }

    /// Returns the owner that was declared for an object.
    pub fn owner(&self, target: &Target) -> Option<&'a str> {
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

fn grantees_of<'a>(database: &'a Database, role: &str) -> Vec<&'a str> {
    let mut found = reached(database, role, |membership| membership.inherit);
    found.push(PUBLIC);
    found
}

/// Returns a role, and every role that memberships of a kind lead to from it, the nearest first.
fn reached<'a>(
    database: &'a Database,
    role: &str,
    leads: impl Fn(&Membership) -> bool,
) -> Vec<&'a str> {
    let first = database.roles.get_key_value(role).map(|(name, _)| name.as_str());
    let mut found: Vec<&str> = first.into_iter().collect();
    let mut at = 0;
    while let Some(next) = found.get(at) {
        at += 1;
        let Some(role) = database.roles.get(*next) else { continue };
        let parents = role.member_of.iter().filter(|(_, membership)| leads(membership));
        for parent in parents.map(|(name, _)| name.as_str()) {
            if !found.contains(&parent) {
                found.push(parent);
            }
        }
    }
    found
}

/// Returns a shortest way from a role to another by memberships of a kind; none leads to PUBLIC.
fn way<'a>(
    database: &'a Database,
    role: &str,
    to: &str,
    leads: impl Fn(&Membership) -> bool + Copy,
) -> Vec<&'a str> {
    let mut way: Vec<&str> = Vec::new();
    let order = reached(database, role, leads);
    let Some(mut end) = order.iter().copied().find(|name| *name == to) else { return way };
    loop {
        way.insert(0, end);
        let before = order.iter().copied().find(|name| {
            let member = database.roles.get(*name).and_then(|role| role.member_of.get(end));
            member.is_some_and(leads)
        });
        match before {
            Some(before) if end != role && !way.contains(&before) => end = before,
            _ => return way,
        }
    }
}

/// Says whether a role that the server itself brings has the privilege on every object of its kind.
/// See <https://www.postgresql.org/docs/current/predefined-roles.html>.
fn predefined(role: &str, target: &Target, privilege: Privilege) -> bool {
    use Privilege::{Delete, Insert, Maintain, Select, Update, Usage};
    let rows = matches!(target, Target::Table(_) | Target::Column(..));
    let schema = matches!(target, Target::Schema(_)) && privilege == Usage;
    match role {
        "pg_read_all_data" => {
            schema || privilege == Select && (rows || matches!(target, Target::Sequence(_)))
        }
        "pg_write_all_data" => {
            let sequence = matches!(target, Target::Sequence(_)) && privilege == Update;
            schema || sequence || rows && matches!(privilege, Insert | Update | Delete)
        }
        "pg_maintain" => rows && privilege == Maintain,
        _ => false,
    }
}

#[cfg(test)]
mod tests;
