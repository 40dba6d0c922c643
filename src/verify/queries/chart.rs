//! The columns that a chart draws, against those that the server says a query returns.

use super::columns::Found;
use crate::model::{Chart, ChartKind, Scale};

/// Names every column that is not there, or that cannot be drawn where the chart has it; empty where all is well.
pub(super) fn faults(chart: &Chart, found: &[Found]) -> Vec<String> {
    let is_ordered = matches!(chart.kind, ChartKind::Line | ChartKind::Scatter);
    let has_numbers = chart.kind != ChartKind::Heatmap;
    let x = chart.x.iter().map(|name| (name, is_ordered.then_some("a date, a time or a number")));
    let y = chart.y.iter().map(|name| (name, has_numbers.then_some("a number")));
    let series = chart.series.iter().map(|name| (name, None));
    let value = chart.value.iter().map(|name| (name, Some("a number")));
    let mut faults = Vec::new();
    for (name, wanted) in x.chain(y).chain(series).chain(value) {
        let Some(column) = found.iter().find(|column| column.name == *name) else {
            faults.push(format!("there is no column `{name}` to draw"));
            continue;
        };
        let scale = Scale::of(&column.spelled).unwrap_or(Scale::Word);
        let fits = match wanted {
            None => true,
            Some("a number") => scale == Scale::Number,
            Some(_) => scale != Scale::Word,
        };
        if !fits {
            let wanted = wanted.unwrap_or_default();
            faults.push(format!("column `{name}` is {}, and is drawn as {wanted}", column.spelled));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(x: &str, y: &str) -> Chart {
        let (x, y) = (Some(x.to_owned()), vec![y.to_owned()]);
        Chart { x, y, ..Chart::new(ChartKind::Line) }
    }

    #[test]
    fn what_cannot_be_drawn_is_named() {
        let column = |name: &str, spelled: &str| Found {
            name: name.into(),
            oid: 0,
            spelled: spelled.into(),
        };
        let found = [
            column("day", "date"),
            column("total", "numeric(12,2)"),
            column("state", "shop.state"),
        ];
        assert_eq!(faults(&line("day", "total"), &found), Vec::<String>::new());
        assert_eq!(
            faults(&line("state", "day"), &found),
            [
                "column `state` is shop.state, and is drawn as a date, a time or a number",
                "column `day` is date, and is drawn as a number",
            ]
        );
        assert_eq!(faults(&line("day", "sum"), &found), ["there is no column `sum` to draw"]);
    }
}
