//! Running a saved plan.

use std::collections::BTreeSet;

use super::executor::{Executor, Job, Outcome};
use super::lock::Locked;
use super::records::Kind;
use super::{BoxError, Connector, Error, Options, Records, Refusal, fingerprint, group};
use crate::plan::{HazardKind, Plan, Step};

/// Runs `plan`, or goes on with it where an earlier run stopped.
///
/// `state` returns the fingerprint of what is in the database now; it is asked under the lock, unless
/// the plan is half done.
///
/// # Errors
/// Before anything is done: hazards that were not allowed, a database that is not in the state that
/// the plan starts from, a server that cannot be written, another run, a pooler. In the middle: the
/// step that failed, with what is committed and how to go on.
pub fn apply(
    connector: &dyn Connector,
    plan: &Plan,
    state: &dyn Fn() -> Result<String, BoxError>,
    options: &Options<'_>,
) -> Result<Outcome, Error> {
    if plan.format > Plan::FORMAT {
        return Err(Error::UnknownFormat(plan.format));
    }
    let key = key_of(plan)?;
    let refused = refusals(&plan.steps, &options.allowed);
    if !refused.is_empty() {
        return Err(Error::Refused(refused));
    }
    let mut locked = Locked::open(connector, options)?;
    if locked.session.major() != i32::from(plan.postgres) {
        return Err(Error::OtherVersion { plan: plan.postgres, server: locked.session.major() });
    }
    Records::prepare(&mut locked.session)?;
    check_state(&mut locked, plan, &key, state)?;
    let name = format!("plan to {}", plan.to.name);
    let (kind, steps) = (Kind::Plan, plan.steps.as_slice());
    let job = Job { kind, key: &key, name: &name, steps, lines: &[], finish: &[] };
    Executor { locked }.run(&job, options)
}

/// Gives up a migration that is half done, or all half-done plans, and returns what they were called.
///
/// What they did stays; they are not gone on with any more.
///
/// # Errors
/// As [`apply`], before anything is done.
pub fn abandon(
    connector: &dyn Connector,
    migration: Option<u32>,
    options: &Options<'_>,
) -> Result<Vec<String>, Error> {
    let mut locked = Locked::open(connector, options)?;
    Records::prepare(&mut locked.session)?;
    match migration {
        Some(number) => {
            let key = format!("V{number}");
            Records::abandon(&mut locked.session, Kind::Migration, &key, "")
        }
        None => Records::abandon(&mut locked.session, Kind::Plan, "", ""),
    }
}

/// What a plan is recognised by: its states and its statements, in their batches.
fn key_of(plan: &Plan) -> Result<String, Error> {
    let batches = group(&plan.steps)?;
    let states = [plan.from.fingerprint.as_str(), plan.to.fingerprint.as_str()];
    Ok(fingerprint::of_parts(
        states.into_iter().chain(batches.iter().map(|batch| batch.sha256.as_str())),
    ))
}

/// Finds every hazard that must be allowed and is not.
pub(crate) fn refusals(steps: &[Step], allowed: &BTreeSet<HazardKind>) -> Vec<Refusal> {
    let refused = steps.iter().enumerate().flat_map(|(index, step)| {
        let hazards = step
            .hazards
            .iter()
            .filter(|hazard| hazard.kind.must_be_allowed() && !allowed.contains(&hazard.kind));
        hazards.map(move |hazard| Refusal {
            step: index + 1,
            object: step.object.clone(),
            hazard: hazard.clone(),
        })
    });
    refused.collect()
}

/// Checks that the plan starts from what is there, unless it is half done; and that nothing else is.
fn check_state(
    locked: &mut Locked<'_>,
    plan: &Plan,
    key: &str,
    state: &dyn Fn() -> Result<String, BoxError>,
) -> Result<(), Error> {
    let session = &mut locked.session;
    let half_done = Records::half_done(session, Kind::Plan, key)?;
    if half_done.is_some_and(|records| records.has_begun()) {
        return Ok(());
    }
    let found = state().map_err(|error| Error::State(error.to_string()))?;
    if found != plan.from.fingerprint {
        return Err(Error::Moved { expected: plan.from.fingerprint.clone(), found });
    }
    let others = Records::others(session, Kind::Plan, key)?;
    if let Some(other) = others.into_iter().find(|other| other.migration) {
        return Err(Error::HalfDone { name: other.name, begun: other.begun });
    }
    // A plan that starts from what they left replaces them: nobody may go on with them afterwards.
    Records::abandon(session, Kind::Plan, "", key).map(drop)
}
