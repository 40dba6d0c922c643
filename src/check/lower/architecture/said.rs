//! What is said of nodes and stores alike.

use crate::model::{Classification, Standing};
use crate::source::{List, Spanned};
use crate::spec;

use crate::check::lower::relation::names;

/// The keys that nodes and stores share.
pub(super) trait Stands {
    /// Title, description, technology, owner, zone, scaling, what happens on a failure.
    fn texts(&self) -> [&Option<Spanned<String>>; 7];
    /// How many there are at once.
    fn replicas(&self) -> &Option<Spanned<u32>>;
    /// What these do not share.
    fn failure_domains(&self) -> &List<Spanned<String>>;
}

macro_rules! stands {
    ($($shape:ty),*) => {$(
        impl Stands for $shape {
            fn texts(&self) -> [&Option<Spanned<String>>; 7] {
                [&self.title, &self.description, &self.technology, &self.owner, &self.zone, &self.scaling, &self.on_failure]
            }
            fn replicas(&self) -> &Option<Spanned<u32>> {
                &self.replicas
            }
            fn failure_domains(&self) -> &List<Spanned<String>> {
                &self.failure_domains
            }
        }
    )*};
}
stands!(spec::SystemNode, spec::DataStore);

/// Lowers what nodes and stores have in common.
pub(super) fn standing(name: &Spanned<String>, keys: &impl Stands) -> Standing {
    let [title, description, technology, owner, zone, scaling, on_failure] = keys.texts();
    Standing {
        title: titled(title, name),
        description: sentence(description),
        technology: sentence(technology),
        owner: sentence(owner),
        zone: zone.as_ref().map(|zone| zone.value.clone()),
        replicas: keys.replicas().as_ref().map_or(1, |replicas| replicas.value),
        failure_domains: names(keys.failure_domains()).into_iter().collect(),
        scaling: sentence(scaling),
        on_failure: sentence(on_failure),
    }
}

/// Takes a title, or the name where there is none.
pub(super) fn titled(title: &Option<Spanned<String>>, name: &Spanned<String>) -> String {
    sentence(title).unwrap_or_else(|| name.value.clone())
}

/// Takes words as one line; nothing where there are none.
pub(super) fn sentence(written: &Option<Spanned<String>>) -> Option<String> {
    written.as_ref().map(line).filter(|words| !words.is_empty())
}

/// Takes words as one line.
pub(super) fn line(written: &Spanned<String>) -> String {
    written.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Takes a class of data.
pub(super) fn class(written: &Option<Spanned<Classification>>) -> Option<Classification> {
    written.as_ref().map(|class| class.value)
}
