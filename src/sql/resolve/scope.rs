//! What names mean at one place of a query: tables, columns and `WITH` names, level by level.

use std::collections::BTreeSet;

use super::{ColumnInfo, OutputColumn};
use crate::sql::name::QualifiedName;

/// A column that can be named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: String,
    /// The columns of relations it is a copy of; two if `USING` merged them.
    pub(super) origins: Vec<(QualifiedName, String)>,
    pub(super) data_type: Option<String>,
    /// The columns of relations that its value is computed from.
    pub(super) reads: BTreeSet<(QualifiedName, String)>,
}

impl Column {
    /// The columns of relations that its value is a copy of, or is computed from.
    pub(super) fn sources(&self) -> BTreeSet<(QualifiedName, String)> {
        self.origins.iter().chain(&self.reads).cloned().collect()
    }
}

/// The columns of something, as far as they are known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ColumnSet {
    pub(super) columns: Vec<Column>,
    /// Whether there are no others. If there may be, positions mean nothing.
    pub(super) complete: bool,
}

impl ColumnSet {
    pub(super) fn complete(columns: Vec<Column>) -> Self {
        Self { columns, complete: true }
    }

    pub(super) fn named(names: impl IntoIterator<Item = String>) -> Self {
        let column = |name| Column { name, ..Column::default() };
        Self::complete(names.into_iter().map(column).collect())
    }

    pub(super) fn of_infos(infos: &[ColumnInfo], relation: Option<&QualifiedName>) -> Self {
        let column = |info: &ColumnInfo| Column {
            name: info.name.clone(),
            origins: relation
                .map(|relation| (relation.clone(), info.name.clone()))
                .into_iter()
                .collect(),
            data_type: info.data_type.clone(),
            reads: BTreeSet::new(),
        };
        Self::complete(infos.iter().map(column).collect())
    }

    pub(super) fn find<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Column> {
        self.columns.iter().filter(move |column| column.name == name)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.find(name).next().is_some()
    }

    pub(super) fn names(&self) -> Vec<String> {
        self.columns.iter().map(|column| column.name.clone()).collect()
    }

    pub(super) fn append(&mut self, other: ColumnSet) {
        self.columns.extend(other.columns);
        self.complete &= other.complete;
    }

    /// Gives the first columns other names, as `AS alias (a, b)` does.
    pub(super) fn rename(&mut self, names: &[String]) {
        if !self.complete {
            self.columns = ColumnSet::named(names.iter().cloned()).columns;
            return;
        }
        for (column, name) in self.columns.iter_mut().zip(names) {
            column.name.clone_from(name);
        }
    }

    /// Forgets where columns come from, as a union does.
    pub(super) fn without_origins(mut self) -> Self {
        for column in &mut self.columns {
            column.reads = column.sources();
            column.origins.clear();
            column.data_type = None;
        }
        self
    }

    /// Adds where the columns of another arm of a union come from.
    pub(super) fn also_reads(&mut self, other: &Self) {
        for (column, other) in self.columns.iter_mut().zip(&other.columns) {
            column.reads.extend(other.sources());
        }
    }

    pub(super) fn into_output(self) -> Option<Vec<OutputColumn>> {
        let output = |column: Column| OutputColumn {
            reads: column.sources(),
            name: column.name,
            source: column.origins.into_iter().next(),
            data_type: column.data_type,
        };
        self.complete.then(|| self.columns.into_iter().map(output).collect())
    }
}

/// Something in `FROM` that can stand before a dot.
#[derive(Debug, Clone, Default)]
pub(super) struct Source {
    /// The alias, or the relation's own name.
    pub(super) name: Option<String>,
    /// The schema as written, if the relation has no alias.
    pub(super) schema: Option<String>,
    pub(super) set: ColumnSet,
    /// The relation behind it, if it is one.
    pub(super) relation: Option<QualifiedName>,
    /// Whether an alias hides the relation's own name.
    pub(super) aliased: bool,
}

impl Source {
    pub(super) fn of_columns(columns: &[ColumnInfo]) -> Self {
        Self { set: ColumnSet::of_infos(columns, None), ..Self::default() }
    }

    /// Whether `schema.name` can mean this source.
    fn is_in(&self, schema: &str) -> bool {
        let canonical = self.relation.as_ref().and_then(|relation| relation.schema.as_deref());
        let written = self.schema.as_deref();
        !self.aliased
            && self.relation.is_some()
            && (written == Some(schema) || canonical.is_none_or(|canonical| canonical == schema))
    }
}

/// What a `FROM` clause brings into scope.
#[derive(Debug, Clone)]
pub(super) struct Tables {
    pub(super) sources: Vec<Source>,
    /// The columns that can be named without a table, and that `*` stands for.
    pub(super) visible: ColumnSet,
}

impl Default for Tables {
    fn default() -> Self {
        Self { sources: Vec::new(), visible: ColumnSet::complete(Vec::new()) }
    }
}

impl Tables {
    pub(super) fn of(source: Source) -> Self {
        Self { visible: source.set.clone(), sources: vec![source] }
    }

    pub(super) fn append(&mut self, other: Tables) {
        self.sources.extend(other.sources);
        self.visible.append(other.visible);
    }
}

/// One level of a query, and the levels around it.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope<'p> {
    pub(super) parent: Option<&'p Scope<'p>>,
    pub(super) from: Tables,
    /// `WITH` names of this level; a later one hides an earlier one.
    pub(super) with: Vec<(String, ColumnSet)>,
}

/// What an unqualified name turned out to be.
pub(super) enum Found {
    Column(Column),
    /// The name of a table, which stands for its whole row.
    Row(Source),
    /// A name that something unknown may provide.
    Unknowable,
    /// A column that every table has without listing it.
    System(Source),
    Ambiguous,
    Missing,
}

impl<'p> Scope<'p> {
    pub(super) fn inside(parent: &'p Scope<'p>) -> Self {
        Self { parent: Some(parent), ..Self::default() }
    }

    pub(super) fn with_from(parent: &'p Scope<'p>, from: Tables) -> Self {
        Self { parent: Some(parent), from, with: Vec::new() }
    }

    pub(super) fn levels(&self) -> impl Iterator<Item = &Scope<'p>> {
        std::iter::successors(Some(self), |scope| scope.parent)
    }

    /// The columns of a `WITH` query in scope.
    pub(super) fn with_query(&self, name: &str) -> Option<&ColumnSet> {
        let named = |level: &'_ Scope<'_>| level.with.iter().rposition(|(known, _)| known == name);
        self.levels().find_map(|level| named(level).map(|index| &level.with[index].1))
    }

    /// Looks up a name without a table, as PostgreSQL does: columns level by level, then tables.
    pub(super) fn unqualified(&self, name: &str) -> Found {
        for level in self.levels() {
            let mut matches = level.from.visible.find(name);
            match (matches.next(), matches.next()) {
                (Some(column), None) => return Found::Column(column.clone()),
                (Some(_), Some(_)) => return Found::Ambiguous,
                _ => {}
            }
            if is_system_column(name) {
                let source = level.from.sources.iter().find(|source| source.relation.is_some());
                if let Some(source) = source {
                    return Found::System(source.clone());
                }
            }
            if !level.from.visible.complete {
                return Found::Unknowable;
            }
        }
        self.source(None, name).map_or(Found::Missing, |source| Found::Row(source.clone()))
    }

    /// Finds what stands before a dot.
    pub(super) fn source(&self, schema: Option<&str>, name: &str) -> Option<&Source> {
        self.levels().flat_map(|level| &level.from.sources).find(|source| {
            source.name.as_deref() == Some(name) && schema.is_none_or(|schema| source.is_in(schema))
        })
    }
}

/// Whether every table has a column of that name
/// (<https://www.postgresql.org/docs/current/ddl-system-columns.html>).
pub(super) fn is_system_column(name: &str) -> bool {
    matches!(name, "tableoid" | "xmin" | "cmin" | "xmax" | "cmax" | "ctid")
}
