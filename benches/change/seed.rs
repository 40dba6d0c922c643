//! What filling the bundled project with made-up rows takes beside `psql` that copies the same rows.

use std::path::Path;

use super::figures::{Figure, run};
use super::server::Server;

/// Rows of the smaller filling; the larger has ten times as many.
const ROWS: u64 = 1_000_000;

/// Measures both sizes.
pub fn measure() {
    println!("| what | rows | seconds | rows a second | peak memory, MiB |");
    println!("|---|--:|--:|--:|--:|");
    let server = Server::start();
    let small = one(&server, ROWS);
    let large = one(&server, 10 * ROWS);
    println!("|  | {}:{ROWS} | ratio {:.1} |  |  |", 10 * ROWS, large.seconds / small.seconds);
}

fn one(server: &Server, rows: u64) -> Figure {
    let pgspec = Path::new(env!("CARGO_BIN_EXE_pgspec"));
    let project = env!("CARGO_MANIFEST_DIR");
    let (made, copied) = (format!("seed_{rows}"), format!("copy_{rows}"));
    for name in [&made, &copied] {
        server.execute("postgres", &format!("create database {name}"));
        let (target, allow) = (server.target(name), "--allow=widens_access");
        run(pgspec, &["-C", project, "apply", "--database", &target, allow]);
    }
    let target = server.target(&made);
    let number = rows.to_string();
    let words =
        ["-C", project, "seed", "--database", &target, "--rows", &number, "--at", "2026-11-26"];
    let seeded = run(pgspec, &words);
    let tables = server.ask(
        &made,
        "select string_agg(format('%I.%I', schemaname, relname), ' ' order by relid) from pg_stat_user_tables \
         where schemaname <> 'pgspec' and (xpath('/row/c/text()', query_to_xml(format('select count(*) as c from %I.%I', \
         schemaname, relname), false, true, '')))[1]::text <> '0'",
    );
    let mut count = 0;
    let mut seconds = 0.0;
    for table in tables.split(' ') {
        let rows = server.ask(&made, &format!("select count(*)::text from {table}"));
        count += rows.parse::<u64>().expect("a number");
        let columns = server.ask(
            &made,
            &format!(
                "select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute \
                 where attrelid = '{table}'::regclass and attnum > 0 and not attisdropped and attgenerated = ''"
            ),
        );
        let file = server.file("rows", "");
        let out = format!("\\copy (select {columns} from {table}) to '{file}'");
        server.psql(&["-d", &server.target(&made), "-c", &out]);
        // Triggers and foreign keys look away: those of sales would refuse lines of what is paid.
        let into = format!("\\copy {table} ({columns}) from '{file}'");
        let role = "set session_replication_role = replica";
        let words = ["-d", &server.target(&copied), "-c", role, "-c", &into];
        seconds += server.psql(&words).seconds;
    }
    row("`seed`", count, seeded.seconds, seeded.memory);
    row("`psql` copies the same rows, without triggers and foreign keys", count, seconds, None);
    server.execute("postgres", &format!("drop database {made}"));
    server.execute("postgres", &format!("drop database {copied}"));
    seeded
}

fn row(what: &str, rows: u64, seconds: f64, memory: Option<f64>) {
    let memory = memory.map_or_else(String::new, |memory| format!("{memory:.0}"));
    println!("| {what} | {rows} | {seconds:.1} | {:.0} | {memory} |", rows as f64 / seconds);
}
