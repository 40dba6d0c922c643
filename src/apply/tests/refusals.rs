//! What is refused before anything is done.

use super::support::*;
use crate::apply::{Error, Options};
use crate::plan::{Hazard, HazardKind, Plan, Step};

fn with_hazard(step: Step, kind: HazardKind) -> Step {
    let hazard = Hazard::new(kind, "rows are gone").with_way_round("keep them");
    Step { hazards: vec![hazard], ..step }
}

/// Whether nothing was ever run there, not even for the records.
fn untouched(database: &crate::sandbox::Database<'_>) -> bool {
    let mut client = database.connect().unwrap();
    relations(&mut client).is_empty()
        && text(&mut client, "select to_regnamespace('pgspec')::text").is_empty()
}

#[test]
fn hazards_that_were_not_allowed_are_refused_one_by_one() {
    let database = database();
    let plan = plan(vec![
        step(1, "create table a ()"),
        with_hazard(step(1, "drop table a"), HazardKind::DeletesData),
        with_hazard(step(1, "create table b ()"), HazardKind::RewritesTable),
        with_hazard(step(1, "create table c ()"), HazardKind::WidensAccess),
    ]);
    let error = apply(&database, &plan, &options(&())).unwrap_err();
    let lines: Vec<String> = error.to_string().lines().map(str::to_owned).collect();
    assert_eq!(
        lines,
        [
            "2 hazards were not allowed:",
            "  step 2, an object: deletes_data: rows are gone (keep them)",
            "  step 4, an object: widens_access: rows are gone (keep them)",
        ]
    );
    let help = error.help().unwrap();
    assert_eq!(help, "to allow it: `--allow deletes_data` `--allow widens_access`");
    assert!(untouched(&database));

    let only_one = Options { allowed: [HazardKind::DeletesData].into(), ..options(&()) };
    assert!(
        matches!(apply(&database, &plan, &only_one), Err(Error::Refused(left)) if left.len() == 1)
    );
    let both = [HazardKind::DeletesData, HazardKind::WidensAccess];
    let both = Options { allowed: both.into(), ..options(&()) };
    apply(&database, &plan, &both).unwrap();
}

#[test]
fn a_database_that_has_moved_on_is_refused() {
    let database = database();
    let plan = plan(vec![step(1, "create table a ()")]);
    let connect = || database.connect();
    let state = || Ok("0123456789abcdef".to_owned());
    let error = crate::apply::apply(&connect, &plan, &state, &options(&())).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the database has changed since the plan was made: its state is `0123456789ab`, \
         the plan starts from `start`"
    );
    let state = || Err("it cannot be read".into());
    let error = crate::apply::apply(&connect, &plan, &state, &options(&())).unwrap_err();
    assert!(matches!(error, Error::State(_)), "{error}");
    assert_eq!(relations(&mut database.connect().unwrap()), "");
}

#[test]
fn a_plan_for_another_version_or_of_another_form_is_refused() {
    let database = database();
    let plan = plan(vec![step(1, "create table a ()")]);
    let other = Plan { postgres: 99, ..plan.clone() };
    let error = apply(&database, &other, &options(&())).unwrap_err();
    assert!(error.to_string().starts_with("the plan was made for PostgreSQL 99"), "{error}");
    let newer = Plan { format: Plan::FORMAT + 1, ..plan };
    let error = apply(&database, &newer, &options(&())).unwrap_err();
    assert!(matches!(error, Error::UnknownFormat(2)), "{error}");
    assert!(untouched(&database));
}

#[test]
fn what_could_not_be_resumed_is_refused_before_anything_is_done() {
    let database = database();
    let plan = plan(vec![step(1, "create table a ()"), step(2, "commit")]);
    let error = apply(&database, &plan, &options(&())).unwrap_err();
    assert!(error.to_string().starts_with("cannot run step 2: transactions"), "{error}");
    assert!(untouched(&database));
}

#[test]
fn a_read_only_database_is_told_before_anything_is_done() {
    let database = database();
    let mut client = database.connect().unwrap();
    let name = database.name();
    let plan = plan(vec![step(1, "create table a ()")]);
    client
        .batch_execute(&format!("alter database {name} set default_transaction_read_only = on"))
        .unwrap();
    let error = apply(&database, &plan, &options(&())).unwrap_err();
    assert_eq!(error.to_string(), "transactions are read-only there");
    assert!(error.help().unwrap().contains("default_transaction_read_only"));
    client
        .batch_execute(&format!("alter database {name} reset default_transaction_read_only"))
        .unwrap();
    apply(&database, &plan, &options(&())).unwrap();
}

#[test]
fn a_server_that_is_not_there_is_told() {
    let connect = || Err::<postgres::Client, _>("nobody answers");
    let plan = plan(vec![]);
    let error = crate::apply::apply(&connect, &plan, &at_start, &options(&())).unwrap_err();
    assert_eq!(error.to_string(), "cannot connect: nobody answers");
}

#[test]
fn a_missing_privilege_in_the_middle_is_told_and_gone_on_after() {
    let server = own_server();
    let database = server.create_database("privilege").unwrap();
    let mut owner = database.connect().unwrap();
    let prepare = format!(
        "create role deployer login; grant create on database {0} to deployer;
         grant create on schema public to deployer; create table theirs (a int)",
        database.name()
    );
    owner.batch_execute(&prepare).unwrap();
    let connect = || server.connect_as(database.name(), "deployer", None);
    let plan = plan(vec![
        step(1, "create table mine (a int)"),
        step(2, "insert into mine values (1)"),
        step(2, "alter table theirs add column b int"),
    ]);
    let run = || crate::apply::apply(&connect, &plan, &at_start, &options(&()));
    let error = failed(run());
    assert_eq!((code(&error.answer), error.step), ("42501", Some(3)));
    assert!(error.help().starts_with("have the privilege granted"), "{}", error.help());
    assert_eq!(text(&mut owner, "select count(*)::text from mine"), "0");
    owner.batch_execute("alter table theirs owner to deployer").unwrap();
    assert_eq!(run().unwrap().resumed_after, 1);
    assert_eq!(text(&mut owner, "select count(*)::text from mine"), "1");

    // Who may not even make the records is told so.
    let other = server.create_database("privilege").unwrap();
    let connect = || server.connect_as(other.name(), "deployer", None);
    let error = crate::apply::apply(&connect, &plan, &at_start, &options(&())).unwrap_err();
    assert!(error.to_string().contains("SQLSTATE 42501"), "{error}");
    assert!(error.help().unwrap().contains("grant create on database"), "{error}");
}
