//! Conditions that are true of every row, and others.

use super::is_always_true;

#[test]
fn what_is_true_of_every_row() {
    for text in [
        "true",
        "(TRUE)",
        "1 = 1",
        "(1) = (1)",
        "2 > 1",
        "'a'::text = 'a'::text",
        "'a' <> 'b'",
        "not false",
        "(NOT (1 = 2))",
        "k = k",
        "d.k = k",
        "\"K\" >= \"K\"",
        "true or k = 1",
        "((k = 7) OR (2 > 1))",
        "k = any (array[1, 2]) or true",
        "k in (1, 2) or true",
        "k between 1 and 2 or true",
        "k = k or k is null",
        "k is null or k is not null",
        "k is not distinct from k",
        "id is not null",
        "(id IS NOT NULL)",
        "id is not null and 1 = 1",
        "current_user is not null",
        "CURRENT_USER = current_user",
        "( SELECT true AS bool)",
        "(select 1) = 1",
        "coalesce(true, k = 1)",
        "COALESCE(1 = 1, f(k, 2))",
        "(1 = 1) is true",
        "'t'::boolean",
        "exists (select 1) or true",
    ] {
        assert!(is_always_true(text, &|name| name == "id"), "{text}");
    }
}

#[test]
fn what_lets_some_rows_through_or_none() {
    for text in [
        "",
        "false",
        "null::bool",
        "null",
        "1 = 2",
        "1 = null",
        "'a' = 'b'",
        "not true",
        "k",
        "k = l",
        "k is not null",
        "k is null",
        "id is null",
        "id = id + 1",
        "k + 1 = k",
        "k <> k",
        "k = 1 and true",
        "true and (k = 1 or f())",
        "f()",
        "f(true)",
        "s.f(true)",
        "random() = random()",
        "k in (select 1)",
        "exists (select 1 from t where true)",
        "k = (select current_setting('a.b', true))",
        "(select true from t)",
        "(select k from t) = (select k from t)",
        "current_user = 'x'",
        "owner = current_user",
        "coalesce(k, true)",
        "coalesce(k = 1, true)",
        "k between 1 and 2",
        "k like '%' and true",
        "case when true then false end",
        "not (k = k)",
        "k = k and l = 1",
        "is_open or k = 1",
        "(a, b) = (a, c)",
        "k = k :: text || 'x'",
        "'f'::boolean",
        "true = false",
    ] {
        assert!(!is_always_true(text, &|name| name == "id"), "{text}");
    }
}
