//! Rows that arrive when their interval is done.
//!
//! Every run notes what it saw (`pg_current_snapshot`). A row of the input that the run before did not see, and that
//! belongs to an interval that is done, is late: whether it came a second or a month afterwards, and whatever its
//! transaction was when it began. <https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-PG-SNAPSHOT>

use chrono::{DateTime, Utc};
use postgres::Transaction;

use crate::model::{Late, LateRows};
use crate::pipeline::due::{Interval, Moment};
use crate::render::transforms::time;
use crate::sql::quote_identifier;

/// What became of late rows.
pub(super) enum Lateness {
    /// There are none, or they are put aside.
    Settled,
    /// These intervals are to be run again.
    Again(Vec<Interval>),
    /// So many are there, and none should be.
    Refused(i64),
}

/// Looks for late rows, but for those of the interval that runs anyway, and does with them what is declared.
pub(super) fn settle(
    transaction: &mut Transaction<'_>,
    name: &str,
    late: &Late,
    moment: &Moment,
    role: &str,
) -> Result<Lateness, postgres::Error> {
    let seen = "select seen::text from pgspec.transform_runs where name = $1 and outcome = 'done' and from_time is not null \
                order by run_id desc limit 1";
    let Some(row) = transaction.query_opt(seen, &[&name])? else { return Ok(Lateness::Settled) };
    let seen: String = row.get(0);
    let done = "select coalesce(range_agg(tstzrange(from_time, to_time)), '{}')::text from pgspec.transform_runs \
                where name = $1 and outcome = 'done' and from_time is not null";
    let done: String = transaction.query_one(done, &[&name])?.get(0);
    let role = quote_identifier(role);
    transaction.batch_execute(&format!("set local role {role}"))?;
    let rows = unseen(late, moment, &seen, &done);
    let table = &late.table;
    let outcome = match &late.then {
        LateRows::Fail => {
            let count: i64 = transaction.query_one(&format!("select count(*) {rows}"), &[])?.get(0);
            if count > 0 { Lateness::Refused(count) } else { Lateness::Settled }
        }
        LateRows::Quarantine(into) => {
            let columns = "select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute \
                           where attrelid = $1::text::regclass and attnum > 0 and not attisdropped";
            let columns: String = transaction.query_one(columns, &[&table.to_string()])?.get(0);
            transaction
                .execute(&format!("insert into {into} ({columns}) select {columns} {rows}"), &[])?;
            Lateness::Settled
        }
        LateRows::Recompute => {
            let column = quote_identifier(&late.time);
            let times = format!("select distinct {column}::timestamptz {rows}");
            let times: Vec<DateTime<Utc>> =
                transaction.query(&times, &[])?.iter().map(|row| row.get(0)).collect();
            transaction.batch_execute("reset role")?;
            Lateness::Again(runs_of(transaction, name, &times)?)
        }
    };
    transaction.batch_execute("reset role")?;
    Ok(outcome)
}

/// The rows that were not seen and whose interval is done, without those of the interval that runs.
fn unseen(late: &Late, moment: &Moment, seen: &str, done: &str) -> String {
    let column = format!("pgspec_input.{}", quote_identifier(&late.time));
    let own = moment.interval.map_or_else(String::new, |(from, to)| {
        format!("and not ({column} >= {} and {column} < {})", time(from), time(to))
    });
    // `xmin` is the lower half of the number of a transaction; what seems to lie ahead is of the round before.
    let current = "pg_snapshot_xmax(pg_current_snapshot())::text::bigint";
    let mine = "pgspec_input.xmin::text::bigint";
    format!(
        "from {} pgspec_input where not pg_visible_in_snapshot((\
         {current} - (({current} - {mine}) & 4294967295))::text::xid8, {}::pg_snapshot) \
         and {}::tstzmultirange @> {column}::timestamptz {own}",
        late.table,
        crate::sql::quote_literal(seen),
        crate::sql::quote_literal(done),
    )
}

/// Returns the intervals of the newest runs that some times belong to.
fn runs_of(
    transaction: &mut Transaction<'_>,
    name: &str,
    times: &[DateTime<Utc>],
) -> Result<Vec<Interval>, postgres::Error> {
    let sql = "select distinct r.from_time, r.to_time from unnest($2::timestamptz[]) as t(at) \
               cross join lateral (select from_time, to_time from pgspec.transform_runs \
               where name = $1 and outcome = 'done' and from_time <= t.at and t.at < to_time \
               order by run_id desc limit 1) r order by 1, 2";
    let rows = transaction.query(sql, &[&name, &times])?;
    Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
}
