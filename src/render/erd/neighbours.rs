//! Each table and view with those next to it: what it references, what references it, by a foreign
//! key or as a diagram declares, and what a view reads.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::draw::Draft;
use crate::model::{
    DiagramColumns, DiagramRelation, NextTo, Node, ObjectName, Project, next_by_foreign_keys,
};
use crate::picture::tables::{Reference, Tables};
use crate::render::{GENERATED, RenderError, Templates, names};

/// No more tables than that stand around one: a picture of more is not read.
const MOST: usize = 40;

/// What every relation is next to.
pub struct Neighbours<'p> {
    draft: Draft<'p>,
    /// By foreign keys, and by what diagrams declare without one.
    related: NextTo<'p>,
    declared: Vec<&'p DiagramRelation>,
    /// What a view reads.
    read: BTreeMap<ObjectName, BTreeSet<ObjectName>>,
}

impl<'p> Neighbours<'p> {
    /// Looks them up.
    pub fn of(project: &'p Project) -> Self {
        let draft = Draft::of(&project.database);
        let mut related = next_by_foreign_keys(project.database.whole_tables());
        let declared = project.declared_relations();
        for relation in &declared {
            related.entry(&relation.table).or_default().insert(&relation.target);
            related.entry(&relation.target).or_default().insert(&relation.table);
        }
        let mut all = Self { draft, related, declared, read: BTreeMap::new() };
        for (from, to) in project.flows() {
            if let (Node::Table(read) | Node::View(read), Node::View(view)) = (from, to) {
                all.read.entry(view).or_default().insert(read);
            }
        }
        all
    }

    /// Draws one relation with those next to it.
    pub fn draw(&self, name: &ObjectName) -> Tables {
        let related = self.related.get(name).into_iter().flatten().copied();
        let read = self.read.get(name).into_iter().flatten();
        let around: BTreeSet<&ObjectName> =
            related.chain(read).filter(|other| *other != name).collect();
        let mut shown: BTreeMap<&ObjectName, DiagramColumns> =
            around.iter().take(MOST).map(|other| (*other, DiagramColumns::Keys)).collect();
        shown.insert(name, DiagramColumns::All);
        let left_out = around.len().saturating_sub(MOST);
        let notes = if left_out == 0 {
            Vec::new()
        } else {
            vec![format!("{left_out} more are next to it: the first {MOST} by name are drawn.")]
        };
        let mut tables = self.draft.draw(&name.to_string(), &shown, notes);
        self.draft.relate(&mut tables, self.declared.iter().copied());
        let is_it = |schema: &str, table: &str| schema == name.schema && table == name.name;
        let centre = tables.entities.iter().position(|entity| is_it(&entity.schema, &entity.name));
        let Some(centre) = centre else { return tables };
        tables.entities[centre].is_centre = true;
        let reads = self.read.get(name);
        let is_read = |schema: &str, table: &str| {
            reads.is_some_and(|reads| reads.contains(&ObjectName::new(schema, table)))
        };
        let entities = tables.entities.iter().zip(0..);
        let read = entities.filter(|(entity, _)| is_read(&entity.schema, &entity.name));
        let arrow = |parent: usize, words: String| Reference {
            parent,
            child: centre,
            words,
            ..Reference::default()
        };
        let read: Vec<Reference> = read
            .map(|(entity, place)| {
                arrow(place, format!("{name} reads {}.{}", entity.schema, entity.name))
            })
            .collect();
        // What is around it is related to it here, not to each other.
        tables
            .references
            .retain(|reference| reference.parent == centre || reference.child == centre);
        tables.references.extend(read);
        tables
    }
}

/// Renders everything below `erd/tables/`.
pub(super) fn render(
    project: &Project,
    templates: &Templates,
) -> Result<Vec<(String, String)>, RenderError> {
    let neighbours = Neighbours::of(project);
    let tables = project.database.whole_tables().map(|(name, _)| name);
    let drawn: Vec<_> =
        names::of_objects(tables.chain(project.database.views.keys())).into_iter().collect();
    let draw = |(name, file): &(&ObjectName, String)| {
        let tables = neighbours.draw(name);
        let text = super::mermaid(&tables, templates)?;
        let svg = (format!("erd/tables/{file}.svg"), tables.svg(GENERATED));
        Ok([svg, (format!("erd/tables/{file}.mmd"), text)])
    };
    // Each is by itself, and of a thousand tables they are most of the work.
    let files = drawn.par_iter().map(draw).collect::<Result<Vec<_>, RenderError>>()?;
    Ok(files.into_iter().flatten().collect())
}
