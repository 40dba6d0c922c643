//! Runs that are killed, runs side by side, and the scheduler.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use super::{HOURLY, Trial, VIEWS};
use crate::plans::server;

fn start(trial: &Trial<'_>, more: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_pgspec"))
        .args(["run", "--database", &trial.url])
        .args(more)
        .current_dir(trial.project.path())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Killed whenever, and run again: each interval once, and the rows of a run that was never killed.
#[test]
fn a_run_that_is_killed_is_made_good_by_the_next() {
    let server = server();
    let trial = Trial::on(&server, &HOURLY.replace(", lookback: 1h", ""));
    trial.does(
        "insert into shop.views (article, seen_at)
         select chr(97 + i % 3), timestamptz '2026-11-01T00:00Z' + i * interval '1 min' from generate_series(0, 20000) i",
    );
    let mut killed = 0;
    for step in 1..=8 {
        let mut child = start(&trial, &["--at", "2026-11-14 00:00"]);
        std::thread::sleep(Duration::from_millis(step * 60));
        killed += usize::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert!(killed > 1, "it was never killed in time");
    trial.at("2026-11-14 00:00", 0);
    assert_eq!(
        trial.ask("select count(*), count(distinct from_time) from pgspec.transform_runs where outcome = 'done'"),
        ["(312,312)"]
    );
    assert_eq!(
        trial.ask("select sum(views) from shop.hourly"),
        trial.ask("select count(*) from shop.views where seen_at < '2026-11-14Z'")
    );
}

#[test]
fn two_runs_at_once_run_every_interval_once() {
    let server = server();
    let patient = HOURLY.replace("\"0 * * * *\"", "\"0 * * * *\", overlap: wait");
    let trial = Trial::on(&server, &patient.replace(", lookback: 1h", ""));
    trial.does(VIEWS);
    std::thread::scope(|scope| {
        let runs: Vec<_> =
            (0..2).map(|_| scope.spawn(|| trial.at("2026-11-03 00:00", 0).len())).collect();
        let said: Vec<usize> = runs.into_iter().map(|run| run.join().unwrap()).collect();
        assert_eq!(said.iter().sum::<usize>(), 48, "{said:?}");
    });
    assert_eq!(
        trial.ask("select count(*), count(distinct from_time) from pgspec.transform_runs"),
        ["(48,48)"]
    );
}

/// Listens to what a scheduler says.
fn listen(child: &mut Child) -> Receiver<String> {
    let (send, receive) = channel();
    let said = BufReader::new(child.stderr.take().unwrap());
    std::thread::spawn(move || {
        for line in said.lines().map_while(Result::ok) {
            if send.send(line).is_err() {
                break;
            }
        }
    });
    receive
}

/// Waits until it says something that holds some words.
fn hears(said: &Receiver<String>, words: &str) {
    let until = Instant::now() + Duration::from_secs(60);
    loop {
        let rest = until.saturating_duration_since(Instant::now());
        let line = said.recv_timeout(rest).unwrap_or_else(|_| panic!("never heard `{words}`"));
        if line.contains(words) {
            return;
        }
    }
}

fn signal(child: &Child, signal: &str) {
    let number = child.id().to_string();
    assert!(Command::new("kill").args([signal, &number]).status().unwrap().success());
}

/// One leads, the other waits; it takes over when the first is killed; both end when they are asked to.
#[test]
fn of_two_schedulers_one_runs_what_is_due() {
    let server = server();
    let trial = Trial::on(
        &server,
        "
schema: shop
transforms:
  log:
    run_as: run_etl
    kind: append
    into: log
    append: { watermark: view_id, start: '0' }
    schedule: { cron: '* * * * *' }
    sql: select view_id, article, seen_at from views where view_id > :watermark
",
    );
    trial.does(VIEWS);
    let mut first = start(&trial, &["--watch"]);
    let first_says = listen(&mut first);
    hears(&first_says, "running what is due");
    hears(&first_says, "next: ");
    assert_eq!(trial.ask("select count(*) from shop.log"), ["(42)"]);
    let mut second = start(&trial, &["--watch"]);
    let second_says = listen(&mut second);
    hears(&second_says, "another scheduler runs on this database");
    let runs = trial.ask("select count(*) from pgspec.transform_runs");
    first.kill().unwrap();
    first.wait().unwrap();
    hears(&second_says, "running what is due");
    hears(&second_says, "next: ");
    // The time of the minute was done, or another came meanwhile.
    let twice = "select name, at from pgspec.transform_runs group by 1, 2 having count(*) > 1";
    assert_eq!(trial.ask(twice), Vec::<String>::new(), "{runs:?}");
    signal(&second, "-TERM");
    let ended = second.wait().unwrap();
    assert_eq!(ended.code(), Some(0));
    hears(&second_says, "stopped: ");
}
