//! What belongs to what, and the needs that PostgreSQL does not record.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::privileges::{Entry, OWNER};
use super::{Dependents, Fact, Facts, Id, Kind, Options, Roles, Value};

impl Facts {
    /// Returns what a new database holds: the schema `public`, and itself.
    pub fn of_empty_database(postgres: u16) -> Self {
        let mut facts = Self { postgres, ..Self::default() };
        let texts = |items: &[&str]| Value::List(items.iter().map(|item| (*item).into()).collect());
        let mut public = Fact::default();
        public.set("owner", Some(Value::Text("pg_database_owner".into())));
        public.set("comment", Some(Value::Text("standard public schema".into())));
        let acl = ["C\t\u{1}\t\u{1}", "U\t\u{1}\t\u{1}", "U\t\t\u{1}"];
        public.set("acl", Some(texts(&sorted(acl))));
        facts.facts.insert(Id::new(Kind::Schema, "", "public", ""), public);
        let mut database = Fact::default();
        let acl =
            ["C\t\u{1}\t\u{1}", "T\t\u{1}\t\u{1}", "c\t\u{1}\t\u{1}", "T\t\t\u{1}", "c\t\t\u{1}"];
        database.set("acl", Some(texts(&sorted(acl))));
        facts.facts.insert(Id::new(Kind::Database, "", "", ""), database);
        facts
    }

    /// Returns the roles of the cluster that are part of the state.
    pub fn roles(&self) -> BTreeSet<String> {
        let roles = self.facts.keys().filter(|id| id.kind == Kind::Role);
        roles.map(|id| id.name.to_string()).collect()
    }

    /// Leaves out the cluster's roles that are not named, and what is said of them.
    pub fn keep_roles(&mut self, roles: &Roles) {
        let options = Options { roles: roles.clone(), ..Options::default() };
        let wanted = |id: &Id| options.wants(id.kind) && options.holds(id);
        self.facts.retain(|id, _| wanted(id));
        self.needs.retain_among(wanted);
    }

    /// Returns a fact.
    pub fn get(&self, id: &Id) -> Option<&Fact> {
        self.facts.get(id)
    }

    /// Returns whether there is such an object.
    pub fn contains(&self, id: &Id) -> bool {
        self.facts.contains_key(id)
    }

    /// Returns the objects that an object needs.
    pub fn needs_of<'a>(&'a self, id: &Id) -> impl Iterator<Item = &'a Id> + use<'a> {
        self.needs.of(id)
    }

    /// Returns for each object those that need it.
    pub fn dependents(&self) -> Dependents<'_> {
        self.needs.dependents()
    }

    /// Returns the relation or type that an object is a part of: it goes when that goes.
    pub fn whole(&self, id: &Id) -> Option<Id> {
        id.wholes().find(|whole| self.contains(whole))
    }

    /// Returns the parts of a relation or type, of the kinds that are named after it.
    pub fn parts_of<'a>(
        &'a self,
        whole: &Id,
        kind: Kind,
    ) -> impl Iterator<Item = (&'a Id, &'a Fact)> + use<'a> {
        let first = Id { kind, part: "".into(), ..whole.clone() };
        let (schema, name) = (whole.schema.clone(), whole.name.clone());
        self.facts
            .range(first..)
            .take_while(move |(id, _)| id.kind == kind && id.schema == schema && id.name == name)
    }

    /// Returns the columns of a relation, or the attributes of a type, in their order.
    pub fn columns_of(&self, whole: &Id) -> Vec<(&Id, &Fact)> {
        let kind = if whole.kind == Kind::Type { Kind::Attribute } else { Kind::Column };
        let mut columns: Vec<_> = self.parts_of(whole, kind).collect();
        columns.sort_by_key(|(_, fact)| fact.position);
        columns
    }

    /// Returns the SHA-256 of all facts, in hexadecimal: equal for equal states.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        let mut field = |text: &str| {
            hash.update(text.len().to_le_bytes());
            hash.update(text.as_bytes());
        };
        for (id, fact) in &self.facts {
            field(id.kind.words());
            for text in [&id.schema, &id.name, &id.part] {
                field(text);
            }
            for (name, value) in fact.attributes.0.iter() {
                field(name);
                match value {
                    Value::True => field("true"),
                    Value::Number(number) => field(&number.to_string()),
                    Value::Text(text) => field(text),
                    Value::List(items) => {
                        field(&items.len().to_string());
                        items.iter().for_each(|item| field(item));
                    }
                }
            }
        }
        hex::encode(hash.finalize())
    }
}

/// Returns the roles that an object names: its owner, whom its privileges concern, its members.
pub fn roles_of(id: &Id, fact: &Fact) -> BTreeSet<String> {
    let mut roles = BTreeSet::new();
    roles.extend(fact.text("owner").map(str::to_owned));
    // Of what came with PostgreSQL, those alone whose privileges are other than they were.
    let came = fact.list("initial_acl");
    let given = fact.list("acl").iter().filter(|text| !came.contains(text));
    let taken = came.iter().filter(|text| !fact.list("acl").contains(text));
    for entry in given.chain(taken).filter_map(|text| Entry::decode(text)) {
        roles.extend([entry.grantee, entry.grantor]);
    }
    match id.kind {
        Kind::Membership => roles.extend([id.name.to_string(), id.part.to_string()]),
        Kind::Setting | Kind::DefaultPrivileges => drop(roles.insert(id.name.to_string())),
        Kind::UserMapping => drop(roles.insert(id.part.to_string())),
        Kind::Policy => roles.extend(fact.list("roles").iter().map(|role| unquoted(role))),
        _ => {}
    }
    roles.remove(OWNER);
    roles.remove("");
    roles
}

/// Reads back a name that the server quoted where needed.
fn unquoted(name: &str) -> String {
    match name.strip_prefix('"').and_then(|name| name.strip_suffix('"')) {
        Some(inner) => inner.replace("\"\"", "\""),
        None => name.to_owned(),
    }
}

/// Orders entries as [`super::privileges`] does: by grantee, then by letter.
fn sorted<const N: usize>(mut entries: [&'static str; N]) -> [&'static str; N] {
    entries.sort_by_key(|text| Entry::decode(text));
    entries
}
