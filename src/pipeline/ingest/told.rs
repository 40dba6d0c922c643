//! What the server makes of many rows, given back in one: of each value a text that has those of all rows, one after
//! another. A row for each would take both sides as long as the rules themselves.

use std::hash::{BuildHasher, Hasher, RandomState};

use memchr::{memchr, memchr_iter};
use postgres::types::Type;

use super::binary::Kind;
use super::cells::Cells;
use crate::sql::quote_identifier;

/// What stands between values, and in the place of NULL. What nobody knows of it is made anew for each file, so that no
/// value of it is one by intent: where one has what stands between, they are more than the rows.
#[derive(Debug)]
pub(super) struct Mark {
    between: String,
    null: String,
}

/// What stands between values begins with this, which few values have.
const FIRST: char = '\u{1e}';

/// How the values of all rows stand in one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A letter for each.
    Letters,
    /// A letter for each, of verdicts that are never NULL and go together.
    Verdicts,
    /// As texts, with a mark between.
    Texts,
    /// As texts too, which the server has to write.
    Written,
}

/// Answers that stand in one text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Column {
    names: Vec<String>,
    form: Form,
}

/// How many verdicts one letter tells at most.
pub(super) const TOGETHER: usize = 4;

/// The letter of those of which none is met; that of others is as many after it as their bits say.
const NONE_MET: u8 = b'a';

/// Returns which of so many verdicts are not met, as their letter tells.
pub(super) fn not_met(letter: &str, count: usize) -> impl Iterator<Item = usize> {
    let met = letter.as_bytes().first().map_or(0, |letter| letter.wrapping_sub(NONE_MET));
    (0..count).filter(move |at| met >> at & 1 == 0)
}

/// The values of one column that are still to be taken.
enum Values<'t> {
    Letters(std::str::Bytes<'t>),
    Verdicts(&'t str),
    Texts { rest: Option<&'t str>, mark: &'t Mark },
}

/// What the server made of rows, to be taken row by row.
pub(super) struct Told<'t>(Vec<Values<'t>>);

impl Mark {
    /// Makes one whose values stand close together, and one that no value has by intent.
    pub fn both() -> [Self; 2] {
        let digits = || format!("{:016x}", RandomState::new().build_hasher().finish());
        ["", &digits()[..8]].map(|between| Self::of(between, &(digits() + &digits())))
    }

    fn of(between: &str, null: &str) -> Self {
        Self { between: format!("{FIRST}{between}"), null: format!("\u{1f}{null}") }
    }

    /// Returns where the first of several values ends.
    fn find(&self, text: &str) -> Option<usize> {
        let (bytes, mut from) = (text.as_bytes(), 0);
        loop {
            let at = from + memchr(FIRST as u8, &bytes[from..])?;
            if self.between.len() == 1 || text[at..].starts_with(&self.between) {
                return Some(at);
            }
            from = at + 1;
        }
    }

    /// Returns of how many values a text is, which tells whether one has what stands between.
    pub fn parts(&self, text: &str, column: &Column) -> usize {
        match column.form {
            Form::Letters | Form::Verdicts => text.len(),
            _ if self.between.len() == 1 => 1 + memchr_iter(FIRST as u8, text.as_bytes()).count(),
            Form::Texts | Form::Written => 1 + text.matches(&self.between).count(),
        }
    }

    fn is_null(&self, value: &str) -> bool {
        value.as_bytes().first() == self.null.as_bytes().first() && value == self.null
    }

    /// Returns a query that gives the columns of another, all of their values in one row.
    pub fn together(&self, sql: &str, columns: &[Column]) -> String {
        let literal = |mark: &str| format!("E'\\x{:02x}{}'", mark.as_bytes()[0], &mark[1..]);
        let [between, null] = [literal(&self.between), literal(&self.null)];
        let together = columns.iter().map(|Column { names, form }| {
            let name = quote_identifier(names.first().map_or("", String::as_str));
            let text = match form {
                Form::Letters => {
                    return format!(
                        "string_agg(case {name} when true then 't' when false then 'f' else '-' end, '')"
                    );
                }
                Form::Verdicts => return format!("string_agg({}, '')", letter(names, NONE_MET, 1)),
                Form::Texts => format!("{name}::text"),
                // As COPY would write it, which a cast to text does not of every type.
                Form::Written => format!(
                    "case when pg_catalog.num_nulls({name}) = 0 then pg_catalog.format('%s', {name}) end"
                ),
            };
            format!("string_agg(coalesce({text}, {null}), {between})")
        });
        let together: Vec<String> = together.map(|it| format!("pg_catalog.{it}")).collect();
        // Without OFFSET, an expression would stand wherever its value is named.
        let is_written = columns.iter().any(|column| column.form == Form::Written);
        let offset = if is_written { "\noffset 0" } else { "" };
        format!("select {}\nfrom (\n{sql}{offset}) s", together.join(",\n  "))
    }
}

/// An expression that gives the letter of verdicts, each worth twice the one before.
fn letter(names: &[String], letter_so_far: u8, worth: u8) -> String {
    let Some((name, names)) = names.split_first() else {
        return format!("'{}'", char::from(letter_so_far));
    };
    let [met, not] = [letter_so_far + worth, letter_so_far].map(|it| letter(names, it, 2 * worth));
    format!("case when {} then {met} else {not} end", quote_identifier(name))
}

impl Column {
    /// Returns those of all answers; neighbours that are verdicts go together.
    pub fn all(answers: impl Iterator<Item = (String, Form)>) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for (name, form) in answers {
            let goes_with = |it: &&mut Self| {
                (it.form, form) == (Form::Verdicts, Form::Verdicts) && it.names.len() < TOGETHER
            };
            match all.last_mut().filter(goes_with) {
                Some(column) => column.names.push(name),
                None => all.push(Self { names: vec![name], form }),
            }
        }
        all
    }
}

impl Form {
    /// Returns that of a type.
    pub fn of(data_type: &Type) -> Self {
        match Kind::of(data_type.oid()) {
            Some(Kind::Boolean) => Self::Letters,
            Some(Kind::Text | Kind::SmallInt | Kind::Integer | Kind::BigInt) => Self::Texts,
            Some(Kind::Date | Kind::Reasons) | None => Self::Written,
        }
    }
}

impl<'t> Told<'t> {
    /// Prepares to take values from texts such as [`Mark::together`] gives.
    pub fn of(texts: impl IntoIterator<Item = (&'t str, &'t Column)>, mark: &'t Mark) -> Self {
        let values = texts.into_iter().map(|(text, column)| match column.form {
            Form::Verdicts => Values::Verdicts(text),
            Form::Letters => Values::Letters(text.bytes()),
            Form::Texts | Form::Written => Values::Texts { rest: Some(text), mark },
        });
        Self(values.collect())
    }

    /// Takes the values of the next row.
    pub fn take(&mut self, into: &mut Cells) {
        for values in &mut self.0 {
            match values {
                Values::Verdicts(letters) => {
                    into.push(letters.get(..1));
                    *letters = letters.get(1..).unwrap_or_default();
                }
                Values::Letters(letters) => into.push(match letters.next() {
                    Some(b't') => Some("t"),
                    Some(b'f') => Some("f"),
                    _ => None,
                }),
                Values::Texts { rest, mark } => {
                    let text = rest.unwrap_or_default();
                    let end = mark.find(text);
                    *rest = end.map(|end| &text[end + mark.between.len()..]);
                    let value = &text[..end.unwrap_or(text.len())];
                    into.push(Some(value).filter(|value| !mark.is_null(value)));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BETWEEN: &str = "01234567";
    const NULL: &str = "\u{1f}89abcdef";

    fn columns(answers: &[(&str, Form)]) -> Vec<Column> {
        Column::all(answers.iter().map(|(name, form)| ((*name).to_owned(), *form)))
    }

    /// Takes two rows.
    fn taken(letters: &str, texts: &str, between: &str) -> Option<Vec<Option<String>>> {
        let mark = Mark::of(between, &NULL[1..]);
        let columns = columns(&[("is", Form::Letters), ("it", Form::Texts)]);
        let columns = || [letters, texts].into_iter().zip(&columns);
        if columns().any(|(text, column)| mark.parts(text, column) != 2) {
            return None;
        }
        let (mut told, mut cells) = (Told::of(columns(), &mark), Cells::default());
        told.take(&mut cells);
        told.take(&mut cells);
        Some((0..4).map(|number| cells.get(number).map(str::to_owned)).collect())
    }

    #[test]
    fn verdicts_go_together() {
        let names = ["a", "b", "c", "d", "e"];
        let answers: Vec<_> = names.iter().map(|name| (*name, Form::Verdicts)).collect();
        let columns = columns(&answers);
        assert_eq!(columns.iter().map(|it| it.names.len()).collect::<Vec<_>>(), [4, 1]);
        let mark = Mark::of("", "");
        let (texts, mut cells) = (["na", "ab"], Cells::default());
        let mut told = Told::of(texts.into_iter().zip(&columns), &mark);
        told.take(&mut cells);
        told.take(&mut cells);
        let told = |number, count| not_met(cells.get(number).unwrap(), count).collect::<Vec<_>>();
        // The letter `n` is 13 after `a`: 1, 4 and 8.
        assert_eq!([told(0, 4), told(1, 1)], [vec![1], vec![0]]);
        assert_eq!([told(2, 4), told(3, 1)], [vec![0, 1, 2, 3], vec![]]);
        let expected = "case when a then case when b then 'd' else 'b' end else case when b then 'c' else 'a' end end";
        assert_eq!(letter(&["a", "b"].map(str::to_owned), NONE_MET, 1), expected);
    }

    #[test]
    fn values_are_taken_apart_row_by_row() {
        let some = |text: &str| Some(text.to_owned());
        let both = [some("t"), some("a"), some("f"), some("b")];
        assert_eq!(taken("tf", "a\u{1e}01234567b", BETWEEN).unwrap(), both);
        assert_eq!(taken("tf", "a\u{1e}b", "").unwrap(), both);
        let nothing = format!("\u{1e}01234567{NULL}");
        assert_eq!(taken("-t", &nothing, BETWEEN).unwrap(), [None, some(""), some("t"), None]);
        let nearly = format!("{NULL}0\u{1e}01234567\u{1e}");
        assert_eq!(
            taken("ff", &nearly, BETWEEN).unwrap(),
            [some("f"), Some(format!("{NULL}0")), some("f"), some("\u{1e}")]
        );
    }

    #[test]
    fn more_or_fewer_values_than_rows_are_seen() {
        for (letters, texts) in [
            ("t", "a\u{1e}01234567b"),
            ("ttt", "a\u{1e}01234567b"),
            ("tt", "a"),
            ("tt", "a\u{1e}01234567b\u{1e}01234567c"),
        ] {
            assert_eq!(taken(letters, texts, BETWEEN), None, "{letters} {texts}");
        }
        assert_eq!(taken("tt", "a\u{1e}b\u{1e}", ""), None);
    }

    #[test]
    fn marks_are_written_as_the_server_reads_them() {
        let sql = Mark::of(BETWEEN, &NULL[1..])
            .together("select", &columns(&[("is", Form::Letters), ("it", Form::Texts)]));
        assert_eq!(
            sql,
            "select pg_catalog.string_agg(case \"is\" when true then 't' when false then 'f' else '-' end, ''),\n  \
             pg_catalog.string_agg(coalesce(it::text, E'\\x1f89abcdef'), E'\\x1e01234567')\n\
             from (\nselect) s"
        );
        assert!(
            Mark::of("", "").together("", &columns(&[("it", Form::Texts)])).contains(", E'\\x1e')")
        );
    }
}
