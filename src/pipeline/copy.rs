//! Text as COPY reads it.

/// Writes a value as COPY reads it.
pub(super) fn escape(text: &str, into: &mut String) {
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
