//! SHA-256 of texts, in hexadecimal.

use sha2::{Digest, Sha256};

/// Returns the SHA-256 of `parts`, each with its length, so that no two lists have one.
pub(crate) fn of_parts<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    }
    hex::encode(hash.finalize())
}

/// Returns the SHA-256 of `text` alone, as `sha256sum` does of a file.
pub(crate) fn sha256(text: &str) -> String {
    hex::encode(Sha256::digest(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_ne!(of_parts(["ab", "c"]), of_parts(["a", "bc"]));
        assert_eq!(sha256("").get(..8), Some("e3b0c442"));
    }
}
