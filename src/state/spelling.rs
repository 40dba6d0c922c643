//! Texts that may be one expression in two spellings.

use std::collections::BTreeSet;

use crate::facts::{Fact, Facts, Id, Value};
use crate::sql::scanner::{Kind, Token, tokens};

/// Further words of a type's name.
const OF_TYPES: [&str; 13] = [
    "day",
    "hour",
    "minute",
    "month",
    "precision",
    "second",
    "time",
    "to",
    "varying",
    "with",
    "without",
    "year",
    "zone",
];

/// What connects names and values.
const CONNECTIVES: [&str; 11] =
    ["all", "and", "any", "array", "distinct", "from", "in", "is", "not", "or", "row"];

/// What the server writes out from a tree of an expression or a query.
const WRITTEN_OUT: [&str; 8] =
    ["bound", "check", "default", "definition", "expression", "partition_by", "using", "where"];

/// Which texts that differ may mean the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// Those that speak of the same names and values; others are hardly ever the same.
    Likely,
    /// All.
    Any,
}

impl Doubt {
    /// Returns the attributes of an object that differ and may mean the same: whether they do is for the
    /// server to say.
    pub(super) fn of(self, old: &Fact, new: &Fact) -> impl Iterator<Item = &'static str> {
        // Most objects are alike, which is known at once where their attributes are shared.
        let differs = old.attributes != new.attributes;
        let is_doubtful = move |name: &&'static str| match (old.text(name), new.text(name)) {
            (Some(old), Some(new)) if old != new => self == Self::Any || words(old) == words(new),
            _ => false,
        };
        let is_doubtful = move |name: &&'static str| differs && is_doubtful(name);
        WRITTEN_OUT.into_iter().filter(is_doubtful)
    }
}

/// Returns the names and values in a text, without types of casts and other names of columns.
fn words(text: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    let all = tokens(text);
    let mut rest = all.as_slice();
    while let [token, after @ ..] = rest {
        rest = after;
        let word = &text[token.range.clone()];
        match (token.kind, after) {
            (Kind::Symbol(b':'), [second, after @ ..]) if second.kind == Kind::Symbol(b':') => {
                rest = after_type(text, after);
            }
            (Kind::Word, [_, after @ ..]) if word.eq_ignore_ascii_case("as") => rest = after,
            (Kind::Symbol(_), _) => {}
            (Kind::Word, _) if CONNECTIVES.contains(&&*word.to_ascii_lowercase()) => {}
            _ => drop(words.insert(word.to_owned())),
        }
    }
    words
}

/// Returns what follows the name of a type: `s."T"`, `numeric(10,2)`, `time(3) with time zone`.
fn after_type<'t>(text: &str, mut tokens: &'t [Token]) -> &'t [Token] {
    let is = |token: &Token, symbol| token.kind == Kind::Symbol(symbol);
    loop {
        let [name, after @ ..] = tokens else { return tokens };
        if !matches!(name.kind, Kind::Word | Kind::Quoted) {
            return tokens;
        }
        let mut end = name.range.end;
        tokens = after;
        // Its numbers stand right behind it; a bracket further on is another's.
        if let [open, ..] = tokens
            && is(open, b'(')
            && open.range.start == end
            && let Some(close) = tokens.iter().position(|token| is(token, b')'))
        {
            end = tokens[close].range.end;
            tokens = &tokens[close + 1..];
        }
        match tokens {
            [point, after @ ..] if is(point, b'.') && point.range.start == end => tokens = after,
            [next, ..] if OF_TYPES.contains(&&text[next.range.clone()]) => {}
            _ => return tokens,
        }
    }
}

/// What a copy spells otherwise than what it is a copy of.
#[derive(Debug, Default)]
pub struct Respelled(Vec<(Id, &'static str, Value, Value)>);

impl Respelled {
    /// Compares a state with its copy.
    pub(super) fn between(given: &Facts, copy: &Facts) -> Self {
        let mut all = Vec::new();
        for (id, old) in &given.facts {
            let Some(new) = copy.get(id) else { continue };
            for name in Doubt::Any.of(old, new) {
                let value = |fact: &Fact| fact.get(name).cloned();
                if let (Some(given), Some(replayed)) = (value(old), value(new)) {
                    all.push((id.clone(), name, given, replayed));
                }
            }
        }
        Self(all)
    }

    /// Spells a state as the copy does, where it has the same texts.
    pub(super) fn apply(&self, facts: &mut Facts) {
        for (id, name, given, replayed) in &self.0 {
            if let Some(fact) = facts.facts.get_mut(id)
                && fact.get(name) == Some(given)
            {
                fact.set(name, Some(replayed.clone()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_the_same_names_and_values_may_mean_the_same() {
        let alike = |one: &str, other: &str| words(one) == words(other);
        for (one, other) in [
            ("(((b >= 0) AND (b <= 9)) AND c)", "((b >= 0) AND (b <= 9) AND c)"),
            (
                "((s)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))",
                "((s)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text]))",
            ),
            ("ROW(ROW(a, b), c) <> ROW(ROW(1, 2), 3)", "(a <> 1 OR b <> 2) OR (c <> 3)"),
            ("(a)::numeric(10,2) > 0", "a::numeric(10,2)>0"),
            ("x::timestamp with time zone", "(x)::pg_catalog.timestamptz"),
            ("x::s.\"T y\"[]", "x"),
            ("(ARRAY[a])::character varying(9)[]", "ARRAY[(a)::character varying(9)]"),
            ("SELECT 'x'::name AS name FROM t", "SELECT 'x'::name FROM t"),
            ("a::time(3) without time zone", "a"),
            ("a::interval day to second(3) + (b)", "a + b"),
        ] {
            assert!(alike(one, other), "{one} and {other}");
        }
        for (one, other) in [
            ("a > 1", "a > 2"),
            ("a AND b", "a"),
            ("'a (b)'::text", "'a b'::text"),
            ("\"a (b)\"", "\"a b\""),
            ("a", "A"),
            ("a::text", "b::text"),
            ("f(a::text, 1)", "f(a::text)"),
        ] {
            assert!(!alike(one, other), "{one} and {other}");
        }
    }
}
