//! Rows and charts of every kind: few and many, long names, negative numbers, nothing at all.

use std::collections::BTreeMap;

use crate::model::{Chart, ChartKind, DateFormat, Scale};
use crate::render::chart::{Column, Data, format};

pub(super) fn chart(kind: ChartKind, x: &str, y: &[&str]) -> Chart {
    let x = Some(x.to_owned()).filter(|x| !x.is_empty());
    let y = y.iter().map(|name| (*name).to_owned()).collect();
    Chart { x, y, ..Chart::new(kind) }
}

pub(super) fn data(columns: &[(&str, Scale)], rows: impl IntoIterator<Item = Vec<String>>) -> Data {
    let of = |value: String| Some(value).filter(|value| value != "null");
    Data {
        columns: columns
            .iter()
            .map(|(name, scale)| Column { name: (*name).to_owned(), scale: *scale })
            .collect(),
        rows: rows.into_iter().map(|row| row.into_iter().map(of).collect()).collect(),
    }
}

/// A number that looks as if chance had drawn it.
fn luck(at: usize, below: usize) -> usize {
    (at.wrapping_mul(2_654_435_761) >> 7) % below
}

fn day(at: usize) -> String {
    format::time(1_577_836_800.0 + 86_400.0 * at as f64, None)
}

const MONEY: [(&str, Scale); 3] =
    [("day", Scale::Time), ("revenue", Scale::Number), ("returns", Scale::Number)];

fn days(count: usize) -> Data {
    data(
        &MONEY,
        (0..count).map(|at| {
            let revenue =
                if at % 17 == 11 { "null".to_owned() } else { (900 + luck(at, 700)).to_string() };
            vec![day(at), revenue, luck(at + 7, 300).to_string()]
        }),
    )
}

pub(super) fn words(count: usize, name: impl Fn(usize) -> String, low: i64) -> Data {
    let columns = [("branch", Scale::Word), ("revenue", Scale::Number), ("returns", Scale::Number)];
    let row = |at: usize| {
        let value = i64::try_from(luck(at, 90_000)).unwrap_or(0) + low;
        vec![name(at), value.to_string(), luck(at + 3, 20_000).to_string()]
    };
    data(&columns, (0..count).map(row))
}

/// Every picture that is looked at, by name.
pub(super) fn gallery() -> BTreeMap<String, (Chart, Data)> {
    use ChartKind::{Bar, Heatmap, Line, Number, Scatter, Stacked};
    let mut all = BTreeMap::new();
    let mut add = |name: &str, chart: Chart, data: Data| {
        all.insert(name.to_owned(), (chart, data));
    };
    for count in [0, 1, 3, 30, 1000, 5000] {
        let money =
            Chart { unit: Some("S$".into()), ..chart(Line, "day", &["revenue", "returns"]) };
        add(&format!("line-{count:04}"), money, days(count));
        add(&format!("line-single-{count:04}"), chart(Line, "day", &["returns"]), days(count));
        let scatter = chart(Scatter, "revenue", &["returns"]);
        add(&format!("scatter-{count:04}"), scatter, days(count));
    }
    for count in [0, 1, 3, 30, 250] {
        let name = |at: usize| format!("Branch {at}");
        add(&format!("bar-{count:04}"), chart(Bar, "branch", &["revenue"]), words(count, name, 0));
        let two = chart(Bar, "branch", &["revenue", "returns"]);
        add(&format!("bar-two-{count:04}"), two, words(count, name, 0));
        let stacked = chart(Stacked, "branch", &["revenue", "returns"]);
        add(&format!("stacked-{count:04}"), stacked, words(count, name, 0));
        let dated = Chart { dates: Some(DateFormat::Day), ..chart(Bar, "day", &["returns"]) };
        add(&format!("bar-days-{count:04}"), dated, days(count));
    }
    let long = |at: usize| {
        format!("The {at}th of the branches beyond the river, with a garden and a café")
    };
    let title = "Which of the branches that opened before the end of the last year, and were not closed since, have the highest and which the lowest revenue, by the sum of all amounts?";
    let named = |chart: Chart| Chart { title: Some(title.into()), ..chart };
    add("bar-long", named(chart(Bar, "branch", &["revenue"])), words(12, long, 0));
    add("bar-long-many", chart(Bar, "branch", &["revenue"]), words(100, long, 0));
    add("bar-long-two", chart(Bar, "branch", &["revenue", "returns"]), words(6, long, 0));
    let short = |at: usize| format!("B{at}");
    add("bar-negative", chart(Bar, "branch", &["revenue"]), words(8, short, -45_000));
    add("bar-negative-long", chart(Bar, "branch", &["revenue"]), words(8, long, -45_000));
    let ups = chart(Stacked, "branch", &["revenue", "returns"]);
    add("stacked-negative", ups, words(8, short, -45_000));
    add("bar-large", chart(Bar, "branch", &["revenue"]), words(6, short, 9_900_000));
    let hours = data(
        &[("at", Scale::Time), ("carts", Scale::Number), ("shop", Scale::Word)],
        (0..8 * 48).map(|at| {
            let (shop, hour) = (at % 8, at / 8);
            let time = format::time(
                1_795_000_000.0 - 1600.0 + 3600.0 * hour as f64,
                Some(DateFormat::Minute),
            );
            let value = 20 * shop + luck(at, 30);
            vec![format!("{time}:00+08"), value.to_string(), format!("Shop of number {shop}")]
        }),
    );
    let eight = Chart { series: Some("shop".into()), ..chart(Line, "at", &["carts"]) };
    add("line-eight", eight.clone(), hours.clone());
    add("scatter-eight", Chart { kind: Scatter, ..eight.clone() }, hours.clone());
    let stacked = Chart { kind: Stacked, x: Some("at".into()), ..eight };
    add("stacked-eight", stacked, Data { rows: hours.rows[..160].to_vec(), ..hours });
    let gaps = data(
        &[("x", Scale::Number), ("y", Scale::Number)],
        (0..60).map(|at| {
            let value = if at % 10 > 6 || at == 35 {
                "null".into()
            } else {
                (-500 + 17 * luck(at, 60) as i64).to_string()
            };
            vec![(at * at).to_string(), value]
        }),
    );
    add("line-gaps-negative", chart(Line, "x", &["y"]), gaps);
    let close = data(
        &MONEY,
        (0..40).map(|at| vec![day(at * 9), (99_000 + luck(at, 900)).to_string(), "1".into()]),
    );
    add("line-not-from-zero", chart(Line, "day", &["revenue"]), close);
    for (name, low, across, down) in [
        ("heat", 0, 7, 12),
        ("heat-wide", 0, 48, 5),
        ("heat-negative", -50, 8, 6),
        ("heat-one", 5, 1, 1),
        ("heat-none", 0, 0, 0),
    ] {
        let heat = Chart { value: Some("n".into()), ..chart(Heatmap, "weekday", &["hour"]) };
        let cell = |at: usize| {
            let value =
                if at % 13 == 5 { "null".into() } else { (low + luck(at, 100) as i64).to_string() };
            vec![format!("Day {}", at % across), format!("{:02}:00", at / across), value]
        };
        let columns = [("weekday", Scale::Word), ("hour", Scale::Word), ("n", Scale::Number)];
        add(name, heat, data(&columns, (0..across * down).map(cell)));
    }
    let number = |value: &str| data(&[("total", Scale::Number)], [vec![value.to_owned()]]);
    let figure =
        Chart { value: Some("total".into()), unit: Some("S$".into()), ..chart(Number, "", &[]) };
    add("number", figure.clone(), number("1234567.5"));
    add("number-long", figure.clone(), number("-1234567890123456789012345"));
    add("number-none", figure, number("null"));
    all
}
