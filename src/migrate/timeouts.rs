//! Timeouts as a file says them: `set local lock_timeout = '5s'`.
//!
//! A step has timeouts of its own, which the executor sets; so such statements are no steps.

use crate::sql::scanner::tokens;

/// How long a step waits for a lock unless the file says otherwise, in milliseconds.
pub const LOCK_TIMEOUT_MS: u32 = 3_000;
/// How long a step may run unless the file says otherwise, in milliseconds; 0 is for ever.
pub const STATEMENT_TIMEOUT_MS: u32 = 0;

/// Timeouts of a step, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Timeouts {
    pub lock: u32,
    pub statement: u32,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { lock: LOCK_TIMEOUT_MS, statement: STATEMENT_TIMEOUT_MS }
    }
}

/// One timeout that a statement sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Set {
    /// Whether it is `statement_timeout`, and not `lock_timeout`.
    pub statement: bool,
    /// Whether it holds beyond the transaction.
    pub session: bool,
    /// Milliseconds.
    pub value: u32,
}

impl Timeouts {
    /// Returns them with one set.
    pub fn with(self, set: Set) -> Self {
        match set.statement {
            true => Self { statement: set.value, ..self },
            false => Self { lock: set.value, ..self },
        }
    }

    /// Returns the statements that lead from `before` to these.
    pub fn statements(self, before: Self) -> Vec<String> {
        let mut statements = Vec::new();
        if self.lock != before.lock {
            statements.push(format!("set local lock_timeout = {};", write(self.lock)));
        }
        if self.statement != before.statement {
            statements.push(format!("set local statement_timeout = {};", write(self.statement)));
        }
        statements
    }
}

/// Reads a statement that sets one of the two; others, and values such as `default`, are steps.
pub(super) fn read(statement: &str) -> Option<Set> {
    let tokens = tokens(statement);
    let words = tokens.iter().map(|token| statement[token.range.clone()].to_ascii_lowercase());
    let words: Vec<String> = words.filter(|word| word != ";").collect();
    let (session, rest) = match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["set", "local", rest @ ..] => (false, rest.join(" ")),
        ["set", "session", rest @ ..] | ["set", rest @ ..] => (true, rest.join(" ")),
        _ => return None,
    };
    let (name, value) = rest.split_once(' ')?;
    let value = value.strip_prefix("= ").or_else(|| value.strip_prefix("to "))?;
    let statement = match name {
        "statement_timeout" => true,
        "lock_timeout" => false,
        _ => return None,
    };
    Some(Set { statement, session, value: milliseconds(value)? })
}

/// Reads `5000`, `'5s'`, `'1min'`.
fn milliseconds(value: &str) -> Option<u32> {
    let value = value.trim_matches('\'').trim();
    let digits = value.len() - value.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = value.split_at(digits);
    let factor = match unit.trim() {
        "" | "ms" => 1,
        "s" => 1_000,
        "min" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return None,
    };
    let milliseconds = number.parse::<u32>().ok()?.checked_mul(factor)?;
    // The server's own bound.
    (i32::try_from(milliseconds).is_ok()).then_some(milliseconds)
}

fn write(milliseconds: u32) -> String {
    match milliseconds {
        0 => "0".to_owned(),
        whole if whole % 60_000 == 0 => format!("'{}min'", whole / 60_000),
        whole if whole % 1_000 == 0 => format!("'{}s'", whole / 1_000),
        rest => format!("'{rest}ms'"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        for value in [0, 1, 999, 1_000, 1_500, 60_000, 90_000, 3_600_000, 2_147_483_647] {
            let target = Timeouts { lock: value, statement: value };
            let before = Timeouts { lock: 7, statement: 7 };
            let read = target
                .statements(before)
                .iter()
                .filter_map(|sql| read(sql))
                .fold(before, Timeouts::with);
            assert_eq!(read, target);
        }
        assert!(Timeouts::default().statements(Timeouts::default()).is_empty());
    }

    #[test]
    fn only_what_is_sure_is_read() {
        let set = |sql| read(sql).map(|set| (set.statement, set.session, set.value));
        assert_eq!(set("SET LOCAL lock_timeout TO '5s'"), Some((false, false, 5_000)));
        assert_eq!(set("set statement_timeout = 250"), Some((true, true, 250)));
        assert_eq!(set("set session lock_timeout='2 min'"), Some((false, true, 120_000)));
        for other in [
            "set local lock_timeout = default",
            "set lock_timeout to '1.5s'",
            "set lock_timeout = -1",
            "set local lock_timeout = '99999999999s'",
            "set local lock_timeout = '600000h'",
            "set search_path = a",
            "reset lock_timeout",
            "set",
            "set local",
            "",
        ] {
            assert_eq!(set(other), None, "{other}");
        }
    }
}
