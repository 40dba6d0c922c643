//! The operating system's account that runs the server: `initdb` and `postgres` refuse root.
//!
//! <https://www.postgresql.org/docs/current/postgres-user.html>

use std::fs;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use crate::sandbox::Error;

/// Accounts to drop to, the best one first.
const UNPRIVILEGED: [&str; 2] = ["postgres", "nobody"];

/// Who runs the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Account {
    /// User id.
    pub uid: u32,
    /// Group id.
    pub gid: u32,
    /// Whether this process has to change to it.
    drop_to: bool,
}

impl Account {
    /// Chooses the account of this process, or an unprivileged one when that is root.
    pub(super) fn choose() -> Result<Self, Error> {
        // A new file belongs to the effective user; std offers no other safe way to ask.
        let probe = tempfile::tempfile()
            .and_then(|file| file.metadata())
            .map_err(|source| Error::io("cannot make a temporary file", source))?;
        if probe.uid() != 0 {
            return Ok(Self { uid: probe.uid(), gid: probe.gid(), drop_to: false });
        }
        let accounts = fs::read_to_string("/etc/passwd")
            .map_err(|source| Error::io("cannot read `/etc/passwd`", source))?;
        unprivileged(&accounts).ok_or(Error::NoAccount)
    }

    /// Makes `command` run as this account.
    ///
    /// When the user changes, the standard library also drops root's supplementary groups.
    pub(super) fn run<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        match self.drop_to {
            true => command.gid(self.gid).uid(self.uid),
            false => command,
        }
    }

    /// Gives `path` to this account.
    pub(super) fn give(&self, path: &Path) -> Result<(), Error> {
        if !self.drop_to {
            return Ok(());
        }
        chown(path, Some(self.uid), Some(self.gid)).map_err(|source| {
            Error::io(format!("cannot change the owner of `{}`", path.display()), source)
        })
    }

    /// Tells whether this account may pass through `directory` and all of its parents.
    pub(super) fn may_enter(&self, directory: &Path) -> bool {
        directory.ancestors().all(|part| match fs::metadata(part) {
            Ok(metadata) => self.uid == 0 || metadata.mode() & self.execute_bit(&metadata) != 0,
            Err(_) => false,
        })
    }

    fn execute_bit(&self, metadata: &fs::Metadata) -> u32 {
        if metadata.uid() == self.uid {
            0o100
        } else if metadata.gid() == self.gid {
            0o010
        } else {
            0o001
        }
    }
}

fn unprivileged(passwd: &str) -> Option<Account> {
    UNPRIVILEGED.iter().find_map(|wanted| {
        passwd.lines().find_map(|line| {
            let fields: Vec<&str> = line.split(':').collect();
            let [name, _, uid, gid, ..] = fields.as_slice() else { return None };
            (name == wanted).then_some(())?;
            let account = Account { uid: uid.parse().ok()?, gid: gid.parse().ok()?, drop_to: true };
            (account.uid != 0).then_some(account)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn postgres_is_preferred_to_nobody() {
        let passwd = "root:x:0:0::/root:/bin/sh\nnobody:x:65534:65533::/:/bin/false\n\
                      postgres:x:101:104::/:/bin/sh\n";
        assert_eq!(unprivileged(passwd), Some(Account { uid: 101, gid: 104, drop_to: true }));
        let passwd = "root:x:0:0::/root:/bin/sh\nnobody:x:65534:65533::/:/bin/false\n";
        assert_eq!(unprivileged(passwd), Some(Account { uid: 65534, gid: 65533, drop_to: true }));
    }

    #[test]
    fn root_under_another_name_is_not_unprivileged() {
        assert_eq!(unprivileged("postgres:x:0:0::/:/bin/sh\nbroken line\n"), None);
    }

    #[test]
    fn a_closed_parent_cannot_be_passed() {
        use std::os::unix::fs::PermissionsExt;
        let outer = tempfile::tempdir_in("/tmp").unwrap();
        let inner = outer.path().join("inner");
        fs::create_dir(&inner).unwrap();
        fs::set_permissions(outer.path(), fs::Permissions::from_mode(0o700)).unwrap();
        let stranger = Account { uid: 4_000_000, gid: 4_000_000, drop_to: true };
        assert!(!stranger.may_enter(&inner));
        fs::set_permissions(outer.path(), fs::Permissions::from_mode(0o711)).unwrap();
        fs::set_permissions(&inner, fs::Permissions::from_mode(0o755)).unwrap();
        assert!(stranger.may_enter(&inner));
    }
}
