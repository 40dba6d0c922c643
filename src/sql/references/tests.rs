use super::{Access, Fragment, Object, References, Use, references};

fn name(mention: &Use) -> String {
    let soft = if mention.soft { "~" } else { "" };
    match &mention.name.schema {
        Some(schema) => format!("{soft}{schema}.{}", mention.name.name),
        None => format!("{soft}{}", mention.name.name),
    }
}

fn relations(text: &str) -> Vec<String> {
    let found = references(text, Fragment::Statements);
    let shown = found.relations.iter().map(|relation| {
        let access = match &relation.access {
            Access::Mention => "mention".to_owned(),
            Access::Read => "read".to_owned(),
            Access::Insert(columns) => format!("insert({})", columns.join(",")),
            Access::Update(columns) => format!("update({})", columns.join(",")),
            Access::Delete => "delete".to_owned(),
            Access::Truncate => "truncate".to_owned(),
        };
        format!("{} {access}", name(&relation.mention))
    });
    shown.collect()
}

fn functions(text: &str) -> Vec<String> {
    let found = references(text, Fragment::Statements);
    let shown = found.functions.iter().map(|function| match function.arguments {
        Some(count) => format!("{}/{count}", name(&function.mention)),
        None => name(&function.mention),
    });
    shown.collect()
}

fn types(text: &str) -> Vec<String> {
    references(text, Fragment::Statements).types.iter().map(name).collect()
}

fn sequences(text: &str) -> Vec<String> {
    references(text, Fragment::Statements).sequences.iter().map(name).collect()
}

fn operators(text: &str) -> Vec<String> {
    references(text, Fragment::Statements).operators.iter().map(name).collect()
}

fn definitions(text: &str) -> Vec<(Object, String)> {
    let found = references(text, Fragment::Statements).definitions;
    found.into_iter().map(|definition| (definition.object, definition.name.name)).collect()
}

/// Every mention's range must hold the mention's name.
fn ranges_hold(text: &str, found: &References) {
    let relations = found.relations.iter().map(|relation| &relation.mention);
    let functions = found.functions.iter().map(|function| &function.mention);
    for mention in relations.chain(functions).chain(&found.types).chain(&found.sequences) {
        let place = text[mention.range.clone()].to_lowercase();
        assert!(place.contains(&mention.name.name.to_lowercase()), "{mention:?} at `{place}`");
    }
}

#[test]
fn queries_read_what_they_join() {
    assert_eq!(
        relations("select * from a, s.b as x join \"C\" on true, lateral (select * from d) q"),
        ["a read", "s.b read", "C read", "d read"]
    );
    assert_eq!(relations("table s.t union select * from u"), ["s.t read", "u read"]);
    assert_eq!(relations("select (select 1 from a), exists (table b)"), ["a read", "b read"]);
    assert_eq!(relations("select 1"), [] as [&str; 0]);
}

#[test]
fn with_names_hide_tables_in_their_scope_only() {
    assert_eq!(relations("with a as (select 1) select * from a, s.a"), ["s.a read"]);
    assert_eq!(
        relations("with a as (select * from a), b as (select * from a) select * from b"),
        ["a read"]
    );
    assert_eq!(
        relations("with recursive a as (select * from b union select * from a) table a"),
        ["b read"]
    );
    assert_eq!(relations("with a as (select 1) select 1 union select 1 from a"), [] as [&str; 0]);
    assert_eq!(
        relations("select 1 from (with a as (select 1) table a) q, a"),
        ["a read"],
        "the inner name does not reach the outer query"
    );
    assert_eq!(
        relations("with a as (select 1) insert into a select * from a"),
        ["a insert()"],
        "a target is always a table"
    );
}

#[test]
fn writes_tell_what_they_do() {
    assert_eq!(relations("insert into s.t (a, b.c) values (1, 2)"), ["s.t insert(a,b)"]);
    assert_eq!(
        relations("insert into t (a) values (1) on conflict (a) do update set b = 2"),
        ["t insert(a)", "t update(b)", "t read"]
    );
    assert_eq!(relations("update t set a = 1, (b, c) = (1, 2)"), ["t update(a,b,c)"]);
    assert_eq!(
        relations("update only t set a = 1 from u where true"),
        ["t update(a)", "t read", "u read"]
    );
    assert_eq!(relations("delete from t"), ["t delete"]);
    assert_eq!(relations("delete from t using u returning *"), ["t delete", "t read", "u read"]);
    assert_eq!(
        relations(
            "merge into t using u on t.a = u.a when matched then update set b = 1 \
             when not matched then insert (a) values (u.a)"
        ),
        ["t read", "t update(b)", "t insert(a)", "u read"]
    );
    assert_eq!(relations("truncate a, b"), ["a truncate", "b truncate"]);
    assert_eq!(relations("copy t (a) from stdin"), ["t insert(a)"]);
    assert_eq!(relations("copy t to stdout"), ["t read"]);
}

#[test]
fn definitions_mention_what_they_rest_on() {
    let table = "create table s.t (a s.money_type default s.f(1), b int[], \
        c bigint references s.p (id), check (s.g(a, c) > 0), like s.l) inherits (s.parent)";
    assert_eq!(types(table), ["s.money_type"]);
    assert_eq!(functions(table), ["s.f/1", "s.g/2"]);
    assert!(relations(table).contains(&"s.p mention".to_owned()));
    assert!(relations(table).contains(&"s.parent mention".to_owned()));
    assert_eq!(definitions(table), [(Object::Relation, "t".to_owned())]);

    let index = "create index i on s.t using gin (s.f(a) gin_trgm_ops) where s.g()";
    assert_eq!(relations(index), ["s.t mention"]);
    assert_eq!(functions(index), ["s.f/1", "s.g/0"]);

    let policy = "create policy p on s.t using (a in (select b from s.u)) with check (f(a))";
    assert_eq!(relations(policy), ["s.t mention", "s.u read"]);
    assert_eq!(functions(policy), ["f/1"]);

    let trigger = "create trigger x after update of a on s.t for each row \
        when (old.a is distinct from s.f(new.a)) execute function s.g('x')";
    assert_eq!(relations(trigger), ["s.t mention"]);
    assert_eq!(functions(trigger), ["s.f/1", "s.g/1"]);

    let view = "create view s.v as select a::s.d from s.t";
    assert_eq!((relations(view), types(view)), (vec!["s.t read".into()], vec!["s.d".into()]));
    assert_eq!(definitions(view), [(Object::Relation, "v".to_owned())]);
    let rule = "create rule r as on insert to s.v do instead insert into s.t values (new.a)";
    assert_eq!(relations(rule), ["s.v mention", "s.t insert()"]);
}

#[test]
fn aggregates_operators_casts_and_types_name_functions() {
    assert_eq!(
        functions("create aggregate s.a (s.t) (sfunc = s.f, stype = s.u, finalfunc = g)"),
        ["s.f", "g"]
    );
    assert_eq!(types("create aggregate s.a (s.t) (sfunc = s.f, stype = s.u)"), ["s.t", "s.u"]);
    let operator = "create operator s.=== (leftarg = s.t, rightarg = text, function = s.same)";
    assert_eq!(functions(operator), ["s.same"]);
    assert_eq!(types(operator), ["s.t", "text"]);
    let cast = "create cast (s.a as s.b) with function s.f(s.a) as implicit";
    assert_eq!((functions(cast), types(cast).len()), (vec!["s.f/1".to_owned()], 3));
    assert_eq!(types("create type r as range (subtype = s.t)"), ["s.t"]);
    assert_eq!(types("create type c as (a s.t, b int)"), ["s.t"]);
    assert_eq!(types("create domain d as s.t check (value > s.f())"), ["s.t"]);
    assert_eq!(functions("create domain d as s.t check (value > s.f())"), ["s.f/0"]);
    assert_eq!(functions("drop function s.f(int, out text)"), ["s.f/1"]);
    assert_eq!(functions("comment on aggregate s.a (int) is 'x'"), ["s.a/1"]);
}

#[test]
fn functions_mention_types_and_what_their_bodies_use() {
    let sql = "create function s.f(a s.t) returns setof s.u language sql \
        as $$ with q as (select 1) select g(x) from s.tab, q $$";
    assert_eq!(types(sql), ["s.t", "s.u"]);
    let percent = "create function f(a s.u.c%type) returns int language sql return 1";
    assert_eq!(relations(percent), ["s.u mention"]);
    assert_eq!(relations(sql), ["s.tab read"]);
    assert_eq!(functions(sql), ["g/1"]);
    let atomic = "create procedure p() begin atomic; insert into s.tab values (f()); end";
    assert_eq!(relations(atomic), ["s.tab insert()"]);
    let trigger = "create function t() returns trigger language plpgsql as $$ \
        declare r s.row%rowtype; n s.k; begin \
        select count(*) into n from s.tab; if s.f(new.a) then update s.u set b = 1; end if; \
        perform s.g(); select a, b into strict r.a, n from s.last; return new; end $$";
    assert_eq!(
        relations(trigger),
        ["~s.row mention", "~s.tab read", "~s.u update(b)", "~s.last read"]
    );
    assert_eq!(functions(trigger), ["~count/0", "~s.f/1", "~s.g/0"]);
    assert_eq!(definitions(trigger), [(Object::Function, "t".to_owned())]);
}

#[test]
fn a_body_that_cannot_be_read_has_no_mentions() {
    let broken = "create function t() returns int language plpgsql as $$ select from tab $$";
    assert_eq!(relations(broken), [] as [&str; 0]);
    let other = "create function t() returns int language plpython3u as $$ select * from tab $$";
    assert_eq!(relations(other), [] as [&str; 0]);
}

#[test]
fn literals_can_name_objects() {
    assert_eq!(sequences("select nextval('s.q'::regclass), currval('\"Q\"')"), ["s.q", "Q"]);
    assert_eq!(relations("select nextval('s.q'::regclass)"), [] as [&str; 0]);
    assert_eq!(relations("select 's.t'::regclass"), ["s.t mention"]);
    assert_eq!(functions("select 's.f(int)'::regprocedure"), ["s.f"]);
    assert_eq!(types("select 's.t'::regtype"), ["s.t", "regtype"]);
    assert_eq!(sequences("alter sequence s.q owned by s.t.c"), ["s.q"]);
    assert_eq!(relations("alter sequence s.q owned by s.t.c"), ["s.t mention"]);
    assert_eq!(relations("comment on column s.t.c is 'x'"), ["s.t mention"]);
    assert_eq!(sequences("select nextval(x), f('s.q')"), [] as [&str; 0]);
}

#[test]
fn operators_are_named_by_symbol() {
    assert_eq!(
        operators("select a + b, c operator(s.<<) d, e && f order by g using >"),
        ["+", "s.<<", "&&"]
    );
    let definition = "create operator === (function = f, leftarg = a, \
        commutator = operator(s.<<), negator = !==)";
    assert_eq!(operators(definition), ["s.<<", "!=="]);
    assert_eq!(definitions(definition), [(Object::Operator, "===".to_owned())]);
    let single = "create operator s.+ (function = f)";
    assert_eq!(definitions(single), [(Object::Operator, "+".to_owned())]);
    let single = "create operator + (function = f, commutator = *)";
    assert_eq!(definitions(single), [(Object::Operator, "+".to_owned())]);
    assert_eq!(operators(single), ["*"]);
    assert_eq!(operators("select a and not b"), [] as [&str; 0]);
}

#[test]
fn ranges_cover_the_names() {
    for text in [
        "select f(a), b::s.t from s.tab, \"Quoted\" , g(1) where nextval('s.q') > 1",
        "create function s.f(a s.t) returns s.u language sql as 'select s.g(''x'') from s.tab'",
        "create function s.f() returns int language sql as E'select\\n s.g() from s.tab'",
        "do $body$ begin perform s.g(); end $body$",
        "update /* t */ s.tab set a = 1",
    ] {
        let found = references(text, Fragment::Statements);
        assert!(!found.functions.is_empty() || !found.relations.is_empty());
        ranges_hold(text, &found);
    }
}

#[test]
fn fragments_keep_their_offsets() {
    let found = references("a > :low and s.f(b)", Fragment::Expression);
    assert_eq!(found.functions[0].mention.range, 13..16);
    let found = references("select * from t where a = :x", Fragment::Query);
    assert_eq!(found.relations[0].mention.range, 14..15);
}

/// A `DO` in a `DO` in a `DO`.
fn nested_blocks(count: usize) -> String {
    (0..count).fold(String::new(), |inner, level| {
        format!("do $a{level}$ begin {inner}; perform f(); end $a{level}$")
    })
}

#[test]
fn bodies_in_bodies_are_read() {
    assert_eq!(functions(&nested_blocks(3)), ["~f/0", "~f/0", "~f/0"]);
}

/// What just fits must not overflow the stack that it was given.
#[test]
fn deep_text_is_read() {
    for text in [
        format!("select {}f(a)", "not ".repeat(2_000)),
        format!("select f(1) {}", "+ 1".repeat(2_000)),
        format!("select f(1) {}", "union select 1, 2 ".repeat(2_000)),
        format!("select {}f(1){}", "(".repeat(190), ")".repeat(190)),
        format!("select {}f(1){}", "(select ".repeat(190), ")".repeat(190)),
        format!(
            "do $$ begin {} perform f(1); {} end $$",
            "begin ".repeat(1_000),
            "end; ".repeat(1_000)
        ),
        format!("do $$ begin perform f({}1{}); end $$", "(".repeat(190), ")".repeat(190)),
    ] {
        assert_eq!(functions(&text).len(), 1, "{}", &text[..40]);
    }
}

#[test]
fn text_that_nests_too_deeply_is_left_alone() {
    for text in [
        format!("select {}1{}", "(".repeat(50_000), ")".repeat(50_000)),
        format!("select 1 {}", "+ 1".repeat(50_000)),
        format!("select {} a", "not ".repeat(50_000)),
        format!("select {} a", "- ".repeat(50_000)),
        format!("select a {}", "::int".repeat(50_000)),
        format!("select a {}", "[1]".repeat(50_000)),
        format!("select a {}", ".b".repeat(50_000)),
        format!("select 1 {}", "union select 1 ".repeat(50_000)),
        format!("select {}", "case when a then ".repeat(50_000)),
        format!("select 1 from a {}", "join b on true ".repeat(50_000)),
        format!("select a {}", "is null ".repeat(50_000)),
        "explain ".repeat(50_000),
        format!("{} select 1", "create schema a ".repeat(50_000)),
        format!("do $$ begin {} end $$", "begin ".repeat(50_000)),
        format!("do $$ begin x := {}1; end $$", "(".repeat(50_000)),
        format!("select a {}", "collate b ".repeat(50_000)),
        format!("select a {}", "escape b ".repeat(50_000)),
        format!("select {} a", "variadic ".repeat(50_000)),
        format!("select {} a", "e".repeat(50_000)),
        format!("select 1, 2 {}", "union select 1, 2 ".repeat(50_000)),
        format!(
            "create function f() returns int language sql as E'select {}'",
            "\\050".repeat(5_000)
        ),
        format!(
            "create function f() returns int language sql as E'--\\nselect {}'",
            "(".repeat(50_000)
        ),
        nested_blocks(500),
    ] {
        references(&text, Fragment::Statements);
    }
}
