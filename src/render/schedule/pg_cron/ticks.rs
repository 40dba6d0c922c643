//! When a transform is due, asked of the ledger in SQL: what `pipeline::due` says, for a database that is alone.
//!
//! The times of a schedule are found by going through minutes until one fits. Most often that is the first, as the
//! job begins when it is due.

use crate::model::{Missed, Schedule, Transform, TransformKind};
use crate::render::schedule::calendar::{Calendar, Days, Numbers, Weekdays};
use crate::render::transforms::time;
use crate::sql::quote_literal;

/// How many runs of one transform are made up for at once.
const MOST: usize = 10_000;

/// How far a time of a schedule can be: the 29th of February is left out once in a hundred years.
const FAR: &str = "interval '8 years'";

/// The times of one schedule.
pub(super) struct Ticks<'s> {
    schedule: &'s Schedule,
    condition: String,
}

impl<'s> Ticks<'s> {
    pub(super) fn new(schedule: &'s Schedule, calendar: &Calendar) -> Self {
        Self { schedule, condition: condition(calendar) }
    }

    /// Returns a query of the times between two, forwards or backwards.
    pub(super) fn between(&self, first: &str, last: &str, step: &str) -> String {
        let zone = quote_literal(&self.schedule.time_zone);
        format!(
            "select tick from (\n    select tick, tick at time zone {zone} as local from (\n        \
             select generate_series({first}, {last}, interval '{step}') as tick\n    ) minutes\n) times where {}",
            self.condition
        )
    }

    fn at_or_before(&self, at: &str) -> String {
        let first = format!("date_trunc('minute', {at})");
        let last = format!("{at} - {FAR}");
        format!("({} limit 1)", self.between(&first, &last, "-1 minute"))
    }

    fn after(&self, at: &str) -> String {
        let first = format!("date_trunc('minute', {at}) + interval '1 minute'");
        let last = format!("{at} + {FAR}");
        format!("({} limit 1)", self.between(&first, &last, "1 minute"))
    }

    /// A time is missed once half of what is between it and the next has passed.
    fn is_not_missed(&self) -> String {
        format!(
            "(now() - newest.tick > ({} - newest.tick) / 2) is not true",
            self.after("newest.tick")
        )
    }

    /// Returns the query of what is due, in order: the time that a run stands for, and from when to when.
    pub(super) fn due(&self, name: &str, transform: &Transform) -> String {
        let newest =
            format!("newest as (\nselect tick from {} newest\n)", self.at_or_before("now()"));
        let done = format!(
            "from pgspec.transform_runs where name = {} and outcome = 'done'",
            quote_literal(name)
        );
        match &transform.kind {
            TransformKind::Time { start, lookback, .. } => {
                let pieces = self.pieces(&time(*start), &done);
                let from = lookback.map_or_else(
                    || "from_time".to_owned(),
                    |lookback| self.with_lookback(&time(*start), lookback.seconds),
                );
                format!(
                    "with {newest}, {pieces}, taken as (\nselect * from pieces order by to_time limit {MOST}\n)\n\
                     select to_time, {from}, to_time from taken order by to_time"
                )
            }
            _ => format!("with {newest}\n{}", self.single(&done)),
        }
    }

    /// What has no intervals.
    fn single(&self, done: &str) -> String {
        let ends = "null::timestamptz, null::timestamptz";
        let is_due = format!("not exists (select {done} and at >= newest.tick)");
        match self.schedule.missed {
            Missed::Latest => format!("select tick, {ends} from newest where {is_due}"),
            Missed::Skip => {
                format!(
                    "select tick, {ends} from newest where {is_due} and {}",
                    self.is_not_missed()
                )
            }
            Missed::CatchUp => {
                let last = format!("(select max(at) {done})");
                let first = format!("date_trunc('minute', {last}) + interval '1 minute'");
                let missed = self.between(&first, "(select tick from newest)", "1 minute");
                format!(
                    "select tick, {ends} from newest where {last} is null\nunion all\n\
                     select tick, {ends} from ({missed} order by tick limit {MOST}) missed order by 1"
                )
            }
        }
    }

    /// What has intervals: those that are not done, cut at the times of the schedule where each is run.
    fn pieces(&self, start: &str, done: &str) -> String {
        let gaps = format!(
            "gaps as (\nselect lower(gap) as from_time, upper(gap) as to_time from newest, unnest(\n    \
             tstzmultirange(tstzrange({start}, greatest({start}, newest.tick)))\n    \
             - (select coalesce(range_agg(tstzrange(from_time, to_time)), '{{}}') {done} and from_time is not null)\n\
             ) as gap\n)"
        );
        let pieces = match self.schedule.missed {
            Missed::Latest => "select from_time, to_time from gaps".to_owned(),
            Missed::CatchUp => {
                let first = "date_trunc('minute', gaps.from_time) + interval '1 minute'";
                let ticks = self.between(first, "gaps.to_time - interval '1 minute'", "1 minute");
                format!(
                    "select lag(ends.tick, 1, gaps.from_time) over (partition by gaps.from_time order by ends.tick) as from_time,\n\
                     ends.tick as to_time from gaps, lateral (\n{ticks}\nunion select gaps.to_time\n) ends"
                )
            }
            Missed::Skip => {
                let before = self.at_or_before("(newest.tick - interval '1 minute')");
                format!(
                    "select greatest(from_time, {before}) as from_time, to_time from gaps, newest\n\
                     where to_time = newest.tick and {}",
                    self.is_not_missed()
                )
            }
        };
        format!("{gaps}, pieces as (\n{pieces}\n)")
    }

    /// The last one reaches back, to a time of the schedule, and not before the beginning.
    fn with_lookback(&self, start: &str, seconds: u64) -> String {
        let reached = self.at_or_before(&format!("(from_time - interval '{seconds} seconds')"));
        format!(
            "case when to_time = (select max(to_time) from taken)\n\
             then least(from_time, greatest({start}, {reached})) else from_time end"
        )
    }
}

/// Returns the condition on `local`, the time on the clock of the zone.
fn condition(calendar: &Calendar) -> String {
    let parts = [
        part("minute", &calendar.minutes, 60),
        part("hour", &calendar.hours, 24),
        part("month", &calendar.months, 12),
    ];
    let days = calendar.days.as_ref().map(of_days);
    let weekdays = calendar.weekdays.as_ref().map(of_weekdays);
    let joined = match (days, weekdays) {
        (Some(days), Some(weekdays)) => {
            let by = if calendar.both { "and" } else { "or" };
            Some(format!("(({days}) {by} ({weekdays}))"))
        }
        (days, weekdays) => days.or(weekdays).map(|days| format!("({days})")),
    };
    let all: Vec<_> = parts.into_iter().chain([joined]).flatten().collect();
    if all.is_empty() { "true".to_owned() } else { all.join(" and ") }
}

fn part(field: &str, numbers: &Numbers, all: usize) -> Option<String> {
    (numbers.len() < all).then(|| format!("extract({field} from local) in ({})", list(numbers)))
}

fn list(numbers: &Numbers) -> String {
    numbers.iter().map(u16::to_string).collect::<Vec<_>>().join(", ")
}

fn of_days(days: &Days) -> String {
    let mut any = Vec::new();
    if !days.numbers.is_empty() {
        any.push(format!("extract(day from local) in ({})", list(&days.numbers)));
    }
    if days.last {
        any.push("extract(day from local + interval '1 day') = 1".to_owned());
    }
    if days.last_weekday {
        any.push(
            "extract(isodow from local) < 6 and extract(day from local + \
             case extract(isodow from local) when 5 then interval '3 days' else interval '1 day' end) < 4 \
             and extract(day from local) > 20"
                .to_owned(),
        );
    }
    any.extend(days.nearest.iter().map(|day| nearest(*day)));
    any.iter().map(|one| format!("({one})")).collect::<Vec<_>>().join(" or ")
}

/// The day from Monday to Friday that is nearest, within the month, where the month has the day.
fn nearest(day: u16) -> String {
    let is = |day: u16, weekday: &str| {
        format!("extract(day from local) = {day} and extract(isodow from local) {weekday}")
    };
    // Of a Saturday it is the day before, of a Sunday the day after, and at the edges of the month the other way.
    let mut any = vec![is(day, "< 6"), is(day + 1, "= 1")];
    any.push(if day == 1 { is(3, "= 1") } else { is(day - 1, "= 5") });
    let length = "extract(day from date_trunc('month', local) + interval '1 month - 1 day')";
    if day >= 28 {
        any.push(format!("{} and {length} = {day}", is(day - 2, "= 5")));
    }
    let any: Vec<_> = any.iter().map(|one| format!("({one})")).collect();
    format!("{length} >= {day} and ({})", any.join(" or "))
}

fn of_weekdays(weekdays: &Weekdays) -> String {
    let mut any = Vec::new();
    if !weekdays.every.is_empty() {
        any.push(format!("extract(dow from local) in ({})", list(&weekdays.every)));
    }
    for (nth, day) in &weekdays.nth {
        let (first, last) = (7 * nth - 6, 7 * nth);
        any.push(format!(
            "extract(dow from local) = {day} and extract(day from local) between {first} and {last}"
        ));
    }
    if !weekdays.last.is_empty() {
        any.push(format!(
            "extract(dow from local) in ({}) and extract(day from local + interval '7 days') < 8",
            list(&weekdays.last)
        ));
    }
    any.iter().map(|one| format!("({one})")).collect::<Vec<_>>().join(" or ")
}
