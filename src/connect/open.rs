//! Opening a connection: the servers one after the other, and the addresses of each.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

use postgres::{CancelToken, Client, NoTls};

use super::attempt::Attempt;
use super::hosts::Host;
use super::session::Session;
use super::tls::SslMode;
use super::{Error, Target};

/// Literals are quoted as the standard says; a server, database or role where backslashes escape is told so.
const LITERALS: &str = "set standard_conforming_strings = on";

impl Target {
    /// Opens a connection to the first server that will do.
    ///
    /// As with libpq, a server that cannot be reached, is still starting or is not of the kind
    /// that is asked for makes way for the next one; any other refusal is final.
    ///
    /// # Errors
    /// Says which server failed in which way; see [`Error`].
    pub fn connect(&self) -> Result<Client, Error> {
        let mut failures = Vec::new();
        for wanted in self.session.rounds() {
            failures.clear();
            for host in self.order() {
                match self.connect_host(host, *wanted) {
                    Ok(client) => return Ok(client),
                    Err(error) if error.leaves_others() => failures.push(error),
                    Err(error) => return Err(error),
                }
            }
        }
        match failures.pop() {
            Some(error) if failures.is_empty() => Err(error),
            last => Err(Error::Several(failures.into_iter().chain(last).collect())),
        }
    }

    /// Opens a connection to another database of the same server.
    ///
    /// # Errors
    /// As [`Target::connect`].
    pub fn connect_to(&self, database: &str) -> Result<Client, Error> {
        self.with_database(database).connect()
    }

    /// Asks the server to end what a connection of this target is doing.
    ///
    /// # Errors
    /// Fails when the server cannot be reached; whether it ended anything is not told.
    pub fn cancel(&self, token: &CancelToken) -> Result<(), postgres::Error> {
        match self.tls.connector() {
            Ok(connector) if self.tls.mode != SslMode::Disable => token.cancel_query(connector),
            _ => token.cancel_query(NoTls),
        }
    }

    fn order(&self) -> Vec<&Host> {
        let mut hosts: Vec<&Host> = self.hosts.iter().collect();
        if self.shuffled {
            let random = RandomState::new();
            hosts.sort_by_cached_key(|host| random.hash_one(host.display()));
        }
        hosts
    }

    fn connect_host(&self, host: &Host, wanted: Session) -> Result<Client, Error> {
        let mut failure = None;
        for address in host.addresses()? {
            let attempt = Attempt::new(self, host, address);
            let outcome = attempt.open().and_then(|mut client| {
                let failed = |error| attempt.context.explain(&error);
                client.batch_execute(LITERALS).map_err(failed)?;
                match wanted.objection(&mut client).map_err(failed)? {
                    None => Ok(client),
                    Some(reason) => Err(Error::Session { address: host.display(), reason }),
                }
            });
            match outcome {
                Err(error) if error.leaves_others() => failure = Some(error),
                outcome => return outcome,
            }
        }
        let reason = "it has no address".to_owned();
        Err(failure.unwrap_or_else(|| Error::Resolve { host: host.name(), reason }))
    }
}
