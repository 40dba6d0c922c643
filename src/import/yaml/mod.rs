//! A YAML document as a person would lay it out.
//!
//! What fits on a line stands on one: `{ type: text, not_null: true }`. What does not is a block.
//! Text is quoted where it must be and nowhere else; the project's own reader reads back what was
//! written, which a property test holds.

mod layout;
mod scalar;
#[cfg(test)]
mod tests;

pub(super) use layout::document;

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    /// Nothing after the key.
    Nothing,
    /// A word or number that stands as it is: `true`, `70`.
    Plain(String),
    /// Text.
    Text(String),
    /// Text that stands on lines of its own, such as a function's body.
    Block(String),
    /// A list.
    List(Vec<Node>),
    /// Keys and values in their order.
    Map(Map),
}

/// Keys and values in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Map {
    entries: Vec<Entry>,
    layout: Layout,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    /// Lines of a comment above the key.
    note: Option<String>,
    key: String,
    value: Node,
}

/// How a mapping is laid out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Layout {
    /// On one line where it fits.
    #[default]
    Flow,
    /// Each entry on a line of its own.
    Block,
    /// With blank lines between entries.
    Spaced,
}

impl Map {
    /// Makes a mapping whose entries stand on lines of their own.
    pub fn block() -> Self {
        Self { layout: Layout::Block, ..Self::default() }
    }

    /// Makes a mapping with blank lines between its entries.
    pub fn spaced() -> Self {
        Self { layout: Layout::Spaced, ..Self::default() }
    }

    /// Puts each entry on a line of its own.
    pub fn in_block(self) -> Self {
        Self { layout: Layout::Block, ..self }
    }

    /// Returns whether there are no entries.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns the only entry's value, where its key is this one.
    pub fn only(&self, key: &str) -> Option<&Node> {
        match self.entries.as_slice() {
            [entry] if entry.key == key => Some(&entry.value),
            _ => None,
        }
    }

    /// Adds an entry.
    pub fn put(&mut self, key: impl Into<String>, value: Node) {
        self.entries.push(Entry { note: None, key: key.into(), value });
    }

    /// Adds an entry below a comment.
    pub fn put_below(&mut self, note: &str, key: impl Into<String>, value: Node) {
        self.entries.push(Entry { note: Some(note.to_owned()), key: key.into(), value });
    }

    /// Adds a text where there is one.
    pub fn text(&mut self, key: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.put(key, Node::Text(text.to_owned()));
        }
    }

    /// Adds a comment where there is one. The reader of the spec takes a line break from its end, as
    /// blocks have one.
    pub fn comment(&mut self, comment: &Option<String>) {
        self.comment_on("comment", comment.as_deref());
    }

    /// Adds a comment under another key.
    pub fn comment_on(&mut self, key: &str, comment: Option<&str>) {
        if let Some(text) = comment {
            let end = if text.contains('\n') { "\n" } else { "" };
            self.put(key, Node::Text(format!("{text}{end}")));
        }
    }

    /// Adds `key: true` where it holds.
    pub fn flag(&mut self, key: &str, holds: bool) {
        if holds {
            self.put(key, Node::Plain("true".to_owned()));
        }
    }

    /// Adds a number where there is one.
    pub fn number(&mut self, key: &str, number: Option<impl ToString>) {
        if let Some(number) = number {
            self.put(key, Node::Plain(number.to_string()));
        }
    }

    /// Adds a mapping unless it is empty.
    pub fn map(&mut self, key: &str, map: Map) {
        if !map.is_empty() {
            self.put(key, Node::Map(map));
        }
    }

    /// Adds a list of texts unless it is empty.
    pub fn texts<'a>(&mut self, key: &str, texts: impl IntoIterator<Item = &'a String>) {
        let texts: Vec<Node> = texts.into_iter().cloned().map(Node::Text).collect();
        if !texts.is_empty() {
            self.put(key, Node::List(texts));
        }
    }
}

impl<K: Into<String>> FromIterator<(K, Node)> for Map {
    fn from_iter<T: IntoIterator<Item = (K, Node)>>(pairs: T) -> Self {
        let mut map = Self::default();
        pairs.into_iter().for_each(|(key, value)| map.put(key, value));
        map
    }
}
