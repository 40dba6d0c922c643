//! What every part of the writer looks things up in.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::statements::Statements;
use crate::model::{APPLYING_ROLE, Database, ObjectName, PUBLIC};
use crate::sql::{self, QualifiedName, quote_identifier};

/// What every part of the writer looks things up in.
pub(super) struct Context<'a> {
    pub database: &'a Database,
    /// Statements that make the objects without keys of their own.
    pub statements: &'a Statements,
    /// Major version of the server.
    pub postgres: u16,
    extension_schemas: BTreeSet<&'a str>,
    /// The role that owns most of what is in a schema.
    object_owners: BTreeMap<&'a str, Option<&'a str>>,
    unexpressed: RefCell<Vec<String>>,
}

impl<'a> Context<'a> {
    pub fn new(database: &'a Database, postgres: u16, statements: &'a Statements) -> Self {
        let extensions = database.extensions.values();
        Self {
            database,
            statements,
            postgres,
            extension_schemas: extensions.map(|extension| extension.schema.as_str()).collect(),
            object_owners: object_owners(database),
            unexpressed: RefCell::default(),
        }
    }

    /// Notes what the spec cannot say.
    pub fn cannot_say(&self, what: impl Into<String>) {
        self.unexpressed.borrow_mut().push(what.into());
    }

    /// Returns what the spec cannot say.
    pub fn into_unexpressed(self) -> Vec<String> {
        self.unexpressed.into_inner()
    }

    /// Returns the owner of most of what is in a schema.
    pub fn object_owner(&self, schema: &str) -> Option<&'a str> {
        self.object_owners.get(schema).copied().flatten()
    }

    /// Returns how an owner is written where `unsaid` is what holds without a word.
    pub fn owner(&self, owner: Option<&str>, unsaid: Option<&str>) -> Option<String> {
        (owner != unsaid).then(|| owner.unwrap_or(APPLYING_ROLE).to_owned())
    }

    /// Returns how the owner of an object is written, where it is not that of most in its schema.
    pub fn object_owned(&self, schema: &str, owner: &Option<String>) -> Option<String> {
        self.owner(owner.as_deref(), self.object_owner(schema))
    }

    /// Returns a type's name as SQL of this schema writes it.
    pub fn data_type(&self, schema: &str, text: &str) -> String {
        let Ok(parsed) = sql::parse_type(text) else { return text.to_owned() };
        match self.shortened(schema, &parsed.name) {
            Some(name) if !parsed.is_builtin() => {
                let setof = if parsed.setof { "setof " } else { "" };
                format!("{setof}{}", parsed.spelled_as(&name))
            }
            _ => text.to_owned(),
        }
    }

    /// Returns a type that was read from SQL as SQL of this schema writes it.
    pub fn type_name(&self, schema: &str, parsed: &sql::TypeName) -> String {
        let plain = sql::TypeName { setof: false, ..parsed.clone() };
        let name = self.data_type(schema, &plain.to_string());
        if parsed.setof { format!("setof {name}") } else { name }
    }

    /// Returns the name of a relation as SQL of this schema writes it.
    pub fn relation(&self, schema: &str, name: &ObjectName) -> String {
        // What is in `pg_catalog` comes first on every path.
        match name.schema == schema && !name.name.starts_with("pg_") {
            true => quote_identifier(&name.name).into_owned(),
            false => name.to_string(),
        }
    }

    /// Returns the name of an operator class or a collation as SQL of this schema writes it.
    pub fn other_name(&self, schema: &str, name: &QualifiedName) -> String {
        self.shortened(schema, name).unwrap_or_else(|| name.to_string())
    }

    /// Returns a name without its schema, where SQL finds it all the same: in the schema that the SQL
    /// is written for, or in that of an extension where nothing of the project's is in the way.
    fn shortened(&self, schema: &str, name: &QualifiedName) -> Option<String> {
        let own = name.schema.as_deref()?;
        let in_server = sql::builtin_types().any(|known| known == name.name);
        let ours = |schema: &str| {
            let name = ObjectName::new(schema, name.name.clone());
            self.database.types.contains_key(&name)
                || self.database.tables.contains_key(&name)
                || self.database.views.contains_key(&name)
        };
        let path = [schema, PUBLIC].into_iter().chain(self.extension_schemas.iter().copied());
        let hidden = || path.clone().any(&ours);
        let found = own == schema || self.extension_schemas.contains(own) && !hidden();
        (found && !in_server).then(|| quote_identifier(&name.name).into_owned())
    }
}

/// Finds for each schema the role that owns most of what is in it.
fn object_owners(database: &Database) -> BTreeMap<&str, Option<&str>> {
    let mut counts: BTreeMap<&str, BTreeMap<Option<&str>, usize>> = BTreeMap::new();
    let types = database.types.iter().map(|(name, it)| (name, &it.owner));
    let free = database.sequences.iter().filter(|(_, sequence)| sequence.owned_by.is_none());
    let sequences = free.map(|(name, it)| (name, &it.owner));
    let tables = database.tables.iter().map(|(name, it)| (name, &it.owner));
    let views = database.views.iter().map(|(name, it)| (name, &it.owner));
    let routines = database.routines.iter().map(|(name, it)| (&name.name, &it.owner));
    for (name, owner) in types.chain(sequences).chain(tables).chain(views).chain(routines) {
        let of_schema = counts.entry(&name.schema).or_default();
        *of_schema.entry(owner.as_deref()).or_default() += 1;
    }
    counts.into_iter().map(|(schema, counts)| (schema, most(counts))).collect()
}

fn most(counts: BTreeMap<Option<&str>, usize>) -> Option<&str> {
    let highest = counts.values().max().copied();
    counts.into_iter().find(|(_, count)| Some(*count) == highest).and_then(|(owner, _)| owner)
}
