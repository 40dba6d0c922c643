//! What a node of a system does with the database: as it says, and as what it runs asks.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::access::pattern;
use crate::check::context::Context;
use crate::diagnostic::{Diagnostic, suggest};
use crate::model::{
    LateRows, Needs, ObjectId, ObjectKind, ObjectName, Privilege, SystemNode, Transform,
    TransformKind,
};
use crate::source::Spanned;
use crate::sql::{QualifiedName, RelationAccess, glob};

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

/// Returns what a node says that it needs: by table, so any column.
pub(super) fn as_said(reads: BTreeSet<ObjectName>, writes: BTreeSet<ObjectName>) -> Needs {
    let whole = reads.union(&writes).cloned().collect();
    Needs { reads, writes, whole, ..Needs::default() }
}

/// Adds what the queries, transforms and sources of a node read and write.
pub(super) fn of_what_runs(context: &Context, running: &Running, node: &mut SystemNode) {
    let Some(needs) = &mut node.needs else { return };
    let mut followed: BTreeMap<&str, BTreeSet<ObjectName>> = BTreeMap::new();
    let mut queries = node.queries.clone();
    for access in &context.accesses {
        let is_query = access.what == "query";
        let runs = if is_query { &node.queries } else { &node.transforms };
        if !runs.contains(&access.query.value) {
            continue;
        }
        let relations = access.relations.iter().filter_map(|(name, used)| Some((own(name)?, used)));
        if is_query {
            queries.remove(&access.query.value);
        } else {
            let names = relations.clone().map(|(name, _)| name);
            followed.entry(&access.query.value).or_default().extend(names);
        }
        relations.for_each(|(name, used)| of_relation(needs, name, used));
    }
    if !queries.is_empty() {
        // What a query needs that could not be followed, nobody knows.
        let database = &context.database;
        needs.whole.extend(database.tables.keys().chain(database.views.keys()).cloned());
    }
    for (name, transform) in
        running.transforms.iter().filter(|(it, _)| node.transforms.contains(*it))
    {
        of_transform(needs, transform, followed.get(name.as_str()));
    }
    for source in node.sources.iter().filter_map(|name| running.sources.get(name)) {
        let filled = [source.accepted.table.clone(), source.rejected.table.clone()];
        needs.whole.extend(filled.clone());
        needs.writes.extend(filled);
    }
    needs.whole.extend(by_the_caller(context));
}

/// Adds what SQL does with a relation.
fn of_relation(needs: &mut Needs, name: ObjectName, used: &RelationAccess) {
    if used.insert || used.delete || used.locks || !used.update_columns.is_empty() {
        needs.writes.insert(name.clone());
    }
    if used.read {
        needs.reads.insert(name.clone());
    }
    // To count rows any one column will do, and so it will to lock them.
    if used.locks || used.reads_unknown_columns || (used.read && used.read_columns.is_empty()) {
        needs.whole.insert(name.clone());
    }
    let columns = needs.columns.entry(name).or_default();
    for (privilege, is_used, named) in [
        (Privilege::Select, used.read, &used.read_columns),
        (Privilege::Insert, used.insert, &used.insert_columns),
        (Privilege::Update, !used.update_columns.is_empty(), &used.update_columns),
        (Privilege::Delete, used.delete, &BTreeSet::new()),
    ] {
        if is_used {
            columns.entry(privilege).or_default().extend(named.iter().cloned());
        }
    }
}

/// What a transform does beside its SQL: it fills its target, reads what is behind views, and looks for rows that
/// arrive late.
fn of_transform(needs: &mut Needs, transform: &Transform, followed: Option<&BTreeSet<ObjectName>>) {
    let all = transform.reads.union(&transform.writes);
    let others = all.filter(|name| !followed.is_some_and(|names| names.contains(*name)));
    needs.whole.extend(others.chain(&transform.into).cloned());
    needs.writes.extend(transform.writes.iter().cloned());
    needs.reads.extend(transform.reads.iter().cloned());
    if let TransformKind::Time { late: Some(late), .. } = &transform.kind {
        needs.reads.insert(late.table.clone());
        needs.whole.insert(late.table.clone());
        if let LateRows::Quarantine(into) = &late.then {
            needs.writes.insert(into.clone());
            needs.whole.insert(into.clone());
        }
    }
}

/// Returns what is read with the caller's rights wherever no query names it: in policies of other tables, functions, and
/// views whose rights are their reader's.
fn by_the_caller(context: &Context) -> BTreeSet<ObjectName> {
    let database = &context.database;
    let is_the_callers = |object: &ObjectId| match object.kind {
        ObjectKind::Policy | ObjectKind::Routine => true,
        ObjectKind::View => {
            database.views.get(&object.object_name()).is_some_and(|view| view.security_invoker)
        }
        _ => false,
    };
    let objects = database.dependencies.iter().filter(|(object, _)| is_the_callers(object));
    let named = objects.flat_map(|(object, needed)| {
        let own = (object.kind == ObjectKind::Policy).then(|| object.object_name());
        needed.iter().map(ObjectId::object_name).filter(move |name| Some(name) != own.as_ref())
    });
    named.collect()
}

/// Returns the name of a relation that stands in a schema.
pub(super) fn own(name: &QualifiedName) -> Option<ObjectName> {
    Some(ObjectName::new(name.schema.clone()?, name.name.clone()))
}
