//! What runs, and what of it comes before what.

use std::collections::{BTreeMap, BTreeSet};

use super::{ObjectName, Project, TransformKind};

impl Project {
    /// Returns for each source and transform those that come before it: they write what it reads, or are
    /// named by it.
    ///
    /// Of two that write one table neither waits for the other, but a statement waits for what fills the table that it
    /// changes.
    pub fn work(&self) -> BTreeMap<&str, BTreeSet<&str>> {
        let mut writers: BTreeMap<&ObjectName, BTreeSet<&str>> = BTreeMap::new();
        for (name, source) in &self.sources {
            for table in [&source.accepted.table, &source.rejected.table] {
                writers.entry(table).or_default().insert(name);
            }
        }
        for (name, transform) in &self.transforms {
            for table in &transform.writes {
                writers.entry(table).or_default().insert(name);
            }
        }
        let is_statement = |name: &str| {
            self.transforms.get(name).is_some_and(|it| it.kind == TransformKind::Statement)
        };
        let mut work: BTreeMap<&str, BTreeSet<&str>> =
            self.sources.keys().map(|name| (name.as_str(), BTreeSet::new())).collect();
        for (name, transform) in &self.transforms {
            let mut before: BTreeSet<&str> = BTreeSet::new();
            for table in transform.reads.union(&transform.writes) {
                let writes_it = transform.writes.contains(table);
                let waits = |other: &&&str| {
                    **other != name && (!writes_it || is_statement(name) && !is_statement(other))
                };
                before.extend(writers.get(table).into_iter().flatten().filter(waits));
            }
            let named = transform.after.iter().map(String::as_str);
            before.extend(named.filter(|it| it != name && self.is_work(it)));
            work.insert(name, before);
        }
        work
    }

    /// Returns sources and transforms so that each stands after what comes before it; what waits in a circle is left
    /// out.
    pub fn work_in_order(&self) -> Vec<&str> {
        let mut work = self.work();
        let mut order: Vec<&str> = Vec::new();
        loop {
            let free = work.iter().filter(|(_, before)| before.iter().all(|it| order.contains(it)));
            let free: Vec<&str> = free.map(|(name, _)| *name).collect();
            if free.is_empty() {
                return order;
            }
            work.retain(|name, _| !free.contains(name));
            order.extend(free);
        }
    }

    /// Returns whether a source or transform is called so.
    pub fn is_work(&self, name: &str) -> bool {
        self.sources.contains_key(name) || self.transforms.contains_key(name)
    }
}
