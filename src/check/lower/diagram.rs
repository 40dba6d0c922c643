//! Diagrams: which tables they show, and what refers to what without a foreign key.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::context::Context;
use crate::diagnostic::{Diagnostic, suggest};
use crate::model::{Diagram, DiagramColumns, DiagramRelation, ObjectName, next_by_foreign_keys};
use crate::source::{OneOrMany, Spanned};
use crate::spec::{self, Spec};

use super::project::check_file_name;
use super::{table_named, text};

/// Lowers every diagram.
pub(super) fn lower(context: &mut Context, spec: &Spec) -> BTreeMap<String, Diagram> {
    let mut diagrams = BTreeMap::new();
    for (name, keys) in spec.documents.iter().flat_map(|document| document.diagrams.iter()) {
        check_file_name(context, "diagram", name);
        let tables = tables(context, name, keys);
        let columns = match keys.columns {
            None | Some(spec::DiagramColumns::All) => DiagramColumns::All,
            Some(spec::DiagramColumns::Keys) => DiagramColumns::Keys,
            Some(spec::DiagramColumns::None) => DiagramColumns::None,
        };
        let relations = keys.relations.iter();
        let relations = relations.filter_map(|keys| relation(context, keys, &tables)).collect();
        let title = text(&keys.title).unwrap_or_else(|| name.value.clone());
        let diagram = Diagram { title, tables, columns, relations };
        if diagrams.insert(name.value.clone(), diagram).is_some() {
            let message = format!("diagram `{}` is declared twice", name.value);
            let finding = Diagnostic::error("duplicate_object", name.span, message);
            context.report(finding.with_help("rename one of the two, or merge them"));
        }
    }
    diagrams
}

/// Returns what a diagram shows: what its patterns name and what is around its tables, without its exceptions.
fn tables(
    context: &mut Context,
    name: &Spanned<String>,
    keys: &spec::Diagram,
) -> BTreeSet<ObjectName> {
    if keys.tables.is_empty() && keys.around.is_empty() {
        let message = format!("diagram `{}` shows no tables", name.value);
        let finding = Diagnostic::error("missing_key", name.span, message);
        context.report(finding.with_help("add `tables: [SCHEMA.*]`, or `around: SCHEMA.TABLE`"));
    }
    if let Some(distance) = keys.distance.as_ref().filter(|_| keys.around.is_empty()) {
        let message = "a distance without a table that it is from";
        let finding = Diagnostic::error("contradicting_keys", distance.span, message);
        context.report(finding.with_help("add `around: SCHEMA.TABLE`, or remove `distance`"));
    }
    let mut tables = around(context, keys);
    for pattern in &keys.tables {
        let found = matching(context, pattern);
        if found.is_empty() {
            context.unmatched_pattern(pattern);
        }
        tables.extend(found);
    }
    for pattern in &keys.except {
        let left_out = matching(context, pattern);
        tables.retain(|table| !left_out.contains(table));
    }
    tables
}

/// Returns the tables of `around`, and those so many foreign keys away, whichever way the keys point.
fn around(context: &mut Context, keys: &spec::Diagram) -> BTreeSet<ObjectName> {
    let scope = context.names.scope(None);
    let centres = keys.around.iter().filter_map(|name| table_named(context, name, &scope));
    let mut found: BTreeSet<ObjectName> = centres.collect();
    if found.is_empty() {
        return found;
    }
    let next = next_by_foreign_keys(context.database.whole_tables());
    let mut border = found.clone();
    for _ in 0..keys.distance.as_ref().map_or(1, |distance| distance.value) {
        let beside = border.iter().filter_map(|name| next.get(name)).flatten();
        border = beside.copied().filter(|name| !found.contains(name)).cloned().collect();
        if border.is_empty() {
            break;
        }
        found.extend(border.iter().cloned());
    }
    found
}

/// Tables that a pattern names; partitions only where they are named outright.
fn matching(context: &Context, pattern: &Spanned<String>) -> BTreeSet<ObjectName> {
    let exact = !pattern.contains('*');
    let tables = &context.database.tables;
    let named = crate::check::access::pattern::matching(tables, pattern).into_iter();
    named.filter(|name| exact || tables[*name].partition_of.is_none()).cloned().collect()
}

/// Lowers a relation between two tables of the diagram.
fn relation(
    context: &mut Context,
    keys: &spec::DiagramRelation,
    shown: &BTreeSet<ObjectName>,
) -> Option<DiagramRelation> {
    let table = end(context, &keys.table, shown);
    let target = end(context, &keys.to, shown);
    let (table, target) = (table?, target?);
    let columns = columns(context, &table, &keys.columns);
    let written = if keys.to_columns.is_empty() { &keys.columns } else { &keys.to_columns };
    let target_columns = self::columns(context, &target, written);
    if keys.columns.len() != written.len() {
        let message = format!("{} columns against {}", keys.columns.len(), written.len());
        let finding = Diagnostic::error("contradicting_keys", keys.to.span, message);
        context.report(finding.with_help("name as many columns on both sides"));
        return None;
    }
    Some(DiagramRelation { table, columns: columns?, target, target_columns: target_columns? })
}

/// Finds a table of a relation, which is to be drawn.
fn end(
    context: &mut Context,
    name: &Spanned<String>,
    shown: &BTreeSet<ObjectName>,
) -> Option<ObjectName> {
    let scope = context.names.scope(None);
    let table = table_named(context, name, &scope)?;
    if !shown.contains(&table) {
        let message = format!("the diagram does not show `{table}`");
        let finding = Diagnostic::error("unknown_relation", name.span, message);
        context.report(finding.with_help("add it to `tables`, or remove the relation"));
        return None;
    }
    Some(table)
}

/// Returns columns of a table, or nothing where one of them is not there.
fn columns(
    context: &mut Context,
    table: &ObjectName,
    written: &OneOrMany<Spanned<String>>,
) -> Option<Vec<String>> {
    let known: Vec<String> =
        context.database.tables[table].columns.iter().map(|column| column.name.clone()).collect();
    let mut is_complete = !written.is_empty();
    for name in written.iter().filter(|name| !known.contains(&name.value)) {
        let names: Vec<&str> = known.iter().map(String::as_str).collect();
        let message = format!("table `{table}` has no column `{}`", name.value);
        let finding = Diagnostic::error("unknown_column", name.span, message);
        context.report(finding.with_help(suggest(name, &names, "column")));
        is_complete = false;
    }
    is_complete.then(|| written.iter().map(|name| name.value.clone()).collect())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::check::check;
    use crate::spec::read_texts;

    /// Four tables in a row, each referring to the one before.
    const ROW: &str = "schema: s
tables:
  a: { columns: { n: bigint primary key } }
  b: { columns: { n: bigint primary key references a } }
  c: { columns: { n: bigint primary key references b } }
  d: { columns: { n: bigint primary key references c } }
  e: { columns: { n: bigint primary key } }
";

    fn shown(diagram: &str) -> Vec<String> {
        let text = format!("{ROW}diagrams: {{ x: {diagram} }}");
        let project = "project: p\npostgres: 17\n".to_owned();
        let texts = [("pgspec.yaml", project), ("schema/s.yaml", text)];
        let texts: BTreeMap<String, String> =
            texts.into_iter().map(|(path, text)| (path.to_owned(), text)).collect();
        let (spec, sources, findings) = read_texts(&texts);
        assert!(findings.is_empty(), "{findings:#?}");
        let checked = check(&spec, &sources);
        let project = checked.project.expect("it is well");
        project.diagrams["x"].tables.iter().map(|table| table.name.clone()).collect()
    }

    #[test]
    fn what_is_around_a_table_is_that_many_keys_away() {
        assert_eq!(shown("{ around: s.b }"), ["a", "b", "c"]);
        assert_eq!(shown("{ around: s.b, distance: 0 }"), ["b"]);
        assert_eq!(shown("{ around: [s.a], distance: 2 }"), ["a", "b", "c"]);
        assert_eq!(shown("{ around: s.a, distance: 18446744073709551615 }"), ["a", "b", "c", "d"]);
        assert_eq!(shown("{ around: s.a, tables: [s.e], except: [s.b] }"), ["a", "e"]);
    }
}
