//! The runner: what is due, in the order of what needs what, side by side where nothing does.

mod choice;
mod made_up;
mod round;
mod watch;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, Utc};
use postgres::Client;

use super::due::{self, History, Interval, Moment};
use super::fill::Finding;
use super::fresh::{self, Age};
use super::{Error, Fault, Filled, Taken, ledger, prove};
use crate::connect::Target;
use crate::model::{Database, Project};

pub use choice::{Options, Which};
pub use watch::Watched;

/// What happens while things run.
#[derive(Debug)]
pub enum Event {
    /// A file was made up.
    Made {
        /// The source that it is for.
        source: String,
        /// Its name.
        file: String,
    },
    /// Rows were made up.
    Seeded {
        /// The seed.
        seed: String,
        /// For what time.
        at: DateTime<Utc>,
        /// What became of each table.
        filled: Vec<Filled>,
    },
    /// A file of a source was taken or refused.
    Took {
        /// The source.
        source: String,
        /// What became of it.
        taken: Taken,
    },
    /// A transform ran.
    Ran {
        /// The transform.
        name: String,
        /// For what time.
        moment: Moment,
        /// How many rows came, changed and went.
        changed: [i64; 3],
        /// Intervals that were run again, as rows of theirs came late.
        late: Vec<Interval>,
        /// What came of what is expected.
        findings: Vec<Finding>,
        /// How long it took.
        seconds: f64,
    },
    /// The newest file of a source is older than it should be.
    Aged {
        /// The source.
        name: String,
        /// For what time.
        at: DateTime<Utc>,
        /// How old it is.
        age: Age,
    },
    /// A run failed, and nothing of it is there.
    Failed {
        /// What failed.
        name: String,
        /// For what time.
        moment: Moment,
        /// Why.
        reason: String,
        /// What came of what is expected.
        findings: Vec<Finding>,
        /// Whether it is tried again, and after how many seconds.
        again: Option<u64>,
    },
    /// Something does not run, as what it needs failed.
    Held {
        /// What does not run.
        name: String,
        /// What failed.
        because: String,
    },
    /// Something does not run, as it runs already.
    Busy {
        /// What does not run.
        name: String,
        /// For what time.
        moment: Moment,
    },
}

/// What came of all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Runs that ended well.
    pub ran: usize,
    /// Runs that failed, and files that were refused.
    pub failed: usize,
    /// What did not run, as what it needs failed.
    pub held: usize,
}

impl Summary {
    fn add(&mut self, other: Self) {
        self.ran += other.ran;
        self.failed += other.failed;
        self.held += other.held;
    }

    /// Returns whether all ended well.
    pub fn is_well(self) -> bool {
        self.failed == 0 && self.held == 0
    }
}

/// Runs the sources and transforms of a project.
pub struct Runner<'r> {
    crew: Crew<'r>,
    /// The first reads the ledger; as many as there are jobs work.
    clients: Vec<Client>,
    jobs: usize,
    /// What rows are made up for; read when the first are.
    database: Option<Database>,
}

/// What all who work share.
struct Crew<'r> {
    project: &'r Project,
    root: &'r Path,
    target: &'r Target,
    /// What comes before what.
    work: BTreeMap<&'r str, BTreeSet<&'r str>>,
    stop: &'r AtomicBool,
}

impl<'r> Runner<'r> {
    /// Connects, and makes the ledger where there is none.
    ///
    /// # Errors
    /// No connection, or a ledger that cannot be made.
    pub fn new(
        project: &'r Project,
        root: &'r Path,
        target: &'r Target,
        jobs: usize,
        stop: &'r AtomicBool,
    ) -> Result<Self, Error> {
        let mut client = target.connect()?;
        ledger::prepare(&mut client)?;
        let work = project.work();
        let crew = Crew { project, root, target, work, stop };
        Ok(Self { crew, clients: vec![client], jobs: jobs.max(1), database: None })
    }

    /// Runs what is due.
    ///
    /// # Errors
    /// A server that is gone, and what cannot be read.
    pub fn run(
        &mut self,
        options: &Options,
        told: &mut dyn FnMut(Event),
    ) -> Result<Summary, Error> {
        let histories = self.histories()?;
        let tasks = options.tasks(self.crew.project, &histories);
        self.round(&tasks, options.again(), told)
    }

    /// Goes through all times of all schedules after one time and up to another, as if each were now; with the files
    /// and rows that are made up for them, where these are wanted.
    ///
    /// # Errors
    /// As [`Runner::run`].
    pub fn simulate(
        &mut self,
        options: &Options,
        window: Interval,
        with_samples: bool,
        told: &mut dyn FnMut(Event),
    ) -> Result<Summary, Error> {
        let mut summary = Summary::default();
        let mut times = due::times(self.crew.project, window, with_samples);
        if times.last() != Some(&window.1) {
            times.push(window.1);
        }
        let last = times.len() - 1;
        let mut histories = self.histories()?;
        for (at, now) in times.into_iter().enumerate() {
            if self.crew.is_stopping() {
                break;
            }
            if with_samples {
                summary.add(self.make_up(&options.only, now, told)?);
            }
            let options = Options { now, with_unscheduled: at == last, ..options.clone() };
            let tasks = options.tasks(self.crew.project, &histories);
            if tasks.is_empty() {
                continue;
            }
            let round = self.round(&tasks, false, told)?;
            summary.add(round);
            histories = self.histories()?;
        }
        Ok(summary)
    }

    /// Compares what is there with the ledger; changes nothing.
    ///
    /// # Errors
    /// A server that is gone.
    pub fn prove(&mut self, now: DateTime<Utc>) -> Result<Vec<Fault>, Error> {
        prove::prove(&mut self.clients[0], self.crew.project, now).map_err(Error::Ledger)
    }

    /// Asks how old the newest files and rows are of which that is expected.
    ///
    /// # Errors
    /// A server that is gone, and what cannot be read.
    pub fn ages(&mut self, now: DateTime<Utc>) -> Result<BTreeMap<String, Vec<Age>>, Error> {
        let client = &mut self.clients[0];
        let mut ages: BTreeMap<String, Vec<Age>> = BTreeMap::new();
        for (name, source) in &self.crew.project.sources {
            let age = fresh::of_source(client, name, source, now).map_err(Error::Ledger)?;
            ages.entry(name.clone()).or_default().extend(age);
        }
        for (name, transform) in &self.crew.project.transforms {
            let found = fresh::of_transform(client, transform, now).map_err(Error::Ledger)?;
            ages.entry(name.clone()).or_default().extend(found);
        }
        Ok(ages)
    }

    /// Reads the ledger.
    ///
    /// # Errors
    /// A server that is gone.
    pub fn histories(&mut self) -> Result<BTreeMap<String, History>, Error> {
        let client = &mut self.clients[0];
        if client.is_closed() {
            *client = self.crew.target.connect()?;
        }
        ledger::histories(client, self.crew.project).map_err(Error::Ledger)
    }
}

impl Crew<'_> {
    fn is_stopping(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// The runs of one round, by the name of what runs.
pub(super) type Tasks = BTreeMap<String, Vec<Moment>>;

/// Returns the time on the clock, to the second.
pub fn now() -> DateTime<Utc> {
    let now = Utc::now();
    DateTime::from_timestamp(now.timestamp(), 0).unwrap_or(now)
}
