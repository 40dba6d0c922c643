//! Indexes of tables and materialized views.

use std::collections::BTreeMap;

use crate::check::context::{Context, IndexColumns, Reading, shifted};
use crate::diagnostic::Diagnostic;
use crate::model::{Index, ObjectId, ObjectKind, ObjectName};
use crate::source::{Entries, ShortOrLong, Spanned};
use crate::spec;
use crate::sql;

use super::super::{Home, text};

/// Lowers the indexes of a table or materialized view.
pub(in crate::check::lower) fn indexes(
    context: &mut Context,
    home: &Home,
    relation: &ObjectName,
    entries: &Entries<spec::Index>,
) -> BTreeMap<String, Index> {
    let mut indexes = BTreeMap::new();
    for (name, keys) in entries {
        let (on, long) = match keys {
            ShortOrLong::Short(on) => (on, None),
            ShortOrLong::Long(keys) => (&keys.on, Some(keys)),
        };
        let Some((unique, definition)) = index_text(context, on) else { continue };
        let Some(parsed) = read(context, on, definition) else { continue };
        let id = ObjectId::in_schema(ObjectKind::Index, &home.name(name));
        for fragment in parsed.expressions() {
            let part = shifted(&fragment.range, definition as isize);
            context.follow(&id, on, part, Reading::Over(relation.clone()), &home.scope);
        }
        let columns = parsed.columns().map(str::to_owned).collect();
        let index_columns = IndexColumns { relation: relation.clone(), text: on.clone(), columns };
        context.index_columns.push(index_columns);
        let (definition, tablespace) = sql::without_tablespace(&on[definition..]);
        let own = long.and_then(|keys| text(&keys.tablespace));
        let index = Index {
            definition: definition.trim().to_owned(),
            unique: unique || long.is_some_and(|keys| keys.unique),
            tablespace: own.or(tablespace),
            invalid: false,
            comment: long.and_then(|keys| text(&keys.comment)),
        };
        indexes.insert(name.value.clone(), index);
    }
    indexes
}

/// Parses the definition of an index from that byte on, once for all that are spelled alike.
fn read(context: &mut Context, on: &Spanned<String>, from: usize) -> Option<sql::IndexDefinition> {
    let text = &on[from..];
    if let Some(known) = context.index_definitions.get(text) {
        return Some(known.clone());
    }
    let parsed = context.read_part(on, from as isize, sql::parse_index(text))?;
    context.index_definitions.insert(text.to_owned(), parsed.clone());
    Some(parsed)
}

/// The short form may begin with `unique`; returns that, and where the rest begins.
fn index_text(context: &mut Context, on: &Spanned<String>) -> Option<(bool, usize)> {
    let text = on.trim_start();
    let skipped = on.len() - text.len();
    let word = text.get(..6).filter(|word| word.eq_ignore_ascii_case("unique"));
    let unique = word.is_some() && text[6..].starts_with(|c: char| c.is_whitespace() || c == '(');
    if text.is_empty() {
        context.report(Diagnostic::error("sql_syntax", on.span, "an index says what it is on"));
        return None;
    }
    Some(if unique { (true, skipped + 6) } else { (false, skipped) })
}
