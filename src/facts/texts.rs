//! Texts and attributes that are kept once: the same types, schemas and owners recur thousands of
//! times, and most columns are like thousands of others.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Attributes, Value};

/// Keeps texts and attributes once.
#[derive(Debug, Default)]
pub(super) struct Texts {
    own: Kept,
    shared: Option<Shared>,
}

/// Keeps the texts of several databases once: those that are compared are mostly alike.
#[derive(Debug, Clone, Default)]
pub struct Shared(Arc<(Mutex<Kept>, Mutex<()>)>);

#[derive(Debug, Default)]
struct Kept {
    texts: HashSet<Arc<str>>,
    attributes: HashSet<Attributes>,
}

impl Texts {
    /// Keeps texts together with those of other databases, if there are any.
    pub fn new(shared: Option<Shared>) -> Self {
        Self { own: Kept::default(), shared }
    }

    /// Returns the one copy of a text.
    pub fn keep(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.own.texts.get(text) {
            return known.clone();
        }
        let new = match &self.shared {
            None => text.into(),
            Some(shared) => {
                let texts = &mut shared.lock().texts;
                let known = texts.get(text).cloned();
                known.unwrap_or_else(|| {
                    let new: Arc<str> = text.into();
                    texts.insert(new.clone());
                    new
                })
            }
        };
        self.own.texts.insert(new.clone());
        new
    }

    /// Returns the one copy of some attributes.
    pub fn keep_attributes(&mut self, attributes: Vec<(&'static str, Value)>) -> Attributes {
        if let Some(known) = self.own.attributes.get(attributes.as_slice()) {
            return known.clone();
        }
        let new = match &self.shared {
            None => attributes.into(),
            Some(shared) => {
                let all = &mut shared.lock().attributes;
                let known = all.get(attributes.as_slice()).cloned();
                known.unwrap_or_else(|| {
                    let new = Attributes::from(attributes);
                    all.insert(new.clone());
                    new
                })
            }
        };
        self.own.attributes.insert(new.clone());
        new
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until no other reading has its turn.
    pub(super) fn turn(&self) -> MutexGuard<'_, ()> {
        self.0.1.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
