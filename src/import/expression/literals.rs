//! Literals: the server prints their types, which go without saying beside a column of that type.

use super::Row;
use super::brackets::type_length;
use super::pieces::{Piece, PieceKind, render};

/// Operators that have both operands of one type.
const SAME_TYPE: [&str; 14] =
    ["=", "<>", "<", ">", "<=", ">=", "~", "~*", "!~", "!~*", "~~", "~~*", "!~~", "!~~*"];

/// Spells literals as a person would.
pub(super) fn simplify(mut pieces: Vec<Piece>, row: &Row<'_>) -> Vec<Piece> {
    let mut at = 0;
    while at < pieces.len() {
        if let Some((range, new)) = replacement(&pieces, at, row) {
            pieces.splice(range, new);
        }
        at += 1;
    }
    pieces.into_iter().flat_map(like).collect()
}

type Replacement = (std::ops::Range<usize>, Vec<Piece>);

/// Finds what may be written shorter at a place.
fn replacement(pieces: &[Piece], at: usize, row: &Row<'_>) -> Option<Replacement> {
    if let Some(operator) = pieces[at].operator()
        && SAME_TYPE.contains(&operator)
    {
        let operand = operand(pieces, at, row)?;
        return list(pieces, at, &operand).or_else(|| single(pieces, at, &operand));
    }
    negative(pieces, at).or_else(|| zone(pieces, at)).or_else(|| uncast_array(pieces, at))
}

/// A column before an operator, and its type as an operand.
struct Operand {
    start: usize,
    column: Vec<Piece>,
    data_type: String,
    /// The type of the elements of a list that it is compared with.
    element: String,
}

fn operand(pieces: &[Piece], at: usize, row: &Row<'_>) -> Option<Operand> {
    let name = |piece: &Piece| match &piece.kind {
        PieceKind::Word(name) => Some(name.clone()),
        PieceKind::Quoted(name) => Some(crate::sql::fold_identifier(name)),
        _ => None,
    };
    // `(name)::text` is a column of a type that reads like text.
    if at >= 3
        && pieces[at - 1].is("text")
        && pieces[at - 2].kind == PieceKind::Cast
        && let Some(inner) = pieces[at - 3].group()
    {
        let last = inner.last().and_then(name)?;
        let plain = inner.len() == 1 || inner.len() == 3 && inner[1].kind == PieceKind::Mark('.');
        let (own, base) = row.types(&last)?;
        let like_text = base == "text" || base == "character varying";
        let found = plain && like_text && own != "text";
        return found.then(|| Operand {
            start: at - 3,
            column: with_space(inner.to_vec(), pieces[at - 3].spaced),
            data_type: "text".to_owned(),
            element: base,
        });
    }
    let last = at.checked_sub(1)?;
    let column = name(&pieces[last])?;
    let qualified = last >= 2 && pieces[last - 1].kind == PieceKind::Mark('.');
    let start = if qualified { last - 2 } else { last };
    let free = start.checked_sub(1).is_none_or(|before| match &pieces[before].kind {
        PieceKind::Word(word) => ["and", "or", "not", "when"].contains(&word.as_str()),
        PieceKind::Mark(',') => true,
        _ => false,
    });
    let (own, _) = row.types(&column).filter(|_| free)?;
    let column = pieces[start..=last].to_vec();
    Some(Operand { start, column, data_type: own.clone(), element: own })
}

fn with_space(mut pieces: Vec<Piece>, spaced: bool) -> Vec<Piece> {
    if let Some(first) = pieces.first_mut() {
        first.spaced = spaced;
    }
    pieces
}

/// `name <> ''::text`, `cost >= (0)::numeric`.
fn single(pieces: &[Piece], at: usize, operand: &Operand) -> Option<Replacement> {
    let value = pieces.get(at + 1)?;
    let cast = pieces.get(at + 2).filter(|piece| piece.kind == PieceKind::Cast);
    cast?;
    let length = type_length(&pieces[at + 3..]);
    let end = at + 3 + length;
    let data_type = render(&pieces[at + 3..end]);
    let more = pieces.get(end).is_some_and(|piece| {
        !(piece.is_any(&["and", "or", "then", "else", "end", "when"])
            || piece.kind == PieceKind::Mark(','))
    });
    if more || data_type != operand.data_type {
        return None;
    }
    let literal = literal(value, &data_type)?;
    let mut new = operand.column.clone();
    new.push(pieces[at].clone());
    new.extend(with_space(literal, true));
    Some((operand.start..end, new))
}

/// Returns a literal that means the same without its cast beside a column of this type.
fn literal(value: &Piece, data_type: &str) -> Option<Vec<Piece>> {
    match &value.kind {
        PieceKind::Text(text) => {
            let number = text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
            let number = number.filter(|number| is_written_bare(number, data_type));
            let bare = number.map(|number| PieceKind::Number(number.to_owned()));
            Some(vec![bare.map_or_else(|| value.clone(), |kind| Piece::new(kind, true))])
        }
        // A comparison of these with an integer is one of their own type.
        PieceKind::Group(inner) if ["numeric", "double precision"].contains(&data_type) => {
            is_number(inner).then(|| inner.clone())
        }
        _ => None,
    }
}

/// Whether the server prints a number as a literal with a cast that was written without quotes:
/// negative ones, fractions of them, and those that are too large for an integer.
fn is_written_bare(number: &str, data_type: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let positive = number.strip_prefix('-');
    match data_type {
        "integer" => positive.is_some_and(digits),
        "bigint" => digits(number) && number.parse::<i64>().is_ok_and(|it| it > i32::MAX.into()),
        "numeric" => positive
            .and_then(|number| number.split_once('.'))
            .is_some_and(|(whole, part)| digits(whole) && digits(part)),
        _ => false,
    }
}

fn is_number(pieces: &[Piece]) -> bool {
    match pieces {
        [one] => matches!(one.kind, PieceKind::Number(_)),
        [sign, one] => sign.operator() == Some("-") && matches!(one.kind, PieceKind::Number(_)),
        _ => false,
    }
}

/// `state = ANY (ARRAY['open'::state, …])`, which is how the server prints IN.
fn list(pieces: &[Piece], at: usize, operand: &Operand) -> Option<Replacement> {
    let (word, quantifier) = match pieces[at].operator()? {
        "=" => ("in", "any"),
        "<>" => ("not in", "all"),
        _ => return None,
    };
    if !pieces.get(at + 1)?.is(quantifier) {
        return None;
    }
    let inner = pieces.get(at + 2)?.group()?;
    let varying = operand.element == "character varying";
    let (elements, data_type) = match inner {
        [array, elements] if array.is("array") && !varying => (elements, &*operand.element),
        [array, elements, ..] if varying && is_cast_array(inner) && array.is("array") => {
            (elements, "character varying")
        }
        _ => return None,
    };
    let PieceKind::Bracket(elements) = &elements.kind else { return None };
    let elements: Vec<&[Piece]> =
        elements.split(|piece| piece.kind == PieceKind::Mark(',')).collect();
    let short = |element: &[Piece]| self::element(element, data_type);
    let values = elements.into_iter().map(short).collect::<Option<Vec<_>>>()?;
    let mut list = Vec::new();
    for (number, value) in values.iter().enumerate() {
        if number > 0 {
            list.push(Piece::new(PieceKind::Mark(','), false));
        }
        list.extend(with_space(value.clone(), number > 0));
    }
    let mut new = operand.column.clone();
    new.extend(word.split(' ').map(|word| Piece::new(PieceKind::Word(word.to_owned()), true)));
    new.push(Piece::new(PieceKind::Group(list), true));
    // A list of one would be printed as a comparison.
    (values.len() > 1).then_some((operand.start..at + 3, new))
}

/// Whether it is `array['a'::character varying, …]::text[]`.
fn is_cast_array(pieces: &[Piece]) -> bool {
    let [array, elements, cast, text, brackets] = pieces else { return false };
    let PieceKind::Bracket(elements) = &elements.kind else { return false };
    let mut elements = elements.split(|piece| piece.kind == PieceKind::Mark(','));
    array.is("array")
        && cast.kind == PieceKind::Cast
        && text.is("text")
        && brackets.kind == PieceKind::Bracket(Vec::new())
        && elements.all(|element| self::element(element, "character varying").is_some())
}

/// The server casts each element where it reads a cast of the whole; without one, it casts the whole.
fn uncast_array(pieces: &[Piece], at: usize) -> Option<Replacement> {
    let quantified = at > 0 && pieces[at - 1].is_any(&["any", "all"]);
    let inner = pieces[at].group().filter(|inner| quantified && is_cast_array(inner))?;
    let array = PieceKind::Group(inner[..2].to_vec());
    Some((at..at + 1, vec![Piece::new(array, pieces[at].spaced)]))
}

fn element(pieces: &[Piece], data_type: &str) -> Option<Vec<Piece>> {
    match pieces {
        [number] if data_type == "integer" && matches!(number.kind, PieceKind::Number(_)) => {
            Some(pieces.to_vec())
        }
        [value, cast, name @ ..] if cast.kind == PieceKind::Cast && render(name) == data_type => {
            match &value.kind {
                PieceKind::Text(_) => Some(vec![value.clone()]),
                PieceKind::Group(inner) => is_number(inner).then(|| inner.clone()),
                PieceKind::Number(_) => Some(vec![value.clone()]),
                _ => None,
            }
        }
        _ => None,
    }
}

/// `'-5'::integer` is what the server prints for `-5`.
fn negative(pieces: &[Piece], at: usize) -> Option<Replacement> {
    let PieceKind::Text(text) = &pieces[at].kind else { return None };
    let digits = text.strip_prefix("'-")?.strip_suffix('\'')?;
    let cast = pieces.get(at + 1)?.kind == PieceKind::Cast && pieces.get(at + 2)?.is("integer");
    let more = pieces.get(at + 3).is_some_and(|piece| {
        matches!(piece.kind, PieceKind::Cast | PieceKind::Bracket(_))
            || piece.operator() == Some("^")
    });
    let sound = cast && !more && !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit());
    let number = Piece::new(PieceKind::Number(format!("-{digits}")), pieces[at].spaced);
    sound.then(|| (at..at + 3, vec![number]))
}

/// `AT TIME ZONE 'UTC'::text`.
fn zone(pieces: &[Piece], at: usize) -> Option<Replacement> {
    let text = matches!(pieces[at].kind, PieceKind::Text(_));
    let after_zone = at >= 3 && pieces[at - 1].is("zone") && pieces[at - 3].is("at");
    let cast = pieces.get(at + 1)?.kind == PieceKind::Cast && pieces.get(at + 2)?.is("text");
    (text && after_zone && cast).then(|| (at..at + 3, vec![pieces[at].clone()]))
}

/// Writes the operators of LIKE as words.
fn like(piece: Piece) -> Vec<Piece> {
    let words: &[&str] = match piece.operator() {
        Some("~~") => &["like"],
        Some("~~*") => &["ilike"],
        Some("!~~") => &["not", "like"],
        Some("!~~*") => &["not", "ilike"],
        _ => return vec![piece],
    };
    words.iter().map(|word| Piece::new(PieceKind::Word((*word).to_owned()), true)).collect()
}
