//! The integration tests, in one binary.

mod architecture;
mod cases;
mod charts;
mod docs;
mod errors;
mod ingest;
mod licences;
mod personal;
mod pictures;
pub mod plans;
mod quoting;
mod run;
mod schedule;
mod seed;
mod servers;
mod site;
mod systems;
mod transcripts;
mod verify;
