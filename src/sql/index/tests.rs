use super::*;

fn read(text: &str) -> String {
    let index = parse_index(text).expect(text);
    let elements: Vec<_> = index.elements.iter().map(element).collect();
    let rest = (
        index.method,
        index.include,
        index.nulls_not_distinct,
        index.storage_parameters,
        index.tablespace,
        index.predicate.map(|predicate| predicate.text),
    );
    format!("{}\n{rest:?}", elements.join("\n"))
}

fn element(element: &IndexElement) -> String {
    let key = match &element.key {
        IndexKey::Column(name) => format!("column {name}"),
        IndexKey::Expression(expression) => format!("expression {}", expression.text),
    };
    let name = |name: &Option<QualifiedName>| name.as_ref().map(ToString::to_string);
    format!(
        "{key} {:?} {:?} {:?} {} {:?}",
        name(&element.collation),
        name(&element.operator_class),
        element.class_parameters,
        element.descending,
        element.nulls_first
    )
}

fn refused(text: &str) -> String {
    let errors = parse_index(text).expect_err(text);
    format!("{} `{}`", errors[0].message, &text[errors[0].range.clone()])
}

#[test]
fn reads_indexes() {
    insta::assert_snapshot!(read("(a, \"B\" desc nulls last);"), @"
    column a None None {} false None
    column B None None {} true Some(false)
    (None, [], false, {}, None, None)
    ");
    insta::assert_snapshot!(read("using gin (name gin_trgm_ops) include (a, b) with (fillfactor=70, fastupdate = off) tablespace fast where a > 0 and b is null"), @r#"
    column name None Some("gin_trgm_ops") {} false None
    (Some("gin"), ["a", "b"], false, {"fastupdate": "off", "fillfactor": "70"}, Some("fast"), Some("a > 0 and b is null"))
    "#);
    insta::assert_snapshot!(read("(lower(a) collate \"C\" text_pattern_ops, (a || b), coalesce(a, b)) nulls not distinct"), @r#"
    expression lower(a) Some("\"C\"") Some("text_pattern_ops") {} false None
    expression (a || b) None None {} false None
    expression coalesce(a, b) None None {} false None
    (None, [], true, {}, None, None)
    "#);
    insta::assert_snapshot!(read("using gist (a public.gist_trgm_ops(siglen=32))"), @r#"
    column a None Some("public.gist_trgm_ops") {"siglen": "32"} false None
    (Some("gist"), [], false, {}, None, None)
    "#);
    insta::assert_snapshot!(read("(a collate pg_catalog.\"de-x-icu\" asc nulls first)"), @r#"
    column a Some("pg_catalog.\"de-x-icu\"") None {} false Some(true)
    (None, [], false, {}, None, None)
    "#);
}

#[test]
fn refuses_what_is_no_index() {
    insta::assert_snapshot!(refused(""), @"the text is empty ``");
    insta::assert_snapshot!(refused("using gin"), @"expected `(` ``");
    insta::assert_snapshot!(refused("(a + b)"), @"an expression needs its own parentheses here `a + b`");
    insta::assert_snapshot!(refused("(t.a)"), @"a column is named without its table here `t.a`");
    insta::assert_snapshot!(refused(".u (a)"), @"the table's name stands elsewhere `.u`");
    insta::assert_snapshot!(refused("(a) include (lower(b))"), @"included columns are names alone `(lower(b))`");
    insta::assert_snapshot!(refused("(a using <)"), @"an index has no `using` for its order: use `asc` or `desc` `using <`");
    insta::assert_snapshot!(refused("(a) with (fillfactor=1, fillfactor=2)"), @"`fillfactor` is set twice `fillfactor=2`");
    insta::assert_snapshot!(refused("(a); drop table t"), @"`;` ends the text, and yet more follows `;`");
    insta::assert_snapshot!(refused("(a) where"), @"expected an expression, found the end of the text ``");
    insta::assert_snapshot!(refused("()"), @"expected at least one item `)`");
    insta::assert_snapshot!(refused("(a,)"), @"unexpected trailing comma `,`");
}

#[test]
fn takes_the_tablespace_out() {
    let without = |text: &str| {
        let (rest, tablespace) = without_tablespace(text);
        format!("{rest} | {}", tablespace.unwrap_or_default())
    };
    assert_eq!(
        without("using gin (a) tablespace \"Fast\" where b"),
        "using gin (a) where b | Fast"
    );
    assert_eq!(without("(tablespace) TABLESPACE fast"), "(tablespace) | fast");
    assert_eq!(without("(a) where tablespace > 0"), "(a) where tablespace > 0 | ");
}
