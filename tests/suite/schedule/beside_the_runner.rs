//! Jobs beside the runner: at the same times they do the same, and write the same into the ledger.

use super::Site;
use crate::plans::server;
use crate::run::VIEWS;

/// Every kind, and every way to deal with times that were missed.
const ALL: &str = "
schema: shop
transforms:
  hourly:
    run_as: run_etl
    kind: incremental
    into: hourly
    incremental: { by: time, column: hour, start: 2026-11-01, lookback: 2h }
    schedule: { cron: '0 * * * *', missed: MISSED }
    timeout: 5min
    sql: |
      select article, date_trunc('hour', seen_at) as hour, count(*) as views
      from views where seen_at >= :from and seen_at < :to group by 1, 2
    expect:
      - { not_null: [article, hour] }
      - { condition: views > 2, severity: warn, keep: 2 }
  totals:
    run_as: run_etl
    kind: full
    into: totals
    schedule: { cron: '0 * * * *', missed: MISSED }
    sql: select article, sum(views)::bigint as views, json_build_object('at', (:at)::text) as doc from hourly group by article
    expect: [ { condition: views > 0, at_most: 10% }, { rows: { max: 3 } } ]
  top: { run_as: run_etl, kind: materialized_view, into: top, schedule: { cron: '0 * * * *' } }
  best: { run_as: run_etl, kind: view, into: best, schedule: { cron: '0 * * * *' }, expect: [ { unique: [article] } ] }
  log:
    run_as: run_etl
    kind: append
    into: log
    append: { watermark: view_id, start: '3' }
    schedule: { cron: '30 * * * *', missed: MISSED, overlap: wait }
    sql: select view_id, article, seen_at from views where view_id > :watermark and seen_at < :at
  latest:
    run_as: run_etl
    kind: incremental
    incremental: { by: key }
    into: latest
    schedule: { cron: '15,45 8-20 * * 0,1', timezone: Asia/Kolkata, missed: MISSED }
    sql: select member, city from members
  states:
    run_as: run_etl
    kind: history
    into: member_states
    history: { key: [member], gone: end }
    schedule: { cron: '20 * * * *', missed: MISSED }
    sql: select member, city from members
  close_old:
    run_as: run_etl
    kind: statement
    schedule: { cron: '40 */2 * * *', missed: MISSED }
    sql: update tickets set state = 'closed' where state = 'open' and opened < :at - interval '7 days'
";

const ROWS: &str = "insert into shop.members values ('m1', 'A'), ('m2', 'B');
    insert into shop.tickets (ticket, opened) values (1, '2026-10-01Z'), (2, '2026-11-01Z')";

/// What the database is afterwards, but for when things ran.
const STATE: [&str; 8] = [
    "select name, at, from_time, to_time, version, outcome, reason, inserted, updated, deleted, attempt
     from pgspec.transform_runs order by name, at, from_time",
    "select r.name as run, r.at, e.name, e.outcome, e.failing, e.kept from pgspec.transform_expectations e
     join pgspec.transform_runs r using (run_id) order by 1, 2, 3, r.from_time",
    "select * from shop.hourly order by article, hour",
    "select article, views, doc::text from shop.totals order by article",
    "select * from shop.top order by article",
    "select * from shop.log order by view_id",
    "select * from shop.latest order by member",
    "select * from shop.member_states order by member, valid_from",
];

#[test]
fn jobs_do_what_the_runner_does() {
    let server = server();
    for missed in ["catch_up", "latest", "skip"] {
        let transforms = ALL.replace("MISSED", missed);
        let (one, other) =
            (server.create_database("a").unwrap(), server.create_database("b").unwrap());
        let runner = Site::on(&server, one.name(), &transforms);
        let alone = Site::with_stand_in(&server, &other, &transforms);
        alone.install().unwrap();
        for site in [&runner, &alone] {
            site.does(&format!("{VIEWS}; {ROWS}"));
        }
        let mut runs = 0;
        // Early, at once, again, a few too late, long too late, on the minute, and months later.
        for (time, change) in [
            ("2026-10-31 23:10", ""),
            ("2026-11-01 01:00", ""),
            ("2026-11-01 03:20", ""),
            ("2026-11-01 03:20", "update shop.members set city = 'C' where member = 'm1'"),
            ("2026-11-01 03:31", "delete from shop.members where member = 'm2'"),
            ("2026-11-01 05:50", "insert into shop.members values ('m3', 'D')"),
            ("2026-11-01 09:00", "update shop.views set article = 'c' where view_id = 30"),
            ("2026-11-01 09:40", ""),
            ("2026-11-04 00:05", ""),
        ] {
            for site in [&runner, &alone] {
                site.does(change);
            }
            runner.pgspec(&["run", "--database", &runner.url(), "--at", time]).ends(0);
            for (_, _, command) in alone.jobs() {
                alone.does(&command.replace("now()", &format!("timestamptz '{time}Z'")));
            }
            for question in STATE {
                assert_eq!(alone.ask(question), runner.ask(question), "{missed} at {time}");
            }
            runs = alone.ask(STATE[0]).len();
        }
        assert!(runs > 20, "{missed}: {runs}");
    }
}

/// The comparison sees a job that does less.
#[test]
fn a_job_that_reaches_back_less_far_is_told_from_the_runner() {
    let server = server();
    let transforms = ALL.replace("MISSED", "latest");
    let (one, other) = (server.create_database("a").unwrap(), server.create_database("b").unwrap());
    let runner = Site::on(&server, one.name(), &transforms);
    let alone = Site::with_stand_in(&server, &other, &transforms);
    alone.install().unwrap();
    for site in [&runner, &alone] {
        site.does(VIEWS);
    }
    for time in ["2026-11-01 05:00", "2026-11-01 07:00"] {
        runner.pgspec(&["run", "--database", &runner.url(), "--at", time]).ends(0);
        for (_, _, command) in alone.jobs() {
            let less = command.replace("interval '7200 seconds'", "interval '3600 seconds'");
            alone.does(&less.replace("now()", &format!("timestamptz '{time}Z'")));
        }
    }
    assert_ne!(alone.ask(STATE[0]), runner.ask(STATE[0]));
}

#[test]
fn each_takes_up_what_the_other_did() {
    let server = server();
    let database = server.create_database("both").unwrap();
    let site = Site::with_stand_in(&server, &database, &ALL.replace("MISSED", "catch_up"));
    site.install().unwrap();
    site.does(VIEWS);
    let at = |time: &str| {
        for (_, _, command) in site.jobs() {
            site.does(&command.replace("now()", &format!("timestamptz '{time}Z'")));
        }
    };
    let run = |time: &str| site.pgspec(&["run", "--database", &site.url(), "--at", time]).ends(0);
    at("2026-11-01 04:45");
    let said = run("2026-11-01 04:50").out;
    assert_eq!(said, "", "nothing is left to do");
    run("2026-11-01 06:45");
    let runs = site.ask(STATE[0]);
    at("2026-11-01 06:50");
    assert_eq!(site.ask(STATE[0]), runs);
    let said =
        site.pgspec(&["run", "--database", &site.url(), "--check", "--at", "2026-11-01 06:50"]);
    said.ends(0);
}
