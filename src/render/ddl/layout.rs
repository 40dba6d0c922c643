//! Breaks long statements of users' SQL before their clauses.
//!
//! Only white space between two tokens is changed, and only before a word that begins a clause
//! outside all brackets: what the statement means cannot change. Text with line breaks or comments
//! of its own is left as it was written, and so is what stands inside expressions.

use crate::sql::scanner::{Kind, Token, tokens};

/// How many characters fit on a line.
pub(super) const WIDTH: usize = 100;

/// What begins a clause of a trigger.
pub(super) const TRIGGER: Clauses =
    Clauses { words: &["referencing", "for", "when", "execute"], last: "execute" };

/// What begins a clause of an index. After WHERE comes an expression, which may say anything.
pub(super) const INDEX: Clauses =
    Clauses { words: &["using", "include", "with", "tablespace", "where"], last: "where" };

/// The words that begin clauses.
pub(super) struct Clauses {
    words: &'static [&'static str],
    /// The clause after which no other comes.
    last: &'static str,
}

/// Puts each clause on a line of its own, where the statement is too long for one line.
pub(super) fn broken(statement: &str, clauses: &Clauses) -> String {
    let longest = statement.lines().map(|line| line.chars().count()).max().unwrap_or_default();
    if longest <= WIDTH {
        return statement.to_owned();
    }
    let mut text = String::with_capacity(statement.len() + 40);
    let mut written = 0;
    for gap in gaps(statement, clauses) {
        text.push_str(&statement[written..gap.start]);
        text.push_str("\n    ");
        written = gap.end;
    }
    text + &statement[written..]
}

/// Finds the blanks before clauses.
fn gaps(statement: &str, clauses: &Clauses) -> Vec<std::ops::Range<usize>> {
    let mut gaps = Vec::new();
    let (mut depth, mut end) = (0_usize, 0);
    for Token { kind, range } in tokens(statement) {
        match kind {
            Kind::Symbol(b'(' | b'[') => depth += 1,
            Kind::Symbol(b')' | b']') => depth = depth.saturating_sub(1),
            Kind::Word if depth == 0 && end > 0 => {
                let word = statement[range.clone()].to_ascii_lowercase();
                let between = &statement[end..range.start];
                let blank = !between.is_empty() && between.bytes().all(|byte| byte == b' ');
                if blank && clauses.words.contains(&word.as_str()) {
                    gaps.push(end..range.start);
                }
                if word == clauses.last {
                    break;
                }
            }
            _ => {}
        }
        end = range.end;
    }
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: &str =
        "a_name_that_makes_the_statement_longer_than_one_line_can_hold_and_then_some";

    #[test]
    fn clauses_of_triggers_stand_on_lines_of_their_own() {
        let text = format!(
            "create trigger t\n    after update on {LONG} referencing old table as o for each row \
             when (old.a = ' for ' or new.\"when\" > 1) execute function f('for x');"
        );
        insta::assert_snapshot!(broken(&text, &TRIGGER), @r#"
        create trigger t
            after update on a_name_that_makes_the_statement_longer_than_one_line_can_hold_and_then_some
            referencing old table as o
            for each row
            when (old.a = ' for ' or new."when" > 1)
            execute function f('for x');
        "#);
    }

    #[test]
    fn an_expression_after_where_stays_whole() {
        let text = format!(
            "create index i on {LONG} using gin (a with_ops) include (b) with (fastupdate = off) \
             where c < timestamp with time zone 'now' and d = 'x using y'"
        );
        insta::assert_snapshot!(broken(&text, &INDEX), @"
        create index i on a_name_that_makes_the_statement_longer_than_one_line_can_hold_and_then_some
            using gin (a with_ops)
            include (b)
            with (fastupdate = off)
            where c < timestamp with time zone 'now' and d = 'x using y'
        ");
    }

    #[test]
    fn what_fits_and_what_has_comments_stays_as_it_was() {
        let short = "create index i on t using gin (a) where b";
        assert_eq!(broken(short, &INDEX), short);
        let commented = format!("create index i on {LONG}{LONG} -- why\nusing gin /* how */ (a)");
        assert_eq!(broken(&commented, &INDEX), commented);
    }

    #[test]
    fn nothing_but_blanks_changes() {
        let text = format!(
            "create index i on {LONG} using btree (a, lower('B  b')) where $$ a  where $$ <> x"
        );
        let code = |text: &str| {
            tokens(text).iter().map(|it| text[it.range.clone()].to_owned()).collect::<Vec<_>>()
        };
        let after = broken(&text, &INDEX);
        assert_ne!(after, text);
        assert_eq!(code(&after), code(&text));
    }
}
