//! Names and comments as Mermaid reads them.
//!
//! Mermaid 11.6 writes an attribute's type and name with letters, digits, `-`, `_`, `(`, `)`, `[`
//! and `]`, and with characters from U+00C0 on; a letter comes first, and neither may read as a key
//! marker (`pk`). Everything else becomes `_` there: `numeric(12,2)` becomes `numeric(12_2)`.
//! Quoted text takes anything as an entity code (`#35;` for `#`); codes are used for what Mermaid
//! would read as something else: quotes, percent signs, backslashes, tildes, tags, codes, and
//! the words `direction LR` and its like, which it takes for a statement wherever they stand.

/// Mermaid's `maxTextSize` of 50,000, less some room for what a page adds.
const MOST_CHARACTERS: usize = 49_000;
/// Mermaid's `maxEdges`.
pub const MOST_EDGES: usize = 500;

/// Whether a page of Mermaid's defaults draws the text; it counts as JavaScript does, in units of UTF-16.
pub fn fits(text: &str, edges: usize) -> bool {
    edges <= MOST_EDGES && text.encode_utf16().count() <= MOST_CHARACTERS
}

/// Says what is drawn in place of a picture that does not fit.
pub fn too_much(boxes: usize, edges: usize) -> String {
    format!("{boxes} boxes and {edges} lines are more than Mermaid draws. The SVG shows them all.")
}

/// Writes the type or the name of an attribute.
pub fn word(text: &str) -> String {
    let mut word: String = text.chars().map(|c| if is_word(c) { c } else { '_' }).collect();
    let starts = |c: char| c.is_ascii_alphabetic() || c == '_' || c >= '\u{c0}';
    if !word.starts_with(starts) {
        word.insert(0, '_');
    }
    if reads_as_key(&word) {
        word.insert(2, '_');
    }
    word
}

fn is_word(character: char) -> bool {
    character.is_ascii_alphanumeric()
        || "-_()[]".contains(character)
        // A byte order mark is white space to JavaScript.
        || (character >= '\u{c0}' && !character.is_whitespace() && character != '\u{feff}')
}

/// Whether Mermaid takes the first two letters for a marker: `pk`, and `pk-x` too.
fn reads_as_key(word: &str) -> bool {
    let Some(start) = word.get(..2) else { return false };
    let is_marker = ["pk", "fk", "uk"].iter().any(|marker| start.eq_ignore_ascii_case(marker));
    let next = word[2..].chars().next();
    is_marker && next.is_none_or(|c| !(c.is_ascii_alphanumeric() || c == '_'))
}

/// Writes quoted text: an entity's name, a label, a comment.
pub fn quoted(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 2);
    for (index, character) in text.char_indices() {
        match character {
            '"' | '#' | ';' | '%' | '\\' | '<' | '>' | '`' | '~' | '\u{2028}' | '\u{2029}' => {
                escaped.push_str(&code(character));
            }
            // Mermaid cuts lines such as `style a fill:#fff;`, wherever they stand.
            ':' if !matches!(text[index + 1..].chars().next(), None | Some(' ')) => {
                escaped.push_str(&code(character));
            }
            c if c.is_whitespace() && ends_direction(&text[..index]) => escaped.push_str(&code(c)),
            '\t' | '\n' | '\r' => escaped.push(' '),
            // SVG allows no control characters; Unicode has pictures of them.
            '\u{7f}' => escaped.push('\u{2421}'),
            c if c.is_ascii_control() => escaped.extend(char::from_u32(0x2400 + c as u32)),
            c => escaped.push(c),
        }
    }
    format!("\"{escaped}\"")
}

fn code(character: char) -> String {
    format!("#{};", character as u32)
}

fn ends_direction(text: &str) -> bool {
    let word = "direction";
    let start = text.len().checked_sub(word.len()).and_then(|start| text.get(start..));
    start.is_some_and(|end| end.eq_ignore_ascii_case(word))
}
