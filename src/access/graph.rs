//! A picture of roles, their memberships and what they reach.

use std::collections::{BTreeMap, BTreeSet};

use super::effective::{self, Entry};
use crate::model::{Access, Database, Membership, PUBLIC, Privilege, Road};
use crate::picture::flow::{Arrow, Domains, Flow, Node, Shape, Stroke};
use crate::picture::parts::{MOST, counted};

/// The picture, and what it falls into where it is too large.
#[derive(Debug)]
pub struct Roles {
    /// The picture.
    pub flow: Flow,
    /// Families of roles: what is a member of what stays together.
    pub families: Domains,
}

/// A part of the picture holds so many roles, or one family.
const MOST_ROLES: usize = 16;

/// Draws roles on the left, schemas on the right; words between them say what was granted to the role itself,
/// or comes with ownership, on anything in them. What a member has by its groups is drawn at the groups.
pub fn graph(database: &Database, major: u16) -> Roles {
    graph_of(database, &effective::entries(database, major, &Access::new(database)))
}

/// Draws what [`graph`] does of rights that are known.
pub fn graph_of(database: &Database, entries: &[Entry<'_>]) -> Roles {
    let reached = reached(entries);
    let groups = database.roles.values().flat_map(|role| role.member_of.keys());
    let mut roles: BTreeSet<&str> =
        database.roles.keys().chain(groups).map(String::as_str).collect();
    if reached.keys().any(|(role, _)| role == PUBLIC) {
        roles.insert(PUBLIC);
    }
    draw(database, &roles, &reached)
}

/// Draws one role, the groups that it is in by any road, its members, and what they reach.
pub fn graph_of_role(database: &Database, major: u16, role: &str) -> Roles {
    let entries = effective::entries(database, major, &Access::new(database));
    let mut roles: BTreeSet<&str> = BTreeSet::new();
    let mut waiting: Vec<&str> = vec![role];
    while let Some(name) = waiting.pop() {
        if roles.insert(name) {
            let groups = database.roles.get(name).into_iter().flat_map(|it| it.member_of.keys());
            waiting.extend(groups.map(String::as_str));
        }
    }
    let members = database.roles.iter().filter(|(_, it)| it.member_of.contains_key(role));
    roles.extend(members.map(|(name, _)| name.as_str()));
    draw(database, &roles, &reached(&entries))
}

fn draw(database: &Database, roles: &BTreeSet<&str>, reached: &Reached) -> Roles {
    let gathered = gathered(roles, reached);
    // Many schemas that are reached alike are one box.
    let drawn_as = |schemas: &Vec<&str>| match schemas.len() > MOST_SCHEMAS {
        true => vec![Reaches::Several(schemas.iter().map(|name| (*name).to_owned()).collect())],
        false => schemas.iter().map(|name| Reaches::One((*name).to_owned())).collect(),
    };
    let gathered: Gathered<'_> =
        gathered.into_iter().map(|(by, schemas)| (by, drawn_as(&schemas))).collect();
    let schemas: BTreeSet<&Reaches> = gathered.values().flatten().collect();
    let role_places: BTreeMap<&str, usize> = roles.iter().copied().zip(0..).collect();
    let words_at = roles.len()..;
    let schemas_at = roles.len() + gathered.len()..;
    let schema_places: BTreeMap<&Reaches, usize> =
        schemas.iter().copied().zip(schemas_at).collect();
    let mut arrows = Vec::new();
    for (name, role) in database.roles.iter().filter(|(name, _)| roles.contains(name.as_str())) {
        for (group, membership) in &role.member_of {
            let Some(to) = role_places.get(group.as_str()).copied() else { continue };
            let from = role_places[name.as_str()];
            arrows.push(Arrow { from, to, ..of_membership(membership) });
        }
    }
    for (((role, _), schemas), words) in gathered.iter().zip(words_at) {
        let thick = Arrow { stroke: Stroke::Thick, ..Arrow::default() };
        let from = role_places[role];
        arrows.push(Arrow { from, to: words, is_headless: true, ..thick.clone() });
        let reaches =
            |schema: &Reaches| Arrow { from: words, to: schema_places[schema], ..thick.clone() };
        arrows.extend(schemas.iter().map(reaches));
    }
    let colours = schemas.iter().zip(0..).map(|(schema, colour)| of_schema(schema, colour));
    let drawn = roles.iter().map(|name| of_role(database, name));
    let families = families(roles, &gathered, schemas.len(), &arrows);
    let nodes = drawn.chain(gathered.keys().map(of_privileges)).chain(colours).collect();
    let heading = "Roles, their memberships, and what they reach".to_owned();
    let flow = Flow { heading, rightwards: true, nodes, arrows, ..Flow::default() };
    Roles { flow, families }
}

/// What privileges reach: a schema, or many as one.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Reaches {
    One(String),
    Several(Vec<String>),
}

/// Of more schemas than that a role has no arrow to each.
const MOST_SCHEMAS: usize = 8;
/// So many of their names stand on a line.
const NAMES: usize = 3;

/// What a role reaches with the same privileges.
type Gathered<'r> = BTreeMap<(&'r str, &'r BTreeSet<Privilege>), Vec<Reaches>>;

fn gathered<'r>(
    roles: &BTreeSet<&'r str>,
    reached: &'r Reached,
) -> BTreeMap<(&'r str, &'r BTreeSet<Privilege>), Vec<&'r str>> {
    let mut gathered = BTreeMap::<_, Vec<_>>::new();
    for ((role, schema), privileges) in reached {
        if roles.contains(role.as_str()) {
            gathered.entry((role.as_str(), privileges)).or_default().push(schema.as_str());
        }
    }
    gathered
}

/// Finds which roles hang together by memberships, and puts small families together. What a role may do belongs to it.
fn families(
    roles: &BTreeSet<&str>,
    gathered: &Gathered<'_>,
    schemas: usize,
    arrows: &[Arrow],
) -> Domains {
    let names: Vec<&str> = roles.iter().copied().collect();
    let mut family: Vec<usize> = (0..names.len()).collect();
    // The family of a role is its first one; arrows between roles join two.
    for arrow in arrows.iter().filter(|arrow| arrow.to < names.len()) {
        let (one, other) = (family[arrow.from], family[arrow.to]);
        family.iter_mut().filter(|it| **it == one.max(other)).for_each(|it| *it = one.min(other));
    }
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    family.iter().zip(0..).for_each(|(first, role)| members.entry(*first).or_default().push(role));
    let mut parts: Vec<Vec<usize>> = Vec::new();
    for more in members.into_values() {
        match parts.last_mut().filter(|part| part.len() + more.len() <= MOST_ROLES) {
            Some(part) => part.extend(more),
            None => parts.push(more),
        }
    }
    // A family is known by its groups, which no arrow to another role leaves.
    let is_member =
        |role: &&usize| arrows.iter().any(|arrow| arrow.from == **role && arrow.to < names.len());
    let title = |part: &Vec<usize>| {
        let groups = || part.iter().filter(|role| !is_member(role));
        let name = |role: Option<&usize>| role.map_or("", |role| shown(names[*role]));
        match (name(groups().min()), name(groups().max())) {
            (first, last) if first == last => first.to_owned(),
            (first, last) => format!("{first} to {last}"),
        }
    };
    let mut of: Vec<Option<usize>> = vec![None; names.len()];
    for (part, place) in parts.iter().zip(0..) {
        part.iter().for_each(|role| of[*role] = Some(place));
    }
    let of_words = gathered
        .keys()
        .map(|(role, _)| names.iter().position(|name| name == role).and_then(|at| of[at]));
    let of_words: Vec<Option<usize>> = of_words.collect();
    let kinds = names.iter().map(|_| "role");
    Domains {
        titles: parts.iter().map(title).collect(),
        kinds: kinds.chain(std::iter::repeat_n("", gathered.len() + schemas)).collect(),
        of: of.into_iter().chain(of_words).chain(std::iter::repeat_n(None, schemas)).collect(),
        word: "membership",
        most: MOST,
    }
}

fn shown(name: &str) -> &str {
    if name == PUBLIC { "PUBLIC" } else { name }
}

fn of_privileges((role, privileges): &(&str, &BTreeSet<Privilege>)) -> Node {
    let words: Vec<&str> = privileges.iter().map(|privilege| privilege.sql()).collect();
    let name = words.join(", ");
    let words = Some(format!("{}: {name}", shown(role)));
    Node { name, words, shape: Shape::Words, ..Node::default() }
}

fn of_role(database: &Database, name: &str) -> Node {
    let role = database.roles.get(name);
    let logs_in = role.is_some_and(|role| role.login);
    Node {
        name: shown(name).to_owned(),
        words: role.and_then(|role| role.comment.clone()),
        detail: logs_in.then(|| "logs in".to_owned()),
        shape: match () {
            () if name == PUBLIC => Shape::Hexagon,
            () if logs_in => Shape::Stadium,
            () => Shape::Box,
        },
        ..Node::default()
    }
}

fn of_schema(schema: &Reaches, colour: usize) -> Node {
    let shape = Shape::Cylinder;
    match schema {
        Reaches::One(name) => {
            Node { name: name.clone(), shape, colour: Some(colour), ..Node::default() }
        }
        Reaches::Several(names) => {
            let lines: Vec<String> = names.chunks(NAMES).map(|some| some.join(", ")).collect();
            let name = counted(names.len(), "schema");
            Node { name, detail: Some(lines.join("\n")), shape, ..Node::default() }
        }
    }
}

fn of_membership(membership: &Membership) -> Arrow {
    let stroke = if membership.inherit { Stroke::Plain } else { Stroke::Dashed };
    let words = match (membership.inherit, membership.set) {
        (true, _) => None,
        (false, true) => Some("SET ROLE"),
        (false, false) => Some("no use"),
    };
    Arrow { label: words.map(str::to_owned), stroke, ..Arrow::default() }
}

/// What each role reaches in each schema by itself.
type Reached = BTreeMap<(String, String), BTreeSet<Privilege>>;

fn reached(entries: &[Entry<'_>]) -> Reached {
    let mut reached = Reached::new();
    for entry in entries {
        let Some(schema) = entry.target.schema() else { continue };
        for rights in &entry.roles {
            let own = |road: &Road| match road {
                Road::Grant(name) | Road::Owner(name) => name == rights.role,
                Road::Superuser => false,
            };
            let whole = rights.whole.iter().filter(|(_, road)| own(road)).map(|(it, _)| *it);
            let partial = rights.partial.iter();
            let partial = partial.filter(|(_, columns)| columns.iter().any(|(_, road)| own(road)));
            let privileges: BTreeSet<Privilege> = whole.chain(partial.map(|(it, _)| *it)).collect();
            if !privileges.is_empty() {
                let key = (rights.role.to_owned(), schema.clone());
                reached.entry(key).or_default().extend(privileges);
            }
        }
    }
    reached
}
