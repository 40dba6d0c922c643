//! A live database written as the spec that a person would have written.

mod yaml;
