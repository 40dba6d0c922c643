//! What granting takes beside `psql`: 500 tables, 20 roles, 18,020 statements.

use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use super::figures::{median, run};
use super::server::Server;
use super::table::Table;

const TABLES: usize = 500;
const ROLES: usize = 20;

/// Measures applying grants, and planning once they are there.
pub fn measure(table: &mut Table, runs: usize) {
    let server = Server::start();
    let pgspec = Path::new(env!("CARGO_BIN_EXE_pgspec"));
    server.execute("postgres", &roles());
    let grants = server.file("grants.sql", &grants());
    let plan = server.file("plan.json", "");
    let (bare, granted) = (server.target("bare"), server.target("granted"));
    let make = |name: &str| {
        server.execute("postgres", &format!("drop database if exists {name}"));
        server.execute("postgres", &format!("create database {name}"));
        server.execute(name, &tables());
    };
    make("granted");
    server.psql(&["-1", "-d", &granted, "-f", &grants]);
    make("bare");
    let arguments = ["plan", "--from", &bare, "--to", &granted, "--no-rehearsal"];
    run(pgspec, &[&arguments[..], &["--out", &plan]].concat());
    let sql = Command::new(pgspec).args(arguments).args(["--format", "sql"]).output();
    let sql = String::from_utf8(sql.expect("it runs").stdout).expect("it is text");
    let statements = sql.lines().filter(|line| line.starts_with("grant")).count();
    let sql = server.file("plan.sql", &sql);
    let psql = median(runs, || {
        make("bare");
        server.psql(&["-1", "-d", &bare, "-f", &sql])
    });
    table.row(&format!("`psql -1` of {statements} grants"), TABLES, &psql, "");
    let apply = median(runs, || {
        make("bare");
        run(pgspec, &["apply", "--plan", &plan, "--database", &bare, "--allow", "widens_access"])
    });
    let limit = format!("{:.2} (1.5 × `psql`)", 1.5 * psql.seconds);
    table.row("`apply` of the plan", TABLES, &apply, &limit);
    let again = median(runs, || run(pgspec, &["plan", "--from", &bare, "--to", &granted]));
    table.row("plan again, of two databases", TABLES, &again, "2.00");
    let project = server.project(&granted);
    let to_project = || run(pgspec, &["plan", "--from", &bare, "--to", &project]);
    // Read once, it is remembered.
    to_project();
    table.row("plan again, to a project", TABLES, &median(runs, to_project), "2.00");
}

fn roles() -> String {
    (0..ROLES).map(|role| format!("create role bench_role_{role};\n")).collect()
}

fn tables() -> String {
    let columns = "id int primary key, a text, b text, c text, d numeric, e date, f int, g text";
    let table = |number| format!("create table shop.t{number} ({columns});\n");
    format!("create schema shop;\n{}", (0..TABLES).map(table).collect::<String>())
}

/// Whole tables, columns, everything: what a role gets differs from table to table.
fn grants() -> String {
    let mut text = String::new();
    for role in 0..ROLES {
        let _ = writeln!(text, "grant usage on schema shop to bench_role_{role};");
    }
    for table in 0..TABLES {
        for role in 0..ROLES {
            let privileges: &[&str] = match (table + role) % 5 {
                0 => &["select", "insert"],
                1 => &["select (a, b), update (c)", "delete"],
                2 => &["select", "update (d, e)"],
                3 => &["all"],
                _ => &["select (id), insert (id, a)", "truncate"],
            };
            for privilege in privileges {
                let _ = writeln!(text, "grant {privilege} on shop.t{table} to bench_role_{role};");
            }
        }
    }
    text
}
