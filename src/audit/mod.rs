//! What a DBA would look for in the access of a live database: one rule per defect.
//!
//! A [`Rule`] is a code, words, and a query over the catalogs (`rules/CODE.sql`) that follows the common
//! table expressions of `prelude.sql` and returns one row per finding: the object, what is wrong with it, and
//! the statement that mends it. All rules read one snapshot and change nothing; the server's own
//! functions say who may do what. What only a superuser may look at is named where it could not be looked
//! at ([`Report::unseen`]).
//!
//! What holds personal data is not in the catalogs: columns that a project classifies count, and else
//! names, comments and security labels that say so (`sensitive` in the prelude). Limits: the bodies of
//! functions are text to PostgreSQL, so that a table is found there by its name.

mod acceptance;
mod error;
pub mod personal;
mod rules;
pub mod sensitive;
mod settings;
pub mod truth;

#[cfg(test)]
mod tests;

use postgres::{Client, IsolationLevel};
use serde::Serialize;

pub use acceptance::{Acceptance, Judged, Judgement};
pub use error::Error;
pub use rules::{RULES, Rule, Weight};
pub use settings::{DEMANDS, Demand};

/// Returns what stands before every query.
fn prelude() -> String {
    sensitive::filled(include_str!("prelude.sql"))
}

/// The functions that print definitions leave out what the search path finds.
const SETTINGS: &str = "set local search_path = ''; set local jit = off";

/// What an audit is to look at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Columns that hold personal data, as `schema.table.column`.
    pub classified: Vec<String>,
    /// Columns of another class, which hold none whatever they are called.
    pub otherwise: Vec<String>,
    /// Whether the server's settings and its `pg_hba.conf` are held against the CIS benchmark, those too
    /// that nobody chose.
    pub server: bool,
    /// Whether the database was made to be looked at: nobody has given its roles their passwords yet.
    pub made: bool,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// How much it weighs.
    pub weight: Weight,
    /// Code of the rule.
    pub code: &'static str,
    /// The object, as SQL names it: `table sales.members`.
    pub object: String,
    /// What is wrong with it; the object is the subject of the sentence.
    pub detail: String,
    /// A statement that mends it, with `…` where a person has to choose.
    pub fix: String,
}

/// What an audit found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The heaviest first, then by code and object.
    pub findings: Vec<Finding>,
    /// Codes of the rules that this role may not look at.
    pub unseen: Vec<&'static str>,
}

/// Returns the rule of a code.
pub fn find(code: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.code == code)
}

/// Applies every rule to the database that `client` is connected to.
///
/// # Errors
/// Fails where the server refuses a query or is older than PostgreSQL 15.
pub fn run(client: &mut Client, options: &Options) -> Result<Report, Error> {
    let failed = |source| Error { part: "the snapshot", source };
    let builder = client.build_transaction();
    let snapshot = builder.isolation_level(IsolationLevel::RepeatableRead).read_only(true);
    let mut snapshot = snapshot.start().map_err(failed)?;
    snapshot.batch_execute(SETTINGS).map_err(failed)?;
    let mut report = Report::default();
    for rule in RULES {
        let failed = |source| Error { part: rule.code, source };
        if options.made && rule.is_of_passwords() {
            continue;
        }
        if let Some(needs) = rule.needs {
            let may = snapshot.query_one(&format!("select {needs}"), &[]).map_err(failed)?;
            if !may.try_get(0).map_err(failed)? {
                report.unseen.push(rule.code);
                continue;
            }
        }
        let sql = rule.query();
        let rows = match rule.asks_of_server {
            true => {
                snapshot.query(&sql, &[&options.classified, &options.otherwise, &options.server])
            }
            false => snapshot.query(&sql, &[&options.classified, &options.otherwise]),
        };
        for row in rows.map_err(failed)? {
            if rule.asks_if_true && !rules::is_always_true(&row).map_err(failed)? {
                continue;
            }
            report.findings.push(Finding {
                weight: rule.weight,
                code: rule.code,
                object: row.try_get(0).map_err(failed)?,
                detail: row.try_get(1).map_err(failed)?,
                fix: row.try_get(2).map_err(failed)?,
            });
        }
    }
    snapshot.commit().map_err(failed)?;
    report.findings.sort();
    report.findings.dedup();
    Ok(report)
}
