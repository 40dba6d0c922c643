//! Findings that a project lets pass: `allow:` in its project file, and `accept:`, with a reason and a last day.
//!
//! A database that grew by hand holds what nobody would write today: a role that may log in but not
//! connect, names that differ in capitals alone. PostgreSQL takes it, so a project may; a project
//! says which, so that nothing else slips through.

use crate::audit::Acceptance;
use crate::diagnostic::{Diagnostic, Severity, suggest};
use crate::spec::ProjectFile;

/// Codes of errors about what PostgreSQL itself takes.
pub(crate) const ALLOWABLE: [&str; 6] = [
    "grant_without_schema_usage",
    "identifier_collision",
    "insert_without_sequence",
    "login_without_connect",
    "policy_without_effect",
    "update_without_select",
];

/// Turns allowed errors into warnings; reports codes that cannot be allowed.
pub(super) fn apply(findings: &mut Vec<Diagnostic>, file: &ProjectFile) {
    for finding in findings.iter_mut() {
        let allowed = file.allow.iter().any(|code| code.value == finding.code);
        if allowed && ALLOWABLE.contains(&finding.code) {
            finding.severity = Severity::Warning;
        }
    }
    for code in file.allow.iter().filter(|code| !ALLOWABLE.contains(&code.as_str())) {
        let message = format!("`{}` cannot be allowed", code.value);
        let finding = Diagnostic::error("unknown_value", code.span, message);
        findings.push(finding.with_help(suggest(code, &ALLOWABLE, "code")));
    }
}

/// Takes out what is accepted, whatever the day is, of what an audit finds too.
pub(super) fn accepted(
    findings: &mut Vec<Diagnostic>,
    acceptances: &[Acceptance],
) -> Vec<(Diagnostic, Acceptance)> {
    let mut accepted = Vec::new();
    findings.retain(|finding| {
        let object = finding.object.as_deref();
        let by = object.and_then(|object| Acceptance::of(acceptances, finding.code, object));
        accepted.extend(by.map(|by| (finding.clone(), by.clone())));
        by.is_none()
    });
    accepted
}
