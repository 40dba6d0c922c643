//! Turns the model into artifacts, in memory.

pub mod ddl;
pub mod grants;

mod templates;

pub use templates::{RenderError, Templates};
