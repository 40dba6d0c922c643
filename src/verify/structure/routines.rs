//! Reduces routines to what can be compared: all but their text.

use std::collections::BTreeMap;

use crate::model::{Database, Routine, RoutineName, Target};

use super::TypeNames;

/// Reduces the routines of both sides, and names them as the server does.
pub(super) fn align(model: &mut Database, found: &mut Database, types: &TypeNames) {
    let spelled = |name: RoutineName| {
        let arguments = types.arguments(&name.arguments);
        RoutineName { arguments, ..name }
    };
    let routines = std::mem::take(&mut model.routines).into_iter();
    model.routines = routines.map(|(name, routine)| (spelled(name), routine)).collect();
    let target = |target| match target {
        Target::Routine(name) => Target::Routine(spelled(name)),
        target => target,
    };
    let grants = std::mem::take(&mut model.grants).into_iter();
    model.grants = grants.map(|(on, grantees)| (target(on), grantees)).collect();
    let grantors = std::mem::take(&mut model.grantors).into_iter();
    model.grantors = grantors.map(|(on, grantees)| (target(on), grantees)).collect();
    reduce(&mut model.routines);
    reduce(&mut found.routines);
}

fn reduce(routines: &mut BTreeMap<RoutineName, Routine>) {
    routines.values_mut().for_each(|routine| routine.definition.clear());
}
