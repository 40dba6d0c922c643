//! Why rendering failed.

use std::error::Error;

/// Why rendering failed.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum RenderError {
    /// A template cannot be read, or asks for what is not there.
    #[error("template `{template}`{}: {message}", line_words(.line))]
    Template {
        /// Name of the template.
        template: String,
        /// Line in it, counted from 1, where it is known.
        line: Option<usize>,
        /// What is wrong.
        message: String,
    },
    /// An override names no template.
    #[error("`templates/{name}` stands in for no template: none has that name")]
    UnknownTemplate {
        /// The name that was given.
        name: String,
        /// The template whose name is nearest.
        nearest: Option<String>,
    },
    /// Objects of the database need each other.
    #[error(transparent)]
    Cycle(#[from] super::ddl::Cycle),
    /// Two artifacts have one path.
    #[error("two artifacts are called `{0}`")]
    Duplicate(String),
    /// A name from the project would lead out of the output folder.
    #[error("`{0}` cannot be the path of an artifact; rename what it is made from")]
    UnsafePath(String),
}

fn line_words(line: &Option<usize>) -> String {
    line.map_or_else(String::new, |line| format!(", line {line}"))
}

impl RenderError {
    /// Returns the way out, where there is a general one.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::UnknownTemplate { nearest: Some(name), .. } => {
                Some(format!("did you mean `templates/{name}`?"))
            }
            Self::UnknownTemplate { .. } => {
                Some("the folder `templates` is for templates of pgspec's alone".to_owned())
            }
            _ => None,
        }
    }

    /// Turns an error of the template engine into ours, innermost cause last.
    pub(super) fn from_engine(template: &str, error: &minijinja::Error) -> Self {
        let mut message = words_of(error);
        let mut cause = error.source();
        while let Some(inner) = cause {
            let text = inner.downcast_ref::<minijinja::Error>().map(words_of);
            message.push_str(": ");
            message.push_str(&text.unwrap_or_else(|| inner.to_string()));
            cause = inner.source();
        }
        let template = error.name().unwrap_or(template).to_owned();
        Self::Template { template, line: error.line(), message }
    }
}

fn words_of(error: &minijinja::Error) -> String {
    match error.detail() {
        Some(detail) => format!("{}: {detail}", error.kind()),
        None => error.kind().to_string(),
    }
}
