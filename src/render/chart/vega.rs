//! Charts as Vega-Lite, with their rows inside. See <https://vega.github.io/vega-lite/docs/>.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::calendar;
use super::data::{instant, number};
use super::{ChartError, Data, page};
use crate::model::{Chart, ChartKind, DateFormat, NumberFormat, Scale};

/// The schema that the specification is of.
const SCHEMA: &str = "https://vega.github.io/schema/vega-lite/v5.json";

/// Colours of series, as in the pictures on a light ground.
const COLOURS: [&str; 8] =
    ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8c6d31", "#1f2328"];

/// Returns a Vega-Lite specification of a chart, with the rows as inline data.
///
/// # Errors
/// Columns that are not there or of a wrong type.
pub fn vega_lite(title: &str, chart: &Chart, data: &Data) -> Result<String, ChartError> {
    let title = chart.title.as_deref().unwrap_or(title);
    let mut spec = Map::new();
    spec.insert("$schema".into(), json!(SCHEMA));
    spec.insert("title".into(), json!(title));
    spec.insert("width".into(), json!(700));
    spec.insert("height".into(), json!(300));
    spec.insert("data".into(), json!({ "values": values(data) }));
    let is_folded = chart.kind != ChartKind::Heatmap && chart.y.len() > 1;
    if is_folded {
        let fields: Vec<String> = chart.y.iter().map(|name| field(name)).collect();
        spec.insert("transform".into(), json!([{ "fold": fields, "as": FOLDED }]));
    }
    if chart.kind == ChartKind::Number {
        let name = chart.value.as_deref().unwrap_or_default();
        data.numbers(name)?;
        spec.insert("transform".into(), json!([{ "window": [{ "op": "row_number", "as": "pgspec_row" }] }, { "filter": "datum.pgspec_row === 1" }]));
        spec.insert("mark".into(), json!({ "type": "text", "fontSize": 64 }));
        spec.insert("encoding".into(), json!({ "text": with_format(chart, field(name)) }));
    } else {
        spec.insert("mark".into(), mark(chart.kind));
        spec.insert("encoding".into(), encoding(chart, data, is_folded)?);
    }
    let text = serde_json::to_string_pretty(&Value::Object(spec));
    Ok(text.expect("it is made of values") + "\n")
}

/// Names of what several columns are folded into.
const FOLDED: [&str; 2] = ["pgspec_series", "pgspec_value"];

/// Writes the rows as objects.
fn values(data: &Data) -> Vec<Value> {
    let rows = data.rows.iter().map(|row| {
        let members = data
            .columns
            .iter()
            .zip(row)
            .map(|(column, text)| (column.name.clone(), value(text.as_deref(), column.scale)));
        Value::Object(members.collect())
    });
    rows.collect()
}

fn value(text: Option<&str>, scale: Scale) -> Value {
    match (text, scale) {
        (None, _) => Value::Null,
        (Some(text), Scale::Number) => number(text).map_or(Value::Null, exact),
        (Some(text), Scale::Time) => instant(text).map_or(Value::Null, |_| json!(time(text))),
        (Some(text), Scale::Word) => json!(text),
    }
}

/// Writes whole numbers without a point.
fn exact(value: f64) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "it was looked at")]
    match value.fract() == 0.0 && value.abs() < 9e15 {
        true => json!(value as i64),
        false => json!(value),
    }
}

/// Writes a time as ECMAScript reads it on the reader's own clock; one with a zone, with its zone.
fn time(text: &str) -> String {
    let text = text.replacen(' ', "T", 1);
    match text.split_once('T') {
        None => format!("{text}T00:00:00"),
        Some((_, clock)) => match clock.rfind(['+', '-']) {
            Some(sign) if clock.len() - sign == 3 => format!("{text}:00"),
            _ => text,
        },
    }
}

/// Writes a name as a field: dots and brackets would lead into it.
fn field(name: &str) -> String {
    let mut field = String::new();
    for character in name.chars() {
        if matches!(character, '.' | '[' | ']' | '\\' | '"' | '\'') {
            field.push('\\');
        }
        field.push(character);
    }
    field
}

fn mark(kind: ChartKind) -> Value {
    match kind {
        ChartKind::Line => {
            json!({ "type": "line", "point": true, "color": COLOURS[0], "tooltip": true })
        }
        ChartKind::Scatter => {
            json!({ "type": "point", "filled": true, "color": COLOURS[0], "tooltip": true })
        }
        ChartKind::Heatmap => json!({ "type": "rect", "tooltip": true }),
        _ => json!({ "type": "bar", "color": COLOURS[0], "tooltip": true }),
    }
}

fn encoding(chart: &Chart, data: &Data, is_folded: bool) -> Result<Value, ChartError> {
    let x = chart.x.as_deref().unwrap_or_default();
    let is_continuous = matches!(chart.kind, ChartKind::Line | ChartKind::Scatter);
    let mut encoding = Map::new();
    let is_ordered = chart.kind == ChartKind::Heatmap || chart.series.is_some();
    let mut along = position(data, x, is_continuous, is_ordered)?;
    if data.column(x)?.1 == Scale::Word && is_continuous {
        return Err(ChartError::NoOrder(x.to_owned()));
    }
    along["title"] = json!(page::axis_title(chart.x_title.as_ref(), &[x], None));
    dates(chart, data, x, &mut along)?;
    encoding.insert("x".into(), along);
    let columns: Vec<&str> = chart.y.iter().map(String::as_str).collect();
    if chart.kind == ChartKind::Heatmap {
        let y = columns.first().copied().unwrap_or_default();
        let mut upright = position(data, y, false, true)?;
        upright["title"] = json!(page::axis_title(chart.y_title.as_ref(), &[y], None));
        dates(chart, data, y, &mut upright)?;
        encoding.insert("y".into(), upright);
        let value = chart.value.as_deref().unwrap_or_default();
        data.numbers(value)?;
        let title = page::axis_title(None, &[value], chart.unit.as_ref());
        encoding.insert(
            "color".into(),
            json!({ "field": field(value), "type": "quantitative", "title": title }),
        );
        return Ok(Value::Object(encoding));
    }
    for column in &columns {
        data.numbers(column)?;
    }
    let value =
        if is_folded { FOLDED[1].to_owned() } else { field(columns.first().unwrap_or(&"")) };
    let title = page::axis_title(chart.y_title.as_ref(), &columns, chart.unit.as_ref());
    let mut upright = json!({ "field": value, "type": "quantitative", "title": title });
    upright["axis"] = axis(chart);
    if chart.kind == ChartKind::Bar {
        upright["stack"] = Value::Null;
    }
    encoding.insert("y".into(), upright);
    let by = match (is_folded, &chart.series) {
        (true, _) => Some(FOLDED[0].to_owned()),
        (false, Some(series)) => data.column(series).map(|_| Some(field(series)))?,
        (false, None) => None,
    };
    if let Some(by) = by {
        let title = if is_folded { Value::Null } else { json!(chart.series) };
        let series = json!({ "field": by, "type": "nominal", "sort": null, "title": title });
        let mut colour = series.clone();
        colour["scale"] = json!({ "range": COLOURS });
        encoding.insert("color".into(), colour);
        match chart.kind {
            ChartKind::Line => drop(encoding.insert("strokeDash".into(), series)),
            ChartKind::Scatter => drop(encoding.insert("shape".into(), series)),
            ChartKind::Bar => {
                drop(encoding.insert("xOffset".into(), json!({ "field": by, "sort": null })))
            }
            _ => {}
        }
    }
    Ok(Value::Object(encoding))
}

/// Returns how a column stands along an axis; what is not continuous keeps the order of the rows.
fn position(
    data: &Data,
    name: &str,
    is_continuous: bool,
    is_ordered: bool,
) -> Result<Value, ChartError> {
    let (at, scale) = data.column(name)?;
    if !is_continuous {
        let order = order(data, at, scale, is_ordered);
        return Ok(json!({ "field": field(name), "type": "ordinal", "sort": order }));
    }
    let kind = if scale == Scale::Time { "temporal" } else { "quantitative" };
    Ok(json!({ "field": field(name), "type": kind }))
}

/// Names the values of a column one by one, as a row without a value would else lose its place; times run as in the pictures.
fn order(data: &Data, at: usize, scale: Scale, is_ordered: bool) -> Vec<Value> {
    let (mut order, mut known): (Vec<(f64, Value)>, _) = (Vec::new(), BTreeSet::new());
    for row in &data.rows {
        let text = row[at].as_deref();
        let value = value(text, scale);
        if !value.is_null() && known.insert(value.to_string()) {
            order.push((text.and_then(instant).map_or(f64::NAN, |(utc, _)| utc), value));
        }
    }
    let times: Vec<f64> = order.iter().map(|(time, _)| *time).collect();
    if scale == Scale::Time && calendar::runs(&times, is_ordered) {
        order.sort_by(|one, other| one.0.total_cmp(&other.0));
    }
    order.into_iter().map(|(_, value)| value).collect()
}

/// Has dates of bars and fields written as exactly as the chart says.
fn dates(chart: &Chart, data: &Data, name: &str, position: &mut Value) -> Result<(), ChartError> {
    let (at, scale) = data.column(name)?;
    if scale != Scale::Time || position["type"] != "ordinal" {
        return Ok(());
    }
    let mut times = data.rows.iter().filter_map(|row| instant(row[at].as_deref()?));
    let are_days = times.all(|(utc, ahead)| (utc + ahead).rem_euclid(86_400.0) == 0.0);
    let pattern = match chart.dates {
        Some(DateFormat::Year) => "%Y",
        Some(DateFormat::Month) => "%Y-%m",
        Some(DateFormat::Day) => "%Y-%m-%d",
        None if are_days => "%Y-%m-%d",
        Some(DateFormat::Minute) | None => "%Y-%m-%d %H:%M",
    };
    position["axis"] =
        json!({ "labelExpr": format!("timeFormat(toDate(datum.value), '{pattern}')") });
    Ok(())
}

/// Returns how the numbers of the axis are written.
fn axis(chart: &Chart) -> Value {
    match chart.format {
        NumberFormat::Percent => json!({ "labelExpr": "format(datum.value, ',~f') + '%'" }),
        _ => json!({ "format": pattern(chart) }),
    }
}

/// Returns how numbers are written, as D3 has it.
fn pattern(chart: &Chart) -> String {
    let decimals = chart.decimals.map(|decimals| format!(".{decimals}"));
    match (chart.format, decimals) {
        (NumberFormat::Compact, _) => "~s".to_owned(),
        (NumberFormat::Share, decimals) => format!("{}%", decimals.unwrap_or("~".to_owned())),
        (_, Some(decimals)) => format!(",{decimals}f"),
        (_, None) => ",~f".to_owned(),
    }
}

fn with_format(chart: &Chart, field: String) -> Value {
    json!({ "field": field, "type": "quantitative", "format": pattern(chart) })
}
