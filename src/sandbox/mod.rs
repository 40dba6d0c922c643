//! Throw-away PostgreSQL servers: where pgspec tries what it claims.
//!
//! Three kinds, one face. `docker` builds and runs the project's own image, so it is the closest to
//! production; `local` runs the binaries of this machine on a private socket; `url` borrows a server
//! that the user names and makes its own databases there. Everything is removed when the
//! [`Sandbox`] is dropped, and also when this process is killed: see [`local`] and [`docker`].
//!
//! ```no_run
//! use pgspec::sandbox::{Choice, Request, start};
//!
//! let sandbox = start(&Request::new(Choice::Auto, 17), &|line| eprintln!("{line}"))?;
//! let database = sandbox.create_database("check")?;
//! database.connect()?.batch_execute("create table items (item_id bigint primary key)")?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Limits: Unix only.

mod choice;
mod database;
pub mod docker;
mod error;
pub mod local;
pub(crate) mod random;
pub mod script;
pub mod url;

#[cfg(test)]
mod tests;

use std::any::Any;
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use postgres::Client;

use crate::connect::{self, Target};

pub use choice::{Choice, Kind, UnknownChoice};
pub use database::Database;
pub use error::Error;

/// What kind of server is wanted, and what it needs to start.
#[derive(Clone)]
pub struct Request<'a> {
    /// The kind, or `auto`.
    pub choice: Choice,
    /// The project's target major version; a server of another one may be what there is, which
    /// [`Sandbox::major`] tells.
    pub major: u16,
    /// Server for [`Choice::Url`]: a `postgres://` URL or a string such as `host=… user=…`, completed
    /// from this process's environment as psql does.
    pub url: Option<String>,
    /// Directory of `initdb` and `postgres`; without it, `PGSPEC_PG_BIN` and the usual places.
    pub binaries: Option<PathBuf>,
    /// The image to build and run, for [`Choice::Docker`].
    pub context: Option<ImageContext<'a>>,
    /// Server settings of a local server; an image carries its own.
    pub settings: BTreeMap<String, String>,
}

impl Request<'_> {
    /// Asks for `choice` and `major` and leaves the rest empty.
    pub fn new(choice: Choice, major: u16) -> Self {
        Self { choice, major, url: None, binaries: None, context: None, settings: BTreeMap::new() }
    }
}

/// The image of a Docker sandbox, as held in memory.
#[derive(Clone, Default)]
pub struct ImageContext<'a> {
    /// Files of the build context by their path in it.
    pub files: BTreeMap<&'a str, &'a [u8]>,
    /// Path of the Dockerfile among them.
    pub dockerfile: &'a str,
    /// Build arguments.
    pub build_args: BTreeMap<String, String>,
    /// Environment of the container.
    pub environment: BTreeMap<String, String>,
    /// Files put into the container before it starts, by absolute path: never part of the image.
    pub secrets: BTreeMap<String, Vec<u8>>,
}

/// A running throw-away server; dropping it removes everything that starting it made.
pub struct Sandbox {
    kind: Kind,
    target: Target,
    place: String,
    initial_database: Option<String>,
    version_num: u32,
    version: String,
    /// Holds the server; its own `Drop` stops it.
    _server: Box<dyn Any + Send + Sync>,
}

/// What a kind of sandbox hands over once its server answers.
struct Started {
    kind: Kind,
    /// How to reach the server; the database is where maintenance commands run.
    target: Target,
    place: String,
    initial_database: Option<String>,
    server: Box<dyn Any + Send + Sync>,
}

/// Starts a throw-away server, and says on `progress` what takes time.
///
/// # Errors
/// Every [`Error`] says what was missing or failed, with the way out; the last lines of the
/// server's log come along when it started and stopped.
pub fn start(request: &Request, progress: &dyn Fn(&str)) -> Result<Sandbox, Error> {
    let started = match request.choice {
        Choice::Auto => choice::start_automatically(request, progress)?,
        Choice::Docker => docker::start(request, progress)?,
        Choice::Local => local::start(request, progress)?,
        Choice::Url => url::start(request, progress)?,
    };
    Sandbox::new(started)
}

/// Returns the version of the server that a local sandbox would run, where there is one.
pub fn local_version(request: &Request<'_>) -> Option<String> {
    if request.choice != Choice::Local {
        return None;
    }
    let binaries = local::binaries::find(request.binaries.as_deref(), request.major).ok()?;
    Some(binaries.version)
}

/// Returns the major version of the server that a local sandbox would run, where there is one.
pub fn local_major(request: &Request<'_>) -> Option<u16> {
    let wanted = (request.choice == Choice::Local).then_some(request.major)?;
    Some(local::binaries::find(request.binaries.as_deref(), wanted).ok()?.major)
}

/// Finds one of PostgreSQL's programs on this machine, of the wished major version where it is there.
pub fn program(name: &str, major: u16) -> Option<std::path::PathBuf> {
    let program = local::program(name, major)?;
    program.is_file().then_some(program)
}

impl Sandbox {
    fn new(started: Started) -> Result<Self, Error> {
        let mut client = started.target.connect().map_err(Error::Connect)?;
        let versions = "select current_setting('server_version_num')::int4, \
                        split_part(current_setting('server_version'), ' ', 1)";
        let row = client
            .query_one(versions, &[])
            .map_err(|source| Error::statement("cannot read the server's version", source))?;
        let version_num: i32 = row.get(0);
        Ok(Self {
            kind: started.kind,
            target: started.target,
            place: started.place,
            initial_database: started.initial_database,
            version_num: version_num.unsigned_abs(),
            version: row.get(1),
            _server: started.server,
        })
    }

    /// Returns which kind of server this is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Returns `server_version_num`: 150018 is 15.18.
    pub fn server_version_num(&self) -> u32 {
        self.version_num
    }

    /// Returns the server's version without the packager's words: `15.18`.
    pub fn server_version(&self) -> &str {
        &self.version
    }

    /// Returns the major version, to compare with the one that was asked for.
    pub fn major(&self) -> u16 {
        u16::try_from(self.version_num / 10_000).unwrap_or(u16::MAX)
    }

    /// Returns the role that pgspec connects as; a superuser, except perhaps on a borrowed server.
    pub fn superuser(&self) -> &str {
        self.target.user()
    }

    /// Returns the database that the image's init scripts filled (`POSTGRES_DB`), if this is one.
    pub fn initial_database(&self) -> Option<&str> {
        self.initial_database.as_deref()
    }

    /// Says what runs where: `PostgreSQL 15.18, local binaries in /usr/lib/postgresql/15/bin`.
    pub fn describe(&self) -> String {
        format!("PostgreSQL {}, {}", self.version, self.place)
    }

    /// Opens a connection to `database` as [`Sandbox::superuser`].
    ///
    /// # Errors
    /// Fails when there is no such database or the server is gone.
    pub fn connect(&self, database: &str) -> Result<Client, Error> {
        self.target.connect_to(database).map_err(Error::Connect)
    }

    /// Says how to connect to `database` as [`Sandbox::superuser`].
    pub fn target(&self, database: &str) -> Target {
        self.target.with_database(database)
    }

    /// Opens a connection to `database` as another role, with its password where one is asked for.
    ///
    /// # Errors
    /// The code of the error tells a refusal from a failure.
    pub fn connect_as(
        &self,
        database: &str,
        role: &str,
        password: Option<&str>,
    ) -> Result<Client, connect::Error> {
        self.target.with_database(database).with_user(role, password).connect()
    }

    /// Returns the URL of a database for a role, without its password.
    pub fn url(&self, role: &str, database: &str) -> String {
        self.target.with_database(database).with_user(role, None).display()
    }

    /// Makes an empty UTF-8 database named after `prefix`; dropping the value drops the database.
    ///
    /// # Errors
    /// Fails when the server refuses.
    pub fn create_database(&self, prefix: &str) -> Result<Database<'_>, Error> {
        Database::create(self, prefix)
    }

    /// Opens a connection to the database where maintenance commands run.
    fn maintain(&self) -> Result<Client, Error> {
        self.target.connect().map_err(Error::Connect)
    }
}

/// Shows neither passwords nor how to connect.
impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Sandbox").field(&self.describe()).finish()
    }
}

/// Shows neither the URL, which may hold a password, nor the content of files.
impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("choice", &self.choice)
            .field("major", &self.major)
            .field("binaries", &self.binaries)
            .finish_non_exhaustive()
    }
}
