//! `shadowed_grant`: a grant on columns that changes nothing, because the role has the same
//! privilege on the whole table. See <https://www.postgresql.org/docs/current/sql-grant.html>.

use super::facts::Facts;
use crate::check::context::WrittenGrant;
use crate::diagnostic::Diagnostic;
use crate::model::{Privilege, Target};

pub(super) fn check(facts: &Facts) -> Vec<Diagnostic> {
    let grants = facts.grants().filter(|grant| !grant.with_grant_option);
    grants
        .flat_map(|grant| {
            grant.columns.iter().filter_map(|(privilege, columns)| {
                let on_whole = |target: &&Target| has_whole(facts, grant, target, *privilege);
                let target = grant.targets.iter().find(on_whole)?;
                let first = columns.first()?;
                Some(finding(facts, grant, target, *privilege, first.span))
            })
        })
        .collect()
}

fn has_whole(facts: &Facts, grant: &WrittenGrant, target: &Target, privilege: Privilege) -> bool {
    let by_grantee = facts.database().grants.get(target);
    by_grantee
        .and_then(|grantees| grantees.get(&grant.role))
        .is_some_and(|privileges| privileges.contains_key(&privilege))
}

fn finding(
    facts: &Facts,
    grant: &WrittenGrant,
    target: &Target,
    privilege: Privilege,
    span: crate::source::Span,
) -> Diagnostic {
    let word = privilege.sql();
    let message = format!(
        "naming columns has no effect: `{}` may {word} all of {}",
        grant.role,
        Facts::object_words(target)
    );
    let finding = Diagnostic::warning("shadowed_grant", span, message)
        .about(target.to_string())
        .with_help("remove the columns here, or the grant on the whole table");
    let whole = facts.context.grants.iter().find(|other| {
        other.role == grant.role
            && other.privileges.contains(&privilege)
            && other.targets.contains(target)
    });
    match whole {
        Some(whole) => finding.with_other(whole.span, "the whole table is granted here"),
        None => finding,
    }
}
