//! From answers to checks: one for each role and object, and one for each thing that is wrong.

use std::collections::BTreeMap;

use super::answer::Answer;
use super::cells::Cell;
use crate::model::{Privilege, Target};
use crate::sql::quote_identifier;
use crate::verify::{Check, Group, Outcome};

/// What is wrong with some columns of a relation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Fault {
    Surplus,
    Missing,
    Below(String),
    Unclear(String),
}

/// Trials of one role on one object.
#[derive(Default)]
struct Pair<'a> {
    sound: usize,
    impossible: usize,
    columns: BTreeMap<Privilege, usize>,
    faults: BTreeMap<(Privilege, Fault), Vec<Option<&'a str>>>,
}

/// Compares every answer with what is declared.
pub(super) fn judge(cells: &[Cell<'_>], answers: &[Answer], group: Group) -> Vec<Check> {
    let mut pairs: BTreeMap<(&str, String), Pair<'_>> = BTreeMap::new();
    for (cell, answer) in cells.iter().zip(answers) {
        let pair = pairs.entry((cell.role, words(&cell.object))).or_default();
        if *answer == Answer::Untried {
            continue;
        }
        *pair.columns.entry(cell.privilege).or_default() += 1;
        match fault(cell, answer) {
            Some(fault) => {
                pair.faults.entry((cell.privilege, fault)).or_default().push(cell.column);
            }
            None if *answer == Answer::Impossible => pair.impossible += 1,
            None => pair.sound += 1,
        }
    }
    pairs.iter().flat_map(|((role, object), pair)| pair.checks(role, object, group)).collect()
}

fn fault(cell: &Cell<'_>, answer: &Answer) -> Option<Fault> {
    match (answer, cell.expected) {
        (Answer::Permitted, true) | (Answer::Refused, false) => None,
        (Answer::Impossible | Answer::Untried, _) => None,
        (Answer::Permitted | Answer::RefusedBelow(_), false) => Some(Fault::Surplus),
        (Answer::Refused, true) => Some(Fault::Missing),
        (Answer::RefusedBelow(message), true) => Some(Fault::Below(message.clone())),
        (Answer::Unclear(message), _) => Some(Fault::Unclear(message.clone())),
    }
}

impl Pair<'_> {
    fn checks(&self, role: &str, object: &str, group: Group) -> Vec<Check> {
        let on = format!("{} on {object}", quote_identifier(role));
        let mut checks = Vec::new();
        if self.sound > 0 {
            checks.push(Check { trials: self.sound, ..Check::passed(group, &on) });
        }
        if self.impossible > 0 {
            let reason = "the server takes such a statement from nobody".to_owned();
            let name = format!("{on}: changes");
            let check = Check::new(group, name, Outcome::NotApplicable(reason));
            checks.push(Check { trials: self.impossible, ..check });
        }
        for ((privilege, fault), columns) in &self.faults {
            let all = self.columns.get(privilege) == Some(&columns.len());
            let name = format!("{}: {} on {object}", quote_identifier(role), privilege.sql());
            let detail = format!("{}{}", fault.words(), of_columns(columns, all));
            let check = Check::failed(group, name, detail);
            checks.push(Check { trials: columns.len(), ..check });
        }
        checks
    }
}

impl Fault {
    fn words(&self) -> String {
        match self {
            Self::Surplus => "allowed, declared refused".to_owned(),
            Self::Missing => "refused, declared allowed".to_owned(),
            Self::Below(message) => format!("declared allowed, and of no use: {message}"),
            Self::Unclear(message) => format!("cannot be tried: {message}"),
        }
    }
}

/// Names an object; a table or view without its kind.
fn words(object: &Target) -> String {
    match object {
        Target::Table(name) => name.to_string(),
        other => other.to_string(),
    }
}

/// Names the columns that a fault is about; nothing where the privilege has none.
fn of_columns(columns: &[Option<&str>], all: bool) -> String {
    let names: Vec<_> = columns.iter().flatten().map(|name| quote_identifier(name)).collect();
    match (names.is_empty(), all) {
        (true, _) => String::new(),
        (false, true) => " (every column)".to_owned(),
        (false, false) => format!(" ({})", names.join(", ")),
    }
}
