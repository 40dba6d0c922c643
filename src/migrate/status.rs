//! Files against the history of a database.

use std::fmt;

use serde::Serialize;

use super::history::History;
use super::{Error, File, Folder, squash};
use crate::apply::{self, Connector};

/// How a migration got into the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// It was run.
    Run,
    /// It was recorded without being run.
    Baseline,
    /// It was there before pgspec was.
    Adopted,
    /// It took the place of older files that were run.
    Squash,
}

impl How {
    const ALL: [Self; 4] = [Self::Run, Self::Baseline, Self::Adopted, Self::Squash];

    /// Returns its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Baseline => "baseline",
            Self::Adopted => "adopted",
            Self::Squash => "squash",
        }
    }

    pub(super) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|how| how.name() == name)
    }
}

/// What is the matter with a migration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It is applied, and the file is as it was.
    Applied,
    /// It is not applied yet.
    Pending,
    /// Some of its batches are done.
    HalfDone,
    /// It stands for older files, all of which are applied; the next run records that.
    Replaces,
    /// It is applied, and the file was changed since.
    Changed,
    /// It is applied or half done, and there is no file.
    Missing,
    /// It is not applied, and one with a higher number is.
    OutOfOrder,
}

impl State {
    /// Returns whether migrations cannot be run until somebody has seen to it.
    pub fn is_fault(self) -> bool {
        matches!(self, Self::Changed | Self::Missing | Self::OutOfOrder)
    }
}

/// One migration, in files or in the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatusRow {
    /// Its number.
    pub number: u32,
    /// Its name: the file's, or the history's where there is no file.
    pub name: String,
    /// What is the matter with it.
    pub state: State,
    /// How it got into the history.
    pub how: Option<How>,
    /// When it was applied.
    pub applied_at: Option<String>,
    /// Which role applied it.
    pub applied_by: Option<String>,
    /// How many of its batches are done, where it is half done.
    pub finished: Option<usize>,
}

impl fmt::Display for StatusRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "V{}__{}: ", self.number, self.name)?;
        match self.state {
            State::Applied => f.write_str("applied")?,
            State::Pending => f.write_str("pending")?,
            State::HalfDone => {
                write!(f, "half done, {} batches are committed", self.finished.unwrap_or(0))?;
            }
            State::Replaces => f.write_str("replaces files that are applied")?,
            State::Changed => f.write_str("the file was changed since it was applied")?,
            State::Missing => f.write_str("there is no file")?,
            State::OutOfOrder => f.write_str("not applied, and one with a higher number is")?,
        }
        for (words, value) in [(" at ", &self.applied_at), (" by ", &self.applied_by)] {
            if let Some(value) = value {
                write!(f, "{words}{value}")?;
            }
        }
        match self.how {
            Some(how) if how != How::Run => write!(f, " ({})", how.name()),
            _ => Ok(()),
        }
    }
}

/// All migrations, in files or in the history, by their numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Status {
    /// One for each number.
    pub rows: Vec<StatusRow>,
}

impl Status {
    /// Returns those in a state.
    pub fn in_state(&self, state: State) -> impl Iterator<Item = &StatusRow> {
        self.rows.iter().filter(move |row| row.state == state)
    }

    /// Returns those that somebody has to see to: changed, missing or out of order.
    pub fn faults(&self) -> Vec<&StatusRow> {
        self.rows.iter().filter(|row| row.state.is_fault()).collect()
    }

    /// Returns whether all files are applied as they are.
    pub fn is_current(&self) -> bool {
        self.rows.iter().all(|row| row.state == State::Applied)
    }
}

/// Compares a folder with the history of a database; takes no lock and writes nothing.
///
/// # Errors
/// No connection, and a history that cannot be read.
pub fn status(connector: &dyn Connector, folder: &Folder) -> Result<Status, Error> {
    let connect = connector.connect();
    let mut opened = connect.map_err(|error| apply::Error::Connect(error.to_string()))?;
    compare(folder, &History::read(&mut opened.client)?)
}

/// Returns the migrations whose files were changed or removed since they were applied.
///
/// # Errors
/// As [`status`].
pub fn verify_files(connector: &dyn Connector, folder: &Folder) -> Result<Vec<StatusRow>, Error> {
    let rows = status(connector, folder)?.rows.into_iter();
    Ok(rows.filter(|row| matches!(row.state, State::Changed | State::Missing)).collect())
}

/// Compares files with a history.
pub(super) fn compare(folder: &Folder, history: &History) -> Result<Status, Error> {
    let (history, replacing) = squash::foresee(folder, history)?;
    let applied = history.rows.keys().copied();
    let highest = applied.chain(history.half_done.keys().copied()).max().unwrap_or(0);
    let mut rows = Vec::new();
    for file in &folder.files {
        let state = match replacing.contains(&file.version()) {
            true => State::Replaces,
            false => state_of(file, &history, highest)?,
        };
        rows.push(row(file.number, &file.name, state, &history));
    }
    let names = history.rows.iter().map(|(version, row)| (version, row.name.as_str()));
    let begun = history.half_done.iter().map(|(version, (name, _))| (version, name.as_str()));
    for (version, name) in names.chain(begun) {
        let number = u32::try_from(*version).unwrap_or(0);
        if folder.file(number).is_none() && !rows.iter().any(|row| row.number == number) {
            rows.push(row(number, name, State::Missing, &history));
        }
    }
    rows.sort_by_key(|row| row.number);
    Ok(Status { rows })
}

fn state_of(file: &File, history: &History, highest: i32) -> Result<State, Error> {
    let version = file.version();
    let Some(row) = history.rows.get(&version) else {
        return Ok(match version {
            _ if history.half_done.contains_key(&version) => State::HalfDone,
            _ if version < highest => State::OutOfOrder,
            _ => State::Pending,
        });
    };
    let same_sha = history.own.get(&version).is_none_or(|own| own.sha256 == file.sha256);
    let checksum = file.migration()?.checksum().to_string();
    let same = same_sha && row.name == file.name && row.checksum == checksum;
    Ok(if same { State::Applied } else { State::Changed })
}

fn row(number: u32, name: &str, state: State, history: &History) -> StatusRow {
    let version = i32::try_from(number).unwrap_or(i32::MAX);
    // What stands for others is only foreseen, and was never applied itself.
    let is_there = state != State::Replaces;
    let own = history.own.get(&version).filter(|_| is_there);
    let refinery = history.rows.get(&version).filter(|_| is_there);
    let half_done = history.half_done.get(&version);
    StatusRow {
        number,
        name: name.to_owned(),
        state,
        how: own.map(|own| own.how),
        applied_at: own
            .map(|own| own.applied_at.clone())
            .or_else(|| refinery.map(|row| row.applied_on.clone())),
        applied_by: own.map(|own| own.applied_by.clone()),
        finished: half_done.map(|(_, finished)| *finished),
    }
}
