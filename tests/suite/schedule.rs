//! The file for pg_cron on a real server: what its jobs do, whoever starts them.
//!
//! The text of each job is run as the scheduler would, and held against what `pgspec run` does at the same times. Where
//! the extension is to be had, it runs them itself.

mod beside_the_runner;
mod extension;
mod failures;
mod file;

use pgspec::sandbox::{Database, Sandbox};
use postgres::Client;
use tempfile::TempDir;

use crate::plans::{Run, folder, run};
use crate::run::{ROLES, SCHEMA};

/// What the extension has, as far as the file uses it: the table of jobs, and what writes it.
const STAND_IN: &str = "
    create schema cron;
    create table cron.job (jobid bigint generated always as identity, schedule text, command text,
        database text default current_database(), jobname text unique);
    create function cron.schedule(job_name text, schedule text, command text) returns bigint language sql as $$
        insert into cron.job (jobname, schedule, command) values ($1, $2, $3)
        on conflict (jobname) do update set schedule = excluded.schedule, command = excluded.command returning jobid $$;
    create function cron.unschedule(job_id bigint) returns boolean language sql as
        $$ delete from cron.job where jobid = $1 returning true $$;
";

/// A project with a database of its own.
struct Site<'s> {
    project: TempDir,
    server: &'s Sandbox,
    name: String,
}

impl<'s> Site<'s> {
    /// Makes the project with these transforms, and applies it to a database.
    fn on(server: &'s Sandbox, name: &str, transforms: &str) -> Self {
        let project = folder(&[
            ("pgspec.yaml", "project: shop\npostgres: 15\n"),
            ("schema/shop.yaml", SCHEMA),
            ("roles/roles.yaml", ROLES),
            ("pipelines/shop.yaml", transforms),
        ]);
        let site = Self { project, server, name: name.to_owned() };
        site.pgspec(&["gen"]).ends(0);
        let mut scripts: Vec<_> = std::fs::read_dir(site.project.path().join("generated/ddl"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| !path.ends_with("all.sql"))
            .collect();
        scripts.sort();
        scripts.iter().for_each(|script| site.does(&std::fs::read_to_string(script).unwrap()));
        site
    }

    /// Does so with what stands in for the extension.
    fn with_stand_in(server: &'s Sandbox, database: &Database<'s>, transforms: &str) -> Self {
        let site = Self::on(server, database.name(), transforms);
        site.client().batch_execute(STAND_IN).unwrap();
        site
    }

    fn url(&self) -> String {
        self.server.url(self.server.superuser(), &self.name)
    }

    fn pgspec(&self, arguments: &[&str]) -> Run {
        run(self.project.path(), arguments)
    }

    fn client(&self) -> Client {
        self.server.connect(&self.name).unwrap()
    }

    /// Changes the transforms.
    fn declares(&self, transforms: &str) {
        std::fs::write(self.project.path().join("pipelines/shop.yaml"), transforms).unwrap();
    }

    /// Renders the file.
    fn file(&self) -> String {
        self.pgspec(&["gen"]).ends(0);
        let path = self.project.path().join("generated/schedule/pg_cron.sql");
        std::fs::read_to_string(path).unwrap()
    }

    /// Runs the file; returns the words of a refusal.
    fn install(&self) -> Result<(), String> {
        let failed = |error: postgres::Error| {
            error.as_db_error().map_or_else(|| error.to_string(), |it| it.message().to_owned())
        };
        self.client().batch_execute(&self.file()).map_err(failed)
    }

    /// Returns names, times and commands of the jobs.
    fn jobs(&self) -> Vec<(String, String, String)> {
        let jobs = "select jobname::text, schedule, command from cron.job order by jobname::text";
        let rows = self.client().query(jobs, &[]).unwrap();
        rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect()
    }

    fn does(&self, sql: &str) {
        self.client().batch_execute(sql).unwrap_or_else(|error| panic!("{error:?}\n{sql}"));
    }

    /// Returns rows as lines of text.
    fn ask(&self, question: &str) -> Vec<String> {
        let question = format!("select (q.*)::text from ({question}) q");
        let rows = self.client().query(&question, &[]).unwrap();
        rows.iter().map(|row| row.get(0)).collect()
    }
}
