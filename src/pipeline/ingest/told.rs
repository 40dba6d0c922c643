//! What the server makes of many rows, given back in one: of each value a text that has those of all rows, one after
//! another. A row for each would take both sides as long as the rules themselves.

use std::hash::{BuildHasher, Hasher, RandomState};

use memchr::memmem::{FindIter, Finder};
use postgres::types::Type;

use super::binary::Kind;
use super::cells::Cells;
use super::load::Failure;
use crate::sql::quote_identifier;

/// What stands between values, and in the place of NULL. Both are made anew for each file, so that no value of it is one by
/// intent: where one has what stands between, they are more than the rows, and refused.
#[derive(Debug)]
pub(super) struct Mark {
    between: String,
    null: String,
    finder: Finder<'static>,
}

/// How the values of all rows stand in one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A letter for each.
    Letters,
    /// As texts, with a mark between.
    Texts,
    /// As texts too, which the server has to write.
    Written,
}

/// The values of one answer that are still to be taken.
enum Values<'t> {
    Letters(std::str::Chars<'t>),
    Texts { text: &'t str, begins: Option<usize>, ends: Box<FindIter<'t, 't>>, mark: &'t Mark },
}

/// What the server made of rows, to be taken row by row.
pub(super) struct Told<'t>(Vec<Values<'t>>);

impl Mark {
    /// Makes one that nobody knows before.
    pub fn new() -> Self {
        let digits = || format!("{:016x}", RandomState::new().build_hasher().finish());
        Self::of(&digits()[..8], &(digits() + &digits()))
    }

    fn of(between: &str, null: &str) -> Self {
        let between = format!("\u{1e}{between}");
        let finder = Finder::new(&between).into_owned();
        Self { between, null: format!("\u{1f}{null}"), finder }
    }

    /// Returns a query that gives the columns of another, all of their values in one row.
    pub fn together(&self, sql: &str, columns: &[(&str, Form)]) -> String {
        let literal = |mark: &str| format!("E'\\x{:02x}{}'", mark.as_bytes()[0], &mark[1..]);
        let [between, null] = [literal(&self.between), literal(&self.null)];
        let together = columns.iter().map(|(name, form)| {
            let name = quote_identifier(name);
            let text = match form {
                Form::Letters => {
                    return format!(
                        "string_agg(case {name} when true then 't' when false then 'f' else '-' end, '')"
                    );
                }
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
        let is_written = columns.iter().any(|(_, form)| *form == Form::Written);
        let offset = if is_written { "\noffset 0" } else { "" };
        format!("select {}\nfrom (\n{sql}{offset}) s", together.join(",\n  "))
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
    pub fn of(texts: impl Iterator<Item = (&'t str, Form)>, mark: &'t Mark) -> Self {
        let values = texts.map(|(text, form)| match form {
            Form::Letters => Values::Letters(text.chars()),
            Form::Texts | Form::Written => {
                let ends = Box::new(mark.finder.find_iter(text.as_bytes()));
                Values::Texts { text, begins: Some(0), ends, mark }
            }
        });
        Self(values.collect())
    }

    /// Takes the values of the next row.
    ///
    /// # Errors
    /// There are none.
    pub fn take(&mut self, into: &mut Cells) -> Result<(), Failure> {
        self.0.iter_mut().try_for_each(|values| {
            into.push(values.next().ok_or_else(lacks)?);
            Ok(())
        })
    }

    /// Ends with all values taken.
    ///
    /// # Errors
    /// There are more.
    pub fn finish(mut self) -> Result<(), Failure> {
        match self.0.iter_mut().any(|values| values.next().is_some()) {
            true => Err(lacks()),
            false => Ok(()),
        }
    }
}

impl<'t> Iterator for Values<'t> {
    type Item = Option<&'t str>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Letters(letters) => letters.next().map(|letter| match letter {
                't' => Some("t"),
                'f' => Some("f"),
                _ => None,
            }),
            Self::Texts { text, begins, ends, mark } => {
                let begin = (*begins)?;
                let end = ends.next();
                *begins = end.map(|end| end + mark.between.len());
                let value = &text[begin..end.unwrap_or(text.len())];
                Some(Some(value).filter(|value| *value != mark.null))
            }
        }
    }
}

fn lacks() -> Failure {
    Failure::Refused("the server did not judge each row once".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const BETWEEN: &str = "01234567";
    const NULL: &str = "\u{1f}89abcdef";

    /// Takes two rows.
    fn taken(letters: &str, texts: &str) -> Result<Vec<Option<String>>, Failure> {
        let mark = Mark::of(BETWEEN, &NULL[1..]);
        let columns = [(letters, Form::Letters), (texts, Form::Texts)];
        let (mut told, mut cells) = (Told::of(columns.into_iter(), &mark), Cells::default());
        told.take(&mut cells)?;
        told.take(&mut cells)?;
        told.finish()?;
        Ok((0..4).map(|number| cells.get(number).map(str::to_owned)).collect())
    }

    #[test]
    fn values_are_taken_apart_row_by_row() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            taken("tf", "a\u{1e}01234567b").unwrap(),
            [some("t"), some("a"), some("f"), some("b")]
        );
        let nothing = format!("\u{1e}01234567{NULL}");
        assert_eq!(taken("-t", &nothing).unwrap(), [None, some(""), some("t"), None]);
        let nearly = format!("{NULL}0\u{1e}01234567\u{1e}");
        assert_eq!(
            taken("ff", &nearly).unwrap(),
            [some("f"), Some(format!("{NULL}0")), some("f"), some("\u{1e}")]
        );
    }

    #[test]
    fn more_or_fewer_values_than_rows_are_refused() {
        for (letters, texts) in [
            ("t", "a\u{1e}01234567b"),
            ("ttt", "a\u{1e}01234567b"),
            ("tt", "a"),
            ("tt", "a\u{1e}01234567b\u{1e}01234567c"),
        ] {
            assert!(matches!(taken(letters, texts), Err(Failure::Refused(_))), "{letters} {texts}");
        }
    }

    #[test]
    fn marks_are_written_as_the_server_reads_them() {
        let sql = Mark::of(BETWEEN, &NULL[1..])
            .together("select", &[("is", Form::Letters), ("it", Form::Texts)]);
        assert_eq!(
            sql,
            "select pg_catalog.string_agg(case \"is\" when true then 't' when false then 'f' else '-' end, ''),\n  \
             pg_catalog.string_agg(coalesce(it::text, E'\\x1f89abcdef'), E'\\x1e01234567')\n\
             from (\nselect) s"
        );
    }
}
