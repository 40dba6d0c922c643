//! One file: read, judged and put where its rows go, in one transaction with the record that it was.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::Path;

use postgres::{Client, Transaction};

use super::files::{self, Arrived, Beside, Content, Finished};
use super::judge::{Place, Statements};
use super::rows::{self, FileError, Row};
use super::values::Reader;
use crate::model::{Again, FileSource};
use crate::pipeline::copy::escape;
use crate::sql::quote_identifier;

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
    Disk(#[from] io::Error),
    /// The server refuses.
    #[error("{}", crate::sandbox::script::words(.0))]
    Server(#[from] postgres::Error),
}

/// A source, and where its files are.
pub(super) struct Work<'w> {
    pub root: &'w Path,
    pub name: &'w str,
    pub source: &'w FileSource,
}

impl Work<'_> {
    /// Returns the contents that were taken before, by their SHA-256.
    pub fn known(&self, client: &mut Client) -> Result<BTreeSet<String>, postgres::Error> {
        let sql = "select sha256 from pgspec.files where source = $1 and outcome = 'loaded'";
        Ok(client.query(sql, &[&self.name])?.iter().map(|row| row.get(0)).collect())
    }

    /// Takes one file, unless its content is known.
    pub fn take(
        &self,
        client: &mut Client,
        file: &Arrived,
        known: &BTreeSet<String>,
    ) -> Result<Outcome, Failure> {
        let content = files::content(&file.path)?;
        if known.contains(&content.sha256) {
            self.recover(file, &content, true)?;
            return Ok(Outcome::Known);
        }
        let mut transaction = client.transaction()?;
        // Two runs take one source in turn.
        transaction.execute(
            "select pg_advisory_xact_lock(hashtext('pgspec source'), hashtext($1))",
            &[&self.name],
        )?;
        let is_known = self.is_known(&mut transaction, &content)?;
        self.recover(file, &content, is_known)?;
        if is_known {
            return Ok(Outcome::Known);
        }
        let begun = self.load(&mut transaction, file, &content);
        let outcome = match begun {
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
                let reason = failure.to_string();
                self.recover(file, &content, false)?;
                self.note_failure(client, file, &content, &reason)?;
                Ok(Outcome::Refused(reason))
            }
            other => other,
        }
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
        content: &Content,
    ) -> Result<(Outcome, Vec<Finished>), Failure> {
        let mut statements = self.prepare(transaction)?;
        let rows = self.stage(transaction, &statements, file)?;
        let replaces = self.replaces(transaction, file)?;
        let role = quote_identifier(&self.source.run_as);
        transaction.batch_execute(&format!("set local role {role}"))?;
        if replaces {
            for accepted in [true, false] {
                transaction.batch_execute(&statements.take_out(accepted, &file.name))?;
            }
        }
        transaction.batch_execute(&statements.judge(&file.name))?;
        if let Some(sql) = statements.find_known()
            && transaction.execute(&sql, &[])? > 0
        {
            statements.rows_moved();
        }
        let accepted = transaction.execute(&statements.land(true), &[])?;
        let rejected = transaction.execute(&statements.land(false), &[])?;
        if let Some(limit) = self.source.reject_limit
            && limit.is_exceeded(rejected, rows)
        {
            return Err(Failure::Refused(format!(
                "{rejected} of {rows} rows are rejected, more than the source allows; most for {}",
                transaction.query_one(&statements.foremost_reason(), &[])?.get::<_, String>(0)
            )));
        }
        let mut finished = Vec::new();
        for (folder, accepted) in self.folders().into_iter().zip([true, false]) {
            let Some(folder) = folder else { continue };
            let mut beside = Beside::begin(&self.root.join(folder), &file.name, content)?;
            let mut rows = transaction.copy_out(&statements.copy_out(accepted))?;
            io::copy(&mut rows, &mut beside)?;
            finished.push(beside.finish()?);
        }
        transaction.batch_execute("reset role")?;
        if let Some(sql) = statements.drop() {
            transaction.batch_execute(&sql)?;
        }
        let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        transaction.execute(
            "insert into pgspec.files (source, name, sha256, bytes, rows, accepted, rejected, outcome, began_at) \
             values ($1, $2, $3, $4, $5, $6, $7, 'loaded', transaction_timestamp())",
            &[
                &self.name,
                &file.name,
                &content.sha256,
                &count(content.bytes),
                &count(rows),
                &count(accepted),
                &count(rejected),
            ],
        )?;
        Ok((Outcome::Loaded { accepted, rejected }, finished))
    }

    /// Makes the tables in which the rows wait.
    fn prepare(&self, transaction: &mut Transaction<'_>) -> Result<Statements<'_>, Failure> {
        let mut statements = Statements::of(self.source, place(transaction)?);
        transaction.batch_execute(&statements.settings())?;
        transaction.batch_execute(&statements.make())?;
        if let Some(sql) = statements.may_make()
            && transaction.query_one(&sql, &[])?.get(0)
        {
            transaction.batch_execute(&statements.make_of_query())?;
        }
        Ok(statements)
    }

    /// Sends the rows as they are read; returns how many.
    fn stage(
        &self,
        transaction: &mut Transaction<'_>,
        statements: &Statements<'_>,
        file: &Arrived,
    ) -> Result<u64, Failure> {
        let columns = &self.source.columns;
        let readers: Vec<Reader> = columns.iter().map(|it| Reader::of(&it.reading)).collect();
        let writer = transaction.copy_in(&statements.copy_in())?;
        let mut writer = io::BufWriter::with_capacity(1 << 16, writer);
        let (mut line, mut count) = (String::new(), 0);
        let opened = files::open(&file.path, self.source.encoding.as_deref())?;
        rows::read::<Failure>(opened, self.source.form, columns, |row| {
            line.clear();
            self.write(row, &readers, &mut line);
            writer.write_all(line.as_bytes())?;
            count += 1;
            Ok(())
        })?;
        let writer = writer.into_inner().map_err(io::IntoInnerError::into_error)?;
        writer.finish()?;
        Ok(count)
    }

    /// Writes a row as COPY reads it.
    fn write(&self, row: &Row, readers: &[Reader], line: &mut String) {
        use std::fmt::Write as _;
        // What another encoding does not have was read as this.
        let astray = self.source.encoding.as_ref().filter(|_| row.raw.contains('\u{fffd}'));
        let astray = astray.map(|encoding| format!("not {encoding}"));
        let broken = row.broken.as_ref().or(astray.as_ref());
        let mut misread = String::new();
        let mut values = String::new();
        for ((reader, column), value) in readers.iter().zip(&self.source.columns).zip(&row.values) {
            values.push('\t');
            let read = value.as_deref().filter(|_| broken.is_none()).map(|it| reader.read(it));
            match read {
                Some(Some(value)) => escape(&value, &mut values),
                other => {
                    values.push_str("\\N");
                    if other.is_some() {
                        let comma = if misread.is_empty() { "" } else { "," };
                        let reason = format!("{}: no {}", column.name, column.data_type);
                        let quoted = reason.replace('\\', "\\\\").replace('"', "\\\"");
                        let _ = write!(misread, "{comma}\"{quoted}\"");
                    }
                }
            }
        }
        let _ = write!(line, "{}\t", row.line);
        escape(&row.raw, line);
        line.push('\t');
        match broken {
            Some(broken) => escape(broken, line),
            None => line.push_str("\\N"),
        }
        line.push('\t');
        match misread.is_empty() {
            true => line.push_str("\\N"),
            false => escape(&format!("{{{misread}}}"), line),
        }
        line.push_str(&values);
        line.push('\n');
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
                &i64::try_from(content.bytes).unwrap_or(i64::MAX),
                &reason,
            ],
        )?;
        Ok(())
    }
}

/// Returns where the rows of a transaction wait.
fn place(transaction: &mut Transaction<'_>) -> Result<Place, postgres::Error> {
    let sql = "select format('pgspec_rows_%s', pg_backend_pid()) \
               where has_database_privilege(current_database(), 'create')";
    let name = transaction.query_opt(sql, &[])?;
    Ok(name.map_or(Place::Temporary, |row| Place::Schema(row.get(0))))
}
