//! Where the output folder is, and where its next and its last state are kept during a change.

use std::fs::{self, File, TryLockError};
use std::path::{Component, Path, PathBuf};

use super::OutputError;

/// The output folder and its two neighbours.
#[derive(Debug)]
pub struct Location {
    /// The folder itself.
    pub folder: PathBuf,
    /// The next state, while it is written.
    pub next: PathBuf,
    /// The last state, from when it is moved away until it is removed.
    pub last: PathBuf,
    parent: PathBuf,
}

impl Location {
    /// Finds the folder `output` below the project's `root`.
    ///
    /// Refuses what is not below the root, and every symbolic link on the way from there.
    pub fn of(root: &Path, output: &str) -> Result<Self, OutputError> {
        let root = fs::canonicalize(root).map_err(OutputError::io("find", root))?;
        let outside = || OutputError::Outside(output.to_owned());
        let parts = Path::new(output).components().filter(|part| *part != Component::CurDir);
        let mut folder = root;
        let mut parent = None;
        for part in parts {
            let Component::Normal(name) = part else { return Err(outside()) };
            parent = Some(folder.clone());
            folder.push(name);
            check_real(&folder)?;
        }
        let parent = parent.ok_or_else(outside)?;
        let name = folder.file_name().ok_or_else(outside)?.to_string_lossy().into_owned();
        let beside = |state: &str| parent.join(format!(".{name}.pgspec-{state}"));
        let (next, last) = (beside("new"), beside("old"));
        Ok(Self { folder, next, last, parent })
    }

    /// Returns the folder that holds the current state.
    ///
    /// A run that was stopped between its two renames leaves it under its other name.
    pub fn current(&self) -> &Path {
        if !self.folder.exists() && self.last.exists() { &self.last } else { &self.folder }
    }

    /// Makes the folder that the output folder stands in, and keeps other runs out of it until the
    /// result is dropped. Systems that cannot lock folders go without.
    pub fn lock(&self) -> Result<Option<File>, OutputError> {
        fs::create_dir_all(&self.parent).map_err(OutputError::io("make", &self.parent))?;
        let Ok(file) = File::open(&self.parent) else { return Ok(None) };
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Err(OutputError::Busy(self.folder.clone())),
            Err(TryLockError::Error(_)) => Ok(None),
        }
    }

    /// Makes renames in the parent folder last. Systems that cannot sync folders go without.
    pub fn sync(&self) {
        sync_folder(&self.parent);
    }
}

/// Makes the entries of a folder last; the files themselves are synced when they are written.
pub fn sync_folder(path: &Path) {
    // Not every system opens or syncs folders, and without it the order of renames still holds.
    let _ = File::open(path).and_then(|folder| folder.sync_all());
}

fn check_real(path: &Path) -> Result<(), OutputError> {
    match fs::symlink_metadata(path) {
        Ok(entry) if entry.is_symlink() => Err(OutputError::Link(path.to_owned())),
        Ok(entry) if !entry.is_dir() => Err(OutputError::NotAFolder(path.to_owned())),
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(OutputError::io("read", path)(error)),
    }
}
