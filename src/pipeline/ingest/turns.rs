//! Whose turn it is to judge.

use std::sync::{Condvar, Mutex, PoisonError};

use super::sort::locked;

/// How many chunks that are judged are enough for the landing: what goes at once, or nearly so.
const ENOUGH: usize = 2;

/// Lets judge one after another while enough rows land or wait for it, so that the landing, for which all wait in the end,
/// does not share its processor with several of them; and all at once where it may have to wait for rows.
#[derive(Debug, Default)]
pub(super) struct Turns {
    chunks: Mutex<Chunks>,
    changed: Condvar,
}

/// How many chunks have come how far.
#[derive(Debug, Default)]
struct Chunks {
    begun: usize,
    judged: usize,
    shown: usize,
    /// Whether no further one is to be judged.
    are_over: bool,
}

/// Ends the turns when it goes, however that comes, so that nobody waits for one.
pub(super) struct Ending<'t>(&'t Turns);

impl Chunks {
    /// Returns whether one may be judged, by its number from 0.
    fn is_turn_of(&self, number: usize) -> bool {
        self.begun == number && (self.begun == self.judged || self.judged < self.shown + ENOUGH)
    }
}

impl Turns {
    /// Waits until a chunk may be judged, by its number from 0, and returns whether it still is to be.
    pub fn begin(&self, number: usize) -> bool {
        let waits = |chunks: &mut Chunks| !chunks.are_over && !chunks.is_turn_of(number);
        let chunks = self.changed.wait_while(locked(&self.chunks), waits);
        let mut chunks = chunks.unwrap_or_else(PoisonError::into_inner);
        chunks.begun += 1;
        self.changed.notify_all();
        !chunks.are_over
    }

    /// Says that one more is judged.
    pub fn judged(&self) {
        self.change(|chunks| chunks.judged += 1);
    }

    /// Says that one more has been shown to what lands it.
    pub fn shown(&self) {
        self.change(|chunks| chunks.shown += 1);
    }

    /// Returns what ends the turns.
    pub fn ending(&self) -> Ending<'_> {
        Ending(self)
    }

    fn change(&self, change: impl FnOnce(&mut Chunks)) {
        change(&mut locked(&self.chunks));
        self.changed.notify_all();
    }
}

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.change(|chunks| chunks.are_over = true);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    #[test]
    fn one_judges_while_rows_land_and_all_while_none_do() {
        let is_turn = |begun, judged, shown| {
            Chunks { begun, judged, shown, are_over: false }.is_turn_of(begun)
        };
        // The first ones, and where few wait.
        assert!(is_turn(0, 0, 0) && is_turn(1, 0, 0) && is_turn(7, 6, 5));
        // Where enough do, and another judges, or nobody does.
        assert!(!is_turn(8, 7, 5));
        assert!(is_turn(7, 7, 5));
    }

    #[test]
    fn each_waits_for_the_one_before_and_none_once_all_is_over() {
        let turns = Turns::default();
        thread::scope(|scope| {
            let ending = turns.ending();
            let later = scope.spawn(|| turns.begin(1) && !locked(&turns.chunks).are_over);
            assert!(!later.is_finished());
            assert!(turns.begin(0));
            assert!(later.join().unwrap());
            turns.change(|chunks| chunks.begun += 1);
            (0..2).for_each(|_| turns.judged());
            let waits = scope.spawn(|| turns.begin(3));
            assert!(!waits.is_finished());
            turns.shown();
            assert!(waits.join().unwrap());
            let last = scope.spawn(|| turns.begin(9));
            drop(ending);
            assert!(!last.join().unwrap());
        });
    }
}
