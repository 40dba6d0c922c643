//! The values of a row of a file, and how each is read.

use crate::check::context::Context;
use crate::check::lower::{text, types};
use crate::check::names::Scope;
use crate::diagnostic::Diagnostic;
use crate::model::{ABOUT_ROWS, FileColumn, Reading, TimeFormat};
use crate::source::{ShortOrLong, Spanned};
use crate::spec;
use crate::sql::ColumnInfo;

/// Formats where none are given, as ISO 8601 and PostgreSQL write them.
const DATE: &str = "YYYY-MM-DD";
const TIMESTAMP: [&str; 4] = [
    "YYYY-MM-DD HH24:MI:SS",
    "YYYY-MM-DDTHH24:MI:SS",
    "YYYY-MM-DD HH24:MI:SS.US",
    "YYYY-MM-DDTHH24:MI:SS.US",
];

/// Returns a column as SQL over the values sees it.
pub(super) fn info(column: &FileColumn) -> ColumnInfo {
    ColumnInfo { name: column.name.clone(), data_type: Some(column.data_type.clone()) }
}

/// Lowers the columns of a file.
pub(super) fn columns(
    context: &mut Context,
    keys: &spec::Source,
    scope: &Scope,
) -> Vec<FileColumn> {
    let mut columns: Vec<FileColumn> = Vec::new();
    for (name, column) in &keys.columns {
        let known: Vec<ColumnInfo> = columns.iter().map(info).collect();
        taken(context, name, &known);
        let (declared, keys) = match column {
            ShortOrLong::Short(data_type) => (data_type, None),
            ShortOrLong::Long(keys) => (&keys.data_type, Some(keys)),
        };
        let Some(data_type) = types::data_type(context, None, declared, scope) else {
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
pub(super) fn taken(context: &mut Context, name: &Spanned<String>, known: &[ColumnInfo]) {
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
        "date" => return Some(Reading::Time(times(context, formats, [DATE.to_owned()], false))),
        "timestamp without time zone" | "timestamp with time zone" | "timestamp" => {
            let zoned = TIMESTAMP.iter().map(|format| format!("{format}TZ"));
            let zoned = zoned.filter(|_| data_type.ends_with("with time zone"));
            let otherwise = TIMESTAMP.iter().map(ToString::to_string).chain(zoned);
            return Some(Reading::Time(times(context, formats, otherwise, true)));
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
    otherwise: impl IntoIterator<Item = String>,
    with_time: bool,
) -> Vec<String> {
    if written.is_empty() {
        return otherwise.into_iter().collect();
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
