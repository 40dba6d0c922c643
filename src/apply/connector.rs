//! How a connection is opened.

use std::fmt;

use postgres::Client;

use crate::connect::Warnings;

/// Why there is no connection; must not hold a password.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A connection, and what is heard on it.
pub struct Opened {
    /// The connection.
    pub client: Client,
    /// Its warnings; none are heard on a bare client.
    pub warnings: Warnings,
}

impl fmt::Debug for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opened").field("warnings", &self.warnings).finish_non_exhaustive()
    }
}

impl From<(Client, Warnings)> for Opened {
    fn from((client, warnings): (Client, Warnings)) -> Self {
        Self { client, warnings }
    }
}

impl From<Client> for Opened {
    fn from(client: Client) -> Self {
        Self { client, warnings: Warnings::default() }
    }
}

/// Opens connections to one database, always as the same role.
///
/// Every closure that returns a client is one:
///
/// ```no_run
/// # use pgspec::apply::Connector;
/// let connect = || postgres::Client::connect("host=db user=owner", postgres::NoTls);
/// let connector: &dyn Connector = &connect;
/// ```
pub trait Connector {
    /// Opens a connection of its own: two calls are two sessions.
    ///
    /// # Errors
    /// Whatever keeps the server from being reached.
    fn connect(&self) -> Result<Opened, BoxError>;
}

impl<F, C, E> Connector for F
where
    F: Fn() -> Result<C, E>,
    C: Into<Opened>,
    E: Into<BoxError>,
{
    fn connect(&self) -> Result<Opened, BoxError> {
        self().map(Into::into).map_err(Into::into)
    }
}
