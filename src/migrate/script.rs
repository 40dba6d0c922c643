//! What is in a migration: its statements as steps, and the directives between them.
//!
//! A directive is a line comment outside of statements:
//!
//! | line | means |
//! |---|---|
//! | `-- pgspec: batch` | a new transaction begins here |
//! | `-- pgspec: no transaction` | the next statement runs outside of one |
//! | `-- pgspec: allow deletes_data` | hazards of this file that its author has accepted |
//! | `-- pgspec: replaces V1__a.sql 5f3c…` | this file stands for that one, of this SHA-256 |
//! | `-- hazard: deletes_data: …` | what the next statement may do |

use std::collections::BTreeSet;
use std::ops::Range;

use super::comments::{Notes, value_of};
use super::timeouts::{self, Timeouts};
use super::{Fault, lost};
use crate::apply::group;
use crate::plan::{Action, HazardKind, Step};
use crate::sql::{self, StatementText};

/// How much of a statement stands for the object that nobody named.
const OBJECT_WIDTH: usize = 60;

/// What is in a migration.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Script {
    /// Its statements; batches are counted from 1.
    pub steps: Vec<Step>,
    /// The line of each step in the file, counted from 1.
    pub lines: Vec<usize>,
    /// Hazards that its author has accepted.
    pub allowed: BTreeSet<HazardKind>,
    /// Files that it stands for, each with its SHA-256.
    pub replaces: Vec<(String, String)>,
}

/// Reads the text of the migration `file`.
///
/// # Errors
/// Every fault, at its place: what cannot be cut into statements, transactions that are begun or
/// ended, directives that there are not.
pub fn read(file: &str, text: &str) -> Result<Script, Vec<Fault>> {
    let statements = sql::split(text).map_err(|errors| {
        errors
            .into_iter()
            .map(|error| Fault::at(file, text, error.range, error.message))
            .collect::<Vec<_>>()
    })?;
    let mut reader = Reader::new(file, text);
    let mut comments = sql::line_comments(text).into_iter().peekable();
    for statement in statements {
        while let Some(range) = comments.next_if(|range| range.start < statement.statement.start) {
            reader.comment(range);
        }
        while let Some(range) = comments.next_if(|range| range.start < statement.statement.end) {
            reader.comment_inside(range);
        }
        reader.statement(&statement);
    }
    comments.for_each(|range| reader.comment(range));
    reader.finish()
}

struct Reader<'t> {
    file: &'t str,
    text: &'t str,
    script: Script,
    faults: Vec<Fault>,
    /// What comments said since the last statement.
    notes: Notes,
    /// The current batch, and whether it has steps.
    batch: u32,
    filled: bool,
    /// Where the next statement was said to run outside of a transaction.
    outside: Option<Range<usize>>,
    /// Timeouts for the rest of the file, and for the rest of the batch.
    session: Timeouts,
    local: Timeouts,
    /// Whether a timeout was set since the last step.
    just_set: bool,
}

impl<'t> Reader<'t> {
    fn new(file: &'t str, text: &'t str) -> Self {
        Self {
            file,
            text,
            script: Script::default(),
            faults: Vec::new(),
            notes: Notes::default(),
            batch: 1,
            filled: false,
            outside: None,
            session: Timeouts::default(),
            local: Timeouts::default(),
            just_set: false,
        }
    }

    fn refuse(&mut self, range: Range<usize>, message: impl Into<String>) {
        self.faults.push(Fault::at(self.file, self.text, range, message));
    }

    fn comment(&mut self, range: Range<usize>) {
        let comment = &self.text[range.clone()];
        let read = match value_of(comment, "pgspec") {
            Some(directive) => self.directive(&directive, &range),
            None => self.notes.read(comment),
        };
        if let Err(message) = read {
            self.refuse(range, message);
        }
    }

    fn comment_inside(&mut self, range: Range<usize>) {
        if value_of(&self.text[range.clone()], "pgspec").is_some() {
            self.refuse(range, "a directive stands between statements, not inside one");
        }
    }

    fn directive(&mut self, directive: &str, range: &Range<usize>) -> Result<(), String> {
        let words: Vec<&str> = directive.split_whitespace().collect();
        match words.as_slice() {
            ["batch"] => self.new_batch(),
            ["no", "transaction"] => {
                self.new_batch();
                self.outside = Some(range.clone());
            }
            ["allow", kinds @ ..] if !kinds.is_empty() => {
                for kind in kinds {
                    self.script.allowed.insert(kind.trim_end_matches(',').parse()?);
                }
            }
            ["replaces", file, sha256] => {
                self.script.replaces.push(((*file).to_owned(), (*sha256).to_owned()));
            }
            _ => {
                return Err(format!(
                    "there is no directive `{directive}`; there are `batch`, `no transaction`, \
                     `allow …` and `replaces …`"
                ));
            }
        }
        Ok(())
    }

    fn new_batch(&mut self) {
        self.batch += u32::from(std::mem::take(&mut self.filled));
        self.local = self.session;
        self.just_set = false;
    }

    fn statement(&mut self, found: &StatementText) {
        let sql = &self.text[found.statement.clone()];
        if sql::transaction_control(sql) {
            let message =
                "transactions are begun and ended by pgspec; `-- pgspec: batch` parts them";
            return self.refuse(found.statement.clone(), message);
        }
        if let Some(set) = timeouts::read(sql) {
            self.local = self.local.with(set);
            self.session = if set.session { self.session.with(set) } else { self.session };
            self.just_set = true;
            return;
        }
        let outside = self.outside.take().is_some() || sql::runs_outside_transaction(sql);
        if outside && self.filled {
            let timeouts = if self.just_set { self.local } else { self.session };
            self.new_batch();
            self.local = timeouts;
        }
        let step = self.step(found, !outside);
        self.script.steps.push(step);
        self.script.lines.push(line_of(self.text, found.statement.start));
        self.filled = true;
        self.just_set = false;
        if outside {
            self.new_batch();
        }
    }

    fn step(&mut self, found: &StatementText, transactional: bool) -> Step {
        let sql = self.text[found.statement.clone()].to_owned();
        let mut notes = std::mem::take(&mut self.notes);
        let (action, object) = notes.step.unwrap_or_else(|| {
            // Nobody looked at what it does before.
            if !notes.hazards.iter().any(|hazard| hazard.kind == HazardKind::DeletesData) {
                notes.hazards.extend(lost::hazard(&sql));
            }
            (action_of(&found.kind), beginning(&sql))
        });
        Step {
            sql,
            object,
            action,
            batch: self.batch,
            transactional,
            lock_timeout_ms: self.local.lock,
            statement_timeout_ms: self.local.statement,
            locks: notes.locks,
            rewrites: notes.rewrites,
            scans: notes.scans,
            rows: notes.rows,
            rehearsed_ms: notes.rehearsed_ms,
            hazards: notes.hazards,
        }
    }

    fn finish(mut self) -> Result<Script, Vec<Fault>> {
        if let Some(range) = self.outside.take() {
            self.refuse(range, "no statement follows");
        }
        if self.faults.is_empty()
            && let Err(error) = group(&self.script.steps)
        {
            self.faults.push(Fault::of_step(self.file, self.text, &self.script.lines, &error));
        }
        if self.faults.is_empty() { Ok(self.script) } else { Err(self.faults) }
    }
}

/// Returns the line of a place, counted from 1.
pub(super) fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

fn action_of(kind: &str) -> Action {
    match kind.split(' ').next().unwrap_or_default() {
        "create" => Action::Create,
        "drop" => Action::Drop,
        "grant" => Action::Grant,
        "revoke" => Action::Revoke,
        "comment" => Action::Comment,
        "alter" | "reindex" | "refresh" | "cluster" | "set" | "reset" => Action::Alter,
        _ => Action::Data,
    }
}

/// Returns the first line of a statement, shortened.
fn beginning(sql: &str) -> String {
    let line = sql.lines().next().unwrap_or_default().trim_end();
    match line.char_indices().nth(OBJECT_WIDTH) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}
