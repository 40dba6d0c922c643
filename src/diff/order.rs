//! The order of what is to be done: what is needed comes first, what needs goes first.

mod names;
mod tables;
mod words;

use super::nodes::{Node, Work, dropped_with, has_shell, made_with};
use super::{Action, Context, kinds};
use crate::facts::{Id, Kind};
use crate::graph::Graph;

/// Orders the work.
///
/// # Errors
/// A cycle of objects that need each other, where no order helps.
pub(super) fn order(context: &Context<'_>, work: &Work) -> Result<Vec<Node>, Vec<Node>> {
    let mut graph = Graph::<Node>::default();
    for (node, statements) in work {
        let late = statements.iter().any(|statement| !statement.transactional || statement.apart);
        graph.add(node.clone(), "", rank(node, late));
    }
    let mut edges = Edges { context, work, graph };
    edges.of_current();
    edges.of_desired();
    edges.of_parts();
    edges.of_rebuilt();
    edges.of_names();
    edges.of_words();
    edges.graph.order()
}

/// Returns when a thing is done where nothing else says so: what goes goes first, what takes long
/// comes last.
fn rank(node: &Node, late: bool) -> usize {
    let kinds = Kind::ALL.len();
    let kind = node.id().kind as usize;
    let long = if late { 10_000 } else { 0 };
    long + match node {
        Node::Release(_) => kind,
        Node::Drop(id) if matches!(id.kind, Kind::Role) => 9_000,
        Node::Drop(_) => 1_000 + kinds - kind,
        Node::Alter(id) | Node::Create(id) if id.kind == Kind::DefaultPrivileges => 5_000,
        Node::Alter(_) => 2_000 + 2 * kind,
        Node::Create(_) => 2_001 + 2 * kind,
        Node::TakeOver(_) => 3_000,
        Node::Settle(_) => 4_000,
        Node::Discard(_) => 4_500,
    }
}

struct Edges<'a> {
    context: &'a Context<'a>,
    work: &'a Work,
    graph: Graph<Node>,
}

impl Edges<'_> {
    fn has(&self, node: &Node) -> bool {
        self.work.contains_key(node)
    }

    /// Returns the node that removes an object, if by itself or along with another.
    fn drop_of(&self, id: &Id) -> Option<Node> {
        if !self.context.is_gone(id) {
            return None;
        }
        let by = dropped_with(self.context, id).unwrap_or_else(|| id.clone());
        let node = match self.context.fates.rebuilt.contains(&by) {
            true => Node::Discard(by),
            false => Node::Drop(by),
        };
        self.has(&node).then_some(node)
    }

    /// Returns the node that makes an object, if by itself or along with another.
    fn create_of(&self, id: &Id) -> Option<Node> {
        let node = Node::Create(made_with(self.context, id).unwrap_or_else(|| id.clone()));
        self.has(&node).then_some(node)
    }

    fn require(&mut self, later: Option<Node>, earlier: Option<Node>) {
        if let Some((later, earlier)) = later.zip(earlier)
            && later != earlier
        {
            self.graph.require(&later, &earlier);
        }
    }

    fn existing(&self, node: Node) -> Option<Node> {
        self.has(&node).then_some(node)
    }

    /// What an object needed may go, or change, once the object is away or needs it no more.
    fn of_current(&mut self) {
        for (id, needs) in self.context.current.needs.iter() {
            let dropped = self.drop_of(id);
            let altered = self.existing(Node::Alter(id.clone()));
            let mut released = self.existing(Node::Release(id.clone()));
            if has_shell(self.context.desired, id) {
                released = None;
            }
            if dropped.is_none() && altered.is_none() && released.is_none() {
                continue;
            }
            for needed in needs {
                let needed_drop = self.drop_of(needed);
                if needed.kind != Kind::Type
                    && let Some(bare) = self.bare(id)
                {
                    self.require(needed_drop, Some(bare));
                    continue;
                }
                // Columns are given their new type between the old type and its end.
                if !(id.kind == Kind::Sequence && needed.kind == Kind::Column) {
                    self.require(needed_drop.clone(), dropped.clone());
                }
                self.require(needed_drop.clone(), released.clone());
                if dropped.is_none() {
                    self.require(needed_drop.clone(), altered.clone());
                }
                let hands_on = id.kind == Kind::Sequence
                    && kinds::identity::turned(self.context, needed).as_ref() == Some(id);
                if !hands_on
                    && !is_container(needed.kind)
                    && self.shows(id, needed)
                    && dropped != self.existing(Node::Discard(id.clone()))
                {
                    let change = self.existing(Node::Alter(needed.clone()));
                    self.require(change, dropped.clone());
                }
                let with_rows = id.kind == Kind::Table && self.is_partition(id);
                if self.context.fates.rebuilt.contains(needed) && with_rows {
                    let take_over = self.existing(Node::TakeOver(needed.clone()));
                    self.require(dropped.clone(), take_over);
                } else if self.context.fates.rebuilt.contains(needed)
                    && matches!(dropped, Some(Node::Drop(_)))
                {
                    let aside = self.existing(Node::Release(needed.clone()));
                    self.require(aside, dropped.clone());
                }
            }
        }
    }

    /// Returns whether what is changed of an object matters to a view of it: of a column only its type
    /// does, so that a view need not be away while rows are read.
    fn shows(&self, id: &Id, needed: &Id) -> bool {
        let is_view = matches!(id.kind, Kind::View | Kind::Rule | Kind::MaterializedView);
        let changed = self.context.fates.altered.get(needed);
        let of_type = ["type", "collation", "generated"];
        needed.kind != Kind::Column
            || !is_view
            || self.context.is_retyped(needed)
            || changed.is_none_or(|changed| changed.iter().any(|it| of_type.contains(it)))
    }

    /// Returns the node that frees a domain which is put aside from what it calls.
    fn bare(&self, id: &Id) -> Option<Node> {
        let domain = match id.kind {
            Kind::Type => id.clone(),
            Kind::DomainConstraint => id.whole(Kind::Type),
            _ => return None,
        };
        let fact = self.context.current.get(&domain)?;
        let aside = fact.word("type") == "domain" && self.context.fates.rebuilt.contains(&domain);
        aside.then_some(Node::Release(domain))
    }

    fn is_partition(&self, id: &Id) -> bool {
        self.context.current.get(id).is_some_and(|fact| fact.text("bound").is_some())
    }

    /// What an object needs is there, as it will be, before the object.
    fn of_desired(&mut self) {
        for (id, needs) in self.context.desired.needs.iter() {
            let created = self.create_of(id);
            let altered = self.existing(Node::Alter(id.clone()));
            let settled = self.existing(Node::Settle(id.clone()));
            if created.is_none() && altered.is_none() && settled.is_none() {
                continue;
            }
            for needed in needs {
                let needed_create = self.needed_create(id, needed);
                // A sequence is there before the column that owns it, see `settle`.
                if id.kind == Kind::Sequence && needed.kind == Kind::Column {
                    self.require(settled.clone(), needed_create);
                    continue;
                }
                self.require(created.clone(), needed_create.clone());
                self.require(altered.clone(), needed_create);
                if !is_container(needed.kind) && self.shows(id, needed) {
                    let change = self.existing(Node::Alter(needed.clone()));
                    self.require(created.clone(), change.clone());
                    if let Some((later, earlier)) = altered.clone().zip(change) {
                        self.graph.wish(&later, &earlier);
                    }
                }
            }
        }
    }

    /// The functions that a type is made of need its name alone.
    fn needed_create(&self, id: &Id, needed: &Id) -> Option<Node> {
        let facts = self.context.desired;
        if id.kind == Kind::Routine
            && has_shell(facts, needed)
            && facts.needs_of(needed).any(|it| it == id)
        {
            return self.existing(Node::Release(needed.clone()));
        }
        self.create_of(needed)
    }

    /// Parts come after their whole, and go before it.
    fn of_parts(&mut self) {
        let nodes: Vec<Node> = self.work.keys().cloned().collect();
        for node in nodes {
            let id = node.id().clone();
            match node {
                Node::Create(_) | Node::Alter(_) => {
                    self.replaced(&node);
                    if let Some(whole) = self.context.desired.whole(&id) {
                        let (create, change) =
                            (Node::Create(whole.clone()), Node::Alter(whole.clone()));
                        if matches!(node, Node::Create(_))
                            && matches!(id.kind, Kind::Constraint | Kind::Index)
                        {
                            let apart = self.existing(Node::Release(whole.clone()));
                            self.require(Some(node.clone()), apart);
                        }
                        self.require(Some(node.clone()), self.existing(create));
                        if whole.kind == Kind::View {
                            self.require(Some(node.clone()), self.existing(change));
                        }
                        self.settle_after(&whole, &node);
                    }
                    self.given_on(&id, &node);
                    match id.kind {
                        Kind::Column => {
                            self.after_parent(&id, &node);
                            self.taken_over(&id, &node);
                        }
                        Kind::Table => self.like_parent(&id, &node),
                        _ => {}
                    }
                }
                Node::Drop(_) => {
                    if let Some(whole) = self.context.current.whole(&id) {
                        self.require(self.drop_of(&whole), Some(node.clone()));
                    }
                    if id.kind == Kind::Column && self.context.is_handed_down(&id) {
                        self.after_parent(&id, &node);
                    }
                }
                Node::Settle(_) => {
                    self.require(Some(node.clone()), self.existing(Node::Create(id.clone())));
                    self.require(Some(node.clone()), self.existing(Node::Alter(id.clone())));
                }
                Node::Release(_) => {
                    self.replaced(&node);
                    self.before_parent(&id, &node);
                }
                Node::TakeOver(_) => self.moved(&id, &node),
                _ => {}
            }
        }
    }

    /// A role gives on, and takes back, while it may enter the schema; on a column it may by its option on
    /// the table.
    fn given_on(&mut self, id: &Id, node: &Node) {
        let by_roles = |action| {
            let statements = self.work.get(node).into_iter().flatten();
            statements.filter(|it| it.run_as.is_some()).any(|it| it.action == action)
        };
        let (gives, takes) = (by_roles(Action::Grant), by_roles(Action::Revoke));
        let table = (id.kind == Kind::Column).then(|| id.whole(Kind::Table));
        let schema = (!id.schema.is_empty()).then(|| Id::new(Kind::Schema, "", &*id.schema, ""));
        for place in table.into_iter().chain(schema) {
            let Some(change) = self.existing(Node::Alter(place)) else { continue };
            if takes {
                self.graph.wish(&change, node);
            } else if gives {
                self.graph.wish(node, &change);
            }
        }
    }

    fn replaced(&mut self, node: &Node) {
        if let Node::Create(id) = node {
            self.require(Some(node.clone()), self.existing(Node::Drop(id.clone())));
            self.require(Some(node.clone()), self.existing(Node::Release(id.clone())));
        }
        if let Node::Alter(id) = node {
            self.require(Some(node.clone()), self.existing(Node::Release(id.clone())));
        }
        if let Node::Release(id) = node
            && has_shell(self.context.desired, id)
        {
            self.require(Some(node.clone()), self.existing(Node::Drop(id.clone())));
        }
    }

    /// A table names its indexes once they are there, and takes part in a parent once it has the
    /// parent's columns.
    fn settle_after(&mut self, whole: &Id, node: &Node) {
        let settle = self.existing(Node::Settle(whole.clone()));
        self.require(settle, Some(node.clone()));
        let takes_part = self.context.current.get(whole).zip(self.context.desired.get(whole));
        if takes_part.is_some_and(|(old, new)| {
            old.get("parents") != new.get("parents") || old.get("bound") != new.get("bound")
        }) {
            let change = self.existing(Node::Alter(whole.clone()));
            if let Some(change) = change
                && node.id().kind == Kind::Column
            {
                self.graph.require(&change, node);
            }
        }
    }
}

/// Returns whether others only live in or on an object of this kind, whatever is changed of it.
fn is_container(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Schema
            | Kind::Table
            | Kind::Role
            | Kind::Sequence
            | Kind::Extension
            | Kind::Database
            | Kind::Server
            | Kind::ForeignDataWrapper
            | Kind::Publication
    )
}
