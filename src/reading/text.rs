//! From bytes to text: UTF-8 only, with or without a byte order mark.

use crate::diagnostic::Diagnostic;
use crate::source::{SourceFile, Sources, Span};

const UTF8_MARK: &[u8] = b"\xEF\xBB\xBF";
const UTF16_MARKS: [&[u8]; 2] = [b"\xFF\xFE", b"\xFE\xFF"];

/// Bytes that are not text.
#[derive(Debug)]
pub(super) struct NotUtf8 {
    /// The text before the first bad byte, which a finding shows.
    before: String,
    message: String,
}

/// Decodes UTF-8 and removes a byte order mark.
pub(super) fn decode(mut bytes: Vec<u8>) -> Result<String, NotUtf8> {
    if UTF16_MARKS.iter().any(|mark| bytes.starts_with(mark)) {
        let message = "the file is in UTF-16, not UTF-8".into();
        return Err(NotUtf8 { before: String::new(), message });
    }
    if bytes.starts_with(UTF8_MARK) {
        bytes.drain(..UTF8_MARK.len());
    }
    String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let bad = error.as_bytes()[offset];
        let before = String::from_utf8_lossy(&error.as_bytes()[..offset]).into_owned();
        let line = before.matches('\n').count() + 1;
        let message = format!("byte `0x{bad:02x}` on line {line} (offset {offset}) is not UTF-8");
        NotUtf8 { before, message }
    })
}

impl NotUtf8 {
    /// Adds what is readable to `sources` and reports the first bad byte behind it.
    pub fn diagnose(self, path: &str, sources: &mut Sources) -> Diagnostic {
        let end = self.before.len();
        let file = SourceFile { path: path.to_owned(), text: self.before };
        let span = Span::new(sources.add_unusable(file), end..end);
        Diagnostic::error("invalid_utf8", span, self.message).with_help("save the file as UTF-8")
    }
}
