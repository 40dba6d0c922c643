use proptest::prelude::*;

use super::*;
use crate::sql::parameters;
use crate::sql::references::references;

/// Puts pieces of SQL into, and takes pieces out of, a valid statement.
fn mutated() -> impl Strategy<Value = String> {
    let statements: Vec<&str> = include_str!("valid.sql").lines().collect();
    let piece = prop::sample::select(vec![
        "",
        "(",
        ")",
        ",",
        ".",
        "'",
        "\"",
        "$$",
        "*",
        " select ",
        " from ",
        " with q as ",
        " join ",
        " using (",
        " union ",
        " as ",
        " case ",
        " end ",
        "::",
        ":x",
        "[",
        "]",
        " on conflict ",
        " returning ",
        "é",
        "\u{0}",
        ";",
        "--",
        "/*",
        " begin ",
        " not ",
        "e'\\",
        " values ",
        "= ",
    ]);
    let edits = prop::collection::vec((any::<prop::sample::Index>(), 0_usize..8, piece), 1..5);
    (prop::sample::select(statements), edits).prop_map(|(statement, edits)| {
        let mut characters: Vec<char> = statement.chars().collect();
        for (at, removed, piece) in edits {
            let start = at.index(characters.len() + 1);
            let end = (start + removed).min(characters.len());
            characters.splice(start..end, piece.chars());
        }
        characters.into_iter().collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_it_panic(text in mutated()) {
        for problem in resolve(&text).problems {
            prop_assert!(text.get(problem.range).is_some());
        }
        let items = QualifiedName { schema: None, name: "items".into() };
        resolve_expression(&text, Row::Of(&items), &Shop);
        let body = format!("create function f() returns int language plpgsql as $b$ begin {text} end $b$");
        for text in [text.as_str(), body.as_str()] {
            for kind in [Fragment::Statements, Fragment::Query, Fragment::Expression] {
                for found in references(text, kind).functions {
                    prop_assert!(text.get(found.mention.range).is_some());
                }
            }
        }
        prop_assert_eq!(parameters::mask_parameters(&text).len(), text.len());
        parameters::number_parameters(&text);
    }
}
