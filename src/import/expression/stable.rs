//! A spelling of queries that the server keeps.
//!
//! `status IN ('a', 'b')` over `character varying` is printed with a cast of the whole array to
//! `text[]`. Once read again it is printed with a cast of each element, as it has become another
//! expression. As IN it stays what it was.

use std::ops::Range;

use crate::sql::scanner::{Kind, Token, tokens};

/// Writes IN where the server printed it as an array of `character varying`.
pub(in crate::import) fn stable(text: &str) -> String {
    let tokens = tokens(text);
    let mut written = String::new();
    let mut end = 0;
    for at in 0..tokens.len() {
        let found = list(text, &tokens, at).or_else(|| uncast(text, &tokens, at));
        let Some((range, list)) = found else { continue };
        if range.start >= end {
            written.push_str(&text[end..range.start]);
            written.push_str(&list);
            end = range.end;
        }
    }
    written + &text[end..]
}

/// Reads `(operand)::text = ANY ((ARRAY['a'::character varying, …])::text[])` around its quantifier.
fn list(text: &str, tokens: &[Token], at: usize) -> Option<(Range<usize>, String)> {
    let word = |at: usize| tokens.get(at).map(|token| &text[token.range.clone()]);
    let is = |at: usize, wanted: &str| word(at).is_some_and(|own| own.eq_ignore_ascii_case(wanted));
    let all = |from: usize, wanted: &[&str]| {
        wanted.iter().enumerate().all(|(offset, wanted)| is(from + offset, wanted))
    };
    let (keyword, before) = match () {
        () if is(at, "any") && all(at.checked_sub(4)?, &[":", ":", "text", "="]) => ("IN", at - 5),
        () if is(at, "all") && all(at.checked_sub(5)?, &[":", ":", "text", "<", ">"]) => {
            ("NOT IN", at - 6)
        }
        () => return None,
    };
    let start = opening(text, tokens, before)?;
    let (elements, end) = elements(text, tokens, at)?;
    let operand = &text[tokens[start].range.end..tokens[before].range.start];
    let simple =
        operand.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.\"".contains(&byte));
    let operand = if simple { operand.to_owned() } else { format!("({operand})") };
    let range = tokens[start].range.start..end;
    let sound = elements.len() > 1;
    sound.then(|| (range, format!("{operand} {keyword} ({})", elements.join(", "))))
}

/// Reads `((ARRAY['a'::character varying, …])::text[])` behind a quantifier: its elements, and where
/// it ends.
fn elements<'a>(text: &'a str, tokens: &[Token], at: usize) -> Option<(Vec<&'a str>, usize)> {
    let word = |at: usize| tokens.get(at).map(|token| &text[token.range.clone()]);
    let all = |from: usize, wanted: &[&str]| {
        let is =
            |at: usize, wanted: &str| word(at).is_some_and(|own| own.eq_ignore_ascii_case(wanted));
        wanted.iter().enumerate().all(|(offset, wanted)| is(from + offset, wanted))
    };
    if !all(at + 1, &["(", "(", "array", "["]) {
        return None;
    }
    let mut elements = Vec::new();
    let mut next = at + 5;
    loop {
        let literal = tokens.get(next).filter(|token| token.kind == Kind::Text)?;
        if !all(next + 1, &[":", ":", "character", "varying"]) {
            return None;
        }
        elements.push(&text[literal.range.clone()]);
        next += 5;
        if !all(next, &[","]) {
            break;
        }
        next += 1;
    }
    let closed = all(next, &["]", ")", ":", ":", "text", "[", "]", ")"]);
    Some((elements, tokens.get(next + 7).filter(|_| closed)?.range.end))
}

/// Leaves the cast of the array out, which the server adds again.
fn uncast(text: &str, tokens: &[Token], at: usize) -> Option<(Range<usize>, String)> {
    let word = text[tokens[at].range.clone()].to_lowercase();
    let (elements, end) = elements(text, tokens, at).filter(|_| word == "any" || word == "all")?;
    let cast = elements.iter().map(|element| format!("{element}::character varying"));
    let start = tokens.get(at + 1)?.range.start;
    Some((start..end, format!("(ARRAY[{}])", cast.collect::<Vec<_>>().join(", "))))
}

/// Finds the parenthesis that the one at `close` closes.
fn opening(text: &str, tokens: &[Token], close: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for at in (0..=close).rev() {
        match &text[tokens[at].range.clone()] {
            ")" => depth += 1,
            "(" => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ if depth == 0 => return None,
            _ => {}
        }
    }
    None
}
