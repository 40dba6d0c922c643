//! What was proven and what was not, as data.

use std::collections::BTreeMap;

use serde::Serialize;

/// A part of the work: what is proven, and what has to happen before it can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Starting the throw-away server.
    Sandbox,
    /// The artifacts run in an empty database.
    Apply,
    /// They run in a second one, of a cluster that has the roles already.
    Again,
    /// What exists is what is declared.
    Structure,
    /// The sample data loads.
    SampleData,
    /// Every role may do what is declared, and nothing else.
    Access,
    /// Sources can put rows where they go.
    Sources,
    /// Transforms can run, and run again without a change.
    Transforms,
    /// Seeds bring rows that the tables take.
    Seeds,
    /// Named queries run as their roles and return what they promise.
    Queries,
    /// Login roles can log in, and their settings took.
    Roles,
}

impl Group {
    /// Every group, in the order in which it runs.
    pub const ALL: [Self; 11] = [
        Self::Sandbox,
        Self::Apply,
        Self::Again,
        Self::Structure,
        Self::SampleData,
        Self::Access,
        Self::Sources,
        Self::Transforms,
        Self::Seeds,
        Self::Queries,
        Self::Roles,
    ];

    /// Returns its name in reports: `sample data`.
    pub fn words(self) -> &'static str {
        match self {
            Self::Sandbox => "sandbox",
            Self::Apply => "apply",
            Self::Again => "again",
            Self::Structure => "structure",
            Self::SampleData => "sample data",
            Self::Access => "access",
            Self::Sources => "sources",
            Self::Transforms => "transforms",
            Self::Seeds => "seeds",
            Self::Queries => "queries",
            Self::Roles => "roles",
        }
    }

    /// Says what it is about, for progress and reports.
    pub fn description(self) -> &'static str {
        match self {
            Self::Sandbox => "starting a throw-away server",
            Self::Apply => "applying the artifacts to an empty database",
            Self::Again => "applying them to a second empty database",
            Self::Structure => "comparing what exists with what is declared",
            Self::SampleData => "loading the sample data",
            Self::Access => "acting as every role",
            Self::Sources => "trying the sources",
            Self::Transforms => "trying the transforms",
            Self::Seeds => "trying the seeds",
            Self::Queries => "running the named queries",
            Self::Roles => "logging in",
        }
    }
}

/// How a check ended.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "outcome", content = "detail", rename_all = "snake_case")]
pub enum Outcome {
    /// It is as declared.
    Passed,
    /// It is not; the text says what was found.
    Failed(String),
    /// It could not be tried; the text says why.
    Skipped(String),
    /// There is nothing to try; the text says why.
    NotApplicable(String),
}

/// One thing that was to be proven.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Check {
    /// What kind of proof it is.
    pub group: Group,
    /// What is claimed, or the object that it is about.
    pub name: String,
    /// How many trials stand behind it.
    pub trials: usize,
    /// How it ended.
    #[serde(flatten)]
    pub outcome: Outcome,
}

impl Check {
    /// Builds a check of one trial.
    pub fn new(group: Group, name: impl Into<String>, outcome: Outcome) -> Self {
        Self { group, name: name.into(), trials: 1, outcome }
    }

    /// Builds a check that passed.
    pub fn passed(group: Group, name: impl Into<String>) -> Self {
        Self::new(group, name, Outcome::Passed)
    }

    /// Builds a check that failed.
    pub fn failed(group: Group, name: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::new(group, name, Outcome::Failed(detail.into()))
    }

    /// Builds a check that could not be tried.
    pub fn skipped(group: Group, name: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::new(group, name, Outcome::Skipped(reason.into()))
    }

    /// Returns whether it failed.
    pub fn has_failed(&self) -> bool {
        matches!(self.outcome, Outcome::Failed(_))
    }
}

/// A part of the work with the time it took.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Phase {
    /// Which part.
    pub group: Group,
    /// Time on the clock, in seconds.
    pub seconds: f64,
}

/// How many checks ended how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Trials that stand behind all checks.
    pub trials: usize,
    /// Checks that passed.
    pub passed: usize,
    /// Checks that failed.
    pub failed: usize,
    /// Checks that could not be tried.
    pub skipped: usize,
    /// Checks that do not apply.
    pub not_applicable: usize,
}

/// Everything that one run found out.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Report {
    /// Name of the project.
    pub project: String,
    /// Major version that the project targets.
    pub target: u16,
    /// Version of the server: `15.18`.
    pub server: String,
    /// Kind of sandbox: `docker`, `local` or `url`.
    pub sandbox: String,
    /// What ran where, in words.
    pub place: String,
    /// What limits what was proven.
    pub warnings: Vec<String>,
    /// Where the time went, in order.
    pub phases: Vec<Phase>,
    /// What was proven.
    pub checks: Vec<Check>,
}

impl Report {
    /// Returns whether nothing failed.
    pub fn is_well(&self) -> bool {
        !self.checks.iter().any(Check::has_failed)
    }

    /// Returns what failed.
    pub fn failures(&self) -> impl Iterator<Item = &Check> {
        self.checks.iter().filter(|check| check.has_failed())
    }

    /// Counts all checks.
    pub fn totals(&self) -> Totals {
        count(&self.checks)
    }

    /// Counts the checks of each group, in the order of the groups.
    pub fn totals_by_group(&self) -> BTreeMap<Group, Totals> {
        let groups = Group::ALL
            .into_iter()
            .map(|group| (group, count(self.checks.iter().filter(|check| check.group == group))));
        groups.filter(|(_, totals)| *totals != Totals::default()).collect()
    }

    /// Returns the time of the whole run, in seconds.
    pub fn seconds(&self) -> f64 {
        self.phases.iter().map(|phase| phase.seconds).sum()
    }
}

fn count<'a>(checks: impl IntoIterator<Item = &'a Check>) -> Totals {
    let mut totals = Totals::default();
    for check in checks {
        totals.trials += check.trials;
        match check.outcome {
            Outcome::Passed => totals.passed += 1,
            Outcome::Failed(_) => totals.failed += 1,
            Outcome::Skipped(_) => totals.skipped += 1,
            Outcome::NotApplicable(_) => totals.not_applicable += 1,
        }
    }
    totals
}
