//! Files that a command writes where it is told to.

use std::fs;
use std::io;
use std::path::Path;

/// Writes a file that is not there before it is whole.
pub(super) fn write(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut part = file.as_os_str().to_owned();
    part.push(".part");
    fs::write(&part, bytes)?;
    fs::rename(&part, file)
}
