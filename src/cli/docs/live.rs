//! What a database says of itself: the last runs, and what queries answer now.

use std::collections::BTreeMap;

use postgres::Client;

use crate::cli::output::Output;
use crate::cli::{Status, state};
use crate::model::Project;
use crate::pipeline::{self, LastRun};
use crate::render::chart::{self, Scheme};
use crate::site::{Live, Run};

/// Asks a database; a query that fails says so on its page.
pub(super) fn ask(url: &str, project: &Project, output: &Output) -> Result<Live, Status> {
    let target = state::database(Some(url), output)?;
    let mut client = target.connect().map_err(|error| state::refused(&error, output))?;
    let runs = pipeline::last_runs(&mut client).map_err(|error| {
        output.fail(&error);
        Status::Failed
    })?;
    let mut live = Live { runs: runs.into_iter().map(of_one).collect(), ..Live::default() };
    for (name, query) in &project.queries {
        if let Ok(plan) = pipeline::explain(&mut client, query) {
            live.plans.insert(name.clone(), plan);
        }
        if query.chart.is_some() {
            let drawn = draw(&mut client, project, name);
            if let Err(why) = &drawn {
                output.say(&format!("note: query `{name}` is not drawn: {why}"));
            }
            live.charts.insert(name.clone(), drawn);
        }
    }
    Ok(live)
}

fn of_one((name, runs): (String, Vec<LastRun>)) -> (String, Vec<Run>) {
    let run = |run: LastRun| Run {
        began: run.began_at.format("%Y-%m-%d %H:%M:%S").to_string(),
        state: run.outcome,
        rows: run.rows,
        took: format!("{:.1} s", run.took.as_secs_f64()),
    };
    (name, runs.into_iter().map(run).collect())
}

fn draw(client: &mut Client, project: &Project, name: &str) -> Result<String, String> {
    let query = &project.queries[name];
    let Some(declared) = &query.chart else { return Err("it declares no chart".to_owned()) };
    let answer =
        pipeline::ask(client, query, &BTreeMap::new(), false).map_err(|error| error.to_string())?;
    let title = query.description.as_deref();
    let drawn = chart::svg(name, title, declared, &answer.data, Scheme::Both);
    drawn.map(|drawn| drawn.svg).map_err(|error| error.to_string())
}
