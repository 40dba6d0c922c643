//! Each kind of transform fills its target, and does so again without a change.

use super::{HOURLY, Trial, VIEWS};
use crate::plans::server;

const KINDS: &str = "
schema: shop
transforms:
  totals:
    run_as: run_etl
    kind: full
    into: totals
    sql: select article, count(*) as views, json_build_object('a', article) as doc from views group by article
  top: { run_as: run_etl, kind: materialized_view, into: top }
  best: { run_as: run_etl, kind: view, into: best, expect: [ { unique: [article] } ] }
  log:
    run_as: run_etl
    kind: append
    into: log
    append: { watermark: view_id, start: '0' }
    sql: select view_id, article, seen_at from views where view_id > :watermark
  latest:
    run_as: run_etl
    kind: incremental
    incremental: { by: key }
    into: latest
    sql: select member, city from members
  states:
    run_as: run_etl
    kind: history
    into: member_states
    history: { key: [member], gone: end }
    sql: select member, city from members
  close_old:
    run_as: run_etl
    kind: statement
    sql: update tickets set state = 'closed' where state = 'open' and opened < :at - interval '7 days'
";

#[test]
fn each_kind_fills_its_target_and_again_changes_nothing() {
    let server = server();
    let trial = Trial::on(&server, KINDS);
    trial.does(VIEWS);
    trial.does(
        "insert into shop.members values ('m1', 'A'), ('m2', 'B');
         insert into shop.tickets (ticket, opened) values (1, '2026-10-01Z'), (2, '2026-11-01Z')",
    );
    assert_eq!(
        trial.at("2026-11-02 08:00", 0),
        [
            "best: 2026-11-02 08:00Z: nothing changed",
            "close_old: 2026-11-02 08:00Z: 1 changed",
            "latest: 2026-11-02 08:00Z: 2 came",
            "log: 2026-11-02 08:00Z: 42 came",
            "states: 2026-11-02 08:00Z: 2 came",
            "top: 2026-11-02 08:00Z: nothing changed",
            "totals: 2026-11-02 08:00Z: 3 came",
        ]
    );
    assert_eq!(trial.ask("select * from shop.top order by 1"), ["(a,14)", "(b,14)", "(c,14)"]);
    for line in trial.at("2026-11-02 09:00", 0) {
        assert!(line.ends_with("nothing changed"), "{line}");
    }
    // One more, one less, one otherwise.
    trial.does(
        "delete from shop.views where article = 'c';
         insert into shop.views (article, seen_at) values ('d', '2026-11-02Z');
         update shop.members set city = 'C' where member = 'm1';
         delete from shop.members where member = 'm2';
         insert into shop.members values ('m3', 'D')",
    );
    assert_eq!(
        trial.at("2026-11-02 10:00", 0),
        [
            "best: 2026-11-02 10:00Z: nothing changed",
            "close_old: 2026-11-02 10:00Z: nothing changed",
            "latest: 2026-11-02 10:00Z: 1 came, 1 changed",
            "log: 2026-11-02 10:00Z: 1 came",
            "states: 2026-11-02 10:00Z: 2 came, 2 changed",
            "top: 2026-11-02 10:00Z: nothing changed",
            "totals: 2026-11-02 10:00Z: 1 came, 1 went",
        ]
    );
    assert_eq!(trial.ask("select article from shop.top order by 1"), ["(a)", "(b)", "(d)"]);
    assert_eq!(trial.ask("select * from shop.latest order by 1"), ["(m1,C)", "(m2,B)", "(m3,D)"]);
    let states = "select member, city, to_char(valid_from at time zone 'UTC', 'HH24'), \
                  to_char(valid_to at time zone 'UTC', 'HH24') from shop.member_states order by 1, 3";
    assert_eq!(trial.ask(states), ["(m1,A,08,10)", "(m1,C,10,)", "(m2,B,08,10)", "(m3,D,10,)"]);
    // For the same time again: the state is put right, not ended.
    trial.does("update shop.members set city = 'E' where member = 'm3'");
    let said = trial.at("2026-11-02 10:00", 0);
    assert!(said.contains(&"states: 2026-11-02 10:00Z: 1 changed".to_owned()), "{said:?}");
    assert_eq!(trial.ask(states)[3], "(m3,E,10,)");
    // For a time before that nothing can be said.
    trial.does("update shop.members set city = 'F' where member = 'm3'");
    let said = trial.run(&["states", "--at", "2026-11-02 09:30"]).ends(1).out;
    assert!(said.contains("2 states began later than the time that the run stands for"), "{said}");
}

#[test]
fn what_a_query_gives_must_belong_where_it_goes() {
    let server = server();
    let trial = Trial::on(&server, KINDS);
    trial.does(VIEWS);
    trial.does("insert into shop.totals values ('a', 0), ('b', 0), ('c', 0)");
    let with =
        |sql: &str| format!("schema: shop\ntransforms:\n  t: {{ run_as: run_etl, {sql} }}\n");
    for (declared, words) in [
        (
            "kind: full, into: totals, sql: \"select article, 1 as views from views\"",
            "failed: the query gives 3 keys more than once",
        ),
        (
            "kind: append, into: log, append: { watermark: view_id, start: '0' }, \
             sql: \"select view_id, article, seen_at from views where :watermark >= 0 and view_id > 20\"",
            "",
        ),
        (
            "kind: incremental, incremental: { by: time, column: hour, start: 2026-11-01 }, into: hourly, \
             schedule: { cron: '0 * * * *' }, \
             sql: \"select article, date_trunc('hour', seen_at) as hour, count(*) as views from views \
             where seen_at >= :from - interval '1 day' and seen_at < :to group by 1, 2\"",
            "of the rows that the query gives belong to no part of the interval",
        ),
    ] {
        trial.declares(&with(declared));
        let code = i32::from(!words.is_empty());
        let said = trial.run(&["--at", "2026-11-01 04:00"]).ends(code).out;
        assert!(said.contains(words), "{said}");
    }
    trial.declares(&with(
        "kind: append, into: log, append: { watermark: view_id, start: '0' }, \
         sql: \"select view_id, article, seen_at from views where :watermark >= 0 and view_id <= 20\"",
    ));
    let said = trial.run(&[]).ends(1).out;
    assert!(said.contains("20 of the rows that the query gives are not above"), "{said}");
    assert_eq!(trial.ask("select sum(views) from shop.totals"), ["(0)"]);
    assert_eq!(trial.ask("select max(hour) < '2026-11-01 01:00Z' from shop.hourly"), ["(t)"]);
}

#[test]
fn rows_that_come_late_are_dealt_with_as_declared() {
    let server = server();
    for (then, code, hours, aside) in [
        ("recompute", 0, "(2)", "(0)"),
        ("quarantine, into: late_views", 0, "(1)", "(1)"),
        ("fail", 1, "(1)", "(0)"),
    ] {
        let late = format!("lookback: 1h, late: {{ table: views, time: seen_at, then: {then} }}");
        let trial = Trial::on(&server, &HOURLY.replace("lookback: 1h", &late));
        trial.does("insert into shop.views (article, seen_at) values ('a', '2026-11-01 01:10Z')");
        trial.at("2026-11-01 06:00", 0);
        // What the transaction began before, and what is within reach again, is no matter.
        trial.does(
            "insert into shop.views (article, seen_at) values ('a', '2026-11-01 01:20Z'), ('b', '2026-11-01 05:30Z'),
             ('c', '2026-11-01 09:30Z')",
        );
        let said = trial.at("2026-11-01 07:00", code).join("\n");
        match then {
            "recompute" => assert!(
                said.contains(
                    "run again, as rows came late: 2026-11-01 01:00Z to 2026-11-01 02:00Z"
                ),
                "{said}"
            ),
            "fail" => assert!(said.contains("failed: 1 rows of shop.views came when"), "{said}"),
            _ => {}
        }
        let views = "select views from shop.hourly where hour = '2026-11-01 01:00Z'";
        assert_eq!(trial.ask(views), [hours], "{then}");
        assert_eq!(trial.ask("select count(*) from shop.late_views"), [aside], "{then}");
        // Each is late once.
        if code == 0 {
            let said = trial.at("2026-11-01 08:00", 0).join("\n");
            assert!(!said.contains("late"), "{said}");
            assert_eq!(trial.ask("select count(*) from shop.late_views"), [aside], "{then}");
        }
    }
}
