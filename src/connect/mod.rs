//! How a server is reached: URLs, `PG*` variables, service and password files, TLS.
//!
//! A [`Target`] is read from a `postgres://` URL or a string such as `host=db dbname=shop` and
//! completed from an [`Environment`] in libpq's order, so that what works with psql works here.
//! Parameters of libpq that pgspec does not have are refused by name; none is passed over in
//! silence where that would be less safe than its user believes.
//!
//! ```no_run
//! use pgspec::connect::{Environment, Target};
//!
//! let target = Target::parse("postgres://app@db/shop", &Environment::from_process())?;
//! eprintln!("reading {target}"); // postgres://app@db:5432/shop
//! let mut client = target.connect()?;
//! # Ok::<(), pgspec::connect::Error>(())
//! ```
//!
//! No error, no `Debug` form and no display shows a password, nor what a text holds that could not
//! be read: it may be half a password.
//!
//! Limits: no GSSAPI and no OAuth; a socket's owner is not verified (`requirepeer`); keys with a
//! passphrase are not read.

mod attempt;
mod environment;
mod error;
mod fault;
mod heard;
mod help;
mod hosts;
mod keywords;
mod open;
mod parameters;
mod passfile;
mod secret;
mod service;
mod session;
mod target;
mod tls;
mod url;
mod values;
mod warning;

#[cfg(test)]
mod tests;

pub use environment::Environment;
pub use error::{Error, NoEntry};
pub use heard::Warnings;
pub use target::{Target, is_connection_string};
pub use tls::TlsFault;
pub use warning::Warning;
