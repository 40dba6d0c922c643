//! Views in the order in which they stand on each other, so that each knows the columns below it.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::context::{Context, Pending, Reading};
use crate::model::{Node, ObjectKind, ObjectName, ViewColumn};
use crate::sql::{OutputColumn, resolve_query};

use super::lookup::Lookup;
use super::problems;

/// Resolves every view once, those it stands on first; a cycle ends where it began.
pub(super) fn resolve(context: &mut Context, pending: &[Pending]) {
    let views: BTreeMap<&ObjectName, &Pending> = pending
        .iter()
        .filter_map(|piece| match &piece.reading {
            Reading::View(name) => Some((name, piece)),
            _ => None,
        })
        .collect();
    let mut started = BTreeSet::new();
    for name in views.keys() {
        resolve_from(context, &views, name, &mut started);
    }
}

fn resolve_from<'a>(
    context: &mut Context,
    views: &BTreeMap<&'a ObjectName, &'a Pending>,
    first: &'a ObjectName,
    started: &mut BTreeSet<&'a ObjectName>,
) {
    let mut stack = vec![(first, false)];
    while let Some((name, below_done)) = stack.pop() {
        let Some(piece) = views.get(name) else { continue };
        if below_done {
            resolve_one(context, name, piece);
            continue;
        }
        if !started.insert(name) {
            continue;
        }
        stack.push((name, true));
        let needed = context.database.dependencies.get(&piece.object);
        let below = needed
            .into_iter()
            .flatten()
            .filter(|id| matches!(id.kind, ObjectKind::View | ObjectKind::MaterializedView));
        let below: Vec<ObjectName> = below.map(|id| id.object_name()).collect();
        let known = below.iter().filter_map(|view| views.get_key_value(view));
        stack.extend(known.map(|(view, _)| (*view, false)));
    }
}

fn resolve_one(context: &mut Context, name: &ObjectName, piece: &Pending) {
    let lookup = Lookup::new(context, &piece.scope);
    let resolution = resolve_query(&piece.text, &lookup, &[]);
    problems::report(context, &piece.text, 0, resolution.problems, &piece.scope);
    let Some(mut output) = resolution.output else { return };
    let given = context.database.views.get(name).map(|view| view.columns.clone());
    let given = given.unwrap_or_default();
    output.iter_mut().zip(&given).for_each(|(column, name)| column.name.clone_from(name));
    let node = Node::View(name.clone());
    context.flow(&node, &node, &output);
    if let Some(view) = context.database.views.get_mut(name) {
        let column =
            |column: OutputColumn| ViewColumn { name: column.name, data_type: column.data_type };
        view.output = output.into_iter().map(column).collect();
    }
}
