//! Laws that hold for any two states, tried on random ones.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::*;
use crate::sandbox::Choice;

/// Pieces of a schema, each with variants of which a state has one or none.
const FRAGMENTS: &str = include_str!("fragments.sql");

/// How many pairs of states are tried.
const CASES: u32 = 12;

struct Fragment {
    name: &'static str,
    needs: Vec<&'static str>,
    variants: Vec<&'static str>,
}

fn fragments() -> Vec<Fragment> {
    let parts = FRAGMENTS.split("--- fragment ").skip(1);
    let fragment = |part: &'static str| {
        let (head, body) = part.split_once('\n').unwrap();
        let mut words = head.split_whitespace();
        let name = words.next().unwrap();
        let needs = words.filter(|word| *word != "needs").collect();
        Fragment { name, needs, variants: body.split("--- variant\n").collect() }
    };
    parts.map(fragment).collect()
}

/// Returns the script of a state: what is chosen, as far as what it needs is chosen too.
fn script(choice: &[usize]) -> Script {
    let (mut there, mut text) = (Vec::new(), String::new());
    for (fragment, chosen) in fragments().iter().zip(choice) {
        let has_needs = fragment.needs.iter().all(|needed| there.contains(needed));
        // The first number means that it is left out.
        let variant = (chosen % (fragment.variants.len() + 1)).checked_sub(1);
        if let Some(variant) = variant.filter(|_| has_needs) {
            there.push(fragment.name);
            text.push_str(fragment.variants[variant]);
        }
    }
    Script { name: "state.sql".to_owned(), text }
}

const UNUSABLE: &str = "unusable: ";

fn servers() -> Servers {
    Servers::start(&Request::new(Choice::Local, 17)).unwrap_or_else(|error| panic!("{error}"))
}

fn steps(servers: &mut Servers, old: &Script, new: &Script) -> Result<usize, String> {
    let pair = Pair { old: vec![old.clone()], new: vec![new.clone()], has_rows: false, plan: None };
    let options = Options { online: true, rows: 2, ..Options::default() };
    let mut sql = Vec::new();
    let tried = try_pair(servers, &pair, &options, &mut sql);
    match tried {
        Outcome::Converged { steps, .. } => Ok(steps),
        // The pieces do not fit each other: that is no state.
        Outcome::Unusable(words) => Err(format!("{UNUSABLE}{words}")),
        other => Err(format!(
            "{other:?}\n\nfrom:\n{}\nto:\n{}\nplan:\n{}",
            old.text,
            new.text,
            sql.join(";\n")
        )),
    }
}

#[test]
fn any_state_leads_to_any_other_and_back() {
    let mut servers = servers();
    let count = fragments().len();
    let state = || proptest::collection::vec(0..12_usize, count);
    let config = Config {
        cases: CASES,
        failure_persistence: None,
        max_shrink_iters: 16,
        ..Config::default()
    };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let law = |(one, other): (Vec<usize>, Vec<usize>)| {
        let (one, other) = (script(&one), script(&other));
        let wrong = |words: String| match words.starts_with(UNUSABLE) {
            true => TestCaseError::reject(words),
            false => TestCaseError::fail(words),
        };
        steps(&mut servers, &one, &other).map_err(wrong)?;
        steps(&mut servers, &other, &one).map_err(wrong)?;
        Ok(())
    };
    let law = std::cell::RefCell::new(law);
    runner.run(&(state(), state()), |pair| (law.borrow_mut())(pair)).unwrap();
}

#[test]
fn a_state_differs_in_nothing_from_itself() {
    let mut servers = servers();
    for variant in 1..4 {
        let state = script(&vec![variant; fragments().len()]);
        assert_eq!(steps(&mut servers, &state, &state).unwrap(), 0);
    }
}

/// The negative control: rows that go where they had room are found.
#[test]
fn lost_rows_are_found() {
    let mut servers = servers();
    let script = |text: &str| Script { name: "state.sql".to_owned(), text: text.to_owned() };
    let filled = script("create table t (a integer); insert into t values (1)");
    let mut client = servers.old.fill(&[filled]).unwrap();
    let facts = servers.old.read(&mut client).unwrap();
    let rows = Rows::read(&mut client, &facts, &facts);
    assert_eq!(rows.lost(&mut client), None);
    client.batch_execute("update t set a = 2").unwrap();
    let words = rows.lost(&mut client).unwrap();
    assert!(words.starts_with("table public.t held 1 rows, "), "{words}");
}

/// The negative control: what was not reached is named.
#[test]
fn what_was_not_reached_is_named() {
    let mut servers = servers();
    let script = |text: &str| vec![Script { name: "state.sql".to_owned(), text: text.to_owned() }];
    let mut facts = |text: &str| {
        let mut client = servers.old.fill(&script(text)).unwrap();
        servers.old.read(&mut client).unwrap()
    };
    let (one, other) = (facts("create table t (a integer)"), facts("create table t (a bigint)"));
    let options = Options::default();
    assert_eq!(
        differing(&one, &other, &options),
        ["column public.t.a: type is \"integer\", should be \"bigint\""]
    );
    assert_eq!(differing(&one, &one, &options), [""; 0]);
}

#[test]
fn a_file_that_does_not_run_is_unusable() {
    let mut servers = servers();
    let old = Script { name: "old.sql".to_owned(), text: "create table t (a nothing)".to_owned() };
    let pair = Pair { old: vec![old], new: Vec::new(), has_rows: false, plan: None };
    let outcome = try_pair(&mut servers, &pair, &Options::default(), &mut Vec::new());
    assert!(matches!(outcome, Outcome::Unusable(_)), "{outcome:?}");
}
