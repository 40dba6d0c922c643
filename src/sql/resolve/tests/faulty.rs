use super::*;

/// The faults of a query: the text marks each with `«…»`.
fn check(marked: &str) {
    let mut text = String::new();
    let mut expected = Vec::new();
    for (index, part) in marked.split(['«', '»']).enumerate() {
        let start = text.len();
        text.push_str(part);
        if index % 2 == 1 {
            expected.push(start..text.len());
        }
    }
    let problems = resolve(&text).problems;
    let found: Vec<_> = problems.iter().map(|problem| problem.range.clone()).collect();
    assert_eq!(found, expected, "{marked}\n{problems:#?}");
}

#[test]
fn unknown_names_are_found_where_they_stand() {
    for marked in [
        "select «nam» from items",
        "select items.«nam» from items",
        "select i.«nam» from items i",
        "select «items».name from items i",
        "select * from «item»",
        "select * from «sales.nothing», «elsewhere.items»",
        "select «sales.members» .x from members",
        "select name from items where «price» > 1",
        "select name from items order by «price»",
        "select name from items group by «price»",
        "select name n from items where «n» = 'a'",
        "select name n from items having «n» = 'a'",
        "select name n from items order by lower(«n»)",
        "select * from items join manufacturers on items.«maker» = manufacturers.manufacturer_id",
        "select * from items join manufacturers using («item_id»)",
        "select cost from opaque join items using («whatever»)",
        "select * from items a, items b join old_items c on «a».item_id = c.item_id",
        "select * from items i, (select * from transactions where item_id = «i».item_id) t",
        "select q.«cost» from (select name from items) q",
        "with q as (select name from items) select q.«cost», «cost» from q",
        "with q(a) as (select name from items) select «name» from q",
        "with a as (select * from «b»), b as (select 1) select * from a",
        "select * from (with q as (select 1) select * from q) x, «q»",
        "with recursive t(n) as (select 1 union all select «m» + 1 from t) select n, «x» from t",
        "select name from items union select name from manufacturers order by «cost»",
        "select «column3» from (values (1, 2)) v",
        "select v.«column1» from (values (1, 2)) v(a)",
        "insert into items («price») values (1)",
        "insert into items (name) values («cost»)",
        "insert into items (name) values ('a') on conflict («price») do nothing",
        "insert into items (name) values ('a') on conflict (item_id) do update set «price» = 1",
        "insert into items (name) values ('a') on conflict (item_id) do update \
         set cost = excluded.«price»",
        "insert into items (name) values ('a') on conflict (item_id) do update set cost = «cost»",
        "insert into items as i (name) values ('a') returning «items».name",
        "update items set «price» = 1",
        "update items set cost = «price»",
        "update items i set cost = 1 from manufacturers m where i.«country» = m.«cost»",
        "update items set «items».cost = 1",
        "update items set («price», cost) = (1, 2)",
        "delete from items where «price» = 1 returning «gone»",
        "delete from items using manufacturers m where m.«cost» = 1",
        "merge into items i using old_items o on i.item_id = o.«id» when matched then delete",
        "merge into items i using old_items o on i.item_id = o.item_id \
         when not matched then insert («price») values («i».cost)",
        "select «o» from generate_series(1, 3) as g(n)",
        "select g.«o» from generate_series(1, 3) as g(n)",
        "select «i».name from items order by 1",
        "select (select «x» from manufacturers) from items",
        "select exists (select 1 from manufacturers where «nothing» = cost) from items",
        "select name from items for update of «members»",
        "select sum(cost) over (partition by «maker») from items",
        "select name from items window w as (order by «price»)",
        "select count(*) filter (where «price» > 1) from items",
        "select array_agg(name order by «price») from items",
        "select name from items limit «x»",
        "select «\"Name\"».x from items \"name\"",
        "select «\"Cost\"» from items",
        "select f(a => «nothing») from items",
        "select extract(year from «nothing») from items",
        "select tags[«n»] from members",
        "select case when «a» then «b» else «c» end",
        "select q.«ctid» from (select name from items) q",
        "select name from items where cost > «:limit»",
        "select a, «b» from json_table('{}', '$' columns (a int, nested '$' columns (c int))) j",
        "select r.«c» from rows from (generate_series(1, 2), jsonb_each('{}')) as r(a, k, v)",
        "select x.total, x.«sum» from xmltable('/a' passing (xml '<a/>') columns total int) x",
        "select ä, «ö» from (select 1 as ä) q",
    ] {
        check(marked);
    }
}

#[test]
fn ambiguous_names_are_found_where_they_stand() {
    for marked in [
        "select «name» from items, manufacturers",
        "select «name» from items join manufacturers using (manufacturer_id)",
        "select * from items a join items b using (item_id) join old_items c using («name»)",
        "select q.«x» from (select 1 as x, 2 as x) q",
        "update items set cost = 1 from manufacturers where «name» = 'a'",
    ] {
        check(marked);
    }
}

#[test]
fn problems_name_the_choices() {
    let problem = |text: &str| resolve(text).problems.remove(0).kind;
    let strings = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    assert_eq!(
        problem("select o.id from old_items o"),
        ProblemKind::UnknownColumn {
            name: "id".into(),
            of: Some("o".into()),
            candidates: strings(&["item_id", "name"]),
        }
    );
    assert_eq!(
        problem("select x.id from old_items o, items"),
        ProblemKind::UnknownAlias { name: "x".into(), candidates: strings(&["o", "items"]) }
    );
    assert_eq!(
        problem("select :x"),
        ProblemKind::UnknownParameter {
            name: "x".into(),
            candidates: strings(&["count", "name", "low", "since"]),
        }
    );
}

#[test]
fn expressions_see_one_row() {
    let items = QualifiedName { schema: None, name: "items".into() };
    let found = |text: &str, row: Row<'_>| -> Vec<String> {
        let problems = resolve_expression(text, row, &Shop).problems;
        problems.into_iter().map(|problem| text[problem.range].to_owned()).collect()
    };
    let none: [&str; 0] = [];
    assert_eq!(found("cost > 0 and items.name <> ''", Row::Of(&items)), none);
    assert_eq!(found("cost > 0 and price > 1", Row::Of(&items)), ["price"]);
    assert_eq!(found("cost, lower(nam)", Row::Of(&items)), ["nam"]);
    assert_eq!(
        found(
            "exists (select 1 from members m where m.tags[1] = items.name and m.x)",
            Row::Of(&items)
        ),
        ["x"]
    );
    assert_eq!(
        found("old.cost is distinct from new.price or cost > 1", Row::OldAndNew(&items)),
        ["price", "cost"]
    );
    let columns = [ColumnInfo { name: "a".into(), data_type: None }];
    assert_eq!(found("a || b", Row::Columns(&columns)), ["b"]);
}
