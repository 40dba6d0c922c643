//! `retention_without_purge`: a store of tables of the project says how long rows stay, and nothing deletes them then.

use super::{personal_tables, stores, systems, whole_tables};
use crate::check::rules::facts::Facts;
use crate::diagnostic::Diagnostic;
use crate::model::{DataStore, Duration, ObjectName, Purge};
use crate::spec;

pub(in crate::check::rules) fn check(facts: &Facts) -> Vec<Diagnostic> {
    let all = systems(facts).flat_map(|(keys, system)| stores(keys, system));
    all.flat_map(|(_, keys, store)| judge(facts, keys, store)).collect()
}

fn judge(facts: &Facts, keys: &spec::DataStore, store: &DataStore) -> Vec<Diagnostic> {
    let purges = |table: &ObjectName| store.purges.get(table).map_or(&[][..], Vec::as_slice);
    if let (Some(written), Some(retention)) = (&keys.retention, store.retention) {
        let open = whole_tables(facts, store)
            .into_iter()
            .filter(|table| !purges(table).iter().any(|purge| purge.carries_out(retention)));
        let found = open.map(|table| {
            let message = format!("nothing deletes rows of `{table}` after {}", written.value);
            let finding = Diagnostic::error("retention_without_purge", written.span, message);
            finding.with_help(why(purges(table), retention).unwrap_or_else(|| help(written)))
        });
        return found.collect();
    }
    let Some(written) = &keys.kept_until else { return Vec::new() };
    let open = personal_tables(facts, store).into_iter().filter(|table| purges(table).is_empty());
    let found = open.map(|table| {
        let message = format!("nothing deletes the personal data of `{table}`");
        let finding = Diagnostic::error("retention_without_purge", written.span, message);
        finding.with_help(
            "add a transform or named query that deletes its rows, or writes over all columns with personal data",
        )
    });
    found.collect()
}

fn help(retention: &str) -> String {
    format!(
        "add a transform of `kind: statement` with a schedule: `delete from … where … < :at - interval '{retention}'`"
    )
}

/// Says of a purge that comes near what it lacks.
fn why(purges: &[Purge], retention: Duration) -> Option<String> {
    let purge = purges.iter().find(|purge| purge.is_transform).or(purges.first())?;
    let lacks = if !purge.is_transform {
        "is a query, which nothing runs by itself: make it a transform with a `schedule`".to_owned()
    } else if !purge.deletes {
        "writes over them: let it delete them".to_owned()
    } else if !purge.is_scheduled {
        "has no schedule: give it one".to_owned()
    } else if purge.is_partial {
        "does not delete all that is older: let its condition ask for the age alone".to_owned()
    } else {
        match (purge.age, purge.gap) {
            (None, _) => "names no interval: let it say `interval '7 days'`".to_owned(),
            (Some(age), _) if age > retention => {
                let (age, retention) = (age.words(), retention.words());
                format!(
                    "lets rows become {age} old: delete them after {retention}, or say `retention: {age}`"
                )
            }
            (_, Some(gap)) => format!("may not run for {}: schedule it more often", gap.words()),
            (_, None) => "has a schedule that never comes: schedule it more often".to_owned(),
        }
    };
    Some(format!("`{}` {lacks}", purge.name))
}
