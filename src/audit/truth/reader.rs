//! Reads a condition token by token, and says what is known of each part.

use super::{Truth, Value, and, condition, likeness, or, truth_of};
use crate::sql::fold_identifier;
use crate::sql::scanner::{Kind, Token};

/// Words that are no column, and never null.
const SESSION: &[&str] = &[
    "current_user",
    "session_user",
    "user",
    "current_role",
    "current_date",
    "current_timestamp",
    "localtimestamp",
];

/// Functions without arguments that are never null, and the same as often as a statement calls them.
const SESSION_CALLS: &[&str] = &[
    "current_database",
    "current_catalog",
    "current_user",
    "now",
    "pg_backend_pid",
    "session_user",
    "statement_timestamp",
    "transaction_timestamp",
    "version",
];

/// The place in a condition up to which it was read.
pub(super) struct Reader<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
    pub at: usize,
    pub never_null: &'a dyn Fn(&str) -> bool,
}

impl Reader<'_> {
    pub(super) fn is(&self, ahead: usize, word: &str) -> bool {
        self.tokens.get(self.at + ahead).is_some_and(|token| {
            token.kind == Kind::Word && self.text[token.range.clone()].eq_ignore_ascii_case(word)
        })
    }

    pub(super) fn is_symbol(&self, ahead: usize, symbol: u8) -> bool {
        let token = self.tokens.get(self.at + ahead);
        token.is_some_and(|token| token.kind == Kind::Symbol(symbol))
    }

    pub(super) fn takes(&mut self, words: &[&str]) -> bool {
        let all = words.iter().enumerate().all(|(ahead, word)| self.is(ahead, word));
        self.at += if all { words.len() } else { 0 };
        all
    }

    pub(super) fn takes_symbol(&mut self, symbol: u8) -> bool {
        let is = self.is_symbol(0, symbol);
        self.at += usize::from(is);
        is
    }

    /// A whole condition, or the value that stands in its place.
    pub fn either(&mut self) -> Value {
        let first = self.both();
        if !self.is(0, "or") {
            return first;
        }
        let mut sides = vec![condition(first)];
        while self.takes(&["or"]) {
            sides.push(condition(self.both()));
        }
        Value::Condition(or(&sides))
    }

    fn both(&mut self) -> Value {
        let mut value = self.negated();
        while self.takes(&["and"]) {
            let other = condition(self.negated());
            value = Value::Condition(and(condition(value), other));
        }
        value
    }

    fn negated(&mut self) -> Value {
        if !self.takes(&["not"]) {
            return self.tested();
        }
        Value::Condition(match condition(self.negated()) {
            Truth::True => Truth::False,
            Truth::False => Truth::True,
            Truth::Null => Truth::Null,
            Truth::NotNull(name) => Truth::IsNull(name),
            Truth::IsNull(name) => Truth::NotNull(name),
            Truth::UnlessNull(_) | Truth::Depends => Truth::Depends,
        })
    }

    /// A comparison, and what `is` asks of it.
    fn tested(&mut self) -> Value {
        let mut value = self.compared();
        loop {
            let truth = if self.takes(&["is", "not", "distinct", "from"]) {
                let other = self.operand();
                self.same(&value, &other)
            } else if self.takes(&["is", "distinct", "from"]) {
                let other = self.operand();
                match self.same(&value, &other) {
                    Truth::True => Truth::False,
                    _ => Truth::Depends,
                }
            } else if self.takes(&["is", "not", "null"]) || self.takes(&["notnull"]) {
                self.null_test(&value, false)
            } else if self.takes(&["is", "null"]) || self.takes(&["isnull"]) {
                self.null_test(&value, true)
            } else if self.takes(&["is", "true"]) || self.takes(&["is", "not", "false"]) {
                condition(value)
            } else {
                return value;
            };
            value = Value::Condition(truth);
        }
    }

    fn null_test(&self, value: &Value, is_null: bool) -> Truth {
        let known = match value {
            Value::Column(name) if (self.never_null)(name) => false,
            Value::Column(name) if is_null => return Truth::IsNull(name.clone()),
            Value::Column(name) => return Truth::NotNull(name.clone()),
            Value::Number(_) | Value::Text(_) | Value::Session(_) => false,
            Value::Condition(Truth::True | Truth::False) => false,
            Value::Condition(Truth::Null) => true,
            Value::Condition(_) | Value::Unknown => return Truth::Depends,
        };
        truth_of(known == is_null)
    }

    fn same(&self, left: &Value, right: &Value) -> Truth {
        match (left, right) {
            (Value::Column(left), Value::Column(right)) if left == right => Truth::True,
            (Value::Session(left), Value::Session(right)) if left == right => Truth::True,
            _ => Truth::Depends,
        }
    }

    fn compared(&mut self) -> Value {
        let left = self.operand();
        if self.takes(&["like"]) {
            let right = self.operand();
            return Value::Condition(likeness::like(&left, &right, self.never_null));
        }
        if self.is(0, "in") {
            return Value::Condition(self.among(&left, 1, b'(', b')'));
        }
        let mut operator = String::new();
        while let Some(Kind::Symbol(symbol @ (b'=' | b'<' | b'>' | b'!' | b'~' | b'*'))) =
            self.kind()
        {
            operator.push(char::from(symbol));
            self.at += 1;
        }
        if operator.is_empty() {
            return left;
        }
        if operator == "=" && self.is(0, "any") && self.is_symbol(1, b'(') && self.is(2, "array") {
            let truth = self.among(&left, 3, b'[', b']');
            // The cast and the parenthesis after it.
            self.casts();
            self.takes_symbol(b')');
            return Value::Condition(truth);
        }
        let right = self.operand();
        Value::Condition(self.comparison(&left, &operator, &right))
    }

    pub(super) fn kind(&self) -> Option<Kind> {
        self.tokens.get(self.at).map(|token| token.kind)
    }

    /// Something between comparisons, with its casts; what more is done with it makes it unknown.
    pub(super) fn operand(&mut self) -> Value {
        let mut value = self.primary();
        self.casts();
        while !self.ends() {
            self.piece();
            value = Value::Unknown;
        }
        value
    }

    fn casts(&mut self) {
        while self.is_symbol(0, b':') && self.is_symbol(1, b':') {
            self.at += 2;
            self.type_name();
        }
    }

    /// Returns whether an operand ends here.
    fn ends(&self) -> bool {
        const ENDS: [&str; 13] = [
            "and", "or", "is", "isnull", "notnull", "as", "from", "like", "in", "when", "then",
            "else", "end",
        ];
        let Some(kind) = self.kind() else { return true };
        match kind {
            Kind::Symbol(b')' | b']' | b',' | b'=' | b'<' | b'>' | b'!' | b'~') => true,
            Kind::Word => ENDS.iter().any(|word| self.is(0, word)),
            _ => false,
        }
    }

    /// Passes over one token, or over what stands in parentheses; a word such as `between` takes its `and`.
    pub(super) fn piece(&mut self) {
        if self.is(0, "between") {
            while !self.is(0, "and") && self.at < self.tokens.len() {
                self.at += 1;
            }
        }
        let mut depth = 0usize;
        loop {
            match self.kind() {
                Some(Kind::Symbol(b'(')) => depth += 1,
                Some(Kind::Symbol(b')')) => depth = depth.saturating_sub(1),
                None => return,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return;
            }
        }
    }

    /// The name of a type: words with points between them, and what its parentheses hold.
    fn type_name(&mut self) {
        while matches!(self.kind(), Some(Kind::Word | Kind::Quoted)) && !self.ends() {
            self.at += 1;
            if self.is_symbol(0, b'.') {
                self.at += 1;
            }
        }
        if self.is_symbol(0, b'(') {
            self.piece();
        }
        while self.takes_symbol(b'[') {
            while !self.takes_symbol(b']') && self.at < self.tokens.len() {
                self.at += 1;
            }
        }
    }

    fn primary(&mut self) -> Value {
        if self.takes_symbol(b'(') {
            return self.in_parentheses();
        }
        let Some(token) = self.tokens.get(self.at) else { return Value::Unknown };
        let text = &self.text[token.range.clone()];
        match token.kind {
            Kind::Text => {
                self.at += 1;
                Value::Text(text.to_owned())
            }
            Kind::Number if !text.starts_with('$') => {
                self.at += 1;
                Value::Number(text.to_owned())
            }
            Kind::Word | Kind::Quoted => self.named(token.kind, fold_identifier(text)),
            _ => {
                self.piece();
                Value::Unknown
            }
        }
    }

    /// What a name begins: a constant, a column, a function.
    fn named(&mut self, kind: Kind, name: String) -> Value {
        let is_word = kind == Kind::Word;
        self.at += 1;
        if is_word && name == "coalesce" && self.takes_symbol(b'(') {
            let first = condition(self.either());
            while !self.is_symbol(0, b')') && self.at < self.tokens.len() {
                self.piece();
            }
            self.takes_symbol(b')');
            return match first {
                Truth::True | Truth::False => Value::Condition(first),
                _ => Value::Unknown,
            };
        }
        if is_word && name == "case" {
            return self.case();
        }
        if self.is_symbol(0, b'(') {
            let from = self.at;
            if is_word && self.is_symbol(1, b')') && SESSION_CALLS.contains(&name.as_str()) {
                self.piece();
                return Value::Session(name);
            }
            self.piece();
            return match is_word && name == "exists" && self.is_one_row(from) {
                true => Value::Condition(Truth::True),
                false => Value::Unknown,
            };
        }
        if self.is_symbol(0, b'.') {
            let Some(part) = self.tokens.get(self.at + 1) else { return Value::Unknown };
            let part = (part.kind, fold_identifier(&self.text[part.range.clone()]));
            self.at += 1;
            return match part {
                (Kind::Word | Kind::Quoted, _) if self.takes_symbol(b'(') => Value::Unknown,
                (kind @ (Kind::Word | Kind::Quoted), name) => {
                    match self.named(kind, name.clone()) {
                        Value::Unknown => Value::Unknown,
                        _ => Value::Column(name),
                    }
                }
                _ => Value::Unknown,
            };
        }
        match name.as_str() {
            "true" if is_word => Value::Condition(Truth::True),
            "false" if is_word => Value::Condition(Truth::False),
            "null" if is_word => Value::Condition(Truth::Null),
            "exists" | "array" | "row" | "any" | "all" if is_word => Value::Unknown,
            session if is_word && SESSION.contains(&session) => Value::Session(name),
            _ => Value::Column(name),
        }
    }

    /// Returns whether the parentheses from there to here hold a query of nothing, which returns a row.
    fn is_one_row(&self, from: usize) -> bool {
        let inside = &self.tokens[from + 1..self.at];
        let word = |token: &Token| self.text[token.range.clone()].to_lowercase();
        let words: Vec<String> =
            inside.iter().filter(|token| token.kind == Kind::Word).map(word).collect();
        let narrows = ["from", "where", "having", "limit", "offset", "fetch", "with"];
        words.first().is_some_and(|first| first == "select")
            && !words.iter().any(|word| narrows.contains(&word.as_str()))
            && !inside.iter().any(|token| token.kind == Kind::Symbol(b'('))
    }

    /// A condition or a value in parentheses, or a query that only returns one.
    fn in_parentheses(&mut self) -> Value {
        let start = self.at;
        let is_query = self.takes(&["select"]);
        let from = self.at;
        let value = self.either();
        if is_query && (self.takes(&["as"]) || matches!(self.kind(), Some(Kind::Word))) {
            self.at += usize::from(!self.is_symbol(0, b')'));
        }
        if self.takes_symbol(b')') && self.at > from + 1 {
            return value;
        }
        // Something else: pass over it.
        self.at = start;
        let mut depth = 1usize;
        while depth > 0 && self.at < self.tokens.len() {
            match self.kind() {
                Some(Kind::Symbol(b'(')) => depth += 1,
                Some(Kind::Symbol(b')')) => depth -= 1,
                _ => {}
            }
            self.at += 1;
        }
        Value::Unknown
    }
}
