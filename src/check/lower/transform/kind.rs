//! How a transform fills its target.

use chrono::{DateTime, Utc};

use crate::check::context::Context;
use crate::diagnostic::Diagnostic;
use crate::model::{ConstraintKind, Late, LateRows, Schedule, Table, TransformKind, read_time};
use crate::source::Spanned;
use crate::spec::{self, IncrementalBy};

use super::{Lowering, Target, contract, relation, schedule};

impl Lowering<'_> {
    pub(super) fn kind(
        &self,
        context: &mut Context,
        target: Option<&Target<'_>>,
        columns: &[String],
    ) -> Option<TransformKind> {
        let Some(target) = target else { return Some(TransformKind::Statement) };
        match self.keys.kind.value {
            spec::TransformKind::View => Some(TransformKind::View),
            spec::TransformKind::MaterializedView => {
                let view = context.database.views.get(&target.name)?;
                let concurrently =
                    view.indexes.values().any(|index| is_whole_unique(&index.definition));
                Some(TransformKind::MaterializedView { concurrently })
            }
            spec::TransformKind::Full => {
                Some(TransformKind::Full { key: key_of(context, target, columns) })
            }
            spec::TransformKind::Statement => Some(TransformKind::Statement),
            spec::TransformKind::Incremental => {
                let Some(keys) = &self.keys.incremental else {
                    self.missing(context, "incremental", "with `by: time` or `by: key`");
                    return None;
                };
                match keys.by.value {
                    IncrementalBy::Time => self.by_time(context, target, keys, columns),
                    IncrementalBy::Key => self.by_key(context, target, keys, columns),
                }
            }
            spec::TransformKind::Append => {
                let Some(keys) = &self.keys.append else {
                    self.missing(context, "append", "with its `watermark`");
                    return None;
                };
                let column = target.column(context, &keys.watermark)?;
                self.given(context, &keys.watermark, columns)?;
                let data_type = type_of(context, target, &column)?;
                let start = keys.start.as_ref().map(|start| start.value.clone());
                if start.is_none() && !is_time(&data_type) {
                    let message = format!("there is no lowest `{data_type}` to begin with");
                    let finding = Diagnostic::error("missing_key", keys.watermark.span, message);
                    context.report(finding.with_help("add `start:`, which is below all that come"));
                }
                Some(TransformKind::Append { column, data_type, start })
            }
            spec::TransformKind::History => self.history(context, target, columns),
        }
    }

    fn by_time(
        &self,
        context: &mut Context,
        target: &Target<'_>,
        keys: &spec::Incremental,
        columns: &[String],
    ) -> Option<TransformKind> {
        let needed = |context: &mut Context, key: &str, what: &str| {
            let message = format!("`by: time` needs `{key}`");
            let finding = Diagnostic::error("missing_key", keys.by.span, message);
            context.report(finding.with_help(format!("add `{key}:`, {what}")));
        };
        let Some(written) = &keys.column else {
            needed(context, "column", "the column that says to which interval a row belongs");
            return None;
        };
        let Some(start) = &keys.start else {
            needed(context, "start", "when the first interval begins, such as `2026-11-01`");
            return None;
        };
        if self.keys.schedule.is_none() {
            let message = "intervals are those between the times of a schedule";
            let finding = Diagnostic::error("missing_key", keys.by.span, message);
            context.report(finding.with_help("add `schedule: { cron: … }`"));
            return None;
        }
        let column = target.column(context, written)?;
        self.given(context, written, columns)?;
        let data_type = type_of(context, target, &column)?;
        if !is_time(&data_type) {
            let message = format!("`{column}` is of type `{data_type}`, which says no time");
            let finding = Diagnostic::error("type_mismatch", written.span, message);
            context
                .report(finding.with_help("name a column of type date, timestamp or timestamptz"));
            return None;
        }
        let lookback = keys.lookback.as_ref();
        let lookback = lookback.and_then(|written| schedule::duration(context, written));
        let start = self.time(context, start)?;
        let late = keys.late.as_ref().and_then(|late| self.late(context, late));
        let key = match keys.key.is_empty() {
            true => key_of(context, target, columns),
            false => target.all(context, &keys.key),
        };
        Some(TransformKind::Time { column, data_type, key, start, lookback, late })
    }

    fn late(&self, context: &mut Context, keys: &spec::Late) -> Option<Late> {
        let table = relation(context, &keys.table, self.scope)?;
        let columns = context.database.columns_of(&table).unwrap_or_default();
        let columns = columns.into_iter().map(|(name, _)| name.to_owned()).collect();
        let input = Target { name: table.clone(), place: &keys.table, columns };
        let time = input.column(context, &keys.time)?;
        if !context.database.tables.contains_key(&table) {
            let message = format!("`{table}` is no table");
            let finding = Diagnostic::error("contradicting_keys", keys.table.span, message);
            let help = "rows arrive in tables: name the one behind it";
            context.report(finding.with_help(help));
        }
        let then = match (keys.then.value, &keys.into) {
            (spec::LateRows::Recompute, None) => LateRows::Recompute,
            (spec::LateRows::Fail, None) => LateRows::Fail,
            (spec::LateRows::Quarantine, Some(into)) => {
                LateRows::Quarantine(relation(context, into, self.scope)?)
            }
            (spec::LateRows::Quarantine, None) => {
                let message = "late rows are copied to a table, and none is named";
                let finding = Diagnostic::error("missing_key", keys.then.span, message);
                context.report(finding.with_help("add `into:`, a table with the same columns"));
                return None;
            }
            (_, Some(into)) => {
                let message = "`into` is for `then: quarantine`";
                let finding = Diagnostic::error("contradicting_keys", into.span, message);
                context.report(finding.with_help("leave one of the two out"));
                return None;
            }
        };
        Some(Late { table, time, then })
    }

    fn by_key(
        &self,
        context: &mut Context,
        target: &Target<'_>,
        keys: &spec::Incremental,
        columns: &[String],
    ) -> Option<TransformKind> {
        let surplus = [&keys.column, &keys.start, &keys.lookback].into_iter().flatten().next();
        if let Some(surplus) = surplus {
            let message = "this is for `by: time`";
            let finding = Diagnostic::error("contradicting_keys", surplus.span, message);
            context.report(finding.with_help("leave it out"));
        }
        let key = match keys.key.is_empty() {
            true => key_of(context, target, columns),
            false => {
                keys.key.iter().try_for_each(|name| self.given(context, name, columns))?;
                target.all(context, &keys.key)
            }
        };
        let table = context.database.tables.get(&target.name)?;
        if !unique_keys(table).iter().any(|unique| same(unique, &key)) {
            let message = match key.is_empty() {
                true => format!("`{}` has no key that the query gives", target.name),
                false => format!("`{}` is no key of `{}`", key.join(", "), target.name),
            };
            let finding = Diagnostic::error("foreign_key_without_key", keys.by.span, message);
            let help = "give the table a primary key or a unique constraint of these columns";
            context.report(finding.with_help(help));
            return None;
        }
        Some(TransformKind::Key { key })
    }

    fn history(
        &self,
        context: &mut Context,
        target: &Target<'_>,
        columns: &[String],
    ) -> Option<TransformKind> {
        let Some(keys) = &self.keys.history else {
            self.missing(context, "history", "with its `key`");
            return None;
        };
        keys.key.iter().try_for_each(|name| self.given(context, name, columns))?;
        let key = target.all(context, &keys.key);
        let mut own = |from: bool, written: &Option<Spanned<String>>| {
            let name = contract::history_column(self.keys, from)?;
            let span = written.as_ref().map_or(target.place.span, |name| name.span);
            let name = target.column(context, &Spanned::new(name, span))?;
            let data_type = type_of(context, target, &name)?;
            if data_type != "timestamp with time zone" {
                let message = format!("`{name}` is of type `{data_type}`");
                let finding = Diagnostic::error("type_mismatch", span, message);
                context.report(finding.with_help("make it a timestamptz"));
                return None;
            }
            Some(name)
        };
        let (valid_from, valid_to) = (own(true, &keys.valid_from)?, own(false, &keys.valid_to)?);
        let table = context.database.tables.get(&target.name)?;
        let to = table.columns.iter().find(|column| column.name == valid_to)?;
        Some(TransformKind::History {
            key,
            valid_from,
            open_is_infinity: to.not_null,
            valid_to,
            ends_what_is_gone: keys.gone == Some(spec::Gone::End),
        })
    }

    /// Reports a column that the query does not give.
    fn given(
        &self,
        context: &mut Context,
        name: &Spanned<String>,
        columns: &[String],
    ) -> Option<()> {
        if columns.contains(&name.value) {
            return Some(());
        }
        let message = format!("the query does not give `{}`", name.value);
        let finding = Diagnostic::error("unknown_column", name.span, message);
        context.report(finding.with_help("add it to the SELECT"));
        None
    }

    /// Reads a date, or a time, in the schedule's zone where it names none.
    fn time(&self, context: &mut Context, written: &Spanned<String>) -> Option<DateTime<Utc>> {
        let zone = self.keys.schedule.as_ref().and_then(|keys| keys.timezone.as_ref());
        let zone = zone.map_or("UTC", |zone| zone.value.as_str());
        let zone = Schedule::find_time_zone(zone).unwrap_or(chrono_tz::UTC);
        let time = read_time(written, zone);
        if time.is_none() {
            let message = format!("`{}` is no time", written.value);
            let finding = Diagnostic::error("invalid_value", written.span, message);
            context.report(finding.with_help(
                "write it like `2026-11-01`, `2026-11-01 08:00` or `2026-11-01T00:00:00Z`",
            ));
        }
        time
    }
}

fn type_of(context: &Context, target: &Target<'_>, column: &str) -> Option<String> {
    let columns = context.database.columns_of(&target.name)?;
    let (_, data_type) = columns.into_iter().find(|(name, _)| *name == column)?;
    data_type.map(str::to_owned)
}

fn is_time(data_type: &str) -> bool {
    data_type == "date" || data_type.starts_with("timestamp")
}

/// Returns the first key of the target whose columns the query gives: none where there is none.
fn key_of(context: &Context, target: &Target<'_>, columns: &[String]) -> Vec<String> {
    let table = context.database.tables.get(&target.name);
    let keys = table.map(unique_keys).unwrap_or_default();
    let given = |key: &Vec<String>| key.iter().all(|column| columns.contains(column));
    keys.into_iter().find(given).unwrap_or_default()
}

/// Returns the keys of a table by which a row can be known, the primary key first.
fn unique_keys(table: &Table) -> Vec<Vec<String>> {
    let not_null = |name: &String| table.columns.iter().any(|it| it.name == *name && it.not_null);
    let primary = table.primary_key().map(|key| key.columns.clone());
    let unique = table.constraints.values().filter_map(|constraint| match &constraint.kind {
        ConstraintKind::Unique(key)
            if !constraint.deferrable && key.columns.iter().all(not_null) =>
        {
            Some(key.columns.clone())
        }
        _ => None,
    });
    primary.into_iter().chain(unique).collect()
}

fn same(one: &[String], other: &[String]) -> bool {
    one.len() == other.len() && one.iter().all(|column| other.contains(column))
}

/// Returns whether an index lets a materialized view be refreshed while it is read: unique, over columns alone, and over all rows.
///
/// <https://www.postgresql.org/docs/current/sql-refreshmaterializedview.html>
fn is_whole_unique(definition: &str) -> bool {
    let lower = definition.to_ascii_lowercase();
    let columns = lower.split_once('(').map_or("", |(_, columns)| columns);
    lower.trim_start().starts_with("unique") && !columns.contains('(') && !lower.contains(" where ")
}
