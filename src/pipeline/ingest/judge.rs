//! The SQL that judges the rows of a file and puts them where they go.

use crate::model::{ABOUT_ROWS, FileSource, Landing};
use crate::sql::{has_word, quote_identifier, quote_literal};

/// Rows as they were read: what COPY fills.
pub(super) const STAGED: &str = "pg_temp.pgspec_staged";
/// Rows with all values and their reasons.
pub(super) const JUDGED: &str = "pg_temp.pgspec_judged";

/// The statements of one source.
#[derive(Debug)]
pub(super) struct Statements<'s> {
    source: &'s FileSource,
}

impl<'s> Statements<'s> {
    /// Prepares those of a source.
    pub fn of(source: &'s FileSource) -> Self {
        Self { source }
    }

    /// Sets where the SQL of the source looks, and lets it take its time.
    pub fn search_path(&self) -> String {
        let schema = quote_identifier(&self.source.accepted.table.schema);
        format!(
            "set local search_path = {schema}, public, pg_temp; set local statement_timeout = 0"
        )
    }

    /// Makes both tables, empty, for as long as the transaction lasts.
    pub fn make(&self) -> String {
        let columns: String = self
            .source
            .columns
            .iter()
            .map(|it| format!(", {} {}", quote_identifier(&it.name), it.data_type))
            .collect();
        let role = quote_identifier(&self.source.run_as);
        format!(
            "create temp table pgspec_staged (line bigint, raw text, broken text, misread text[]{columns}) on commit drop;\n\
             create temp table pgspec_judged on commit drop as {} with no data;\n\
             grant select on {STAGED} to {role};\ngrant select, insert, update on {JUDGED} to {role}",
            self.judgement("''"),
        )
    }

    /// Fills the first.
    pub fn copy_in(&self) -> String {
        let columns: String = self
            .source
            .columns
            .iter()
            .map(|it| format!(", {}", quote_identifier(&it.name)))
            .collect();
        format!("copy {STAGED} (line, raw, broken, misread{columns}) from stdin")
    }

    /// Fills the second from the first.
    pub fn judge(&self, file: &str) -> String {
        format!("insert into {JUDGED} {}", self.judgement(&quote_literal(file)))
    }

    /// A query of all values and the reasons against each row.
    fn judgement(&self, file: &str) -> String {
        let mut from = format!("(select *, {file}::text as file from {STAGED}) s");
        for group in self.groups() {
            // What a broken row has no values for is not computed. Without OFFSET, PostgreSQL puts each
            // expression wherever its value is named, and computes it as often.
            let values = group.iter().map(|(name, sql)| {
                format!(
                    ",\n    case when broken is null then ({sql}) end as {}",
                    quote_identifier(name)
                )
            });
            let values: String = values.collect();
            from = format!("(\n    select *{values}\n    from {from} offset 0\n) s");
        }
        let rules: Vec<String> = self
            .source
            .rules
            .iter()
            .map(|(reason, sql)| {
                format!("case when ({sql}) is not true then {} end", quote_literal(reason))
            })
            .collect();
        let rules = match rules.is_empty() {
            true => "'{}'::text[]".to_owned(),
            false => format!("array_remove(array[{}], null)", rules.join(", ")),
        };
        format!(
            "select *, case when broken is not null then array[broken] \
             else misread || {rules} end as reasons\nfrom {from}"
        )
    }

    /// Takes the derived values apart so that none needs another of its group.
    fn groups(&self) -> Vec<&'s [(String, String)]> {
        let derived = self.source.derived.as_slice();
        let mut groups = Vec::new();
        let mut begins = 0;
        for (at, (_, sql)) in derived.iter().enumerate() {
            if derived[begins..at].iter().any(|(name, _)| has_word(sql, name)) {
                groups.push(&derived[begins..at]);
                begins = at;
            }
        }
        groups.push(&derived[begins..]);
        groups.retain(|group| !group.is_empty());
        groups
    }

    /// Finds rows whose key is there already, or stands earlier in the file.
    pub fn find_known(&self) -> Option<String> {
        if self.source.key.is_empty() {
            return None;
        }
        let key: Vec<_> = self.source.key.iter().map(|it| quote_identifier(it)).collect();
        let list = key.join(", ");
        let same = |other: &str| {
            let each = key.iter().map(|column| format!("j.{column} = {other}.{column}"));
            each.collect::<Vec<_>>().join(" and ")
        };
        let table = &self.source.accepted.table;
        Some(format!(
            "update {JUDGED} j set reasons = array['already_there']\n\
             from (\n    select {list}, min(line) as first_line from {JUDGED} where reasons = '{{}}' group by {list}\n) f\n\
             where j.reasons = '{{}}' and {}\n  \
             and (j.line > f.first_line or exists (select from {table} t where {}))",
            same("f"),
            same("t"),
        ))
    }

    /// Puts accepted or rejected rows into their table.
    pub fn land(&self, accepted: bool) -> String {
        let landing = self.landing(accepted);
        let columns: Vec<_> = landing.columns.iter().map(|it| quote_identifier(it)).collect();
        let columns = columns.join(", ");
        format!(
            "insert into {} ({columns})\nselect {columns} from {JUDGED} where {} order by line",
            landing.table,
            which(accepted)
        )
    }

    /// Takes the rows of a file of this name out again.
    pub fn take_out(&self, accepted: bool, file: &str) -> String {
        format!("delete from {} where file = {}", self.landing(accepted).table, quote_literal(file))
    }

    /// Writes accepted or rejected rows as CSV.
    pub fn copy_out(&self, accepted: bool) -> String {
        let values = self.source.columns.iter().map(|it| it.name.as_str());
        let mut names: Vec<&str> =
            values.chain(self.source.derived.iter().map(|(name, _)| name.as_str())).collect();
        if !accepted {
            names.extend(ABOUT_ROWS.map(|(name, _)| name));
        }
        let names: Vec<String> = names
            .into_iter()
            .map(|name| match name {
                "reasons" => "array_to_string(reasons, '; ') as reasons".to_owned(),
                name => quote_identifier(name).into_owned(),
            })
            .collect();
        format!(
            "copy (select {} from {JUDGED} where {} order by line) to stdout with (format csv, header)",
            names.join(", "),
            which(accepted)
        )
    }

    fn landing(&self, accepted: bool) -> &'s Landing {
        if accepted { &self.source.accepted } else { &self.source.rejected }
    }
}

fn which(accepted: bool) -> &'static str {
    if accepted { "reasons = '{}'" } else { "reasons <> '{}'" }
}
