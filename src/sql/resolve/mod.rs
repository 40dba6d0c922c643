//! Whether the relations and columns that a query names exist, and which of them it touches.
//!
//! The rule is: no false alarms. A problem is reported only if it is certain; where something is
//! not known (an opaque relation, a function in `FROM` whose columns are not known, a field of a
//! composite value) names that could come from there are not judged. Text that does not parse is
//! not judged at all, types are not checked, and functions are not looked for.

mod access;
mod alias;
mod expression;
mod from;
mod functions;
mod output;
mod query;
mod scope;
mod write;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::lenient::{self, Fragment, Tree};
use squawk_syntax::{SyntaxElement, SyntaxKind};

use super::name::QualifiedName;
use super::parameters;
use scope::{Scope, Source, Tables};

pub use access::RelationAccess;

/// The most joins in one text: more are not judged, because each looks at all columns before it.
const MAX_JOINS: usize = 250;

/// A column of a relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnInfo {
    /// Its name as PostgreSQL stores it.
    pub name: String,
    /// Its type, if it is known; carried to the output, never interpreted.
    pub data_type: Option<String>,
}

/// What a [`Catalog`] knows of a relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Relation {
    /// It exists and has exactly these columns.
    Known {
        /// Its full name; accesses are reported under it.
        name: QualifiedName,
        /// Its columns in order, system columns left out.
        columns: Vec<ColumnInfo>,
    },
    /// It exists, with columns that are not known.
    Opaque,
    /// There is none of that name.
    Unknown,
}

/// What exists: the answers come from the caller. Deep text is read on a thread of its own.
pub trait Catalog: Sync {
    /// Looks up a relation by the name as written, search path included. Never asked about
    /// `pg_catalog` and `information_schema`, whose relations are taken to exist.
    fn relation(&self, name: &QualifiedName) -> Relation;

    /// Whether a function of that name exists outside of `pg_catalog`. It is asked before `t.name`
    /// is called unknown, because PostgreSQL also reads that as `name(t)`.
    fn function_exists(&self, name: &QualifiedName) -> bool {
        let _ = name;
        false
    }
}

/// What is wrong with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProblemKind {
    /// No such relation.
    UnknownRelation {
        /// The name as written.
        name: QualifiedName,
    },
    /// No such column.
    UnknownColumn {
        /// The name as written.
        name: String,
        /// The table or alias it was said to belong to, if one was.
        of: Option<String>,
        /// The columns that could have been meant.
        candidates: Vec<String>,
    },
    /// Several tables in scope have such a column.
    AmbiguousColumn {
        /// The name as written.
        name: String,
    },
    /// `alias.column` where nothing in `FROM` is called so.
    UnknownAlias {
        /// The name as written.
        name: String,
        /// The names that could have been meant.
        candidates: Vec<String>,
    },
    /// `:name` that is not among the query's parameters.
    UnknownParameter {
        /// The name without the colon.
        name: String,
        /// The query's parameters.
        candidates: Vec<String>,
    },
}

/// A name that does not resolve, and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub kind: ProblemKind,
    /// The bytes of the name in the text.
    pub range: Range<usize>,
}

/// A column that a query returns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputColumn {
    /// Its name; PostgreSQL's own choice (`?column?`, `sum`, …) where none was given.
    pub name: String,
    /// The relation and column it is a plain copy of, through subqueries too.
    pub source: Option<(QualifiedName, String)>,
    /// The type of that column, if it is known.
    pub data_type: Option<String>,
    /// The columns of relations that its value is computed from, through subqueries too.
    pub reads: BTreeSet<(QualifiedName, String)>,
}

/// What resolving found out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resolution {
    /// Every name that does not resolve, in the order of the text.
    pub problems: Vec<Problem>,
    /// The columns of the result; `None` if they are not all known.
    pub output: Option<Vec<OutputColumn>>,
    /// What is done to each relation that the query itself names; what a view does behind its name
    /// is not followed.
    pub accesses: BTreeMap<QualifiedName, RelationAccess>,
    /// What comes into the columns of tables by INSERTs of queries whose columns are all known.
    pub inserts: Vec<(QualifiedName, Vec<OutputColumn>)>,
}

/// What the columns of an expression may belong to.
#[derive(Debug, Clone, Copy)]
pub enum Row<'a> {
    /// One relation's row: checks, policies, generated columns, index predicates.
    Of(&'a QualifiedName),
    /// `old` and `new` of one relation: trigger conditions.
    OldAndNew(&'a QualifiedName),
    /// These columns, of no relation.
    Columns(&'a [ColumnInfo]),
}

/// Resolves the names in a query, or in several with semicolons; the output is the last one's.
///
/// `parameters` are the names that may follow a colon.
pub fn resolve_query(text: &str, catalog: &dyn Catalog, parameters: &[String]) -> Resolution {
    let judged = judged(text, Fragment::Query, |tree| {
        let mut resolver = Resolver::new(catalog);
        let statements = tree.root().children();
        let output = statements.map(|statement| resolver.statement(&statement)).last();
        resolver.finish(tree, output)
    });
    let Some(mut resolution) = judged else { return Resolution::default() };
    resolution.problems.extend(unknown_parameters(text, parameters));
    resolution.problems.sort_by_key(|problem| problem.range.start);
    resolution
}

/// Finds every `:name` that is not among `parameters`.
pub fn unknown_parameters(text: &str, parameters: &[String]) -> Vec<Problem> {
    let found = parameters::find_parameters(text).into_iter();
    let unknown = found.filter(|(name, _)| !parameters.contains(name));
    let problem = |(name, range)| {
        let kind = ProblemKind::UnknownParameter { name, candidates: parameters.to_vec() };
        Problem { kind, range }
    };
    unknown.map(problem).collect()
}

/// Resolves the names in an expression over one row. Subqueries in it may name any relation.
pub fn resolve_expression(text: &str, row: Row<'_>, catalog: &dyn Catalog) -> Resolution {
    let judged = judged(text, Fragment::Expression, |tree| {
        let mut resolver = Resolver::new(catalog);
        let from = resolver.row(row);
        let scope = Scope { from, ..Scope::default() };
        let output = tree.root().children().next().map(|select| resolver.query(&select, &scope));
        resolver.finish(tree, output)
    });
    judged.unwrap_or_default()
}

fn judged(
    text: &str,
    fragment: Fragment,
    judge: impl FnOnce(&Tree) -> Resolution + Send,
) -> Option<Resolution> {
    let judged = |tree: &Tree| (tree.is_valid() && has_few_joins(tree)).then(|| judge(tree));
    lenient::read(text, fragment, judged).flatten()
}

fn has_few_joins(tree: &Tree) -> bool {
    let root = tree.root();
    let is_join = |element: &SyntaxElement| element.kind() == SyntaxKind::JOIN_KW;
    root.descendants_with_tokens().filter(is_join).nth(MAX_JOINS).is_none()
}

/// A resolution in progress.
struct Resolver<'a> {
    catalog: &'a dyn Catalog,
    problems: Vec<Problem>,
    accesses: BTreeMap<QualifiedName, RelationAccess>,
    inserts: Vec<(QualifiedName, Vec<OutputColumn>)>,
    /// What was read since this was taken last.
    reads: BTreeSet<(QualifiedName, String)>,
}

impl<'a> Resolver<'a> {
    fn new(catalog: &'a dyn Catalog) -> Self {
        Self {
            catalog,
            problems: Vec::new(),
            accesses: BTreeMap::new(),
            inserts: Vec::new(),
            reads: BTreeSet::new(),
        }
    }

    fn problem(&mut self, kind: ProblemKind, range: Range<usize>) {
        let problem = Problem { kind, range };
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    fn row(&mut self, row: Row<'_>) -> Tables {
        match row {
            Row::Of(name) => Tables::of(self.target(name, &name.name)),
            Row::OldAndNew(name) => {
                let sources = ["old", "new"].map(|alias| self.target(name, alias));
                Tables { sources: sources.into(), ..Tables::default() }
            }
            Row::Columns(columns) => Tables::of(Source::of_columns(columns)),
        }
    }

    fn finish(self, tree: &Tree, output: Option<scope::ColumnSet>) -> Resolution {
        let mut problems = self.problems;
        for problem in &mut problems {
            problem.range = tree.range(problem.range.clone());
        }
        problems.sort_by_key(|problem| problem.range.start);
        let output = output.and_then(scope::ColumnSet::into_output);
        Resolution { problems, output, accesses: self.accesses, inserts: self.inserts }
    }
}
