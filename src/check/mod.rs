//! From the spec to the model, or to findings.
//!
//! Stages, each a file or a folder, each going on as far as it can so that one run reports
//! everything: [`declare`] collects every name, [`lower`] turns sections into the model,
//! [`resolve`] follows the names in SQL text and records what needs what, [`access`] expands
//! grants, [`rules`] looks at the whole. Needs no database: what only the server can say
//! (operators, casts, the meaning of expressions) is left to `verify`.

mod access;
mod context;
mod declare;
mod lower;
mod names;
mod resolve;
mod rules;

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Project;
use crate::source::Sources;
use crate::spec::Spec;

use context::Context;

/// What a check gave: the model where the spec has no error, and every finding.
#[derive(Debug)]
pub struct Checked {
    /// The model; absent when a finding is an error.
    pub project: Option<Project>,
    /// Findings in the order in which they were made.
    pub findings: Vec<Diagnostic>,
}

/// Checks a whole project.
pub fn check(spec: &Spec, sources: &Sources) -> Checked {
    let Some(file) = &spec.project else {
        return Checked { project: None, findings: Vec::new() };
    };
    let mut context = Context::new(sources, file);
    declare::declare(&mut context, spec);
    lower::lower(&mut context, spec);
    resolve::resolve(&mut context);
    access::lower(&mut context, spec);
    let project = lower::project(&mut context, spec, file);
    rules::run(&mut context, spec, &project);
    let failed = context.findings.iter().any(|finding| finding.severity == Severity::Error);
    Checked { project: (!failed).then_some(project), findings: context.findings }
}
