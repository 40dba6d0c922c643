//! Every seed can be sown: its tables take rows, its statements run, and a time of its schedule brings further ones.

use super::{Check, Context, Error, Group};
use crate::pipeline::{self, Filled, Left, now};

/// Tries every seed, and undoes all of it.
pub(super) fn prove(context: &Context<'_>, checks: &mut Vec<Check>) -> Result<(), Error> {
    let mut client = context.connect()?;
    let tried =
        pipeline::rehearse_seeds(&mut client, context.project, now()).map_err(Error::Seeds)?;
    for seed in tried {
        let name = &seed.name;
        for one in &seed.tables {
            checks.push(check(format!("{name}: {} takes rows", one.table), one));
        }
        let declared = context.project.seeds.get(name);
        if declared.is_some_and(|seed| !seed.then.is_empty()) {
            let claim = format!("{name}: its statements run");
            checks.push(match seed.then {
                None => Check::passed(Group::Seeds, claim),
                Some(words) => Check::failed(Group::Seeds, claim, words),
            });
        }
        for one in seed.each_time.iter().flatten() {
            checks.push(check(format!("{name}: {} takes rows as time passes", one.table), one));
        }
    }
    Ok(())
}

fn check(claim: String, one: &Filled) -> Check {
    match &one.left {
        Some(Left::Cannot(why)) => Check::failed(Group::Seeds, claim, why.clone()),
        _ if one.rows == 0 && one.wanted.is_some_and(|wanted| wanted > 0) => {
            Check::failed(Group::Seeds, claim, "none came".to_owned())
        }
        _ => Check::passed(Group::Seeds, claim),
    }
}
