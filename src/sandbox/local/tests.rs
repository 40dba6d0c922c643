//! The cache of data directories, and what is left when everybody is killed.

use std::cell::RefCell;
use std::fs;
use std::time::{Duration, Instant};

use super::*;
use crate::sandbox::tests::{Owner, eventually, process, runs};
use crate::sandbox::{Choice, Sandbox};

/// Starts a server with a cache of its own; returns what was said and how long it took.
fn started(cache: &Path) -> (Sandbox, Vec<String>, Duration) {
    let said = RefCell::new(Vec::new());
    let before = Instant::now();
    let request = Request::new(Choice::Local, 17);
    let started =
        start_with(&request, Some(cache), &|line| said.borrow_mut().push(line.to_owned()));
    let sandbox = Sandbox::new(started.unwrap()).unwrap();
    (sandbox, said.into_inner(), before.elapsed())
}

fn prepared(said: &[String]) -> bool {
    said.iter().any(|line| line.contains("preparing a data directory"))
}

#[test]
fn the_second_start_takes_the_cached_copy() {
    let cache = tempfile::tempdir().unwrap();
    let (_first, said, first_took) = started(cache.path());
    assert!(prepared(&said), "{said:?}");
    let (_second, said, second_took) = started(cache.path());
    assert!(!prepared(&said), "{said:?}");
    println!("first start {first_took:?}, second {second_took:?}");
    assert_eq!(fs::read_dir(cache.path()).unwrap().count(), 1);
}

#[test]
fn a_spoilt_cache_is_made_anew() {
    let cache = tempfile::tempdir().unwrap();
    drop(started(cache.path()));
    let entry = fs::read_dir(cache.path()).unwrap().next().unwrap().unwrap().path();
    fs::write(entry.join("global/pg_control"), "spoilt").unwrap();
    let (_sandbox, said, _) = started(cache.path());
    assert!(prepared(&said), "{said:?}");
    assert!(!entry.exists());
    // The start after that fills the cache again.
    drop(started(cache.path()));
    assert!(entry.exists());
    assert!(!prepared(&started(cache.path()).1));
}

#[test]
fn settings_that_no_server_starts_with_leave_the_cache_alone() {
    let cache = tempfile::tempdir().unwrap();
    drop(started(cache.path()));
    let mut request = Request::new(Choice::Local, 17);
    request.settings.insert("shared_preload_libraries".to_owned(), "nothing".to_owned());
    let outcome = start_with(&request, Some(cache.path()), &|_| ());
    assert!(matches!(outcome.err(), Some(Error::Start { .. })));
    assert!(!prepared(&started(cache.path()).1));
}

#[test]
fn a_cache_that_cannot_be_written_only_costs_time() {
    let nowhere = Path::new("/dev/null/cache");
    assert!(prepared(&started(nowhere).1));
    assert!(prepared(&started(nowhere).1));
}

/// Returns the children of a process.
fn children(process: &str) -> Vec<String> {
    let output = Command::new("ps").args(["-A", "-o", "pid=,ppid="]).output().unwrap();
    let table = String::from_utf8(output.stdout).unwrap();
    let rows = table.lines().filter_map(|line| line.trim().split_once(' '));
    rows.filter(|(_, parent)| parent.trim() == process).map(|(pid, _)| pid.to_owned()).collect()
}

#[test]
fn a_server_that_outlives_everybody_is_swept() {
    use std::os::unix::fs::PermissionsExt;
    let parent = tempfile::tempdir_in("/tmp").unwrap();
    fs::set_permissions(parent.path(), fs::Permissions::from_mode(0o711)).unwrap();
    let owner = Owner::start("sandbox::tests::waits_to_be_killed", parent.path());
    let directory = Path::new(&owner.said).to_owned();
    let server = process(&directory);
    let guardian = children(&owner.pid())[0].clone();
    // A server may answer before its guardian has begun to watch.
    eventually("the guardian watches", || children(&guardian).len() == 2);
    let watchers = children(&guardian).into_iter().filter(|child| *child != server);
    for process in watchers.chain([guardian.clone()]) {
        assert!(Command::new("kill").args(["-KILL", &process]).status().unwrap().success());
    }
    owner.kill();
    // Who is killed ends, and lets go of the lock, a moment later.
    eventually("the lock is free", || directory::lock_is_free(&directory));
    assert!(directory.exists() && runs(&server));

    let binaries = binaries::find(None, 17).unwrap();
    directory::sweep(parent.path(), &Account::choose().unwrap(), &binaries);
    assert!(!directory.exists());
    // The server removes its files a moment before its process ends.
    eventually("the server is gone", || !runs(&server));
}

#[test]
fn a_cache_entry_half_made_long_ago_is_removed_and_a_young_one_is_not() {
    let cache = tempfile::tempdir().unwrap();
    let [old, young] = ["a.unfinished-1", "a.unfinished-2"].map(|name| cache.path().join(name));
    fs::create_dir(&old).unwrap();
    fs::create_dir(&young).unwrap();
    let long_ago = std::time::SystemTime::now() - Duration::from_secs(7200);
    fs::File::open(&old).unwrap().set_modified(long_ago).unwrap();
    drop(started(cache.path()));
    assert!(!old.exists());
    assert!(young.exists());
}
