//! What needs what: the references of the model, and what its structure implies.

use std::collections::{BTreeMap, BTreeSet};

use super::Step;
use super::rank::Ranks;
use crate::graph::Graph;
use crate::model::{
    Constraint, ConstraintKind, Database, ForeignKey, Key, ObjectId, ObjectKind, ObjectName, Table,
};

type Needs = BTreeMap<ObjectId, BTreeSet<ObjectId>>;

/// The graph of all steps, and what decides whether a constraint needs one of its own.
pub(super) struct Edges<'a> {
    database: &'a Database,
    pub(super) graph: Graph<Step>,
    /// Constraints that may have to wait, with what they need beside their table.
    constraints: Needs,
    /// Constraints that can never be part of CREATE TABLE.
    always_separate: BTreeSet<ObjectId>,
}

impl<'a> Edges<'a> {
    /// Builds the graph of a database.
    pub(super) fn of(database: &'a Database) -> Self {
        let mut edges = Self {
            database,
            graph: Graph::default(),
            constraints: Needs::new(),
            always_separate: BTreeSet::new(),
        };
        let known = makeable(database);
        let needs = edges.needs(&known);
        let ranks = Ranks::of(database, &needs);
        for id in &known {
            let group = group(database, &needs, id);
            edges.graph.add(Step::Make(id.clone()), group, ranks.make(id));
        }
        for (id, needs) in &needs {
            needs.iter().for_each(|needed| edges.require(id, needed));
        }
        edges.add_constraints(&ranks);
        edges.add_sequence_owners(&ranks);
        edges
    }

    /// Returns the constraints that are not part of CREATE TABLE in this order.
    pub(super) fn separate(&self, order: &[Step]) -> BTreeSet<ObjectId> {
        let place: BTreeMap<&Step, usize> = order.iter().zip(0..).collect();
        let at = |id: &ObjectId| place.get(&Step::Make(id.clone())).copied();
        let waits = |(id, needs): &(&ObjectId, &BTreeSet<ObjectId>)| {
            let table = at(&table_of(id));
            self.always_separate.contains(*id) || needs.iter().any(|needed| at(needed) > table)
        };
        self.constraints.iter().filter(waits).map(|(id, _)| id.clone()).collect()
    }

    fn require(&mut self, id: &ObjectId, needed: &ObjectId) {
        self.graph.require(&Step::Make(id.clone()), &Step::Make(needed.clone()));
    }

    /// Collects what each object needs; what a constraint alone needs goes with the constraint.
    fn needs(&mut self, known: &BTreeSet<ObjectId>) -> Needs {
        let mut needs = self.structure();
        for (name, table) in &self.database.tables {
            for (constraint_name, constraint) in &table.constraints {
                self.note_constraint(name, constraint_name, constraint);
            }
            for constraint in repeated(table) {
                let id = ObjectId::part(ObjectKind::Constraint, name, constraint);
                self.constraints.entry(id.clone()).or_default();
                self.always_separate.insert(id);
            }
        }
        let database = self.database;
        for (id, needed) in &database.dependencies {
            let needed = needed.iter().filter_map(|id| resolve(known, id));
            let needed: BTreeSet<ObjectId> = needed.filter(|n| !owns(database, n, id)).collect();
            let by_constraint = self.database.tables.get(&id.object_name());
            let constraint = by_constraint.and_then(|table| table.constraints.get(&id.part));
            if id.kind == ObjectKind::Constraint && constraint.is_some() {
                self.constraints.entry(id.clone()).or_default().extend(needed);
            } else if let Some(id) = resolve(known, id) {
                needs.entry(id).or_default().extend(needed);
            }
        }
        needs
    }

    /// Collects what follows from the structure: parts need their whole, children their parents.
    fn structure(&self) -> Needs {
        let mut needs = Needs::new();
        let id_of = |name| ObjectId::in_schema(ObjectKind::Table, name);
        for (name, table) in &self.database.tables {
            let parents = table.partition_of.iter().map(|p| &p.parent).chain(&table.inherits);
            needs.entry(id_of(name)).or_default().extend(parents.map(id_of));
            for part in table.objects(name) {
                if matches!(part.kind, ObjectKind::Index | ObjectKind::Trigger | ObjectKind::Policy)
                {
                    needs.entry(part).or_default().insert(id_of(name));
                }
            }
        }
        for (name, view) in &self.database.views {
            let whole = ObjectId::in_schema(view.kind(), name);
            for part in view.objects(name).into_iter().filter(|part| *part != whole) {
                needs.entry(part).or_default().insert(whole.clone());
            }
        }
        needs
    }

    /// Notes a constraint that may have to wait, and what it needs beside its table.
    fn note_constraint(&mut self, table: &ObjectName, name: &str, constraint: &Constraint) {
        let id = ObjectId::part(ObjectKind::Constraint, table, name);
        if constraint.not_valid {
            self.always_separate.insert(id.clone());
        }
        if let ConstraintKind::ForeignKey(key) = &constraint.kind {
            let indexes = indexes_behind(self.database, key);
            if key.target == *table && !indexes.is_empty() {
                self.always_separate.insert(id.clone());
            }
            let needs = self.constraints.entry(id.clone()).or_default();
            needs.insert(ObjectId::in_schema(ObjectKind::Table, &key.target));
            needs.extend(indexes);
        } else if constraint.not_valid {
            self.constraints.entry(id).or_default();
        }
    }

    /// Makes each such constraint a step, whose needs its table only wishes for.
    fn add_constraints(&mut self, ranks: &Ranks) {
        for (id, needs) in std::mem::take(&mut self.constraints) {
            self.graph.add(Step::Make(id.clone()), &id.schema, ranks.make(&id));
            let table = table_of(&id);
            self.require(&id, &table);
            for needed in &needs {
                self.require(&id, needed);
                if !self.always_separate.contains(&id) {
                    self.graph.wish(&Step::Make(table.clone()), &Step::Make(needed.clone()));
                }
            }
            self.constraints.insert(id, needs);
        }
    }

    fn add_sequence_owners(&mut self, ranks: &Ranks) {
        for (name, sequence) in &self.database.sequences {
            let Some((table, _)) = &sequence.owned_by else { continue };
            let step = Step::TieSequence(name.clone());
            self.graph.add(step.clone(), &name.schema, ranks.tie_sequence());
            let sequence = ObjectId::in_schema(ObjectKind::Sequence, name);
            let table = ObjectId::in_schema(ObjectKind::Table, table);
            self.graph.require(&step, &Step::Make(sequence));
            self.graph.require(&step, &Step::Make(table));
        }
    }
}

/// Returns the constraints that CREATE TABLE would take for others of the same table, written twice:
/// keys on the same columns, exclusions of the same elements.
fn repeated(table: &Table) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    let of_key = |key: &Key| (key.columns.clone(), key.include.clone());
    let mut is_new = |kind: &ConstraintKind| match kind {
        ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) => seen.insert(of_key(key)),
        ConstraintKind::Exclusion(text) => seen.insert((Vec::new(), vec![elements(text)])),
        ConstraintKind::Check { .. } | ConstraintKind::ForeignKey(_) => true,
    };
    let is_primary = |kind: &ConstraintKind| matches!(kind, ConstraintKind::PrimaryKey(_));
    // The primary key stays, whatever its name.
    let mut all: Vec<_> = table.constraints.iter().collect();
    all.sort_by_key(|(_, constraint)| !is_primary(&constraint.kind));
    let again = all.into_iter().filter(|(_, constraint)| !is_new(&constraint.kind));
    again.map(|(name, _)| name.as_str()).collect()
}

/// Returns what an exclusion says up to the end of its elements, without spaces.
fn elements(definition: &str) -> String {
    let mut depth = 0;
    let mut is_within = |c: char| {
        let was = depth;
        depth += i32::from(c == '(') - i32::from(c == ')');
        c != ')' || was != 1
    };
    let text = definition.chars().take_while(|c| is_within(*c));
    text.filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// Returns every object that has a statement of its own, whatever the order.
fn makeable(database: &Database) -> BTreeSet<ObjectId> {
    use ObjectKind::{Column, Constraint, Extension, Role, Schema};
    let mut all = database.objects();
    all.retain(|id| !matches!(id.kind, Role | Schema | Extension | Column | Constraint));
    all
}

/// Returns the schema of an object.
///
/// What lives in none stands before all schemas, or apart where it needs something in one.
fn group<'a>(database: &'a Database, needs: &Needs, id: &'a ObjectId) -> &'a str {
    if id.kind != ObjectKind::Other {
        return &id.schema;
    }
    let schema = database.others.get(&id.name).and_then(|other| other.schema.as_deref());
    let foundation = needs.get(id).is_none_or(|needs| needs.iter().all(|n| n.schema.is_empty()));
    schema.unwrap_or(if foundation { "" } else { "\0" })
}

fn table_of(part: &ObjectId) -> ObjectId {
    ObjectId::in_schema(ObjectKind::Table, &part.object_name())
}

/// Finds the object that is made for `id`: itself, or the relation it is a part or the row type of.
fn resolve(known: &BTreeSet<ObjectId>, id: &ObjectId) -> Option<ObjectId> {
    use ObjectKind::{Column, Constraint, MaterializedView, Table, Type, View};
    if known.contains(id) {
        return Some(id.clone());
    }
    if !matches!(id.kind, Column | Constraint | Table | View | MaterializedView | Type) {
        return None;
    }
    let name = id.object_name();
    let candidates =
        [Table, View, MaterializedView, Type].map(|kind| ObjectId::in_schema(kind, &name));
    candidates.into_iter().find(|candidate| known.contains(candidate))
}

/// Whether `table` owns `sequence`: that is a step of its own, so the sequence need not wait.
fn owns(database: &Database, table: &ObjectId, sequence: &ObjectId) -> bool {
    let owner = database.sequences.get(&sequence.object_name()).and_then(|s| s.owned_by.as_ref());
    sequence.kind == ObjectKind::Sequence
        && table.kind == ObjectKind::Table
        && owner.is_some_and(|(owner, _)| *owner == table.object_name())
}

/// Returns the unique indexes of the target, where no constraint of it is the key referred to.
fn indexes_behind(database: &Database, key: &ForeignKey) -> Vec<ObjectId> {
    let Some(target) = database.tables.get(&key.target) else { return Vec::new() };
    let sorted = |columns: &[String]| columns.iter().cloned().collect::<BTreeSet<String>>();
    let wanted = sorted(&key.target_columns);
    if wanted.is_empty() || target.keys().any(|key| sorted(&key.columns) == wanted) {
        return Vec::new();
    }
    let unique = target.indexes.iter().filter(|(_, index)| index.unique);
    let name = |index: &String| ObjectName::new(key.target.schema.clone(), index.clone());
    unique.map(|(index, _)| ObjectId::in_schema(ObjectKind::Index, &name(index))).collect()
}
