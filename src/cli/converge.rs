//! `pgspec converge`: tries pairs of states, and says which converge.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use clap::{Args, ValueEnum};
use serde_json::json;

use super::Status;
use super::output::Output;
use crate::sandbox::{Choice, ImageContext, Request};
use crate::verify::converge::{self, Options, Outcome, Servers, Trial};

/// An image as it is.
const DOCKERFILE: &str = "ARG BASE_IMAGE\nFROM ${BASE_IMAGE}\n";

/// Try pairs of schemas: plan from one to the other, apply, compare
#[derive(Debug, Args)]
pub struct Converge {
    /// Folder with pairs: each a folder with `old.sql` and `new.sql`, and perhaps `rows.sql`
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    /// The short form, for a database that nobody uses meanwhile
    #[arg(long)]
    offline: bool,
    /// From the new state to the old one; `rows.sql` is left out
    #[arg(long)]
    reverse: bool,
    /// Put so many rows into each table of a pair that has no `rows.sql`
    #[arg(long, value_name = "NUMBER", default_value = "0")]
    rows: u32,
    /// Compare what `pg_dump` says, too
    #[arg(long)]
    pg_dump: bool,
    /// Major version of the server to try on
    #[arg(long, value_name = "MAJOR", default_value = "15")]
    postgres: u16,
    /// Write the plan of each pair that converges to its `plan.sql`, in place of comparing the two
    #[arg(long, conflicts_with_all = ["reverse", "offline"])]
    bless: bool,
    /// How many pairs to try at a time, each on servers of its own
    #[arg(long, value_name = "NUMBER", default_value = "1", value_parser = clap::value_parser!(u16).range(1..=64))]
    jobs: u16,
    /// Try in containers of this image, as `postgres:18`, in place of this machine's programs
    #[arg(long, value_name = "IMAGE", conflicts_with = "pg_dump")]
    base_image: Option<String>,
    /// Show the plan of every pair that does not converge
    #[arg(long)]
    show: bool,
    /// Form of the result
    #[arg(long, value_name = "FORM", default_value = "text")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table for people
    Text,
    /// One JSON document
    Json,
}

impl Converge {
    /// Runs the command.
    pub fn run(&self, output: &Output) -> Status {
        let pairs = match converge::find(&self.folder) {
            Ok(pairs) => pairs,
            Err(error) => {
                output.say(&format!("error: cannot list `{}`: {error}", self.folder.display()));
                return Status::Wrong;
            }
        };
        if pairs.is_empty() {
            output.say(&format!("error: there is no pair below `{}`", self.folder.display()));
            output.help("a pair is a folder with `old.sql` and `new.sql`");
            return Status::Wrong;
        }
        match self.attempt(&pairs, output) {
            Ok(trials) => self.tell(&trials, output),
            Err(error) => {
                output.fail(&error);
                Status::Failed
            }
        }
    }

    fn attempt(
        &self,
        pairs: &[PathBuf],
        output: &Output,
    ) -> Result<Vec<Trial>, crate::sandbox::Error> {
        let options = Options {
            online: !self.offline,
            reverse: self.reverse,
            rows: self.rows,
            pg_dump: self.pg_dump,
            bless: self.bless,
        };
        let jobs = usize::from(self.jobs).min(pairs.len());
        let request = self.request();
        let servers: Result<Vec<Servers>, _> =
            (0..jobs).map(|_| Servers::start(&request)).collect();
        let (next, (sender, receiver)) = (AtomicUsize::new(0), mpsc::channel());
        let work = |mut servers: Servers, sender: Sender<(usize, Trial)>| {
            while let number = next.fetch_add(1, Ordering::Relaxed)
                && let Some(pair) = pairs.get(number)
            {
                let name = name(&self.folder, pair);
                let trial = converge::attempt(&mut servers, pair, &name, &options);
                if sender.send((number, trial)).is_err() {
                    return;
                }
            }
        };
        thread::scope(|scope| {
            for servers in servers? {
                let (work, sender) = (&work, sender.clone());
                scope.spawn(move || work(servers, sender));
            }
            drop(sender);
            Ok(self.collect(receiver, output))
        })
    }

    fn request(&self) -> Request<'static> {
        let Some(image) = &self.base_image else {
            return Request::new(Choice::Local, self.postgres);
        };
        let mut request = Request::new(Choice::Docker, self.postgres);
        request.context = Some(ImageContext {
            files: [("Dockerfile", DOCKERFILE.as_bytes())].into(),
            dockerfile: "Dockerfile",
            build_args: [("BASE_IMAGE".to_owned(), image.clone())].into(),
            ..ImageContext::default()
        });
        request
    }

    /// Takes trials as they end, and shows them in the order of their pairs.
    fn collect(&self, receiver: Receiver<(usize, Trial)>, output: &Output) -> Vec<Trial> {
        let (mut trials, mut waiting) = (Vec::new(), BTreeMap::new());
        for (number, trial) in receiver {
            waiting.insert(number, trial);
            while let Some(trial) = waiting.remove(&trials.len()) {
                if self.format == Format::Text {
                    output.data(&self.line(&trial));
                }
                trials.push(trial);
            }
        }
        trials
    }

    fn line(&self, trial: &Trial) -> String {
        let (word, words) = words(&trial.outcome);
        let mut text = format!("{word:<10} {}{words}\n", trial.name);
        if self.show && !matches!(trial.outcome, Outcome::Converged { .. }) {
            for statement in &trial.sql {
                text.push_str(&format!(
                    "           | {}\n",
                    statement.replace('\n', "\n           | ")
                ));
            }
        }
        text
    }

    fn tell(&self, trials: &[Trial], output: &Output) -> Status {
        if self.format == Format::Json {
            let rows = trials.iter().map(|trial| {
                let (word, words) = words(&trial.outcome);
                json!({"name": trial.name, "outcome": word, "words": words.trim_start_matches(": "), "steps": trial.sql})
            });
            output.data(&format!("{:#}\n", json!({"pairs": rows.collect::<Vec<_>>()})));
        }
        let count =
            |word: &str| trials.iter().filter(|trial| words(&trial.outcome).0 == word).count();
        let (converged, refused, failed) = (count("converged"), count("refused"), count("FAILED"));
        output.say(&format!(
            "{converged} converged, {refused} refused, {failed} failed, {} unusable, of {}",
            count("unusable"),
            trials.len()
        ));
        if converged == trials.len() { Status::Well } else { Status::Findings }
    }
}

fn name(root: &Path, pair: &Path) -> String {
    pair.strip_prefix(root).unwrap_or(pair).display().to_string()
}

fn words(outcome: &Outcome) -> (&'static str, String) {
    match outcome {
        Outcome::Converged { without_rows, .. } => {
            let note = without_rows.as_ref().map(|words| format!(" without rows: {words}"));
            ("converged", note.unwrap_or_default())
        }
        Outcome::Refused(words) => ("refused", format!(": {words}")),
        Outcome::Failed(words) => ("FAILED", format!(": {words}")),
        Outcome::Unusable(words) => ("unusable", format!(": {words}")),
    }
}
