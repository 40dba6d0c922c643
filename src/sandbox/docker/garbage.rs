//! Containers whose owner is gone.
//!
//! A container carries the path of a lock file as a label, and its owner holds the lock for as long
//! as it lives. A container whose lock is free is garbage. One whose lock file is not on this
//! machine belongs to another machine that shares the engine, and is left alone.

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tempfile::NamedTempFile;

use super::engine::Engine;
use crate::sandbox::Error;

/// Label of a container: the path of its owner's lock.
pub(super) const LABEL: &str = "org.pgspec.lock";

/// Removes the container `$1` and the lock `$2` unless a line comes first; see [`Guardian`].
const GUARDIAN: &str = "read -r line || { docker rm --force --volumes \"$1\" && rm -f \"$2\"; }";

/// Makes the owner's lock and takes it.
pub(super) fn lock() -> Result<NamedTempFile, Error> {
    let failed = |source| Error::io("cannot make a lock for the container", source);
    let lock = tempfile::Builder::new()
        .prefix("pgspec-container-")
        .suffix(".lock")
        .tempfile()
        .map_err(failed)?;
    lock.as_file().lock().map_err(failed)?;
    Ok(lock)
}

/// Removes the containers of owners that are gone. What fails is left to the next sweep.
pub(super) fn sweep(engine: &Engine) {
    for (container, lock) in labelled(engine) {
        if is_free(&lock) && delete(engine, &container) {
            let _ = fs::remove_file(lock);
        }
    }
}

/// Removes the containers of the owner of `lock`.
pub(super) fn remove(engine: &Engine, lock: &Path) {
    for (container, _) in labelled(engine).into_iter().filter(|(_, owner)| owner == lock) {
        delete(engine, &container);
    }
}

/// Lists the containers that carry the label, running or not, each with its lock.
fn labelled(engine: &Engine) -> Vec<(String, PathBuf)> {
    let filters = format!("%7B%22label%22%3A%5B%22{LABEL}%22%5D%7D");
    let path = format!("/containers/json?all=true&filters={filters}");
    let Ok((200, body)) = engine.request("GET", &path) else { return Vec::new() };
    let containers: Vec<Value> = serde_json::from_str(&body).unwrap_or_default();
    let pair = |container: &Value| {
        let lock = container["Labels"][LABEL].as_str()?;
        Some((container["Id"].as_str()?.to_owned(), PathBuf::from(lock)))
    };
    containers.iter().filter_map(pair).collect()
}

fn delete(engine: &Engine, container: &str) -> bool {
    let path = format!("/containers/{container}?force=true&v=true");
    engine.request("DELETE", &path).is_ok_and(|(status, _)| status == 204)
}

fn is_free(lock: &Path) -> bool {
    File::open(lock).is_ok_and(|lock| lock.try_lock().is_ok())
}

/// A shell that removes a container when this process ends without having done so.
///
/// It needs the `docker` command; without it, removal waits for the next sweep.
pub(super) struct Guardian(Option<Child>);

impl Guardian {
    /// Watches over `container` and the lock of its owner.
    pub(super) fn watch(container: &str, lock: &Path) -> Self {
        let child = Command::new("/bin/sh")
            .args(["-c", GUARDIAN, "pgspec-guardian", container])
            .arg(lock)
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        Self(child.ok())
    }
}

impl Drop for Guardian {
    fn drop(&mut self) {
        if let Some(mut child) = self.0.take() {
            let _ = child.stdin.take().map(|mut stdin| stdin.write_all(b"done\n"));
            let _ = child.wait();
        }
    }
}
