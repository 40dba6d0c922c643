//! Where an object stands among those that could be made at the same time.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Database, ObjectId, ObjectKind};

/// Parts follow what they belong to at once, as nothing ranks lower.
const LATE_CONSTRAINT: usize = 0;
const SEQUENCE_OWNER: usize = 1;
const INDEX: usize = 2;
const POLICY: usize = 3;
const TRIGGER: usize = 4;
const TYPE: usize = 5;
const SEQUENCE: usize = 6;
/// Routines and other objects that need no table.
const EARLY: usize = 7;
const TABLE: usize = 8;
/// Routines and other objects that need one.
const LATE: usize = 9;
const VIEW: usize = 10;
const MATERIALIZED_VIEW: usize = 11;

/// Ranks the steps of one database.
pub(super) struct Ranks {
    late: BTreeSet<ObjectId>,
}

impl Ranks {
    /// Finds which routines and other objects rest on a table or view.
    ///
    /// `needs` holds what each object needs, with parts of tables replaced by their tables.
    pub(super) fn of(database: &Database, needs: &BTreeMap<ObjectId, BTreeSet<ObjectId>>) -> Self {
        let mut needed_by: BTreeMap<&ObjectId, Vec<&ObjectId>> = BTreeMap::new();
        for (id, needs) in needs {
            needs.iter().for_each(|needed| needed_by.entry(needed).or_default().push(id));
        }
        let tables = database.tables.keys().map(|n| ObjectId::in_schema(ObjectKind::Table, n));
        let views = database.views.iter().map(|(n, view)| ObjectId::in_schema(view.kind(), n));
        let mut waiting: Vec<ObjectId> = tables.chain(views).collect();
        let mut late: BTreeSet<ObjectId> = waiting.iter().cloned().collect();
        while let Some(id) = waiting.pop() {
            for dependent in needed_by.get(&id).into_iter().flatten() {
                if late.insert((*dependent).clone()) {
                    waiting.push((*dependent).clone());
                }
            }
        }
        Self { late }
    }

    /// Returns the rank of making an object.
    pub(super) fn make(&self, id: &ObjectId) -> usize {
        match id.kind {
            ObjectKind::Constraint => LATE_CONSTRAINT,
            ObjectKind::Index => INDEX,
            ObjectKind::Policy => POLICY,
            ObjectKind::Trigger => TRIGGER,
            ObjectKind::Type => TYPE,
            ObjectKind::Sequence => SEQUENCE,
            ObjectKind::Table => TABLE,
            ObjectKind::View => VIEW,
            ObjectKind::MaterializedView => MATERIALIZED_VIEW,
            _ if self.late.contains(id) => LATE,
            _ => EARLY,
        }
    }

    /// Returns the rank of tying a sequence to its column.
    pub(super) fn tie_sequence(&self) -> usize {
        SEQUENCE_OWNER
    }
}
