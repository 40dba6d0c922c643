//! What a process takes: time and memory.

use std::io::{Read, Seek, SeekFrom};
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
    // What is said may be more than a pipe holds.
    let mut said = tempfile::tempfile().expect("a temporary file can be made");
    let start = Instant::now();
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(said.try_clone().expect("a file has another name"))
        .spawn()
        .expect("the program starts");
    let status = format!("/proc/{}/status", child.id());
    let mut memory = None;
    while child.try_wait().expect("a child can be asked").is_none() {
        memory = peak(&status).or(memory);
        std::thread::sleep(Duration::from_millis(2));
    }
    let seconds = start.elapsed().as_secs_f64();
    let status = child.wait().expect("the child has ended");
    if !status.success() {
        let mut words = String::new();
        let read = said.seek(SeekFrom::Start(0)).and_then(|_| said.read_to_string(&mut words));
        read.expect("what was said can be read");
        panic!("{} {arguments:?} failed: {words}", program.display());
    }
    Figure { seconds, memory }
}

/// Reads the peak resident memory of a running process, in MiB.
fn peak(status: &str) -> Option<f64> {
    let text = std::fs::read_to_string(status).ok()?;
    let line = text.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024.0)
}
