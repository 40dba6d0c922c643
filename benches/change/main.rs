//! What reading and planning take beside `pg_dump` and `psql`: `cargo bench --bench change`.
//!
//! Generates a database of 1,100 tables (see `schema.rs`) on a throw-away server of this machine's
//! PostgreSQL, and a second one that is one column and one index apart. Every figure is a whole
//! process, the median of several runs, and stands beside its limit: a multiple of what `pg_dump
//! --schema-only` of the same database or `psql` of the same SQL took in the same run. With `--large`
//! it does the same on ten times the tables, whose limit is twelve times the smaller figure.
//!
//! `--access` measures grants in place of it, `--ingest` files that arrive, `--transforms` transforms,
//! `--seed` made-up rows. `--write TABLES` only prints the SQL of a database; `--read TARGET` only reads one.

mod access;
mod figures;
mod ingest;
mod schema;
mod seed;
mod server;
mod table;
mod transforms;

use figures::{Figure, median, run};
use server::Server;
use table::Table;

/// Runs of each command; the median counts.
const RUNS: usize = 5;

/// More than a machine of two cores takes in patience.
const RUNS_OF_LARGE: usize = 3;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let value =
        |name: &str| arguments.windows(2).find(|two| two[0] == name).map(|two| two[1].as_str());
    if let Some(tables) = value("--write") {
        return print!("{}", schema::sql(tables.parse().expect("`--write` takes a number")));
    }
    if let Some(target) = value("--read") {
        return read(target);
    }
    if arguments.iter().any(|argument| argument == "--ingest") {
        return ingest::measure(RUNS);
    }
    if arguments.iter().any(|argument| argument == "--seed") {
        return seed::measure();
    }
    if arguments.iter().any(|argument| argument == "--transforms") {
        return transforms::measure(RUNS);
    }
    let mut table = Table::new();
    if arguments.iter().any(|argument| argument == "--access") {
        return access::measure(&mut table, RUNS);
    }
    let small = measure(&mut table, schema::TABLES, RUNS, None);
    if arguments.iter().any(|argument| argument == "--large") {
        measure(&mut table, 10 * schema::TABLES, RUNS_OF_LARGE, Some(&small));
    }
}

/// Reads a database, as every command does.
fn read(target: &str) {
    let environment = pgspec::connect::Environment::from_process();
    let target = pgspec::connect::Target::parse(target, &environment).expect("it names a database");
    let mut client = target.connect().expect("the server is there");
    let options = pgspec::facts::Options::default();
    let facts = pgspec::facts::read(&mut client, &options).expect("it can be read");
    println!("{} facts, {}", facts.facts.len(), facts.fingerprint());
}

/// What was measured at one size and is compared with another.
struct Measured {
    read: Figure,
    plan: Figure,
}

/// Measures one size; `smaller` is a tenth of it.
fn measure(table: &mut Table, tables: usize, runs: usize, smaller: Option<&Measured>) -> Measured {
    let server = Server::start();
    let load = server.load(tables);
    let (one, two) = (server.target("one"), server.target("two"));
    let dump = server.dump(runs);
    let limit = |factor: f64| format!("{:.2} ({factor} × `pg_dump`)", factor * dump.seconds);
    let twelve = |smaller: &Figure| format!("{:.2} (12 × the smaller)", 12.0 * smaller.seconds);
    table.row("`pg_dump --schema-only`", tables, &dump, "");
    table.row("`psql` loads the DDL", tables, &load, "");

    let itself = std::env::current_exe().expect("a process knows its program");
    let read = median(runs, || run(&itself, &["--read", &one]));
    let limit_of_read = smaller.map_or_else(|| limit(1.0), |it| twelve(&it.read));
    table.row("the catalog is read", tables, &read, &limit_of_read);

    let pgspec = std::path::Path::new(env!("CARGO_BIN_EXE_pgspec"));
    let plan = median(runs, || run(pgspec, &["plan", "--from", &one, "--to", &two]));
    let limit_of_plan = smaller.map_or_else(|| limit(2.5), |it| twelve(&it.plan));
    table.row("plan between two databases", tables, &plan, &limit_of_plan);

    let project = server.project(&two);
    let plan_of_project = || run(pgspec, &["plan", "--from", &one, "--to", &project]);
    let unread = median(runs, || {
        server.forget_states();
        plan_of_project()
    });
    let with_load = 2.5 * dump.seconds + 1.5 * load.seconds;
    let words = format!("{with_load:.2} (2.5 × `pg_dump` + 1.5 × `psql`)");
    table.row("plan to a project, read for the first time", tables, &unread, &words);
    let known = median(runs, plan_of_project);
    table.row("plan to a project, read before", tables, &known, &limit(2.5));
    Measured { read, plan }
}
