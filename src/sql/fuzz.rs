//! Throws damaged text at every reader: none may panic, and every range lies within the text.

use proptest::prelude::*;

use super::{SyntaxErrors, column, constraint, function, index, name, object, partition, sequence};
use super::{split, syntax, trigger, types};

type Reader = fn(&str) -> Result<(), SyntaxErrors>;

const READERS: [Reader; 17] = [
    |text| name::QualifiedName::parse(text).map(drop),
    |text| types::parse_type(text).map(drop),
    |text| column::parse_column(text).map(drop),
    |text| constraint::parse_table_constraint(text).map(drop),
    |text| constraint::parse_exclusion(text).map(drop),
    |text| index::parse_index(text).map(drop),
    |text| partition::parse_partition_by(text).map(drop),
    |text| partition::parse_partition_bound(text).map(drop),
    |text| sequence::parse_sequence_options(text).map(drop),
    |text| trigger::parse_trigger(text).map(drop),
    |text| function::parse_function(text).map(drop),
    |text| object::parse_statement(text).map(drop),
    |text| syntax::check_statements(text).map(drop),
    |text| split::split(text).map(drop),
    |text| syntax::check_expression(text),
    |text| syntax::check_select(text),
    |text| syntax::check_query(text),
];

const VALID: [&str; 14] = [
    "bigint generated always as identity (start 10) primary key",
    "numeric(12,2) not null default 0 constraint c check (a >= 0) references s.t (id) on delete set null",
    "timestamp(3) with time zone",
    "using gin (name gin_trgm_ops, (a || b) desc) include (c) with (fillfactor=70) where d > 0",
    "using gist (room with =, during with &&) where (active)",
    "for values from ('2024-01-01') to (maxvalue)",
    "range (created_at, (lower(x)))",
    "foreign key (a, b) references t (c, d) match full on update cascade deferrable",
    "before insert or update of a on s.t for each row when (new.a > 0) execute function f('x')",
    "start with 10 increment by -1 no maxvalue owned by s.t.a",
    "create function s.f(a int default 1) returns int language sql as $$ select E'\\'' || $1 $$;",
    "create table t (a int); -- b\n/* c */ comment on table t is 'd'; select U&'\\0061'",
    "with a as (select 1) update t set b = :c::int where d = any (array[1,2])",
    "case when a is distinct from b then 'ü''x' else \"Q\"\"q\" end",
];

const DAMAGE: [&str; 24] = [
    "(", ")", "'", "\"", "$$", ";", ",", "--", "/*", "*/", "\n", "ü", "E'", "[", "]", ".", ":",
    " not ", " as ", "\\", "1e", "U&\"", "%", "\u{a0}",
];

fn holds(text: &str) {
    for reader in READERS {
        let Err(errors) = reader(text) else { continue };
        assert!(!errors.is_empty(), "an error without a reason for {text:?}");
        for error in errors {
            assert!(text.get(error.range.clone()).is_some(), "{error:?} is not in {text:?}");
        }
    }
}

fn damaged() -> impl Strategy<Value = String> {
    let edits = prop::collection::vec((any::<prop::sample::Index>(), 0..3, 0..DAMAGE.len()), 1..4);
    (0..VALID.len(), edits).prop_map(|(which, edits)| {
        let mut text: Vec<char> = VALID[which].chars().collect();
        for (place, act, damage) in edits {
            let at = place.index(text.len() + 1);
            match act {
                0 => text.truncate(at),
                1 => drop(text.drain(at.min(text.len())..(at + 3).min(text.len()))),
                _ => drop(text.splice(at..at, DAMAGE[damage].chars())),
            }
        }
        text.into_iter().collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn damaged_definitions_are_survived(text in damaged()) {
        holds(&text);
    }

    #[test]
    fn arbitrary_text_is_survived(text in "\\PC{0,40}") {
        holds(&text);
    }
}

#[test]
fn the_readers_accept_what_is_damaged_above() {
    for text in VALID {
        assert!(READERS.iter().any(|reader| reader(text).is_ok()), "{text}");
    }
}
