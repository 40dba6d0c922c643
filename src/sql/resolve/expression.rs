//! Names in expressions.

use std::ops::Range;

use squawk_syntax::ast::{self, AstNode};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::functions::takes_any_row;
use super::query::is_query;
use super::scope::{Column, ColumnSet, Found, Scope, Source, is_system_column};
use super::{ProblemKind, Resolver};
use crate::sql::name::QualifiedName;
use crate::sql::tree::{dotted, has_token, name_of, range_of};

impl Resolver<'_> {
    /// Resolves every name in an expression. Returns the column if the expression is one.
    pub(super) fn expression(&mut self, node: &SyntaxNode, scope: &Scope<'_>) -> Option<Column> {
        match node.kind() {
            SyntaxKind::NAME_REF => self.column(node, scope),
            SyntaxKind::FIELD_EXPR => self.field(node, scope),
            SyntaxKind::PAREN_EXPR => {
                let mut inner = node.children();
                let column = inner.next().and_then(|inner| self.expression(&inner, scope));
                inner.for_each(|inner| drop(self.expression(&inner, scope)));
                column
            }
            SyntaxKind::CALL_EXPR => {
                self.call(node, scope);
                None
            }
            SyntaxKind::GRAPH_TABLE_FN | SyntaxKind::ERROR => None,
            kind if ast::Type::can_cast(kind) => None,
            kind if is_query(kind) => {
                self.query(node, scope);
                None
            }
            _ => {
                self.parts(node, scope);
                None
            }
        }
    }

    /// Resolves every expression below `node`.
    pub(super) fn parts(&mut self, node: &SyntaxNode, scope: &Scope<'_>) {
        for inner in node.children() {
            self.expression(&inner, scope);
        }
    }

    fn call(&mut self, call: &SyntaxNode, scope: &Scope<'_>) {
        for part in call.children() {
            let is_name = part.kind() == SyntaxKind::NAME_REF || dotted(&part).is_some();
            if !is_name {
                self.expression(&part, scope);
            }
        }
    }

    fn column(&mut self, node: &SyntaxNode, scope: &Scope<'_>) -> Option<Column> {
        if is_keyword(node) {
            return None;
        }
        let name = name_of(node);
        match scope.unqualified(&name) {
            Found::Column(column) => {
                self.read_column(&column);
                return Some(column);
            }
            Found::Row(source) => self.read_row(&source),
            Found::System(source) => self.read_unknown(&source),
            Found::Unknowable => {}
            Found::Ambiguous => {
                self.problem(ProblemKind::AmbiguousColumn { name }, range_of(node));
            }
            Found::Missing => {
                let visible = scope.levels().flat_map(|level| level.from.visible.names());
                let candidates = visible.collect();
                let kind = ProblemKind::UnknownColumn { name, of: None, candidates };
                self.problem(kind, range_of(node));
            }
        }
        None
    }

    /// Resolves `table.column`, `table.*` or `(…).field`.
    fn field(&mut self, node: &SyntaxNode, scope: &Scope<'_>) -> Option<Column> {
        let Some(parts) = dotted(node) else {
            let base = node.first_child()?;
            self.expression(&base, scope);
            return None;
        };
        if has_token(node, SyntaxKind::STAR) {
            self.star_of(&parts, scope);
            return None;
        }
        let (last, table) = parts.split_last()?;
        let source = self.table(table, scope)?;
        self.column_of(&source, last)
    }

    fn column_of(&mut self, source: &Source, node: &SyntaxNode) -> Option<Column> {
        let name = name_of(node);
        let matches: Vec<Column> = source.set.find(&name).cloned().collect();
        if let [column] = matches.as_slice() {
            self.read_column(column);
            return Some(column.clone());
        }
        if !matches.is_empty() {
            self.problem(ProblemKind::AmbiguousColumn { name }, range_of(node));
            return None;
        }
        let function = QualifiedName { schema: None, name: name.clone() };
        if is_system_column(&name) && source.relation.is_some() || !source.set.complete {
            self.read_unknown(source);
        } else if takes_any_row(&name) || self.catalog.function_exists(&function) {
            self.read_row(source);
        } else {
            self.unknown_column_of(source.name.clone(), name, &source.set, range_of(node));
        }
        None
    }

    pub(super) fn unknown_column_of(
        &mut self,
        of: Option<String>,
        name: String,
        set: &ColumnSet,
        range: Range<usize>,
    ) {
        let kind = ProblemKind::UnknownColumn { name, of, candidates: set.names() };
        self.problem(kind, range);
    }

    /// Resolves `table` or `schema.table` before a dot.
    fn table(&mut self, parts: &[SyntaxNode], scope: &Scope<'_>) -> Option<Source> {
        let names: Vec<String> = parts.iter().map(name_of).collect();
        let (name, schema) = match names.as_slice() {
            [name] => (name, None),
            [.., schema, name] => (name, Some(schema.as_str())),
            [] => return None,
        };
        if let Some(source) = scope.source(schema, name) {
            return Some(source.clone());
        }
        let sources = scope.levels().flat_map(|level| &level.from.sources);
        let candidates = sources.filter_map(|source| source.name.clone()).collect();
        let range = range_of(parts.first()?).start..range_of(parts.last()?).end;
        self.problem(ProblemKind::UnknownAlias { name: names.join("."), candidates }, range);
        None
    }

    /// Resolves `table.*`; the columns it stands for.
    pub(super) fn star_of(&mut self, parts: &[SyntaxNode], scope: &Scope<'_>) -> ColumnSet {
        let Some(source) = self.table(parts, scope) else { return ColumnSet::default() };
        self.read_row(&source);
        source.set
    }
}

/// Whether a name is one of the functions that are called without parentheses.
fn is_keyword(node: &SyntaxNode) -> bool {
    const KEYWORDS: &[&str] = &[
        "current_catalog",
        "current_date",
        "current_role",
        "current_schema",
        "current_time",
        "current_timestamp",
        "current_user",
        "localtime",
        "localtimestamp",
        "session_user",
        "system_user",
        "user",
    ];
    let text = node.text().to_string();
    KEYWORDS.iter().any(|keyword| keyword.eq_ignore_ascii_case(text.trim()))
}
