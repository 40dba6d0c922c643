//! A step that failed: what became of it and of those before it, and how to go on.

use std::fmt;

use super::{Answer, Holder};

/// A step that failed, and what became of what was before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepError {
    /// What was run: a plan or a migration.
    pub run: String,
    /// Number of the step, counted from 1; none where it was pgspec's own record, or the commit.
    pub step: Option<usize>,
    /// The line of the step in its file, counted from 1.
    pub line: Option<usize>,
    /// How many steps there are.
    pub of: usize,
    /// What the step works on.
    pub object: String,
    /// The first lines of the statement.
    pub excerpt: String,
    /// What the server said.
    pub answer: Answer,
    /// How often the batch was tried.
    pub attempts: u32,
    /// Number of the batch.
    pub batch: u32,
    /// How many batches were finished before.
    pub finished: usize,
    /// How many batches there are.
    pub batches: usize,
    /// What became of the batch.
    pub fate: Fate,
    /// Who held locks on the step's relations, right after.
    pub holders: Vec<Holder>,
}

/// What became of a batch that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// Nothing of it is left.
    RolledBack,
    /// The connection was lost while it was committed; the records will tell.
    Unknown,
    /// It ran outside of a transaction; what it may have left is found when it is run again.
    Outside,
}

impl fmt::Display for Fate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::RolledBack => "nothing of it is left",
            Self::Unknown => "the connection was lost during its commit, so it may be there or not",
            Self::Outside => {
                "it ran outside of a transaction, and what it may have left is found the next time"
            }
        })
    }
}

impl fmt::Display for StepError {
    /// Writes what failed, the statement, what the server said, and what is there now.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.run)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        match self.step {
            Some(step) => write!(f, ": step {step} of {} failed", self.of)?,
            None => write!(f, ": batch {} could not be finished", self.batch)?,
        }
        if self.attempts > 1 {
            write!(f, " {} times", self.attempts)?;
        }
        write!(f, ": {}", self.answer)?;
        for line in self.excerpt.lines() {
            write!(f, "\n  | {line}")?;
        }
        for holder in &self.holders {
            write!(f, "\n  locked by {holder}")?;
            if !holder.query.is_empty() {
                write!(f, ": {}", one_line(&holder.query))?;
            }
        }
        write!(
            f,
            "\n  {} of {} batches are committed; batch {}: {}",
            self.finished, self.batches, self.batch, self.fate
        )
    }
}

impl std::error::Error for StepError {}

impl StepError {
    /// Returns how to go on.
    pub fn help(&self) -> String {
        let first = match self.answer.code.as_deref() {
            _ if self.answer.lost => "see that the server is up",
            Some("55P03") => {
                "wait until those who hold the lock are done, or give it a longer \
                              `lock_timeout`"
            }
            Some("57014") => "give it a longer `statement_timeout`, if that is what cancelled it",
            Some("42501" | "01006" | "01007") => {
                "have the privilege granted, or run it as a role that has it"
            }
            Some("53100") => "make room on the disk",
            Some("25006") => "the server has become read-only: find out why",
            Some("22004" | "23502" | "23503" | "23505" | "23514" | "23P01") => {
                "see to the rows that do not fit"
            }
            Some("55006" | "40P01" | "40001") => "try at a quieter time",
            _ => "put right what the server names",
        };
        format!("{first}; the same command, run again, goes on after what is committed")
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
