//! What a statement outside of a transaction locks and reads, seen from another session.
//!
//! Such a statement waits for every transaction that writes the table. One that does so is kept open
//! until the waiting statement's locks were read.

use std::collections::BTreeMap;
use std::thread;
use std::time::{Duration, Instant};

use postgres::Client;

use super::Connect;
use crate::plan::{Lock, Step};

/// How long a statement may take until it waits.
const PATIENCE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(2);

/// Runs `sql`, and writes the locks that it was seen to hold, and what it read, into the step.
pub(super) fn watch(
    client: &mut Client,
    sql: &str,
    connect: Connect<'_>,
    step: &mut Step,
) -> Result<(), postgres::Error> {
    let backend: i32 = client.query_one("select pg_backend_pid()", &[])?.try_get(0)?;
    let before = scans(client)?;
    let writer = writer(connect);
    let reader = connect().ok();
    let Some((mut writer, mut reader)) = writer.zip(reader) else {
        return client.batch_execute(sql);
    };
    let (done, locks) = thread::scope(|scope| {
        let watching = scope.spawn(move || {
            let locks = locks(&mut reader, backend);
            // The statement goes on from here.
            let _ = writer.batch_execute("rollback");
            locks
        });
        let done = client.batch_execute(sql);
        (done, watching.join().unwrap_or_default())
    });
    step.locks.extend(locks);
    step.locks.sort();
    done?;
    let after = scans(client)?;
    let scanned = after.into_iter().filter(|(name, count)| before.get(name) < Some(count));
    step.scans = scanned.map(|(name, _)| name).collect();
    Ok(())
}

/// Returns how often each table was read row by row.
fn scans(client: &mut Client) -> Result<BTreeMap<String, i64>, postgres::Error> {
    client.batch_execute("select pg_stat_force_next_flush()")?;
    let rows = client.query(include_str!("scans.sql"), &[])?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

/// Opens a transaction that writes every table, as far as locks tell.
fn writer(connect: Connect<'_>) -> Option<Client> {
    let mut client = connect().ok()?;
    let tables = "select string_agg(c.oid::regclass::text, ', ') from pg_class c \
                  join pg_namespace n on n.oid = c.relnamespace \
                  where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'";
    let tables: Option<String> = client.query_one(tables, &[]).ok()?.try_get(0).ok()?;
    client.batch_execute("begin").ok()?;
    if let Some(tables) = tables {
        client
            .batch_execute(&format!(
                "lock table only {} in row exclusive mode",
                tables.replace(", ", ", only ")
            ))
            .ok()?;
    }
    Some(client)
}

/// Reads the locks of a session once it waits for another.
fn locks(reader: &mut Client, backend: i32) -> Vec<Lock> {
    let started = Instant::now();
    while started.elapsed() < PATIENCE {
        let Ok(rows) = reader.query(include_str!("watched.sql"), &[&backend]) else { break };
        let waits = rows.iter().any(|row| !row.get::<_, bool>(2));
        if waits {
            let relations = rows.iter().filter(|row| row.get::<_, bool>(2));
            let lock = |row: &postgres::Row| Lock { relation: row.get(0), mode: row.get(1) };
            return relations.map(lock).collect();
        }
        thread::sleep(PAUSE);
    }
    Vec::new()
}
