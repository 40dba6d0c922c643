//! Functions, procedures and aggregates.

use std::sync::Arc;

use crate::diff::common::{routine_arguments, routine_word};
use crate::diff::{Context, HazardKind, Statement};
use crate::facts::{Fact, Id};

pub(super) fn create(context: &Context<'_>, id: &Id, fact: &Fact) -> Vec<Statement> {
    let statement = Statement::create(definition(id, fact));
    let Some(old) = context.current.get(id) else { return vec![statement] };
    let (before, after) = (old.word("result"), fact.word("result"));
    if before != after {
        let message = format!("callers of `{id}` get {after} in place of {before}");
        return vec![statement.hazard(HazardKind::BreaksClients, message)];
    }
    vec![match keeps_names(old, fact) && fact.number("defaults") >= old.number("defaults") {
        true => statement,
        false => statement.hazard(
            HazardKind::BreaksClients,
            format!("calls of `{id}` that name its arguments, or leave some out, fail"),
        ),
    }]
}

fn definition(id: &Id, fact: &Fact) -> String {
    if fact.word("type") != "aggregate" {
        return fact.word("definition").trim_end().to_owned();
    }
    let arguments = match fact.word("aggregate_arguments") {
        "" => "*",
        arguments => arguments,
    };
    let parts = fact.list("parts").join(", ");
    format!("create or replace aggregate {}({arguments}) ({parts})", id.qualified())
}

pub(super) fn drop(id: &Id, fact: &Fact) -> Vec<Statement> {
    let (word, name) = (routine_word(fact), id.qualified());
    let sql = format!("drop {word} {name}({})", routine_arguments(id, fact));
    vec![
        Statement::drop(sql)
            .hazard(HazardKind::BreaksClients, format!("`{id}` can no longer be called")),
    ]
}

/// Replaces a routine where its callers stay right; see
/// <https://www.postgresql.org/docs/current/sql-createfunction.html>.
pub(super) fn alter(id: &Id, old: &Fact, new: &Fact, changed: &[&str]) -> Option<Vec<Statement>> {
    let fixed = ["type", "result", "aggregate_arguments"];
    if changed.iter().any(|attribute| fixed.contains(attribute)) {
        return None;
    }
    if new.number("defaults") < old.number("defaults") || !keeps_names(old, new) {
        return None;
    }
    Some(vec![Statement::alter(definition(id, new))])
}

/// Returns whether every argument that had a name keeps it: callers may use it.
fn keeps_names(old: &Fact, new: &Fact) -> bool {
    let name = |text: &Arc<str>| text.split_once(' ').map(|(_, name)| name.to_owned());
    let mode = |text: &Arc<str>| text.split(' ').next().unwrap_or_default().to_owned();
    let (old, new) = (old.list("arguments"), new.list("arguments"));
    old.len() == new.len()
        && old.iter().zip(new).all(|(old, new)| {
            mode(old) == mode(new)
                && name(old)
                    .filter(|name| !name.is_empty())
                    .is_none_or(|old| name(new) == Some(old))
        })
}
