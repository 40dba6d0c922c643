//! What a database says of itself: the last runs, and what queries answer now.

use postgres::Client;

use crate::cli::output::Output;
use crate::cli::{Status, state};
use crate::model::{Chart, Project, Query};
use crate::pipeline;
use crate::render::chart::{self, Scheme};
use crate::site::{self, Live};

/// Asks a database; a query that fails says so on its page.
pub(super) fn ask(url: &str, project: &Project, output: &Output) -> Result<Live, Status> {
    let target = state::database(Some(url), output)?;
    let mut client = target.connect().map_err(|error| state::refused(&error, output))?;
    let runs = pipeline::last_runs(&mut client).map_err(|error| {
        output.fail(&error);
        Status::Failed
    })?;
    let mut live = Live { runs, ..Live::default() };
    for (name, query) in &project.queries {
        let plan = pipeline::explain(&mut client, query).map_err(|error| error.to_string());
        if let Err(why) = &plan {
            output.say(&format!("note: query `{name}` has no plan: {why}"));
        }
        live.plans.insert(name.clone(), plan);
        if let Some(declared) = &query.chart {
            let drawn = draw(&mut client, name, query, declared);
            if let Err(why) = &drawn {
                output.say(&format!("note: query `{name}` is not drawn: {why}"));
            }
            live.charts.insert(name.clone(), drawn);
        }
    }
    Ok(live)
}

fn draw(
    client: &mut Client,
    name: &str,
    query: &Query,
    declared: &Chart,
) -> Result<site::Chart, String> {
    let answer = pipeline::ask(client, query, &query.trial_values(), false)
        .map_err(|error| error.to_string())?;
    let title = query.description.as_deref();
    let drawn = chart::svg(name, title, declared, &answer.data, Scheme::Both);
    let svg = drawn.map_err(|error| error.to_string())?.svg;
    let vega_lite = chart::vega_lite(title.unwrap_or(name), declared, &answer.data)
        .map_err(|error| error.to_string())?;
    Ok(site::Chart { svg, vega_lite, data: answer.data })
}
