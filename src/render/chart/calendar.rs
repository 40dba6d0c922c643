//! Bars of days, months and hours: what is missing between two of them has its place, empty.

use chrono::Datelike;

use super::format::civil;

/// How many places there may be for each that is filled, and beside those.
const MOST: (usize, usize) = (2, 12);

/// Returns the times of bars with those that are missing between them; the times alone where they keep no calendar.
///
/// They keep one where they go one way, and are all firsts of months, midnights, or full hours. Where more than about
/// half of the calendar would be empty, as of the ends of quarters by day, they are taken for names.
pub(super) fn whole(times: &[f64]) -> Vec<f64> {
    let (Some(first), Some(last)) = (times.first(), times.last()) else { return Vec::new() };
    let is_up = first < last;
    let goes_on =
        times.windows(2).all(|pair| if is_up { pair[0] < pair[1] } else { pair[0] > pair[1] });
    let next: fn(f64) -> f64 = match () {
        () if !goes_on => return times.to_vec(),
        () if times.iter().all(|time| is_month(*time)) => following_month,
        () if times.iter().all(|time| time.rem_euclid(86_400.0) == 0.0) => |time| time + 86_400.0,
        () if times.iter().all(|time| time.rem_euclid(3600.0) == 0.0) => |time| time + 3600.0,
        () => return times.to_vec(),
    };
    let (from, to) = if is_up { (*first, *last) } else { (*last, *first) };
    let most = times.len() * MOST.0 + MOST.1;
    let all = std::iter::successors(Some(from), |time| Some(next(*time)));
    let mut all: Vec<f64> = all.take_while(|time| *time <= to).take(most + 1).collect();
    if all.len() > most {
        return times.to_vec();
    }
    if !is_up {
        all.reverse();
    }
    all
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

    #[test]
    fn what_is_missing_has_its_place() {
        assert_eq!(whole(&[0.0, DAY, 3.0 * DAY]), [0.0, DAY, 2.0 * DAY, 3.0 * DAY]);
        assert_eq!(whole(&[3.0 * DAY, DAY]), [3.0 * DAY, 2.0 * DAY, DAY]);
        assert_eq!(whole(&[0.0, 59.0 * DAY]), [0.0, 31.0 * DAY, 59.0 * DAY], "months of 1970");
        assert_eq!(whole(&[3600.0, 10_800.0]), [3600.0, 7200.0, 10_800.0]);
    }

    #[test]
    fn what_keeps_no_calendar_stays() {
        assert_eq!(whole(&[DAY, 90.0 * DAY]), [DAY, 90.0 * DAY], "too far apart");
        assert_eq!(whole(&[0.0, DAY, 0.5 * DAY]), [0.0, DAY, 0.5 * DAY], "no order");
        assert_eq!(whole(&[1.5, 7.25]), [1.5, 7.25]);
        assert_eq!(whole(&[DAY]), [DAY]);
        assert_eq!(whole(&[]), Vec::<f64>::new());
        assert!(whole(&[f64::NAN, DAY])[0].is_nan());
    }
}
