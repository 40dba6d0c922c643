use super::*;

fn read(text: &str) -> String {
    let shown = format!("{:#?}", parse_table_constraint(text).expect(text));
    let keep = |line: &&str| {
        !line.contains(": None")
            && !line.contains(": false")
            && !line.contains(": []")
            && !line.contains(": {}")
    };
    shown.lines().filter(keep).collect::<Vec<_>>().join("\n")
}

fn refused<T: std::fmt::Debug>(result: Result<T, SyntaxErrors>, text: &str) -> String {
    let errors = result.expect_err(text);
    format!("{} `{}`", errors[0].message, &text[errors[0].range.clone()])
}

#[test]
fn reads_table_constraints() {
    insta::assert_snapshot!(read("primary key (a, \"B\") include (c) deferrable"), @r#"
    PrimaryKey(
        KeyConstraint {
            columns: [
                "a",
                "B",
            ],
            include: [
                "c",
            ],
            timing: Deferrable,
        },
    )
    "#);
    insta::assert_snapshot!(read("constraint u unique nulls not distinct (a)"), @r#"
    Unique(
        KeyConstraint {
            name: Some(
                "u",
            ),
            columns: [
                "a",
            ],
            nulls_not_distinct: true,
            timing: Immediate,
        },
    )
    "#);
    insta::assert_snapshot!(read("unique (a, during without overlaps)"), @r#"
    Unique(
        KeyConstraint {
            columns: [
                "a",
                "during",
            ],
            without_overlaps: true,
            timing: Immediate,
        },
    )
    "#);
    insta::assert_snapshot!(read("constraint c check (a > b)"), @r#"
    Check(
        Check {
            name: Some(
                "c",
            ),
            expression: Fragment {
                text: "a > b",
                range: 20..25,
            },
        },
    )
    "#);
    insta::assert_snapshot!(read("foreign key (a, b) references s.t (c, d) on delete set default (b) initially deferred"), @r#"
    ForeignKey(
        ForeignKeyDefinition {
            columns: [
                "a",
                "b",
            ],
            table: QualifiedName {
                schema: Some(
                    "s",
                ),
                name: "t",
            },
            table_range: 30..33,
            referenced_columns: [
                "c",
                "d",
            ],
            on_delete: SetDefault(
                [
                    "b",
                ],
            ),
            on_update: NoAction,
            timing: Deferred,
        },
    )
    "#);
    insta::assert_snapshot!(read("foreign key (a, period b) references t (c, period d)"), @r#"
    ForeignKey(
        ForeignKeyDefinition {
            columns: [
                "a",
                "b",
            ],
            table: QualifiedName {
                name: "t",
            },
            table_range: 37..38,
            referenced_columns: [
                "c",
                "d",
            ],
            period: true,
            on_delete: NoAction,
            on_update: NoAction,
            timing: Immediate,
        },
    )
    "#);
}

#[test]
fn reads_exclusions() {
    let text =
        "using gist (room with =, during with operator(pg_catalog.&&)) where (active) deferrable";
    let exclusion = parse_exclusion(text).expect(text);
    assert_eq!(exclusion.method.as_deref(), Some("gist"));
    let operators: Vec<_> =
        exclusion.elements.iter().map(|(_, operator)| operator.as_str()).collect();
    assert_eq!(operators, ["=", "operator(pg_catalog.&&)"]);
    assert_eq!(exclusion.predicate.expect("a predicate").text, "active");
    assert_eq!(exclusion.timing, Timing::Deferrable);
    parse_exclusion("(lower(a) with =)").expect("an expression");
    let exclusion = parse_table_constraint(&format!("constraint e exclude {text}")).expect("reads");
    assert!(matches!(exclusion, TableConstraint::Exclusion(it) if it.name.as_deref() == Some("e")));
}

#[test]
fn refuses_constraints() {
    let table = |text: &str| refused(parse_table_constraint(text), text);
    insta::assert_snapshot!(table(""), @"the text is empty ``");
    insta::assert_snapshot!(table("a int"), @"one table constraint is expected here `a int`");
    insta::assert_snapshot!(table("like t"), @"one table constraint is expected here `like t`");
    insta::assert_snapshot!(table("not null a"), @"`not null` belongs to the column `not null a`");
    insta::assert_snapshot!(table("check (a), check (b)"), @"this is a second constraint `check (b)`");
    insta::assert_snapshot!(table("primary key using index i"), @"a new table has no index to use: give the columns `using index i`");
    insta::assert_snapshot!(table("foreign key (a, b) references t (c)"), @"2 columns reference 1 `foreign key (a, b) references t (c)`");
    insta::assert_snapshot!(table("check (a > 0) ; drop table t"), @"`;` ends the text, and yet more follows `;`");
    let exclusion = |text: &str| refused(parse_exclusion(text), text);
    insta::assert_snapshot!(exclusion("using gist (a)"), @"expected `with` `)`");
    insta::assert_snapshot!(exclusion("(a with =), b int"), @"this is more than an exclusion `b int`");
    insta::assert_snapshot!(exclusion("(a with =) no inherit"), @"`no inherit` has no meaning here `no inherit`");
}
