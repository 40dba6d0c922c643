//! The stage that turns grants as written into privileges by object and grantee.

mod denials;
mod grantors;
mod grants;
pub(super) mod pattern;
mod profiles;
mod targets;

pub(super) use grants::has_column;

use crate::spec::Spec;

use super::context::Context;

/// Lowers the grants and denials of every role.
pub(super) fn lower(context: &mut Context, spec: &Spec) {
    let profiles = profiles::collect(context, spec);
    for (role, keys) in spec.documents.iter().flat_map(|document| document.roles.iter()) {
        let Some(keys) = keys else { continue };
        let known = context.findings.len();
        for used in &keys.profiles {
            profiles::lower(context, &role.value, used, &profiles);
        }
        for grant in &keys.grants {
            grants::lower(context, &role.value, grant);
        }
        for deny in &keys.deny {
            denials::lower(context, &role.value, deny);
        }
        if context.findings.len() > known {
            context.faulty_roles.insert(role.value.clone());
        }
    }
    grantors::settle(context);
}
