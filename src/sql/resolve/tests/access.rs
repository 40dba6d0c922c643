use super::*;

/// Shows every access of a query, one per relation.
fn accesses(text: &str) -> Vec<String> {
    let show = |(relation, access): (&QualifiedName, &RelationAccess)| {
        let list = |word: &str, columns: &std::collections::BTreeSet<String>| {
            let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
            format!(" {word}({})", columns.join(","))
        };
        let mut shown = relation.name.clone();
        if access.read {
            shown += &list("read", &access.read_columns);
        }
        if access.locks {
            shown += " locks";
        }
        if access.reads_unknown_columns {
            shown += " unknown";
        }
        if access.insert {
            shown += &list("insert", &access.insert_columns);
        }
        if !access.update_columns.is_empty() {
            shown += &list("update", &access.update_columns);
        }
        if access.delete {
            shown += " delete";
        }
        shown
    };
    let resolution = resolve(text);
    assert_eq!(resolution.problems, [], "{text}");
    resolution.accesses.iter().map(show).collect()
}

#[test]
fn rows_are_locked_of_the_tables_that_are_named_or_of_all() {
    let both = "select i.name from items i join old_items o on o.item_id = i.item_id";
    assert_eq!(
        accesses(&format!("{both} for update")),
        ["items read(item_id,name) locks", "old_items read(item_id) locks"]
    );
    assert_eq!(
        accesses(&format!("{both} for key share of o nowait")),
        ["items read(item_id,name)", "old_items read(item_id) locks"]
    );
}

#[test]
fn reads_are_the_columns_that_are_named() {
    assert_eq!(accesses("select count(*) from items"), ["items read()"]);
    assert_eq!(
        accesses("select name from items where cost > 1 order by item_id"),
        ["items read(cost,item_id,name)"]
    );
    assert_eq!(accesses("select * from old_items"), ["old_items read(item_id,name)"]);
    assert_eq!(accesses("table old_items"), ["old_items read(item_id,name)"]);
    assert_eq!(accesses("select o from old_items o"), ["old_items read(item_id,name)"]);
    assert_eq!(accesses("select ctid from items"), ["items read() unknown"]);
    assert_eq!(accesses("select * from opaque"), ["opaque read() unknown"]);
    assert_eq!(
        accesses("select 1 from items join manufacturers using (manufacturer_id)"),
        ["items read(manufacturer_id)", "manufacturers read(manufacturer_id)"]
    );
    assert_eq!(
        accesses("with q as (select name, cost from items) select name from q"),
        ["items read(cost,name)"]
    );
    assert_eq!(
        accesses(
            "select 1 from items where exists (select 1 from old_items o where o.name = cost)"
        ),
        ["items read(cost)", "old_items read(name)"]
    );
}

#[test]
fn what_nothing_names_is_not_run() {
    let unused = "with q as (select name from old_items) select name from items";
    assert_eq!(accesses(unused), ["items read(name)"]);
    let named = "with q as (select name from old_items), r as (table q) select 1 from \"r\"";
    assert_eq!(accesses(named), ["old_items read(name)"]);
    let writes = "with q as (delete from old_items returning name) select name from items";
    assert_eq!(accesses(writes), ["items read(name)", "old_items read(name) delete"]);
}

#[test]
fn writes_are_the_columns_that_are_set() {
    assert_eq!(accesses("insert into items (name) values (1)"), ["items insert(name)"]);
    assert_eq!(
        accesses("insert into items values (1, 2)"),
        ["items insert(item_id,manufacturer_id)"]
    );
    assert_eq!(
        accesses("insert into old_items select item_id, name from items"),
        ["items read(item_id,name)", "old_items insert(item_id,name)"]
    );
    assert_eq!(
        accesses(
            "insert into items (name) values (1) on conflict (item_id) \
             do update set name = excluded.name, cost = 1"
        ),
        ["items read(item_id,name) insert(name) update(cost,name)"]
    );
    assert_eq!(accesses("update items set cost = 1"), ["items update(cost)"]);
    assert_eq!(
        accesses("update items set cost = cost + 1 where name = 'a' returning item_id"),
        ["items read(cost,item_id,name) update(cost)"]
    );
    assert_eq!(accesses("delete from items"), ["items delete"]);
    assert_eq!(accesses("delete from items where cost = 1"), ["items read(cost) delete"]);
    assert_eq!(
        accesses(
            "merge into items i using old_items o on i.item_id = o.item_id \
             when matched then update set name = o.name \
             when not matched then insert (item_id) values (o.item_id)"
        ),
        ["items read(item_id) insert(item_id) update(name)", "old_items read(item_id,name)"]
    );
}
