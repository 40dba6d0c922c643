//! A page of the site: sections of tables, pictures, code and words. Templates lay it out.

use serde::Serialize;

/// A page.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Page {
    /// Path below the site's root: `tables/sales.items.html`.
    pub path: String,
    /// Way back to the root: `../`, or nothing.
    pub root: String,
    /// Section of the site that it is in, as in the navigation.
    pub part: &'static str,
    /// What it is about: `table`.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// What it is for, in a sentence or a paragraph.
    pub lead: Vec<Inline>,
    /// Sections.
    pub sections: Vec<Section>,
    /// Pages beside it: those of the same schema.
    pub beside: Vec<Inline>,
}

/// A section of a page.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Section {
    /// Name in links.
    pub id: String,
    /// Title.
    pub title: String,
    /// What is in it.
    pub blocks: Vec<Block>,
}

/// What a section holds.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Block {
    /// A paragraph.
    Words { inlines: Vec<Inline> },
    /// Rows below a head; `has_filter` where there are so many that people look for one.
    Table { head: Vec<String>, rows: Vec<Vec<Cell>>, has_filter: bool, is_matrix: bool },
    /// A picture as SVG, which can be moved and enlarged; one that `is_map` of others opens whole, however small.
    Picture { svg: String, label: String, file: String, is_map: bool },
    /// A chart as SVG, which has its own colours.
    Chart { svg: String, label: String },
    /// SQL in coloured parts.
    Code { parts: Vec<(&'static str, String)> },
    /// Numbers with what they count, each a link.
    Counts { counts: Vec<(usize, Inline)> },
}

/// A cell of a table.
pub(super) type Cell = Vec<Inline>;

/// Some text, perhaps a link.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Inline {
    /// The text.
    pub text: String,
    /// Where it leads, from the page.
    pub link: Option<String>,
    /// Its class: `code`, `muted`, `mark`, `warning`, `error`.
    pub class: &'static str,
}

impl Inline {
    /// Plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Something written in SQL.
    pub fn code(text: impl Into<String>) -> Self {
        Self { text: text.into(), class: "code", ..Self::default() }
    }

    /// A word that stands out.
    pub fn mark(text: impl Into<String>) -> Self {
        Self { text: text.into(), class: "mark", ..Self::default() }
    }

    /// Leads somewhere, where there is somewhere to go.
    pub fn to(self, link: Option<String>) -> Self {
        Self { link, ..self }
    }
}

/// A cell of plain text.
pub(super) fn cell(text: impl Into<String>) -> Cell {
    vec![Inline::text(text)]
}

/// A cell of SQL.
pub(super) fn code_cell(text: impl Into<String>) -> Cell {
    vec![Inline::code(text)]
}

/// A table of more rows than that has a filter.
const MANY: usize = 25;

impl Page {
    /// Begins a page at a path.
    pub fn new(path: &str, part: &'static str, kind: &str, title: &str) -> Self {
        Self {
            path: path.to_owned(),
            root: "../".repeat(path.matches('/').count()),
            part,
            kind: kind.to_owned(),
            title: title.to_owned(),
            ..Self::default()
        }
    }

    /// Adds a section, unless there is nothing in it.
    pub fn section(&mut self, id: &str, title: &str, blocks: Vec<Block>) {
        let is_empty =
            |block: &Block| matches!(block, Block::Table { rows, .. } if rows.is_empty());
        if blocks.iter().all(is_empty) {
            return;
        }
        self.sections.push(Section { id: id.to_owned(), title: title.to_owned(), blocks });
    }

    /// Writes a link to a path below the root.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.root)
    }
}

impl Block {
    /// A table; a filter above it where there are many rows.
    pub fn table(head: &[&str], rows: Vec<Vec<Cell>>) -> Self {
        let has_filter = rows.len() > MANY;
        let head = head.iter().map(|title| (*title).to_owned()).collect();
        Self::Table { head, rows, has_filter, is_matrix: false }
    }

    /// A paragraph of text.
    pub fn words(text: impl Into<String>) -> Self {
        Self::Words { inlines: vec![Inline::text(text)] }
    }
}
