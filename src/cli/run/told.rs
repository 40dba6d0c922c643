//! What `pgspec run` says.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use super::super::output::Output;
use super::{Options, Summary, Watched, counted};
use crate::cli::{ingest, seed};
use crate::model::{Project, Schedule};
use crate::pipeline::{
    Age, Event, Filled, Finding, History, Interval, Moment, Outcome, Weight, gaps,
};

/// Tells what happens, as lines of text or of JSON.
pub(in crate::cli) struct Teller<'t> {
    as_json: bool,
    /// Whether what goes as it should is left out.
    is_brief: bool,
    output: &'t Output,
}

impl<'t> Teller<'t> {
    pub fn new(as_json: bool, is_brief: bool, output: &'t Output) -> Self {
        Self { as_json, is_brief, output }
    }

    pub fn tell(&self, event: &Event) {
        if self.is_brief && !matters(event) {
            return;
        }
        match self.as_json {
            true => self.output.data(&format!("{}\n", object(event))),
            false => self.output.data(&words(event)),
        }
    }

    pub fn watches(&self, watched: &Watched) {
        let words = match watched {
            Watched::Waits => {
                "another scheduler runs on this database: waiting for its end".to_owned()
            }
            Watched::Leads => "running what is due".to_owned(),
            Watched::Lost(error) => format!("warning: {error}; trying again"),
            Watched::Next(time) => format!("next: {}", stamp(*time)),
            Watched::Event(event) => return self.tell(event),
        };
        self.output.say(&words);
    }

    pub fn summary(&self, summary: Summary) {
        let words = match summary == Summary::default() {
            true => "nothing was due".to_owned(),
            false => counted(summary),
        };
        self.output.say(&words);
    }

    /// Tells what ran when, and what is missing; returns whether nothing is.
    pub fn status(
        &self,
        project: &Project,
        histories: &BTreeMap<String, History>,
        ages: &BTreeMap<String, Vec<Age>>,
        options: &Options,
    ) -> bool {
        let none = History::default();
        let mut is_well = true;
        let sources = project.sources.iter().map(|(name, it)| (name, &it.schedule, None));
        let transforms = project.transforms.iter().map(|(name, it)| (name, &it.schedule, Some(it)));
        for (name, schedule, transform) in sources.chain(transforms) {
            if !options.only.is_empty() && !options.only.contains(name) {
                continue;
            }
            let history = histories.get(name).unwrap_or(&none);
            let missing = transform.map(|it| gaps(it, history, options.now)).unwrap_or_default();
            let ages = ages.get(name).map(Vec::as_slice).unwrap_or_default();
            is_well &= missing.is_empty() && history.stale.is_empty();
            is_well &= ages.iter().all(|age| age.weight != Weight::Failed);
            let next = schedule.as_ref().and_then(|schedule| schedule.after(options.now));
            let state = State { name, schedule: schedule.as_ref(), history, missing, next, ages };
            match self.as_json {
                true => self.output.data(&format!("{}\n", state.object())),
                false => self.output.data(&state.words()),
            }
        }
        is_well
    }
}

/// How one source or transform stands.
struct State<'s> {
    name: &'s str,
    schedule: Option<&'s Schedule>,
    history: &'s History,
    missing: Vec<Interval>,
    next: Option<DateTime<Utc>>,
    ages: &'s [Age],
}

impl State<'_> {
    fn words(&self) -> String {
        let last = self
            .history
            .last
            .map_or_else(|| "never ran".to_owned(), |at| format!("last {}", stamp(at)));
        let next = self.next.map_or_else(String::new, |at| format!(", next {}", stamp(at)));
        let when = match self.schedule {
            Some(schedule) => format!(" ({})", schedule.words()),
            None => String::new(),
        };
        let mut text = format!("{}: {last}{next}{when}\n", self.name);
        for (from, to) in &self.missing {
            text.push_str(&format!("  missing: {} to {}\n", stamp(*from), stamp(*to)));
        }
        for (from, to) in &self.history.stale {
            text.push_str(&format!(
                "  stale: {} to {}, by another version of the SQL\n",
                stamp(*from),
                stamp(*to)
            ));
        }
        for age in self.ages.iter().filter(|age| age.weight != Weight::Met) {
            text.push_str(&format!("  {}: {}\n", weight(age), age.words()));
        }
        text
    }

    fn object(&self) -> Value {
        json!({
            "name": self.name,
            "last": self.history.last.map(time),
            "next": self.next.map(time),
            "missing": intervals(&self.missing),
            "stale": intervals(&self.history.stale),
            "fresh": self.ages.iter().map(age).collect::<Vec<_>>(),
        })
    }
}

fn intervals(all: &[Interval]) -> Vec<Value> {
    all.iter().map(|(from, to)| json!([time(*from), time(*to)])).collect()
}

/// A time to the minute, or to the second where it has some, as people read it.
fn stamp(at: DateTime<Utc>) -> String {
    let form = if at.timestamp() % 60 == 0 { "%Y-%m-%d %H:%M" } else { "%Y-%m-%d %H:%M:%S" };
    format!("{}Z", at.format(form))
}

fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

fn of(moment: &Moment) -> String {
    match moment.interval {
        None => stamp(moment.at),
        Some((from, to)) => format!("{} to {}", stamp(from), stamp(to)),
    }
}

/// Returns whether something did not go as it should.
fn matters(event: &Event) -> bool {
    match event {
        Event::Made { .. } => false,
        Event::Seeded { filled, .. } => filled.iter().any(Filled::cannot),
        Event::Took { taken, .. } => matches!(taken.outcome, Outcome::Refused(_)),
        Event::Ran { findings, .. } => findings.iter().any(|it| it.weight != Weight::Met),
        Event::Aged { .. } | Event::Failed { .. } | Event::Held { .. } | Event::Busy { .. } => true,
    }
}

fn words(event: &Event) -> String {
    match event {
        Event::Made { source, file } => format!("{source}: {file}: made up\n"),
        Event::Seeded { seed, at, filled } => {
            let rows: u64 = filled.iter().map(|one| one.rows).sum();
            let word = if rows == 1 { "row" } else { "rows" };
            let mut text = format!("{seed}: {}: {rows} {word} made up\n", stamp(*at));
            for one in filled.iter().filter(|one| one.cannot()) {
                text.push_str(&format!("  {}: {}\n", one.table, seed::words(one)));
            }
            text
        }
        Event::Took { source, taken } => format!("{source}: {}\n", ingest::words(taken)),
        Event::Ran { name, moment, changed: [came, changed, went], late, findings, seconds } => {
            let rows = [(came, "came"), (changed, "changed"), (went, "went")];
            let rows = rows.iter().filter(|(count, _)| **count != 0);
            let rows: Vec<String> = rows.map(|(count, word)| format!("{count} {word}")).collect();
            let rows = if rows.is_empty() { "nothing changed".to_owned() } else { rows.join(", ") };
            let mut text = format!("{name}: {}: {rows}, {seconds:.2} s\n", of(moment));
            for (from, to) in late {
                let interval = format!("{} to {}", stamp(*from), stamp(*to));
                text.push_str(&format!("  run again, as rows came late: {interval}\n"));
            }
            for finding in findings.iter().filter(|finding| finding.weight == Weight::Warned) {
                text.push_str(&format!("  warning: {}\n", fails(finding)));
            }
            text
        }
        Event::Failed { name, moment, reason, findings, again } => {
            let mut text = format!("{name}: {}: failed: {reason}\n", of(moment));
            for finding in findings.iter().filter(|it| it.weight != Weight::Met && it.kept != "[]")
            {
                text.push_str(&format!("  {}: {}\n", finding.name, finding.kept.replace('\n', "")));
            }
            if let Some(seconds) = again {
                text.push_str(&format!("  tried again in {seconds} s\n"));
            }
            text
        }
        Event::Aged { name, at, age } => {
            format!("{name}: {}: {}: {}\n", stamp(*at), weight(age), age.words())
        }
        Event::Held { name, because } => format!("{name}: held back, as {because} failed\n"),
        Event::Busy { name, moment } => {
            format!("{name}: {}: left out, as it runs already\n", of(moment))
        }
    }
}

fn weight(age: &Age) -> &'static str {
    if age.weight == Weight::Failed { "failed" } else { "warning" }
}

fn fails(finding: &Finding) -> String {
    let rows = if finding.failing == 1 { "row fails" } else { "rows fail" };
    format!("{}: {} {rows}", finding.name, finding.failing)
}

fn age(age: &Age) -> Value {
    json!({
        "of": age.of,
        "newest": age.newest.map(time),
        "age_in_seconds": age.age.map(|age| age.seconds),
        "outcome": age.weight.word(),
    })
}

fn object(event: &Event) -> Value {
    let run = |name: &str, moment: &Moment, outcome: &str| {
        let (from, to) = moment.interval.unzip();
        json!({
            "name": name, "at": time(moment.at), "from": from.map(time), "to": to.map(time),
            "outcome": outcome,
        })
    };
    let judged = |findings: &[Finding]| -> Vec<Value> {
        let kept = |it: &Finding| serde_json::from_str(&it.kept).unwrap_or(Value::Null);
        let one = |it: &Finding| json!({"name": it.name, "outcome": it.weight.word(), "failing": it.failing, "kept": kept(it)});
        findings.iter().map(one).collect()
    };
    match event {
        Event::Made { source, file } => json!({"source": source, "file": file, "outcome": "made"}),
        Event::Seeded { seed, at, filled } => {
            let tables: Vec<Value> = filled.iter().map(seed::object).collect();
            json!({"seed": seed, "at": time(*at), "outcome": "seeded", "tables": tables})
        }
        Event::Took { source, taken } => ingest::object(source, taken),
        Event::Ran { name, moment, changed: [came, changed, went], late, findings, seconds } => {
            let mut object = run(name, moment, "done");
            object["late"] = json!(intervals(late));
            object["inserted"] = json!(came);
            object["updated"] = json!(changed);
            object["deleted"] = json!(went);
            object["seconds"] = json!((seconds * 1000.0).round() / 1000.0);
            object["expectations"] = json!(judged(findings));
            object
        }
        Event::Failed { name, moment, reason, findings, again } => {
            let mut object = run(name, moment, "failed");
            object["reason"] = json!(reason);
            object["expectations"] = json!(judged(findings));
            object["again_in_seconds"] = json!(again);
            object
        }
        Event::Aged { name, at, age: it } => {
            json!({"name": name, "at": time(*at), "outcome": "aged", "fresh": age(it)})
        }
        Event::Held { name, because } => {
            json!({"name": name, "outcome": "held", "because": because})
        }
        Event::Busy { name, moment } => run(name, moment, "busy"),
    }
}
