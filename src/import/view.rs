//! Views and materialized views of a schema.

use super::context::Context;
use super::expression::{Row, default, stable};
use super::parts;
use super::table::parameters;
use super::yaml::{Map, Node};
use crate::model::{CheckOption, View};

/// Writes the views of a schema, then its materialized views.
pub(super) fn views(context: &Context, schema: &str) -> (Map, Map) {
    let (mut views, mut materialized) = (Map::spaced(), Map::spaced());
    for (name, view) in context.database.views.iter().filter(|(name, _)| name.schema == schema) {
        let map = write(context, name, view);
        if view.materialized { &mut materialized } else { &mut views }
            .put(&name.name, Node::Map(map));
    }
    (views, materialized)
}

fn write(context: &Context, name: &crate::model::ObjectName, view: &View) -> Map {
    let mut map = Map::block();
    map.comment(&view.comment);
    map.flag("security_invoker", view.security_invoker);
    map.flag("security_barrier", view.security_barrier);
    let option = view.check_option.map(|option| match option {
        CheckOption::Local => "local",
        CheckOption::Cascaded => "cascaded",
    });
    map.text("check_option", option);
    map.texts("columns", &view.columns);
    map.put("sql", Node::Block(format!("{}\n", stable(&view.query))));
    map.flag("no_data", view.no_data);
    map.map("indexes", parts::indexes(context, &name.schema, Row::Nothing, &view.indexes));
    map.map("triggers", parts::triggers(context, name, Row::Nothing, &view.triggers));
    map.map("with", parameters(&view.storage_parameters));
    map.text("using", view.access_method.as_deref());
    map.text("tablespace", view.tablespace.as_deref());
    let mut defaults = Map::default();
    for (column, value) in &view.column_defaults {
        let known = view.output.iter().find(|output| output.name == *column);
        let data_type = known.and_then(|output| output.data_type.as_deref()).unwrap_or_default();
        defaults.put(column, Node::Plain(default(&value.0, data_type)));
    }
    map.map("column_defaults", defaults);
    map.map("column_comments", comments(view));
    map.text("owner", context.object_owned(&name.schema, &view.owner).as_deref());
    map
}

/// Writes the comments of columns in their order.
fn comments(view: &View) -> Map {
    let mut map = Map::block();
    for column in &view.output {
        map.comment_on(&column.name, view.column_comments.get(&column.name).map(String::as_str));
    }
    map
}
