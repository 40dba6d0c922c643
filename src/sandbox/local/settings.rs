//! Settings of a throw-away server: fast, quiet, and reachable through its private socket only.

use std::collections::BTreeMap;
use std::path::Path;

use crate::sandbox::Error;

/// What the project may override. Durability is of no use to a server that is thrown away, and it
/// is what takes the time; the time zone is the official image's, whatever this machine's is.
///
/// <https://www.postgresql.org/docs/current/non-durability.html>
const DEFAULTS: &[(&str, &str)] = &[
    ("fsync", "off"),
    ("full_page_writes", "off"),
    ("synchronous_commit", "off"),
    ("autovacuum", "off"),
    ("max_connections", "50"),
    ("timezone", "Etc/UTC"),
    ("log_timezone", "Etc/UTC"),
];

/// Replication is off unless the project says a word about it: the two settings go together.
const WITHOUT_REPLICATION: &[(&str, &str)] = &[("wal_level", "minimal"), ("max_wal_senders", "0")];

/// What the sandbox decides whatever the project says: where the server is, where its files are,
/// and how much of this machine it takes.
const DECIDED: &[(&str, &str)] = &[
    ("archive_mode", "off"),
    ("dynamic_shared_memory_type", "mmap"),
    ("huge_pages", "off"),
    ("listen_addresses", ""),
    ("log_destination", "stderr"),
    ("logging_collector", "off"),
    ("port", "5432"),
    ("shared_buffers", "64MB"),
    ("ssl", "off"),
    ("unix_socket_permissions", "0700"),
];

/// Settings of the project that are passed over: they name files of another machine.
const PASSED_OVER: &[&str] = &[
    "config_file",
    "data_directory",
    "external_pid_file",
    "hba_file",
    "ident_file",
    "unix_socket_directories",
    "unix_socket_group",
];

/// Writes the lines to append to `postgresql.conf`; the last line of a name wins there.
pub(super) fn render(project: &BTreeMap<String, String>, socket: &Path) -> Result<String, Error> {
    let mut settings: BTreeMap<String, &str> = BTreeMap::new();
    let mut set = |pairs: &[(&'static str, &'static str)]| {
        settings.extend(pairs.iter().map(|(name, value)| ((*name).to_owned(), *value)));
    };
    set(DEFAULTS);
    let replicates =
        |name: &String| WITHOUT_REPLICATION.iter().any(|(mine, _)| name.eq_ignore_ascii_case(mine));
    if !project.keys().any(replicates) {
        set(WITHOUT_REPLICATION);
    }
    for (name, value) in project {
        let name = checked(name)?;
        if !PASSED_OVER.contains(&name.as_str()) {
            settings.insert(name, value);
        }
    }
    settings.extend(DECIDED.iter().map(|(name, value)| ((*name).to_owned(), *value)));
    let socket = socket.to_string_lossy();
    settings.insert("unix_socket_directories".to_owned(), &socket);
    Ok(settings.iter().map(|(name, value)| format!("{name} = '{}'\n", escape(value))).collect())
}

/// Returns the name in lower case, as PostgreSQL does not tell the cases apart.
fn checked(name: &str) -> Result<String, Error> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    match !name.is_empty() && name.chars().all(plain) {
        true => Ok(name.to_ascii_lowercase()),
        false => Err(Error::BadSetting(name.to_owned())),
    }
}

/// Escapes a value for `postgresql.conf`, where a line break cannot stand within quotes.
///
/// <https://www.postgresql.org/docs/current/config-setting.html>
fn escape(value: &str) -> String {
    value.replace('\\', "\\\\").replace('\'', "''").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(pairs: &[(&str, &str)]) -> String {
        let project = pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        render(&project, Path::new("/tmp/x")).unwrap()
    }

    #[test]
    fn the_project_overrides_defaults() {
        assert!(rendered(&[]).contains("autovacuum = 'off'\n"));
        assert!(rendered(&[("AutoVacuum", "on")]).contains("autovacuum = 'on'\n"));
    }

    #[test]
    fn the_sandbox_stays_private_and_modest() {
        let text = rendered(&[
            ("listen_addresses", "*"),
            ("shared_buffers", "64GB"),
            ("hba_file", "/etc/hba"),
            ("unix_socket_directories", "/run"),
        ]);
        assert!(text.contains("listen_addresses = ''\n"));
        assert!(text.contains("shared_buffers = '64MB'\n"));
        assert!(text.contains("unix_socket_directories = '/tmp/x'\n"));
        assert!(!text.contains("hba_file"));
    }

    #[test]
    fn replication_is_off_unless_the_project_speaks_of_it() {
        assert!(rendered(&[]).contains("wal_level = 'minimal'"));
        assert!(!rendered(&[("max_wal_senders", "3")]).contains("wal_level"));
        assert!(rendered(&[("wal_level", "logical")]).contains("wal_level = 'logical'"));
    }

    #[test]
    fn values_cannot_leave_their_quotes() {
        let text = rendered(&[("log_line_prefix", "it's \\ a\nfsync = on")]);
        assert!(text.contains("log_line_prefix = 'it''s \\\\ a\\nfsync = on'\n"));
    }

    #[test]
    fn a_name_cannot_hold_a_line() {
        let project = BTreeMap::from([("a = 1\nb".to_owned(), String::new())]);
        assert!(matches!(render(&project, Path::new("/")), Err(Error::BadSetting(_))));
    }
}
