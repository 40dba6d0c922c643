//! The servers of a target, in the order in which they are tried.
//!
//! <https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-MULTIPLE-HOSTS>

use std::net::{IpAddr, ToSocketAddrs};
use std::path::PathBuf;

use super::values::Values;
use super::{Environment, Error};

/// PostgreSQL's port.
pub(super) const PORT: u16 = 5432;

/// One server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Host {
    pub place: Place,
    pub port: u16,
}

/// Where a server listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// A socket in this folder.
    Socket {
        folder: PathBuf,
        /// Whether it is a folder in which one is looked for when no host is given.
        usual: bool,
    },
    /// A name, or an address in its place, or both: then the name is what a certificate has to
    /// have, and what a password file lists.
    Network { name: Option<String>, address: Option<IpAddr> },
}

impl Host {
    /// Says which server this is: `db.example.org:5432`, `[::1]:5432`, `/run/postgresql:5432`.
    pub fn display(&self) -> String {
        format!("{}:{}", bracketed(&self.name()), self.port)
    }

    /// Returns the name, address or folder that was given.
    pub fn name(&self) -> String {
        match &self.place {
            Place::Socket { folder, .. } => folder.display().to_string(),
            Place::Network { name: Some(name), .. } => name.clone(),
            Place::Network { address: Some(address), .. } => address.to_string(),
            Place::Network { .. } => String::new(),
        }
    }

    /// Returns what a password file calls this server.
    pub fn name_in_passfile(&self) -> String {
        match &self.place {
            Place::Socket { usual: true, .. } => "localhost".to_owned(),
            _ => self.name(),
        }
    }

    /// Asks for the addresses of the server; `None` is its socket.
    pub fn addresses(&self) -> Result<Vec<Option<IpAddr>>, Error> {
        let name = match &self.place {
            Place::Socket { .. } => return Ok(vec![None]),
            Place::Network { address: Some(address), .. } => return Ok(vec![Some(*address)]),
            Place::Network { name, .. } => name.as_deref().unwrap_or_default(),
        };
        let resolved = (name, self.port).to_socket_addrs().map_err(|source| Error::Resolve {
            host: name.to_owned(),
            reason: source.to_string(),
        })?;
        let mut addresses: Vec<_> = resolved.map(|address| Some(address.ip())).collect();
        addresses.dedup();
        Ok(addresses)
    }
}

/// Puts an IPv6 address into the brackets that tell it from its port.
pub(super) fn bracketed(name: &str) -> String {
    if name.contains(':') && !name.starts_with('/') { format!("[{name}]") } else { name.to_owned() }
}

/// Combines the lists of hosts, addresses and ports.
pub(super) fn combine(values: &Values, environment: &Environment) -> Result<Vec<Host>, Error> {
    let list = |name| values.text(name).map(|text| text.split(',').collect::<Vec<_>>());
    let (names, addresses, ports) = (list("host"), list("hostaddr"), list("port"));
    let count = addresses.as_ref().or(names.as_ref()).map_or(1, Vec::len);
    if names.as_ref().is_some_and(|names| names.len() != count) {
        return Err(values.bad("hostaddr", "as long a list as `host`"));
    }
    if ports.as_ref().is_some_and(|ports| ports.len() != 1 && ports.len() != count) {
        return Err(values.bad("port", "one number, or as many as there are hosts"));
    }
    let mut hosts = Vec::with_capacity(count);
    for index in 0..count {
        let of = |list: &Option<Vec<&str>>| {
            let text = list.as_ref()?.get(index)?.trim();
            (!text.is_empty()).then(|| text.to_owned())
        };
        // One port is that of every host.
        let port = if ports.as_ref().is_some_and(|ports| ports.len() == 1) {
            values.text("port").map(str::to_owned)
        } else {
            of(&ports)
        };
        let port = port.map_or(Ok(PORT), |text| read_port(&text, values))?;
        hosts.push(Host {
            place: place(of(&names), of(&addresses), port, values, environment)?,
            port,
        });
    }
    Ok(hosts)
}

fn read_port(text: &str, values: &Values) -> Result<u16, Error> {
    let port = text.trim().parse().ok().filter(|port| *port > 0);
    port.ok_or_else(|| values.bad("port", "a number from 1 to 65535"))
}

fn place(
    name: Option<String>,
    address: Option<String>,
    port: u16,
    values: &Values,
    environment: &Environment,
) -> Result<Place, Error> {
    let read = |text: String| text.parse().map_err(|_| values.bad("hostaddr", "an IP address"));
    let address = address.map(read).transpose()?;
    match name {
        None if address.is_none() => Ok(usual(port, environment)),
        Some(name) if name.starts_with('@') => Err(values
            .bad("host", "a name, an address or a folder, as abstract sockets are not supported")),
        Some(folder) if folder.starts_with('/') && address.is_none() => {
            let folder = PathBuf::from(folder);
            let usual = environment.socket_folders.contains(&folder);
            Ok(Place::Socket { folder, usual })
        }
        // A folder beside an address is no name.
        name => Ok(Place::Network { name: name.filter(|name| !name.starts_with('/')), address }),
    }
}

/// Returns the usual folder in which a server's socket is, or else this machine's network name.
///
/// libpq knows one folder, which is another in each distribution.
fn usual(port: u16, environment: &Environment) -> Place {
    let mut folders = environment.socket_folders.iter();
    match folders.find(|folder| folder.join(format!(".s.PGSQL.{port}")).exists()) {
        Some(folder) => Place::Socket { folder: folder.clone(), usual: true },
        None => Place::Network { name: Some("localhost".to_owned()), address: None },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connect::keywords;

    fn hosts(text: &str, environment: &Environment) -> Result<String, String> {
        let pairs = keywords::parse(text).unwrap();
        let values = Values::complete(pairs, environment).unwrap();
        let hosts = combine(&values, environment).map_err(|error| error.to_string())?;
        Ok(hosts.iter().map(Host::display).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn lists_are_combined() {
        let empty = Environment::default();
        for (text, expected) in [
            ("", "localhost:5432"),
            ("port=6", "localhost:6"),
            ("host=a,b", "a:5432 b:5432"),
            ("host=a,b port=6", "a:6 b:6"),
            ("host=a,b,/run port=,7,8", "a:5432 b:7 /run:8"),
            ("host=::1", "[::1]:5432"),
            ("hostaddr=127.0.0.1,::1", "127.0.0.1:5432 [::1]:5432"),
            ("host=a,b hostaddr=127.0.0.1,", "a:5432 b:5432"),
        ] {
            assert_eq!(hosts(text, &empty), Ok(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn lists_that_do_not_fit_are_refused() {
        let empty = Environment::default();
        for (text, expected) in [
            ("host=a port=hunter2", "a number from 1 to 65535"),
            ("host=a port=0", "a number from 1 to 65535"),
            ("host=a port=65536", "a number from 1 to 65535"),
            ("host=a,b port=1,2,3", "one number, or as many as there are hosts"),
            ("host=a,b hostaddr=::1", "as long a list as `host`"),
            ("hostaddr=hunter2", "an IP address"),
            ("host=@x", "abstract sockets are not supported"),
        ] {
            let error = hosts(text, &empty).unwrap_err();
            assert!(error.contains(expected) && !error.contains("hunter2"), "{text}: {error}");
        }
    }

    #[test]
    fn a_socket_is_looked_for_where_no_host_is_given() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(".s.PGSQL.6"), "").unwrap();
        let environment = Environment {
            socket_folders: vec!["/nowhere".into(), folder.path().to_owned()],
            ..Environment::default()
        };
        let shown = folder.path().display().to_string();
        assert_eq!(hosts("port=6", &environment), Ok(format!("{shown}:6")));
        assert_eq!(hosts("port=7", &environment), Ok("localhost:7".to_owned()));
        assert_eq!(hosts("host=''", &environment.with("PGHOST", "x")), Ok("localhost:5432".into()));
    }
}
