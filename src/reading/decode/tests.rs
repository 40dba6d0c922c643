use serde::Deserialize;

use crate::diagnostic::Diagnostic;
use crate::reading::*;
use crate::source::*;

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
struct File {
    tables: Entries<Table>,
    port: Option<u16>,
    note: Option<String>,
    mode: Option<Mode>,
    to: OneOrMany<Spanned<String>>,
    chart: Option<Chart>,
    pair: Option<(String, u8)>,
    any: Option<serde_json::Value>,
    deep: Option<Deep>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Table {
    owner: String,
    #[serde(default)]
    columns: Entries<ShortOrLong<Spanned<String>, Column>>,
    #[serde(default)]
    keys: List<List<String>>,
    comment: Option<Spanned<String>>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Column {
    r#type: String,
    #[serde(default)]
    not_null: bool,
    default: Option<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Mode {
    CatchUp,
    Skip,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Chart {
    Bar { x: String, y: String },
    Table,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Deep {
    inner: Inner,
    other: Option<u8>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Inner {
    number: u8,
    flag: Option<bool>,
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> (Option<T>, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let node = parse(FileId(0), text, &mut findings);
    (node.and_then(|node| decode(&node, &mut findings)), findings)
}

/// Lists findings as `code @text: message`.
fn list(text: &str, findings: &[Diagnostic]) -> Vec<String> {
    let line = |finding: &Diagnostic| {
        let place = &text[finding.labels[0].span.range()];
        format!("{} @{place}: {}", finding.code, finding.message)
    };
    findings.iter().map(line).collect()
}

fn faults(text: &str) -> Vec<String> {
    list(text, &read::<File>(text).1)
}

#[test]
fn a_good_file_decodes_without_findings() {
    let text = "tables:\n  a:\n    owner: joe\n    columns: {x: int, y: {type: text, not_null: true, default: 10.50}}\n    keys: [[x, y], [y]]\nport: 5432\nnote: true\nmode: catch_up\nto: me\nchart: {bar: {x: a, y: b}}\npair: [a, 7]\nany: {a: [1, -2, 1.5, x, null]}\n";
    let (file, findings) = read::<File>(text);
    assert_eq!(list(text, &findings), [""; 0]);
    let file = file.unwrap();
    let table = file.tables.get("a").unwrap();
    let ShortOrLong::Short(short) = table.columns.get("x").unwrap() else { panic!() };
    assert_eq!((short.value.as_str(), &text[short.span.range()]), ("int", "int"));
    let ShortOrLong::Long(long) = table.columns.get("y").unwrap() else { panic!() };
    assert_eq!(long.default.as_deref(), Some("10.50"));
    assert!(long.not_null);
    assert_eq!(table.keys.len(), 2);
    assert_eq!(&text[file.tables.0[0].0.span.range()], "a");
    assert_eq!(file.note.as_deref(), Some("true"));
    assert_eq!(file.mode, Some(Mode::CatchUp));
    assert_eq!(file.to[0].value, "me");
    assert_eq!(file.chart, Some(Chart::Bar { x: "a".into(), y: "b".into() }));
    assert_eq!(file.any.unwrap().to_string(), r#"{"a":[1,-2,1.5,"x",null]}"#);
}

#[test]
fn every_fault_is_reported_once_and_the_rest_stands() {
    let text = "tables:\n  a: {owner: joe, colums: {}, columns: {x: {type: t, not_null: 1}, y: {typ: t}, z: int}}\n  b: {}\n  c: [1]\n  d: {owner: ann}\nport: 70000\nmode: catchup\nnote: {}\nchart: {bar: {x: a}}\nbogus: 1\n";
    let (file, findings) = read::<File>(text);
    assert_eq!(
        list(text, &findings),
        [
            "unknown_key @bogus: unknown key `bogus`",
            "unknown_key @colums: unknown key `colums`",
            "wrong_type @1: expected `true` or `false`, found `1`",
            "unknown_key @typ: unknown key `typ`",
            "missing_key @y: missing key `type`",
            "missing_key @b: missing key `owner`",
            "wrong_type @[1]: expected a mapping, found a list",
            "wrong_type @70000: expected a whole number from 0 to 65535, found `70000`",
            "unknown_value @catchup: unknown value `catchup`",
            "wrong_type @{}: expected text, found a mapping",
            "missing_key @bar: missing key `y`",
        ]
    );
    let file = file.unwrap();
    assert_eq!(file.tables.keys().map(|key| key.as_str()).collect::<Vec<_>>(), ["a", "d"]);
    let columns = &file.tables.get("a").unwrap().columns;
    assert_eq!(columns.keys().map(|key| key.as_str()).collect::<Vec<_>>(), ["x", "z"]);
    assert_eq!((file.port, file.mode, file.note, file.chart), (None, None, None, None));
    let helps: Vec<_> = findings.iter().map(|finding| finding.help.clone().unwrap()).collect();
    assert_eq!(helps[1], "did you mean `columns`?");
    assert!(helps[0].starts_with("allowed keys: `tables`, `port`"), "{}", helps[0]);
    assert_eq!(helps[8], "did you mean `catch_up`?");
}

#[test]
fn a_required_part_takes_its_parents_along_in_silence() {
    let text = "deep: {inner: {number: x, flag: 3}, other: 900}\nport: 1\n";
    let (file, findings) = read::<File>(text);
    assert_eq!(
        list(text, &findings),
        [
            "wrong_type @x: expected a whole number from 0 to 255, found `x`",
            "wrong_type @3: expected `true` or `false`, found `3`",
            "wrong_type @900: expected a whole number from 0 to 255, found `900`",
        ]
    );
    let file = file.unwrap();
    assert_eq!((file.deep, file.port), (None, Some(1)));
}

#[test]
fn a_short_tuple_a_bad_variant_and_nothing_are_faults() {
    assert_eq!(
        faults("pair: [a]\nchart: {pie: 1}\nto:\nmode: {a: 1, b: 2}"),
        [
            "wrong_type @[a]: expected a list of 2 values, found a list",
            "unknown_value @pie: unknown value `pie`",
            "wrong_type @{a: 1, b: 2}: expected a mapping with exactly one key, found a mapping",
        ]
    );
    assert_eq!(faults("pair: [a, 1, 2]").len(), 1);
    assert_eq!(
        faults("chart: bar"),
        ["wrong_type @bar: expected a mapping with the key `bar`, found `bar`"]
    );
    assert_eq!(faults("tables: {a: {owner: }}").len(), 1);
    assert_eq!(faults(""), [""; 0]);
    assert_eq!(faults("[1]"), ["wrong_type @[1]: expected a mapping, found a list"]);
}

#[test]
fn a_list_of_lists_loses_only_the_bad_elements() {
    let text = "a: {owner: o, keys: [[x, {}], 5, [y]]}";
    let (tables, findings) = read::<Entries<Table>>(text);
    assert_eq!(
        list(text, &findings),
        [
            "wrong_type @{}: expected text, found a mapping",
            "wrong_type @5: expected a list, found `5`",
        ]
    );
    let expected = List(vec![List(vec!["x".into()]), List(vec!["y".into()])]);
    assert_eq!(tables.unwrap().get("a").unwrap().keys, expected);
}

#[test]
fn schemas_show_the_forms() {
    #[derive(schemars::JsonSchema)]
    #[allow(dead_code)]
    struct Shape {
        one: OneOrMany<Spanned<String>>,
        forms: Entries<ShortOrLong<Spanned<String>, List<u8>>>,
    }
    let schema = serde_json::to_value(schemars::schema_for!(Shape)).unwrap();
    let one = serde_json::json!({
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]
    });
    assert_eq!(schema["properties"]["one"], one);
    let forms = &schema["properties"]["forms"]["additionalProperties"]["anyOf"];
    assert_eq!(forms[0], serde_json::json!({"type": "string"}));
    assert_eq!(forms[1]["type"], "array");
}
