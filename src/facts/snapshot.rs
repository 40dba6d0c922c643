//! One snapshot of a server, and how rows of it are fetched.

use postgres::fallible_iterator::FallibleIterator;
use postgres::types::Type;
use postgres::{Client, IsolationLevel, Row, Transaction};

use super::Error;

/// What is printed is printed the same whatever the session was set to.
const SETTINGS: &str = include_str!("queries/session.sql");

/// A repeatable-read, read-only transaction.
pub(super) struct Snapshot<'a> {
    transaction: Transaction<'a>,
    /// The server's `server_version_num`, divided by 10,000.
    pub major: u16,
    /// The role that reads.
    pub user: String,
}

impl<'a> Snapshot<'a> {
    /// Opens the snapshot.
    pub fn open(client: &'a mut Client) -> Result<Self, Error> {
        let builder = client.build_transaction();
        let snapshot = builder.isolation_level(IsolationLevel::RepeatableRead).read_only(true);
        let mut transaction = snapshot.start().map_err(failed)?;
        transaction.batch_execute(SETTINGS).map_err(failed)?;
        let server =
            "select current_setting('server_version_num')::int4 / 10000, current_user::text";
        let row = transaction.query_one(server, &[]).map_err(failed)?;
        let major: i32 = row.try_get(0).map_err(failed)?;
        let user = row.try_get(1).map_err(failed)?;
        if major < 15 {
            return Err(Error::TooOld { major });
        }
        let major = u16::try_from(major).unwrap_or(u16::MAX);
        Ok(Self { transaction, major, user })
    }

    /// Runs a query, and hands each row on as it comes: the server goes on meanwhile, and the rows of a
    /// large database are never held all at once.
    pub fn rows(
        &mut self,
        part: &'static str,
        sql: &str,
        mut each: impl FnMut(&Row) -> Result<(), postgres::Error>,
    ) -> Result<(), Error> {
        let mut run = || {
            // One round trip, where a statement that is prepared first takes three.
            let parameters: [(bool, Type); 0] = [];
            let mut rows = self.transaction.query_typed_raw(sql, parameters)?;
            while let Some(row) = rows.next()? {
                each(&row)?;
            }
            Ok(())
        };
        run().map_err(|source| Error::Query { part, source })
    }

    /// Closes the snapshot.
    pub fn close(self) -> Result<(), Error> {
        self.transaction.commit().map_err(failed)
    }
}

fn failed(source: postgres::Error) -> Error {
    Error::Query { part: "the snapshot", source }
}
