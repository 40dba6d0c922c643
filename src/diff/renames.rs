//! Declared renames, as far as the current state still has the old names.
//!
//! What PostgreSQL named after a renamed table or column (its keys, checks and indexes, the sequence
//! of a serial column) is renamed along, where the desired state has it under the new name.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::common::{routine_arguments, routine_word};
use super::{Action, Change, HazardKind, Statement};
use crate::facts::{Facts, Id, Kind};
use crate::model::{ObjectKind, Rename, Renamed};
use crate::sql::{quote_identifier, quote_literal, quote_qualified};

/// Renames to run, and the objects that they concern by their old names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Renames {
    /// The statements, by the objects' new names.
    pub changes: Vec<Change>,
    /// The objects by their old names.
    pub old: BTreeSet<Id>,
}

/// Returns the declared renames that are still to run.
pub fn renames(current: &Facts, desired: &Facts, declared: &[Rename]) -> Renames {
    let mut found = Finder {
        current,
        desired,
        declared,
        renames: Renames::default(),
        schemas: BTreeMap::new(),
        relations: BTreeMap::new(),
    };
    for rename in declared {
        match rename.kind {
            Renamed::Schema => found.schema(rename),
            Renamed::Role => found.role(rename),
            Renamed::Object => found.object(rename),
            Renamed::Part => found.part(rename),
            Renamed::Label => found.label(rename),
        }
    }
    found.renames
}

struct Finder<'a> {
    current: &'a Facts,
    desired: &'a Facts,
    declared: &'a [Rename],
    renames: Renames,
    /// New names of schemas, with the old ones.
    schemas: BTreeMap<String, String>,
    /// New names of relations and types, with the old ones.
    relations: BTreeMap<Id, Id>,
}

impl Finder<'_> {
    fn add(&mut self, old: Id, new: Id, statements: Vec<Statement>) {
        self.renames.old.insert(old);
        self.renames.changes.push(Change { id: new, statements });
    }

    fn schema(&mut self, rename: &Rename) {
        let of = |name: &str| Id::new(Kind::Schema, "", name, "");
        let (old, new) = (of(&rename.from), of(&rename.object.name));
        if self.current.contains(&old) && !self.current.contains(&new) {
            let sql = format!("alter schema {} rename to {}", old.qualified(), new.qualified());
            self.schemas.insert(rename.object.name.clone(), rename.from.clone());
            // Everything in it is called otherwise then.
            let inside = self.current.facts.keys().filter(|id| *id.schema == *rename.from);
            self.renames.old.extend(inside.cloned());
            self.add(old.clone(), new, vec![statement(sql, &old)]);
        }
    }

    fn role(&mut self, rename: &Rename) {
        let of = |name: &str| Id::new(Kind::Role, "", name, "");
        let (old, new) = (of(&rename.from), of(&rename.object.name));
        if self.current.contains(&old) && !self.current.contains(&new) {
            let sql = format!("alter role {} rename to {}", old.qualified(), new.qualified());
            self.add(old.clone(), new, vec![statement(sql, &old)]);
        }
    }

    /// Returns the name that a schema has in the current state.
    fn old_schema(&self, schema: &str) -> String {
        self.schemas.get(schema).cloned().unwrap_or_else(|| schema.to_owned())
    }

    fn object(&mut self, rename: &Rename) {
        if rename.object.kind == ObjectKind::Routine {
            return self.routines(rename);
        }
        let Some(kind) = kind(rename.object.kind) else { return };
        let new = Id::new(kind, rename.object.schema.as_str(), rename.object.name.as_str(), "");
        let (schema, name) = match rename.from.split_once('.') {
            Some((schema, name)) => (schema.to_owned(), name.to_owned()),
            None => (self.old_schema(&rename.object.schema), rename.from.clone()),
        };
        let old = Id::new(kind, schema.as_str(), name.as_str(), "");
        let taken = Id::new(kind, self.old_schema(&new.schema), new.name.clone(), "");
        let Some(fact) = self.current.get(&old).filter(|_| !self.current.contains(&taken)) else {
            return;
        };
        let noun = match (kind, fact.word("type")) {
            (Kind::Type, "domain") => "domain",
            (Kind::Table, "foreign table") => "foreign table",
            (kind, _) => kind.words(),
        };
        let mut statements = Vec::new();
        // By now a renamed schema has its new name.
        let mut at = if self.schemas.values().any(|old| *old == schema) {
            new.schema.to_string()
        } else {
            schema
        };
        if at != *new.schema {
            let target = quote_identifier(&new.schema);
            let sql =
                format!("alter {noun} {} set schema {target}", quote_qualified(Some(&at), &name));
            statements.push(statement(sql, &old));
            at = new.schema.to_string();
        }
        if name != *new.name {
            let target = quote_identifier(&new.name);
            let sql =
                format!("alter {noun} {} rename to {target}", quote_qualified(Some(&at), &name));
            statements.push(statement(sql, &old));
        }
        self.relations.insert(new.clone(), old.clone());
        self.add(old.clone(), new.clone(), statements);
        if kind == Kind::Table {
            self.named_after(&old, &new, &format!("{name}_"), &format!("{}_", new.name));
        }
    }

    /// Renames the routines of one name whose arguments are wanted under the new one.
    fn routines(&mut self, rename: &Rename) {
        let (schema, name) = match rename.from.split_once('.') {
            Some((schema, name)) => (schema.to_owned(), name),
            None => (self.old_schema(&rename.object.schema), &*rename.from),
        };
        let old_name = Id::new(Kind::Routine, schema, name, "");
        let current = self.current;
        for (old, fact) in current.parts_of(&old_name, Kind::Routine) {
            let new = Id {
                schema: rename.object.schema.as_str().into(),
                name: rename.object.name.as_str().into(),
                ..old.clone()
            };
            let kept = Id { name: old.name.clone(), ..new.clone() };
            if current.contains(&new)
                || !self.desired.contains(&new)
                || self.desired.contains(&kept)
            {
                continue;
            }
            let (word, arguments) = (routine_word(fact), routine_arguments(old, fact));
            let mut statements = Vec::new();
            // By now a renamed schema has its new name.
            let renamed_schema = self.schemas.values().any(|name| *name == *old.schema);
            if old.schema != new.schema && !renamed_schema {
                let from = format!("{}({arguments})", old.qualified());
                let to = quote_identifier(&new.schema);
                statements.push(statement(format!("alter {word} {from} set schema {to}"), old));
            }
            if old.name != new.name {
                let from = format!("{}({arguments})", kept.qualified());
                let to = quote_identifier(&new.name);
                statements.push(statement(format!("alter {word} {from} rename to {to}"), old));
            }
            self.add(old.clone(), new, statements);
        }
    }

    /// Returns a relation as the current state calls it.
    fn old_relation(&self, new: &Id) -> Id {
        let in_schema = || Id { schema: self.old_schema(&new.schema).into(), ..new.clone() };
        self.relations.get(new).cloned().unwrap_or_else(in_schema)
    }

    fn part(&mut self, rename: &Rename) {
        let Some(kind) = kind(rename.object.kind) else { return };
        let table =
            Id::new(Kind::Table, rename.object.schema.as_str(), rename.object.name.as_str(), "");
        let old_table = self.old_relation(&table);
        let of = |part: &str| Id { part: part.into(), ..old_table.sibling(kind) };
        let (old, taken) = (of(&rename.from), of(&rename.object.part));
        if !self.current.contains(&old) || self.current.contains(&taken) {
            return;
        }
        let new = Id { part: rename.object.part.as_str().into(), ..table.sibling(kind) };
        let sql = rename_part(&table, kind, &rename.from, &rename.object.part);
        self.add(old.clone(), new, vec![statement(sql, &old)]);
        if kind == Kind::Column {
            let (old_prefix, new_prefix) = (
                format!("{}_{}_", old_table.name, rename.from),
                format!("{}_{}_", table.name, rename.object.part),
            );
            self.named_after(&old_table, &table, &old_prefix, &new_prefix);
        }
    }

    /// Renames what was named after a table or a column, where it is wanted under the new name.
    fn named_after(&mut self, old: &Id, new: &Id, old_prefix: &str, new_prefix: &str) {
        for kind in [Kind::Constraint, Kind::Index] {
            let parts: Vec<Arc<str>> =
                self.current.parts_of(old, kind).map(|(id, _)| id.part.clone()).collect();
            for part in parts {
                let Some(rest) = part.strip_prefix(old_prefix) else { continue };
                if self.is_declared(kind, new, &part) {
                    continue;
                }
                let wanted: Arc<str> = format!("{new_prefix}{rest}").into();
                let target = Id { part: wanted.clone(), ..new.sibling(kind) };
                let kept = Id { part: part.clone(), ..new.sibling(kind) };
                if self.desired.contains(&target) && !self.desired.contains(&kept) {
                    let sql = rename_part(new, kind, &part, &wanted);
                    let source = Id { part, ..old.sibling(kind) };
                    self.add(source, target, vec![Statement::new(Action::Rename, sql)]);
                }
            }
        }
        let first = Id::new(Kind::Sequence, old.schema.clone(), old_prefix, "");
        let sequences: Vec<Id> = self
            .current
            .facts
            .range(first..)
            .map(|(id, _)| id.clone())
            .take_while(|id| {
                id.kind == Kind::Sequence
                    && id.schema == old.schema
                    && id.name.starts_with(old_prefix)
            })
            .collect();
        for sequence in sequences {
            let rest = sequence.name.strip_prefix(old_prefix).unwrap_or_default();
            let target =
                Id::new(Kind::Sequence, new.schema.clone(), format!("{new_prefix}{rest}"), "");
            if self.desired.contains(&target) && !self.current.contains(&target) {
                let from = quote_qualified(Some(&new.schema), &sequence.name);
                let sql =
                    format!("alter sequence {from} rename to {}", quote_identifier(&target.name));
                self.add(sequence, target, vec![Statement::new(Action::Rename, sql)]);
            }
        }
    }

    /// Returns whether what becomes of a part is said.
    fn is_declared(&self, of: Kind, table: &Id, part: &str) -> bool {
        self.declared.iter().any(|rename| {
            rename.kind == Renamed::Part
                && kind(rename.object.kind) == Some(of)
                && rename.object.schema == *table.schema
                && rename.object.name == *table.name
                && rename.from == part
        })
    }

    fn label(&mut self, rename: &Rename) {
        let Some(label) = &rename.label else { return };
        let new =
            Id::new(Kind::Type, rename.object.schema.as_str(), rename.object.name.as_str(), "");
        let old = self.old_relation(&new);
        let has = |wanted: &str| {
            self.current
                .get(&old)
                .is_some_and(|fact| fact.list("labels").iter().any(|it| **it == *wanted))
        };
        if has(&rename.from) && !has(label) {
            let (from, to) = (quote_literal(&rename.from), quote_literal(label));
            let sql = format!("alter type {} rename value {from} to {to}", new.qualified());
            self.add(old.clone(), new, vec![statement(sql, &old)]);
        }
    }
}

fn kind(kind: ObjectKind) -> Option<Kind> {
    Some(match kind {
        ObjectKind::Table => Kind::Table,
        ObjectKind::View => Kind::View,
        ObjectKind::MaterializedView => Kind::MaterializedView,
        ObjectKind::Sequence => Kind::Sequence,
        ObjectKind::Type => Kind::Type,
        ObjectKind::Column => Kind::Column,
        ObjectKind::Constraint => Kind::Constraint,
        ObjectKind::Index => Kind::Index,
        ObjectKind::Policy => Kind::Policy,
        ObjectKind::Trigger => Kind::Trigger,
        _ => return None,
    })
}

fn rename_part(table: &Id, kind: Kind, from: &str, to: &str) -> String {
    let (table, to) = (table, quote_identifier(to));
    let name = quote_identifier(from);
    match kind {
        Kind::Column => format!("alter table {} rename column {name} to {to}", table.qualified()),
        Kind::Constraint => {
            format!("alter table {} rename constraint {name} to {to}", table.qualified())
        }
        Kind::Index => {
            format!("alter index {} rename to {to}", quote_qualified(Some(&table.schema), from))
        }
        kind => format!("alter {} {name} on {} rename to {to}", kind.words(), table.qualified()),
    }
}

fn statement(sql: String, old: &Id) -> Statement {
    Statement::new(Action::Rename, sql)
        .hazard(HazardKind::BreaksClients, format!("who names `{old}` fails"))
}
