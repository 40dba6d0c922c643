//! The reading of hostile, odd and ordinary projects.

mod folders;
mod fuzz;
mod trees;
