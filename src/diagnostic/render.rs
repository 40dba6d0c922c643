//! Findings as text for people and as JSON for programs.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Level, Renderer};
use serde_json::{Value, json};

use super::{Diagnostic, Label, Severity, excerpt};
use crate::source::Sources;

/// How findings are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// Whether to colour the picture with ANSI escapes.
    pub color: bool,
}

/// Columns of a picture; a longer line is cut around the underline.
const WIDTH: usize = 120;
/// More findings than this are counted, not drawn.
const MAX_PICTURES: usize = 1000;

/// Draws `diagnostics`, each with the text that it is about, sorted by place and each once.
///
/// A blank line stands between two pictures, and a line break ends the last.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, style: Style) -> String {
    let renderer = if style.color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(WIDTH);
    let sorted = sorted(diagnostics);
    let drawn = sorted.iter().take(MAX_PICTURES);
    let mut pictures: Vec<String> = drawn.map(|d| picture(d, sources, &renderer)).collect();
    if sorted.len() > MAX_PICTURES {
        pictures.push(format!("and {} more findings\n", sorted.len() - MAX_PICTURES));
    }
    pictures.join("\n")
}

/// Lists `diagnostics` as JSON objects, sorted by place and each once.
///
/// Lines and columns count from 1, columns in characters; offsets count bytes from 0.
pub fn to_json(diagnostics: &[Diagnostic], sources: &Sources) -> Value {
    let place = |label: &Label| {
        let position = sources.position(label.span);
        json!({
            "path": sources.path(label.span.file),
            "line": position.line,
            "column": position.column,
            "start": label.span.start,
            "end": label.span.end,
            "text": label.text,
        })
    };
    let object = |diagnostic: &Diagnostic| {
        let mut object = json!({
            "code": diagnostic.code,
            "severity": diagnostic.severity.name(),
            "message": diagnostic.message,
            "labels": diagnostic.labels.iter().map(place).collect::<Vec<_>>(),
            "help": diagnostic.help,
        });
        if let Some(page) = &diagnostic.page {
            object["page"] = json!(page);
        }
        object
    };
    sorted(diagnostics).into_iter().map(object).collect()
}

/// Counts errors and warnings: `3 errors, 1 warning`.
pub fn summary(diagnostics: &[Diagnostic]) -> String {
    let found = sorted(diagnostics);
    let count = |severity| found.iter().filter(|d| d.severity == severity).count();
    let counts = [(count(Severity::Error), "error"), (count(Severity::Warning), "warning")];
    let words = counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, noun)| {
        let plural = if count == 1 { "" } else { "s" };
        format!("{count} {noun}{plural}")
    });
    let words: Vec<String> = words.collect();
    if words.is_empty() { "no findings".into() } else { words.join(", ") }
}

/// Returns findings in the order of files and places, each once.
pub fn sorted(diagnostics: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by_key(|d| (&d.labels, d.severity, d.code, &d.message));
    sorted.dedup();
    sorted
}

fn picture(diagnostic: &Diagnostic, sources: &Sources, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = level
        .primary_title(visible(&diagnostic.message))
        .id(diagnostic.code)
        .elements(excerpt::elements(&diagnostic.labels, sources));
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(visible(help)));
    }
    if let Some(page) = &diagnostic.page {
        group = group.element(Level::NOTE.message(format!("see {}", visible(page))));
    }
    renderer.render(&[group]) + "\n"
}

/// Makes text safe for a terminal: no control characters but line breaks.
pub(super) fn visible(text: &str) -> String {
    let escape = |c: char| match c {
        '\n' => "\n".to_owned(),
        c if c.is_control() => c.escape_debug().to_string(),
        c => c.to_string(),
    };
    text.chars().map(escape).collect()
}
