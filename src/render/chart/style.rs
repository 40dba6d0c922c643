//! Colours, markers, dashes and patterns.
//!
//! The colours are those of Okabe and Ito, which people with any kind of colour blindness tell apart; on a dark ground
//! the dark ones are lightened. Nothing is told by colour alone.

use std::fmt::Write;

use super::svg::{Svg, number};

/// What a picture is looked at upon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// What the reader prefers.
    Both,
    /// A light ground.
    Light,
    /// A dark ground.
    Dark,
}

/// How many series can be told apart.
pub(super) const MOST_SERIES: usize = 8;

/// Colours by name, on a light and on a dark ground.
const COLOURS: [(&str, &str, &str); 14] = [
    ("surface", "#ffffff", "#0d1117"),
    ("ink", "#1f2328", "#e6edf3"),
    ("muted", "#57606a", "#9198a1"),
    ("grid", "#d8dee4", "#30363d"),
    ("axis", "#6e7781", "#848d97"),
    ("s1", "#0072b2", "#56b4e9"),
    ("s2", "#d55e00", "#e69f00"),
    ("s3", "#009e73", "#2ebd94"),
    ("s4", "#cc79a7", "#e39ac4"),
    ("s5", "#e69f00", "#f0e442"),
    ("s6", "#56b4e9", "#d55e00"),
    ("s7", "#8c6d31", "#c49c94"),
    ("s8", "#1f2328", "#e6edf3"),
    ("below", "#d55e00", "#e69f00"),
];

/// Dashes of lines, by series.
const DASHES: [&str; MOST_SERIES] =
    ["", "7 3", "2 3", "9 3 2 3", "12 4", "4 3", "9 3 2 3 2 3", "1 2"];

/// Patterns of bars, by series: lines in the colour of the ground. The first is plain.
const PATTERNS: [&str; MOST_SERIES] = [
    "",
    "M-1 9L9 -1M-5 5L5 -5M3 13L13 3",
    "M2 4h4",
    "M-1 -1L9 9M-5 3L5 13M3 -5L13 5",
    "M0 4h8",
    "M4 0v8",
    "M0 4h8M4 0v8",
    "M-1 9L9 -1M-1 -1L9 9",
];

/// Returns the colours of all charts as CSS.
pub(super) fn css(scheme: Scheme) -> String {
    let mut css = String::new();
    let chosen = |dark: bool| {
        let one = COLOURS.iter().map(|(name, light, night)| {
            format!("--chart-{name}:{}", if dark { night } else { light })
        });
        one.collect::<Vec<_>>().join(";")
    };
    let root = ".pgspec-chart";
    if scheme == Scheme::Both {
        let (light, dark) = (chosen(false), chosen(true));
        let _ = writeln!(css, "{root}{{{light}}}");
        let _ = writeln!(css, "@media (prefers-color-scheme:dark){{{root}{{{dark}}}}}");
        let _ = writeln!(css, "[data-theme=light] {root}{{{light}}}");
        let _ = writeln!(css, "[data-theme=dark] {root}{{{dark}}}");
    }
    // What knows no properties takes the light colours.
    let paint = |property: &str, name: &str| {
        let found = COLOURS.iter().find(|(known, _, _)| *known == name);
        let (_, light, dark) = found.copied().unwrap_or(COLOURS[1]);
        let plain = if scheme == Scheme::Dark { dark } else { light };
        match scheme {
            Scheme::Both => format!("{property}:{plain};{property}:var(--chart-{name})"),
            _ => format!("{property}:{plain}"),
        }
    };
    let _ = writeln!(
        css,
        "{root} text{{font-family:system-ui,'Segoe UI',Roboto,'Helvetica Neue','DejaVu Sans',sans-serif}}"
    );
    for name in ["surface", "ink", "muted", "below"] {
        let _ = writeln!(css, "{root} .{name}{{{}}}", paint("fill", name));
    }
    let _ = writeln!(css, "{root} .strong{{font-weight:bold}}");
    let (ink, ground) = (paint("fill", "ink"), paint("stroke", "surface"));
    let _ = writeln!(
        css,
        "{root} .halo{{{ink};{ground};stroke-width:3px;stroke-linejoin:round;paint-order:stroke}}"
    );
    for name in ["grid", "axis"] {
        let _ = writeln!(css, "{root} .{name}{{{};stroke-width:1px}}", paint("stroke", name));
    }
    let _ =
        writeln!(css, "{root} .under{{fill:none;{ground};stroke-width:5px;stroke-linejoin:round}}");
    let _ = writeln!(css, "{root} .hatch{{fill:none;{ground};stroke-width:1.6px}}");
    for series in 1..=MOST_SERIES {
        let name = format!("s{series}");
        let (fill, stroke) = (paint("fill", &name), paint("stroke", &name));
        let _ = writeln!(css, "{root} .f{series}{{{fill}}}");
        let _ = writeln!(
            css,
            "{root} .l{series}{{fill:none;{stroke};stroke-width:2px;stroke-linejoin:round}}"
        );
        let _ = writeln!(css, "{root} .m{series}{{{fill};{ground};stroke-width:1px}}");
    }
    css
}

/// Returns the attribute of the dash of a series, counted from zero.
pub(super) fn dash(series: usize) -> String {
    match DASHES[series % MOST_SERIES] {
        "" => String::new(),
        dash => format!(" stroke-dasharray=\"{dash}\""),
    }
}

/// Writes the patterns of series from the second on.
pub(super) fn patterns(svg: &mut Svg, name: &str, series: usize) {
    for (at, path) in PATTERNS.iter().enumerate().take(series).skip(1) {
        svg.raw(&format!(
            "<pattern id=\"{name}-p{}\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\"><path class=\"hatch\" d=\"{path}\"/></pattern>",
            at + 1
        ));
    }
}

/// Writes a bar of a series: its colour, and its pattern upon it.
pub(super) fn bar(svg: &mut Svg, name: &str, series: usize, place: [f64; 4], told: Option<&str>) {
    let class = format!("f{}", series % MOST_SERIES + 1);
    svg.rect(&class, place, "", told);
    if !series.is_multiple_of(MOST_SERIES) {
        let fill =
            format!(" fill=\"url(#{name}-p{})\" pointer-events=\"none\"", series % MOST_SERIES + 1);
        svg.rect("p", place, &fill, None);
    }
}

/// Writes the marker of a series.
pub(super) fn marker(svg: &mut Svg, series: usize, at: (f64, f64), told: Option<&str>) {
    let (x, y) = at;
    let path = |points: &[(f64, f64)]| {
        let corners =
            points.iter().map(|(dx, dy)| format!("{} {}", number(x + dx), number(y + dy)));
        format!("M{}Z", corners.collect::<Vec<_>>().join("L"))
    };
    let arms = |turn: bool| {
        let (long, thin) = (5.2, 1.5);
        let plus = [
            (-thin, -long),
            (thin, -long),
            (thin, -thin),
            (long, -thin),
            (long, thin),
            (thin, thin),
            (thin, long),
            (-thin, long),
            (-thin, thin),
            (-long, thin),
            (-long, -thin),
            (-thin, -thin),
        ];
        let half = std::f64::consts::FRAC_1_SQRT_2;
        plus.map(|(dx, dy)| if turn { ((dx - dy) * half, (dx + dy) * half) } else { (dx, dy) })
    };
    let round = |radius: f64| {
        let (left, across) = (number(x - radius), number(2.0 * radius));
        let (y, radius) = (number(y), number(radius));
        format!(
            "M{left} {y}a{radius} {radius} 0 1 0 {across} 0a{radius} {radius} 0 1 0 -{across} 0Z"
        )
    };
    let shape = match series % MOST_SERIES {
        0 => round(3.6),
        1 => path(&[(-3.5, -3.5), (3.5, -3.5), (3.5, 3.5), (-3.5, 3.5)]),
        2 => path(&[(0.0, -4.8), (4.6, 3.6), (-4.6, 3.6)]),
        3 => path(&[(0.0, -5.2), (5.2, 0.0), (0.0, 5.2), (-5.2, 0.0)]),
        4 => path(&[(0.0, 4.8), (4.6, -3.6), (-4.6, -3.6)]),
        5 => path(&arms(false)),
        6 => path(&arms(true)),
        _ => format!("{}{}", round(4.2), round(1.8)),
    };
    let more = if series % MOST_SERIES == 7 { " fill-rule=\"evenodd\"" } else { "" };
    svg.path(&format!("m{}", series % MOST_SERIES + 1), &shape, more, told);
}
