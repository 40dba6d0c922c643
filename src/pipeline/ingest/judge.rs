//! The SQL that judges the rows of a file and puts them where they go.

use crate::model::{ABOUT_ROWS, FileSource, Landing};
use crate::sql::{has_word, quote_identifier, quote_literal};

/// Where the rows wait until they land: nowhere that another session sees, or that outlives the transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// A schema of this name, which the transaction makes and drops. PostgreSQL reads what is in it with several
    /// processes.
    Schema(String),
    /// Temporary tables, which one process reads: for whoever may make no schema.
    Temporary,
}

/// The statements of one source.
#[derive(Debug)]
pub(super) struct Statements<'s> {
    source: &'s FileSource,
    place: Place,
    /// Rows as they were read: what COPY fills.
    staged: String,
    /// Rows with all values and their reasons.
    judged: String,
    /// Whether the table of judged rows is made of the query that judges them.
    is_made_of_query: bool,
    /// Whether the rows are read in the order of their lines as they stand.
    is_in_order: bool,
}

impl<'s> Statements<'s> {
    /// Prepares those of a source.
    pub fn of(source: &'s FileSource, place: Place) -> Self {
        let schema = match &place {
            Place::Schema(name) => quote_identifier(name).into_owned(),
            Place::Temporary => "pg_temp".to_owned(),
        };
        let table = |name: &str| format!("{schema}.{name}");
        Self {
            source,
            staged: table("pgspec_staged"),
            judged: table("pgspec_judged"),
            is_made_of_query: false,
            is_in_order: false,
            place,
        }
    }

    /// Sets where the SQL of the source looks, lets it take its time, and has it computed by as many processes as
    /// the server allows: what a row takes is in its functions, whose costs nobody told the planner.
    pub fn settings(&self) -> String {
        let schema = quote_identifier(&self.source.accepted.table.schema);
        format!(
            "set local search_path = {schema}, public, pg_temp; set local statement_timeout = 0;\n\
             set local parallel_setup_cost = 0; set local parallel_tuple_cost = 0; set local jit = off;\n\
             set local default_tablespace = ''; set local default_table_access_method = heap;\n\
             set local synchronize_seqscans = off;\n\
             select set_config('work_mem', '64MB', true) where pg_size_bytes(current_setting('work_mem')) < 64 << 20"
        )
    }

    /// Makes the table that COPY fills, and an empty one of the rows that are judged.
    pub fn make(&self) -> String {
        let columns: String = self
            .source
            .columns
            .iter()
            .map(|it| format!(", {} {}", quote_identifier(&it.name), it.data_type))
            .collect();
        let columns = format!("line bigint, raw text, broken text, misread text[]{columns}");
        let (staged, judged) = (&self.staged, &self.judged);
        let role = quote_identifier(&self.source.run_as);
        let (kind, begin, end) = match &self.place {
            Place::Schema(name) => {
                let schema = quote_identifier(name);
                let grant = format!("grant usage, create on schema {schema} to {role}");
                ("unlogged", format!("create schema {schema};\n{grant};\n"), "")
            }
            Place::Temporary => ("temp", String::new(), " on commit drop"),
        };
        format!(
            "{begin}create {kind} table {staged} ({columns}){end};\n\
             create {kind} table {judged}{end} as {} with no data;\n\
             grant select on {staged} to {role};\ngrant select, insert, update on {judged} to {role}",
            self.judgement("''"),
        )
    }

    /// Asks whether the source's role may make the table of judged rows itself, of the query that judges them.
    pub fn may_make(&self) -> Option<String> {
        matches!(self.place, Place::Schema(_)).then(|| {
            format!(
                "select bool_and(has_type_privilege({}, atttypid, 'usage')) from pg_attribute \
                 where attrelid = {}::regclass and attnum > 0",
                quote_literal(&self.source.run_as),
                quote_literal(&self.judged)
            )
        })
    }

    /// Leaves it to the role; returns what makes room.
    pub fn make_of_query(&mut self) -> String {
        self.is_made_of_query = true;
        // The rows of a new table stand one after the other, while INSERT fills what room there is.
        self.is_in_order = true;
        format!("drop table {}", self.judged)
    }

    /// Drops what would outlive the transaction.
    pub fn drop(&self) -> Option<String> {
        match &self.place {
            Place::Schema(name) => Some(format!("drop schema {} cascade", quote_identifier(name))),
            Place::Temporary => None,
        }
    }

    /// Fills the table of rows as they were read.
    pub fn copy_in(&self) -> String {
        let columns: String = self
            .source
            .columns
            .iter()
            .map(|it| format!(", {}", quote_identifier(&it.name)))
            .collect();
        format!("copy {} (line, raw, broken, misread{columns}) from stdin", self.staged)
    }

    /// Judges them. The rows are written in the order of their lines.
    pub fn judge(&self, file: &str) -> String {
        let (judged, judgement) = (&self.judged, self.judgement(&quote_literal(file)));
        if !self.is_made_of_query {
            return format!("insert into {judged} {judgement}");
        }
        // Only a table that is made of a query has it computed by several processes. What reads it afterwards is
        // one, so that it reads in order. Nothing of that is quicker sorted, as PostgreSQL thinks of a table of
        // which it has no statistics.
        format!(
            "create unlogged table {judged} as {judgement};\n\
             set local max_parallel_workers_per_gather = 0; set local enable_sort = off"
        )
    }

    /// Takes note that rows were changed, which then stand after all others.
    pub fn rows_moved(&mut self) {
        self.is_in_order = false;
    }

    fn order(&self) -> &'static str {
        if self.is_in_order { "" } else { " order by line" }
    }

    /// A query of all values and the reasons against each row.
    fn judgement(&self, file: &str) -> String {
        let mut from = format!("(select *, {file}::text as file from {}) s", self.staged);
        for group in self.groups() {
            // What a broken row has no values for is not computed. Without OFFSET, PostgreSQL puts each
            // expression wherever its value is named, and computes it as often; with 0 in place of NULL,
            // one process would compute what follows.
            let values = group.iter().map(|(name, sql)| {
                format!(
                    ",\n    case when broken is null then ({sql}) end as {}",
                    quote_identifier(name)
                )
            });
            let values: String = values.collect();
            from = format!("(\n    select *{values}\n    from {from} offset null\n) s");
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
        let columns = self.source.columns.iter().map(|it| it.name.as_str());
        let derived = self.source.derived.iter().map(|(name, _)| name.as_str());
        let values: String =
            columns.chain(derived).map(|name| format!("{}, ", quote_identifier(name))).collect();
        format!(
            "select line, raw, file, {values}case when broken is not null then array[broken] \
             else misread || {rules} end as reasons\nfrom {from}\norder by line"
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
            let each = key.iter().map(|column| format!("t.{column} = {other}.{column}"));
            each.collect::<Vec<_>>().join(" and ")
        };
        let (judged, table) = (&self.judged, &self.source.accepted.table);
        let is_there =
            |other: &str| format!("exists (select from {table} t where {})", same(other));
        Some(format!(
            "update {judged} t set reasons = array['already_there']\n\
             from (\n    \
             select {list}, min(line) as first_line from {judged} j where reasons = '{{}}' group by {list}\n    \
             having count(*) > 1 or {}\n\
             ) f\n\
             where t.reasons = '{{}}' and {}\n  \
             and (t.line > f.first_line or {})",
            is_there("j"),
            same("f"),
            is_there("f"),
        ))
    }

    /// Puts accepted or rejected rows into their table.
    pub fn land(&self, accepted: bool) -> String {
        let landing = self.landing(accepted);
        let columns: Vec<_> = landing.columns.iter().map(|it| quote_identifier(it)).collect();
        let columns = columns.join(", ");
        format!(
            "insert into {} ({columns})\nselect {columns} from {} where {}{}",
            landing.table,
            self.judged,
            which(accepted),
            self.order(),
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
            "copy (select {} from {} where {}{}) to stdout with (format csv, header)",
            names.join(", "),
            self.judged,
            which(accepted),
            self.order(),
        )
    }

    /// Returns the reason of most rows, and of how many.
    pub fn foremost_reason(&self) -> String {
        format!(
            "select format('`%s` (%s)', reason, count(*)) from {}, unnest(reasons) as reason \
             group by reason order by count(*) desc, reason limit 1",
            self.judged
        )
    }

    fn landing(&self, accepted: bool) -> &'s Landing {
        if accepted { &self.source.accepted } else { &self.source.rejected }
    }
}

fn which(accepted: bool) -> &'static str {
    if accepted { "reasons = '{}'" } else { "reasons <> '{}'" }
}
