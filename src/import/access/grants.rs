//! Grants of one role, gathered under patterns where these mean exactly what is there.

use std::collections::{BTreeMap, BTreeSet};

use super::future::{self, Promise};
use super::universe::{KINDS, Kind, on, schema_of};
use crate::import::context::Context;
use crate::import::yaml::{Map, Node};
use crate::model::{Database, ObjectName, Privilege, Target};

type Set = BTreeSet<Privilege>;

/// Who gave a privilege, where that is not the owner of the object, and whether with the option to grant
/// it on.
type Way<'a> = (Option<&'a str>, bool);

/// One entry of `grants:`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Grant {
    on: String,
    except: Vec<String>,
    privileges: Set,
    /// Every privilege that its kind of object has.
    known: Vec<Privilege>,
    columns: BTreeMap<Privilege, Vec<String>>,
    with_grant_option: bool,
    granted_by: Option<String>,
    promise: Option<(&'static str, Vec<String>)>,
}

/// Returns the entries of `grants:` of a role or of `public`.
pub(super) fn grants(context: &Context, grantee: &str) -> Vec<Node> {
    let mut promises = future::promises(context, grantee);
    let mut written = Vec::new();
    let mut single = Single::new();
    let ways = ways(context.database, grantee);
    for way in ways.iter().copied() {
        let mut held = held(context.database, grantee, way);
        let mut gathered = Vec::new();
        for kind in KINDS {
            for schema in scopes(context, kind) {
                let schema = schema.as_deref();
                gather(context, kind, schema, way, &mut held, &mut promises, &mut gathered);
            }
        }
        for (target, privileges) in held.into_iter().filter(|(_, set)| !set.is_empty()) {
            let grant = Grant::on(context, &target, privileges, way);
            single.insert((target, way, false), grant);
        }
        written.push(gathered);
    }
    add_columns(context, grantee, &ways, &mut single);
    let is_foremost = |target: &Target| matches!(target, Target::Database | Target::Schema(_));
    let (first, rest): (Vec<_>, Vec<_>) =
        single.into_iter().partition(|((target, ..), _)| is_foremost(target));
    let first = first.into_iter().map(|(_, grant)| grant);
    let rest = rest.into_iter().map(|(_, grant)| grant);
    let kept = promises.into_iter().map(|promise| Grant::promised(context, &promise));
    let all = first.chain(written.into_iter().flatten()).chain(rest).chain(kept);
    all.map(|grant| grant.write()).collect()
}

/// Returns the ways by which a role came to anything.
fn ways<'a>(database: &'a Database, grantee: &str) -> BTreeSet<Way<'a>> {
    let noted = database.grantors.values().filter_map(|by_grantee| by_grantee.get(grantee));
    let givers = noted.flat_map(|by_privilege| by_privilege.values()).flatten();
    let noted = givers.map(|(grantor, option)| (grantor.as_deref(), *option));
    [(None, false), (None, true)].into_iter().chain(noted).collect()
}

/// Returns what a role came to by one way, on whole objects.
fn held(database: &Database, grantee: &str, way: Way<'_>) -> BTreeMap<Target, Set> {
    let mut held = BTreeMap::new();
    for (target, grantees) in &database.grants {
        let Some(privileges) = grantees.get(grantee) else { continue };
        if matches!(target, Target::Column(..)) {
            continue;
        }
        let by_way =
            |privilege: &&Privilege| database.givers(target, grantee, **privilege).contains(&way);
        held.insert(target.clone(), privileges.keys().filter(by_way).copied().collect());
    }
    held
}

/// Returns where patterns of a kind are tried: everywhere at once, then schema by schema.
fn scopes(context: &Context, kind: Kind) -> Vec<Option<String>> {
    let all = kind.all(context, None);
    let schemas: BTreeSet<String> = all.iter().filter_map(schema_of).map(str::to_owned).collect();
    let everywhere = matches!(kind, Kind::Routine | Kind::Type) || schemas.len() > 1;
    everywhere.then_some(None).into_iter().chain(schemas.into_iter().map(Some)).collect()
}

/// Writes patterns for what is held on all objects of a kind, or on all but a few.
fn gather(
    context: &Context,
    kind: Kind,
    schema: Option<&str>,
    way: Way<'_>,
    held: &mut BTreeMap<Target, Set>,
    promises: &mut Vec<Promise>,
    written: &mut Vec<Grant>,
) {
    let all = kind.all(context, schema);
    let is_of =
        |promise: &Promise, set: &Set| way.0.is_none() && promise.is(kind, schema, set, way.1);
    while let Some((privileges, except)) =
        pattern(&all, held, |set| promises.iter().any(|promise| is_of(promise, set)))
    {
        for target in all.iter().filter(|target| !except.contains(target)) {
            if let Some(set) = held.get_mut(target) {
                set.retain(|privilege| !privileges.contains(privilege));
            }
        }
        let mut grant = Grant::on_all(context, kind, schema, privileges, way);
        let place = promises
            .iter()
            .position(|promise| is_of(promise, &grant.privileges))
            .filter(|_| except.is_empty());
        grant.promise = place.map(|at| ("true", promises.remove(at).created_by));
        let plain = |target: &Target| {
            let name = on(context, target);
            name.strip_prefix(kind.word()).unwrap_or(&name).to_owned()
        };
        grant.except = except.iter().map(plain).collect();
        written.push(grant);
    }
}

/// Finds the privileges that are held on all objects, or on all but a few; a single object takes a
/// pattern only where the same is promised for those to come.
fn pattern(
    all: &BTreeSet<Target>,
    held: &BTreeMap<Target, Set>,
    is_promised: impl Fn(&Set) -> bool,
) -> Option<(Set, Vec<Target>)> {
    let nothing = Set::new();
    let of = |target: &Target| held.get(target).unwrap_or(&nothing);
    let common = all.iter().map(of).cloned().reduce(|left, right| &left & &right)?;
    if !common.is_empty() && (all.len() > 1 || is_promised(&common)) {
        return Some((common, Vec::new()));
    }
    let candidates: BTreeSet<&Set> = all.iter().map(of).filter(|set| !set.is_empty()).collect();
    let lacking = |set: &Set| {
        let lack = |target: &&Target| !set.is_subset(of(target));
        all.iter().filter(lack).cloned().collect::<Vec<_>>()
    };
    let few = |(_, except): &(&Set, Vec<Target>)| except.len() * 4 <= all.len();
    let fitting = candidates.into_iter().map(|set| (set, lacking(set))).filter(few);
    let best = fitting.max_by_key(|(set, except)| set.len() * (all.len() - except.len()))?;
    (all.len() > 1).then(|| (best.0.clone(), best.1))
}

/// Grants on single objects, by the object, the way, and whether they are on columns of what is granted
/// as a whole as well.
type Single<'a> = BTreeMap<(Target, Way<'a>, bool), Grant>;

/// Adds privileges on columns to the grants on their tables.
fn add_columns<'a>(
    context: &Context,
    grantee: &str,
    ways: &BTreeSet<Way<'a>>,
    grants: &mut Single<'a>,
) {
    let database = context.database;
    for (target, grantees) in &database.grants {
        let (Target::Column(table, column), Some(privileges)) = (target, grantees.get(grantee))
        else {
            continue;
        };
        for privilege in privileges.keys() {
            let givers = database.givers(target, grantee, *privilege);
            for way in ways.iter().filter(|way| givers.contains(way)) {
                let whole = Target::Table(table.clone());
                let as_well = grants.get(&(whole.clone(), *way, false));
                let as_well = as_well.is_some_and(|grant| grant.privileges.contains(privilege));
                let new = || Grant::on(context, &whole, Set::new(), *way);
                let grant = grants.entry((whole.clone(), *way, as_well)).or_insert_with(new);
                grant.columns.entry(*privilege).or_default().push(column.clone());
            }
        }
    }
    for ((target, ..), grant) in grants {
        if let Target::Table(table) = target {
            grant.columns.values_mut().for_each(|columns| order(context, table, columns));
        }
    }
}

/// Puts columns into the table's order.
fn order(context: &Context, table: &ObjectName, columns: &mut [String]) {
    let known = context.database.columns_of(table).unwrap_or_default();
    let place = |column: &String| known.iter().position(|(name, _)| name == column);
    columns.sort_by_key(|column| (place(column), column.clone()));
}

impl Grant {
    fn on(context: &Context, target: &Target, privileges: Set, (by, option): Way<'_>) -> Self {
        Self {
            on: on(context, target),
            except: Vec::new(),
            privileges,
            known: target.privileges(context.postgres).to_vec(),
            columns: BTreeMap::new(),
            with_grant_option: option,
            granted_by: by.map(str::to_owned),
            promise: None,
        }
    }

    fn on_all(
        context: &Context,
        kind: Kind,
        schema: Option<&str>,
        privileges: Set,
        way: Way<'_>,
    ) -> Self {
        let pattern = schema.map_or_else(|| "*".to_owned(), |schema| format!("{schema}.*"));
        let one = match kind {
            Kind::Table => Target::Table(ObjectName::new("", "")),
            Kind::Sequence => Target::Sequence(ObjectName::new("", "")),
            // These have a single privilege.
            Kind::Routine | Kind::Type => Target::Type(ObjectName::new("", "")),
        };
        let on = format!("{}{pattern}", kind.word());
        Self { on, ..Self::on(context, &one, privileges, way) }
    }

    fn promised(context: &Context, promise: &Promise) -> Self {
        Self {
            on: promise.on(),
            known: promise.known(context.postgres),
            promise: Some((promise.word(context), promise.created_by.clone())),
            ..Self::on(
                context,
                &Target::Database,
                promise.privileges.clone(),
                (None, promise.with_grant_option),
            )
        }
    }

    fn write(self) -> Node {
        let mut map = Map::default();
        map.text("on", Some(&self.on));
        map.texts("except", &self.except);
        let all = self.known.len() > 1 && self.known.iter().all(|it| self.privileges.contains(it));
        map.flag("all", all);
        for privilege in Privilege::ALL {
            let key = privilege.sql().replace(' ', "_");
            match self.columns.get(&privilege) {
                Some(columns) if !self.privileges.contains(&privilege) => map.texts(&key, columns),
                _ => map.flag(&key, !all && self.privileges.contains(&privilege)),
            }
        }
        if let Some((word, created_by)) = &self.promise {
            map.put("future", Node::Plain((*word).to_owned()));
            map.texts("created_by", created_by);
        }
        map.flag("with_grant_option", self.with_grant_option);
        map.text("granted_by", self.granted_by.as_deref());
        Node::Map(map)
    }
}
