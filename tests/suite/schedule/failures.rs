//! What must not be there is not there: neither rows nor a record.

use super::Site;
use crate::plans::server;
use crate::run::VIEWS;

/// Two of one time, of which the second needs the first.
const TWO: &str = "
schema: shop
transforms:
  log:
    run_as: run_etl
    kind: append
    into: log
    append: { watermark: view_id, start: '0' }
    schedule: { cron: '* * * * *' }
    sql: select view_id, article, seen_at from views where view_id > :watermark
  totals:
    run_as: run_etl
    kind: full
    into: totals
    schedule: { cron: '* * * * *' }
    sql: select article, count(*) as views, null::json as doc from log group by article
    EXPECT
";

/// Runs the one job that there is, as the scheduler would; returns the words of its failure.
fn job(site: &Site<'_>) -> Result<(), String> {
    let jobs = site.jobs();
    assert_eq!(jobs.len(), 1, "{jobs:?}");
    let failed = site.client().batch_execute(&jobs[0].2);
    failed.map_err(|error| error.as_db_error().unwrap().message().to_owned())
}

#[test]
fn a_failing_expectation_leaves_nothing() {
    let server = server();
    let database = server.create_database("fails").unwrap();
    let expect = |expected: &str| TWO.replace("EXPECT", expected);
    let site = Site::with_stand_in(
        &server,
        &database,
        &expect("expect: [ { condition: views < 14 }, { unique: [article] } ]"),
    );
    site.does(VIEWS);
    site.install().unwrap();
    let counts = "select (select count(*) from shop.log), (select count(*) from shop.totals),
        (select count(*) from pgspec.transform_runs), (select count(*) from pgspec.transform_expectations)";
    let words = job(&site).unwrap_err();
    assert!(
        words.starts_with("totals: not as expected: ") && words.ends_with(" (3 failing)"),
        "{words}"
    );
    assert_eq!(site.ask(counts), ["(0,0,0,0)"]);
    // So many may fail, or be told only; and what is met is met.
    for expected in [
        "expect: [ { condition: views < 14, at_most: 3 } ]",
        "expect: [ { condition: views < 14, at_most: 100% } ]",
        "expect: [ { condition: views < 14, severity: warn } ]",
        "expect: [ { condition: views < 15 } ]",
        "",
    ] {
        site.does(
            "truncate shop.log, shop.totals, pgspec.transform_runs, pgspec.transform_expectations",
        );
        site.declares(&expect(expected));
        site.install().unwrap();
        job(&site).unwrap();
        let judged = u8::from(!expected.is_empty());
        assert_eq!(site.ask(counts), [format!("(42,3,2,{judged})")], "{expected}");
    }
}

#[test]
fn rows_that_do_not_belong_there_end_a_job() {
    let server = server();
    let database = server.create_database("astray").unwrap();
    let one = |sql: &str| {
        format!(
            "schema: shop\ntransforms:\n  t: {{ run_as: run_etl, schedule: {{ cron: '* * * * *' }}, {sql} }}\n"
        )
    };
    let site = Site::with_stand_in(
        &server,
        &database,
        &one(
            "kind: full, into: totals, sql: \"select article, 1::bigint as views, null::json as doc from views\"",
        ),
    );
    site.does(VIEWS);
    site.does("insert into shop.totals values ('a', 0), ('b', 0), ('c', 0)");
    site.install().unwrap();
    assert_eq!(job(&site).unwrap_err(), "t: the query gives 3 keys more than once");
    site.declares(&one("kind: append, into: log, append: { watermark: view_id, start: '40' }, \
         sql: \"select view_id, article, seen_at from views where :watermark >= 0\""));
    site.install().unwrap();
    let words = job(&site).unwrap_err();
    assert_eq!(words, "t: 40 of the rows that the query gives are not above the watermark");
    assert_eq!(site.ask("select count(*) from shop.log"), ["(0)"]);
    site.declares(&one(
        "kind: statement, timeout: 1s, sql: \"update tickets set state = pg_sleep(10)::text\"",
    ));
    site.does("insert into shop.tickets (ticket, opened) values (1, now())");
    site.install().unwrap();
    assert_eq!(job(&site).unwrap_err(), "canceling statement due to statement timeout");
    assert_eq!(site.ask("select count(*) from pgspec.transform_runs"), ["(0)"]);
}

#[test]
fn a_job_is_the_role_of_its_transform_and_no_more() {
    let server = server();
    let database = server.create_database("role").unwrap();
    let site = Site::with_stand_in(&server, &database, &TWO.replace("EXPECT", ""));
    site.does(VIEWS);
    site.install().unwrap();
    site.does("revoke insert on shop.log from run_etl");
    assert_eq!(job(&site).unwrap_err(), "permission denied for table log");
    site.does("grant insert on shop.log to run_etl");
    job(&site).unwrap();
}

#[test]
fn a_role_without_power_installs_and_runs_the_jobs() {
    let server = server();
    for (ledger, grants) in [
        ("its own", "grant create on database DATABASE to scheduler"),
        (
            "of another",
            "grant usage on schema pgspec to scheduler; grant select, insert on all tables in schema pgspec to scheduler",
        ),
    ] {
        let database = server.create_database("role").unwrap();
        let site = Site::with_stand_in(&server, &database, &TWO.replace("EXPECT", ""));
        site.does(VIEWS);
        site.does("do $$ begin create role scheduler; exception when duplicate_object then end $$");
        if ledger == "of another" {
            site.install().unwrap();
            site.does("delete from cron.job");
        }
        let grants = grants.replace("DATABASE", &site.name);
        let mut scheduler = site.client();
        scheduler.batch_execute("set session authorization scheduler").unwrap();
        assert!(scheduler.batch_execute(&site.file()).is_err(), "{ledger}");
        scheduler.batch_execute("rollback").unwrap();
        site.does(&format!(
            "grant usage on schema cron to scheduler; grant execute on all functions in schema cron to scheduler;
             grant select, insert, update, delete on cron.job to scheduler;
             grant run_etl to scheduler; {grants}"
        ));
        scheduler.batch_execute(&site.file()).unwrap();
        scheduler.batch_execute(&site.jobs()[0].2).unwrap();
        assert_eq!(site.ask("select count(*) from shop.totals"), ["(3)"], "{ledger}");
        site.does("revoke run_etl from scheduler");
        site.does("truncate pgspec.transform_runs cascade");
        assert!(scheduler.batch_execute(&site.jobs()[0].2).is_err(), "{ledger}");
    }
}

#[test]
fn a_job_leaves_alone_what_runs_already() {
    let server = server();
    let database = server.create_database("busy").unwrap();
    let site = Site::with_stand_in(&server, &database, &TWO.replace("EXPECT", ""));
    site.does(VIEWS);
    site.install().unwrap();
    let mut other = site.client();
    let mut held = other.transaction().unwrap();
    held.batch_execute("select pg_advisory_xact_lock(hashtext('pgspec run'), hashtext('log'))")
        .unwrap();
    job(&site).unwrap();
    assert_eq!(site.ask("select name from pgspec.transform_runs"), ["(totals)"]);
    held.rollback().unwrap();
    job(&site).unwrap();
    let names = site.ask("select distinct name from pgspec.transform_runs order by 1");
    assert_eq!(names, ["(log)", "(totals)"]);
}
