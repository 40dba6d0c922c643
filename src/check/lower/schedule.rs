//! Schedules, and spans of time.

use crate::check::context::Context;
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::{Duration, Freshness, Missed, Overlap, Schedule};
use crate::source::{Span, Spanned};
use crate::spec;

/// How long a failed run waits before it is tried again, unless it is said.
const RETRY_AFTER: Duration = Duration::of_seconds(30);

/// Lowers a schedule; `missed` is what becomes of times without a run where the schedule does not say.
pub(super) fn lower(
    context: &mut Context,
    keys: &Option<spec::Schedule>,
    missed: Missed,
) -> Option<Schedule> {
    let keys = keys.as_ref()?;
    if let Err(why) = Schedule::parse(&keys.cron) {
        let message = format!("`{}` is no schedule: {why}", keys.cron.value);
        let finding = Diagnostic::error("invalid_value", keys.cron.span, message);
        let help = "write minute, hour, day of the month, month and day of the week: `0 */4 * * *`";
        context.report(finding.with_help(help));
    }
    let time_zone = keys.timezone.as_ref().map_or("UTC", |zone| zone.value.as_str());
    if let Some(zone) = &keys.timezone
        && Schedule::find_time_zone(zone).is_none()
    {
        let message = format!("no time zone `{}`", zone.value);
        let finding = Diagnostic::error("invalid_value", zone.span, message);
        let names = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
        let help = match nearest(zone, names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write it like `Asia/Singapore`, `Europe/Berlin` or `UTC`".to_owned(),
        };
        context.report(finding.with_help(help));
    }
    let retry_after = keys.retry_after.as_ref();
    let retry_after = retry_after.and_then(|written| duration(context, written));
    Some(Schedule {
        cron: keys.cron.split_whitespace().collect::<Vec<_>>().join(" "),
        time_zone: time_zone.to_owned(),
        retries: keys.retries.as_ref().map_or(0, |retries| retries.value),
        retry_after: retry_after.unwrap_or(RETRY_AFTER),
        overlap: match keys.overlap {
            None | Some(spec::Overlap::Forbid) => Overlap::Forbid,
            Some(spec::Overlap::Wait) => Overlap::Wait,
        },
        missed: match keys.missed {
            None => missed,
            Some(spec::Missed::CatchUp) => Missed::CatchUp,
            Some(spec::Missed::Latest) => Missed::Latest,
            Some(spec::Missed::Skip) => Missed::Skip,
        },
    })
}

/// Reads how old the newest of something may be.
pub(super) fn freshness(
    context: &mut Context,
    (warn, error): (&Option<Spanned<String>>, &Option<Spanned<String>>),
    place: Span,
) -> Freshness {
    if warn.is_none() && error.is_none() {
        let finding = Diagnostic::error("missing_key", place, "this says no age");
        context.report(finding.with_help("add `warn: 4h`, `error: 8h`, or both"));
    }
    let warn = warn.as_ref().and_then(|written| duration(context, written));
    let error = error.as_ref().and_then(|written| duration(context, written));
    Freshness { warn, error }
}

/// Reads a span of time, or reports that it is none.
pub(super) fn duration(context: &mut Context, written: &Spanned<String>) -> Option<Duration> {
    let duration = Duration::parse(written);
    if duration.is_none() {
        let message = format!("`{}` is no span of time", written.value);
        let finding = Diagnostic::error("invalid_value", written.span, message);
        context
            .report(finding.with_help("write numbers with units: `30s`, `15min`, `4h`, `1d 12h`"));
    }
    duration
}
