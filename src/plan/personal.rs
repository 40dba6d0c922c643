//! Which changes let somebody read personal data who could not before.
//!
//! A column is known by its classification. A view over it holds it too: in the columns that are called
//! alike, or in any where none is.

use std::collections::BTreeSet;

use crate::diff::{Change, HazardKind};
use crate::facts::{Fact, Facts, Id, Kind};
use crate::model::ObjectName;

/// Adds the hazard to what gives personal data to be read that is there already.
pub fn mark_personal(
    changes: &mut [Change],
    current: &Facts,
    desired: &Facts,
    personal: &BTreeSet<(ObjectName, String)>,
) {
    if personal.is_empty() {
        return;
    }
    let held = Held::of(desired, personal);
    for change in changes {
        let id = &change.id;
        let there = |column: &&Id| current.contains(column);
        let columns: Vec<&Id> = match id.kind {
            Kind::Membership => held.read_by(&id.name).into_iter().filter(there).collect(),
            Kind::Role => held.classified.iter().filter(there).collect(),
            _ => held.behind(id).filter(there).collect(),
        };
        let Some(first) = columns.first() else { continue };
        let more = match columns.len() {
            1 => String::new(),
            count => format!(" and {} more", count - 1),
        };
        for statement in &mut change.statements {
            let widens = statement.hazards.iter().find(|it| it.kind == HazardKind::WidensAccess);
            let Some(widens) = widens.filter(|_| statement.may_show_rows()) else { continue };
            let message = format!("{}: personal data of `{first}`{more}", widens.message);
            *statement = statement.clone().hazard(HazardKind::WidensPersonalData, message);
        }
    }
}

/// Where personal data is.
struct Held<'a> {
    facts: &'a Facts,
    /// Columns of tables that are classified.
    classified: BTreeSet<Id>,
    /// Columns of views, each with the classified one that it comes from.
    of_views: BTreeSet<(Id, Id)>,
}

impl<'a> Held<'a> {
    fn of(facts: &'a Facts, personal: &BTreeSet<(ObjectName, String)>) -> Self {
        let classified = personal.iter().map(|(table, column)| {
            Id::new(Kind::Column, &*table.schema, &*table.name, column.as_str())
        });
        let mut held = Self { facts, classified: classified.collect(), of_views: BTreeSet::new() };
        let dependents = facts.dependents();
        let mut queue: Vec<(Id, Id)> =
            held.classified.iter().map(|id| (id.clone(), id.clone())).collect();
        while let Some((column, source)) = queue.pop() {
            let views = dependents.of(&column).filter(|id| is_view(id.kind));
            for view in views.cloned().collect::<Vec<_>>() {
                for own in held.columns_like(&view, &column.part) {
                    if held.of_views.insert((own.clone(), source.clone())) {
                        queue.push((own, source.clone()));
                    }
                }
            }
        }
        held
    }

    /// Returns the columns of a view that are called so; all where none is.
    fn columns_like(&self, view: &Id, name: &str) -> Vec<Id> {
        let columns: Vec<Id> =
            self.facts.parts_of(view, Kind::Column).map(|(id, _)| id.clone()).collect();
        match columns.iter().find(|id| &*id.part == name) {
            Some(column) => vec![column.clone()],
            None => columns,
        }
    }

    /// Returns the classified columns whose values an object shows; the object may be a column.
    fn behind(&self, id: &Id) -> impl Iterator<Item = &Id> {
        let id = id.clone();
        let is_it = move |column: &Id| match id.kind {
            Kind::Column => *column == id,
            Kind::Table | Kind::View | Kind::MaterializedView | Kind::Policy => {
                (&column.schema, &column.name) == (&id.schema, &id.name)
            }
            _ => false,
        };
        let of_tables = self.classified.iter().map(|column| (column, column));
        let of_views = self.of_views.iter().map(|(column, source)| (column, source));
        let all = of_tables.chain(of_views).filter(move |(column, _)| is_it(column));
        all.map(|(_, source)| source).collect::<BTreeSet<_>>().into_iter()
    }

    /// Returns the classified columns that a role may read, by its own grants or those of its groups.
    fn read_by(&self, role: &str) -> BTreeSet<&Id> {
        let mut roles = BTreeSet::from([role.to_owned()]);
        loop {
            let memberships = self.facts.facts.keys().filter(|id| id.kind == Kind::Membership);
            let more: Vec<String> = memberships
                .filter(|id| roles.contains(&*id.part) && !roles.contains(&*id.name))
                .map(|id| id.name.to_string())
                .collect();
            if more.is_empty() {
                break;
            }
            roles.extend(more);
        }
        let reads = |fact: &Fact| {
            let mut entries = fact.privileges("acl").into_iter();
            entries.any(|entry| entry.letter == 'r' && roles.contains(&entry.grantee))
        };
        let readable = self.facts.facts.iter().filter(|(_, fact)| reads(fact));
        readable.flat_map(|(id, _)| self.behind(id)).collect()
    }
}

fn is_view(kind: Kind) -> bool {
    matches!(kind, Kind::View | Kind::MaterializedView)
}
