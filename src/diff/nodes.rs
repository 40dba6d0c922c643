//! The things to do, each with its statements, in an order that holds.

use std::collections::{BTreeMap, BTreeSet};

use super::fates::COMMON;
use super::{Context, Statement, common, grants, kinds};
use crate::facts::{Fact, Facts, Id, Kind};

/// One thing to do with one object.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Node {
    /// Lets go of what will be away meanwhile, or puts itself aside.
    Release(Id),
    /// Removes it.
    Drop(Id),
    /// Changes it in place.
    Alter(Id),
    /// Makes it.
    Create(Id),
    /// Takes the rows over that were put aside.
    TakeOver(Id),
    /// Takes hold of what was away meanwhile.
    Settle(Id),
    /// Removes what was put aside.
    Discard(Id),
}

impl Node {
    /// Returns the object.
    pub fn id(&self) -> &Id {
        match self {
            Self::Release(id)
            | Self::Drop(id)
            | Self::Alter(id)
            | Self::Create(id)
            | Self::TakeOver(id)
            | Self::Settle(id)
            | Self::Discard(id) => id,
        }
    }
}

/// Things to do with their statements.
pub(super) type Work = BTreeMap<Node, Vec<Statement>>;

/// Returns everything that is to be done.
pub(super) fn work(context: &Context<'_>) -> Work {
    let mut work = Work::new();
    for id in &context.fates.gone {
        let Some(fact) = context.current.get(id) else { continue };
        if id.kind == Kind::Sequence && kinds::identity::is_taken_over(context, id) {
            work.insert(Node::Release(id.clone()), kinds::identity::set_aside(context, id));
            work.insert(Node::Drop(id.clone()), vec![kinds::identity::discard(id)]);
        } else if !context.fates.rebuilt.contains(id) && dropped_with(context, id).is_none() {
            work.insert(Node::Drop(id.clone()), kinds::drop(context, id, fact));
            if let Some(mut moved) = kinds::partition::move_rows(context, id) {
                work.insert(Node::Release(id.clone()), vec![moved.remove(0)]);
                work.insert(Node::TakeOver(id.clone()), moved);
            }
        }
    }
    for id in &context.fates.made {
        let Some(fact) = context.desired.get(id) else { continue };
        if made_with(context, id).is_none() {
            work.insert(Node::Create(id.clone()), create(context, id, fact));
        }
    }
    for (id, changed) in &context.fates.altered {
        if let (Some(old), Some(new), false) =
            (context.current.get(id), context.desired.get(id), context.is_gone(id))
        {
            work.insert(Node::Alter(id.clone()), alter(context, id, old, new, changed));
        }
    }
    let changed = context.fates.made.iter().chain(context.fates.altered.keys());
    let mut concerned: BTreeSet<Id> = changed.clone().cloned().collect();
    // A relation names indexes that may have been made anew.
    let indexes = changed.filter(|id| matches!(id.kind, Kind::Index | Kind::Constraint));
    concerned.extend(indexes.filter_map(|id| context.desired.whole(id)));
    for id in &concerned {
        around(context, id, &mut work);
    }
    shells(context, &mut work);
    work
}

/// Adds what has to be done before and after an object is away.
fn around(context: &Context<'_>, id: &Id, work: &mut Work) {
    let (old, new) = (context.current.get(id), context.desired.get(id));
    let Some(new) = new else { return };
    let mut add = |node: Node, statements: Vec<Statement>| {
        if !statements.is_empty() {
            work.insert(node, statements);
        }
    };
    match id.kind {
        Kind::Table if context.fates.rebuilt.contains(id) => {
            add(Node::Release(id.clone()), kinds::aside::set_aside(context, id));
            add(Node::TakeOver(id.clone()), kinds::aside::take_over(context, id));
            add(Node::Settle(id.clone()), kinds::table::settle(context, id, None, new));
            add(Node::Discard(id.clone()), vec![kinds::aside::discard(id)]);
        }
        Kind::Type | Kind::Collation if context.fates.rebuilt.contains(id) => {
            add(Node::Release(id.clone()), kinds::types::set_aside(context, id));
            add(Node::Discard(id.clone()), vec![kinds::types::discard(context, id)]);
        }
        Kind::Table | Kind::MaterializedView => {
            let stays = old.filter(|_| !context.is_gone(id));
            if let Some(old) = stays {
                add(Node::Release(id.clone()), kinds::table::release(context, id, old, new));
                let moved = kinds::partition::move_rows(context, id);
                add(Node::TakeOver(id.clone()), moved.unwrap_or_default());
            }
            add(Node::Settle(id.clone()), kinds::table::settle(context, id, stays, new));
        }
        Kind::Sequence => sequence_around(context, id, old, new, &mut add),
        _ => {}
    }
}

fn sequence_around(
    context: &Context<'_>,
    id: &Id,
    old: Option<&Fact>,
    new: &Fact,
    add: &mut impl FnMut(Node, Vec<Statement>),
) {
    if kinds::identity::is_taken_over(context, id) {
        add(Node::Release(id.clone()), kinds::identity::set_aside(context, id));
    }
    let owner = |fact: &Fact| kinds::sequence::owning_column(fact);
    let before = old.filter(|_| !context.is_gone(id)).and_then(owner);
    let after = owner(new);
    let remade = before.as_ref().is_some_and(|column| {
        context.is_gone(column) || context.is_gone(&column.whole(Kind::Table))
    });
    if remade {
        add(Node::Release(id.clone()), vec![kinds::sequence::release(id)]);
    }
    let made = after.as_ref().is_some_and(|column| context.fates.made.contains(column));
    if (before != after || remade || made) && (after.is_some() || before.is_some() && !remade) {
        add(Node::Settle(id.clone()), kinds::sequence::settle(context, id, new));
    }
}

/// A type is announced before the functions that it is made of.
fn shells(context: &Context<'_>, work: &mut Work) {
    for id in &context.fates.made {
        if has_shell(context.desired, id) {
            let shell = Statement::create(format!("create type {}", id.qualified()));
            work.entry(Node::Release(id.clone())).or_default().push(shell);
        }
    }
}

/// Returns whether a type and functions of it need each other: all of a base type do, and a range's
/// canonical function.
pub(super) fn has_shell(facts: &Facts, id: &Id) -> bool {
    id.kind == Kind::Type
        && facts
            .get(id)
            .is_some_and(|fact| fact.word("type") == "base" || fact.text("canonical").is_some())
}

/// Returns the object whose removal takes this one along.
pub(super) fn dropped_with(context: &Context<'_>, id: &Id) -> Option<Id> {
    let facts = context.current;
    if let Some(whole) = facts.whole(id).filter(|whole| context.is_gone(whole)) {
        // What is put aside would keep its indexes, whose names the new ones need.
        let by_itself = matches!(id.kind, Kind::Index | Kind::Constraint)
            || id.kind == Kind::Default && calls_what_goes(context, id);
        if context.fates.rebuilt.contains(&whole) && by_itself
            || goes_in_a_circle(context, id, &whole)
        {
            return None;
        }
        if !is_foreign_key(facts, id) {
            return Some(dropped_with(context, &whole).unwrap_or(whole));
        }
    }
    if id.kind == Kind::Default {
        let column = id.sibling(Kind::Column);
        if context.is_gone(&column) {
            return Some(dropped_with(context, &column).unwrap_or(column));
        }
    }
    if id.kind == Kind::Sequence
        && let Some(column) = kinds::sequence::owning_column(facts.get(id)?)
        && context.is_gone(&column)
    {
        return Some(dropped_with(context, &column).unwrap_or(column));
    }
    if id.kind == Kind::Routine {
        // The functions of such a type go with it.
        let mut types = facts.needs_of(id).filter(|needed| has_shell(facts, needed));
        return types
            .find(|base| context.is_gone(base) && facts.needs_of(base).any(|it| it == id))
            .cloned();
    }
    None
}

/// Returns whether a part calls a routine that goes and itself needs the whole, by its row type.
fn goes_in_a_circle(context: &Context<'_>, id: &Id, whole: &Id) -> bool {
    let facts = context.current;
    let generated = || facts.get(id).is_some_and(|it| it.text("generated").is_some());
    let of_whole = |needed: &Id| needed == whole || facts.whole(needed).as_ref() == Some(whole);
    let needs_whole = |routine: &Id| facts.needs_of(routine).any(of_whole);
    let callers =
        [Kind::Index, Kind::Constraint, Kind::Default, Kind::Policy, Kind::Rule, Kind::Trigger];
    let mut routines = facts.needs_of(id).filter(|needed| needed.kind == Kind::Routine);
    callers.contains(&id.kind)
        && routines.any(|routine| context.is_gone(routine) && needs_whole(routine))
        && !generated()
}

/// Returns whether a default calls a routine that goes, and so has to go before it.
fn calls_what_goes(context: &Context<'_>, id: &Id) -> bool {
    let generated = context.current.get(id).is_some_and(|it| it.text("generated").is_some());
    let mut needs = context.current.needs_of(id);
    !generated && needs.any(|it| it.kind == Kind::Routine && context.is_gone(it))
}

/// Keys of others and keys to others are removed by themselves, so that tables may go in any order.
fn is_foreign_key(facts: &Facts, id: &Id) -> bool {
    id.kind == Kind::Constraint
        && facts.get(id).is_some_and(|fact| fact.word("type") == "foreign key")
}

/// Returns the object whose making brings this one along.
pub(super) fn made_with(context: &Context<'_>, id: &Id) -> Option<Id> {
    let whole = context.desired.whole(id);
    let made = whole.filter(|whole| context.fates.made.contains(whole));
    match id.kind {
        Kind::Column | Kind::Attribute => made,
        Kind::Constraint if context.folds(id) => made,
        Kind::Default => {
            let generated = context.desired.get(id)?.text("generated").is_some();
            let column = id.sibling(Kind::Column);
            let column_made = context.fates.made.contains(&column);
            match made {
                Some(whole) if whole.kind == Kind::Table && (generated || context.folds(id)) => {
                    Some(whole)
                }
                Some(_) => None,
                None if column_made && (generated || context.folds(id)) => Some(column),
                None => None,
            }
        }
        _ => None,
    }
}

fn create(context: &Context<'_>, id: &Id, fact: &Fact) -> Vec<Statement> {
    let mut statements = kinds::create(context, id, fact);
    if id.kind == Kind::Sequence && kinds::identity::is_taken_over(context, id) {
        statements.push(kinds::identity::take_over(id));
    }
    statements.extend(after_create(context, id, fact));
    if matches!(id.kind, Kind::Table | Kind::View | Kind::MaterializedView | Kind::Type) {
        for kind in [Kind::Column, Kind::Attribute, Kind::Constraint] {
            for (part, fact) in context.desired.parts_of(id, kind) {
                if made_with(context, part).as_ref() == Some(id) {
                    statements.extend(kinds::column::of_materialized_view(context, part, fact));
                    statements.extend(after_create(context, part, fact));
                }
            }
        }
    }
    statements
}

/// Returns what an object is given once it is there: owner, privileges, comment, labels.
fn after_create(context: &Context<'_>, id: &Id, fact: &Fact) -> Vec<Statement> {
    let mut statements = Vec::new();
    let kept = context.current.get(id).and_then(|old| old.text("owner"));
    if let Some(owner) = fact.text("owner").or(kept)
        && common::has_owner(id.kind)
    {
        statements.push(common::owner(id, fact, owner));
    }
    if has_privileges(id.kind) && id.kind != Kind::Privileges {
        let initial = match id.kind {
            // No entry in the catalog says as much as its first one.
            Kind::Parameter => fact.privileges("initial_acl"),
            _ => grants::initial(id, context.current),
        };
        statements.extend(grants::change(id, fact, &initial, &grants::entries(fact)));
    }
    statements.extend(sequence_privileges(context, id, None, fact));
    if let Some(comment) = fact.text("comment") {
        statements.push(common::comment(id, fact, Some(comment)));
    }
    statements.extend(common::labels(id, None, fact));
    statements
}

/// Returns the statements for the privileges on the sequence behind an identity column.
fn sequence_privileges(
    context: &Context<'_>,
    id: &Id,
    old: Option<&Fact>,
    new: &Fact,
) -> Vec<Statement> {
    let table = context.desired.get(&id.whole(Kind::Table));
    let Some((sequence, table)) = kinds::identity::sequence_of(id, new).zip(table) else {
        return Vec::new();
    };
    let old = match old.filter(|old| old.text("identity").is_some()) {
        Some(old) => old.privileges("sequence_acl"),
        None => grants::initial(&sequence, context.current),
    };
    grants::change(&sequence, table, &old, &new.privileges("sequence_acl"))
}

/// Default privileges are privileges themselves.
fn has_privileges(kind: Kind) -> bool {
    kind != Kind::DefaultPrivileges
}

fn alter(
    context: &Context<'_>,
    id: &Id,
    old: &Fact,
    new: &Fact,
    changed: &[&'static str],
) -> Vec<Statement> {
    let own: Vec<&str> = changed.iter().copied().filter(|name| !COMMON.contains(name)).collect();
    let mut statements = kinds::alter(context, id, old, new, &own).unwrap_or_default();
    let owner = new.text("owner").filter(|_| changed.contains(&"owner"));
    // The owner of a sequence that a column owns follows that of the table.
    let follows = id.kind == Kind::Sequence && old.text("owned_by_table").is_some();
    if let Some(owner) = owner
        && common::has_owner(id.kind)
        && !follows
    {
        statements.push(common::owner(id, new, owner));
    }
    if changed.contains(&"acl") || owner.is_some() {
        let old = owner.map_or_else(|| grants::entries(old), |owner| grants::owned_by(old, owner));
        let entries = grants::entries(new);
        statements.extend(match has_privileges(id.kind) {
            true => grants::change(id, new, &old, &entries),
            false => grants::change_default(id, &old, &entries),
        });
    }
    if changed.contains(&"sequence_acl") {
        statements.extend(sequence_privileges(context, id, Some(old), new));
    }
    if changed.contains(&"comment") {
        statements.push(common::comment(id, new, new.text("comment")));
    }
    if changed.contains(&"security_labels") {
        statements.extend(common::labels(id, Some(old), new));
    }
    statements
}
