//! What a node of a system does with the database: as it says, and as what it runs asks.

use std::collections::BTreeSet;

use crate::check::access::pattern;
use crate::check::context::Context;
use crate::diagnostic::{Diagnostic, suggest};
use crate::model::{Needs, ObjectName, SystemNode};
use crate::source::Spanned;
use crate::sql::{QualifiedName, glob};

use super::Running;

/// Returns the tables and views that patterns name; reports those that name nothing.
pub(super) fn relations(
    context: &mut Context,
    patterns: &[Spanned<String>],
) -> BTreeSet<ObjectName> {
    let mut found = BTreeSet::new();
    for written in patterns {
        let tables = pattern::matching(&context.database.tables, written).into_iter();
        let views = pattern::matching(&context.database.views, written);
        let named: Vec<ObjectName> = tables.chain(views).cloned().collect();
        if named.is_empty() {
            context.unmatched_pattern(written);
        }
        found.extend(named);
    }
    found
}

/// Returns the names that patterns name; reports those that name nothing.
pub(super) fn named(
    context: &mut Context,
    patterns: &[Spanned<String>],
    known: &[String],
    what: &'static str,
) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for written in patterns {
        let named: Vec<&String> = known.iter().filter(|name| glob(written, name)).collect();
        if named.is_empty() {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            let message = format!("no {what} `{}`", written.value);
            let code = if what == "query" { "unknown_query" } else { "unknown_value" };
            let finding = Diagnostic::error(code, written.span, message);
            context.report(finding.with_help(match known.is_empty() {
                true => format!("the project has no {what}"),
                false => suggest(written, &known, what),
            }));
        }
        found.extend(named.into_iter().cloned());
    }
    found
}

/// Adds what the queries, transforms and sources of a node read and write.
pub(super) fn of_what_runs(context: &Context, running: &Running, node: &mut SystemNode) {
    let Some(needs) = &mut node.needs else { return };
    for access in &context.accesses {
        let runs = match access.what {
            "query" => &node.queries,
            _ => &node.transforms,
        };
        if !runs.contains(&access.query.value) {
            continue;
        }
        for (name, used) in &access.relations {
            let Some(name) = own(name) else { continue };
            if used.insert || used.delete || !used.update_columns.is_empty() {
                needs.writes.insert(name.clone());
            }
            if used.read {
                needs.reads.insert(name);
            }
        }
    }
    late(running, node.transforms.clone(), needs);
    for source in node.sources.iter().filter_map(|name| running.sources.get(name)) {
        needs.writes.extend([source.accepted.table.clone(), source.rejected.table.clone()]);
    }
}

/// What a transform does beside its SQL: it fills its target, and looks for rows that arrive late.
fn late(running: &Running, transforms: BTreeSet<String>, needs: &mut Needs) {
    use crate::model::{LateRows, TransformKind};
    for transform in transforms.iter().filter_map(|name| running.transforms.get(name)) {
        needs.writes.extend(transform.writes.iter().cloned());
        needs.reads.extend(transform.reads.iter().cloned());
        if let TransformKind::Time { late: Some(late), .. } = &transform.kind {
            needs.reads.insert(late.table.clone());
            if let LateRows::Quarantine(into) = &late.then {
                needs.writes.insert(into.clone());
            }
        }
    }
}

/// Returns the name of a relation that stands in a schema.
pub(super) fn own(name: &QualifiedName) -> Option<ObjectName> {
    Some(ObjectName::new(name.schema.clone()?, name.name.clone()))
}
