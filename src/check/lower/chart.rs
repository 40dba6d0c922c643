//! Charts of named queries: which columns they draw, and whether those can be drawn.

use crate::check::context::Context;
use crate::diagnostic::{Diagnostic, suggest};
use crate::model::{Chart, ChartKind, DateFormat, NumberFormat, Scale};
use crate::source::Spanned;
use crate::spec;
use crate::sql::OutputColumn;

use super::text;

/// A column that a query returns: its name, and its type where that is known.
type Column = (String, Option<String>);

/// Most digits after the point.
const MOST_DECIMALS: u64 = 6;

/// Lowers the chart of a query.
///
/// `expected` are the columns that the query is expected to return, which the server is asked about;
/// `output` are those that its SQL names. Without either, nothing is said of columns.
pub(super) fn lower(
    context: &mut Context,
    place: &Spanned<String>,
    keys: &Spanned<spec::Chart>,
    expected: &[(String, String)],
    output: Option<&[OutputColumn]>,
) -> Option<Chart> {
    let (kind, plot) = kind(context, place, keys)?;
    let known = context.findings.len();
    needed(context, place, kind, plot);
    let plot = &plot.value;
    superfluous(context, kind, plot);
    if let Some(columns) = columns(expected, output) {
        for (key, column) in named(plot) {
            check_column(context, kind, key, column, &columns);
        }
        check_dates(context, kind, plot, &columns);
    }
    let decimals = plot.decimals.as_ref().and_then(|decimals| digits(context, decimals));
    (context.findings.len() == known).then(|| Chart {
        kind,
        x: text(&plot.x),
        y: plot.y.iter().map(|column| column.value.clone()).collect(),
        series: text(&plot.series),
        value: text(&plot.value),
        title: text(&plot.title),
        x_title: text(&plot.x_title),
        y_title: text(&plot.y_title),
        unit: text(&plot.unit),
        format: match plot.format {
            spec::NumberFormat::Plain => NumberFormat::Plain,
            spec::NumberFormat::Compact => NumberFormat::Compact,
            spec::NumberFormat::Percent => NumberFormat::Percent,
            spec::NumberFormat::Share => NumberFormat::Share,
        },
        decimals,
        dates: plot.dates.as_ref().map(|dates| match dates.value {
            spec::DateFormat::Year => DateFormat::Year,
            spec::DateFormat::Month => DateFormat::Month,
            spec::DateFormat::Day => DateFormat::Day,
            spec::DateFormat::Minute => DateFormat::Minute,
        }),
    })
}

/// Finds the one kind that is written.
fn kind<'s>(
    context: &mut Context,
    place: &Spanned<String>,
    keys: &'s Spanned<spec::Chart>,
) -> Option<(ChartKind, &'s Spanned<spec::Plot>)> {
    let kinds = [
        (ChartKind::Line, &keys.line),
        (ChartKind::Bar, &keys.bar),
        (ChartKind::Stacked, &keys.stacked),
        (ChartKind::Scatter, &keys.scatter),
        (ChartKind::Heatmap, &keys.heatmap),
        (ChartKind::Number, &keys.number),
    ];
    let mut written = kinds.into_iter().filter_map(|(kind, plot)| Some((kind, plot.as_ref()?)));
    match (written.next(), written.next()) {
        (Some(one), None) => Some(one),
        (Some((first, _)), Some((second, plot))) => {
            let (first, second) = (first.word(), second.word());
            let message = format!("the chart of `{}` is a `{first}` and a `{second}`", place.value);
            let finding = Diagnostic::error("contradicting_keys", plot.span, message);
            context.report(finding.with_help("keep one of them"));
            None
        }
        _ => {
            let message = format!("the chart of `{}` has no kind", place.value);
            let finding = Diagnostic::error("missing_key", keys.span, message);
            let help = "write one of `line`, `bar`, `stacked`, `scatter`, `heatmap`, `number`: \
                        `chart: { bar: { x: month, y: revenue } }`";
            context.report(finding.with_help(help));
            None
        }
    }
}

/// Reports the columns without which nothing can be drawn.
fn needed(
    context: &mut Context,
    place: &Spanned<String>,
    kind: ChartKind,
    written: &Spanned<spec::Plot>,
) {
    let plot = &written.value;
    let lacks = [
        ("x", kind != ChartKind::Number && plot.x.is_none()),
        ("y", kind != ChartKind::Number && plot.y.is_empty()),
        ("value", matches!(kind, ChartKind::Heatmap | ChartKind::Number) && plot.value.is_none()),
    ];
    for (key, _) in lacks.iter().filter(|(_, lacks)| *lacks) {
        let word = kind.word();
        let message = format!("the `{word}` of `{}` has no `{key}`", place.value);
        let finding = Diagnostic::error("missing_key", written.span, message);
        context.report(finding.with_help(format!("name a column of the query: `{key}: COLUMN`")));
    }
}

/// Reports what a kind does not draw.
fn superfluous(context: &mut Context, kind: ChartKind, plot: &spec::Plot) {
    let axes = kind != ChartKind::Number;
    let series = axes && kind != ChartKind::Heatmap;
    let several = plot.y.get(1).filter(|_| axes && (!series || plot.series.is_some()));
    let found = [
        (plot.x.as_ref().filter(|_| !axes), "x"),
        (plot.y.first().filter(|_| !axes), "y"),
        (plot.series.as_ref().filter(|_| !series), "series"),
        (plot.value.as_ref().filter(|_| series), "value"),
        (plot.x_title.as_ref().filter(|_| !axes), "x_title"),
        (plot.y_title.as_ref().filter(|_| !axes), "y_title"),
    ];
    for (written, key) in found {
        let Some(written) = written else { continue };
        let message = format!("a `{}` has no `{key}`", kind.word());
        let finding = Diagnostic::error("contradicting_keys", written.span, message);
        context.report(finding.with_help("leave it out"));
    }
    if let Some(second) = several {
        let message = match series {
            true => "several columns of `y`, and `series` as well",
            false => "a `heatmap` has one column of `y`",
        };
        let finding = Diagnostic::error("contradicting_keys", second.span, message);
        context.report(finding.with_help("keep one column"));
    }
}

/// Returns every column that is named, with its key.
fn named(plot: &spec::Plot) -> Vec<(&'static str, &Spanned<String>)> {
    let mut named: Vec<(&'static str, &Spanned<String>)> = Vec::new();
    named.extend(plot.x.iter().map(|column| ("x", column)));
    named.extend(plot.y.iter().map(|column| ("y", column)));
    named.extend(plot.series.iter().map(|column| ("series", column)));
    named.extend(plot.value.iter().map(|column| ("value", column)));
    named
}

/// Returns what is known of the columns of a query, where all of them are.
fn columns(expected: &[(String, String)], output: Option<&[OutputColumn]>) -> Option<Vec<Column>> {
    if expected.is_empty() {
        let output = output?.iter();
        return Some(output.map(|it| (it.name.clone(), it.data_type.clone())).collect());
    }
    let typed = |(name, data_type): &(String, String)| (name.clone(), Some(data_type.clone()));
    Some(expected.iter().map(typed).collect())
}

fn check_column(
    context: &mut Context,
    kind: ChartKind,
    key: &str,
    column: &Spanned<String>,
    columns: &[Column],
) {
    let Some((_, data_type)) = columns.iter().find(|(name, _)| *name == column.value) else {
        let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
        let message = format!("the query returns no column `{}`", column.value);
        let finding = Diagnostic::error("unknown_column", column.span, message);
        return context.report(finding.with_help(suggest(column, &names, "column")));
    };
    let Some(data_type) = data_type else { return };
    let Some(scale) = Scale::of(data_type) else { return };
    let word = kind.word();
    let (what, help) = match (key, kind) {
        ("value", _) => ("a number", "show a column of numbers"),
        ("y", ChartKind::Line | ChartKind::Bar | ChartKind::Stacked | ChartKind::Scatter) => {
            ("a number", "draw a column of numbers, or cast it in the SQL")
        }
        ("x", ChartKind::Line | ChartKind::Scatter) => {
            ("a date, a time or a number", "draw words as `bar`, which has no order to keep")
        }
        _ => return,
    };
    let fits = match what {
        "a number" => scale == Scale::Number,
        _ => scale != Scale::Word,
    };
    if !fits {
        let message =
            format!("`{}` is {data_type}, and the `{key}` of a `{word}` is {what}", column.value);
        let finding = Diagnostic::error("type_mismatch", column.span, message);
        context.report(finding.with_help(help));
    }
}

/// Reports dates to be written in a chart that has none, or that counts on its axis.
fn check_dates(context: &mut Context, kind: ChartKind, plot: &spec::Plot, columns: &[Column]) {
    let Some(dates) = &plot.dates else { return };
    let is_named = matches!(kind, ChartKind::Bar | ChartKind::Stacked | ChartKind::Heatmap);
    let fields = plot.y.iter().filter(|_| kind == ChartKind::Heatmap);
    let may_be_time = |column: &Spanned<String>| {
        let known = columns.iter().find(|(name, _)| *name == column.value);
        let data_type = known.and_then(|(_, data_type)| data_type.as_deref());
        data_type.and_then(Scale::of).is_none_or(|scale| scale == Scale::Time)
    };
    if is_named && plot.x.iter().chain(fields).any(may_be_time) {
        return;
    }
    let message = format!("a `{}` without a date has no `dates`", kind.word());
    let message = if is_named { message } else { format!("a `{}` has no `dates`", kind.word()) };
    let finding = Diagnostic::error("contradicting_keys", dates.span, message);
    context.report(finding.with_help("leave it out"));
}

fn digits(context: &mut Context, decimals: &Spanned<u64>) -> Option<u8> {
    if decimals.value > MOST_DECIMALS {
        let message = format!("{} digits after the point", decimals.value);
        let finding = Diagnostic::error("unknown_value", decimals.span, message);
        context.report(finding.with_help(format!("write 0 to {MOST_DECIMALS}")));
        return None;
    }
    u8::try_from(decimals.value).ok()
}
