//! Findings that a project accepts: with a reason, and until a day.

use chrono::NaiveDate;

use super::{Finding, Report};
use crate::sql::glob;

/// Findings that are accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acceptance {
    /// Code of the rule.
    pub code: String,
    /// Object of the findings, with `*` for any run of characters; every object when absent.
    pub on: Option<String>,
    /// Why.
    pub reason: String,
    /// The last day on which it holds.
    pub until: NaiveDate,
}

impl Acceptance {
    /// Reads a day: `2027-06-30`.
    pub fn read_day(text: &str) -> Option<NaiveDate> {
        NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
    }

    /// Returns whether it speaks of a finding, whatever the day.
    fn is_about(&self, code: &str, object: &str) -> bool {
        self.code == code && self.on.as_ref().is_none_or(|on| glob(on, object))
    }

    /// Returns the one that is about a finding; of several, that which holds longest.
    pub fn of<'a>(all: &'a [Self], code: &str, object: &str) -> Option<&'a Self> {
        let about = all.iter().filter(|acceptance| acceptance.is_about(code, object));
        about.max_by_key(|acceptance| acceptance.until)
    }
}

/// What became of the findings of a report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judged {
    /// What is to be mended; an acceptance that ended is named with it.
    pub open: Vec<(Finding, Option<Acceptance>)>,
    /// What is accepted, with the acceptance.
    pub accepted: Vec<(Finding, Acceptance)>,
    /// Acceptances that are about nothing that was found.
    pub idle: Vec<Acceptance>,
}

/// What became of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgement<'a> {
    /// It is to be mended; an acceptance that ended is named with it.
    Open(Option<&'a Acceptance>),
    /// It is accepted.
    Accepted(&'a Acceptance),
}

impl Finding {
    /// Tells whether it is accepted on a day.
    pub fn judge<'a>(&self, acceptances: &'a [Acceptance], today: NaiveDate) -> Judgement<'a> {
        match Acceptance::of(acceptances, self.code, &self.object) {
            Some(found) if found.until >= today => Judgement::Accepted(found),
            ended => Judgement::Open(ended),
        }
    }
}

impl Report {
    /// Tells what is accepted on a day from what is to be mended.
    pub fn judge(&self, acceptances: &[Acceptance], today: NaiveDate) -> Judged {
        let mut judged = Judged::default();
        for finding in &self.findings {
            match finding.judge(acceptances, today) {
                Judgement::Accepted(by) => judged.accepted.push((finding.clone(), by.clone())),
                Judgement::Open(ended) => judged.open.push((finding.clone(), ended.cloned())),
            }
        }
        let about = |it: &Acceptance, one: &Finding| it.is_about(one.code, &one.object);
        let is_idle = |it: &&Acceptance| !self.findings.iter().any(|one| about(it, one));
        judged.idle = acceptances.iter().filter(is_idle).cloned().collect();
        judged
    }
}
