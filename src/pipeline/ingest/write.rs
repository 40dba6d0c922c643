//! Judged rows as text: as COPY reads them, and as CSV for the files beside.

use memchr::{memchr, memchr_iter, memchr3};

use super::chunk::Known;
use super::judge::Field;
use crate::pipeline::copy::{escape, number, unescape};

/// What NULL is as COPY has it.
pub(super) const NULL: &str = "\\N";

/// Why a row is rejected, in both forms.
#[derive(Debug)]
pub(super) struct Reason {
    /// The element of an array, as COPY reads it.
    element: String,
    /// As it stands.
    plain: String,
    /// Whether CSV has it as it stands.
    is_plain: bool,
}

impl Reason {
    /// Prepares one reason.
    pub fn of(reason: &str) -> Self {
        let quoted = reason.replace('\\', "\\\\").replace('"', "\\\"");
        let mut element = String::new();
        escape(&format!("\"{quoted}\""), &mut element);
        Self { element, plain: reason.to_owned(), is_plain: !needs_quotes(reason) }
    }

    /// Returns it as it stands.
    pub fn as_str(&self) -> &str {
        &self.plain
    }
}

/// A judged row and what became of it.
pub(super) struct Verdict<'v> {
    /// What is known of the row.
    pub row: &'v Known<'v>,
    /// The file's name, as COPY reads it.
    pub file: &'v str,
    /// Why it is rejected; empty where it is accepted.
    pub reasons: &'v [&'v Reason],
}

impl Verdict<'_> {
    /// Writes values as COPY reads them, a row on a line.
    pub fn copy(&self, fields: &[Field], into: &mut String) {
        for (at, field) in fields.iter().enumerate() {
            if at > 0 {
                into.push('\t');
            }
            match self.known(*field) {
                Some(text) => into.push_str(text),
                None => self.made(*field, into),
            }
        }
        into.push('\n');
    }

    /// Writes values as CSV.
    pub fn csv(&self, fields: &[Field], into: &mut String) {
        for (at, field) in fields.iter().enumerate() {
            if at > 0 {
                into.push(',');
            }
            let is_plain =
                self.row.is_plain && matches!(field, Field::Staged(_) | Field::Judged(_));
            match (field, self.known(*field)) {
                (_, Some(NULL)) => {}
                (_, Some(text)) if is_plain && !text.is_empty() => into.push_str(text),
                (_, Some(text)) if text.contains('\\') => csv_value(&unescape(text), into),
                (_, Some(text)) => csv_value(text, into),
                (Field::Reasons, None) => self.reasons_as_csv(into),
                (_, None) => self.made(*field, into),
            }
        }
        into.push('\n');
    }

    fn reasons_as_csv(&self, into: &mut String) {
        if self.reasons.is_empty() || !self.reasons.iter().all(|reason| reason.is_plain) {
            let all: Vec<&str> = self.reasons.iter().map(|it| it.as_str()).collect();
            return csv_value(&all.join("; "), into);
        }
        for (at, reason) in self.reasons.iter().enumerate() {
            into.push_str(if at > 0 { "; " } else { "" });
            into.push_str(&reason.plain);
        }
    }

    /// Returns a value that is here as COPY has it.
    pub fn known(&self, field: Field) -> Option<&str> {
        match field {
            Field::Staged(at) => Some(self.row.staged.get(at).copied().unwrap_or(NULL)),
            Field::Judged(at) => Some(self.row.judged.get(at).copied().unwrap_or(NULL)),
            Field::File => Some(self.file),
            Field::Raw => Some(self.row.raw),
            Field::Row | Field::Line | Field::Reasons => None,
        }
    }

    /// Writes what is a number, or a list.
    fn made(&self, field: Field, into: &mut String) {
        match field {
            Field::Row => number(self.row.number as u64, into),
            Field::Line => number(self.row.line, into),
            _ => {
                into.push('{');
                for (at, reason) in self.reasons.iter().enumerate() {
                    into.push_str(if at > 0 { "," } else { "" });
                    into.push_str(&reason.element);
                }
                into.push('}');
            }
        }
    }
}

/// Writes the names of values as the first row of CSV.
pub(super) fn csv_header<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let mut header = String::new();
    for (at, name) in names.enumerate() {
        header.push_str(if at > 0 { "," } else { "" });
        csv_value(name, &mut header);
    }
    header.push('\n');
    header
}

/// Writes a value of CSV as COPY would: quoted where that is needed, and where nothing would be NULL.
fn csv_value(text: &str, into: &mut String) {
    if !needs_quotes(text) {
        return into.push_str(text);
    }
    into.push('"');
    let mut begins = 0;
    for at in memchr_iter(b'"', text.as_bytes()) {
        into.push_str(&text[begins..=at]);
        begins = at;
    }
    into.push_str(&text[begins..]);
    into.push('"');
}

fn needs_quotes(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.is_empty()
        || memchr3(b',', b'"', b'\n', bytes).is_some()
        || memchr(b'\r', bytes).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_quoted_where_they_have_to_be() {
        let written = |text| {
            let mut csv = String::new();
            csv_value(text, &mut csv);
            csv
        };
        assert_eq!(written("a b;"), "a b;");
        assert_eq!(written(""), "\"\"");
        assert_eq!(written("a,\"b\"\n"), "\"a,\"\"b\"\"\n\"");
    }

    #[test]
    fn a_row_is_written_in_both_forms() {
        let unread = Reason::of("no \"bigint\" \\ here");
        let rule = Reason::of("is_open");
        let row = Known {
            number: 3,
            line: 7,
            raw: "x\\ty",
            staged: vec!["3", "f", "\\N", "a\\\\b"],
            judged: vec!["3", ""],
            reasons: &[],
            is_plain: false,
        };
        let verdict = Verdict { row: &row, file: "f.csv", reasons: &[&unread, &rule] };
        let fields = [
            Field::Row,
            Field::Staged(2),
            Field::Staged(3),
            Field::Judged(1),
            Field::File,
            Field::Line,
            Field::Raw,
            Field::Reasons,
        ];
        let (mut copy, mut csv) = (String::new(), String::new());
        verdict.copy(&fields, &mut copy);
        verdict.csv(&fields, &mut csv);
        assert_eq!(
            copy,
            "3\t\\N\ta\\\\b\t\tf.csv\t7\tx\\ty\t{\"no \\\\\"bigint\\\\\" \\\\\\\\ here\",\"is_open\"}\n"
        );
        assert_eq!(csv, "3,,a\\b,\"\",f.csv,7,x\ty,\"no \"\"bigint\"\" \\ here; is_open\"\n");
    }
}
