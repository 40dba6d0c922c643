//! Runs that are cut off, at every statement, in every way; and the same end each time.

use std::cell::Cell;
use std::thread;
use std::time::Duration;

use super::support::text;
use super::{children, scenario};
use crate::apply;
use crate::apply::tests::machine::{Machine, directory};
use crate::apply::tests::support::{Recorder, database, options, relations, server};
use crate::apply::{Event, Progress};
use crate::migrate::{Error, Folder, run};

#[test]
fn the_client_is_killed_before_every_statement() {
    let (expected, statements) = scenario::unharmed(server());
    let (folder, socket) = (scenario::files(), directory(server()));
    let database = database();
    for number in 0..statements {
        scenario::empty(&database);
        let child = children::start(&socket, database.name(), folder.path(), Some(number));
        assert!(!children::wait(child).0, "statement {number} is sent");
        scenario::finish(&database, &folder);
        scenario::assert_same(
            &scenario::end(server(), &database),
            &expected,
            format!("statement {number}"),
        );
    }
    // None is left at which it could have been killed.
    scenario::empty(&database);
    let child = children::start(&socket, database.name(), folder.path(), Some(statements));
    assert_eq!(children::wait(child), (true, 3));
}

/// What the tests above would show if records were not written with what they record.
#[test]
fn a_batch_whose_record_is_lost_runs_twice_and_that_is_noticed() {
    let (expected, _) = scenario::unharmed(server());
    let (database, folder) = (database(), scenario::files());
    scenario::empty(&database);
    super::support::killed_before(&database, &folder, "update a set b");
    let mut client = database.connect().unwrap();
    // The fourth batch of migration 2 is the line `detached`.
    let lose = "delete from pgspec.refinery_schema_history where version = 2;
                delete from pgspec.migrations where version = 2;
                update pgspec.runs set ended_at = null, outcome = null where key = 'V2';
                delete from pgspec.batches where batch = 4 and run_id =
                    (select run_id from pgspec.runs where key = 'V2')";
    client.batch_execute(lose).unwrap();
    scenario::finish(&database, &folder);
    let end = scenario::end(server(), &database);
    assert_ne!(end, expected);
    assert_eq!(end.matches("('detached')").count(), 2);
}

/// Does harm before the statement with a number, of those that change something.
struct Harm<F: Fn(i32)>(Cell<usize>, F);

impl<F: Fn(i32)> Progress for Harm<F> {
    fn event(&self, _event: &Event<'_>) {}

    fn sends(&self, sql: &str, backend: i32) {
        if !scenario::changes(sql) {
            return;
        }
        if self.0.get() == 0 {
            (self.1)(backend);
        }
        self.0.set(self.0.get().wrapping_sub(1));
    }
}

#[test]
fn the_backend_is_terminated_before_every_statement() {
    let (expected, statements) = scenario::unharmed(server());
    let folder = scenario::files();
    let files = Folder::read(folder.path()).unwrap();
    let database = database();
    for number in 0..statements {
        scenario::empty(&database);
        let harm = Harm(Cell::new(number), |backend| {
            let end = "select pg_terminate_backend($1, 5000)";
            database.connect().unwrap().query(end, &[&backend]).unwrap();
        });
        let connect = || database.connect();
        let error = run(&connect, &files, None, &options(&harm)).unwrap_err();
        let words = error.to_string();
        assert!(
            words.contains("terminating connection") || words.contains("connection closed"),
            "{words}"
        );
        scenario::finish(&database, &folder);
        scenario::assert_same(
            &scenario::end(server(), &database),
            &expected,
            format!("statement {number}: {words}"),
        );
    }
}

#[test]
fn the_server_is_shut_down_at_once_before_every_third_statement() {
    let machine = Machine::start(&[]);
    let (expected, statements) = scenario::unharmed(&machine.sandbox);
    let folder = scenario::files();
    let files = Folder::read(folder.path()).unwrap();
    let database = machine.sandbox.create_database("crash").unwrap();
    for number in (0..statements).step_by(3) {
        scenario::empty(&database);
        let harm = Harm(Cell::new(number), |_| machine.crash());
        let connect = || database.connect();
        run(&connect, &files, None, &options(&harm)).unwrap_err();
        machine.restart();
        scenario::finish(&database, &folder);
        scenario::assert_same(
            &scenario::end(&machine.sandbox, &database),
            &expected,
            format!("statement {number}"),
        );
    }
}

#[test]
fn eight_processes_run_each_migration_once() {
    let (expected, _) = scenario::unharmed(server());
    let (database, folder) = (database(), scenario::files());
    scenario::empty(&database);
    let socket = directory(server());
    let start = || children::start(&socket, database.name(), folder.path(), None);
    let started: Vec<_> = (0..8).map(|_| start()).collect();
    let ended: Vec<_> = started.into_iter().map(children::wait).collect();
    assert!(ended.iter().all(|(well, _)| *well), "{ended:?}");
    assert_eq!(ended.iter().map(|(_, applied)| applied).sum::<usize>(), 3, "{ended:?}");
    scenario::assert_same(&scenario::end(server(), &database), &expected, "eight processes");
}

const BUILD: &str = "create index concurrently a_a on a (a)";

/// Runs `meanwhile` while a process builds an index, which a transaction keeps from being finished.
fn while_building<T>(
    meanwhile: impl FnOnce(
        &crate::sandbox::Database<'static>,
        &tempfile::TempDir,
        std::process::Child,
        postgres::Client,
    ) -> T,
) -> T {
    let folder =
        super::support::folder(&[("V1__a.sql", &format!("set lock_timeout = '20s'; {BUILD};"))]);
    let database = database();
    let mut writer = database.connect().unwrap();
    writer.batch_execute("create table a (a int)").unwrap();
    writer.batch_execute("begin; insert into a values (1)").unwrap();
    let socket = directory(server());
    let child = children::start(&socket, database.name(), folder.path(), None);
    let mut observer = database.connect().unwrap();
    let building = format!(
        "select count(*)::text from pg_stat_activity where query = '{BUILD}' and wait_event_type = 'Lock'"
    );
    while text(&mut observer, &building) != "1" {
        thread::sleep(Duration::from_millis(20));
    }
    meanwhile(&database, &folder, child, writer)
}

#[test]
fn whoever_comes_after_a_killed_client_waits_for_what_the_server_still_does() {
    while_building(|database, folder, mut child, mut writer| {
        child.kill().unwrap();
        child.wait().unwrap();
        let files = Folder::read(folder.path()).unwrap();
        let recorder = Recorder::default();
        // Long before the server has noticed that its client is gone.
        let impatient = apply::Options { lock_wait: Duration::ZERO, ..options(&()) };
        let error = run(&|| database.connect(), &files, None, &impatient).unwrap_err();
        let Error::Apply(apply::Error::Locked { holder: Some(holder), .. }) = error else {
            panic!("{error}")
        };
        assert_eq!(holder.query, BUILD);
        let release = thread::spawn(move || {
            thread::sleep(Duration::from_secs(3));
            writer.batch_execute("commit").unwrap();
        });
        run(&|| database.connect(), &files, None, &options(&recorder)).unwrap();
        release.join().unwrap();
        let lines = recorder.lines.borrow();
        assert!(lines[0].starts_with("waiting for process "), "{lines:?}");
        let dropped = lines.iter().any(|line| line.contains("a_a, which is INVALID"));
        assert!(dropped, "the server gave up what nobody waited for: {lines:?}");
        assert_eq!(relations(&mut database.connect().unwrap()), "a a_a");
    });
}

#[test]
fn a_build_that_is_cancelled_is_done_by_the_next_run() {
    while_building(|database, folder, child, mut writer| {
        let cancel = format!(
            "select pg_cancel_backend(pid)::text from pg_stat_activity where query = '{BUILD}'"
        );
        assert_eq!(text(&mut database.connect().unwrap(), &cancel), "true");
        // It would drop the INVALID index at once, and has to wait for the same transaction.
        thread::sleep(Duration::from_millis(300));
        writer.batch_execute("commit").unwrap();
        assert!(!children::wait(child).0);
        assert_eq!(relations(&mut database.connect().unwrap()), "a");
        scenario::finish(database, folder);
        assert_eq!(relations(&mut database.connect().unwrap()), "a a_a");
    });
}
