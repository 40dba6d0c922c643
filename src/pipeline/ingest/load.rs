//! One file: read, judged and put where its rows go, in one transaction with the record that it was.

use std::collections::BTreeSet;
use std::path::Path;
use std::{fs, io, thread};

use postgres::{Client, Row, Transaction};

use super::chunk::{Chunk, MOST_BYTES, Stager};
use super::court::Court;
use super::files::{self, Arrived, Beside, Content, Finished, Knowing};
use super::judge::Statements;
use super::judging::Judge;
use super::land::Lander;
use super::learned::Learned;
use super::rows::{self, FileError};
use super::sort::{Sorter, Spares};
use crate::connect::Target;
use crate::model::{Again, FileSource};
use crate::sql::quote_identifier;

/// How many bytes a file has that others judge beside the transaction that takes it.
const LARGE: u64 = 1 << 20;

/// How many bytes of a large file are judged first.
const FIRST_BYTES: usize = 1 << 16;

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Its rows are there.
    Loaded {
        /// How many were accepted.
        accepted: u64,
        /// How many were rejected.
        rejected: u64,
    },
    /// Its content was taken before.
    Known,
    /// None of its rows is there.
    Refused(String),
}

/// Why a file is refused, or the work cannot go on.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// The file itself: others may be fine.
    #[error(transparent)]
    File(#[from] FileError),
    /// What is asked of it is not met.
    #[error("{0}")]
    Refused(String),
    /// A file cannot be read or written.
    #[error("{0}")]
    Disk(#[source] io::Error),
    /// The server refuses.
    #[error("{}", crate::sandbox::script::words(.0))]
    Server(#[from] postgres::Error),
}

impl From<io::Error> for Failure {
    /// What the server refuses while rows go to and fro comes as an error of reading or writing.
    fn from(error: io::Error) -> Self {
        match error.downcast::<postgres::Error>() {
            Ok(error) => Self::Server(error),
            Err(error) => Self::Disk(error),
        }
    }
}

/// In what portions a file is read.
pub(super) struct Portions {
    /// About how many bytes the next has; the one after that has twice as many, up to `most`.
    next: usize,
    most: usize,
    /// The line before which rows are passed over.
    from: u64,
}

impl Portions {
    /// All of about so many bytes.
    pub fn of(most: usize) -> Self {
        Self { next: most, most, from: 0 }
    }

    /// Few at first, so that no one waits long for the first rows.
    fn growing() -> Self {
        Self { next: FIRST_BYTES, ..Self::of(MOST_BYTES) }
    }

    /// Of the rows from a line on.
    pub fn beginning_at(self, from: u64) -> Self {
        Self { from, ..self }
    }
}

/// A source, where its files are, and the server to which others may connect beside.
pub(super) struct Work<'w> {
    pub target: &'w Target,
    pub root: &'w Path,
    pub name: &'w str,
    pub source: &'w FileSource,
}

impl Work<'_> {
    /// Returns the contents that were taken before.
    pub fn known(&self, client: &mut Client) -> Result<BTreeSet<Content>, postgres::Error> {
        let sql = "select sha256, bytes from pgspec.files where source = $1 and outcome = 'loaded'";
        let content = |row: &Row| Content {
            sha256: row.get(0),
            bytes: u64::try_from(row.get::<_, i64>(1)).unwrap_or_default(),
        };
        Ok(client.query(sql, &[&self.name])?.iter().map(content).collect())
    }

    /// Takes one file, unless its content is known.
    pub fn take(
        &self,
        client: &mut Client,
        file: &Arrived,
        known: &BTreeSet<Content>,
    ) -> Result<Outcome, Failure> {
        let bytes = fs::metadata(&file.path)?.len();
        thread::scope(|scope| {
            let mut knowing = Knowing::begin(scope, &file.path);
            // What has a size that no other had is not known, and need not be waited for.
            if known.iter().any(|it| it.bytes == bytes) && known.contains(knowing.content()?) {
                self.recover(file, knowing.content()?, true)?;
                return Ok(Outcome::Known);
            }
            let mut transaction = client.transaction()?;
            self.lock(&mut transaction)?;
            if self.may_be_known(&mut transaction, file, bytes)?
                && self.is_known(&mut transaction, knowing.content()?)?
            {
                self.recover(file, knowing.content()?, true)?;
                return Ok(Outcome::Known);
            }
            let outcome = match self.load(&mut transaction, file, (&mut knowing, bytes)) {
                Ok((outcome, finished)) => {
                    transaction.commit()?;
                    // What cannot be renamed now is by the next run.
                    finished.into_iter().try_for_each(Finished::publish)?;
                    Ok(outcome)
                }
                Err(failure) => {
                    transaction.rollback()?;
                    Err(failure)
                }
            };
            match outcome {
                Err(failure @ (Failure::File(_) | Failure::Refused(_) | Failure::Server(_)))
                    if !client.is_closed() =>
                {
                    let (reason, content) =
                        (self.reason(client, file, &failure), knowing.content()?);
                    self.recover(file, content, false)?;
                    self.note_failure(client, file, content, &reason)?;
                    Ok(Outcome::Refused(reason))
                }
                other => other,
            }
        })
    }

    /// Has two runs take one source in turn.
    pub(super) fn lock(&self, transaction: &mut Transaction<'_>) -> Result<(), postgres::Error> {
        let sql = "select pg_advisory_xact_lock(hashtext('pgspec source'), hashtext($1))";
        transaction.execute(sql, &[&self.name]).map(|_| ())
    }

    fn folders(&self) -> [Option<&str>; 2] {
        [self.source.accepted.folder.as_deref(), self.source.rejected.folder.as_deref()]
    }

    /// Ends what a run that did not come to its end left beside a file.
    fn recover(&self, file: &Arrived, content: &Content, is_loaded: bool) -> io::Result<()> {
        let mut folders = self.folders().into_iter().flatten();
        folders.try_for_each(|folder| {
            files::recover(&self.root.join(folder), &file.name, content, is_loaded)
        })
    }

    /// Returns whether a file of this name or size was taken, as one of this content was.
    fn may_be_known(
        &self,
        transaction: &mut Transaction<'_>,
        file: &Arrived,
        bytes: u64,
    ) -> Result<bool, Failure> {
        let sql = "select from pgspec.files where source = $1 and outcome = 'loaded' \
                   and (name = $2 or bytes = $3) limit 1";
        Ok(transaction.query_opt(sql, &[&self.name, &file.name, &count(bytes)])?.is_some())
    }

    fn is_known(
        &self,
        transaction: &mut Transaction<'_>,
        content: &Content,
    ) -> Result<bool, Failure> {
        let sql =
            "select from pgspec.files where source = $1 and sha256 = $2 and outcome = 'loaded'";
        Ok(transaction.query_opt(sql, &[&self.name, &content.sha256])?.is_some())
    }

    fn load(
        &self,
        transaction: &mut Transaction<'_>,
        file: &Arrived,
        (knowing, bytes): (&mut Knowing<'_>, u64),
    ) -> Result<(Outcome, Vec<Finished>), Failure> {
        let mut statements = Statements::of(self.source, &file.name);
        let replaces = self.open(transaction, &statements, file)?;
        // What is replaced only this transaction sees.
        let court = match bytes >= LARGE && !replaces {
            true => Court::summon(self.target, transaction, &statements)?,
            false => None,
        };
        if court.as_ref().is_some_and(|court| court.is_repeatable) {
            statements = statements.divided();
        }
        let role = quote_identifier(&self.source.run_as);
        transaction.batch_execute(&format!("set local role {role}"))?;
        let sorter =
            Sorter::begin(transaction, &statements, self.folders().map(|it| it.is_some()))?;
        let begin = |transaction: &mut Transaction<'_>, knowing: &mut Knowing<'_>| {
            let content = knowing.content()?;
            if content.bytes != bytes {
                let had = format!("it had {bytes} bytes, and then {}", content.bytes);
                return Err(Failure::Refused(format!("{had}: is it still being written?")));
            }
            self.recover(file, content, false)?;
            if replaces {
                self.take_out(transaction, &statements)?;
            }
            let mut beside = [None, None];
            for (folder, beside) in self.folders().into_iter().zip(&mut beside) {
                if let Some(folder) = folder {
                    *beside = Some(Beside::begin(&self.root.join(folder), &file.name, content)?);
                }
            }
            Lander::begin(transaction, &statements, &sorter, beside)
        };
        let (lander, transaction, content) = match court {
            Some(court) => court.sit(
                &statements,
                (&self.source.run_as, &sorter),
                |send| self.stage((sorter.spares(), Portions::growing()), file, send),
                || {
                    let lander = begin(transaction, knowing)?;
                    Ok((lander, transaction, knowing.content()?))
                },
                |(lander, transaction, _), sorted| lander.land(transaction, sorted),
            )?,
            None => {
                let mut lander = begin(transaction, knowing)?;
                let learned = Learned::none(&statements);
                let mut judge = Judge::begin(transaction, &statements, &learned)?;
                self.stage((sorter.spares(), Portions::of(MOST_BYTES)), file, &mut |chunk| {
                    let judged = judge.judge(transaction, chunk)?;
                    lander.land(transaction, sorter.sorted(judged)?)
                })?;
                (lander, transaction, knowing.content()?)
            }
        };
        let (counts, finished) = lander.finish(transaction)?;
        let rows = counts.accepted + counts.rejected;
        if let Some(limit) = self.source.reject_limit
            && limit.is_exceeded(counts.rejected, rows)
        {
            let (reason, most) = counts.foremost().unwrap_or_default();
            return Err(Failure::Refused(format!(
                "{} of {rows} rows are rejected, more than the source allows; most for `{reason}` ({most})",
                counts.rejected
            )));
        }
        transaction.batch_execute("reset role")?;
        transaction.execute(
            "insert into pgspec.files (source, name, sha256, bytes, rows, accepted, rejected, outcome, began_at) \
             values ($1, $2, $3, $4, $5, $6, $7, 'loaded', transaction_timestamp())",
            &[
                &self.name,
                &file.name,
                &content.sha256,
                &count(content.bytes),
                &count(rows),
                &count(counts.accepted),
                &count(counts.rejected),
            ],
        )?;
        let outcome = Outcome::Loaded { accepted: counts.accepted, rejected: counts.rejected };
        Ok((outcome, finished))
    }

    /// Makes the table between and returns whether the file comes in place of another.
    pub(super) fn open(
        &self,
        transaction: &mut Transaction<'_>,
        statements: &Statements<'_>,
        file: &Arrived,
    ) -> Result<bool, Failure> {
        let make = [statements.settings(), statements.make_judged()];
        transaction.batch_execute(&make.join(";\n"))?;
        self.replaces(transaction, file)
    }

    /// Takes out the rows of the file in whose place another comes.
    pub(super) fn take_out(
        &self,
        transaction: &mut Transaction<'_>,
        statements: &Statements<'_>,
    ) -> Result<(), Failure> {
        let mut ways = [true, false].into_iter();
        Ok(ways.try_for_each(|way| transaction.batch_execute(&statements.take_out(way)))?)
    }

    /// Sends the rows as they are read.
    pub(super) fn stage(
        &self,
        (spares, mut portions): (&Spares, Portions),
        file: &Arrived,
        send: &mut dyn FnMut(Chunk) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let stager = Stager::new(self.source);
        let opened = files::open(&file.path, self.source.encoding.as_deref())?;
        let mut chunk = spares.chunk();
        rows::read::<Failure>(opened, self.source.form, &self.source.columns, |row| {
            if row.line < portions.from {
                return Ok(());
            }
            stager.add(row, &mut chunk);
            if chunk.bytes() >= portions.next {
                portions.next = portions.most.min(2 * portions.next);
                send(std::mem::replace(&mut chunk, spares.chunk()))
            } else {
                Ok(())
            }
        })?;
        if chunk.len() > 0 { send(chunk) } else { Ok(()) }
    }

    /// Returns whether the file comes in place of one of its name, which the records then say.
    fn replaces(&self, transaction: &mut Transaction<'_>, file: &Arrived) -> Result<bool, Failure> {
        let sql = "select from pgspec.files where source = $1 and name = $2 and outcome = 'loaded'";
        if transaction.query(sql, &[&self.name, &file.name])?.is_empty() {
            return Ok(false);
        }
        match self.source.again {
            Again::Append => Ok(false),
            Again::Fail => Err(Failure::Refused(
                "a file of this name with other content was taken before".to_owned(),
            )),
            Again::Replace => {
                transaction.execute(
                    "update pgspec.files set outcome = 'replaced' \
                     where source = $1 and name = $2 and outcome = 'loaded'",
                    &[&self.name, &file.name],
                )?;
                Ok(true)
            }
        }
    }

    /// Records why a file was refused, once for each reason.
    fn note_failure(
        &self,
        client: &mut Client,
        file: &Arrived,
        content: &Content,
        reason: &str,
    ) -> Result<(), Failure> {
        client.execute(
            "insert into pgspec.files (source, name, sha256, bytes, rows, accepted, rejected, outcome, reason, began_at) \
             select $1, $2, $3, $4, 0, 0, 0, 'failed', $5, clock_timestamp() \
             where not exists (select from pgspec.files where source = $1 and name = $2 and sha256 = $3 \
                               and outcome = 'failed' and reason = $5)",
            &[
                &self.name,
                &file.name,
                &content.sha256,
                &count(content.bytes),
                &reason,
            ],
        )?;
        Ok(())
    }
}

/// Returns a number as the records have it.
fn count(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
