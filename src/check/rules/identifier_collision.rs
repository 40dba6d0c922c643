//! `identifier_collision`: names that differ in case alone. SQL folds unquoted names, so that it
//! cannot tell them apart.
//! See <https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS>.

use std::collections::BTreeMap;

use super::facts::Facts;
use crate::diagnostic::Diagnostic;
use crate::model::ObjectName;
use crate::source::Span;

pub(super) fn check(facts: &Facts) -> Vec<Diagnostic> {
    let names = &facts.context.names;
    let global = |name: &String| ObjectName::new("", name.clone());
    let roles = names.roles.iter().map(|(name, span)| (global(name), *span));
    let schemas = names.schemas.iter().map(|(name, span)| (global(name), *span));
    let relations = names.relations.iter().map(|(name, found)| (name.clone(), found.span));
    let routines = names.routines.iter().map(|(name, found)| (name.clone(), found.span));
    let row_types_left_out =
        names.types.iter().filter(|(name, _)| !names.relations.contains_key(name));
    let types = row_types_left_out.map(|(name, found)| (name.clone(), found.span));
    let mut findings = Vec::new();
    collisions("role", roles, &mut findings);
    collisions("schema", schemas, &mut findings);
    collisions("relation", relations, &mut findings);
    collisions("routine", routines, &mut findings);
    collisions("type", types, &mut findings);
    findings
}

fn collisions(
    what: &str,
    names: impl Iterator<Item = (ObjectName, Span)>,
    findings: &mut Vec<Diagnostic>,
) {
    let mut seen: BTreeMap<(String, String), (ObjectName, Span)> = BTreeMap::new();
    for (name, span) in names {
        let folded = (name.schema.clone(), name.name.to_lowercase());
        if let Some((first, place)) = seen.get(&folded) {
            let message = format!(
                "{what} `{}` and `{}` are the same name to SQL that does not quote them",
                name.name, first.name
            );
            let finding = Diagnostic::error("identifier_collision", span, message)
                .with_other(*place, "the other one")
                .with_help("rename one of them; lower-case names need no quotes");
            findings.push(finding);
        } else {
            seen.insert(folded, (name, span));
        }
    }
}
