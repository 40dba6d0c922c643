//! Why a run did not begin or did not end, what became of it, and how to go on.

use std::fmt;
use std::time::Duration;

use super::{Answer, Holder, StepError};
use crate::plan::{Hazard, HazardKind};

/// What shows a pooler: one process for both connections.
pub(super) const SERVER_SHARED: &str = "two connections share one process of the server";
/// What shows a pooler: another process than before.
pub(super) const SERVER_CHANGED: &str = "the process of the server changes between transactions";
/// What does not even say which process it is.
pub(super) const NO_BACKEND: &str = "the server does not tell which process answers";

/// Why a run did not begin or did not end.
///
/// None holds a password or the rows of a table, except as the server's own words about a failure.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No connection.
    #[error("cannot connect: {0}")]
    Connect(String),
    /// A pooler in transaction mode is in between.
    #[error("pgspec needs a session of the server, and {0}: is there a pooler in between?")]
    NotASession(&'static str),
    /// Nothing can be written there.
    #[error("{}", read_only(*.standby))]
    ReadOnly {
        /// Whether it is a standby.
        standby: bool,
    },
    /// The server refused what has nothing to do with the records, or the connection was lost.
    #[error("the session failed: {0}")]
    Session(Answer),
    /// The server refused a statement of pgspec's own.
    #[error("cannot read or write the records in schema `pgspec`: {0}")]
    Prepare(Answer),
    /// Another applier is at work.
    #[error("another run holds the lock{}; waited {:.1} s", holder_words(.holder), .waited.as_secs_f64())]
    Locked {
        /// Which one, where the server tells.
        holder: Option<Holder>,
        /// How long it was waited for.
        waited: Duration,
    },
    /// The session with the lock is gone.
    #[error("the lock of this run was lost{}", answer_words(.0))]
    LockLost(Option<Answer>),
    /// The database is in another state than the plan starts from.
    #[error(
        "the database has changed since the plan was made: its state is `{}`, the plan starts from `{}`",
        short(.found), short(.expected)
    )]
    Moved {
        /// The fingerprint in the plan.
        expected: String,
        /// The fingerprint of what is there.
        found: String,
    },
    /// The state of the database cannot be read.
    #[error("cannot read the state of the database: {0}")]
    State(String),
    /// The server is of another major version than the plan.
    #[error("the plan was made for PostgreSQL {plan}, and the server is PostgreSQL {server}")]
    OtherVersion {
        /// The plan's.
        plan: u16,
        /// The server's.
        server: i32,
    },
    /// The plan is of a form that this version does not know.
    #[error("the plan has format {0}, which this version of pgspec does not know")]
    UnknownFormat(u32),
    /// Hazards that were not allowed.
    #[error("{}", refused_words(.0))]
    Refused(Vec<Refusal>),
    /// A step cannot be run in a way that could be resumed.
    #[error("cannot run step {step}: {reason}")]
    Unfit {
        /// Its number, counted from 1.
        step: usize,
        /// Why not.
        reason: String,
    },
    /// What was run is not what would be run now.
    #[error("batch {batch} was run before, and its statements were others than they are now")]
    Changed {
        /// Its number.
        batch: i32,
    },
    /// Something else is half done.
    #[error("`{name}` is half done, begun {begun}")]
    HalfDone {
        /// What.
        name: String,
        /// When and by whom.
        begun: String,
    },
    /// Nobody knows whether a step was finished.
    #[error("step {step} was begun, and nothing tells whether it was finished: `{excerpt}`")]
    Uncertain {
        /// Its number, counted from 1.
        step: usize,
        /// The first words of its statement.
        excerpt: String,
    },
    /// A step failed.
    #[error(transparent)]
    Step(#[from] Box<StepError>),
}

/// A hazard that was not allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Number of the step, counted from 1.
    pub step: usize,
    /// What the step works on.
    pub object: String,
    /// The hazard.
    pub hazard: Hazard,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Hazard { kind, message, way_round } = &self.hazard;
        write!(f, "step {}, {}: {kind}: {message}", self.step, self.object)?;
        match way_round {
            Some(words) => write!(f, " ({words})"),
            None => Ok(()),
        }
    }
}

impl Error {
    pub(super) fn session(error: postgres::Error) -> Self {
        Self::Session(Answer::from(&error))
    }

    /// Returns the way out, where there is a general one.
    pub fn help(&self) -> Option<String> {
        Some(match self {
            Self::Connect(_) => "does a server run there, and does it let this role in?".into(),
            Self::NotASession(_) => "connect to the server itself, or to a pool in session mode \
                                     (`pool_mode = session` of PgBouncer)"
                .into(),
            Self::ReadOnly { standby: true } => "connect to the primary".into(),
            Self::ReadOnly { standby: false } => {
                "`default_transaction_read_only` is on for this server, database or role".into()
            }
            Self::Prepare(answer) if answer.is("42501") => {
                "let an owner of the database run `grant create on database … to …` once, or grant \
                 this role what is in the schema `pgspec`"
                    .into()
            }
            Self::Locked { .. } => "wait for it, give a longer wait, or end that process with \
                                    `select pg_terminate_backend(…)`"
                .into(),
            Self::LockLost(_) => {
                "run the same command again: it goes on after what is committed".into()
            }
            Self::Moved { .. } => "make the plan again, from what is there now".into(),
            Self::OtherVersion { .. } => "make the plan again, for this server".into(),
            Self::UnknownFormat(_) => "use the version of pgspec that made it".into(),
            Self::Refused(refusals) => format!("to allow it: {}", allow_words(refusals)),
            Self::Changed { .. } => "restore the statements that were run; later batches may be \
                                     changed"
                .into(),
            Self::HalfDone { .. } => {
                "finish it first, or give it up with `pgspec apply --abandon`".into()
            }
            Self::Uncertain { .. } => {
                "look whether it is done; `--uncertain done` says that it is, `--uncertain repeat` \
                 runs it again"
                    .into()
            }
            Self::Step(error) => error.help(),
            Self::Session(_) => "see that the server is up; the same command, run again, goes on \
                                 after what is committed"
                .into(),
            Self::Prepare(_) | Self::State(_) | Self::Unfit { .. } => return None,
        })
    }
}

fn read_only(standby: bool) -> &'static str {
    match standby {
        true => "the server is a standby, which cannot be written",
        false => "transactions are read-only there",
    }
}

fn holder_words(holder: &Option<Holder>) -> String {
    holder.as_ref().map_or_else(String::new, |holder| format!(": {holder}"))
}

fn answer_words(answer: &Option<Answer>) -> String {
    answer.as_ref().map_or_else(String::new, |answer| format!(": {answer}"))
}

fn refused_words(refusals: &[Refusal]) -> String {
    let lines = refusals.iter().map(|refusal| format!("\n  {refusal}"));
    format!("{} hazards were not allowed:{}", refusals.len(), lines.collect::<String>())
}

fn allow_words(refusals: &[Refusal]) -> String {
    let mut kinds: Vec<HazardKind> = refusals.iter().map(|refusal| refusal.hazard.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.iter().map(|kind| format!("`--allow {kind}`")).collect::<Vec<_>>().join(" ")
}

/// The beginning of a fingerprint, which is enough to tell two apart.
fn short(fingerprint: &str) -> &str {
    fingerprint.get(..12).unwrap_or(fingerprint)
}
