//! A plan for a terminal.

use super::{count, locks};
use crate::plan::{Plan, Step};

/// Lays a plan out for people.
pub fn text(plan: &Plan) -> String {
    let mut text = format!("from {}\nto   {}\n", plan.from.name, plan.to.name);
    for note in &plan.notes {
        text.push_str(&format!("note: {note}\n"));
    }
    if plan.is_empty() {
        text.push_str("\nnothing to do\n");
        return text;
    }
    let mut batch = 0;
    for (at, step) in plan.steps.iter().enumerate() {
        if step.batch != batch {
            batch = step.batch;
            text.push_str(&format!(
                "\n-- {}\n",
                if step.transactional { "transaction" } else { "outside of a transaction" }
            ));
        }
        text.push_str(&one(at + 1, step));
    }
    text.push_str(&summary(plan));
    text
}

fn one(number: usize, step: &Step) -> String {
    let sql = step.sql.replace('\n', "\n       ");
    let mut text = format!("{number:>4}.  {sql};\n");
    let mut line = |words: &str| text.push_str(&format!("       -- {words}\n"));
    let locks = locks(step);
    if !locks.is_empty() {
        line(&format!("locks {}", locks.join(", ")));
    }
    if let Some(rows) = step.rows {
        line(&format!("about {rows} rows"));
    }
    if let Some(milliseconds) = step.rehearsed_ms {
        line(&format!("took {milliseconds} ms in the rehearsal"));
    }
    for hazard in &step.hazards {
        line(&format!("{}: {}", hazard.kind, hazard.message));
        if let Some(way) = &hazard.way_round {
            line(&format!("  instead: {way}"));
        }
    }
    text
}

fn summary(plan: &Plan) -> String {
    let batches = plan.steps.last().map_or(0, |step| step.batch as usize);
    let mut text =
        format!("\n{} in {}\n", count(plan.steps.len(), "step"), count(batches, "batch"));
    let allowed = plan.hazards_to_allow();
    if !allowed.is_empty() {
        let names: Vec<&str> = allowed.iter().map(|kind| kind.name()).collect();
        text.push_str(&format!("apply needs --allow {}\n", names.join(",")));
    }
    text
}
