//! Rows of the server as facts.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, OnceLock};

use postgres::types::{FromSql, Type};
use postgres::{Column, Row};

use super::Value;
use super::texts::Texts;

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

/// Attributes in the order of their names.
pub(super) type Named = Vec<(&'static str, Value)>;

/// Where each column of a query goes: into the field of [`Head`] of its name, else among the
/// attributes.
#[derive(Default)]
pub(super) struct Layout {
    class: Option<usize>,
    oid: Option<usize>,
    sub: Option<usize>,
    schema: Option<usize>,
    name: Option<usize>,
    part: Option<usize>,
    position: Option<usize>,
    /// The other columns, ordered by name.
    attributes: Vec<(&'static str, usize)>,
}

impl Layout {
    /// Reads the names of columns.
    pub fn of(columns: &[Column]) -> Self {
        let mut layout = Self::default();
        for (at, column) in columns.iter().enumerate() {
            match column.name() {
                "class" => layout.class = Some(at),
                "oid" => layout.oid = Some(at),
                "sub" => layout.sub = Some(at),
                "schema" => layout.schema = Some(at),
                "name" => layout.name = Some(at),
                "part" => layout.part = Some(at),
                "position" => layout.position = Some(at),
                name => layout.attributes.push((attribute_name(name), at)),
            }
        }
        layout.attributes.sort_unstable();
        layout
    }

    /// Reads a row.
    pub fn read(&self, row: &Row, texts: &mut Texts) -> Result<(Head, Named), postgres::Error> {
        let mut text = |at: Option<usize>| -> Result<Arc<str>, postgres::Error> {
            Ok(texts.keep(get::<&str>(row, at)?.unwrap_or_default()))
        };
        let head = Head {
            schema: text(self.schema)?,
            name: text(self.name)?,
            part: text(self.part)?,
            class: get(row, self.class)?,
            oid: get::<u32>(row, self.oid)?.unwrap_or_default(),
            sub: get::<i32>(row, self.sub)?.unwrap_or_default(),
            position: get::<i32>(row, self.position)?.unwrap_or_default(),
        };
        let mut attributes = Named::with_capacity(self.attributes.len());
        for (name, at) in &self.attributes {
            attributes.extend(value(row, *at, texts)?.map(|value| (*name, value)));
        }
        Ok((head, attributes))
    }
}

fn get<'r, T: FromSql<'r>>(row: &'r Row, at: Option<usize>) -> Result<Option<T>, postgres::Error> {
    at.map_or(Ok(None), |at| row.try_get(at))
}

fn value(row: &Row, at: usize, texts: &mut Texts) -> Result<Option<Value>, postgres::Error> {
    Ok(match *row.columns()[at].type_() {
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
