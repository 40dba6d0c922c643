//! Whether a condition is true of every row, as far as its text shows it.
//!
//! Three values, as in SQL: what is null lets no row through. Constants are compared, `or` and `and` are
//! followed, and so is what only looks like a question: `id = id`, `id is not null` of a column that is
//! never null, `current_user is not null`, `(select true)`, `id in (id, 7)`. Whatever else it meets depends on something.

mod comparison;
mod likeness;
mod lists;
mod reader;

#[cfg(test)]
mod tests;

use crate::sql::scanner::tokens;
use reader::Reader;

/// What is known of a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Truth {
    True,
    False,
    Null,
    /// True wherever this column is not null, and null elsewhere.
    UnlessNull(String),
    /// Whether this column is not null.
    NotNull(String),
    /// Whether this column is null.
    IsNull(String),
    Depends,
}

/// What is known of an operand.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Value {
    Condition(Truth),
    Number(String),
    Text(String),
    Column(String),
    /// What every session has: `current_user`.
    Session(String),
    Unknown,
}

/// Tokens beyond which a condition is not read: one could nest deeper than the stack does.
const LONGEST: usize = 4_000;

/// Returns whether `text` is true of every row; `never_null` says it of a column.
///
/// A comparison of a column with itself counts although it is null where the column is: it says nothing.
pub fn is_always_true(text: &str, never_null: &dyn Fn(&str) -> bool) -> bool {
    let tokens = tokens(text);
    if tokens.len() > LONGEST {
        return false;
    }
    let mut reader = Reader { text, tokens: &tokens, at: 0, never_null };
    let truth = condition(reader.either());
    reader.at == tokens.len() && matches!(truth, Truth::True | Truth::UnlessNull(_))
}

fn truth_of(is: bool) -> Truth {
    if is { Truth::True } else { Truth::False }
}

fn condition(value: Value) -> Truth {
    match value {
        Value::Condition(truth) => truth,
        // A string where a condition is asked for: `'t'`.
        Value::Text(text) => match text.trim_matches('\'').to_lowercase().as_str() {
            "t" | "true" | "y" | "yes" | "on" | "1" => Truth::True,
            _ => Truth::Depends,
        },
        _ => Truth::Depends,
    }
}

fn and(left: Truth, right: Truth) -> Truth {
    match (left, right) {
        (Truth::False, _) | (_, Truth::False) => Truth::False,
        (Truth::True, other) | (other, Truth::True) => other,
        (Truth::Null, Truth::Null) => Truth::Null,
        (left, right) if left == right => left,
        _ => Truth::Depends,
    }
}

fn or(sides: &[Truth]) -> Truth {
    let says = |name: &String| {
        sides.iter().any(|side| match side {
            Truth::UnlessNull(other) | Truth::NotNull(other) => other == name,
            _ => false,
        })
    };
    let covers = |side: &Truth| match side {
        Truth::True => true,
        Truth::IsNull(name) => says(name),
        _ => false,
    };
    if sides.iter().any(covers) {
        return Truth::True;
    }
    let unless_null = sides.iter().find(|side| matches!(side, Truth::UnlessNull(_)));
    match (unless_null, sides) {
        (Some(side), _) => side.clone(),
        (None, [only]) => only.clone(),
        _ if sides.iter().all(|side| *side == Truth::False) => Truth::False,
        _ if sides.iter().all(|side| matches!(side, Truth::False | Truth::Null)) => Truth::Null,
        _ => Truth::Depends,
    }
}
