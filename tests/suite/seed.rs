//! Made-up rows: the program itself, on a real server, which judges every row.

mod any;
mod control;
mod schedule;

use pgspec::sandbox::{Database, Sandbox};
use tempfile::TempDir;

use crate::plans::{Run, folder, run, url};

/// A project with its database.
struct Trial<'s> {
    project: TempDir,
    database: Database<'s>,
    url: String,
}

impl<'s> Trial<'s> {
    /// Makes it with this schema and these seeds, and applies it.
    fn on(server: &'s Sandbox, schema: &str, seeds: &str) -> Self {
        let project = folder(&[
            ("pgspec.yaml", "project: shop\npostgres: 15\n"),
            ("schema/shop.yaml", schema),
            ("pipelines/seeds.yaml", seeds),
        ]);
        let database = server.create_database("seed").unwrap();
        let url = url(&database);
        run(project.path(), &["plan", "--from", &url, "--out", "plan.json"]).ends(0);
        run(project.path(), &["apply", "--plan", "plan.json", "--database", &url]).ends(0);
        Self { project, database, url }
    }

    fn seed(&self, more: &[&str]) -> Run {
        let arguments = [&["seed", "--database", &self.url, "--at", "2026-11-26"], more].concat();
        run(self.project.path(), &arguments)
    }

    /// Returns one number.
    fn count(&self, question: &str) -> i64 {
        self.database.connect().unwrap().query_one(question, &[]).unwrap().get(0)
    }

    /// Returns the rows of a table, as text, in order.
    fn rows(&self, table: &str) -> Vec<String> {
        let question = format!("select t::text from {table} t order by 1");
        let rows = self.database.connect().unwrap().query(&question, &[]).unwrap();
        rows.iter().map(|row| row.get(0)).collect()
    }
}
