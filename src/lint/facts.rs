//! What the rules look at: who was granted what, who owns what, and what everything is called.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::Places;
use crate::model::{
    APPLYING_ROLE, Access, Database, ObjectId, ObjectKind, ObjectName, PUBLIC, Privilege, Project,
    Role, Routine, RoutineName, RowSecurity, Table, Target,
};
use crate::source::Span;
use crate::sql::quote_identifier;

/// What a rule found.
pub(super) struct Found {
    /// The object, as the audit names it.
    pub object: String,
    /// What is wrong with it; the object is the subject of the sentence.
    pub detail: String,
    /// How the spec is mended.
    pub fix: String,
    /// Where it stands.
    pub span: Span,
}

/// A privilege that was granted to another role than the owner of the object.
pub(super) struct Held<'a> {
    pub target: &'a Target,
    pub object: String,
    pub grantee: &'a str,
    pub privilege: Privilege,
    pub grantable: bool,
    pub span: Span,
}

impl Held<'_> {
    /// Returns the word of SQL: `ALTER SYSTEM`.
    pub fn word(&self) -> String {
        self.privilege.sql().to_uppercase()
    }

    pub fn is_of_public(&self) -> bool {
        self.grantee == PUBLIC
    }

    /// Returns whether PostgreSQL itself gives this privilege to PUBLIC.
    pub fn is_given_to_all(&self) -> bool {
        matches!(
            (self.target, self.privilege),
            (Target::Database, Privilege::Connect | Privilege::Temporary)
                | (Target::Routine(_), Privilege::Execute)
                | (Target::Type(_) | Target::Language(_), Privilege::Usage)
        ) || self.privilege == Privilege::Usage
            && matches!(self.target, Target::Schema(name) if name == PUBLIC)
    }

    /// Returns the table or view that the privilege is on, or on a column of.
    pub fn relation(&self) -> Option<&ObjectName> {
        match self.target {
            Target::Table(name) | Target::Column(name, _) => Some(name),
            _ => None,
        }
    }
}

/// The whole project, and answers about it.
pub(super) struct Facts<'a> {
    pub project: &'a Project,
    pub database: &'a Database,
    pub access: Access<'a>,
    pub places: &'a Places,
    pub held: Vec<Held<'a>>,
}

impl<'a> Facts<'a> {
    pub fn new(project: &'a Project, places: &'a Places) -> Self {
        let database = &project.database;
        let access = Access::new(database);
        let mut facts = Self { project, database, access, places, held: Vec::new() };
        for (target, grantees) in &database.grants {
            let others = grantees.iter().filter(|(grantee, _)| !facts.is_owner(target, grantee));
            let held = others.flat_map(|(grantee, privileges)| {
                let object = facts.target_name(target);
                privileges.iter().map(move |(privilege, grantable)| {
                    let (privilege, grantable) = (*privilege, *grantable);
                    let span = places.grant(grantee, target, privilege);
                    Held { target, object: object.clone(), grantee, privilege, grantable, span }
                })
            });
            let held: Vec<Held> = held.collect();
            facts.held.extend(held);
        }
        facts
    }

    /// Returns who may make objects in a schema without owning it.
    pub fn creators(&self, schema: &str) -> impl Iterator<Item = &Held<'a>> {
        self.held.iter().filter(move |held| {
            held.privilege == Privilege::Create
                && matches!(held.target, Target::Schema(name) if name == schema)
        })
    }

    /// Returns the owner that was declared for an object, or that PostgreSQL gives it.
    fn owner(&self, target: &Target) -> Option<&'a str> {
        let own = self.access.owner(target);
        let is_public = matches!(target, Target::Schema(name) if name == PUBLIC);
        own.or(is_public.then_some("pg_database_owner"))
    }

    /// Returns the owner that was declared for a table or view.
    pub fn relation_owner(&self, name: &ObjectName) -> Option<&'a str> {
        self.access.owner(&Target::Table(name.clone()))
    }

    pub fn is_owner(&self, target: &Target, grantee: &str) -> bool {
        match self.owner(target) {
            Some(owner) => grantee == owner,
            None => grantee == APPLYING_ROLE || grantee == self.project.image.user,
        }
    }

    /// Names an owner; who applies the project is the superuser of the image.
    pub fn owner_name(&self, owner: Option<&str>) -> String {
        quote_identifier(owner.unwrap_or(&self.project.image.user)).into_owned()
    }

    /// Names who was granted something.
    pub fn grantee_name(&self, grantee: &str) -> String {
        match grantee {
            PUBLIC => "PUBLIC".to_owned(),
            APPLYING_ROLE => self.owner_name(None),
            role => quote_identifier(role).into_owned(),
        }
    }

    /// Names the object of a privilege.
    fn target_name(&self, target: &Target) -> String {
        match target {
            Target::Database => {
                format!("database {}", quote_identifier(&self.project.image.database))
            }
            Target::Table(name) => self.relation_name(name),
            Target::Routine(name) => match self.database.routines.get(name) {
                Some(routine) => routine_name(name, routine),
                None => format!("function {name}"),
            },
            target => target.to_string(),
        }
    }

    fn relation_name(&self, name: &ObjectName) -> String {
        match self.database.views.get(name) {
            Some(view) => ObjectId::in_schema(view.kind(), name).to_string(),
            None if self.database.tables.contains_key(name) => format!("table {name}"),
            None => format!("foreign table {name}"),
        }
    }

    /// Returns tables on which row security is enabled.
    pub fn is_protected(&self, name: &ObjectName) -> bool {
        self.database.tables.get(name).is_some_and(is_protected)
    }

    /// Returns everything that a table is a partition of or inherits from.
    pub fn ancestors(&self, name: &ObjectName) -> BTreeSet<&'a ObjectName> {
        let mut found = BTreeSet::new();
        let mut open: Vec<&Table> = self.database.tables.get(name).into_iter().collect();
        while let Some(table) = open.pop() {
            let partitioned = table.partition_of.iter().map(|partition| &partition.parent);
            for parent in partitioned.chain(&table.inherits) {
                if found.insert(parent) {
                    open.extend(self.database.tables.get(parent));
                }
            }
        }
        found
    }

    /// Returns the tables and views that a view reads, through other views too.
    pub fn read_by(&self, view: &ObjectId) -> BTreeSet<ObjectName> {
        let mut found = BTreeSet::new();
        let mut open = vec![view.clone()];
        while let Some(next) = open.pop() {
            for id in self.database.dependencies.get(&next).into_iter().flatten() {
                let is_view = matches!(id.kind, ObjectKind::View | ObjectKind::MaterializedView);
                let is_new =
                    (is_view || id.kind == ObjectKind::Table) && found.insert(id.object_name());
                if is_view && is_new {
                    open.push(id.clone());
                }
            }
        }
        found
    }

    /// Returns the routines that an object calls.
    pub fn calls(&self, id: &ObjectId) -> impl Iterator<Item = (&'a RoutineName, &'a Routine)> {
        let needed = self.database.dependencies.get(id).into_iter().flatten();
        needed.filter(|id| id.kind == ObjectKind::Routine).filter_map(|id| {
            let name = RoutineName { name: id.object_name(), arguments: id.part.clone() };
            self.database.routines.get_key_value(&name)
        })
    }

    /// Returns roles that may log in.
    pub fn logins(&self) -> impl Iterator<Item = (&'a str, &'a Role)> {
        let roles = self.database.roles.iter().filter(|(_, role)| role.login);
        roles.map(|(name, role)| (name.as_str(), role))
    }

    /// Starts a finding about a table.
    pub fn of_table(&self, name: &ObjectName, detail: String, fix: impl Into<String>) -> Found {
        let span = self.places.relation(name);
        Found { object: format!("table {name}"), detail, fix: fix.into(), span }
    }

    /// Starts a finding about a role, at its name.
    pub fn of_role(&self, name: &str, detail: impl Into<String>, fix: impl Into<String>) -> Found {
        let (object, span) = (role_name(name), self.places.role(name));
        Found { object, detail: detail.into(), fix: fix.into(), span }
    }

    /// Groups privileges by object and grantee, each with its words, joined.
    pub fn grouped(
        &self,
        which: impl Fn(&Held<'a>) -> bool,
    ) -> BTreeMap<(&'a Target, &'a str), (&Held<'a>, String)> {
        let mut groups: BTreeMap<(&Target, &str), (&Held, Vec<String>)> = BTreeMap::new();
        for held in self.held.iter().filter(|held| which(held)) {
            let group = groups.entry((held.target, held.grantee));
            group.or_insert_with(|| (held, Vec::new())).1.push(held.word());
        }
        let joined = groups.into_iter().map(|(key, (first, mut words))| {
            words.sort();
            (key, (first, words.join(", ")))
        });
        joined.collect()
    }
}

/// Returns whether row security is enabled.
pub(super) fn is_protected(table: &Table) -> bool {
    table.row_security != RowSecurity::Off
}

/// Names a role as an object.
pub(super) fn role_name(name: &str) -> String {
    format!("role {}", quote_identifier(name))
}

/// Names a routine as an object.
pub(super) fn routine_name(name: &RoutineName, routine: &Routine) -> String {
    format!("{} {name}", routine.kind.sql())
}

/// Joins names as a sentence lists them.
pub(super) fn joined<T: ToString>(names: impl IntoIterator<Item = T>) -> String {
    names.into_iter().map(|name| name.to_string()).collect::<Vec<_>>().join(", ")
}
