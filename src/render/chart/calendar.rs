//! Bars of days, months and hours: what is missing between two of them has its place, empty.

use chrono::Datelike;

use super::format::civil;

/// How many places there may be for each that is filled, and beside those.
const MOST: (usize, usize) = (2, 12);

/// Returns the times of bars from the earliest to the latest, with those that are missing between them.
///
/// They keep a calendar where they go one way, or are to be put in order, and are all firsts of months, midnights, or full hours.
/// Where more than about half of the calendar would be empty, those that are missing have no place; where that would bring
/// together what is far apart, `NAN` stands between. What keeps no order stays as it is.
pub(super) fn whole(times: &[f64], is_ordered: bool) -> Vec<f64> {
    if times.len() < 2 || !runs(times, is_ordered) {
        return times.to_vec();
    }
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (from, to) = (sorted[0], sorted[sorted.len() - 1]);
    let next: fn(f64) -> f64 = match () {
        () if sorted.iter().all(|time| is_month(*time)) => following_month,
        () if sorted.iter().all(|time| time.rem_euclid(86_400.0) == 0.0) => |time| time + 86_400.0,
        () if sorted.iter().all(|time| time.rem_euclid(3600.0) == 0.0) => |time| time + 3600.0,
        () => return sorted,
    };
    let most = sorted.len() * MOST.0 + MOST.1;
    let all = std::iter::successors(Some(from), |time| Some(next(*time)));
    let all: Vec<f64> = all.take_while(|time| *time <= to).take(most + 1).collect();
    if all.len() > most { parted(&sorted) } else { all }
}

/// Whether times run from early to late in a picture: those that go one way in the rows, or are to be put in order.
pub(super) fn runs(times: &[f64], is_ordered: bool) -> bool {
    let goes = |is_up: bool| {
        times.windows(2).all(|pair| if is_up { pair[0] < pair[1] } else { pair[0] > pair[1] })
    };
    times.iter().all(|time| time.is_finite()) && (is_ordered || goes(true) || goes(false))
}

/// Puts `NAN` where more than thrice as much lies between two times as between most.
fn parted(times: &[f64]) -> Vec<f64> {
    let mut between: Vec<f64> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
    between.sort_by(f64::total_cmp);
    let most = between.get((between.len() - 1) / 2).map_or(f64::INFINITY, |middle| middle * 3.0);
    let mut parted = vec![times[0]];
    for pair in times.windows(2) {
        if pair[1] - pair[0] > most {
            parted.push(f64::NAN);
        }
        parted.push(pair[1]);
    }
    parted
}

fn is_month(time: f64) -> bool {
    time.rem_euclid(86_400.0) == 0.0 && civil(time).day() == 1
}

fn following_month(time: f64) -> f64 {
    let day = civil(time).date();
    let days = f64::from(day.num_days_in_month());
    time + days * 86_400.0
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: f64 = 86_400.0;

    fn in_rows(times: &[f64]) -> Vec<f64> {
        whole(times, false)
    }

    #[test]
    fn what_is_missing_has_its_place() {
        assert_eq!(in_rows(&[0.0, DAY, 3.0 * DAY]), [0.0, DAY, 2.0 * DAY, 3.0 * DAY]);
        assert_eq!(in_rows(&[0.0, 59.0 * DAY]), [0.0, 31.0 * DAY, 59.0 * DAY], "months of 1970");
        assert_eq!(in_rows(&[3600.0, 10_800.0]), [3600.0, 7200.0, 10_800.0]);
    }

    #[test]
    fn time_runs_from_early_to_late() {
        assert_eq!(in_rows(&[3.0 * DAY, DAY]), [DAY, 2.0 * DAY, 3.0 * DAY]);
        assert_eq!(in_rows(&[0.0, DAY, 0.5 * DAY]), [0.0, DAY, 0.5 * DAY], "an order of its own");
        assert_eq!(whole(&[0.0, 2.0 * DAY, DAY], true), [0.0, DAY, 2.0 * DAY]);
    }

    #[test]
    fn what_is_far_apart_is_parted() {
        let found = in_rows(&[142.0 * DAY, 141.0 * DAY, 140.0 * DAY, 0.0]);
        assert_eq!((found[0], &found[2..]), (0.0, &[140.0 * DAY, 141.0 * DAY, 142.0 * DAY][..]));
        assert!(found[1].is_nan());
        let quarters = [89.0 * DAY, 180.0 * DAY, 272.0 * DAY, 364.0 * DAY];
        assert_eq!(in_rows(&quarters), quarters, "none is further than the others");
    }

    #[test]
    fn what_keeps_no_calendar_stays() {
        assert_eq!(in_rows(&[DAY, 90.0 * DAY]), [DAY, 90.0 * DAY], "too far apart");
        assert_eq!(in_rows(&[1.5, 7.25]), [1.5, 7.25]);
        assert_eq!(in_rows(&[DAY]), [DAY]);
        assert_eq!(in_rows(&[]), Vec::<f64>::new());
        assert!(in_rows(&[f64::NAN, DAY])[0].is_nan());
    }
}
