//! Files that arrive: the program itself, on a real server.

mod rows;
mod shared;
mod ways;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use pgspec::sandbox::{Database, Sandbox};
use tempfile::TempDir;

use crate::plans::{Run, folder, run, server, url};

const SCHEMA: &str = "
schema: shop
tables:
  orders:
    columns: { id: bigint, placed: date, total: 'numeric(10,2)', note: text, file: text, line: bigint }
    primary_key: [id]
  refused:
    columns: { number: bigint generated always as identity, id: bigint, note: text, reasons: 'text[]', file: text, line: bigint, raw: text }
";

const ROLES: &str = "
roles:
  ing_loader:
    grants:
      - { on: schema shop, usage: true }
      - { on: shop.*, select: true, insert: true, delete: true }
";

const SOURCE: &str = "
schema: shop
sources:
  orders:
    run_as: ing_loader
    files: incoming/orders_*
    columns:
      id: bigint
      placed: { type: date, formats: [DD/MM/YYYY, YYYY-MM-DD] }
      total: numeric
      note: text
    derive: { doubled: total * 2 }
    accept_when:
      costs_something: total > 0
      is_not_too_dear: doubled <= 2000
    accepted: { table: orders, files: outgoing/accepted }
    rejected: { table: refused, files: outgoing/rejected }
";

/// A project with its database; `more` are further keys of the source.
struct Trial<'s> {
    project: TempDir,
    database: Database<'s>,
    url: String,
}

impl<'s> Trial<'s> {
    fn on(server: &'s Sandbox, more: &str) -> Self {
        let source = format!("{SOURCE}{more}");
        let project = folder(&[
            ("pgspec.yaml", "project: shop\npostgres: 15\n"),
            ("schema/shop.yaml", SCHEMA),
            ("roles/roles.yaml", ROLES),
            ("pipelines/orders.yaml", &source),
        ]);
        let database = server.create_database("ingest").unwrap();
        let url = url(&database);
        run(project.path(), &["plan", "--from", &url, "--out", "plan.json"]).ends(0);
        let apply = ["apply", "--plan", "plan.json", "--database", &url, "--allow=widens_access"];
        run(project.path(), &apply).ends(0);
        std::fs::create_dir(project.path().join("incoming")).unwrap();
        Self { project, database, url }
    }

    fn arrives(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.project.path().join("incoming").join(name), content).unwrap();
    }

    fn ingest(&self) -> Run {
        run(self.project.path(), &["ingest", "--database", &self.url])
    }

    /// Lets a login role that owns nothing take the files, whose records are there.
    fn connects_as_plain(&mut self) {
        let mut client = self.database.connect().unwrap();
        client.batch_execute("drop role if exists ing_plain").unwrap();
        let plain = "create role ing_plain login in role ing_loader; \
                     grant usage on schema pgspec to ing_plain; \
                     grant select, insert, update on pgspec.files to ing_plain; \
                     do $$ begin execute format('grant connect, temporary on database %I to ing_plain', \
                     current_database()); end $$";
        client.batch_execute(plain).unwrap();
        let own = client.query_one("select current_user::text", &[]).unwrap().get::<_, String>(0);
        self.url = self.url.replace(&format!("//{own}@"), "//ing_plain@");
    }

    fn forgets_plain(&self) {
        let mut client = self.database.connect().unwrap();
        client.batch_execute("drop owned by ing_plain; drop role ing_plain").unwrap();
    }

    /// Returns rows as lines of text.
    fn ask(&self, question: &str) -> Vec<String> {
        let question = format!("select (q.*)::text from ({question}) q");
        let rows = self.database.connect().unwrap().query(&question, &[]).unwrap();
        rows.iter().map(|row| row.get(0)).collect()
    }

    /// Returns the names of the files beside, with how many lines each has.
    fn beside(&self) -> Vec<(String, usize)> {
        let mut all = Vec::new();
        for kind in ["accepted", "rejected"] {
            let Ok(listed) = self.project.path().join("outgoing").join(kind).read_dir() else {
                continue;
            };
            for path in listed.map(|entry| entry.unwrap().path()) {
                let name = path.file_name().unwrap().to_str().unwrap();
                let stem = name.split('.').next().unwrap();
                let part = if name.ends_with(".part") { " part" } else { "" };
                let lines = std::fs::read_to_string(&path).unwrap().lines().count();
                all.push((format!("{kind} {stem}{part}"), lines));
            }
        }
        all.sort();
        all
    }
}

#[test]
fn every_row_is_accepted_or_rejected_with_its_reasons() {
    let server = server();
    let trial = Trial::on(&server, "");
    // The header in another order; a quoted value over two lines; values that are none of their type.
    trial.arrives(
        "orders_1.csv",
        "\u{feff}note,id,placed,total\r\n\
         \"two\nlines, \"\"quoted\"\"\",1,31/01/2026,10.50\r\n\
         ,2,2026-01-31,999999\r\n\
         \\back\\,x3,31-01-2026,0\r\n\
         short,4\r\n\
         nul\0,5,2026-01-31,1\r\n\
         again,1,2026-01-31,5\r\n\
         ,6,30/02/2026,\r\n",
    );
    let mut latin = b"id,placed,total,note\n7,2026-01-31,1,caf".to_vec();
    latin.extend([0xe9, b'\n']);
    trial.arrives("orders_2.csv", latin);
    let said = trial.ingest().ends(0).out;
    assert_eq!(
        said,
        "orders: orders_1.csv: 7 rows, 1 accepted, 6 rejected\n\
         orders: orders_2.csv: 1 rows, 0 accepted, 1 rejected\n"
    );
    assert_eq!(
        trial.ask("select * from shop.orders"),
        ["(1,2026-01-31,10.50,\"two\nlines, \"\"quoted\"\"\",orders_1.csv,2)"]
    );
    assert_eq!(
        trial.ask("select file, line, id, reasons::text from shop.refused order by file, line"),
        [
            "(orders_1.csv,4,2,{is_not_too_dear})",
            "(orders_1.csv,5,,\"{\"\"id: no bigint\"\",\"\"placed: no date\"\",costs_something}\")",
            "(orders_1.csv,6,,\"{\"\"2 values, expected 4\"\"}\")",
            "(orders_1.csv,7,,\"{\"\"a NUL byte\"\"}\")",
            "(orders_1.csv,8,1,{already_there})",
            "(orders_1.csv,9,6,\"{\"\"placed: no date\"\",costs_something,is_not_too_dear}\")",
            "(orders_2.csv,2,,\"{\"\"not UTF-8\"\"}\")",
        ]
    );
    assert_eq!(
        trial.ask("select raw from shop.refused where line in (5, 7) order by line"),
        ["(\"\\\\back\\\\,x3,31-01-2026,0\")", "(\"nul\u{2400},5,2026-01-31,1\")"]
    );
    assert_eq!(trial.beside().len(), 4);
    // The same content, by another name, is known.
    std::fs::copy(
        trial.project.path().join("incoming/orders_1.csv"),
        trial.project.path().join("incoming/orders_3.csv"),
    )
    .unwrap();
    let said = trial.ingest().ends(0).out;
    assert_eq!(said.matches("taken before").count(), 3, "{said}");
    assert_eq!(trial.ask("select count(*) from shop.orders"), ["(1)"]);
}

/// What the kernel makes up has no size before it is read, as what is still being written has another.
#[test]
#[cfg(target_os = "linux")]
fn a_file_that_has_another_size_once_it_is_read_is_refused() {
    let server = server();
    let trial = Trial::on(&server, "");
    trial.arrives("orders_1.csv", "id,placed,total,note\n1,2026-01-31,1,\n");
    let grows = trial.project.path().join("incoming/orders_2.csv");
    std::os::unix::fs::symlink("/proc/version", grows).unwrap();
    let said = trial.ingest().ends(1).out;
    let line = said.lines().nth(1).unwrap();
    assert!(line.contains("orders_2.csv: refused: it had 0 bytes, and then "), "{said}");
    assert!(line.ends_with(": is it still being written?"), "{said}");
    assert_eq!(trial.ask("select file from shop.orders"), ["(orders_1.csv)"]);
}

/// The server says what is wrong with a row, and not where it stands.
#[test]
fn the_line_of_a_row_that_the_server_refuses_is_told() {
    let server = server();
    let trial = Trial::on(&server, "");
    let check = "alter table shop.orders add constraint is_known check (note <> 'unknown')";
    trial.database.connect().unwrap().batch_execute(check).unwrap();
    let source = trial.project.path().join("pipelines/orders.yaml");
    std::fs::write(source, SOURCE.replace("total * 2", "2000 / total")).unwrap();
    let header = "id,placed,total,note\n";
    // The first row has two lines.
    let rows = "1,2026-01-31,1,\"a\nb\"\n2,2026-01-31,0,\n3,2026-01-31,0,\n";
    trial.arrives("orders_1.csv", format!("{header}{rows}"));
    // In the same part of the file, one key is there twice, and one row is not for its table.
    let row = |id: u32| match id {
        40_000 => format!("{id},2026-01-31,1,unknown\n"),
        _ => format!("{},2026-01-31,1,a note that makes the row longer\n", id.min(39_998)),
    };
    let rows: String = (1..60_000).map(row).collect();
    trial.arrives("orders_2.csv", format!("{header}{rows}"));
    let told = [
        "orders: orders_1.csv: refused: line 4: division by zero (SQLSTATE 22012)",
        "orders: orders_2.csv: refused: line 40001: new row for relation \"orders\" violates check \
         constraint \"is_known\" (SQLSTATE 23514)",
    ];
    for _ in 0..2 {
        assert_eq!(trial.ingest().ends(1).out.lines().collect::<Vec<_>>(), told);
    }
    assert_eq!(trial.ask("select count(*) from pgspec.files"), ["(2)"]);
    assert_eq!(trial.ask("select from shop.orders union all select from shop.refused"), [""; 0]);
    assert_eq!(trial.beside(), []);
}

#[test]
fn a_file_that_cannot_be_read_to_its_end_leaves_nothing() {
    let server = server();
    let trial = Trial::on(&server, "    reject_limit: 50%\n");
    let good = "id,placed,total,note\n1,2026-01-31,1,\n";
    trial.arrives("orders_1_header.csv", "id,placed,sum,note\n1,2026-01-31,1,\n");
    trial.arrives("orders_2_more.csv", "id,placed,total,note,more\n1,2026-01-31,1,,\n");
    let mut packed = flate2_of(&format!("{good}{}", "2,2026-01-31,1,\n".repeat(5000)));
    packed.truncate(packed.len() - 9);
    trial.arrives("orders_3_cut.csv.gz", packed);
    let endless = format!("{good}2,2026-01-31,1,\"{}", "x".repeat(20 * 1024 * 1024));
    trial.arrives("orders_4_endless.csv", endless);
    trial.arrives("orders_5_bad.csv", format!("{good}2,2026-01-31,0,\n3,2026-01-31,0,\n"));
    trial.arrives("orders_6_empty.csv", "");
    trial.arrives("orders_7_good.csv.gz", flate2_of(&good.replace("\n1,", "\n9,")));
    let said = trial.ingest().ends(1).out;
    let lines: Vec<&str> = said.lines().collect();
    for (line, words) in lines.iter().zip([
        "refused: its first row is not the header that is declared: `total` is missing; it has `id`",
        "refused: its first row is not the header that is declared: `more` is not declared",
        "refused: it cannot be read on after line",
        "refused: it cannot be read on after line 2: a row of more than 16 MiB; is a quote not closed?",
        "refused: 2 of 3 rows are rejected, more than the source allows; most for `costs_something` (2)",
        "0 rows, 0 accepted, 0 rejected",
        "1 rows, 1 accepted, 0 rejected",
    ]) {
        assert!(line.contains(words), "{line}\n{words}");
    }
    assert_eq!(lines.len(), 7, "{said}");
    assert_eq!(trial.ask("select file from shop.orders"), ["(orders_7_good.csv.gz)"]);
    assert_eq!(trial.ask("select count(*) from shop.refused"), ["(0)"]);
    let beside = trial.beside();
    assert!(beside.iter().all(|(name, _)| !name.contains("part")), "{beside:?}");
    // A reason is recorded once, however often the file is met.
    trial.ingest().ends(1);
    let failed = "select name, reason from pgspec.files where outcome = 'failed' order by name";
    let failed = trial.ask(failed);
    assert_eq!(failed.len(), 5, "{failed:#?}");
}

fn flate2_of(text: &str) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(text.as_bytes()).unwrap();
    packed.finish().unwrap()
}

#[test]
fn a_known_name_with_other_content_does_what_the_source_says() {
    let server = server();
    let (one, two) =
        ("id,placed,total,note\n1,2026-01-31,1,\n", "id,placed,total,note\n2,2026-01-31,1,\n");
    for (again, code, there) in
        [("fail", 1, ["(1)"].as_slice()), ("append", 0, &["(1)", "(2)"]), ("replace", 0, &["(2)"])]
    {
        let trial = Trial::on(&server, &format!("    again: {again}\n"));
        trial.arrives("orders_1.csv", one);
        trial.ingest().ends(0);
        trial.arrives("orders_1.csv", two);
        trial.ingest().ends(code);
        assert_eq!(trial.ask("select id from shop.orders order by id"), there, "{again}");
    }
}

#[test]
fn lines_of_json_are_rows() {
    let server = server();
    let trial = Trial::on(&server, "    format: json_lines\n");
    trial.arrives(
        "orders_1.jsonl",
        "{\"id\": 1, \"placed\": \"2026-01-31\", \"total\": 1.50, \"note\": null, \"more\": []}\n\
         \n{\"id\": 2}\n[1]\n{\"id\": 3\n{id: 4}\n",
    );
    let said = trial.ingest().ends(0).out;
    assert_eq!(said, "orders: orders_1.jsonl: 5 rows, 1 accepted, 4 rejected\n");
    let refused = trial.ask("select line, reasons[1] from shop.refused order by line");
    let told = [
        "(3,costs_something)",
        "(4,\"no JSON object: it is another value\")",
        "(5,\"no JSON object: it ends too early\")",
        "(6,\"no JSON object: key must be a string, at byte 2\")",
    ];
    assert_eq!(refused, told);
}

#[test]
fn what_is_set_for_the_database_changes_nothing() {
    let server = server();
    let trial =
        Trial::on(&server, "    schedule: { cron: '0 * * * *', timezone: Asia/Singapore }\n");
    let rewrite = |file: &str, from: &str, to: &str| {
        let file = trial.project.path().join(file);
        let text = std::fs::read_to_string(&file).unwrap();
        std::fs::write(file, text.replace(from, to)).unwrap();
    };
    rewrite("schema/shop.yaml", "placed: date", "at: timestamptz, placed: date");
    rewrite(
        "pipelines/orders.yaml",
        "      note: text\n",
        "      note: text\n      at: timestamptz\n",
    );
    let derived = "{ placed: \"at::date\", doubled: ";
    rewrite("pipelines/orders.yaml", "{ doubled: ", derived);
    rewrite(
        "pipelines/orders.yaml",
        "      placed: { type: date, formats: [DD/MM/YYYY, YYYY-MM-DD] }\n",
        "",
    );
    let mut client = trial.database.connect().unwrap();
    client.batch_execute("alter table shop.orders add at timestamptz").unwrap();
    let set = "do $$ begin execute format('alter database %1$I set timezone = ''America/New_York''; \
               alter database %1$I set datestyle = ''German''', current_database()); end $$";
    client.batch_execute(set).unwrap();
    let rows =
        "1,1,,2026-01-31T23:30:00\n2,1,,2026-01-31T23:30:00Z\n3,1,,2026-01-31 23:30:00.5-05\n";
    trial.arrives("orders_1.csv", format!("id,total,note,at\n{rows}"));
    let said = trial.ingest().ends(0).out;
    assert_eq!(said, "orders: orders_1.csv: 3 rows, 3 accepted, 0 rejected\n");
    let beside = trial.project.path().join("outgoing/accepted");
    let file = beside.read_dir().unwrap().next().unwrap().unwrap().path();
    let beside = std::fs::read_to_string(file).unwrap();
    let told = [
        "id,total,note,at,placed,doubled",
        "1,1,,2026-01-31 23:30:00+08,2026-01-31,2",
        "2,1,,2026-02-01 07:30:00+08,2026-02-01,2",
        "3,1,,2026-02-01 12:30:00.5+08,2026-02-01,2",
    ];
    assert_eq!(beside.lines().collect::<Vec<_>>(), told);
}

#[test]
fn files_are_read_in_the_encoding_that_is_declared() {
    let server = server();
    let text = "id,placed,total,note\n1,2026-01-31,1,café €\n";
    let western: Vec<u8> = text
        .chars()
        .map(|c| match c {
            'é' => 0xe9,
            '€' => 0x80,
            other => u8::try_from(other).unwrap(),
        })
        .collect();
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let mut broken = wide("id,placed,total,note\n1,2026-01-31,1,ok\n2,2026-01-31,1,");
    broken.extend([0x00, 0xd8]);
    broken.extend(wide("x\n"));
    for (encoding, content, accepted, note) in [
        ("windows-1252", western, 1, "(\"café €\")"),
        ("utf-16le", wide(&format!("\u{feff}{text}")), 1, "(\"café €\")"),
        ("utf-16le", broken, 1, "(ok)"),
    ] {
        let trial = Trial::on(&server, &format!("    encoding: {encoding}\n"));
        trial.arrives("orders_1.csv", content);
        let said = trial.ingest().ends(0).out;
        assert!(said.contains(&format!("{accepted} accepted")), "{encoding}: {said}");
        assert_eq!(trial.ask("select note from shop.orders"), [note], "{encoding}");
        let refused = trial.ask("select reasons[1] from shop.refused");
        assert!(refused.is_empty() || refused == ["(\"not UTF-16LE\")"], "{refused:?}");
    }
}

/// Killed whenever, and run again: each row once, each file beside whole.
#[test]
fn a_run_that_is_killed_is_made_good_by_the_next() {
    const ROWS: usize = 60_000;
    let server = server();
    let trial = Trial::on(&server, "");
    let mut text = "id,placed,total,note\n".to_owned();
    (0..ROWS).for_each(|id| text.push_str(&format!("{id},2026-01-31,{},\n", id % 2)));
    trial.arrives("orders_1.csv", text);
    let mut killed = 0;
    for step in 1..=12 {
        if !kill_after(trial.project.path(), &trial.url, Duration::from_millis(step * 60)) {
            break;
        }
        killed += 1;
        let there = trial.ask("select count(*) from shop.orders");
        assert!(there == ["(0)"] || there == [format!("({})", ROWS / 2)], "{there:?}");
    }
    assert!(killed > 1, "it was never killed in time");
    trial.ingest().ends(0);
    assert_eq!(trial.ask("select count(*) from shop.orders"), [format!("({})", ROWS / 2)]);
    assert_eq!(trial.ask("select count(*) from shop.refused"), [format!("({})", ROWS / 2)]);
    assert_eq!(
        trial.ask("select rows, accepted, rejected, outcome from pgspec.files"),
        [format!("({ROWS},{0},{0},loaded)", ROWS / 2)]
    );
    let lines = ROWS / 2 + 1;
    let whole = [("accepted orders_1".to_owned(), lines), ("rejected orders_1".to_owned(), lines)];
    assert_eq!(trial.beside(), whole);
}

/// Returns whether the run was still at work when it was killed.
fn kill_after(project: &Path, url: &str, pause: Duration) -> bool {
    let mut child = Command::new(env!("CARGO_BIN_EXE_pgspec"))
        .args(["ingest", "--database", url])
        .current_dir(project)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(pause);
    let ended = child.try_wait().unwrap().is_some();
    child.kill().unwrap();
    child.wait().unwrap();
    !ended
}

/// Two at once take every file once.
#[test]
fn two_runs_at_once_take_every_file_once() {
    let server = server();
    let trial = Trial::on(&server, "");
    for file in 0..20 {
        let rows: String =
            (0..50).map(|row| format!("{},2026-01-31,1,\n", file * 50 + row)).collect();
        trial.arrives(&format!("orders_{file}.csv"), format!("id,placed,total,note\n{rows}"));
    }
    std::thread::scope(|scope| {
        let runs: Vec<_> = (0..2).map(|_| scope.spawn(|| trial.ingest().ends(0).out)).collect();
        let said: Vec<String> = runs.into_iter().map(|run| run.join().unwrap()).collect();
        assert_eq!(said.concat().matches("50 accepted").count(), 20, "{said:?}");
        assert_eq!(said.concat().matches("taken before").count(), 20, "{said:?}");
    });
    assert_eq!(trial.ask("select count(*) from shop.orders"), ["(1000)"]);
}

/// The real files, where they are there.
#[test]
fn the_applications_are_taken() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let Ok(first) = std::fs::read(data.join("applications_dataset_1.csv")) else { return };
    let server = server();
    let source = "
schema: shop
sources:
  applications:
    run_as: ing_loader
    files: incoming/applications_*.csv
    columns:
      name: text
      email: text
      date_of_birth: { type: date, formats: [YYYY-MM-DD, YYYY/MM/DD, DD-MM-YYYY, MM/DD/YYYY] }
      mobile_no: text
    derive: { id: 'line', note: email }
    accept_when:
      mobile_is_8_digits: mobile_no ~ '^[0-9]{8}$'
      is_over_18: date_of_birth < date '2004-01-01'
      email_is_of_a_provider: email ~ '[.](com|net)$'
    accepted: { table: orders }
    rejected: { table: refused }
";
    let trial = Trial::on(&server, "");
    std::fs::write(trial.project.path().join("pipelines/orders.yaml"), source).unwrap();
    trial.arrives("applications_1.csv", first);
    let said = trial.ingest().ends(0).out;
    assert_eq!(said, "applications: applications_1.csv: 1999 rows, 225 accepted, 1774 rejected\n");
}

/// What would fail with the first file is found by `verify`.
#[test]
fn a_source_that_cannot_land_is_found_without_a_file() {
    let server = server();
    let trial = Trial::on(&server, "    again: replace\n");
    let verify = ["verify", "--sandbox", "local", "--only", "sources"];
    run(trial.project.path(), &["gen"]).ends(0);
    let said = run(trial.project.path(), &verify).ends(0).out;
    assert!(said.contains("ok  sources      6 passed"), "{said}");
    let fault = "revoke delete on shop.refused from ing_loader; \
                 alter table shop.orders alter note type integer using null";
    std::fs::write(trial.project.path().join("fault.sql"), fault).unwrap();
    let arguments: Vec<&str> = verify.into_iter().chain(["--after-apply", "fault.sql"]).collect();
    let said = run(trial.project.path(), &arguments).ends(1).out;
    for words in [
        "failed: orders: accepted rows: column \"note\" is of type integer but expression is of type \
         text (SQLSTATE 42804)",
        "failed: orders: rows that are replaced: permission denied for table refused (SQLSTATE 42501)",
    ] {
        assert!(said.contains(words), "{said}");
    }
}

/// The applications of the bundled project: every rule has a row that breaks it.
#[test]
fn the_applications_of_the_bundled_project_are_taken() {
    let bundled = Path::new(env!("CARGO_MANIFEST_DIR"));
    let project = tempfile::tempdir().unwrap();
    for part in ["pgspec.yaml", "schema", "roles", "queries", "pipelines", "docker", "samples"] {
        copy(&bundled.join(part), &project.path().join(part));
    }
    // Others may be there that were made up.
    std::fs::create_dir(project.path().join("incoming")).unwrap();
    let arrived = Path::new("incoming/applications_2026-11-26T08.csv");
    copy(&bundled.join(arrived), &project.path().join(arrived));
    let server = server();
    let database = server.create_database("applications").unwrap();
    let url = url(&database);
    let migrations = bundled.join("migrations").display().to_string();
    let apply = ["apply", "--migrations", &migrations, "--database", &url];
    run(project.path(), &apply).ends(0);
    let said = run(project.path(), &["ingest", "--database", &url]).ends(0).out;
    let file = "applications_2026-11-26T08.csv";
    assert_eq!(said, format!("membership_applications: {file}: 13 rows, 6 accepted, 7 rejected\n"));
    let mut client = database.connect().unwrap();
    let mut ask = |sql: &str| -> Vec<String> {
        client.query(sql, &[]).unwrap().iter().map(|row| row.get(0)).collect()
    };
    assert_eq!(
        ask("select membership_id from membership.successful_applications order by line"),
        [
            "Lindqvist_96940",
            "Okafor_ab76a",
            "Valdez_f2fe0",
            "Menon_a7705",
            "Mensah_8d7b1",
            "Orlov_4c636"
        ]
    );
    let reasons = "select array_to_string(reasons, '; ') from membership.unsuccessful_applications \
                   order by line";
    assert_eq!(
        ask(reasons),
        [
            "has_a_name",
            "is_over_18_on_2022_01_01",
            "email_is_of_a_provider",
            "date_of_birth: no date; is_over_18_on_2022_01_01",
            "mobile_no_has_8_digits",
            "already_there",
            "3 values, expected 4",
        ]
    );
}

fn copy(from: &Path, to: &Path) {
    if from.is_file() {
        std::fs::copy(from, to).unwrap();
        return;
    }
    std::fs::create_dir(to).unwrap();
    for entry in from.read_dir().unwrap().map(Result::unwrap) {
        copy(&entry.path(), &to.join(entry.file_name()));
    }
}
