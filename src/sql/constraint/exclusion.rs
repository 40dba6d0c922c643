//! Exclusion constraints with operator classes, which the grammar in use does not know.
//!
//! `room gist_int4_ops with =` is an index's element and an operator. So the operators are taken out,
//! every other byte staying at its place, and what remains is read as an index.

use super::ExclusionDefinition;
use crate::sql::Timing;
use crate::sql::index::{self, IndexDefinition};
use crate::sql::scanner::{Kind, Token, tokens};

/// Reads the text after `EXCLUDE`; nothing where that is no index, or its elements do not
/// each have an operator.
pub(super) fn read(text: &str) -> Option<ExclusionDefinition> {
    let (rest, operators) = without_operators(text);
    let rest = without_words(&rest, &["using", "index", "tablespace"], 2);
    let (rest, timing) = without_timing(&rest);
    let parsed = index::parse_index(&rest).ok()?;
    (parsed.elements.len() == operators.len()).then(|| definition(parsed, operators, timing))
}

fn definition(
    parsed: IndexDefinition,
    operators: Vec<String>,
    timing: Timing,
) -> ExclusionDefinition {
    ExclusionDefinition {
        name: None,
        method: parsed.method,
        elements: parsed.elements.into_iter().zip(operators).collect(),
        include: parsed.include,
        storage_parameters: parsed.storage_parameters,
        tablespace: parsed.tablespace,
        predicate: parsed.predicate,
        timing,
    }
}

/// Blanks `with OPERATOR` in the first list in parentheses, and returns the operators.
fn without_operators(text: &str) -> (String, Vec<String>) {
    let (mut rest, mut operators) = (text.to_owned(), Vec::new());
    let (mut depth, mut open) = (0_usize, None::<Token>);
    for token in tokens(text) {
        match token.kind {
            Kind::Symbol(b'(') => depth += 1,
            Kind::Symbol(b')') | Kind::Symbol(b',') if depth == 1 => {
                if let Some(with) = open.take() {
                    operators.push(text[with.range.end..token.range.start].trim().to_owned());
                    blank(&mut rest, with.range.start..token.range.start);
                }
                if token.kind == Kind::Symbol(b')') {
                    break;
                }
            }
            Kind::Symbol(b')') => depth = depth.saturating_sub(1),
            Kind::Word if depth == 1 && is(text, &token, "with") => open = Some(token),
            _ => {}
        }
    }
    (rest, operators)
}

/// Blanks the first `count` of `words` where all of them stand in a row.
fn without_words(text: &str, words: &[&str], count: usize) -> String {
    let mut rest = text.to_owned();
    let tokens = tokens(text);
    let row = tokens.windows(words.len()).find(|row| {
        row.iter().zip(words).all(|(token, word)| token.kind == Kind::Word && is(text, token, word))
    });
    for token in row.into_iter().flatten().take(count) {
        blank(&mut rest, token.range.clone());
    }
    rest
}

fn without_timing(text: &str) -> (String, Timing) {
    let rest = super::without_timing(text);
    let words = text[text.find(&rest).map_or(0, |at| at + rest.len())..].to_lowercase();
    let words: Vec<&str> = words.split_whitespace().collect();
    let timing = match (words.contains(&"deferred"), words.contains(&"deferrable")) {
        (true, _) => Timing::Deferred,
        (false, true) if !words.contains(&"not") => Timing::Deferrable,
        _ => Timing::Immediate,
    };
    let padding = text.len() - text.trim_start().len();
    (" ".repeat(padding) + &rest, timing)
}

fn is(text: &str, token: &Token, word: &str) -> bool {
    text[token.range.clone()].eq_ignore_ascii_case(word)
}

fn blank(text: &mut String, range: std::ops::Range<usize>) {
    text.replace_range(range.clone(), &" ".repeat(range.len()));
}

#[cfg(test)]
mod tests {
    use crate::sql::{Timing, parse_exclusion};

    #[test]
    fn operator_classes_are_read_at_their_place() {
        let text = "using gist (room gist_int4_ops with =, span(a, 'with ,') with operator(x.&&)) \
                    with (fillfactor = 70) using index tablespace t where (not gone) \
                    deferrable initially deferred";
        let read = parse_exclusion(text).unwrap();
        let operators: Vec<&str> = read.elements.iter().map(|(_, with)| with.as_str()).collect();
        assert_eq!(operators, ["=", "operator(x.&&)"]);
        let class = read.elements[0].0.operator_class.as_ref().unwrap();
        assert_eq!(class.to_string(), "gist_int4_ops");
        assert_eq!(&text[read.predicate.unwrap().range], "(not gone)");
        assert_eq!((read.timing, read.tablespace.as_deref()), (Timing::Deferred, Some("t")));
        assert_eq!(read.storage_parameters["fillfactor"], "70");
    }

    #[test]
    fn an_element_without_an_operator_is_refused() {
        assert!(
            parse_exclusion("using gist (room gist_int4_ops with =, during range_ops)").is_err()
        );
        assert!(parse_exclusion("using gist (room gist_int4_ops wiht =)").is_err());
    }
}
