use proptest::prelude::*;

use crate::reading::*;
use crate::source::*;

/// Reads `text` and returns it with the scalar under `a`.
fn scalar(text: &str) -> (Sources, Spanned<String>) {
    let mut sources = Sources::default();
    let file = sources.add(SourceFile { path: "x.yaml".into(), text: text.into() });
    let mut findings = Vec::new();
    let node = parse(file, text, &mut findings).unwrap_or_else(|| panic!("{text:?} {findings:?}"));
    let node = node.get("a").unwrap();
    (sources, Spanned::new(node.text().unwrap_or_default().to_owned(), node.span))
}

/// Returns the text of the file under `needle` in the value of `a`.
fn found(text: &str, needle: &str) -> (String, usize) {
    let (sources, outer) = scalar(text);
    let at = outer.value.find(needle).unwrap_or_else(|| panic!("{needle} in {:?}", outer.value));
    let span = sources.locate(&outer, at..at + needle.len());
    (sources.text(span).to_owned(), span.range().start)
}

#[test]
fn every_kind_of_scalar_finds_its_words() {
    for text in [
        "a: select here now",
        "a:\n  select\n  here now",
        "a: 'it''s here now'",
        "a: 'folded\n\n  over here now'",
        "a: \"tab\\t\\\"quoted\\\" \\u00e9\\xe9\\U0001F600 here now\"",
        "a: \"pair \\uD834\\uDD1E folded \\\n   on\n   and on\n\n\n  here now\"",
        "a: |\n  select\n    here now\n",
        "a: |2\n    select\n  here now\n",
        "a: |-\n\n\n  select\n\n    here now",
        "b:\n  - c\na: |+\n      select\n\n       here now\n\n\n",
        "a: |\r\n  select\r\n    here now\r\n",
        "a: >\n  select\n  some\n\n  more\n    indented\n  here now\n",
        "a: >-\n\n  select\n  here now",
        "a: # comment\n  here now",
        "a: |\n  \"quoted\"\n  here now\n",
        "a: !!str here now",
    ] {
        let (place, start) = found(text, "here now");
        assert_eq!((place.as_str(), start), ("here now", text.find("here now").unwrap()), "{text}");
    }
}

#[test]
fn an_escape_is_found_whole() {
    assert_eq!(found("a: \"x\\u00e9y\"", "é").0, "\\u00e9");
    assert_eq!(found("a: 'x''y'", "'").0, "''");
    assert_eq!(found("a: \"\\\"\\\\\"", "\\").0, "\\\\");
}

#[test]
fn a_range_beyond_the_value_ends_with_it() {
    let (sources, outer) = scalar("a: text # comment\nb: 1");
    assert_eq!(sources.text(sources.locate(&outer, 2..900)), "xt");
    let span = sources.locate(&outer, 4..4);
    assert_eq!((span.start, span.end), (7, 7));
    assert_eq!(sources.locate(&outer, 900..1000), span);
    #[allow(clippy::reversed_empty_ranges)]
    let reversed = sources.locate(&outer, 3..1);
    assert_eq!((reversed.start, reversed.end), (6, 6));
}

#[test]
fn a_value_that_is_not_there_is_the_whole_scalar() {
    let (sources, outer) = scalar("a: text");
    let changed = Spanned::new("other".to_owned(), outer.span);
    assert_eq!(sources.locate(&changed, 1..2), outer.span);
}

#[test]
fn a_whole_file_is_found_byte_by_byte() {
    let text = "create\r\n  table é;\n\n";
    let mut sources = Sources::default();
    let file = sources.add(SourceFile { path: "x.sql".into(), text: text.into() });
    let outer = Spanned::new(text.to_owned(), Span::new(file, 0..text.len()));
    for (at, c) in text.char_indices() {
        let range = at..at + c.len_utf8();
        assert_eq!(sources.locate(&outer, range.clone()).range(), range);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..Default::default() })]

    /// The law of block scalars: every character of the value is itself in the file.
    #[test]
    fn literal_blocks_map_character_by_character(
        lines in prop::collection::vec("[ a-cé'\"#:|>-]{0,8}", 1..6),
        indent in 1usize..5,
        depth in 0usize..3,
        explicit in any::<bool>(),
        windows in any::<bool>(),
        chomp in prop::sample::select(vec!["", "-", "+"]),
    ) {
        prop_assume!(lines.iter().any(|line| !line.trim_matches(' ').is_empty()));
        let line_end = if windows { "\r\n" } else { "\n" };
        // Spaces before the first text belong to it only if the indentation is written down.
        let text_at = lines.iter().position(|line| !line.trim_matches(' ').is_empty()).unwrap();
        let needed = lines[..=text_at].iter().any(|line| line.starts_with(' '));
        let digit = if explicit || needed { indent.to_string() } else { String::new() };
        let mut text = String::new();
        for level in 0..depth {
            text += &format!("{}k:{line_end}", "  ".repeat(level));
        }
        text += &format!("{}a: |{digit}{chomp}{line_end}", "  ".repeat(depth));
        for line in &lines {
            let stripped = if line.is_empty() { String::new() } else { " ".repeat(depth * 2 + indent) };
            text += &format!("{stripped}{line}{line_end}");
        }
        let mut sources = Sources::default();
        let file = sources.add(SourceFile { path: "x.yaml".into(), text: text.clone() });
        let root = parse(file, &text, &mut Vec::new()).unwrap();
        let mut node = &root;
        for _ in 0..depth {
            node = node.get("k").unwrap();
        }
        let node = node.get("a").unwrap();
        let outer = Spanned::new(node.text().unwrap().to_owned(), node.span);
        let mut last = 0;
        for (at, c) in outer.value.char_indices() {
            let span = sources.locate(&outer, at..at + c.len_utf8());
            let place = sources.text(span).replace("\r\n", "\n");
            prop_assert_eq!(place, c.to_string(), "{:?} in {:?}", c, &text);
            prop_assert!(span.range().start >= last);
            last = span.range().end;
        }
    }

    /// Both quoted forms give back what was written into them, in order.
    #[test]
    fn quoted_scalars_map_in_order(value in "[ -~é\u{1F600}]{1,20}") {
        let double = serde_json::to_string(&value).unwrap();
        let single = format!("'{}'", value.replace('\'', "''"));
        for written in [double, single] {
            let (sources, outer) = scalar(&format!("a: {written}"));
            prop_assert_eq!(&outer.value, &value);
            let places = value.char_indices().map(|(at, c)| {
                sources.text(sources.locate(&outer, at..at + c.len_utf8())).to_owned()
            });
            prop_assert_eq!(places.collect::<String>(), &written[1..written.len() - 1]);
        }
    }
}
