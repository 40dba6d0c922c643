//! What the text of a purge says: how old a row has to be, and whether it has to meet something else.

use crate::model::Duration;
use crate::sql::scanner::{Kind, Token, tokens};

/// Returns the longest interval that SQL names: `interval '7 days'`, `'7 days'::interval`, `cast('7 days' as interval)`.
pub(super) fn longest_interval(sql: &str) -> Option<Duration> {
    let tokens = tokens(sql);
    let texts = tokens.iter().enumerate().filter(|(_, token)| token.kind == Kind::Text);
    let named = texts.filter(|(at, _)| is_interval(sql, &tokens, *at));
    let spans = named.filter_map(|(_, token)| span_of(&sql[token.range.clone()]));
    spans.max()
}

fn is_interval(sql: &str, tokens: &[Token], at: usize) -> bool {
    let word = |at: Option<usize>| {
        at.and_then(|at| tokens.get(at)).map_or("", |token| &sql[token.range.clone()])
    };
    let is = |at, wanted: &str| word(at).eq_ignore_ascii_case(wanted);
    let after = |by: usize| Some(at + by);
    is(at.checked_sub(1), "interval")
        || (is(after(1), ":") && is(after(2), ":") && is(after(3), "interval"))
        || (is(after(1), "as") && is(after(2), "interval"))
}

/// Reads a span as PostgreSQL writes it. A month counts 31 days and a year 366: a row may become as old.
fn span_of(literal: &str) -> Option<Duration> {
    let text = literal.trim_matches('\'').to_ascii_lowercase();
    let mut seconds: u64 = 0;
    let mut words = text.split_whitespace();
    while let Some(number) = words.next() {
        let digits = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
        let (number, unit) = number.split_at(digits);
        let unit = if unit.is_empty() { words.next()? } else { unit };
        let number: u64 = number.parse().ok()?;
        let days = match unit.trim_end_matches('s') {
            "mon" | "month" => Some(31),
            "y" | "year" => Some(366),
            _ => None,
        };
        let of_unit = match days {
            Some(days) => days * 86_400,
            None => Duration::parse(&format!("1{unit}"))?.seconds,
        };
        seconds = seconds.checked_add(number.checked_mul(of_unit)?)?;
    }
    (seconds > 0).then(|| Duration::of_seconds(seconds))
}

/// Returns whether a DELETE asks for more than one thing of a row, or takes rows of other tables into account.
pub(super) fn is_partial(sql: &str) -> bool {
    let tokens = tokens(sql);
    let is = |token: &Token, word: &str| {
        token.kind == Kind::Word && sql[token.range.clone()].eq_ignore_ascii_case(word)
    };
    let deletes = tokens.iter().enumerate().filter(|(_, token)| is(token, "delete"));
    deletes.map(|(at, _)| at).any(|at| {
        let from_here = &tokens[at..];
        // `on delete` of a foreign key, or a privilege, is none.
        if !from_here.get(1).is_some_and(|token| is(token, "from")) {
            return false;
        }
        let mut depth = 0_i32;
        for token in from_here {
            match token.kind {
                Kind::Symbol(b'(') => depth += 1,
                Kind::Symbol(b')') if depth == 0 => return false,
                Kind::Symbol(b')') => depth -= 1,
                Kind::Symbol(b';') if depth == 0 => return false,
                _ if depth == 0 && is(token, "returning") => return false,
                _ if depth == 0 && (is(token, "and") || is(token, "using")) => return true,
                _ => {}
            }
        }
        false
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_interval_is_read() {
        let read = |sql: &str| longest_interval(sql).map(|span| span.to_string());
        let days = Some("1w".to_owned());
        assert_eq!(read("delete from a where at < :at - interval '7 days'"), days);
        assert_eq!(read("delete from a where at < :at - '168h'::interval"), days);
        assert_eq!(read("delete from a where at < now() - cast('7 days' as interval)"), days);
        assert_eq!(read("select interval '1 day', interval '1 week'"), days);
        assert_eq!(read("select interval '1 month'").as_deref(), Some("4w 3d"));
        assert_eq!(read("select '7 days'"), None, "a text is no interval");
        assert_eq!(read("select interval '-7 days'"), None);
        assert_eq!(read("-- interval '7 days'\nselect 1"), None, "nor is a comment");
    }

    #[test]
    fn a_second_condition_makes_it_partial() {
        assert!(!is_partial("delete from a where at < :at - interval '7 days'"));
        assert!(!is_partial("delete from a where (x and y) or at < :at returning a and b"));
        assert!(is_partial("delete from a where at < :at and done"));
        assert!(is_partial("with b as (delete from a where at < :at and done) select 1"));
        assert!(!is_partial("with b as (delete from a where at < :at) select 1 where x and y"));
        assert!(is_partial("delete from a using b where a.id = b.id"));
        assert!(!is_partial("create table a (b int references c on delete cascade)"));
    }
}
