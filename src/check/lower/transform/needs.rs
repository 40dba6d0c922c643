//! What a transform does with its target, beside what its SQL says.

use std::collections::BTreeSet;

use crate::model::TransformKind;
use crate::sql::{QualifiedName, RelationAccess};

use super::Target;

/// Returns what is done with the target.
pub(super) fn of_target(
    target: &Target<'_>,
    kind: &TransformKind,
    columns: &[String],
) -> (QualifiedName, RelationAccess) {
    let given: BTreeSet<String> = columns.iter().cloned().collect();
    let others = |key: &[String]| given.iter().filter(|it| !key.contains(it)).cloned().collect();
    let replaces = |key: &[String], delete: bool| match key.is_empty() {
        true => RelationAccess {
            insert: true,
            insert_columns: given.clone(),
            delete,
            ..RelationAccess::default()
        },
        false => RelationAccess {
            read: true,
            read_columns: given.clone(),
            insert: true,
            insert_columns: given.clone(),
            update_columns: others(key),
            delete,
            ..RelationAccess::default()
        },
    };
    let access = match kind {
        TransformKind::View | TransformKind::MaterializedView { .. } | TransformKind::Statement => {
            RelationAccess::default()
        }
        TransformKind::Full { key } => replaces(key, true),
        TransformKind::Time { key, column, .. } => {
            let mut access = replaces(key, true);
            access.read = true;
            access.read_columns.insert(column.clone());
            access
        }
        TransformKind::Key { key } => replaces(key, false),
        TransformKind::Append { column, .. } => RelationAccess {
            read: true,
            read_columns: [column.clone()].into(),
            insert: true,
            insert_columns: given,
            ..RelationAccess::default()
        },
        TransformKind::History { key, valid_from, valid_to, .. } => {
            let mut access = replaces(key, false);
            for own in [valid_from, valid_to] {
                access.read_columns.insert(own.clone());
                access.insert_columns.insert(own.clone());
            }
            access.update_columns.insert(valid_to.clone());
            access
        }
    };
    (QualifiedName::new(target.name.schema.clone(), target.name.name.clone()), access)
}
