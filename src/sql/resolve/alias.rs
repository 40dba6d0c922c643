//! Aliases in `FROM`, `INSERT INTO`, `UPDATE` and their kin.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use crate::sql::tree::{child, children, name_of};

/// What `AS name (columns)` says.
#[derive(Debug, Clone, Default)]
pub(super) struct Alias {
    pub(super) name: Option<String>,
    pub(super) columns: Vec<String>,
    /// Whether the list also gives types, so that it is the whole list.
    pub(super) defines_columns: bool,
}

/// Reads the alias of a `FROM` item or of a statement's target.
pub(super) fn alias_of(node: &SyntaxNode) -> Alias {
    let alias = node.children().find(|part| {
        matches!(
            part.kind(),
            SyntaxKind::FROM_ALIAS | SyntaxKind::OPTIONAL_AS_ALIAS | SyntaxKind::REQUIRED_AS_ALIAS
        )
    });
    let Some(alias) = alias else { return Alias::default() };
    let name = child(&alias, SyntaxKind::TABLE_ALIAS).map(|name| name_of(&name));
    if let Some(list) = child(&alias, SyntaxKind::COLUMN_DEF_LIST) {
        let columns = children(&list, SyntaxKind::COLUMN_DEF);
        let columns = columns.flat_map(|column| column_names(&column)).collect();
        return Alias { name, columns, defines_columns: true };
    }
    let columns = child(&alias, SyntaxKind::COLUMN_LIST);
    let columns = columns.map(|list| column_names(&list)).unwrap_or_default();
    Alias { name, columns, defines_columns: false }
}

/// The names of the `COLUMN_NAME` children of `node`.
pub(super) fn column_names(node: &SyntaxNode) -> Vec<String> {
    children(node, SyntaxKind::COLUMN_NAME).map(|name| name_of(&name)).collect()
}
