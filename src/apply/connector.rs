//! How a connection is opened.

use postgres::Client;

/// Why there is no connection; must not hold a password.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

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
    fn connect(&self) -> Result<Client, BoxError>;
}

impl<F, E> Connector for F
where
    F: Fn() -> Result<Client, E>,
    E: Into<BoxError>,
{
    fn connect(&self) -> Result<Client, BoxError> {
        self().map_err(Into::into)
    }
}
