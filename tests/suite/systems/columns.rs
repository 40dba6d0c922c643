//! Access judged by column: where both sides name columns, and nowhere else.

use std::collections::BTreeMap;

use pgspec::{check, spec};

const TABLES: &str = "
schema: shop
tables:
  visitors:
    columns: { visitor_id: bigint primary key, nickname: text not null, email: text not null }
  visits:
    columns: { visit_id: bigint primary key, visitor_id: bigint not null }
    row_security: enabled
    policies:
      known: { for: select, to: [app], using: \"true\" }
";

const SYSTEM: &str = "
systems:
  website:
    zones: { cloud: { trusted: true } }
    nodes:
      shop: { zone: cloud, roles: app, queries: [nicknames] }
    stores:
      visits: { zone: cloud, tables: shop.* }
    flows:
      rows: { from: visits, to: shop, both_ways: true }
";

const QUERY: &str = "
queries:
  nicknames: { run_as: app, sql: \"select nickname from shop.visitors\" }
";

const ROLE: &str = "
roles:
  app:
    login: true
    grants:
      - { on: database, connect: true }
      - { on: schema shop, usage: true }
      - { on: shop.visitors, select: [nickname, email] }
";

/// Returns how often access is too wide where one text is replaced by another.
fn too_wide(before: &str, after: &str) -> usize {
    let files = [
        ("pgspec.yaml", "project: shop\npostgres: 17\n"),
        ("architecture/website.yaml", SYSTEM),
        ("queries/visitors.yaml", QUERY),
        ("roles/app.yaml", ROLE),
        ("schema/shop.yaml", TABLES),
    ];
    let texts = files.map(|(name, text)| (name.to_owned(), text.replace(before, after)));
    let changed = texts.iter().zip(files).any(|((_, text), (_, old))| text != old);
    assert!(changed || before.is_empty(), "nothing has `{before}`");
    let (spec, sources, mut findings) = spec::read_texts(&BTreeMap::from(texts));
    findings.extend(check::check(&spec, &sources).findings);
    let (found, others): (Vec<_>, Vec<_>) =
        findings.iter().partition(|finding| finding.code == "access_wider_than_need");
    let is_error = |code: &str| {
        ["unknown", "syntax", "invalid", "without_privilege"].iter().any(|it| code.contains(it))
    };
    assert!(!others.iter().any(|finding| is_error(finding.code)), "{others:?}");
    found.len()
}

#[test]
fn a_column_that_no_query_names_is_too_much() {
    assert_eq!(too_wide("", ""), 1);
    assert_eq!(too_wide("select: [nickname, email]", "select: [nickname]"), 0);
    assert_eq!(too_wide("select nickname from", "select nickname, email from"), 0);
}

#[test]
fn what_names_no_columns_is_judged_by_table() {
    assert_eq!(too_wide("select: [nickname, email]", "select: true"), 0);
    let said = "queries: [nicknames], reads: shop.visitors";
    assert_eq!(too_wide("queries: [nicknames]", said), 0);
    assert_eq!(too_wide("select nickname from", "select count(*) from"), 0);
}

#[test]
fn what_a_policy_reads_of_another_table_is_needed() {
    let using = "using: \"visitor_id in (select visitor_id from visitors where email <> '')\"";
    assert_eq!(too_wide("using: \"true\"", using), 0);
}
