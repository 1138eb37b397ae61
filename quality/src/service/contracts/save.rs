//! Saving versions of contracts, and saying where they are in their life.

use catalog::{Action, AssetId, ContractId, Viewer, Write, governance::Permission};

use super::super::Quality;
use crate::{
    contract::{Contract, Difference, Draft, Kept, MOST_PROMISES, RuleKind, State, Version, compare, is_higher_major},
    error::{Error, Result},
    store,
    suite::Item,
};

/// The most versions of a contract.
const MOST_VERSIONS: i32 = 1_000;
/// How many differences a refusal names.
const NAMED: usize = 5;

/// What was saved.
#[derive(Debug, Clone, PartialEq)]
pub struct Saved {
    /// The contract.
    pub kept: Kept,
    /// The version that was brought.
    pub version: Version,
    /// What it changes for who relies on the version that held before.
    pub differences: Vec<Difference>,
    /// Whether the version was not there before.
    pub is_new: bool,
}

impl Quality {
    /// Saves a contract in the caller's transaction: a version that is not there is added, one that is there has to say the
    /// same but for where it is in its life. A version that holds is in force from then on; `promises` are its checks.
    ///
    /// # Errors
    /// `Forbidden`; `Invalid` naming the field: `version` for one that is there with another text, or that breaks who relies
    /// on the version in force without saying so by its major number.
    pub async fn save_contract(
        &self,
        viewer: &Viewer,
        write: &Write,
        draft: Draft,
        promises: Vec<Item>,
    ) -> Result<Saved> {
        viewer.must(Action::ManageQuality)?;
        draft.check()?;
        let agreed = &draft.contract.agreed;
        let before = store::contract::find_by_key(&**write, &agreed.id).await?;
        self.must_keep(viewer, before.as_ref(), &draft).await?;
        let mut kept = self.begun(viewer, before.as_ref(), &draft);
        let there = store::contract::version_of(&**write, kept.id, &agreed.version).await?;
        let (is_new, was) = (there.is_none(), there.as_ref().map(|there| there.state));
        // What is there as it is changes nothing for anybody.
        let differences = match was {
            Some(was) if was == State::of(&agreed.status) => (None, Vec::new()),
            _ => self.differences(write, &kept, &draft.contract).await?,
        };
        let version = brought(viewer, &kept, &draft, (there, &differences))?;
        kept.latest = kept.latest.max(version.number);
        if was != Some(version.state) {
            kept.in_force = in_force(&kept, &version);
        }
        let is_current = kept.current() == version.number;
        if is_current {
            kept.name = agreed.name.clone().unwrap_or_else(|| agreed.id.clone());
            kept.tables = draft.tables;
        }
        store::contract::put(write, &kept, before.is_none()).await?;
        if is_new {
            store::contract::add_version(write, kept.id, &version).await?;
        } else {
            store::contract::set_state(write, kept.id, &version).await?;
        }
        if is_current {
            self.keep_suite(write, viewer, &mut kept, promises).await?;
        }
        tracing::info!(contract.id = %kept.id, actor = viewer.name, "saved `{}` of `{}`", version.word, kept.name);
        Ok(Saved { kept, version, differences: differences.1, is_new })
    }

    /// Says where a version is in its life, in the caller's transaction. `promises` are the checks of that version.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound`; `Invalid` for `version` as [`Quality::save_contract`].
    pub async fn set_contract_state(
        &self,
        viewer: &Viewer,
        write: &Write,
        (id, number): (ContractId, i32),
        (state, is_breaking_known): (State, bool),
        (tables, promises): (Vec<crate::contract::KeptTable>, Vec<Item>),
    ) -> Result<Kept> {
        viewer.must(Action::ManageQuality)?;
        let mut kept = self.contract(viewer, id).await?;
        self.must_cover_tables(viewer, &kept.assets().collect::<Vec<_>>()).await?;
        let found = store::contract::version(&**write, id, number).await?;
        let mut version = found.ok_or_else(|| Error::not_found("version", number))?;
        let contract = version.contract()?;
        self.must_write_sql(viewer, &contract)?;
        if state.holds() {
            let differences = self.differences(write, &kept, &contract).await?;
            let is_known = is_breaking_known || version.acknowledged_by.is_some();
            if must_not_surprise(&differences, &contract, is_known)? && version.acknowledged_by.is_none() {
                version.acknowledged_by = Some(viewer.name.clone());
            }
        }
        version.state = state;
        kept.in_force = in_force(&kept, &version);
        (kept.updated_by, kept.updated_at) = (viewer.name.clone(), self.now());
        if kept.current() == number {
            kept.name = contract.agreed.name.clone().unwrap_or_else(|| kept.key.clone());
            kept.tables = tables;
        }
        self.must_cover_tables(viewer, &kept.assets().collect::<Vec<_>>()).await?;
        store::contract::set_state(write, id, &version).await?;
        store::contract::put(write, &kept, false).await?;
        if kept.in_force.is_none() || kept.in_force == Some(number) {
            self.keep_suite(write, viewer, &mut kept, promises).await?;
        }
        tracing::info!(contract.id = %id, actor = viewer.name, "`{}` of `{}` is {}", version.word, kept.name, state.code());
        Ok(kept)
    }

    /// Takes a contract away with its versions and its suite, in the caller's transaction; what its checks came to stays.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound`.
    pub async fn delete_contract(&self, viewer: &Viewer, write: &Write, id: ContractId) -> Result<Kept> {
        viewer.must(Action::ManageQuality)?;
        let mut kept = self.contract(viewer, id).await?;
        self.must_cover_tables(viewer, &kept.assets().collect::<Vec<_>>()).await?;
        kept.in_force = None;
        self.keep_suite(write, viewer, &mut kept, Vec::new()).await?;
        store::contract::delete(write, id).await?;
        tracing::info!(contract.id = %id, actor = viewer.name, "deleted the contract `{}`", kept.name);
        Ok(kept)
    }

    /// The contract as it is before the version is taken in.
    fn begun(&self, viewer: &Viewer, before: Option<&Kept>, draft: &Draft) -> Kept {
        let (now, agreed) = (self.now(), &draft.contract.agreed);
        let mut kept = before.cloned().unwrap_or_else(|| Kept {
            id: ContractId::new(),
            key: agreed.id.clone(),
            name: agreed.name.clone().unwrap_or_else(|| agreed.id.clone()),
            owner: None,
            consumers: Vec::new(),
            cron: None,
            latest: 0,
            in_force: None,
            suite: None,
            tables: Vec::new(),
            created_by: viewer.name.clone(),
            created_at: now,
            updated_by: String::new(),
            updated_at: now,
        });
        (kept.updated_by, kept.updated_at) = (viewer.name.clone(), now);
        if let Some(owner) = &draft.owner {
            kept.owner = Some(owner.trim().to_owned());
        }
        if let Some(consumers) = &draft.consumers {
            kept.consumers.clone_from(consumers);
        }
        if let Some(cron) = &draft.cron {
            kept.cron = Some(cron.clone());
        }
        kept
    }

    /// What a version changes for who relies on the one in force, with what that one is called; nothing when it is the one.
    async fn differences(
        &self,
        write: &Write,
        kept: &Kept,
        new: &Contract,
    ) -> Result<(Option<String>, Vec<Difference>)> {
        let Some(number) = kept.in_force else { return Ok((None, Vec::new())) };
        let held = store::contract::version(&**write, kept.id, number).await?;
        let Some(held) = held.filter(|held| held.word != new.agreed.version) else { return Ok((None, Vec::new())) };
        let (old, mut new) = (held.contract()?, new.clone());
        // That a draft does not hold yet takes nothing from anybody: the version in force stays.
        new.set_state(held.state);
        Ok((Some(held.word), compare(&old, &new)))
    }

    async fn must_keep(&self, viewer: &Viewer, before: Option<&Kept>, draft: &Draft) -> Result<()> {
        self.must_write_sql(viewer, &draft.contract)?;
        if viewer.edits.is_some() && draft.tables.iter().any(|table| table.asset.is_none()) {
            let action = "promise something of tables that are not there; name those that you may edit".to_owned();
            return Err(catalog::Error::Forbidden { action }.into());
        }
        let mut about: Vec<AssetId> = draft.tables.iter().filter_map(|table| table.asset).collect();
        about.extend(before.into_iter().flat_map(Kept::assets));
        self.must_cover_tables(viewer, &about).await
    }

    /// Whoever writes SQL reads what the source's account can.
    fn must_write_sql(&self, viewer: &Viewer, contract: &Contract) -> Result<()> {
        let mut tables = contract.agreed.tables.iter();
        let has_sql = tables.any(|table| {
            let of_columns = table.columns.iter().flat_map(|column| &column.rules);
            table.rules.iter().chain(of_columns).any(|rule| matches!(rule.kind, RuleKind::Sql { .. }))
        });
        if has_sql {
            viewer.must(Action::ManageSources)?;
        }
        Ok(())
    }

    async fn must_cover_tables(&self, viewer: &Viewer, tables: &[AssetId]) -> Result<()> {
        Ok(self.catalog.must_with(viewer, Permission::Edit, tables).await?)
    }
}

/// The version that is brought: the one that is there, which has to say the same, or a new one.
fn brought(
    viewer: &Viewer,
    kept: &Kept,
    draft: &Draft,
    (there, differences): (Option<Version>, &(Option<String>, Vec<Difference>)),
) -> Result<Version> {
    let (agreed, digest) = (&draft.contract.agreed, draft.contract.digest());
    if there.as_ref().is_some_and(|there| there.digest != digest) {
        let problem = format!("`{}` is there already and says something else; give it another version", agreed.version);
        return Err(Error::invalid("version", problem));
    }
    let is_known = draft.is_breaking_known || there.as_ref().is_some_and(|there| there.acknowledged_by.is_some());
    let is_acknowledged = must_not_surprise(differences, &draft.contract, is_known)?;
    let state = State::of(&agreed.status);
    let mut version = there.unwrap_or_else(|| Version {
        number: kept.latest + 1,
        word: agreed.version.clone(),
        state,
        digest,
        document: draft.contract.canonical(),
        is_breaking: differences.1.iter().any(|difference| difference.breaking),
        acknowledged_by: None,
        saved_by: viewer.name.clone(),
        saved_at: kept.updated_at,
    });
    if version.number > MOST_VERSIONS {
        return Err(Error::invalid("version", format!("is one too many; {MOST_VERSIONS} versions are kept")));
    }
    version.state = state;
    if is_acknowledged && version.acknowledged_by.is_none() {
        version.acknowledged_by = Some(viewer.name.clone());
    }
    Ok(version)
}

/// Which version is in force, once a version is where it is in its life.
fn in_force(kept: &Kept, version: &Version) -> Option<i32> {
    match kept.in_force {
        _ if version.state.holds() => Some(version.number),
        Some(number) if number == version.number => None,
        other => other,
    }
}

/// Whether something breaks and that is known; an error when it is not.
fn must_not_surprise(
    (held, differences): &(Option<String>, Vec<Difference>),
    new: &Contract,
    is_known: bool,
) -> Result<bool> {
    let breaking: Vec<&Difference> = differences.iter().filter(|difference| difference.breaking).collect();
    let (Some(held), false) = (held, breaking.is_empty()) else { return Ok(false) };
    if is_higher_major(&new.agreed.version, held) {
        return Ok(is_known);
    }
    if is_known {
        return Ok(true);
    }
    let named: Vec<String> =
        breaking.iter().take(NAMED).map(|difference| format!("`{}`: {}", difference.path, difference.why.en)).collect();
    let more = breaking.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let problem = format!(
        "breaks who relies on `{held}` ({}{more}); raise the major version, or say that it is known",
        named.join("; ")
    );
    Err(Error::invalid("version", problem))
}

/// Refuses more checks than are made of one contract.
pub(super) fn must_be_few(promises: &[Item]) -> Result<()> {
    if promises.len() > MOST_PROMISES {
        let problem = format!("asks for {} checks; at most {MOST_PROMISES} are made", promises.len());
        return Err(Error::invalid("schema", problem));
    }
    Ok(())
}
