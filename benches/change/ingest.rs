//! What taking a file takes beside `\copy` of it, and beside polars and pandas where `PGSPEC_BENCH_PYTHON` names a
//! Python that has them: membership applications, generated.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::Command;

use super::figures::{Figure, median, run};
use super::server::Server;

/// Rows of the smaller file; the larger has ten times as many.
const ROWS: usize = 1_000_000;

const PROJECT: &str = "project: bench\npostgres: 15\n";

const ROLES: &str = "
roles:
  bench_loader:
    grants:
      - { on: schema membership, usage: true }
      - { on: membership.*, select: true, insert: true }
";

const SCHEMA: &str = "
schema: membership
tables:
  accepted:
    columns: { membership_id: text, first_name: text, last_name: text, email: text, date_of_birth: date, birthday: text, mobile_no: text, above_18: boolean }
    primary_key: [membership_id]
  rejected:
    columns: { name: text, email: text, date_of_birth: date, mobile_no: text, reasons: 'text[]', file: text, line: bigint, raw: text }
";

const SOURCE: &str = "
schema: membership
sources:
  applications:
    run_as: bench_loader
    files: incoming/*.csv
    columns:
      name: text
      email: text
      date_of_birth: { type: date, formats: [YYYY-MM-DD, YYYY/MM/DD, DD-MM-YYYY, MM/DD/YYYY] }
      mobile_no: text
    derive:
      first_name: split_part(name, ' ', 1)
      last_name: split_part(name, ' ', -1)
      birthday: to_char(date_of_birth, 'YYYYMMDD')
      above_18: date_of_birth < date '2004-01-01'
      hash: left(encode(sha256(birthday::bytea), 'hex'), 5)
      membership_id: last_name || '_' || hash
    accept_when:
      has_a_name: name is not null
      mobile_is_8_digits: length(mobile_no) = 8 and mobile_no !~ '[^0-9]'
      is_over_18: above_18
      email_is_of_a_provider: email like '%.com' or email like '%.net'
    accepted: { table: accepted, files: outgoing/accepted }
    rejected: { table: rejected, files: outgoing/rejected }
";

/// The same rules as programs of others, by the module that they need.
const PEERS: [(&str, &str); 2] = [
    ("polars", include_str!("peers/ingest_polars.py")),
    ("pandas", include_str!("peers/ingest_pandas.py")),
];

/// What is measured of both sizes.
const NAMES: [&str; 3] = [
    "raw `\\copy` of lines into an unlogged table",
    "raw `\\copy` of CSV into an unlogged table",
    "`ingest`",
];

/// Forgets what was taken.
const FORGET: &str = "truncate membership.accepted, membership.rejected; \
     do $$ begin if to_regclass('pgspec.files') is not null then truncate pgspec.files; end if; end $$";

/// How many rows went where.
const COUNTS: &str = "select format('%s accepted, %s rejected', (select count(*) from membership.accepted), \
     (select count(*) from membership.rejected))";

/// Measures both sizes.
pub fn measure(runs: usize) {
    println!("| what | rows | seconds | limit | peak memory, MiB |");
    println!("|---|--:|--:|---|--:|");
    let server = Server::start();
    let small = one(&server, ROWS, runs, &PEERS);
    // Of the larger, polars would want ten times its memory.
    let large = one(&server, 10 * ROWS, 3.min(runs), &[]);
    for ((what, small), large) in NAMES.into_iter().zip(small).zip(large) {
        let ratio = large.seconds / small.seconds;
        println!("| {what} | {}:{ROWS} | ratio {ratio:.1} | 10 |  |", 10 * ROWS);
    }
}

/// Measures `\copy` of lines and of CSV and `ingest`, and of the peers each.
fn one(server: &Server, rows: usize, runs: usize, peers: &[(&str, &str)]) -> [Figure; 3] {
    let pgspec = Path::new(env!("CARGO_BIN_EXE_pgspec"));
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let root = folder.path();
    let files = [
        ("pgspec.yaml", PROJECT),
        ("roles/roles.yaml", ROLES),
        ("schema/membership.yaml", SCHEMA),
        ("pipelines/membership.yaml", SOURCE),
        ("incoming/applications.csv", ""),
    ];
    for (path, text) in files {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file can be written");
    }
    applications(rows, &root.join("incoming/applications.csv")).expect("a file can be written");
    let name = format!("ingest_{rows}");
    server.execute("postgres", &format!("create database {name}"));
    let (target, project) = (server.target(&name), root.display().to_string());
    let (plan, file) = (root.join("plan.json"), root.join("incoming/applications.csv"));
    let (plan, file) = (plan.display().to_string(), file.display().to_string());
    let allow = "--allow=widens_access,narrows_access";
    run(pgspec, &["-C", &project, "plan", "--from", &target, "--out", &plan]);
    run(pgspec, &["apply", "--plan", &plan, "--database", &target, allow]);
    server.execute(&name, "create unlogged table raw (line text)");
    let copy =
        format!("\\copy raw from '{file}' with (format csv, delimiter E'\\x01', quote E'\\x02')");
    let raw = median(runs, || {
        server.execute(&name, "truncate raw");
        server.psql(&["-d", &target, "-c", &copy])
    });
    row(NAMES[0], rows, &raw, "");
    // The same file taken apart, which is what a table of its columns takes.
    server.execute(
        &name,
        "create unlogged table parts (name text, email text, date_of_birth text, mobile_no text)",
    );
    let copy = format!("\\copy parts from '{file}' with (format csv, header)");
    let parts = median(runs, || {
        server.execute(&name, "truncate parts");
        server.psql(&["-d", &target, "-c", &copy])
    });
    row(NAMES[1], rows, &parts, "");
    // What lies there of what is measured before, still on its way to the disk, is no work of those that follow.
    server.execute(&name, "truncate raw, parts");
    // What was taken and written before, which none of them has to take out of the way.
    let forget = || {
        server.execute(&name, FORGET);
        for written in ["outgoing", "accepted.csv", "rejected.csv"] {
            let written = root.join(written);
            let done = match written.is_dir() {
                true => std::fs::remove_dir_all(written),
                false if written.exists() => std::fs::remove_file(written),
                false => Ok(()),
            };
            done.expect("what was written can be removed");
        }
    };
    let taken = median(runs, || {
        forget();
        run(pgspec, &["-C", &project, "ingest", "--database", &target])
    });
    let limits =
        format!("{:.2} (4 × lines), {:.2} (4 × CSV)", 4.0 * raw.seconds, 4.0 * parts.seconds);
    row(NAMES[2], rows, &taken, &limits);
    let counts = server.ask(&name, COUNTS);
    for (module, text) in peers {
        let Some((python, version)) = python(module) else {
            row(
                &format!("{module}: absent"),
                rows,
                &Figure { seconds: f64::NAN, memory: None },
                "",
            );
            continue;
        };
        let (script, (host, port)) = (server.file("peer.py", text), server.place());
        let connection = format!("host={host} port={port} user=postgres dbname={name}");
        let peer = median(3.min(runs), || {
            forget();
            run(Path::new(&python), &[&script, &file, &project, &connection])
        });
        assert_eq!(server.ask(&name, COUNTS), counts, "{module} judges otherwise");
        row(&format!("{module} {version}, then COPY"), rows, &peer, "");
    }
    [raw, parts, taken]
}

/// Returns the Python that has a module beside psycopg, and the module's version.
fn python(module: &str) -> Option<(String, String)> {
    let python = std::env::var("PGSPEC_BENCH_PYTHON").ok()?;
    let ask = format!("import psycopg, {module}; print({module}.__version__)");
    let said = Command::new(&python).args(["-c", &ask]).output().ok()?;
    let version = String::from_utf8_lossy(&said.stdout).trim().to_owned();
    said.status.success().then_some((python, version))
}

fn row(what: &str, rows: usize, figure: &Figure, limit: &str) {
    let memory = figure.memory.map_or_else(String::new, |memory| format!("{memory:.0}"));
    println!("| {what} | {rows} | {:.2} | {limit} | {memory} |", figure.seconds);
}

/// Writes applications with dates in four forms, of which about a quarter is accepted.
fn applications(rows: usize, path: &Path) -> io::Result<()> {
    const FIRST: [&str; 8] = ["Aaron", "Beth", "Carl", "Dora", "Evan", "Fay", "Gus", "Hana"];
    const LAST: [&str; 7] = ["Smith", "Wang", "Estrada", "Wilson", "Lee", "Patel", "Novak"];
    const PROVIDERS: [&str; 4] = ["ross.com", "malone.net", "gibson-calderon.biz", "caldwell.org"];
    let mut file = BufWriter::new(File::create(path)?);
    writeln!(file, "name,email,date_of_birth,mobile_no")?;
    // Knuth's linear congruence: the same file each time.
    let mut state = 1_u64;
    let mut next = |below: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or_default() % below
    };
    for number in 0..rows {
        let (first, last) = (FIRST[next(FIRST.len())], LAST[next(LAST.len())]);
        let provider = PROVIDERS[next(PROVIDERS.len())];
        let (year, month, day) = (1940 + next(75), 1 + next(12), 1 + next(28));
        let date = match next(4) {
            0 => format!("{year}-{month:02}-{day:02}"),
            1 => format!("{year}/{month:02}/{day:02}"),
            2 => format!("{day:02}-{month:02}-{year}"),
            _ => format!("{month:02}/{day:02}/{year}"),
        };
        let mobile = if next(3) == 0 { next(9_999_999) } else { 10_000_000 + next(89_999_999) };
        writeln!(file, "{first} {last}{number},{first}_{last}{number}@{provider},{date},{mobile}")?;
    }
    file.flush()
}
