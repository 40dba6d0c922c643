//! Reads and quotes SQL text.

mod quote;

pub use quote::{dollar_quote, quote_identifier, quote_literal, quote_qualified};
