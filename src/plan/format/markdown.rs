//! A plan for a comment on a change.

use super::{count, locks, sql};
use crate::plan::Plan;

/// Lays a plan out as Markdown: a table of steps with locks and hazards, then the SQL.
pub fn markdown(plan: &Plan) -> String {
    let mut text = format!("### Plan: {}\n\n", count(plan.steps.len(), "step"));
    text.push_str(&format!("From `{}` to `{}`.\n", plan.from.name, plan.to.name));
    for note in &plan.notes {
        text.push_str(&format!("\n> {note}\n"));
    }
    if plan.is_empty() {
        text.push_str("\nNothing to do.\n");
        return text;
    }
    text.push_str("\n| # | Object | Does | Locks | Rows | Hazards |\n|--:|---|---|---|--:|---|\n");
    for (at, step) in plan.steps.iter().enumerate() {
        let hazards: Vec<String> = step
            .hazards
            .iter()
            .map(|hazard| format!("**{}**: {}", hazard.kind, hazard.message))
            .collect();
        let rows = step.rows.map(|rows| rows.to_string()).unwrap_or_default();
        let action = step.action;
        text.push_str(&format!(
            "| {} | {} | {action} | {} | {rows} | {} |\n",
            at + 1,
            cell(&step.object),
            cell(&locks(step).join(", ")),
            cell(&hazards.join("; ")),
        ));
    }
    let allowed = plan.hazards_to_allow();
    if !allowed.is_empty() {
        let names: Vec<&str> = allowed.iter().map(|kind| kind.name()).collect();
        text.push_str(&format!("\n`apply` refuses this without `--allow {}`.\n", names.join(",")));
    }
    text.push_str(&format!(
        "\n<details><summary>SQL</summary>\n\n```sql\n{}```\n\n</details>\n",
        sql(plan)
    ));
    text
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
