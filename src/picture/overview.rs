//! Parts of what is too large for one picture, and how much leads from one to another: few arrows are drawn as
//! arrows, many as a table of numbers, since nobody follows hundreds of arrows between twenty boxes.

mod matrix;

use std::collections::BTreeMap;

use super::flow::{Arrow, Flow, Node};
use super::parts::counted;

/// Parts, and what leads from one to another.
#[derive(Debug, Clone, Default)]
pub struct Overview {
    /// Heading.
    pub heading: String,
    /// A box for each part.
    pub parts: Vec<Node>,
    /// How many lead from one part to another, by their places.
    pub counts: BTreeMap<(usize, usize), usize>,
    /// What is counted, as one of it: `key`.
    pub word: &'static str,
}

/// Of more arrows than that nobody follows each.
const MOST_ARROWS: usize = 30;

impl Overview {
    /// Draws it as a file that says in a comment who wrote it.
    pub fn svg(&self, by: &str) -> String {
        match self.has_few() {
            true => self.flow().svg(by),
            false => self.matrix(Some(by)),
        }
    }

    /// Draws it as a part of a page, which has the colours.
    pub fn inline(&self) -> String {
        match self.has_few() {
            true => self.flow().inline(),
            false => self.matrix(None),
        }
    }

    /// Writes it as Mermaid, which knows no tables: of many arrows those that stand for most.
    pub fn mermaid(&self, generated: &str) -> String {
        self.flow().mermaid(generated)
    }

    fn has_few(&self) -> bool {
        self.counts.len() <= MOST_ARROWS
    }

    /// Boxes with arrows, at most so many as can be followed.
    fn flow(&self) -> Flow {
        let mut counts: Vec<(&(usize, usize), &usize)> = self.counts.iter().collect();
        counts.sort_by_key(|(ends, count)| (std::cmp::Reverse(**count), **ends));
        let all = counts.len();
        counts.truncate(MOST_ARROWS);
        counts.sort();
        let arrow = |(&(from, to), count): (&(usize, usize), &usize)| {
            let label = Some(counted(*count, self.word));
            Arrow { from, to, label, ..Arrow::default() }
        };
        let heading = match all > MOST_ARROWS {
            true => format!("{} (the {MOST_ARROWS} strongest of {all} arrows)", self.heading),
            false => self.heading.clone(),
        };
        Flow {
            heading,
            rightwards: true,
            nodes: self.parts.clone(),
            arrows: counts.into_iter().map(arrow).collect(),
            ..Flow::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn overview(parts: usize, arrows: usize) -> Overview {
        let node = |number: usize| Node { name: format!("part_{number}"), ..Node::default() };
        let pairs = (0..parts).flat_map(|from| (0..parts).map(move |to| (from, to)));
        let pairs = pairs.filter(|(from, to)| from != to).take(arrows);
        Overview {
            heading: "All".into(),
            parts: (0..parts).map(node).collect(),
            counts: pairs.zip(1..).collect(),
            word: "key",
        }
    }

    #[test]
    fn many_arrows_are_a_table_of_numbers() {
        let few = overview(8, MOST_ARROWS).svg("x");
        assert_eq!(few.matches("class=\"link\"").count(), MOST_ARROWS);
        let many = overview(20, 300);
        let svg = many.svg("x");
        assert!(!svg.contains("class=\"link\""), "no arrow is drawn");
        assert_eq!(svg.matches("class=\"cell\"").count(), 300, "every number is there");
        for number in 0..20 {
            assert_eq!(svg.matches(&format!(">part_{number}</text>")).count(), 2, "row and column");
        }
        let mermaid = many.mermaid("x");
        assert_eq!(mermaid.matches("-->").count(), MOST_ARROWS);
        assert!(mermaid.contains("the 30 strongest of 300 arrows"), "{mermaid}");
        assert!(mermaid.contains("300 keys") && !mermaid.contains("\"270 keys\""), "{mermaid}");
    }

    #[test]
    fn a_part_leads_to_its_page() {
        let mut many = overview(20, 300);
        many.parts[3].link = Some("part.html".into());
        assert_eq!(many.inline().matches("href=\"part.html\"").count(), 1);
    }
}
