//! Compares two databases that the catalog reader has read.
//!
//! One walk for every kind of object: both sides become JSON, whose maps name objects, parts and
//! properties. Expressions are compared as text, which is sound as both come from a server. An
//! object that stands on one side alone is told once, without its parts.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::model::{
    Database, DefaultPrivilege, ObjectId, ObjectKind, ObjectName, Privilege, Privileges,
    RoutineName, Target, View,
};
use crate::sql::quote_identifier;

/// The aspect of a discrepancy about an object that is not there, or not declared.
pub const EXISTENCE: &str = "existence";

/// A difference between what is expected and what was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Discrepancy {
    /// Kind and name of the object: `column sales.items.cost`.
    pub object: String,
    /// Which of its properties: `type`; [`EXISTENCE`] where it stands on one side alone.
    pub aspect: String,
    /// What is expected, if anything.
    pub expected: Option<String>,
    /// What was found, if anything.
    pub found: Option<String>,
}

impl fmt::Display for Discrepancy {
    /// Writes a sentence: `column sales.items.cost: type is numeric(10,2), expected numeric(12,2)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { object, aspect, expected, found } = self;
        match (aspect == EXISTENCE, found) {
            (true, None) => return write!(f, "{object} is missing"),
            (true, Some(_)) => return write!(f, "{object} is not declared"),
            _ => {}
        }
        let expected = expected.as_deref().unwrap_or("none");
        let found = found.as_deref().unwrap_or("none");
        if expected.contains('\n') || found.contains('\n') {
            write!(f, "{object}: {aspect} differs; found:\n{found}\nexpected:\n{expected}")
        } else {
            write!(f, "{object}: {aspect} is {found}, expected {expected}")
        }
    }
}

/// Returns every difference between two databases, in the order of [`Database`]'s fields.
pub fn compare(expected: &Database, found: &Database) -> Vec<Discrepancy> {
    let global = |kind| move |name: &String| ObjectId::global(kind, name.clone()).to_string();
    let in_schema = |kind| move |name: &ObjectName| ObjectId::in_schema(kind, name).to_string();
    let mut walk = Walk::default();
    walk.section(&expected.roles, &found.roles, global(ObjectKind::Role));
    walk.section(&expected.schemas, &found.schemas, global(ObjectKind::Schema));
    walk.section(&expected.extensions, &found.extensions, global(ObjectKind::Extension));
    walk.section(&expected.types, &found.types, in_schema(ObjectKind::Type));
    walk.section(&expected.sequences, &found.sequences, in_schema(ObjectKind::Sequence));
    walk.relations(&expected.tables, &found.tables, |_| ObjectKind::Table);
    walk.relations(&expected.views, &found.views, View::kind);
    let routine = |name: &RoutineName| ObjectId::routine(name).to_string();
    walk.section(&expected.routines, &found.routines, routine);
    walk.section(&expected.others, &found.others, global(ObjectKind::Other));
    walk.section(&flatten(expected), &flatten(found), grant_words);
    walk.section(
        &flatten_defaults(&expected.default_privileges),
        &flatten_defaults(&found.default_privileges),
        |(key, privilege)| match privilege {
            Some(privilege) => format!("default grant of {} on {key}", privilege.sql()),
            None => format!("revocation of the built-in privileges on {key}"),
        },
    );
    walk.discrepancies
}

/// An object, who is granted what on it, and by whom where not by its owner.
type Grant<'a> = (&'a Target, &'a str, Privilege, Option<&'a str>);

/// A privilege with its options, as JSON shows it.
#[derive(Serialize)]
struct Granted {
    grant_option: bool,
}

fn grant_words((target, grantee, privilege, grantor): &Grant) -> String {
    let grantee = quote_identifier(grantee);
    let by = grantor.map(|role| format!(" by {}", quote_identifier(role))).unwrap_or_default();
    format!("grant of {} on {target} to {grantee}{by}", privilege.sql())
}

fn flatten(database: &Database) -> BTreeMap<Grant<'_>, Granted> {
    let mut flat = BTreeMap::new();
    for (target, grantees) in &database.grants {
        for (grantee, privileges) in grantees {
            for privilege in privileges.keys() {
                for (grantor, grant_option) in database.givers(target, grantee, *privilege) {
                    let key = (target, grantee.as_str(), *privilege, grantor);
                    flat.insert(key, Granted { grant_option });
                }
            }
        }
    }
    flat
}

type Defaults = BTreeMap<DefaultPrivilege, Privileges>;

fn flatten_defaults(
    defaults: &Defaults,
) -> BTreeMap<(&DefaultPrivilege, Option<Privilege>), Granted> {
    let mut flat = BTreeMap::new();
    for (key, privileges) in defaults {
        if privileges.is_empty() {
            flat.insert((key, None), Granted { grant_option: false });
        }
        for (privilege, grant_option) in privileges {
            flat.insert((key, Some(*privilege)), Granted { grant_option: *grant_option });
        }
    }
    flat
}

/// Collects differences.
#[derive(Default)]
struct Walk {
    discrepancies: Vec<Discrepancy>,
}

impl Walk {
    /// Compares objects that have properties only.
    fn section<K: Ord, V: Serialize>(
        &mut self,
        expected: &BTreeMap<K, V>,
        found: &BTreeMap<K, V>,
        name: impl Fn(&K) -> String,
    ) {
        for key in expected.keys().chain(found.keys()).collect::<BTreeSet<_>>() {
            match (expected.get(key), found.get(key)) {
                (Some(expected), Some(found)) => {
                    self.properties(&name(key), "", &json(expected), &json(found));
                }
                (expected, _) => self.existence(name(key), expected.is_some()),
            }
        }
    }

    /// Compares tables or views: their parts are objects too.
    fn relations<V: Serialize>(
        &mut self,
        expected: &BTreeMap<ObjectName, V>,
        found: &BTreeMap<ObjectName, V>,
        kind: impl Fn(&V) -> ObjectKind,
    ) {
        for name in expected.keys().chain(found.keys()).collect::<BTreeSet<_>>() {
            let (expected, found) = (expected.get(name), found.get(name));
            let Some(either) = expected.or(found) else { continue };
            let id = ObjectId::in_schema(kind(either), name).to_string();
            let (Some(expected), Some(found)) = (expected, found) else {
                self.existence(id, expected.is_some());
                continue;
            };
            let (mut expected, mut found) = (json(expected), json(found));
            for (field, kind) in PARTS {
                let (expected, found) =
                    (take_parts(&mut expected, field), take_parts(&mut found, field));
                self.parts(name, *kind, &expected, &found);
                if *kind == ObjectKind::Column {
                    self.order(&id, &expected, &found);
                }
            }
            self.properties(&id, "", &expected, &found);
        }
    }

    fn parts(
        &mut self,
        relation: &ObjectName,
        kind: ObjectKind,
        expected: &Map<String, Value>,
        found: &Map<String, Value>,
    ) {
        for part in expected.keys().chain(found.keys()).collect::<BTreeSet<_>>() {
            let id = match kind {
                ObjectKind::Index => {
                    ObjectId::in_schema(kind, &ObjectName::new(relation.schema.clone(), part))
                }
                _ => ObjectId::part(kind, relation, part),
            };
            match (expected.get(part), found.get(part)) {
                (Some(expected), Some(found)) => {
                    self.properties(&id.to_string(), "", expected, found);
                }
                (expected, _) => self.existence(id.to_string(), expected.is_some()),
            }
        }
    }

    /// Compares the order of the columns that both sides have.
    fn order(&mut self, table: &str, expected: &Map<String, Value>, found: &Map<String, Value>) {
        let common = |one: &Map<String, Value>, other: &Map<String, Value>| {
            let names = one.keys().filter(|name| other.contains_key(*name));
            names.cloned().collect::<Vec<_>>().join(", ")
        };
        let (expected, found) = (common(expected, found), common(found, expected));
        if expected != found {
            self.difference(table, "order of columns", Some(expected), Some(found));
        }
    }

    fn properties(&mut self, object: &str, path: &str, expected: &Value, found: &Value) {
        if expected == found {
            return;
        }
        match (expected, found) {
            (Value::Object(expected), Value::Object(found)) if !are_variants(expected, found) => {
                for key in expected.keys().chain(found.keys()).collect::<BTreeSet<_>>() {
                    let null = &Value::Null;
                    let (expected, found) = (expected.get(key), found.get(key));
                    let path = join(path, key);
                    self.properties(object, &path, expected.unwrap_or(null), found.unwrap_or(null));
                }
            }
            _ => self.difference(object, path, text(expected), text(found)),
        }
    }

    fn existence(&mut self, object: String, is_expected: bool) {
        let present = Some("present".to_owned());
        let (expected, found) = if is_expected { (present, None) } else { (None, present) };
        self.difference(&object, EXISTENCE, expected, found);
    }

    fn difference(
        &mut self,
        object: &str,
        aspect: &str,
        expected: Option<String>,
        found: Option<String>,
    ) {
        let (object, aspect) = (object.to_owned(), aspect.to_owned());
        self.discrepancies.push(Discrepancy { object, aspect, expected, found });
    }
}

/// Fields of tables and views that hold objects of their own.
const PARTS: &[(&str, ObjectKind)] = &[
    ("columns", ObjectKind::Column),
    ("constraints", ObjectKind::Constraint),
    ("indexes", ObjectKind::Index),
    ("triggers", ObjectKind::Trigger),
    ("policies", ObjectKind::Policy),
];

/// Takes parts out of a relation, by name; a list keeps its order.
fn take_parts(relation: &mut Value, field: &str) -> Map<String, Value> {
    match relation.get_mut(field).map(Value::take) {
        Some(Value::Object(parts)) => parts,
        Some(Value::Array(parts)) => {
            let name = |part: &Value| part.get("name").and_then(Value::as_str).map(str::to_owned);
            parts.into_iter().filter_map(|part| Some((name(&part)?, part))).collect()
        }
        _ => Map::new(),
    }
}

/// Returns whether two objects are different variants of one enum: `{"unique": …}`.
fn are_variants(one: &Map<String, Value>, other: &Map<String, Value>) -> bool {
    one.len() == 1 && other.len() == 1 && one.keys().ne(other.keys())
}

/// Properties whose keys are the user's names.
const NAMED: &[&str] = &[
    "member of",
    "settings",
    "settings in database",
    "storage parameters",
    "column comments",
    "definition domain checks",
];

fn join(path: &str, key: &str) -> String {
    let words = match key {
        _ if NAMED.contains(&path) => key.to_owned(),
        "data_type" => "type".to_owned(),
        _ => key.replace('_', " "),
    };
    if path.is_empty() { words } else { format!("{path} {words}") }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Array(items) if items.is_empty() => None,
        Value::Array(items) => Some(items.iter().filter_map(text).collect::<Vec<_>>().join(", ")),
        Value::Object(fields) if fields.is_empty() => None,
        Value::Object(fields) => {
            let fields = fields.iter().filter_map(|(name, value)| {
                text(value).map(|value| format!("{}: {value}", name.replace('_', " ")))
            });
            Some(format!("({})", fields.collect::<Vec<_>>().join(", ")))
        }
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
    }
}

fn json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).expect("the model's keys are text and its numbers are integers")
}
