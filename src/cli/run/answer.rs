//! The answers of named queries, as a table on the terminal.

use crate::cli::Status;
use crate::cli::output::Output;
use crate::cli::rows;
use crate::connect::Target;
use crate::model::Project;
use crate::pipeline;

/// The most rows of an answer that are shown.
const MOST: usize = 20;

/// Asks named queries as their roles, with the defaults of their parameters, and shows what they answer.
pub(super) fn ask(
    project: &Project,
    target: &Target,
    names: &[String],
    output: &Output,
) -> Result<(), Status> {
    if names.is_empty() {
        return Ok(());
    }
    let mut client =
        target.connect().map_err(|error| crate::cli::state::refused(&error, output))?;
    for (name, query) in names.iter().filter_map(|name| project.queries.get_key_value(name)) {
        let answer = pipeline::ask(&mut client, query, &query.trial_values(), false);
        let answer = answer.map_err(|error| {
            output.say(&format!("error: query `{name}`: {error}"));
            Status::Failed
        })?;
        let question = query.description.as_deref().unwrap_or(name);
        output.data(&format!(
            "\n{}\n{}",
            question.trim_end(),
            rows::table(&answer.data, "  ", MOST)
        ));
    }
    Ok(())
}
