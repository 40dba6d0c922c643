//! What the lint found, as findings about files: what the project accepts is left out.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::audit::{self, Judgement};
use crate::check::Places;
use crate::cli::sarif;
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::lint;
use crate::model::Project;
use crate::source::Sources;

/// More findings of one rule than this are counted, not drawn.
const FEW: usize = 5;

/// What became of the findings of a project.
pub(in crate::cli) struct Linted {
    /// What is to be mended.
    pub open: Vec<Diagnostic>,
    /// How many are accepted.
    pub accepted: usize,
}

impl Linted {
    /// Returns whether anything heavy is open.
    pub fn has_errors(&self) -> bool {
        self.open.iter().any(|finding| finding.severity == Severity::Error)
    }
}

/// Looks for defects, and tells what is accepted today from what is to be mended.
pub(in crate::cli) fn judge(project: &Project, places: &Places) -> Linted {
    let today = chrono::Local::now().date_naive();
    let mut linted = Linted { open: Vec::new(), accepted: 0 };
    for finding in lint::lint(project, places) {
        match finding.said.judge(&project.acceptances, today) {
            Judgement::Accepted(_) => linted.accepted += 1,
            Judgement::Open(ended) => linted.open.push(diagnostic(&finding, ended)),
        }
    }
    linted
}

fn diagnostic(finding: &lint::Finding, ended: Option<&audit::Acceptance>) -> Diagnostic {
    let audit::Finding { weight, code, object, detail, fix } = &finding.said;
    let rule = audit::find(code).expect("findings are of rules");
    let start = match weight {
        audit::Weight::Error => Diagnostic::error,
        audit::Weight::Warning => Diagnostic::warning,
    };
    let mut help = fix.clone();
    if let Some(ended) = ended {
        help.push_str(&format!("\nwas accepted until {}: {}", ended.until, ended.reason));
    }
    let found = start(rule.code, finding.span, format!("`{object}` {detail}"));
    found.with_help(help).with_page(rule.url())
}

/// Returns the first findings of each rule, and words for those that are left out.
pub(super) fn few_of_each(open: &[Diagnostic]) -> (Vec<Diagnostic>, Vec<String>) {
    let mut by_rule: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    for finding in diagnostic::sorted(open) {
        by_rule.entry(finding.code).or_default().push(finding);
    }
    let (mut shown, mut left_out) = (Vec::new(), Vec::new());
    for (code, findings) in by_rule {
        shown.extend(findings.iter().take(FEW).map(|finding| (*finding).clone()));
        if findings.len() > FEW {
            let more = findings.len() - FEW;
            left_out.push(format!("and {more} more of `{code}`; `--format json` lists them"));
        }
    }
    (shown, left_out)
}

/// Lays out every finding for code scanning, at its place.
pub(super) fn sarif(project: &str, findings: &[Diagnostic], sources: &Sources) -> Value {
    let result = |finding: &&Diagnostic| {
        let help = finding.help.iter().map(|help| format!(". Mend: {help}"));
        let place = |label: &diagnostic::Label| {
            let position = sources.position(label.span);
            json!({"physicalLocation": {
                "artifactLocation": {"uri": sources.path(label.span.file)},
                "region": {"startLine": position.line, "startColumn": position.column},
            }})
        };
        json!({
            "ruleId": finding.code,
            "level": finding.severity.name(),
            "message": {"text": finding.message.clone() + &help.collect::<String>()},
            "locations": finding.labels.iter().take(1).map(place).collect::<Vec<_>>(),
        })
    };
    let sorted = diagnostic::sorted(findings);
    sarif::document(project, sarif::rules(), sorted.iter().map(result).collect())
}
