//! Rows as a table, as CSV, as JSON.

use crate::model::Scale;
use crate::render::chart::Data;

/// Writes an aligned table of at most so many rows; numbers stand at the right.
pub(super) fn table(data: &Data, indent: &str, most: usize) -> String {
    let shown = |text: &str| -> String {
        text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
    };
    let header: Vec<String> = data.columns.iter().map(|column| shown(&column.name)).collect();
    let rows = data.rows.iter().take(most).map(|row| {
        row.iter().map(|value| value.as_deref().map(shown).unwrap_or_default()).collect()
    });
    let mut lines: Vec<Vec<String>> = std::iter::once(header).chain(rows).collect();
    let widest = |at: usize| lines.iter().map(|line| line[at].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..data.columns.len()).map(widest).collect();
    lines.insert(1, widths.iter().map(|width| "-".repeat(*width)).collect());
    let mut text = String::new();
    for line in &lines {
        let cells =
            line.iter().zip(&widths).zip(&data.columns).map(|((cell, width), column)| match column
                .scale
            {
                Scale::Number => format!("{cell:>width$}"),
                _ => format!("{cell:<width$}"),
            });
        text.push_str(format!("{indent}{}", cells.collect::<Vec<_>>().join("  ")).trim_end());
        text.push('\n');
    }
    if data.rows.len() > most {
        text.push_str(&format!("{indent}… {} more\n", data.rows.len() - most));
    }
    text
}

/// Writes CSV with a header; NULL is empty.
pub(super) fn csv(data: &Data) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut write = |record: Vec<&str>| {
        writer.write_record(record).expect("a vector takes every record");
    };
    write(data.columns.iter().map(|column| column.name.as_str()).collect());
    for row in &data.rows {
        write(row.iter().map(|value| value.as_deref().unwrap_or_default()).collect());
    }
    let bytes = writer.into_inner().expect("a vector takes every byte");
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Writes an object for each row; numbers as exactly as the server wrote them.
pub(super) fn json(data: &Data) -> String {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let mut lines = String::new();
    for row in &data.rows {
        let members = data.columns.iter().zip(row).map(|(column, value)| {
            let value = match (value, column.scale) {
                (None, _) => "null".to_owned(),
                (Some(text), Scale::Number) if is_json_number(text) => text.clone(),
                (Some(text), _) => quoted(text),
            };
            format!("{}: {value}", quoted(&column.name))
        });
        lines.push_str(&format!("{{{}}}\n", members.collect::<Vec<_>>().join(", ")));
    }
    lines
}

fn is_json_number(text: &str) -> bool {
    serde_json::from_str::<serde_json::Number>(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::chart::Column;

    fn data() -> Data {
        let column = |name: &str, scale| Column { name: name.to_owned(), scale };
        let row =
            |name: &str, total: Option<&str>| vec![Some(name.to_owned()), total.map(str::to_owned)];
        Data {
            columns: vec![column("name", Scale::Word), column("total", Scale::Number)],
            rows: vec![row("a, b", Some("12.50")), row("\u{1b}[1mc", None), row("d", Some("NaN"))],
        }
    }

    #[test]
    fn rows_are_written_as_asked() {
        assert_eq!(
            table(&data(), "  ", 2),
            "  name   total\n  -----  -----\n  a, b   12.50\n   [1mc\n  … 1 more\n"
        );
        assert_eq!(csv(&data()), "name,total\n\"a, b\",12.50\n\u{1b}[1mc,\nd,NaN\n");
        let lines = json(&data());
        let mut lines = lines.lines();
        assert_eq!(lines.next(), Some(r#"{"name": "a, b", "total": 12.50}"#));
        assert_eq!(lines.next(), Some(r#"{"name": "\u001b[1mc", "total": null}"#));
        assert_eq!(lines.next(), Some(r#"{"name": "d", "total": "NaN"}"#));
    }
}
