//! Passwords of login roles, for as long as a run takes.

use std::collections::BTreeMap;

use super::scram::{PasswordError, verifier};
use crate::model::{Database, PasswordSource};

/// A password with its verifier. Neither is ever shown.
pub(super) struct Secret {
    /// The password.
    pub password: String,
    /// What the server gets.
    pub verifier: String,
}

/// Passwords by role.
pub(super) struct Secrets {
    by_role: BTreeMap<String, Secret>,
    /// Verifiers by the name of the image's secret.
    by_secret: BTreeMap<String, String>,
}

impl Secrets {
    /// Takes the given password of each login role, or makes one up.
    pub fn of(
        database: &Database,
        given: &BTreeMap<PasswordSource, String>,
    ) -> Result<Self, PasswordError> {
        let mut secrets = Self { by_role: BTreeMap::new(), by_secret: BTreeMap::new() };
        // Roles may share a place, and then a password.
        let mut passwords: BTreeMap<String, String> = BTreeMap::new();
        for (name, role) in database.roles.iter().filter(|(_, role)| role.login) {
            let source = role.password.as_ref();
            let place = source.map_or_else(|| format!("role {name}"), ToString::to_string);
            let given = source.and_then(|source| given.get(source)).cloned();
            let password = passwords
                .entry(place.clone())
                .or_insert_with(|| given.unwrap_or_else(made_up))
                .clone();
            let verifier = verifier(&place, &password)?;
            if let Some(source) = source {
                secrets.by_secret.insert(source.secret(), verifier.clone());
            }
            secrets.by_role.insert(name.clone(), Secret { password, verifier });
        }
        Ok(secrets)
    }

    /// Returns the secret of a login role.
    pub fn get(&self, role: &str) -> Option<&Secret> {
        self.by_role.get(role)
    }

    /// Returns the files in which the image finds the verifiers.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let files = self.by_secret.iter().map(|(secret, verifier)| {
            (format!("/run/secrets/{secret}"), verifier.clone().into_bytes())
        });
        files.collect()
    }
}

/// Makes a password that nobody knows; empty, and so refused, where the system gives no randomness.
fn made_up() -> String {
    crate::sandbox::random::hexadecimal(16).unwrap_or_default()
}
