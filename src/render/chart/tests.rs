//! Pictures of every kind, of few rows and many; none has text upon text, or beyond its edge.
//!
//! With `PGSPEC_PICTURES` set, they are written to that folder, light and dark.

mod gallery;

use std::path::PathBuf;

use regex::Regex;

use super::*;
use crate::model::Scale;
use gallery::{chart, data, gallery, words};

/// A text of a picture: its corners, and what it says.
type Box = ([f64; 4], String);

fn boxes(svg: &str) -> (f64, Vec<Box>) {
    let height: f64 = Regex::new(r#"viewBox="0 0 800 (\d+)""#).unwrap().captures(svg).unwrap()[1]
        .parse()
        .unwrap();
    let texts = Regex::new(
        r#"<text class="([^"]*)" x="([^"]*)" y="([^"]*)" font-size="([^"]*)"( text-anchor="(\w+)")?( transform="rotate\(-90 [^"]*")?>([^<]*)<"#,
    )
    .unwrap();
    let found = texts.captures_iter(svg).map(|found| {
        let at = |group: usize| found[group].parse::<f64>().unwrap();
        let (x, y, size) = (at(2), at(3), at(4));
        let content = found[8].replace("&amp;", "&").replace("&#39;", "'");
        let bold = if found[1].contains("strong") { 1.1 } else { 1.0 };
        let width = text::width(&content, size) * bold;
        let (rise, fall) = (size * 0.75, size * 0.2);
        let shift = match found.get(6).map(|anchor| anchor.as_str()) {
            Some("middle") => width / 2.0,
            Some("end") => width,
            _ => 0.0,
        };
        let corners = match found.get(7) {
            Some(_) => [x - rise, y, x + fall, y + width],
            None => [x - shift, y - rise, x - shift + width, y + fall],
        };
        (corners, content)
    });
    (height, found.collect())
}

fn faults(name: &str, svg: &str) -> Vec<String> {
    let (height, boxes) = boxes(svg);
    let mut faults = Vec::new();
    for (at, (a, text)) in boxes.iter().enumerate() {
        if a[0] < 0.0 || a[1] < 0.0 || a[2] > 800.0 || a[3] > height {
            faults.push(format!("{name}: `{text}` is beyond the edge: {a:?}"));
        }
        for (b, other) in &boxes[at + 1..] {
            if a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3] {
                faults.push(format!("{name}: `{text}` is upon `{other}`"));
            }
        }
    }
    faults
}

fn draw(name: &str, chart: &Chart, data: &Data, scheme: Scheme) -> String {
    svg(name, None, chart, data, scheme).unwrap_or_else(|error| panic!("{name}: {error}")).svg
}

#[test]
fn no_text_is_upon_text_or_beyond_the_edge() {
    let folder = std::env::var_os("PGSPEC_PICTURES").map(PathBuf::from);
    let mut found = Vec::new();
    for (name, (chart, data)) in gallery() {
        let svg = draw(&name, &chart, &data, Scheme::Both);
        found.extend(faults(&name, &svg));
        if let Some(folder) = &folder {
            for (word, scheme) in [("light", Scheme::Light), ("dark", Scheme::Dark)] {
                let svg = draw(&name, &chart, &data, scheme);
                std::fs::write(folder.join(format!("{name}.{word}.svg")), &svg).unwrap();
                #[cfg(feature = "pictures")]
                std::fs::write(
                    folder.join(format!("{name}.{word}.png")),
                    crate::render::picture::png(&svg, 1.0).unwrap(),
                )
                .unwrap();
            }
            let text = terminal(&name, &chart, &data, 80).unwrap_or_else(|error| error.to_string());
            std::fs::write(folder.join(format!("{name}.txt")), text).unwrap();
            let vega = vega_lite(&name, &chart, &data).unwrap();
            std::fs::write(folder.join(format!("{name}.vl.json")), vega).unwrap();
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn text_upon_text_and_beyond_the_edge_is_found() {
    let page = |texts: &str| format!("<svg viewBox=\"0 0 800 100\">{texts}</svg>");
    let text = |x: u32, y: u32| {
        format!("<text class=\"ink\" x=\"{x}\" y=\"{y}\" font-size=\"12\">some words</text>")
    };
    assert_eq!(faults("a", &page(&format!("{}{}", text(10, 20), text(40, 24)))).len(), 1);
    assert_eq!(faults("b", &page(&text(760, 20))).len(), 1);
    assert_eq!(faults("c", &page(&format!("{}{}", text(10, 20), text(10, 40)))).len(), 0);
}

#[test]
fn the_same_rows_give_the_same_bytes() {
    for (name, (chart, data)) in gallery() {
        assert_eq!(
            draw(&name, &chart, &data, Scheme::Both),
            draw(&name, &chart, &data, Scheme::Both)
        );
        assert_eq!(vega_lite(&name, &chart, &data), vega_lite(&name, &chart, &data));
    }
}

#[test]
fn bars_begin_at_zero_however_large_they_are() {
    let (chart, data) = &gallery()["bar-large"];
    let picture = draw("bar-large", chart, data, Scheme::Both);
    let shapes = Regex::new(
        r#"<rect class="f1" [^>]* y="([^"]*)" width="[^"]*" height="([^"]*)"><title>[^:]*: ([^<]*)<"#,
    );
    let shapes = shapes.unwrap();
    let bars: Vec<(f64, f64, f64)> = shapes
        .captures_iter(&picture)
        .map(|bar| {
            (
                bar[1].parse().unwrap(),
                bar[2].parse().unwrap(),
                bar[3].replace(',', "").parse().unwrap(),
            )
        })
        .collect();
    assert_eq!(bars.len(), 6);
    for (y, height, value) in &bars {
        assert!((y + height - bars[0].0 - bars[0].1).abs() < 0.1, "all stand on one line");
        assert!((height / bars[0].1 - value / bars[0].2).abs() < 0.001, "height is in proportion");
    }
}

/// Returns what stands below the bars or fields of a picture that begins so, from left to right.
fn labels(picture: &str, begins: &str) -> Vec<String> {
    let texts = Regex::new(r">([^<]+)</text>").unwrap();
    let texts = texts.captures_iter(picture).map(|text| text[1].to_owned());
    texts.filter(|text| text.starts_with(begins) || text == "…").collect()
}

#[test]
fn time_runs_to_the_right_and_skips_nothing_in_silence() {
    let columns = [("day", Scale::Time), ("shop", Scale::Word), ("sold", Scale::Number)];
    let of = |rows: &[(&str, &str)]| {
        data(
            &columns,
            rows.iter().map(|(day, shop)| vec![(*day).into(), (*shop).into(), "1".into()]),
        )
    };
    let bars = chart(ChartKind::Bar, "day", &["sold"]);
    let back = ["2026-11-22", "2026-11-21", "2026-11-20", "2026-01-01"].map(|day| (day, "a"));
    let picture = draw("back", &bars, &of(&back), Scheme::Both);
    let shown = labels(&picture, "2026");
    assert_eq!(shown, ["2026-01-01", "…", "2026-11-20", "2026-11-21", "2026-11-22"]);
    let vega = vega_lite("back", &bars, &of(&back)).unwrap();
    let (first, last) = (vega.rfind("2026-01-01T").unwrap(), vega.rfind("2026-11-22T").unwrap());
    assert!(first < last, "{vega}");
    let by_value = ["2026-11-21", "2026-11-22", "2026-11-20"].map(|day| (day, "a"));
    let picture = draw("order", &bars, &of(&by_value), Scheme::Both);
    assert_eq!(labels(&picture, "2026"), by_value.map(|(day, _)| day), "an order of its own stays");

    let fields = [("2026-11-20", "a"), ("2026-11-23", "a"), ("2026-11-21", "b")];
    let heat = Chart { value: Some("sold".into()), ..chart(ChartKind::Heatmap, "day", &["shop"]) };
    let picture = draw("fields", &heat, &of(&fields), Scheme::Both);
    let days = ["2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23"];
    assert_eq!(labels(&picture, "2026"), days);
    assert!(terminal("fields", &heat, &of(&fields), 80).unwrap().contains("a ██    ██\nb   ██\n"));
    let side = Chart { series: Some("shop".into()), ..bars };
    assert_eq!(labels(&draw("side", &side, &of(&fields), Scheme::Both), "2026"), days);
}

#[test]
fn null_is_a_gap_in_a_line() {
    let chart = chart(ChartKind::Line, "x", &["y"]);
    let columns = [("x", Scale::Number), ("y", Scale::Number)];
    let rows = [("1", "1"), ("2", "2"), ("3", "null"), ("4", "4"), ("5", "5")];
    let data = data(&columns, rows.map(|(x, y)| vec![x.into(), y.into()]));
    let picture = draw("gap", &chart, &data, Scheme::Both);
    let path =
        Regex::new(r#"class="l1" d="([^"]*)""#).unwrap().captures(&picture).unwrap()[1].to_owned();
    assert_eq!(path.matches('M').count(), 2, "{path}");
}

#[test]
fn what_is_left_out_is_said() {
    let chart = chart(ChartKind::Line, "x", &["y"]);
    let columns = [("x", Scale::Number), ("y", Scale::Number)];
    let data = data(
        &columns,
        [["null", "1"], ["1", "NaN"], ["2", "3"]].map(|row| row.map(str::to_owned).to_vec()),
    );
    let drawn = svg("a", None, &chart, &data, Scheme::Both).unwrap();
    assert_eq!(drawn.notes.len(), 2, "{:?}", drawn.notes);
    assert!(drawn.notes.iter().all(|note| drawn.svg.contains(note)), "{:?}", drawn.notes);
    let (long, rows) = &gallery()["line-5000"];
    assert_eq!(svg("b", None, long, rows, Scheme::Both).unwrap().notes.len(), 2);
}

#[test]
fn what_cannot_be_drawn_honestly_is_refused() {
    let refused = |chart: &Chart, data: &Data| {
        let error = svg("a", None, chart, data, Scheme::Both).unwrap_err();
        assert!(!error.help().is_empty());
        error.to_string()
    };
    let twice = data(
        &[("branch", Scale::Word), ("revenue", Scale::Number)],
        [["a", "1"], ["a", "2"]].map(|row| row.map(str::to_owned).to_vec()),
    );
    let bar = chart(ChartKind::Bar, "branch", &["revenue"]);
    assert_eq!(refused(&bar, &twice), "two rows are for `a` of `revenue`");
    let many = words(700, |at| at.to_string(), 0);
    assert_eq!(refused(&bar, &many), "700 bars, and a chart has 600 at most");
    let line = chart(ChartKind::Line, "branch", &["revenue"]);
    assert_eq!(refused(&line, &twice), "column `branch` holds neither dates, times nor numbers");
    let words = chart(ChartKind::Bar, "revenue", &["branch"]);
    assert_eq!(refused(&words, &twice), "column `branch` holds no numbers");
    let other = chart(ChartKind::Bar, "brunch", &["revenue"]);
    assert_eq!(refused(&other, &twice), "the rows have no column `brunch`");
    let nine = data(
        &[("x", Scale::Number), ("y", Scale::Number), ("s", Scale::Word)],
        (0..9).map(|at| vec!["1".into(), "1".into(), at.to_string()]),
    );
    let nine_lines = Chart { series: Some("s".into()), ..chart(ChartKind::Line, "x", &["y"]) };
    assert_eq!(refused(&nine_lines, &nine), "9 series, and a chart has 8 at most");
}

#[test]
fn words_of_a_database_are_no_markup() {
    let data = words(2, |at| format!("<script>&\"{at}\u{1b}[0m"), 0);
    let chart = Chart {
        title: Some("a </title><script>".into()),
        ..chart(ChartKind::Bar, "branch", &["revenue"])
    };
    let picture = draw("q\"><", &chart, &data, Scheme::Both);
    assert!(!picture.contains("<script") && !picture.contains('\u{1b}'), "{picture}");
    let shown = terminal("a", &chart, &data, 80).unwrap();
    assert!(!shown.contains('\u{1b}'), "{shown}");
}

#[test]
fn pictures_of_each_kind() {
    for name in [
        "line-0003",
        "bar-0003",
        "bar-negative-long",
        "stacked-0003",
        "scatter-0003",
        "heat-negative",
        "number",
        "line-0000",
    ] {
        let (chart, data) = &gallery()[name];
        let picture = draw(name, chart, data, Scheme::Both);
        // Colours are the same in all; what is drawn follows.
        let body = picture.split_once("</style>\n").expect("it has a style").1;
        let described = picture.lines().take(3).collect::<Vec<_>>().join("\n");
        insta::assert_snapshot!(name.replace('-', "_"), format!("{described}\n{body}"));
    }
}

#[test]
fn charts_of_a_terminal() {
    let mut all = String::new();
    for name in [
        "line-0030",
        "line-single-0030",
        "bar-0003",
        "bar-two-0003",
        "bar-negative",
        "heat",
        "number",
        "scatter-0003",
        "bar-0000",
    ] {
        let (chart, data) = &gallery()[name];
        all.push_str(&terminal(name, chart, data, 60).unwrap());
        all.push('\n');
    }
    assert!(all.lines().all(|line| line.chars().count() <= 60), "{all}");
    insta::assert_snapshot!("terminal", all);
}

#[test]
fn vega_lite_has_the_rows_inside() {
    let (chart, data) = &gallery()["line-0003"];
    insta::assert_snapshot!("vega_lite", vega_lite("Money", chart, data).unwrap());
}

#[cfg(feature = "pictures")]
#[test]
fn a_png_needs_no_font_of_the_machine() {
    let (chart, data) = &gallery()["bar-0003"];
    let picture = draw("bar", chart, data, Scheme::Light);
    let png = crate::render::picture::png(&picture, 1.0).unwrap();
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    // Without its letters it is another picture: they were drawn.
    let mute = Regex::new("<text.*</text>").unwrap().replace_all(&picture, "").into_owned();
    assert_ne!(crate::render::picture::png(&mute, 1.0).unwrap(), png);
    assert!(crate::render::picture::png("no picture", 1.0).is_err());
}
