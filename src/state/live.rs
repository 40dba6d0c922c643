//! A live database, which is read while other things are done.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use super::Error;
use super::materialise::{of_roles, read_early};
use crate::connect::Target;
use crate::facts::Facts;

/// A live database; what it is read as does not depend on when that began.
#[derive(Debug)]
pub struct Live {
    target: Box<Target>,
    /// What is being read, where that began before somebody asked.
    begun: Mutex<Option<JoinHandle<Result<Facts, Error>>>>,
}

impl Live {
    /// Names a database.
    pub fn new(target: Target) -> Self {
        Self { target: Box::new(target), begun: Mutex::new(None) }
    }

    /// Returns how to reach it.
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// Begins to read it, on a thread and a connection of its own, unless that was begun before.
    pub fn begin(&self) {
        self.begun.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(|| {
            let target = self.target.clone();
            thread::spawn(move || read_early(&mut target.connect()?))
        });
    }

    /// Reads it with every owner said, and of the cluster's roles those that are named.
    ///
    /// # Errors
    /// As [`super::read_server`].
    pub fn read(&self, names: &BTreeSet<String>) -> Result<Facts, Error> {
        let begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner).take();
        match begun {
            Some(reading) => Ok(of_roles(reading.join().expect("reading does not panic")?, names)),
            None => super::read_server(&mut self.target.connect()?, names),
        }
    }
}
