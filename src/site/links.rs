//! Where everything is: the paths of pages.

use std::collections::{BTreeMap, BTreeSet};

use super::page::{Inline, Page};
use crate::model::{Node, ObjectName, Project};
use crate::render::names::{self, Taken};

/// Paths of pages by what they are about.
pub(super) struct Links<'p> {
    relations: BTreeMap<&'p ObjectName, String>,
    schemas: BTreeMap<&'p str, String>,
    others: BTreeMap<&'static str, BTreeMap<&'p str, String>>,
}

impl<'p> Links<'p> {
    pub fn of(project: &'p Project) -> Self {
        let database = &project.database;
        let tables = database.whole_tables().map(|(name, _)| name);
        let relations = tables.chain(database.views.keys());
        let mut others = BTreeMap::<_, BTreeMap<_, _>>::new();
        let mut add = |folder: &'static str, names: Vec<&'p String>| {
            for (name, file) in unique(names) {
                let path = format!("{folder}/{file}.html");
                others.entry(folder).or_default().insert(name.as_str(), path);
            }
        };
        add("roles", database.roles.keys().collect());
        add("queries", project.queries.keys().collect());
        add("sources", project.sources.keys().collect());
        add("transforms", project.transforms.keys().collect());
        add("diagrams", project.diagrams.keys().collect());
        add("systems", project.systems.keys().collect());
        let relations: Vec<&ObjectName> = relations.collect();
        let schemas: BTreeSet<&String> = relations.iter().map(|name| &name.schema).collect();
        let schemas = unique(schemas).into_iter();
        let schemas = schemas.map(|(name, id)| (name.as_str(), format!("schema-{id}")));
        let relations = names::of_objects(relations).into_iter();
        let relations = relations.map(|(name, file)| (name, format!("tables/{file}.html")));
        Self { relations: relations.collect(), schemas: schemas.collect(), others }
    }

    /// Returns the path of a table or view.
    pub fn relation(&self, name: &ObjectName) -> Option<&str> {
        self.relations.get(name).map(String::as_str)
    }

    /// Returns the id of a schema's section in the list of tables, if it has tables or views.
    pub fn schema(&self, name: &str) -> Option<&str> {
        self.schemas.get(name).map(String::as_str)
    }

    /// Returns the path of something of a folder: `roles`, `queries`, `sources`, `transforms`, `diagrams`.
    pub fn of_folder(&self, folder: &str, name: &str) -> Option<&str> {
        self.others.get(folder)?.get(name).map(String::as_str)
    }

    /// Returns the path of what rows flow through.
    pub fn node(&self, node: &Node) -> Option<&str> {
        match node {
            Node::Files(_) => None,
            Node::Table(name) | Node::View(name) => self.relation(name),
            Node::Source(name) => self.of_folder("sources", name),
            Node::Transform(name) => self.of_folder("transforms", name),
            Node::Query(name) => self.of_folder("queries", name),
            Node::Role(name) => self.of_folder("roles", name),
        }
    }

    /// Writes the name of a relation as a link from a page.
    pub fn relation_from(&self, page: &Page, name: &ObjectName) -> Inline {
        Inline::code(name.to_string()).to(self.relation(name).map(|path| page.link(path)))
    }

    /// Writes the name of a role as a link from a page.
    pub fn role_from(&self, page: &Page, name: &str) -> Inline {
        let shown = crate::access::words::role_words(name);
        Inline::code(shown).to(self.of_folder("roles", name).map(|path| page.link(path)))
    }

    /// Writes what rows flow through as a link from a page, with what it is.
    pub fn node_from(&self, page: &Page, node: &Node) -> Vec<Inline> {
        let (kind, name) = match node {
            Node::Files(name) => ("files", name.clone()),
            Node::Table(name) => ("table", name.to_string()),
            Node::View(name) => ("view", name.to_string()),
            Node::Source(name) => ("source", name.clone()),
            Node::Transform(name) => ("transform", name.clone()),
            Node::Query(name) => ("query", name.clone()),
            Node::Role(name) => ("role", name.clone()),
        };
        let link = self.node(node).map(|path| page.link(path));
        vec![
            Inline { text: format!("{kind} "), class: "muted", link: None },
            Inline::code(name).to(link),
        ]
    }
}

/// Names a file for each name; where two would be one, the later ones have numbers.
pub(super) fn unique<'n>(all: impl IntoIterator<Item = &'n String>) -> Vec<(&'n String, String)> {
    let mut taken = Taken::default();
    all.into_iter().map(|name| (name, taken.give(names::file_stem(name)))).collect()
}
