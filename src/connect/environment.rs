//! What surrounds a process and decides where it connects, as a value.
//!
//! Nothing else in [`connect`](crate::connect) asks the process for its variables, its user or its
//! home, so a test can say what they are.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use super::parameters::PARAMETERS;

/// Names the user's service file.
pub(super) const SERVICE_FILE: &str = "PGSERVICEFILE";
/// Names the folder of the system's service file.
pub(super) const SYSTEM_FOLDER: &str = "PGSYSCONFDIR";

/// Where servers put their sockets: Debian's and Red Hat's place, then PostgreSQL's own.
const SOCKET_FOLDERS: [&str; 2] = ["/var/run/postgresql", "/tmp"];
/// Where the system's service file is: Debian, Red Hat, PostgreSQL's own.
const SYSTEM_FOLDERS: [&str; 3] =
    ["/etc/postgresql-common", "/etc/sysconfig/pgsql", "/usr/local/pgsql/etc"];

/// The `PG…` variables, the user and the files of the system that a connection depends on.
///
/// The default is empty: nothing is set, there is no home, no user and no socket.
#[derive(Clone, Default)]
pub struct Environment {
    /// Values of environment variables, `PGHOST` and its kin; others are not looked at.
    pub variables: BTreeMap<String, String>,
    /// Where `.pgpass`, `.pg_service.conf` and `.postgresql/` are.
    pub home: Option<PathBuf>,
    /// The operating system's name of the user, which is the role unless another is named.
    pub user: Option<String>,
    /// Folders in which a server's socket is looked for when no host is given.
    pub socket_folders: Vec<PathBuf>,
    /// Folders in which `pg_service.conf` is looked for, unless `PGSYSCONFDIR` names another.
    pub system_folders: Vec<PathBuf>,
}

impl Environment {
    /// Takes everything from this process and this machine, as psql does.
    pub fn from_process() -> Self {
        Self {
            variables: std::env::vars_os()
                .filter_map(|(name, value)| Some((name.into_string().ok()?, value)))
                .filter(|(name, _)| is_known(name))
                .filter_map(|(name, value)| Some((name, value.into_string().ok()?)))
                .collect(),
            home: std::env::home_dir().filter(|home| !home.as_os_str().is_empty()),
            user: whoami::username().ok(),
            socket_folders: SOCKET_FOLDERS.map(PathBuf::from).into(),
            system_folders: SYSTEM_FOLDERS.map(PathBuf::from).into(),
        }
    }

    /// Sets a variable.
    #[must_use]
    pub fn with(mut self, variable: &str, value: &str) -> Self {
        self.variables.insert(variable.to_owned(), value.to_owned());
        self
    }

    /// Returns the value of a variable; one that is set to nothing is set.
    pub(super) fn variable(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str)
    }

    /// Returns a path below the user's home.
    pub(super) fn in_home(&self, path: &str) -> Option<PathBuf> {
        Some(self.home.as_ref()?.join(path))
    }
}

fn is_known(variable: &str) -> bool {
    [SERVICE_FILE, SYSTEM_FOLDER].contains(&variable)
        || PARAMETERS.iter().any(|parameter| parameter.variable == Some(variable))
}

/// Shows the names of variables without their values, as `PGPASSWORD` is among them.
impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Environment")
            .field("variables", &self.variables.keys())
            .field("home", &self.home)
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_variables_of_connections_are_taken() {
        for name in ["PGHOST", "PGPASSWORD", "PGSERVICEFILE", "PGSYSCONFDIR"] {
            assert!(is_known(name), "{name}");
        }
        for name in ["PGSPEC_SANDBOX_URL", "PGDATA", "HOME"] {
            assert!(!is_known(name), "{name}");
        }
    }

    #[test]
    fn values_are_not_shown() {
        let environment = Environment::default().with("PGPASSWORD", "hunter2");
        let shown = format!("{environment:?}");
        assert!(shown.contains("PGPASSWORD") && !shown.contains("hunter2"), "{shown}");
    }

    #[test]
    fn a_process_has_a_user() {
        assert!(Environment::from_process().user.is_some());
    }
}
