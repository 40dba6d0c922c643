//! Scalars: which quotes a text needs, and how long ones are laid out.
//!
//! Stricter than YAML 1.2 asks: what an older reader takes for something else than text (`on`,
//! `12:30`, `1e3`) is quoted too.

use std::ops::Range;

/// Words that one version of YAML or another takes for something else than text.
const WORDS: [&str; 11] = ["", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n"];

/// Writes a text on one line, to stand in a block or (`flow`) between brackets.
pub(super) fn inline(text: &str, flow: bool) -> String {
    match is_plain(text, flow) {
        true => text.to_owned(),
        false => quoted(text),
    }
}

/// Writes a number or a truth value as it is, if it is one; anything else as text.
pub(super) fn plain(text: &str, flow: bool) -> String {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let positive = text.strip_prefix('-').unwrap_or(text);
    let number = match positive.split_once('.') {
        Some((whole, part)) => digits(whole) && digits(part),
        None => digits(positive),
    };
    let bare = text == "true" || text == "false" || number;
    if bare { text.to_owned() } else { inline(text, flow) }
}

/// Writes a key. `on` is a key of the spec, where quotes would only stand in the way.
pub(super) fn key(text: &str, flow: bool) -> String {
    if text == "on" { text.to_owned() } else { inline(text, flow) }
}

fn is_plain(text: &str, flow: bool) -> bool {
    const INDICATORS: &str = "-?:,[]{}#&*!|>'\"%@`=<";
    let Some(first) = text.chars().next() else { return false };
    !INDICATORS.contains(first)
        && text.trim() == text
        && !text.ends_with(':')
        && !text.starts_with("...")
        && !text.contains(": ")
        && !text.contains(" #")
        && !(flow && text.contains([',', '[', ']', '{', '}']))
        && text.chars().all(is_printable)
        && !WORDS.contains(&text.to_lowercase().as_str())
        && !may_be_number(text)
}

/// Whether a reader could take it for a number, a time or a date.
fn may_be_number(text: &str) -> bool {
    let parts = |c: char| c.is_ascii_hexdigit() || "+-.:,_ xXoOtTzZ".contains(c);
    let begins = text.starts_with(|c: char| c.is_ascii_digit());
    text.starts_with(['+', '.']) || begins && text.chars().all(parts)
}

/// Whether a character may stand as it is in every style; line breaks and tabs are not among them.
fn is_printable(character: char) -> bool {
    match character {
        ' '..='~' => true,
        '\u{a0}'..='\u{d7ff}' => !matches!(character, '\u{2028}' | '\u{2029}'),
        '\u{e000}'..='\u{fffd}' => character != '\u{feff}',
        '\u{10000}'..='\u{10ffff}' => true,
        _ => false,
    }
}

/// Quotes a text with as few escapes as can be.
fn quoted(text: &str) -> String {
    let escapes = text.chars().filter(|c| *c == '"' || *c == '\\').count();
    let printable = text.chars().all(is_printable);
    if printable && escapes > 0 && text.matches('\'').count() <= escapes {
        return format!("'{}'", text.replace('\'', "''"));
    }
    let mut quoted = String::from("\"");
    text.chars().for_each(|character| escape(character, &mut quoted));
    quoted.push('"');
    quoted
}

fn escape(character: char, quoted: &mut String) {
    match character {
        '"' => quoted.push_str("\\\""),
        '\\' => quoted.push_str("\\\\"),
        '\n' => quoted.push_str("\\n"),
        '\r' => quoted.push_str("\\r"),
        '\t' => quoted.push_str("\\t"),
        _ if is_printable(character) => quoted.push(character),
        _ => match u32::from(character) {
            code @ ..=0xff => quoted.push_str(&format!("\\x{code:02x}")),
            code @ ..=0xffff => quoted.push_str(&format!("\\u{code:04x}")),
            code => quoted.push_str(&format!("\\U{code:08x}")),
        },
    }
}

/// Writes a text as a literal block (`|`), where one can hold it: header, then lines.
pub(super) fn literal(text: &str, indent: usize) -> Option<String> {
    let body = text.trim_end_matches('\n');
    let ends = text.len() - body.len();
    let fits = |c: char| c == '\n' || c == '\t' || is_printable(c);
    let first = body.lines().find(|line| !line.is_empty())?;
    // White space alone leaves a reader in doubt whether it is indentation or text.
    let blank = |line: &str| !line.is_empty() && line.trim_matches([' ', '\t']).is_empty();
    // A block that keeps the line breaks at its end would take the blank lines after it, too.
    let doubtful = first.starts_with('\t') || body.lines().any(blank) || ends > 1;
    if !body.chars().all(fits) || doubtful {
        return None;
    }
    let hint = if first.starts_with(' ') || body.starts_with('\n') { "2" } else { "" };
    let mut block = format!("|{hint}{}", if ends == 0 { "-" } else { "" });
    for line in body.split('\n') {
        block.push('\n');
        if !line.is_empty() {
            block.push_str(&" ".repeat(indent));
            block.push_str(line);
        }
    }
    Some(block)
}

/// Writes a long text of one line as a folded block (`>-`) whose lines end before `width`.
pub(super) fn folded(text: &str, indent: usize, width: usize) -> Option<String> {
    let sound = text.trim() == text && !text.is_empty() && text.chars().all(is_printable);
    if !sound {
        return None;
    }
    let room = width.saturating_sub(indent).max(20);
    let mut block = String::from(">-");
    let mut rest = text;
    while !rest.is_empty() {
        let line = first_line(rest, room);
        block.push('\n');
        block.push_str(&" ".repeat(indent));
        block.push_str(&rest[line.clone()]);
        rest = rest[line.end..].strip_prefix(' ').unwrap_or(&rest[line.end..]);
    }
    Some(block)
}

/// Takes as many words as fit; a line ends at a single space alone, as only that is folded back.
fn first_line(text: &str, room: usize) -> Range<usize> {
    let single = |at: usize| {
        !text[..at].ends_with(' ') && !text[at + 1..].starts_with(' ') && at + 1 < text.len()
    };
    let mut end = None;
    for (count, (at, character)) in text.char_indices().enumerate() {
        if count > room && end.is_some() {
            break;
        }
        if character == ' ' && single(at) {
            end = Some(at);
        }
    }
    let fits = text.chars().count() <= room;
    0..if fits { text.len() } else { end.unwrap_or(text.len()) }
}
