//! Whatever the bytes are, there is an answer: a value, or findings that can be drawn.

use proptest::prelude::*;
use serde::Deserialize;

use crate::diagnostic::{self, Style};
use crate::reading::*;
use crate::source::*;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
#[allow(dead_code)]
struct Any {
    a: Option<Spanned<String>>,
    b: List<ShortOrLong<String, Entries<u8>>>,
    c: Entries<OneOrMany<Spanned<bool>>>,
    d: Option<(i8, f64)>,
    e: Option<Box<Any>>,
}

/// Reads `text` through every stage and returns how many findings were drawn.
fn read(text: String) -> usize {
    let mut sources = Sources::default();
    let file = sources.add(SourceFile { path: "fuzz.yaml".into(), text: text.clone() });
    let mut findings = Vec::new();
    if let Some(node) = parse(file, &text, &mut findings) {
        check_places(&sources, &text, &node);
        decode::<Any>(&node, &mut findings);
        decode::<serde_json::Value>(&node, &mut findings);
    }
    assert!(findings.iter().all(|finding| diagnostic::find(finding.code).is_some()));
    diagnostic::render(&findings, &sources, Style { color: true });
    diagnostic::to_json(&findings, &sources);
    findings.len()
}

fn check_places(sources: &Sources, text: &str, node: &Node) {
    assert!(text.get(node.span.range()).is_some(), "{:?} in {text:?}", node.span);
    match &node.kind {
        NodeKind::Sequence(items) => items.iter().for_each(|i| check_places(sources, text, i)),
        NodeKind::Mapping(entries) => entries.iter().for_each(|(key, value)| {
            check_located(sources, text, key);
            check_places(sources, text, value);
        }),
        NodeKind::String(value) => {
            check_located(sources, text, &Spanned::new(value.clone(), node.span));
        }
        _ => {}
    }
}

fn check_located(sources: &Sources, text: &str, scalar: &Spanned<String>) {
    for start in 0..=scalar.value.len() + 1 {
        for end in [start, start + 1, start + 3, usize::MAX] {
            let span = sources.locate(scalar, start..end);
            assert!(text.get(span.range()).is_some(), "{span:?} in {text:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_text_has_an_answer(text in any::<String>()) {
        read(text);
    }

    #[test]
    fn any_bytes_have_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        let root = tempfile::tempdir().unwrap();
        std::fs::write(root.path().join("pgspec.yaml"), &bytes).unwrap();
        let (sources, findings) = read_project(root.path());
        prop_assert_eq!(findings.is_empty(), sources.iter().count() == 1);
        diagnostic::render(&findings, &sources, Style::default());
        for (_, file) in sources.iter() {
            read(file.text.clone());
        }
    }

    #[test]
    fn anything_like_yaml_has_an_answer(
        parts in prop::collection::vec(prop::sample::select(vec![
            "a", "b", "c", "d", "e", ": ", ":", "\n", "\n  ", "\n    ", "- ", "[", "]", "{", "}",
            ", ", "&x ", "*x", "<<: ", "|\n  ", ">\n  ", "|2-\n", "\"", "'", "\\", "\\x41", "é",
            "1", "true", "~", "#", " #", "? ", "!!str ", "---\n", "\t", "\r\n", "%", "\u{feff}",
        ]), 0..40)
    ) {
        read(parts.concat());
    }
}

#[test]
fn faults_are_found_at_all() {
    assert!(read("a: []\nb: {}\nc: 1\nd: [1]\nz: 1\n".into()) >= 5);
    assert_eq!(read("a: x\nb: [y]\nc: {k: true}\nd: [1, 2.5]\n".into()), 0);
}
