//! What is written for types, sequences, routines and other objects.

use insta::assert_snapshot;

use super::{made, made_in};
use crate::model::fixtures::{self, id};

#[test]
fn enumerated_type() {
    assert_snapshot!(made(id("type", "sales.status"), 15), @r##"
    -- Type sales.status: Where an order stands.
    create type sales.status as enum (
        'pending',
        'it''s',
        E'back\\slash'
    );

    alter type sales.status owner to app_owner;
    comment on type sales.status is 'Where an order stands.';
    "##);
}

#[test]
fn domain() {
    assert_snapshot!(made(id("type", "sales.sku"), 15), @r##"
    -- Type sales.sku: A stock keeping unit.
    create domain sales.sku as text collate "C"
        default ('A' || '-1')
        not null
        constraint "Sku length" check (length(value) < 20)
        constraint sku_form check (is_sku(value));

    alter domain sales.sku owner to app_owner;
    comment on domain sales.sku is 'A stock keeping unit.';
    "##);
}

#[test]
fn composite_type() {
    assert_snapshot!(made(id("type", "sales.address"), 15), @r##"
    -- Type sales.address
    create type sales.address as (
        street   text collate "C",
        "select" character varying(10)
    );
    "##);
}

#[test]
fn range_type() {
    assert_snapshot!(made(id("type", "sales.price_range"), 15), @r##"
    -- Type sales.price_range: Prices.
    create type sales.price_range as range (
        subtype = numeric,
        subtype_opclass = numeric_ops,
        subtype_diff = sales.price_diff,
        multirange_type_name = sales."Price ranges"
    );

    alter type sales.price_range owner to app_owner;
    comment on type sales.price_range is 'Prices.';
    "##);
}

#[test]
fn sequence_with_every_option() {
    assert_snapshot!(made(id("sequence", "sales.numbers"), 15), @r##"
    -- Sequence sales.numbers: Counts down.
    create sequence sales.numbers
        as integer
        increment by -1
        minvalue -1000
        maxvalue -1
        start with -10
        cache 5
        cycle;

    alter sequence sales.numbers owner to app_owner;
    comment on sequence sales.numbers is 'Counts down.';
    "##);
}

#[test]
fn owned_sequence_that_takes_the_owner_of_its_table() {
    let mut database = fixtures::database();
    database.sequences.get_mut(&fixtures::name("sales.legacy_id_seq")).unwrap().owner = None;
    assert_snapshot!(made_in(&database, id("sequence", "sales.legacy_id_seq"), 15), @r##"
    -- Sequence sales.legacy_id_seq
    create sequence sales.legacy_id_seq;
    alter sequence sales.legacy_id_seq owner to app_owner;
    "##);
}

#[test]
fn function() {
    assert_snapshot!(made(id("routine", "sales.touch"), 15), @r##"
    -- Function sales.touch(): What `touch` is for.
    create function touch() returns trigger language plpgsql as $$
    begin
        return new;
    end
    $$;

    alter function sales.touch() owner to app_owner;
    comment on function sales.touch() is 'What `touch` is for.';
    "##);
}

#[test]
fn procedure() {
    assert_snapshot!(made(id("routine", "sales.archive:integer"), 15), @r##"
    -- Procedure sales.archive(integer): What `archive` is for.
    create procedure archive(integer) language sql as 'delete from orders where order_id < $1';
    alter procedure sales.archive(integer) owner to app_owner;
    comment on procedure sales.archive(integer) is 'What `archive` is for.';
    "##);
}

#[test]
fn aggregate_over_rows() {
    assert_snapshot!(made(id("routine", "sales.rows_seen"), 15), @r##"
    -- Aggregate sales.rows_seen(): What `rows_seen` is for.
    create aggregate rows_seen(*) (sfunc = int8inc, stype = bigint, initcond = '0');
    alter aggregate sales.rows_seen(*) owner to app_owner;
    comment on aggregate sales.rows_seen(*) is 'What `rows_seen` is for.';
    "##);
}

#[test]
fn other_object() {
    assert_snapshot!(made(id("other", "cast (sales.address as text)"), 15), @r##"
    -- Cast (sales.address as text)
    create cast (address as text) with inout -- explicit
    ;
    "##);
}
