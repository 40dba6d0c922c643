//! `pgspec.yaml`, and diagrams.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::source::{List, OneOrMany, Spanned};

/// The file `pgspec.yaml` at the root of a project.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct ProjectFile {
    /// Name of the project; also of its database and its image.
    pub project: Spanned<String>,
    /// One sentence on what the project is.
    pub description: Option<Spanned<String>>,
    /// Major version of PostgreSQL that the artifacts target: 15 to 18.
    #[schemars(range(min = 15, max = 18))]
    pub postgres: Spanned<u16>,
    /// Folder for the artifacts; `generated` when absent.
    pub output: Option<Spanned<String>>,
    /// Which sandbox `verify` boots: `auto`, `docker`, `local` or `url`.
    #[schemars(extend("enum" = ["auto", "docker", "local", "url"]))]
    pub sandbox: Option<Spanned<String>>,
    /// What becomes of access on a live server that is not declared: `authoritative` (when absent),
    /// `adopt` or `additive`.
    #[schemars(extend("enum" = ["authoritative", "adopt", "additive"]))]
    pub access_mode: Option<Spanned<String>>,
    /// SQL files with sample rows, in the order in which they load.
    #[serde(default)]
    pub sample_data: List<Spanned<String>>,
    /// Codes of findings that are only warned about; of those that PostgreSQL itself lets pass.
    #[serde(default)]
    pub allow: List<Spanned<String>>,
    /// Findings of `check` and `access audit` that are accepted, with a reason and a last day.
    #[serde(default)]
    pub accept: List<Acceptance>,
}

/// Findings of `check` and `access audit` that are accepted.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Acceptance {
    /// Code of the findings: `login_without_expiry`.
    pub finding: Spanned<String>,
    /// Object of the findings, as the audit names it: `role analytics_bi`, `table sales.*`; every object when absent.
    pub on: Option<Spanned<String>>,
    /// Why they are accepted.
    pub reason: Spanned<String>,
    /// The last day on which they are: `2027-06-30`.
    pub until: Spanned<String>,
}

/// A named selection of tables to draw.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Diagram {
    /// Title above the picture; the diagram's name when absent.
    pub title: Option<Spanned<String>>,
    /// Tables to draw: `sales.items`, `sales.*`, `sales.fact_*`, `*`.
    #[serde(default)]
    pub tables: List<Spanned<String>>,
    /// Tables that are drawn with those next to them by foreign keys.
    #[serde(default)]
    pub around: OneOrMany<Spanned<String>>,
    /// How many foreign keys away from those of `around` a table may be; 1 when absent.
    pub distance: Option<Spanned<u64>>,
    /// Tables to leave out, in the same notation.
    #[serde(default)]
    pub except: List<Spanned<String>>,
    /// Which columns are drawn: `all` (when absent), `keys` or `none`.
    pub columns: Option<DiagramColumns>,
    /// What refers to what without a foreign key, as in a star schema; drawn dashed.
    #[serde(default)]
    pub relations: List<DiagramRelation>,
}

/// Columns that refer to another table without a foreign key.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct DiagramRelation {
    /// The table that refers: `warehouse.fact_sales`.
    pub table: Spanned<String>,
    /// Its columns.
    pub columns: OneOrMany<Spanned<String>>,
    /// The table that they refer to.
    pub to: Spanned<String>,
    /// Its columns, in the same order; those of the same names when absent.
    #[serde(default)]
    pub to_columns: OneOrMany<Spanned<String>>,
}

/// Which columns a diagram shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DiagramColumns {
    /// Every column.
    All,
    /// Columns of primary, unique and foreign keys.
    Keys,
    /// Table names alone.
    None,
}
