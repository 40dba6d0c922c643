//! Random names and passwords.

use std::fs::File;
use std::io::Read;

use super::Error;

/// Returns `bytes` bytes of the system's randomness in hexadecimal: fit for a password.
///
/// # Errors
/// Fails when `/dev/urandom` cannot be read.
pub(crate) fn hexadecimal(bytes: usize) -> Result<String, Error> {
    let mut buffer = vec![0; bytes];
    File::open("/dev/urandom")
        .and_then(|mut file| file.read_exact(&mut buffer))
        .map_err(|source| Error::io("cannot read `/dev/urandom`", source))?;
    Ok(hex::encode(buffer))
}
