//! What other viewers are given, read as they read it.

use serde_json::Value;

use super::*;
use crate::model::{Action, ConstraintKind, DiagramRelation, Index, ObjectName};
use crate::render::fixtures::*;

#[test]
fn a_shop_in_dbml() {
    insta::assert_snapshot!(dbml::document(&shop()));
}

#[test]
fn a_shop_in_the_json_of_tbls() {
    insta::assert_snapshot!(tbls::document(&shop()));
}

#[test]
fn names_and_texts_of_any_kind_stay_within_their_marks() {
    let mut project = shop();
    project.description = Some("It's \\ a\nshop".into());
    let mut hostile = table(vec![column("a\"b'c", "text!"), column("x\ny", "bigint")], vec![]);
    hostile.comment = Some("'}\r\nTable x { }".into());
    hostile.columns[0].default = Some(crate::model::Expression("'`'::text".into()));
    project.database.tables.insert(sales("t\"}"), hostile);
    let text = dbml::document(&project);
    assert!(text.contains(r#"Note: 'It\'s \\ a\nshop'"#), "{text}");
    assert!(text.contains(r#"Table "sales"."t\"}" {"#), "{text}");
    assert!(
        text.contains(r#"  "a\"b'c" "text" [not null, note: 'Default: \'`\'::text']"#),
        "{text}"
    );
    assert!(text.contains(r#"  "x\ny" "bigint""#), "{text}");
    assert!(text.contains(r#"  Note: '\'} \nTable x { }'"#), "{text}");
    let read: Value = serde_json::from_str(&tbls::document(&project)).expect("it is JSON");
    let named = |table: &Value| table["name"] == "sales.t\"}";
    assert!(read["tables"].as_array().expect("a list").iter().any(named));
}

#[test]
fn actions_indexes_and_declared_relations_are_told() {
    let mut project = shop();
    let orders = project.database.tables.get_mut(&sales("orders")).expect("it is there");
    let index = |definition: &str| Index {
        definition: definition.into(),
        unique: false,
        tablespace: None,
        invalid: false,
        comment: None,
    };
    orders.indexes.insert("by_status".into(), index("using btree (status, total)"));
    orders.indexes.insert("odd".into(), index("using gin (lower(status)) where (total > 0)"));
    let key = orders.constraints.get_mut("orders_member_id_fkey").expect("it is there");
    if let ConstraintKind::ForeignKey(key) = &mut key.kind {
        key.on_delete = Action::SetNull;
    }
    let relation = DiagramRelation {
        table: sales("orders"),
        columns: vec!["order_id".into()],
        target: sales("members"),
        target_columns: vec!["member_id".into()],
    };
    let diagram = crate::model::Diagram {
        title: "x".into(),
        tables: Default::default(),
        columns: crate::model::DiagramColumns::All,
        relations: vec![relation.clone(), relation],
    };
    project.diagrams.insert("x".into(), diagram);
    let text = dbml::document(&project);
    assert!(text.contains("[delete: set null]"), "{text}");
    assert!(text.contains(r#"    ("status", "total") [name: 'by_status']"#), "{text}");
    let odd = r#"    `lower(status)` [name: 'odd', note: "#;
    assert!(text.contains(odd), "{text}");
    let read: Value = serde_json::from_str(&tbls::document(&project)).expect("it is JSON");
    let relations = read["relations"].as_array().expect("a list");
    assert_eq!(relations.iter().filter(|it| it["virtual"] == true).count(), 1, "{relations:#?}");
    let declared = relations.iter().find(|it| it["virtual"] == true).expect("it is there");
    assert_eq!(
        (&declared["cardinality"], &declared["parent_cardinality"]),
        (&"zero_or_one".into(), &"exactly_one".into())
    );
}

/// tbls refuses a document of which a relation names a table or column that is not in it, and shows nothing of a viewpoint
/// whose tables are named otherwise than in their own place.
#[test]
fn all_that_tbls_looks_up_is_there_by_the_same_name() {
    let mut project = shop();
    let moved = |name: &ObjectName| ObjectName::new("public", name.name.clone());
    for (name, mut table) in std::mem::take(&mut project.database.tables) {
        for constraint in table.constraints.values_mut() {
            if let ConstraintKind::ForeignKey(key) = &mut constraint.kind {
                key.target = moved(&key.target);
            }
        }
        project.database.tables.insert(moved(&name), table);
    }
    let diagram = crate::model::Diagram {
        title: "x".into(),
        tables: project.database.tables.keys().cloned().collect(),
        columns: crate::model::DiagramColumns::All,
        relations: Vec::new(),
    };
    project.diagrams.insert("x".into(), diagram);
    let mut read: Value = serde_json::from_str(&tbls::document(&project)).expect("it is JSON");
    assert_eq!(strangers(&read), Vec::<String>::new());
    read["viewpoints"][0]["tables"][0] = "members".into();
    read["relations"][0]["parent_columns"][0] = "nowhere".into();
    assert_eq!(strangers(&read), ["public.members.nowhere", "members"]);
}

/// Returns what relations and viewpoints name that is no table or column of the document.
fn strangers(document: &Value) -> Vec<String> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut known = std::collections::BTreeSet::new();
    for table in list(&document["tables"]) {
        let columns = list(&table["columns"]);
        let name = word(&table["name"]);
        known.extend(columns.iter().map(|column| format!("{name}.{}", word(&column["name"]))));
        known.insert(name);
    }
    let mut named = Vec::new();
    for relation in list(&document["relations"]) {
        for (table, columns) in [("table", "columns"), ("parent_table", "parent_columns")] {
            let (table, columns) = (word(&relation[table]), list(&relation[columns]));
            named.extend(columns.iter().map(|column| format!("{table}.{}", word(column))));
        }
    }
    let viewpoints = list(&document["viewpoints"]);
    named.extend(viewpoints.iter().flat_map(|it| list(&it["tables"])).map(|it| word(&it)));
    named.retain(|name| !known.contains(name));
    named
}
