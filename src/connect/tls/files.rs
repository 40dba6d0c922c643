//! The files of certificates and keys.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, CertificateRevocationListDer, PrivateKeyDer, UnixTime};

use super::issuer;
use crate::connect::Error;

/// Reads the authorities of a file.
pub(super) fn roots(file: &Path) -> Result<Vec<CertificateDer<'static>>, Error> {
    let valid = still_valid(certificates(file)?);
    match valid.is_empty() {
        true => Err(Error::tls_file(file, "every certificate in it has expired")),
        false => Ok(valid),
    }
}

/// Takes the authorities that this machine trusts.
pub(super) fn system_roots() -> Result<Vec<CertificateDer<'static>>, Error> {
    let valid = still_valid(rustls_native_certs::load_native_certs().certs);
    match valid.is_empty() {
        true => Err(Error::NoRoots("this machine trusts no authorities".to_owned())),
        false => Ok(valid),
    }
}

/// Leaves out authorities that have expired, which the verifier of rustls would trust.
fn still_valid(roots: Vec<CertificateDer<'static>>) -> Vec<CertificateDer<'static>> {
    let now = UnixTime::now();
    let valid = |root: &CertificateDer| {
        // What cannot be read here may still be read by the verifier.
        issuer::parse(root).ok().is_none_or(|root| issuer::check_time(&root, now).is_ok())
    };
    roots.into_iter().filter(valid).collect()
}

/// Reads every certificate of a file, the first one being the owner's.
pub(super) fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>, Error> {
    several(file, "there is no certificate in it")
}

/// Reads the lists of revoked certificates.
pub(super) fn revocations(
    file: &Path,
) -> Result<Vec<CertificateRevocationListDer<'static>>, Error> {
    several(file, "there is no list of revoked certificates in it")
}

fn several<T: PemObject>(file: &Path, none: &str) -> Result<Vec<T>, Error> {
    let content = fs::read(file).map_err(|source| Error::file(file, source))?;
    let items: Result<Vec<T>, _> = T::pem_slice_iter(&content).collect();
    match items {
        Ok(items) if items.is_empty() => Err(Error::tls_file(file, none)),
        Ok(items) => Ok(items),
        Err(error) => Err(unreadable(file, &error)),
    }
}

/// Reads the client's key, which nobody else may read.
pub(super) fn key(file: &Path) -> Result<PrivateKeyDer<'static>, Error> {
    let metadata = fs::metadata(file).map_err(|source| Error::file(file, source))?;
    if !metadata.is_file() {
        return Err(Error::tls_file(file, "it is no plain file"));
    }
    if is_open(metadata.mode(), metadata.uid()) {
        let reason = "others may read this key; it must have the permissions 0600 or less, or \
                      0640 or less if it belongs to root";
        return Err(Error::tls_file(file, reason));
    }
    let content = fs::read(file).map_err(|source| Error::file(file, source))?;
    if content.windows(9).any(|window| window == b"ENCRYPTED") {
        return Err(Error::tls_file(file, "keys with a passphrase are not read"));
    }
    match PrivateKeyDer::from_pem_slice(&content) {
        Ok(key) => Ok(key),
        Err(pem::Error::NoItemsFound) => PrivateKeyDer::try_from(content)
            .map_err(|_| Error::tls_file(file, "there is no private key in it")),
        Err(error) => Err(unreadable(file, &error)),
    }
}

/// Tells whether libpq would refuse a key with these permissions.
fn is_open(mode: u32, owner: u32) -> bool {
    mode & if owner == 0 { 0o037 } else { 0o077 } != 0
}

/// The parser's own words might quote the file, which may be a key.
fn unreadable(file: &Path, error: &pem::Error) -> Error {
    let reason = match error {
        pem::Error::MissingSectionEnd { .. } => "a section of it does not end",
        pem::Error::IllegalSectionStart { .. } => "a section of it does not begin as one",
        _ => "it is no valid PEM",
    };
    Error::tls_file(file, reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn keys_are_private_as_libpq_has_it() {
        for (mode, owner, open) in [
            (0o100_600, 1000, false),
            (0o100_400, 1000, false),
            (0o100_640, 1000, true),
            (0o100_604, 1000, true),
            (0o100_640, 0, false),
            (0o100_644, 0, true),
            (0o100_660, 0, true),
        ] {
            assert_eq!(is_open(mode, owner), open, "{mode:o} of {owner}");
        }
    }

    #[test]
    fn files_that_hold_something_else_are_refused_without_a_word_of_them() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("key");
        for (content, reason) in [
            ("hunter2", "there is no private key in it"),
            ("-----BEGIN ENCRYPTED PRIVATE KEY-----\nhunter2\n", "a passphrase are not read"),
            ("-----BEGIN PRIVATE KEY-----\nhunter2\n", "a section of it does not end"),
            ("-----BEGIN PRIVATE KEY-----\n!hunter2\n-----END PRIVATE KEY-----\n", "no valid PEM"),
        ] {
            fs::write(&file, content).unwrap();
            fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
            let error = key(&file).unwrap_err();
            assert!(error.to_string().contains(reason), "{content}: {error}");
            assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
        }
        fs::write(&file, "hunter2").unwrap();
        let error = certificates(&file).unwrap_err().to_string();
        assert!(error.contains("there is no certificate in it"), "{error}");
        assert!(key(folder.path()).is_err());
    }
}
