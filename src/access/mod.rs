//! Questions about who may do what, answered from the model, whether it was checked or read from a server.
//!
//! [`effective`] is the whole matrix; [`show`] is one role, [`holders`] one privilege, [`difference`] what
//! changed between two databases, [`graph`] a picture. Each returns data; [`words`] are how people read it.
//!
//! Limits: what row security leaves of a table is not in the answers; they name the tables that have it.

pub mod csv;
pub mod difference;
pub mod effective;
pub mod graph;
pub mod holders;
pub mod matrix;
pub mod show;
pub mod target;
pub mod words;

#[cfg(test)]
mod tests;
