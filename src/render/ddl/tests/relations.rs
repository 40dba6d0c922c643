//! What is written for views, and for what stands on tables and views.

use insta::assert_snapshot;

use super::{made, part, weird};
use crate::model::fixtures::{id, name};
use crate::model::{ObjectId, ObjectKind};

fn index(text: &str) -> ObjectId {
    ObjectId::in_schema(ObjectKind::Index, &name(text))
}

#[test]
fn index_that_a_table_replicates_by() {
    assert_snapshot!(made(index("sales.Items number"), 15), @r##"
    -- Index sales."Items number": Replicated by.
    create unique index "Items number" on sales.items (item_id, sku);
    comment on index sales."Items number" is 'Replicated by.';
    alter table sales.items replica identity using index "Items number";
    "##);
}

#[test]
fn index_with_a_method() {
    assert_snapshot!(made(index("sales.items_name_trgm"), 15), @r##"
    -- Index sales.items_name_trgm
    create index items_name_trgm on sales.items using gin (name gin_trgm_ops);
    "##);
}

#[test]
fn policy_for_some_roles() {
    assert_snapshot!(made(ObjectId::part(ObjectKind::Policy, &weird().object_name(), "Own \"rows\""), 15), @r##"
    -- Policy "Own ""rows""" on "Weird ""name"""."select": Who sees what.
    create policy "Own ""rows""" on "Weird ""name"""."select"
        to "Weird ""role""", bi
        using ("select" > 0)
        with check ("select" > 0);

    comment on policy "Own ""rows""" on "Weird ""name"""."select" is 'Who sees what.';
    "##);
}

#[test]
fn restrictive_policy_for_all_roles() {
    assert_snapshot!(made(ObjectId::part(ObjectKind::Policy, &weird().object_name(), "narrow"), 15), @r##"
    -- Policy narrow on "Weird ""name"""."select": Who sees what.
    create policy narrow on "Weird ""name"""."select"
        as restrictive
        for select
        using (true);

    comment on policy narrow on "Weird ""name"""."select" is 'Who sees what.';
    "##);
}

#[test]
fn trigger_that_always_fires() {
    assert_snapshot!(made(part(ObjectKind::Trigger, "sales.items", "touch"), 15), @r##"
    -- Trigger touch on sales.items: Why it fires.
    create trigger touch
        before update on items for each row execute function touch();

    alter table sales.items enable always trigger touch;
    comment on trigger touch on sales.items is 'Why it fires.';
    "##);
}

#[test]
fn disabled_constraint_trigger() {
    assert_snapshot!(made(part(ObjectKind::Trigger, "sales.items", "Later"), 15), @r##"
    -- Trigger "Later" on sales.items: Why it fires.
    create constraint trigger "Later"
        after insert on sales.items deferrable initially deferred
        for each row
        execute function sales.touch();

    alter table sales.items disable trigger "Later";
    comment on trigger "Later" on sales.items is 'Why it fires.';
    "##);
}

#[test]
fn view_with_every_option() {
    assert_snapshot!(made(id("view", "sales.z_cheap"), 15), @r##"
    -- View sales.z_cheap: Items that cost little.
    create view sales.z_cheap (item, price)
        with (security_invoker = true, security_barrier = true) as
      select item_id, cost
      from items
      where cost < 10 -- little
    with cascaded check option;

    alter view sales.z_cheap owner to app_owner;
    comment on view sales.z_cheap is 'Items that cost little.';
    comment on column sales.z_cheap.price is 'What it costs.';
    "##);
}

#[test]
fn view_that_ends_in_a_comment() {
    assert_snapshot!(made(id("view", "sales.a_cheaper"), 15), @r##"
    -- View sales.a_cheaper
    create view sales.a_cheaper as
    select item, price from z_cheap where price < 5 -- cheaper
    ;
    "##);
}

#[test]
fn materialized_view() {
    assert_snapshot!(made(id("materialized view", "reporting.m_prices"), 15), @r##"
    -- Materialized view reporting.m_prices: Prices, once a day.
    create materialized view reporting.m_prices
        with (fillfactor = 80) as
    select c.item, c.price, count(s.*) as seen
    from sales.a_cheaper c left join snapshots s on s.item_id = c.item
    group by 1, 2;

    alter materialized view reporting.m_prices owner to app_owner;
    comment on materialized view reporting.m_prices is 'Prices, once a day.';
    comment on column reporting.m_prices.item is 'The item.';
    "##);
}

#[test]
fn materialized_view_without_data() {
    assert_snapshot!(made(id("materialized view", "reporting.b_empty"), 15), @r##"
    -- Materialized view reporting.b_empty
    create materialized view reporting.b_empty as
    select * from m_prices
    with no data;
    "##);
}
