//! Steps outside of transactions that were cut off, and what becomes of them.

use std::thread;
use std::time::Duration;

use super::support::*;
use crate::apply::{Error, Fate, Options, Uncertain};
use crate::plan::{Plan, Step};
use crate::sandbox::Database;

const BUILD: &str = "create unique index concurrently a_a on a (a)";

fn build() -> Plan {
    plan(vec![step(1, BUILD), step(2, "create table after ()")])
}

/// A database with a table of rows.
fn with_rows(rows: &str) -> Database<'static> {
    let database = database();
    let table = format!("create table a (a int); insert into a values {rows}");
    database.connect().unwrap().batch_execute(&table).unwrap();
    database
}

#[test]
fn a_build_that_fails_leaves_no_invalid_index() {
    let database = with_rows("(1), (1)");
    let recorder = Recorder::default();
    let error = failed(apply(&database, &build(), &options(&recorder)));
    assert_eq!((code(&error.answer), &error.fate), ("23505", &Fate::RolledBack));
    let mut client = database.connect().unwrap();
    assert_eq!(relations(&mut client), "a");
    let lines = recorder.lines.borrow();
    assert_eq!(lines.last().unwrap(), "dropping the index public.a_a, which is INVALID");
    client.batch_execute("delete from a").unwrap();
    apply(&database, &build(), &options(&())).unwrap();
    assert_eq!(relations(&mut client), "a a_a after");
}

/// Leaves an INVALID index, as a build that is cut off does.
fn leave_invalid(database: &Database<'_>) {
    let mut client = database.connect().unwrap();
    let mut other = database.connect().unwrap();
    other.batch_execute("begin; insert into a values (7)").unwrap();
    client.batch_execute("set statement_timeout = '200ms'").unwrap();
    client.batch_execute(BUILD).unwrap_err();
    other.batch_execute("rollback").unwrap();
    assert_eq!(relations(&mut client), "a a_a!");
}

#[test]
fn an_invalid_index_of_a_run_that_was_cut_off_is_built_again() {
    let database = with_rows("(1), (2)");
    killed_before(&database, &build(), BUILD);
    leave_invalid(&database);
    let recorder = Recorder::default();
    apply(&database, &build(), &options(&recorder)).unwrap();
    assert_eq!(relations(&mut database.connect().unwrap()), "a a_a after");
    let drop = "drop index concurrently if exists public.a_a";
    assert!(recorder.statements.borrow().iter().any(|sql| sql == drop));
}

#[test]
fn an_invalid_index_of_somebody_else_is_left_alone() {
    let database = with_rows("(1), (2)");
    leave_invalid(&database);
    for _ in 0..2 {
        let error = failed(apply(&database, &build(), &options(&())));
        assert_eq!(code(&error.answer), "42P07");
        assert!(error.answer.message.contains("is INVALID"), "{error}");
        assert_eq!(relations(&mut database.connect().unwrap()), "a a_a!");
    }
    // `if not exists` would pass over it, and the index would stay INVALID.
    let build = plan(vec![step(1, "create index concurrently if not exists a_a on a (a)")]);
    let error = failed(apply(&database, &build, &options(&())));
    assert!(error.answer.message.contains("is INVALID"), "{error}");
}

#[test]
fn a_build_that_was_finished_without_its_record_is_recognised() {
    let database = with_rows("(1), (2)");
    // The record comes after the build, in a transaction.
    killed_before(
        &database,
        &build(),
        "insert into pgspec.batches (run_id, batch, sha256, ended_at)",
    );
    let mut client = database.connect().unwrap();
    assert_eq!(relations(&mut client), "a a_a");
    let oid = text(&mut client, "select 'a_a'::regclass::oid::text");
    let recorder = Recorder::default();
    apply(&database, &build(), &options(&recorder)).unwrap();
    assert_eq!(text(&mut client, "select 'a_a'::regclass::oid::text"), oid);
    assert!(recorder.lines.borrow().iter().any(|line| line.ends_with("was finished before")));
    assert!(!recorder.statements.borrow().iter().any(|sql| sql == BUILD));
}

#[test]
fn an_index_of_another_definition_is_not_taken_for_the_step() {
    for other in [
        "create index a_a on a (a)",
        "create unique index a_a on a (a desc)",
        "create unique index a_a on a (a) where a > 0",
        "create unique index a_a on a (a) include (b)",
        "create unique index a_a on a ((a + 1))",
        "create unique index a_a on a (a) nulls not distinct",
        "create unique index a_a on a (a) with (fillfactor = 50)",
        "create table a_a ()",
    ] {
        let database = with_rows("(1), (2)");
        killed_before(&database, &build(), BUILD);
        let mut client = database.connect().unwrap();
        client.batch_execute(&format!("alter table a add column b int; {other}")).unwrap();
        let error = failed(apply(&database, &build(), &options(&())));
        assert_eq!(code(&error.answer), "42P07", "{other}");
        assert!(error.answer.message.contains("not what this step makes"), "{error}");
    }
}

#[test]
fn an_index_is_recognised_however_it_is_written() {
    for (step_sql, there) in [
        (
            "CREATE INDEX CONCURRENTLY \"I x\" ON ONLY public.\"T\" USING btree (lower(t), (a + 1) DESC) WHERE (a > 0)",
            "create index \"I x\" on public.\"T\" (lower(t), (1 * a + 1 - 0) desc) where a > 0",
        ),
        (
            "create index concurrently \"I x\" on \"T\" (t text_pattern_ops, a) include (c) with (fillfactor = 70)",
            "create index \"I x\" on \"T\" using btree (t text_pattern_ops, a) include (c) with (fillfactor = '70')",
        ),
    ] {
        let database = database();
        let mut client = database.connect().unwrap();
        client
            .batch_execute(
                "create table \"T\" (x int, a int, t text, c int); alter table \"T\" drop x",
            )
            .unwrap();
        let plan = plan(vec![step(1, step_sql)]);
        killed_before(&database, &plan, &step_sql[..20]);
        client.batch_execute(there).unwrap();
        let outcome = apply(&database, &plan, &options(&()));
        // The first is not the same expression, though it comes to the same.
        assert_eq!(outcome.is_ok(), !there.contains("1 * a"), "{step_sql}");
    }
}

#[test]
fn an_index_that_is_gone_was_dropped() {
    let database = with_rows("(1)");
    let mut client = database.connect().unwrap();
    client.batch_execute("create index a_a on a (a)").unwrap();
    let plan = plan(vec![step(1, "drop index concurrently public.a_a")]);
    killed_before(&database, &plan, "insert into pgspec.batches (run_id, batch, sha256, ended_at)");
    assert_eq!(relations(&mut client), "a");
    apply(&database, &plan, &options(&())).unwrap();
    // Where it never was, the server says so.
    let other = super::support::plan(vec![step(1, "drop index concurrently other")]);
    for _ in 0..2 {
        assert_eq!(code(&failed(apply(&database, &other, &options(&()))).answer), "42704");
    }
}

/// A partitioned table, and the plan that detaches its partition.
fn partitioned() -> (Database<'static>, Plan) {
    let database = database();
    let tables = "create table p (a int) partition by list (a);
                  create table c partition of p for values in (1); insert into p values (1)";
    database.connect().unwrap().batch_execute(tables).unwrap();
    let detach = "alter table p detach partition c concurrently";
    (database, plan(vec![Step { lock_timeout_ms: 100, ..step(1, detach) }]))
}

const PENDING: &str = "select coalesce(string_agg(inhdetachpending::text, ''), 'gone')
                       from pg_inherits where inhrelid = 'c'::regclass";

#[test]
fn a_detachment_that_is_pending_is_finished() {
    let (database, plan) = partitioned();
    let mut client = database.connect().unwrap();
    let mut reader = database.connect().unwrap();
    // Whoever reads the partition keeps it from being detached in the end.
    reader.batch_execute("begin; select * from p").unwrap();
    let mut observer = database.connect().unwrap();
    let release = thread::spawn(move || {
        while text(&mut observer, PENDING) != "true" {
            thread::sleep(Duration::from_millis(10));
        }
        // Long enough for the lock to be given up.
        thread::sleep(Duration::from_millis(150));
        reader.batch_execute("commit").unwrap();
    });
    let recorder = Recorder::default();
    let patient = crate::apply::Retries { attempts: 50, ..options(&()).retries };
    apply(&database, &plan, &Options { retries: patient, ..options(&recorder) }).unwrap();
    release.join().unwrap();
    assert_eq!(text(&mut client, PENDING), "gone");
    let finalize = "alter table p detach partition c finalize";
    assert!(recorder.statements.borrow().iter().any(|sql| sql == finalize), "it was pending");
}

#[test]
fn a_detachment_is_finished_by_the_next_run() {
    let (database, plan) = partitioned();
    let mut client = database.connect().unwrap();
    let mut reader = database.connect().unwrap();
    reader.batch_execute("begin; select * from p").unwrap();
    let error = failed(apply(&database, &plan, &options(&())));
    assert_eq!((code(&error.answer), &error.fate), ("55P03", &Fate::Outside));
    assert_eq!(text(&mut client, PENDING), "true");
    reader.batch_execute("commit").unwrap();
    apply(&database, &plan, &options(&())).unwrap();
    assert_eq!(text(&mut client, PENDING), "gone");
}

#[test]
fn copies_that_a_reindexing_left_are_dropped() {
    let database = with_rows("(1), (2)");
    let mut client = database.connect().unwrap();
    client.batch_execute("create index a_a on a (a)").unwrap();
    let reindex = "reindex (verbose) table concurrently a";
    let plan = plan(vec![step(1, reindex)]);
    killed_before(&database, &plan, reindex);
    let mut other = database.connect().unwrap();
    other.batch_execute("begin; insert into a values (7)").unwrap();
    client.batch_execute("set statement_timeout = '200ms'").unwrap();
    client.batch_execute(reindex).unwrap_err();
    client.batch_execute("set statement_timeout = 0").unwrap();
    other.batch_execute("commit").unwrap();
    assert_eq!(relations(&mut client), "a a_a a_a_ccnew!");
    apply(&database, &plan, &options(&())).unwrap();
    assert_eq!(relations(&mut client), "a a_a");
}

#[test]
fn what_belongs_to_the_server_is_recognised() {
    let database = database();
    let name = format!("{}_made", database.name());
    let mut client = database.connect().unwrap();
    let create = plan(vec![step(1, &format!("create database {name}"))]);
    killed_before(
        &database,
        &create,
        "insert into pgspec.batches (run_id, batch, sha256, ended_at)",
    );
    apply(&database, &create, &options(&())).unwrap();
    let drop = plan(vec![step(1, &format!("drop database {name}"))]);
    killed_before(&database, &drop, "insert into pgspec.batches (run_id, batch, sha256, ended_at)");
    apply(&database, &drop, &options(&())).unwrap();
    let left = format!("select count(*)::text from pg_database where datname = '{name}'");
    assert_eq!(text(&mut client, &left), "0");
}

#[test]
fn a_procedure_that_was_cut_off_is_somebodys_to_judge() {
    let database = database();
    let mut client = database.connect().unwrap();
    let procedure = "create table a (a int); create procedure p() language plpgsql as
                     $$ begin insert into a values (1); commit; end $$";
    client.batch_execute(procedure).unwrap();
    let call = Step { transactional: false, ..step(1, "call p()") };
    let plan = plan(vec![call]);
    let rows = "select count(*)::text from a";
    killed_before(&database, &plan, "insert into pgspec.batches (run_id, batch, sha256, ended_at)");
    assert_eq!(text(&mut client, rows), "1");
    let error = apply(&database, &plan, &options(&())).unwrap_err();
    assert!(matches!(error, Error::Uncertain { step: 1, .. }), "{error}");
    assert_eq!(text(&mut client, rows), "1");
    let done = Options { uncertain: Uncertain::Done, ..options(&()) };
    apply(&database, &plan, &done).unwrap();
    assert_eq!(text(&mut client, rows), "1");

    killed_before(&database, &plan, "call p()");
    let repeat = Options { uncertain: Uncertain::Repeat, ..options(&()) };
    apply(&database, &plan, &repeat).unwrap();
    assert_eq!(text(&mut client, rows), "2");
}

#[test]
fn a_statement_that_the_server_refused_is_not_uncertain() {
    let database = database();
    let statement = Step { transactional: false, ..step(1, "insert into later values (1)") };
    let plan = plan(vec![statement]);
    failed(apply(&database, &plan, &options(&())));
    let mut client = database.connect().unwrap();
    client.batch_execute("create table later (a int)").unwrap();
    apply(&database, &plan, &options(&())).unwrap();
    assert_eq!(text(&mut client, "select count(*)::text from later"), "1");
}
