//! Calendars of systemd beside the times that the runner knows, as systemd itself says them.

use std::process::Command;

use chrono::{DateTime, Utc};

use super::*;
use crate::model::{Duration, Missed, Overlap, Schedule};

fn calendars(cron: &str, time_zone: &str) -> (Vec<String>, bool) {
    on_calendar(&Calendar::read(cron).unwrap(), time_zone)
}

#[test]
fn calendars_are_written() {
    for (cron, written) in [
        ("0 */4 * * *", &["*-*-* 00,04,08,12,16,20:00:00 UTC"][..]),
        ("* * * * *", &["*-*-* *:*:00 UTC"]),
        ("5,35 8-18 * JAN-MAR mon-fri", &["Mon,Tue,Wed,Thu,Fri *-01..03-* 08..18:05,35:00 UTC"]),
        ("0 0 * * 7", &["Sun *-*-* 00:00:00 UTC"]),
        ("0 0 1,15 * MON", &["*-*-01,15 00:00:00 UTC", "Mon *-*-* 00:00:00 UTC"]),
        ("0 0 1-7 * +MON", &["Mon *-*-01..07 00:00:00 UTC"]),
        ("0 0 L * *", &["*-*~01 00:00:00 UTC"]),
        ("0 0 1,L * *", &["*-*-01 00:00:00 UTC", "*-*~01 00:00:00 UTC"]),
        ("0 0 * * MON#2", &["Mon *-*-08..14 00:00:00 UTC"]),
        ("0 0 * * 5L", &["Fri *-*~07/1 00:00:00 UTC"]),
    ] {
        let (calendars, exact) = calendars(cron, "UTC");
        assert_eq!(calendars, written, "{cron}");
        assert!(exact, "{cron}");
    }
    for (cron, written) in [
        ("0 0 LW * *", "Mon,Tue,Wed,Thu,Fri *-*~03/1 00:00:00 UTC"),
        ("0 0 15W * *", "Mon,Tue,Wed,Thu,Fri *-*-14..16 00:00:00 UTC"),
        ("0 0 8-31 * +5L", "Fri *-*~07/1 00:00:00 UTC"),
    ] {
        assert_eq!(calendars(cron, "UTC"), (vec![written.to_owned()], false), "{cron}");
    }
}

/// Returns the first times of calendars after one, as systemd says them; nothing where it is not there.
fn said(calendars: &[String], after: DateTime<Utc>, count: usize) -> Option<Vec<DateTime<Utc>>> {
    let base = after.format("--base-time=%Y-%m-%d %H:%M:%S UTC").to_string();
    let mut times = Vec::new();
    for calendar in calendars {
        let iterations = format!("--iterations={count}");
        let output = Command::new("systemd-analyze")
            .args(["calendar", &base, &iterations, calendar])
            .env("TZ", "UTC")
            .env("LC_ALL", "C")
            .output()
            .ok()?;
        assert!(output.status.success(), "{calendar}: {output:?}");
        let text = String::from_utf8(output.stdout).ok()?;
        let lines = text.lines().filter_map(|line| line.split_once(" UTC")?.0.rsplit_once(": "));
        let read = lines.filter_map(|(_, time)| {
            let time = time.split_once(' ')?.1;
            let time = chrono::NaiveDateTime::parse_from_str(time, "%Y-%m-%d %H:%M:%S").ok()?;
            Some(time.and_utc())
        });
        times.extend(read);
    }
    times.sort_unstable();
    times.dedup();
    times.truncate(count);
    Some(times)
}

#[test]
fn systemd_means_the_times_that_the_runner_means() {
    let after: DateTime<Utc> = "2026-11-27T08:10:00Z".parse().unwrap();
    for (cron, time_zone) in [
        ("0 */4 * * *", "Asia/Singapore"),
        ("*/7 3-5 * * *", "UTC"),
        ("5,35 8-18 * JAN-MAR mon-fri", "Asia/Kolkata"),
        ("0 9 1,15 * MON", "UTC"),
        ("0 9 */10 * SUN", "UTC"),
        ("0 9 1-7 * +MON", "UTC"),
        ("15 23 L * *", "Asia/Singapore"),
        ("15 23 1,L * *", "UTC"),
        ("0 0 * * MON#2,FRI#5", "UTC"),
        ("0 0 * 1-6 5L", "UTC"),
        ("0 0 * * 5L,TUE", "UTC"),
        ("0 0 13 * 5", "UTC"),
        ("0 0 29 2 *", "UTC"),
        ("0 12 LW * *", "UTC"),
        ("0 12 1W,15W,30W * *", "UTC"),
        ("0 12 20-31 * +5L", "UTC"),
    ] {
        let schedule = Schedule {
            cron: cron.into(),
            time_zone: time_zone.into(),
            retries: 0,
            retry_after: Duration::of_seconds(30),
            overlap: Overlap::Forbid,
            missed: Missed::Latest,
        };
        let times = |count| {
            let first = schedule.after(after);
            let times = std::iter::successors(first, |time| schedule.after(*time));
            times.take(count).collect::<Vec<_>>()
        };
        let (calendars, exact) = calendars(cron, time_zone);
        let Some(said) = said(&calendars, after, 60) else {
            eprintln!(
                "SKIPPED systemd_means_the_times_that_the_runner_means: there is no systemd-analyze"
            );
            return;
        };
        assert!(!said.is_empty(), "{cron}");
        if exact {
            assert_eq!(said, times(said.len()), "{cron}: {calendars:?}");
        } else {
            // It may come more often, and never less.
            let meant = times(12);
            let missing: Vec<_> = meant.iter().filter(|time| !said.contains(time)).collect();
            assert!(missing.is_empty(), "{cron}: {calendars:?} lacks {missing:?}");
        }
    }
    // The comparison tells the last day from the 28th.
    let of = |cron: &str| said(&calendars(cron, "UTC").0, after, 12);
    assert_ne!(of("0 0 L * *"), of("0 0 28 * *"));
}
