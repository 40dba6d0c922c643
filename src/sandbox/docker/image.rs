//! Building the image of a sandbox.

use std::collections::HashMap;

use sha2::{Digest, Sha256};
use testcontainers::core::BuildImageOptions;
use testcontainers::core::error::ClientError;
use testcontainers::runners::SyncBuilder;
use testcontainers::{GenericBuildableImage, GenericImage, TestcontainersError};

use crate::sandbox::{Error, ImageContext};

/// Repository of the images; the tag is the hash of the context.
const REPOSITORY: &str = "pgspec-sandbox";

/// Where the engine looks for the Dockerfile.
const DOCKERFILE: &str = "Dockerfile";

/// What engines say when it is the base image that is missing, not the Dockerfile that is wrong.
const UNAVAILABLE: &[&str] = &[
    "connection refused",
    "dial tcp",
    "failed to resolve source metadata",
    "i/o timeout",
    "manifest unknown",
    "net/http:",
    "no such host",
    "not found: manifest",
    "pull access denied",
    "toomanyrequests",
];

/// Builds the image, or finds every layer of it in the builder's cache.
pub(super) fn build(context: &ImageContext) -> Result<GenericImage, Error> {
    let dockerfile = context
        .files
        .get(context.dockerfile)
        .ok_or_else(|| Error::Build(format!("the context has no `{}`", context.dockerfile)))?;
    let mut image = GenericBuildableImage::new(REPOSITORY, tag(context))
        .with_data(dockerfile.to_vec(), DOCKERFILE);
    for (path, content) in context.files.iter().filter(|(path, _)| **path != DOCKERFILE) {
        image = image.with_data(content.to_vec(), *path);
    }
    let arguments: HashMap<String, String> = context.build_args.clone().into_iter().collect();
    image
        .build_image_with(BuildImageOptions::new().with_build_args(arguments))
        .map_err(|error| failure(&error))
}

/// Names an image after what it is built from; lengths keep neighbours apart.
fn tag(context: &ImageContext) -> String {
    let mut hash = Sha256::new();
    let mut add = |part: &[u8]| {
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    };
    add(context.dockerfile.as_bytes());
    for (path, content) in &context.files {
        add(path.as_bytes());
        add(content);
    }
    for (name, value) in &context.build_args {
        add(name.as_bytes());
        add(value.as_bytes());
    }
    hex::encode(&hash.finalize()[..16])
}

fn failure(error: &TestcontainersError) -> Error {
    // The engine's own words, without those of the client libraries around them.
    let reason = match error {
        TestcontainersError::Client(ClientError::BuildImage { err, .. }) => err.to_string(),
        other => other.to_string(),
    };
    let reason = reason.trim_start_matches("Docker stream error: ").to_owned();
    match UNAVAILABLE.iter().any(|sign| reason.contains(sign)) {
        true => Error::ImageUnavailable { reason },
        false => Error::Build(reason),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tag_follows_every_part_of_the_context() {
        let context = ImageContext {
            files: [("Dockerfile", &b"FROM x"[..]), ("a", b"b")].into(),
            dockerfile: "Dockerfile",
            ..ImageContext::default()
        };
        let mut tags = std::collections::BTreeSet::from([tag(&context)]);
        assert!(!tags.insert(tag(&context.clone())));
        let mut other = context.clone();
        other.files.insert("a", b"c");
        assert!(tags.insert(tag(&other)));
        let mut other = context.clone();
        other.files.remove("a");
        other.files.insert("ab", b"");
        assert!(tags.insert(tag(&other)));
        let mut other = context;
        other.build_args.insert("A".to_owned(), "1".to_owned());
        assert!(tags.insert(tag(&other)));
    }
}
