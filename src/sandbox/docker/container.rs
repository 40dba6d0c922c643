//! Running the image and waiting for its server.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use postgres::error::SqlState;
use tempfile::NamedTempFile;
use testcontainers::bollard::models::{HostConfig, PortBinding};
use testcontainers::core::{ExecCommand, IntoContainerPort};
use testcontainers::runners::SyncRunner;
use testcontainers::{Container, CopyTargetOptions, GenericImage, ImageExt, TestcontainersError};

use super::engine::Engine;
use super::garbage::{self, Guardian};
use crate::connect::Target;
use crate::sandbox::error::tail;
use crate::sandbox::{Error, ImageContext, Kind, Started, random};

/// PostgreSQL's port within the container.
const PORT: u16 = 5432;
/// Where the password's file is, unless the environment says so.
const PASSWORD_FILE: &str = "/run/secrets/postgres_password";
/// How long the init scripts may take.
const PATIENCE: Duration = Duration::from_secs(600);
/// How often the server is asked meanwhile.
const PAUSE: Duration = Duration::from_millis(100);
/// Lines of the log that an error shows.
const LOG_LINES: usize = 30;
/// Secrets are read by the server's account, of which only the image knows the number.
const SECRET_MODE: u32 = 0o444;

/// What lives as long as the sandbox; dropped in this order.
struct Server {
    container: Container<GenericImage>,
    _guardian: Guardian,
    _lock: NamedTempFile,
}

/// Runs `image` and waits until its server takes connections.
pub(super) fn run(
    engine: &Engine,
    image: GenericImage,
    context: &ImageContext,
) -> Result<Started, Error> {
    let password = random::hexadecimal(16)?;
    let lock = garbage::lock()?;
    let container = create(engine, image, context, &password, &lock).inspect_err(|_| {
        // The client library leaves a container that was made and could not be started.
        garbage::remove(engine, lock.path());
    })?;
    let guardian = Guardian::watch(container.id(), lock.path());
    let server = Server { container, _guardian: guardian, _lock: lock };
    let (host, port) = server.address()?;
    let user = server.variable("POSTGRES_USER").unwrap_or_else(|| "postgres".to_owned());
    let initial = server.variable("POSTGRES_DB").unwrap_or_else(|| user.clone());
    let target = Target::on_network(&host, port, &user, &password, "postgres");
    server.wait(&target)?;
    let id = server.container.id();
    Ok(Started {
        kind: Kind::Docker,
        target,
        place: format!("container {}", &id[..id.len().min(12)]),
        initial_database: Some(initial),
        server: Box::new(server),
    })
}

fn create(
    engine: &Engine,
    image: GenericImage,
    context: &ImageContext,
    password: &str,
    lock: &NamedTempFile,
) -> Result<Container<GenericImage>, Error> {
    let mut environment = context.environment.clone();
    // The image refuses to have both.
    environment.remove("POSTGRES_PASSWORD");
    let file = environment
        .entry("POSTGRES_PASSWORD_FILE".to_owned())
        .or_insert_with(|| PASSWORD_FILE.to_owned())
        .clone();
    let mut secrets: BTreeMap<_, _> = context.secrets.clone();
    secrets.insert(file, password.as_bytes().to_vec());

    let loopback = shares_loopback(engine);
    let mut request = image
        .with_exposed_port(PORT.tcp())
        .with_label(garbage::LABEL, lock.path().to_string_lossy())
        .with_host_config_modifier(move |host| publish(host, loopback));
    for (name, value) in environment {
        request = request.with_env_var(name, value);
    }
    for (path, content) in secrets {
        request =
            request.with_copy_to(CopyTargetOptions::new(path).with_mode(SECRET_MODE), content);
    }
    request.start().map_err(|error| failed(&error))
}

/// Tells whether the engine's loopback interface is this process's own: not for an engine elsewhere,
/// nor for one whose socket was mounted into a container.
fn shares_loopback(engine: &Engine) -> bool {
    matches!(engine, Engine::Socket(_)) && !Path::new("/.dockerenv").exists()
}

/// Publishes the port, where possible to this machine only, and lets the engine choose its number.
fn publish(host: &mut HostConfig, loopback: bool) {
    let address = loopback.then(|| "127.0.0.1".to_owned());
    let binding = PortBinding { host_ip: address, host_port: None };
    host.publish_all_ports = Some(false);
    host.port_bindings = Some(HashMap::from([(format!("{PORT}/tcp"), Some(vec![binding]))]));
}

impl Server {
    /// Waits for the first connection over TCP.
    ///
    /// While init scripts run, the image's server listens on a socket within the container only, so
    /// a connection means that they are done; unlike lines of the log, which settings may send
    /// elsewhere.
    fn wait(&self, target: &Target) -> Result<(), Error> {
        let started = Instant::now();
        loop {
            match target.connect() {
                Ok(_) => return Ok(()),
                // A server that refuses the password will not think better of it.
                Err(error) if error.code() == Some(&SqlState::INVALID_PASSWORD) => {
                    return Err(Error::Connect(error));
                }
                Err(_) => {}
            }
            if !self.container.is_running().unwrap_or(false) {
                return Err(self.failed("the container stopped while starting"));
            }
            if started.elapsed() > PATIENCE {
                return Err(self.failed("the server in the container does not answer"));
            }
            thread::sleep(PAUSE);
        }
    }

    fn address(&self) -> Result<(String, u16), Error> {
        let reached = self.container.get_host().and_then(|host| {
            Ok((host.to_string(), self.container.get_host_port_ipv4(PORT.tcp())?))
        });
        match reached {
            // The port is published for IPv4, which `localhost` need not mean first.
            Ok((host, port)) if host == "localhost" => Ok(("127.0.0.1".to_owned(), port)),
            Ok(address) => Ok(address),
            Err(_) if !self.container.is_running().unwrap_or(false) => {
                Err(self.failed("the container stopped while starting"))
            }
            Err(error) => Err(failed(&error)),
        }
    }

    /// Reads a variable of the container: the Dockerfile may set what the request does not.
    fn variable(&self, name: &str) -> Option<String> {
        let mut output = self.container.exec(ExecCommand::new(["printenv", name])).ok()?;
        let value = String::from_utf8(output.stdout_to_vec().ok()?).ok()?;
        Some(value.trim_end_matches('\n').to_owned()).filter(|value| !value.is_empty())
    }

    fn failed(&self, what: &str) -> Error {
        // The image's server logs to standard output while it initialises, `psql` and the later
        // server to standard error.
        let streams = [self.container.stdout_to_vec(), self.container.stderr_to_vec()];
        let log = streams.map(|stream| {
            let stream = stream.unwrap_or_default();
            tail(&String::from_utf8_lossy(&stream), LOG_LINES / 2)
        });
        Error::Start {
            kind: Kind::Docker,
            what: what.to_owned(),
            log: log.join("\n").trim().to_owned(),
        }
    }
}

fn failed(error: &TestcontainersError) -> Error {
    Error::Start {
        kind: Kind::Docker,
        what: "the container does not start".to_owned(),
        log: error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_published_to_this_machine_only_where_that_can_be_reached() {
        let published = |loopback| {
            let mut host = HostConfig::default();
            publish(&mut host, loopback);
            let mut ports = host.port_bindings.unwrap();
            ports.remove("5432/tcp").unwrap().unwrap().remove(0).host_ip
        };
        assert_eq!(published(true), Some("127.0.0.1".to_owned()));
        assert_eq!(published(false), None);
        assert!(!shares_loopback(&Engine::Network("elsewhere:2375".to_owned())));
    }
}
