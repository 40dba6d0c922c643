//! `INSERT`, `UPDATE`, `DELETE` and `MERGE`.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::alias::alias_of;
use super::query::is_query;
use super::scope::{ColumnSet, Scope, Source, Tables};
use super::{OutputColumn, Resolver};
use crate::sql::tree::{child, children, name_of, path_of, qualified, range_of};

impl Resolver<'_> {
    /// Resolves a statement that changes rows; returns the columns of its `RETURNING`.
    pub(super) fn write(&mut self, node: &SyntaxNode, scope: &Scope<'_>) -> ColumnSet {
        let target = self.write_target(node);
        match node.kind() {
            SyntaxKind::INSERT => self.insert(node, target, scope),
            SyntaxKind::UPDATE => self.update(node, target, scope),
            SyntaxKind::DELETE => self.delete(node, target, scope),
            SyntaxKind::MERGE => self.merge_into(node, target, scope),
            _ => ColumnSet::default(),
        }
    }

    /// The table that is written; a `WITH` query of the same name does not hide it.
    fn write_target(&mut self, node: &SyntaxNode) -> Source {
        let reference = node.children().find(|part| {
            matches!(
                part.kind(),
                SyntaxKind::RELATION_NAME_REF
                    | SyntaxKind::RELATION_NAME
                    | SyntaxKind::TABLE_RELATION_NAME
            )
        });
        let path = reference.as_ref().and_then(|reference| {
            reference.descendants().find(|part| part.kind() == SyntaxKind::PATH_REF)
        });
        let name = path.as_ref().and_then(|path| qualified(path_of(path)));
        let (Some(path), Some(name)) = (path, name) else { return Source::default() };
        let mut source = self.relation(&name, &path);
        if let Some(alias) = alias_of(node).name {
            source = Source { name: Some(alias), schema: None, aliased: true, ..source };
        }
        source
    }

    fn insert(&mut self, node: &SyntaxNode, target: Source, scope: &Scope<'_>) -> ColumnSet {
        let columns = self.inserted(node, &target);
        if let Some(source) = node.children().find(|part| is_query(part.kind())) {
            let given = self.query(&source, scope);
            if let (Some(relation), Some(given)) = (&target.relation, given.into_output()) {
                let named = columns.into_iter().zip(given);
                let named = named.map(|(name, column)| OutputColumn { name, ..column }).collect();
                self.inserts.push((relation.clone(), named));
            }
        }
        if let Some(conflict) = child(node, SyntaxKind::ON_CONFLICT_CLAUSE) {
            self.on_conflict(&conflict, &target, scope);
        }
        let from = Tables::of(target.clone());
        self.returning(node, from, &target, scope)
    }

    /// Notes the columns that an `INSERT` gives, and returns them.
    fn inserted(&mut self, node: &SyntaxNode, target: &Source) -> Vec<String> {
        let listed = child(node, SyntaxKind::COLUMN_TARGET_LIST);
        let columns = match &listed {
            Some(list) => self.column_targets(list, target),
            None if child(node, SyntaxKind::DEFAULT_VALUES).is_some() => Vec::new(),
            None => target.set.names().into_iter().take(values_width(node)).collect(),
        };
        if let Some(relation) = &target.relation {
            let access = self.access(relation);
            access.insert = true;
            access.insert_columns.extend(columns.iter().cloned());
        }
        columns
    }

    fn on_conflict(&mut self, clause: &SyntaxNode, target: &Source, scope: &Scope<'_>) {
        let existing = Scope::with_from(scope, Tables::of(target.clone()));
        if let Some(index) = child(clause, SyntaxKind::CONFLICT_ON_INDEX) {
            self.parts(&index, &existing);
        }
        let excluded = Source {
            name: Some("excluded".to_owned()),
            schema: None,
            aliased: true,
            ..target.clone()
        };
        let mut from = Tables::of(target.clone());
        from.append(Tables::of(excluded));
        let both = Scope::with_from(scope, from);
        for action in clause.children() {
            match action.kind() {
                SyntaxKind::CONFLICT_DO_UPDATE_SET => {
                    self.set_clause(&action, target, &both);
                    self.clause(&action, SyntaxKind::WHERE_CLAUSE, &both);
                }
                SyntaxKind::CONFLICT_DO_SELECT => {
                    self.clause(&action, SyntaxKind::WHERE_CLAUSE, &both);
                }
                _ => {}
            }
        }
    }

    fn update(&mut self, node: &SyntaxNode, target: Source, scope: &Scope<'_>) -> ColumnSet {
        let mut from = Tables::of(target.clone());
        from.append(self.resolve_from(child(node, SyntaxKind::FROM_CLAUSE).as_ref(), scope));
        let inner = Scope::with_from(scope, from);
        self.set_clause(node, &target, &inner);
        self.clause(node, SyntaxKind::WHERE_CLAUSE, &inner);
        self.returning(node, inner.from, &target, scope)
    }

    fn delete(&mut self, node: &SyntaxNode, target: Source, scope: &Scope<'_>) -> ColumnSet {
        if let Some(relation) = &target.relation {
            self.access(relation).delete = true;
        }
        let mut from = Tables::of(target.clone());
        from.append(self.resolve_from(child(node, SyntaxKind::USING_CLAUSE).as_ref(), scope));
        let inner = Scope::with_from(scope, from);
        self.clause(node, SyntaxKind::WHERE_CLAUSE, &inner);
        self.returning(node, inner.from, &target, scope)
    }

    fn merge_into(&mut self, node: &SyntaxNode, target: Source, scope: &Scope<'_>) -> ColumnSet {
        let using = child(node, SyntaxKind::USING_ON_CLAUSE);
        let item = using.as_ref().and_then(|using| using.first_child());
        let source = match item {
            Some(item) => self.resolve_item(&item, &Tables::default(), scope),
            None => Tables::default(),
        };
        let mut joined = source.clone();
        joined.append(Tables::of(target.clone()));
        let both = Scope::with_from(scope, joined);
        if let Some(using) = &using {
            self.clause(using, SyntaxKind::ON_CLAUSE, &both);
        }
        let only_source = Scope::with_from(scope, source);
        let only_target = Scope::with_from(scope, Tables::of(target.clone()));
        for when in node.children() {
            match when.kind() {
                SyntaxKind::MERGE_WHEN_MATCHED => self.merge_when(&when, &target, &both),
                SyntaxKind::MERGE_WHEN_NOT_MATCHED_TARGET => {
                    self.merge_when(&when, &target, &only_source);
                }
                SyntaxKind::MERGE_WHEN_NOT_MATCHED_SOURCE => {
                    self.merge_when(&when, &target, &only_target);
                }
                _ => {}
            }
        }
        let from = both.from.clone();
        self.returning(node, from, &target, scope)
    }

    fn merge_when(&mut self, when: &SyntaxNode, target: &Source, scope: &Scope<'_>) {
        self.clause(when, SyntaxKind::MERGE_CONDITION, scope);
        for action in when.children() {
            match action.kind() {
                SyntaxKind::MERGE_UPDATE => self.set_clause(&action, target, scope),
                SyntaxKind::MERGE_INSERT => {
                    self.inserted(&action, target);
                    self.clause(&action, SyntaxKind::VALUES, scope);
                }
                SyntaxKind::MERGE_DELETE => {
                    if let Some(relation) = &target.relation {
                        self.access(relation).delete = true;
                    }
                }
                _ => {}
            }
        }
    }

    fn clause(&mut self, node: &SyntaxNode, kind: SyntaxKind, scope: &Scope<'_>) {
        if let Some(clause) = child(node, kind) {
            self.parts(&clause, scope);
        }
    }

    /// Resolves `SET a = …, (b, c) = …`.
    fn set_clause(&mut self, node: &SyntaxNode, target: &Source, scope: &Scope<'_>) {
        let clause = child(node, SyntaxKind::SET_CLAUSE);
        let list = clause.and_then(|clause| child(&clause, SyntaxKind::SET_COLUMN_LIST));
        for set in list.into_iter().flat_map(|list| list.children().collect::<Vec<_>>()) {
            let columns = match child(&set, SyntaxKind::COLUMN_TARGET_LIST) {
                Some(list) => self.column_targets(&list, target),
                None => self.column_targets(&set, target),
            };
            if let Some(relation) = &target.relation {
                self.access(relation).update_columns.extend(columns);
            }
            self.parts(&set, scope);
        }
    }

    /// The columns that are written, each checked to exist.
    fn column_targets(&mut self, node: &SyntaxNode, target: &Source) -> Vec<String> {
        let mut columns = Vec::new();
        for column in children(node, SyntaxKind::COLUMN_TARGET) {
            let Some(reference) = child(&column, SyntaxKind::COLUMN_NAME_REF) else { continue };
            let name = name_of(&reference);
            if target.set.complete && !target.set.has(&name) {
                let of = target.relation.as_ref().map(|relation| relation.name.clone());
                self.unknown_column_of(of, name, &target.set, range_of(&reference));
            } else {
                columns.push(name);
            }
        }
        columns
    }

    /// Resolves `RETURNING`, where the row before and after can be named too.
    fn returning(
        &mut self,
        node: &SyntaxNode,
        mut from: Tables,
        target: &Source,
        parent: &Scope<'_>,
    ) -> ColumnSet {
        let Some(clause) = child(node, SyntaxKind::RETURNING_CLAUSE) else {
            return ColumnSet::complete(Vec::new());
        };
        let options = child(&clause, SyntaxKind::RETURNING_OPTION_LIST);
        for (kind, name) in [(SyntaxKind::RETURNING_OLD, "old"), (SyntaxKind::RETURNING_NEW, "new")]
        {
            let option = options.as_ref().and_then(|options| child(options, kind));
            let alias = option.and_then(|option| child(&option, SyntaxKind::TABLE_ALIAS));
            let name = alias.map_or_else(|| name.to_owned(), |alias| name_of(&alias));
            let row = Source { name: Some(name), schema: None, aliased: true, ..target.clone() };
            from.sources.push(row);
        }
        let scope = Scope::with_from(parent, from);
        self.targets(child(&clause, SyntaxKind::TARGET_LIST).as_ref(), &scope)
    }
}

/// How many columns the rows have that an `INSERT` without a column list gives.
fn values_width(node: &SyntaxNode) -> usize {
    let values = child(node, SyntaxKind::VALUES);
    let rows = values.and_then(|values| child(&values, SyntaxKind::ROW_LIST));
    let row = rows.and_then(|rows| rows.first_child());
    row.map_or(usize::MAX, |row| row.children().count())
}
