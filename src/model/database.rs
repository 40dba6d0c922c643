//! A database: everything in it that is ours.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::audit::Options;
use crate::sql::quote_identifier;

use super::{
    Column, DefaultPrivilege, Grantors, Grants, ObjectId, ObjectKind, ObjectName, Privileges, Role,
    Routine, RoutineName, Sequence, Table, Type, View,
};

/// A database and the roles of its cluster that the project declares.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Database {
    /// Comment on the database itself.
    pub comment: Option<String>,
    /// Settings of all sessions in it.
    pub settings: BTreeMap<String, String>,
    /// Schemas by name.
    pub schemas: BTreeMap<String, Schema>,
    /// Extensions by name.
    pub extensions: BTreeMap<String, Extension>,
    /// Types by name.
    pub types: BTreeMap<ObjectName, Type>,
    /// Sequences that stand by themselves or serve a default; not those of identity columns.
    pub sequences: BTreeMap<ObjectName, Sequence>,
    /// Tables and partitions by name.
    pub tables: BTreeMap<ObjectName, Table>,
    /// Views and materialized views by name.
    pub views: BTreeMap<ObjectName, View>,
    /// Functions, procedures and aggregates by name and input types.
    pub routines: BTreeMap<RoutineName, Routine>,
    /// Objects without keys of their own, by PostgreSQL's identity: `cast (text as sales.code)`.
    pub others: BTreeMap<String, Other>,
    /// Roles by name.
    pub roles: BTreeMap<String, Role>,
    /// Privileges by object and grantee.
    pub grants: Grants,
    /// Who gave those that the owner of the object did not give alone.
    #[serde(skip)]
    pub grantors: Grantors,
    /// Privileges on objects that are created later.
    pub default_privileges: BTreeMap<DefaultPrivilege, Privileges>,
    /// Which objects each object needs to exist first.
    #[serde(skip)]
    pub dependencies: BTreeMap<ObjectId, BTreeSet<ObjectId>>,
}

/// A schema.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Schema {
    /// Owner; the applying role when absent.
    pub owner: Option<String>,
    /// Comment.
    pub comment: Option<String>,
}

/// An extension.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Extension {
    /// Schema of its objects.
    pub schema: String,
    /// Version; the server's default when absent.
    pub version: Option<String>,
    /// Comment, where it is not the extension's own.
    pub comment: Option<String>,
}

/// An object that the spec holds as SQL.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Other {
    /// PostgreSQL's name for its kind: `cast`, `operator class`.
    pub kind: String,
    /// Schema whose search path its statements were written for, if any.
    pub schema: Option<String>,
    /// The statements that make it, or what the catalog says of it.
    pub definition: String,
}

impl Other {
    /// What a name begins with of a statement that only announces a base type, so that the functions
    /// of the type can name it.
    ///
    /// <https://www.postgresql.org/docs/current/sql-createtype.html>
    pub const SHELL: &'static str = "shell ";
}

impl Database {
    /// Names what may lead to what a role is refused, as `verify` does: views, routines that run with their
    /// owner's rights, triggers, tables beside their partitions, and roles.
    pub fn doors(&self) -> BTreeSet<String> {
        let views = self.views.iter().map(|(name, view)| format!("{} {name}", view.kind().words()));
        let definers = self.routines.iter().filter(|(_, routine)| routine.security_definer);
        let definers = definers.map(|(name, routine)| format!("{} {name}", routine.kind.sql()));
        let beside = self.tables.iter().flat_map(|(name, table)| {
            let partition = table.partition_of.as_ref();
            let parents = partition.map(|it| &it.parent).into_iter().chain(&table.inherits);
            let kind = if partition.is_some() { "partition" } else { "child" };
            parents.flat_map(move |parent| [format!("parent {parent}"), format!("{kind} {name}")])
        });
        let roles = self.roles.keys().map(|role| format!("role {}", quote_identifier(role)));
        let of_tables = self.tables.iter().map(|(name, table)| (name, &table.triggers));
        let of_views = self.views.iter().map(|(name, view)| (name, &view.triggers));
        let triggers = of_tables.chain(of_views).flat_map(|(name, triggers)| {
            triggers.keys().map(move |it| format!("trigger {} on {name}", quote_identifier(it)))
        });
        views.chain(definers).chain(beside).chain(roles).chain(triggers).collect()
    }

    /// Returns what an audit takes from the declared classes of columns.
    pub fn audit_options(&self) -> Options {
        let mut options = Options::default();
        for (name, table) in &self.tables {
            for column in &table.columns {
                let columns = match column.classification.as_deref() {
                    Some("pii") => &mut options.classified,
                    Some(_) => &mut options.otherwise,
                    None => continue,
                };
                columns.push(format!("{}.{}.{}", name.schema, name.name, column.name));
            }
        }
        options
    }

    /// Returns the roles that objects are given to, and for whom there are default privileges.
    pub fn owners(&self) -> BTreeSet<&str> {
        let schemas = self.schemas.values().map(|schema| &schema.owner);
        let types = self.types.values().map(|made| &made.owner);
        let sequences = self.sequences.values().map(|sequence| &sequence.owner);
        let tables = self.tables.values().map(|table| &table.owner);
        let views = self.views.values().map(|view| &view.owner);
        let routines = self.routines.values().map(|routine| &routine.owner);
        let creators = self.default_privileges.keys().map(|of| &of.creator);
        let all = schemas.chain(types).chain(sequences).chain(tables).chain(views);
        all.chain(routines).chain(creators).filter_map(Option::as_deref).collect()
    }

    /// Returns the tables and views among some objects, and those that views and routines among them read.
    pub fn relations_behind(&self, objects: Vec<ObjectId>) -> BTreeSet<ObjectName> {
        let (mut found, mut seen) = (BTreeSet::new(), BTreeSet::new());
        let mut open = objects;
        while let Some(object) = open.pop() {
            use ObjectKind::{MaterializedView, Routine, Table, View};
            if matches!(object.kind, Table | View | MaterializedView) {
                found.insert(ObjectName::new(object.schema.clone(), object.name.clone()));
            }
            let is_followed = matches!(object.kind, Routine | View | MaterializedView);
            if is_followed && seen.insert(object.clone()) {
                open.extend(self.dependencies.get(&object).into_iter().flatten().cloned());
            }
        }
        found
    }

    /// Returns the columns of a table or view, each with its type where known.
    pub fn columns_of(&self, relation: &ObjectName) -> Option<Vec<(&str, Option<&str>)>> {
        if let Some(table) = self.tables.get(relation) {
            let columns = table.columns.iter();
            return Some(columns.map(|c| (c.name.as_str(), Some(c.data_type.as_str()))).collect());
        }
        let columns = self.views.get(relation)?.output.iter();
        Some(columns.map(|c| (c.name.as_str(), c.data_type.as_deref())).collect())
    }

    /// Returns the columns that a table has from its parents, as they are there.
    ///
    /// Comments and what the planner is told are not handed down.
    pub fn inherited_columns(&self, table: &Table) -> Vec<Column> {
        let partitioned = table.partition_of.as_ref().map(|partition| &partition.parent);
        let parents = table.inherits.iter().chain(partitioned);
        let mut columns: Vec<Column> = Vec::new();
        for parent in parents.filter_map(|parent| self.tables.get(parent)) {
            for column in &parent.columns {
                if columns.iter().all(|known| known.name != column.name) {
                    let options = BTreeMap::new();
                    columns.push(Column {
                        inherited: true,
                        comment: None,
                        options,
                        ..column.clone()
                    });
                }
            }
        }
        columns
    }

    /// Returns the tables that are no partition of another.
    pub fn whole_tables(&self) -> impl Iterator<Item = (&ObjectName, &Table)> + Clone {
        self.tables.iter().filter(|(_, table)| table.partition_of.is_none())
    }

    /// Returns every table and view in the order of their names.
    pub fn relations(&self) -> BTreeSet<&ObjectName> {
        self.tables.keys().chain(self.views.keys()).collect()
    }

    /// Returns the identities of all objects, parts of tables included.
    pub fn objects(&self) -> BTreeSet<ObjectId> {
        let global = |kind, name: &String| ObjectId::global(kind, name.clone());
        let mut all = BTreeSet::new();
        all.extend(self.roles.keys().map(|n| global(ObjectKind::Role, n)));
        all.extend(self.schemas.keys().map(|n| global(ObjectKind::Schema, n)));
        all.extend(self.extensions.keys().map(|n| global(ObjectKind::Extension, n)));
        all.extend(self.others.keys().map(|n| global(ObjectKind::Other, n)));
        all.extend(self.types.keys().map(|n| ObjectId::in_schema(ObjectKind::Type, n)));
        all.extend(self.sequences.keys().map(|n| ObjectId::in_schema(ObjectKind::Sequence, n)));
        all.extend(self.routines.keys().map(ObjectId::routine));
        for (name, table) in &self.tables {
            all.extend(table.objects(name));
        }
        for (name, view) in &self.views {
            all.extend(view.objects(name));
        }
        all
    }
}
