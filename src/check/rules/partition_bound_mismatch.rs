//! `partition_bound_mismatch`: a bound that does not suit how the parent is partitioned.
//! See <https://www.postgresql.org/docs/current/ddl-partitioning.html>.

use super::facts::Facts;
use crate::diagnostic::Diagnostic;
use crate::model::{ObjectId, ObjectKind};
use crate::sql::partition::{PartitionBound, PartitionKey, PartitionStrategy};
use crate::sql::{parse_partition_bound, parse_partition_by};

pub(super) fn check(facts: &Facts) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (name, table) in &facts.database().tables {
        let Some(partition) = &table.partition_of else { continue };
        let parent = facts.database().tables.get(&partition.parent);
        let by = parent.and_then(|parent| parent.partition_by.as_deref());
        let (Some(Ok(key)), Ok(bound)) =
            (by.map(parse_partition_by), parse_partition_bound(&partition.bound))
        else {
            continue;
        };
        let id = ObjectId::in_schema(ObjectKind::Table, name);
        if let (Some(message), Some(place)) =
            (mismatch(&key, &bound), facts.context.places.get(&id))
        {
            let finding = Diagnostic::error("partition_bound_mismatch", *place, message);
            findings.push(finding.with_help(help(&key)));
        }
    }
    findings
}

fn mismatch(key: &PartitionKey, bound: &PartitionBound) -> Option<String> {
    let count = key.elements.len();
    let fits = match (key.strategy, bound) {
        (PartitionStrategy::Range, PartitionBound::Range { from, to }) => {
            let given = if from.len() == count { to.len() } else { from.len() };
            if given != count {
                return Some(format!("a bound of {given} values for a key of {count} columns"));
            }
            true
        }
        (PartitionStrategy::List, PartitionBound::List(_))
        | (PartitionStrategy::Hash, PartitionBound::Hash { .. }) => true,
        (strategy, PartitionBound::Default) => strategy != PartitionStrategy::Hash,
        _ => false,
    };
    let by = word(key.strategy);
    (!fits).then(|| format!("this bound does not suit a table that is partitioned by {by}"))
}

fn word(strategy: PartitionStrategy) -> &'static str {
    match strategy {
        PartitionStrategy::Range => "range",
        PartitionStrategy::List => "list",
        PartitionStrategy::Hash => "hash",
    }
}

fn help(key: &PartitionKey) -> &'static str {
    match key.strategy {
        PartitionStrategy::Range => "write `for values from (…) to (…)`, or `default`",
        PartitionStrategy::List => "write `for values in (…)`, or `default`",
        PartitionStrategy::Hash => "write `for values with (modulus M, remainder R)`",
    }
}
