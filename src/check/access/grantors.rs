//! Who gives a privilege on: a role that was given it with the option, and nobody else.

use crate::check::context::{Context, WrittenGrant};
use crate::diagnostic::Diagnostic;
use crate::model::{Access, Database, GivenOn, Target};
use crate::source::Spanned;

/// Notes as the owner's what PostgreSQL would, and reports what the grantor cannot give.
pub(super) fn settle(context: &mut Context) {
    let access = Access::new(&context.database);
    let for_owner = |written| for_owner(&access, &context.database, written);
    let mut findings: Vec<Diagnostic> = context.grants.iter().filter_map(for_owner).collect();
    hand_to_owners(&mut context.database);
    let (_, baseless) = context.database.given_on();
    let unknown = |written: &&WrittenGrant| {
        written.granted_by.as_ref().is_some_and(|grantor| context.unknown_role(grantor).is_some())
    };
    for written in context.grants.iter().filter(|written| !unknown(written)) {
        findings.extend(without_option(written, &baseless));
    }
    context.findings.append(&mut findings);
}

/// Who acts for the owner gives as the owner.
/// See <https://www.postgresql.org/docs/current/sql-grant.html>.
fn acts_for_owner(access: &Access<'_>, database: &Database, target: &Target, role: &str) -> bool {
    let superuser = database.roles.get(role).is_some_and(|role| role.superuser);
    superuser || access.owner(target).is_some_and(|owner| access.grantees(role).contains(&owner))
}

fn hand_to_owners(database: &mut Database) {
    let mut grantors = std::mem::take(&mut database.grantors);
    let access = Access::new(database);
    for (target, by_grantee) in &mut grantors {
        for givers in by_grantee.values_mut().flat_map(|it| it.values_mut()) {
            let acting = givers
                .keys()
                .flatten()
                .filter(|role| acts_for_owner(&access, database, target, role));
            for role in acting.cloned().collect::<Vec<_>>() {
                let option = givers.remove(&Some(role)).unwrap_or_default();
                *givers.entry(None).or_default() |= option;
            }
        }
    }
    database.grantors = grantors;
}

fn for_owner(
    access: &Access<'_>,
    database: &Database,
    written: &WrittenGrant,
) -> Option<Diagnostic> {
    let grantor = written.granted_by.as_ref()?;
    let for_owner = |target: &&Target| acts_for_owner(access, database, target, grantor);
    let target = written.targets.iter().find(for_owner)?;
    let message = format!(
        "`{}` acts for the owner of {target}: PostgreSQL notes the owner as grantor",
        grantor.value
    );
    let finding = Diagnostic::warning("grantor_without_effect", grantor.span, message);
    Some(finding.with_help("remove `granted_by`"))
}

fn without_option(written: &WrittenGrant, baseless: &[GivenOn<'_>]) -> Option<Diagnostic> {
    let grantor = written.granted_by.as_ref()?;
    let on = baseless.iter().find(|on| {
        on.grantor == grantor.value && on.grantee == written.role && names(written, on)
    })?;
    let word = on.privilege.sql();
    let message = format!(
        "`{}` cannot give {word} on {}: no grant option reaches it from the owner",
        grantor.value, on.target
    );
    let finding = Diagnostic::error("grantor_without_option", grantor.span, message);
    let with = match written.targets.first() {
        Some(target) if written.targets.len() == 1 => format!("{word} on {target}"),
        _ => format!("{word} on the same objects"),
    };
    Some(finding.with_help(format!(
        "grant `{}` {with} with `with_grant_option: true`, or remove `granted_by`",
        grantor.value
    )))
}

/// Says whether a grant as written speaks of a privilege.
fn names(written: &WrittenGrant, on: &GivenOn<'_>) -> bool {
    let is = |columns: &[Spanned<String>], name: &str| columns.iter().any(|it| it.value == name);
    match on.target {
        Target::Column(table, column) => {
            let by_columns =
                |(privilege, names): &(_, Vec<_>)| *privilege == on.privilege && is(names, column);
            written.columns.iter().any(by_columns)
                && written.targets.contains(&Target::Table(table.clone()))
        }
        target => written.privileges.contains(&on.privilege) && written.targets.contains(target),
    }
}
