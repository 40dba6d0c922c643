//! Every transform can run: its SQL is of this database, its role may do what it does, its target takes what it gives,
//! and what is expected holds of the sample data. Run again, it changes nothing.

use chrono::{DateTime, Utc};

use super::{Check, Context, Error, Group};
use crate::model::{Expected, Transform, TransformKind};
use crate::pipeline::{self, Moment, Weight, now};
use crate::sql::quote_identifier;

/// Tries every transform after those that it needs; undoes all of it at the end.
pub(super) fn prove(
    context: &Context<'_>,
    loaded: bool,
    checks: &mut Vec<Check>,
) -> Result<(), Error> {
    let failed = Error::server("try what transforms do");
    let mut client = context.connect()?;
    let mut transaction = client.transaction().map_err(failed)?;
    for name in context.project.work_in_order() {
        let Some(transform) = context.project.transforms.get(name) else { continue };
        let moment = moment(transform);
        let role = quote_identifier(&transform.run_as);
        let claim = |what: &str| format!("{name} as {role}: {what}");
        let tried =
            pipeline::rehearse_within(&mut transaction, transform, &moment).map_err(failed)?;
        let first = match tried {
            Ok(first) => first,
            Err(words) => {
                checks.push(Check::failed(Group::Transforms, claim("runs"), words));
                continue;
            }
        };
        checks.push(Check::passed(Group::Transforms, claim("runs")));
        for finding in &first.findings {
            // How old rows are says nothing here.
            if is_of_age(transform, &finding.name) {
                continue;
            }
            let name = claim(&format!("expects {}", finding.name));
            checks.push(match finding.weight {
                Weight::Met | Weight::Warned => Check::passed(Group::Transforms, name),
                Weight::Failed if !loaded => {
                    Check::skipped(Group::Transforms, name, "there is no sample data".to_owned())
                }
                Weight::Failed => {
                    Check::failed(Group::Transforms, name, format!("{} rows fail", finding.failing))
                }
            });
        }
        if !shows_changes(transform) {
            continue;
        }
        let again =
            pipeline::rehearse_within(&mut transaction, transform, &moment).map_err(failed)?;
        let claim = claim("again changes nothing");
        checks.push(match again {
            Ok(again) if again.changed == [0, 0, 0] => Check::passed(Group::Transforms, claim),
            Ok(again) => {
                let [came, changed, went] = again.changed;
                let words = format!("{came} came, {changed} changed, {went} went");
                Check::failed(Group::Transforms, claim, words)
            }
            Err(words) => Check::failed(Group::Transforms, claim, words),
        });
    }
    transaction.rollback().map_err(failed)
}

/// Returns the time that a trial stands for: the interval is all that has passed.
pub(super) fn moment(transform: &Transform) -> Moment {
    let at: DateTime<Utc> = now();
    let interval = match &transform.kind {
        TransformKind::Time { start, .. } => {
            let newest = transform.schedule.as_ref().and_then(|schedule| schedule.at_or_before(at));
            let to = newest.filter(|to| to > start).unwrap_or(*start + chrono::TimeDelta::hours(1));
            Some((*start, to))
        }
        _ => None,
    };
    Moment { at, interval }
}

fn is_of_age(transform: &Transform, name: &str) -> bool {
    let named = transform.expectations.iter().find(|expectation| expectation.name == name);
    named.is_some_and(|expectation| matches!(expectation.expected, Expected::Fresh { .. }))
}

/// A statement says itself what it changes, and rows without a key all go and come.
fn shows_changes(transform: &Transform) -> bool {
    match &transform.kind {
        TransformKind::Full { key } | TransformKind::Time { key, .. } => !key.is_empty(),
        TransformKind::Key { .. }
        | TransformKind::Append { .. }
        | TransformKind::History { .. } => true,
        _ => false,
    }
}
