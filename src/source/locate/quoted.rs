//! Reading single- and double-quoted scalars.

use std::ops::Range;

use super::Places;

/// Pairs the characters of `value` with their places in `raw`, which has its quotes.
///
/// Returns `None` if `raw` is not a quoted scalar of this value.
pub(super) fn places(raw: &str, value: &str) -> Option<Places> {
    let quote = raw.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let inner = raw.strip_prefix(quote)?.strip_suffix(quote)?;
    let tokens = tokens(inner, quote)?;
    let same = tokens.iter().map(|(c, _)| *c).eq(value.chars());
    same.then(|| tokens.into_iter().map(|(_, place)| place.start + 1..place.end + 1).collect())
}

/// Splits the text between quotes into characters that it stands for.
fn tokens(inner: &str, quote: char) -> Option<Vec<(char, Range<usize>)>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = inner[at..].chars().next() {
        let rest = &inner[at..];
        let fold = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
        let taken = if rest[..fold].contains('\n') {
            push_fold(&mut tokens, at..at + fold, rest);
            fold
        } else if quote == '"' && c == '\\' {
            let (character, bytes) = escape(rest)?;
            tokens.extend(character.map(|character| (character, at..at + bytes)));
            bytes
        } else if c == quote {
            // Within single quotes a quote is written twice; within double quotes it is escaped.
            (quote == '\'' && rest.starts_with("''")).then(|| tokens.push((c, at..at + 2)))?;
            2
        } else {
            tokens.push((c, at..at + c.len_utf8()));
            c.len_utf8()
        };
        at += taken;
    }
    Some(tokens)
}

/// One break between lines is a space; of several, the first is dropped.
fn push_fold(tokens: &mut Vec<(char, Range<usize>)>, place: Range<usize>, rest: &str) {
    let breaks = rest[..place.len()].matches('\n').count();
    if breaks == 1 {
        tokens.push((' ', place));
    } else {
        tokens.extend(std::iter::repeat_n(('\n', place), breaks - 1));
    }
}

/// Reads one escape at the start of `rest`: its character, if it stands for one, and its length.
fn escape(rest: &str) -> Option<(Option<char>, usize)> {
    let c = rest[1..].chars().next()?;
    let simple = match c {
        '0' => '\0',
        'a' => '\x07',
        'b' => '\x08',
        't' | '\t' => '\t',
        'n' => '\n',
        'v' => '\x0B',
        'f' => '\x0C',
        'r' => '\r',
        'e' => '\x1B',
        'N' => '\u{85}',
        '_' => '\u{A0}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        ' ' | '"' | '/' | '\\' => c,
        'x' => return coded(rest, 2),
        'u' => return surrogates(rest).or_else(|| coded(rest, 4)),
        'U' => return coded(rest, 8),
        '\r' | '\n' => {
            let after = rest[1..].trim_start_matches([' ', '\t', '\r', '\n']);
            return Some((None, rest.len() - after.len()));
        }
        _ => return None,
    };
    Some((Some(simple), 1 + c.len_utf8()))
}

fn coded(rest: &str, digits: usize) -> Option<(Option<char>, usize)> {
    let code = u32::from_str_radix(rest.get(2..2 + digits)?, 16).ok()?;
    Some((Some(char::from_u32(code)?), 2 + digits))
}

/// Reads `\uD834\uDD1E`, one character in two escapes as JSON writes it.
fn surrogates(rest: &str) -> Option<(Option<char>, usize)> {
    let unit = |at: usize| u16::from_str_radix(rest.get(at..at + 4)?, 16).ok();
    let second = rest.get(6..8).filter(|start| *start == "\\u").and_then(|_| unit(8))?;
    let mut decoded = char::decode_utf16([unit(2)?, second]);
    let character = decoded.next()?.ok().filter(|c| c.len_utf16() == 2)?;
    Some((Some(character), 12))
}
