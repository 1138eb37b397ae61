//! Suites: who makes them, and what becomes of their checks when they change.

use catalog::{Action, Page, PageRequest, SuiteId, Viewer, Write, governance::Permission, page::decode_cursor};
use chrono::{DateTime, Utc};

use super::Quality;
use crate::{
    checks,
    error::{Error, Result},
    incident::Reason,
    store::{self, suite::Occasion},
    suite::{Draft, Suite},
};

impl Quality {
    /// A page of the suites, by name.
    ///
    /// # Errors
    /// `Forbidden`; `Invalid` for a foreign cursor.
    pub async fn suites(&self, viewer: &Viewer, page: &PageRequest) -> Result<Page<Suite>> {
        viewer.must(Action::ReadCatalog)?;
        let after =
            page.after.as_deref().map(|cursor| decode_cursor(cursor, 1)).transpose()?.map(|parts| parts.concat());
        let mut kept = Vec::new();
        let mut last = after;
        loop {
            let read = store::suite::list(self.database().read(), last.as_deref(), page.first as u64 + 1).await?;
            let is_end = read.len() <= page.first;
            last = read.last().map(|suite| store::suite::key(&suite.draft.name));
            for suite in read {
                if self.may_know(viewer, &suite).await? {
                    kept.push(suite);
                }
            }
            if is_end || kept.len() > page.first {
                break;
            }
        }
        Ok(Page::cut(kept, page.first, |suite: &Suite| {
            catalog::page::encode_cursor(&[&store::suite::key(&suite.draft.name)])
        }))
    }

    /// One suite.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound` when there is none, or none that the viewer may know of.
    pub async fn suite(&self, viewer: &Viewer, id: SuiteId) -> Result<Suite> {
        viewer.must(Action::ReadCatalog)?;
        let found = store::suite::find(self.database().read(), id).await?;
        match found {
            Some(suite) if self.may_know(viewer, &suite).await? => Ok(suite),
            _ => Err(Error::not_found("suite", id)),
        }
    }

    /// The suite of this name.
    ///
    /// # Errors
    /// As [`Quality::suite`].
    pub async fn suite_by_name(&self, viewer: &Viewer, name: &str) -> Result<Suite> {
        viewer.must(Action::ReadCatalog)?;
        let found = store::suite::find_by_name(self.database().read(), name).await?;
        match found {
            Some(suite) if self.may_know(viewer, &suite).await? => Ok(suite),
            _ => Err(Error::not_found("suite", name)),
        }
    }

    /// A suite that only names tables of which one may know nothing is not known either.
    async fn may_know(&self, viewer: &Viewer, suite: &Suite) -> Result<bool> {
        let named = &suite.draft.selection.assets;
        if named.is_empty() || suite.draft.selection.query.is_some() {
            return Ok(true);
        }
        Ok(!self.catalog.visible(viewer, named).await?.is_empty())
    }

    /// Makes a suite, or changes the one with `id`. Its schedule must have been read before.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound`; `Invalid` naming the field, such as `checks.0.kind`; `Conflict` for a name that is taken.
    pub async fn save_suite(&self, viewer: &Viewer, id: Option<SuiteId>, draft: Draft) -> Result<Suite> {
        viewer.must(Action::ManageQuality)?;
        let draft = draft.checked()?;
        for (index, item) in draft.items.iter().enumerate() {
            if checks::find(&item.kind).is_none() {
                let problem = format!("`{}` is no check; see the list of checks", item.kind);
                return Err(Error::invalid(format!("checks.{index}.kind"), problem));
            }
        }
        self.must_cover(viewer, &draft).await?;
        let before = match id {
            Some(id) => Some(self.suite(viewer, id).await?),
            None => None,
        };
        if let Some(before) = &before {
            self.must_cover(viewer, &before.draft).await?;
            self.must_be_free(before.id).await?;
        }
        let now = self.now();
        let write = self.database().write().await?;
        let taken = store::suite::find_by_name(&*write, &draft.name).await?;
        if taken.is_some_and(|taken| Some(taken.id) != id) {
            return Err(Error::conflict(format!("there is a suite of the name `{}` already", draft.name)));
        }
        let suite = Suite {
            id: id.unwrap_or_else(SuiteId::new),
            version: before.as_ref().map_or(1, |before| before.version + 1),
            fired_until: now,
            created_by: before.as_ref().map_or_else(|| viewer.name.clone(), |before| before.created_by.clone()),
            created_at: before.as_ref().map_or(now, |before| before.created_at),
            updated_by: viewer.name.clone(),
            updated_at: now,
            draft,
        };
        match before {
            Some(_) => store::suite::update(&write, &suite).await?,
            None => store::suite::insert(&write, &suite).await?,
        }
        self.retire_items(&write, &suite).await?;
        write.commit().await?;
        tracing::info!(suite.id = %suite.id, actor = viewer.name, "saved the suite `{}`", suite.draft.name);
        Ok(suite)
    }

    /// Whoever writes SQL reads what the source's account can; whoever names a table must be allowed to curate it.
    async fn must_cover(&self, viewer: &Viewer, draft: &Draft) -> Result<()> {
        if draft.items.iter().any(crate::suite::Item::has_sql) {
            viewer.must(Action::ManageSources)?;
        }
        if draft.selection.query.is_some() && viewer.edits.is_some() {
            let action = "check tables by a search; name the tables that you may edit".to_owned();
            return Err(catalog::Error::Forbidden { action }.into());
        }
        Ok(self.catalog.must_with(viewer, Permission::Edit, &draft.selection.assets).await?)
    }

    /// Deletes a suite; the results of its checks stay.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound`.
    pub async fn delete_suite(&self, viewer: &Viewer, id: SuiteId) -> Result<()> {
        viewer.must(Action::ManageQuality)?;
        let suite = self.suite(viewer, id).await?;
        self.must_cover(viewer, &suite.draft).await?;
        self.must_be_free(id).await?;
        let write = self.database().write().await?;
        self.retire(&write, store::check::of_suite(&*write, id).await?).await?;
        store::suite::delete(&write, id).await?;
        write.commit().await?;
        tracing::info!(suite.id = %id, actor = viewer.name, "deleted the suite `{}`", suite.draft.name);
        Ok(())
    }

    /// Puts away the checks of items that a suite has no more.
    pub(super) async fn retire_items(&self, write: &Write, suite: &Suite) -> Result<()> {
        let items: std::collections::HashSet<_> = suite.draft.items.iter().map(|item| item.id).collect();
        let checks = store::check::of_suite(&**write, suite.id).await?;
        let gone = checks.into_iter().filter(|check| check.item.is_none_or(|item| !items.contains(&item)));
        self.retire(write, gone.collect()).await
    }

    /// Puts away checks that nobody makes any more, and ends their incidents.
    pub(super) async fn retire(&self, write: &Write, gone: Vec<store::check::CheckRow>) -> Result<()> {
        let ids: Vec<_> = gone.iter().map(|check| check.id).collect();
        for mut check in gone {
            check.is_active = false;
            store::check::update(write, &check).await?;
        }
        for incident in store::incident::newest_of(&**write, &ids).await?.into_values() {
            if incident.state.is_open() {
                self.end_incident(write, incident, Reason::Withdrawn).await?;
            }
        }
        Ok(())
    }

    /// The suites whose schedule has to be looked at.
    ///
    /// # Errors
    /// The store's own.
    pub async fn scheduled_suites(&self) -> Result<Vec<Suite>> {
        store::suite::timed(self.database().read(), Occasion::Schedule).await
    }

    /// The suites that run when a crawl has ended.
    ///
    /// # Errors
    /// The store's own.
    pub async fn suites_after_crawls(&self) -> Result<Vec<Suite>> {
        store::suite::timed(self.database().read(), Occasion::Crawl).await
    }

    /// The suites that run when a pipeline's run has succeeded.
    ///
    /// # Errors
    /// The store's own.
    pub async fn suites_after_runs(&self) -> Result<Vec<Suite>> {
        store::suite::timed(self.database().read(), Occasion::Run).await
    }

    /// One suite as it is in a transaction, and whether its schedule has not been looked at since `seen`.
    ///
    /// # Errors
    /// The store's own.
    pub async fn claim_schedule(&self, write: &Write, seen: &Suite, now: DateTime<Utc>) -> Result<bool> {
        let current = store::suite::find(&**write, seen.id).await?;
        let is_same =
            current.is_some_and(|current| current.fired_until == seen.fired_until && current.draft.is_enabled);
        if is_same {
            store::suite::set_fired_until(write, seen.id, now).await?;
        }
        Ok(is_same)
    }
}
