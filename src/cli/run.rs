//! `pgspec run`: runs what is due.

mod answer;
mod place;
mod told;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, Utc};
use clap::{Args, ValueEnum};

use super::output::Output;
use super::{Status, memory, project, state};
use crate::connect::Target;
use crate::diagnostic::suggest;
use crate::model::{Project, read_time};
use crate::pipeline::{self, Fault, Options, Runner, Summary, Watched, Which};
pub(super) use place::in_sandbox;
pub(super) use told::Teller;

/// Run the sources and transforms that are due, in the order of what needs what
#[derive(Debug, Args)]
pub struct Run {
    /// Sources and transforms to run; all of the project unless given
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// The database; the environment names it unless given, as for psql
    #[arg(long, value_name = "URL", env = "PGSPEC_DATABASE_URL", hide_env_values = true)]
    database: Option<String>,
    /// Stay and run what is due whenever it is; of several on one database one runs, the others wait
    #[arg(long, conflicts_with_all = ["status", "at", "from", "again", "stale", "simulate_from"])]
    watch: bool,
    /// Tell what ran when, what is missing and what comes next, and run nothing
    #[arg(long, conflicts_with_all = ["again", "stale", "from", "simulate_from"])]
    status: bool,
    /// Compare files, intervals and their rows with the ledger, and run nothing
    #[arg(long, conflicts_with_all = ["status", "again", "stale", "from", "simulate_from", "watch"])]
    check: bool,
    /// Run the newest that there is, even where it was done
    #[arg(long, conflicts_with_all = ["stale", "from", "simulate_from"])]
    again: bool,
    /// Run the intervals again that another version of the SQL did
    #[arg(long, conflicts_with_all = ["from", "simulate_from"])]
    stale: bool,
    /// Run all intervals from this time on, even where they were done
    #[arg(long, value_name = "TIME", value_parser = time, conflicts_with = "simulate_from")]
    from: Option<DateTime<Utc>>,
    /// Where these intervals end; now unless given
    #[arg(long, value_name = "TIME", value_parser = time, requires = "from")]
    to: Option<DateTime<Utc>>,
    /// What time it is, in place of now
    #[arg(long, value_name = "TIME", value_parser = time)]
    at: Option<DateTime<Utc>>,
    /// Go through all times of the schedules after this one as if each were now
    #[arg(long, value_name = "TIME", value_parser = time)]
    simulate_from: Option<DateTime<Utc>>,
    /// Where that ends; now unless given
    #[arg(long, value_name = "TIME", value_parser = time, requires = "simulate_from")]
    simulate_to: Option<DateTime<Utc>>,
    /// Make up the files that arrive meanwhile, as sources say in `sample`, and the rows that seeds bring
    #[arg(long, requires = "simulate_from")]
    samples: bool,
    /// Run in a throw-away database with the project's sample data, on this machine's server programs
    #[arg(long, conflicts_with_all = ["database", "watch"])]
    sandbox: bool,
    /// Server for `--sandbox`, in place of this machine's programs
    #[arg(long, value_name = "URL", env = "PGSPEC_SANDBOX_URL", hide_env_values = true)]
    sandbox_url: Option<String>,
    /// Ask these named queries afterwards, separated by commas
    #[arg(long, value_name = "QUERY", value_delimiter = ',', conflicts_with = "watch")]
    ask: Vec<String>,
    /// Tell only what does not go as it should
    #[arg(long)]
    brief: bool,
    /// How many run side by side
    #[arg(long, value_name = "NUMBER", default_value_t = 4)]
    jobs: usize,
    /// Form of what is told
    #[arg(long, value_name = "FORM", default_value = "text")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A line for each run
    Text,
    /// A JSON object for each run, on a line of its own
    Json,
}

/// Set by a signal: what runs comes to its end, and nothing further begins.
static STOP: AtomicBool = AtomicBool::new(false);

/// Reads a time of the command line.
pub(super) fn time(text: &str) -> Result<DateTime<Utc>, String> {
    let help = "write it like `2026-11-01`, `2026-11-01 08:00` or `2026-11-01T08:00:00+08:00`; it is UTC unless it says otherwise";
    read_time(text, chrono_tz::UTC).ok_or_else(|| help.to_owned())
}

impl Run {
    /// Runs the command.
    pub fn run(&self, root: &Path, output: &Output) -> Status {
        memory::by_the_page();
        match self.work(root, output) {
            Ok(status) | Err(status) => status,
        }
    }

    fn work(&self, root: &Path, output: &Output) -> Result<Status, Status> {
        let read = project::read(root, output)?;
        self.check_names(&read.model, output)?;
        if self.sandbox {
            let rendered = read.render(output)?;
            let url = self.sandbox_url.as_deref();
            return in_sandbox(&rendered, url, true, output, |target| {
                self.at(root, &rendered.model, target, output)
            });
        }
        let target = state::database(self.database.as_deref(), output)?;
        self.at(root, &read.model, &target, output)
    }

    /// Runs on a database.
    fn at(
        &self,
        root: &Path,
        model: &Project,
        target: &Target,
        output: &Output,
    ) -> Result<Status, Status> {
        stop_on_signal();
        let failed = |error: pipeline::Error| self::failed(error, output);
        let mut runner = Runner::new(model, root, target, self.jobs, &STOP).map_err(failed)?;
        let options = self.options();
        if self.check {
            let faults = runner.prove(options.now).map_err(failed)?;
            return Ok(self.tell_faults(&faults, output));
        }
        let teller = Teller::new(self.format == Format::Json, self.brief, output);
        if self.status {
            let histories = runner.histories().map_err(failed)?;
            let ages = runner.ages(options.now).map_err(failed)?;
            let is_well = teller.status(model, &histories, &ages, &options);
            return Ok(if is_well { Status::Well } else { Status::Findings });
        }
        let summary = match self.simulate_from {
            _ if self.watch => runner.watch(&options, &mut |event| match event {
                Watched::Event(event) => teller.tell(&event),
                other => teller.watches(&other),
            }),
            Some(from) => {
                let window = (from, self.simulate_to.unwrap_or_else(pipeline::now));
                runner.simulate(&options, window, self.samples, &mut |event| teller.tell(&event))
            }
            None => runner.run(&options, &mut |event| teller.tell(&event)),
        };
        let summary = summary.map_err(failed)?;
        match self.watch {
            true => output.say(&format!("stopped: {}", counted(summary))),
            false => teller.summary(summary),
        }
        answer::ask(model, target, &self.ask, output)?;
        Ok(if summary.is_well() { Status::Well } else { Status::Findings })
    }

    fn check_names(&self, model: &Project, output: &Output) -> Result<(), Status> {
        let queries: Vec<&str> = model.queries.keys().map(String::as_str).collect();
        if let Some(query) = self.ask.iter().find(|name| !model.queries.contains_key(*name)) {
            output.say(&format!("error: the project declares no query `{query}`"));
            output.help(&suggest(query, &queries, "query"));
            return Err(Status::Wrong);
        }
        let all = model.sources.keys().chain(model.transforms.keys());
        let all: Vec<&str> = all.map(String::as_str).collect();
        for name in &self.names {
            if !model.is_work(name) {
                output.say(&format!("error: the project declares no source or transform `{name}`"));
                output.help(&suggest(name, &all, "name"));
                return Err(Status::Wrong);
            }
            let by_time = model.transforms.get(name).is_some_and(|it| it.is_by_time());
            if (self.from.is_some() || self.stale) && !by_time {
                output.say(&format!("error: the rows of `{name}` belong to no intervals"));
                output.help("leave it out; `--again` runs it whether it is due or not");
                return Err(Status::Wrong);
            }
        }
        Ok(())
    }

    fn tell_faults(&self, faults: &[Fault], output: &Output) -> Status {
        for Fault { name, words } in faults {
            output.data(&match self.format {
                Format::Text => format!("{name}: {words}\n"),
                Format::Json => format!("{}\n", serde_json::json!({"name": name, "fault": words})),
            });
        }
        output.say(&match faults.len() {
            0 => "all is as the ledger says".to_owned(),
            1 => "1 thing is not as the ledger says".to_owned(),
            count => format!("{count} things are not as the ledger says"),
        });
        if faults.is_empty() { Status::Well } else { Status::Findings }
    }

    fn options(&self) -> Options {
        let now = self.at.unwrap_or_else(pipeline::now);
        let which = match (self.again, self.stale, self.from) {
            (true, ..) => Which::Newest,
            (_, true, _) => Which::Stale,
            (_, _, Some(from)) => Which::Window((from, self.to.unwrap_or(now))),
            _ => Which::Due,
        };
        Options { only: self.names.clone(), which, ..Options::due(now) }
    }
}

/// Runs until a signal comes, or nothing is left to wait for.
pub(super) fn until_stopped(
    root: &Path,
    model: &Project,
    target: &Target,
    output: &Output,
    work: impl FnOnce(&mut Runner<'_>) -> Result<Summary, pipeline::Error>,
) -> Result<Status, Status> {
    stop_on_signal();
    let failed = |error| failed(error, output);
    let mut runner = Runner::new(model, root, target, 1, &STOP).map_err(failed)?;
    let summary = work(&mut runner).map_err(failed)?;
    output.say(&format!("stopped: {}", counted(summary)));
    Ok(if summary.is_well() { Status::Well } else { Status::Findings })
}

fn stop_on_signal() {
    // A second signal ends the program as it always did.
    let _ = ctrlc::set_handler(|| {
        if STOP.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    });
}

fn failed(error: pipeline::Error, output: &Output) -> Status {
    match error {
        pipeline::Error::Connect(error) => state::refused(&error, output),
        other => {
            output.say(&format!("error: {other}"));
            output.help("what was done before stays; the same command, run again, goes on");
            Status::Failed
        }
    }
}

/// Says how many runs there were.
fn counted(summary: Summary) -> String {
    let mut words = vec![format!("{} ran", summary.ran)];
    if summary.failed > 0 {
        words.push(format!("{} failed", summary.failed));
    }
    if summary.held > 0 {
        words.push(format!("{} held back", summary.held));
    }
    words.join(", ")
}
