//! A live database, which is read while other things are done.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use super::materialise::{of_roles, read_early};
use super::{Error, read_server};
use crate::connect::Target;
use crate::facts::{Facts, Roles, Shared};

/// A live database; what it is read as does not depend on when that began.
#[derive(Debug)]
pub struct Live {
    target: Box<Target>,
    /// What is being read, where that began before somebody asked.
    begun: Mutex<Option<Begun>>,
}

/// A reading on a thread of its own.
#[derive(Debug)]
struct Begun {
    /// Whether the roles of the cluster are read too, to be chosen from.
    with_roles: bool,
    thread: JoinHandle<Result<Facts, Error>>,
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

    /// Begins to read it, on a thread and a connection of its own, unless that was begun before. The
    /// roles of the cluster are needed where the other state may name some; texts may be shared with a
    /// database that is read meanwhile.
    pub fn begin(&self, with_roles: bool, shared: Option<Shared>) {
        self.begun.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(|| {
            let target = self.target.clone();
            let roles = if with_roles { Roles::All } else { Roles::None };
            let thread = thread::spawn(move || read_early(&mut target.connect()?, roles, shared));
            Begun { with_roles, thread }
        });
    }

    /// Reads it with every owner said, and of the cluster's roles those that are named.
    ///
    /// # Errors
    /// As [`super::read_server`].
    pub fn read(&self, names: &BTreeSet<String>) -> Result<Facts, Error> {
        let begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner).take();
        match begun {
            Some(begun) if begun.with_roles || names.is_empty() => {
                Ok(of_roles(begun.thread.join().expect("reading does not panic")?, names))
            }
            _ => read_server(&mut self.target.connect()?, names),
        }
    }
}
