//! Transforms and their runner: the program itself, on a real server.

mod control;
mod fresh;
mod kinds;
mod proof;
mod watch;

use pgspec::sandbox::{Database, Sandbox};
use tempfile::TempDir;

use crate::plans::{Run, folder, run, url};

pub const SCHEMA: &str = "
schema: shop
tables:
  views:
    columns: { view_id: bigint generated always as identity primary key, article: text not null, seen_at: timestamptz not null }
  late_views:
    columns: { view_id: bigint primary key, article: text not null, seen_at: timestamptz not null }
  hourly:
    columns: { article: text not null, hour: timestamptz not null, views: bigint not null }
    primary_key: [article, hour]
  totals:
    columns: { article: text primary key, views: bigint not null, doc: json }
  log:
    columns: { view_id: bigint primary key, article: text not null, seen_at: timestamptz not null }
  members:
    columns: { member: text primary key, city: text }
  latest:
    columns: { member: text primary key, city: text }
  member_states:
    columns: { member: text not null, city: text, valid_from: timestamptz not null, valid_to: timestamptz }
    primary_key: [member, valid_from]
  tickets:
    columns: { ticket: bigint primary key, opened: timestamptz not null, state: text not null default 'open' }
views:
  best: { sql: 'select article, views from totals where views > 1' }
materialized_views:
  top: { owner: run_etl, sql: 'select article, views from totals order by views desc limit 10', indexes: { top_article: unique (article) } }
functions:
  fails_twice:
    returns: text
    language: plpgsql
    volatility: volatile
    body: |
      begin
        if nextval('shop.tries') <= 2 then raise exception using errcode = '40001', message = 'try again'; end if;
        return 'closed';
      end
sequences: { tries: {} }
";

pub const ROLES: &str = "
roles:
  run_etl:
    grants:
      - { on: schema shop, usage: true }
      - { on: shop.*, select: true, insert: true, delete: true, update: true }
      - { on: sequence shop.tries, usage: true }
      - { on: 'function shop.fails_twice()', execute: true }
";

/// By the hour, with the hour before.
const HOURLY: &str = "
schema: shop
transforms:
  hourly:
    run_as: run_etl
    kind: incremental
    into: hourly
    incremental: { by: time, column: hour, start: 2026-11-01, lookback: 1h }
    schedule: { cron: \"0 * * * *\" }
    sql: |
      select article, date_trunc('hour', seen_at) as hour, count(*) as views
      from views where seen_at >= :from and seen_at < :to group by 1, 2
    expect:
      - { not_null: [article, hour] }
      - { condition: views > 0 }
";

/// Views of articles a, b and c, one every ten minutes from the first of November on.
pub const VIEWS: &str = "insert into shop.views (article, seen_at)
    select chr(97 + i % 3), timestamptz '2026-11-01T00:00Z' + i * interval '10 min' from generate_series(0, 41) i";

/// A project with its database.
struct Trial<'s> {
    project: TempDir,
    database: Database<'s>,
    url: String,
}

impl<'s> Trial<'s> {
    /// Makes it with these transforms, and applies it.
    fn on(server: &'s Sandbox, transforms: &str) -> Self {
        Self::with(server, "schema: shop\n", transforms)
    }

    /// Makes it with further tables.
    fn with(server: &'s Sandbox, tables: &str, transforms: &str) -> Self {
        let project = folder(&[
            ("pgspec.yaml", "project: shop\npostgres: 15\n"),
            ("schema/shop.yaml", SCHEMA),
            ("schema/more.yaml", tables),
            ("roles/roles.yaml", ROLES),
            ("pipelines/shop.yaml", transforms),
        ]);
        let database = server.create_database("run").unwrap();
        let url = url(&database);
        run(project.path(), &["plan", "--from", &url, "--out", "plan.json"]).ends(0);
        let apply = ["apply", "--plan", "plan.json", "--database", &url, "--allow=widens_access"];
        run(project.path(), &apply).ends(0);
        Self { project, database, url }
    }

    /// Changes the transforms.
    fn declares(&self, transforms: &str) {
        std::fs::write(self.project.path().join("pipelines/shop.yaml"), transforms).unwrap();
    }

    fn run(&self, more: &[&str]) -> Run {
        let arguments = [["run", "--database", self.url.as_str()].as_slice(), more].concat();
        run(self.project.path(), &arguments)
    }

    /// Runs what is due at a time; returns what was said, in order, without how long it took.
    fn at(&self, time: &str, code: i32) -> Vec<String> {
        lines(&self.run(&["--at", time]).ends(code).out)
    }

    fn does(&self, sql: &str) {
        self.database.connect().unwrap().batch_execute(sql).unwrap();
    }

    /// Returns rows as lines of text.
    fn ask(&self, question: &str) -> Vec<String> {
        let question = format!("select (q.*)::text from ({question}) q");
        let rows = self.database.connect().unwrap().query(&question, &[]).unwrap();
        rows.iter().map(|row| row.get(0)).collect()
    }
}

/// Takes lines apart, in order, and leaves out how long things took.
fn lines(said: &str) -> Vec<String> {
    let timeless = |line: &str| match line.rsplit_once(", ") {
        Some((words, time)) if time.ends_with(" s") => words.to_owned(),
        _ => line.to_owned(),
    };
    let mut lines: Vec<String> = said.lines().map(timeless).collect();
    lines.sort();
    lines
}
