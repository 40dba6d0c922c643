//! States that were read before, by the SHA-256 of their scripts and the server's version.
//!
//! A cache only: what cannot be read or written is as if it were not there. It lies below
//! `$XDG_CACHE_HOME/pgspec/states`, one file a state, and holds what the scripts say.

use std::fs;
use std::path::PathBuf;

use sha2::{Digest, Sha256};

use crate::facts::Facts;

/// Returns what changes where the form of the files, or what is read, does: this very program.
fn program() -> Option<String> {
    let file = fs::metadata(std::env::current_exe().ok()?).ok()?;
    let changed = file.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    Some(format!("{} {} {}", env!("CARGO_PKG_VERSION"), file.len(), changed.as_nanos()))
}

fn path(texts: &[&str], version: &str) -> Option<PathBuf> {
    let mut hash = Sha256::new();
    let program = program()?;
    for text in [program.as_str(), version].iter().chain(texts) {
        hash.update(text.len().to_le_bytes());
        hash.update(text.as_bytes());
    }
    let name: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache")))?;
    Some(cache.join("pgspec/states").join(name))
}

/// Returns the state that was read before after these texts had run.
pub(super) fn find(texts: &[&str], version: &str) -> Option<Facts> {
    let text = fs::read(path(texts, version)?).ok()?;
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
        file.persist(path).ok()?;
        Some(())
    };
    // Nothing is lost but time.
    let _ = write();
}
