//! One address of one server, with and without TLS as `sslmode` says.

use std::net::IpAddr;
use std::path::Path;
use std::sync::mpsc;
use std::thread;

use postgres::config::{SslMode as DriverMode, SslNegotiation};
use postgres::{Client, NoTls};

use super::fault::Context;
use super::hosts::{Host, Place};
use super::secret::Secret;
use super::tls::{SslMode, TlsFault};
use super::{Error, Target};

/// One address of one server.
pub(super) struct Attempt<'a> {
    target: &'a Target,
    place: &'a Place,
    config: postgres::Config,
    pub context: Context,
}

impl<'a> Attempt<'a> {
    /// Prepares all but the mode of TLS; without an address, the server is on a socket.
    pub fn new(target: &'a Target, host: &'a Host, address: Option<IpAddr>) -> Self {
        let mut config = target.base.clone();
        config.user(&target.user).dbname(&target.database).port(host.port);
        match (&host.place, address) {
            (Place::Socket { folder, .. }, _) => {
                config.host_path(folder);
            }
            (Place::Network { name, .. }, Some(address)) => {
                let text = address.to_string();
                // The driver wants a name for TLS, whatever it is good for.
                config.host(name.as_deref().unwrap_or(&text)).hostaddr(address);
            }
            (Place::Network { name, .. }, None) => {
                config.host(name.as_deref().unwrap_or_default());
            }
        }
        if target.tls.direct {
            config.ssl_negotiation(SslNegotiation::Direct);
        }
        if let Some(patience) = target.patience {
            config.connect_timeout(patience);
        }
        let (password, passfile) = password(target, host).unzip();
        if let Some(password) = password {
            config.password(password.bytes());
        }
        let context = Context {
            address: host.display(),
            user: target.user.clone(),
            database: target.database.clone(),
            passfile: passfile.flatten().map(Path::to_owned),
        };
        Self { target, place: &host.place, config, context }
    }

    /// Tries what `sslmode` allows, the preferred way first.
    pub fn open(&self) -> Result<Client, Error> {
        let socket = matches!(self.place, Place::Socket { .. });
        let (first, second) = match self.target.tls.mode {
            _ if socket => (DriverMode::Disable, None),
            SslMode::Disable => (DriverMode::Disable, None),
            SslMode::Allow => (DriverMode::Disable, Some(DriverMode::Require)),
            SslMode::Prefer => (DriverMode::Prefer, Some(DriverMode::Disable)),
            SslMode::Require | SslMode::VerifyCa => (DriverMode::Require, None),
            SslMode::VerifyFull if self.has_no_name() => {
                let address = self.context.address.clone();
                return Err(Error::Tls { address, fault: TlsFault::NoName });
            }
            SslMode::VerifyFull => (DriverMode::Require, None),
        };
        match (self.once(first), second) {
            (Err(error), Some(second)) if error.may_depend_on_tls() => {
                self.once(second).map_err(|other| error.or_clearer(other))
            }
            (outcome, _) => outcome,
        }
    }

    fn has_no_name(&self) -> bool {
        matches!(self.place, Place::Network { name: None, .. })
    }

    fn once(&self, mode: DriverMode) -> Result<Client, Error> {
        let mut config = self.config.clone();
        config.ssl_mode(mode);
        let connector = match mode {
            DriverMode::Disable => None,
            _ => Some(self.target.tls.connector()?),
        };
        let open = move || match connector {
            Some(connector) => config.connect(connector),
            None => config.connect(NoTls),
        };
        self.patiently(open)
    }

    /// Limits the whole way to a session. The driver limits its first step alone, and would wait
    /// for ever for a server that takes the connection and says nothing.
    fn patiently(
        &self,
        open: impl FnOnce() -> Result<Client, postgres::Error> + Send + 'static,
    ) -> Result<Client, Error> {
        let explain = |error| self.context.explain(&error);
        let Some(patience) = self.target.patience else { return open().map_err(explain) };
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            // Should it come too late, the connection is dropped together with the channel.
            let _ = sender.send(open());
        });
        match receiver.recv_timeout(patience) {
            Ok(outcome) => outcome.map_err(explain),
            Err(_) => Err(self.context.silent(patience)),
        }
    }
}

/// Returns the password, and the file that it is from.
fn password<'a>(target: &'a Target, host: &Host) -> Option<(&'a Secret, Option<&'a Path>)> {
    if let Some(password) = &target.password {
        return Some((password, None));
    }
    let (file, name) = (&target.passfile, host.name_in_passfile());
    let password = file.password(&name, host.port, &target.database, &target.user)?;
    Some((password, Some(&file.path)))
}
