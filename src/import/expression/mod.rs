//! SQL as the server prints it, made to look as a person writes it.
//!
//! Every change is one that the server takes back: it reads what is written here as what it printed.
//! Words are in lower case, parentheses that say nothing are gone, and so are casts of literals to the
//! type that they have anyway beside a column of that type. What is not understood stays as it is.

mod brackets;
mod literals;
mod pieces;
mod stable;
#[cfg(test)]
mod tests;

pub(super) use stable::stable;

use crate::model::{Database, ObjectName, Table, TypeDefinition};
use crate::sql::QualifiedName;
use pieces::{Piece, PieceKind, parse, render};

/// The columns that an expression is over.
#[derive(Clone, Copy)]
pub(super) enum Row<'a> {
    /// Those of a table.
    Of(&'a Database, &'a Table),
    /// `value` of this type, as domains have it.
    Value(&'a Database, &'a str),
    /// None that are known.
    Nothing,
}

impl Row<'_> {
    /// Returns the type of a column without its modifiers, and the type that it is based on.
    fn types(&self, column: &str) -> Option<(String, String)> {
        let (database, own) = match self {
            Self::Of(database, table) => (database, table.column(column)?.data_type.as_str()),
            Self::Value(database, base) if column == "value" => (database, *base),
            _ => return None,
        };
        Some((bare(own), bare(&base_type(database, own))))
    }
}

/// Returns a type without modifiers: `numeric` of `numeric(12,2)`.
fn bare(data_type: &str) -> String {
    match data_type.split_once('(') {
        Some((name, rest)) => {
            let after = rest.split_once(')').map_or("", |(_, after)| after);
            format!("{}{after}", name.trim_end())
        }
        None => data_type.to_owned(),
    }
}

/// Returns the type that a domain stands on; any other type itself.
fn base_type(database: &Database, data_type: &str) -> String {
    let mut data_type = data_type.to_owned();
    for _ in 0..32 {
        let Ok(QualifiedName { schema: Some(schema), name }) = QualifiedName::parse(&data_type)
        else {
            break;
        };
        let declared = database.types.get(&ObjectName::new(schema, name));
        let Some(TypeDefinition::Domain(domain)) = declared.map(|found| &found.definition) else {
            break;
        };
        data_type = domain.base.clone();
    }
    data_type
}

/// Returns an expression as a person would write it, without parentheses around the whole of it.
pub(super) fn expression(text: &str, row: Row<'_>) -> String {
    let text = text.trim();
    let Some(pieces) = parse(text) else { return text.to_owned() };
    let tidied = tidy(pieces, &row);
    match tidied.as_slice() {
        [whole] => match whole.group() {
            Some(inner) if !inner.is_empty() && !is_list(inner) => render(inner),
            _ => render(&tidied),
        },
        _ => render(&tidied),
    }
}

fn is_list(pieces: &[Piece]) -> bool {
    pieces.iter().any(|piece| piece.kind == PieceKind::Mark(','))
        || pieces.first().is_some_and(|first| first.is_any(&["select", "with", "values"]))
}

/// Tidies what stands in brackets first, then what stands around them.
fn tidy(pieces: Vec<Piece>, row: &Row<'_>) -> Vec<Piece> {
    // Within a query, other tables may have columns of the same names.
    let row = &if pieces.first().is_some_and(|it| it.is("select")) { Row::Nothing } else { *row };
    let inner = |piece: Piece| {
        let kind = match piece.kind {
            PieceKind::Group(inner) => PieceKind::Group(tidy(inner, row)),
            PieceKind::Bracket(inner) => PieceKind::Bracket(tidy(inner, row)),
            other => other,
        };
        Piece { kind, ..piece }
    };
    let pieces = pieces.into_iter().map(inner).collect();
    brackets::unwrap(literals::simplify(pieces, row))
}

/// Returns a default without the cast to the type of its column, which goes without saying.
pub(super) fn default(text: &str, data_type: &str) -> String {
    let text = text.trim();
    let Some(pieces) = parse(text) else { return text.to_owned() };
    let data_type = bare(data_type);
    if let [literal, cast, name @ ..] = pieces.as_slice()
        && cast.kind == PieceKind::Cast
        && matches!(literal.kind, PieceKind::Text(_))
        && render(name) == data_type
    {
        return render(std::slice::from_ref(literal));
    }
    expression(text, Row::Nothing)
}

/// Returns a default as it stands between other words: in parentheses, where it has several of its own.
pub(super) fn default_among_words(text: &str, data_type: &str) -> String {
    let text = default(text, data_type);
    let single = parse(&text).is_some_and(|pieces| {
        pieces.iter().skip(1).all(|piece| !piece.spaced)
            || matches!(pieces.as_slice(), [_, cast, ..] if cast.kind == PieceKind::Cast)
                && brackets::type_length(&pieces[2..]) == pieces.len() - 2
    });
    if single { text } else { format!("({text})") }
}

/// Returns the text of an exclusion constraint with its words in lower case.
pub(super) fn lowered(text: &str) -> String {
    let Some(mut pieces) = parse(text) else { return text.trim().to_owned() };
    for at in 1..pieces.len() {
        if pieces[at - 1].is("where")
            && let Some([inner]) = pieces[at].group()
            && inner.group().is_some()
        {
            pieces[at].kind = inner.kind.clone();
        }
    }
    render(&pieces)
}
