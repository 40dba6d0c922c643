//! From the spec to the model, or to findings.
//!
//! Stages, each a file or a folder, each going on as far as it can so that one run reports
//! everything: [`declare`] collects every name, [`lower`] turns sections into the model,
//! [`resolve`] follows the names in SQL text and records what needs what, [`access`] expands
//! grants, [`rules`] looks at the whole. Needs no database: what only the server can say
//! (operators, casts, the meaning of expressions) is left to `verify`.

mod access;
mod allow;
mod context;
mod declare;
mod follow_up;
mod lower;
mod names;
mod pending;
mod places;
mod pointing;
mod resolve;
mod rules;

use crate::audit::Acceptance;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Project;
use crate::source::{FileId, List, Sources, Span, Spanned};
use crate::spec::{ProjectFile, Spec};

pub(crate) use allow::ALLOWABLE;
use context::Context;
pub(crate) use lower::default_name;
pub use pointing::Places;

/// What a check gave: the model where the spec has no error, and every finding.
#[derive(Debug)]
pub struct Checked {
    /// The model; absent when a finding is an error.
    pub project: Option<Project>,
    /// Findings in the order in which they were made.
    pub findings: Vec<Diagnostic>,
    /// Findings that the project accepts, with what it says of them; whether it still does, the day decides.
    pub accepted: Vec<(Diagnostic, Acceptance)>,
    /// Where everything stands.
    pub places: Places,
}

/// Findings that say that a role may do less than its declared work needs.
const UNGRANTED: [&str; 5] = [
    "grant_without_schema_usage",
    "insert_without_sequence",
    "login_without_connect",
    "query_without_privilege",
    "update_without_select",
];

/// Checks a whole project.
pub fn check(spec: &Spec, sources: &Sources) -> Checked {
    check_but(spec, sources, &[])
}

/// Checks a project for whoever is to find out what is to be granted: that it is not yet is no error.
pub fn check_ungranted(spec: &Spec, sources: &Sources) -> Checked {
    check_but(spec, sources, &UNGRANTED)
}

fn check_but(spec: &Spec, sources: &Sources, passed_over: &[&str]) -> Checked {
    let stand_in = stand_in();
    let file = spec.project.as_ref().unwrap_or(&stand_in);
    let mut context = Context::new(sources, file);
    declare::declare(&mut context, spec);
    lower::lower(&mut context, spec);
    resolve::resolve(&mut context);
    access::lower(&mut context, spec);
    let project = lower::project(&mut context, spec, file);
    rules::run(&mut context, spec, &project);
    context.findings.retain(|finding| !passed_over.contains(&finding.code));
    allow::apply(&mut context.findings, file);
    let accepted = allow::accepted(&mut context.findings, &project.acceptances);
    let failed = context.findings.iter().any(|finding| finding.severity == Severity::Error)
        || spec.project.is_none();
    let places = Places::new(&mut context, spec, file);
    let findings = follow_up::leave_out(context.findings, spec, sources);
    Checked { project: (!failed).then_some(project), findings, accepted, places }
}

/// Stands in for a project file that could not be read, so that the other files are checked.
fn stand_in() -> ProjectFile {
    let nowhere = Span::new(FileId(0), 0..0);
    ProjectFile {
        project: Spanned::new("project".to_owned(), nowhere),
        description: None,
        postgres: Spanned::new(18, nowhere),
        output: None,
        sandbox: None,
        access_mode: None,
        sample_data: List::default(),
        allow: List::default(),
        accept: List::default(),
    }
}
