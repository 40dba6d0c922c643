//! SQL as the server prints it, made to look as a person writes it.

/// Returns an expression without the parentheses around the whole of it.
pub(super) fn expression(text: &str) -> String {
    let text = text.trim();
    let inner = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    match inner.filter(|inner| is_balanced(inner)) {
        Some(inner) => inner.trim().to_owned(),
        None => text.to_owned(),
    }
}

/// Whether no parenthesis closes what was opened outside of the text.
fn is_balanced(text: &str) -> bool {
    use crate::sql::scanner::{Kind, tokens};
    let mut depth = 0_i64;
    let sound = tokens(text).iter().all(|token| {
        match token.kind {
            Kind::Symbol(b'(') => depth += 1,
            Kind::Symbol(b')') => depth -= 1,
            _ => {}
        }
        depth >= 0
    });
    sound && depth == 0
}

/// Returns a default without the cast to the type of its column, which goes without saying.
pub(super) fn default(text: &str, data_type: &str) -> String {
    use crate::sql::scanner::{Kind, tokens};
    let text = text.trim();
    let plain = data_type.split('(').next().unwrap_or_default().trim();
    let literal = tokens(text).into_iter().next().filter(|token| token.kind == Kind::Text);
    let cast = literal.and_then(|token| Some((token.range.end, text.get(token.range.end..)?)));
    match cast {
        Some((end, rest)) if rest.strip_prefix("::") == Some(plain) => text[..end].to_owned(),
        _ => text.to_owned(),
    }
}

/// Returns a piece of SQL in a spelling that the server keeps when it reads it again.
pub(super) fn stable(text: &str) -> String {
    text.to_owned()
}
