//! Queries: `SELECT`, set operations, `VALUES`, `TABLE` and their `WITH` clauses.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::alias::column_names;
use super::output::output_name;
use super::scope::{Column, ColumnSet, Found, Scope, Source, Tables};
use super::{ProblemKind, Resolver};
use crate::sql::name::fold_identifier;
use crate::sql::tree::{
    child, children, dotted, has_token, name_of, range_of, tokens, with_clause,
};

/// Whether a node is a statement that returns rows, or may.
pub(super) fn is_query(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::SELECT
            | SyntaxKind::SELECT_INTO
            | SyntaxKind::COMPOUND_SELECT
            | SyntaxKind::PAREN_SELECT
            | SyntaxKind::VALUES
            | SyntaxKind::TABLE
            | SyntaxKind::INSERT
            | SyntaxKind::UPDATE
            | SyntaxKind::DELETE
            | SyntaxKind::MERGE
    )
}

impl Resolver<'_> {
    /// Resolves a statement; one that only contains queries (`CREATE VIEW`, `EXPLAIN`) through them.
    pub(super) fn statement(&mut self, node: &SyntaxNode) -> ColumnSet {
        if is_query(node.kind()) {
            return self.query(node, &Scope::default());
        }
        for inner in node.children().filter(|inner| is_query(inner.kind())) {
            self.query(&inner, &Scope::default());
        }
        ColumnSet::default()
    }

    /// Resolves a query inside `parent`; returns its columns.
    pub(super) fn query(&mut self, node: &SyntaxNode, parent: &Scope<'_>) -> ColumnSet {
        let scope = self.with(node, parent);
        self.arm(node, &scope)
    }

    /// Resolves a query whose `WITH` clause is already in `scope`.
    fn arm(&mut self, node: &SyntaxNode, scope: &Scope<'_>) -> ColumnSet {
        match node.kind() {
            SyntaxKind::SELECT | SyntaxKind::SELECT_INTO => self.select(node, scope),
            SyntaxKind::COMPOUND_SELECT => {
                let mut arms = node.children().filter(is_arm);
                let first = arms.next().map(|arm| self.arm(&arm, scope)).unwrap_or_default();
                let mut output = first.without_origins();
                for arm in arms {
                    let other = self.query(&arm, scope);
                    output.also_reads(&other);
                }
                self.tail_over(node, &output, scope);
                output
            }
            SyntaxKind::PAREN_SELECT | SyntaxKind::PAREN_EXPR => {
                let inner = node.children().find(is_arm);
                let output = inner.map(|inner| self.query(&inner, scope)).unwrap_or_default();
                self.tail_over(node, &output, scope);
                output
            }
            SyntaxKind::VALUES => self.values(node, scope),
            SyntaxKind::TABLE => {
                let from = self.relation_item(node, scope);
                for source in &from.sources {
                    self.read_row(source);
                }
                let output = from.visible.clone();
                self.tail(node, &output, &Scope::with_from(scope, from));
                output
            }
            _ => self.write(node, scope),
        }
    }

    /// Brings the names of a statement's `WITH` clause into scope.
    fn with<'p>(&mut self, statement: &SyntaxNode, parent: &'p Scope<'p>) -> Scope<'p> {
        let mut scope = Scope::inside(parent);
        let Some(clause) = with_clause(statement) else { return scope };
        let recursive = has_token(&clause, SyntaxKind::RECURSIVE_KW);
        let tables: Vec<_> = children(&clause, SyntaxKind::WITH_TABLE).collect();
        if recursive {
            let named = tables.iter().filter_map(|table| child(table, SyntaxKind::CTE_NAME));
            scope.with = named.map(|name| (name_of(&name), ColumnSet::default())).collect();
        }
        for table in &tables {
            let Some(name) = child(table, SyntaxKind::CTE_NAME) else { continue };
            let name = name_of(&name);
            let before = (!is_used(table, &name, statement)).then(|| self.accesses.clone());
            let output = self.with_table(table, &name, recursive, &scope);
            // A query that nothing names is not run, and nothing is asked for it.
            if let Some(before) = before {
                self.accesses = before;
            }
            scope.with.push((name, output));
        }
        scope
    }

    fn with_table(
        &mut self,
        table: &SyntaxNode,
        name: &str,
        recursive: bool,
        scope: &Scope<'_>,
    ) -> ColumnSet {
        let Some(query) = table.children().find(|part| is_query(part.kind())) else {
            return ColumnSet::default();
        };
        let renamed = child(table, SyntaxKind::COLUMN_LIST).map(|list| column_names(&list));
        let rename = |mut output: ColumnSet| {
            output.rename(renamed.as_deref().unwrap_or_default());
            output
        };
        let mut output = if recursive && query.kind() == SyntaxKind::COMPOUND_SELECT {
            self.recursive(&query, name, &rename, scope)
        } else {
            rename(self.query(&query, scope))
        };
        let is_query_without_rows = output.complete && output.columns.is_empty();
        output.complete &= !is_query_without_rows || query.kind() == SyntaxKind::SELECT;
        output.append(traversal_columns(table));
        output
    }

    /// Resolves a union that may name itself: its second arm sees the columns of the first.
    fn recursive(
        &mut self,
        query: &SyntaxNode,
        name: &str,
        rename: &dyn Fn(ColumnSet) -> ColumnSet,
        scope: &Scope<'_>,
    ) -> ColumnSet {
        let scope = self.with(query, scope);
        let mut arms = query.children().filter(is_arm);
        let first = arms.next().map(|arm| self.arm(&arm, &scope)).unwrap_or_default();
        let mut output = rename(first.without_origins());
        let mut inner = Scope::inside(&scope);
        inner.with.push((name.to_owned(), output.clone()));
        for arm in arms {
            let other = self.query(&arm, &inner);
            output.also_reads(&other);
        }
        self.tail_over(query, &output, &scope);
        output
    }

    fn select(&mut self, node: &SyntaxNode, parent: &Scope<'_>) -> ColumnSet {
        let from = self.resolve_from(child(node, SyntaxKind::FROM_CLAUSE).as_ref(), parent);
        let scope = Scope::with_from(parent, from);
        let clause = child(node, SyntaxKind::SELECT_CLAUSE);
        let targets = clause.as_ref().and_then(|it| child(it, SyntaxKind::TARGET_LIST));
        let output = self.targets(targets.as_ref(), &scope);
        let distinct = clause.as_ref().and_then(|it| child(it, SyntaxKind::DISTINCT_CLAUSE));
        if let Some(on) = distinct.and_then(|it| child(&it, SyntaxKind::DISTINCT_ON)) {
            on.children().for_each(|item| self.sort_item(&item, &output, &scope));
        }
        for part in node.children() {
            match part.kind() {
                SyntaxKind::GROUP_BY_CLAUSE => self.group_item(&part, &output, &scope),
                SyntaxKind::WHERE_CLAUSE
                | SyntaxKind::HAVING_CLAUSE
                | SyntaxKind::WINDOW_CLAUSE
                | SyntaxKind::FILTER_CLAUSE => self.parts(&part, &scope),
                _ => {}
            }
        }
        self.tail(node, &output, &scope);
        output
    }

    /// Resolves a list of output expressions; returns the columns they make.
    pub(super) fn targets(&mut self, list: Option<&SyntaxNode>, scope: &Scope<'_>) -> ColumnSet {
        let mut output = ColumnSet::complete(Vec::new());
        for target in list.into_iter().flat_map(|list| children(list, SyntaxKind::TARGET)) {
            output.append(self.target_columns(&target, scope));
        }
        output
    }

    fn target_columns(&mut self, target: &SyntaxNode, scope: &Scope<'_>) -> ColumnSet {
        let expression = target.children().find(|part| part.kind() != SyntaxKind::AS_NAME);
        let Some(expression) = expression else {
            scope.from.visible.columns.iter().for_each(|column| self.read_column(column));
            let opaque = scope.from.sources.iter().filter(|source| !source.set.complete);
            opaque.for_each(|source| self.read_unknown(source));
            return scope.from.visible.clone();
        };
        if expression.kind() == SyntaxKind::FIELD_EXPR && has_token(&expression, SyntaxKind::STAR) {
            return match dotted(&expression) {
                Some(parts) => self.star_of(&parts, scope),
                None => {
                    self.expression(&expression, scope);
                    ColumnSet::default()
                }
            };
        }
        let before = std::mem::take(&mut self.reads);
        let mut column = self.expression(&expression, scope).unwrap_or_default();
        column.reads.extend(std::mem::replace(&mut self.reads, before));
        self.reads.extend(column.reads.iter().cloned());
        let alias = child(target, SyntaxKind::AS_NAME);
        let alias = alias.and_then(|alias| child(&alias, SyntaxKind::COLUMN_NAME));
        let name = alias.map_or_else(|| output_name(&expression), |name| name_of(&name));
        ColumnSet::complete(vec![Column { name, ..column }])
    }

    fn values(&mut self, node: &SyntaxNode, scope: &Scope<'_>) -> ColumnSet {
        let list = child(node, SyntaxKind::ROW_LIST);
        let rows: Vec<_> = list.iter().flat_map(|list| children(list, SyntaxKind::ROW)).collect();
        rows.iter().for_each(|row| self.parts(row, scope));
        let width = rows.first().map_or(0, |row| row.children().count());
        let output = ColumnSet::named((1..=width).map(|number| format!("column{number}")));
        self.tail_over(node, &output, scope);
        output
    }

    /// Resolves `ORDER BY`, `LIMIT` and so on of a query whose only names are its output columns.
    fn tail_over(&mut self, node: &SyntaxNode, output: &ColumnSet, parent: &Scope<'_>) {
        let from = Tables { sources: Vec::new(), visible: output.clone() };
        self.tail(node, output, &Scope::with_from(parent, from));
    }

    fn tail(&mut self, node: &SyntaxNode, output: &ColumnSet, scope: &Scope<'_>) {
        for part in node.children() {
            match part.kind() {
                SyntaxKind::ORDER_BY_CLAUSE => {
                    let list = child(&part, SyntaxKind::SORT_BY_LIST);
                    for item in
                        list.into_iter().flat_map(|list| list.children().collect::<Vec<_>>())
                    {
                        if let Some(expression) = item.first_child() {
                            self.sort_item(&expression, output, scope);
                        }
                    }
                }
                SyntaxKind::LIMIT_CLAUSE | SyntaxKind::OFFSET_CLAUSE | SyntaxKind::FETCH_CLAUSE => {
                    self.parts(&part, scope);
                }
                SyntaxKind::LOCKING_CLAUSE => self.locking(&part, scope),
                _ => {}
            }
        }
    }

    /// `ORDER BY name` and `DISTINCT ON (name)` mean an output column first.
    fn sort_item(&mut self, item: &SyntaxNode, output: &ColumnSet, scope: &Scope<'_>) {
        let bare = unparenthesized(item);
        if bare.kind() == SyntaxKind::NAME_REF && self.is_output(&name_of(&bare), output, scope) {
            return;
        }
        self.expression(item, scope);
    }

    fn is_output(&self, name: &str, output: &ColumnSet, scope: &Scope<'_>) -> bool {
        let is_missing = || matches!(scope.unqualified(name), Found::Missing);
        output.has(name) || !output.complete && is_missing()
    }

    /// `GROUP BY name` means a column of the input first.
    fn group_item(&mut self, item: &SyntaxNode, output: &ColumnSet, scope: &Scope<'_>) {
        match item.kind() {
            SyntaxKind::NAME_REF => {
                let name = name_of(item);
                let in_input = scope.from.visible.has(&name);
                if in_input || !self.is_output(&name, output, scope) {
                    self.expression(item, scope);
                }
            }
            SyntaxKind::GROUP_BY_CLAUSE
            | SyntaxKind::GROUP_BY_LIST
            | SyntaxKind::GROUPING_EXPR
            | SyntaxKind::GROUPING_ROLLUP
            | SyntaxKind::GROUPING_CUBE
            | SyntaxKind::GROUPING_SETS
            | SyntaxKind::TUPLE_EXPR
            | SyntaxKind::PAREN_EXPR => {
                item.children().for_each(|inner| self.group_item(&inner, output, scope));
            }
            _ => drop(self.expression(item, scope)),
        }
    }

    /// `FOR UPDATE OF name` wants tables of the same level; without names it locks them all.
    fn locking(&mut self, clause: &SyntaxNode, scope: &Scope<'_>) {
        let sources = &scope.from.sources;
        let Some(of) = child(clause, SyntaxKind::LOCKING_OF) else {
            sources.iter().for_each(|source| self.lock(source));
            return;
        };
        for table in children(&of, SyntaxKind::NAME_REF) {
            let name = name_of(&table);
            match sources.iter().find(|source| source.name.as_ref() == Some(&name)) {
                Some(source) => self.lock(source),
                None => {
                    let candidates =
                        sources.iter().filter_map(|source| source.name.clone()).collect();
                    let kind = ProblemKind::UnknownAlias { name, candidates };
                    self.problem(kind, range_of(&table));
                }
            }
        }
    }

    fn lock(&mut self, source: &Source) {
        if let Some(relation) = &source.relation {
            self.access(relation).locks = true;
        }
    }
}

/// Returns whether a query of a `WITH` clause is run: it writes, or its name stands elsewhere in the statement.
fn is_used(table: &SyntaxNode, name: &str, statement: &SyntaxNode) -> bool {
    let writes = |node: SyntaxNode| {
        let kind = node.kind();
        matches!(
            kind,
            SyntaxKind::INSERT | SyntaxKind::UPDATE | SyntaxKind::DELETE | SyntaxKind::MERGE
        )
    };
    let own = table.text_range();
    let outside = tokens(statement).into_iter().filter(|it| !own.contains_range(it.text_range()));
    let mut names = outside.map(|token| fold_identifier(token.text()));
    names.any(|it| it == name) || table.descendants().any(writes)
}

fn is_arm(node: &SyntaxNode) -> bool {
    is_query(node.kind()) || node.kind() == SyntaxKind::PAREN_EXPR
}

fn unparenthesized(node: &SyntaxNode) -> SyntaxNode {
    let mut node = node.clone();
    while node.kind() == SyntaxKind::PAREN_EXPR {
        match node.first_child() {
            Some(inner) => node = inner,
            None => break,
        }
    }
    node
}

/// The columns that `SEARCH` and `CYCLE` add.
fn traversal_columns(table: &SyntaxNode) -> ColumnSet {
    let clauses = table
        .children()
        .filter(|part| matches!(part.kind(), SyntaxKind::SEARCH_CLAUSE | SyntaxKind::CYCLE_CLAUSE));
    let parts = clauses.flat_map(|clause| clause.children().collect::<Vec<_>>()).filter(|part| {
        matches!(
            part.kind(),
            SyntaxKind::SEARCH_SET_COLUMN | SyntaxKind::CYCLE_SET_COLUMN | SyntaxKind::CYCLE_PATH
        )
    });
    let names = parts.filter_map(|part| child(&part, SyntaxKind::COLUMN_NAME_REF));
    ColumnSet::named(names.map(|name| name_of(&name)))
}
