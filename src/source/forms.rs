//! Collections that survive a bad element, and values that may be written in more than one way.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use serde::de::{Deserialize, Deserializer, EnumAccess, SeqAccess, VariantAccess, Visitor};

use super::magic;
use crate::source::Spanned;

/// A list; an element that cannot be decoded is reported and left out. Nothing is an empty list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List<T>(pub Vec<T>);

/// Keys and values in the order of the file; a value that cannot be decoded is reported and left
/// out with its key. Nothing is an empty mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entries<T>(pub Vec<(Spanned<String>, T)>);

/// One value, or a list of them: `to: analytics` and `to: [analytics, logistics]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneOrMany<T>(pub Vec<T>);

/// A value with a short form, which is a scalar or a list, and a long form, which is a mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShortOrLong<S, L> {
    /// Written as a scalar or a list.
    Short(S),
    /// Written as a mapping.
    Long(L),
}

/// A value that is one scalar, or a list: `select: true` and `select: [a, b]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScalarOrList<S, L> {
    /// Written as a scalar.
    Scalar(S),
    /// Written as a list.
    List(List<L>),
}

impl<S, L> ShortOrLong<S, L> {
    /// Returns the long form, where it is one.
    pub fn long(&self) -> Option<&L> {
        match self {
            Self::Short(_) => None,
            Self::Long(long) => Some(long),
        }
    }
}

impl<T> Entries<T> {
    /// Returns the value under `key`.
    pub fn get(&self, key: &str) -> Option<&T> {
        self.0.iter().find(|(name, _)| name.value == key).map(|(_, value)| value)
    }

    /// Iterates over keys and values in the order of the file.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&Spanned<String>, &T)> {
        self.0.iter().map(|(key, value)| (key, value))
    }

    /// Iterates over the keys in the order of the file.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &Spanned<String>> {
        self.0.iter().map(|(key, _)| key)
    }

    /// Returns the number of entries.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether there are no entries.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> IntoIterator for Entries<T> {
    type Item = (Spanned<String>, T);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// Iterates by reference over pairs, which is what `for (key, value) in &entries` destructures.
impl<'a, T> IntoIterator for &'a Entries<T> {
    type Item = &'a (Spanned<String>, T);
    type IntoIter = std::slice::Iter<'a, (Spanned<String>, T)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let visitor = EntriesVisitor(PhantomData);
        deserializer.deserialize_newtype_struct(magic::ENTRIES, visitor).map(Self)
    }
}

macro_rules! list_like {
    ($($name:ident $magic:ident),*) => {$(
        impl<T> Default for $name<T> {
            fn default() -> Self {
                Self(Vec::new())
            }
        }

        impl<T> Deref for $name<T> {
            type Target = [T];
            fn deref(&self) -> &[T] {
                &self.0
            }
        }

        impl<T> IntoIterator for $name<T> {
            type Item = T;
            type IntoIter = std::vec::IntoIter<T>;

            fn into_iter(self) -> Self::IntoIter {
                self.0.into_iter()
            }
        }

        impl<'a, T> IntoIterator for &'a $name<T> {
            type Item = &'a T;
            type IntoIter = std::slice::Iter<'a, T>;

            fn into_iter(self) -> Self::IntoIter {
                self.0.iter()
            }
        }

        impl<'de, T: Deserialize<'de>> Deserialize<'de> for $name<T> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let visitor = ListVisitor(PhantomData);
                deserializer.deserialize_newtype_struct(magic::$magic, visitor).map(Self)
            }
        }
    )*};
}

list_like!(List LIST, OneOrMany ONE_OR_MANY);

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ListVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Vec<T>, A::Error> {
        let mut items = Vec::new();
        while access.size_hint() != Some(0) {
            items.extend(access.next_element()?);
        }
        Ok(items)
    }
}

struct EntriesVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for EntriesVisitor<T> {
    type Value = Vec<(Spanned<String>, T)>;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a mapping")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while access.size_hint() != Some(0) {
            let key = access.next_element()?;
            let value = access.next_element()?;
            entries.extend(key.zip(value));
        }
        Ok(entries)
    }
}

/// Decodes an enum whose variant follows from the kind of node that stands there.
macro_rules! chosen_by_kind {
    ($name:ident, $magic:ident, $visitor:ident, $first:ident, $second:ident, $expected:literal, $second_type:ty) => {
        impl<'de, S: Deserialize<'de>, L: Deserialize<'de>> Deserialize<'de> for $name<S, L> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let variants = &[stringify!($first), stringify!($second)];
                let visitor = $visitor(PhantomData);
                deserializer.deserialize_enum(magic::$magic, variants, visitor)
            }
        }

        struct $visitor<S, L>(PhantomData<(S, L)>);

        impl<'de, S: Deserialize<'de>, L: Deserialize<'de>> Visitor<'de> for $visitor<S, L> {
            type Value = $name<S, L>;

            fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
                formatter.write_str($expected)
            }

            fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Self::Value, A::Error> {
                let (name, content) = access.variant::<String>()?;
                if name == stringify!($second) {
                    return content.newtype_variant::<$second_type>().map($name::$second);
                }
                content.newtype_variant().map($name::$first)
            }
        }
    };
}

chosen_by_kind!(
    ShortOrLong,
    SHORT_OR_LONG,
    ShortOrLongVisitor,
    Short,
    Long,
    "a short or a long form",
    L
);
chosen_by_kind!(
    ScalarOrList,
    SCALAR_OR_LIST,
    ScalarOrListVisitor,
    Scalar,
    List,
    "a scalar or a list",
    List<L>
);
