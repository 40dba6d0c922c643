//! What the rules look at.

use std::collections::BTreeMap;

use crate::check::context::{Context, WrittenGrant};
use crate::model::{Access, Database, ObjectName, PUBLIC, Privilege, Project, Target};
use crate::source::Span;
use crate::spec::Spec;
use crate::sql::quote_identifier;

/// The whole project, and answers about who may do what.
pub(super) struct Facts<'a> {
    pub context: &'a Context<'a>,
    pub spec: &'a Spec,
    pub project: &'a Project,
    pub access: Access<'a>,
    /// Columns with privileges of their own, by table.
    granted_columns: BTreeMap<&'a ObjectName, Vec<&'a str>>,
}

impl<'a> Facts<'a> {
    pub fn new(context: &'a Context<'a>, spec: &'a Spec, project: &'a Project) -> Self {
        let mut granted_columns: BTreeMap<&ObjectName, Vec<&str>> = BTreeMap::new();
        for target in project.database.grants.keys() {
            if let Target::Column(table, column) = target {
                granted_columns.entry(table).or_default().push(column);
            }
        }
        let access = Access::new(&project.database);
        Self { context, spec, project, access, granted_columns }
    }

    pub fn database(&self) -> &'a Database {
        &self.project.database
    }

    /// Returns grants as written whose roles are known to the last privilege.
    pub fn grants(&self) -> impl Iterator<Item = &'a WrittenGrant> {
        self.context.grants.iter().filter(|grant| !self.is_faulty(&grant.role))
    }

    /// Returns whether a fault in the grants of a role, or of one it inherits from, was reported:
    /// what it may do is then not known.
    pub fn is_faulty(&self, role: &str) -> bool {
        let faulty = &self.context.faulty_roles;
        !faulty.is_empty() && self.access.grantees(role).iter().any(|name| faulty.contains(*name))
    }

    /// Returns whether the role passes every check.
    pub fn is_superuser(&self, role: &str) -> bool {
        self.database().roles.get(role).is_some_and(|role| role.superuser)
    }

    /// Returns whether a role has a privilege on an object, by whatever road.
    pub fn allows(&self, role: &str, target: &Target, privilege: Privilege) -> bool {
        self.access.verdict(role, target, privilege).is_allowed()
    }

    /// Returns whether a role has a privilege on a table or on any of its columns.
    pub fn allows_any_column(&self, role: &str, table: &ObjectName, privilege: Privilege) -> bool {
        self.allows(role, &Target::Table(table.clone()), privilege)
            || self.granted_columns(table).any(|column| self.allows(role, &column, privilege))
    }

    /// Returns the columns of a table on which something is granted.
    pub fn granted_columns(&self, table: &ObjectName) -> impl Iterator<Item = Target> {
        let names = self.granted_columns.get(table).map_or(&[][..], Vec::as_slice);
        names.iter().map(|column| Target::Column(table.clone(), (*column).to_owned()))
    }

    /// Returns where a role was declared; `public` may stand nowhere.
    pub fn role_place(&self, role: &str) -> Option<Span> {
        self.context.names.roles.get(role).copied()
    }

    /// Returns where each transform was declared.
    pub fn transform_places(&self) -> BTreeMap<&'a str, Span> {
        let keys = self.spec.documents.iter().flat_map(|document| document.transforms.keys());
        keys.map(|name| (name.value.as_str(), name.span)).collect()
    }

    /// Words an object: its kind, and its name in backticks.
    pub fn object_words(object: &impl std::fmt::Display) -> String {
        let text = object.to_string();
        match text.split_once(' ') {
            Some((kind, name)) => format!("{kind} `{name}`"),
            None => text,
        }
    }

    /// Names a role as an audit does.
    pub fn role_words(role: &str) -> String {
        format!("role {}", quote_identifier(role))
    }

    /// Words a road to a privilege: who was granted it.
    pub fn grantee_words(&self, role: &str, grantee: &str) -> String {
        match grantee {
            PUBLIC => "granted to every role here".to_owned(),
            _ if grantee == role => "granted here".to_owned(),
            _ => format!("granted here to `{grantee}`, whose privileges `{role}` has"),
        }
    }
}
