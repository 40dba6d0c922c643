//! What a server says beside its answers.

use std::sync::{Arc, Mutex, PoisonError};

use postgres::Client;
use postgres::error::{DbError, Severity};

use super::{Error, Target};

/// The warnings that came on one connection, in their order; clones share them.
#[derive(Debug, Clone, Default)]
pub struct Warnings(Arc<Mutex<Vec<DbError>>>);

impl Warnings {
    /// Returns those that came since they were last asked for.
    pub fn take(&self) -> Vec<DbError> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn hear(&self, said: DbError) {
        if said.parsed_severity() == Some(Severity::Warning) {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push(said);
        }
    }
}

impl Target {
    /// Opens a connection whose warnings are kept.
    ///
    /// # Errors
    /// As [`Target::connect`].
    pub fn connect_hearing(&self) -> Result<(Client, Warnings), Error> {
        let warnings = Warnings::default();
        let mut target = self.clone();
        let heard = warnings.clone();
        target.base.notice_callback(move |said| heard.hear(said));
        Ok((target.connect()?, warnings))
    }
}
