//! Migrations as files, and run against a real server.

mod files;
mod histories;
mod rendering;
mod runs;
mod support;
