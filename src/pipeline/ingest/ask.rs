//! The SQL that asks the server what it makes of rows, and of values that many rows share.

use super::divide::{Part, names_all};
use super::judge::{ROW, Statements};
use super::told::TOGETHER;
use crate::model::ABOUT_ROWS;
use crate::sql::{has_word, quote_identifier, quote_literal};

/// Where the rows are from that the SQL judges.
#[derive(Debug, Clone, Copy)]
pub(super) enum Rows<'t> {
    /// Parameters: a list of each of their values, or how many rows there are where none is needed; with the types of what
    /// rows are given that was asked before.
    Sent(&'t [String]),
    /// There are none.
    None,
}

/// A value that the server gives back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer<'p> {
    /// A column, written in the server's way.
    Written(usize),
    /// A derived value.
    Derived(usize),
    /// Which rules are met.
    Verdicts(&'p [usize]),
}

impl<'s> Statements<'s> {
    /// What is asked of each row, and then of each value.
    fn parts(&self) -> impl Iterator<Item = &Part> {
        std::iter::once(&self.division.row).chain(self.division.shared.iter().map(|it| &it.part))
    }

    /// What the server gives back of a row: its own values, and then those that it shares.
    pub fn all_answers(&self) -> impl Iterator<Item = Answer<'_>> {
        self.parts().flat_map(answers)
    }

    /// Returns how many of the answers to a part are rules, which are its last.
    pub fn count_rules(&self, part: usize) -> usize {
        self.parts().nth(part).map_or(0, |part| part.rules.len())
    }

    /// Returns where the values that rows need stand in what is given back of a shared one.
    pub fn given_places(&self, shared: usize) -> Vec<usize> {
        let shared = &self.division.shared[shared];
        let place = |at: &usize| answers(&shared.part).position(|it| it == Answer::Derived(*at));
        shared.given.iter().filter_map(place).collect()
    }

    /// The columns that are needed of each row.
    pub fn needed(&self) -> impl Iterator<Item = usize> {
        self.division.columns.iter().copied()
    }

    /// The names of shared values that are needed of each row.
    fn given(&self) -> impl Iterator<Item = &'s str> {
        let all = self.division.shared.iter().flat_map(|shared| shared.given.iter().copied());
        all.map(|at| self.source.derived[at].0.as_str())
    }

    /// Returns what a part is made of: rows, and all that the SQL may name.
    fn rows(&self, part: usize, rows: Rows<'_>) -> String {
        let typed = |at: usize| {
            let column = &self.source.columns[at];
            (column.name.as_str(), column.data_type.as_str())
        };
        let (types, is_sent) = match rows {
            Rows::Sent(types) => (types, true),
            Rows::None => (&[] as &[String], false),
        };
        let parameter =
            |number: usize| if is_sent { format!("${number}") } else { "null".to_owned() };
        let mut all: Vec<(&str, &str)> = Vec::new();
        match part.checked_sub(1) {
            Some(shared) => all.push(typed(self.division.shared[shared].column)),
            None => {
                self.own().for_each(|own| all.push(own));
                all.extend(self.needed().map(typed));
                all.extend(self.given().zip(types.iter().map(String::as_str)));
            }
        }
        let (mut lists, mut values) = (Vec::new(), String::new());
        for (at, (name, data_type)) in all.into_iter().enumerate() {
            lists.push(format!("unnest({}::text[]) as v{at}", parameter(at + 1)));
            values += &format!(", v{at}::{data_type} as {}", quote_identifier(name));
        }
        if lists.is_empty() {
            lists.push(format!("generate_series(1, {}::integer)", parameter(1)));
        }
        let (lists, file) = (lists.join(", "), quote_literal(self.file));
        format!(
            "(\n  select 0 as {ROW}{values}, {file}::text as file\n  from (select {lists}) r\n) s"
        )
    }

    /// What is sent of a row beside its values, where the SQL names it, with its type.
    fn own(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let names = |name: &str| {
            let mut all = self.source.derived.iter().chain(&self.source.rules);
            all.any(|(_, sql)| has_word(&sql.to_lowercase(), name))
        };
        let own = ABOUT_ROWS.into_iter().filter(|(name, _)| matches!(*name, "line" | "raw"));
        own.filter(move |(name, _)| names(name))
    }

    /// Returns whether the row's line, or its text, is sent.
    pub fn sends(&self, about: &str) -> bool {
        self.own().any(|(name, _)| name == about)
    }

    /// All values of no row, as something to select from.
    pub fn no_values(&self) -> String {
        self.selected(0, Rows::None, &self.groups(0))
    }

    /// The rows of a part, with groups of its derived values.
    fn selected(&self, part: usize, rows: Rows<'_>, groups: &[Vec<usize>]) -> String {
        let mut from = self.rows(part, rows);
        for group in groups {
            // Without OFFSET, PostgreSQL puts each expression wherever its value is named, and computes it as often.
            let values: String =
                group.iter().map(|at| format!(",\n    {}", self.derived(*at))).collect();
            from = format!("(\n    select *{values}\n    from {from} offset 0\n) s");
        }
        from
    }

    /// A derived value, by its name.
    fn derived(&self, at: usize) -> String {
        let (name, sql) = &self.source.derived[at];
        format!("{} as {}", one(sql), quote_identifier(name))
    }

    /// Whether a rule is met.
    fn verdict(&self, at: usize) -> String {
        format!(",\n  {} is true as pgspec_rule_{at}", one(&self.source.rules[at].1))
    }

    /// A query of what the server makes of each row, or of each value.
    pub fn judgement(&self, part: usize, rows: Rows<'_>) -> String {
        let Some(asked) = self.parts().nth(part) else { return String::new() };
        let mut groups = self.groups(part);
        // What no rule names is computed where it is given back.
        let rules: Vec<String> =
            asked.rules.iter().map(|at| self.source.rules[*at].1.to_lowercase()).collect();
        let is_named = |at: &usize| {
            let name = self.source.derived[*at].0.to_lowercase();
            let names = |sql: &String| has_word(sql, &name) || names_all(sql);
            rules.iter().any(names)
        };
        let last = groups.pop_if(|group| !group.iter().any(is_named)).unwrap_or_default();
        let answers = answers(asked).map(|answer| match answer {
            Answer::Written(at) => format!(", {}", quote_identifier(&self.source.columns[at].name)),
            Answer::Derived(at) if last.contains(&at) => format!(",\n  {}", self.derived(at)),
            Answer::Derived(at) => format!(", {}", quote_identifier(&self.source.derived[at].0)),
            Answer::Verdicts(rules) => rules.iter().map(|at| self.verdict(*at)).collect(),
        });
        let answers: String = answers.collect();
        format!("select {ROW}{answers}\nfrom {}", self.selected(part, rows, &groups))
    }

    /// Takes the derived values of a part apart so that none needs another of its group.
    fn groups(&self, part: usize) -> Vec<Vec<usize>> {
        let derived = &self.source.derived;
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for at in self.parts().nth(part).into_iter().flat_map(|part| &part.derived) {
            let sql = derived[*at].1.to_lowercase();
            let needs = |other: &usize| has_word(&sql, &derived[*other].0.to_lowercase());
            match groups.last_mut().filter(|group| !group.iter().any(needs)) {
                Some(group) => group.push(*at),
                None => groups.push(vec![*at]),
            }
        }
        groups
    }
}

/// An expression that gives one value: in CASE, no function may give several. PostgreSQL plans it as if CASE were not there.
fn one(sql: &str) -> String {
    format!("case when true then ({sql}) end")
}

fn answers(part: &Part) -> impl Iterator<Item = Answer<'_>> {
    let written = part.written.iter().map(|at| Answer::Written(*at));
    let derived = part.derived.iter().map(|at| Answer::Derived(*at));
    written.chain(derived).chain(part.rules.chunks(TOGETHER).map(Answer::Verdicts))
}
