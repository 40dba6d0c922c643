//! What twenty trivial transforms take beside the same statements through psql, and beside dbt and SQLMesh where
//! `PGSPEC_BENCH_DBT` and `PGSPEC_BENCH_SQLMESH` name their programs.

use std::path::Path;

use super::figures::{Figure, median, run};
use super::server::Server;

/// How many transforms there are.
const COUNT: usize = 20;

/// Rows that each reads and writes.
const ROWS: usize = 1_000;

const PROJECT: &str = "project: bench\npostgres: 15\n";

const ROLES: &str = "
roles:
  bench_etl:
    grants:
      - { on: schema bench, usage: true }
      - { on: bench.*, select: true, insert: true, update: true, delete: true }
";

/// Measures all of them.
pub fn measure(runs: usize) {
    let server = Server::start();
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let root = folder.path();
    let write = |path: &str, text: String| {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file can be written");
    };
    write("pgspec.yaml", PROJECT.to_owned());
    write("roles/roles.yaml", ROLES.to_owned());
    write("schema/bench.yaml", schema());
    write("pipelines/bench.yaml", transforms());
    let pgspec = Path::new(env!("CARGO_BIN_EXE_pgspec"));
    server.execute("postgres", "create database transforms");
    let (target, project) = (server.target("transforms"), root.display().to_string());
    let plan = root.join("plan.json").display().to_string();
    let allow = "--allow=widens_access,narrows_access";
    run(pgspec, &["-C", &project, "plan", "--from", &target, "--out", &plan]);
    run(pgspec, &["apply", "--plan", &plan, "--database", &target, allow]);
    let fill = format!(
        "insert into bench.input select n, n % 10 from generate_series(1, {ROWS}) n; \
         create schema by_psql; create schema by_dbt"
    );
    server.execute("transforms", &fill);
    let tables: String = (1..=COUNT)
        .map(|number| {
            format!("create table by_psql.t{number} (like bench.t{number} including all);\n")
        })
        .collect();
    server.execute("transforms", &tables);
    println!("| what | seconds | beside psql | limit |");
    println!("|---|--:|--:|---|");
    write("psql.sql", statements());
    let file = root.join("psql.sql").display().to_string();
    let psql = median(runs, || server.psql(&["-q", "-d", &target, "-f", &file]));
    row("psql, each a transaction of DELETE and INSERT", &psql, &psql, "");
    let ran = median(runs, || run(pgspec, &["-C", &project, "run", "--database", &target]));
    row("`run`", &ran, &psql, "2");
    let alone = median(runs, || {
        run(pgspec, &["-C", &project, "run", "--database", &target, "--jobs", "1"])
    });
    row("`run --jobs 1`", &alone, &psql, "");
    if let Some(dbt) = std::env::var_os("PGSPEC_BENCH_DBT") {
        dbt_project(&write, &server);
        let folder = root.join("dbt").display().to_string();
        let arguments = ["run", "--quiet", "--project-dir", &folder, "--profiles-dir", &folder];
        let took = median(runs, || run(Path::new(&dbt), &arguments));
        row("dbt run, 4 threads", &took, &psql, "");
    }
    if let Some(sqlmesh) = std::env::var_os("PGSPEC_BENCH_SQLMESH") {
        sqlmesh_project(&write, &server);
        let folder = root.join("sqlmesh").display().to_string();
        let plan =
            ["--log-file-dir", &folder, "-p", &folder, "plan", "--no-prompts", "--auto-apply"];
        run(Path::new(&sqlmesh), &plan);
        let again = [plan.as_slice(), &["--restate-model", "by_sqlmesh.*"]].concat();
        let took = median(runs, || run(Path::new(&sqlmesh), &again));
        row("sqlmesh plan --restate-model, 4 tasks", &took, &psql, "");
    }
}

fn row(what: &str, figure: &Figure, beside: &Figure, limit: &str) {
    let ratio = figure.seconds / beside.seconds;
    println!("| {what} | {:.3} | {ratio:.1} | {limit} |", figure.seconds);
}

fn schema() -> String {
    let mut text =
        "schema: bench\ntables:\n  input: { columns: { id: bigint primary key, kind: int } }\n"
            .to_owned();
    for number in 1..=COUNT {
        text.push_str(&format!(
            "  t{number}: {{ columns: {{ id: bigint primary key, kind: int }} }}\n"
        ));
    }
    text
}

fn transforms() -> String {
    let one = |number: usize| {
        format!(
            "  t{number}: {{ run_as: bench_etl, kind: full, into: t{number}, sql: 'select id, kind + {number} as kind from input' }}\n"
        )
    };
    "schema: bench\ntransforms:\n".to_owned() + &(1..=COUNT).map(one).collect::<String>()
}

fn statements() -> String {
    let one = |number: usize| {
        format!(
            "begin; delete from by_psql.t{number}; \
             insert into by_psql.t{number} select id, kind + {number} from bench.input; commit;\n"
        )
    };
    (1..=COUNT).map(one).collect()
}

/// The same twenty as tables of dbt.
fn dbt_project(write: &impl Fn(&str, String), server: &Server) {
    let (host, port) = server.place();
    write(
        "dbt/dbt_project.yml",
        "name: bench\nversion: '1.0'\nprofile: bench\nmodels: { bench: { +materialized: table } }\n".to_owned(),
    );
    write(
        "dbt/profiles.yml",
        format!(
            "bench:\n  target: dev\n  outputs:\n    dev: {{ type: postgres, host: '{host}', port: {port}, user: postgres, password: '', \
             dbname: transforms, schema: by_dbt, threads: 4 }}\n"
        ),
    );
    for number in 1..=COUNT {
        let sql = format!("select id, kind + {number} as kind from bench.input\n");
        write(&format!("dbt/models/d{number}.sql"), sql);
    }
}

/// The same twenty as full models of SQLMesh.
fn sqlmesh_project(write: &impl Fn(&str, String), server: &Server) {
    let (host, port) = server.place();
    write(
        "sqlmesh/config.yaml",
        format!(
            "gateways:\n  bench:\n    connection: {{ type: postgres, host: '{host}', port: {port}, user: postgres, password: '', \
             database: transforms, concurrent_tasks: 4 }}\n\
             default_gateway: bench\nmodel_defaults: {{ dialect: postgres, start: 2024-01-01 }}\n\
             disable_anonymized_analytics: true\n"
        ),
    );
    for number in 1..=COUNT {
        let sql = format!(
            "MODEL (name by_sqlmesh.m{number}, kind FULL);\nselect id, kind + {number} as kind from bench.input\n"
        );
        write(&format!("sqlmesh/models/m{number}.sql"), sql);
    }
}
