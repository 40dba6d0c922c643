//! Scales: from values to places, with ticks at round numbers.

/// A scale from values to places on the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Span {
    /// The lowest value.
    pub low: f64,
    /// The highest value.
    pub high: f64,
    /// Where the lowest stands.
    pub from: f64,
    /// Where the highest stands.
    pub to: f64,
}

impl Span {
    /// Returns where a value stands.
    pub fn at(&self, value: f64) -> f64 {
        let share = (value - self.low) / (self.high - self.low);
        self.from + share * (self.to - self.from)
    }
}

/// Ticks of numbers: the first, the last, and how far they are apart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ticks {
    /// The lowest.
    pub low: f64,
    /// The highest.
    pub high: f64,
    /// How far two are apart.
    pub step: f64,
}

impl Ticks {
    /// Returns round numbers around values, about so many; with zero where `zero` asks for it.
    pub fn around(low: f64, high: f64, zero: bool, about: f64) -> Self {
        let (mut low, mut high) = if zero { (low.min(0.0), high.max(0.0)) } else { (low, high) };
        if low == high {
            // One value alone: zero is the natural neighbour.
            (low, high) = if low == 0.0 { (0.0, 1.0) } else { (low.min(0.0), high.max(0.0)) };
        }
        let step = round_step((high - low) / about);
        Self { low: (low / step).floor() * step, high: (high / step).ceil() * step, step }
    }

    /// Returns every tick.
    pub fn all(&self) -> Vec<f64> {
        let count = ((self.high - self.low) / self.step).round();
        let mut ticks = Vec::new();
        let mut at = 0.0;
        while at <= count {
            let value = self.low + at * self.step;
            // What adds up to almost zero is zero.
            ticks.push(if value.abs() < self.step / 1e6 { 0.0 } else { value });
            at += 1.0;
        }
        ticks
    }
}

/// Returns the next of 1, 2 and 5 times a power of ten.
fn round_step(step: f64) -> f64 {
    let power = 10_f64.powf(step.log10().floor());
    let times = [1.0, 2.0, 5.0, 10.0].into_iter().find(|times| times * power >= step * 0.999_999);
    times.unwrap_or(10.0) * power
}

/// Returns whether the axis of values begins at zero: where they are far from each other, or on both sides of it.
pub(super) fn wants_zero(low: f64, high: f64) -> bool {
    let far = low.abs().max(high.abs());
    low <= 0.0 && high >= 0.0 || high - low >= far / 4.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_hold_every_value() {
        let ticks = Ticks::around(0.0, 97.0, true, 5.0);
        assert_eq!(ticks.all(), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        let ticks = Ticks::around(990.0, 1013.0, false, 5.0);
        assert_eq!(ticks.all(), [990.0, 995.0, 1000.0, 1005.0, 1010.0, 1015.0]);
        let ticks = Ticks::around(-3.0, 4.0, true, 5.0);
        assert_eq!(ticks.all(), [-4.0, -2.0, 0.0, 2.0, 4.0]);
        assert_eq!(Ticks::around(7.0, 7.0, false, 5.0).low, 0.0);
        assert_eq!(Ticks::around(0.0, 0.0, true, 5.0).high, 1.0);
    }

    #[test]
    fn an_axis_begins_at_zero_unless_values_are_close_together() {
        assert!(wants_zero(10.0, 100.0) && wants_zero(-1.0, 1.0) && wants_zero(-100.0, -10.0));
        assert!(!wants_zero(990.0, 1013.0));
    }
}
