//! What lies in an output folder: its files, and the manifest that says which are pgspec's.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use rayon::prelude::*;

use super::OutputError;
use crate::render::Artifacts;
use crate::render::manifest::{self, Manifest};

/// The files of an output folder.
#[derive(Debug, Default)]
pub struct Tree {
    /// Paths below the folder, with `/` between their parts; links and the like too.
    pub paths: BTreeSet<String>,
    /// The manifest, where there is one.
    pub manifest: Option<Manifest>,
}

impl Tree {
    /// Reads a folder; one that does not exist is empty.
    pub fn read(folder: &Path) -> Result<Self, OutputError> {
        let mut paths = BTreeSet::new();
        if folder.exists() {
            collect(folder, "", &mut paths)?;
        }
        let manifest = match paths.contains(manifest::PATH) {
            true => Some(read_manifest(folder)?),
            false => None,
        };
        Ok(Self { paths, manifest })
    }

    /// Returns whether pgspec wrote the file of that path.
    pub fn is_ours(&self, path: &str) -> bool {
        let Some(manifest) = &self.manifest else { return false };
        path == manifest::PATH || manifest.artifacts.contains_key(path)
    }

    /// Returns the files that pgspec did not write.
    pub fn foreign(&self) -> Vec<String> {
        self.paths.iter().filter(|path| !self.is_ours(path)).cloned().collect()
    }
}

/// Reads a file of the folder; `None` for what is not there, and for what is no regular file.
fn read_file(folder: &Path, path: &str) -> Result<Option<Vec<u8>>, OutputError> {
    let path = folder.join(path);
    match fs::symlink_metadata(&path) {
        Ok(entry) if entry.is_file() => {
            fs::read(&path).map(Some).map_err(OutputError::io("read", &path))
        }
        _ => Ok(None),
    }
}

/// What lies where an artifact belongs.
#[derive(Debug, PartialEq, Eq)]
pub enum OnDisk {
    /// Nothing, or no regular file.
    Missing,
    /// A file of that text.
    Same,
    /// A file of another text.
    Other(Vec<u8>),
}

/// Compares every artifact with the file of its path, in the order of the paths.
pub fn compare_files<'a>(
    artifacts: &'a Artifacts,
    folder: &Path,
) -> Result<Vec<(&'a str, OnDisk)>, OutputError> {
    let files: Vec<(&str, &str)> = artifacts.iter().collect();
    let compared = files.par_iter().map(|(path, text)| {
        let file = match read_file(folder, path)? {
            None => OnDisk::Missing,
            Some(bytes) if bytes == text.as_bytes() => OnDisk::Same,
            Some(bytes) => OnDisk::Other(bytes),
        };
        Ok((*path, file))
    });
    compared.collect()
}

fn read_manifest(folder: &Path) -> Result<Manifest, OutputError> {
    let bytes = read_file(folder, manifest::PATH)?.unwrap_or_default();
    let manifest = Manifest::read(&String::from_utf8_lossy(&bytes));
    manifest.map_err(|reason| OutputError::Manifest { folder: folder.to_owned(), reason })
}

/// Lists files without following links.
fn collect(folder: &Path, prefix: &str, paths: &mut BTreeSet<String>) -> Result<(), OutputError> {
    for entry in fs::read_dir(folder).map_err(OutputError::io("list", folder))? {
        let entry = entry.map_err(OutputError::io("list", folder))?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type().map_err(OutputError::io("read", folder))?;
        if kind.is_dir() {
            collect(&entry.path(), &format!("{path}/"), paths)?;
        } else {
            paths.insert(path);
        }
    }
    Ok(())
}
