//! Serde's view of the parts of a node: elements, entries, fields, variants.

use std::cell::RefCell;

use serde::de::value::{StrDeserializer, U32Deserializer};
use serde::de::{
    self, DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};

use super::Attempt;
use super::deserializer::NodeDeserializer;
use super::error::DecodeError;
use super::sink::Sink;
use crate::diagnostic::{Diagnostic, suggest};
use crate::reading::{Node, NodeKind};
use crate::source::Spanned;

/// A value after the three numbers of its span.
pub(super) struct Placed<'a> {
    node: NodeDeserializer<'a>,
    next: usize,
}

impl<'a> Placed<'a> {
    pub fn new(node: NodeDeserializer<'a>) -> Self {
        Self { node, next: 0 }
    }
}

impl<'de> SeqAccess<'de> for Placed<'_> {
    type Error = DecodeError;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, DecodeError> {
        let span = self.node.node.span;
        let numbers = [span.file.0, span.start, span.end];
        let value = match numbers.get(self.next) {
            Some(number) => {
                let number: U32Deserializer<DecodeError> = number.into_deserializer();
                seed.deserialize(number)
            }
            None => seed.deserialize(self.node),
        };
        self.next += 1;
        value.map(Some)
    }
}

/// The elements of a list. An element that fails is answered with `None`, and the reader goes on
/// until `size_hint` says that nothing is left.
pub(super) struct Elements<'a> {
    rest: &'a [Node],
    sink: &'a RefCell<Sink>,
}

impl<'a> Elements<'a> {
    pub fn new(rest: &'a [Node], sink: &'a RefCell<Sink>) -> Self {
        Self { rest, sink }
    }
}

impl<'de> SeqAccess<'de> for Elements<'_> {
    type Error = DecodeError;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, DecodeError> {
        let Some((node, rest)) = self.rest.split_first() else { return Ok(None) };
        let deserializer = NodeDeserializer::new(node, node.span, self.sink);
        let attempt = deserializer.attempt(|deserializer| seed.deserialize(deserializer));
        if !matches!(attempt, Attempt::Again) {
            self.rest = rest;
        }
        Ok(attempt.done())
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

/// The entries of a mapping as key, value, key, value; a value that fails is answered with `None`,
/// as in [`Elements`].
pub(super) struct Pairs<'a> {
    rest: &'a [(Spanned<String>, Node)],
    at_value: bool,
    sink: &'a RefCell<Sink>,
}

impl<'a> Pairs<'a> {
    pub fn new(rest: &'a [(Spanned<String>, Node)], sink: &'a RefCell<Sink>) -> Self {
        Self { rest, at_value: false, sink }
    }
}

impl<'de> SeqAccess<'de> for Pairs<'_> {
    type Error = DecodeError;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, DecodeError> {
        let Some(((key, node), rest)) = self.rest.split_first() else { return Ok(None) };
        self.at_value = !self.at_value;
        if self.at_value {
            return key_seed(key, seed, self.sink).map(Some);
        }
        let deserializer = NodeDeserializer::new(node, key.span, self.sink);
        let attempt = deserializer.attempt(|deserializer| seed.deserialize(deserializer));
        if !matches!(attempt, Attempt::Again) {
            self.rest = rest;
        }
        Ok(attempt.done())
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

impl<T> Attempt<T> {
    fn done(self) -> Option<T> {
        match self {
            Self::Done(value) => Some(value),
            Self::Failed | Self::Again => None,
        }
    }
}

/// Decodes a key as if it were a value, so that it may be text, a [`Spanned`] or an enum.
fn key_seed<'de, S: DeserializeSeed<'de>>(
    key: &Spanned<String>,
    seed: S,
    sink: &RefCell<Sink>,
) -> Result<S::Value, DecodeError> {
    let node = Node { span: key.span, kind: NodeKind::String(key.value.clone()) };
    seed.deserialize(NodeDeserializer::new(&node, key.span, sink))
}

/// The entries of a mapping whose values are fields.
pub(super) struct StructFields<'a> {
    rest: Vec<&'a (Spanned<String>, Node)>,
    value: Option<&'a (Spanned<String>, Node)>,
    sink: &'a RefCell<Sink>,
}

impl<'a> StructFields<'a> {
    /// Takes every entry.
    pub fn any(entries: &'a [(Spanned<String>, Node)], sink: &'a RefCell<Sink>) -> Self {
        let present = |(_, node): &&(Spanned<String>, Node)| !sink.borrow().is_set_aside(node);
        Self { rest: entries.iter().rev().filter(present).collect(), value: None, sink }
    }

    /// Takes the entries named in `known` and reports the others.
    pub fn known(
        entries: &'a [(Spanned<String>, Node)],
        known: &'static [&'static str],
        sink: &'a RefCell<Sink>,
    ) -> Self {
        let mut fields = Self::any(entries, sink);
        fields.rest.retain(|(key, _)| known.contains(&key.value.as_str()));
        for (key, _) in entries.iter().filter(|(key, _)| !known.contains(&key.value.as_str())) {
            let message = format!("unknown key `{}`", key.value);
            let finding = Diagnostic::error("unknown_key", key.span, message)
                .with_help(suggest(&key.value, known, "key"));
            sink.borrow_mut().report(finding);
        }
        fields
    }
}

impl<'de> MapAccess<'de> for StructFields<'_> {
    type Error = DecodeError;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, DecodeError> {
        self.value = self.rest.pop();
        self.value.map(|(key, _)| key_seed(key, seed, self.sink)).transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<S::Value, DecodeError> {
        let Some((key, node)) = self.value.take() else {
            return Err(de::Error::custom("a value was asked for before its key"));
        };
        NodeDeserializer::new(node, key.span, self.sink).field(seed)
    }
}

/// A chosen variant of an enum and its content, if any.
pub(super) struct Variant<'a> {
    name: &'a str,
    /// Where an unknown name is reported.
    key: Option<&'a Spanned<String>>,
    content: NodeDeserializer<'a>,
    unit: bool,
}

impl<'a> Variant<'a> {
    /// A scalar that names the variant.
    pub fn unit(name: &'a str, node: NodeDeserializer<'a>) -> Self {
        Self { name, key: None, content: node, unit: true }
    }

    /// A variant that this module chose for the whole node.
    pub fn chosen(name: &'a str, node: NodeDeserializer<'a>) -> Self {
        Self { name, key: None, content: node, unit: false }
    }

    /// A key that names the variant of its value.
    pub fn keyed(key: &'a Spanned<String>, node: &'a Node, sink: &'a RefCell<Sink>) -> Self {
        let content = NodeDeserializer::new(node, key.span, sink);
        Self { name: &key.value, key: Some(key), content, unit: false }
    }

    fn require_content(&self) -> Result<(), DecodeError> {
        if self.unit {
            let expected = format!("a mapping with the key `{}`", self.name);
            return Err(DecodeError::expected(expected));
        }
        Ok(())
    }
}

impl<'de> EnumAccess<'de> for Variant<'_> {
    type Error = DecodeError;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Self), DecodeError> {
        let value = match self.key {
            Some(key) => key_seed(key, seed, self.content.sink)?,
            None => {
                let name: StrDeserializer<DecodeError> = self.name.into_deserializer();
                seed.deserialize(name)?
            }
        };
        Ok((value, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_> {
    type Error = DecodeError;

    fn unit_variant(self) -> Result<(), DecodeError> {
        if self.unit { Ok(()) } else { de::Deserialize::deserialize(self.content) }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<S::Value, DecodeError> {
        self.require_content()?;
        seed.deserialize(self.content)
    }

    fn tuple_variant<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        self.require_content()?;
        de::Deserializer::deserialize_tuple(self.content, length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        self.require_content()?;
        de::Deserializer::deserialize_struct(self.content, "", fields, visitor)
    }
}
