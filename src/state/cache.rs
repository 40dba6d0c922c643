//! States that were read before, by the SHA-256 of their scripts and the server's version.
//!
//! A cache only: what cannot be read or written is as if it were not there. It lies below
//! `$XDG_CACHE_HOME/pgspec/states`, one file a state, and holds what the scripts say.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use sha2::{Digest, Sha256};

use crate::facts::Facts;

/// How many states are remembered; those that were not asked for the longest are forgotten.
const KEPT: usize = 64;

/// Returns what changes where the form of the files, or what is read, does: this very program.
fn program() -> Option<String> {
    let file = fs::metadata(std::env::current_exe().ok()?).ok()?;
    let changed = file.modified().ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    Some(format!("{} {} {}", env!("CARGO_PKG_VERSION"), file.len(), changed.as_nanos()))
}

fn path(texts: &[&str], version: &str) -> Option<PathBuf> {
    let mut hash = Sha256::new();
    let program = program()?;
    for text in [program.as_str(), version].iter().chain(texts) {
        hash.update(text.len().to_le_bytes());
        hash.update(text.as_bytes());
    }
    let name = hex::encode(hash.finalize());
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache")))?;
    Some(cache.join("pgspec/states").join(name))
}

/// Returns the state that was read before after these texts had run.
pub(super) fn find(texts: &[&str], version: &str) -> Option<Facts> {
    let path = path(texts, version)?;
    let text = fs::read(&path).ok()?;
    // It is needed still.
    let _ = fs::File::open(&path).and_then(|file| file.set_modified(SystemTime::now()));
    serde_json::from_slice(&text).ok()
}

/// Remembers a state.
pub(super) fn keep(texts: &[&str], version: &str, facts: &Facts) {
    let write = || -> Option<()> {
        let path = path(texts, version)?;
        let folder = path.parent()?;
        fs::create_dir_all(folder).ok()?;
        // Another process sees the whole file or none.
        let mut file = tempfile::NamedTempFile::new_in(folder).ok()?;
        serde_json::to_writer(std::io::BufWriter::new(&mut file), facts).ok()?;
        file.persist(&path).ok()?;
        forget(folder, KEPT)
    };
    // Nothing is lost but time.
    let _ = write();
}

/// Removes all but the newest files of a folder.
fn forget(folder: &Path, kept: usize) -> Option<()> {
    let files = fs::read_dir(folder).ok()?.flatten();
    let mut files: Vec<(SystemTime, PathBuf)> = files
        .filter_map(|file| Some((file.metadata().ok()?.modified().ok()?, file.path())))
        .collect();
    files.sort();
    let surplus = files.len().saturating_sub(kept);
    // Another process may have been first.
    files.into_iter().take(surplus).for_each(|(_, path)| drop(fs::remove_file(path)));
    Some(())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn the_newest_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        for (age, name) in [(3, "a"), (1, "b"), (2, "c")] {
            let file = fs::File::create(folder.path().join(name)).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_secs(age)).unwrap();
        }
        forget(folder.path(), 2);
        let left = fs::read_dir(folder.path()).unwrap();
        let mut left: Vec<_> = left.map(|file| file.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, ["b", "c"]);
    }
}
