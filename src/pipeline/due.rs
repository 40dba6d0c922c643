//! What has to run: from schedules and the ledger alone, without a clock of its own.

use chrono::{DateTime, Utc};

use crate::model::{Missed, Project, Schedule, Transform, TransformKind};

/// How many runs of one thing are made up for at once; the rest is due the next time.
const MOST: usize = 10_000;

/// From a time on, and before another.
pub type Interval = (DateTime<Utc>, DateTime<Utc>);

/// The time that a run stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// What `:at` is: the time of the schedule.
    pub at: DateTime<Utc>,
    /// What is between `:from` and `:to`, where rows belong to intervals.
    pub interval: Option<Interval>,
}

/// What the ledger says of a source or transform.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// The newest time that a run stood for which came to a good end.
    pub last: Option<DateTime<Utc>>,
    /// Intervals that are done, in order, without overlap.
    pub done: Vec<Interval>,
    /// Intervals that are done by another version of the SQL.
    pub stale: Vec<Interval>,
}

impl History {
    /// Adds an interval that is done.
    pub fn add(&mut self, (from, to): Interval) {
        self.done.push((from, to));
        self.done = merged(std::mem::take(&mut self.done));
    }

    /// Returns the parts of an interval that are not done.
    fn gaps(&self, (from, to): Interval) -> Vec<Interval> {
        let mut gaps = Vec::new();
        let mut begins = from;
        for (done_from, done_to) in &self.done {
            if *done_from > begins && begins < to {
                gaps.push((begins, to.min(*done_from)));
            }
            begins = begins.max(*done_to);
        }
        if begins < to {
            gaps.push((begins, to));
        }
        gaps.retain(|(from, to)| from < to);
        gaps
    }
}

/// Puts intervals in order and joins those that touch.
pub(super) fn merged(mut intervals: Vec<Interval>) -> Vec<Interval> {
    intervals.sort_unstable();
    let mut merged: Vec<Interval> = Vec::new();
    for (from, to) in intervals {
        match merged.last_mut() {
            Some((_, end)) if from <= *end => *end = to.max(*end),
            _ => merged.push((from, to)),
        }
    }
    merged
}

/// Returns the intervals of a transform that are not done, though their time is over.
pub fn gaps(transform: &Transform, history: &History, now: DateTime<Utc>) -> Vec<Interval> {
    let TransformKind::Time { start, .. } = &transform.kind else { return Vec::new() };
    let newest = transform.schedule.as_ref().and_then(|schedule| schedule.at_or_before(now));
    newest.map(|newest| history.gaps((*start, newest))).unwrap_or_default()
}

/// Returns what of a transform is due, in order.
pub fn due(transform: &Transform, history: &History, now: DateTime<Utc>) -> Vec<Moment> {
    match (&transform.kind, &transform.schedule) {
        (TransformKind::Time { start, lookback, .. }, Some(schedule)) => {
            let mut due = missing(schedule, history, *start, now);
            if let (Some(lookback), Some(last)) = (lookback, due.last_mut()) {
                let (from, to) = last.interval.unwrap_or((last.at, last.at));
                let reached = schedule.at_or_before(from - lookback.delta()).unwrap_or(*start);
                last.interval = Some((reached.max(*start).min(from), to));
            }
            due
        }
        (_, schedule) => ticks(schedule.as_ref(), history, now),
    }
}

/// Returns the times at which something without intervals is due.
pub fn ticks(schedule: Option<&Schedule>, history: &History, now: DateTime<Utc>) -> Vec<Moment> {
    let moment = |at| Moment { at, interval: None };
    let Some(schedule) = schedule else { return vec![moment(now)] };
    let Some(newest) = schedule.at_or_before(now) else { return Vec::new() };
    if history.last.is_some_and(|last| last >= newest) {
        return Vec::new();
    }
    match (schedule.missed, history.last) {
        (Missed::CatchUp, Some(last)) => {
            let mut times = Vec::new();
            let mut at = last;
            while let Some(next) =
                schedule.after(at).filter(|next| *next <= now && times.len() < MOST)
            {
                times.push(moment(next));
                at = next;
            }
            times
        }
        (Missed::Skip, _) if is_missed(schedule, newest, now) => Vec::new(),
        _ => vec![moment(newest)],
    }
}

/// A time is missed once half of what is between it and the next has passed.
fn is_missed(schedule: &Schedule, time: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    schedule.after(time).is_some_and(|next| now - time > (next - time) / 2)
}

/// Returns the intervals between times of the schedule that are not done.
fn missing(
    schedule: &Schedule,
    history: &History,
    start: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Vec<Moment> {
    let Some(newest) = schedule.at_or_before(now).filter(|newest| *newest > start) else {
        return Vec::new();
    };
    let moment = |(from, to)| Moment { at: to, interval: Some((from, to)) };
    let gaps = history.gaps((start, newest));
    match schedule.missed {
        Missed::Latest => gaps.into_iter().map(moment).collect(),
        Missed::CatchUp => {
            let pieces = gaps.into_iter().flat_map(|gap| between(schedule, gap));
            pieces.take(MOST).map(moment).collect()
        }
        Missed::Skip => {
            let last = gaps.last().filter(|(_, to)| *to == newest);
            let pieces = last.map(|gap| between(schedule, *gap)).unwrap_or_default();
            let piece = pieces.last().filter(|_| !is_missed(schedule, newest, now));
            piece.copied().map(moment).into_iter().collect()
        }
    }
}

/// Cuts an interval at the times of a schedule.
pub fn between(schedule: &Schedule, (from, to): Interval) -> Vec<Interval> {
    let mut pieces = Vec::new();
    let mut begins = from;
    while begins < to {
        let next = schedule.after(begins).map_or(to, |next| next.min(to));
        pieces.push((begins, next));
        begins = next;
    }
    pieces
}

/// Returns the times after one and up to another at which anything of the project runs, in order; with those at which
/// rows come that are made up, where these are wanted.
pub fn times(project: &Project, (after, until): Interval, with_seeds: bool) -> Vec<DateTime<Utc>> {
    let sources = project.sources.values().filter_map(|source| source.schedule.as_ref());
    let transforms = project.transforms.values().filter_map(|it| it.schedule.as_ref());
    let mut times = Vec::new();
    let mut seen: Vec<&Schedule> = Vec::new();
    let seeds = project.seeds.values().filter_map(|seed| seed.schedule.as_ref());
    for schedule in sources.chain(transforms).chain(seeds.filter(|_| with_seeds)) {
        let same = |other: &&Schedule| {
            other.cron == schedule.cron && other.time_zone == schedule.time_zone
        };
        if seen.iter().any(same) {
            continue;
        }
        seen.push(schedule);
        let mut at = after;
        while let Some(next) = schedule.after(at).filter(|next| *next <= until) {
            times.push(next);
            at = next;
        }
    }
    times.sort_unstable();
    times.dedup();
    times
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Duration, Overlap};

    fn schedule(cron: &str, missed: Missed) -> Schedule {
        Schedule {
            cron: cron.into(),
            time_zone: "UTC".into(),
            retries: 0,
            retry_after: Duration::of_seconds(1),
            overlap: Overlap::Forbid,
            missed,
        }
    }

    fn time(text: &str) -> DateTime<Utc> {
        format!("2026-11-{text}:00Z").parse().unwrap()
    }

    fn words(moments: &[Moment]) -> Vec<String> {
        let short = |time: DateTime<Utc>| time.format("%dT%H:%M").to_string();
        let word = |moment: &Moment| match moment.interval {
            None => short(moment.at),
            Some((from, to)) => format!("{}-{}", short(from), short(to)),
        };
        moments.iter().map(word).collect()
    }

    #[test]
    fn what_was_missed_is_made_up_for_as_declared() {
        let history = History { last: Some(time("20T00:00")), ..History::default() };
        let now = time("20T03:40");
        let at = |missed| words(&ticks(Some(&schedule("0 * * * *", missed)), &history, now));
        assert_eq!(at(Missed::CatchUp), ["20T01:00", "20T02:00", "20T03:00"]);
        assert_eq!(at(Missed::Latest), ["20T03:00"]);
        assert_eq!(at(Missed::Skip), Vec::<String>::new());
        let soon = time("20T03:20");
        let skip = schedule("0 * * * *", Missed::Skip);
        assert_eq!(words(&ticks(Some(&skip), &history, soon)), ["20T03:00"]);
        let done = History { last: Some(time("20T03:00")), ..History::default() };
        assert!(ticks(Some(&schedule("0 * * * *", Missed::CatchUp)), &done, now).is_empty());
        assert_eq!(words(&ticks(None, &done, now)), ["20T03:40"]);
        assert_eq!(
            words(&ticks(Some(&schedule("0 * * * *", Missed::CatchUp)), &History::default(), now)),
            ["20T03:00"],
            "what never ran begins with the newest"
        );
    }

    #[test]
    fn intervals_that_are_not_done_are_found() {
        let mut history = History::default();
        history.add((time("20T04:00"), time("20T08:00")));
        history.add((time("20T00:00"), time("20T02:00")));
        let now = time("20T17:00");
        let (start, every) = (time("19T20:00"), "0 */4 * * *");
        let at = |missed| words(&missing(&schedule(every, missed), &history, start, now));
        assert_eq!(
            at(Missed::CatchUp),
            ["19T20:00-20T00:00", "20T02:00-20T04:00", "20T08:00-20T12:00", "20T12:00-20T16:00"]
        );
        assert_eq!(
            at(Missed::Latest),
            ["19T20:00-20T00:00", "20T02:00-20T04:00", "20T08:00-20T16:00"]
        );
        assert_eq!(at(Missed::Skip), ["20T12:00-20T16:00"]);
        history.add((start, time("20T16:00")));
        assert_eq!(history.done, [(start, time("20T16:00"))]);
        assert!(missing(&schedule(every, Missed::CatchUp), &history, start, now).is_empty());
    }
}
