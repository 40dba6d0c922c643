//! Every source can put rows where they go: its SQL is of this database, and its role may.

use super::{Check, Context, Error, Group};
use crate::pipeline;

/// Tries every source without a file.
pub(super) fn prove(context: &Context<'_>, checks: &mut Vec<Check>) -> Result<(), Error> {
    let mut client = context.connect()?;
    for (name, source) in &context.project.sources {
        let tried = pipeline::rehearse(&mut client, source)
            .map_err(Error::server("try what sources do"))?;
        checks.extend(tried.into_iter().map(|tried| {
            let name = format!("{name}: {}", tried.what);
            match tried.refused {
                None => Check::passed(Group::Sources, name),
                Some(words) => Check::failed(Group::Sources, name, words),
            }
        }));
    }
    Ok(())
}
