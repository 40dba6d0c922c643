//! From values to lines.

use super::scalar;
use super::{Entry, Layout, Map, Node};

/// How many characters fit on a line.
const WIDTH: usize = 100;

/// By how much each level is indented.
const STEP: usize = 2;

/// Writes a document, ended by a line break.
pub(in crate::import) fn document(map: &Map) -> String {
    let mut text = String::new();
    entries(map, 0, &mut text);
    text
}

fn entries(map: &Map, indent: usize, text: &mut String) {
    for (number, entry) in map.entries.iter().enumerate() {
        let spaced = map.layout == Layout::Spaced && number > 0;
        let tight = number > 0 && is_short(&map.entries[number - 1]) && is_short(entry);
        if spaced && !(tight && indent == 0) {
            text.push('\n');
        }
        for line in entry.note.iter().flat_map(|note| note.lines()) {
            text.push_str(&format!("{:indent$}# {line}\n", ""));
        }
        text.push_str(&" ".repeat(indent));
        pair(entry, indent, text);
    }
}

/// Whether an entry could stand on a line; those at the top of a document stand together.
fn is_short(entry: &Entry) -> bool {
    matches!(entry.value, Node::Text(_)) || flow(&entry.value).is_some()
}

/// Writes a key and its value, whose first line begins at `indent`.
fn pair(entry: &Entry, indent: usize, text: &mut String) {
    let key = scalar::key(&entry.key, false);
    text.push_str(&key);
    text.push(':');
    value(&entry.value, indent, indent + key.chars().count() + 2, text);
}

/// Writes a value behind a key or a dash; `column` is where it would begin on the same line.
fn value(node: &Node, indent: usize, column: usize, text: &mut String) {
    if let Some(line) = flow(node).filter(|line| column + line.chars().count() <= WIDTH) {
        if !line.is_empty() {
            text.push(' ');
            text.push_str(&line);
        }
        text.push('\n');
        return;
    }
    let below = indent + STEP;
    match node {
        Node::Map(map) => {
            text.push('\n');
            entries(map, below, text);
        }
        Node::List(items) => {
            text.push('\n');
            items.iter().for_each(|item| self::item(item, below, text));
        }
        Node::Text(words) | Node::Plain(words) => {
            let long = scalar::inline(words, false).chars().count() + column > WIDTH;
            let block = match words.contains('\n') {
                true => scalar::literal(words, below),
                false if long => scalar::folded(words, below, WIDTH),
                false => None,
            };
            let words = block.unwrap_or_else(|| scalar::inline(words, false));
            text.push_str(&format!(" {words}\n"));
        }
        Node::Block(words) => {
            let block = scalar::literal(words, below);
            let words = block.unwrap_or_else(|| scalar::inline(words, false));
            text.push_str(&format!(" {words}\n"));
        }
        Node::Nothing => text.push('\n'),
    }
}

/// Writes an item of a list; the first key of a mapping stands beside the dash.
fn item(node: &Node, indent: usize, text: &mut String) {
    text.push_str(&" ".repeat(indent));
    text.push('-');
    let inner = indent + STEP;
    let fits = flow(node).is_some_and(|line| inner + line.chars().count() <= WIDTH);
    match node {
        Node::Map(map) if !fits && !map.is_empty() => {
            text.push(' ');
            for (number, entry) in map.entries.iter().enumerate() {
                if number > 0 {
                    text.push_str(&" ".repeat(inner));
                }
                pair(entry, inner, text);
            }
        }
        _ => value(node, indent, inner, text),
    }
}

/// Writes a value on one line, if it can stand on one.
fn flow(node: &Node) -> Option<String> {
    match node {
        Node::Nothing => Some(String::new()),
        Node::Map(map) if map.is_empty() => Some("{}".to_owned()),
        Node::Map(map) if map.layout != Layout::Flow => None,
        Node::Plain(text) if !text.contains('\n') => Some(scalar::plain(text, false)),
        Node::Text(text) if !text.contains('\n') => Some(scalar::inline(text, false)),
        _ => within(node),
    }
}

/// Writes a value to stand between brackets, or a list or mapping as a whole.
fn within(node: &Node) -> Option<String> {
    match node {
        Node::Nothing => Some(String::new()),
        Node::Plain(text) => one_line(text).map(|text| scalar::plain(text, true)),
        Node::Text(text) => one_line(text).map(|text| scalar::inline(text, true)),
        Node::Block(_) => None,
        Node::List(items) => {
            let items = items.iter().map(within).collect::<Option<Vec<_>>>()?;
            Some(format!("[{}]", items.join(", ")))
        }
        Node::Map(map) if map.is_empty() => Some("{}".to_owned()),
        Node::Map(map) if map.layout != Layout::Flow => None,
        Node::Map(map) => {
            let pair = |entry: &Entry| {
                let value = within(&entry.value)?;
                let space = if value.is_empty() { "" } else { " " };
                let unnoted = entry.note.is_none();
                unnoted.then(|| format!("{}:{space}{value}", scalar::key(&entry.key, true)))
            };
            let pairs = map.entries.iter().map(pair).collect::<Option<Vec<_>>>()?;
            Some(format!("{{ {} }}", pairs.join(", ")))
        }
    }
}

fn one_line(text: &str) -> Option<&str> {
    (!text.contains('\n')).then_some(text)
}
