//! Texts and attributes that are kept once: the same types, schemas and owners recur thousands of
//! times, and most columns are like thousands of others.

use std::collections::HashSet;
use std::sync::Arc;

use super::{Attributes, Value};

/// Keeps texts and attributes once.
#[derive(Debug, Default)]
pub(super) struct Texts {
    texts: HashSet<Arc<str>>,
    attributes: HashSet<Attributes>,
}

impl Texts {
    /// Returns the one copy of a text.
    pub fn keep(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.texts.get(text) {
            return known.clone();
        }
        let new: Arc<str> = text.into();
        self.texts.insert(new.clone());
        new
    }

    /// Returns the one copy of some attributes.
    pub fn keep_attributes(&mut self, attributes: Vec<(&'static str, Value)>) -> Attributes {
        if let Some(known) = self.attributes.get(attributes.as_slice()) {
            return known.clone();
        }
        let new = Attributes::from(attributes);
        self.attributes.insert(new.clone());
        new
    }
}
