//! Why the output folder cannot be read or written.

use std::io;
use std::path::{Path, PathBuf};

/// Why the output folder cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The system refused.
    #[error("cannot {action} `{}`: {source}", path.display())]
    Io {
        /// What was tried: `read`.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The folder is not below the project.
    #[error("output folder `{0}` does not lie below the project; name a folder inside it")]
    Outside(String),
    /// A symbolic link stands on the way.
    #[error("`{}` is a symbolic link; artifacts are only written to real folders", .0.display())]
    Link(PathBuf),
    /// A file stands where the folder should be.
    #[error("`{}` is not a folder; move it away or choose another output folder", .0.display())]
    NotAFolder(PathBuf),
    /// The folder holds files that pgspec did not write.
    #[error(
        "output folder `{}` holds what pgspec did not write: {}\n  help: move it elsewhere, or name \
         another `output:`; the folder is replaced as a whole",
        folder.display(),
        listed(paths)
    )]
    Foreign {
        /// The output folder.
        folder: PathBuf,
        /// The files, below it.
        paths: Vec<String>,
    },
    /// The manifest that lies in the folder cannot be used.
    #[error(
        "cannot tell what in `{}` is pgspec's, as its manifest cannot be read: {reason}; restore \
         the manifest or remove the folder",
        folder.display()
    )]
    Manifest {
        /// The output folder.
        folder: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Another run writes at this time.
    #[error("another run is writing to `{}`; try again when it has ended", .0.display())]
    Busy(PathBuf),
    /// A test stopped the run at this step.
    #[cfg(test)]
    #[error("stopped {0:?}")]
    Stopped(super::write::Step),
}

impl OutputError {
    /// Returns a function that turns an error of the system into this one.
    pub(super) fn io<'a>(
        action: &'static str,
        path: &'a Path,
    ) -> impl FnOnce(io::Error) -> Self + 'a {
        move |source| Self::Io { action, path: path.to_owned(), source }
    }
}

fn listed(paths: &[String]) -> String {
    let shown: Vec<_> = paths.iter().take(3).map(|path| format!("`{path}`")).collect();
    let more = paths.len().saturating_sub(shown.len());
    let tail = if more > 0 { format!(" and {more} more") } else { String::new() };
    shown.join(", ") + &tail
}
