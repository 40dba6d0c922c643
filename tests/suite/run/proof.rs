//! `run --check`: what is there is what the ledger says, and each sabotage is found.

use super::{HOURLY, Trial, VIEWS};
use crate::plans::server;

const SOURCE: &str = "
sources:
  visits:
    run_as: run_etl
    files: incoming/visits_*.csv
    columns: { id: bigint, who: text }
    accept_when: { has_a_name: who <> '' }
    accepted: { table: visits }
    rejected: { table: refused_visits }
";

const TABLES: &str = "
schema: shop
tables:
  visits:
    columns: { id: bigint, who: text, file: text, line: bigint }
    primary_key: [file, line]
  refused_visits:
    columns: { file: text, line: bigint, reasons: 'text[]', raw: text }
    primary_key: [file, line]
";

fn checked(trial: &Trial<'_>, code: i32) -> String {
    trial.run(&["--check", "--at", "2026-11-01 05:30"]).ends(code).out
}

#[test]
fn each_sabotage_is_found_and_named() {
    let server = server();
    let declared = format!("{HOURLY}{SOURCE}");
    let trial = Trial::with(&server, TABLES, &declared);
    trial.does(VIEWS);
    let incoming = trial.project.path().join("incoming");
    std::fs::create_dir(&incoming).unwrap();
    std::fs::write(incoming.join("visits_1.csv"), "id,who\n1,ada\n2,\n3,bob\n").unwrap();
    trial.at("2026-11-01 05:05", 0);
    assert_eq!(checked(&trial, 0), "");
    let state = "create table public.kept_runs as table pgspec.transform_runs;
                 create table public.kept_rows as table shop.hourly;
                 create table public.kept_visits as table shop.visits";
    trial.does(state);
    let restored = "truncate pgspec.transform_runs cascade;
                    insert into pgspec.transform_runs overriding system value table public.kept_runs;
                    truncate shop.hourly, shop.visits;
                    insert into shop.hourly table public.kept_rows;
                    insert into shop.visits table public.kept_visits";
    for (sabotage, words) in [
        (
            "delete from pgspec.transform_runs where from_time = '2026-11-01 02:00Z'",
            "hourly: 2026-11-01 02:00Z to 2026-11-01 03:00Z: was not run\n",
        ),
        (
            "delete from shop.hourly where hour = '2026-11-01 02:00Z' and article = 'a'",
            "hourly: 2026-11-01 02:00Z to 2026-11-01 03:00Z: its rows are others: 1 lacking\n",
        ),
        (
            "insert into shop.hourly values ('x', '2026-11-01 02:00Z', 1)",
            "hourly: 2026-11-01 02:00Z to 2026-11-01 03:00Z: its rows are others: 1 too many\n",
        ),
        (
            "update shop.hourly set views = 7 where hour = '2026-11-01 02:00Z' and article = 'a'",
            "hourly: 2026-11-01 02:00Z to 2026-11-01 03:00Z: its rows are others: 1 not the same\n",
        ),
        (
            "update pgspec.transform_runs set version = 'another' where from_time = '2026-11-01 02:00Z'",
            "hourly: 2026-11-01 02:00Z to 2026-11-01 03:00Z: was run by another version of the SQL\n",
        ),
        (
            "insert into shop.visits select id, who, file, line + 100 from shop.visits",
            "visits: visits_1.csv: 2 rows were accepted, and shop.visits has 4\n",
        ),
        (
            "delete from shop.visits where id = 3",
            "visits: visits_1.csv: 2 rows were accepted, and shop.visits has 1\n",
        ),
    ] {
        trial.does(sabotage);
        assert_eq!(checked(&trial, 1), words, "{sabotage}");
        trial.does(restored);
        assert_eq!(checked(&trial, 0), "", "{sabotage}");
    }
    // Nothing of it was changed by looking.
    assert_eq!(
        trial.ask("select count(*) from shop.hourly"),
        trial.ask("select count(*) from kept_rows")
    );
}

/// The bundled project, from empty through two days of arriving files and schedules to answers.
#[test]
fn the_platform_runs_through_days_that_are_made_up() {
    let project = crate::plans::folder(&[]);
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["schema", "roles", "queries", "pipelines", "docker", "samples"] {
        copy(&root.join(folder), &project.path().join(folder));
    }
    std::fs::copy(root.join("pgspec.yaml"), project.path().join("pgspec.yaml")).unwrap();
    let week = |asked: &str| {
        let arguments = [
            "run",
            "--sandbox",
            "--samples",
            "--brief",
            "--simulate-from",
            "2026-11-15T16:00Z",
            "--simulate-to",
            "2026-11-17T20:00Z",
            "--ask",
            asked,
        ];
        crate::plans::run(project.path(), &arguments).ends(0).out
    };
    let said = week("most_popular_articles,tickets_by_status,carts_in_germany,sales_by_weekday");
    assert!(!said.contains("failed"), "{said}");
    for heading in ["place  title", "topic     open", "hour     ", "weekday  "] {
        let table = said.split(heading).nth(1).unwrap_or_else(|| panic!("{heading} in {said}"));
        let rows = table.lines().skip(2).take_while(|line| !line.is_empty()).count();
        assert!(rows > 2, "{heading}: {table}");
    }
    // The same days give the same answers; the files are there already.
    assert_eq!(
        week("most_popular_articles,tickets_by_status,carts_in_germany,sales_by_weekday"),
        said
    );
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in from.read_dir().unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        match path.is_dir() {
            true => copy(&path, &target),
            false => drop(std::fs::copy(&path, &target).unwrap()),
        }
    }
}
