//! Which runs are wanted.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::Tasks;
use crate::model::{Project, Transform, TransformKind};
use crate::pipeline::due::{self, History, Interval, Moment};

/// What is wanted of a call.
#[derive(Debug, Clone)]
pub struct Options {
    /// What time it is.
    pub now: DateTime<Utc>,
    /// Sources and transforms to run; all where there is none.
    pub only: Vec<String>,
    /// Whether what has no schedule runs too.
    pub with_unscheduled: bool,
    /// Which runs of these.
    pub which: Which,
}

/// Which runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Those that are due.
    Due,
    /// The newest, whether it was done or not.
    Newest,
    /// Those of the intervals that this touches, whether they were done or not.
    Window(Interval),
    /// Those of intervals that another version of the SQL did.
    Stale,
}

impl Options {
    /// Wants what is due at a time.
    pub fn due(now: DateTime<Utc>) -> Self {
        Self { now, only: Vec::new(), with_unscheduled: true, which: Which::Due }
    }

    /// Returns whether runs are wanted that the ledger says were done.
    pub(super) fn again(&self) -> bool {
        self.which != Which::Due
    }

    /// Returns the runs that are wanted.
    pub(super) fn tasks(&self, project: &Project, histories: &BTreeMap<String, History>) -> Tasks {
        let mut tasks = Tasks::new();
        let none = History::default();
        let wanted = |name: &String| self.only.is_empty() || self.only.contains(name);
        for (name, source) in project.sources.iter().filter(|(name, _)| wanted(name)) {
            if source.schedule.is_none() && !self.with_unscheduled {
                continue;
            }
            let history = histories.get(name).unwrap_or(&none);
            let moments = match self.which {
                Which::Due => due::ticks(source.schedule.as_ref(), history, self.now),
                Which::Newest => vec![Moment { at: self.now, interval: None }],
                Which::Window(_) | Which::Stale => Vec::new(),
            };
            tasks.insert(name.clone(), moments);
        }
        for (name, transform) in project.transforms.iter().filter(|(name, _)| wanted(name)) {
            if transform.schedule.is_none() && !self.with_unscheduled {
                continue;
            }
            let history = histories.get(name).unwrap_or(&none);
            tasks.insert(name.clone(), self.of_transform(transform, history));
        }
        tasks.retain(|_, moments| !moments.is_empty());
        tasks
    }

    fn of_transform(&self, transform: &Transform, history: &History) -> Vec<Moment> {
        let newest = |at| {
            let schedule = transform.schedule.as_ref();
            schedule.and_then(|schedule| schedule.at_or_before(at)).unwrap_or(at)
        };
        let TransformKind::Time { start, .. } = &transform.kind else {
            return match self.which {
                Which::Due => due::due(transform, history, self.now),
                Which::Newest => vec![Moment { at: newest(self.now), interval: None }],
                Which::Window(_) | Which::Stale => Vec::new(),
            };
        };
        let intervals = match self.which {
            Which::Due => return due::due(transform, history, self.now),
            Which::Newest => {
                let to = newest(self.now);
                let before = to - chrono::TimeDelta::milliseconds(1);
                vec![(newest(before).max(*start), to)]
            }
            Which::Window((from, to)) => vec![(newest(from).max(*start), to.min(newest(self.now)))],
            Which::Stale => history.stale.clone(),
        };
        let Some(schedule) = &transform.schedule else { return Vec::new() };
        let whole = |(from, to): Interval| {
            let to = schedule.at_or_after(to).map_or(to, |end| end.min(newest(self.now)).max(to));
            due::between(schedule, (from, to))
        };
        let pieces = intervals.into_iter().filter(|(from, to)| from < to).flat_map(whole);
        pieces.map(|(from, to)| Moment { at: to, interval: Some((from, to)) }).collect()
    }
}
