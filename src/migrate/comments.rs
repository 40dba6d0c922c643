//! What a migration says about a step in comments, for people and to be read back.

use crate::plan::{Action, Hazard, Lock, Step};

const ACTIONS: [(&str, Action); 8] = [
    ("create", Action::Create),
    ("alter", Action::Alter),
    ("rename", Action::Rename),
    ("drop", Action::Drop),
    ("grant", Action::Grant),
    ("revoke", Action::Revoke),
    ("comment", Action::Comment),
    ("data", Action::Data),
];

/// What the comments before a statement say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Notes {
    /// What it does, and with what.
    pub step: Option<(Action, String)>,
    pub locks: Vec<Lock>,
    pub rewrites: Vec<String>,
    pub scans: Vec<String>,
    pub rows: Option<u64>,
    pub rehearsed_ms: Option<u64>,
    pub hazards: Vec<Hazard>,
}

/// Writes the comments before a step, one line each.
pub(super) fn write(step: &Step) -> Vec<String> {
    let action = ACTIONS.iter().find(|(_, action)| *action == step.action);
    let mut lines =
        vec![line("step", &format!("{} {}", action.map_or("", |(name, _)| name), step.object))];
    for lock in &step.locks {
        lines.push(line("lock", &format!("{} on {}", lock.mode, lock.relation)));
    }
    lines.extend(step.rewrites.iter().map(|relation| line("rewrites", relation)));
    lines.extend(step.scans.iter().map(|relation| line("scans", relation)));
    lines.extend(step.rows.map(|rows| line("rows", &rows.to_string())));
    lines.extend(step.rehearsed_ms.map(|time| line("rehearsed", &format!("{time} ms"))));
    for hazard in &step.hazards {
        lines.push(line("hazard", &format!("{}: {}", hazard.kind, hazard.message)));
        lines.extend(hazard.way_round.iter().map(|words| line("way round", words)));
    }
    lines
}

/// Writes one comment; nothing in `value` can end it.
pub(super) fn line(label: &str, value: &str) -> String {
    let value = value.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r");
    format!("-- {label}: {value}")
}

/// Returns what stands behind `label` in a comment.
pub(super) fn value_of(comment: &str, label: &str) -> Option<String> {
    let rest = comment.strip_prefix("--")?.trim_start().strip_prefix(label)?;
    Some(unescape(rest.trim_start().strip_prefix(':')?.trim()))
}

fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            plain.push(character);
            continue;
        }
        match characters.next() {
            Some('n') => plain.push('\n'),
            Some('r') => plain.push('\r'),
            Some(other) => plain.push(other),
            None => plain.push('\\'),
        }
    }
    plain
}

impl Notes {
    /// Reads one comment; one that says nothing of a step is passed over.
    ///
    /// # Errors
    /// A hazard that there is not.
    pub fn read(&mut self, comment: &str) -> Result<(), String> {
        if let Some(value) = value_of(comment, "hazard") {
            let (kind, message) = value.split_once(':').unwrap_or((&value, ""));
            self.hazards.push(Hazard::new(kind.trim().parse()?, message.trim()));
        } else if let Some(words) = value_of(comment, "way round") {
            if let Some(hazard) = self.hazards.last_mut() {
                hazard.way_round = Some(words);
            }
        } else if let Some(value) = value_of(comment, "step") {
            self.step = read_step(&value).or(self.step.take());
        } else {
            self.read_observation(comment);
        }
        Ok(())
    }

    fn read_observation(&mut self, comment: &str) {
        if let Some(value) = value_of(comment, "lock") {
            let lock = value.split_once(" on ").map(|(mode, relation)| Lock {
                relation: relation.to_owned(),
                mode: mode.to_owned(),
            });
            self.locks.extend(lock);
        } else if let Some(relation) = value_of(comment, "rewrites") {
            self.rewrites.push(relation);
        } else if let Some(relation) = value_of(comment, "scans") {
            self.scans.push(relation);
        } else if let Some(value) = value_of(comment, "rows") {
            self.rows = value.parse().ok();
        } else if let Some(value) = value_of(comment, "rehearsed") {
            self.rehearsed_ms = value.strip_suffix(" ms").and_then(|value| value.parse().ok());
        }
    }
}

fn read_step(value: &str) -> Option<(Action, String)> {
    let (action, object) = value.split_once(' ')?;
    let (_, action) = ACTIONS.iter().find(|(name, _)| *name == action)?;
    Some((*action, object.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::HazardKind;

    #[test]
    fn nothing_in_a_value_ends_the_comment() {
        for value in ["a\nb", "a\r\nb; drop table c", "\\n", "\\\\", "a\\"] {
            let written = line("step", value);
            assert_eq!(written.lines().count(), 1, "{written}");
            assert!(!written.contains('\r'));
            assert_eq!(value_of(&written, "step").as_deref(), Some(value));
        }
    }

    #[test]
    fn comments_of_people_are_passed_over() {
        let mut notes = Notes::default();
        for comment in
            ["-- why this is done", "--", "-- rows: many", "-- step: think", "-- way round: x"]
        {
            notes.read(comment).unwrap();
        }
        assert_eq!(notes, Notes::default());
        notes.read("--hazard:deletes_data").unwrap();
        assert_eq!(notes.hazards, [Hazard::new(HazardKind::DeletesData, "")]);
        assert!(notes.read("-- hazard: explodes: loudly").unwrap_err().contains("`explodes`"));
    }
}
