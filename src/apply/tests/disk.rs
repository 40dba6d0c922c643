//! A disk that is full.

use std::path::Path;
use std::process::Command;

use super::machine::{Machine, as_server, skip};
use super::support::*;

/// A small disk in memory, unmounted when dropped.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    /// Makes one, where this process may.
    fn make(machine: &Machine) -> Option<Self> {
        let folder = tempfile::tempdir_in("/tmp").unwrap();
        if !mount(&["-t", "tmpfs", "-o", "size=2m,mode=0777", "tmpfs"], folder.path()) {
            return None;
        }
        let disk = Self(folder);
        let mut make = as_server(Path::new("mkdir"), &machine.directory);
        make.arg(disk.0.path().join("space"));
        assert!(make.status().unwrap().success());
        Some(disk)
    }

    fn enlarge(&self) {
        assert!(mount(&["-o", "remount,size=64m"], self.0.path()));
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).status();
    }
}

fn mount(arguments: &[&str], folder: &Path) -> bool {
    let output = Command::new("mount").args(arguments).arg(folder).output();
    output.is_ok_and(|output| output.status.success())
}

#[test]
fn a_full_disk_leaves_what_was_committed_and_is_gone_on_after() {
    let machine = Machine::start(&[]);
    let database = machine.sandbox.create_database("disk").unwrap();
    let Some(disk) = SmallDisk::make(&machine) else {
        return skip("only root can mount a small disk, and not in every container");
    };
    let mut client = database.connect().unwrap();
    let location = disk.0.path().join("space").display().to_string();
    let location = crate::sql::quote_literal(&location);
    client.batch_execute(&format!("create tablespace small location {location}")).unwrap();
    let rows = "select repeat(md5(i::text), 20) from generate_series(1, 10000) i";
    let plan = plan(vec![
        step(1, "create table a (a text) tablespace small"),
        step(1, "insert into a values ('first')"),
        step(2, "create table b ()"),
        step(2, &format!("insert into a {rows}")),
        step(3, "create index concurrently a_a on a (a) tablespace small"),
    ]);
    let error = failed(apply(&database, &plan, &options(&())));
    assert_eq!((code(&error.answer), error.step, error.finished), ("53100", Some(4), 1));
    assert!(error.help().starts_with("make room on the disk"), "{}", error.help());
    assert_eq!(text(&mut client, "select count(*)::text from a"), "1");
    assert_eq!(relations(&mut client), "a");

    disk.enlarge();
    assert_eq!(apply(&database, &plan, &options(&())).unwrap().resumed_after, 1);
    assert_eq!(text(&mut client, "select count(*)::text from a"), "10001");
    assert_eq!(relations(&mut client), "a a_a b");
    // The server must not miss its tablespace.
    client.batch_execute("drop table a").unwrap();
    client.batch_execute("drop tablespace small").unwrap();
}
