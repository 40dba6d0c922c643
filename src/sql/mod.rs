//! (empty so far)
use std::borrow::Cow;
pub fn quote_identifier(s: &str) -> Cow<'_, str> {
    s.into()
}
pub fn quote_qualified(_a: Option<&str>, b: &str) -> String {
    b.into()
}
