//! Seeds: what made-up rows look like, and when further ones come.

use std::collections::BTreeMap;

use crate::check::context::Context;
use crate::check::names::Scope;
use crate::diagnostic::{Diagnostic, suggest};
use crate::model::{
    Bound, Distribution, ForeignKey, Likeness, Missed, ObjectName, Seed, SeedColumn, SeedRows,
    SeedTable, Table,
};
use crate::source::{ShortOrLong, Span, Spanned};
use crate::spec::{self, Spec};
use crate::sql;

use super::{file_source::hundredths, relation::trimmed, schedule, table_named, text};

/// Lowers every seed.
pub(super) fn lower(context: &mut Context, spec: &Spec) -> BTreeMap<String, Seed> {
    let mut seeds = BTreeMap::new();
    let mut places: BTreeMap<String, Span> = BTreeMap::new();
    let mut tables: BTreeMap<ObjectName, Span> = BTreeMap::new();
    for document in &spec.documents {
        let names = document.sources.keys().chain(document.transforms.keys());
        places.extend(names.map(|name| (name.value.clone(), name.span)));
    }
    for document in &spec.documents {
        let schema = document.schema.as_ref().map(|schema| schema.value.as_str());
        let scope = context.names.scope(schema);
        for (name, keys) in &document.seeds {
            super::project::check_file_name(context, "seed", name);
            if let Some(first) = places.insert(name.value.clone(), name.span) {
                // The ledger knows what ran by its name.
                let message =
                    format!("a seed, source or transform `{}` is declared already", name.value);
                let finding = Diagnostic::error("duplicate_object", name.span, message);
                context.report(finding.with_other(first, "first declared here"));
            }
            let seed = seed(context, keys, &scope, &mut tables);
            seeds.insert(name.value.clone(), seed);
        }
    }
    seeds
}

fn seed(
    context: &mut Context,
    keys: &spec::Seed,
    scope: &Scope,
    known: &mut BTreeMap<ObjectName, Span>,
) -> Seed {
    let schedule = schedule::lower(context, &keys.schedule, Missed::Latest);
    let mut tables = BTreeMap::new();
    for (name, table_keys) in &keys.tables {
        let Some(table) = table_named(context, name, scope) else { continue };
        if let Some(first) = known.insert(table.clone(), name.span) {
            let message = format!("the rows of `{table}` are told twice");
            let finding = Diagnostic::error("duplicate_object", name.span, message);
            context.report(finding.with_other(first, "first told here"));
        }
        if let (Some(each_time), None) = (&table_keys.each_time, &schedule) {
            let message = "no time is said at which these rows come";
            let finding = Diagnostic::error("missing_key", each_time.span, message);
            context.report(finding.with_help("give the seed a `schedule`"));
        }
        let Some(declared) = context.database.tables.get(&table).cloned() else { continue };
        if declared.partition_of.is_some() {
            let message = format!("`{table}` gets its rows through the table that it is part of");
            let finding = Diagnostic::error("invalid_value", name.span, message);
            context.report(finding.with_help("name that table"));
        }
        let lowering = Lowering { name: &table, table: &declared, scope };
        let lowered = lowering.lower(context, table_keys);
        tables.insert(table, lowered);
    }
    let mut then = Vec::new();
    for statement in &keys.then {
        if context.read(statement, sql::check_query(statement)).is_some() {
            crate::check::resolve::query(context, statement, &["at".to_owned()], scope);
        }
        then.push(trimmed(statement));
    }
    Seed { description: text(&keys.description), schedule, tables, then }
}

struct Lowering<'l> {
    name: &'l ObjectName,
    table: &'l Table,
    scope: &'l Scope,
}

impl Lowering<'_> {
    fn lower(&self, context: &mut Context, keys: &spec::SeedTable) -> SeedTable {
        let rows = keys.rows.as_ref().and_then(|rows| self.rows(context, rows));
        let mut columns = BTreeMap::new();
        for (name, keys) in &keys.columns {
            if let Some(column) = self.column(context, name, keys) {
                columns.insert(name.value.clone(), column);
            }
        }
        SeedTable { rows, each_time: keys.each_time.as_ref().map_or(0, |it| it.value), columns }
    }

    fn rows(
        &self,
        context: &mut Context,
        rows: &ShortOrLong<Spanned<u64>, spec::RowsPer>,
    ) -> Option<SeedRows> {
        let keys = match rows {
            ShortOrLong::Short(rows) => return Some(SeedRows::Rows(rows.value)),
            ShortOrLong::Long(keys) => keys,
        };
        let table = table_named(context, &keys.per, self.scope)?;
        let is_target = self.table.foreign_keys().any(|(_, key)| key.target == table);
        if !is_target && context.faulty_links.contains_key(self.name) {
            return None;
        }
        if !is_target || table == *self.name {
            let message = format!("no foreign key of `{}` refers to `{table}`", self.name);
            let finding = Diagnostic::error("unknown_value", keys.per.span, message);
            let targets: Vec<String> =
                self.table.foreign_keys().map(|(_, key)| format!("`{}`", key.target)).collect();
            context.report(finding.with_help(match targets.is_empty() {
                true => "write a number of rows".to_owned(),
                false => format!("name one of {}", targets.join(", ")),
            }));
            return None;
        }
        let from = keys.from.as_ref().map_or(1, |from| from.value);
        if from > keys.to.value {
            let message = format!("at least {from} and at most {}", keys.to.value);
            let finding = Diagnostic::error("invalid_value", keys.to.span, message);
            context.report(finding.with_help("`from` is at most `to`"));
            return None;
        }
        Some(SeedRows::Per { table, from, to: keys.to.value })
    }

    fn column(
        &self,
        context: &mut Context,
        name: &Spanned<String>,
        keys: &spec::SeedColumn,
    ) -> Option<SeedColumn> {
        let Some(column) = self.table.column(name) else {
            let known: Vec<&str> =
                self.table.columns.iter().map(|column| column.name.as_str()).collect();
            let message = format!("`{}` has no column `{}`", self.name, name.value);
            let finding = Diagnostic::error("unknown_column", name.span, message);
            context.report(finding.with_help(suggest(name, &known, "column")));
            return None;
        };
        if column.is_the_servers() {
            let message = format!("the server gives `{}` its values", name.value);
            let finding = Diagnostic::error("contradicting_keys", name.span, message);
            context.report(finding.with_help("leave the column out"));
        }
        contradictions(context, keys);
        let mut links = self.table.foreign_keys().map(|(_, key)| key);
        let link = links.find(|key| key.columns.contains(&name.value));
        if let Some(sql) = &keys.sql {
            expression(context, sql, self.name, self.scope);
        }
        if let Some(among) = &keys.among {
            self.among(context, name, among, link);
        }
        Some(SeedColumn {
            like: keys.like.as_ref().and_then(|written| likeness(context, written)),
            values: keys.values.iter().map(|(name, it)| (name.value.clone(), it.value)).collect(),
            from: keys.from.as_ref().and_then(|written| bound(context, written)),
            to: keys.to.as_ref().and_then(|written| bound(context, written)),
            distribution: keys.distribution.map(|distribution| match distribution {
                spec::Distribution::Uniform => Distribution::Uniform,
                spec::Distribution::Normal => Distribution::Normal,
                spec::Distribution::Skewed => Distribution::Skewed,
                spec::Distribution::Growing => Distribution::Growing,
            }),
            nulls: keys.nulls.as_ref().and_then(|written| {
                if column.not_null {
                    let message = format!("`{}` is not null", name.value);
                    let finding = Diagnostic::error("contradicting_keys", written.span, message);
                    context.report(finding.with_help("leave `nulls` out"));
                }
                share(context, written)
            }),
            pattern: keys.pattern.as_ref().map(|written| pattern(context, written)),
            sql: keys.sql.as_ref().map(|it| trimmed(it)),
            among: keys.among.as_ref().map(|it| trimmed(it)),
        })
    }

    /// Checks the condition on the rows that a foreign key may refer to.
    fn among(
        &self,
        context: &mut Context,
        column: &str,
        among: &Spanned<String>,
        link: Option<&ForeignKey>,
    ) {
        let Some(key) = link else {
            let faulty = context.faulty_links.get(self.name);
            if faulty.is_some_and(|columns| columns.contains(column)) {
                return;
            }
            let message = format!("no foreign key holds `{column}`");
            let finding = Diagnostic::error("contradicting_keys", among.span, message);
            context.report(finding.with_help("`values` or `sql` say what it holds"));
            return;
        };
        expression(context, among, &key.target, self.scope);
    }
}

/// Reports keys of which one makes the other void.
fn contradictions(context: &mut Context, keys: &spec::SeedColumn) {
    let first_value = keys.values.keys().next().map(|value| value.span);
    let ways = [
        ("sql", keys.sql.as_ref().map(|it| it.span)),
        ("values", first_value),
        ("pattern", keys.pattern.as_ref().map(|it| it.span)),
        ("like", keys.like.as_ref().map(|it| it.span)),
        ("among", keys.among.as_ref().map(|it| it.span)),
    ];
    let mut said = ways.iter().filter_map(|(key, span)| Some((*key, (*span)?)));
    if let (Some((first, _)), Some((second, span))) = (said.next(), said.next()) {
        let message = format!("`{first}` says what the column holds, and `{second}` too");
        let finding = Diagnostic::error("contradicting_keys", span, message);
        context.report(finding.with_help(format!("leave `{second}` out")));
    }
}

/// Checks an expression over the rows of a table.
fn expression(context: &mut Context, text: &Spanned<String>, table: &ObjectName, scope: &Scope) {
    if context.read(text, sql::check_expression(&sql::mask_parameters(text))).is_none() {
        return;
    }
    crate::check::resolve::over_relation(context, text, table, scope);
    crate::check::resolve::parameters(context, text, &["at".to_owned()], scope);
}

fn likeness(context: &mut Context, written: &Spanned<String>) -> Option<Likeness> {
    let found = Likeness::find(written);
    if found.is_none() {
        let known: Vec<&str> = Likeness::ALL.iter().map(|(_, word, _)| *word).collect();
        let message = format!("nothing is known that is like `{}`", written.value);
        let finding = Diagnostic::error("unknown_value", written.span, message);
        context.report(finding.with_help(suggest(written, &known, "likeness")));
    }
    found
}

fn bound(context: &mut Context, written: &Spanned<String>) -> Option<Bound> {
    let bound = Bound::parse(written);
    if bound.is_none() {
        let message = format!("`{}` is no number and no time", written.value);
        let finding = Diagnostic::error("invalid_value", written.span, message);
        let help = "write it like `10`, `2026-11-01`, `2026-11-01 08:00`, `90 days ago`, `in 30 days` or `now`";
        context.report(finding.with_help(help));
    }
    bound
}

fn share(context: &mut Context, written: &Spanned<String>) -> Option<u32> {
    let share = written.strip_suffix('%').and_then(|number| hundredths(number.trim()));
    if share.is_none() {
        let message = format!("`{}` is no share", written.value);
        let finding = Diagnostic::error("invalid_value", written.span, message);
        context.report(finding.with_help("write it like `20%`"));
    }
    share
}

fn pattern(context: &mut Context, written: &Spanned<String>) -> String {
    if let Err(error) = regex_syntax::parse(written) {
        let why = match error {
            regex_syntax::Error::Parse(error) => error.kind().to_string(),
            regex_syntax::Error::Translate(error) => error.kind().to_string(),
            _ => "it cannot be read".to_owned(),
        };
        let message = format!("no text can be made of `{}`: {why}", written.value);
        let finding = Diagnostic::error("invalid_value", written.span, message);
        context.report(finding.with_help("write it like `[A-Z]{2}[0-9]{8}`"));
    }
    written.value.clone()
}
