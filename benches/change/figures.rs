//! What a process takes: time and memory.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What one process took.
pub struct Figure {
    pub seconds: f64,
    /// Peak resident memory in MiB, where the system tells.
    pub memory: Option<f64>,
}

/// Runs something several times, and returns the run in the middle.
pub fn median(runs: usize, run: impl Fn() -> Figure) -> Figure {
    let mut figures: Vec<Figure> = (0..runs).map(|_| run()).collect();
    figures.sort_by(|one, other| one.seconds.total_cmp(&other.seconds));
    figures.swap_remove(runs / 2)
}

/// Runs a program to its end.
pub fn run(program: &Path, arguments: &[&str]) -> Figure {
    let start = Instant::now();
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let status = format!("/proc/{}/status", child.id());
    let mut memory = None;
    while child.try_wait().expect("a child can be asked").is_none() {
        memory = peak(&status).or(memory);
        std::thread::sleep(Duration::from_millis(2));
    }
    let seconds = start.elapsed().as_secs_f64();
    let output = child.wait_with_output().expect("the child has ended");
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{} {arguments:?} failed: {words}", program.display());
    Figure { seconds, memory }
}

/// Reads the peak resident memory of a running process, in MiB.
fn peak(status: &str) -> Option<f64> {
    let text = std::fs::read_to_string(status).ok()?;
    let line = text.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024.0)
}
