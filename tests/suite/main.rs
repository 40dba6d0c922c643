//! The integration tests, in one binary.

mod errors;
mod quoting;
