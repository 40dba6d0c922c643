//! Replaces the output folder: the new tree is written beside it, then takes its place.
//!
//! The steps, and what a run that is killed after each leaves to the next one:
//!
//! | step | folder | what the next run does first |
//! |---|---|---|
//! | files are written to `.name.pgspec-new`, or linked there where they are as they were | old | removes the unfinished tree |
//! | the folder is renamed to `.name.pgspec-old` | gone | renames it back |
//! | the new tree is renamed to the folder | new | removes the old tree |
//! | the old tree is removed, its manifest last | new | removes the rest of it |

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

use super::OutputError;
use super::location::{Location, sync_folder};
use super::tree::{OnDisk, Tree, compare_files};
use crate::render::{Artifacts, manifest};

/// More files than that are not waited for at once.
const MOST_SYNCED_AT_ONCE: usize = 16;

/// What writing changed: paths below the output folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that were not there.
    pub created: Vec<String>,
    /// Files that were there with another text.
    pub changed: Vec<String>,
    /// Files of an earlier run that are no longer rendered.
    pub removed: Vec<String>,
    /// Files that were there as they are.
    pub unchanged: Vec<String>,
}

/// A step after which a test stops the run, as if it had been killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Some files of the new tree are written.
    WritingFiles,
    /// The new tree is complete.
    FilesWritten,
    /// The old and the new tree have changed places.
    Exchanged,
    /// The old tree is moved away.
    OldMovedAway,
    /// The new tree is in place.
    NewInPlace,
    /// Some of the old tree is removed.
    RemovingOld,
}

/// Writes artifacts to the folder `output` below the project's `root`.
///
/// Files that pgspec wrote before are replaced and removed, edits by hand included; where the
/// folder holds anything else, nothing is touched and the error names it. Where nothing changed,
/// nothing is written.
pub fn write(artifacts: &Artifacts, root: &Path, output: &str) -> Result<Written, OutputError> {
    write_until(artifacts, root, output, None)
}

/// Writes, and stops after `stop`.
pub(super) fn write_until(
    artifacts: &Artifacts,
    root: &Path,
    output: &str,
    stop: Option<Step>,
) -> Result<Written, OutputError> {
    let location = Location::of(root, output)?;
    let _lock = location.lock()?;
    recover(&location)?;
    let old = Tree::read(&location.folder)?;
    let foreign = old.foreign();
    if !foreign.is_empty() {
        return Err(OutputError::Foreign { folder: location.folder, paths: foreign });
    }
    let written = changes(artifacts, &location.folder, &old)?;
    if written.created.is_empty() && written.changed.is_empty() && written.removed.is_empty() {
        return Ok(written);
    }
    write_files(artifacts, &location, &written.unchanged, stop)?;
    reach(Step::FilesWritten, stop)?;
    swap(&location, stop)?;
    remove_ours(&location.last, stop)?;
    location.sync();
    Ok(written)
}

/// Ends what a run that was killed had begun.
fn recover(location: &Location) -> Result<(), OutputError> {
    if location.last.exists() && !location.folder.exists() {
        rename(&location.last, &location.folder)?;
        location.sync();
    }
    if location.next.exists() {
        // Nobody but pgspec writes there, and no run leaves it behind but one that was stopped.
        fs::remove_dir_all(&location.next).map_err(OutputError::io("remove", &location.next))?;
    }
    remove_ours(&location.last, None)
}

fn changes(artifacts: &Artifacts, folder: &Path, old: &Tree) -> Result<Written, OutputError> {
    let mut written = Written::default();
    for (path, file) in compare_files(artifacts, folder)? {
        let list = match file {
            OnDisk::Missing => &mut written.created,
            OnDisk::Same => &mut written.unchanged,
            OnDisk::Other(_) => &mut written.changed,
        };
        list.push(path.to_owned());
    }
    let gone = old.paths.iter().filter(|path| artifacts.get(path).is_none());
    written.removed.extend(gone.cloned());
    Ok(written)
}

/// Makes the new tree beside the old one.
fn write_files(
    artifacts: &Artifacts,
    location: &Location,
    unchanged: &[String],
    stop: Option<Step>,
) -> Result<(), OutputError> {
    let files: Vec<(&str, &str)> = artifacts.iter().collect();
    let folders = make_folders(&location.next, &files)?;
    let unchanged: BTreeSet<&str> = unchanged.iter().map(String::as_str).collect();
    let placed = files.par_iter().map(|(path, text)| {
        let file = location.next.join(path);
        // The same file under a second name, where the file system has such: nothing of it is written again.
        let is_linked =
            unchanged.contains(path) && fs::hard_link(location.folder.join(path), &file).is_ok();
        if !is_linked {
            write_file(&file, text).map_err(OutputError::io("write", &file))?;
        }
        reach(Step::WritingFiles, stop)?;
        Ok((!is_linked).then_some(file))
    });
    let placed = placed.collect::<Result<Vec<_>, OutputError>>()?;
    sync_files(&placed.into_iter().flatten().collect::<Vec<_>>())?;
    folders.iter().for_each(|folder| sync_folder(folder));
    Ok(())
}

/// Makes the folders that the files lie in; returns them.
fn make_folders(next: &Path, files: &[(&str, &str)]) -> Result<BTreeSet<PathBuf>, OutputError> {
    let mut folders = BTreeSet::from([next.to_owned()]);
    for (path, _) in files {
        let parents = Path::new(path).ancestors().skip(1);
        folders.extend(parents.map(|parent| next.join(parent)));
    }
    for folder in &folders {
        fs::create_dir_all(folder).map_err(OutputError::io("make", folder))?;
    }
    Ok(folders)
}

fn write_file(path: &Path, text: &str) -> std::io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(text.as_bytes())?;
    begin_to_sync(&file);
    Ok(())
}

/// Lets the disk begin with a file while the others are written: one by one, each would be waited for.
/// See `posix_fadvise(2)`.
#[cfg(target_os = "linux")]
fn begin_to_sync(file: &File) {
    // It is advice: without it, all is written when the file is synced.
    let _ = rustix::fs::fadvise(file, 0, None, rustix::fs::Advice::DontNeed);
}

#[cfg(not(target_os = "linux"))]
fn begin_to_sync(_: &File) {}

/// Waits until files are on the disk: many at once, as it is the disk that each waits for, not a core.
fn sync_files(files: &[PathBuf]) -> Result<(), OutputError> {
    let sync = || {
        files.par_iter().try_for_each(|path| {
            let synced = File::open(path).and_then(|file| file.sync_all());
            synced.map_err(OutputError::io("write", path))
        })
    };
    let threads = files.len().clamp(1, MOST_SYNCED_AT_ONCE);
    match ThreadPoolBuilder::new().num_threads(threads).build() {
        Ok(pool) => pool.install(sync),
        Err(_) => sync(),
    }
}

/// Puts the new tree in the old one's place.
fn swap(location: &Location, stop: Option<Step>) -> Result<(), OutputError> {
    let replaces = location.folder.exists();
    if replaces && exchange(&location.next, &location.folder) {
        location.sync();
        reach(Step::Exchanged, stop)?;
        rename(&location.next, &location.last)?;
        return reach(Step::NewInPlace, stop);
    }
    if replaces {
        rename(&location.folder, &location.last)?;
        reach(Step::OldMovedAway, stop)?;
    }
    if let Err(error) = rename(&location.next, &location.folder) {
        if replaces {
            rename(&location.last, &location.folder)?;
        }
        return Err(error);
    }
    location.sync();
    reach(Step::NewInPlace, stop)
}

/// Lets two folders change places in one step, where the system can: nobody ever sees neither.
/// See `renameat2(2)`.
#[cfg(target_os = "linux")]
fn exchange(one: &Path, other: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    !without_exchange() && renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> bool {
    false
}

fn rename(from: &Path, to: &Path) -> Result<(), OutputError> {
    fs::rename(from, to).map_err(OutputError::io("rename", from))
}

/// Removes what pgspec wrote to the old tree, then the folders that this leaves empty.
///
/// A file that came into the tree after it was read is not pgspec's: it stays, and is named.
fn remove_ours(folder: &Path, stop: Option<Step>) -> Result<(), OutputError> {
    if !folder.exists() {
        return Ok(());
    }
    let tree = Tree::read(folder)?;
    let foreign = tree.foreign();
    if !foreign.is_empty() {
        return Err(OutputError::Foreign { folder: folder.to_owned(), paths: foreign });
    }
    // The manifest goes last: without it the next run could not tell whose the rest is.
    let (manifest, others): (Vec<_>, Vec<_>) =
        tree.paths.iter().partition(|path| *path == manifest::PATH);
    for path in others.into_iter().chain(manifest) {
        let path = folder.join(path);
        fs::remove_file(&path).map_err(OutputError::io("remove", &path))?;
        reach(Step::RemovingOld, stop)?;
    }
    remove_folders(folder).map_err(OutputError::io("remove", folder))
}

/// Removes empty folders, deepest first; a folder that is not empty makes it fail.
fn remove_folders(folder: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            remove_folders(&entry.path())?;
        }
    }
    fs::remove_dir(folder)
}

#[cfg(test)]
thread_local! {
    /// Whether a test plays a system that cannot exchange folders.
    pub(super) static WITHOUT_EXCHANGE: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

#[cfg(all(test, target_os = "linux"))]
fn without_exchange() -> bool {
    WITHOUT_EXCHANGE.get()
}

#[cfg(all(not(test), target_os = "linux"))]
fn without_exchange() -> bool {
    false
}

#[cfg(test)]
fn reach(step: Step, stop: Option<Step>) -> Result<(), OutputError> {
    if stop == Some(step) { Err(OutputError::Stopped(step)) } else { Ok(()) }
}

#[cfg(not(test))]
fn reach(_: Step, _: Option<Step>) -> Result<(), OutputError> {
    Ok(())
}
