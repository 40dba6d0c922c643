//! pg_cron itself runs the jobs: on this machine's server where the extension is installed, and in the containers that
//! `tests/support/pg-cron-image/build.sh` makes images for.

use std::process::Command;
use std::time::{Duration, Instant};

use pgspec::sandbox::{Choice, ImageContext, Request, Sandbox, start};

use super::Site;
use crate::run::VIEWS;
use crate::servers::skip;

/// Every minute: what fills, what stands on it, and what fails.
const EVERY_MINUTE: &str = "
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
    expect: [ { rows: { min: 3 } } ]
  latest:
    run_as: run_etl
    kind: incremental
    incremental: { by: key }
    into: latest
    schedule: { cron: '* * * * *' }
    sql: select 'm' as member, 'c' as city
    expect: [ { condition: city <> 'c' } ]
";

#[test]
fn the_extension_on_this_machine_runs_the_jobs() {
    let mut request = Request::new(Choice::Local, 17);
    for (name, value) in [
        ("shared_preload_libraries", "pg_cron"),
        ("cron.database_name", "postgres"),
        // A server on a private socket is no host that it could connect to.
        ("cron.use_background_workers", "on"),
    ] {
        request.settings.insert(name.to_owned(), value.to_owned());
    }
    match start(&request, &|_| ()) {
        Ok(server) => runs_the_jobs(&server),
        Err(error) => {
            let reason = format!("no local server with pg_cron: {error}");
            skip(
                "the_extension_on_this_machine_runs_the_jobs",
                reason.lines().next().unwrap_or(""),
            );
        }
    }
}

#[test]
fn the_extension_in_a_container_of_15_runs_the_jobs() {
    in_container(15);
}

#[test]
fn the_extension_in_a_container_of_17_runs_the_jobs() {
    in_container(17);
}

fn in_container(major: u16) {
    let image = format!("pgspec-test/postgres-cron:{major}");
    let found = Command::new("docker").args(["image", "inspect", &image]).output();
    if !found.is_ok_and(|output| output.status.success()) {
        let script = "tests/support/pg-cron-image/build.sh";
        let reason = format!("no engine, or no image `{image}`, which {script} makes");
        return skip("the_extension_in_a_container_runs_the_jobs", &reason);
    }
    let mut request = Request::new(Choice::Docker, major);
    request.context = Some(ImageContext {
        files: [("Dockerfile", &b"ARG POSTGRES_IMAGE\nFROM ${POSTGRES_IMAGE}\n"[..])].into(),
        dockerfile: "Dockerfile",
        build_args: [("POSTGRES_IMAGE".to_owned(), image)].into(),
        environment: [("POSTGRES_HOST_AUTH_METHOD".to_owned(), "trust".to_owned())].into(),
        ..ImageContext::default()
    });
    let server = start(&request, &|_| ()).unwrap_or_else(|error| panic!("{error}"));
    runs_the_jobs(&server);
}

fn runs_the_jobs(server: &Sandbox) {
    let site = Site::on(server, "postgres", EVERY_MINUTE);
    site.does("create extension pg_cron");
    site.does(VIEWS);
    site.install().unwrap();
    site.install().unwrap();
    let names: Vec<_> = site.jobs().into_iter().map(|(name, ..)| name).collect();
    assert_eq!(names, ["pgspec shop latest", "pgspec shop log"]);
    let ended = "select j.jobname::text, d.status, split_part(d.return_message, E'\\n', 1) from cron.job_run_details d
        join cron.job j using (jobid) where d.status in ('succeeded', 'failed') order by 1";
    let until = Instant::now() + Duration::from_secs(200);
    // Of a background worker, pg_cron says that it succeeded when its first statement has.
    let done = "select name from pgspec.transform_runs";
    while site.ask(ended).len() < 2 || site.ask(done).len() < 2 {
        let said = site.ask("select status, return_message from cron.job_run_details");
        assert!(Instant::now() < until, "pg_cron ran nothing: {said:?}");
        std::thread::sleep(Duration::from_millis(500));
    }
    let details = site.ask(ended);
    let (bad, good): (Vec<_>, Vec<_>) =
        details.iter().partition(|line| line.contains("shop latest"));
    assert!(
        bad.iter().all(|it| it.contains("failed") && it.contains("latest: not as expected")),
        "{bad:?}"
    );
    assert!(!good.is_empty() && good.iter().all(|line| line.contains(",succeeded,")), "{good:?}");
    assert_eq!(site.ask("select count(*) from shop.log"), ["(42)"]);
    assert_eq!(site.ask("select count(*) from shop.totals"), ["(3)"]);
    assert_eq!(site.ask("select count(*) from shop.latest"), ["(0)"]);
    let runs = "select name, outcome, count(*) > 0, every(date_trunc('minute', at) = at) from pgspec.transform_runs
        group by 1, 2 order by 1";
    assert_eq!(site.ask(runs), ["(log,done,t,t)", "(totals,done,t,t)"]);
    // What is no longer declared no longer runs.
    site.declares(&EVERY_MINUTE.replace("latest:", "newest:"));
    site.install().unwrap();
    let names: Vec<_> = site.jobs().into_iter().map(|(name, ..)| name).collect();
    assert_eq!(names, ["pgspec shop log", "pgspec shop newest"]);
}
