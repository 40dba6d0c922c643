//! Types and sequences, and how a type's name in SQL text becomes the model's.

use std::collections::BTreeMap;

use crate::check::context::{Context, word_at};
use crate::check::names::{Found, Scope};
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::{
    Composite, Domain, DomainCheck, Expression, ObjectId, ObjectKind, ObjectName, Range, Sequence,
    SequenceOptions, Type, TypeDefinition,
};
use crate::source::{ShortOrLong, Spanned};
use crate::spec::{self, Document, DomainKeys, EnumKeys};
use crate::sql;

use super::{Home, default_name, text, unbroken, unsupported};
use crate::check::context::Reading;

/// Lowers enums, domains, composites, ranges and sequences.
pub(super) fn lower(context: &mut Context, home: &Home, document: &Document) {
    for (name, keys) in &document.enums {
        lower_enum(context, home, name, keys);
    }
    for (name, keys) in &document.domains {
        lower_domain(context, home, name, keys);
    }
    for (name, keys) in &document.composites {
        lower_composite(context, home, name, keys);
    }
    for (name, keys) in &document.ranges {
        lower_range(context, home, name, keys);
    }
    for (name, keys) in &document.sequences {
        lower_sequence(context, home, name, &keys.clone().unwrap_or_default());
    }
}

fn insert(
    context: &mut Context,
    home: &Home,
    name: &Spanned<String>,
    definition: TypeDefinition,
    (comment, owner): (&Option<Spanned<String>>, &Option<Spanned<String>>),
) {
    let declared = Type { definition, owner: home.owner(owner), comment: text(comment) };
    context.database.types.insert(home.name(name), declared);
}

fn lower_enum(context: &mut Context, home: &Home, name: &Spanned<String>, keys: &spec::Enum) {
    let (labels, said) = match keys {
        ShortOrLong::Short(labels) => (labels, (&None, &None)),
        ShortOrLong::Long(EnumKeys { labels, comment, owner, .. }) => (labels, (comment, owner)),
    };
    for (at, label) in labels.iter().enumerate() {
        // A label may be empty, unlike other names.
        if !label.is_empty() {
            super::super::declare::check_identifier(context, label);
        }
        if let Some(first) = labels[..at].iter().find(|first| *first == label) {
            let message = format!("label `{}` is declared twice", label.value);
            let finding = Diagnostic::error("duplicate_object", label.span, message);
            context.report(finding.with_other(first.span, "first declared here"));
        }
    }
    if let ShortOrLong::Long(keys) = keys {
        check_renamed_labels(context, keys);
    }
    let labels = labels.iter().map(|label| label.value.clone()).collect();
    insert(context, home, name, TypeDefinition::Enum(labels), said);
}

/// A label is renamed to one that there is, from one that there is no more.
fn check_renamed_labels(context: &mut Context, keys: &EnumKeys) {
    for (old, new) in keys.renamed_labels.iter() {
        let is_label = |name: &Spanned<String>| keys.labels.iter().any(|label| label == name);
        if is_label(new) && !is_label(old) {
            continue;
        }
        let (span, message) = match is_label(new) {
            true => (old.span, format!("label `{}` is renamed, and still there", old.value)),
            false => (new.span, format!("`{}` is none of the type's labels", new.value)),
        };
        let help = match is_label(old) && !is_label(new) {
            true => format!("the old name stands first: `{}: {}`", new.value, old.value),
            false => {
                "write `renamed_labels: { OLD: NEW }`, and the new name under `labels:`".into()
            }
        };
        context.report(Diagnostic::error("unknown_label", span, message).with_help(help));
    }
}

fn lower_domain(context: &mut Context, home: &Home, name: &Spanned<String>, keys: &spec::Domain) {
    let id = ObjectId::in_schema(ObjectKind::Type, &home.name(name));
    let domain = match keys {
        ShortOrLong::Short(text) => short_domain(context, home, &id, name, text),
        ShortOrLong::Long(keys) => long_domain(context, home, &id, keys),
    };
    let said = match keys {
        ShortOrLong::Long(keys) => (&keys.comment, &keys.owner),
        ShortOrLong::Short(_) => (&None, &None),
    };
    if let Some(domain) = domain {
        insert(context, home, name, TypeDefinition::Domain(domain), said);
    }
}

/// A domain's short form has the grammar of a column, less what only columns have.
fn short_domain(
    context: &mut Context,
    home: &Home,
    id: &ObjectId,
    name: &Spanned<String>,
    definition: &Spanned<String>,
) -> Option<Domain> {
    let column = context.read(definition, sql::parse_column(definition))?;
    let what = "a domain has a type, a default, `not null` and checks";
    if unsupported::beyond_type(context, definition, &column, what, true) {
        return None;
    }
    if let Some(default) = &column.default {
        context.follow(id, definition, default.range.clone(), Reading::Alone, &home.scope);
    }
    let mut checks = BTreeMap::new();
    for check in &column.checks {
        let own = check.name.clone();
        let name = own.unwrap_or_else(|| {
            default_name::unused(&name.value, "", "check", |name| checks.contains_key(name))
        });
        let part = check.expression.range.clone();
        context.follow(id, definition, part, Reading::OfValue, &home.scope);
        let expression = Expression(check.expression.text.clone());
        checks.insert(name, DomainCheck { not_valid: check.not_valid, ..expression.into() });
    }
    Some(Domain {
        base: resolve_type(context, Some(id), definition, &column.type_name, &home.scope)?,
        collation: column.collation.as_ref().map(ToString::to_string),
        default: column.default.map(|fragment| Expression(fragment.text)),
        not_null: column.not_null.is_some(),
        checks,
    })
}

fn long_domain(
    context: &mut Context,
    home: &Home,
    id: &ObjectId,
    keys: &DomainKeys,
) -> Option<Domain> {
    if let Some(default) = &keys.default {
        context.expression(id, default, Reading::Alone, &home.scope);
    }
    let mut checks = BTreeMap::new();
    for (name, check) in &keys.checks {
        let (expression, long) = match check {
            ShortOrLong::Short(expression) => (expression, None),
            ShortOrLong::Long(keys) => (&keys.expression, Some(keys)),
        };
        super::super::declare::check_identifier(context, name);
        context.expression(id, expression, Reading::OfValue, &home.scope);
        let check = DomainCheck {
            expression: Expression(unbroken(expression).to_owned()),
            not_valid: long.is_some_and(|keys| keys.not_valid),
            comment: long.and_then(|keys| text(&keys.comment)),
        };
        checks.insert(name.value.clone(), check);
    }
    Some(Domain {
        base: data_type(context, Some(id), &keys.base, &home.scope)?,
        collation: text(&keys.collation),
        default: text(&keys.default).map(Expression),
        not_null: keys.not_null,
        checks,
    })
}

fn lower_composite(
    context: &mut Context,
    home: &Home,
    name: &Spanned<String>,
    keys: &spec::Composite,
) {
    let id = ObjectId::in_schema(ObjectKind::Type, &home.name(name));
    let mut attributes = Vec::new();
    for (attribute, definition) in &keys.attributes {
        super::super::declare::check_identifier(context, attribute);
        let Some(column) = context.read(definition, sql::parse_column(definition)) else {
            continue;
        };
        let what = "an attribute has a type and a collation";
        unsupported::beyond_type(context, definition, &column, what, false);
        let collation = column.collation.as_ref().map(ToString::to_string);
        let data_type =
            resolve_type(context, Some(&id), definition, &column.type_name, &home.scope);
        attributes
            .extend(data_type.map(|data_type| (attribute.value.clone(), data_type, collation)));
    }
    let definition = TypeDefinition::Composite(Composite { attributes });
    insert(context, home, name, definition, (&keys.comment, &keys.owner));
}

fn lower_range(context: &mut Context, home: &Home, name: &Spanned<String>, keys: &spec::Range) {
    let id = ObjectId::in_schema(ObjectKind::Type, &home.name(name));
    let Some(subtype) = data_type(context, Some(&id), &keys.subtype, &home.scope) else { return };
    if let Some(function) = &keys.subtype_diff
        && let Some(name) = context.read(function, sql::QualifiedName::parse(function))
    {
        context.follow(&id, function, 0..function.len(), Reading::Function(name), &home.scope);
    }
    let range = Range {
        subtype,
        subtype_opclass: text(&keys.subtype_opclass),
        collation: text(&keys.collation),
        subtype_diff: text(&keys.subtype_diff),
        multirange_type_name: text(&keys.multirange_type_name),
    };
    insert(context, home, name, TypeDefinition::Range(range), (&keys.comment, &keys.owner));
}

fn lower_sequence(
    context: &mut Context,
    home: &Home,
    name: &Spanned<String>,
    keys: &spec::Sequence,
) {
    let options = sequence_options(context, keys);
    let owned_by = keys.owned_by.as_ref().and_then(|owner| owned_by(context, home, owner));
    let sequence = Sequence {
        options,
        owned_by,
        owner: home.owner(&keys.owner),
        comment: text(&keys.comment),
    };
    context.database.sequences.insert(home.name(name), sequence);
}

/// Lowers the options of a sequence, and reports those that contradict each other.
pub(super) fn sequence_options(context: &mut Context, keys: &spec::Sequence) -> SequenceOptions {
    if let Some(data_type) = &keys.data_type
        && !["smallint", "integer", "bigint"].contains(&data_type.value.as_str())
    {
        let message = format!("a sequence cannot be of type `{}`", data_type.value);
        let finding = Diagnostic::error("unknown_value", data_type.span, message);
        context.report(finding.with_help("use `smallint`, `integer` or `bigint`"));
    }
    if let Some(increment) = &keys.increment
        && increment.value == 0
    {
        let message = "a sequence cannot step by 0";
        context.report(Diagnostic::error("unknown_value", increment.span, message));
    }
    let value = |option: &Option<Spanned<i64>>| option.as_ref().map(|number| number.value);
    SequenceOptions {
        data_type: text(&keys.data_type),
        start: value(&keys.start),
        increment: value(&keys.increment),
        min_value: value(&keys.min_value),
        max_value: value(&keys.max_value),
        cache: value(&keys.cache),
        cycle: keys.cycle,
    }
}

fn owned_by(
    context: &mut Context,
    home: &Home,
    owner: &Spanned<String>,
) -> Option<(ObjectName, String)> {
    let wrong = |context: &mut Context| {
        let message = format!("`{}` is not a table and its column", owner.value);
        let finding = Diagnostic::error("unknown_column", owner.span, message);
        context.report(finding.with_help("write `table.column`"));
    };
    let Some((table, column)) = owner.rsplit_once('.') else {
        wrong(context);
        return None;
    };
    let name = context.read(owner, sql::QualifiedName::parse(table))?;
    match context.names.relation(&name, &home.scope) {
        Found::Ours(table, ObjectKind::Table) => {
            let column = sql::fold_identifier(column);
            context.owned_sequences.push((owner.clone(), table.clone(), column.clone()));
            Some((table, column))
        }
        _ => {
            wrong(context);
            None
        }
    }
}

/// Reads a type and resolves its name.
pub(in crate::check) fn data_type(
    context: &mut Context,
    object: Option<&ObjectId>,
    value: &Spanned<String>,
    scope: &Scope,
) -> Option<String> {
    let type_name = context.read(value, sql::parse_type(value))?;
    resolve_type(context, object, value, &type_name, scope)
}

/// Returns the type of a column as [`resolve_type`] does; in place of one that does not exist, the one that was likely meant, so
/// that the column stays and what is said of it is not reported too.
pub(super) fn column_type(
    context: &mut Context,
    object: &ObjectId,
    outer: &Spanned<String>,
    type_name: &sql::TypeName,
    scope: &Scope,
) -> String {
    let resolved = resolve_type(context, Some(object), outer, type_name, scope);
    let meant = || {
        let near = context.names.nearest_type(&type_name.name, scope);
        let builtin = nearest(&type_name.name.name, sql::builtin_types());
        near.or(builtin.map(str::to_owned)).map(|near| type_name.spelled_as(&near))
    };
    resolved.or_else(meant).unwrap_or_else(|| type_name.to_string())
}

/// Returns a type as the model holds it; reports one that cannot exist. `object` comes to depend
/// on it where the project declares it.
pub(super) fn resolve_type(
    context: &mut Context,
    object: Option<&ObjectId>,
    outer: &Spanned<String>,
    type_name: &sql::TypeName,
    scope: &Scope,
) -> Option<String> {
    if type_name.is_builtin() {
        return Some(type_name.to_string());
    }
    match context.names.data_type(&type_name.name, scope) {
        Found::Ours(name, kind) => {
            if let Some(object) = object {
                context.depend(object, ObjectId::in_schema(kind, &name));
            }
            Some(type_name.spelled_as(&name.to_string()))
        }
        Found::Elsewhere => Some(type_name.to_string()),
        Found::Nowhere => {
            let written = &type_name.name.name;
            let range = word_at(outer, written);
            let span = context.within(outer, range);
            let message = format!("no type `{}`", type_name.name);
            let mut finding = Diagnostic::error("unknown_type", span, message);
            let near = context.names.nearest_type(&type_name.name, scope);
            let builtin = || nearest(&type_name.name.name, sql::builtin_types()).map(str::to_owned);
            finding = finding.with_help(match near.or_else(builtin) {
                _ if written == "enum" => {
                    "declare its labels under `enums:`, and name that type here".to_owned()
                }
                Some(near) => format!("did you mean `{near}`?"),
                None => "declare it under `enums`, `domains`, `composites` or `ranges`".to_owned(),
            });
            context.report(finding);
            None
        }
    }
}
