//! Grants: each becomes privileges on the objects and columns that it names.

use crate::check::context::{Context, WrittenGrant};
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::{
    APPLYING_ROLE, DefaultPrivilege, ObjectName, PUBLIC, Privilege, Privileges, Target,
};
use crate::source::{ScalarOrList, Spanned};
use crate::spec::{Future, Grant, PrivilegeColumns};

use super::targets::{self, Kind};

/// Lowers one grant of a role.
pub(super) fn lower(context: &mut Context, role: &str, grant: &Grant) {
    let (kind, _) = Kind::read(&grant.on);
    if let Some(grantor) = &grant.granted_by {
        context.check_role(grantor);
    }
    let future = grant.future.as_ref().map_or(Future::False, |future| future.value);
    let targets = match future {
        Future::Only => Vec::new(),
        Future::True => targets::expand_or_nothing(context, &grant.on, &grant.except),
        Future::False => targets::expand(context, &grant.on, &grant.except),
    };
    if targets.is_empty() && future == Future::False {
        return;
    }
    let known = kind.privileges(context.target);
    let mut asked = asked(grant, known);
    // What PostgreSQL gives everybody is taken away by granting nothing.
    if role != PUBLIC || future != Future::Only {
        check_privileges(context, grant, kind, &asked);
    }
    asked.retain(|privilege| known.contains(privilege));
    for target in &targets {
        for privilege in &asked {
            allow(context, role, grant, target, *privilege);
        }
    }
    for (privilege, columns) in column_privileges(grant) {
        for target in &targets {
            allow_columns(context, role, grant, target, privilege, columns);
        }
    }
    if future != Future::False {
        self::future(context, role, grant, kind, &asked);
    }
    let columns = column_privileges(grant).map(|(privilege, names)| (privilege, names.to_vec()));
    let written = WrittenGrant {
        role: role.to_owned(),
        span: grant.on.span,
        columns: columns.collect(),
        privileges: asked,
        with_grant_option: grant.with_grant_option,
        granted_by: grant.granted_by.clone(),
        targets,
    };
    context.grants.push(written);
}

fn by_columns(grant: &Grant) -> [(Privilege, &Option<PrivilegeColumns>); 4] {
    [
        (Privilege::Select, &grant.select),
        (Privilege::Insert, &grant.insert),
        (Privilege::Update, &grant.update),
        (Privilege::References, &grant.references),
    ]
}

/// Privileges asked for on whole objects.
fn asked(grant: &Grant, known: &[Privilege]) -> Vec<Privilege> {
    if grant.all {
        return known.to_vec();
    }
    let whole = by_columns(grant).into_iter().filter_map(|(privilege, columns)| {
        matches!(columns, Some(ScalarOrList::Scalar(true))).then_some(privilege)
    });
    let flags = [
        (Privilege::Delete, grant.delete),
        (Privilege::Truncate, grant.truncate),
        (Privilege::Trigger, grant.trigger),
        (Privilege::Maintain, grant.maintain),
        (Privilege::Usage, grant.usage),
        (Privilege::Create, grant.create),
        (Privilege::Connect, grant.connect),
        (Privilege::Temporary, grant.temporary),
        (Privilege::Execute, grant.execute),
        (Privilege::Set, grant.set),
        (Privilege::AlterSystem, grant.alter_system),
    ];
    let flags = flags.into_iter().filter_map(|(privilege, asked)| asked.then_some(privilege));
    whole.chain(flags).collect()
}

fn column_privileges(grant: &Grant) -> impl Iterator<Item = (Privilege, &[Spanned<String>])> {
    by_columns(grant).into_iter().filter_map(|(privilege, columns)| match columns {
        Some(ScalarOrList::List(columns)) => Some((privilege, &columns[..])),
        _ => None,
    })
}

/// Reports privileges that the kind of object does not have, and a grant of nothing.
fn check_privileges(context: &mut Context, grant: &Grant, kind: Kind, asked: &[Privilege]) {
    let known = kind.privileges(context.target);
    let of_columns: Vec<Privilege> =
        column_privileges(grant).map(|(privilege, _)| privilege).collect();
    if asked.is_empty() && of_columns.is_empty() {
        let message = "this grant names no privilege";
        let finding = Diagnostic::error("grant_without_privilege", grant.on.span, message);
        let words: Vec<_> =
            known.iter().map(|p| format!("`{}: true`", p.sql().replace(' ', "_"))).collect();
        context.report(finding.with_help(format!("add one of {}", words.join(", "))));
    }
    for privilege in asked.iter().chain(&of_columns) {
        if known.contains(privilege) {
            continue;
        }
        if *privilege == Privilege::Maintain && kind == Kind::Table {
            context.report_version(grant.on.span, "the privilege `maintain`", 17);
            continue;
        }
        let message = format!("`{}` has no privilege `{}`", grant.on.value, privilege.sql());
        let words: Vec<_> = known.iter().map(|p| format!("`{}`", p.sql())).collect();
        let finding = Diagnostic::error("privilege_of_other_kind", grant.on.span, message);
        context.report(finding.with_help(format!("it has {}", words.join(", "))));
    }
}

fn allow(context: &mut Context, role: &str, grant: &Grant, target: &Target, privilege: Privilege) {
    let grantor = grant.granted_by.as_ref().map(|name| name.as_str());
    context.database.give(target, role, privilege, grantor, grant.with_grant_option);
    let key = (role.to_owned(), target.clone(), privilege);
    context.grant_places.entry(key).or_insert(grant.on.span);
}

fn allow_columns(
    context: &mut Context,
    role: &str,
    grant: &Grant,
    target: &Target,
    privilege: Privilege,
    columns: &[Spanned<String>],
) {
    let Target::Table(table) = target else {
        if target.privileges(context.target).contains(&privilege) {
            let message = format!("`{}` has no columns", grant.on.value);
            let finding = Diagnostic::error("privilege_of_other_kind", grant.on.span, message);
            context.report(finding.with_help(format!("write `{}: true`", privilege.sql())));
        }
        return;
    };
    for column in columns {
        if has_column(context, table, column) {
            let target = Target::Column(table.clone(), column.value.clone());
            allow(context, role, grant, &target, privilege);
        }
    }
}

/// Reports a column that the table or view does not have.
pub(in crate::check) fn has_column(
    context: &mut Context,
    table: &ObjectName,
    column: &Spanned<String>,
) -> bool {
    // The columns of a foreign table stand in SQL.
    let Some(columns) = context.database.columns_of(table) else { return true };
    if context.faulty_relations.contains(table) {
        return true;
    }
    if columns.is_empty() || columns.iter().any(|(name, _)| *name == column.value) {
        return true;
    }
    let near = nearest(column, columns.iter().map(|(name, _)| *name)).map(str::to_owned);
    let message = format!("`{table}` has no column `{}`", column.value);
    let mut finding = Diagnostic::error("unknown_column", column.span, message);
    if let Some(near) = near {
        finding = finding.with_help(format!("did you mean `{near}`?"));
    }
    context.report(finding);
    false
}

/// Records default privileges: for the roles that are named, or else for the applying role and for
/// the owner of the schema's objects.
fn future(context: &mut Context, role: &str, grant: &Grant, kind: Kind, asked: &[Privilege]) {
    let (_, name) = Kind::read(&grant.on);
    let schema = match name.rsplit_once('.') {
        Some((schema, "*")) if !schema.contains('*') => Some(schema.to_owned()),
        None if name == "*" => None,
        _ => {
            let message = "future objects have no names yet";
            let finding = Diagnostic::error("future_of_one_object", grant.on.span, message);
            return context.report(finding.with_help("use `SCHEMA.*` or `*` with `future: true`"));
        }
    };
    if let Some((_, [column, ..])) = column_privileges(grant).next() {
        let message = "future objects have no columns yet";
        let finding = Diagnostic::error("future_of_one_object", column.span, message);
        let help = "grant on whole tables, or leave `future` out";
        return context.report(finding.with_help(help));
    }
    if let Some(grantor) = &grant.granted_by {
        let message = "future objects are granted by who makes them";
        let finding = Diagnostic::error("contradicting_keys", grantor.span, message);
        let help = "name them as `created_by`, or grant on what exists in a grant of its own";
        return context.report(finding.with_help(help));
    }
    let Some(kind) = kind.future() else {
        let message = "PostgreSQL has no default privileges for this kind of object";
        return context.report(Diagnostic::error("future_of_one_object", grant.on.span, message));
    };
    let privileges: Privileges = asked.iter().map(|p| (*p, grant.with_grant_option)).collect();
    for creator in creators(context, grant, schema.as_deref()) {
        let (schema, grantee) = (schema.clone(), role.to_owned());
        let key = DefaultPrivilege { creator, schema, kind, grantee };
        context.future_places.entry(key.clone()).or_insert(grant.on.span);
        let known = context.database.default_privileges.entry(key).or_default();
        for (privilege, grantable) in &privileges {
            *known.entry(*privilege).or_insert(false) |= grantable;
        }
    }
}

/// Returns the roles whose future objects are meant; the applying role goes unsaid.
fn creators(context: &mut Context, grant: &Grant, schema: Option<&str>) -> Vec<Option<String>> {
    if grant.created_by.is_empty() {
        let owner = schema.and_then(|schema| context.object_owners.get(schema)?.clone());
        return std::iter::once(None).chain(owner.map(Some)).collect();
    }
    let mut creators = Vec::new();
    for role in &grant.created_by {
        if role.value == APPLYING_ROLE {
            creators.push(None);
        } else {
            context.check_role(role);
            creators.push(Some(role.value.clone()));
        }
    }
    creators
}
