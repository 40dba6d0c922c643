//! One role: what it may do, and by which roads.

use serde::Serialize;

use super::words::{kind_and_name, role_words};
use super::{effective, words};
use crate::model::{Access, Database, PUBLIC, Privilege, Road, Target};
use crate::sql::quote_identifier;

/// What a role is and may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// The role; `PUBLIC` for every role.
    pub role: String,
    /// What it is beyond its privileges: `login`, `bypassrls`.
    pub attributes: Vec<&'static str>,
    /// Roles it is a member of, with the options of the membership.
    pub member_of: Vec<String>,
    /// Roles that it can SET ROLE to, through others too.
    pub becomes: Vec<String>,
    /// What it may do with what exists.
    pub privileges: Vec<Held>,
    /// What it will be granted on objects that are made later.
    pub later: Vec<Later>,
}

/// A privilege that a role has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Held {
    /// Kind of object: `table`.
    pub kind: &'static str,
    /// Its name as SQL writes it; empty for the database.
    pub object: String,
    /// The privilege.
    pub privilege: Privilege,
    /// Columns it is for; empty where it is for the whole.
    pub columns: Vec<String>,
    /// How it comes to it: taking one road away leaves the others.
    pub roads: Vec<String>,
}

/// A privilege on objects that are made later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Later {
    /// The objects: `tables in schema sales made by etl`.
    pub objects: String,
    /// The privileges.
    pub privileges: Vec<Privilege>,
    /// Who is granted them: the role itself, or one whose privileges it has.
    pub road: String,
}

/// Answers for one role; `None` where there is no such role.
pub fn show(database: &Database, major: u16, role: &str) -> Option<Shown> {
    let known = database.roles.get(role);
    if known.is_none() && role != PUBLIC {
        return None;
    }
    let access = Access::new(database);
    let mut privileges = Vec::new();
    for target in effective::targets(database) {
        let rights = effective::rights(database, major, &access, role, &target);
        let (kind, object) = kind_and_name(database, &target);
        for (privilege, _) in rights.whole {
            let roads = roads(&access, role, &target, privilege);
            let object = object.clone();
            privileges.push(Held { kind, object, privilege, columns: Vec::new(), roads });
        }
        for (privilege, columns) in rights.partial {
            push_columns(
                &mut privileges,
                &access,
                role,
                &target,
                (kind, &object),
                privilege,
                &columns,
            );
        }
    }
    let becomes = access.becomes(role).into_iter().map(|it| quote_identifier(it).into_owned());
    Some(Shown {
        role: role_words(role).to_owned(),
        attributes: known.map(words::attributes).unwrap_or_default(),
        member_of: known.map(words::memberships).unwrap_or_default(),
        becomes: becomes.collect(),
        privileges,
        later: later(database, &access, role),
    })
}

/// Adds a privilege on columns: those that it comes to by the same roads stand together.
fn push_columns(
    privileges: &mut Vec<Held>,
    access: &Access<'_>,
    role: &str,
    target: &Target,
    (kind, object): (&'static str, &str),
    privilege: Privilege,
    columns: &[(&str, Road)],
) {
    let Target::Table(table) = target else { return };
    let first = privileges.len();
    for (column, _) in columns {
        let of_column = Target::Column(table.clone(), (*column).to_owned());
        let roads = roads(access, role, &of_column, privilege);
        let column = quote_identifier(column).into_owned();
        match privileges[first..].iter_mut().find(|held| held.roads == roads) {
            Some(held) => held.columns.push(column),
            None => {
                let object = object.to_owned();
                privileges.push(Held { kind, object, privilege, columns: vec![column], roads });
            }
        }
    }
}

/// Returns every road to a privilege, in words.
pub(super) fn roads(
    access: &Access<'_>,
    role: &str,
    target: &Target,
    privilege: Privilege,
) -> Vec<String> {
    let roads = access.roads(role, target, privilege);
    let in_full = |road: Road| {
        let mut givers = match &road {
            Road::Grant(grantee) => access.givers(grantee, target, privilege),
            _ => Vec::new(),
        };
        // What comes with a role of the server itself, nobody gave.
        if givers.is_empty() {
            givers.push(None);
        }
        let words = move |giver| self::in_full(access, role, &road, giver);
        givers.into_iter().map(words).collect::<Vec<_>>()
    };
    roads.flat_map(in_full).collect()
}

/// Says a road with who gave the privilege, where not the owner, and the memberships on it: `granted by
/// etl`, `granted to analytics, by analytics_bi → bi → analytics`.
fn in_full(access: &Access<'_>, role: &str, road: &Road, giver: Option<&str>) -> String {
    let by = giver.map(|giver| format!(" by {}", quote_identifier(giver))).unwrap_or_default();
    let (words, end) = match road {
        Road::Superuser => return "superuser".to_owned(),
        Road::Grant(grantee) if grantee == role => return format!("granted{by}"),
        Road::Grant(grantee) if grantee == PUBLIC => return format!("granted to PUBLIC{by}"),
        Road::Owner(owner) if owner == role => return "owner".to_owned(),
        Road::Grant(grantee) => ("granted to", grantee),
        Road::Owner(owner) => ("owned by", owner),
    };
    let way = access.way(role, end);
    let way: Vec<_> = way.iter().map(|name| quote_identifier(name)).collect();
    let end = quote_identifier(end);
    // A direct member needs no more words.
    if way.len() < 3 {
        format!("{words} {end}{by}")
    } else {
        format!("{words} {end}{by}, by {}", way.join(" → "))
    }
}

fn later(database: &Database, access: &Access<'_>, role: &str) -> Vec<Later> {
    let grantees = access.grantees(role);
    let defaults = database.default_privileges.iter();
    let of_role = defaults.filter(|(key, _)| grantees.contains(&key.grantee.as_str()));
    of_role
        .filter(|(_, privileges)| !privileges.is_empty())
        .map(|(key, privileges)| {
            let mut objects = key.kind.sql().to_owned();
            if let Some(schema) = &key.schema {
                objects.push_str(&format!(" in schema {}", quote_identifier(schema)));
            }
            if let Some(creator) = &key.creator {
                objects.push_str(&format!(" made by {}", quote_identifier(creator)));
            }
            Later {
                objects,
                privileges: privileges.keys().copied().collect(),
                road: in_full(access, role, &Road::Grant(key.grantee.clone()), None),
            }
        })
        .collect()
}
