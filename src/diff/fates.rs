//! What becomes of each object: what differs, and what has to give way to what differs.

use std::collections::{BTreeSet, VecDeque};

use super::conversion;
use super::kinds;
use super::{Context, Fates};
use crate::facts::{Dependents, Fact, Facts, Id, Kind};

/// Attributes that a change of comment, owner or privileges is made of: every kind has them alike.
pub(super) const COMMON: [&str; 4] = ["acl", "comment", "owner", "security_labels"];

/// Decides for both states.
pub(super) fn decide<'a>(current: &'a Facts, desired: &'a Facts, online: bool) -> Context<'a> {
    let mut fates = Fates::default();
    for (id, old) in &current.facts {
        match desired.get(id) {
            None => drop(fates.gone.insert(id.clone())),
            Some(new) => {
                let changed = differing(old, new);
                if !changed.is_empty() {
                    fates.altered.insert(id.clone(), changed);
                }
            }
        }
    }
    fates.made.extend(desired.facts.keys().filter(|id| !current.contains(id)).cloned());
    let mut context = Context { fates, ..Context::new(current, desired, online) };
    let mut closure = Closure {
        dependents: current.dependents(),
        queue: context.fates.gone.iter().cloned().map(Effect::Gone).collect(),
    };
    closure.alter(&mut context);
    closure.run(&mut context);
    context
}

/// Returns the attributes that differ, as far as the desired state says them.
pub(super) fn differing(old: &Fact, new: &Fact) -> Vec<&'static str> {
    if old.attributes == new.attributes {
        return Vec::new();
    }
    let names: BTreeSet<&'static str> =
        old.attributes.0.iter().chain(&*new.attributes.0).map(|(name, _)| *name).collect();
    let differs = |name: &&'static str| match *name {
        "owner" | "version" if new.get(name).is_none() => false,
        name if Fact::is_informative(name) => false,
        name => old.get(name) != new.get(name),
    };
    names.into_iter().filter(differs).collect()
}

/// What happens to an object and concerns those that need it.
enum Effect {
    /// It is away at some time.
    Gone(Id),
    /// It is a column, and changes its type.
    Retyped(Id),
}

struct Closure<'a> {
    dependents: Dependents<'a>,
    queue: VecDeque<Effect>,
}

impl Closure<'_> {
    /// Replaces what cannot be changed in place.
    fn alter(&mut self, context: &mut Context<'_>) {
        for (id, changed) in context.fates.altered.clone() {
            let (Some(old), Some(new)) = (context.current.get(&id), context.desired.get(&id))
            else {
                continue;
            };
            let own: Vec<&str> =
                changed.iter().copied().filter(|name| !COMMON.contains(name)).collect();
            let stored = || self.is_stored(context, &id.whole(Kind::Type));
            let is_key = || context.is_partition_key(&id);
            if id.kind == Kind::Column
                && (own.contains(&"type") || own.contains(&"collation"))
                && is_key()
            {
                self.replace(context, &id.whole(Kind::Table));
            } else if kinds::alter(context, &id, old, new, &own).is_none()
                || id.kind == Kind::Attribute && stored()
            {
                self.replace(context, &id);
            } else if id.kind == Kind::Column
                && (own.contains(&"type") || own.contains(&"collation"))
            {
                self.queue.push_back(Effect::Retyped(id.clone()));
            }
        }
    }

    /// Returns whether a table's column that stays is of a type, or of one that is made of it.
    fn is_stored(&self, context: &Context<'_>, id: &Id) -> bool {
        let mut seen = BTreeSet::from([id.clone()]);
        let mut queue = vec![id.clone()];
        while let Some(id) = queue.pop() {
            for dependent in self.dependents.of(&id) {
                let next = match dependent.kind {
                    Kind::Column
                        if context.current.contains(&dependent.whole(Kind::Table))
                            && context.desired.contains(dependent) =>
                    {
                        return true;
                    }
                    Kind::Type => dependent.clone(),
                    Kind::Attribute => dependent.whole(Kind::Type),
                    _ => continue,
                };
                if seen.insert(next.clone()) {
                    queue.push(next);
                }
            }
        }
        false
    }

    fn run(&mut self, context: &mut Context<'_>) {
        while let Some(effect) = self.queue.pop_front() {
            match effect {
                Effect::Gone(id) => self.on_gone(context, &id),
                Effect::Retyped(id) => self.on_retyped(context, &id),
            }
        }
    }

    /// Has an object made anew, with its parts.
    fn replace(&mut self, context: &mut Context<'_>, id: &Id) {
        if !context.desired.contains(id) || !context.current.contains(id) {
            return;
        }
        match id.kind {
            Kind::Attribute => return self.replace(context, &id.whole(Kind::Type)),
            // What is computed is computed anew.
            Kind::Default
                if is_generated(context.current, id) || is_generated(context.desired, id) =>
            {
                return self.replace(context, &id.sibling(Kind::Column));
            }
            _ => {}
        }
        let keeps_rows = id.kind == Kind::Table
            && [context.current, context.desired].iter().all(|facts| {
                facts.get(id).is_some_and(|fact| fact.word("type") != "foreign table")
            });
        let keeps_values =
            matches!(id.kind, Kind::Type | Kind::Collation) && self.is_stored(context, id);
        if keeps_rows || keeps_values {
            context.fates.rebuilt.insert(id.clone());
        }
        if context.fates.gone.insert(id.clone()) {
            self.queue.push_back(Effect::Gone(id.clone()));
        }
        context.fates.made.insert(id.clone());
        for kind in PARTS {
            let parts: Vec<Id> = context
                .desired
                .parts_of(id, *kind)
                .map(|(part, _)| part.clone())
                .filter(|part| context.desired.whole(part).as_ref() == Some(id))
                .collect();
            context.fates.made.extend(parts);
        }
        if id.kind == Kind::Column && context.desired.contains(&id.sibling(Kind::Default)) {
            context.fates.made.insert(id.sibling(Kind::Default));
        }
    }

    fn on_gone(&mut self, context: &mut Context<'_>, id: &Id) {
        if id.kind == Kind::Column {
            self.leave_parent(context, id);
        }
        for part in parts(context.current, id) {
            if context.fates.gone.insert(part.clone()) {
                self.queue.push_back(Effect::Gone(part.clone()));
            }
            // A part that is wanted on goes with its whole, and comes with it.
            if context.desired.contains(&part)
                && context
                    .desired
                    .whole(&part)
                    .is_some_and(|whole| context.fates.made.contains(&whole))
            {
                context.fates.made.insert(part);
            }
        }
        let dependents: Vec<Id> = self.dependents.of(id).cloned().collect();
        for dependent in dependents {
            if !context.is_gone(&dependent) && context.desired.contains(&dependent) {
                self.concern(context, &dependent, id);
            }
        }
    }

    /// Has children that keep a column leave the parent that loses it.
    fn leave_parent(&self, context: &mut Context<'_>, id: &Id) {
        let parent = id.whole(Kind::Table).qualified();
        for child in context.children(id) {
            if context.current.contains(child) && context.keeps_column_of(child, &parent) {
                context.fates.altered.entry(child.clone()).or_default();
            }
        }
    }

    /// Decides what becomes of an object that stays, while one that it needs is away.
    fn concern(&mut self, context: &mut Context<'_>, id: &Id, gone: &Id) {
        let comes_back = context.fates.made.contains(gone);
        let wants_it = context.desired.needs_of(id).any(|needed| needed == gone);
        // In place it lets go of what it no longer needs; that goes afterwards.
        if !comes_back && !wants_it && context.fates.altered.contains_key(id) {
            return;
        }
        match id.kind {
            Kind::Column if context.current.contains(&id.whole(Kind::Table)) => {
                if matches!(gone.kind, Kind::Type | Kind::Collation | Kind::Extension) && comes_back
                {
                    if context.is_partition_key(id) {
                        self.replace(context, &id.whole(Kind::Table));
                    } else if context.fates.retyped.insert(id.clone()) {
                        context.fates.altered.entry(id.clone()).or_default();
                        self.queue.push_back(Effect::Retyped(id.clone()));
                    }
                }
            }
            Kind::Column => {
                if let Some(view) = context.current.whole(id).filter(|view| view != gone) {
                    self.replace(context, &view);
                }
            }
            Kind::Attribute => self.replace(context, &id.whole(Kind::Type)),
            Kind::Table if matches!(gone.kind, Kind::Server | Kind::ForeignDataWrapper) => {
                self.replace(context, id);
            }
            // It lets go of its parent or its column meanwhile, see `release`.
            Kind::Table => {
                context.fates.altered.entry(id.clone()).or_default();
                if context.fates.rebuilt.contains(gone)
                    && context.desired.get(id).is_some_and(|it| it.text("bound").is_some())
                {
                    self.replace(context, id);
                }
            }
            Kind::Sequence if matches!(gone.kind, Kind::Column | Kind::Table) => {
                context.fates.altered.entry(id.clone()).or_default();
            }
            Kind::Schema | Kind::Role | Kind::Database | Kind::DefaultPrivileges => {}
            _ => self.replace(context, id),
        }
    }

    fn on_retyped(&mut self, context: &mut Context<'_>, id: &Id) {
        let own = id.sibling(Kind::Default);
        let is_default = context.current.contains(&own) && !is_generated(context.current, &own);
        if is_default && context.desired.contains(&own) {
            self.replace(context, &own);
        }
        let dependents: Vec<Id> = self.dependents.of(id).cloned().collect();
        for dependent in dependents {
            if context.is_gone(&dependent) || !context.desired.contains(&dependent) {
                continue;
            }
            match dependent.kind {
                Kind::View
                | Kind::MaterializedView
                | Kind::Rule
                | Kind::Policy
                | Kind::Trigger
                | Kind::Routine
                | Kind::PublicationMember => self.replace(context, &dependent),
                Kind::Default if dependent != own && is_generated(context.current, &dependent) => {
                    self.replace(context, &dependent);
                }
                Kind::Constraint if self.is_torn(context, &dependent) => {
                    self.replace(context, &dependent);
                }
                _ => {}
            }
        }
    }

    /// Returns whether the columns of a foreign key change their types one after the other, so that
    /// it cannot hold meanwhile.
    fn is_torn(&self, context: &Context<'_>, id: &Id) -> bool {
        let is_key = |fact: &Fact| fact.word("type") == "foreign key";
        if !context.current.get(id).is_some_and(is_key) {
            return false;
        }
        let changes = |column: &Id| {
            let of = |facts: &Facts| facts.get(column).map(|fact| fact.word("type").to_owned());
            let (old, new) = (of(context.current), of(context.desired));
            old != new
                && !old.zip(new).is_some_and(|(old, new)| conversion::are_comparable(&old, &new))
                || context.is_retyped(column)
        };
        context
            .current
            .needs_of(id)
            .filter(|needed| needed.kind == Kind::Column && changes(needed))
            .count()
            > 1
    }
}

/// Kinds of part that are named after their whole.
const PARTS: &[Kind] = &[
    Kind::Attribute,
    Kind::DomainConstraint,
    Kind::Column,
    Kind::Default,
    Kind::Constraint,
    Kind::Index,
    Kind::Rule,
    Kind::Trigger,
    Kind::Policy,
];

/// Returns what goes with an object.
fn parts(facts: &Facts, id: &Id) -> Vec<Id> {
    let mut parts = Vec::new();
    match id.kind {
        Kind::Table | Kind::View | Kind::MaterializedView | Kind::Type => {
            for kind in PARTS {
                let of_kind = facts.parts_of(id, *kind).map(|(part, _)| part.clone());
                parts.extend(of_kind.filter(|part| facts.whole(part).as_ref() == Some(id)));
            }
        }
        Kind::Column => {
            let default = id.sibling(Kind::Default);
            parts.extend(facts.contains(&default).then_some(default));
        }
        _ => {}
    }
    parts
}

fn is_generated(facts: &Facts, id: &Id) -> bool {
    facts.get(id).is_some_and(|fact| fact.text("generated").is_some())
}
