//! Patterns of LIKE and regular expressions, as far as they say something of every row.

use super::{Truth, Value, truth_of};

/// Says what is known of `value like pattern`; `never_null` says of a column that it is never null.
pub(super) fn like(value: &Value, pattern: &Value, never_null: &dyn Fn(&str) -> bool) -> Truth {
    let Value::Text(pattern) = pattern else { return Truth::Depends };
    let Some(pattern) = plain(pattern) else { return Truth::Depends };
    let takes_all = !pattern.is_empty() && pattern.chars().all(|c| c == '%');
    match value {
        Value::Text(text) => plain(text)
            .map_or(Truth::Depends, |text| truth_of(matches(&chars(text), &chars(pattern)))),
        _ if takes_all => of_any_text(value, never_null),
        _ => Truth::Depends,
    }
}

/// Says what is known of `value ~ expression`: of one that every text fits.
pub(super) fn fits(value: &Value, expression: &Value, never_null: &dyn Fn(&str) -> bool) -> Truth {
    let Value::Text(expression) = expression else { return Truth::Depends };
    match plain(expression) {
        Some("" | "^" | "$" | ".*" | "^.*" | ".*$" | "^.*$") => of_any_text(value, never_null),
        _ => Truth::Depends,
    }
}

/// What takes every text lets through what is not null.
fn of_any_text(value: &Value, never_null: &dyn Fn(&str) -> bool) -> Truth {
    match value {
        Value::Text(_) | Value::Session(_) => Truth::True,
        Value::Column(name) if never_null(name) => Truth::True,
        Value::Column(name) => Truth::UnlessNull(name.clone()),
        _ => Truth::Depends,
    }
}

/// Returns what stands in a string constant without quotes or escapes in it.
fn plain(literal: &str) -> Option<&str> {
    let text = literal.strip_prefix('\'')?.strip_suffix('\'')?;
    (!text.contains(['\'', '\\'])).then_some(text)
}

fn chars(text: &str) -> Vec<char> {
    text.chars().collect()
}

/// Returns whether a text is like a pattern of `%` and `_`; goes back to the last `%` where it is not.
fn matches(text: &[char], pattern: &[char]) -> bool {
    let (mut at, mut place) = (0, 0);
    let mut last = None;
    while at < text.len() {
        match pattern.get(place) {
            Some('%') => {
                last = Some((place, at));
                place += 1;
            }
            Some(c) if *c == '_' || *c == text[at] => {
                at += 1;
                place += 1;
            }
            _ => match last {
                Some((percent, from)) => {
                    last = Some((percent, from + 1));
                    at = from + 1;
                    place = percent + 1;
                }
                None => return false,
            },
        }
    }
    pattern[place..].iter().all(|c| *c == '%')
}
