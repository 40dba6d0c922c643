//! Migrations with one of everything that can be cut off, and what they come to.

use tempfile::TempDir;

use super::support::{folder, text};
use crate::apply::tests::machine::dump;
use crate::migrate::{Folder, run};
use crate::sandbox::{Database, Sandbox};

const FILES: &[(&str, &str)] = &[
    (
        "V1__tables.sql",
        "create table a (a int);
         insert into a select generate_series(1, 100);
         create index a_old on a (a);
         create table p (a int) partition by list (a);
         create table p1 partition of p for values in (1);
         insert into p values (1);
         create table log (line text);
         -- pgspec: batch
         insert into log values ('tables');",
    ),
    (
        "V2__changes.sql",
        "-- pgspec: allow deletes_data
         alter table a add column b int not null default 7;
         insert into log values ('column');
         create unique index concurrently a_a on a (a);
         alter table p detach partition p1 concurrently;
         insert into log values ('detached');
         -- pgspec: batch
         drop table p;
         insert into log values ('dropped');
         drop index concurrently a_old;
         reindex index concurrently a_a;",
    ),
    ("V3__last.sql", "update a set b = b + 1; insert into log values ('last');"),
];

/// Makes the folder.
pub fn files() -> TempDir {
    folder(FILES)
}

/// Reads all that a database came to: its structure and rows, the history, and the records.
pub fn end(sandbox: &Sandbox, database: &Database<'_>) -> String {
    let mut client = database.connect().unwrap();
    let invalid = "select count(*)::text from pg_index where not indisvalid";
    assert_eq!(text(&mut client, invalid), "0");
    let history = "select string_agg(version || name || checksum, ' ' order by version)
                   from pgspec.refinery_schema_history";
    let runs = "select string_agg(format('%s %s %s', r.key, r.outcome, b.batch), ', '
                order by r.key, b.batch) from pgspec.runs r left join pgspec.batches b using (run_id)
                where b.ended_at is not null";
    let records = [text(&mut client, history), text(&mut client, runs)];
    format!("{}\n{}\n", dump(sandbox, database.name()), records.join("\n"))
}

/// Fails where two ends differ, and shows in what.
pub fn assert_same(found: &str, expected: &str, what: impl std::fmt::Display) {
    let difference = similar::TextDiff::from_lines(expected, found);
    assert!(found == expected, "{what}:\n{}", difference.unified_diff().context_radius(1));
}

/// Makes a database as good as new: a new one takes far longer.
pub fn empty(database: &Database<'_>) {
    let mut client = database.connect().unwrap();
    // As a server that is shut down at once could lose it otherwise.
    client.batch_execute("set synchronous_commit = on").unwrap();
    let schemas =
        "drop schema if exists pgspec cascade; drop schema public cascade; create schema public";
    client.batch_execute(schemas).unwrap();
}

/// Whether a statement may change what others see. To end before one that does not comes to the same as
/// to end before the next one that does.
pub fn changes(sql: &str) -> bool {
    !["select", "set ", "begin"].iter().any(|beginning| sql.starts_with(beginning))
}

/// Runs what is pending, as nothing happens.
pub fn finish(database: &Database<'_>, folder: &TempDir) {
    let folder = Folder::read(folder.path()).unwrap();
    let options = crate::apply::tests::support::options(&());
    run(&|| database.connect(), &folder, None, &options).unwrap_or_else(|error| panic!("{error}"));
}

/// Runs all of it without any harm on a database of its own; returns what it came to, and how many
/// statements that change something were sent.
pub fn unharmed(sandbox: &Sandbox) -> (String, usize) {
    let (database, folder) = (sandbox.create_database("unharmed").unwrap(), files());
    empty(&database);
    let recorder = crate::apply::tests::support::Recorder::default();
    let options = crate::apply::tests::support::options(&recorder);
    let files = Folder::read(folder.path()).unwrap();
    run(&|| database.connect(), &files, None, &options).unwrap();
    let statements = recorder.statements.borrow().iter().filter(|sql| changes(sql)).count();
    assert!(statements > 40, "{statements}");
    let end = end(sandbox, &database);
    assert!(end.contains("CREATE UNIQUE INDEX a_a") && end.contains("('detached')"));
    (end, statements)
}
