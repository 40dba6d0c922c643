//! A fact: attributes of one object.

use std::borrow::Borrow;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::privileges::Entry;

/// A value of an attribute.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// Text, in the server's own spelling.
    Text(Arc<str>),
    /// A truth; `false` is left out, so this is always `true`.
    True,
    /// A number.
    Number(i64),
    /// Texts in an order that matters.
    List(Arc<[Arc<str>]>),
}

impl std::fmt::Display for Value {
    /// Writes the value for people.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::True => f.write_str("true"),
            Self::Number(number) => write!(f, "{number}"),
            Self::List(items) => f.write_str(&items.join(", ")),
        }
    }
}

/// Attributes by name, ordered; what is null, false or empty is left out.
///
/// They are shared: most columns of a large database are like many others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Attributes(pub Arc<[(&'static str, Value)]>);

impl Default for Attributes {
    fn default() -> Self {
        Self(Arc::from([]))
    }
}

impl From<Vec<(&'static str, Value)>> for Attributes {
    fn from(attributes: Vec<(&'static str, Value)>) -> Self {
        Self(attributes.into())
    }
}

impl Borrow<[(&'static str, Value)]> for Attributes {
    fn borrow(&self) -> &[(&'static str, Value)] {
        &self.0
    }
}

impl Attributes {
    /// Returns those whose name is not among these.
    #[must_use]
    pub fn without(&self, names: &[&str]) -> Self {
        let kept = self.0.iter().filter(|(name, _)| !names.contains(name));
        Self(kept.cloned().collect())
    }
}

/// One object.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fact {
    /// What it is.
    pub attributes: Attributes,
    /// Its place among the columns of its relation; not compared, as it cannot be changed.
    pub position: i32,
}

/// Attributes that tell how to make an object and are not compared: they cannot be changed, or follow
/// from others.
const INFORMATIVE: [&str; 9] = [
    "attached",
    "columns",
    "extension",
    "inherited",
    "initial_acl",
    "relation_kind",
    "signature",
    "sql_body",
    "with_class",
];

impl Fact {
    /// Returns whether an attribute only tells how to make the object.
    pub fn is_informative(name: &str) -> bool {
        INFORMATIVE.contains(&name)
    }

    /// Returns an attribute.
    pub fn get(&self, name: &str) -> Option<&Value> {
        let attributes = &self.attributes.0;
        attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// Returns an attribute as text.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.get(name) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// Returns an attribute as text, empty where it is left out.
    pub fn word(&self, name: &str) -> &str {
        self.text(name).unwrap_or_default()
    }

    /// Returns whether an attribute is true.
    pub fn is(&self, name: &str) -> bool {
        self.get(name) == Some(&Value::True)
    }

    /// Returns an attribute as a number.
    pub fn number(&self, name: &str) -> Option<i64> {
        match self.get(name) {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// Returns an attribute as a list, empty where it is left out.
    pub fn list(&self, name: &str) -> &[Arc<str>] {
        match self.get(name) {
            Some(Value::List(items)) => items,
            _ => &[],
        }
    }

    /// Returns the privileges that an attribute states.
    pub fn privileges(&self, name: &str) -> BTreeSet<Entry> {
        self.list(name).iter().filter_map(|text| Entry::decode(text)).collect()
    }

    /// Sets an attribute, or removes it.
    pub fn set(&mut self, name: &'static str, value: Option<Value>) {
        let mut attributes = self.attributes.0.to_vec();
        set(&mut attributes, name, value);
        self.attributes = attributes.into();
    }
}

/// Sets one of some ordered attributes, or removes it.
pub(super) fn set(
    attributes: &mut Vec<(&'static str, Value)>,
    name: &'static str,
    value: Option<Value>,
) {
    let found = attributes.binary_search_by(|(known, _)| (*known).cmp(name));
    match (found, value) {
        (Ok(at), Some(value)) => attributes[at].1 = value,
        (Ok(at), None) => drop(attributes.remove(at)),
        (Err(at), Some(value)) => attributes.insert(at, (name, value)),
        (Err(_), None) => {}
    }
}
