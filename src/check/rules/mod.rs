//! Rules over the whole project, once everything is lowered.

use super::context::Context;
use crate::model::Project;
use crate::spec::Spec;

/// Runs every rule.
pub(super) fn run(_context: &mut Context, _spec: &Spec, _project: &Project) {}
