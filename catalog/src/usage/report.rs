//! Use as modules report it: a module's word for a day replaces its earlier one, so that the same report twice counts once.

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    Use, UseCounts,
    apply::{Counting, apply_uses},
};
use crate::{
    catalog::Catalog,
    error::{Error, Fault, Result},
    id::AssetId,
    kinds::AssetKind,
    name::Name,
    report::{MAX_ITEMS, Outcome, RefusedItem},
    viewer::{Action, Viewer},
};

/// The most bytes of the name of somebody who uses something.
pub const MAX_ACTOR_BYTES: usize = 500;

/// That somebody used an asset on a day, as a module tells: all that it knows of that day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportedUse {
    /// The asset.
    pub name: Name,
    /// Its kind.
    pub kind: AssetKind,
    /// The day, in UTC.
    pub day: NaiveDate,
    /// The account or process; none where the module does not tell.
    pub actor: Option<String>,
    /// How often.
    pub counts: UseCounts,
    /// When it was last read.
    pub last_read: Option<DateTime<Utc>>,
    /// When it was last written.
    pub last_write: Option<DateTime<Utc>>,
}

impl ReportedUse {
    fn validate(&self) -> Result<()> {
        self.name.validate()?;
        let is_sensible = |day: NaiveDate| (1970..2200).contains(&chrono::Datelike::year(&day));
        if !is_sensible(self.day) {
            return Err(Error::invalid("day", "is not between the years 1970 and 2200"));
        }
        if self.actor.as_ref().is_some_and(|actor| actor.len() > MAX_ACTOR_BYTES || actor.contains('\0')) {
            let problem = format!("must have at most {MAX_ACTOR_BYTES} bytes and no NUL character");
            return Err(Error::invalid("user", problem));
        }
        let counts = self.counts;
        let all = [
            ("queries", Some(counts.queries)),
            ("reads", Some(counts.reads)),
            ("writes", Some(counts.writes)),
            ("totalTimeMs", counts.total_micros),
        ];
        match all.into_iter().find(|(_, count)| count.is_some_and(|count| count < 0)) {
            Some((field, _)) => Err(Error::invalid(field, "is negative")),
            None => Ok(()),
        }
    }
}

impl Catalog {
    /// Takes what a module knows of who used what. For each asset, day and user it replaces what the same module said
    /// before. Assets must be in the catalog.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::Invalid`] for more than [`MAX_ITEMS`]. What is wrong with one item is in the outcome.
    pub async fn report_usage(&self, viewer: &Viewer, said: Vec<ReportedUse>) -> Result<Outcome> {
        viewer.must(Action::Report)?;
        if said.len() > MAX_ITEMS {
            return Err(Error::invalid("usage", format!("has {} items; {MAX_ITEMS} are allowed", said.len())));
        }
        let names: Vec<(Name, AssetKind)> = said.iter().map(|said| (said.name.clone(), said.kind)).collect();
        let ids = self.targets_of(viewer, &names).await?;
        let mut outcome = Outcome::default();
        let mut uses = Vec::new();
        for (index, (said, id)) in said.into_iter().zip(ids).enumerate() {
            let taken = said.validate().and_then(|()| {
                id.ok_or_else(|| Error::invalid("parts", format!("no {} `{}` in the catalog", said.kind, said.name)))
            });
            match taken {
                Ok(asset) => {
                    let ReportedUse { day, actor, counts, last_read, last_write, .. } = said;
                    let actor = actor.filter(|actor| !actor.trim().is_empty());
                    uses.push(Use { asset, day, actor, counts, last_read, last_write });
                }
                Err(cause) => {
                    let refused = RefusedItem { field: cause.field().map(str::to_owned), message: cause.to_string() };
                    outcome.errors.push(("usage".to_owned(), index, refused));
                }
            }
        }
        outcome.accepted = uses.len();
        let write = self.database().write().await?;
        apply_uses(&write, &viewer.name, uses, Counting::Replace).await?;
        write.commit().await?;
        outcome.last_change = self.last_change().await?;
        Ok(outcome)
    }

    /// The assets of names. Whoever may report need not be one who may read, and is still bound to sources.
    async fn targets_of(&self, viewer: &Viewer, names: &[(Name, AssetKind)]) -> Result<Vec<Option<AssetId>>> {
        let found = self.resolve_all(self.database().read(), names, false).await?;
        let ids: Vec<AssetId> = found.values().map(|id| AssetId(*id)).collect();
        let sources = self.sources_of(&ids).await?;
        let is_bound_to = |id: &AssetId| match viewer.sees.sources() {
            None => true,
            Some(bound) => sources.get(id).is_some_and(|source| bound.contains(source)),
        };
        let target = |name: &(Name, AssetKind)| Some(AssetId(*found.get(name)?)).filter(is_bound_to);
        Ok(names.iter().map(target).collect())
    }
}
