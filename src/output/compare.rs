//! Compares artifacts with what lies in the output folder, file by file.

use std::fmt;
use std::path::Path;

use similar::TextDiff;

use super::OutputError;
use super::location::Location;
use super::tree::{OnDisk, Tree, compare_files};
use crate::render::manifest::{self, Manifest};
use crate::render::{Artifacts, digest};

/// More lines of difference than these are not shown.
const MAX_LINES: usize = 200;
/// Files larger than this are not compared line by line: the time for it grows with their square.
const MAX_BYTES: usize = 1 << 20;

/// How a file in the output folder differs from what the project renders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Path below the output folder.
    pub path: String,
    /// What happened to it.
    pub kind: DifferenceKind,
    /// From the file to what is rendered, in unified format; empty where one of them is missing.
    pub diff: String,
}

/// What happened to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DifferenceKind {
    /// It is rendered, and not there.
    Missing,
    /// It is as pgspec wrote it; the project has changed since.
    Stale,
    /// It is not as pgspec wrote it.
    Edited,
    /// It is as pgspec wrote it; the project no longer renders it.
    LeftOver,
    /// pgspec did not write it.
    Foreign,
}

impl fmt::Display for DifferenceKind {
    /// Writes a sentence's end: `was edited by hand`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "is missing",
            Self::Stale => "is older than the project",
            Self::Edited => "was edited by hand",
            Self::LeftOver => "is no longer rendered",
            Self::Foreign => "was not written by pgspec",
        })
    }
}

/// Compares artifacts with the folder `output` below the project's `root`.
///
/// Returns the differences in the order of their paths; none, where the folder is up to date.
pub fn compare(
    artifacts: &Artifacts,
    root: &Path,
    output: &str,
) -> Result<Vec<Difference>, OutputError> {
    let location = Location::of(root, output)?;
    let folder = location.current();
    let tree = Tree::read(folder)?;
    let mut differences = Vec::new();
    for (path, file) in compare_files(artifacts, folder)? {
        let text = artifacts.get(path).unwrap_or_default();
        differences.extend(difference(path, text, file, tree.manifest.as_ref()));
    }
    let others = tree.paths.iter().filter(|path| artifacts.get(path).is_none());
    differences.extend(others.map(|path| {
        let ours = tree.is_ours(path);
        let kind = if ours { DifferenceKind::LeftOver } else { DifferenceKind::Foreign };
        Difference { path: path.clone(), kind, diff: String::new() }
    }));
    differences.sort_by(|left, right| left.path.cmp(&right.path));
    Ok(differences)
}

fn difference(
    path: &str,
    text: &str,
    file: OnDisk,
    manifest: Option<&Manifest>,
) -> Option<Difference> {
    let (kind, diff) = match file {
        OnDisk::Missing => (DifferenceKind::Missing, String::new()),
        OnDisk::Same => return None,
        OnDisk::Other(bytes) => (kind_of(path, &bytes, manifest), unified(path, &bytes, text)),
    };
    Some(Difference { path: path.to_owned(), kind, diff })
}

/// Tells an edit from age by the digest that the file had when it was written. The manifest, which
/// does not list itself, counts as old: one that cannot be read is an error of its own.
fn kind_of(path: &str, bytes: &[u8], manifest: Option<&Manifest>) -> DifferenceKind {
    let written = manifest.and_then(|manifest| manifest.artifacts.get(path));
    if path == manifest::PATH || written == Some(&digest(bytes)) {
        DifferenceKind::Stale
    } else {
        DifferenceKind::Edited
    }
}

fn unified(path: &str, bytes: &[u8], text: &str) -> String {
    let Ok(old) = std::str::from_utf8(bytes) else {
        return "the file is not text\n".into();
    };
    if old.len().max(text.len()) > MAX_BYTES {
        return "the file is too large to show its differences\n".into();
    }
    let diff = TextDiff::from_lines(old, text);
    let (from, to) = (format!("{path} (in the folder)"), format!("{path} (rendered)"));
    let whole = diff.unified_diff().header(&from, &to).to_string();
    let lines = whole.lines().count();
    if lines <= MAX_LINES {
        return whole;
    }
    let shown: String = whole.split_inclusive('\n').take(MAX_LINES).collect();
    format!("{shown}… {} more lines of difference are not shown\n", lines - MAX_LINES)
}
