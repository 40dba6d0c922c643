//! A plan as a reviewer keeps it beside a change: what runs, in which transactions, at what risk.

use std::collections::BTreeSet;

use crate::plan::{HazardKind, Plan};

/// Writes the statements with their transactions and the kinds of their hazards; nothing that was seen
/// in a rehearsal, so that it is the same on every machine.
pub fn outline(plan: &Plan) -> String {
    let mut text = format!("-- PostgreSQL {}\n", plan.postgres);
    let mut batch = 0;
    for step in &plan.steps {
        if step.batch != batch {
            batch = step.batch;
            let word = if step.transactional { "transaction" } else { "outside of a transaction" };
            text.push_str(&format!("\n-- {word}\n"));
        }
        let kinds: BTreeSet<HazardKind> = step.hazards.iter().map(|hazard| hazard.kind).collect();
        if !kinds.is_empty() {
            let names: Vec<&str> = kinds.into_iter().map(HazardKind::name).collect();
            text.push_str(&format!("-- {}\n", names.join(", ")));
        }
        text.push_str(&format!("{};\n", step.sql));
    }
    if plan.is_empty() {
        text.push_str("\n-- nothing to do\n");
    }
    text
}
