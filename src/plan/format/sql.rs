//! A plan as SQL that psql runs.

use super::locks;
use crate::plan::Plan;

/// Writes the statements, with their transactions and timeouts; hazards are comments.
pub fn sql(plan: &Plan) -> String {
    let mut text = format!("-- from {}\n-- to   {}\n", plan.from.name, plan.to.name);
    // One transaction must not be followed by the next where it failed.
    text.push_str("\\set ON_ERROR_STOP on\n");
    text.push_str("set check_function_bodies = off;\nset search_path = '';\n");
    let (mut open, mut batch, mut timeouts) = (false, 0, None);
    for step in &plan.steps {
        if step.batch != batch {
            text.push_str(if open { "commit;\n" } else { "" });
            (batch, open, timeouts) = (step.batch, step.transactional, None);
            text.push_str(if open { "\nbegin;\n" } else { "\n" });
        }
        let own = (step.lock_timeout_ms, step.statement_timeout_ms);
        let before = timeouts.replace(own);
        set(&mut text, open, "lock_timeout", own.0, before.map(|it| it.0));
        set(&mut text, open, "statement_timeout", own.1, before.map(|it| it.1));
        for hazard in &step.hazards {
            text.push_str(&format!("-- {}: {}\n", hazard.kind, hazard.message));
        }
        let locks = locks(step);
        if !locks.is_empty() {
            text.push_str(&format!("-- locks {}\n", locks.join(", ")));
        }
        text.push_str(&format!("{};\n", step.sql));
    }
    text.push_str(if open { "commit;\n" } else { "" });
    text
}

/// Sets a timeout, where it is not set yet.
fn set(text: &mut String, local: bool, name: &str, milliseconds: u32, before: Option<u32>) {
    if before != Some(milliseconds) {
        let local = if local { "local " } else { "" };
        text.push_str(&format!("set {local}{name} = {milliseconds};\n"));
    }
}
