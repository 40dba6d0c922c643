//! Views, materialized views, triggers and policies.

use std::collections::BTreeMap;

use crate::check::context::{Context, IndexColumns, Reading};
use crate::diagnostic::Diagnostic;
use crate::model::{
    self, APPLYING_ROLE, CheckOption, Expression, Firing, ObjectId, ObjectKind, ObjectName, PUBLIC,
    PolicyCommand, View,
};
use crate::source::{Entries, ShortOrLong, Spanned};
use crate::spec::{self, Document};
use crate::sql;

use super::{Home, text, texts};

/// Lowers views and materialized views.
pub(super) fn lower(context: &mut Context, home: &Home, document: &Document) {
    for (name, view) in &document.views {
        lower_view(context, home, name, view);
    }
    for (name, view) in &document.materialized_views {
        lower_materialized_view(context, home, name, view);
    }
}

fn lower_view(context: &mut Context, home: &Home, name: &Spanned<String>, keys: &spec::View) {
    let object = home.name(name);
    let query = query(context, home, ObjectKind::View, &object, &keys.sql);
    let view = View {
        query,
        columns: names(&keys.columns),
        security_invoker: keys.security_invoker,
        security_barrier: keys.security_barrier,
        check_option: keys.check_option.as_ref().map(|option| match option.value {
            spec::CheckOption::Local => CheckOption::Local,
            spec::CheckOption::Cascaded => CheckOption::Cascaded,
        }),
        triggers: triggers(context, home, &object, &keys.triggers),
        owner: home.owner(&keys.owner),
        comment: text(&keys.comment),
        column_comments: texts(&keys.column_comments),
        column_defaults: column_defaults(context, home, &object, &keys.column_defaults),
        ..View::default()
    };
    context.database.views.insert(object, view);
}

fn column_defaults(
    context: &mut Context,
    home: &Home,
    object: &ObjectName,
    entries: &Entries<Spanned<String>>,
) -> BTreeMap<String, Expression> {
    let id = ObjectId::in_schema(ObjectKind::View, object);
    for (_, default) in entries {
        context.expression(&id, default, Reading::Alone, &home.scope);
    }
    texts(entries).into_iter().map(|(name, text)| (name, Expression(text))).collect()
}

fn lower_materialized_view(
    context: &mut Context,
    home: &Home,
    name: &Spanned<String>,
    keys: &spec::MaterializedView,
) {
    let object = home.name(name);
    let kind = ObjectKind::MaterializedView;
    let query = query(context, home, kind, &object, &keys.sql);
    let view = View {
        query,
        columns: names(&keys.columns),
        materialized: true,
        no_data: keys.no_data,
        storage_parameters: texts(&keys.with),
        access_method: text(&keys.using),
        tablespace: text(&keys.tablespace),
        indexes: super::constraint::indexes(context, home, &object, &keys.indexes),
        owner: home.owner(&keys.owner),
        comment: text(&keys.comment),
        column_comments: texts(&keys.column_comments),
        ..View::default()
    };
    context.database.views.insert(object, view);
}

fn query(
    context: &mut Context,
    home: &Home,
    kind: ObjectKind,
    object: &ObjectName,
    text: &Spanned<String>,
) -> String {
    if context.read(text, sql::check_select(text)).is_some() {
        let id = ObjectId::in_schema(kind, object);
        context.follow(&id, text, 0..text.len(), Reading::View(object.clone()), &home.scope);
    } else {
        context.faulty_relations.insert(object.clone());
    }
    trimmed(text)
}

/// Returns a statement without trailing white space and semicolons.
pub(in crate::check) fn trimmed(text: &str) -> String {
    text.trim_end_matches(|c: char| c.is_whitespace() || c == ';').to_owned()
}

pub(super) fn names(list: &[Spanned<String>]) -> Vec<String> {
    list.iter().map(|name| name.value.clone()).collect()
}

/// Lowers the triggers of a table or view.
pub(super) fn triggers(
    context: &mut Context,
    home: &Home,
    relation: &ObjectName,
    entries: &Entries<spec::Trigger>,
) -> BTreeMap<String, model::Trigger> {
    let mut triggers = BTreeMap::new();
    for (name, keys) in entries {
        let (definition, enabled, comment) = match keys {
            ShortOrLong::Short(definition) => (definition, None, None),
            ShortOrLong::Long(keys) => {
                (&keys.sql, keys.enabled.as_ref().map(|e| e.value), text(&keys.comment))
            }
        };
        if let Some(trigger) = trigger(context, home, relation, name, definition) {
            let firing = firing(enabled);
            triggers.insert(name.value.clone(), model::Trigger { firing, comment, ..trigger });
        }
    }
    triggers
}

fn firing(enabled: Option<spec::TriggerEnabled>) -> Firing {
    match enabled {
        None | Some(spec::TriggerEnabled::Origin) => Firing::Origin,
        Some(spec::TriggerEnabled::Always) => Firing::Always,
        Some(spec::TriggerEnabled::Replica) => Firing::Replica,
        Some(spec::TriggerEnabled::Disabled) => Firing::Disabled,
    }
}

fn trigger(
    context: &mut Context,
    home: &Home,
    relation: &ObjectName,
    name: &Spanned<String>,
    definition: &Spanned<String>,
) -> Option<model::Trigger> {
    super::super::declare::check_identifier(context, name);
    let parsed = context.read(definition, sql::parse_trigger(definition))?;
    let id = ObjectId::part(ObjectKind::Trigger, relation, name.value.clone());
    context.places.insert(id.clone(), name.span);
    let function = Reading::Function(parsed.function.clone());
    context.follow(&id, definition, parsed.function_range.clone(), function, &home.scope);
    for event in &parsed.events {
        if let sql::trigger::TriggerEvent::Update(columns) = event {
            let (relation, text) = (relation.clone(), definition.clone());
            let columns = columns.clone();
            context.index_columns.push(IndexColumns { relation, text, columns });
        }
    }
    if let Some(condition) = &parsed.condition {
        let rows = Reading::OldAndNew(relation.clone());
        context.follow(&id, definition, condition.range.clone(), rows, &home.scope);
    }
    if let Some(table) = &parsed.table
        && table.name != relation.name
    {
        let message = format!("this trigger stands under `{relation}`, not under `{table}`");
        let finding = Diagnostic::error("sql_syntax", definition.span, message);
        context.report(finding.with_help("leave `on …` out"));
        return None;
    }
    Some(model::Trigger {
        definition: sql::trigger_on(definition, &relation.to_string()),
        constraint: parsed.constraint,
        firing: Firing::Origin,
        comment: None,
    })
}

/// Lowers the policies of a table.
pub(super) fn policies(
    context: &mut Context,
    home: &Home,
    table: &ObjectName,
    entries: &Entries<spec::Policy>,
) -> BTreeMap<String, model::Policy> {
    let mut policies = BTreeMap::new();
    for (name, keys) in entries {
        super::super::declare::check_identifier(context, name);
        let id = ObjectId::part(ObjectKind::Policy, table, name.value.clone());
        context.places.insert(id.clone(), name.span);
        for text in [&keys.using, &keys.with_check].into_iter().flatten() {
            context.expression(&id, text, Reading::Over(table.clone()), &home.scope);
        }
        let command = command(keys.command.as_ref().map(|command| command.value));
        check_policy(context, name, keys, command);
        let policy = model::Policy {
            command,
            roles: policy_roles(context, &keys.to),
            using: text(&keys.using).map(Expression),
            with_check: text(&keys.with_check).map(Expression),
            restrictive: keys.restrictive,
            comment: text(&keys.comment),
        };
        policies.insert(name.value.clone(), policy);
    }
    policies
}

fn command(command: Option<spec::PolicyCommand>) -> PolicyCommand {
    match command {
        None | Some(spec::PolicyCommand::All) => PolicyCommand::All,
        Some(spec::PolicyCommand::Select) => PolicyCommand::Select,
        Some(spec::PolicyCommand::Insert) => PolicyCommand::Insert,
        Some(spec::PolicyCommand::Update) => PolicyCommand::Update,
        Some(spec::PolicyCommand::Delete) => PolicyCommand::Delete,
    }
}

/// PostgreSQL refuses USING on INSERT, and WITH CHECK on SELECT and DELETE.
fn check_policy(
    context: &mut Context,
    name: &Spanned<String>,
    keys: &spec::Policy,
    command: PolicyCommand,
) {
    let (refused, key) = match command {
        PolicyCommand::Insert => (&keys.using, "using"),
        PolicyCommand::Select | PolicyCommand::Delete => (&keys.with_check, "with_check"),
        PolicyCommand::All | PolicyCommand::Update => (&None, ""),
    };
    if let Some(refused) = refused {
        let message = format!("a policy for {} has no `{key}`", command.sql());
        let other = if key == "using" { "with_check" } else { "using" };
        let finding = Diagnostic::error("policy_without_effect", refused.span, message);
        context.report(finding.with_help(format!("use `{other}`")));
    }
    if keys.using.is_none() && keys.with_check.is_none() {
        let message = format!("policy `{}` has neither `using` nor `with_check`", name.value);
        let finding = Diagnostic::error("policy_without_effect", name.span, message);
        context.report(finding.with_help("say which rows it is about: `using: EXPRESSION`"));
    }
}

fn policy_roles(context: &mut Context, to: &[Spanned<String>]) -> Vec<String> {
    if to.is_empty() {
        return vec![PUBLIC.to_owned()];
    }
    for role in to.iter().filter(|role| role.value != PUBLIC && role.value != APPLYING_ROLE) {
        context.check_role(role);
    }
    let mut roles = names(to);
    roles.sort();
    roles.dedup();
    roles
}
