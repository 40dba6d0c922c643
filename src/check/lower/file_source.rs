//! Sources: files that arrive.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::context::Context;
use crate::check::names::{Found, Scope};
use crate::diagnostic::{Diagnostic, suggest};
use crate::model::{
    ABOUT_ROWS, Again, Column, FileColumn, FileForm, FileSource, Landing, ObjectName, Reading,
    RejectLimit, TimeFormat,
};
use crate::source::{ShortOrLong, Spanned};
use crate::spec::{self, Spec};
use crate::sql::{self, ColumnInfo, QualifiedName};

use super::{relation::trimmed, text};

/// Formats where none are given, as ISO 8601 and PostgreSQL write them.
const DATE: [&str; 1] = ["YYYY-MM-DD"];
const TIMESTAMP: [&str; 4] = [
    "YYYY-MM-DD HH24:MI:SS",
    "YYYY-MM-DDTHH24:MI:SS",
    "YYYY-MM-DD HH24:MI:SS.US",
    "YYYY-MM-DDTHH24:MI:SS.US",
];

/// Lowers every source.
pub(super) fn lower(context: &mut Context, spec: &Spec) -> BTreeMap<String, FileSource> {
    let mut sources = BTreeMap::new();
    let mut places = BTreeMap::new();
    for document in &spec.documents {
        let schema = document.schema.as_ref().map(|schema| schema.value.as_str());
        let scope = context.names.scope(schema);
        for (name, keys) in &document.sources {
            super::project::check_file_name(context, "source", name);
            if let Some(first) = places.insert(name.value.clone(), name.span) {
                let message = format!("source `{}` is declared twice", name.value);
                let finding = Diagnostic::error("duplicate_object", name.span, message);
                context.report(finding.with_other(first, "first declared here"));
            }
            if let Some(source) = source(context, keys, &scope) {
                sources.insert(name.value.clone(), source);
            }
        }
    }
    sources
}

fn source(context: &mut Context, keys: &spec::Source, scope: &Scope) -> Option<FileSource> {
    context.check_role(&keys.run_as);
    let place = place(context, &keys.files);
    let form = form(context, keys);
    let columns = columns(context, keys, scope);
    let mut values: Vec<ColumnInfo> = columns.iter().map(info).collect();
    values.extend(ABOUT_ROWS.iter().filter(|(name, _)| *name != "reasons").map(
        |(name, data_type)| ColumnInfo {
            name: (*name).to_owned(),
            data_type: Some((*data_type).to_owned()),
        },
    ));
    let mut derived = Vec::new();
    for (name, sql) in &keys.derive {
        taken(context, name, &values);
        expression(context, sql, &values, scope);
        derived.push((name.value.clone(), trimmed(sql)));
        values.push(ColumnInfo { name: name.value.clone(), data_type: None });
    }
    let mut rules = Vec::new();
    for (reason, sql) in &keys.accept_when {
        expression(context, sql, &values, scope);
        rules.push((reason.value.clone(), trimmed(sql)));
    }
    let mut known: BTreeSet<&str> = values.iter().map(|value| value.name.as_str()).collect();
    let accepted = landing(context, &keys.accepted, &known, scope);
    known.insert("reasons");
    let rejected = landing(context, &keys.rejected, &known, scope);
    let again = match keys.again {
        spec::Again::Fail => Again::Fail,
        spec::Again::Append => Again::Append,
        spec::Again::Replace => Again::Replace,
    };
    let reject_limit = keys.reject_limit.as_ref().and_then(|limit| reject_limit(context, limit));
    let ((folder, pattern), accepted, rejected) = (place?, accepted?, rejected?);
    if again == Again::Replace {
        for (landing, keys) in [(&accepted, &keys.accepted), (&rejected, &keys.rejected)] {
            if !landing.columns.iter().any(|column| column == "file") {
                let message = format!("`{}` does not know from which file a row is", landing.table);
                let finding = Diagnostic::error("unknown_column", keys.table.span, message);
                context.report(finding.with_help("give it a column `file` of type text"));
            }
        }
    }
    let key = key(context, &accepted);
    Some(FileSource {
        description: text(&keys.description),
        run_as: keys.run_as.value.clone(),
        folder,
        pattern,
        form,
        columns,
        derived,
        rules,
        accepted,
        rejected,
        key,
        again,
        reject_limit,
    })
}

fn info(column: &FileColumn) -> ColumnInfo {
    ColumnInfo { name: column.name.clone(), data_type: Some(column.data_type.clone()) }
}

/// Takes a path below the project apart into folder and pattern.
fn place(context: &mut Context, files: &Spanned<String>) -> Option<(String, String)> {
    let (folder, pattern) = files.rsplit_once('/').unwrap_or((".", files));
    let is_fine = is_below(folder) && !folder.contains(['*', '?']) && !pattern.is_empty();
    if !is_fine {
        let message = format!("`{}` names no files of a folder below the project", files.value);
        let finding = Diagnostic::error("unknown_value", files.span, message);
        context.report(finding.with_help("write it like `incoming/orders_*.csv`"));
    }
    is_fine.then(|| (folder.to_owned(), pattern.to_owned()))
}

fn is_below(folder: &str) -> bool {
    !folder.starts_with('/') && folder.split('/').all(|part| part != ".." && !part.is_empty())
}

fn form(context: &mut Context, keys: &spec::Source) -> FileForm {
    if keys.format == spec::FileFormat::JsonLines {
        if let Some(delimiter) = &keys.delimiter {
            let message = "lines of JSON have no delimiter";
            let finding = Diagnostic::error("unknown_value", delimiter.span, message);
            context.report(finding.with_help("leave it out"));
        }
        return FileForm::JsonLines;
    }
    let delimiter = match &keys.delimiter {
        None => b',',
        Some(written) => match written.as_bytes() {
            [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r' | 0) => *byte,
            _ => {
                let message = format!("`{}` cannot stand between values", written.value);
                let finding = Diagnostic::error("unknown_value", written.span, message);
                context.report(finding.with_help("use one character, such as `;` or `\"\\t\"`"));
                b','
            }
        },
    };
    FileForm::Csv { delimiter, header: keys.header.unwrap_or(true) }
}

fn columns(context: &mut Context, keys: &spec::Source, scope: &Scope) -> Vec<FileColumn> {
    let mut columns: Vec<FileColumn> = Vec::new();
    for (name, column) in &keys.columns {
        let known: Vec<ColumnInfo> = columns.iter().map(info).collect();
        taken(context, name, &known);
        let (declared, keys) = match column {
            ShortOrLong::Short(data_type) => (data_type, None),
            ShortOrLong::Long(keys) => (&keys.data_type, Some(keys)),
        };
        let Some(data_type) = super::types::data_type(context, None, declared, scope) else {
            continue;
        };
        let formats = keys.map(|keys| keys.formats.0.as_slice()).unwrap_or_default();
        let Some(reading) = reading(context, declared, &data_type, formats) else { continue };
        let from = keys.and_then(|keys| text(&keys.from)).unwrap_or_else(|| name.value.clone());
        columns.push(FileColumn { name: name.value.clone(), from, data_type, reading });
    }
    columns
}

/// Values and what every row has beside them have names of their own.
fn taken(context: &mut Context, name: &Spanned<String>, known: &[ColumnInfo]) {
    let about = ABOUT_ROWS.iter().any(|(about, _)| *about == name.value);
    if about || known.iter().any(|value| value.name == name.value) {
        let message = format!("there is a value `{}` already", name.value);
        let finding = Diagnostic::error("duplicate_object", name.span, message);
        context.report(finding.with_help("choose another name"));
    }
}

fn reading(
    context: &mut Context,
    declared: &Spanned<String>,
    data_type: &str,
    formats: &[Spanned<String>],
) -> Option<Reading> {
    let plain = data_type.split('(').next().unwrap_or_default().trim();
    let reading = match plain {
        "text" | "character varying" | "character" => Reading::Text,
        "smallint" => Reading::Integer(2),
        "integer" => Reading::Integer(4),
        "bigint" => Reading::Integer(8),
        "numeric" => Reading::Numeric,
        "boolean" => Reading::Boolean,
        "uuid" => Reading::Uuid,
        "json" | "jsonb" => Reading::Json,
        "date" => return Some(Reading::Time(times(context, formats, &DATE, false))),
        "timestamp without time zone" | "timestamp with time zone" | "timestamp" => {
            return Some(Reading::Time(times(context, formats, &TIMESTAMP, true)));
        }
        _ => {
            let message = format!("values of type `{data_type}` are not read from files");
            let finding = Diagnostic::error("unknown_value", declared.span, message);
            let help = "read it as text, and derive it: `derive: { point: raw_point::point }`";
            context.report(finding.with_help(help));
            return None;
        }
    };
    if let Some(format) = formats.first() {
        let message = format!("`{data_type}` has no formats");
        let finding = Diagnostic::error("unknown_value", format.span, message);
        context.report(finding.with_help("formats are of dates and times"));
    }
    Some(reading)
}

fn times(
    context: &mut Context,
    written: &[Spanned<String>],
    otherwise: &[&str],
    with_time: bool,
) -> Vec<String> {
    if written.is_empty() {
        return otherwise.iter().map(ToString::to_string).collect();
    }
    let mut known: Vec<(TimeFormat, &Spanned<String>)> = Vec::new();
    for text in written {
        let format = match TimeFormat::parse(text) {
            Ok(format) if format.has_time() && !with_time => Err("a date has no time".to_owned()),
            other => other,
        };
        match format {
            Err(why) => {
                let message = format!("`{}` is no format: {why}", text.value);
                let finding = Diagnostic::error("unknown_value", text.span, message);
                let words = "use YYYY, MM, MON, DD, HH24, MI, SS, US and TZ, such as `YYYY-MM-DD`";
                context.report(finding.with_help(words));
            }
            Ok(format) => {
                let other = known.iter().find(|(other, _)| other.is_ambiguous_with(&format));
                if let Some((_, first)) = other {
                    let message = format!(
                        "what fits `{}` fits `{}` too, and is another day",
                        text.value, first.value
                    );
                    let finding = Diagnostic::warning("ambiguous_formats", text.span, message);
                    let help = "the first that fits is taken; leave one out, or have the day written first by all";
                    context.report(finding.with_other(first.span, "tried first").with_help(help));
                }
                known.push((format, text));
            }
        }
    }
    written.iter().map(|text| text.value.clone()).collect()
}

/// Checks an expression over the values so far.
fn expression(context: &mut Context, text: &Spanned<String>, values: &[ColumnInfo], scope: &Scope) {
    if context.read(text, sql::check_expression(text)).is_some() {
        crate::check::resolve::over_columns(context, text, values, scope);
    }
}

fn landing(
    context: &mut Context,
    keys: &spec::Landing,
    known: &BTreeSet<&str>,
    scope: &Scope,
) -> Option<Landing> {
    let folder = keys.files.as_ref().filter(|folder| {
        let is_fine = is_below(folder);
        if !is_fine {
            let message = format!("`{}` is no folder below the project", folder.value);
            let finding = Diagnostic::error("unknown_value", folder.span, message);
            context.report(finding.with_help("write it like `outgoing/accepted`"));
        }
        is_fine
    });
    let name = match keys.table.split_once('.') {
        Some((schema, name)) => QualifiedName::new(schema, name),
        None => QualifiedName { schema: None, name: keys.table.value.clone() },
    };
    let found = match context.names.relation(&name, scope) {
        Found::Ours(name, _) => context.database.tables.get_key_value(&name),
        _ => None,
    };
    let Some((name, table)) = found else {
        let tables: Vec<String> = context.database.tables.keys().map(ToString::to_string).collect();
        let tables: Vec<&str> = tables.iter().map(String::as_str).collect();
        let message = format!("no table `{}`", keys.table.value);
        let finding = Diagnostic::error("unknown_relation", keys.table.span, message);
        let help = suggest(&keys.table, &tables, "table");
        context.report(finding.with_help(help));
        return None;
    };
    let filled = |name: &str| known.contains(name);
    let columns: Vec<String> = table
        .columns
        .iter()
        .filter(|column| filled(&column.name) && !is_the_servers(column))
        .map(|column| column.name.clone())
        .collect();
    let missing = table.columns.iter().find(|column| {
        let comes = column.default.is_some() || column.identity.is_some();
        column.not_null && !comes && column.generated.is_none() && !filled(&column.name)
    });
    let message = match missing {
        Some(column) => format!("`{name}` needs `{}`, and rows have no such value", column.name),
        None if columns.is_empty() => format!("no value has the name of a column of `{name}`"),
        None => {
            let (table, folder) = (name.clone(), folder.map(|it| it.value.clone()));
            return Some(Landing { table, columns, folder });
        }
    };
    let finding = Diagnostic::error("unknown_column", keys.table.span, message);
    let values: Vec<_> = known.iter().map(|value| format!("`{value}`")).collect();
    context.report(finding.with_help(format!("the values are {}", values.join(", "))));
    None
}

/// Returns whether nobody but the server gives a column its values.
fn is_the_servers(column: &Column) -> bool {
    column.generated.is_some() || column.identity.as_ref().is_some_and(|identity| identity.always)
}

/// Returns the primary key, where rows bring all of it.
fn key(context: &Context, accepted: &Landing) -> Vec<String> {
    let table: Option<&crate::model::Table> =
        context.database.tables.get::<ObjectName>(&accepted.table);
    let key = table.and_then(|table| table.primary_key()).map(|key| key.columns.clone());
    let key = key.filter(|key| key.iter().all(|column| accepted.columns.contains(column)));
    key.unwrap_or_default()
}

fn reject_limit(context: &mut Context, written: &Spanned<String>) -> Option<RejectLimit> {
    let limit = match written.strip_suffix('%') {
        Some(number) => hundredths(number.trim()).map(RejectLimit::Share),
        None => written.trim().parse().ok().map(RejectLimit::Rows),
    };
    if limit.is_none() {
        let message = format!("`{}` is no number of rows", written.value);
        let finding = Diagnostic::error("unknown_value", written.span, message);
        context.report(finding.with_help("write a number, or `10%`"));
    }
    limit
}

/// Reads a number from 0 to 100 with at most two decimals.
fn hundredths(text: &str) -> Option<u32> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let padded = format!("{decimals:0<2}");
    let is_number = padded.len() == 2 && padded.bytes().all(|byte| byte.is_ascii_digit());
    let hundredths: u32 = padded.parse().ok().filter(|_| is_number)?;
    let whole: u32 = whole.parse().ok()?;
    whole.checked_mul(100)?.checked_add(hundredths).filter(|share| *share <= 10_000)
}
