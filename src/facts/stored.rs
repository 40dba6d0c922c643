//! Facts as they are stored: maps by identity as lists of pairs, texts as they are.

use std::sync::Arc;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::rows::attribute_name;
use super::{Fact, Id, Kind, Needs, Value};

/// A map whose keys are no texts, as a list of pairs.
pub(super) mod pairs {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<K: Serialize, V: Serialize, S: Serializer>(
        map: &BTreeMap<K, V>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(map)
    }

    pub fn deserialize<
        'de,
        K: Deserialize<'de> + Ord,
        V: Deserialize<'de>,
        D: Deserializer<'de>,
    >(
        deserializer: D,
    ) -> Result<BTreeMap<K, V>, D::Error> {
        Ok(Vec::<(K, V)>::deserialize(deserializer)?.into_iter().collect())
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.kind as usize, &*self.schema, &*self.name, &*self.part).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (kind, schema, name, part) =
            <(usize, String, String, String)>::deserialize(deserializer)?;
        let kind = *Kind::ALL.get(kind).ok_or_else(|| D::Error::custom("no such kind"))?;
        Ok(Self::new(kind, schema, name, part))
    }
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Stored {
    True(bool),
    Number(i64),
    Text(String),
    List(Vec<String>),
}

impl Serialize for Fact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let stored = |value: &Value| match value {
            Value::True => Stored::True(true),
            Value::Number(number) => Stored::Number(*number),
            Value::Text(text) => Stored::Text(text.to_string()),
            Value::List(items) => Stored::List(items.iter().map(ToString::to_string).collect()),
        };
        let attributes: Vec<(&str, Stored)> =
            self.attributes.0.iter().map(|(name, value)| (*name, stored(value))).collect();
        (self.position, attributes).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Fact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (position, attributes) = <(i32, Vec<(String, Stored)>)>::deserialize(deserializer)?;
        let value = |stored: Stored| match stored {
            Stored::True(_) => Value::True,
            Stored::Number(number) => Value::Number(number),
            Stored::Text(text) => Value::Text(text.into()),
            Stored::List(items) => Value::List(items.into_iter().map(Arc::from).collect()),
        };
        let attributes =
            attributes.into_iter().map(|(name, stored)| (attribute_name(&name), value(stored)));
        Ok(Self { attributes: attributes.collect::<Vec<_>>().into(), position })
    }
}

impl Serialize for Needs {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.pairs())
    }
}

impl<'de> Deserialize<'de> for Needs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::<(Id, Id)>::deserialize(deserializer)?.into_iter().collect())
    }
}
