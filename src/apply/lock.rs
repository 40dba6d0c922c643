//! One applier at a time, by advisory locks of two sessions.
//!
//! The first lock is held by a session that does nothing else. It is polled: a session that waits
//! for a lock has a snapshot, and `CREATE INDEX CONCURRENTLY` waits for every snapshot. The second is
//! held by the session that works: when a client is killed, the server goes on with its last
//! statement for a while, and whoever comes next has to wait for that too.
//!
//! <https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS>

use std::fmt;
use std::thread;
use std::time::{Duration, Instant};

use postgres::Row;

use super::{Answer, Connector, Error, Event, Options, Rows, Session, retry};

/// Takes a lock of this database, if it is free.
const TRY: &str = include_str!("lock/try.sql");
/// Tells whether this session holds a lock of this database.
const HELD: &str = include_str!("lock/held.sql");
/// Tells who holds a lock of this database.
const HOLDER: &str = include_str!("lock/holder.sql");

/// First halves of the keys; the second half is the database. Chosen once, at random.
const APPLIER: &str = "1886352243";
const WORKER: &str = "1886352244";

/// The pause before a lock that is taken is asked for again: short at first, as whoever had it may
/// just be leaving.
const FIRST_POLL: Duration = Duration::from_millis(10);
const POLL: Duration = Duration::from_millis(250);

/// Who holds a lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Process of the server.
    pub pid: i32,
    /// `application_name`; may be empty.
    pub application: String,
    /// The role that it connected as; empty where the server does not tell.
    pub role: String,
    /// When it connected, where the server tells.
    pub since: Option<String>,
    /// What it runs, or ran last; empty where the server does not tell.
    pub query: String,
}

impl Holder {
    /// Reads a row of a query about sessions.
    pub(super) fn read(row: &Row) -> Self {
        let text = |name| row.get::<_, Option<String>>(name).unwrap_or_default();
        Self {
            pid: row.get("pid"),
            application: text("application"),
            role: text("role"),
            since: row.get("since"),
            query: text("query"),
        }
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "process {}", self.pid)?;
        if !self.application.is_empty() {
            write!(f, " (`{}`)", self.application)?;
        }
        if !self.role.is_empty() {
            write!(f, " of role `{}`", self.role)?;
        }
        match &self.since {
            Some(since) => write!(f, ", connected since {since}"),
            None => Ok(()),
        }
    }
}

/// The two sessions of a run, each with its lock; dropping them gives the locks back.
pub(crate) struct Locked<'a> {
    /// The session that works.
    pub session: Session<'a>,
    guard: Session<'a>,
}

impl<'a> Locked<'a> {
    /// Opens both sessions and takes both locks.
    ///
    /// # Errors
    /// As [`Session::open_two`]; [`Error::Locked`] where the wait was in vain.
    pub fn open(connector: &dyn Connector, options: &Options<'a>) -> Result<Self, Error> {
        let (mut session, mut guard) = Session::open_two(connector, options.progress)?;
        let begun = Instant::now();
        wait(&mut guard, APPLIER, begun, options)?;
        wait(&mut session, WORKER, begun, options)?;
        Ok(Self { session, guard })
    }

    /// Checks that both sessions are there and hold their locks.
    ///
    /// # Errors
    /// [`Error::LockLost`], and whatever ended a session.
    pub fn check(&mut self) -> Result<(), Error> {
        for (session, key) in [(&mut self.guard, APPLIER), (&mut self.session, WORKER)] {
            let lost = |answer: Answer| Error::LockLost(Some(answer));
            session.check()?;
            let rows = session.rows(HELD, &[key]).map_err(lost)?;
            if !rows.first().is_some_and(|row| row.get(0)) {
                return Err(Error::LockLost(None));
            }
        }
        Ok(())
    }
}

fn wait(
    session: &mut Session<'_>,
    key: &str,
    begun: Instant,
    options: &Options<'_>,
) -> Result<(), Error> {
    let (mut told, mut pause) = (false, FIRST_POLL);
    loop {
        let rows = session.rows(TRY, &[key]).map_err(Error::Prepare)?;
        if rows.first().is_some_and(|row| row.get(0)) {
            return Ok(());
        }
        let holder = holder(session, key);
        if begun.elapsed() >= options.lock_wait {
            return Err(Error::Locked { holder, waited: begun.elapsed() });
        }
        if !std::mem::replace(&mut told, true) {
            options.progress.event(&Event::Waits { holder: holder.as_ref() });
        }
        let left = options.lock_wait.saturating_sub(begun.elapsed());
        thread::sleep(retry::vary(pause).min(left));
        pause = (pause * 2).min(POLL);
    }
}

/// Finds out who holds a lock; it may be free by then, and the server need not tell.
fn holder(session: &mut Session<'_>, key: &str) -> Option<Holder> {
    session.rows(HOLDER, &[key]).ok()?.first().map(Holder::read)
}
