//! Lists of values, and of cases.

use super::reader::Reader;
use super::{Truth, Value, condition, or};

impl Reader<'_> {
    /// Whether a value is one of a list that begins some tokens ahead; of a query in its place nothing is known.
    pub(super) fn among(&mut self, value: &Value, ahead: usize, open: u8, close: u8) -> Truth {
        let from = self.at;
        self.at += ahead;
        if !self.takes_symbol(open) || self.is(0, "select") || self.is(0, "with") {
            self.at = from + 1;
            self.piece();
            return Truth::Depends;
        }
        let mut sides = Vec::new();
        loop {
            let other = self.operand();
            sides.push(self.comparison(value, "=", &other));
            if !self.takes_symbol(b',') {
                break;
            }
        }
        match self.takes_symbol(close) {
            true => or(&sides),
            false => Truth::Depends,
        }
    }

    /// What `CASE WHEN` gives whose first condition is true; of any other nothing is known.
    pub(super) fn case(&mut self) -> Value {
        let first = match self.takes(&["when"]) {
            true => condition(self.either()),
            false => Truth::Depends,
        };
        let value = match first == Truth::True && self.takes(&["then"]) {
            true => self.either(),
            false => Value::Unknown,
        };
        let is_read = self.is(0, "when") || self.is(0, "else") || self.is(0, "end");
        let mut depth = 1usize;
        while depth > 0 && self.at < self.tokens.len() {
            depth += usize::from(self.is(0, "case"));
            depth -= usize::from(self.is(0, "end"));
            self.at += 1;
        }
        if is_read { value } else { Value::Unknown }
    }
}
