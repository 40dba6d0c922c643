//! `FROM` clauses: what they bring into scope.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::alias::{Alias, alias_of, column_names};
use super::functions::result_columns;
use super::query::is_query;
use super::scope::{Column, ColumnSet, Scope, Source, Tables};
use super::{ProblemKind, Relation, Resolver};
use crate::sql::name::QualifiedName;
use crate::sql::tree::{callee, child, children, has_token, name_of, path_of, qualified, range_of};

impl Resolver<'_> {
    /// Resolves a `FROM` or `USING` clause inside `parent`.
    pub(super) fn resolve_from(
        &mut self,
        clause: Option<&SyntaxNode>,
        parent: &Scope<'_>,
    ) -> Tables {
        let mut from = Tables::default();
        for item in clause.into_iter().flat_map(SyntaxNode::children) {
            let item = self.resolve_item(&item, &from, parent);
            from.append(item);
        }
        from
    }

    /// Resolves one item; `before` is what stands left of it and `LATERAL` items may name.
    pub(super) fn resolve_item(
        &mut self,
        item: &SyntaxNode,
        before: &Tables,
        parent: &Scope<'_>,
    ) -> Tables {
        let beside = Scope::with_from(parent, before.clone());
        match item.kind() {
            SyntaxKind::RELATION_FROM_ITEM => self.relation_item(item, parent),
            SyntaxKind::JOIN_EXPR => self.join(item, before, parent),
            SyntaxKind::PAREN_FROM_ITEM => self.parenthesized(item, before, parent),
            SyntaxKind::PAREN_EXPR => match item.first_child() {
                Some(inner) => self.resolve_item(&inner, before, parent),
                None => Tables::default(),
            },
            SyntaxKind::FUNCTION_FROM_ITEM => self.function_item(item, &beside),
            _ => {
                let inner = item.children().filter(|part| part.kind() != SyntaxKind::FROM_ALIAS);
                inner.for_each(|part| drop(self.expression(&part, &beside)));
                let set = self.table_function_columns(item);
                Tables::of(aliased(Source { set, ..Source::default() }, alias_of(item)))
            }
        }
    }

    /// Resolves an item or statement that names a relation.
    pub(super) fn relation_item(&mut self, item: &SyntaxNode, scope: &Scope<'_>) -> Tables {
        let reference =
            item.descendants().find(|part| part.kind() == SyntaxKind::RELATION_NAME_REF);
        let name = reference.as_ref().and_then(|reference| qualified(path_of(reference)));
        let (Some(reference), Some(name)) = (reference, name) else {
            return Tables::of(Source::default());
        };
        let with_query = scope.with_query(&name.name).filter(|_| name.schema.is_none());
        let source = match with_query {
            Some(set) => Source { name: Some(name.name), set: set.clone(), ..Source::default() },
            None => {
                let source = self.relation(&name, &reference);
                if let Some(relation) = &source.relation {
                    self.access(relation).read = true;
                }
                source
            }
        };
        Tables::of(aliased(source, alias_of(item)))
    }

    /// Looks a relation up and reports it if there is none.
    pub(super) fn relation(&mut self, name: &QualifiedName, reference: &SyntaxNode) -> Source {
        let found = self.look_up(name);
        if found == Relation::Unknown {
            let kind = ProblemKind::UnknownRelation { name: name.clone() };
            self.problem(kind, range_of(reference));
        }
        source_of(name, found)
    }

    /// A relation known by `alias` whose existence the caller vouches for.
    pub(super) fn target(&mut self, name: &QualifiedName, alias: &str) -> Source {
        Source { name: Some(alias.to_owned()), ..source_of(name, self.look_up(name)) }
    }

    fn look_up(&self, name: &QualifiedName) -> Relation {
        match name.schema.as_deref() {
            Some("pg_catalog" | "information_schema") => Relation::Opaque,
            None if name.name.starts_with("pg_") => match self.catalog.relation(name) {
                Relation::Unknown => Relation::Opaque,
                found => found,
            },
            _ => self.catalog.relation(name),
        }
    }

    fn parenthesized(&mut self, item: &SyntaxNode, before: &Tables, parent: &Scope<'_>) -> Tables {
        let alias = alias_of(item);
        let Some(inner) = item.first_child() else { return Tables::of(Source::default()) };
        if is_query(inner.kind()) || inner.children().any(|part| is_query(part.kind())) {
            let beside = Scope::with_from(parent, before.clone());
            let lateral = has_token(item, SyntaxKind::LATERAL_KW);
            let set = self.query(&inner, if lateral { &beside } else { parent });
            return Tables::of(aliased(Source { set, ..Source::default() }, alias));
        }
        let from = self.resolve_item(&inner, before, parent);
        if alias.name.is_none() {
            return from;
        }
        Tables::of(aliased(Source { set: from.visible, ..Source::default() }, alias))
    }

    fn function_item(&mut self, item: &SyntaxNode, beside: &Scope<'_>) -> Tables {
        let alias = alias_of(item);
        let call = child(item, SyntaxKind::CALL_EXPR);
        if let Some(call) = &call {
            self.expression(call, beside);
        }
        let own_name = call.as_ref().and_then(callee).map(|(function, _)| function.name);
        let column = alias.name.clone().or(own_name.clone());
        let mut set = call.map(|call| self.function_columns(&call, column)).unwrap_or_default();
        if child(item, SyntaxKind::WITH_ORDINALITY).is_some() {
            set.append(ColumnSet::named(["ordinality".to_owned()]));
        }
        Tables::of(aliased(Source { name: own_name, set, ..Source::default() }, alias))
    }

    /// The result columns of a function, if it is one that is known; `alias` names a scalar's.
    fn function_columns(&self, call: &SyntaxNode, alias: Option<String>) -> ColumnSet {
        let Some((function, _)) = callee(call) else { return ColumnSet::default() };
        if self.catalog.function_exists(&function) {
            return ColumnSet::default();
        }
        let Some(columns) = result_columns(&function) else { return ColumnSet::default() };
        let scalar = alias.unwrap_or(function.name);
        let name = |name: &&str| if name.is_empty() { scalar.clone() } else { (*name).to_owned() };
        ColumnSet::named(columns.iter().map(name))
    }

    /// The columns of `ROWS FROM`, `XMLTABLE` and `JSON_TABLE`.
    fn table_function_columns(&self, item: &SyntaxNode) -> ColumnSet {
        match item.kind() {
            SyntaxKind::ROWS_FROM_ITEM if child(item, SyntaxKind::WITH_ORDINALITY).is_none() => {
                let mut set = ColumnSet::complete(Vec::new());
                for argument in children(item, SyntaxKind::ROWS_FROM_ARG) {
                    let defined = child(&argument, SyntaxKind::COLUMN_DEF_LIST).is_some();
                    let call = child(&argument, SyntaxKind::CALL_EXPR).filter(|_| !defined);
                    set.append(
                        call.map(|call| self.function_columns(&call, None)).unwrap_or_default(),
                    );
                }
                set
            }
            SyntaxKind::XML_TABLE_FROM_ITEM | SyntaxKind::JSON_TABLE_FROM_ITEM => {
                let columns = item.descendants().filter(|part| is_table_column(part.kind()));
                ColumnSet::named(columns.flat_map(|column| column_names(&column)))
            }
            _ => ColumnSet::default(),
        }
    }

    fn join(&mut self, item: &SyntaxNode, before: &Tables, parent: &Scope<'_>) -> Tables {
        let left = item.children().find(|part| part.kind() != SyntaxKind::JOIN);
        let join = child(item, SyntaxKind::JOIN);
        let (Some(left), Some(join)) = (left, join) else { return Tables::of(Source::default()) };
        let left = self.resolve_item(&left, before, parent);
        self.join_to(left, &join, before, parent)
    }

    /// Joins what stands in `join` to what stands left of it.
    fn join_to(
        &mut self,
        left: Tables,
        join: &SyntaxNode,
        before: &Tables,
        parent: &Scope<'_>,
    ) -> Tables {
        let right = join.children().find(|part| is_item(part.kind()));
        let Some(right) = right else { return left };
        let (using, on) =
            (child(join, SyntaxKind::JOIN_USING_CLAUSE), child(join, SyntaxKind::ON_CLAUSE));
        let is_natural = has_token(join, SyntaxKind::NATURAL_KW);
        if using.is_none() && on.is_none() && !is_natural && right.kind() == SyntaxKind::JOIN_EXPR {
            return self.join_each(left, &right, before, parent);
        }
        let mut beside = before.clone();
        beside.append(left.clone());
        let right = self.resolve_item(&right, &beside, parent);
        if let Some(using) = using {
            return self.join_using(&using, left, right);
        }
        if is_natural {
            return self.join_natural(left, right);
        }
        let mut joined = left;
        joined.append(right);
        let Some(on) = on else { return joined };
        let scope = Scope::with_from(parent, joined);
        self.parts(&on, &scope);
        scope.from
    }

    /// `a CROSS JOIN b JOIN c ON …`: joins go from left to right, so that the condition sees `a`; the parser
    /// takes what stands right of CROSS JOIN together.
    fn join_each(
        &mut self,
        left: Tables,
        item: &SyntaxNode,
        before: &Tables,
        parent: &Scope<'_>,
    ) -> Tables {
        let first = item.children().find(|part| part.kind() != SyntaxKind::JOIN);
        let (Some(first), Some(join)) = (first, child(item, SyntaxKind::JOIN)) else {
            return left;
        };
        let left = match first.kind() {
            SyntaxKind::JOIN_EXPR => self.join_each(left, &first, before, parent),
            _ => {
                let mut beside = before.clone();
                beside.append(left.clone());
                let first = self.resolve_item(&first, &beside, parent);
                let mut joined = left;
                joined.append(first);
                joined
            }
        };
        self.join_to(left, &join, before, parent)
    }

    fn join_using(&mut self, using: &SyntaxNode, left: Tables, right: Tables) -> Tables {
        let list = child(using, SyntaxKind::COLUMN_REF_LIST);
        let mut merged = Vec::new();
        for reference in list.iter().flat_map(|list| children(list, SyntaxKind::COLUMN_NAME_REF)) {
            let name = name_of(&reference);
            for side in [&left, &right] {
                if side.visible.complete && !side.visible.has(&name) {
                    let of = side.sources.last().filter(|_| side.sources.len() == 1);
                    let of = of.and_then(|source| source.name.clone());
                    self.unknown_column_of(of, name.clone(), &side.visible, range_of(&reference));
                } else if side.visible.find(&name).count() > 1 {
                    let kind = ProblemKind::AmbiguousColumn { name: name.clone() };
                    self.problem(kind, range_of(&reference));
                }
            }
            merged.push(name);
        }
        let mut joined = self.merge(left, right, &merged);
        if let Some(name) = alias_of(using).name {
            let columns = joined.visible.columns.iter().take(merged.len()).cloned().collect();
            let set = ColumnSet::complete(columns);
            joined.sources.push(Source { name: Some(name), set, ..Source::default() });
        }
        joined
    }

    fn join_natural(&mut self, left: Tables, right: Tables) -> Tables {
        if !left.visible.complete || !right.visible.complete {
            // Which columns are merged is not known, so no column can be called ambiguous.
            let mut joined = left;
            joined.append(right);
            joined.visible.columns.clear();
            return joined;
        }
        let common = left.visible.names().into_iter().filter(|name| right.visible.has(name));
        let common: Vec<String> = common.collect();
        self.merge(left, right, &common)
    }

    /// Joins two sides so that each of `names` is one column; it comes first, as `*` shows it.
    fn merge(&mut self, left: Tables, right: Tables, names: &[String]) -> Tables {
        let mut merged = Vec::new();
        for name in names {
            let mut column = Column { name: name.clone(), ..Column::default() };
            for side in [&left, &right] {
                if let Some(found) = side.visible.find(name).next() {
                    self.read_column(found);
                    column.origins.extend(found.origins.iter().cloned());
                    column.data_type = column.data_type.or_else(|| found.data_type.clone());
                }
            }
            merged.push(column);
        }
        let mut joined = left;
        joined.append(right);
        joined.visible.columns.retain(|column| !names.contains(&column.name));
        joined.visible.columns.splice(0..0, merged);
        joined
    }
}

fn is_table_column(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::XML_TABLE_COLUMN
            | SyntaxKind::JSON_TABLE_ORDINALITY_COLUMN
            | SyntaxKind::JSON_TABLE_VALUE_COLUMN
            | SyntaxKind::JSON_TABLE_EXISTS_COLUMN
    )
}

fn is_item(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::RELATION_FROM_ITEM
            | SyntaxKind::FUNCTION_FROM_ITEM
            | SyntaxKind::PAREN_FROM_ITEM
            | SyntaxKind::JSON_TABLE_FROM_ITEM
            | SyntaxKind::GRAPH_TABLE_FROM_ITEM
            | SyntaxKind::XML_TABLE_FROM_ITEM
            | SyntaxKind::EXPR_FROM_ITEM
            | SyntaxKind::ROWS_FROM_ITEM
            | SyntaxKind::JOIN_EXPR
            | SyntaxKind::PAREN_EXPR
    )
}

fn source_of(name: &QualifiedName, found: Relation) -> Source {
    let (relation, set) = match found {
        Relation::Known { name, columns } => {
            let set = ColumnSet::of_infos(&columns, Some(&name));
            (Some(name), set)
        }
        Relation::Opaque => (Some(name.clone()), ColumnSet::default()),
        Relation::Unknown => (None, ColumnSet::default()),
    };
    let schema = name.schema.clone();
    Source { name: Some(name.name.clone()), schema, set, relation, aliased: false }
}

fn aliased(mut source: Source, alias: Alias) -> Source {
    if alias.name.is_some() {
        source.name = alias.name;
        source.schema = None;
        source.aliased = true;
    }
    if alias.defines_columns {
        source.set = ColumnSet::named(alias.columns);
    } else if !alias.columns.is_empty() {
        source.set.rename(&alias.columns);
    }
    source
}
