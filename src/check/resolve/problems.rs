//! What the resolver found, as findings with the nearest name.

use std::ops::Range;

use crate::check::context::{Context, shifted};
use crate::check::names::Scope;
use crate::diagnostic::{Diagnostic, nearest};
use crate::source::Spanned;
use crate::sql::{Problem, ProblemKind};

/// Reports the problems of a piece of `outer` that begins at byte `at`.
pub(super) fn report(
    context: &mut Context,
    outer: &Spanned<String>,
    at: isize,
    problems: Vec<Problem>,
    scope: &Scope,
) {
    for Problem { kind, range } in problems {
        let range = shifted(&range, at);
        match kind {
            ProblemKind::UnknownRelation { name } => {
                let span = context.within(outer, range);
                context.unknown_relation(&name, scope, span);
            }
            ProblemKind::UnknownColumn { name, of, candidates } => {
                unknown_column(context, outer, range, &name, of.as_deref(), &candidates);
            }
            ProblemKind::AmbiguousColumn { name } => {
                let span = context.within(outer, range);
                let message = format!("column `{name}` is in more than one table here");
                let finding = Diagnostic::error("ambiguous_column", span, message);
                context.report(finding.with_help(format!("name the table too: `TABLE.{name}`")));
            }
            ProblemKind::UnknownAlias { name, candidates } => {
                let span = context.within(outer, range);
                let message = format!("nothing here is called `{name}`");
                let finding = Diagnostic::error("unknown_alias", span, message);
                context.report(with_nearest(finding, &name, &candidates));
            }
            ProblemKind::UnknownParameter { name, candidates } => {
                let span = context.within(outer, range);
                let message = format!("parameter `:{name}` is not declared");
                let finding = Diagnostic::error("unknown_parameter", span, message);
                let help = match nearest(&name, candidates.iter().map(String::as_str)) {
                    Some(near) => format!("did you mean `:{near}`?"),
                    None => format!("add it: `params: {{ {name}: TYPE }}`"),
                };
                context.report(finding.with_help(help));
            }
        }
    }
}

/// Reports a column that does not exist.
pub(super) fn unknown_column(
    context: &mut Context,
    outer: &Spanned<String>,
    range: Range<usize>,
    name: &str,
    of: Option<&str>,
    candidates: &[String],
) {
    let span = context.within(outer, range);
    let message = match of {
        Some(of) => format!("`{of}` has no column `{name}`"),
        None => format!("no column `{name}`"),
    };
    let finding = Diagnostic::error("unknown_column", span, message);
    context.report(with_nearest(finding, name, candidates));
}

fn with_nearest(finding: Diagnostic, name: &str, candidates: &[String]) -> Diagnostic {
    match nearest(name, candidates.iter().map(String::as_str)) {
        Some(near) => finding.with_help(format!("did you mean `{near}`?")),
        None if candidates.is_empty() => finding.with_help(format!(
            "no column is in reach here; text stands in SQL's quotes, inside YAML's: `\"'{name}'\"`"
        )),
        None if candidates.len() > 12 => finding,
        None => {
            let names: Vec<String> = candidates.iter().map(|name| format!("`{name}`")).collect();
            finding.with_help(format!("there is {}", names.join(", ")))
        }
    }
}
