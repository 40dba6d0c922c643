//! Text as COPY reads and writes it.

use std::io::{self, Write};

use memchr::{memchr, memchr3};

/// How many bytes are sent at once: the server reads them while the next are made ready.
const PORTION: usize = 1 << 16;

/// Sends what COPY reads.
pub(super) fn send(bytes: &[u8], writer: &mut impl Write) -> io::Result<()> {
    bytes.chunks(PORTION).try_for_each(|portion| writer.write_all(portion))
}

/// Returns whether COPY reads a value as it stands.
pub(super) fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr3(b'\\', b'\t', b'\n', bytes).is_none() && memchr(b'\r', bytes).is_none()
}

/// Writes a number.
pub(super) fn number(number: u64, into: &mut String) {
    into.push_str(itoa::Buffer::new().format(number));
}

/// Writes a value as COPY reads it.
pub(super) fn escape(text: &str, into: &mut String) {
    if is_plain(text) {
        return into.push_str(text);
    }
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'\\' | b'\n' | b'\r' | b'\t'))
    {
        into.push_str(&rest[..at]);
        into.push_str(match rest.as_bytes()[at] {
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            _ => "\\t",
        });
        rest = &rest[at + 1..];
    }
    into.push_str(rest);
}

/// Returns a value that COPY wrote, as it is.
pub(super) fn unescape(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            value.push(letter);
            continue;
        }
        value.extend(letters.next().map(|letter| match letter {
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\u{b}',
            other => other,
        }));
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_copy_escapes_comes_back() {
        let text = "a\\b\n\r\t\u{8}\u{b}\u{c}\"é,";
        let mut escaped = String::new();
        escape(text, &mut escaped);
        assert_eq!(unescape(&escaped), text);
        // What the server escapes, and this program does not.
        assert_eq!(unescape("\\b\\f\\v\\\\n"), "\u{8}\u{c}\u{b}\\n");
    }
}
