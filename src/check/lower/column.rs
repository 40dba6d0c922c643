//! Columns, in their short and long forms.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::check::context::{Context, Reading};
use crate::diagnostic::Diagnostic;
use crate::model::{
    self, Column, Expression, ObjectId, ObjectKind, ObjectName, Sequence, SequenceOptions,
};
use crate::source::{ShortOrLong, Spanned};
use crate::spec::{self, ColumnKeys, IdentityKind, Spec};
use crate::sql;

use super::table::Building;
use super::{constraint, default_name, text, types, unsupported};

/// Lowers a column and the constraints that it declares.
pub(super) fn lower(
    context: &mut Context,
    building: &mut Building,
    name: &Spanned<String>,
    definition: &spec::Column,
) {
    let id = ObjectId::part(ObjectKind::Column, &building.object, name.value.clone());
    context.places.insert(id, name.span);
    let column = match definition {
        ShortOrLong::Short(text) => short(context, building, name, text),
        ShortOrLong::Long(keys) => long(context, building, name, keys),
    };
    let Some(column) = column else {
        context.faulty_relations.insert(building.object.clone());
        return;
    };
    check_version(context, name, &column);
    check_identity(context, name, &column);
    building.table.columns.push(column);
}

fn check_version(context: &mut Context, name: &Spanned<String>, column: &Column) {
    let generated = column.generated.as_ref();
    if generated.is_some_and(|generated| !generated.stored) && context.target < 18 {
        context.report_version(name.span, "a virtual generated column", 18);
    }
}

/// Parses all short forms beforehand, as all cores can; what is wrong with one is found, and reported, where it stands.
pub(super) fn read_short_forms(context: &mut Context, spec: &Spec) {
    let tables = spec.documents.iter().flat_map(|document| document.tables.iter());
    let columns = tables.flat_map(|(_, table)| table.columns.iter());
    let texts = columns.filter_map(|(_, column)| match column {
        ShortOrLong::Short(text) => Some(text.as_str()),
        ShortOrLong::Long(_) => None,
    });
    let texts: BTreeSet<&str> = texts.collect();
    let parsed = texts.into_par_iter().filter_map(|text| {
        let definition = sql::parse_column(text).ok()?;
        Some((text.to_owned(), definition))
    });
    context.column_definitions = parsed.collect();
}

/// Parses a column's definition, once for all columns that are spelled alike: most are `text`.
fn definition(context: &mut Context, text: &Spanned<String>) -> Option<sql::ColumnDefinition> {
    if let Some(known) = context.column_definitions.get(&text.value) {
        return Some(known.clone());
    }
    let parsed = context.read(text, sql::parse_column(text))?;
    context.column_definitions.insert(text.value.clone(), parsed.clone());
    Some(parsed)
}

fn short(
    context: &mut Context,
    building: &mut Building,
    name: &Spanned<String>,
    text: &Spanned<String>,
) -> Option<Column> {
    let parsed = definition(context, text)?;
    unsupported::column(context, text, &parsed);
    check_generated(context, text, &parsed);
    let scope = &building.home.scope;
    let id = building.id.clone();
    let data_type = types::column_type(context, &id, text, &parsed.type_name, scope);
    if let Some(default) = &parsed.default {
        context.follow(&id, text, default.range.clone(), Reading::Alone, scope);
    }
    if let Some(generated) = &parsed.generated {
        let over = Reading::Over(building.object.clone());
        context.follow(&id, text, generated.expression.range.clone(), over, scope);
    }
    let target = context.target;
    let generated = parsed.generated.map(|generated| model::Generated {
        expression: Expression(generated.expression.text),
        stored: generated.stored.unwrap_or(target < 18),
    });
    let mut column = Column {
        name: name.value.clone(),
        data_type,
        collation: parsed.collation.map(|collation| collation.to_string()),
        not_null: parsed.not_null.is_some() || parsed.serial || parsed.identity.is_some(),
        default: parsed.default.map(|fragment| Expression(fragment.text)),
        identity: parsed.identity.map(|identity| model::Identity {
            always: identity.always,
            sequence: sequence_name(building, name, &identity.options.name),
            options: sequence_options(&identity.options),
        }),
        generated,
        storage: parsed.storage,
        compression: parsed.compression,
        ..Column::default()
    };
    if parsed.serial {
        serial(context, building, &mut column);
    }
    let own = constraint::OfColumn { name: &name.value, text, shift: 0 };
    constraint::of_column(
        context,
        building,
        &own,
        constraint::ColumnConstraints {
            primary_key: parsed.primary_key,
            unique: parsed.unique,
            checks: parsed.checks,
            references: parsed.references,
        },
    );
    Some(column)
}

/// Before version 18 a generated column is stored, and says so.
fn check_generated(context: &mut Context, text: &Spanned<String>, parsed: &sql::ColumnDefinition) {
    let unsaid = parsed.generated.as_ref().filter(|generated| generated.stored.is_none());
    if let (Some(generated), true) = (unsaid, context.target < 18) {
        let span = context.within(text, generated.expression.range.clone());
        let message = format!("PostgreSQL {} wants `stored` behind this", context.target);
        let finding = Diagnostic::error("sql_syntax", span, message);
        context.report(finding.with_help("write `generated always as (…) stored`"));
    }
}

/// An identity column is numbered by a sequence, whose values are integers.
/// See <https://www.postgresql.org/docs/current/ddl-identity-columns.html>.
fn check_identity(context: &mut Context, name: &Spanned<String>, column: &Column) {
    const FITTING: [&str; 3] = ["smallint", "integer", "bigint"];
    if column.identity.is_some() && !FITTING.contains(&column.data_type.as_str()) {
        let message = format!("identity column `{}` is {}", name.value, column.data_type);
        let finding = Diagnostic::error("identity_without_integer", name.span, message);
        context.report(finding.with_help("make it `smallint`, `integer` or `bigint`"));
    }
}

/// Takes the options of a sequence from SQL; `no minvalue` is the default, and said by nothing.
fn sequence_options(options: &sql::SequenceOptions) -> SequenceOptions {
    SequenceOptions {
        data_type: options.type_name.as_ref().map(ToString::to_string),
        start: options.start,
        increment: options.increment,
        min_value: options.minimum.flatten(),
        max_value: options.maximum.flatten(),
        cache: options.cache,
        cycle: options.cycle.unwrap_or(false),
    }
}

/// Writes out what `serial` stands for: a sequence that the column owns, and its default.
/// See <https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-SERIAL>.
fn serial(context: &mut Context, building: &Building, column: &mut Column) {
    let schema = &building.object.schema;
    let taken = |name: &str| {
        let name = ObjectName::new(schema.clone(), name);
        context.names.relations.contains_key(&name)
            || context.database.sequences.contains_key(&name)
    };
    let wanted = default_name::unused(&building.object.name, &column.name, "seq", taken);
    let name = ObjectName::new(building.object.schema.clone(), wanted);
    let sequence = Sequence {
        options: SequenceOptions {
            data_type: Some(column.data_type.clone()),
            ..SequenceOptions::default()
        },
        owned_by: Some((building.object.clone(), column.name.clone())),
        owner: building.home.owner.clone(),
        comment: None,
    };
    let literal = sql::quote_literal(&name.to_string());
    column.default = Some(Expression(format!("nextval({literal}::regclass)")));
    context.depend(&building.id, ObjectId::in_schema(ObjectKind::Sequence, &name));
    context.database.sequences.insert(name, sequence);
}

fn long(
    context: &mut Context,
    building: &mut Building,
    name: &Spanned<String>,
    keys: &ColumnKeys,
) -> Option<Column> {
    let scope = &building.home.scope;
    let id = building.id.clone();
    let serial = sql::parse_column(&keys.data_type).ok().filter(|parsed| parsed.serial);
    let data_type = match &serial {
        Some(parsed) => Some(parsed.type_name.to_string()),
        None => {
            let written = &keys.data_type;
            let parsed = context.read(written, sql::parse_type(written));
            parsed.map(|parsed| types::column_type(context, &id, written, &parsed, scope))
        }
    };
    if let Some(default) = &keys.default {
        context.expression(&id, default, Reading::Alone, scope);
    }
    let generated = generated(context, building, keys);
    let identity = identity(context, building, name, keys);
    check_exclusive(context, name, keys, serial.is_some());
    check_word(context, "storage", &keys.storage, &["plain", "external", "extended", "main"]);
    check_word(context, "compression", &keys.compression, &["pglz", "lz4", "default"]);
    long_constraints(context, building, name, keys);
    let mut column = Column {
        name: name.value.clone(),
        data_type: data_type?,
        collation: text(&keys.collation),
        not_null: keys.not_null || identity.is_some() || serial.is_some(),
        default: text(&keys.default).map(Expression),
        identity,
        generated,
        storage: text(&keys.storage),
        compression: text(&keys.compression).filter(|method| method != "default"),
        statistics: keys.statistics.as_ref().map(|target| target.value),
        options: super::texts(&keys.options),
        inherited: false,
        comment: text(&keys.comment),
        classification: text(&keys.classification),
    };
    if serial.is_some() {
        self::serial(context, building, &mut column);
    }
    Some(column)
}

fn generated(
    context: &mut Context,
    building: &Building,
    keys: &ColumnKeys,
) -> Option<model::Generated> {
    let (expression, stored) = match keys.generated.as_ref()? {
        ShortOrLong::Short(expression) => (expression, true),
        ShortOrLong::Long(keys) => (&keys.expression, !keys.r#virtual),
    };
    let over = Reading::Over(building.object.clone());
    context.expression(&building.id, expression, over, &building.home.scope);
    Some(model::Generated { expression: Expression(expression.trim().to_owned()), stored })
}

fn identity(
    context: &mut Context,
    building: &Building,
    column: &str,
    keys: &ColumnKeys,
) -> Option<model::Identity> {
    let (kind, long) = match keys.identity.as_ref()? {
        ShortOrLong::Short(kind) => (kind, None),
        ShortOrLong::Long(keys) => (&keys.kind, Some(keys)),
    };
    let options = long.and_then(|keys| keys.sequence.as_ref());
    let options = options.map(|sequence| types::sequence_options(context, sequence));
    let name = long.and_then(|keys| keys.name.as_ref());
    let name = name.map(|name| sql::QualifiedName::bare(name.value.clone()));
    let sequence = sequence_name(building, column, &name);
    let always = kind.value == IdentityKind::Always;
    Some(model::Identity { always, sequence, options: options.unwrap_or_default() })
}

/// Returns the name of an identity's sequence where PostgreSQL would choose another. The sequence
/// lives in its table's schema.
fn sequence_name(
    building: &Building,
    column: &str,
    name: &Option<sql::QualifiedName>,
) -> Option<String> {
    let name = name.as_ref().map(|name| name.name.clone());
    name.filter(|name| *name != default_name::name(&building.object.name, column, "seq"))
}

/// A column gets its value from one place.
fn check_exclusive(context: &mut Context, name: &Spanned<String>, keys: &ColumnKeys, serial: bool) {
    let sources = [
        ("type: serial", serial),
        ("default", keys.default.is_some()),
        ("identity", keys.identity.is_some()),
        ("generated", keys.generated.is_some()),
    ];
    let given: Vec<&str> =
        sources.iter().filter(|(_, given)| *given).map(|(key, _)| *key).collect();
    if let [first, second, ..] = given[..] {
        let message = format!("column `{}` has both `{first}` and `{second}`", name.value);
        let finding = Diagnostic::error("contradicting_keys", name.span, message);
        context.report(finding.with_help("keep one of them"));
    }
}

fn check_word(context: &mut Context, key: &str, value: &Option<Spanned<String>>, known: &[&str]) {
    if let Some(value) = value
        && !known.contains(&value.value.as_str())
    {
        let message = format!("unknown {key} `{}`", value.value);
        let finding = Diagnostic::error("unknown_value", value.span, message);
        context.report(finding.with_help(crate::diagnostic::suggest(value, known, "value")));
    }
}

fn long_constraints(
    context: &mut Context,
    building: &mut Building,
    name: &Spanned<String>,
    keys: &ColumnKeys,
) {
    let key = |wanted: bool| wanted.then(sql::KeyConstraint::default);
    let own = constraint::OfColumn { name: &name.value, text: name, shift: 0 };
    let keys_alone = constraint::ColumnConstraints {
        primary_key: key(keys.primary_key),
        unique: key(keys.unique).into_iter().collect(),
        ..Default::default()
    };
    constraint::of_column(context, building, &own, keys_alone);
    if let Some(check) = &keys.check {
        constraint::column_check(context, building, check);
    }
    if let Some(references) = &keys.references {
        constraint::column_references(context, building, &name.value, references);
    }
}
