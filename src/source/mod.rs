//! The user's files and the places in them: what every later part points back to.
//!
//! [`Sources`] holds the texts, [`Span`] is a place, [`Spanned`] a value with its place. The
//! collections of the spec ([`List`], [`Entries`], …) live here too, as they are only shapes; how
//! they are filled from YAML is [`crate::reading`]'s.

mod entry;
mod forms;
mod locate;
mod schema;
mod sources;
mod span;

pub use forms::{Entries, List, OneOrMany, ScalarOrList, ShortOrLong};
pub use sources::{Position, SourceFile, Sources};
pub use span::{FileId, Span, Spanned};

/// Names by which a shape tells the deserializer what it is; no other deserializer knows them.
pub mod magic {
    /// A value that wants its place.
    pub const SPANNED: &str = "$pgspec::Spanned";
    /// A list that survives a bad element.
    pub const LIST: &str = "$pgspec::List";
    /// A mapping that survives a bad value.
    pub const ENTRIES: &str = "$pgspec::Entries";
    /// A value or a list of them.
    pub const ONE_OR_MANY: &str = "$pgspec::OneOrMany";
    /// A scalar or list, or a mapping.
    pub const SHORT_OR_LONG: &str = "$pgspec::ShortOrLong";
    /// A scalar, or a list.
    pub const SCALAR_OR_LIST: &str = "$pgspec::ScalarOrList";
}
