//! The SQL that judges the rows of a file and puts them where they go.

use super::ask::{Answer, Rows};
use super::binary::Kind;
use super::divide::Division;
use super::told::Mark;
use crate::model::{FileSource, Landing, Schedule};
use crate::pipeline::SETTINGS;
use crate::sql::{quote_identifier, quote_literal};

/// Rows with all values and their reasons, where COPY cannot put them into their table.
pub(super) const JUDGED: &str = "pg_temp.pgspec_judged";

/// The number of a row among those that go at once.
pub(super) const ROW: &str = "pgspec_row";

/// The statements of one source.
#[derive(Debug)]
pub(super) struct Statements<'s> {
    pub(super) source: &'s FileSource,
    /// The file's name.
    pub(super) file: &'s str,
    pub(super) division: Division,
    /// What the server puts between values that it gives back, and where a value has that.
    pub(super) marks: [Mark; 2],
}

/// Where a value of a judged row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// A column, as it was read.
    Read(usize),
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
        Self { source, file, division: Division::none(source), marks: Mark::both() }
    }

    /// Prepares those that ask once for what is the same in many rows.
    pub fn divided(self) -> Self {
        Self { division: Division::of(self.source), ..self }
    }

    /// Sets where the SQL of the source looks and on what clock, lets it take its time, has values written in one way on every
    /// server, and keeps rows in their order.
    pub fn settings(&self) -> String {
        let schema = quote_identifier(&self.source.accepted.table.schema);
        let zone = quote_literal(Schedule::zone(self.source.schedule.as_ref()));
        format!(
            "{SETTINGS}; set local timezone = {zone};\n\
             set local search_path = {schema}, public, pg_temp; set local statement_timeout = 0;\n\
             set local jit = off; set local default_tablespace = ''; set local default_table_access_method = heap;\n\
             set local synchronize_seqscans = off;\n\
             set local max_parallel_workers_per_gather = 0"
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
            self.no_values()
        )
    }

    /// Makes a view that shows what judging the rows needs.
    pub fn make_view(&self) -> String {
        format!("create temp view pgspec_judgement as {}", self.judgement(0, Rows::None))
    }

    /// Takes the view away.
    pub fn drop_view(&self) -> &'static str {
        "drop view pg_temp.pgspec_judgement"
    }

    /// Asks whether the SQL calls what may change something, a function of the project that nobody calls stable; and
    /// whether it calls anything that need not give the same again.
    pub fn asks_for_volatile(&self) -> &'static str {
        "select exists (\n  \
           select from pg_catalog.pg_rewrite r\n  \
           join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_rewrite'::regclass and d.objid = r.oid\n  \
           left join pg_catalog.pg_operator o on d.refclassid = 'pg_catalog.pg_operator'::regclass and o.oid = d.refobjid\n  \
           join pg_catalog.pg_proc p on p.oid = case when d.refclassid = 'pg_catalog.pg_proc'::regclass \
             then d.refobjid else o.oprcode end\n  \
           where r.ev_class = 'pg_temp.pgspec_judgement'::regclass and p.provolatile = 'v'\n\
         ), exists (\n  \
           select from pg_catalog.pg_rewrite r,\n    \
             pg_catalog.regexp_matches(r.ev_action::text, ':(?:opfuncid|funcid) (\\d+)', 'g') as called\n  \
           join pg_catalog.pg_proc p on p.oid = called[1]::oid\n  \
           where r.ev_class = 'pg_temp.pgspec_judgement'::regclass and p.provolatile = 'v'\n)"
    }

    /// Asks whether COPY may fill the table of a landing, as INSERT would, and without another type in between; and the
    /// types of its columns that rows have values for.
    pub fn asks_for_copy(&self, accepted: bool) -> String {
        let landing = self.landing(accepted);
        let names: Vec<String> = landing.columns.iter().map(|name| quote_literal(name)).collect();
        format!(
            "select c.relkind in ('r', 'p') and not c.relhasrules and not pg_catalog.row_security_active(c.oid)\n  \
               and not exists (\n    \
                 select from pg_catalog.pg_attribute t join pg_catalog.pg_attribute j using (attname)\n    \
                 where t.attrelid = c.oid and j.attrelid = '{JUDGED}'::regclass and attname in ({0})\n      \
                   and t.atttypid <> j.atttypid and not (t.atttypid in (25, 1043) and j.atttypid in (25, 1043))\n  \
               ),\n  \
               array(\n    \
                 select t.atttypid from unnest(array[{0}]::text[]) with ordinality as named(attname, place)\n    \
                 join pg_catalog.pg_attribute t using (attname) where t.attrelid = c.oid order by place\n  \
               )\nfrom pg_catalog.pg_class c where c.oid = {1}::regclass",
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

    /// Judges no rows.
    pub fn rehearse(&self) -> String {
        format!("select from (\n{}\n) s", self.judgement(0, Rows::None))
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
        let is_it = |answer: &Answer| match *answer {
            Answer::Written(at) => self.source.columns[at].name == name,
            Answer::Derived(at) => self.source.derived[at].0 == name,
            Answer::Verdicts(_) => false,
        };
        if let Some(at) = self.all_answers().position(|answer| is_it(&answer)) {
            return Some(Field::Judged(at));
        }
        self.source.columns.iter().position(|column| column.name == name).map(Field::Read)
    }

    /// Returns where a value stands whose binary form is written here, if it is.
    pub fn binary(&self, name: &str, kind: Kind) -> Option<(Field, Kind)> {
        let read = self.source.columns.iter().position(|column| column.name == name);
        let field = match kind {
            // As the server writes it, it may be any of its styles.
            Kind::Date => Field::Read(read?),
            _ => self.field(name)?,
        };
        let are_reasons = |is: bool| is == (kind == Kind::Reasons);
        are_reasons(field == Field::Reasons).then_some((field, kind))
    }

    /// Returns where verdicts stand in what the server gave back, and of which rules they are.
    pub fn verdicts(&self) -> Vec<(usize, Vec<usize>)> {
        let verdicts = |(place, answer)| match answer {
            Answer::Verdicts(rules) => Some((place, rules.to_vec())),
            _ => None,
        };
        self.all_answers().enumerate().filter_map(verdicts).collect()
    }

    /// The names of all values of a row.
    pub fn value_names(&self) -> impl Iterator<Item = &'s str> {
        let columns = self.source.columns.iter().map(|it| it.name.as_str());
        columns.chain(self.source.derived.iter().map(|(name, _)| name.as_str()))
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

    /// The names of what a landing takes of a row.
    pub fn landing_names(&self, accepted: bool) -> impl Iterator<Item = &'s str> {
        self.landing(accepted).columns.iter().map(String::as_str)
    }

    /// The names of what the table of judged rows needs for a landing.
    pub fn judged_names(&self, accepted: bool) -> impl Iterator<Item = &'s str> {
        std::iter::once(ROW).chain(self.landing_names(accepted))
    }

    /// Fills columns of the table of judged rows.
    pub fn copy_beside<'n>(&self, names: impl Iterator<Item = &'n str>) -> String {
        format!("copy {JUDGED} ({}) from stdin", list(names))
    }

    /// Fills the table of a landing.
    pub fn copy_to(&self, accepted: bool, is_binary: bool) -> String {
        let landing = self.landing(accepted);
        let columns = list(landing.columns.iter().map(String::as_str));
        let form = if is_binary { " with (format binary)" } else { "" };
        format!("copy {} ({columns}) from stdin{form}", landing.table)
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

pub(super) fn list<'n>(names: impl Iterator<Item = &'n str>) -> String {
    names.map(quote_identifier).collect::<Vec<_>>().join(", ")
}
