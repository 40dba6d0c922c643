//! A session of the server: statements go through here, so that each is told before it is sent.

use std::time::Duration;

use postgres::error::DbError;
use postgres::types::{ToSql, Type};
use postgres::{Client, Error, Row};

use super::{Answer, Connector, Error as ApplyError, Opened, Progress, error};
use crate::connect::Warnings;

/// Settings that a run relies on, whatever the role's or the database's are.
const SETTINGS: &str = include_str!("session.sql");
/// Whether this server may be written, and which it is.
const SERVER: &str = include_str!("server.sql");
/// Ends the work of a client that is gone; not every operating system can tell.
const WATCH_CLIENT: &str = "set client_connection_check_interval = '2s'";
/// The name that other sessions see, cut where the server would.
const NAME: &str = "set application_name = 'pgspec apply'";

/// A migration may have changed the role, who need not be able to write the records.
pub(super) const AS_ONESELF: &str = "set local role none";
/// Those of a step may be short.
const WITHOUT_HASTE: &str = "set local statement_timeout = 0";

/// What returns rows.
pub(crate) trait Rows {
    /// Runs a query with parameters of text, and returns its rows.
    fn rows(&mut self, sql: &str, parameters: &[&str]) -> Result<Vec<Row>, Answer>;
}

impl Rows for Client {
    fn rows(&mut self, sql: &str, parameters: &[&str]) -> Result<Vec<Row>, Answer> {
        let typed: Vec<(&(dyn ToSql + Sync), Type)> = parameters
            .iter()
            .map(|parameter| (parameter as &(dyn ToSql + Sync), Type::TEXT))
            .collect();
        self.query_typed(sql, &typed).map_err(Answer::from)
    }
}

impl Rows for Session<'_> {
    fn rows(&mut self, sql: &str, parameters: &[&str]) -> Result<Vec<Row>, Answer> {
        self.progress.sends(sql, self.server.backend);
        self.client.rows(sql, parameters)
    }
}

/// What the server says about itself.
#[derive(Debug, Clone, Copy)]
struct Server {
    /// Whether it only replays another's changes.
    standby: bool,
    /// Whether transactions are read-only unless they say otherwise.
    read_only: bool,
    /// Its major version.
    major: i32,
    /// The process behind this session.
    backend: i32,
}

/// A session that is known to be one: the same process answers every statement.
pub(crate) struct Session<'a> {
    client: Client,
    warnings: Warnings,
    progress: &'a dyn Progress,
    server: Server,
}

impl<'a> Session<'a> {
    /// Opens the two sessions of a run, the one that works and the one that holds the lock.
    ///
    /// # Errors
    /// No connection, a pooler that does not keep sessions, and a server that cannot be written.
    pub fn open_two(
        connector: &dyn Connector,
        progress: &'a dyn Progress,
    ) -> Result<(Self, Self), ApplyError> {
        let connect =
            || connector.connect().map_err(|error| ApplyError::Connect(error.to_string()));
        let (mut first, mut second) = (connect()?, connect()?);
        super::pooler::check(&mut first.client, &mut second.client)?;
        Ok((Self::start(first, progress)?, Self::start(second, &())?))
    }

    fn start(opened: Opened, progress: &'a dyn Progress) -> Result<Self, ApplyError> {
        let Opened { mut client, warnings } = opened;
        let row = client.query_typed(SERVER, &[]).map_err(ApplyError::session)?.remove(0);
        let server = Server {
            standby: row.get("standby"),
            read_only: row.get("read_only"),
            major: row.get("major"),
            backend: row.get("backend"),
        };
        if server.standby || server.read_only {
            return Err(ApplyError::ReadOnly { standby: server.standby });
        }
        let mut session = Self { client, warnings, progress, server };
        session.set_up().map_err(ApplyError::session)?;
        Ok(session)
    }

    fn set_up(&mut self) -> Result<(), Error> {
        self.client.batch_execute(SETTINGS)?;
        self.client.batch_execute(NAME)?;
        // Where the system cannot tell, the client's end is noticed when the statement ends.
        let _ = self.client.batch_execute(WATCH_CLIENT);
        Ok(())
    }

    /// Forgets what statements set in this session, but for what a run relies on.
    pub fn reset(&mut self) -> Result<(), Error> {
        self.client.batch_execute("reset session authorization")?;
        self.client.batch_execute("reset role")?;
        self.client.batch_execute("reset all")?;
        self.set_up()
    }

    /// Returns the server's major version.
    pub fn major(&self) -> i32 {
        self.server.major
    }

    /// Returns who is told what happens.
    pub fn progress(&self) -> &'a dyn Progress {
        self.progress
    }

    /// Runs one statement.
    pub fn execute(&mut self, sql: &str) -> Result<(), Answer> {
        self.progress.sends(sql, self.server.backend);
        self.client.batch_execute(sql).map_err(Answer::from)
    }

    /// Returns what the server warned of since this was last asked.
    pub fn warnings(&self) -> Vec<DbError> {
        self.warnings.take()
    }

    /// Runs statements of pgspec's own in a transaction of theirs, as the role that connected and
    /// without the timeouts of a step.
    pub fn record(&mut self, statements: &[String]) -> Result<(), Answer> {
        self.execute("begin")?;
        let own = [AS_ONESELF, WITHOUT_HASTE].into_iter();
        for statement in own.chain(statements.iter().map(String::as_str)) {
            if let Err(answer) = self.execute(statement) {
                // The error that is told is the one before.
                let _ = self.execute("rollback");
                return Err(answer);
            }
        }
        self.execute("commit")
    }

    /// Checks that the same process of the server still answers.
    ///
    /// # Errors
    /// The connection is gone, or a pooler has changed what is behind it.
    pub fn check(&mut self) -> Result<(), ApplyError> {
        self.client.is_valid(Duration::from_secs(30)).map_err(ApplyError::session)?;
        let backend = super::pooler::backend(&mut self.client)?;
        match backend == self.server.backend {
            true => Ok(()),
            false => Err(ApplyError::NotASession(error::SERVER_CHANGED)),
        }
    }
}
