//! A statement without its conditions, so that it comes by a row wherever there is one.

use std::ops::Range;

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::lenient::{self, Fragment};
use super::tree::range_of;

/// Returns `text` with every condition of a query, a join, an UPDATE, a DELETE and a MERGE met by every row;
/// nothing where there is none, and of a query that calls itself, which would not end.
///
/// What the conditions name stays, so that it has to be there and is asked for.
pub fn on_every_row(text: &str) -> Option<String> {
    let conditions = lenient::read(text, Fragment::Statements, |tree| {
        let all = tree.root().descendants();
        let found = all.filter(is_of_rows).filter_map(|clause| clause.last_child());
        let found: Vec<Range<usize>> = found.map(|node| tree.range(range_of(&node))).collect();
        let root = tree.root();
        let recursive =
            root.descendants_with_tokens().any(|it| it.kind() == SyntaxKind::RECURSIVE_KW);
        (tree.is_valid() && !recursive).then_some(found)
    })??;
    let mut places: Vec<(usize, &str)> = conditions
        .iter()
        .flat_map(|range| [(range.start, "("), (range.end, ") or true")])
        .collect();
    places.sort_by_key(|(at, _)| *at);
    let mut wider = text.to_owned();
    for (at, added) in places.iter().rev() {
        wider.insert_str(*at, added);
    }
    (!places.is_empty()).then_some(wider)
}

fn is_of_rows(clause: &SyntaxNode) -> bool {
    let parent = clause.parent().map(|parent| parent.kind());
    match clause.kind() {
        SyntaxKind::ON_CLAUSE | SyntaxKind::HAVING_CLAUSE => true,
        // Not that of an index, of FILTER, and of ON CONFLICT.
        SyntaxKind::WHERE_CLAUSE => {
            matches!(parent, Some(SyntaxKind::SELECT | SyntaxKind::UPDATE | SyntaxKind::DELETE))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::on_every_row;

    #[test]
    fn every_condition_is_met() {
        let met = |text: &str| on_every_row(text).unwrap_or_default();
        assert_eq!(
            met("update a set b = 1 where c = 2 and exists (select from d where e) returning f"),
            "update a set b = 1 where (c = 2 and exists (select from d where (e) or true)) or true returning f"
        );
        assert_eq!(
            met(
                "delete from a using b where a.c = b.c; select 1 from a join b on a.c = b.c group by 1 having count(*) > 3"
            ),
            "delete from a using b where (a.c = b.c) or true; \
             select 1 from a join b on (a.c = b.c) or true group by 1 having (count(*) > 3) or true"
        );
        assert_eq!(
            met("merge into a using b on a.c = b.c when matched then delete"),
            "merge into a using b on (a.c = b.c) or true when matched then delete"
        );
        assert_eq!(
            met(
                "insert into a (b) select b from c where d on conflict (b) where e do update set b = 1 where f"
            ),
            "insert into a (b) select b from c where (d) or true on conflict (b) where e do update set b = 1 where f"
        );
        for same in [
            "select 1",
            "select count(*) filter (where a) from b",
            "with recursive a as (select 1 union all select 2 from a where false) select from a",
            "select where from",
        ] {
            assert_eq!(on_every_row(same), None, "{same}");
        }
    }
}
