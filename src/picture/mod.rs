//! Pictures as SVG: tables with their keys, and boxes with arrows between them.
//!
//! A picture needs no browser, no network and no fonts: texts are measured by the widths of a wide sans-serif, so
//! that they fit with whatever the reader has. Places are found by `dugong`, a port of dagre. What is drawn knows
//! nothing of databases; colours change with the reader's scheme, and say nothing that words do not say too.

pub mod flow;
pub mod mermaid;
pub mod overview;
pub mod parts;
pub mod tables;

mod channels;
mod curve;
mod layout;
mod pack;
mod svg;
mod text;

/// What a picture says of who wrote it, where no artifact is.
pub const BY: &str = "Written by pgspec.";

pub use svg::{DARK, LIGHT, SHAPES};
pub use text::xml;
