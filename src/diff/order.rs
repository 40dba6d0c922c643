//! The order of what is to be done: what is needed comes first, what needs goes first.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::nodes::{Node, Work, dropped_with, has_shell, made_with};
use super::{Context, kinds};
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
        for (id, needs) in &self.context.current.needs {
            let dropped = self.drop_of(id);
            let altered = self.existing(Node::Alter(id.clone()));
            let released = self.existing(Node::Release(id.clone()));
            if dropped.is_none() && altered.is_none() && released.is_none() {
                continue;
            }
            for needed in needs {
                let needed_drop = self.drop_of(needed);
                // Columns are given their new type between the old type and its end.
                if !(id.kind == Kind::Sequence && needed.kind == Kind::Column) {
                    self.require(needed_drop.clone(), dropped.clone());
                }
                self.require(needed_drop.clone(), released.clone());
                if dropped.is_none() {
                    self.require(needed_drop.clone(), altered.clone());
                }
                if !is_container(needed.kind) && dropped != self.existing(Node::Discard(id.clone()))
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

    fn is_partition(&self, id: &Id) -> bool {
        self.context.current.get(id).is_some_and(|fact| fact.text("bound").is_some())
    }

    /// What an object needs is there, as it will be, before the object.
    fn of_desired(&mut self) {
        for (id, needs) in &self.context.desired.needs {
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
                if !is_container(needed.kind) {
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
                        self.require(Some(node.clone()), self.existing(create));
                        if whole.kind == Kind::View {
                            self.require(Some(node.clone()), self.existing(change));
                        }
                        self.settle_after(&whole, &node);
                    }
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
                Node::Release(_) => self.replaced(&node),
                Node::TakeOver(_) => self.moved(&id, &node),
                _ => {}
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

    /// A table takes from its parents what they hand down once they have it as it will be.
    fn like_parent(&mut self, id: &Id, node: &Node) {
        let facts = self.context.desired;
        let parents = facts.get(id).map_or(&[][..], |fact| fact.list("parents"));
        for parent in parents.iter().filter_map(|parent| self.context.named(parent)) {
            for (default, _) in facts.parts_of(&parent, Kind::Default) {
                let nodes = [Node::Create(default.clone()), Node::Alter(default.clone())];
                for earlier in nodes {
                    self.graph.wish(node, &earlier);
                }
            }
        }
    }

    /// Rows of a partition move once it is apart and the others are there.
    fn moved(&mut self, id: &Id, node: &Node) {
        if self.context.fates.rebuilt.contains(id) {
            return;
        }
        self.require(Some(node.clone()), self.existing(Node::Release(id.clone())));
        self.require(self.existing(Node::Drop(id.clone())), Some(node.clone()));
        self.require(self.existing(Node::Alter(id.clone())), Some(node.clone()));
        let parent = self.context.current.get(id).and_then(|fact| fact.list("parents").first());
        let Some(parent) = parent.and_then(|parent| self.context.named(parent)) else { return };
        for child in self.context.children(&parent) {
            let created = self.existing(Node::Create(child.clone()));
            self.require(created.clone(), self.existing(Node::Release(id.clone())));
            self.require(Some(node.clone()), created);
        }
    }

    /// A sequence that turns into an identity's, or the other way round, hands its position on.
    fn taken_over(&mut self, id: &Id, node: &Node) {
        if let Some(sequence) = kinds::identity::turned(self.context, id) {
            let column = Some(node.clone());
            self.require(column.clone(), self.existing(Node::Release(sequence.clone())));
            self.require(column.clone(), self.existing(Node::Create(sequence.clone())));
            self.require(self.existing(Node::Drop(sequence)), column);
        }
    }

    /// What a parent hands down is set apart from it after it came; partitions refuse null before
    /// their parent does.
    fn after_parent(&mut self, id: &Id, node: &Node) {
        let Some(parent) = self.context.parent_column(id) else { return };
        let changed = self.context.fates.altered.get(id).map(Vec::as_slice);
        let refuses_null = changed == Some(&["not_null"])
            && self.context.desired.get(id).is_some_and(|fact| fact.is("not_null"));
        if refuses_null && self.context.is_partitioned(&parent) {
            let parent = self.existing(Node::Alter(parent));
            return self.require(parent, Some(node.clone()));
        }
        let made = self.create_of(&parent);
        self.require(Some(node.clone()), made);
        self.require(Some(node.clone()), self.existing(Node::Alter(parent)));
    }

    /// What is put aside makes room, is taken over, and goes.
    fn of_rebuilt(&mut self) {
        for id in &self.context.fates.rebuilt {
            let release = self.existing(Node::Release(id.clone()));
            let create = self.existing(Node::Create(id.clone()));
            let take_over = self.existing(Node::TakeOver(id.clone()));
            let discard = self.existing(Node::Discard(id.clone()));
            self.require(create.clone(), release.clone());
            self.require(take_over.clone(), create.clone());
            self.require(discard.clone(), take_over.clone());
            self.require(discard.clone(), create.clone());
            let nodes: Vec<Node> = self.work.keys().cloned().collect();
            for node in nodes {
                match &node {
                    Node::Create(part) if self.context.desired.whole(part).as_ref() == Some(id) => {
                        self.require(Some(node.clone()), take_over.clone());
                    }
                    Node::Drop(part) if self.context.current.whole(part).as_ref() == Some(id) => {
                        self.require(release.clone(), Some(node.clone()));
                    }
                    // Partitions are made before rows go into them.
                    Node::Create(part)
                        if self.context.desired.needs_of(part).any(|it| it == id)
                            && part.kind == Kind::Table =>
                    {
                        self.require(take_over.clone(), Some(node.clone()));
                    }
                    Node::Alter(column)
                        if self.context.current.needs_of(column).any(|needed| needed == id) =>
                    {
                        self.require(Some(node.clone()), create.clone());
                        self.require(discard.clone(), Some(node.clone()));
                    }
                    Node::Settle(sequence) if sequence.kind == Kind::Sequence => {
                        let owner = self.context.desired.get(sequence);
                        let owner = owner.and_then(|fact| kinds::sequence::owning_column(fact));
                        if owner.is_some_and(|column| column.whole(Kind::Table) == *id) {
                            self.require(Some(node.clone()), take_over.clone());
                        }
                    }
                    _ => {}
                }
            }
        }
    }

    /// Relations of one schema share their names, and so do types: one goes before another comes.
    fn of_names(&mut self) {
        let mut freed = BTreeMap::<(bool, Arc<str>, Arc<str>), Vec<Node>>::new();
        for id in &self.context.fates.gone {
            if let Some(node) = self.freeing(id) {
                for key in self.names(id, false) {
                    freed.entry(key).or_default().push(node.clone());
                }
            }
        }
        if freed.is_empty() {
            return;
        }
        let made: Vec<Id> = self.context.fates.made.iter().cloned().collect();
        for id in made {
            let created = self.create_of(&id);
            for key in self.names(&id, true) {
                for node in freed.get(&key).cloned().unwrap_or_default() {
                    if node != Node::Discard(id.clone()) {
                        self.require(created.clone(), Some(node));
                    }
                }
            }
        }
    }

    /// Returns the node after which an object's name is free: when it is dropped or put aside.
    fn freeing(&self, id: &Id) -> Option<Node> {
        match self.drop_of(id)? {
            Node::Discard(by) => self.existing(Node::Release(by)),
            node => Some(node),
        }
    }

    fn names(&self, id: &Id, desired: bool) -> Vec<(bool, Arc<str>, Arc<str>)> {
        let facts = if desired { self.context.desired } else { self.context.current };
        let relation = |name: &Arc<str>| (true, id.schema.clone(), name.clone());
        let data_type = |name: &Arc<str>| (false, id.schema.clone(), name.clone());
        match id.kind {
            Kind::Table | Kind::View | Kind::MaterializedView | Kind::Sequence => {
                vec![relation(&id.name), data_type(&id.name)]
            }
            Kind::Type => vec![relation(&id.name), data_type(&id.name)],
            Kind::Index => vec![relation(&id.part)],
            Kind::Constraint => {
                let indexed = facts.get(id).is_some_and(|fact| {
                    matches!(fact.word("type"), "primary key" | "unique" | "exclude")
                });
                if indexed { vec![relation(&id.part)] } else { Vec::new() }
            }
            Kind::Column => {
                let options = facts.get(id).map_or(&[][..], |fact| fact.list("identity_options"));
                let name = options.iter().find_map(|option| option.strip_prefix("name "));
                name.map(|name| relation(&name.into())).into_iter().collect()
            }
            _ => Vec::new(),
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
