//! Parts of what is too large for one picture: things that are next to each other stay together.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// No part has more things than that, where arrows have no words.
pub const MOST: usize = 40;
/// Nor more than that where they have.
pub const MOST_WITH_WORDS: usize = 14;
/// Of more things of other parts than that, those of one part are drawn as one, or left out.
pub const MOST_BESIDE: usize = 20;

/// Gathers things in parts of about the same size, none of more than `most`: what is next to each other, from the
/// first thing on, until a part is full.
pub fn gather<T: Ord + Copy>(
    things: &[T],
    next: &BTreeMap<T, BTreeSet<T>>,
    most: usize,
) -> Vec<BTreeSet<T>> {
    let mut left: BTreeSet<T> = things.iter().copied().collect();
    let mut parts: Vec<BTreeSet<T>> = Vec::new();
    let even = things.len().div_ceil(things.len().div_ceil(most).max(1));
    while !left.is_empty() {
        let mut part = BTreeSet::new();
        let mut waiting = VecDeque::new();
        while part.len() < even {
            let Some(thing) = waiting.pop_front().or_else(|| left.first().copied()) else { break };
            if left.remove(&thing) {
                part.insert(thing);
                let beside = next.get(&thing).into_iter().flatten().copied();
                waiting.extend(beside.filter(|other| left.contains(other)));
            }
        }
        parts.push(part);
    }
    parts
}

/// Titles parts of one thing: by its name, with a number where they are several.
pub fn numbered(title: &str, number: usize, count: usize) -> String {
    match count {
        1 => title.to_owned(),
        _ => format!("{title} {number} of {count}"),
    }
}

/// Says how many there are of what.
pub fn counted(count: usize, word: &str) -> String {
    match (count, word.strip_suffix('y')) {
        (1, _) => format!("1 {word}"),
        (_, Some(stem)) if !word.ends_with("ey") => format!("{count} {stem}ies"),
        _ => format!("{count} {word}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_even_and_keep_neighbours_together() {
        // A ring of 100, so that each is next to the number before and after it.
        let things: Vec<usize> = (0..100).collect();
        let beside = |at: usize| BTreeSet::from([(at + 1) % 100, (at + 99) % 100]);
        let next = things.iter().map(|at| (*at, beside(*at))).collect();
        let parts = gather(&things, &next, MOST);
        assert_eq!(parts.iter().map(BTreeSet::len).collect::<Vec<_>>(), [34, 34, 32]);
        assert!(parts[0].contains(&0) && parts[0].contains(&99) && parts[0].contains(&1));
        assert_eq!(gather::<usize>(&[], &BTreeMap::new(), MOST), Vec::<BTreeSet<usize>>::new());
    }

    #[test]
    fn words_are_counted() {
        let all =
            [counted(1, "query"), counted(2, "query"), counted(0, "key"), counted(3, "table")];
        assert_eq!(all, ["1 query", "2 queries", "0 keys", "3 tables"]);
    }
}
