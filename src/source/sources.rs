//! The files of a project and the places in them.

use std::ops::Range;

use super::{FileId, Span};

/// One file of a project, read whole.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Path relative to the project's root, with `/` between its parts.
    pub path: String,
    /// The text, without a byte order mark.
    pub text: String,
}

/// A place for people: both numbers count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line.
    pub line: usize,
    /// Column, in characters.
    pub column: usize,
}

/// The files of a project, addressed by [`FileId`].
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
    /// Where each line of each file starts.
    lines: Vec<Vec<usize>>,
    /// Files that hold no more than the place of a finding.
    unusable: Vec<FileId>,
}

impl Sources {
    /// Adds a file and returns its id.
    pub fn add(&mut self, file: SourceFile) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).expect("fewer files than the limit"));
        let after_breaks = file.text.match_indices('\n').map(|(newline, _)| newline + 1);
        self.lines.push(std::iter::once(0).chain(after_breaks).collect());
        self.files.push(file);
        id
    }

    /// Adds a file that could not be read, so that a finding has a place to stand.
    pub(crate) fn add_unusable(&mut self, file: SourceFile) -> FileId {
        let id = self.add(file);
        self.unusable.push(id);
        id
    }

    /// Adds an empty file for findings about a path and returns its only place.
    pub fn add_empty(&mut self, path: &str) -> Span {
        let file = SourceFile { path: path.to_owned(), text: String::new() };
        Span::new(self.add_unusable(file), 0..0)
    }

    /// Returns the file with this id.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// Returns the path of the file with this id.
    pub fn path(&self, id: FileId) -> &str {
        &self.file(id).path
    }

    /// Iterates over the files that were read, in the order of reading.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        let numbered = (0..).map(FileId).zip(&self.files);
        numbered.filter(|(id, _)| self.unusable.binary_search(id).is_err())
    }

    /// Returns the text under `span`; empty if the span does not fit its file.
    pub fn text(&self, span: Span) -> &str {
        self.file(span.file).text.get(span.range()).unwrap_or_default()
    }

    /// Returns where `span` starts; one beyond the end of its file is the end.
    pub fn position(&self, span: Span) -> Position {
        let text = &self.file(span.file).text;
        let offset = text.floor_char_boundary(span.range().start);
        let (line, range) = self.line(span.file, offset);
        Position { line, column: text[range.start..offset].chars().count() + 1 }
    }

    /// Returns the number of the line that holds the byte at `offset`, from 1 on, and its bytes
    /// without the line break.
    pub fn line(&self, file: FileId, offset: usize) -> (usize, Range<usize>) {
        let (text, starts) = (&self.file(file).text, &self.lines[file.0 as usize]);
        let number = starts.partition_point(|start| *start <= offset.min(text.len()));
        let start = starts[number - 1];
        let end = starts.get(number).copied().unwrap_or(text.len());
        let line = text[start..end].trim_end_matches(['\n', '\r']);
        (number, start..start + line.len())
    }
}

impl SourceFile {
    /// Returns whether the file is YAML by its name; otherwise it is SQL or data.
    pub fn is_yaml(&self) -> bool {
        self.path.ends_with(".yaml") || self.path.ends_with(".yml")
    }
}
