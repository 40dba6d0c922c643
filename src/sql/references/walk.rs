//! The walk over a syntax tree that collects mentions.
//!
//! The grammar names its nodes after what a name stands for, so one table of node kinds serves all
//! statements. Only `WITH` needs a scope.

use std::ops::Range;

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::super::name::QualifiedName;
use super::super::tree::{
    callee, child, children, has_token, name_of, path_of, qualified, range_of, with_clause,
};
use super::{
    Access, Definition, FunctionUse, Object, References, RelationUse, Use, attributes, body,
    literal, statement,
};

/// A walk in progress.
pub(super) struct Walk<'a> {
    found: &'a mut References,
    /// Moves a range of the tree to the text that the caller gave.
    place: &'a dyn Fn(Range<usize>) -> Range<usize>,
    /// Names of `WITH` queries in scope, innermost last.
    with_names: Vec<String>,
    /// Where the `WITH` clauses start that a union has already entered.
    entered: Vec<SyntaxNode>,
    pub(super) soft: bool,
    /// How many levels of the stack are left for trees of their own.
    pub(super) room: usize,
}

impl<'a> Walk<'a> {
    pub(super) fn new(
        found: &'a mut References,
        place: &'a dyn Fn(Range<usize>) -> Range<usize>,
        room: usize,
    ) -> Self {
        Self { found, place, with_names: Vec::new(), entered: Vec::new(), soft: false, room }
    }

    /// Starts a walk over a tree of its own (a function body) that collects into the same place.
    pub(super) fn inner<'b>(
        &'b mut self,
        place: &'b dyn Fn(Range<usize>) -> Range<usize>,
        soft: bool,
        room: usize,
    ) -> Walk<'b> {
        Walk { soft: self.soft || soft, ..Walk::new(self.found, place, room) }
    }

    pub(super) fn place(&self) -> &'a dyn Fn(Range<usize>) -> Range<usize> {
        self.place
    }

    /// Collects from `node` and everything below it.
    pub(super) fn node(&mut self, node: &SyntaxNode) {
        let outer_names = self.with_names.len();
        self.enter_with(node);
        if self.mention(node) {
            for inner in node.children() {
                if inner.kind() != SyntaxKind::WITH_CLAUSE || !self.entered.contains(&inner) {
                    self.node(&inner);
                }
            }
        }
        self.with_names.truncate(outer_names);
    }

    /// Walks the `WITH` clause of a statement and brings its names into scope.
    fn enter_with(&mut self, statement: &SyntaxNode) {
        let Some(clause) = with_clause(statement) else { return };
        if self.entered.contains(&clause) {
            return;
        }
        let tables: Vec<_> = children(&clause, SyntaxKind::WITH_TABLE).collect();
        let name = |table: &SyntaxNode| child(table, SyntaxKind::CTE_NAME).map(|n| name_of(&n));
        let recursive = has_token(&clause, SyntaxKind::RECURSIVE_KW);
        if recursive {
            self.with_names.extend(tables.iter().filter_map(name));
        }
        for table in &tables {
            self.node(table);
            if !recursive {
                self.with_names.extend(name(table));
            }
        }
        self.entered.push(clause);
    }

    /// Records what `node` itself mentions; returns whether its children are still to be walked.
    fn mention(&mut self, node: &SyntaxNode) -> bool {
        match node.kind() {
            SyntaxKind::RELATION_NAME_REF | SyntaxKind::TABLE_NAME_REF | SyntaxKind::VIEW_REF => {
                self.relation(node);
                false
            }
            SyntaxKind::FUNCTION_NAME_REF
            | SyntaxKind::PROCEDURE_NAME_REF
            | SyntaxKind::ROUTINE_NAME_REF => {
                let arguments = node.parent().and_then(|parent| signature_arguments(&parent));
                self.function(qualified(path_of(node)), node, arguments);
                false
            }
            SyntaxKind::TYPE_NAME_REF | SyntaxKind::DOMAIN_REF => {
                self.named_type(node);
                false
            }
            SyntaxKind::PATH_TYPE => {
                if let Some(path) = child(node, SyntaxKind::PATH_REF) {
                    self.named_type(&path);
                }
                false
            }
            SyntaxKind::SEQUENCE_REF => {
                self.sequence(qualified(path_of(node)), range_of(node));
                false
            }
            SyntaxKind::QUALIFIED_COLUMN_NAME_REF | SyntaxKind::PERCENT_TYPE => {
                self.owner_of_column(node);
                false
            }
            SyntaxKind::PLPGSQL_PERCENT_ROWTYPE => {
                if let Some(path) = child(node, SyntaxKind::PATH_REF) {
                    self.add_relation(qualified(path_of(&path)), range_of(&path), Access::Mention);
                }
                false
            }
            SyntaxKind::TABLESAMPLE_CLAUSE => false,
            SyntaxKind::CALL_EXPR => {
                self.call(node);
                true
            }
            SyntaxKind::CAST_EXPR => {
                literal::cast(self, node);
                true
            }
            SyntaxKind::BIN_EXPR | SyntaxKind::PREFIX_EXPR | SyntaxKind::POSTFIX_EXPR => {
                self.operator_tokens(node);
                true
            }
            SyntaxKind::CUSTOM_OP | SyntaxKind::OPERATOR_CALL => {
                self.operator(node);
                false
            }
            SyntaxKind::CREATE_OPERATOR => {
                self.operator_definition(node);
                false
            }
            SyntaxKind::ATTRIBUTE_LIST => {
                attributes::collect(self, node);
                false
            }
            SyntaxKind::AGGREGATE => {
                let path = child(node, SyntaxKind::PATH_REF);
                let name = path.as_ref().and_then(|path| qualified(path_of(path)));
                self.function(name, path.as_ref().unwrap_or(node), signature_arguments(node));
                true
            }
            SyntaxKind::CREATE_FUNCTION | SyntaxKind::CREATE_PROCEDURE | SyntaxKind::DO => {
                body::collect(self, node);
                true
            }
            SyntaxKind::ERROR if self.soft => {
                body::collect_query(self, node);
                false
            }
            kind => {
                if let Some(object) = defined_object(kind) {
                    self.definition(object, node);
                }
                true
            }
        }
    }

    fn relation(&mut self, node: &SyntaxNode) {
        let Some(name) = qualified(path_of(node)) else { return };
        let accesses = statement::accesses(node);
        let may_be_with = accesses.as_slice() == [Access::Read];
        if may_be_with && name.schema.is_none() && self.with_names.contains(&name.name) {
            return;
        }
        for access in accesses {
            self.add_relation(Some(name.clone()), range_of(node), access);
        }
    }

    /// Records the relation of `relation.column`.
    fn owner_of_column(&mut self, node: &SyntaxNode) {
        let Some(path) = child(node, SyntaxKind::PATH_REF) else { return };
        let mut parts = path_of(&path);
        parts.pop();
        let owner = child(&path, SyntaxKind::PATH_REF).unwrap_or(path);
        self.add_relation(qualified(parts), range_of(&owner), Access::Mention);
    }

    fn named_type(&mut self, path: &SyntaxNode) {
        let Some(name) = qualified(path_of(path)) else { return };
        if name.schema.is_some() || !is_grammar_type(&name.name) {
            self.add_type(Some(name), range_of(path));
        }
    }

    fn call(&mut self, call: &SyntaxNode) {
        let Some(arguments) = child(call, SyntaxKind::ARG_LIST) else { return };
        let Some((name, node)) = callee(call) else { return };
        let count = children(&arguments, SyntaxKind::ARG).count();
        literal::sequence_argument(self, &name, &arguments);
        self.function(Some(name), &node, Some(count));
    }

    pub(super) fn function(
        &mut self,
        name: Option<QualifiedName>,
        node: &SyntaxNode,
        arguments: Option<usize>,
    ) {
        if let Some(mention) = self.mentioned(name, range_of(node)) {
            self.found.functions.push(FunctionUse { mention, arguments });
        }
    }

    pub(super) fn add_relation(
        &mut self,
        name: Option<QualifiedName>,
        range: Range<usize>,
        access: Access,
    ) {
        if let Some(mention) = self.mentioned(name, range) {
            self.found.relations.push(RelationUse { mention, access });
        }
    }

    pub(super) fn add_type(&mut self, name: Option<QualifiedName>, range: Range<usize>) {
        let mention = self.mentioned(name, range);
        self.found.types.extend(mention);
    }

    pub(super) fn sequence(&mut self, name: Option<QualifiedName>, range: Range<usize>) {
        let mention = self.mentioned(name, range);
        self.found.sequences.extend(mention);
    }

    fn operator_tokens(&mut self, expression: &SyntaxNode) {
        let tokens = expression.children_with_tokens().filter_map(|element| element.into_token());
        for token in tokens.filter(|token| !token.kind().is_trivia()) {
            let symbol = token.text();
            if symbol.bytes().all(|byte| byte.is_ascii_punctuation()) {
                let name = QualifiedName { schema: None, name: symbol.to_owned() };
                let mention = self.mentioned(Some(name), token.text_range().into());
                self.found.operators.extend(mention);
            }
        }
    }

    /// Records `<<` or `OPERATOR(schema.<<)`.
    pub(super) fn operator(&mut self, node: &SyntaxNode) {
        let mention = self.mentioned(operator_name(node), range_of(node));
        self.found.operators.extend(mention);
    }

    /// Records what `CREATE OPERATOR` makes and what it is made of.
    fn operator_definition(&mut self, statement: &SyntaxNode) {
        let Some(node) = statement.first_child() else { return };
        if let Some(name) = operator_name(&node) {
            let range = (self.place)(range_of(&node));
            self.found.definitions.push(Definition { object: Object::Operator, name, range });
        }
        if let Some(list) = child(statement, SyntaxKind::ATTRIBUTE_LIST) {
            attributes::collect(self, &list);
        }
    }

    fn definition(&mut self, object: Object, node: &SyntaxNode) {
        let in_create = node.parent().is_some_and(|parent| {
            parent.kind() == SyntaxKind::INTO_CLAUSE
                || parent.children_with_tokens().any(|it| it.kind() == SyntaxKind::CREATE_KW)
        });
        if self.soft || !in_create {
            return;
        }
        if let Some(name) = qualified(path_of(node)) {
            let range = (self.place)(range_of(node));
            self.found.definitions.push(Definition { object, name, range });
        }
    }

    fn mentioned(&self, name: Option<QualifiedName>, range: Range<usize>) -> Option<Use> {
        Some(Use { name: name?, range: (self.place)(range), soft: self.soft })
    }
}

/// The name in an operator node: its symbol, and its schema if one is written.
fn operator_name(node: &SyntaxNode) -> Option<QualifiedName> {
    let schema = node.descendants().find(|part| part.kind() == SyntaxKind::PATH_REF);
    let schema = schema.and_then(|path| path_of(&path).into_iter().find(|s| !s.is_empty()));
    let symbol: String = node
        .descendants_with_tokens()
        .filter_map(|element| element.into_token())
        .map(|token| token.text().to_owned())
        .filter(|text| text.bytes().all(|byte| b"+-*/<>=~!@#%^&|`?".contains(&byte)))
        .collect();
    (!symbol.is_empty()).then_some(QualifiedName { schema, name: symbol })
}

fn defined_object(kind: SyntaxKind) -> Option<Object> {
    Some(match kind {
        SyntaxKind::TABLE_NAME | SyntaxKind::VIEW => Object::Relation,
        SyntaxKind::FUNCTION_NAME | SyntaxKind::PROCEDURE_NAME | SyntaxKind::AGGREGATE_NAME => {
            Object::Function
        }
        SyntaxKind::TYPE_NAME | SyntaxKind::DOMAIN => Object::Type,
        SyntaxKind::SEQUENCE => Object::Sequence,
        SyntaxKind::INDEX => Object::Index,
        _ => return None,
    })
}

/// How many arguments a signature such as `f(int, out text)` takes.
fn signature_arguments(signature: &SyntaxNode) -> Option<usize> {
    if let Some(arguments) = child(signature, SyntaxKind::ARG_LIST) {
        return Some(children(&arguments, SyntaxKind::ARG).count());
    }
    let parameters = child(signature, SyntaxKind::PARAM_LIST)?;
    let taken = |parameter: &SyntaxNode| child(parameter, SyntaxKind::PARAM_OUT).is_none();
    Some(children(&parameters, SyntaxKind::PARAM).filter(taken).count())
}

/// Whether an unqualified type name is one that the grammar reserves, so no object can have it.
fn is_grammar_type(name: &str) -> bool {
    const TYPES: &[&str] = &[
        "bigint", "bit", "boolean", "dec", "decimal", "float", "int", "integer", "numeric", "real",
        "smallint",
    ];
    TYPES.contains(&name)
}
