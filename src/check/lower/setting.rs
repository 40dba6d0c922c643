//! Settings of sessions: of a role, of a role in this database, of the database.

use std::collections::BTreeMap;

use crate::check::context::Context;
use crate::diagnostic::Diagnostic;
use crate::model::SettingName;
use crate::source::{Entries, ShortOrLong, Spanned};
use crate::spec::Setting;

use super::unbroken;

/// Returns the settings that have a value, and keeps what is done about the others; `role` is empty for
/// those of every role.
pub(super) fn lower(
    context: &mut Context,
    role: &str,
    in_database: bool,
    settings: &Entries<Setting>,
) -> BTreeMap<String, String> {
    let mut values = BTreeMap::new();
    for (name, setting) in settings {
        let keys = match setting {
            ShortOrLong::Short(value) => {
                values.insert(name.value.clone(), unbroken(value).to_owned());
                continue;
            }
            ShortOrLong::Long(keys) => keys,
        };
        let of = SettingName { role: role.to_owned(), in_database, name: name.value.clone() };
        match (keys.reset, keys.left_alone) {
            (true, false) => drop(context.stance.reset.insert(of)),
            (false, true) => drop(context.stance.left_alone.insert(of)),
            _ => report(context, name),
        }
    }
    values
}

fn report(context: &mut Context, name: &Spanned<String>) {
    let message = format!("what is done about `{}` is not said", name.value);
    let finding = Diagnostic::error("contradicting_keys", name.span, message);
    context.report(finding.with_help(
        "give it a value, or one of `{ reset: true }` (none is to be there) and `{ left_alone: true }` (what the server has stays)",
    ));
}
