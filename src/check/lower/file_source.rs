//! Sources: files that arrive.

mod columns;

use std::collections::{BTreeMap, BTreeSet};

use encoding_rs::Encoding;

use crate::check::context::Context;
use crate::check::names::Scope;
use crate::diagnostic::Diagnostic;
use crate::model::{
    ABOUT_ROWS, Again, ColumnFlow, FileColumn, FileForm, FileSource, Landing, Missed, Node,
    ObjectName, Parameter, RowLimit, TimeFormat,
};
use crate::source::Spanned;
use crate::spec::{self, Spec};
use crate::sql::{self, ColumnInfo};

use super::transform::inline;
use super::{relation::trimmed, schedule, table_named, text};
use columns::{columns, info, taken};

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
                flows(context, name, &source);
                sources.insert(name.value.clone(), source);
            }
        }
    }
    sources
}

/// Records which values of a file come into which columns.
fn flows(context: &mut Context, name: &str, source: &FileSource) {
    let files = Node::Files(format!("{}/{}", source.folder, source.pattern));
    let mut from: BTreeMap<&str, BTreeSet<(Node, String)>> = BTreeMap::new();
    for column in &source.columns {
        from.insert(&column.name, [(files.clone(), column.from.clone())].into());
    }
    for (name, sql) in &source.derived {
        let used = from.iter().filter(|(value, _)| sql::has_word(sql, value));
        let used = used.flat_map(|(_, from)| from.iter().cloned()).collect();
        from.insert(name, used);
    }
    for landing in [&source.accepted, &source.rejected] {
        for column in &landing.columns {
            let Some(from) = from.get(column.as_str()) else { continue };
            context.flows.push(ColumnFlow {
                by: Node::Source(name.to_owned()),
                to: Node::Table(landing.table.clone()),
                column: column.clone(),
                from: from.clone(),
            });
        }
    }
}

fn source(context: &mut Context, keys: &spec::Source, scope: &Scope) -> Option<FileSource> {
    context.check_role(&keys.run_as);
    let place = place(context, &keys.files);
    let form = form(context, keys);
    let encoding = keys.encoding.as_ref().and_then(|written| encoding(context, written));
    let columns = columns(context, keys, scope);
    let mut values: Vec<ColumnInfo> = columns.iter().map(info).collect();
    values.extend(ABOUT_ROWS.iter().filter(|(name, _)| *name != "reasons").map(
        |(name, data_type)| ColumnInfo {
            name: (*name).to_owned(),
            data_type: Some((*data_type).to_owned()),
        },
    ));
    let parameters = parameters(context, keys, scope);
    let mut derived = Vec::new();
    for (name, sql) in &keys.derive {
        taken(context, name, &values);
        expression(context, sql, &values, scope, keys);
        derived.push((name.value.clone(), inline(&trimmed(sql), &parameters)));
        values.push(ColumnInfo { name: name.value.clone(), data_type: None });
    }
    let mut rules = Vec::new();
    for (reason, sql) in &keys.accept_when {
        expression(context, sql, &values, scope, keys);
        rules.push((reason.value.clone(), inline(&trimmed(sql), &parameters)));
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
    let reject_limit = keys.reject_limit.as_ref().and_then(|limit| row_limit(context, limit));
    let named_by = keys.named_by.as_ref().and_then(|format| named_by(context, keys, format));
    let schedule = schedule::lower(context, &keys.schedule, Missed::Latest);
    let fresh = keys
        .fresh
        .as_ref()
        .map(|fresh| schedule::freshness(context, (&fresh.warn, &fresh.error), keys.files.span));
    let sample = keys.sample.as_ref().map(|sql| sample(context, keys, &columns, sql, scope));
    let sample = sample.map(|sql| inline(&sql, &parameters));
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
        encoding,
        columns,
        derived,
        rules,
        accepted,
        rejected,
        key,
        again,
        reject_limit,
        named_by,
        sample,
        fresh,
        schedule,
    })
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

/// Finds an encoding by its name; UTF-8 is none that has to be named.
fn encoding(context: &mut Context, written: &Spanned<String>) -> Option<String> {
    let Some(found) = Encoding::for_label(written.as_bytes()) else {
        let message = format!("no encoding `{}`", written.value);
        let finding = Diagnostic::error("unknown_value", written.span, message);
        let help = "write it like `windows-1252`, `iso-8859-15`, `utf-16le` or `shift_jis`: https://encoding.spec.whatwg.org/#names-and-labels";
        context.report(finding.with_help(help));
        return None;
    };
    (found != encoding_rs::UTF_8).then(|| found.name().to_owned())
}

/// Takes the format of the time in a file's name.
fn named_by(
    context: &mut Context,
    keys: &spec::Source,
    format: &Spanned<String>,
) -> Option<String> {
    let why = match TimeFormat::parse(format) {
        Err(why) => why,
        Ok(_) if keys.files.matches('*').count() != 1 => {
            "the time stands for the `*` of `files`, and there is not one".to_owned()
        }
        Ok(_) => return Some(format.value.clone()),
    };
    let message = format!("`{}` is not how files are named: {why}", format.value);
    let finding = Diagnostic::error("invalid_value", format.span, message);
    let help = "with `files: in/orders_*.csv` and orders_2026-11-26T08.csv: `YYYY-MM-DDTHH24`";
    context.report(finding.with_help(help));
    None
}

/// Checks what gives the rows of a made-up file: its columns are those of the file.
fn sample(
    context: &mut Context,
    keys: &spec::Source,
    columns: &[FileColumn],
    sql: &Spanned<String>,
    scope: &Scope,
) -> String {
    if keys.named_by.is_none() || keys.schedule.is_none() {
        let message = "a made-up file needs a name and a time";
        let finding = Diagnostic::error("missing_key", sql.span, message);
        context.report(finding.with_help("add `named_by` and `schedule`"));
    }
    if context.read(sql, sql::check_select_with_parameters(sql)).is_some() {
        let names = keys.params.keys().map(|name| name.value.clone());
        let names: Vec<String> = names.chain(["at".to_owned()]).collect();
        let output = crate::check::resolve::query(context, sql, &names, scope).output;
        let given: Option<Vec<String>> =
            output.map(|output| output.into_iter().map(|column| column.name).collect());
        let wanted: Vec<String> = columns.iter().map(|column| column.from.clone()).collect();
        if given.as_ref().is_some_and(|given| *given != wanted) {
            let message = format!("it gives {}", given.unwrap_or_default().join(", "));
            let finding = Diagnostic::error("unexpected_column", sql.span, message);
            context.report(finding.with_help(format!("a file has {}", wanted.join(", "))));
        }
    }
    trimmed(sql)
}

fn is_below(folder: &str) -> bool {
    !folder.starts_with('/') && folder.split('/').all(|part| part != ".." && !part.is_empty())
}

fn form(context: &mut Context, keys: &spec::Source) -> FileForm {
    if keys.format != spec::FileFormat::Csv {
        if let Some(delimiter) = &keys.delimiter {
            let message = "JSON has no delimiter";
            let finding = Diagnostic::error("unknown_value", delimiter.span, message);
            context.report(finding.with_help("leave it out"));
        }
        return match keys.format {
            spec::FileFormat::Json => FileForm::Json,
            _ => FileForm::JsonLines,
        };
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

/// Lowers the values that SQL names, each of which is known here.
fn parameters(context: &mut Context, keys: &spec::Source, scope: &Scope) -> Vec<Parameter> {
    super::query::parameter_names(context, &keys.params);
    let parameters = super::query::parameters(context, &keys.params, scope);
    let values = keys.derive.iter().chain(keys.accept_when.iter());
    let all: Vec<&str> = values.map(|(_, sql)| sql.value.as_str()).collect();
    super::query::unused_parameters(context, &keys.params, &all.join("\n"));
    for (name, _) in &keys.params {
        let lowered = parameters.iter().find(|it| it.name == name.value);
        if lowered.is_some_and(|parameter| parameter.default.is_none()) {
            let message = format!("parameter `{}` has no value", name.value);
            let finding = Diagnostic::error("missing_key", name.span, message);
            context.report(finding.with_help("give it a `default`"));
        }
    }
    parameters
}

/// Checks an expression over the values so far.
fn expression(
    context: &mut Context,
    text: &Spanned<String>,
    values: &[ColumnInfo],
    scope: &Scope,
    keys: &spec::Source,
) {
    super::query::positional_parameters(context, text);
    // Places stay as they are.
    if context.read(text, sql::check_expression_of_row(&sql::mask_parameters(text))).is_none() {
        return;
    }
    crate::check::resolve::over_columns(context, text, values, scope);
    let known: Vec<String> = keys.params.keys().map(|name| name.value.clone()).collect();
    crate::check::resolve::parameters(context, text, &known, scope);
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
    let name = table_named(context, &keys.table, scope)?;
    let table = context.database.tables.get(&name)?;
    let filled = |name: &str| known.contains(name);
    let columns: Vec<String> = table
        .columns
        .iter()
        .filter(|column| filled(&column.name) && !column.is_the_servers())
        .map(|column| column.name.clone())
        .collect();
    let missing = table
        .columns
        .iter()
        .find(|column| column.not_null && !column.comes_by_itself() && !filled(&column.name));
    let message = match missing {
        Some(column) => format!("`{name}` needs `{}`, and rows have no such value", column.name),
        None if columns.is_empty() => format!("no value has the name of a column of `{name}`"),
        None => {
            let (table, folder) = (name, folder.map(|it| it.value.clone()));
            return Some(Landing { table, columns, folder });
        }
    };
    let finding = Diagnostic::error("unknown_column", keys.table.span, message);
    let values: Vec<_> = known.iter().map(|value| format!("`{value}`")).collect();
    context.report(finding.with_help(format!("the values are {}", values.join(", "))));
    None
}

/// Returns the primary key, where rows bring all of it.
fn key(context: &Context, accepted: &Landing) -> Vec<String> {
    let table: Option<&crate::model::Table> =
        context.database.tables.get::<ObjectName>(&accepted.table);
    let key = table.and_then(|table| table.primary_key()).map(|key| key.columns.clone());
    let key = key.filter(|key| key.iter().all(|column| accepted.columns.contains(column)));
    key.unwrap_or_default()
}

/// Reads how many of all rows, as a number or a share.
pub(super) fn row_limit(context: &mut Context, written: &Spanned<String>) -> Option<RowLimit> {
    let limit = match written.strip_suffix('%') {
        Some(number) => hundredths(number.trim()).map(RowLimit::Share),
        None => written.trim().parse().ok().map(RowLimit::Rows),
    };
    if limit.is_none() {
        let message = format!("`{}` is no number of rows", written.value);
        let finding = Diagnostic::error("unknown_value", written.span, message);
        context.report(finding.with_help("write a number, or `10%`"));
    }
    limit
}

/// Reads a number from 0 to 100 with at most two decimals.
pub(super) fn hundredths(text: &str) -> Option<u32> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let padded = format!("{decimals:0<2}");
    let is_number = padded.len() == 2 && padded.bytes().all(|byte| byte.is_ascii_digit());
    let hundredths: u32 = padded.parse().ok().filter(|_| is_number)?;
    let whole: u32 = whole.parse().ok()?;
    whole.checked_mul(100)?.checked_add(hundredths).filter(|share| *share <= 10_000)
}
