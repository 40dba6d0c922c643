//! Who gave a privilege, where the owner of the object did not alone.
//!
//! PostgreSQL notes with each privilege who gave it, and takes it back with the grant option of that
//! role. See <https://www.postgresql.org/docs/current/ddl-priv.html>.

use std::collections::{BTreeMap, BTreeSet};

use super::{Database, Privilege, Target};

/// Who gave a privilege, `None` for the owner of the object, and whether with the option to grant it
/// on.
pub type Givers = BTreeMap<Option<String>, bool>;

/// Who gave what, by object, grantee and privilege, where somebody other than the owner did.
pub type Grantors = BTreeMap<Target, BTreeMap<String, BTreeMap<Privilege, Givers>>>;

/// A privilege that a role gave on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct GivenOn<'a> {
    /// Its distance from the owner: 1 where the owner gave the grantor the option.
    pub distance: usize,
    /// The object, or a column of it.
    pub target: &'a Target,
    /// Who gave it.
    pub grantor: &'a str,
    /// Whom it was given to.
    pub grantee: &'a str,
    /// What was given.
    pub privilege: Privilege,
    /// Whether with the option to grant it on.
    pub grantable: bool,
}

impl Database {
    /// Adds a privilege that the owner of the object gave, or the role that is named.
    pub fn give(
        &mut self,
        target: &Target,
        grantee: &str,
        privilege: Privilege,
        grantor: Option<&str>,
        grantable: bool,
    ) {
        let by_grantee = self.grants.entry(target.clone()).or_default();
        let privileges = by_grantee.entry(grantee.to_owned()).or_default();
        let before = privileges.get(&privilege).copied();
        *privileges.entry(privilege).or_insert(false) |= grantable;
        let known = self.grantors.get_mut(target).and_then(|it| it.get_mut(grantee));
        let known = known.and_then(|it| it.get_mut(&privilege));
        let givers = match (known, grantor) {
            (Some(givers), _) => givers,
            (None, None) => return,
            (None, Some(_)) => {
                let by_grantee = self.grantors.entry(target.clone()).or_default();
                let by_privilege = by_grantee.entry(grantee.to_owned()).or_default();
                let givers = by_privilege.entry(privilege).or_default();
                // What there was so far, the owner gave.
                givers.extend(before.map(|grantable| (None, grantable)));
                givers
            }
        };
        *givers.entry(grantor.map(str::to_owned)).or_insert(false) |= grantable;
    }

    /// Returns who gave a role a privilege on exactly this target, each with the option or without.
    pub fn givers(
        &self,
        target: &Target,
        grantee: &str,
        privilege: Privilege,
    ) -> Vec<(Option<&str>, bool)> {
        let noted = self.grantors.get(target).and_then(|it| it.get(grantee));
        if let Some(givers) = noted.and_then(|it| it.get(&privilege)) {
            return givers.iter().map(|(grantor, option)| (grantor.as_deref(), *option)).collect();
        }
        let given = self.grants.get(target).and_then(|it| it.get(grantee));
        given.and_then(|it| it.get(&privilege)).map(|option| (None, *option)).into_iter().collect()
    }

    /// Returns what roles gave on, in an order in which each has the option when it gives, and apart from
    /// it what no road from the owner leads to.
    pub fn given_on(&self) -> (Vec<GivenOn<'_>>, Vec<GivenOn<'_>>) {
        let mut waiting = self.all_given_on();
        let mut given: Vec<GivenOn<'_>> = Vec::new();
        let mut holders = BTreeSet::new();
        for distance in 1.. {
            let (mut next, rest): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|on| {
                let holds = |target| {
                    self.owner_lets(target, on.grantor, on.privilege)
                        || holders.contains(&(target, on.grantor, on.privilege))
                };
                holds(on.target) || self.whole(on.target).is_some_and(holds)
            });
            waiting = rest;
            if next.is_empty() {
                break;
            }
            next.iter_mut().for_each(|on| on.distance = distance);
            let able = next.iter().filter(|on| on.grantable);
            holders.extend(able.map(|on| (on.target, on.grantee, on.privilege)));
            given.append(&mut next);
        }
        given.sort();
        (given, waiting)
    }

    fn all_given_on(&self) -> Vec<GivenOn<'_>> {
        let mut all = Vec::new();
        for (target, by_grantee) in &self.grantors {
            for (grantee, by_privilege) in by_grantee {
                for (privilege, givers) in by_privilege {
                    let roles =
                        givers.iter().filter_map(|(by, able)| Some((by.as_deref()?, *able)));
                    all.extend(roles.map(|(grantor, grantable)| GivenOn {
                        distance: 0,
                        target,
                        grantor,
                        grantee,
                        privilege: *privilege,
                        grantable,
                    }));
                }
            }
        }
        all
    }

    /// Says whether the owner gave a role the option to grant a privilege on.
    fn owner_lets(&self, target: &Target, role: &str, privilege: Privilege) -> bool {
        self.givers(target, role, privilege).contains(&(None, true))
    }

    /// Returns the table of a column, whose privileges hold for the column too.
    fn whole(&self, target: &Target) -> Option<&Target> {
        let Target::Column(table, _) = target else { return None };
        self.grants.get_key_value(&Target::Table(table.clone())).map(|(target, _)| target)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ObjectName;

    const SELECT: Privilege = Privilege::Select;

    fn items() -> Target {
        Target::Table(ObjectName::new("sales", "items"))
    }

    fn shown(given: &[GivenOn<'_>]) -> Vec<String> {
        let words = |on: &GivenOn<'_>| {
            format!("{} {}: {} by {}", on.distance, on.target, on.grantee, on.grantor)
        };
        given.iter().map(words).collect()
    }

    #[test]
    fn each_role_has_the_option_when_it_gives() {
        let mut database = Database::default();
        let name = Target::Column(ObjectName::new("sales", "items"), "name".into());
        // The names sort against the order.
        database.give(&items(), "a", SELECT, Some("b"), false);
        database.give(&items(), "b", SELECT, Some("c"), true);
        database.give(&items(), "c", SELECT, None, true);
        database.give(&name, "d", SELECT, Some("b"), true);
        database.give(&name, "e", SELECT, Some("d"), false);
        // Without the option, in a circle, and of another privilege.
        database.give(&items(), "f", SELECT, Some("a"), true);
        database.give(&items(), "g", SELECT, Some("h"), true);
        database.give(&items(), "h", SELECT, Some("g"), true);
        database.give(&items(), "i", Privilege::Insert, Some("c"), false);
        let (given, baseless) = database.given_on();
        assert_eq!(
            shown(&given),
            [
                "1 table sales.items: b by c",
                "2 table sales.items: a by b",
                "2 column sales.items.name: d by b",
                "3 column sales.items.name: e by d",
            ]
        );
        let baseless: Vec<&str> = baseless.iter().map(|on| on.grantee).collect();
        assert_eq!(baseless, ["f", "g", "h", "i"]);
    }

    #[test]
    fn what_the_owner_gave_is_kept_beside_what_a_role_gave() {
        for owner_first in [true, false] {
            let mut database = Database::default();
            let mut both = [(None, false), (Some("c"), true)];
            if !owner_first {
                both.reverse();
            }
            for (grantor, grantable) in both {
                database.give(&items(), "a", SELECT, grantor, grantable);
            }
            assert!(database.grants[&items()]["a"][&SELECT]);
            assert_eq!(database.givers(&items(), "a", SELECT), [(None, false), (Some("c"), true)]);
        }
        let mut database = Database::default();
        database.give(&items(), "a", SELECT, None, false);
        assert!(database.grantors.is_empty());
        assert_eq!(database.givers(&items(), "a", SELECT), [(None, false)]);
        assert_eq!(database.givers(&items(), "b", SELECT), []);
    }
}
