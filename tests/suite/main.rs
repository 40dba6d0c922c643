//! The integration tests, in one binary.

mod architecture;
mod docs;
mod licences;
mod transcripts;
