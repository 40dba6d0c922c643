//! What a step may do to a running system: a closed set.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A kind of hazard, the name by which it is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HazardKind {
    /// Rows, columns or values are gone afterwards.
    DeletesData,
    /// Every row of a table is written anew.
    RewritesTable,
    /// Every row of a table is read.
    ScansTable,
    /// Nobody reads a table meanwhile (`ACCESS EXCLUSIVE`).
    BlocksReads,
    /// Nobody writes a table meanwhile (`SHARE` and stronger).
    BlocksWrites,
    /// Fails where the rows that are there do not fit.
    DependsOnData,
    /// What clients use by name or shape is no longer there.
    BreaksClients,
    /// Somebody may do afterwards what they might not do before.
    WidensAccess,
    /// Somebody may read personal data afterwards who might not before.
    WidensPersonalData,
    /// Somebody may no longer do what they might do before.
    NarrowsAccess,
    /// Cannot run inside a transaction, so a failure may leave something half done to be cleaned up.
    NotTransactional,
}

impl HazardKind {
    /// All kinds, in the order of their names' weight.
    pub const ALL: [Self; 11] = [
        Self::DeletesData,
        Self::RewritesTable,
        Self::ScansTable,
        Self::BlocksReads,
        Self::BlocksWrites,
        Self::DependsOnData,
        Self::BreaksClients,
        Self::WidensAccess,
        Self::WidensPersonalData,
        Self::NarrowsAccess,
        Self::NotTransactional,
    ];

    /// Returns the name as it is written on the command line: `deletes_data`.
    pub fn name(self) -> &'static str {
        match self {
            Self::DeletesData => "deletes_data",
            Self::RewritesTable => "rewrites_table",
            Self::ScansTable => "scans_table",
            Self::BlocksReads => "blocks_reads",
            Self::BlocksWrites => "blocks_writes",
            Self::DependsOnData => "depends_on_data",
            Self::BreaksClients => "breaks_clients",
            Self::WidensAccess => "widens_access",
            Self::WidensPersonalData => "widens_personal_data",
            Self::NarrowsAccess => "narrows_access",
            Self::NotTransactional => "not_transactional",
        }
    }

    /// Returns whether `apply` refuses a step with it until it is allowed by name.
    pub fn must_be_allowed(self) -> bool {
        matches!(
            self,
            Self::DeletesData | Self::BreaksClients | Self::WidensAccess | Self::WidensPersonalData
        )
    }
}

impl HazardKind {
    /// Returns whether it concerns who may do what.
    pub fn is_of_access(self) -> bool {
        matches!(self, Self::WidensAccess | Self::NarrowsAccess)
    }
}

impl fmt::Display for HazardKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for HazardKind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.iter().find(|kind| kind.name() == text).copied();
        known.ok_or_else(|| {
            let names: Vec<&str> = Self::ALL.iter().map(|kind| kind.name()).collect();
            format!("there is no hazard `{text}`; the hazards are {}", names.join(", "))
        })
    }
}

/// What one step may do, and the way round it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Hazard {
    /// Its kind.
    pub kind: HazardKind,
    /// What happens, in a sentence without a full stop: lower case, values in backticks.
    pub message: String,
    /// The way round it, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub way_round: Option<String>,
}

impl Hazard {
    /// Builds a hazard without a way round.
    pub fn new(kind: HazardKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), way_round: None }
    }

    /// Adds the way round it.
    pub fn with_way_round(mut self, words: impl Into<String>) -> Self {
        self.way_round = Some(words.into());
        self
    }
}
