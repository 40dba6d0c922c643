//! A finding about the user's files: a stable code, a message, the places it is about, the way out.

mod closest;
pub use closest::{nearest, suggest};
mod codes;
mod excerpt;
mod render;
#[cfg(test)]
mod tests;

pub use codes::{CODES, Code, find};
pub use render::{Style, render, sorted, summary, to_json};

use crate::source::Span;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The project cannot be used as it is.
    Error,
    /// The project works, and yet something is likely not meant.
    Warning,
}

impl Severity {
    /// Returns the word for it: `error` or `warning`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// A place that a finding is about, underlined in its picture.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is said beside the underline; may be empty.
    pub text: String,
}

/// A finding about the user's files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable name of the rule, after its defect: `unknown_key`.
    pub code: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// What is wrong: lower case, no full stop, values in backticks.
    pub message: String,
    /// The places, the main one first.
    pub labels: Vec<Label>,
    /// The way out.
    pub help: Option<String>,
    /// Address of the page that the rule rests on.
    pub page: Option<String>,
    /// What it is about, as an audit names it, where a project may accept it: `role analytics_bi`.
    pub object: Option<String>,
}

impl Diagnostic {
    /// Starts an error at `span`.
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, span, message)
    }

    /// Starts a warning at `span`.
    pub fn warning(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, span, message)
    }

    fn new(severity: Severity, code: &'static str, span: Span, message: impl Into<String>) -> Self {
        let labels = vec![Label { span, text: String::new() }];
        let message = message.into();
        Self { code, severity, message, labels, help: None, page: None, object: None }
    }

    /// Says `text` beside the main underline.
    pub fn with_label(mut self, text: impl Into<String>) -> Self {
        self.labels[0].text = text.into();
        self
    }

    /// Adds a second place.
    pub fn with_other(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Says what it is about, as an audit names it.
    pub fn about(mut self, object: impl Into<String>) -> Self {
        self.object = Some(object.into());
        self
    }

    /// Adds the address of the page that the rule rests on.
    pub fn with_page(mut self, address: impl Into<String>) -> Self {
        self.page = Some(address.into());
        self
    }

    /// Adds the way out.
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
