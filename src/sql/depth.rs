//! How deeply SQL text nests, counted before it is parsed, and the stack that so much depth needs.
//!
//! The parser recurses, and so do the walks over its trees. The count errs on the high side: all
//! operators of a statement count, because `a + b + c` is a tree as deep as it is long.

use squawk_lexer::{LiteralKind, TokenKind};

use super::guard::{self, MAX_NESTING, MAX_OPERATORS};

mod blocks;

/// The deepest text that is read; brackets have their own limit, the guard's.
const MAX_DEPTH: usize = MAX_NESTING + MAX_OPERATORS;
/// The stack that one level of recursion may need, with room to spare: the tests nest each
/// recursive construct thousands deep. Only what is used becomes memory.
const STACK_PER_LEVEL: usize = 32 << 10;
/// Texts of this depth are read on the caller's stack, and so much is left on every other.
pub(super) const SHALLOW: usize = 24;
/// How often a string is looked for in a string: a function may hold a `DO`, which holds another.
const MAX_STRINGS: usize = 3;

/// Counts levels, token by token; white space and comments are none.
#[derive(Debug, Default)]
pub(super) struct Depth {
    /// Operators and recursive keywords of the statement so far.
    pub operators: usize,
    /// The most levels so far.
    pub deepest: usize,
    brackets: usize,
    deepest_bracket: usize,
    after_bracket: bool,
}

impl Depth {
    /// Counts a token.
    pub fn token(&mut self, kind: TokenKind, text: &str) {
        let after_bracket = std::mem::take(&mut self.after_bracket);
        match kind {
            TokenKind::Semi => self.operators = 0,
            TokenKind::OpenParen | TokenKind::OpenBracket => {
                self.brackets += 1;
                self.deepest_bracket = self.deepest_bracket.max(self.brackets);
                // `a[1][1]` and `f(1)(1)` grow without staying inside a bracket.
                self.operators += usize::from(after_bracket);
            }
            TokenKind::CloseParen | TokenKind::CloseBracket => {
                self.brackets = self.brackets.saturating_sub(1);
                self.after_bracket = true;
            }
            TokenKind::Ident if !is_recursive_keyword(text) => {}
            TokenKind::Comma | TokenKind::Literal { .. } | TokenKind::QuotedIdent { .. } => {}
            _ => self.operators += 1,
        }
        self.deepest = self.deepest.max(self.operators + self.brackets);
    }
}

/// The levels of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Levels {
    /// Those of the text itself.
    pub own: usize,
    /// Those that the strings in it may need, being bodies: each is read, and a statement in it
    /// may be read once more.
    pub strings: usize,
}

impl Levels {
    /// Counts the levels of `text`; `None` where they are too many for any stack.
    pub fn of(text: &str) -> Option<Self> {
        Self::count(text, MAX_STRINGS)
    }

    /// Returns all of them.
    pub fn all(self) -> usize {
        self.own + self.strings
    }

    fn count(text: &str, strings: usize) -> Option<Self> {
        let mut depth = Depth::default();
        let mut deepest_string = 0;
        for (kind, range) in guard::tokens(text) {
            let text = &text[range];
            depth.token(kind, text);
            if strings > 0
                && let TokenKind::Literal { kind } = kind
            {
                let inner = content(kind, text).and_then(|text| Self::count(text, strings - 1));
                deepest_string = deepest_string.max(inner.map_or(0, Self::all));
            }
        }
        let own = depth.deepest + blocks::deepest(text);
        let fits = own <= MAX_DEPTH && depth.deepest_bracket <= MAX_NESTING;
        fits.then_some(Self { own, strings: 2 * deepest_string })
    }
}

/// Returns what stands between the quotes, as written.
fn content(kind: LiteralKind, literal: &str) -> Option<&str> {
    let start = match kind {
        LiteralKind::DollarQuotedString { .. } => literal.get(1..)?.find('$')? + 2,
        LiteralKind::Str { .. } | LiteralKind::EscStr { .. } => literal.find('\'')? + 1,
        _ => return None,
    };
    literal.get(start..)
}

/// Runs `work` where it cannot run out of stack.
///
/// # Errors
/// Why it did not run to its end.
pub(super) fn on_roomy_stack<T: Send>(
    depth: usize,
    work: impl FnOnce() -> T + Send,
) -> Result<T, &'static str> {
    if depth <= SHALLOW {
        return Ok(work());
    }
    std::thread::scope(|scope| {
        let stack = STACK_PER_LEVEL * (depth + SHALLOW);
        match std::thread::Builder::new().stack_size(stack).spawn_scoped(scope, work) {
            Err(_) => Err("there is not enough memory to read this text"),
            Ok(thread) => thread.join().map_err(|_| "the parser gave up on this text"),
        }
    })
}

/// Words after which the parser may call itself without a bracket.
fn is_recursive_keyword(word: &str) -> bool {
    const WORDS: [&str; 25] = [
        "and",
        "any",
        "between",
        "case",
        "collate",
        "create",
        "else",
        "escape",
        "except",
        "explain",
        "ilike",
        "in",
        "intersect",
        "is",
        "isnull",
        "join",
        "like",
        "not",
        "notnull",
        "operator",
        "or",
        "prepare",
        "similar",
        "union",
        "when",
    ];
    WORDS.iter().any(|keyword| keyword.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(text: &str) -> Option<usize> {
        Levels::of(text).map(|levels| levels.own)
    }

    #[test]
    fn brackets_chains_and_blocks_count() {
        assert_eq!(own("select 1, f(2), 3"), Some(1));
        assert_eq!(own(&"(".repeat(MAX_NESTING)), Some(MAX_NESTING));
        assert_eq!(own(&"(".repeat(MAX_NESTING + 1)), None);
        for (start, part) in [
            ("select 1", " + 1"),
            ("select a", "[1]"),
            ("select a", ".b"),
            ("select ", "not "),
            ("select ", "case when a then "),
            ("select 1, 2 ", "union select 1, 2 "),
        ] {
            let counted = own(&format!("{start}{}", part.repeat(1000)));
            assert!(counted.is_some_and(|levels| levels >= 1000), "{part}");
            assert_eq!(own(&format!("{start}{}", part.repeat(MAX_DEPTH + 2))), None, "{part}");
        }
    }

    #[test]
    fn strings_count_as_bodies() {
        let strings = |body: &str| {
            let body = body.repeat(1000);
            let texts = [
                format!("do $a$ begin {body} end $a$"),
                format!("do E'begin {body} end'"),
                format!("do $$ begin do $a$ begin {body} end $a$; end $$"),
            ];
            texts.map(|text| Levels::of(&text).expect("no limit is reached").strings)
        };
        assert!(strings("if a then x := 1; ").into_iter().all(|levels| levels >= 2000));
        assert!(strings("if a then x := 1; end if; ").into_iter().all(|levels| levels < 20));
        let existence = "create table if not exists a (b int); ";
        assert!(strings(existence).into_iter().all(|levels| levels < 20));
    }

    #[test]
    fn long_text_need_not_be_deep() {
        assert!(own(&format!("select 1{}", ", f(1) + 1".repeat(10_000))).is_some());
        assert_eq!(own(&"insert into t values (1, 2), (3, 4);".repeat(10_000)), Some(1));
        assert!(own(&"create table if not exists t (a int);".repeat(10_000)).unwrap() < 10);
        assert!(own(&"select case when a then b end from c;".repeat(10_000)).unwrap() < 10);
        let data = format!("select '{}'", "{\"a\": 1},".repeat(10_000));
        assert_eq!(Levels::of(&data).map(|levels| levels.own), Some(0));
    }
}
