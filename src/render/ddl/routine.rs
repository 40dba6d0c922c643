//! Routines, and objects that the spec holds as SQL.

use super::text::{comment, owner, terminated};
use crate::model::{Other, Routine, RoutineKind, RoutineName};

/// Writes the statements of a routine.
pub(super) fn statements(name: &RoutineName, routine: &Routine) -> Vec<String> {
    // An aggregate over rows, not values, is named with an asterisk.
    let what = match routine.kind {
        RoutineKind::Aggregate if name.arguments.is_empty() => {
            format!("aggregate {}(*)", name.name)
        }
        kind => format!("{} {name}", kind.sql()),
    };
    let create = terminated(&routine.definition);
    let owner = owner(&what, routine.owner.as_deref());
    let comment = comment(&what, routine.comment.as_deref());
    [Some(create), owner, comment].into_iter().flatten().collect()
}

/// Writes the statements of any other object, as the spec has them.
pub(super) fn other(other: &Other) -> Vec<String> {
    vec![terminated(&other.definition)]
}
