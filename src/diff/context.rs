//! The two states and what was decided so far: what every rule may ask.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::kinds;
use crate::facts::{Fact, Facts, Id, Kind};

/// What becomes of each object.
#[derive(Debug, Clone, Default)]
pub(super) struct Fates {
    /// Objects of the current state that are away at some time, if only to be made anew.
    pub gone: BTreeSet<Id>,
    /// Objects of the desired state that are made.
    pub made: BTreeSet<Id>,
    /// Objects of both that differ: which attributes.
    pub altered: BTreeMap<Id, Vec<&'static str>>,
    /// Columns whose type is made anew under the same name.
    pub retyped: BTreeSet<Id>,
    /// Tables and types that are put aside and made anew, so that values can be taken over.
    pub rebuilt: BTreeSet<Id>,
    /// Defaults and constraints that cannot stand in `create table`, as they need what needs it.
    pub unfolded: BTreeSet<Id>,
}

/// The two states, and what becomes of their objects.
#[derive(Debug)]
pub(super) struct Context<'a> {
    /// What is there.
    pub current: &'a Facts,
    /// What should be.
    pub desired: &'a Facts,
    /// Whether tables are in use, so that nobody may be kept waiting.
    pub online: bool,
    /// What was decided.
    pub fates: Fates,
    /// Tables that hand something down, as the server names them.
    pub parents: BTreeSet<Arc<str>>,
}

impl<'a> Context<'a> {
    /// Takes two states, of whose objects nothing is decided yet.
    pub fn new(current: &'a Facts, desired: &'a Facts, online: bool) -> Self {
        let first = Id::new(Kind::Table, "", "", "");
        let tables = [current, desired].into_iter().flat_map(|facts| {
            facts.facts.range(first.clone()..).take_while(|(id, _)| id.kind == Kind::Table)
        });
        let parents = tables.flat_map(|(_, fact)| fact.list("parents")).cloned().collect();
        Self { current, desired, online, fates: Fates::default(), parents }
    }

    /// Returns `only `, where a statement about a table would otherwise concern its children too.
    pub fn only(&self, id: &Id) -> &'static str {
        let has_children = !self.parents.is_empty()
            && self.parents.contains(id.whole(Kind::Table).qualified().as_str());
        if has_children { "only " } else { "" }
    }

    /// Returns the tables of the desired state that are children of a table.
    pub fn children(&self, id: &Id) -> Vec<&'a Id> {
        let name = id.whole(Kind::Table).qualified();
        if !self.parents.contains(name.as_str()) {
            return Vec::new();
        }
        let first = Id::new(Kind::Table, "", "", "");
        let tables = self.desired.facts.range(first..);
        let tables = tables.take_while(|(id, _)| id.kind == Kind::Table);
        let children =
            tables.filter(|(_, fact)| fact.list("parents").iter().any(|parent| **parent == *name));
        children.map(|(id, _)| id).collect()
    }

    /// Returns whether an object is away at some time.
    pub fn is_gone(&self, id: &Id) -> bool {
        self.fates.gone.contains(id)
    }

    /// Returns whether an object is removed only to be made anew.
    pub fn is_replaced(&self, id: &Id) -> bool {
        self.fates.gone.contains(id) && self.fates.made.contains(id)
    }

    /// Returns whether a column's type is made anew under the same name.
    pub fn is_retyped(&self, id: &Id) -> bool {
        self.fates.retyped.contains(id)
    }

    /// Returns whether a default or a constraint stands in the statement that makes its table or
    /// column.
    pub fn folds(&self, id: &Id) -> bool {
        if self.fates.unfolded.contains(id) || !self.fates.made.contains(id) {
            return false;
        }
        let table = id.whole(Kind::Table);
        let Some(fact) = self.desired.get(&table) else { return false };
        match id.kind {
            Kind::Default => {
                let column = id.sibling(Kind::Column);
                self.fates.made.contains(&table)
                    || self.fates.made.contains(&column) && !self.fates.gone.contains(&table)
            }
            Kind::Constraint => {
                self.fates.made.contains(&table)
                    && fact.text("bound").is_none()
                    && self.desired.get(id).is_some_and(kinds::constraint::can_fold)
                    && !self.has_twin(id)
            }
            _ => false,
        }
    }

    /// Returns whether `create table` would take a key for another one of the same columns.
    fn has_twin(&self, id: &Id) -> bool {
        let is_unique = |fact: &Fact| matches!(fact.word("type"), "primary key" | "unique");
        let Some(own) = self.desired.get(id).filter(|fact| is_unique(fact)) else { return false };
        let mut others = self.desired.parts_of(&id.whole(Kind::Table), Kind::Constraint);
        own.word("type") == "unique"
            && others.any(|(other, fact)| {
                other != id && is_unique(fact) && fact.get("columns") == own.get("columns")
            })
    }

    /// Returns whether the relation that an object is a part of was there and stays, and is in use.
    pub fn is_in_use(&self, id: &Id) -> bool {
        self.online && self.lives_on(id)
    }

    /// Returns whether the relation that an object is a part of was there and stays.
    pub fn lives_on(&self, id: &Id) -> bool {
        let whole = self.desired.whole(id);
        whole.is_some_and(|whole| {
            self.current.contains(&whole)
                && !self.is_gone(&whole)
                && !self.fates.rebuilt.contains(&whole)
        })
    }

    /// Returns whether the table that an object is a part of is partitioned.
    pub fn is_partitioned(&self, id: &Id) -> bool {
        let table = self.desired.get(&id.whole(Kind::Table));
        table.is_some_and(|table| table.text("partition_by").is_some())
    }

    /// Finds the relation that the server calls `schema.name`, quoted where needed.
    pub fn named(&self, qualified: &str) -> Option<Id> {
        let (schema, name) = split(qualified)?;
        let id = Id::new(Kind::Table, schema, name, "");
        (self.current.contains(&id) || self.desired.contains(&id)).then_some(id)
    }

    /// Returns the same column of a parent that hands it down.
    pub fn parent_column(&self, id: &Id) -> Option<Id> {
        self.parents(self.desired, id).into_iter().find(|column| self.desired.contains(column))
    }

    fn parents(&self, facts: &Facts, id: &Id) -> Vec<Id> {
        let table = facts.get(&id.whole(Kind::Table));
        let parents = table.map_or(&[][..], |table| table.list("parents"));
        let columns = parents.iter().filter_map(|parent| self.named(parent));
        columns.map(|parent| Id { part: id.part.clone(), ..parent.sibling(id.kind) }).collect()
    }

    /// Returns whether what is done to a parent's column is done to this one along with it.
    pub fn is_handed_down(&self, id: &Id) -> bool {
        let table = id.whole(Kind::Table);
        let (Some(old), Some(new)) = (self.current.get(&table), self.desired.get(&table)) else {
            return false;
        };
        if self.is_gone(&table) || self.fates.rebuilt.contains(&table) {
            return false;
        }
        let kept = |parent: &Id| {
            let name = parent.qualified();
            let in_both = |fact: &Fact| fact.list("parents").iter().any(|it| **it == *name);
            in_both(old) && in_both(new) && old.text("bound") == new.text("bound")
        };
        self.desired.get(id).is_some_and(|fact| fact.is("has_parent"))
            && self
                .parents(self.desired, id)
                .iter()
                .any(|column| self.desired.contains(column) && kept(&column.whole(Kind::Table)))
    }

    /// Returns whether a column goes with that of a parent that hands it down.
    pub fn goes_with_parent(&self, id: &Id) -> bool {
        self.current.get(id).is_some_and(|fact| fact.is("has_parent") && fact.is("inherited"))
            && self
                .parents(self.current, id)
                .iter()
                .any(|column| self.is_gone(column) && !self.is_gone(&column.whole(Kind::Table)))
    }

    /// Returns whether a column is that of a type its table is of, so that it changes with the type.
    pub fn is_typed(&self, id: &Id) -> bool {
        let of = |facts: &'a Facts| facts.get(&id.whole(Kind::Table))?.text("of_type");
        let (old, new) = (of(self.current), of(self.desired));
        old.is_some() && old == new && self.lives_on(id)
    }

    /// Returns ` cascade` for changes of a type that tables are of.
    pub fn with_tables(&self, id: &Id) -> &'static str {
        let name = id.whole(Kind::Type).qualified();
        let first = Id::new(Kind::Table, "", "", "");
        let tables = self.current.facts.range(first..);
        let mut tables = tables.take_while(|(id, _)| id.kind == Kind::Table);
        match tables.any(|(_, fact)| fact.text("of_type") == Some(&name)) {
            true => " cascade",
            false => "",
        }
    }

    /// Returns whether rows are led to partitions by a column, whose type then cannot be changed.
    pub fn is_partition_key(&self, id: &Id) -> bool {
        let table = self.current.get(&id.whole(Kind::Table));
        let Some(by) = table.and_then(|table| table.text("partition_by")) else { return false };
        let name = id.quoted_part();
        let is_word = |character: char| character.is_alphanumeric() || character == '_';
        by.match_indices(&name).any(|(at, _)| {
            let before = by[..at].chars().next_back();
            let after = by[at + name.len()..].chars().next();
            !before.is_some_and(is_word) && !after.is_some_and(is_word)
        })
    }

    /// Returns whether a parent loses a column that it handed down and that a child keeps: the child
    /// has to leave it meanwhile.
    pub fn keeps_column_of(&self, id: &Id, parent: &str) -> bool {
        let Some(parent) = self.named(parent) else { return false };
        let mut columns = self.current.parts_of(id, Kind::Column);
        columns.any(|(column, fact)| {
            let source = Id { part: column.part.clone(), ..parent.sibling(Kind::Column) };
            fact.is("inherited")
                && self.desired.contains(column)
                && self.is_gone(&source)
                && !self.desired.contains(&source)
        })
    }

    /// Returns whether an index of this name on a relation is made, behind a constraint or not.
    pub fn makes_index(&self, relation: &Id, name: &str) -> bool {
        let of = |kind| Id { part: name.into(), ..relation.sibling(kind) };
        [Kind::Index, Kind::Constraint].map(of).iter().any(|id| {
            self.fates.made.contains(id)
                || self.fates.altered.get(id).is_some_and(|changed| changed.contains(&"definition"))
        })
    }
}

/// Splits a qualified name as the server writes it.
fn split(qualified: &str) -> Option<(String, String)> {
    let mut parts = vec![String::new()];
    let mut quoted = false;
    for character in qualified.chars() {
        match character {
            '"' => {
                // A doubled quote closes and opens at once.
                if !quoted && parts.last().is_some_and(|part| !part.is_empty()) {
                    parts.last_mut()?.push('"');
                }
                quoted = !quoted;
            }
            '.' if !quoted => parts.push(String::new()),
            other => parts.last_mut()?.push(other),
        }
    }
    let mut parts = parts.into_iter();
    Some((parts.next()?, parts.next()?))
}
