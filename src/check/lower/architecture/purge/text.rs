//! What the text of a purge says: how old a row has to be, and whether it has to meet something else.

use crate::model::Duration;
use crate::sql::scanner::{Kind, Token, tokens};

/// Returns the longest interval that SQL names: `interval '7 days'`, `'7 days'::interval`, `cast('7 days' as interval)`.
pub(super) fn longest_interval(sql: &str) -> Option<Duration> {
    let tokens = tokens(sql);
    let inside = bodies(sql, &tokens).filter_map(longest_interval).max();
    let texts = tokens.iter().enumerate().filter(|(_, token)| token.kind == Kind::Text);
    let named = texts.filter(|(at, _)| is_interval(sql, &tokens, *at));
    let spans = named.filter_map(|(_, token)| span_of(&sql[token.range.clone()]));
    spans.max().max(inside)
}

/// Returns the bodies of functions that SQL makes: what stands between dollars.
fn bodies<'s>(sql: &'s str, tokens: &'s [Token]) -> impl Iterator<Item = &'s str> {
    let quoted = tokens.iter().filter(|token| token.kind == Kind::Dollar);
    quoted.filter_map(|token| {
        let text = &sql[token.range.clone()];
        let tag = text.get(1..)?.find('$')? + 2;
        text.get(tag..text.len().checked_sub(tag)?)
    })
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

/// Returns whether a DELETE leaves some rows that are older: it asks for more than one thing of a row, takes rows of other
/// tables into account, or deletes those that are younger.
pub(super) fn is_partial(sql: &str) -> bool {
    let tokens = tokens(sql);
    if bodies(sql, &tokens).any(is_partial) {
        return true;
    }
    let deletes = tokens.iter().enumerate().filter(|(_, token)| is_word(sql, token, "delete"));
    deletes.map(|(at, _)| outermost(sql, &tokens[at..])).any(|statement| {
        // `on delete` of a foreign key, or a privilege, is none.
        let is_one = statement.get(1).is_some_and(|token| is_word(sql, token, "from"));
        let asks_more = statement
            .iter()
            .any(|token| is_word(sql, token, "and") || is_word(sql, token, "using"));
        is_one && (asks_more || is_turned(sql, &statement))
    })
}

fn is_word(sql: &str, token: &Token, word: &str) -> bool {
    token.kind == Kind::Word && sql[token.range.clone()].eq_ignore_ascii_case(word)
}

/// Returns the tokens of a statement that stand in no parentheses of it, up to its end or what it returns.
fn outermost<'t>(sql: &str, tokens: &'t [Token]) -> Vec<&'t Token> {
    let mut depth = 0_i32;
    let mut found = Vec::new();
    for token in tokens {
        match token.kind {
            Kind::Symbol(b'(') => depth += 1,
            Kind::Symbol(b')') if depth == 0 => break,
            Kind::Symbol(b')') => depth -= 1,
            Kind::Symbol(b';') if depth == 0 => break,
            _ if depth == 0 && is_word(sql, token, "returning") => break,
            _ if depth == 0 => found.push(token),
            _ => {}
        }
    }
    found
}

/// Returns whether a comparison leaves what is older than an interval: `seen > :at - interval '7 days'`.
fn is_turned(sql: &str, statement: &[&Token]) -> bool {
    let at = |wanted: u8| statement.iter().position(|it| it.kind == Kind::Symbol(wanted));
    let Some(interval) = statement.iter().position(|it| is_word(sql, it, "interval")) else {
        return false;
    };
    at(b'>').is_some_and(|greater| greater < interval)
        || at(b'<').is_some_and(|less| less > interval)
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
        assert_eq!(read("as $b$ select interval '7 days' $b$"), days, "a function's body counts");
        assert_eq!(read("-- interval '7 days'\nselect 1"), None, "nor is a comment");
    }

    #[test]
    fn a_second_condition_makes_it_partial() {
        assert!(!is_partial("delete from a where at < :at - interval '7 days'"));
        assert!(!is_partial("delete from a where (x and y) or at < :at returning a and b"));
        assert!(is_partial("delete from a where at < :at and done"));
        assert!(is_partial("with b as (delete from a where at < :at and done) select 1"));
        assert!(!is_partial("with b as (delete from a where at < :at) select 1 where x and y"));
        assert!(is_partial("as $$ begin delete from a where at < $1 and done; end $$"));
        assert!(!is_partial("as $$ begin delete from a where at < $1; end $$"));
        assert!(is_partial("delete from a where at > :at - interval '7 days'"), "the young ones");
        assert!(is_partial("delete from a where :at - interval '7 days' < at"));
        assert!(!is_partial("delete from a where :at - interval '7 days' >= at"));
        assert!(is_partial("delete from a using b where a.id = b.id"));
        assert!(!is_partial("create table a (b int references c on delete cascade)"));
    }
}
