//! Running files of SQL, and saying where one failed.

mod copy;

use std::fmt;
use std::ops::Range;

use postgres::Client;
use postgres::error::ErrorPosition;

use crate::sql::{SyntaxError, split};

/// How much of a statement an error shows.
const EXCERPT_LINES: usize = 3;
const EXCERPT_WIDTH: usize = 120;

/// A file of SQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// Path, for people.
    pub name: String,
    /// The SQL; no commands of psql.
    pub text: String,
}

/// What the server said to a file of SQL.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ScriptError {
    /// The file.
    pub file: String,
    /// Line in it, counted from 1.
    pub line: Option<usize>,
    /// The first lines of what failed.
    pub excerpt: Vec<String>,
    /// SQLSTATE, where it was the server that refused.
    pub code: Option<String>,
    /// What it said.
    pub message: String,
    /// More on it.
    pub detail: Option<String>,
    /// The server's own way out.
    pub hint: Option<String>,
}

impl fmt::Display for ScriptError {
    /// Writes the place, the message, the lines, then detail and hint.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.message)?;
        if let Some(code) = &self.code {
            write!(f, " (SQLSTATE {code})")?;
        }
        let first = self.line.unwrap_or(1);
        for (offset, line) in self.excerpt.iter().enumerate() {
            write!(f, "\n  {:>5} | {line}", first + offset)?;
        }
        for (label, text) in [("detail", &self.detail), ("hint", &self.hint)] {
            if let Some(text) = text {
                write!(f, "\n  {label}: {text}")?;
            }
        }
        Ok(())
    }
}

/// Runs a file, one statement at a time, and returns how many there were.
///
/// # Errors
/// The first statement that fails, with its place; later ones are not run.
pub fn run(client: &mut Client, script: &Script) -> Result<usize, Box<ScriptError>> {
    let mut count = 0;
    for part in copy::parts(&script.text) {
        match part {
            copy::Part::Statements(range) => count += run_part(client, script, range)?,
            copy::Part::Copy { statement, rows } => {
                let sent = copy::send(client, &script.text[statement.clone()], &script.text[rows]);
                sent.map_err(|error| failed(script, statement.start, &error))?;
                count += 1;
            }
        }
    }
    Ok(count)
}

fn run_part(
    client: &mut Client,
    script: &Script,
    range: Range<usize>,
) -> Result<usize, Box<ScriptError>> {
    let part = &script.text[range.clone()];
    let statements = match split(part) {
        Ok(statements) => statements,
        // With the literals of old, only the server can tell where a statement ends.
        Err(_) if turns_off_standard_strings(part) => {
            let run = client.batch_execute(part);
            return run.map(|()| 1).map_err(|error| failed(script, range.start, &error));
        }
        Err(errors) => return Err(unreadable(script, range.start, &errors)),
    };
    for statement in &statements {
        let start = range.start + statement.statement.start;
        let text = &part[statement.statement.clone()];
        client.batch_execute(text).map_err(|error| failed(script, start, &error))?;
    }
    Ok(statements.len())
}

fn turns_off_standard_strings(text: &str) -> bool {
    text.to_ascii_lowercase().contains("standard_conforming_strings")
}

/// Says where a file cannot be cut into statements.
fn unreadable(script: &Script, start: usize, errors: &[SyntaxError]) -> Box<ScriptError> {
    let error = errors.first();
    let at = start + error.map_or(0, |error| error.range.start);
    Box::new(ScriptError {
        file: script.name.clone(),
        line: Some(script.text[..at].matches('\n').count() + 1),
        excerpt: excerpt(&script.text, at),
        code: None,
        message: error.map_or_else(String::new, ToString::to_string),
        detail: None,
        hint: None,
    })
}

/// Runs files in one transaction, as the artifact `ddl/all.sql` does.
///
/// # Errors
/// As [`run`]; nothing of any file is left then.
pub fn run_together(client: &mut Client, scripts: &[Script]) -> Result<usize, Box<ScriptError>> {
    let begin = Script { name: "begin".into(), text: "begin".into() };
    run(client, &begin)?;
    let mut statements = 0;
    for script in scripts {
        statements += run(client, script).inspect_err(|_| {
            // The error that is told is the one before.
            let _ = client.batch_execute("rollback");
        })?;
    }
    let commit = Script { name: "commit".into(), text: "commit".into() };
    run(client, &commit)?;
    Ok(statements)
}

/// Places an error in the file; the server counts characters of the text that it was sent.
fn failed(script: &Script, start: usize, error: &postgres::Error) -> Box<ScriptError> {
    let Some(server) = error.as_db_error() else {
        return Box::new(ScriptError {
            file: script.name.clone(),
            line: None,
            excerpt: Vec::new(),
            code: None,
            message: words(error),
            detail: None,
            hint: None,
        });
    };
    let sent = &script.text[start..];
    let offset = match server.position() {
        Some(ErrorPosition::Original(position)) => {
            let before = usize::try_from(*position).unwrap_or(1).saturating_sub(1);
            sent.char_indices().nth(before).map_or(0, |(offset, _)| offset)
        }
        _ => 0,
    };
    let at = start + offset;
    Box::new(ScriptError {
        file: script.name.clone(),
        line: Some(script.text[..at].matches('\n').count() + 1),
        excerpt: excerpt(&script.text, at),
        code: Some(server.code().code().to_owned()),
        message: server.message().to_owned(),
        detail: server.detail().map(str::to_owned),
        hint: server.hint().map(str::to_owned),
    })
}

fn excerpt(text: &str, at: usize) -> Vec<String> {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let shorten = |line: &str| match line.char_indices().nth(EXCERPT_WIDTH) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    };
    text[start..].lines().take(EXCERPT_LINES).map(shorten).collect()
}

/// Says what the server said, with its SQLSTATE; or what the connection did.
pub fn words(error: &postgres::Error) -> String {
    use std::error::Error;
    match error.as_db_error() {
        Some(server) => format!("{} (SQLSTATE {})", server.message(), server.code().code()),
        None => {
            error.source().map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}"))
        }
    }
}
