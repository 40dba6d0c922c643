//! The same picture as Mermaid, for pages that draw it themselves.
//!
//! See <https://mermaid.js.org/syntax/flowchart.html>. It draws no more than 500 arrows and 50,000 characters: of more,
//! one box says so.

use std::fmt::Write;

use super::{Arrow, Flow, Node, Shape, Stroke};
use crate::picture::mermaid::{fits, quoted, too_much};

impl Flow {
    /// Writes it as a flowchart, below a line that says who wrote it.
    pub fn mermaid(&self, generated: &str) -> String {
        let title = serde_json::Value::from(self.heading.as_str());
        let direction = if self.rightwards { "LR" } else { "TB" };
        let head = format!("---\n# {generated}\ntitle: {title}\n---\nflowchart {direction}\n");
        let text = self.written(head.clone());
        if fits(&text, self.arrows.len()) {
            return text;
        }
        let words = quoted(&too_much(self.nodes.len(), self.arrows.len()));
        format!("{head}    note[{words}]\n")
    }

    /// Writes everything below the head.
    fn written(&self, head: String) -> String {
        let mut text = head;
        self.write_group(&mut text, None, 1);
        for Arrow { from, to, label, stroke, both_ways, is_headless } in &self.arrows {
            let line = match (stroke, is_headless) {
                (Stroke::Plain, false) => "-->",
                (Stroke::Plain, true) => "---",
                (Stroke::Dashed, false) => "-.->",
                (Stroke::Dashed, true) => "-.-",
                (Stroke::Thick, false) => "==>",
                (Stroke::Thick, true) => "===",
            };
            let other_way = if *both_ways { "<" } else { "" };
            let label = label.as_ref().map(|label| format!("|{}|", quoted_lines(label)));
            let label = label.unwrap_or_default();
            let _ = writeln!(text, "    n{} {other_way}{line}{label} n{}", from + 1, to + 1);
        }
        text
    }

    /// Writes the groups and nodes that are in a group, or in none.
    fn write_group(&self, text: &mut String, within: Option<usize>, depth: usize) {
        let indent = "    ".repeat(depth);
        for (group, index) in
            self.groups.iter().zip(0..).filter(|(group, _)| group.within == within)
        {
            let _ = writeln!(text, "{indent}subgraph s{}[{}]", index + 1, quoted(&group.title));
            self.write_group(text, Some(index), depth + 1);
            let _ = writeln!(text, "{indent}end");
        }
        for (node, index) in self.nodes.iter().zip(1..).filter(|(node, _)| node.group == within) {
            let (open, close) = brackets(node.shape);
            let _ = writeln!(text, "{indent}n{index}{open}{}{close}", label(node));
        }
    }
}

fn label(node: &Node) -> String {
    match &node.detail {
        Some(detail) => quoted_lines(&format!("{}\n{detail}", node.name)),
        None => quoted(&node.name),
    }
}

fn brackets(shape: Shape) -> (&'static str, &'static str) {
    match shape {
        Shape::Box => ("[", "]"),
        Shape::Round | Shape::Words => ("(", ")"),
        Shape::Stadium => ("([", "])"),
        Shape::Cylinder => ("[(", ")]"),
        Shape::Slanted => ("[/", "/]"),
        Shape::Flag => (">", "]"),
        Shape::Hexagon => ("{{", "}}"),
        Shape::Circle => ("((", "))"),
        Shape::Double => ("[[", "]]"),
    }
}

/// Quotes a label; its lines are broken by an element that Mermaid knows.
fn quoted_lines(label: &str) -> String {
    let lines = label.lines().map(|line| quoted(line).trim_matches('"').to_owned());
    format!("\"{}\"", lines.collect::<Vec<_>>().join("<br/>"))
}
