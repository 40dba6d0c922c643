//! Every name that the project declares, and how a name in SQL text finds it.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::nearest;
use crate::model::{ObjectKind, ObjectName};
use crate::source::Span;
use crate::sql::QualifiedName;

/// Schemas that every server has; what is in them is the server's to know.
const SYSTEM_SCHEMAS: &[&str] = &["pg_catalog", "information_schema", "pg_toast", "pg_temp"];

/// A declared name: what it is and where.
#[derive(Debug, Clone, Copy)]
pub(super) struct Declared {
    pub kind: ObjectKind,
    pub span: Span,
}

/// Every name that the project declares.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Schemas, each with its first place.
    pub schemas: BTreeMap<String, Span>,
    /// Tables, views, sequences, indexes: one name space, as in `pg_class`.
    pub relations: BTreeMap<ObjectName, Declared>,
    /// Types and domains, and the row types of relations.
    pub types: BTreeMap<ObjectName, Declared>,
    /// Functions, procedures and aggregates by their name alone.
    pub routines: BTreeMap<ObjectName, Declared>,
    /// Roles.
    pub roles: BTreeMap<String, Span>,
    /// Roles that are no longer wanted.
    pub retired: BTreeSet<String>,
    /// Named queries.
    pub queries: BTreeMap<String, Span>,
    /// Schemas that extensions are installed into.
    pub extension_schemas: BTreeSet<String>,
    /// Extensions by name.
    pub extensions: BTreeMap<String, Span>,
    /// Languages that SQL files create.
    pub languages: BTreeSet<String>,
}

/// How a name in SQL text was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// The project declares it.
    Ours(ObjectName, ObjectKind),
    /// It may belong to the server or to an extension: nothing can be said without a server.
    Elsewhere,
    /// Nothing of that name can exist.
    Nowhere,
}

/// The schemas in which an unqualified name is looked for.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    pub path: Vec<String>,
}

impl Names {
    /// Returns where SQL written for `schema` looks: that schema, `public`, those of extensions.
    pub fn scope(&self, schema: Option<&str>) -> Scope {
        let mut path: Vec<String> = schema.map(str::to_owned).into_iter().collect();
        let rest =
            std::iter::once("public").chain(self.extension_schemas.iter().map(String::as_str));
        for schema in rest {
            if !path.iter().any(|known| known == schema) {
                path.push(schema.to_owned());
            }
        }
        Scope { path }
    }

    /// Returns where SQL looks that sets its own `search_path`, as the setting's value says it.
    pub fn scope_of_path(&self, path: &str) -> Scope {
        let parts = path.split(',').map(|part| part.trim().trim_matches('\''));
        let schemas = parts.filter(|part| !part.is_empty() && *part != "\"\"");
        Scope { path: schemas.map(crate::sql::fold_identifier).collect() }
    }

    /// Finds a table, view or sequence.
    pub fn relation(&self, name: &QualifiedName, scope: &Scope) -> Found {
        self.find(&self.relations, name, scope)
    }

    /// Finds a type, domain or row type.
    pub fn data_type(&self, name: &QualifiedName, scope: &Scope) -> Found {
        self.find(&self.types, name, scope)
    }

    /// Finds a function, procedure or aggregate; unqualified ones may always be the server's own.
    pub fn routine(&self, name: &QualifiedName, scope: &Scope) -> Found {
        match self.find(&self.routines, name, scope) {
            Found::Nowhere if name.schema.is_none() => Found::Elsewhere,
            found => found,
        }
    }

    fn find(
        &self,
        names: &BTreeMap<ObjectName, Declared>,
        name: &QualifiedName,
        scope: &Scope,
    ) -> Found {
        let ours = |schema: &str| {
            let key = ObjectName::new(schema, name.name.clone());
            names.get(&key).map(|declared| Found::Ours(key, declared.kind))
        };
        let found = match &name.schema {
            Some(schema) => ours(schema),
            None => scope.path.iter().find_map(|schema| ours(schema)),
        };
        found.unwrap_or_else(|| {
            if self.may_be_elsewhere(name) { Found::Elsewhere } else { Found::Nowhere }
        })
    }

    /// A name in a system schema, or one that an extension may bring, cannot be judged offline.
    pub fn may_be_elsewhere(&self, name: &QualifiedName) -> bool {
        match &name.schema {
            Some(schema) => {
                SYSTEM_SCHEMAS.contains(&schema.as_str())
                    || self.extension_schemas.contains(schema)
                        && (!self.schemas.contains_key(schema)
                            || self.extensions_bring_unknown_names())
                    || self.extensions.contains_key(schema)
            }
            None => name.name.starts_with("pg_") || self.extensions_bring_unknown_names(),
        }
    }

    /// Extensions known to bring nothing but functions, operators and operator classes.
    fn extensions_bring_unknown_names(&self) -> bool {
        const BRING_NO_NAMES: &[&str] = &[
            "pg_trgm",
            "btree_gin",
            "btree_gist",
            "fuzzystrmatch",
            "pgcrypto",
            "tablefunc",
            "unaccent",
            "uuid-ossp",
            "plpgsql",
            "intarray",
        ];
        self.extensions.keys().any(|name| !BRING_NO_NAMES.contains(&name.as_str()))
    }

    /// Returns the declared name closest to `wanted`, qualified unless it is on the path.
    pub fn nearest_relation(&self, wanted: &QualifiedName, scope: &Scope) -> Option<String> {
        nearest_name(
            self.relations.iter().filter(|(_, d)| d.kind != ObjectKind::Index),
            wanted,
            scope,
        )
    }

    /// Returns the declared type closest to `wanted`.
    pub fn nearest_type(&self, wanted: &QualifiedName, scope: &Scope) -> Option<String> {
        let types = self.types.iter().filter(|(_, declared)| declared.kind == ObjectKind::Type);
        nearest_name(types, wanted, scope)
    }
}

fn nearest_name<'a>(
    names: impl Iterator<Item = (&'a ObjectName, &'a Declared)>,
    wanted: &QualifiedName,
    scope: &Scope,
) -> Option<String> {
    let all: Vec<&ObjectName> = names.map(|(name, _)| name).collect();
    let same_schema = |name: &&&ObjectName| match &wanted.schema {
        Some(schema) => name.schema == *schema,
        None => scope.path.contains(&name.schema),
    };
    let near = all.iter().filter(same_schema).map(|name| name.name.as_str());
    if let Some(found) = nearest(&wanted.name, near) {
        return Some(match &wanted.schema {
            Some(schema) => ObjectName::new(schema.clone(), found).to_string(),
            None => crate::sql::quote_identifier(found).into_owned(),
        });
    }
    let elsewhere = all.iter().find(|name| name.name == wanted.name);
    let qualified = || {
        let texts: Vec<String> = all.iter().map(ToString::to_string).collect();
        nearest(&wanted.to_string(), texts.iter().map(String::as_str)).map(str::to_owned)
    };
    elsewhere.map(ToString::to_string).or_else(qualified)
}
