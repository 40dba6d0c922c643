//! libpq's strings of keywords: `host=db dbname=shop password='two words'`.
//!
//! <https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-KEYWORD-VALUE>

use std::iter::Peekable;
use std::str::Chars;

use super::Error;
use super::values::Pair;

/// Takes the string apart. A word without `=` is an error that does not repeat it, as it may be
/// the second half of a password.
pub(super) fn parse(text: &str) -> Result<Vec<Pair>, Error> {
    let mut rest = text.chars().peekable();
    let mut pairs = Vec::new();
    loop {
        skip_spaces(&mut rest);
        if rest.peek().is_none() {
            return Ok(pairs);
        }
        let place = format!("parameter {} of the connection string", pairs.len() + 1);
        let name = name(&mut rest).ok_or_else(|| Error::NoEquals(place.clone()))?;
        skip_spaces(&mut rest);
        let value = match rest.next_if_eq(&'\'') {
            Some(_) => quoted(&mut rest).ok_or_else(|| Error::OpenQuote(place.clone()))?,
            None => plain(&mut rest),
        };
        pairs.push(Pair::new(name, value, place));
    }
}

/// Tells whether the text begins as such a string does: with the name of a parameter and `=`.
pub(super) fn looks_like_one(text: &str) -> bool {
    let name = text.split_once('=').map(|(name, _)| name.trim());
    name.is_some_and(|name| super::parameters::find(name).is_some())
}

fn skip_spaces(rest: &mut Peekable<Chars<'_>>) {
    while rest.next_if(|c| c.is_ascii_whitespace()).is_some() {}
}

/// Reads up to and with the `=`, around which spaces may stand.
fn name(rest: &mut Peekable<Chars<'_>>) -> Option<String> {
    let mut name = String::new();
    while let Some(c) = rest.next_if(|c| *c != '=' && !c.is_ascii_whitespace()) {
        name.push(c);
    }
    skip_spaces(rest);
    rest.next_if_eq(&'=').map(|_| name)
}

fn plain(rest: &mut Peekable<Chars<'_>>) -> String {
    let mut value = String::new();
    while let Some(c) = rest.next_if(|c| !c.is_ascii_whitespace()) {
        value.extend(if c == '\\' { rest.next() } else { Some(c) });
    }
    value
}

fn quoted(rest: &mut Peekable<Chars<'_>>) -> Option<String> {
    let mut value = String::new();
    loop {
        match rest.next()? {
            '\'' => return Some(value),
            '\\' => value.push(rest.next()?),
            c => value.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> String {
        let pairs = parse(text).unwrap();
        pairs.iter().map(|pair| format!("{}<{}>", pair.name, pair.value)).collect()
    }

    #[test]
    fn values_may_be_quoted_or_escaped() {
        assert_eq!(parsed(""), "");
        assert_eq!(parsed(" host = db  port=6 "), "host<db>port<6>");
        assert_eq!(parsed(r"password='it\'s \\' user=a\ b"), r"password<it's \>user<a b>");
        assert_eq!(parsed("host='' user="), "host<>user<>");
        assert_eq!(parsed("options=-c\\ a=b"), "options<-c a=b>");
    }

    #[test]
    fn words_and_open_quotes_are_refused_without_repeating_them() {
        let error = parse("host=h password=hun ter2").unwrap_err();
        assert_eq!(error.to_string(), "parameter 3 of the connection string has no `=`");
        let error = parse("host=h password='hunter2").unwrap_err();
        assert_eq!(error.to_string(), "parameter 2 of the connection string has no closing quote");
    }

    #[test]
    fn such_a_string_is_known_by_its_first_name() {
        assert!(looks_like_one("host=db"));
        assert!(looks_like_one("service = shop"));
        assert!(!looks_like_one("schema/a=b.sql"));
        assert!(!looks_like_one("shop"));
    }
}
