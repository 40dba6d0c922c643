//! What a statement does with a relation it names.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::super::tree::{child, name_of};
use super::Access;

/// The accesses that the statement around `reference`, a relation's name, makes.
pub(super) fn accesses(reference: &SyntaxNode) -> Vec<Access> {
    let mut holder = reference.parent();
    while let Some(node) = holder.as_ref().filter(|node| is_wrapper(node.kind())) {
        holder = node.parent();
    }
    let Some(statement) = holder else { return vec![Access::Mention] };
    match statement.kind() {
        SyntaxKind::RELATION_FROM_ITEM | SyntaxKind::TABLE => vec![Access::Read],
        SyntaxKind::INSERT => insert(&statement),
        SyntaxKind::UPDATE => {
            let update = Access::Update(columns_set(&statement));
            with_read(update, reads_target(&statement))
        }
        SyntaxKind::DELETE => with_read(Access::Delete, reads_target(&statement)),
        SyntaxKind::MERGE => merge(&statement),
        SyntaxKind::COPY => copy(&statement),
        SyntaxKind::TRUNCATE => vec![Access::Truncate],
        _ => vec![Access::Mention],
    }
}

fn is_wrapper(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::RELATION_NAME
            | SyntaxKind::TABLE_RELATION_NAME
            | SyntaxKind::TABLE_LIST
            | SyntaxKind::COPY_TABLE
    )
}

fn with_read(access: Access, reads: bool) -> Vec<Access> {
    if reads { vec![access, Access::Read] } else { vec![access] }
}

fn reads_target(statement: &SyntaxNode) -> bool {
    statement.children().any(|part| {
        matches!(
            part.kind(),
            SyntaxKind::WHERE_CLAUSE
                | SyntaxKind::WHERE_CURRENT_OF
                | SyntaxKind::RETURNING_CLAUSE
                | SyntaxKind::FROM_CLAUSE
                | SyntaxKind::USING_CLAUSE
        )
    })
}

fn insert(statement: &SyntaxNode) -> Vec<Access> {
    let mut accesses = vec![Access::Insert(columns_listed(statement))];
    let conflict = child(statement, SyntaxKind::ON_CONFLICT_CLAUSE);
    let update =
        conflict.as_ref().and_then(|clause| child(clause, SyntaxKind::CONFLICT_DO_UPDATE_SET));
    accesses.extend(update.map(|update| Access::Update(columns_set(&update))));
    let arbiter =
        conflict.as_ref().and_then(|clause| child(clause, SyntaxKind::CONFLICT_ON_INDEX)).is_some();
    if arbiter || child(statement, SyntaxKind::RETURNING_CLAUSE).is_some() {
        accesses.push(Access::Read);
    }
    accesses
}

fn merge(statement: &SyntaxNode) -> Vec<Access> {
    let mut accesses = vec![Access::Read];
    for action in statement.children().flat_map(|clause| clause.children()) {
        let access = match action.kind() {
            SyntaxKind::MERGE_INSERT => Access::Insert(columns_listed(&action)),
            SyntaxKind::MERGE_UPDATE => Access::Update(columns_set(&action)),
            SyntaxKind::MERGE_DELETE => Access::Delete,
            _ => continue,
        };
        if !accesses.contains(&access) {
            accesses.push(access);
        }
    }
    accesses
}

fn copy(statement: &SyntaxNode) -> Vec<Access> {
    if child(statement, SyntaxKind::COPY_FROM).is_none() {
        return vec![Access::Read];
    }
    let table = child(statement, SyntaxKind::COPY_TABLE);
    let list = table.and_then(|table| child(&table, SyntaxKind::COLUMN_REF_LIST));
    vec![Access::Insert(list.map(|list| column_names(&list)).unwrap_or_default())]
}

fn columns_listed(node: &SyntaxNode) -> Vec<String> {
    let list = child(node, SyntaxKind::COLUMN_TARGET_LIST);
    list.map(|list| targets(&list)).unwrap_or_default()
}

fn columns_set(node: &SyntaxNode) -> Vec<String> {
    let clause = child(node, SyntaxKind::SET_CLAUSE);
    let list = clause.and_then(|clause| child(&clause, SyntaxKind::SET_COLUMN_LIST));
    let set = list.into_iter().flat_map(|list| list.children().collect::<Vec<_>>());
    set.flat_map(|set| match child(&set, SyntaxKind::COLUMN_TARGET_LIST) {
        Some(list) => targets(&list),
        None => targets(&set),
    })
    .collect()
}

/// The columns of the `COLUMN_TARGET` children of `node`.
fn targets(node: &SyntaxNode) -> Vec<String> {
    let targets = node.children().filter(|part| part.kind() == SyntaxKind::COLUMN_TARGET);
    targets.flat_map(|target| column_names(&target)).collect()
}

fn column_names(node: &SyntaxNode) -> Vec<String> {
    let names = node.children().filter(|part| part.kind() == SyntaxKind::COLUMN_NAME_REF);
    names.map(|name| name_of(&name)).collect()
}
