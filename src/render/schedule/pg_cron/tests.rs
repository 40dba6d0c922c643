//! The times that SQL finds beside those that the runner knows.

use chrono::{DateTime, Utc};

use super::ticks::Ticks;
use crate::model::{Duration, Missed, Overlap, Schedule};
use crate::render::schedule::calendar::Calendar;
use crate::render::transforms::time;
use crate::sandbox::{Choice, Request, start};

#[test]
fn sql_finds_the_times_that_the_runner_knows() {
    let server = start(&Request::new(Choice::Local, 17), &|_| ()).unwrap();
    let mut client = server.connect("postgres").unwrap();
    let first: DateTime<Utc> = "2027-09-27T08:10:00Z".parse().unwrap();
    let last: DateTime<Utc> = "2028-03-02T00:00:00Z".parse().unwrap();
    for (cron, time_zone) in [
        ("17 */4 * * *", "Asia/Singapore"),
        ("5,35 8-18 * JAN-MAR mon-fri", "Asia/Kolkata"),
        ("0 9 1,15 * MON", "UTC"),
        ("0 9 */10 * SUN", "UTC"),
        ("0 9 1-7 * +MON", "UTC"),
        ("0 9 */2,L * +FRI,5L", "UTC"),
        ("15 23 L * *", "Asia/Singapore"),
        ("0 0 * * MON#2,FRI#5,6L", "America/Bogota"),
        ("0 0 29 2 *", "UTC"),
        ("0 12 LW * *", "UTC"),
        ("0 12 1W,2W,15W,28W,29W,30W,31W * *", "Asia/Kathmandu"),
    ] {
        let schedule = Schedule {
            cron: cron.into(),
            time_zone: time_zone.into(),
            retries: 0,
            retry_after: Duration::of_seconds(30),
            overlap: Overlap::Forbid,
            missed: Missed::Latest,
        };
        let times = std::iter::successors(schedule.after(first), |time| schedule.after(*time));
        let times: Vec<_> = times.take_while(|time| *time <= last).collect();
        assert!(!times.is_empty(), "{cron}");
        let ticks = Ticks::new(&schedule, &Calendar::read(cron).unwrap());
        let mut found =
            |first: DateTime<Utc>, last: DateTime<Utc>, step: &str| -> Vec<DateTime<Utc>> {
                let sql = ticks.between(&time(first), &time(last), step);
                client.query(&sql, &[]).unwrap().iter().map(|row| row.get(0)).collect()
            };
        assert_eq!(found(first, last, "1 minute"), times, "{cron}");
        let mut backwards = found(last, first, "-1 minute");
        backwards.reverse();
        assert_eq!(backwards, times, "{cron}");
    }
}
