//! SQL in coloured parts, for pages.

use squawk_lexer::{LiteralKind, TokenKind, tokenize};

/// Words that stand out: those that statements are made of.
const KEYWORDS: &[&str] = &[
    "add",
    "all",
    "alter",
    "and",
    "any",
    "array",
    "as",
    "asc",
    "begin",
    "between",
    "by",
    "cascade",
    "case",
    "cast",
    "check",
    "column",
    "comment",
    "conflict",
    "constraint",
    "create",
    "cross",
    "cube",
    "current",
    "declare",
    "default",
    "delete",
    "desc",
    "distinct",
    "do",
    "drop",
    "each",
    "else",
    "elsif",
    "end",
    "except",
    "exists",
    "false",
    "fetch",
    "filter",
    "first",
    "following",
    "for",
    "force",
    "foreign",
    "from",
    "full",
    "function",
    "grant",
    "group",
    "grouping",
    "having",
    "if",
    "in",
    "index",
    "inner",
    "insert",
    "intersect",
    "interval",
    "into",
    "is",
    "join",
    "key",
    "language",
    "last",
    "lateral",
    "left",
    "like",
    "limit",
    "loop",
    "materialized",
    "merge",
    "natural",
    "not",
    "nothing",
    "null",
    "nulls",
    "offset",
    "on",
    "only",
    "or",
    "order",
    "outer",
    "over",
    "partition",
    "policy",
    "preceding",
    "primary",
    "procedure",
    "range",
    "recursive",
    "references",
    "refresh",
    "return",
    "returning",
    "returns",
    "revoke",
    "right",
    "role",
    "rollup",
    "row",
    "rows",
    "schema",
    "select",
    "sequence",
    "set",
    "sets",
    "similar",
    "some",
    "table",
    "temporary",
    "then",
    "to",
    "trigger",
    "true",
    "truncate",
    "type",
    "unbounded",
    "union",
    "unique",
    "update",
    "using",
    "values",
    "view",
    "when",
    "where",
    "window",
    "with",
    "within",
];

/// Returns the text in parts, each with its class: `keyword`, `text`, `number`, `comment`, or nothing.
pub fn highlight(text: &str) -> Vec<(&'static str, String)> {
    let mut parts: Vec<(&'static str, String)> = Vec::new();
    let mut at = 0;
    for token in tokenize(text) {
        let end = at + token.len as usize;
        let piece = text.get(at..end).unwrap_or_default();
        at = end;
        let class = class(token.kind, piece);
        match parts.last_mut() {
            Some((last, joined)) if *last == class => joined.push_str(piece),
            _ => parts.push((class, piece.to_owned())),
        }
    }
    parts
}

fn class(kind: TokenKind, piece: &str) -> &'static str {
    match kind {
        TokenKind::LineComment | TokenKind::BlockComment { .. } => "comment",
        TokenKind::Literal { kind: LiteralKind::Int { .. } | LiteralKind::Numeric { .. } } => {
            "number"
        }
        TokenKind::Literal { .. } => "text",
        TokenKind::Ident => {
            let word = piece.to_ascii_lowercase();
            if KEYWORDS.binary_search(&word.as_str()).is_ok() { "keyword" } else { "" }
        }
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_and_words_are_told_apart() {
        assert!(KEYWORDS.is_sorted());
        let text = "select a, 'it''s' -- why\nfrom \"From\" where b > 1.5 and c = $$x$$";
        let parts = highlight(text);
        let joined: String = parts.iter().map(|(_, piece)| piece.as_str()).collect();
        assert_eq!(joined, text);
        let of = |class: &str| {
            let of = parts.iter().filter(|(it, _)| *it == class);
            of.map(|(_, piece)| piece.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(of("keyword"), ["select", "from", "where", "and"]);
        assert_eq!(of("text"), ["'it''s'", "$$x$$"]);
        assert_eq!((of("number"), of("comment")), (vec!["1.5"], vec!["-- why"]));
    }
}
