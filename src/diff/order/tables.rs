//! Order among tables: parents and children, partitions, tables that are made anew, and sequences.

use super::Edges;
use crate::diff::kinds;
use crate::diff::nodes::Node;
use crate::facts::{Id, Kind};

impl Edges<'_> {
    /// A table takes from its parents what they hand down once they have it as it will be.
    pub(super) fn like_parent(&mut self, id: &Id, node: &Node) {
        let facts = self.context.desired;
        let parents = facts.get(id).map_or(&[][..], |fact| fact.list("parents"));
        for parent in parents.iter().filter_map(|parent| self.context.named(parent)) {
            for (column, _) in facts.parts_of(&parent, Kind::Column) {
                let nodes = [Node::Create(column.clone()), Node::Alter(column.clone())];
                for earlier in nodes {
                    if !self.has(&earlier) {
                        continue;
                    }
                    if matches!(node, Node::Create(_)) {
                        let aside = self.existing(Node::Release(id.clone()));
                        self.require(Some(earlier.clone()), aside);
                        self.graph.require(node, &earlier);
                    }
                }
            }
            for (default, _) in facts.parts_of(&parent, Kind::Default) {
                let nodes = [Node::Create(default.clone()), Node::Alter(default.clone())];
                for earlier in nodes {
                    self.graph.wish(node, &earlier);
                }
            }
        }
    }

    /// Rows of a partition move once it is apart and the others are there.
    pub(super) fn moved(&mut self, id: &Id, node: &Node) {
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
    pub(super) fn taken_over(&mut self, id: &Id, node: &Node) {
        if let Some(sequence) = kinds::identity::turned(self.context, id) {
            let column = Some(node.clone());
            self.require(column.clone(), self.existing(Node::Release(sequence.clone())));
            self.require(column.clone(), self.existing(Node::Create(sequence.clone())));
            self.require(self.existing(Node::Drop(sequence)), column);
        }
    }

    /// What a parent hands down is set apart from it after it came; partitions refuse null before
    /// their parent does.
    pub(super) fn after_parent(&mut self, id: &Id, node: &Node) {
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

    /// A partition leaves before its parent's indexes go, which would take its own along.
    pub(super) fn before_parent(&mut self, id: &Id, release: &Node) {
        let facts = self.context.current;
        let fact = facts.get(id).filter(|fact| !fact.list("attached").is_empty());
        let parents = fact.map_or(&[][..], |fact| fact.list("parents"));
        for parent in parents.iter().filter_map(|parent| self.context.named(parent)) {
            for kind in [Kind::Index, Kind::Constraint] {
                for (part, _) in facts.parts_of(&parent, kind) {
                    self.require(self.existing(Node::Drop(part.clone())), Some(release.clone()));
                }
            }
        }
    }

    /// What is put aside makes room, is taken over, and goes.
    pub(super) fn of_rebuilt(&mut self) {
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
                        let owner = owner.and_then(kinds::sequence::owning_column);
                        if owner.is_some_and(|column| column.whole(Kind::Table) == *id) {
                            self.require(Some(node.clone()), take_over.clone());
                        }
                    }
                    _ => {}
                }
            }
        }
    }
}
