//! KPIs: found, listed, saved, deleted, and what they were before.

use std::collections::HashMap;

use catalog::{
    Action, Page, PageRequest,
    page::{decode_cursor, encode_cursor},
};
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::{Asker, Kpis};
use crate::{
    definition::{Definition, Kpi},
    error::{Error, Result},
    forecast::MOST_RESULTS,
    results::DayResult,
    store::{definition as store, result},
};

/// The most KPIs of an installation.
const MAX_KPIS: u64 = 1_000;
/// The most days of results that are given at once.
const MAX_RESULT_DAYS: i64 = 3_660;

impl Kpis {
    /// The KPI with this identifier.
    ///
    /// # Errors
    /// `Forbidden`; [`Error::NotFound`] when there is none, or none that they may know of.
    pub async fn get(&self, asker: Asker<'_>, id: Uuid) -> Result<Kpi> {
        asker.viewer.must(Action::ReadCatalog)?;
        let found = store::find(self.catalog.database().read(), id).await?;
        found.filter(|kpi| asker.sees(&kpi.definition)).ok_or_else(|| not_found(id))
    }

    /// A page of the KPIs they may know of, by name.
    ///
    /// # Errors
    /// `Forbidden`; `Invalid` for a cursor of another list.
    pub async fn list(&self, asker: Asker<'_>, page: &PageRequest) -> Result<Page<Kpi>> {
        asker.viewer.must(Action::ReadCatalog)?;
        let after = page.after.as_deref().map(|after| decode_cursor(after, 1)).transpose()?;
        let after = after.as_ref().map(|key| key[0].as_str());
        // There are few: those that are not theirs are left out of what was read.
        let mut kpis = store::list(self.catalog.database().read(), after, MAX_KPIS).await?;
        kpis.retain(|kpi| asker.sees(&kpi.definition));
        kpis.truncate(page.first + 1);
        Ok(Page::cut(kpis, page.first, |kpi| encode_cursor(&[&store::key(&kpi.definition.name)])))
    }

    /// Makes a KPI, or changes the one with an identifier, of which `version` was seen. When it measures something else
    /// than before, its results are worked out anew from the first day of its period.
    ///
    /// # Errors
    /// `Forbidden`; [`Error::Invalid`] with every field that is wrong; [`Error::NotFound`]; [`Error::Conflict`] when
    /// somebody changed it meanwhile.
    pub async fn save(&self, asker: Asker<'_>, seen: Option<(Uuid, i32)>, mut definition: Definition) -> Result<Kpi> {
        asker.viewer.must(Action::ManageKpis)?;
        definition.name = definition.name.trim().to_owned();
        definition.check()?;
        let write = self.catalog.database().write().await?;
        let current = match seen {
            Some((id, _)) => Some(store::find(&*write, id).await?.ok_or_else(|| not_found(id))?),
            None => None,
        };
        let id = current.as_ref().map_or_else(new_id, |kpi| kpi.id);
        if store::is_taken(&*write, &definition.name, id).await? {
            return Err(Error::invalid(
                "name",
                format!("`{}` is another KPI's; give it one of its own", definition.name),
            ));
        }
        if let (Some(current), Some((_, seen))) = (&current, seen) {
            if current.version != seen {
                let problem =
                    format!("the KPI is of version {} by now, and {seen} was seen; look at it anew", current.version);
                return Err(Error::Conflict { problem });
            }
        } else if store::count(&*write).await? >= MAX_KPIS {
            return Err(Error::Conflict { problem: format!("there are {MAX_KPIS} KPIs; delete some first") });
        }
        let begins_anew = current.as_ref().is_none_or(|kpi| !kpi.definition.measures_like(&definition));
        let version = current.map_or(1, |kpi| kpi.version + 1);
        let (changed_at, changed_by) = (self.catalog.clock().now(), asker.viewer.name.clone());
        let kpi = Kpi { id, version, definition, changed_at, changed_by };
        store::save(&*write, &kpi, begins_anew).await?;
        if begins_anew {
            result::forget(&*write, id).await?;
        }
        write.commit().await?;
        Ok(kpi)
    }

    /// Deletes a KPI and its results; what it was is kept.
    ///
    /// # Errors
    /// `Forbidden`; [`Error::NotFound`].
    pub async fn delete(&self, asker: Asker<'_>, id: Uuid) -> Result<Kpi> {
        asker.viewer.must(Action::ManageKpis)?;
        let write = self.catalog.database().write().await?;
        let kpi = store::find(&*write, id).await?.ok_or_else(|| not_found(id))?;
        let (changed_at, changed_by) = (self.catalog.clock().now(), asker.viewer.name.clone());
        let gone = Kpi { version: kpi.version + 1, changed_at, changed_by, ..kpi };
        store::delete(&*write, &gone).await?;
        result::forget(&*write, id).await?;
        write.commit().await?;
        Ok(gone)
    }

    /// A page of what a KPI was, newest first; the present one is the first.
    ///
    /// # Errors
    /// As [`Self::get`]; `Invalid` for a cursor of another list.
    pub async fn versions(&self, asker: Asker<'_>, id: Uuid, page: &PageRequest) -> Result<Page<Kpi>> {
        self.get(asker, id).await?;
        let before = match page.after.as_deref() {
            None => None,
            Some(after) => {
                let key = decode_cursor(after, 1)?;
                let bad = |_| Error::invalid("after", "is not a cursor of this list");
                Some(key[0].parse::<i32>().map_err(bad)?)
            }
        };
        let most = u64::try_from(page.first).unwrap_or(u64::MAX).saturating_add(1);
        let kpis = store::versions(self.catalog.database().read(), id, (before, most)).await?;
        // Of a time when it was another team's, nothing is told.
        let kpis: Vec<Kpi> = kpis.into_iter().filter(|kpi| asker.sees(&kpi.definition)).collect();
        Ok(Page::cut(kpis, page.first, |kpi| encode_cursor(&[&kpi.version.to_string()])))
    }

    /// What a KPI came to on the days from one to another, oldest first; days without data are absent.
    ///
    /// # Errors
    /// As [`Self::get`]; [`Error::Invalid`] for `from` or `to`.
    pub async fn results(
        &self,
        asker: Asker<'_>,
        id: Uuid,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<Vec<DayResult>> {
        self.get(asker, id).await?;
        check_days(from, to)?;
        result::between(self.catalog.database().read(), id, (from, to)).await
    }

    /// The last results of KPIs, oldest first, as many as a forecast looks at. The caller has asked for the KPIs before.
    ///
    /// # Errors
    /// The store's own.
    pub async fn last_results(&self, kpis: &[Kpi]) -> Result<HashMap<Uuid, Vec<DayResult>>> {
        let ids: Vec<Uuid> = kpis.iter().map(|kpi| kpi.id).collect();
        let most = i32::try_from(MOST_RESULTS).unwrap_or(i32::MAX);
        result::last(self.catalog.database().read(), &ids, most).await
    }

    /// The domains that KPIs are of. For the service itself, which finds out who belongs to them.
    ///
    /// # Errors
    /// The store's own.
    pub async fn domains(&self) -> Result<std::collections::BTreeSet<String>> {
        let kpis = store::list(self.catalog.database().read(), None, MAX_KPIS).await?;
        Ok(kpis.into_iter().filter_map(|kpi| kpi.definition.domain).collect())
    }

    /// The moment on the catalog's clock.
    #[must_use]
    pub fn clock_now(&self) -> DateTime<Utc> {
        self.catalog.clock().now()
    }
}

/// Refuses days that are no period, or too long a one.
pub(super) fn check_days(from: NaiveDate, to: NaiveDate) -> Result<()> {
    if to < from {
        return Err(Error::invalid("to", format!("is {to}, before {from} where the days begin")));
    }
    if (to - from).num_days() > MAX_RESULT_DAYS {
        return Err(Error::invalid("from", format!("is more than {MAX_RESULT_DAYS} days before the last day")));
    }
    Ok(())
}

fn new_id() -> Uuid {
    catalog::EventId::new().0
}

fn not_found(id: Uuid) -> Error {
    Error::NotFound { what: "KPI", name: id.to_string() }
}
