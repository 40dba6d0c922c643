//! Plans that run, fail in the middle, and are gone on with.

use super::support::*;
use crate::apply::{Error, Fate};
use crate::plan::{Action, Step};

/// The last record before the last commit.
const FINISHES: &str =
    "update pgspec.runs set ended_at = pg_catalog.clock_timestamp(), outcome = 'done'";

#[test]
fn a_plan_runs_and_is_recorded() {
    let database = database();
    let plan = plan(vec![
        step(1, "create table a (a int)"),
        step(1, "insert into a values (1)"),
        step(2, "create index concurrently a_a on a (a)"),
    ]);
    let recorder = Recorder::default();
    let outcome = apply(&database, &plan, &options(&recorder)).unwrap();
    assert_eq!((outcome.steps, outcome.resumed_after, outcome.retries), (3, 0, 0));
    let mut client = database.connect().unwrap();
    assert_eq!(relations(&mut client), "a a_a");
    let runs = "select format('%s %s %s', kind, name, outcome) from pgspec.runs";
    assert_eq!(text(&mut client, runs), "plan plan to end done");
    let batches = "select string_agg(batch || ' ' || (ended_at >= begun_at), ', ' order by batch)
                   from pgspec.batches";
    assert_eq!(text(&mut client, batches), "1 true, 2 true");
    let lines = recorder.lines.borrow();
    assert_eq!(lines[0], "plan to end: 3 steps");
    assert_eq!(lines[1], "[1/3] alter an object");
    assert_eq!(lines.last().unwrap(), "plan to end: done");
}

#[test]
fn privileges_are_sent_at_once_and_the_one_that_fails_is_named() {
    let database = database();
    let grant = |sql: &str| Step { action: Action::Grant, ..step(1, sql) };
    let some = |last: &str| {
        let mut steps = vec![step(1, "create table a (a int)")];
        steps.extend((0..250).map(|_| grant("grant select on a to public")));
        steps.push(grant(last));
        steps.push(step(1, "create table b ()"));
        plan(steps)
    };
    let recorder = Recorder::default();
    let error =
        failed(apply(&database, &some("grant select on nothing to public"), &options(&recorder)));
    assert_eq!(
        (code(&error.answer), error.step, error.fate),
        ("42P01", Some(252), Fate::RolledBack)
    );
    let mut client = database.connect().unwrap();
    assert_eq!(relations(&mut client), "");
    let plan = some("grant insert on a to public");
    assert_eq!(apply(&database, &plan, &options(&recorder)).unwrap().steps, 253);
    let acl = "select relacl::text from pg_class where relname = 'a'";
    assert!(text(&mut client, acl).contains("=ar/"), "{}", text(&mut client, acl));
    // Every step is told, in its order.
    let lines = recorder.lines.borrow();
    assert!(lines.iter().any(|line| line.starts_with("[253/253]")), "{lines:?}");
    let told = lines.iter().filter(|line| line.starts_with("[1") && line.contains("/253] grant"));
    assert!(told.count() > 90);
}

#[test]
fn an_empty_plan_is_recorded_too() {
    let database = database();
    assert_eq!(apply(&database, &plan(vec![]), &options(&())).unwrap().steps, 0);
    let mut client = database.connect().unwrap();
    assert_eq!(text(&mut client, "select outcome from pgspec.runs"), "done");
}

#[test]
fn a_batch_that_fails_leaves_nothing_and_the_next_run_goes_on_after_the_last() {
    let database = database();
    let plan = plan(vec![
        step(1, "create table a (a int)"),
        step(1, "insert into a values (1), (-1)"),
        step(2, "create table b ()"),
        step(2, "alter table a add check (a > 0)"),
        step(3, "insert into a values (2)"),
    ]);
    let error = failed(apply(&database, &plan, &options(&())));
    assert_eq!(code(&error.answer), "23514");
    assert_eq!((error.step, error.batch, error.finished, error.batches), (Some(4), 2, 1, 3));
    assert_eq!(error.fate, Fate::RolledBack);
    let words = error.to_string();
    assert!(words.starts_with("plan to end: step 4 of 5 failed: check constraint"), "{words}");
    assert!(words.contains("\n  | alter table a add check (a > 0)"), "{words}");
    assert!(
        words.ends_with("1 of 3 batches are committed; batch 2: nothing of it is left"),
        "{words}"
    );
    assert!(error.help().contains("rows that do not fit"), "{}", error.help());

    let mut client = database.connect().unwrap();
    assert_eq!(relations(&mut client), "a");
    client.batch_execute("delete from a where a < 0").unwrap();
    // The state is not what the plan starts from any more, and need not be.
    let moved = || Ok("elsewhere".to_owned());
    let connect = || database.connect();
    let outcome = crate::apply::apply(&connect, &plan, &moved, &options(&())).unwrap();
    assert_eq!((outcome.steps, outcome.resumed_after), (3, 1));
    assert_eq!(relations(&mut client), "a b");
    assert_eq!(text(&mut client, "select string_agg(a::text, ',' order by a) from a"), "1,2");
    // It is done: from here on it is a plan that starts elsewhere.
    let again = crate::apply::apply(&connect, &plan, &moved, &options(&()));
    assert!(matches!(again, Err(Error::Moved { .. })), "{again:?}");
}

#[test]
fn what_is_ended_before_its_commit_leaves_neither_rows_nor_record() {
    let database = database();
    let steps = vec![step(1, "create table a (a int)"), step(2, "insert into a values (1)")];
    let plan = plan(steps);
    killed_before(&database, &plan, FINISHES);
    let mut client = database.connect().unwrap();
    assert_eq!(text(&mut client, "select count(*)::text from a"), "0");
    assert_eq!(apply(&database, &plan, &options(&())).unwrap().resumed_after, 1);
    assert_eq!(text(&mut client, "select count(*)::text from a"), "1");
}

#[test]
fn timeouts_are_those_of_each_step() {
    let database = database();
    let show = "insert into seen values (current_setting('lock_timeout'), current_setting('statement_timeout'))";
    let timed = |batch, lock, statement| Step {
        lock_timeout_ms: lock,
        statement_timeout_ms: statement,
        ..step(batch, show)
    };
    let plan = plan(vec![
        step(1, "create table seen (lock text, statement text)"),
        timed(1, 1_000, 0),
        timed(2, 1_500, 7_000),
        timed(2, 1_500, 8_000),
        Step { transactional: false, ..timed(3, 3_000, 9_000) },
        timed(4, 2_000, 0),
    ]);
    apply(&database, &plan, &options(&())).unwrap();
    let mut client = database.connect().unwrap();
    let seen = text(&mut client, "select string_agg(lock || ' ' || statement, ', ') from seen");
    assert_eq!(seen, "1s 0, 1500ms 7s, 1500ms 8s, 3s 9s, 2s 0");
    let slow = Step { statement_timeout_ms: 50, ..step(1, "select pg_sleep(5)") };
    let error = failed(apply(&database, &super::support::plan(vec![slow]), &options(&())));
    assert_eq!(code(&error.answer), "57014");
}

#[test]
fn settings_of_the_session_are_there_again_for_what_follows() {
    let database = database();
    let plan = plan(vec![
        step(1, "create schema s"),
        step(1, "set search_path = s"),
        step(2, "create table a ()"),
        step(3, "create table b ()"),
    ]);
    killed_before(&database, &plan, "create table b");
    apply(&database, &plan, &options(&())).unwrap();
    let mut client = database.connect().unwrap();
    let tables = "select string_agg(format('%I.%I', schemaname, tablename), ' ' order by tablename)
                  from pg_tables where tablename in ('a', 'b')";
    assert_eq!(text(&mut client, tables), "s.a s.b");
}

#[test]
fn a_plan_that_replaces_one_that_is_half_done_ends_it() {
    let database = database();
    let half = plan(vec![step(1, "create table a ()"), step(2, "create table b ()")]);
    killed_before(&database, &half, "create table b");
    apply(&database, &plan(vec![step(1, "create table c ()")]), &options(&())).unwrap();
    let mut client = database.connect().unwrap();
    let outcomes = "select string_agg(outcome, ' ' order by run_id) from pgspec.runs";
    assert_eq!(text(&mut client, outcomes), "abandoned done");
    // It would start anew now, from a state in which its first table is there already.
    let error = failed(apply(&database, &half, &options(&())));
    assert_eq!(code(&error.answer), "42P07");
}

#[test]
fn a_plan_whose_statements_were_changed_is_another() {
    let database = database();
    let half = plan(vec![step(1, "create table a ()"), step(2, "create table b ()")]);
    killed_before(&database, &half, "create table b");
    let mut changed = half.clone();
    changed.steps[1].lock_timeout_ms = 9_000;
    assert_eq!(apply(&database, &changed, &options(&())).unwrap().resumed_after, 1);
    killed_before(
        &database,
        &plan(vec![step(1, "create table c ()"), step(2, "select 1")]),
        "select 1",
    );
    changed.steps[1].sql = "create table d ()".into();
    let connect = || database.connect();
    let moved = || Ok("elsewhere".to_owned());
    let other = crate::apply::apply(&connect, &changed, &moved, &options(&()));
    assert!(matches!(other, Err(Error::Moved { .. })), "{other:?}");
}

#[test]
fn a_commit_that_is_cut_off_is_told_as_unknown() {
    let database = database();
    let plan = plan(vec![
        step(1, "create table a (a int unique deferrable initially deferred)"),
        step(
            1,
            "create function slow() returns trigger language plpgsql as
                 $$ begin perform pg_sleep(10); return null; end $$",
        ),
        step(
            1,
            "create constraint trigger slow after insert on a deferrable initially deferred
                 for each row execute function slow()",
        ),
        step(2, "insert into a values (1)"),
    ]);
    let mut other = database.connect().unwrap();
    let error = std::thread::scope(|scope| {
        let run = scope.spawn(|| failed(apply(&database, &plan, &options(&()))));
        let end = "select pg_terminate_backend(pid) from pg_stat_activity
                   where datname = current_database() and query = 'commit' and state = 'active'
                   and wait_event = 'PgSleep'";
        while other.query(end, &[]).unwrap().is_empty() {
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        run.join().unwrap()
    });
    assert_eq!((error.step, &error.fate), (None, &Fate::Unknown));
    assert!(error.to_string().contains("may be there or not"), "{error}");
    other
        .batch_execute(
            "create or replace function slow() returns trigger language plpgsql as
                         $$ begin return null; end $$",
        )
        .unwrap();
    apply(&database, &plan, &options(&())).unwrap();
    assert_eq!(text(&mut other, "select count(*)::text from a"), "1");
}
