//! What decoding has found so far.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::reading::Node;
use crate::source::Span;

/// Findings, and the field values that failed and are to be left out.
#[derive(Default)]
pub(super) struct Sink {
    pub findings: Vec<Diagnostic>,
    /// An element that is decoded again finds the same things again.
    reported: BTreeSet<(Span, &'static str, String)>,
    /// Addresses of nodes; the tree outlives the sink and does not move.
    set_aside: BTreeSet<usize>,
}

impl Sink {
    pub fn report(&mut self, finding: Diagnostic) {
        let identity = (finding.labels[0].span, finding.code, finding.message.clone());
        if self.reported.insert(identity) {
            self.findings.push(finding);
        }
    }

    pub fn set_aside(&mut self, node: &Node) {
        self.set_aside.insert(address(node));
    }

    pub fn is_set_aside(&self, node: &Node) -> bool {
        self.set_aside.contains(&address(node))
    }

    pub fn count_set_aside(&self) -> usize {
        self.set_aside.len()
    }
}

fn address(node: &Node) -> usize {
    std::ptr::from_ref(node).addr()
}
