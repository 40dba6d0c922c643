//! Order among objects that share a name: one goes before another comes.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Edges;
use crate::diff::nodes::Node;
use crate::facts::{Id, Kind};

impl Edges<'_> {
    /// Relations of one schema share their names, and so do types: one goes before another comes.
    pub(super) fn of_names(&mut self) {
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
