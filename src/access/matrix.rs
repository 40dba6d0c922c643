//! The whole matrix as a table: a row for each object, a column for each role, letters for privileges.

use super::csv;
use super::effective::{self, Entry, Rights};
use super::words::{kind_and_name, role_words};
use crate::model::{Access, Database, Privilege, Target};

/// The letters that PostgreSQL itself uses in its access control lists
/// (<https://www.postgresql.org/docs/current/ddl-priv.html>).
pub const LETTERS: [(Privilege, char); 15] = [
    (Privilege::Select, 'r'),
    (Privilege::Insert, 'a'),
    (Privilege::Update, 'w'),
    (Privilege::Delete, 'd'),
    (Privilege::Truncate, 'D'),
    (Privilege::References, 'x'),
    (Privilege::Trigger, 't'),
    (Privilege::Maintain, 'm'),
    (Privilege::Usage, 'U'),
    (Privilege::Create, 'C'),
    (Privilege::Connect, 'c'),
    (Privilege::Temporary, 'T'),
    (Privilege::Execute, 'X'),
    (Privilege::Set, 's'),
    (Privilege::AlterSystem, 'A'),
];

/// What of the matrix is wanted; empty lists leave nothing out.
#[derive(Debug, Clone, Copy, Default)]
pub struct Chosen<'a> {
    /// Roles; `public` for every role.
    pub roles: &'a [String],
    /// Schemas, with what is in them; what has no schema is left out where any is named.
    pub schemas: &'a [String],
}

/// The matrix of a database.
#[derive(Debug)]
pub struct Matrix<'a> {
    database: &'a Database,
    major: u16,
    entries: Vec<Entry<'a>>,
}

/// Gathers the matrix of a server of this major version.
pub fn of<'a>(database: &'a Database, major: u16, chosen: Chosen<'_>) -> Matrix<'a> {
    let access = Access::new(database);
    let mut entries = effective::entries(database, major, &access);
    if !chosen.schemas.is_empty() {
        let is_chosen = |schema: &String| chosen.schemas.contains(schema);
        entries.retain(|entry| schema(&entry.target).is_some_and(is_chosen));
    }
    if !chosen.roles.is_empty() {
        let is_chosen = |rights: &Rights<'_>| chosen.roles.iter().any(|role| role == rights.role);
        entries.iter_mut().for_each(|entry| entry.roles.retain(is_chosen));
    }
    Matrix { database, major, entries }
}

impl Matrix<'_> {
    /// Returns the names of the roles in the order of the columns; `PUBLIC` only where it may do anything.
    pub fn roles(&self) -> Vec<&str> {
        let Some(first) = self.entries.first() else { return Vec::new() };
        let shown = (0..first.roles.len()).filter(|column| self.is_shown(*column));
        shown.map(|column| role_words(first.roles[column].role)).collect()
    }

    /// Returns the rows: kind and name of the object, and the letters of each role.
    pub fn rows(&self) -> Vec<(String, Vec<String>)> {
        let row = |entry: &Entry<'_>| {
            let (kind, name) = kind_and_name(self.database, &entry.target);
            let cells = entry.roles.iter().enumerate().filter(|(column, _)| self.is_shown(*column));
            let space = if name.is_empty() { "" } else { " " };
            (format!("{kind}{space}{name}"), cells.map(|(_, rights)| letters(rights)).collect())
        };
        self.entries.iter().map(row).collect()
    }

    fn is_shown(&self, column: usize) -> bool {
        let is_public = |entry: &Entry<'_>| entry.roles[column].role == crate::model::PUBLIC;
        !self.entries.iter().any(is_public)
            || self.entries.iter().any(|entry| !entry.roles[column].is_empty())
    }

    /// Lays the table out for a terminal, with the meaning of the letters below it.
    pub fn text(&self) -> String {
        let mut lines = vec![
            std::iter::once(String::new())
                .chain(self.roles().into_iter().map(str::to_owned))
                .collect(),
        ];
        lines.extend(
            self.rows().into_iter().map(|(object, cells)| {
                std::iter::once(object).chain(cells).collect::<Vec<String>>()
            }),
        );
        let width = |column: usize| {
            lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..lines[0].len()).map(width).collect();
        let mut text = String::new();
        for line in &lines {
            let cells = line.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
            text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
            text.push('\n');
        }
        format!("{text}\n{}\n", legend())
    }

    /// Writes the table as Markdown.
    pub fn markdown(&self) -> String {
        let cell = |text: &str| text.replace('|', "\\|").replace('\n', " ");
        let roles = self.roles();
        let head: Vec<String> = roles.iter().map(|role| cell(role)).collect();
        let mut text =
            format!("| Object | {} |\n|---|{}\n", head.join(" | "), "---|".repeat(head.len()));
        for (object, cells) in self.rows() {
            let cells = cells.iter().map(|letters| {
                if letters.is_empty() { String::new() } else { format!("`{letters}`") }
            });
            text.push_str(&format!(
                "| `{}` | {} |\n",
                cell(&object),
                cells.collect::<Vec<_>>().join(" | ")
            ));
        }
        format!("{text}\n{}\n", legend())
    }

    /// Writes a row for each role, object, column and privilege.
    pub fn csv(&self) -> String {
        csv::write(self.database, self.major, &self.entries)
    }
}

/// Says what the letters mean.
pub fn legend() -> String {
    let letters = LETTERS.iter().map(|(privilege, letter)| format!("{letter} {}", privilege.sql()));
    format!("{}; in brackets: on some columns alone", letters.collect::<Vec<_>>().join(", "))
}

fn schema(target: &Target) -> Option<&String> {
    match target {
        Target::Schema(name) => Some(name),
        other => other.schema(),
    }
}

/// Writes privileges as letters; in brackets what holds for some columns alone.
pub fn letters(rights: &Rights<'_>) -> String {
    let whole = |privilege| rights.whole.iter().any(|(name, _)| *name == privilege);
    let partial = |privilege| rights.partial.iter().any(|(name, _)| *name == privilege);
    let letters = LETTERS.iter().map(|(privilege, letter)| match *privilege {
        privilege if whole(privilege) => letter.to_string(),
        privilege if partial(privilege) => format!("({letter})"),
        _ => String::new(),
    });
    letters.collect()
}
