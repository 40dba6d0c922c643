//! What the SQL of a source makes of a row, and what it makes of one of its values alone.
//!
//! A date of birth stands in many rows. What hangs on it and nothing else (a derived value, a rule) is the same in all of
//! them, so that the server is asked for it once for each value, and for what remains of each row.

use std::collections::BTreeSet;

use crate::model::{FileColumn, FileSource};
use crate::sql::has_word;

/// Types of which a file has few values, however many its rows are.
const FEW: [&str; 3] = ["boolean", "date", "smallint"];

/// Values and rules, by their places in the source.
#[derive(Debug, Default)]
pub(super) struct Part {
    /// Columns that the server writes in a way of its own.
    pub written: Vec<usize>,
    pub derived: Vec<usize>,
    pub rules: Vec<usize>,
}

/// What hangs on the values of one column alone.
#[derive(Debug, Default)]
pub(super) struct Shared {
    pub column: usize,
    pub part: Part,
    /// Derived values that others of the row need.
    pub given: Vec<usize>,
}

/// How what the SQL says is divided.
#[derive(Debug)]
pub(super) struct Division {
    /// The columns that are needed of each row.
    pub columns: Vec<usize>,
    /// What is asked of each row.
    pub row: Part,
    /// What is asked of each value.
    pub shared: Vec<Shared>,
}

impl Division {
    /// Asks everything of each row.
    pub fn none(source: &FileSource) -> Self {
        let columns: Vec<usize> = (0..source.columns.len()).collect();
        let row = Part {
            written: columns
                .iter()
                .copied()
                .filter(|at| !is_as_read(&source.columns[*at]))
                .collect(),
            derived: (0..source.derived.len()).collect(),
            rules: (0..source.rules.len()).collect(),
        };
        Self { columns, row, shared: Vec::new() }
    }

    /// Asks what hangs on one value once for each, where the names in the SQL tell it.
    pub fn of(source: &FileSource) -> Self {
        let all = source.derived.iter().chain(&source.rules);
        let sql: Vec<String> = all.map(|(_, sql)| sql.to_lowercase()).collect();
        if sql.iter().any(|sql| names_all(sql)) {
            return Self::none(source);
        }
        let needs: Vec<Needs> = sql.iter().map(|sql| Needs::of(source, sql)).collect();
        let mut homes: Vec<Option<usize>> = Vec::new();
        for needs in &needs {
            let home = needs.home(source, &homes);
            homes.push(home);
        }
        let mut division = Self::none(source);
        division.row = Part::default();
        for (at, home) in homes.iter().enumerate() {
            let part = match home {
                None => &mut division.row,
                Some(column) => division.part(*column),
            };
            match at.checked_sub(source.derived.len()) {
                None => part.derived.push(at),
                Some(rule) => part.rules.push(rule),
            }
        }
        division.put_columns(source, &needs, &homes);
        division
    }

    /// The part of a column, which is made where there is none.
    fn part(&mut self, column: usize) -> &mut Part {
        let place = self.shared.iter().position(|shared| shared.column == column);
        let place = place.unwrap_or_else(|| {
            self.shared.push(Shared { column, ..Shared::default() });
            self.shared.len() - 1
        });
        &mut self.shared[place].part
    }

    /// Says which columns and derived values are needed of each row.
    fn put_columns(&mut self, source: &FileSource, needs: &[Needs], homes: &[Option<usize>]) {
        let mut needed = BTreeSet::new();
        for (needs, _) in needs.iter().zip(homes).filter(|(_, home)| home.is_none()) {
            needed.extend(needs.columns.iter().copied());
            for shared in &mut self.shared {
                let of_it = |at: &&usize| homes[**at] == Some(shared.column);
                shared.given.extend(needs.derived.iter().filter(of_it).copied());
            }
        }
        let written = (0..source.columns.len()).filter(|at| !is_as_read(&source.columns[*at]));
        for at in written {
            match self.shared.iter_mut().find(|shared| shared.column == at) {
                Some(shared) => shared.part.written.push(at),
                None => {
                    self.row.written.push(at);
                    needed.insert(at);
                }
            }
        }
        for shared in &mut self.shared {
            shared.given.sort_unstable();
            shared.given.dedup();
        }
        self.columns = needed.into_iter().collect();
    }
}

/// What one expression names.
#[derive(Debug)]
struct Needs {
    columns: BTreeSet<usize>,
    derived: BTreeSet<usize>,
    /// Whether it names the row's line or text.
    is_of_one_row: bool,
}

impl Needs {
    fn of(source: &FileSource, sql: &str) -> Self {
        let names = |name: &str| has_word(sql, &name.to_lowercase());
        let mut columns = source.columns.iter().map(|column| names(&column.name));
        let mut derived = source.derived.iter().map(|(name, _)| names(name));
        let places = |are: &mut dyn Iterator<Item = bool>| {
            are.enumerate().filter(|(_, is)| *is).map(|(at, _)| at).collect()
        };
        Self {
            columns: places(&mut columns),
            derived: places(&mut derived),
            is_of_one_row: names("line") || names("raw"),
        }
    }

    /// Returns the column on which it hangs alone; `homes` are those of the derived values before.
    fn home(&self, source: &FileSource, homes: &[Option<usize>]) -> Option<usize> {
        let columns = self.columns.iter().map(|at| Some(*at));
        // What is derived after it, it cannot mean.
        let derived = self.derived.iter().filter_map(|at| homes.get(*at).copied());
        let on: BTreeSet<Option<usize>> = columns.chain(derived).collect();
        let one = if on.len() == 1 { on.first().copied().flatten() } else { None };
        one.filter(|at| {
            !self.is_of_one_row && FEW.contains(&source.columns[*at].data_type.as_str())
        })
    }
}

/// Returns whether an expression may need any value: it names the whole row, which is called so, or has names that are
/// written as numbers of characters.
pub(super) fn names_all(sql: &str) -> bool {
    has_word(sql, "s") || sql.contains("u&")
}

/// Returns whether the server would write a value just as it was read.
pub(super) fn is_as_read(column: &FileColumn) -> bool {
    matches!(column.data_type.as_str(), "text" | "smallint" | "integer" | "bigint")
}
