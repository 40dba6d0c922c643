//! Histories that files contradict, histories from before, baselines and squashes.

use std::fs;

use super::support::*;
use crate::apply::tests::support::options;
use crate::migrate::{self, Draft, Error, Folder, State};
use crate::plan::{Plan, StateName};

const FILES: &[(&str, &str)] = &[
    ("V1__a.sql", "create table a (a int);\n"),
    ("V2__b.sql", "create table b (b int);\n"),
    ("V4__c.sql", "create table c (c int);\n"),
];

#[test]
fn files_that_contradict_the_history_are_refused_all_at_once() {
    let (database, folder) = (database(), folder(FILES));
    run(&database, &folder).unwrap();
    write(
        folder.path(),
        &[
            ("V1__a.sql", "create table a (a int); -- changed\n"),
            ("V3__between.sql", "create table between ();"),
            ("V5__new.sql", "create table new ();"),
        ],
    );
    fs::rename(folder.path().join("V4__c.sql"), folder.path().join("V4__renamed.sql")).unwrap();
    fs::remove_file(folder.path().join("V2__b.sql")).unwrap();
    let status = status(&database, &folder);
    let expected = [
        "V1__a: the file was changed since it was applied",
        "V2__b: there is no file",
        "V3__between: not applied, and one with a higher number is",
        "V4__renamed: the file was changed since it was applied",
        "V5__new: pending",
    ];
    assert_eq!(states(&status), expected);
    assert_eq!(status.faults().len(), 4);
    assert_eq!(status.in_state(State::Pending).count(), 1);
    let files = Folder::read(folder.path()).unwrap();
    let unlike = migrate::verify_files(&|| database.connect(), &files).unwrap();
    assert_eq!(unlike.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 2, 4]);
    let error = run(&database, &folder).unwrap_err();
    assert!(matches!(&error, Error::Contradiction(rows) if rows.len() == 4), "{error}");
    assert_eq!(relations(&mut database.connect().unwrap()), "a b c");
    assert!(error.help().unwrap().contains("restore the files"));

    let json = serde_json::to_value(&status).unwrap();
    assert_eq!(json["rows"][0]["state"], "changed");
    assert_eq!(json["rows"][0]["how"], "run");
}

/// Refinery is asked itself: what pgspec's own comparison passes, it looks at once more.
#[test]
fn refinery_refuses_a_history_that_it_cannot_place() {
    let (database, folder) = (database(), folder(FILES));
    run(&database, &folder).unwrap();
    let mut client = database.connect().unwrap();
    let spoil = "update pgspec.refinery_schema_history set checksum = '1' where version = 1";
    client.batch_execute(spoil).unwrap();
    assert_eq!(status(&database, &folder).rows[0].state, State::Changed);
    assert!(matches!(run(&database, &folder), Err(Error::Contradiction(_))));
}

#[test]
fn status_needs_neither_tables_nor_the_right_to_write() {
    let (database, folder) = (database(), folder(FILES));
    let mut client = database.connect().unwrap();
    let name = database.name();
    client
        .batch_execute(&format!("alter database {name} set default_transaction_read_only = on"))
        .unwrap();
    assert_eq!(status(&database, &folder).in_state(State::Pending).count(), 3);
    assert_eq!(text(&mut client, "select to_regnamespace('pgspec')::text"), "");
}

#[test]
fn a_history_that_refinery_made_elsewhere_is_gone_on_with() {
    let (database, folder) = (database(), folder(FILES));
    let file = &Folder::read(folder.path()).unwrap().files[0];
    let checksum = refinery::Migration::unapplied("V1__a", &file.text).unwrap().checksum();
    let mut client = database.connect().unwrap();
    let made = format!(
        "create table a (a int);
         create table refinery_schema_history (version int4 primary key, name varchar(255),
             applied_on varchar(255), checksum varchar(255));
         insert into refinery_schema_history values (1, 'a', '2024-01-02T03:04:05.123456789Z', '{checksum}')"
    );
    client.batch_execute(&made).unwrap();
    let first = &status(&database, &folder).rows[0];
    assert_eq!((first.state, first.how), (State::Applied, None));
    assert!(first.applied_at.as_deref().unwrap().starts_with("2024-01-02T"));
    let report = run(&database, &folder).unwrap();
    assert_eq!(titles(&report), ["V2__b", "V4__c"]);
    assert_eq!(report.adopted, ["V1__a"]);
    let theirs = "select string_agg(version::text, ' ' order by version) from public.refinery_schema_history";
    assert_eq!(text(&mut client, theirs), "1 2 4");
    assert_eq!(text(&mut client, "select to_regclass('pgspec.refinery_schema_history')::text"), "");
    assert_eq!(states(&status(&database, &folder))[0], "V1__a: applied (adopted)");
}

#[test]
fn a_baseline_records_and_runs_nothing() {
    let (database, folder) = (database(), folder(FILES));
    let mut client = database.connect().unwrap();
    client.batch_execute("create table a (a int); create table b (b int)").unwrap();
    let files = Folder::read(folder.path()).unwrap();
    let connect = || database.connect();
    let baseline = |up_to| migrate::baseline(&connect, &files, up_to, &options(&()));
    assert!(matches!(baseline(3), Err(Error::NoSuchMigration(3))));
    assert_eq!(baseline(2).unwrap(), ["V1__a", "V2__b"]);
    assert_eq!(history(&database), "1__a 2__b");
    let expected = ["V1__a: applied (baseline)", "V2__b: applied (baseline)", "V4__c: pending"];
    assert_eq!(states(&status(&database, &folder)), expected);
    assert!(matches!(baseline(4), Err(Error::NotEmpty(last)) if last == "V2__b"));
    assert_eq!(titles(&run(&database, &folder).unwrap()), ["V4__c"]);
}

#[test]
fn a_baseline_is_there_as_a_whole_or_not_at_all() {
    let (database, folder) = (database(), folder(FILES));
    let files = Folder::read(folder.path()).unwrap();
    let recorder = crate::apply::tests::support::Recorder {
        ends_before: Some("insert into pgspec.migrations (version, name, sha256, how) values (2"),
        ..Default::default()
    };
    let connect = || database.connect();
    let run = || migrate::baseline(&connect, &files, 4, &options(&recorder)).map(drop);
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).expect_err("it was reached");
    assert_eq!(history(&database), "");
    assert_eq!(migrate::baseline(&connect, &files, 4, &options(&())).unwrap().len(), 3);
}

/// Puts one file in the place of the first two.
fn squash(folder: &tempfile::TempDir) {
    let files = Folder::read(folder.path()).unwrap();
    let squash = files.squash(2).unwrap();
    let state = |name: &str| StateName { name: name.into(), fingerprint: name.into() };
    let steps = ["create table a (a int)", "create table b (b int)"]
        .map(|sql| crate::apply::tests::support::step(1, sql));
    let (from, to) = (state("empty"), state("V2"));
    let plan = Plan {
        format: 1,
        postgres: 15,
        from,
        to,
        roles: Default::default(),
        notes: vec![],
        steps: steps.into(),
    };
    let draft = Draft {
        number: 2,
        name: "baseline",
        plan: &plan,
        allowed: &Default::default(),
        undoes: None,
        replaces: &squash.files,
    };
    let text = migrate::render(&draft).unwrap();
    let unsaid = files.replace(&squash, "baseline", "-- nothing");
    assert!(matches!(unsaid, Err(Error::Faults(_))));
    files.replace(&squash, "baseline", &text).unwrap();
}

#[test]
fn a_squash_takes_the_place_of_what_it_replaces() {
    let (old, new, half) = (database(), database(), database());
    let folder = folder(FILES);
    run(&old, &folder).unwrap();
    let connect = || half.connect();
    let files = Folder::read(folder.path()).unwrap();
    migrate::run(&connect, &files, Some(1), &options(&())).unwrap();
    squash(&folder);
    let titles_of = |database| titles(&run(database, &folder).unwrap()).join(" ");

    // From empty it is run.
    assert_eq!(titles_of(&new), "V2__baseline V4__c");
    assert_eq!(relations(&mut new.connect().unwrap()), "a b c");

    // Where all of it is applied, only the history changes.
    let expected = ["V2__baseline: replaces files that are applied", "V4__c: applied"];
    assert_eq!(states(&status(&old, &folder)), expected);
    let report = run(&old, &folder).unwrap();
    assert_eq!((report.applied.len(), report.replaced), (0, vec!["V2__baseline".to_owned()]));
    assert_eq!(history(&old), "2__baseline 4__c");
    assert_eq!(states(&status(&old, &folder))[0], "V2__baseline: applied (squash)");
    assert_eq!(titles_of(&old), "");
    let kept = "select string_agg(name, ' ' order by version) from pgspec.migrations
                where replaced_at is not null";
    assert_eq!(text(&mut old.connect().unwrap(), kept), "a b");

    // Where some of it is, nobody can tell what is missing.
    let error = run(&half, &folder).unwrap_err();
    assert!(
        matches!(&error, Error::HalfReplaced { missing, .. } if missing == "V2__b.sql"),
        "{error}"
    );
    assert_eq!(history(&half), "1__a");
}

#[test]
fn a_squash_of_other_files_than_those_applied_is_refused() {
    let database = database();
    let applied = folder(&[("V1__a.sql", "create table a (a bigint);\n"), FILES[1]]);
    run(&database, &applied).unwrap();
    let folder = folder(FILES);
    squash(&folder);
    let error = run(&database, &folder).unwrap_err();
    assert!(
        matches!(&error, Error::HalfReplaced { missing, .. } if missing == "V1__a.sql"),
        "{error}"
    );
}
