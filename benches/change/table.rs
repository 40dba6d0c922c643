//! The table that figures are printed in.

use super::figures::Figure;

/// Prints rows as they come.
pub struct Table;

impl Table {
    pub fn new() -> Self {
        println!("| what | tables | seconds | limit | peak memory, MiB |");
        println!("|---|--:|--:|---|--:|");
        Self
    }

    pub fn row(&mut self, what: &str, tables: usize, figure: &Figure, limit: &str) {
        let memory = figure.memory.map_or_else(String::new, |memory| format!("{memory:.0}"));
        println!("| {what} | {tables} | {:.2} | {limit} | {memory} |", figure.seconds);
    }
}
