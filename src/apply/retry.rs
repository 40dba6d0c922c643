//! Pauses between attempts: each twice as long as the one before, and none like another's.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::time::{Duration, Instant};

use super::Retries;

/// Returns the pause after attempt `attempt`, counted from 1, or nothing where it was the last.
pub(super) fn pause(retries: &Retries, attempt: u32) -> Option<Duration> {
    if attempt >= retries.attempts {
        return None;
    }
    let doubled = 2_u32.saturating_pow(attempt.saturating_sub(1));
    let pause = retries.first_pause.saturating_mul(doubled).min(retries.longest_pause);
    Some(vary(pause))
}

/// Varies a pause by half of itself, so that two that collided do not meet again.
pub(super) fn vary(pause: Duration) -> Duration {
    // Keys of a hash map are the randomness that the standard library has.
    let random = RandomState::new().hash_one(Instant::now());
    let share = f64::from(u32::try_from(random >> 32).unwrap_or(0)) / f64::from(u32::MAX);
    pause.mul_f64(0.5 + share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_a_bound_and_end() {
        let retries = Retries {
            attempts: 6,
            first_pause: Duration::from_millis(100),
            longest_pause: Duration::from_millis(500),
        };
        for (attempt, middle) in [(1, 100), (2, 200), (3, 400), (4, 500), (5, 500)] {
            let pause = pause(&retries, attempt).expect("not the last").as_millis();
            assert!((middle / 2..=middle * 3 / 2).contains(&pause), "{attempt}: {pause}");
        }
        assert_eq!(pause(&retries, 6), None);
        assert_eq!(pause(&Retries { attempts: 0, ..retries }, 1), None);
    }

    #[test]
    fn pauses_differ() {
        let pauses: std::collections::BTreeSet<_> =
            (0..10).map(|_| vary(Duration::from_secs(1))).collect();
        assert!(pauses.len() > 5, "{pauses:?}");
    }
}
