//! Rows of the server as facts.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, OnceLock};

use postgres::Row;
use postgres::types::Type;

use super::{Attributes, Value};

/// Keeps each text once: the same types, schemas and owners recur thousands of times.
#[derive(Default)]
pub(super) struct Texts(HashSet<Arc<str>>);

impl Texts {
    /// Returns the one copy of a text.
    pub fn keep(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.0.get(text) {
            return known.clone();
        }
        let new: Arc<str> = text.into();
        self.0.insert(new.clone());
        new
    }
}

/// What a row says, apart from its attributes.
#[derive(Default)]
pub(super) struct Head {
    pub class: Option<u32>,
    pub oid: u32,
    pub sub: i32,
    pub schema: Arc<str>,
    pub name: Arc<str>,
    pub part: Arc<str>,
    pub position: i32,
}

/// Reads a row: columns named as the fields of [`Head`] into it, the others as attributes.
pub(super) fn read(row: &Row, texts: &mut Texts) -> Result<(Head, Attributes), postgres::Error> {
    let mut head = Head::default();
    let mut attributes = Vec::new();
    for (at, column) in row.columns().iter().enumerate() {
        match column.name() {
            "class" => head.class = Some(row.try_get(at)?),
            "oid" => head.oid = row.try_get(at)?,
            "sub" => head.sub = row.try_get(at)?,
            "position" => head.position = row.try_get(at)?,
            "schema" => head.schema = texts.keep(row.try_get(at)?),
            "name" => head.name = texts.keep(row.try_get(at)?),
            "part" => head.part = texts.keep(row.try_get(at)?),
            name => {
                if let Some(value) = value(row, at, column.type_(), texts)? {
                    attributes.push((attribute_name(name), value));
                }
            }
        }
    }
    attributes.sort_unstable_by_key(|(name, _)| *name);
    attributes.shrink_to_fit();
    Ok((head, Attributes(attributes)))
}

fn value(
    row: &Row,
    at: usize,
    data_type: &Type,
    texts: &mut Texts,
) -> Result<Option<Value>, postgres::Error> {
    Ok(match *data_type {
        Type::BOOL => {
            row.try_get::<_, Option<bool>>(at)?.unwrap_or_default().then_some(Value::True)
        }
        Type::INT8 => row.try_get::<_, Option<i64>>(at)?.map(Value::Number),
        Type::INT4 => row.try_get::<_, Option<i32>>(at)?.map(|it| Value::Number(it.into())),
        Type::INT2 => row.try_get::<_, Option<i16>>(at)?.map(|it| Value::Number(it.into())),
        Type::TEXT_ARRAY | Type::NAME_ARRAY => {
            let items: Option<Vec<Option<&str>>> = row.try_get(at)?;
            let kept = items.map(|items| -> Arc<[Arc<str>]> {
                items.into_iter().flatten().map(|item| texts.keep(item)).collect()
            });
            kept.filter(|items| !items.is_empty()).map(Value::List)
        }
        _ => row.try_get::<_, Option<&str>>(at)?.map(|text| Value::Text(texts.keep(text))),
    })
}

/// Returns the one copy of an attribute's name; there are as many as the queries have columns.
pub(super) fn attribute_name(name: &str) -> &'static str {
    static NAMES: OnceLock<Mutex<HashSet<&'static str>>> = OnceLock::new();
    let names = NAMES.get_or_init(Mutex::default);
    let mut names = names.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    if let Some(known) = names.get(name) {
        return known;
    }
    let new: &'static str = Box::leak(name.to_owned().into_boxed_str());
    names.insert(new);
    new
}
