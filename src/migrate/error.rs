//! What is wrong with migrations.

use std::fmt;
use std::io;
use std::ops::Range;
use std::path::PathBuf;

use super::StatusRow;
use super::script::line_of;
use crate::apply::{self, Refusal};

/// How much of a line a fault shows.
const WIDTH: usize = 120;

/// Why migrations could not be read, written or run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder cannot be read or written.
    #[error("cannot {what} `{}`: {source}", .path.display())]
    Io {
        /// `read` or `write`.
        what: &'static str,
        /// Which one.
        path: PathBuf,
        /// The system's answer.
        #[source]
        source: io::Error,
    },
    /// Files that are wrong.
    #[error("{}", lines(.0))]
    Faults(Vec<Fault>),
    /// There is no higher number.
    #[error("there is no number left for another migration")]
    NoNumber,
    /// There is no such migration.
    #[error("there is no migration with number {0}")]
    NoSuchMigration(u32),
    /// Files and the history of the database contradict each other.
    #[error("the migrations and the history of the database contradict each other:\n  {}", rows(.0))]
    Contradiction(Vec<StatusRow>),
    /// Hazards that were not allowed, each with its file.
    #[error("{} hazards were not allowed:{}", .0.len(), refusals(.0))]
    Refused(Vec<(String, Refusal)>),
    /// A baseline where migrations are applied already.
    #[error("migrations are applied there already, the last is `{0}`")]
    NotEmpty(String),
    /// Some of the migrations that a file replaces are applied, and not all.
    #[error("`{file}` replaces migrations of which only some are applied there: {missing} is not")]
    HalfReplaced {
        /// The file.
        file: String,
        /// The first one that is not applied, or was another.
        missing: String,
    },
    /// The history cannot be read.
    #[error("cannot read the history of migrations: {0}")]
    History(String),
    /// What refinery says.
    #[error("refinery: {0}")]
    Refinery(String),
    /// Running them.
    #[error(transparent)]
    Apply(#[from] apply::Error),
}

impl Error {
    /// Returns the way out, where there is a general one.
    pub fn help(&self) -> Option<String> {
        Some(match self {
            Self::Contradiction(_) => "restore the files as they were applied; put changes into a \
                                       migration with a higher number"
                .into(),
            Self::Refused(_) => {
                "write `-- pgspec: allow …` into the file, or allow it by name".into()
            }
            Self::NotEmpty(_) => "a baseline is for a database without a history".into(),
            Self::HalfReplaced { .. } => {
                "first apply the version of the folder that still has all of \
                                          the files"
                    .into()
            }
            Self::Apply(error) => return error.help(),
            _ => return None,
        })
    }

    pub(super) fn refinery(error: refinery::Error) -> Self {
        Self::Refinery(error.to_string())
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::Faults(vec![fault])
    }
}

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Its name.
    pub file: String,
    /// What is wrong.
    pub message: String,
    /// Where, if it is not the file as a whole.
    pub place: Option<Place>,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The line, counted from 1.
    pub line: usize,
    /// What stands in it, shortened.
    pub excerpt: String,
    /// The bytes that are wrong.
    pub range: Range<usize>,
}

impl Fault {
    pub(super) fn of_file(file: &str, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), message: message.into(), place: None }
    }

    pub(super) fn at(
        file: &str,
        text: &str,
        range: Range<usize>,
        message: impl Into<String>,
    ) -> Self {
        let start = text[..range.start].rfind('\n').map_or(0, |newline| newline + 1);
        let excerpt = text[start..].lines().next().unwrap_or_default();
        let excerpt = excerpt.chars().take(WIDTH).collect();
        let place = Place { line: line_of(text, range.start), excerpt, range };
        Self { place: Some(place), ..Self::of_file(file, message) }
    }

    /// Places what is wrong with a step.
    pub(super) fn of_step(file: &str, text: &str, lines: &[usize], error: &apply::Error) -> Self {
        let apply::Error::Unfit { step, reason } = error else {
            return Self::of_file(file, error.to_string());
        };
        let line = lines.get(step.saturating_sub(1)).copied().unwrap_or(1);
        let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
        Self::at(file, text, start..start, reason.clone())
    }
}

impl fmt::Display for Fault {
    /// Writes the place, what is wrong, and the line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Some(place) => {
                write!(f, "{}:{}: {}\n  | {}", self.file, place.line, self.message, place.excerpt)
            }
            None => write!(f, "{}: {}", self.file, self.message),
        }
    }
}

fn lines(faults: &[Fault]) -> String {
    faults.iter().map(Fault::to_string).collect::<Vec<_>>().join("\n")
}

fn rows(rows: &[StatusRow]) -> String {
    rows.iter().map(StatusRow::to_string).collect::<Vec<_>>().join("\n  ")
}

fn refusals(refusals: &[(String, Refusal)]) -> String {
    refusals.iter().map(|(file, refusal)| format!("\n  {file}: {refusal}")).collect()
}
