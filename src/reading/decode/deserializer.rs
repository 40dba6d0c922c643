//! Serde's view of one node.

use std::cell::RefCell;

use serde::de::{self, DeserializeSeed, IntoDeserializer, Visitor};

use super::Attempt;
use super::error::DecodeError;
use super::parts::{Elements, Pairs, Placed, StructFields, Variant};
use super::sink::Sink;
use crate::reading::{Node, NodeKind};
use crate::source::{Span, Spanned, magic};

/// A node, the key that names it, and where faults go.
#[derive(Clone, Copy)]
pub(super) struct NodeDeserializer<'a> {
    pub node: &'a Node,
    /// The key above the value, or the value itself: where a missing part is reported.
    pub named_at: Span,
    pub sink: &'a RefCell<Sink>,
}

impl<'a> NodeDeserializer<'a> {
    pub fn new(node: &'a Node, named_at: Span, sink: &'a RefCell<Sink>) -> Self {
        Self { node, named_at, sink }
    }

    /// Records `error` at this node; what is returned is on record.
    pub fn report(&self, error: DecodeError) -> DecodeError {
        if let Some(finding) = error.diagnose(self.node, self.named_at) {
            self.sink.borrow_mut().report(finding);
        }
        DecodeError::Reported
    }

    /// Runs `decode` at a place where decoding goes on after a failure.
    pub fn attempt<T>(self, decode: impl FnOnce(Self) -> Result<T, DecodeError>) -> Attempt<T> {
        let before = self.sink.borrow().count_set_aside();
        match decode(self) {
            Ok(value) => Attempt::Done(value),
            Err(error) => {
                self.report(error);
                let again = self.sink.borrow().count_set_aside() > before;
                if again { Attempt::Again } else { Attempt::Failed }
            }
        }
    }

    /// Decodes the value of a struct's field; one that fails is set aside.
    pub fn field<'de, S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, DecodeError> {
        match self.attempt(|deserializer| seed.deserialize(deserializer)) {
            Attempt::Done(value) => Ok(value),
            Attempt::Again => Err(DecodeError::Reported),
            Attempt::Failed => {
                self.sink.borrow_mut().set_aside(self.node);
                Err(DecodeError::Reported)
            }
        }
    }

    fn fail<T>(self, expected: impl Into<String>) -> Result<T, DecodeError> {
        Err(self.report(DecodeError::expected(expected)))
    }

    /// Returns the items of a list; nothing is an empty list where `or_nothing`.
    fn items(self, or_nothing: bool) -> Result<&'a [Node], DecodeError> {
        match &self.node.kind {
            NodeKind::Sequence(items) => Ok(items),
            NodeKind::Null if or_nothing => Ok(&[]),
            _ => self.fail("a list"),
        }
    }

    /// Returns the entries of a mapping; nothing is an empty mapping.
    fn entries(self) -> Result<&'a [(Spanned<String>, Node)], DecodeError> {
        match &self.node.kind {
            NodeKind::Mapping(entries) => Ok(entries),
            NodeKind::Null => Ok(&[]),
            _ => self.fail("a mapping"),
        }
    }

    fn text(self) -> Result<&'a str, DecodeError> {
        self.node.text().map_or_else(|| self.fail("text"), Ok)
    }

    fn number<T: std::str::FromStr>(self, expected: &str) -> Result<T, DecodeError> {
        match &self.node.kind {
            NodeKind::Number(text) => text.parse().map_or_else(|_| self.fail(expected), Ok),
            _ => self.fail(expected),
        }
    }
}

/// Says what a mapping holds, where that is little.
fn mapping_of(keys: &[&str]) -> String {
    match keys {
        [one] => format!("a mapping with the key `{one}`"),
        [first, second] => format!("a mapping with the keys `{first}` and `{second}`"),
        _ => "a mapping".to_owned(),
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident $type:ident $expected:literal),* $(,)?) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
            let number = self.number::<$type>($expected)?;
            visitor.$visit(number).map_err(|error| self.report(error))
        }
    )*};
}

macro_rules! alike {
    ($target:ident: $($method:ident),*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
            self.$target(visitor)
        }
    )*};
}

impl<'de> de::Deserializer<'de> for NodeDeserializer<'_> {
    type Error = DecodeError;

    numbers! {
        deserialize_i8 visit_i8 i8 "a whole number from -128 to 127",
        deserialize_i16 visit_i16 i16 "a whole number from -32768 to 32767",
        deserialize_i32 visit_i32 i32 "a whole number from -2147483648 to 2147483647",
        deserialize_i64 visit_i64 i64 "a whole number of at most 64 bits",
        deserialize_i128 visit_i128 i128 "a whole number of at most 128 bits",
        deserialize_u8 visit_u8 u8 "a whole number from 0 to 255",
        deserialize_u16 visit_u16 u16 "a whole number from 0 to 65535",
        deserialize_u32 visit_u32 u32 "a whole number from 0 to 4294967295",
        deserialize_u64 visit_u64 u64 "a whole number from 0 on, of at most 64 bits",
        deserialize_u128 visit_u128 u128 "a whole number from 0 on, of at most 128 bits",
        deserialize_f32 visit_f32 f32 "a number",
        deserialize_f64 visit_f64 f64 "a number",
    }

    alike!(deserialize_str: deserialize_string, deserialize_char, deserialize_bytes,
        deserialize_byte_buf, deserialize_identifier);

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        let text = self.text()?;
        visitor.visit_str(text).map_err(|error| self.report(error))
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match &self.node.kind {
            NodeKind::Bool(text) => visitor.visit_bool(text.eq_ignore_ascii_case("true")),
            _ => self.fail("`true` or `false`"),
        }
        .map_err(|error| self.report(error))
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match self.node.kind {
            NodeKind::Null => visitor.visit_unit().map_err(|error| self.report(error)),
            _ => self.fail("nothing"),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match self.node.kind {
            NodeKind::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
        .map_err(|error| self.report(error))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        visitor.visit_unit()
    }

    /// Serves types without a shape of their own, such as `serde_json::Value`.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match &self.node.kind {
            NodeKind::Null => visitor.visit_unit().map_err(|error| self.report(error)),
            NodeKind::Bool(_) => self.deserialize_bool(visitor),
            NodeKind::String(_) => self.deserialize_str(visitor),
            NodeKind::Sequence(_) => self.deserialize_seq(visitor),
            NodeKind::Mapping(_) => self.deserialize_map(visitor),
            NodeKind::Number(text) => if let Ok(number) = text.parse() {
                visitor.visit_u64(number)
            } else if let Ok(number) = text.parse() {
                visitor.visit_i64(number)
            } else if let Ok(number) = text.parse() {
                visitor.visit_f64(number)
            } else {
                visitor.visit_str(text)
            }
            .map_err(|error| self.report(error)),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        match name {
            magic::SPANNED => visitor.visit_seq(Placed::new(self)),
            magic::LIST => visitor.visit_seq(Elements::new(self.items(true)?, self.sink)),
            magic::ENTRIES => visitor.visit_seq(Pairs::new(self.entries()?, self.sink)),
            magic::ONE_OR_MANY => {
                let items = match &self.node.kind {
                    NodeKind::Null | NodeKind::Sequence(_) => self.items(true)?,
                    _ => std::slice::from_ref(self.node),
                };
                visitor.visit_seq(Elements::new(items, self.sink))
            }
            _ => visitor.visit_newtype_struct(self),
        }
        .map_err(|error| self.report(error))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        let items = self.items(false)?.iter();
        let nodes = items.map(|node| NodeDeserializer::new(node, node.span, self.sink));
        let mut access = de::value::SeqDeserializer::new(nodes);
        let value = visitor.visit_seq(&mut access).map_err(|error| self.report(error))?;
        access.end().map_err(|error| self.report(error))?;
        Ok(value)
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        if self.items(false)?.len() != length {
            return self.fail(format!("a list of {length} values"));
        }
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        let fields = StructFields::any(self.entries()?, self.sink);
        visitor.visit_map(fields).map_err(|error| self.report(error))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        if !matches!(self.node.kind, NodeKind::Mapping(_) | NodeKind::Null) {
            return self.fail(mapping_of(fields));
        }
        let entries = self.entries()?;
        let fields = StructFields::known(entries, fields, self.sink);
        visitor.visit_map(fields).map_err(|error| {
            let failed = |key: &str| {
                let entry = entries.iter().find(|(name, _)| name.value == key);
                entry.is_some_and(|(_, node)| self.sink.borrow().is_set_aside(node))
            };
            match error {
                DecodeError::MissingKey(key) if failed(key) => DecodeError::Reported,
                error => self.report(error),
            }
        })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        let variant = match &self.node.kind {
            NodeKind::Mapping(_) if name == magic::SHORT_OR_LONG => Variant::chosen("Long", self),
            _ if name == magic::SHORT_OR_LONG => Variant::chosen("Short", self),
            NodeKind::Sequence(_) if name == magic::SCALAR_OR_LIST => Variant::chosen("List", self),
            _ if name == magic::SCALAR_OR_LIST => Variant::chosen("Scalar", self),
            NodeKind::Mapping(entries) => match entries.as_slice() {
                [(key, node)] => Variant::keyed(key, node, self.sink),
                _ => return self.fail("a mapping with exactly one key"),
            },
            _ => Variant::unit(self.text()?, self),
        };
        visitor.visit_enum(variant).map_err(|error| self.report(error))
    }
}

impl<'de> IntoDeserializer<'de, DecodeError> for NodeDeserializer<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}
