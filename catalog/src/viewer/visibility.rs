//! Which assets somebody may know of, said as simply as it can be.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    governance::{Facts, Sight},
    id::SourceId,
};

/// Which assets a viewer may know of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Visibility {
    /// Every asset.
    Everything,
    /// Those of some sources.
    Sources(BTreeSet<SourceId>),
    /// Those that rules give.
    Some(Arc<Sight>),
    /// None.
    Nothing,
}

static NO_SOURCES: BTreeSet<SourceId> = BTreeSet::new();

impl Visibility {
    /// What a sight has, said as simply as it can be.
    #[must_use]
    pub fn of(sight: Sight) -> Self {
        let (bound, given, taken, _) = sight.parts();
        if sight.is_nothing() {
            Self::Nothing
        } else if given.is_always() && taken.is_never() {
            bound.map_or(Self::Everything, |sources| Self::Sources(sources.clone()))
        } else {
            Self::Some(Arc::new(sight))
        }
    }

    /// Of the same assets only those of some sources.
    #[must_use]
    pub fn bound_to(self, sources: Option<BTreeSet<SourceId>>) -> Self {
        match (self, sources) {
            (Self::Everything, Some(sources)) => Self::Sources(sources),
            (Self::Some(sight), sources) => Self::Some(Arc::new(sight.as_ref().clone().bound_to(sources))),
            (other, _) => other,
        }
    }

    /// The sources to which it is bound, where it is.
    #[must_use]
    pub fn sources(&self) -> Option<&BTreeSet<SourceId>> {
        match self {
            Self::Everything => None,
            Self::Sources(sources) => Some(sources),
            Self::Some(sight) => sight.parts().0,
            Self::Nothing => Some(&NO_SOURCES),
        }
    }

    /// Whether it has the asset with these facts.
    #[must_use]
    pub fn has(&self, facts: &Facts) -> bool {
        match self {
            Self::Everything => true,
            Self::Sources(sources) => facts.source.is_some_and(|source| sources.contains(&source)),
            Self::Some(sight) => sight.has(facts),
            Self::Nothing => false,
        }
    }
}
