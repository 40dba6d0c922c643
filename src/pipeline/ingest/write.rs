//! Judged rows as text: as COPY reads them, and as CSV for the files beside.

use memchr::{memchr, memchr_iter, memchr3};

use super::chunk::Known;
use super::judge::Field;
use crate::pipeline::copy::{escape, number};

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
    pub row: Known<'v>,
    /// The file's name.
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
            match field {
                Field::Row | Field::Line => self.put_number(*field, into),
                Field::Reasons => self.reasons_as_array(into),
                _ => match self.known(*field) {
                    Some(text) => escape(text, into),
                    None => into.push_str(NULL),
                },
            }
        }
        into.push('\n');
    }

    /// Writes values as CSV.
    pub fn csv(&self, fields: &[Field], into: &mut String) {
        let is_plain = self.row.is_plain_csv();
        for (at, field) in fields.iter().enumerate() {
            if at > 0 {
                into.push(',');
            }
            match field {
                Field::Row | Field::Line => self.put_number(*field, into),
                Field::Reasons => self.reasons_as_csv(into),
                Field::Read(_) | Field::Judged(_) => match self.known(*field) {
                    Some(text) if is_plain && !text.is_empty() => into.push_str(text),
                    Some(text) => csv_value(text, into),
                    None => {}
                },
                Field::File | Field::Raw => csv_value(self.known(*field).unwrap_or_default(), into),
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

    /// Returns a value that is text here; nothing where it is NULL.
    pub fn known(&self, field: Field) -> Option<&str> {
        match field {
            Field::Read(at) => self.row.read(at),
            Field::Judged(at) => self.row.judged(at),
            Field::File => Some(self.file),
            Field::Raw => Some(self.row.raw()),
            Field::Row | Field::Line | Field::Reasons => None,
        }
    }

    fn put_number(&self, field: Field, into: &mut String) {
        match field {
            Field::Row => number(self.row.number as u64, into),
            _ => number(self.row.line(), into),
        }
    }

    fn reasons_as_array(&self, into: &mut String) {
        into.push('{');
        for (at, reason) in self.reasons.iter().enumerate() {
            into.push_str(if at > 0 { "," } else { "" });
            into.push_str(&reason.element);
        }
        into.push('}');
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

/// Returns whether a value has to be quoted in CSV.
pub(super) fn needs_quotes(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.is_empty()
        || memchr3(b',', b'"', b'\n', bytes).is_some()
        || memchr(b'\r', bytes).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::ingest::chunk::tests::judged;

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
        let judged = judged([Some("f"), None, Some("a\\b")], "x\ty", [Some("")]);
        let verdict = Verdict {
            row: judged.rows().next().unwrap(),
            file: "f.csv",
            reasons: &[&unread, &rule],
        };
        let fields = [
            Field::Row,
            Field::Read(1),
            Field::Read(2),
            Field::Judged(0),
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
            "0\t\\N\ta\\\\b\t\tf.csv\t7\tx\\ty\t{\"no \\\\\"bigint\\\\\" \\\\\\\\ here\",\"is_open\"}\n"
        );
        assert_eq!(csv, "0,,a\\b,\"\",f.csv,7,x\ty,\"no \"\"bigint\"\" \\ here; is_open\"\n");
    }
}
