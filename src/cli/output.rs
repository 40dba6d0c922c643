//! The only place that prints: data to stdout, words about it to stderr.

use std::io::{IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};
use clap::ValueEnum;

use crate::diagnostic::{self, Diagnostic, Style};
use crate::source::Sources;

/// When colour is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Where a command writes.
#[derive(Debug)]
pub struct Output {
    color: ColorChoice,
}

impl Output {
    /// Prepares the streams.
    pub fn new(color: Color) -> Self {
        let color = match color {
            Color::Auto => AutoStream::choice(&std::io::stderr()),
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        Self { color }
    }

    /// Returns whether a person watches: progress is shown only then.
    pub fn is_watched(&self) -> bool {
        std::io::stderr().is_terminal()
    }

    /// Returns how many characters a line of stdout holds: those of the terminal, or 80.
    pub fn width(&self) -> usize {
        const ELSEWHERE: usize = 80;
        #[cfg(target_os = "linux")]
        if let Ok(size) = rustix::termios::tcgetwinsize(std::io::stdout())
            && size.ws_col > 0
        {
            return usize::from(size.ws_col);
        }
        ELSEWHERE
    }

    /// Writes data to stdout. A reader that has gone away ends the writing, not the command.
    pub fn data(&self, text: &str) {
        let mut stdout = std::io::stdout().lock();
        let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
    }

    /// Writes a line of words to stderr; colour is removed where it is not wanted.
    pub fn say(&self, text: &str) {
        let mut stderr = AutoStream::new(std::io::stderr(), self.color);
        let _ = writeln!(stderr, "{text}");
    }

    /// Says what went wrong, with every cause below it.
    pub fn fail(&self, error: &dyn std::error::Error) {
        let mut text = format!("error: {error}");
        let mut cause = error.source();
        while let Some(below) = cause {
            if !text.contains(&below.to_string()) {
                text.push_str(&format!("\n  because: {below}"));
            }
            cause = below.source();
        }
        self.say(&text);
    }

    /// Says the way out of what went wrong, below it.
    pub fn help(&self, text: &str) {
        self.say(&format!("  help: {text}"));
    }

    /// Draws findings to stderr, with a line that counts them.
    pub fn findings(&self, findings: &[Diagnostic], sources: &Sources) {
        if findings.is_empty() {
            return;
        }
        let color = self.color != ColorChoice::Never;
        self.say(diagnostic::render(findings, sources, Style { color }).trim_end());
        self.say(&diagnostic::summary(findings));
    }
}
