//! Files that arrive, and how each of their rows is accepted or rejected.

use serde::Serialize;

use super::{Duration, ObjectName, Schedule};

/// Files that arrive in a folder, and where their rows go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileSource {
    /// What arrives.
    pub description: Option<String>,
    /// Role that writes the rows.
    pub run_as: String,
    /// Folder below the project's root.
    pub folder: String,
    /// Pattern of file names in it.
    pub pattern: String,
    /// Form of the files.
    pub form: FileForm,
    /// How characters are written, by its name; UTF-8 when absent.
    pub encoding: Option<String>,
    /// Values of a row.
    pub columns: Vec<FileColumn>,
    /// Names and SQL of further values.
    pub derived: Vec<(String, String)>,
    /// Reasons, and the SQL that has to be true for a row not to be rejected for each.
    pub rules: Vec<(String, String)>,
    /// Where accepted rows go.
    pub accepted: Landing,
    /// Where rejected rows go.
    pub rejected: Landing,
    /// Columns of the accepted rows' table by which a row is known to be there already.
    pub key: Vec<String>,
    /// What becomes of a file of a known name with other content.
    pub again: Again,
    /// How many rows of a file may be rejected.
    pub reject_limit: Option<RowLimit>,
    /// How the time is written that stands for the `*` of the pattern.
    pub named_by: Option<String>,
    /// What gives the rows of a made-up file that arrives at `:at`.
    pub sample: Option<String>,
    /// How old the newest file may be.
    pub fresh: Option<Freshness>,
    /// When files are looked for.
    pub schedule: Option<Schedule>,
}

/// How old the newest of something may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Freshness {
    /// Age from which it is told.
    pub warn: Option<Duration>,
    /// Age from which it fails.
    pub error: Option<Duration>,
}

/// Form of the files of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum FileForm {
    /// Comma-separated values.
    Csv {
        /// What stands between values.
        delimiter: u8,
        /// Whether the first row names the columns.
        header: bool,
    },
    /// A JSON object on each line.
    JsonLines,
    /// One JSON array of objects.
    Json,
}

/// A value of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileColumn {
    /// Name.
    pub name: String,
    /// Its name in the file.
    pub from: String,
    /// Type, as PostgreSQL prints it.
    pub data_type: String,
    /// How it is read.
    pub reading: Reading,
}

/// How a value is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Reading {
    /// As it is.
    Text,
    /// A whole number of at most so many bytes: 2, 4 or 8.
    Integer(u8),
    /// A decimal number.
    Numeric,
    /// `true`, `false`, `t`, `f`, `yes`, `no`, `y`, `n`, `1`, `0`.
    Boolean,
    /// A date or a time, by the first of these formats that fits.
    Time(Vec<String>),
    /// A UUID.
    Uuid,
    /// A JSON value.
    Json,
}

/// Where rows go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Landing {
    /// The table.
    pub table: ObjectName,
    /// Its columns that rows have values for, in its order.
    pub columns: Vec<String>,
    /// Folder below the project's root for files of the rows.
    pub folder: Option<String>,
}

/// What becomes of a file of a known name with other content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Again {
    /// It is refused.
    Fail,
    /// Its rows come beside the others.
    Append,
    /// Its rows come in place of the others.
    Replace,
}

/// How many of all rows may be rejected, or fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum RowLimit {
    /// So many.
    Rows(u64),
    /// So many in ten thousand.
    Share(u32),
}

impl RowLimit {
    /// Returns whether so many rejected of all are too many.
    pub fn is_exceeded(self, rejected: u64, rows: u64) -> bool {
        match self {
            Self::Rows(most) => rejected > most,
            Self::Share(most) => {
                u128::from(rejected) * 10_000 > u128::from(most) * u128::from(rows)
            }
        }
    }
}

/// What every row has beside its values; a table gets those that it has columns for.
pub const ABOUT_ROWS: [(&str, &str); 4] =
    [("file", "text"), ("line", "bigint"), ("raw", "text"), ("reasons", "text[]")];
