//! Where what the model holds stands in the files: for who looks at the model and points at the spec.

use std::collections::BTreeMap;

use super::context::Context;
use crate::model::{DefaultPrivilege, ObjectId, ObjectKind, ObjectName, Privilege, Target};
use crate::source::{ShortOrLong, Span};
use crate::spec::{ProjectFile, Spec};

/// Where what the model holds stands in the files.
///
/// What stands nowhere by itself has the place of what it belongs to, at last the project's name.
#[derive(Debug, Clone)]
pub struct Places {
    objects: BTreeMap<ObjectId, Span>,
    grants: BTreeMap<(String, Target, Privilege), Span>,
    future: BTreeMap<DefaultPrivilege, Span>,
    memberships: BTreeMap<(String, String), Span>,
    /// Settings by their role, `None` being the database.
    settings: BTreeMap<(Option<String>, String), Span>,
    image_settings: BTreeMap<String, Span>,
    project: Span,
}

impl Places {
    /// Takes the places that a check noted, and those that the spec alone knows.
    pub(super) fn new(context: &mut Context, spec: &Spec, file: &ProjectFile) -> Self {
        let mut objects = std::mem::take(&mut context.places);
        let names = &context.names;
        let global =
            |kind| move |(name, span): (&String, &Span)| (ObjectId::global(kind, name), *span);
        objects.extend(names.roles.iter().map(global(ObjectKind::Role)));
        objects.extend(names.schemas.iter().map(global(ObjectKind::Schema)));
        let mut places = Self {
            objects,
            grants: std::mem::take(&mut context.grant_places),
            future: std::mem::take(&mut context.future_places),
            memberships: BTreeMap::new(),
            settings: BTreeMap::new(),
            image_settings: BTreeMap::new(),
            project: file.project.span,
        };
        places.read(spec);
        places
    }

    fn read(&mut self, spec: &Spec) {
        for document in &spec.documents {
            for name in document.database.iter().flat_map(|database| database.settings.keys()) {
                self.settings.insert((None, name.value.clone()), name.span);
            }
            for name in document.image.iter().flat_map(|image| image.value.settings.keys()) {
                self.image_settings.insert(name.value.clone(), name.span);
            }
            for (role, keys) in &document.roles {
                let Some(keys) = keys else { continue };
                for name in keys.settings.keys().chain(keys.settings_in_database.keys()) {
                    self.settings.insert((Some(role.value.clone()), name.value.clone()), name.span);
                }
                let groups: Vec<_> = match &keys.member_of {
                    None => Vec::new(),
                    Some(ShortOrLong::Short(list)) => list.iter().collect(),
                    Some(ShortOrLong::Long(entries)) => entries.keys().collect(),
                };
                for group in groups {
                    self.memberships.insert((role.value.clone(), group.value.clone()), group.span);
                }
            }
        }
    }

    /// Returns where the project is named.
    pub fn project(&self) -> Span {
        self.project
    }

    /// Returns where an object was declared; of a part that stands nowhere, where its table was.
    pub fn object(&self, id: &ObjectId) -> Span {
        let own = self.objects.get(id).copied();
        own.or_else(|| self.relation_place(&id.object_name())).unwrap_or(self.project)
    }

    /// Returns where a table or view was declared.
    pub fn relation(&self, name: &ObjectName) -> Span {
        self.relation_place(name).unwrap_or(self.project)
    }

    fn relation_place(&self, name: &ObjectName) -> Option<Span> {
        let kinds = [ObjectKind::Table, ObjectKind::View, ObjectKind::MaterializedView];
        let mut ids = kinds.map(|kind| ObjectId::in_schema(kind, name)).into_iter();
        ids.find_map(|id| self.objects.get(&id).copied())
    }

    /// Returns where a role was declared.
    pub fn role(&self, name: &str) -> Span {
        self.object(&ObjectId::global(ObjectKind::Role, name))
    }

    /// Returns where a privilege was granted; else where the role was declared.
    pub fn grant(&self, role: &str, target: &Target, privilege: Privilege) -> Span {
        let key = (role.to_owned(), target.clone(), privilege);
        self.grants.get(&key).copied().unwrap_or_else(|| self.role(role))
    }

    /// Returns where privileges on future objects were granted; else where the role was declared.
    pub fn future(&self, key: &DefaultPrivilege) -> Span {
        self.future.get(key).copied().unwrap_or_else(|| self.role(&key.grantee))
    }

    /// Returns where a role was made a member of a group.
    pub fn membership(&self, role: &str, group: &str) -> Span {
        let key = (role.to_owned(), group.to_owned());
        self.memberships.get(&key).copied().unwrap_or_else(|| self.role(role))
    }

    /// Returns where a setting of a role was written, or one of the database.
    pub fn setting(&self, role: Option<&str>, name: &str) -> Span {
        let own = self.settings.get(&(role.map(str::to_owned), name.to_owned())).copied();
        own.unwrap_or_else(|| role.map_or(self.project, |role| self.role(role)))
    }

    /// Returns where a setting of the image was written.
    pub fn image_setting(&self, name: &str) -> Span {
        self.image_settings.get(name).copied().unwrap_or(self.project)
    }
}
