//! `pgspec seed`: made-up rows.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::{DateTime, Utc};
use clap::{Args, ValueEnum};
use serde_json::json;

use super::output::Output;
use super::run::{self, time};
use super::{Status, project, state};
use crate::connect::Target;
use crate::diagnostic::suggest;
use crate::model::{ObjectName, Project};
use crate::pipeline::{self, Filled, Left, SeedOptions};

/// Fill tables with made-up rows that meet their constraints
#[derive(Debug, Args)]
pub struct Seed {
    /// Tables, schemas and seeds to fill; all tables that no source or transform fills unless given
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// The database; the environment names it unless given, as for psql
    #[arg(long, value_name = "URL", env = "PGSPEC_DATABASE_URL", hide_env_values = true)]
    database: Option<String>,
    /// What all chance comes from: the same number makes the same rows
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// How many times as many rows as the project says
    #[arg(long, value_name = "FACTOR", default_value_t = 1.0, value_parser = size, conflicts_with = "rows")]
    size: f64,
    /// About how many rows all tables get together
    #[arg(long, value_name = "NUMBER")]
    rows: Option<u64>,
    /// What time it is, in place of the beginning of today, UTC
    #[arg(long, value_name = "TIME", value_parser = time)]
    at: Option<DateTime<Utc>>,
    /// Add rows to tables that have some
    #[arg(long)]
    add: bool,
    /// Stay, and add rows and make up files whenever the schedules of seeds and sources say
    #[arg(long, conflicts_with_all = ["sandbox", "rows", "size", "add", "at", "seed"])]
    watch: bool,
    /// Fill a throw-away database with the project in it, on this machine's server programs: nothing is kept
    #[arg(long, conflicts_with_all = ["database"])]
    sandbox: bool,
    /// Server for `--sandbox`, in place of this machine's programs
    #[arg(long, value_name = "URL", env = "PGSPEC_SANDBOX_URL", hide_env_values = true)]
    sandbox_url: Option<String>,
    /// Form of what is told
    #[arg(long, value_name = "FORM", default_value = "text")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A line for each table
    Text,
    /// A JSON object for each table, on a line of its own
    Json,
}

fn size(text: &str) -> Result<f64, String> {
    let size: Option<f64> = text.parse().ok().filter(|size: &f64| size.is_finite() && *size >= 0.0);
    size.ok_or_else(|| "write a number that is not below zero, such as `0.1` or `20`".to_owned())
}

impl Seed {
    /// Runs the command.
    pub fn run(&self, root: &Path, output: &Output) -> Status {
        match self.work(root, output) {
            Ok(status) | Err(status) => status,
        }
    }

    fn work(&self, root: &Path, output: &Output) -> Result<Status, Status> {
        let read = project::read(root, output)?;
        if self.watch {
            return self.stay(root, &read.model, output);
        }
        let only = self.tables(&read.model, output)?;
        if self.sandbox {
            let rendered = read.render(output)?;
            let url = self.sandbox_url.as_deref();
            return run::in_sandbox(&rendered, url, false, output, |target| {
                self.fill(&rendered.model, only, target, output)
            });
        }
        let target = state::database(self.database.as_deref(), output)?;
        self.fill(&read.model, only, &target, output)
    }

    fn fill(
        &self,
        model: &Project,
        only: BTreeSet<ObjectName>,
        target: &Target,
        output: &Output,
    ) -> Result<Status, Status> {
        let mut client = target.connect().map_err(|error| state::refused(&error, output))?;
        let today = || {
            let midnight = Utc::now().date_naive().and_time(chrono::NaiveTime::MIN);
            midnight.and_utc()
        };
        let options = SeedOptions {
            seed: self.seed,
            size: self.size,
            rows: self.rows,
            most: u64::MAX,
            at: self.at.unwrap_or_else(today),
            only,
            adds: self.add,
        };
        let begun = std::time::Instant::now();
        let filled = pipeline::fill(&mut client, model, &options, &mut |one| {
            output.data(&self.line(one));
        });
        let filled = filled.map_err(|error| {
            output.say(&format!("error: {error}"));
            output.help("no rows are there; say in `seeds` what the columns hold, or `rows: 0`: docs/seed.md");
            Status::Failed
        })?;
        let rows: u64 = filled.iter().map(|one| one.rows).sum();
        let tables = filled.iter().filter(|one| one.rows > 0).count();
        let seconds = begun.elapsed().as_secs_f64();
        let is_one = if tables == 1 { "table" } else { "tables" };
        output.say(&format!("{rows} rows in {tables} {is_one}, in {seconds:.1} s"));
        Ok(if filled.iter().any(Filled::cannot) { Status::Findings } else { Status::Well })
    }

    /// Adds rows as time passes.
    fn stay(&self, root: &Path, model: &Project, output: &Output) -> Result<Status, Status> {
        let (seeds, sources) = (model.seeds.keys(), model.sources.keys());
        let known: Vec<&str> = seeds.chain(sources).map(String::as_str).collect();
        if let Some(name) = self.names.iter().find(|name| !known.contains(&name.as_str())) {
            output.say(&format!("error: no seed or source `{name}`"));
            output.help(&suggest(name, &known, "name"));
            return Err(Status::Wrong);
        }
        let target = state::database(self.database.as_deref(), output)?;
        run::until_stopped(root, model, &target, output, |runner| {
            let teller = run::Teller::new(self.format == Format::Json, false, output);
            let next = &mut |at| teller.watches(&pipeline::Watched::Next(at));
            runner.make_up_from_now_on(&self.names, &mut |event| teller.tell(&event), next)
        })
    }

    /// Returns the tables that are named.
    fn tables(&self, model: &Project, output: &Output) -> Result<BTreeSet<ObjectName>, Status> {
        let tables = &model.database.tables;
        let mut only = BTreeSet::new();
        for name in &self.names {
            let fits = |table: &&ObjectName| table.to_string() == *name || table.schema == *name;
            let mut found: BTreeSet<ObjectName> = tables.keys().filter(fits).cloned().collect();
            found.extend(
                model.seeds.get(name).into_iter().flat_map(|seed| seed.tables.keys().cloned()),
            );
            if found.is_empty() {
                let seeds = model.seeds.keys().cloned();
                let known = tables.keys().map(ToString::to_string);
                let known: Vec<String> = known.chain(seeds).collect();
                let known: Vec<&str> = known.iter().map(String::as_str).collect();
                output.say(&format!("error: no table, schema or seed `{name}`"));
                output.help(&suggest(name, &known, "name"));
                return Err(Status::Wrong);
            }
            only.extend(found);
        }
        Ok(only)
    }

    fn line(&self, one: &Filled) -> String {
        match self.format {
            Format::Text => format!("{}: {}\n", one.table, words(one)),
            Format::Json => format!("{}\n", object(one)),
        }
    }
}

/// Says what became of a table.
pub(super) fn words(one: &Filled) -> String {
    let rows = if one.rows == 1 { "row" } else { "rows" };
    match (&one.left, one.wanted) {
        (Some(Left::HasRows), _) => "has rows, and gets no more; `--add` adds some".to_owned(),
        (Some(Left::Cannot(why)), _) => format!("left empty: {why}"),
        (None, Some(wanted)) if wanted > one.rows => {
            format!(
                "{} {rows}, of {wanted}: further ones would not differ, or break a constraint",
                one.rows
            )
        }
        _ => format!("{} {rows}", one.rows),
    }
}

/// What became of a table, as JSON.
pub(super) fn object(one: &Filled) -> serde_json::Value {
    let mut object = json!({
        "table": one.table.to_string(),
        "rows": one.rows,
        "wanted": one.wanted,
        "seconds": one.seconds,
    });
    match &one.left {
        Some(Left::HasRows) => object["left"] = json!("has rows"),
        Some(Left::Cannot(why)) => object["left"] = json!(why),
        None => {}
    }
    object
}
