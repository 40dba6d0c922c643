//! `single_point_of_failure`: on a path that is called highly available, something of which there is one, or whose
//! replicas fail together.

use super::{place_of, systems};
use crate::check::rules::facts::Facts;
use crate::diagnostic::Diagnostic;
use crate::model::{Standing, System};
use crate::source::Spanned;
use crate::spec::{self, Route};

pub(in crate::check::rules) fn check(facts: &Facts) -> Vec<Diagnostic> {
    let all = systems(facts).flat_map(|(keys, system)| {
        let routes = keys.paths.iter().filter(|(_, route)| route.highly_available);
        routes.flat_map(move |(name, route)| judge(keys, system, name, route))
    });
    all.collect()
}

fn judge(
    keys: &spec::System,
    system: &System,
    name: &Spanned<String>,
    route: &Route,
) -> Vec<Diagnostic> {
    let is_outside = |part: &str| system.nodes.get(part).is_some_and(|node| node.kind.is_outside());
    let parts = route.through.iter().filter(|part| !is_outside(part));
    let single = parts.filter_map(|part| {
        let standing = system.standing(part).filter(|it| !it.is_redundant())?;
        let message = format!("`{}` is a single point of failure of `{}`", part.value, name.value);
        let finding = Diagnostic::error("single_point_of_failure", part.span, message);
        let finding = match place_of(keys, part) {
            Some(place) => finding.with_other(place, "declared here"),
            None => finding,
        };
        Some(finding.with_help(lacks(standing)))
    });
    single.collect()
}

fn lacks(standing: &Standing) -> &'static str {
    match standing.replicas {
        0 | 1 => {
            "give it `replicas: 2` in two `failure_domains`, or take `highly_available` from the path"
        }
        _ => "name two `failure_domains` or more: replicas that share one fail together",
    }
}
