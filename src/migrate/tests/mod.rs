//! Migrations as files, and run against a real server.

mod children;
mod crashes;
mod files;
mod histories;
mod rendering;
mod runs;
mod scenario;
mod support;
