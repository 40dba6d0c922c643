//! What the YAML library says, in this project's words.

use serde_yaml::Error;
use serde_yaml::budget::BudgetBreach;

use super::tree;
use super::yaml::{MAX_ALIASED, MAX_DEPTH, MAX_NODES};
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};

/// Turns an error of the library into a finding at its place in `text`.
pub(super) fn diagnose(file: FileId, text: &str, error: &Error) -> Diagnostic {
    let error = error.without_snippet();
    let span = place(file, text, error);
    let (code, message, help) = explain(error);
    Diagnostic::error(code, span, message).with_help(help)
}

type Explanation = (&'static str, String, &'static str);

fn explain(error: &Error) -> Explanation {
    match error {
        Error::AliasError { error, .. } => explain(error),
        Error::MultipleDocuments { .. } => (
            "several_documents",
            "a file holds one YAML document, and this one holds several".into(),
            "move what follows `---` to a file of its own, or remove the `---`",
        ),
        Error::Budget { breach, .. } => breached(breach),
        Error::AliasReplayCounterOverflow { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. } => too_many_aliases(),
        Error::RecursiveReferencesRequireWeakTypes { .. } => (
            "alias_expansion",
            "an alias stands inside the value that it names".into(),
            "write the inner value out",
        ),
        Error::UnknownAnchor { .. } => (
            "unknown_anchor",
            "no anchor of this name stands before the alias".into(),
            "define it first with `&name`, or put text that starts with `*` in quotes",
        ),
        other => syntax(other),
    }
}

fn breached(breach: &BudgetBreach) -> Explanation {
    match breach {
        BudgetBreach::Depth { .. } => too_deep(),
        BudgetBreach::Aliases { .. }
        | BudgetBreach::Anchors { .. }
        | BudgetBreach::AliasAnchorRatio { .. }
        | BudgetBreach::RecordedAnchorEvents { .. }
        | BudgetBreach::RecordedAnchorBytes { .. } => too_many_aliases(),
        _ => (
            "yaml_too_large",
            format!("the file holds more than {MAX_NODES} values"),
            "split it into several files",
        ),
    }
}

fn too_deep() -> Explanation {
    (
        "yaml_too_deep",
        format!("lists and mappings nest deeper than {MAX_DEPTH} levels"),
        "flatten the value, or put brackets that are meant as text in quotes",
    )
}

fn too_many_aliases() -> Explanation {
    (
        "alias_expansion",
        format!("the aliases of this file stand for more than {MAX_ALIASED} values"),
        "write the values out instead of naming them with `*`",
    )
}

fn syntax(error: &Error) -> Explanation {
    let rendered = error.to_string();
    let message = rendered.rsplit_once(" at line ").map_or(&*rendered, |(message, _)| message);
    if message.starts_with("recursion limit") {
        return too_deep();
    }
    if message.starts_with("while scanning an anchor or alias") {
        return (
            "unknown_anchor",
            "`*` and `&` begin the name of an anchor, and none follows".into(),
            "put it in quotes where it is meant as text: `\"*\"`",
        );
    }
    let message = plain_words(message);
    let help = if message.contains("tab") {
        "indent with spaces"
    } else if message.contains("`: `") {
        "put text that contains `: ` in quotes, or after `|` on lines of its own"
    } else if message.contains("quote") || message.contains("bracket") {
        "close it, or put the whole text in quotes"
    } else {
        "check the indentation, and put text with special characters in quotes"
    };
    ("yaml_syntax", first_lower(message), help)
}

/// Puts what the library says in terms of its grammar in terms of the file.
fn plain_words(message: &str) -> &str {
    const WORDS: [(&str, &str); 5] = [
        ("mapping values are not allowed", "`: ` cannot stand inside plain text"),
        ("tabs disallowed", "a tab cannot indent a line"),
        ("while parsing a block mapping, did not find expected key", "expected a key here"),
        ("while parsing a block collection", "expected a `-` here"),
        ("invalid indentation in multiline quoted", "a quote that was opened above is not closed"),
    ];
    let known = WORDS.iter().find(|(theirs, _)| message.starts_with(theirs));
    known.map_or(message, |(_, ours)| ours)
}

fn first_lower(message: &str) -> String {
    let message = message.trim_end_matches('.');
    let mut chars = message.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(chars.map(|c| if c == '\n' { ' ' } else { c })).collect()
    })
}

/// Returns the error's place, at least one character wide where the file has one.
fn place(file: FileId, text: &str, error: &Error) -> Span {
    let start = error.location().and_then(|location| {
        location.span().byte_offset().map(|offset| offset as usize).or_else(|| {
            let line = text.split_inclusive('\n').take(location.line().saturating_sub(1) as usize);
            Some(line.map(str::len).sum::<usize>() + location.column().saturating_sub(1) as usize)
        })
    });
    let start = start.unwrap_or(0).min(text.len());
    let start = text.floor_char_boundary(start);
    let width = text[start..].chars().next().filter(|c| *c != '\n').map_or(0, char::len_utf8);
    Span::new(file, tree::clamp(start..start + width, text))
}
