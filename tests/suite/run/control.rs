//! What is due, what is missing, what failed: the ledger and those who ask it.

use super::{HOURLY, Trial, VIEWS, lines};
use crate::plans::server;

const ROWS: &str = "select article, hour::text, views from shop.hourly order by 1, 2";

#[test]
fn a_lost_interval_is_found_and_filled() {
    let server = server();
    let trial = Trial::on(&server, HOURLY);
    trial.does(VIEWS);
    let said = trial.at("2026-11-01 07:05", 0);
    assert_eq!(said.len(), 7, "{said:?}");
    assert_eq!(
        said[6], "hourly: 2026-11-01 05:00Z to 2026-11-01 07:00Z: 3 came",
        "it reaches back"
    );
    let all = trial.ask(ROWS);
    assert_eq!(all.len(), 21);
    trial.run(&["--status", "--at", "2026-11-01 07:05"]).ends(0);
    trial.does(
        "delete from shop.hourly where hour = '2026-11-01 03:00Z';
         delete from pgspec.transform_runs where from_time = '2026-11-01 03:00Z'",
    );
    let said = trial.run(&["--status", "--at", "2026-11-01 07:05"]).ends(1).out;
    assert!(said.contains("missing: 2026-11-01 03:00Z to 2026-11-01 04:00Z\n"), "{said}");
    assert_eq!(said.matches("missing").count(), 1, "{said}");
    trial.at("2026-11-01 07:05", 0);
    assert_eq!(trial.ask(ROWS), all);
    // Rows that were changed behind its back are put right by running the interval again.
    trial.does(
        "update shop.hourly set views = 99 where hour = '2026-11-01 02:00Z' and article = 'a'",
    );
    let again = ["--from", "2026-11-01 02:00", "--to", "2026-11-01 04:00"];
    assert_eq!(
        lines(&trial.run(&again).ends(0).out),
        [
            "hourly: 2026-11-01 02:00Z to 2026-11-01 03:00Z: 1 changed",
            "hourly: 2026-11-01 03:00Z to 2026-11-01 04:00Z: nothing changed"
        ]
    );
    assert_eq!(trial.ask(ROWS), all);
}

#[test]
fn changed_sql_says_which_intervals_are_stale() {
    let server = server();
    let trial = Trial::on(&server, HOURLY);
    trial.does(VIEWS);
    trial.at("2026-11-01 04:00", 0);
    trial.declares(&HOURLY.replace("count(*) as views", "10 * count(*) as views"));
    trial.at("2026-11-01 06:00", 0);
    let said = trial.run(&["--status", "--at", "2026-11-01 06:00"]).ends(1).out;
    assert!(said.contains("stale: 2026-11-01 00:00Z to 2026-11-01 04:00Z"), "{said}");
    let said = lines(&trial.run(&["--stale", "--at", "2026-11-01 06:00"]).ends(0).out);
    assert_eq!(said.len(), 4, "{said:?}");
    assert_eq!(said[0], "hourly: 2026-11-01 00:00Z to 2026-11-01 01:00Z: 3 changed");
    trial.run(&["--status", "--at", "2026-11-01 06:00"]).ends(0);
    assert_eq!(trial.ask("select distinct views from shop.hourly"), ["(20)"]);
}

const CHAIN: &str = "
  totals:
    run_as: run_etl
    kind: full
    into: totals
    sql: select article, sum(views) as views, null::json as doc from hourly group by article
    expect:
      - { accepted_values: { column: article, values: [a, b, c] }, keep: 5 }
      - { rows: { min: 1, max: 100 }, severity: warn, name: how many }
      - { fresh: { column: article, error: 1h } }
  best:
    run_as: run_etl
    kind: view
    into: best
    expect: [ { unique: [article] }, { relationship: { columns: article, to: totals } } ]
  top: { run_as: run_etl, kind: materialized_view, into: top, after: [best] }
";

#[test]
fn what_is_not_as_expected_is_not_published_and_holds_what_needs_it() {
    let server = server();
    let chain = CHAIN.replace("      - { fresh: { column: article, error: 1h } }\n", "");
    let trial = Trial::on(&server, &format!("{HOURLY}{chain}"));
    trial.does(VIEWS);
    let said = trial.at("2026-11-01 02:00", 0);
    assert_eq!(said.len(), 5, "{said:?}");
    trial.does("insert into shop.views (article, seen_at) values ('z', '2026-11-01 02:30Z')");
    let said = trial.at("2026-11-01 03:00", 1);
    let wanted = [
        "best: held back, as totals failed",
        "top: held back, as totals failed",
        "totals: 2026-11-01 03:00Z: failed: not as expected: accepted values of article (1 failing)",
    ];
    for line in wanted {
        assert!(said.iter().any(|said| said == line), "{said:#?}");
    }
    assert!(said.iter().any(|line| line.contains("[{\"article\":\"z\",\"views\":1")), "{said:#?}");
    assert_eq!(trial.ask("select sum(views) from shop.totals"), ["(12)"], "as it was before");
    let ledger = "select r.outcome, e.name, e.outcome, e.failing, jsonb_array_length(kept) \
                  from pgspec.transform_runs r join pgspec.transform_expectations e using (run_id) \
                  where r.name = 'totals' order by run_id, e.name";
    assert_eq!(
        trial.ask(ledger),
        [
            "(done,\"accepted values of article\",met,0,0)",
            "(done,\"how many\",met,0,0)",
            "(failed,\"accepted values of article\",failed,1,1)",
            "(failed,\"how many\",met,0,0)",
        ]
    );
    // What is only told is told, and what may fail a little does.
    let lenient =
        chain.replace("max: 100", "max: 2").replace("keep: 5 }", "keep: 5, at_most: 30% }");
    trial.declares(&format!("{HOURLY}{lenient}"));
    let said = trial.at("2026-11-01 03:00", 0);
    assert!(said.contains(&"  warning: how many: 1 row fails".to_owned()), "{said:#?}");
    assert_eq!(trial.ask("select count(*) from shop.top"), ["(4)"]);
}

#[test]
fn what_may_pass_is_tried_again_and_what_runs_already_is_left_out() {
    const CLOSE: &str = "
schema: shop
transforms:
  close:
    run_as: run_etl
    kind: statement
    schedule: { cron: '0 * * * *', retries: 3, retry_after: 1s }
    sql: update tickets set state = fails_twice()
  broken:
    run_as: run_etl
    kind: statement
    schedule: { cron: '0 * * * *', retries: 3, retry_after: 1s }
    sql: update tickets set state = (1 / 0)::text
";
    let server = server();
    let trial = Trial::on(&server, CLOSE);
    trial.does("insert into shop.tickets (ticket, opened) values (1, '2026-10-01Z')");
    let said = trial.at("2026-11-01 01:00", 1);
    assert_eq!(
        said,
        [
            "  tried again in 1 s",
            "  tried again in 2 s",
            "broken: 2026-11-01 01:00Z: failed: division by zero (SQLSTATE 22012)",
            "close: 2026-11-01 01:00Z: 1 changed",
            "close: 2026-11-01 01:00Z: failed: try again (SQLSTATE 40001)",
            "close: 2026-11-01 01:00Z: failed: try again (SQLSTATE 40001)",
        ]
    );
    let runs = "select name, outcome, attempt from pgspec.transform_runs order by 1, attempt";
    assert_eq!(
        trial.ask(runs),
        ["(broken,failed,1)", "(close,failed,1)", "(close,failed,2)", "(close,done,3)"]
    );
    let mut other = trial.database.connect().unwrap();
    let held = "select pg_advisory_lock(hashtext('pgspec run'), hashtext('close'))";
    other.batch_execute(held).unwrap();
    let said = lines(&trial.run(&["close", "--at", "2026-11-01 02:00"]).ends(0).out);
    assert_eq!(said, ["close: 2026-11-01 02:00Z: left out, as it runs already"]);
}

#[test]
fn wrong_calls_say_what_is_wrong() {
    let server = server();
    let trial = Trial::on(&server, &format!("{HOURLY}{CHAIN}"));
    for (arguments, words) in [
        (["hourli"].as_slice(), "no source or transform `hourli`\n  help: did you mean `hourly`?"),
        (&["--at", "noon"], "write it like `2026-11-01`"),
        (&["totals", "--from", "2026-11-01"], "the rows of `totals` belong to no intervals"),
        (&["--to", "2026-11-01"], "--from <TIME>"),
        (&["--watch", "--status"], "cannot be used with"),
    ] {
        let said = trial.run(arguments).ends(2).said;
        assert!(said.contains(words), "{said}");
    }
    let said = run_at_nowhere(&trial);
    assert!(said.contains("error: "), "{said}");
}

fn run_at_nowhere(trial: &Trial<'_>) -> String {
    let nowhere = ["run", "--database", "postgres://nobody@%2Fnowhere/none"];
    crate::plans::run(trial.project.path(), &nowhere).ends(3).said
}

#[test]
fn a_plain_role_runs_with_rights_on_the_ledger() {
    let server = server();
    let trial = Trial::on(&server, HOURLY);
    trial.does(VIEWS);
    let name = trial.database.name();
    let role = "create role run_plain login in role run_etl";
    trial.does(&format!("{role}; grant connect on database {name} to run_plain"));
    let (before, after) = trial.url.split_once('@').expect("a user and a place");
    let user = before.rsplit('/').next().expect("a user");
    let plain = format!("{}run_plain@{after}", before.strip_suffix(user).expect("it ends with it"));
    let as_plain = |code: i32| {
        let words = ["run", "--database", &plain, "--at", "2026-11-01 02:05"];
        crate::plans::run(trial.project.path(), &words).ends(code)
    };
    let refused = as_plain(3).said;
    assert!(refused.contains("the ledger cannot be made or read: permission denied"), "{refused}");
    trial.run(&["--status", "--at", "2026-11-01 02:05"]).ends(1);
    let refused = as_plain(3).said;
    assert!(refused.contains("permission denied for"), "{refused}");
    // As docs/pipelines.md has it.
    trial.does(
        "grant usage on schema pgspec to run_plain;
         grant select, insert, update on all tables in schema pgspec to run_plain;
         grant usage on all sequences in schema pgspec to run_plain",
    );
    assert_eq!(lines(&as_plain(0).out).len(), 2);
    assert_eq!(trial.ask(ROWS).len(), 6);
}
