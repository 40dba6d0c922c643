//! A throw-away server of the binaries on this machine, on a Unix socket in a private directory.
//!
//! The server runs below a guardian, a few lines of shell in a process group of its own, which
//! reads from a pipe that only this process holds. When this process ends, in whatever way, the
//! pipe closes, and the guardian stops the server and removes its directory. Should the guardian
//! be killed as well, the next start sweeps up: see `directory.rs`.
//!
//! As root, everything of the server runs as `postgres` or `nobody`.

mod account;
pub mod binaries;
mod directory;
mod server;
mod settings;
mod template;

#[cfg(test)]
mod tests;

use std::env;
use std::path::Path;
use std::process::Command;

use self::account::Account;
use self::binaries::Binaries;
use self::directory::Directory;
use self::server::Server;
use self::template::{Origin, Template};
use super::{Error, Kind, Request, Started};

/// Starts a server of the wished major version, or of the newest there is.
pub(super) fn start(request: &Request, progress: &dyn Fn(&str)) -> Result<Started, Error> {
    start_with(request, template::cache_directory().as_deref(), progress)
}

fn start_with(
    request: &Request,
    cache: Option<&Path>,
    progress: &dyn Fn(&str),
) -> Result<Started, Error> {
    let binaries = binaries::find(request.binaries.as_deref(), request.major)?;
    let account = Account::choose()?;
    progress(&format!("starting {}", place(&binaries)));
    let attempt = Attempt {
        template: Template::new(&binaries, account, cache),
        binaries: &binaries,
        account,
        request,
        progress,
    };
    let server = attempt.run()?;
    Ok(Started {
        kind: Kind::Local,
        target: server.target(),
        place: place(&binaries),
        initial_database: None,
        server: Box::new(server),
    })
}

/// What it takes to start one server.
struct Attempt<'a> {
    template: Template<'a>,
    binaries: &'a Binaries,
    account: Account,
    request: &'a Request<'a>,
    progress: &'a dyn Fn(&str),
}

impl Attempt<'_> {
    fn run(&self) -> Result<Server, Error> {
        let directory = self.directory()?;
        let origin = self.template.fill(&directory.path.join("data"), self.progress)?;
        match (self.serve(directory), origin) {
            (Err(Error::Start { .. }), Origin::Cached) => self.run_afresh(),
            (outcome, _) => outcome,
        }
    }

    /// Tells a spoilt cache from settings that no server starts with.
    fn run_afresh(&self) -> Result<Server, Error> {
        let directory = self.directory()?;
        self.template.fill_afresh(&directory.path.join("data"), self.progress)?;
        let server = self.serve(directory)?;
        self.template.discard();
        Ok(server)
    }

    fn directory(&self) -> Result<Directory, Error> {
        Directory::make(&self.account, self.binaries)
    }

    fn serve(&self, directory: Directory) -> Result<Server, Error> {
        let settings = settings::render(&self.request.settings, &directory.path)?;
        Server::start(self.binaries, &self.account, directory, &settings)
    }
}

fn place(binaries: &Binaries) -> String {
    format!("local binaries in {}", binaries.directory.display())
}

/// Keeps the user's `PG…` variables and directory from a program of the sandbox.
fn without_surroundings(command: &mut Command) -> &mut Command {
    for (name, _) in env::vars_os() {
        if name.to_string_lossy().starts_with("PG") {
            command.env_remove(name);
        }
    }
    command.current_dir("/").env("LC_ALL", "C")
}

/// Starts a server for tests of connections: with lines of `postgresql.conf` and files of its data
/// directory of its own, and on a port. Returns its directory, and what keeps it running.
#[cfg(test)]
pub(crate) fn start_for_connections(
    files: &[(&str, &str)],
    settings: &str,
    port: u16,
) -> (std::path::PathBuf, Box<dyn std::any::Any + Send + Sync>) {
    use std::os::unix::fs::PermissionsExt;
    let (binaries, account) = (binaries::find(None, 17).unwrap(), Account::choose().unwrap());
    let directory = Directory::make(&account, &binaries).unwrap();
    let data = directory.path.join("data");
    let cache = template::cache_directory();
    Template::new(&binaries, account, cache.as_deref()).fill(&data, &|_| ()).unwrap();
    for (name, content) in files {
        let file = data.join(name);
        std::fs::write(&file, content).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
        account.give(&file).unwrap();
    }
    let own = settings::render(&std::collections::BTreeMap::new(), &directory.path).unwrap();
    let (path, settings) = (directory.path.clone(), format!("{own}port = {port}\n{settings}"));
    let server = Server::start_on(&binaries, &account, directory, &settings, port);
    (path, Box::new(server.unwrap_or_else(|error| panic!("{error}"))))
}

/// Finds one of the programs beside `initdb`.
pub(super) fn program(name: &str, major: u16) -> Option<std::path::PathBuf> {
    Some(binaries::find(None, major).ok()?.program(name))
}
