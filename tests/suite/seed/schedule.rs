//! Rows that come as time passes.

use std::process::{Command, Stdio};
use std::time::Duration;

use super::Trial;
use crate::plans::{run, server};

const SHOP: &str = "
schema: shop
tables:
  members:
    columns: { member: bigint generated always as identity primary key, email: text not null unique }
  sales:
    columns:
      sale: bigint primary key
      member: { type: bigint, not_null: true, references: members }
      sold_at: timestamptz not null
  lines:
    columns: { sale: { type: bigint, not_null: true, references: sales }, line: integer not null }
    primary_key: [sale, line]
    checks: { lines_are_few: line between 1 and 9 }
";

const SEEDS: &str = "
schema: shop
seeds:
  shop:
    schedule: { cron: '*/10 * * * *' }
    tables:
      shop.members: { rows: 50, each_time: 1 }
      shop.sales: { rows: 100, each_time: 4 }
      shop.lines: { rows: { per: shop.sales, from: 2, to: 2 } }
";

#[test]
fn each_time_of_the_schedule_brings_its_rows_once() {
    let server = server();
    let trial = Trial::on(&server, SHOP, SEEDS);
    trial.seed(&[]).ends(0);
    let simulate = |from: &str, to: &str| {
        let words = [
            "run",
            "--database",
            &trial.url,
            "--samples",
            "--simulate-from",
            from,
            "--simulate-to",
            to,
        ];
        run(trial.project.path(), &words).ends(0)
    };
    let hour = simulate("2026-11-26 08:00", "2026-11-26 09:00");
    assert_eq!(hour.out.lines().next(), Some("shop: 2026-11-26 08:10Z: 13 rows made up"));
    assert_eq!(hour.out.lines().count(), 6, "{}", hour.out);
    assert_eq!(trial.count("select count(*) from shop.members"), 56);
    assert_eq!(trial.count("select count(*) from shop.sales"), 124);
    // What comes refers to what came with it, where there are so many of it for each.
    assert_eq!(trial.count("select count(*) from shop.lines"), 2 * 124);
    // It happened since the time before.
    let when = "select count(*) from shop.sales where sold_at > '2026-11-26 08:00Z' and sold_at <= '2026-11-26 09:00Z'";
    assert_eq!(trial.count(when), 24);
    let counts = "select count(*) from (select from shop.sales where sold_at > '2026-11-26 08:00Z'
                  group by date_bin('10 min', sold_at - interval '1 s', '2026-11-26Z') having count(*) = 4) as s";
    assert_eq!(trial.count(counts), 6);

    let again = simulate("2026-11-26 08:00", "2026-11-26 09:10");
    assert_eq!(again.out, "shop: 2026-11-26 09:10Z: 13 rows made up\n");

    let without = [
        "run",
        "--database",
        &trial.url,
        "--simulate-from",
        "2026-11-26 09:10",
        "--simulate-to",
        "2026-11-26 10:00",
    ];
    assert_eq!(run(trial.project.path(), &without).ends(0).out, "");
}

#[cfg(unix)]
#[test]
fn it_stays_and_adds_rows_until_it_is_told_to_stop() {
    let server = server();
    let seeds = SEEDS.replace("'*/10 * * * *'", "'* * * * *'");
    let trial = Trial::on(&server, SHOP, &seeds);
    trial.seed(&[]).ends(0);
    let mut child = Command::new(env!("CARGO_BIN_EXE_pgspec"))
        .args(["seed", "--watch", "--database", &trial.url, "--format", "json"])
        .current_dir(trial.project.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let come = || trial.count("select count(*) from shop.sales") > 100;
    let waited = (0..800).any(|_| {
        std::thread::sleep(Duration::from_millis(100));
        come()
    });
    Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert!(waited, "no rows in 80 seconds");
    let mut out = String::new();
    std::io::Read::read_to_string(&mut child.stdout.take().unwrap(), &mut out).unwrap();
    let first: serde_json::Value = serde_json::from_str(out.lines().next().unwrap()).unwrap();
    assert_eq!(first["outcome"], "seeded");
    assert_eq!(first["tables"][1]["rows"], 4);
    assert_eq!(
        trial.count("select count(*) from shop.lines") % 8,
        trial.count("select count(*) from shop.sales") * 2 % 8
    );
}
