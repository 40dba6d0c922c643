//! Migrations that run, fail in the middle, and are gone on with.

use std::thread;

use super::support::*;
use crate::apply;
use crate::apply::Options;
use crate::apply::tests::support::{code, options};
use crate::migrate::{Error, Folder};
use crate::plan::HazardKind;

fn step_error(error: Error) -> apply::StepError {
    match error {
        Error::Apply(apply::Error::Step(error)) => *error,
        other => panic!("{other}"),
    }
}

const TWO: &[(&str, &str)] = &[
    ("V1__items.sql", "create table items (a int);\ninsert into items values (1);\n"),
    (
        "V3__members.sql",
        "create table members (b int);\ncreate index concurrently members_b on members (b);\n",
    ),
];

#[test]
fn what_is_pending_is_run_once() {
    let (database, folder) = (database(), folder(TWO));
    assert_eq!(states(&status(&database, &folder)), ["V1__items: pending", "V3__members: pending"]);
    let report = run(&database, &folder).unwrap();
    assert_eq!(titles(&report), ["V1__items", "V3__members"]);
    assert_eq!(report.applied[1].outcome.steps, 2);
    assert_eq!(run(&database, &folder).unwrap().applied, []);
    assert_eq!(history(&database), "1__items 3__members");
    let mut client = database.connect().unwrap();
    assert_eq!(relations(&mut client), "items members members_b");
    assert_eq!(text(&mut client, "select count(*)::text from items"), "1");
    let status = status(&database, &folder);
    assert_eq!(states(&status), ["V1__items: applied", "V3__members: applied"]);
    assert!(status.is_current());
    assert!(status.rows[0].to_string().contains(" by postgres"), "{}", status.rows[0]);
}

#[test]
fn the_history_is_refinerys_own() {
    let (database, made) = (database(), folder(TWO));
    run(&database, &made).unwrap();
    let file = &Folder::read(made.path()).unwrap().files[0];
    let theirs = refinery::Migration::unapplied("V1__items", &file.text).unwrap();
    let mut client = database.connect().unwrap();
    let row = "select format('%s %s %s', name, checksum, applied_on like '20__-__-__T__:__:__%Z')
               from pgspec.refinery_schema_history where version = 1";
    assert_eq!(text(&mut client, row), format!("items {} t", theirs.checksum()));
    let own = "select format('%s %s', sha256, how) from pgspec.migrations where version = 1";
    assert_eq!(text(&mut client, own), format!("{} run", file.sha256));
}

#[test]
fn only_what_is_asked_for_is_run() {
    let (database, made) = (database(), folder(TWO));
    let files = Folder::read(made.path()).unwrap();
    let connect = || database.connect();
    let report = crate::migrate::run(&connect, &files, Some(2), &options(&())).unwrap();
    assert_eq!(titles(&report), ["V1__items"]);
    assert_eq!(states(&status(&database, &made)), ["V1__items: applied", "V3__members: pending"]);
}

#[test]
fn a_migration_and_its_history_are_one_transaction() {
    for before in ["INSERT INTO pgspec.refinery_schema_history", "insert into pgspec.migrations"] {
        let (database, folder) = (database(), folder(&TWO[..1]));
        killed_before(&database, &folder, before);
        let mut client = database.connect().unwrap();
        assert_eq!(relations(&mut client), "");
        assert_eq!(history(&database), "");
        run(&database, &folder).unwrap();
        assert_eq!(text(&mut client, "select count(*)::text from items"), "1");
    }
}

const BATCHES: &str = "create table a (a int check (a > 0));\n-- pgspec: batch\n\
                       insert into a values (1);\n-- pgspec: batch\ninsert into a values (-2);\n";

#[test]
fn a_migration_of_several_transactions_goes_on_where_it_stopped() {
    let (database, folder) = (database(), folder(&[("V1__a.sql", BATCHES)]));
    let error = step_error(run(&database, &folder).unwrap_err());
    assert_eq!((code(&error.answer), error.line, error.finished), ("23514", Some(5), 2));
    assert!(error.to_string().starts_with("V1__a.sql:5: step 3 of 3 failed"), "{error}");
    assert_eq!(states(&status(&database, &folder)), ["V1__a: half done, 2 batches are committed"]);
    assert_eq!(history(&database), "");

    // What was run may not be changed any more, what failed may.
    write(folder.path(), &[("V1__a.sql", &BATCHES.replace("(1)", "(11)"))]);
    let error = run(&database, &folder).unwrap_err();
    assert!(matches!(error, Error::Apply(apply::Error::Changed { batch: 2 })), "{error}");
    write(folder.path(), &[("V1__a.sql", &BATCHES.replace("(-2)", "(2)"))]);
    let report = run(&database, &folder).unwrap();
    assert_eq!(report.applied[0].outcome.resumed_after, 2);
    let mut client = database.connect().unwrap();
    assert_eq!(text(&mut client, "select string_agg(a::text, ' ' order by a) from a"), "1 2");
    assert_eq!(states(&status(&database, &folder)), ["V1__a: applied"]);
}

#[test]
fn a_half_done_migration_may_be_given_up() {
    let (database, folder) = (database(), folder(&[("V1__a.sql", BATCHES)]));
    run(&database, &folder).unwrap_err();
    std::fs::remove_file(folder.path().join("V1__a.sql")).unwrap();
    assert_eq!(states(&status(&database, &folder)), ["V1__a: there is no file"]);
    let error = run(&database, &folder).unwrap_err();
    assert!(matches!(&error, Error::Contradiction(rows) if rows.len() == 1), "{error}");
    let connect = || database.connect();
    assert_eq!(apply::abandon(&connect, Some(1), &options(&())).unwrap(), ["V1__a.sql"]);
    assert_eq!(run(&database, &folder).unwrap().applied, []);
}

#[test]
fn one_transaction_that_fails_leaves_the_migrations_before_it() {
    let bad = ("V4__bad.sql", "create table b ();\nalter table nothing add a int;\n");
    let (database, folder) = (database(), folder(&[TWO[0], TWO[1], bad]));
    let error = step_error(run(&database, &folder).unwrap_err());
    assert_eq!((error.run.as_str(), error.line), ("V4__bad.sql", Some(2)));
    assert_eq!(history(&database), "1__items 3__members");
    assert_eq!(relations(&mut database.connect().unwrap()), "items members members_b");
    assert_eq!(states(&status(&database, &folder))[2], "V4__bad: pending");
}

#[test]
fn an_empty_migration_is_applied() {
    let (database, folder) = (database(), folder(&[("V1__nothing.sql", "-- nothing to do\n")]));
    run(&database, &folder).unwrap();
    assert_eq!(history(&database), "1__nothing");
}

#[test]
fn settings_of_one_migration_do_not_reach_the_next() {
    let set = "create schema s; set search_path = s; create table a ();";
    let (database, folder) =
        (database(), folder(&[("V1__a.sql", set), ("V2__b.sql", "create table b ();")]));
    run(&database, &folder).unwrap();
    let mut client = database.connect().unwrap();
    assert_eq!(relations(&mut client), "b");
    assert_eq!(history(&database), "1__a 2__b");
}

#[test]
fn a_migration_may_take_another_role_that_cannot_write_the_records() {
    let server = crate::apply::tests::support::own_server();
    let database = server.create_database("role").unwrap();
    let mut client = database.connect().unwrap();
    let role = "create role app; grant create, usage on schema public to app";
    client.batch_execute(role).unwrap();
    let text_of = "set role app;\ncreate table a (a int);\n\
                   create index concurrently a_a on a (a);\n\
                   insert into a values (1);\n-- pgspec: batch\ncreate table b ();\n";
    let folder = folder(&[("V1__a.sql", text_of), ("V2__b.sql", "create table c ();")]);
    let files = Folder::read(folder.path()).unwrap();
    let connect = || database.connect();
    crate::migrate::run(&connect, &files, None, &options(&())).unwrap();
    let owners =
        "select string_agg(format('%s %s', tablename, tableowner), ', ' order by tablename)
                  from pg_tables where schemaname = 'public'";
    assert_eq!(text(&mut client, owners), "a app, b app, c postgres");
}

#[test]
fn migrations_and_plans_do_not_overtake_each_other() {
    use crate::apply::tests::support::{killed_before, plan, step};
    let (database, folder) = (database(), folder(TWO));
    let half = plan(vec![step(1, "create table a ()"), step(2, "create table b ()")]);
    killed_before(&database, &half, "create table b");
    let error = run(&database, &folder).unwrap_err();
    let words = "`plan to end` is half done, begun ";
    assert!(error.to_string().starts_with(words), "{error}");
    let connect = || database.connect();
    assert_eq!(apply::abandon(&connect, None, &options(&())).unwrap(), ["plan to end"]);
    super::support::killed_before(&database, &folder, "create index concurrently");
    let error = crate::apply::tests::support::apply(&database, &half, &options(&())).unwrap_err();
    assert!(error.to_string().starts_with("`V3__members.sql` is half done"), "{error}");
    run(&database, &folder).unwrap();
}

#[test]
fn hazards_are_refused_unless_the_file_or_the_caller_allows_them() {
    let (database, made) = (database(), folder(&[TWO[0], ("V2__drop.sql", "drop table items;")]));
    let error = run(&database, &made).unwrap_err();
    let words = error.to_string();
    assert!(words.contains("V2__drop.sql: step 1, drop table items: deletes_data"), "{words}");
    assert_eq!(relations(&mut database.connect().unwrap()), "", "nothing was run");
    let allowed = Options { allowed: [HazardKind::DeletesData].into(), ..options(&()) };
    assert_eq!(titles(&run_with(&database, &made, &allowed).unwrap()).len(), 2);

    let accepted = ("V1__a.sql", "-- pgspec: allow deletes_data\ncreate table a (); drop table a;");
    run(&super::support::database(), &folder(&[accepted])).unwrap();
}

#[test]
fn faulty_files_are_told_before_anything_is_run() {
    let bad = [("V3__bad.sql", "begin;\nselect 1;\ncommit;"), ("V4__bad.sql", "select 'a")];
    let (database, folder) = (database(), folder(&[TWO[0], bad[0], bad[1]]));
    let error = run(&database, &folder).unwrap_err();
    assert!(matches!(&error, Error::Faults(faults) if faults.len() == 3), "{error}");
    assert_eq!(relations(&mut database.connect().unwrap()), "");
}

#[test]
fn eight_at_once_run_each_migration_once() {
    let (database, made) = (database(), folder(&[]));
    for number in 1..=5 {
        let text = format!(
            "create table t{number} (a int); insert into t{number} values (1);\n-- pgspec: batch\n\
             insert into t{number} values (2);\ncreate index concurrently i{number} on t{number} (a);"
        );
        write(made.path(), &[(&format!("V{number}__t.sql"), &text)]);
    }
    let reports: Vec<usize> = thread::scope(|scope| {
        let start = || run(&database, &made).unwrap().applied.len();
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(start)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(reports.iter().sum::<usize>(), 5, "{reports:?}");
    let mut client = database.connect().unwrap();
    let rows = "select string_agg(a::text, '') from (select * from t1 union all select * from t2
                union all select * from t3 union all select * from t4 union all select * from t5) t";
    assert_eq!(text(&mut client, rows), "1212121212");
    assert_eq!(history(&database), "1__t 2__t 3__t 4__t 5__t");
    let runs = "select count(*)::text from pgspec.runs where outcome = 'done'";
    assert_eq!(text(&mut client, runs), "5");
}
