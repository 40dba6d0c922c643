//! A plan as SQL that psql runs.

use super::locks;
use crate::plan::Plan;

/// Writes the statements, with their transactions and timeouts; hazards are comments.
pub fn sql(plan: &Plan) -> String {
    let mut text = format!("-- from {}\n-- to   {}\n", plan.from.name, plan.to.name);
    text.push_str("set check_function_bodies = off;\nset search_path = '';\n");
    let mut open = false;
    let mut batch = 0;
    for step in &plan.steps {
        if step.batch != batch {
            text.push_str(if open { "commit;\n" } else { "" });
            batch = step.batch;
            open = step.transactional;
            text.push_str(if open { "\nbegin;\n" } else { "\n" });
        }
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
