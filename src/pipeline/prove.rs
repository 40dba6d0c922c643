//! Whether what is there is what the ledger says: files once, intervals with the rows that their SQL gives.

use chrono::{DateTime, Utc};
use postgres::Client;

use super::due::{self, History, Moment};
use super::{fill, ledger};
use crate::model::{Again, FileSource, Landing, ObjectName, Project, Transform, TransformKind};
use crate::sql::quote_literal;

/// Something that is not as the ledger says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The source or transform.
    pub name: String,
    /// What is wrong.
    pub words: String,
}

/// Compares every source and transform with the ledger; changes nothing.
///
/// # Errors
/// A server that is gone, or a ledger that cannot be read.
pub fn prove(
    client: &mut Client,
    project: &Project,
    now: DateTime<Utc>,
) -> Result<Vec<Fault>, postgres::Error> {
    let histories = ledger::histories(client, project)?;
    let mut faults = Vec::new();
    for (name, source) in &project.sources {
        files(client, project, name, source, &mut faults)?;
    }
    for (name, transform) in &project.transforms {
        let none = History::default();
        let history = histories.get(name).unwrap_or(&none);
        intervals(client, name, transform, history, now, &mut faults)?;
    }
    Ok(faults)
}

/// Every file has the rows that were counted when it was taken.
fn files(
    client: &mut Client,
    project: &Project,
    name: &str,
    source: &FileSource,
    faults: &mut Vec<Fault>,
) -> Result<(), postgres::Error> {
    let landings = [(&source.accepted, "accepted"), (&source.rejected, "rejected")];
    for (landing, column) in landings {
        // What others change too, or whose rows do not say of which file they are, cannot be counted.
        if !knows_files(landing) || is_written_by_others(project, &landing.table) {
            continue;
        }
        let counted = format!(
            "with known as (select name, sum({column})::bigint as rows from pgspec.files \
             where source = {} and outcome = 'loaded' group by name), \
             there as (select file as name, count(*) as rows from {} group by file) \
             select coalesce(known.name, there.name), coalesce(known.rows, 0), coalesce(there.rows, 0) \
             from known full join there using (name) \
             where coalesce(known.rows, 0) <> coalesce(there.rows, 0) order by 1",
            quote_literal(name),
            landing.table,
        );
        for row in client.query(&counted, &[])? {
            let (file, known, there): (String, i64, i64) = (row.get(0), row.get(1), row.get(2));
            let table = &landing.table;
            let words = format!("{file}: {known} rows were {column}, and {table} has {there}");
            faults.push(Fault { name: name.to_owned(), words });
        }
    }
    if source.again != Again::Append {
        let twice = "select name from pgspec.files where source = $1 and outcome = 'loaded' \
                     group by name having count(*) > 1 order by 1";
        for row in client.query(twice, &[&name])? {
            let file: String = row.get(0);
            faults.push(Fault {
                name: name.to_owned(),
                words: format!("{file}: taken more than once"),
            });
        }
    }
    Ok(())
}

fn knows_files(landing: &Landing) -> bool {
    landing.columns.iter().any(|column| column == "file")
}

fn is_written_by_others(project: &Project, table: &ObjectName) -> bool {
    let sources = project.sources.values();
    let landings = sources.flat_map(|source| [&source.accepted.table, &source.rejected.table]);
    let writers = landings.filter(|landing| *landing == table).count();
    writers > 1 || project.transforms.values().any(|it| it.writes.contains(table))
}

/// Every interval up to now is done, by the SQL as it is, and running it again changes nothing.
fn intervals(
    client: &mut Client,
    name: &str,
    transform: &Transform,
    history: &History,
    now: DateTime<Utc>,
    faults: &mut Vec<Fault>,
) -> Result<(), postgres::Error> {
    let (TransformKind::Time { key, .. }, Some(schedule)) = (&transform.kind, &transform.schedule)
    else {
        return Ok(());
    };
    let mut fault = |words: String| faults.push(Fault { name: name.to_owned(), words });
    let words = |(from, to): (DateTime<Utc>, DateTime<Utc>)| {
        format!("{} to {}", from.format("%Y-%m-%d %H:%MZ"), to.format("%Y-%m-%d %H:%MZ"))
    };
    for gap in due::gaps(transform, history, now) {
        fault(format!("{}: was not run", words(gap)));
    }
    for stale in &history.stale {
        fault(format!("{}: was run by another version of the SQL", words(*stale)));
    }
    // Without a key all rows of an interval go and come, and nothing shows.
    if key.is_empty() {
        return Ok(());
    }
    for interval in history.done.iter().flat_map(|done| due::between(schedule, *done)) {
        let moment = Moment { at: interval.1, interval: Some(interval) };
        match fill::rehearse(client, transform, &moment)? {
            Err(refusal) => fault(format!("{}: {refusal}", words(interval))),
            Ok(again) => {
                let [lacking, other, surplus] = again.changed;
                if again.changed != [0, 0, 0] {
                    let counts =
                        [(lacking, "lacking"), (other, "not the same"), (surplus, "too many")];
                    let counts = counts.iter().filter(|(count, _)| *count > 0);
                    let counts: Vec<_> =
                        counts.map(|(count, word)| format!("{count} {word}")).collect();
                    fault(format!(
                        "{}: its rows are others: {}",
                        words(interval),
                        counts.join(", ")
                    ));
                }
            }
        }
    }
    Ok(())
}
