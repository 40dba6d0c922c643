//! The integration tests, in one binary.

mod errors;
mod verify;
