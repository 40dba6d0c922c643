//! What is written for each kind of object; `server.rs` has the server's own opinion.

mod files;
mod relations;
mod server;
mod tables;
mod types;

use super::Context;
use super::order::{Step, order};
use super::section;
use crate::model::fixtures::{self, WEIRD, name};
use crate::model::{Database, ObjectId, ObjectKind, ObjectName};
use crate::render::{Templates, ddl};

/// Renders the section that makes one object of the rich project.
fn made(id: ObjectId, major: u16) -> String {
    made_in(&fixtures::database(), id, major)
}

fn made_in(database: &Database, id: ObjectId, major: u16) -> String {
    let order = order(database).unwrap();
    let context = Context::new(database, major, &order);
    let sections = section::of_steps(&context, &[Step::Make(id)]);
    let texts = sections.iter().map(|section| format!("-- {}\n{}", section.title, section.sql));
    texts.collect::<Vec<_>>().join("\n\n")
}

/// Returns the text of one script of the rich project.
fn script(major: u16, name: &str) -> String {
    let files = ddl::render(&fixtures::project(major), &Templates::default()).unwrap();
    files.into_iter().find(|(file, _)| file == name).map(|(_, text)| text).unwrap()
}

fn part(kind: ObjectKind, owner: &str, part: &str) -> ObjectId {
    ObjectId::part(kind, &name(owner), part)
}

/// Names the table whose every name needs quotes.
fn weird() -> ObjectId {
    ObjectId::in_schema(ObjectKind::Table, &ObjectName::new(WEIRD, "select"))
}
