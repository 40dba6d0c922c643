//! Text as COPY reads and writes it.

use std::io::{self, Write};

use memchr::{memchr, memchr3};

/// How many bytes are sent at once: the server reads them while the next are made ready.
const PORTION: usize = 1 << 18;

/// Sends what COPY reads.
pub(super) fn send(bytes: &[u8], writer: &mut impl Write) -> io::Result<()> {
    bytes.chunks(PORTION).try_for_each(|portion| writer.write_all(portion))
}

/// Returns whether COPY reads a value as it stands.
fn is_plain(text: &str) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_copy_would_read_otherwise_is_escaped() {
        let mut escaped = String::new();
        escape("a\\b\n\r\t\u{8}\"é,", &mut escaped);
        assert_eq!(escaped, "a\\\\b\\n\\r\\t\u{8}\"é,");
    }
}
