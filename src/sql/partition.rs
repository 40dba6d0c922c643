//! Reads how a table is partitioned and which rows a partition holds.

use squawk_syntax::ast::{AstNode, Expr, PartitionType};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::index::IndexElement;
use super::index::read::read_elements;
use super::parse::{self, Frame, Place};
use super::{Fragment, SyntaxErrors, tree};

/// How rows are dealt out to partitions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartitionStrategy {
    /// By ranges of the key.
    Range,
    /// By values of the key.
    List,
    /// By the remainder of the key's hash.
    Hash,
}

/// `PARTITION BY`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartitionKey {
    /// How rows are dealt out.
    pub strategy: PartitionStrategy,
    /// The key: columns and expressions.
    pub elements: Vec<IndexElement>,
}

/// Which rows a partition holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartitionBound {
    /// `FOR VALUES FROM (…) TO (…)`; `MINVALUE` and `MAXVALUE` are kept as written.
    Range {
        /// The first values, included.
        from: Vec<Fragment>,
        /// The last values, excluded.
        to: Vec<Fragment>,
    },
    /// `FOR VALUES IN (…)`.
    List(Vec<Fragment>),
    /// `FOR VALUES WITH (MODULUS m, REMAINDER r)`.
    Hash {
        /// The number of parts.
        modulus: u32,
        /// Which of them, from zero.
        remainder: u32,
    },
    /// `DEFAULT`: what no other partition holds.
    Default,
}

/// Reads the text after `PARTITION BY`: `range (created_at)`, `list ((lower(x)))`, `hash (id)`.
///
/// # Errors
/// No SQL, an unknown strategy, several keys of a list, and an order, which no key has.
pub fn parse_partition_by(text: &str) -> Result<PartitionKey, SyntaxErrors> {
    const FRAME: Frame = Frame {
        before: "CREATE TABLE t () PARTITION BY\n",
        after: "\n",
        expected: "one partition key",
    };
    parse::fragment(text, FRAME, |statement, place| {
        let by = tree::expect(statement, SyntaxKind::PARTITION_BY, place, "the partition key")?;
        if let Some(more) = node_after(statement, &by) {
            return tree::refuse(&more, place, "this is more than a partition key");
        }
        read_key(&by, place)
    })
}

fn read_key(by: &SyntaxNode, place: &Place) -> Result<PartitionKey, SyntaxErrors> {
    let strategy = match tree::words(by).split(' ').nth(2) {
        Some("range") => PartitionStrategy::Range,
        Some("list") => PartitionStrategy::List,
        Some("hash") => PartitionStrategy::Hash,
        _ => return tree::refuse(by, place, "a table is partitioned by `range`, `list` or `hash`"),
    };
    let list = tree::expect(by, SyntaxKind::PARTITION_ITEM_LIST, place, "the partition key")?;
    let elements = read_elements(&list, place)?;
    if elements.iter().any(|it| it.descending || it.nulls_first.is_some()) {
        return tree::refuse(&list, place, "a partition key has no order");
    }
    if strategy == PartitionStrategy::List && elements.len() > 1 {
        return tree::refuse(&list, place, "`list` takes one column or expression");
    }
    Ok(PartitionKey { strategy, elements })
}

/// Reads a partition's bound: `for values from ('2024-01-01') to (maxvalue)`, `default`.
///
/// # Errors
/// No SQL, and a remainder that is not below its modulus.
pub fn parse_partition_bound(text: &str) -> Result<PartitionBound, SyntaxErrors> {
    const FRAME: Frame = Frame {
        before: "CREATE TABLE p PARTITION OF t\n",
        after: "\n",
        expected: "one partition bound",
    };
    parse::fragment(text, FRAME, |statement, place| {
        if let Some(parent) = tree::child(statement, SyntaxKind::PARTITION_OF)
            && !place.range(&parent).is_empty()
        {
            return tree::refuse(&parent, place, "the partitioned table stands elsewhere");
        }
        let Some(bound) = statement.children().find_map(PartitionType::cast) else {
            return tree::refuse(statement, place, "`for values …` or `default` is expected here");
        };
        let own = [SyntaxKind::TABLE_NAME, SyntaxKind::PARTITION_OF, bound.syntax().kind()];
        if let Some(more) = statement.children().find(|child| !own.contains(&child.kind())) {
            return tree::refuse(&more, place, "this is more than a partition bound");
        }
        read_bound(&bound, place)
    })
}

fn read_bound(bound: &PartitionType, place: &Place) -> Result<PartitionBound, SyntaxErrors> {
    let node = bound.syntax();
    Ok(match bound {
        PartitionType::PartitionDefault(_) => PartitionBound::Default,
        PartitionType::PartitionForValuesIn(_) => PartitionBound::List(values(node, place)),
        PartitionType::PartitionForValuesFrom(_) => {
            let side = |kind| tree::child(node, kind).map(|it| values(&it, place));
            let from = side(SyntaxKind::PARTITION_FROM_VALUES).unwrap_or_default();
            let to = side(SyntaxKind::PARTITION_TO_VALUES).unwrap_or_default();
            if from.len() != to.len() {
                return tree::refuse(node, place, "both ends of a range have as many values");
            }
            PartitionBound::Range { from, to }
        }
        PartitionType::PartitionForValuesWith(_) => read_hash(node, place)?,
    })
}

fn values(node: &SyntaxNode, place: &Place) -> Vec<Fragment> {
    let is_value = |child: &SyntaxNode| Expr::can_cast(child.kind());
    node.children().filter(is_value).map(|child| place.fragment(&child)).collect()
}

fn read_hash(node: &SyntaxNode, place: &Place) -> Result<PartitionBound, SyntaxErrors> {
    let (mut modulus, mut remainder) = (None, None);
    for bound in node.children().filter(|it| it.kind() == SyntaxKind::HASH_PARTITION_BOUND) {
        let words = tree::words(&bound);
        let (name, number) = words.split_once(' ').unwrap_or_default();
        let number = number.parse::<u32>().ok();
        match name {
            "modulus" => modulus = number,
            "remainder" => remainder = number,
            _ => {}
        }
    }
    match (modulus, remainder) {
        (Some(modulus), Some(remainder)) if remainder < modulus => {
            Ok(PartitionBound::Hash { modulus, remainder })
        }
        _ => tree::refuse(node, place, "a hash bound has a modulus, and a remainder below it"),
    }
}

/// Returns the sibling that follows `node`, if any.
fn node_after(statement: &SyntaxNode, node: &SyntaxNode) -> Option<SyntaxNode> {
    statement.children().skip_while(|child| child != node).nth(1)
}

#[cfg(test)]
mod tests {
    use super::super::SyntaxErrors;
    use super::*;

    fn bound(text: &str) -> String {
        let texts = |values: Vec<Fragment>| {
            values.into_iter().map(|value| value.text).collect::<Vec<_>>().join("|")
        };
        match parse_partition_bound(text).expect(text) {
            PartitionBound::Range { from, to } => format!("range {} .. {}", texts(from), texts(to)),
            PartitionBound::List(values) => format!("list {}", texts(values)),
            other => format!("{other:?}"),
        }
    }

    fn refused<T: std::fmt::Debug>(result: Result<T, SyntaxErrors>, text: &str) -> String {
        let errors = result.expect_err(text);
        format!("{} `{}`", errors[0].message, &text[errors[0].range.clone()])
    }

    #[test]
    fn reads_bounds() {
        insta::assert_snapshot!(bound("for values from ('2024-01-01', minvalue) to ('2025-01-01', maxvalue)"), @"range '2024-01-01'|minvalue .. '2025-01-01'|maxvalue");
        insta::assert_snapshot!(bound("for values in ('a', null, 1 + 1)"), @"list 'a'|null|1 + 1");
        insta::assert_snapshot!(bound("FOR VALUES WITH (modulus 4, remainder 0)"), @"Hash { modulus: 4, remainder: 0 }");
        insta::assert_snapshot!(bound("default;"), @"Default");
    }

    #[test]
    fn reads_keys() {
        let key = parse_partition_by("range (created_at, (a + b) collate \"C\")").expect("reads");
        assert_eq!(key.strategy, PartitionStrategy::Range);
        assert_eq!(key.elements.len(), 2);
        let key = parse_partition_by("LIST ((lower(x)))").expect("reads");
        assert_eq!(key.strategy, PartitionStrategy::List);
        let key = parse_partition_by("hash (id)").expect("reads");
        assert_eq!(key.strategy, PartitionStrategy::Hash);
    }

    #[test]
    fn refuses_bounds_and_keys() {
        let no_bound = |text: &str| refused(parse_partition_bound(text), text);
        insta::assert_snapshot!(no_bound(""), @"the text is empty ``");
        insta::assert_snapshot!(no_bound("for values with (modulus 4, remainder 4)"), @"a hash bound has a modulus, and a remainder below it `for values with (modulus 4, remainder 4)`");
        insta::assert_snapshot!(no_bound("for values from (1) to (2, 3)"), @"both ends of a range have as many values `for values from (1) to (2, 3)`");
        insta::assert_snapshot!(no_bound("(a not null) default"), @"this is more than a partition bound `(a not null)`");
        insta::assert_snapshot!(no_bound("default partition by hash (a)"), @"this is more than a partition bound `partition by hash (a)`");
        insta::assert_snapshot!(no_bound(".u default"), @"the partitioned table stands elsewhere `.u`");
        let no_key = |text: &str| refused(parse_partition_by(text), text);
        insta::assert_snapshot!(no_key("modulo (a)"), @"a table is partitioned by `range`, `list` or `hash` `modulo (a)`");
        insta::assert_snapshot!(no_key("list (a, b)"), @"`list` takes one column or expression `(a, b)`");
        insta::assert_snapshot!(no_key("range (a desc)"), @"expected `)` ``");
        insta::assert_snapshot!(no_key("range (a) tablespace b"), @"this is more than a partition key `tablespace b`");
        insta::assert_snapshot!(no_key("range (a + 1)"), @"an expression needs its own parentheses here `a + 1`");
    }
}
