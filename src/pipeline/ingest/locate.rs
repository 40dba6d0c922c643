//! The line of the row that keeps a file from being taken: the server says what is wrong, and not where.

use postgres::{Client, Transaction};

use super::chunk::{Chunk, MOST_BYTES};
use super::files::Arrived;
use super::judge::Statements;
use super::judging::Judge;
use super::land::Lander;
use super::learned::Learned;
use super::load::{Failure, Portions, Work};
use super::sort::Sorter;
use crate::sql::quote_identifier;

/// Classes of SQLSTATE of what a row brings about: data, constraints, check options, and what a function raises.
const OF_A_ROW: [&str; 4] = ["22", "23", "44", "P0"];

impl Work<'_> {
    /// Says why a file is refused, with the line of the first row that the server refuses, if it is about a row.
    pub(super) fn reason(&self, client: &mut Client, file: &Arrived, failure: &Failure) -> String {
        let is_of_a_row = |code: &str| OF_A_ROW.iter().any(|class| code.starts_with(class));
        let line = match failure {
            Failure::Server(error) if error.code().is_some_and(|it| is_of_a_row(it.code())) => {
                self.first_refused(client, file)
            }
            _ => None,
        };
        line.map_or_else(|| failure.to_string(), |line| format!("line {line}: {failure}"))
    }

    /// Takes the file once more, in a transaction that is undone: in large portions, the first of these that is refused in
    /// smaller ones, and at last row by row. Nothing where that does not fail.
    fn first_refused(&self, client: &mut Client, file: &Arrived) -> Option<u64> {
        let mut transaction = client.transaction().ok()?;
        self.lock(&mut transaction).ok()?;
        let statements = Statements::of(self.source, &file.name);
        let replaces = self.open(&mut transaction, &statements, file).ok()?;
        let role = quote_identifier(&self.source.run_as);
        transaction.batch_execute(&format!("set local role {role}")).ok()?;
        if replaces {
            self.take_out(&mut transaction, &statements).ok()?;
        }
        let sorter = Sorter::begin(&mut transaction, &statements, [false, false]).ok()?;
        let try_all = (&statements, &sorter, file);
        [MOST_BYTES, 1 << 15, 1 << 10, 1].into_iter().try_fold(0, |from, most| {
            let portions = Portions::of(most).beginning_at(from);
            self.refused_from(&mut transaction, try_all, portions)
        })
    }

    /// Lands portions until one is refused; returns the line where that begins.
    fn refused_from(
        &self,
        transaction: &mut Transaction<'_>,
        (statements, sorter, file): (&Statements<'_>, &Sorter, &Arrived),
        portions: Portions,
    ) -> Option<u64> {
        let learned = Learned::none(statements);
        let mut judge = Judge::begin(transaction, statements, &learned).ok()?;
        let lander = Lander::begin(transaction, statements, sorter, [None, None]).ok()?;
        let mut lander = lander.at_once();
        let mut refused = None;
        let mut land = |nested: &mut Transaction<'_>, chunk: Chunk| {
            let judged = judge.judge(nested, chunk)?;
            lander.land(nested, sorter.sorted(judged)?)
        };
        let read = self.stage((sorter.spares(), portions), file, &mut |chunk| {
            let line = chunk.rows().next().map_or(0, |row| row.line());
            let mut nested = transaction.transaction()?;
            match land(&mut nested, chunk) {
                Ok(()) => Ok(nested.commit()?),
                Err(failure) => {
                    nested.rollback()?;
                    refused = Some(line);
                    Err(failure)
                }
            }
        });
        read.err().and(refused)
    }
}
