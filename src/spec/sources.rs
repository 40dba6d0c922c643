//! Files that arrive, and how each of their rows is accepted or rejected.

use schemars::JsonSchema;
use serde::Deserialize;

use super::queries::Parameter;
use super::transforms::Schedule;
use crate::source::{Entries, List, ShortOrLong, Spanned};

/// Files that arrive in a folder, and where their rows go.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Source {
    /// What arrives, from whom, how often.
    pub description: Option<Spanned<String>>,
    /// Role that writes the rows.
    pub run_as: Spanned<String>,
    /// Folder below the project, and a pattern of file names in it: `incoming/orders_*.csv`. What
    /// ends in `.gz` is unpacked.
    pub files: Spanned<String>,
    /// Form of the files.
    #[serde(default)]
    pub format: FileFormat,
    /// How characters are written in the files, by its name on the web: `windows-1252`, `utf-16le`, `shift_jis`; UTF-8 when
    /// absent.
    pub encoding: Option<Spanned<String>>,
    /// What stands between the values of a row; a comma when absent. CSV alone.
    pub delimiter: Option<Spanned<String>>,
    /// Whether the first row names the columns, in any order; true when absent. CSV alone.
    pub header: Option<bool>,
    /// Values of a row, in their order: a type, or keys. An empty value is NULL.
    pub columns: Entries<SourceColumn>,
    /// Further values, in their order: SQL over the columns, `file`, `line`, `raw` and the values before.
    #[serde(default)]
    pub derive: Entries<Spanned<String>>,
    /// Values that the SQL names as `:name`: a type, or keys, with a `default`.
    #[serde(default)]
    pub params: Entries<Parameter>,
    /// Conditions in SQL that an accepted row meets. The name of each is the reason on a row that is
    /// rejected.
    #[serde(default)]
    pub accept_when: Entries<Spanned<String>>,
    /// Where accepted rows go. A row whose primary key is there already, or stands earlier in the
    /// file, is rejected.
    pub accepted: Landing,
    /// Where rejected rows go. The table also has, where it has columns of these names, `reasons` (a
    /// list of text), `file`, `line` and `raw`.
    pub rejected: Landing,
    /// What becomes of a file of a known name with other content.
    #[serde(default)]
    pub again: Again,
    /// How many rows of a file may be rejected before none is taken: a number, or `10%`.
    pub reject_limit: Option<Spanned<String>>,
    /// How the time that stands for `*` in a file's name is written: `YYYY-MM-DDTHH24`. A file is not taken before.
    pub named_by: Option<Spanned<String>>,
    /// A SELECT whose rows are those of a made-up file that arrives at `:at`: `pgspec run --samples` and `pgspec seed --watch` write
    /// it.
    pub sample: Option<Spanned<String>>,
    /// How old the newest file may be.
    pub fresh: Option<SourceFresh>,
    /// When files are looked for; whenever `pgspec run` does, where there is none.
    pub schedule: Option<Schedule>,
}

/// How old the newest file may be: by the time in its name, where `named_by` says it, else since it was taken.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct SourceFresh {
    /// Age from which it is told: `2h`.
    pub warn: Option<Spanned<String>>,
    /// Age from which the source fails, and what needs it is held back.
    pub error: Option<Spanned<String>>,
}

/// A column of a file: its type, or keys.
pub type SourceColumn = ShortOrLong<Spanned<String>, SourceColumnKeys>;

/// The long form of a column of a file.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct SourceColumnKeys {
    /// Data type.
    #[serde(rename = "type")]
    pub data_type: Spanned<String>,
    /// How dates and times may be written, the first that fits: `YYYY-MM-DD`, `DD/MM/YYYY HH24:MI`.
    #[serde(default)]
    pub formats: List<Spanned<String>>,
    /// Its name in the header, or its key in a line of JSON, where that is another.
    pub from: Option<Spanned<String>>,
}

/// Where rows go.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Landing {
    /// The table. It takes the values whose names are those of its columns, and `file` and `line`.
    pub table: Spanned<String>,
    /// Folder below the project that gets a CSV file of the rows of each file.
    pub files: Option<Spanned<String>>,
}

/// Form of the files of a source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FileFormat {
    /// Comma-separated values, as RFC 4180 has them.
    #[default]
    Csv,
    /// A JSON object on each line.
    JsonLines,
    /// A JSON array of objects, as an API answers.
    Json,
}

/// What becomes of a file of a known name with other content.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Again {
    /// It is refused.
    #[default]
    Fail,
    /// Its rows come beside those of the file before.
    Append,
    /// Its rows come in place of those of the file before, which both tables know by `file`.
    Replace,
}
