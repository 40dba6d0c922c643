//! Connections to real servers, with certificates made for the test, and held against psql.

mod authority;
mod certificates;
mod logins;
mod modes;
mod psql;
mod sandboxes;
mod secrets;
mod servers;
mod support;
mod targets;
