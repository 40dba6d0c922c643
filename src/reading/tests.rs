//! The reading of hostile, odd and ordinary projects.

mod folders;
mod fuzz;
mod locate;
mod trees;
