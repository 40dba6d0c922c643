//! JSON Schema of this module's types: what an editor should accept is what is decoded.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::{Entries, List, OneOrMany, ScalarOrList, ShortOrLong, Spanned};

/// A place is not written, so a spanned value has the schema of its value.
macro_rules! same_schema {
    ($($type:ty => $target:ty),* $(,)?) => {$(
        impl<T: JsonSchema> JsonSchema for $type {
            fn inline_schema() -> bool {
                <$target>::inline_schema()
            }
            fn schema_name() -> Cow<'static, str> {
                <$target>::schema_name()
            }
            fn schema_id() -> Cow<'static, str> {
                <$target>::schema_id()
            }
            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                <$target>::json_schema(generator)
            }
        }
    )*};
}

same_schema!(Spanned<T> => T, List<T> => Vec<T>, Entries<T> => BTreeMap<String, T>);

impl<S: JsonSchema, L: JsonSchema> JsonSchema for ShortOrLong<S, L> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("{}_or_{}", S::schema_name(), L::schema_name()).into()
    }

    fn schema_id() -> Cow<'static, str> {
        format!("ShortOrLong<{}, {}>", S::schema_id(), L::schema_id()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let forms = [generator.subschema_for::<S>(), generator.subschema_for::<L>()];
        json_schema!({ "anyOf": forms })
    }
}

impl<T: JsonSchema> JsonSchema for OneOrMany<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("One_or_many_{}", T::schema_name()).into()
    }

    fn schema_id() -> Cow<'static, str> {
        format!("OneOrMany<{}>", T::schema_id()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let forms = [generator.subschema_for::<T>(), generator.subschema_for::<Vec<T>>()];
        json_schema!({ "anyOf": forms })
    }
}

impl<S: JsonSchema, L: JsonSchema> JsonSchema for ScalarOrList<S, L> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("{}_or_list_of_{}", S::schema_name(), L::schema_name()).into()
    }

    fn schema_id() -> Cow<'static, str> {
        format!("ScalarOrList<{}, {}>", S::schema_id(), L::schema_id()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let forms = [generator.subschema_for::<S>(), generator.subschema_for::<Vec<L>>()];
        json_schema!({ "anyOf": forms })
    }
}
