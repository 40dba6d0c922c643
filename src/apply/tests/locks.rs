//! Runs that meet each other, and sessions that stand in the way.

use std::cell::Cell;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::support::*;
use crate::apply::{Error, Event, Options, Progress, Retries};
use crate::plan::{Lock, Step};
use crate::sandbox::Database;

/// Sends a word once the first step is about to run.
struct Signal(mpsc::Sender<()>, Cell<bool>);

impl Progress for Signal {
    fn event(&self, event: &Event<'_>) {
        if matches!(event, Event::StepBegins { .. }) && !self.1.replace(true) {
            self.0.send(()).unwrap();
        }
    }
}

/// Runs a slow plan in another thread, and calls `meanwhile` once it is under way.
fn during_a_run<T: Send>(database: &Database<'_>, meanwhile: impl FnOnce() -> T) -> T {
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        let slow = scope.spawn(move || {
            let signal = Signal(sender, Cell::new(false));
            let steps = vec![step(1, "create table slow ()"), step(1, "select pg_sleep(1.5)")];
            apply(database, &plan(steps), &options(&signal)).unwrap()
        });
        receiver.recv().unwrap();
        let outcome = meanwhile();
        slow.join().unwrap();
        outcome
    })
}

#[test]
fn a_run_that_waits_in_vain_names_who_holds_the_lock_and_does_nothing() {
    let database = database();
    let impatient = Options { lock_wait: Duration::from_millis(300), ..options(&()) };
    let plan = plan(vec![step(1, "create table late ()")]);
    let error = during_a_run(&database, || apply(&database, &plan, &impatient).unwrap_err());
    let Error::Locked { holder: Some(holder), waited } = &error else { panic!("{error}") };
    assert_eq!(holder.application, "pgspec apply");
    assert_eq!(holder.role, server().superuser());
    assert!(holder.since.is_some() && holder.pid > 0);
    assert!((300..1500).contains(&waited.as_millis()), "{waited:?}");
    let words = error.to_string();
    assert!(words.starts_with("another run holds the lock: process "), "{words}");
    assert_eq!(relations(&mut database.connect().unwrap()), "slow");
}

#[test]
fn a_run_that_waits_long_enough_comes_next() {
    let database = database();
    let recorder = Recorder::default();
    let plan = plan(vec![step(1, "create table late ()")]);
    during_a_run(&database, || ());
    let connect = || database.connect();
    let waiting = during_a_run_of_another(&database, || {
        crate::apply::apply(&connect, &plan, &at_start, &options(&recorder)).unwrap();
        recorder.lines.take()
    });
    assert!(waiting[0].starts_with("waiting for process "), "{waiting:?}");
    assert_eq!(relations(&mut database.connect().unwrap()), "late slow slow2");
}

fn during_a_run_of_another<T>(database: &Database<'_>, meanwhile: impl FnOnce() -> T) -> T {
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        scope.spawn(move || {
            let signal = Signal(sender, Cell::new(false));
            let steps = vec![step(1, "create table slow2 ()"), step(1, "select pg_sleep(1)")];
            apply(database, &plan(steps), &options(&signal)).unwrap()
        });
        receiver.recv().unwrap();
        meanwhile()
    })
}

#[test]
fn databases_of_one_server_do_not_wait_for_each_other() {
    let (one, other) = (database(), database());
    let impatient = Options { lock_wait: Duration::from_millis(100), ..options(&()) };
    let plan = plan(vec![step(1, "create table at_once ()")]);
    during_a_run(&one, || apply(&other, &plan, &impatient).unwrap());
}

/// Ends the session that holds the lock before the statement that begins so.
struct LockBreaker<'d>(&'d Database<'d>, &'static str);

impl Progress for LockBreaker<'_> {
    fn event(&self, _event: &Event<'_>) {}

    fn sends(&self, sql: &str, backend: i32) {
        if sql.starts_with(self.1) {
            let end = "select pg_terminate_backend(pid, 5000) from pg_locks
                       where locktype = 'advisory' and pid <> $1
                       and database = (select oid from pg_database where datname = current_database())";
            self.0.connect().unwrap().query(end, &[&backend]).unwrap();
        }
    }
}

#[test]
fn a_run_whose_lock_is_gone_begins_no_further_batch() {
    let database = database();
    let plan = plan(vec![step(1, "create table a ()"), step(2, "create table b ()")]);
    let breaker = LockBreaker(&database, "create table a");
    let error = apply(&database, &plan, &options(&breaker)).unwrap_err();
    assert!(matches!(error, Error::LockLost(_) | Error::Session(_)), "{error:?}");
    assert_eq!(relations(&mut database.connect().unwrap()), "a");
    assert_eq!(apply(&database, &plan, &options(&())).unwrap().resumed_after, 1);
}

#[test]
fn a_lock_that_is_held_for_a_while_is_waited_for() {
    let database = database();
    let mut holder = database.connect().unwrap();
    holder.batch_execute("create table a (a int)").unwrap();
    holder.batch_execute("begin; lock table a").unwrap();
    let quick = |sql| Step { lock_timeout_ms: 50, ..step(1, sql) };
    let plan = plan(vec![
        quick("create table b ()"),
        quick("insert into b default values"),
        quick("alter table a add b int"),
    ]);
    let release = thread::spawn(move || {
        thread::sleep(Duration::from_millis(400));
        holder.batch_execute("commit").unwrap();
    });
    let recorder = Recorder::default();
    let retries = Retries { attempts: 50, ..options(&()).retries };
    let outcome = apply(&database, &plan, &Options { retries, ..options(&recorder) }).unwrap();
    release.join().unwrap();
    assert!(outcome.retries > 0);
    let mut client = database.connect().unwrap();
    assert_eq!(text(&mut client, "select count(*)::text from b"), "1");
    let lines = recorder.lines.borrow();
    let retry = lines.iter().find(|line| line.contains("attempt 1 of 50")).unwrap();
    assert!(retry.contains("canceling statement due to lock timeout; again in 0.0 s"), "{retry}");
}

#[test]
fn a_lock_that_is_held_for_good_is_given_up_and_its_holder_named() {
    let database = database();
    let mut holder = database.connect().unwrap();
    holder.batch_execute("create table a (a int); set application_name = 'report'").unwrap();
    holder.batch_execute("begin; lock table a").unwrap();
    let lock = Lock { relation: "public.a".into(), mode: "AccessExclusiveLock".into() };
    let alter =
        Step { lock_timeout_ms: 30, locks: vec![lock], ..step(2, "alter table a add b int") };
    let plan = plan(vec![step(1, "create table b ()"), alter]);
    let error = failed(apply(&database, &plan, &options(&())));
    assert_eq!((code(&error.answer), error.attempts, error.finished), ("55P03", 4, 1));
    assert_eq!(error.holders.len(), 1);
    let words = error.to_string();
    assert!(words.contains("step 2 of 2 failed 4 times"), "{words}");
    assert!(words.contains("(`report`)") && words.contains(": begin; lock table a"), "{words}");
    holder.batch_execute("rollback").unwrap();
    assert_eq!(apply(&database, &plan, &options(&())).unwrap().resumed_after, 1);
}

/// A statement that fails until it has run three times: what a sequence gave out stays given.
fn fails_twice(code: &str, message: &str) -> String {
    format!(
        "do $$ begin if nextval('tries') < 3 then
             raise exception using errcode = '{code}', message = '{message}'; end if; end $$"
    )
}

#[test]
fn what_passes_is_tried_again_and_what_stays_is_not() {
    for (code_of, message, passes) in [
        ("40P01", "deadlock detected", true),
        ("40001", "could not serialize access", true),
        ("XX000", "tuple concurrently updated", true),
        ("XX000", "cache lookup failed", false),
        ("P0001", "raised", false),
    ] {
        let database = database();
        let mut client = database.connect().unwrap();
        client.batch_execute("create sequence tries; create table a (a int)").unwrap();
        let plan = plan(vec![
            step(1, "insert into a values (1)"),
            step(1, &fails_twice(code_of, message)),
        ]);
        let outcome = apply(&database, &plan, &options(&()));
        if passes {
            assert_eq!(outcome.unwrap().retries, 2, "{code_of}");
        } else {
            assert_eq!(failed(outcome).attempts, 1, "{code_of}");
        }
        let rows = if passes { "1" } else { "0" };
        assert_eq!(text(&mut client, "select count(*)::text from a"), rows, "{code_of}");
    }
}
