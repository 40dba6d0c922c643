//! What of the project deletes old rows, or writes over personal data.
//!
//! A DELETE counts, and a DELETE or TRUNCATE in a function that the SQL calls. How old a row has to be is read from the
//! longest interval that the SQL names (`interval '7 days'`); a condition beside it makes the purge partial. What this
//! cannot read, such as SQL that a function puts together, is no purge.

mod text;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::check::context::{Context, QueryAccess};
use crate::check::names::{Found, Scope};
use crate::model::{Action, Duration, ObjectId, ObjectName, Purge, Schedule, Transform};
use crate::sql::references::Fragment;
use crate::sql::{self, RelationAccess, references};

use super::{Running, needs::own};

/// How many times of a schedule are looked at: more than one has in a year of days.
const TIMES: usize = 400;

/// Everything that purges, by the table whose rows go.
pub(super) struct Purges {
    by_table: BTreeMap<ObjectName, Vec<Purge>>,
}

impl Purges {
    /// Looks through transforms and named queries.
    pub fn find(context: &Context, running: &Running) -> Self {
        let mut purges = Self { by_table: BTreeMap::new() };
        for access in &context.accesses {
            let transform = match access.what {
                "transform" => running.transforms.get(&access.query.value),
                _ => None,
            };
            let sql = transform.map_or(access.sql.as_str(), |it| it.sql.as_str());
            for (name, used) in &access.relations {
                let Some(table) = own(name) else { continue };
                if used.delete || overwrites(context, &table, used) {
                    let purge = purge(access, transform, sql, sql, used.delete);
                    purges.by_table.entry(table).or_default().push(purge);
                }
            }
            for (table, body) in by_functions(context, access) {
                let purge = purge(access, transform, sql, &body, true);
                purges.by_table.entry(table).or_default().push(purge);
            }
        }
        purges
    }

    /// Returns what purges some tables, directly, through the table that they are part of, or by foreign keys.
    pub fn of(
        &self,
        context: &Context,
        relations: &std::collections::BTreeSet<ObjectName>,
    ) -> BTreeMap<ObjectName, Vec<Purge>> {
        let mut found = BTreeMap::new();
        for name in relations.iter().filter(|name| context.database.tables.contains_key(*name)) {
            let mut purges = self.by_table.get(name).cloned().unwrap_or_default();
            purges.extend(self.by_others(context, name, &mut vec![name.clone()]));
            found.insert(name.clone(), purges);
        }
        found
    }

    /// Rows go with those of the table that they belong to.
    fn by_others(
        &self,
        context: &Context,
        name: &ObjectName,
        seen: &mut Vec<ObjectName>,
    ) -> Vec<Purge> {
        let Some(table) = context.database.tables.get(name) else { return Vec::new() };
        let parent = table.partition_of.iter().map(|part| part.parent.clone());
        // A row that refers to none stays.
        let goes_along = |key: &crate::model::ForeignKey| {
            let is_set = |column: &String| table.column(column).is_some_and(|it| it.not_null);
            key.on_delete == Action::Cascade && key.columns.iter().all(is_set)
        };
        let keys = table.foreign_keys().filter(|(_, key)| goes_along(key));
        let others: Vec<ObjectName> =
            parent.chain(keys.map(|(_, key)| key.target.clone())).collect();
        let mut found = Vec::new();
        for other in others {
            if seen.contains(&other) {
                continue;
            }
            seen.push(other.clone());
            let direct = self.by_table.get(&other).into_iter().flatten().filter(|it| it.deletes);
            let along =
                direct.map(|purge| Purge { by_cascade_of: Some(other.clone()), ..purge.clone() });
            found.extend(along);
            found.extend(self.by_others(context, &other, seen));
        }
        found
    }
}

fn purge(
    access: &QueryAccess,
    transform: Option<&Transform>,
    sql: &str,
    body: &str,
    deletes: bool,
) -> Purge {
    let schedule = transform.and_then(|transform| transform.schedule.as_ref());
    Purge {
        is_transform: transform.is_some(),
        name: access.query.value.clone(),
        by_cascade_of: None,
        age: text::longest_interval(sql).or_else(|| text::longest_interval(body)),
        is_partial: text::is_partial(body),
        deletes,
        is_scheduled: schedule.is_some(),
        gap: schedule.and_then(longest_gap),
    }
}

/// Returns whether all personal data of a table is written over.
fn overwrites(context: &Context, table: &ObjectName, used: &RelationAccess) -> bool {
    let Some(table) = context.database.tables.get(table) else { return false };
    let personal = table.columns.iter().filter(|it| it.classification.as_deref() == Some("pii"));
    let personal: Vec<&str> = personal.map(|column| column.name.as_str()).collect();
    !personal.is_empty() && personal.iter().all(|name| used.update_columns.contains(*name))
}

/// Returns the tables that functions delete from which the SQL calls, each with the function's statement.
fn by_functions(context: &Context, access: &QueryAccess) -> Vec<(ObjectName, String)> {
    let called = references(&access.sql, Fragment::Query).functions;
    let mut found = Vec::new();
    for function in called {
        let name = &function.mention.name;
        let Found::Ours(name, _) = context.names.routine(name, &access.scope) else { continue };
        for overload in context.overloads(&name) {
            found.extend(deleted_by(context, &overload));
        }
    }
    found
}

fn deleted_by(context: &Context, id: &ObjectId) -> Vec<(ObjectName, String)> {
    let mut routines = context.database.routines.iter();
    let Some((name, routine)) = routines.find(|(name, _)| ObjectId::routine(name) == *id) else {
        return Vec::new();
    };
    let scope = context.names.scope(Some(&name.name.schema));
    let uses = references(&routine.definition, Fragment::Statements).relations;
    let gone =
        uses.iter().filter(|it| matches!(it.access, sql::Access::Delete | sql::Access::Truncate));
    let table = |it: &sql::references::RelationUse| ours(context, &it.mention.name, &scope);
    gone.filter_map(table).map(|table| (table, routine.definition.clone())).collect()
}

fn ours(context: &Context, name: &sql::QualifiedName, scope: &Scope) -> Option<ObjectName> {
    match context.names.relation(name, scope) {
        Found::Ours(name, _) => Some(name),
        _ => None,
    }
}

/// Returns the longest that passes between two times of a schedule, from a day on that is always the same.
fn longest_gap(schedule: &Schedule) -> Option<Duration> {
    let start: DateTime<Utc> = DateTime::from_timestamp(1_767_225_600, 0)?;
    let mut times = vec![schedule.at_or_after(start)?];
    while times.len() < TIMES {
        let last = times.last().copied()?;
        times.push(schedule.after(last)?);
    }
    let gaps = times.windows(2).map(|pair| (pair[1] - pair[0]).num_seconds());
    let longest = u64::try_from(gaps.max()?).ok()?;
    Some(Duration::of_seconds(longest))
}
