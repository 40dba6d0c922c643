//! The Docker engine: where it is, and whether it answers.
//!
//! The few requests here are made by hand, as they must not hang: a library's client waits minutes
//! for an engine that accepts a connection and says nothing.

use std::env;
use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::time::Duration;

use crate::sandbox::Error;

/// How long an engine may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// The address of an engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sandbox) enum Engine {
    /// A socket of this machine.
    Socket(PathBuf),
    /// Host and port.
    Network(String),
    /// An address that only the client library can use, such as TLS.
    Other(String),
}

impl Engine {
    /// Finds the engine the way the client library does, and asks whether it is there.
    pub fn find() -> Result<Self, Error> {
        let engine = match env::var("DOCKER_HOST") {
            Ok(address) if !address.is_empty() => Self::parse(&address),
            _ => Self::Socket(usual_socket()),
        };
        engine.check()
    }

    fn parse(address: &str) -> Self {
        let tls = env::var("DOCKER_TLS_VERIFY").is_ok_and(|value| value == "1");
        match address.split_once("://") {
            Some(("unix", path)) => Self::Socket(path.into()),
            Some(("tcp" | "http", host)) if !tls => Self::Network(host.to_owned()),
            _ => Self::Other(address.to_owned()),
        }
    }

    fn check(self) -> Result<Self, Error> {
        if matches!(self, Self::Other(_)) {
            return Ok(self);
        }
        match self.request("GET", "/_ping") {
            Ok((200, _)) => Ok(self),
            Ok((status, _)) => {
                Err(Error::NoEngine(format!("status {status} from {}", self.address())))
            }
            Err(error) => Err(Error::NoEngine(format!("{}: {error}", self.address()))),
        }
    }

    /// Makes one request without a body; returns the status and the body.
    pub fn request(&self, method: &str, path: &str) -> io::Result<(u16, String)> {
        match self {
            Self::Socket(socket) => {
                let stream = UnixStream::connect(socket)?;
                stream.set_read_timeout(Some(PATIENCE))?;
                exchange(stream, method, path)
            }
            Self::Network(host) => {
                let address = host.to_socket_addrs()?.next().ok_or(io::ErrorKind::NotFound)?;
                let stream = TcpStream::connect_timeout(&address, PATIENCE)?;
                stream.set_read_timeout(Some(PATIENCE))?;
                exchange(stream, method, path)
            }
            Self::Other(_) => Err(io::ErrorKind::Unsupported.into()),
        }
    }

    fn address(&self) -> String {
        match self {
            Self::Socket(path) => format!("`{}`", path.display()),
            Self::Network(address) | Self::Other(address) => format!("`{address}`"),
        }
    }
}

/// The first socket that exists, in the order of the client library.
fn usual_socket() -> PathBuf {
    let below = |name: &str, path: &str| env::var_os(name).map(|d| PathBuf::from(d).join(path));
    let first = PathBuf::from("/var/run/docker.sock");
    [
        Some(first.clone()),
        below("XDG_RUNTIME_DIR", ".docker/run/docker.sock"),
        below("HOME", ".docker/run/docker.sock"),
        below("HOME", ".docker/desktop/docker.sock"),
    ]
    .into_iter()
    .flatten()
    .find(|path| path.exists())
    .unwrap_or(first)
}

/// Speaks HTTP 1.0, where the end of the answer is the end of the connection.
fn exchange(mut stream: impl Read + Write, method: &str, path: &str) -> io::Result<(u16, String)> {
    write!(stream, "{method} {path} HTTP/1.0\r\nHost: docker\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let answer = String::from_utf8_lossy(&answer);
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok());
    let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    match status {
        Some(status) => Ok((status, body.to_owned())),
        None => Err(io::Error::new(io::ErrorKind::InvalidData, "the answer is not HTTP")),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::net::UnixListener;
    use std::time::Instant;

    use super::*;

    #[test]
    fn addresses_are_told_apart() {
        assert_eq!(Engine::parse("unix:///run/d.sock"), Engine::Socket("/run/d.sock".into()));
        assert_eq!(Engine::parse("tcp://host:2375"), Engine::Network("host:2375".to_owned()));
        assert_eq!(Engine::parse("ssh://host"), Engine::Other("ssh://host".to_owned()));
    }

    #[test]
    fn nobody_there_is_an_error_with_the_address() {
        let error = Engine::Socket("/nowhere.sock".into()).check().unwrap_err();
        assert!(error.to_string().starts_with("no Docker engine answers: `/nowhere.sock`"));
        let error = Engine::Network("127.0.0.1:1".to_owned()).check().unwrap_err();
        assert!(error.to_string().contains("refused"), "{error}");
    }

    #[test]
    fn an_engine_that_says_nothing_is_not_waited_for() {
        let directory = tempfile::tempdir().unwrap();
        let socket = directory.path().join("socket");
        let _listener = UnixListener::bind(&socket).unwrap();
        let before = Instant::now();
        assert!(matches!(Engine::Socket(socket).check(), Err(Error::NoEngine(_))));
        assert!(before.elapsed() < 2 * PATIENCE);
    }
}
