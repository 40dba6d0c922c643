//! Declared renames: `renamed_from`, wherever it stands.

use crate::model::{ObjectId, ObjectKind, ObjectName, Rename, Renamed};
use crate::source::{ShortOrLong, Spanned};
use crate::spec::{Document, Spec, Table};

/// Returns all declared renames, in the order in which they run.
pub(super) fn renames(spec: &Spec) -> Vec<Rename> {
    let mut found = Found(Vec::new());
    for document in &spec.documents {
        roles(&mut found, document);
        if let Some(schema) = &document.schema {
            let id = ObjectId::global(ObjectKind::Schema, schema.value.clone());
            found.add(Renamed::Schema, id, &document.renamed_from);
            types(&mut found, &schema.value, document);
            relations(&mut found, &schema.value, document);
        }
    }
    found.0.sort();
    found.0.dedup();
    found.0
}

struct Found(Vec<Rename>);

impl Found {
    fn add(&mut self, kind: Renamed, object: ObjectId, from: &Option<Spanned<String>>) {
        if let Some(from) = from {
            self.0.push(Rename { kind, object, from: from.value.clone(), label: None });
        }
    }

    fn object(&mut self, kind: ObjectKind, name: &ObjectName, from: &Option<Spanned<String>>) {
        self.add(Renamed::Object, ObjectId::in_schema(kind, name), from);
    }

    fn part(
        &mut self,
        kind: ObjectKind,
        whole: &ObjectName,
        name: &Spanned<String>,
        from: &Option<Spanned<String>>,
    ) {
        self.add(Renamed::Part, ObjectId::part(kind, whole, name.value.clone()), from);
    }
}

fn roles(found: &mut Found, document: &Document) {
    for (name, role) in document.roles.iter() {
        if let Some(role) = role {
            let id = ObjectId::global(ObjectKind::Role, name.value.clone());
            found.add(Renamed::Role, id, &role.renamed_from);
        }
    }
}

fn types(found: &mut Found, schema: &str, document: &Document) {
    let in_schema = |name: &Spanned<String>| ObjectName::new(schema, name.value.clone());
    for (name, keys) in document.enums.iter() {
        let Some(keys) = keys.long() else { continue };
        found.object(ObjectKind::Type, &in_schema(name), &keys.renamed_from);
        for (old, new) in keys.renamed_labels.iter() {
            found.0.push(Rename {
                kind: Renamed::Label,
                object: ObjectId::in_schema(ObjectKind::Type, &in_schema(name)),
                from: old.value.clone(),
                label: Some(new.value.clone()),
            });
        }
    }
    for (name, keys) in document.domains.iter() {
        if let ShortOrLong::Long(keys) = keys {
            found.object(ObjectKind::Type, &in_schema(name), &keys.renamed_from);
        }
    }
    for (name, keys) in document.composites.iter() {
        found.object(ObjectKind::Type, &in_schema(name), &keys.renamed_from);
    }
    for (name, keys) in document.ranges.iter() {
        found.object(ObjectKind::Type, &in_schema(name), &keys.renamed_from);
    }
    for (name, keys) in document.sequences.iter() {
        if let Some(keys) = keys {
            found.object(ObjectKind::Sequence, &in_schema(name), &keys.renamed_from);
        }
    }
}

fn relations(found: &mut Found, schema: &str, document: &Document) {
    let in_schema = |name: &Spanned<String>| ObjectName::new(schema, name.value.clone());
    for (name, keys) in document.tables.iter() {
        let table = in_schema(name);
        found.object(ObjectKind::Table, &table, &keys.renamed_from);
        parts(found, &table, keys);
    }
    for (name, keys) in document.views.iter() {
        found.object(ObjectKind::View, &in_schema(name), &keys.renamed_from);
    }
    for (name, keys) in document.materialized_views.iter() {
        found.object(ObjectKind::MaterializedView, &in_schema(name), &keys.renamed_from);
    }
    for (name, keys) in document.functions.iter().chain(document.procedures.iter()) {
        found.object(ObjectKind::Routine, &in_schema(name), &keys.renamed_from);
    }
}

fn parts(found: &mut Found, table: &ObjectName, keys: &Table) {
    for (name, column) in keys.columns.iter() {
        if let Some(column) = column.long() {
            found.part(ObjectKind::Column, table, name, &column.renamed_from);
        }
    }
    for (name, check) in keys.checks.iter() {
        if let Some(check) = check.long() {
            found.part(ObjectKind::Constraint, table, name, &check.renamed_from);
        }
    }
    for (name, key) in keys.foreign_keys.iter() {
        found.part(ObjectKind::Constraint, table, name, &key.renamed_from);
    }
    for (name, exclusion) in keys.exclude.iter() {
        if let Some(exclusion) = exclusion.long() {
            found.part(ObjectKind::Constraint, table, name, &exclusion.renamed_from);
        }
    }
    if let Some(ShortOrLong::Long(unique)) = &keys.unique {
        for (name, key) in unique.iter() {
            if let ShortOrLong::Long(key) = key {
                found.part(ObjectKind::Constraint, table, name, &key.renamed_from);
            }
        }
    }
    for (name, index) in keys.indexes.iter() {
        if let Some(index) = index.long() {
            found.part(ObjectKind::Index, table, name, &index.renamed_from);
        }
    }
    for (name, policy) in keys.policies.iter() {
        found.part(ObjectKind::Policy, table, name, &policy.renamed_from);
    }
    for (name, trigger) in keys.triggers.iter() {
        if let Some(trigger) = trigger.long() {
            found.part(ObjectKind::Trigger, table, name, &trigger.renamed_from);
        }
    }
}
