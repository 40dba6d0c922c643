//! Passwords of login roles, for as long as a run takes.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;

use super::scram::{PasswordError, verifier};
use crate::model::Database;

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
    /// Verifiers by the environment variable that the project names.
    by_variable: BTreeMap<String, String>,
}

impl Secrets {
    /// Takes the given password of each login role, or makes one up.
    pub fn of(
        database: &Database,
        given: &BTreeMap<String, String>,
    ) -> Result<Self, PasswordError> {
        let mut secrets = Self { by_role: BTreeMap::new(), by_variable: BTreeMap::new() };
        // Roles may share a variable, and then a password.
        let mut passwords: BTreeMap<String, String> = BTreeMap::new();
        for (name, role) in database.roles.iter().filter(|(_, role)| role.login) {
            let variable = role.password_env.clone().unwrap_or_else(|| format!("role {name}"));
            let given = given.get(&variable).cloned();
            let password = passwords
                .entry(variable.clone())
                .or_insert_with(|| given.unwrap_or_else(made_up))
                .clone();
            let verifier = verifier(&variable, &password)?;
            if role.password_env.is_some() {
                secrets.by_variable.insert(variable, verifier.clone());
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
        let files = self.by_variable.iter().map(|(variable, verifier)| {
            (format!("/run/secrets/{}", variable.to_lowercase()), verifier.clone().into_bytes())
        });
        files.collect()
    }
}

/// Makes a password that nobody knows; empty, and so refused, where the system gives no randomness.
fn made_up() -> String {
    let mut bytes = [0_u8; 16];
    match File::open("/dev/urandom").and_then(|mut file| file.read_exact(&mut bytes)) {
        Ok(()) => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        Err(_) => String::new(),
    }
}
