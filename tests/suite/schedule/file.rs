//! The file itself: what it makes, what it takes away, where it refuses.

use super::Site;
use crate::plans::server;

const TWO_ZONES: &str = "
schema: shop
transforms:
  totals:
    run_as: run_etl
    kind: full
    into: totals
    schedule: { cron: '0 9 * * *', timezone: Asia/Singapore }
    sql: select article, count(*) as views, null::json as doc from views group by article
  latest:
    run_as: run_etl
    kind: incremental
    incremental: { by: key }
    into: latest
    schedule: { cron: '0 8 * * *', timezone: Asia/Singapore }
    sql: select member, city from members
  close_old:
    run_as: run_etl
    kind: statement
    schedule: { cron: '5 9 * * 1' }
    sql: update tickets set state = 'closed' where opened < :at - interval '7 days'
";

#[test]
fn the_file_may_be_run_again_and_takes_away_what_is_no_longer_declared() {
    let server = server();
    let database = server.create_database("file").unwrap();
    let site = Site::with_stand_in(&server, &database, TWO_ZONES);
    let zone = format!("alter database {} set cron.timezone = 'asia/singapore'", site.name);
    site.does(&zone);
    site.does(
        "select cron.schedule('pgspec shop gone', '* * * * *', 'select 1'), cron.schedule('pgspec shopping', '* * * * *', ''),
         cron.schedule('vacuum', '0 0 * * *', 'vacuum')",
    );
    site.install().unwrap();
    let times = |site: &Site<'_>| {
        let jobs = site.jobs().into_iter();
        jobs.map(|(name, cron, _)| format!("{name}: {cron}")).collect::<Vec<_>>()
    };
    let all = [
        // The zone of most is that of the scheduler; what is of another asks often.
        "pgspec shop close_old: 5,20,35,50 * * * *",
        "pgspec shop latest: 0 8 * * *",
        "pgspec shop totals: 0 9 * * *",
        "pgspec shopping: * * * * *",
        "vacuum: 0 0 * * *",
    ];
    assert_eq!(times(&site), all);
    let jobs = site.jobs();
    site.install().unwrap();
    assert_eq!(site.jobs(), jobs);
    // What asks often runs when its own clock says so.
    let (_, _, command) = jobs.into_iter().find(|(name, ..)| name.ends_with("close_old")).unwrap();
    for time in ["2026-11-30 08:50Z", "2026-11-30 09:05Z", "2026-11-30 09:20Z", "2026-12-01 09:05Z"]
    {
        site.does(&command.replace("now()", &format!("timestamptz '{time}'")));
    }
    let runs =
        site.ask("select (at at time zone 'UTC')::text from pgspec.transform_runs order by at");
    assert_eq!(runs, ["(\"2026-11-23 09:05:00\")", "(\"2026-11-30 09:05:00\")"]);
    // The name of a job stays when another time is declared.
    site.declares(&TWO_ZONES.replace("0 9 * * *", "30 9 * * *").replace("latest:", "newest:"));
    site.install().unwrap();
    assert_eq!(
        times(&site)[1..3],
        ["pgspec shop newest: 0 8 * * *", "pgspec shop totals: 30 9 * * *"]
    );
}

#[test]
fn the_file_refuses_where_jobs_would_run_at_other_times_or_never() {
    let server = server();
    let database = server.create_database("refused").unwrap();
    let site = Site::on(&server, database.name(), TWO_ZONES);
    let ledger = "select to_regclass('pgspec.files') is null";
    assert_eq!(site.install().unwrap_err(), "the extension pg_cron is not in this database");
    site.does(super::STAND_IN);
    let words = "cron.timezone is GMT, and these schedules are of Asia/Singapore";
    assert_eq!(site.install().unwrap_err(), words);
    site.does(&format!("alter database {} set cron.timezone = 'Europe/Berlin'", site.name));
    let words = "cron.timezone is Europe/Berlin, and these schedules are of Asia/Singapore";
    assert_eq!(site.install().unwrap_err(), words);
    assert_eq!((site.jobs(), site.ask(ledger)), (Vec::new(), vec!["(t)".to_owned()]));
    // Names of the same clock are the same.
    site.declares(&TWO_ZONES.replace("Asia/Singapore", "Etc/UTC"));
    site.does(&format!("alter database {} set cron.timezone = 'GMT'", site.name));
    site.install().unwrap();
}
