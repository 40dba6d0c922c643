//! The SQL that judges the rows of a file and puts them where they go.

use crate::model::{ABOUT_ROWS, FileColumn, FileSource, Landing};
use crate::sql::{has_word, quote_identifier, quote_literal};

/// Rows as they were read: what COPY fills.
const STAGED: &str = "pg_temp.pgspec_staged";

/// Rows with all values and their reasons, where COPY cannot put them into their table.
pub(super) const JUDGED: &str = "pg_temp.pgspec_judged";

/// The number of a row among those that go at once, and whether it has no values.
const ROW: &str = "pgspec_row";
const BROKEN: &str = "pgspec_broken";

/// The statements of one source.
#[derive(Debug)]
pub(super) struct Statements<'s> {
    source: &'s FileSource,
    /// The file's name.
    file: &'s str,
}

/// Where a value of a judged row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// Its place in the row that was staged.
    Staged(usize),
    /// Its place in what the server gave back.
    Judged(usize),
    /// The row's number among those that go at once.
    Row,
    /// The file's name.
    File,
    /// The line in which it begins.
    Line,
    /// Its text as it stands in the file.
    Raw,
    /// Why it is rejected.
    Reasons,
}

impl<'s> Statements<'s> {
    /// Prepares those of a file.
    pub fn of(source: &'s FileSource, file: &'s str) -> Self {
        Self { source, file }
    }

    /// Sets where the SQL of the source looks, and lets it take its time.
    pub fn settings(&self) -> String {
        let schema = quote_identifier(&self.source.accepted.table.schema);
        format!(
            "set local search_path = {schema}, public, pg_temp; set local statement_timeout = 0;\n\
             set local jit = off; set local default_tablespace = ''; set local default_table_access_method = heap;\n\
             set local synchronize_seqscans = off"
        )
    }

    /// Makes the table that COPY fills.
    pub fn make_staged(&self) -> String {
        let own = self.own().map(|(name, data_type)| format!(", {name} {data_type}"));
        let columns = self
            .source
            .columns
            .iter()
            .map(|it| format!(", {} {}", quote_identifier(&it.name), it.data_type));
        let columns: String = own.chain(columns).collect();
        let role = quote_identifier(&self.source.run_as);
        format!(
            "create temp table pgspec_staged ({ROW} integer, {BROKEN} boolean{columns}) on commit drop;\n\
             grant select, insert, truncate on {STAGED} to {role}"
        )
    }

    /// Makes an empty table of judged rows.
    pub fn make_judged(&self) -> String {
        let names = self.value_names().map(|name| format!(", {}", quote_identifier(name)));
        let names: String = names.collect();
        let role = quote_identifier(&self.source.run_as);
        let about = "''::text as file, 0::bigint as line, ''::text as raw, '{}'::text[] as reasons";
        format!(
            "create temp table pgspec_judged on commit drop as\nselect {ROW}{names}, {about}\nfrom {} with no data;\n\
             grant select, insert, truncate on {JUDGED} to {role}",
            self.values()
        )
    }

    /// Makes a view that shows what judging the rows needs.
    pub fn make_view(&self) -> String {
        format!("create temp view pgspec_judgement as {}", self.judgement())
    }

    /// Takes the view away.
    pub fn drop_view(&self) -> &'static str {
        "drop view pg_temp.pgspec_judgement"
    }

    /// Asks whether the SQL calls what may change something: a function of the project that nobody calls stable.
    pub fn asks_for_volatile(&self) -> &'static str {
        "select exists (\n  \
           select from pg_catalog.pg_rewrite r\n  \
           join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_rewrite'::regclass and d.objid = r.oid\n  \
           left join pg_catalog.pg_operator o on d.refclassid = 'pg_catalog.pg_operator'::regclass and o.oid = d.refobjid\n  \
           join pg_catalog.pg_proc p on p.oid = case when d.refclassid = 'pg_catalog.pg_proc'::regclass \
             then d.refobjid else o.oprcode end\n  \
           where r.ev_class = 'pg_temp.pgspec_judgement'::regclass and p.provolatile = 'v'\n)"
    }

    /// Asks whether COPY may fill the table of a landing: as INSERT would, and without another type in between.
    pub fn asks_for_copy(&self, accepted: bool) -> String {
        let landing = self.landing(accepted);
        let names: Vec<String> = landing.columns.iter().map(|name| quote_literal(name)).collect();
        format!(
            "select c.relkind in ('r', 'p') and not c.relhasrules and not pg_catalog.row_security_active(c.oid)\n  \
               and not exists (\n    \
                 select from pg_catalog.pg_attribute t join pg_catalog.pg_attribute j using (attname)\n    \
                 where t.attrelid = c.oid and j.attrelid = '{JUDGED}'::regclass and attname in ({})\n      \
                   and t.atttypid <> j.atttypid and not (t.atttypid in (25, 1043) and j.atttypid in (25, 1043))\n  \
               )\nfrom pg_catalog.pg_class c where c.oid = {}::regclass",
            names.join(", "),
            quote_literal(&landing.table.to_string())
        )
    }

    /// Asks whether a row of a known key is refused at once; gives no row where the server knows of no such key.
    pub fn asks_for_key(&self) -> Option<String> {
        let names: Vec<String> = self.source.key.iter().map(|name| quote_literal(name)).collect();
        (!names.is_empty()).then(|| {
            format!(
                "select bool_or(i.indimmediate) from pg_catalog.pg_index i\n\
                 where i.indrelid = {}::regclass and i.indisunique and i.indisvalid and i.indpred is null\n  \
                   and array(select attname::text from pg_catalog.pg_attribute\n            \
                     where attrelid = i.indrelid and attnum = any (i.indkey[0:i.indnkeyatts - 1]) order by 1)\n    \
                     = array(select unnest(array[{}]) order by 1)\nhaving count(*) > 0",
                quote_literal(&self.source.accepted.table.to_string()),
                names.join(", ")
            )
        })
    }

    /// Fills the table of rows as they were read.
    pub fn copy_in(&self) -> String {
        let own = self.own().map(|(name, _)| format!(", {name}"));
        let columns =
            self.source.columns.iter().map(|it| format!(", {}", quote_identifier(&it.name)));
        let columns: String = own.chain(columns).collect();
        format!("copy {STAGED} ({ROW}, {BROKEN}{columns}) from stdin")
    }

    /// Gives what the server makes of the rows: their numbers, their values and whether they meet each rule.
    pub fn copy_judged(&self) -> String {
        format!("copy (\n{}\n) to stdout", self.judgement())
    }

    /// Makes room for the next rows.
    pub fn forget_staged(&self) -> String {
        format!("truncate {STAGED}")
    }

    /// Judges no rows.
    pub fn rehearse(&self) -> String {
        format!("select from (\n{}\n) s", self.judgement())
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

    /// Returns where the named values stand.
    pub fn fields<'n>(&self, names: impl Iterator<Item = &'n str>) -> Vec<Field> {
        names.filter_map(|name| self.field(name)).collect()
    }

    fn field(&self, name: &str) -> Option<Field> {
        match name {
            ROW => return Some(Field::Row),
            "file" => return Some(Field::File),
            "line" => return Some(Field::Line),
            "raw" => return Some(Field::Raw),
            "reasons" => return Some(Field::Reasons),
            _ => {}
        }
        if let Some(at) = self.given_back().position(|given| given == name) {
            return Some(Field::Judged(1 + at));
        }
        let place = self.source.columns.iter().position(|column| column.name == name)?;
        Some(Field::Staged(2 + self.own().count() + place))
    }

    /// Returns where the verdicts of the rules begin in what the server gave back.
    pub fn first_verdict(&self) -> usize {
        1 + self.given_back().count()
    }

    /// The values that the server gives back: those that it writes in a way of its own, and those that it derives.
    fn given_back(&self) -> impl Iterator<Item = &'s str> {
        let written = self.source.columns.iter().filter(|column| !is_as_read(column));
        let derived = self.source.derived.iter().map(|(name, _)| name.as_str());
        written.map(|column| column.name.as_str()).chain(derived)
    }

    /// The names of all values of a row.
    pub fn value_names(&self) -> impl Iterator<Item = &'s str> {
        let columns = self.source.columns.iter().map(|it| it.name.as_str());
        columns.chain(self.source.derived.iter().map(|(name, _)| name.as_str()))
    }

    /// The rows with all their values, as something to select from.
    fn values(&self) -> String {
        let mut from =
            format!("(select *, {}::text as file from {STAGED}) s", quote_literal(self.file));
        for group in self.groups() {
            // What a broken row has no values for is not computed. Without OFFSET, PostgreSQL puts each
            // expression wherever its value is named, and computes it as often.
            let values = group.iter().map(|(name, sql)| {
                format!(
                    ",\n    case when not {BROKEN} then ({sql}) end as {}",
                    quote_identifier(name)
                )
            });
            let values: String = values.collect();
            from = format!("(\n    select *{values}\n    from {from} offset 0\n) s");
        }
        from
    }

    /// A query of what the server makes of each row.
    fn judgement(&self) -> String {
        let values: String =
            self.given_back().map(|name| format!(", {}", quote_identifier(name))).collect();
        let rules = self.source.rules.iter().enumerate();
        let rules = rules.map(|(at, (_, sql))| {
            format!(",\n  case when not {BROKEN} then ({sql}) is true end as pgspec_rule_{at}")
        });
        let rules: String = rules.collect();
        format!("select {ROW}{values}{rules}\nfrom {}", self.values())
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

    /// Numbers the rows among the judged whose key is there already, or stands earlier among them.
    pub fn find_known(&self) -> String {
        let key: Vec<_> = self.source.key.iter().map(|it| quote_identifier(it)).collect();
        let list = key.join(", ");
        let same: Vec<_> = key.iter().map(|it| format!("t.{it} = j.{it}")).collect();
        // As a value, the index is asked for each row, however many there are in the table.
        format!(
            "select {ROW} from (\n  \
               select {ROW}, row_number() over (partition by {list} order by {ROW}) as place,\n    \
                 (select true from {} t where {} limit 1) as is_there\n  from {JUDGED} j\n\
             ) j where place > 1 or is_there order by {ROW}",
            self.source.accepted.table,
            same.join(" and ")
        )
    }

    /// The names of what finding known keys needs of a row.
    pub fn key_names(&self) -> impl Iterator<Item = &'s str> {
        std::iter::once(ROW).chain(self.source.key.iter().map(String::as_str))
    }

    /// The names of what the table of judged rows needs for a landing.
    pub fn judged_names(&self, accepted: bool) -> impl Iterator<Item = &'s str> {
        std::iter::once(ROW).chain(self.landing(accepted).columns.iter().map(String::as_str))
    }

    /// Fills columns of the table of judged rows.
    pub fn copy_beside<'n>(&self, names: impl Iterator<Item = &'n str>) -> String {
        format!("copy {JUDGED} ({}) from stdin", list(names))
    }

    /// Fills the table of a landing.
    pub fn copy_to(&self, accepted: bool) -> String {
        let landing = self.landing(accepted);
        let columns = list(landing.columns.iter().map(String::as_str));
        format!("copy {} ({columns}) from stdin", landing.table)
    }

    /// Puts the judged rows into the table of a landing.
    pub fn land(&self, accepted: bool) -> String {
        let landing = self.landing(accepted);
        let columns = list(landing.columns.iter().map(String::as_str));
        format!(
            "insert into {} ({columns})\nselect {columns} from {JUDGED} order by {ROW}",
            landing.table
        )
    }

    /// Takes the rows of a file of this name out again.
    pub fn take_out(&self, accepted: bool) -> String {
        let table = &self.landing(accepted).table;
        format!("delete from {table} where file = {}", quote_literal(self.file))
    }

    fn landing(&self, accepted: bool) -> &'s Landing {
        if accepted { &self.source.accepted } else { &self.source.rejected }
    }
}

/// Returns whether the server would write a value just as it was read.
fn is_as_read(column: &FileColumn) -> bool {
    matches!(column.data_type.as_str(), "text" | "smallint" | "integer" | "bigint")
}

fn list<'n>(names: impl Iterator<Item = &'n str>) -> String {
    names.map(quote_identifier).collect::<Vec<_>>().join(", ")
}
