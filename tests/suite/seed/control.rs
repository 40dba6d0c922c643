//! The same call makes the same rows, as many as are wanted, as the project says, and says why where it cannot.

use super::Trial;
use crate::plans::server;

const SHOP: &str = "
schema: shop
tables:
  members:
    columns:
      member: bigint generated always as identity primary key
      name: text not null
      email: text not null unique
      city: text
      joined_at: timestamptz not null
  sales:
    columns:
      sale: bigint primary key
      member: { type: bigint, not_null: true, references: members }
      amount: numeric(10,2) not null
      weight: numeric(8,3) not null
      state: text not null
      sold_at: timestamptz not null
  lines:
    columns:
      sale: { type: bigint, not_null: true, references: sales }
      line: { type: integer, not_null: true, check: line between 1 and 9 }
      note: text
    primary_key: [sale, line]
";

const FILLED: &str = "
  imported:
    columns: { id: bigint primary key, file: text, line: bigint }
  refused:
    columns: { file: text, line: bigint, reasons: 'text[]', raw: text }
";

const SEEDS: &str = "
schema: shop
seeds:
  shop:
    tables:
      shop.members: { rows: 200 }
      shop.sales:
        rows: 5000
        columns:
          member: { distribution: uniform, among: member > 20 }
          amount: { from: 5, to: 20.50, distribution: growing }
          weight: { sql: amount / 10 }
          state: { values: { paid: 9, open: 1 } }
          sold_at: { from: 10 days ago, to: 2 days ago }
      shop.lines:
        rows: { per: shop.sales, from: 2, to: 3 }
        columns: { note: { pattern: '[A-Z]{3}-[0-9]{2}', nulls: 50% } }
    then: update sales set state = 'closed' where sold_at < :at - interval '9 days'
";

const TABLES: [&str; 3] = ["shop.members", "shop.sales", "shop.lines"];

#[test]
fn the_same_seed_makes_the_same_rows_and_another_makes_others() {
    let server = server();
    let made = |more: &[&str]| {
        let trial = Trial::on(&server, SHOP, SEEDS);
        trial.seed(more).ends(0);
        TABLES.map(|table| trial.rows(table))
    };
    let first = made(&["--seed", "5"]);
    assert_eq!(first, made(&["--seed", "5"]));
    let other = made(&["--seed", "6"]);
    for (one, other) in first.iter().zip(&other) {
        let same = one.iter().filter(|row| other.contains(row)).count();
        assert!(same * 10 < one.len(), "{same} of {} rows are the same", one.len());
    }
    let half = made(&["--seed", "5", "--size", "0.5"]);
    assert_eq!([half[0].len(), half[1].len()], [100, 2500]);
    // 200 + 5000 + two and a half for each of these.
    let many = made(&["--seed", "5", "--rows", "35400"]);
    assert_eq!([many[0].len(), many[1].len()], [400, 10_000]);
    assert!((24_000..26_000).contains(&many[2].len()), "{}", many[2].len());
}

#[test]
fn rows_are_as_the_project_says() {
    let server = server();
    let trial = Trial::on(&server, SHOP, SEEDS);
    let run = trial.seed(&[]).ends(0);
    assert!(run.said.contains("rows in 3 tables, in "), "{}", run.said);
    let all = |condition: &str| {
        let sql = format!("select count(*) from shop.sales where not ({condition})");
        assert_eq!(trial.count(&sql), 0, "{condition}");
    };
    all("member > 20");
    all("amount between 5 and 20.50");
    all("weight = round(amount / 10, 3)");
    all("sold_at between '2026-11-16' and '2026-11-24'");
    all("(state = 'closed') = (sold_at < '2026-11-17')");
    let more = "select count(*) from shop.sales where amount > 12.75";
    assert!((3400..3900).contains(&trial.count(more)), "{}", trial.count(more));
    let paid = trial.count("select count(*) * 100 / (select count(*) from shop.sales where state <> 'closed') from shop.sales where state = 'paid'");
    assert!((87..93).contains(&paid), "{paid}");
    let wrong = "select count(*) from (select sale from shop.sales left join shop.lines using (sale) group by sale
                 having count(line) not between 2 and 3) as s";
    assert_eq!(trial.count(wrong), 0);
    assert_eq!(
        trial.count("select count(*) from shop.lines where note !~ '^[A-Z]{3}-[0-9]{2}$'"),
        0
    );
    let nulls = trial.count("select count(*) * 100 / (select count(*) from shop.lines) from shop.lines where note is null");
    assert!((46..54).contains(&nulls), "{nulls}");
    // The columns of a row are about one person.
    let named = "select count(*) from shop.members where email like lower(split_part(name, ' ', 1)) || '.%@example.%'";
    assert!(trial.count(named) > 190, "{}", trial.count(named));
}

#[test]
fn tables_that_have_rows_get_more_only_when_asked() {
    let server = server();
    let trial = Trial::on(&server, SHOP, SEEDS);
    trial.seed(&["shop.members"]).ends(0);
    let before = trial.rows("shop.members");
    let again = trial.seed(&["shop.members"]).ends(0);
    assert_eq!(again.out, "shop.members: has rows, and gets no more; `--add` adds some\n");
    assert_eq!(trial.rows("shop.members"), before);
    trial.seed(&["shop.members", "shop.sales", "--add"]).ends(0);
    assert_eq!(trial.rows("shop.members").len(), 400);
    trial.seed(&["shop.sales", "--add"]).ends(0);
    assert_eq!(trial.rows("shop.sales").len(), 10_000);
}

#[test]
fn what_a_source_fills_is_left_to_it() {
    let server = server();
    let source = "
  files:
    run_as: seed_loader
    files: in/f_*.csv
    columns: { id: bigint }
    accepted: { table: imported }
    rejected: { table: refused }
";
    let seeds = format!(
        "{SEEDS}sources:{source}roles:\n  seed_loader:\n    grants:\n      - {{ on: schema shop, usage: true }}\n      - {{ on: shop.*, select: true, insert: true }}\n"
    );
    let project = crate::plans::folder(&[
        ("pgspec.yaml", "project: shop\npostgres: 15\n"),
        ("schema/shop.yaml", &format!("{SHOP}{FILLED}")),
        ("pipelines/seeds.yaml", &seeds),
    ]);
    let database = server.create_database("seed").unwrap();
    let url = crate::plans::url(&database);
    crate::plans::run(project.path(), &["plan", "--from", &url, "--out", "plan.json"]).ends(0);
    let apply = ["apply", "--plan", "plan.json", "--database", &url, "--allow=widens_access"];
    crate::plans::run(project.path(), &apply).ends(0);
    let seed = crate::plans::run(project.path(), &["seed", "--database", &url]).ends(0);
    assert!(!seed.out.contains("imported") && !seed.out.contains("refused"), "{}", seed.out);
    let named = ["seed", "--database", &url, "shop.imported"];
    let seed = crate::plans::run(project.path(), &named).ends(0);
    assert_eq!(seed.out, "shop.imported: 100 rows\n");
}

#[test]
fn what_cannot_be_is_said_and_the_rest_is_there() {
    let server = server();
    let schema = "
schema: shop
tables:
  never:
    columns: { id: bigint primary key, note: text not null }
    checks: { never_met: length(note) * 0 = 1 }
  strange:
    columns: { id: bigint primary key, place: pg_lsn not null }
  below:
    columns: { id: bigint primary key, never: { type: bigint, not_null: true, references: never } }
  guarded:
    columns: { id: bigint primary key }
    triggers: { no: { sql: before insert for each row execute function shop.refuse() } }
  fine:
    columns: { id: bigint primary key, never: { type: bigint, references: never } }
functions:
  refuse:
    returns: trigger
    language: plpgsql
    body: begin raise exception 'not like that'; end
";
    let trial = Trial::on(&server, schema, "");
    let run = trial.seed(&[]).ends(1);
    let expected = [
        "shop.guarded: left empty: not like that (SQLSTATE P0001)",
        "shop.never: left empty: none of 20000 rows meets `never_met`: say in `seeds` what its columns hold",
        "shop.below: left empty: `never` refers to a table that has no rows",
        "shop.fine: 1000 rows",
        "shop.strange: left empty: no values of `pg_lsn` are known, and `place` needs one",
    ];
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(lines, expected);
    assert_eq!(trial.count("select count(*) from shop.fine where never is null"), 1000);

    let wrong = trial.seed(&["shop.fin"]).ends(2);
    assert!(wrong.said.contains("error: no table, schema or seed `shop.fin`"), "{}", wrong.said);
    assert!(wrong.said.contains("did you mean `shop.fine`?"), "{}", wrong.said);
    let wrong = trial.seed(&["--size=-1"]).ends(2);
    assert!(wrong.said.contains("not below zero"), "{}", wrong.said);
}

#[test]
fn nothing_is_there_when_a_statement_after_it_fails() {
    let server = server();
    let seeds = SEEDS.replace("update sales set state = 'closed'", "update sales set sale = 1 / 0");
    let trial = Trial::on(&server, SHOP, &seeds);
    let run = trial.seed(&[]).ends(3);
    assert!(run.said.contains("seed `shop`: division by zero (SQLSTATE 22012)"), "{}", run.said);
    assert_eq!(trial.count("select count(*) from shop.members"), 0);
}

#[test]
fn verify_tries_every_seed() {
    let verify = |seeds: &str, code: i32| {
        let project = crate::plans::folder(&[
            ("pgspec.yaml", "project: shop\npostgres: 15\n"),
            ("schema/shop.yaml", SHOP),
            ("pipelines/seeds.yaml", seeds),
        ]);
        let words = ["verify", "--sandbox", "local", "--only", "seeds"];
        crate::plans::run(project.path(), &words).ends(code).out
    };
    let said = verify(SEEDS, 0);
    assert!(said.contains("ok  seeds        4 passed in"), "{said}");

    let said = verify(
        &SEEDS.replace("from: 5, to: 20.50, distribution: growing", "sql: 1 / (sale - sale)"),
        1,
    );
    assert!(
        said.contains("failed: shop: shop.sales takes rows: division by zero (SQLSTATE 22012)"),
        "{said}"
    );
    assert!(
        said.contains(
            "failed: shop: shop.lines takes rows: `sale` refers to a table that has no rows"
        ),
        "{said}"
    );

    let said = verify(&SEEDS.replace("set state = 'closed'", "set amount = state::numeric"), 1);
    assert!(
        said.contains("1 failed")
            && said.contains("failed: shop: its statements run: invalid input syntax"),
        "{said}"
    );
}
