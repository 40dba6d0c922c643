//! What the leading words of a statement say about how it has to be run.

use crate::sql::scanner::{Kind, Token, tokens};

/// Returns whether the server refuses `statement` inside a transaction block.
///
/// Limits: `REINDEX` and `CLUSTER` of a partitioned table, and routines that commit, look like what may
/// run in one; only the server knows.
///
/// <https://www.postgresql.org/docs/current/sql-begin.html>
pub fn runs_outside_transaction(statement: &str) -> bool {
    let tokens = tokens(statement);
    let words = Words::new(statement, &tokens);
    match words.verb().as_str() {
        "vacuum" => true,
        "discard" => words.is(1, &["all"]),
        "reindex" => {
            words.outer(&["concurrently", "schema", "database", "system"])
                || (words.is(1, &["("]) && words.option_is_on("concurrently"))
        }
        "cluster" => words.without_options() == 1,
        "create" => words.create_outside(),
        "drop" => {
            words.is(1, &["database", "tablespace", "subscription"])
                || words.are(1, &["index", "concurrently"])
        }
        "alter" => words.alter_outside(),
        _ => false,
    }
}

/// Returns whether `statement` begins, ends or divides a transaction.
pub fn transaction_control(statement: &str) -> bool {
    const VERBS: &[&str] = &["begin", "commit", "end", "rollback", "abort", "savepoint", "release"];
    let tokens = tokens(statement);
    let words = Words::new(statement, &tokens);
    words.is(0, VERBS)
        || words.are(0, &["start", "transaction"])
        || words.are(0, &["prepare", "transaction"])
}

/// Words that may stand between `CREATE` and the kind of the object.
const MODIFIERS: &[&str] = &[
    "or",
    "replace",
    "temp",
    "temporary",
    "unlogged",
    "global",
    "local",
    "unique",
    "recursive",
    "constraint",
    "trusted",
    "procedural",
];

/// First words of kinds that have two or three.
const LONG_KINDS: &[(&str, usize)] = &[
    ("materialized", 2),
    ("event", 2),
    ("access", 2),
    ("user", 2),
    ("default", 2),
    ("large", 2),
    ("text", 3),
];

/// The tokens of one statement, looked at as words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words<'a> {
    text: &'a str,
    tokens: &'a [Token],
}

impl<'a> Words<'a> {
    /// Looks at `tokens` of `text`; semicolons at the end do not count.
    pub fn new(text: &'a str, tokens: &'a [Token]) -> Self {
        let ends = |token: &Token| token.kind == Kind::Symbol(b';');
        let length = tokens.iter().rposition(|token| !ends(token)).map_or(0, |last| last + 1);
        Self { text, tokens: &tokens[..length] }
    }

    fn text(&self, index: usize) -> Option<&'a str> {
        self.tokens.get(index).map(|token| &self.text[token.range.clone()])
    }

    fn is(&self, index: usize, words: &[&str]) -> bool {
        let word = self.text(index).unwrap_or_default();
        words.iter().any(|known| known.eq_ignore_ascii_case(word))
    }

    fn are(&self, index: usize, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(offset, word)| self.is(index + offset, &[word]))
    }

    fn verb(&self) -> String {
        self.text(0).unwrap_or_default().to_ascii_lowercase()
    }

    fn indexes(&self) -> std::ops::Range<usize> {
        0..self.tokens.len()
    }

    /// Whether one of `words` stands outside of brackets, behind the verb.
    fn outer(&self, words: &[&str]) -> bool {
        let mut depth = 0_usize;
        self.indexes().skip(1).any(|index| {
            match self.tokens[index].kind {
                Kind::Symbol(b'(') => depth += 1,
                Kind::Symbol(b')') => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0 && self.is(index, words)
        })
    }

    /// Whether `words` follow each other somewhere.
    fn hold(&self, words: &[&str]) -> bool {
        self.indexes().any(|index| self.are(index, words))
    }

    /// The value of the option `name`, in lower case without its quotes; empty where it has none.
    fn option(&self, name: &str) -> Option<String> {
        let at = self.indexes().skip(1).find(|&index| self.is(index, &[name]))?;
        let value = if self.is(at + 1, &["="]) { at + 2 } else { at + 1 };
        let value = self.text(value).unwrap_or_default().trim_matches('\'');
        Some(value.to_ascii_lowercase())
    }

    fn option_is_off(&self, name: &str) -> bool {
        const OFF: &[&str] = &["false", "off", "0"];
        self.option(name).is_some_and(|value| OFF.contains(&value.as_str()))
    }

    fn option_is_on(&self, name: &str) -> bool {
        self.option(name).is_some() && !self.option_is_off(name)
    }

    /// How many tokens there are besides options: `CLUSTER (VERBOSE)` is `CLUSTER`.
    fn without_options(&self) -> usize {
        let opens = self.tokens.iter().position(|token| token.kind == Kind::Symbol(b'('));
        let closes = self.tokens.iter().position(|token| token.kind == Kind::Symbol(b')'));
        let options =
            opens.zip(closes).map_or(0, |(opens, closes)| (closes + 1).saturating_sub(opens));
        self.tokens.len() - options - usize::from(self.is(1, &["verbose"]))
    }

    fn create_outside(&self) -> bool {
        let index = if self.is(1, &["unique"]) { 2 } else { 1 };
        if self.is(1, &["subscription"]) {
            return !self.option_is_off("create_slot") && !self.option_is_off("connect");
        }
        self.is(1, &["database", "tablespace"]) || self.are(index, &["index", "concurrently"])
    }

    fn alter_outside(&self) -> bool {
        match self.text(1).unwrap_or_default().to_ascii_lowercase().as_str() {
            "system" => true,
            "database" => self.are(3, &["set", "tablespace"]),
            "table" => self.hold(&["detach", "partition"]) && self.outer(&["concurrently"]),
            "subscription" => self.alter_subscription_outside(),
            _ => false,
        }
    }

    /// What makes or asks for something on the publisher cannot be rolled back there.
    fn alter_subscription_outside(&self) -> bool {
        let refreshes = self.is(4, &["publication"]) && !self.option_is_off("refresh");
        let slot = self.option("failover").or_else(|| self.option("two_phase")).is_some();
        self.is(3, &["refresh"]) || refreshes || (self.are(3, &["set", "("]) && slot)
    }

    /// Whether the statement begins as `CREATE [OR REPLACE] FUNCTION` or `PROCEDURE`.
    pub fn create_routine(&self) -> bool {
        let kind = if self.are(1, &["or", "replace"]) { 3 } else { 1 };
        self.is(0, &["create"]) && self.is(kind, &["function", "procedure"])
    }

    /// Whether it is `COPY … FROM STDIN`, whose rows follow it.
    pub fn copies_from_client(&self) -> bool {
        self.is(0, &["copy"]) && self.hold(&["from", "stdin"])
    }

    /// Whether it is `COPY` from or to the client.
    pub fn copies_through_client(&self) -> bool {
        self.copies_from_client() || (self.is(0, &["copy"]) && self.hold(&["to", "stdout"]))
    }

    /// Whether it makes backslashes escape in ordinary strings.
    pub fn turns_standard_strings_off(&self) -> bool {
        const NAME: &str = "standard_conforming_strings";
        let name = if self.is(1, &["session", "local"]) { 2 } else { 1 };
        self.is(0, &["set"])
            && self.is(name, &[NAME])
            && self.is(name + 2, &["off", "'off'", "false", "'false'", "no", "0", "'0'"])
    }

    /// Names the statement as `check_statements` does: `create table`, `select`.
    pub fn kind(&self) -> String {
        let verb = self.verb();
        if !matches!(verb.as_str(), "create" | "alter" | "drop") {
            return verb;
        }
        let start = (1..).find(|&index| !self.is(index, MODIFIERS)).unwrap_or(1);
        let words = (start..start + self.kind_length(start)).filter_map(|index| self.text(index));
        words.fold(verb, |kind, word| format!("{kind} {}", word.to_ascii_lowercase()))
    }

    fn kind_length(&self, start: usize) -> usize {
        match self.text(start).unwrap_or_default().to_ascii_lowercase().as_str() {
            "foreign" if self.is(start + 1, &["data"]) => 3,
            "foreign" => 2,
            "operator" if self.is(start + 1, &["class", "family"]) => 2,
            // `CREATE USER name` makes a role.
            "user" if !self.is(start + 1, &["mapping"]) => 1,
            word => {
                LONG_KINDS.iter().find(|(first, _)| *first == word).map_or(1, |(_, count)| *count)
            }
        }
    }
}
