//! What is written is read back, by the reader that projects are read with.

use proptest::prelude::*;

use super::{Map, Node, document};
use crate::reading::{self, NodeKind};
use crate::source::FileId;

/// Reads a document back; what the layout says is gone.
fn read(text: &str) -> Node {
    let mut findings = Vec::new();
    let node = reading::parse(FileId(0), text, &mut findings);
    assert!(findings.is_empty(), "{findings:?} in\n{text}");
    value(&node.unwrap_or_else(|| panic!("no tree of\n{text}")))
}

fn value(node: &reading::Node) -> Node {
    match &node.kind {
        NodeKind::Null => Node::Nothing,
        NodeKind::Bool(text) | NodeKind::Number(text) => Node::Plain(text.clone()),
        NodeKind::String(text) => Node::Text(text.clone()),
        NodeKind::Sequence(items) => Node::List(items.iter().map(value).collect()),
        NodeKind::Mapping(entries) => {
            let entries = entries.iter().map(|(key, node)| (key.value.clone(), value(node)));
            Node::Map(entries.collect())
        }
    }
}

/// Leaves of a value what a reader can tell.
fn plain(node: &Node) -> Node {
    match node {
        Node::Block(text) | Node::Text(text) => Node::Text(text.clone()),
        Node::List(items) => Node::List(items.iter().map(plain).collect()),
        Node::Map(map) => {
            let pairs = map.entries.iter().map(|it| (it.key.clone(), plain(&it.value)));
            Node::Map(pairs.collect())
        }
        other => other.clone(),
    }
}

fn assert_reads_back(map: &Map) {
    let text = document(map);
    // A document without entries is one of nothing.
    let expected = if map.is_empty() { Node::Nothing } else { plain(&Node::Map(map.clone())) };
    assert_eq!(read(&text), expected, "written:\n{text}");
}

fn everywhere(text: &str) -> Map {
    let node = Node::Text(text.to_owned());
    let block = Node::Block(text.to_owned());
    let mut inner = Map::block();
    inner.put(text, node.clone());
    inner.put("block", block.clone());
    inner.put("list", Node::List(vec![node.clone(), block, node.clone()]));
    let mut map = Map::spaced();
    map.put("first", node.clone());
    map.put(
        "flow",
        Node::Map([("key", node.clone()), ("other", node.clone())].into_iter().collect()),
    );
    map.put("inner", Node::Map(inner.clone()));
    let pair = [(text, node.clone()), ("a\u{0}", Node::List(vec![node.clone()]))];
    let pair: Map = pair.into_iter().collect();
    map.put("items", Node::List(vec![Node::Map(pair), Node::Map(inner), Node::List(vec![node])]));
    map.put("last", Node::Plain("70".to_owned()));
    map
}

#[test]
fn awkward_texts_are_read_back() {
    let texts = [
        "",
        " ",
        "  ",
        "a",
        "yes",
        "No",
        "NULL",
        "~",
        "on",
        "true",
        "12",
        "1.5",
        "1e3",
        "0x1f",
        "12:30",
        "2026-01-01",
        "2026-01-01 10:00:00",
        "-",
        "- a",
        "-a",
        "? a",
        ": a",
        "a: b",
        "a:",
        "a #b",
        "#a",
        "a#b",
        "&a",
        "*a",
        "!a",
        "%a",
        "@a",
        "`a",
        "|",
        ">",
        "'",
        "\"",
        "it's",
        "a \"b\" c",
        "\\",
        "a\\b'c\"d",
        "[a]",
        "{a}",
        "a, b",
        "a]",
        "}",
        "<<",
        "=",
        "...",
        "---",
        " lead",
        "trail ",
        "\ttab",
        "a\tb",
        "a\t",
        "line\nline",
        "line\n",
        "line\n\n",
        "\n",
        "\n\n",
        "\nline",
        " \nline",
        "line\n  \nline",
        "  line\nline",
        "line\n  line\n",
        "a\r\nb\r\n",
        "\r",
        "trail \nline",
        "\u{7}",
        "\u{0}",
        "\u{85}",
        "\u{2028}",
        "\u{feff}",
        "ünïcode ☃ 名前",
        "🦀",
        "\u{a0}a",
        "\u{fffe}",
        "a\n\tb",
        "\tb\na",
        "a\n---\nb",
        "a\n...\n",
        "# a\nb",
        "a\n\n\nb\n\n\n",
        ".inf",
        "0o17",
        "+1",
        "1_000",
        "!!str a",
        "key: value\nother: value",
        "a  b",
        "\u{b}x",
    ];
    for text in texts {
        assert_reads_back(&everywhere(text));
        // Long enough to be folded.
        assert_reads_back(&everywhere(&format!("{text} {}", "words and  more ".repeat(12).trim())));
        assert_reads_back(&everywhere(&format!("{} {text}", "word ".repeat(30).trim())));
    }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[ -~\n\t]{0,60}",
        "[a:#'\" \n\\[\\]{},&*|>%@!?~=<.-]{0,12}",
        "([a-z']{1,12} {1,2}){0,40}",
        "( {0,3}[a-z#:-]{0,5}\n){0,6}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_text_is_read_back(text in text()) {
        assert_reads_back(&everywhere(&text));
    }
}

#[test]
fn documents_look_as_a_person_would_write_them() {
    let text = |text: &str| Node::Text(text.to_owned());
    let mut columns = Map::block();
    columns.put("item_id", text("bigint generated always as identity primary key"));
    let cost = [("type", text("numeric(12,2)")), ("comment", text("What it costs: a lot."))];
    columns.put("cost", Node::Map(cost.into_iter().collect()));
    columns.put("name", text(""));
    let mut items = Map::block();
    let comment =
        "What is sold, and what has ever been sold on the website, or anywhere. ".repeat(2);
    items.put("comment", text(comment.trim()));
    items.map("columns", columns);
    let mut tables = Map::spaced();
    tables.put_below("Why it is there.", "items", Node::Map(items));
    tables.put("2024", Node::Nothing);
    let mut map = Map::spaced();
    map.text("schema", Some("sales"));
    map.text("comment", Some("Items."));
    map.map("tables", tables);
    let mut function = Map::block();
    function.put("body", Node::Block("begin\n  return new;\nend\n".to_owned()));
    map.put("functions", Node::Map([("f", Node::Map(function))].into_iter().collect()));
    insta::assert_snapshot!(document(&map), @r#"
    schema: sales
    comment: Items.

    tables:
      # Why it is there.
      items:
        comment: >-
          What is sold, and what has ever been sold on the website, or anywhere. What is sold, and what
          has ever been sold on the website, or anywhere.
        columns:
          item_id: bigint generated always as identity primary key
          cost: { type: "numeric(12,2)", comment: "What it costs: a lot." }
          name: ""

      "2024":

    functions:
      f:
        body: |
          begin
            return new;
          end
    "#);
}
