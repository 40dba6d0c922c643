//! Reads and quotes SQL text.

pub mod parameters;
pub mod quote;
mod scanner;

pub use quote::{dollar_quote, quote_identifier, quote_literal, quote_qualified};
