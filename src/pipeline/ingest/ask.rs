//! The SQL that asks the server what it makes of rows, and of values that many rows share.

use super::divide::{Part, names_all};
use super::judge::{ROW, Statements, list};
use crate::model::ABOUT_ROWS;
use crate::sql::{has_word, quote_identifier, quote_literal};

/// How one part is asked: COPY into its table, what is made of it, and room for the next.
#[derive(Debug)]
pub(super) struct Ask {
    pub fill: String,
    pub give: String,
    pub forget: String,
}

/// A value that the server gives back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// A column, written in the server's way.
    Written(usize),
    /// A derived value.
    Derived(usize),
    /// Whether a rule is met.
    Rule(usize),
}

impl<'s> Statements<'s> {
    /// Makes the tables that COPY fills: of rows, and of values that they share.
    pub fn make_staged(&self) -> String {
        let role = quote_identifier(&self.source.run_as);
        let mut all = String::new();
        // What one gives to the rows has to be known first.
        for (at, shared) in self.division.shared.iter().enumerate() {
            let column = &self.source.columns[shared.column];
            let (name, data_type) = (quote_identifier(&column.name), &column.data_type);
            let table = table(at + 1);
            all += &format!(
                "create temp table {table} ({ROW} integer, {name} {data_type}) on commit drop;\n\
                 grant select, insert, truncate on pg_temp.{table} to {role};\n"
            );
        }
        let own = self.own().map(|(name, data_type)| format!(", null::{data_type} as {name}"));
        let columns = self.needed().map(|at| &self.source.columns[at]);
        let columns =
            columns.map(|it| format!(", null::{} as {}", it.data_type, quote_identifier(&it.name)));
        let given = self.given().map(|name| format!(", {}", quote_identifier(name)));
        let values: String = own.chain(columns).chain(given).collect();
        let shared = 1..=self.division.shared.len();
        let from = shared.map(|at| format!("(select * from {}) {}", self.values(at), table(at)));
        let from: Vec<String> = from.collect();
        let from =
            if from.is_empty() { from.concat() } else { format!("\nfrom {}", from.join(", ")) };
        let table = table(0);
        all + &format!(
            "create temp table {table} on commit drop as\nselect null::integer as {ROW}{values}{from} with no data;\n\
             grant select, insert, truncate on pg_temp.{table} to {role}"
        )
    }

    /// Returns how each part is asked: first that of the rows.
    pub fn asks(&self) -> Vec<Ask> {
        let own = self.own().map(|(name, _)| name);
        let columns = self.needed().map(|at| self.source.columns[at].name.as_str());
        let first = self.ask(0, own.chain(columns).chain(self.given()));
        let shared = self.division.shared.iter().enumerate().map(|(at, shared)| {
            let column = self.source.columns[shared.column].name.as_str();
            self.ask(at + 1, std::iter::once(column))
        });
        std::iter::once(first).chain(shared).collect()
    }

    fn ask<'n>(&self, part: usize, names: impl Iterator<Item = &'n str>) -> Ask {
        let table = table(part);
        Ask {
            fill: format!(
                "copy pg_temp.{table} ({}) from stdin",
                list(std::iter::once(ROW).chain(names))
            ),
            give: format!("copy (\n{}\n) to stdout", self.judgement(part)),
            forget: format!("truncate pg_temp.{table}"),
        }
    }

    /// What is asked of each row, and then of each value.
    fn parts(&self) -> impl Iterator<Item = &Part> {
        std::iter::once(&self.division.row).chain(self.division.shared.iter().map(|it| &it.part))
    }

    /// What the server gives back of a row: its own values, and then those that it shares.
    pub fn all_answers(&self) -> impl Iterator<Item = Answer> {
        self.parts().flat_map(answers)
    }

    /// Returns where the values that rows need stand in what is given back of a shared one.
    pub fn given_places(&self, shared: usize) -> Vec<usize> {
        let shared = &self.division.shared[shared];
        let place = |at: &usize| answers(&shared.part).position(|it| it == Answer::Derived(*at));
        shared.given.iter().filter_map(place).map(|at| 1 + at).collect()
    }

    /// Returns where a column stands in a row that is staged.
    pub fn place(&self, column: usize) -> usize {
        let place = self.division.columns.iter().position(|at| *at == column);
        1 + self.own().count() + place.unwrap_or_default()
    }

    /// Returns how many fields of a row that is staged are needed of each.
    pub fn needed_fields(&self) -> usize {
        1 + self.own().count() + self.division.needed
    }

    /// The columns that are needed of each row.
    fn needed(&self) -> impl Iterator<Item = usize> {
        self.division.columns.iter().copied().take(self.division.needed)
    }

    /// The names of shared values that are needed of each row.
    fn given(&self) -> impl Iterator<Item = &'s str> {
        let all = self.division.shared.iter().flat_map(|shared| shared.given.iter().copied());
        all.map(|at| self.source.derived[at].0.as_str())
    }

    /// What is staged of a row beside its values, where the SQL names it, with its type.
    fn own(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let names = |name: &str| {
            let mut all = self.source.derived.iter().chain(&self.source.rules);
            all.any(|(_, sql)| has_word(&sql.to_lowercase(), name))
        };
        let staged = ABOUT_ROWS.into_iter().filter(|(name, _)| matches!(*name, "line" | "raw"));
        staged.filter(move |(name, _)| names(name))
    }

    /// Returns whether the row's line, or its text, is staged.
    pub fn stages(&self, about: &str) -> bool {
        self.own().any(|(name, _)| name == about)
    }

    /// What is staged of a part, with all its values, as something to select from.
    pub fn values(&self, part: usize) -> String {
        self.selected(part, &self.groups(part))
    }

    /// What is staged of a part, with groups of its derived values.
    fn selected(&self, part: usize, groups: &[Vec<usize>]) -> String {
        let (file, table) = (quote_literal(self.file), table(part));
        let mut from = format!("(select *, {file}::text as file from pg_temp.{table}) s");
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

    /// A query of what the server makes of each row, or of each value.
    pub fn judgement(&self, part: usize) -> String {
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
            Answer::Rule(at) => {
                format!(",\n  {} is true as pgspec_rule_{at}", one(&self.source.rules[at].1))
            }
        });
        let answers: String = answers.collect();
        format!("select {ROW}{answers}\nfrom {}", self.selected(part, &groups))
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

/// The table of a part: of rows, or of the values of a column that they share.
fn table(part: usize) -> String {
    if part == 0 { "pgspec_staged".to_owned() } else { format!("pgspec_shared_{part}") }
}

/// An expression that gives one value: in CASE, no function may give several. PostgreSQL plans it as if CASE were not there.
fn one(sql: &str) -> String {
    format!("case when true then ({sql}) end")
}

fn answers(part: &Part) -> impl Iterator<Item = Answer> {
    let written = part.written.iter().map(|at| Answer::Written(*at));
    let derived = part.derived.iter().map(|at| Answer::Derived(*at));
    written.chain(derived).chain(part.rules.iter().map(|at| Answer::Rule(*at)))
}
