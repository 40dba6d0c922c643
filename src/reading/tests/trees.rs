use crate::diagnostic::Diagnostic;
use crate::reading::*;
use crate::source::*;

fn tree(text: &str) -> (Option<Node>, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let node = parse(FileId(0), text, &mut findings);
    assert!(findings.iter().all(|d| crate::diagnostic::find(d.code).is_some()));
    (node, findings)
}

fn good(text: &str) -> Node {
    let (node, findings) = tree(text);
    assert_eq!(findings, []);
    node.unwrap()
}

fn code(text: &str) -> &'static str {
    let (_, findings) = tree(text);
    assert_eq!(findings.len(), 1, "{text:.40}: {findings:?}");
    findings[0].code
}

/// Describes a node and its place in the text.
fn show(text: &str, node: &Node) -> String {
    let place = &text[node.span.range()];
    match &node.kind {
        NodeKind::Null => "null".into(),
        NodeKind::Bool(value) => format!("bool {value} @{place}"),
        NodeKind::Number(value) => format!("number {value} @{place}"),
        NodeKind::String(value) => format!("text {value:?} @{place}"),
        NodeKind::Sequence(_) => format!("list @{place}"),
        NodeKind::Mapping(_) => format!("mapping @{place}"),
    }
}

fn shown(text: &str) -> String {
    let node = good(text);
    show(text, node.get("a").unwrap_or(&node))
}

#[test]
fn scalars_keep_their_spelling_and_place() {
    for (text, expected) in [
        ("a: 10.50", "number 10.50 @10.50"),
        ("a: 1_0", "number 1_0 @1_0"),
        ("a: 0x1f # c", "number 0x1f @0x1f"),
        (
            "a: 123456789012345678901234567890",
            "number 123456789012345678901234567890 @123456789012345678901234567890",
        ),
        ("a: 1e999", "number 1e999 @1e999"),
        ("a: .inf", "number .inf @.inf"),
        ("a: True", "bool True @True"),
        ("a: yes", "text \"yes\" @yes"),
        ("a: on", "text \"on\" @on"),
        ("a: '10'", "text \"10\" @'10'"),
        ("a: \"x\\ty\" # c", "text \"x\\ty\" @\"x\\ty\""),
        ("a: !!str 10", "text \"10\" @10"),
        ("a: !!int \"10\"", "number 10 @\"10\""),
        ("a: |\n  x\n   y\n\nb: 1", "text \"x\\n y\\n\" @x\n   y"),
        ("a:", "null"),
        ("a: ~", "null"),
        ("", "null"),
        ("# only a comment", "null"),
        ("---\na: é", "text \"é\" @é"),
    ] {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn collections_reach_to_their_last_child() {
    for (text, expected) in [
        ("a: [x, [y, z], ] # c", "list @[x, [y, z], ]"),
        ("a: {x: 1, y: }", "mapping @{x: 1, y: }"),
        ("a: []", "list @[]"),
        ("a: [ # c ]\n x ]", "list @[ # c ]\n x ]"),
        ("a:\n  - x\n  - y\n", "list @- x\n  - y"),
        ("a:\n  x: 1\n  y: [2]\nb: 3", "mapping @x: 1\n  y: [2]"),
        ("b: &b q\na: [x, *b]", "list @[x, *b]"),
    ] {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn aliases_and_merges_stand_where_they_were_defined() {
    let text = "base: &b {x: 1, y: 2}\nmore: &m {y: 3, z: 4}\na: {<<: [*b, *m], x: 5}\nc: *b";
    let node = good(text);
    let NodeKind::Mapping(entries) = &node.get("a").unwrap().kind else { panic!() };
    let entries: Vec<_> = entries
        .iter()
        .map(|(key, node)| (key.as_str(), key.span.start, show(text, node)))
        .collect();
    assert_eq!(
        entries,
        [
            ("x", 62, "number 5 @5".into()),
            ("y", 16, "number 2 @2".into()),
            ("z", 38, "number 4 @4".into()),
        ]
    );
    assert_eq!(show(text, node.get("c").unwrap()), "mapping @{x: 1, y: 2}");
    assert_eq!(code("a: {<<: 1}"), "merge_not_mapping");
}

#[test]
fn every_duplicate_key_is_reported_with_both_places() {
    let text = "a: 1\nb: {c: 1, d: 2, c: 3, c: 4}\na: {e: 1, e: 2}\n";
    let (node, findings) = tree(text);
    let places: Vec<_> =
        findings.iter().map(|d| (d.code, d.labels[0].span.start, d.labels[1].span.start)).collect();
    assert_eq!(
        places,
        [
            ("duplicate_key", 21, 9),
            ("duplicate_key", 27, 9),
            ("duplicate_key", 43, 37),
            ("duplicate_key", 33, 0),
        ]
    );
    assert_eq!(show(text, node.unwrap().get("a").unwrap()), "number 1 @1");
}

#[test]
fn keys_are_text() {
    for text in ["1: x", "true: x", "~: x", "? [a]\n: x", "? {a: b}\n: x", "1.5: x"] {
        assert_eq!(code(text), "key_not_text", "{text}");
    }
    assert_eq!(good("'1': x").get("1").unwrap().text(), Some("x"));
}

#[test]
fn broken_text_is_one_finding_with_a_way_out() {
    for (text, expected) in [
        ("a:\n\t- b", "yaml_syntax"),
        ("{a: 1", "yaml_syntax"),
        ("a: \"x", "yaml_syntax"),
        ("a: b: c", "yaml_syntax"),
        ("a: \0", "yaml_syntax"),
        ("\0", "yaml_syntax"),
        ("a: !foo x", "yaml_syntax"),
        ("a: @x", "yaml_syntax"),
        ("a: *x", "unknown_anchor"),
        ("a: &a [*a]", "alias_expansion"),
        ("a: 1\n---\nb: 2", "several_documents"),
    ] {
        assert_eq!(code(text), expected, "{text}");
        let (_, findings) = tree(text);
        assert!(findings[0].help.is_some());
        assert!(findings[0].labels[0].span.end as usize <= text.len());
    }
    assert_eq!(tree("a:\n\t- b").1[0].help.as_deref(), Some("indent with spaces"));
    good("a: \"\\0\"");
    good("--- # one\na: 1\n...\n");
}

#[test]
fn nesting_ends_at_the_limit() {
    assert_eq!(code(&format!("a: {}", "[".repeat(20_000))), "yaml_too_deep");
    assert_eq!(code(&"- ".repeat(20_000)), "yaml_too_deep");
    assert_eq!(code(&"{a: ".repeat(20_000)), "yaml_too_deep");
    assert_eq!(code(&"? ".repeat(20_000)), "yaml_too_deep");
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    good(&nested(MAX_DEPTH));
    assert_eq!(code(&nested(MAX_DEPTH + 1)), "yaml_too_deep");
}

#[test]
fn nesting_through_aliases_ends_at_the_limit_too() {
    let open =
        |depth: usize, inner: &str| format!("{}{inner}{}", "[".repeat(depth), "]".repeat(depth));
    let mut text = format!("a0: &a0 {}\n", open(30, "x"));
    for level in 1..40 {
        let inner = open(30, &format!("*a{}", level - 1));
        text += &format!("a{level}: &a{level} {inner}\n");
    }
    assert_eq!(code(&text), "yaml_too_deep");
    good(&text.lines().take(2).collect::<Vec<_>>().join("\n"));
}

#[test]
fn an_alias_bomb_is_defused() {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        text += &format!("a{level}: &a{level} [{aliases}]\n");
    }
    assert_eq!(code(&text), "alias_expansion");
    good(&text.lines().take(3).collect::<Vec<_>>().join("\n"));
}

#[test]
fn a_file_of_too_many_values_is_refused() {
    assert_eq!(code(&"- a\n".repeat(MAX_NODES + 1)), "yaml_too_large");
}

#[test]
fn line_ends_of_windows_are_line_ends() {
    let node = good("a: |\r\n  x\r\n  y\r\nb: 1\r\n");
    assert_eq!(node.get("a").unwrap().text(), Some("x\ny\n"));
    assert_eq!(node.get("b").unwrap().text(), Some("1"));
}
