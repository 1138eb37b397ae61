//! Whether a contract is kept as a whole: one check on its producer, with one incident that names who relies on it.

use std::collections::BTreeSet;

use catalog::{AssetId, UserId, Viewer};
use quality::{
    Dimension, Finding, Outcome, Result, Words,
    contract::{Consumer, Kept, State},
    service::{Batch, CONTRACTS, ContractStanding, Impact, Made, News, Stage},
    suite::{Severity, Suite},
};
use serde_json::json;

use super::{Checking, Scope};
use crate::notify::{self, event::MOST_RECIPIENTS};

/// The most consumers that an incident names.
const MOST_NAMED: usize = 40;
/// How many assets downstream are asked for their owners.
const MOST_DOWNSTREAM: usize = 500;

impl Checking {
    /// Takes down whether the contract that keeps a suite is kept, once its checks were made.
    pub(super) async fn conclude(&self, suite: &Suite, scope: &Scope) -> Result<()> {
        let Some(kept) = self.quality.contract_of_suite(suite.id).await? else { return Ok(()) };
        let about: Vec<AssetId> = kept.assets().collect();
        if let Some(source) = scope.within
            && !self.catalog.sources_of(&about).await?.values().any(|of| *of == source)
        {
            return Ok(());
        }
        let Some(producer) = kept.assets().next() else { return Ok(()) };
        let system = Viewer::system();
        let version = self.quality.contract_version_numbered(&system, kept.id, kept.current()).await?;
        let there = self.catalog.assets(&system, &about, None).await?;
        let is_there = |asset: AssetId| there.iter().any(|found| found.id == asset && found.removed.is_none());
        let missing =
            kept.tables.iter().filter(|table| !table.asset.is_some_and(is_there)).map(|table| table.name.clone());
        let standing = self.quality.standing(suite.id).await?;
        let finding = judged(&standing, &missing.collect::<Vec<_>>());
        let is_bad = matches!(finding.outcome, Outcome::Fail | Outcome::Error);
        let impact = if is_bad { self.impact_of(producer).await? } else { Impact::default() };
        let batch = Batch {
            table: producer,
            tool: CONTRACTS.into(),
            suite: None,
            at: self.catalog.clock().now(),
            run: scope.run,
            made: vec![made(&kept, (&version.word, version.state), finding)],
            is_complete: false,
            impact,
        };
        self.tell(&kept, batch).await
    }

    /// Takes it down and tells people: owners of the producer, and who relies on the contract.
    async fn tell(&self, kept: &Kept, batch: Batch) -> Result<()> {
        let (at, producer) = (batch.at, batch.table);
        let told = self.relying(kept, producer).await?;
        let write = self.catalog.database().write().await?;
        let news = self.quality.record(&write, batch).await?;
        let begun = |news: &&News| matches!(news.stage, Stage::Opened | Stage::Reopened);
        for one in news.iter().filter(begun) {
            let names: Vec<&str> = told.named.iter().map(String::as_str).collect();
            let whom = if names.is_empty() { "nobody that is known".to_owned() } else { names.join(", ") };
            let note = format!("the contract {} is broken; relying on it: {whom}", kept.name);
            self.quality.note_incident(&write, one.incident.id, &note).await?;
        }
        let events = super::tell::events(&news, at).into_iter().map(|event| {
            event
                .with("contract", kept.name.clone())
                .with("contractId", kept.id.to_string())
                .with("consumers", told.named.iter().cloned().collect::<Vec<_>>())
                .to(told.accounts.iter().copied())
        });
        notify::post_all(&write, events.collect()).await?;
        Ok(write.commit().await?)
    }

    /// Who relies on a contract: those that people named, and whose assets are named or downstream of its tables.
    async fn relying(&self, kept: &Kept, producer: AssetId) -> Result<Relying> {
        let (mut named, mut assets) = (BTreeSet::new(), Vec::new());
        for consumer in &kept.consumers {
            match consumer {
                Consumer::Party(name) => {
                    named.insert(name.clone());
                }
                Consumer::Asset(asset) => assets.push(*asset),
            }
        }
        let system = Viewer::system();
        for asset in self.catalog.assets(&system, &assets, None).await? {
            named.insert(asset.name.last().to_owned());
        }
        let mut owners: BTreeSet<String> = kept.consumers.iter().filter_map(party).collect();
        owners.extend(kept.owner.as_deref().map(catalog::governance::facts::fold));
        for table in kept.assets() {
            let below = self.at_risk(&system, table, MOST_DOWNSTREAM).await?;
            assets.extend(below.assets.into_iter().map(|(asset, _)| asset));
        }
        assets.retain(|asset| *asset != producer);
        assets.sort_unstable();
        assets.dedup();
        for facts in self.catalog.facts(&assets).await?.into_values() {
            owners.extend(facts.owners);
        }
        named = named.into_iter().take(MOST_NAMED).map(|name| name.chars().take(60).collect()).collect();
        let accounts = self.access.people_owning(&owners, MOST_RECIPIENTS).await;
        let accounts = accounts.map_err(|cause| catalog::Error::conflict(cause.to_string()))?;
        Ok(Relying { named, accounts: accounts.into_iter().collect() })
    }
}

/// Who relies on a contract.
struct Relying {
    /// As people named them.
    named: BTreeSet<String>,
    /// Who is told.
    accounts: Vec<UserId>,
}

fn party(consumer: &Consumer) -> Option<String> {
    match consumer {
        Consumer::Party(name) => Some(catalog::governance::facts::fold(name)),
        Consumer::Asset(_) => None,
    }
}

fn made(kept: &Kept, (version, state): (&str, State), finding: Finding) -> Made {
    Made {
        key: kept.id.to_string(),
        item: None,
        kind: CONTRACTS.into(),
        column: None,
        title: Some(kept.name.chars().take(200).collect()),
        dimension: Dimension::Consistency,
        severity: Severity::Critical,
        settings: json!({ "contract": kept.id, "version": version, "state": state }),
        finding,
        is_resolved_by_passing: true,
    }
}

/// Whether it is kept: no table is missing, and no check fails or cannot be judged.
fn judged(standing: &ContractStanding, missing: &[String]) -> Finding {
    let ContractStanding { made, failed, errors, .. } = *standing;
    let (outcome, message) = if !missing.is_empty() {
        let (count, first) = (missing.len(), &missing[0]);
        let en = format!("{count} tables are not there (`{first}`), {failed} of {made} promises are broken");
        (Outcome::Fail, Words::new(en, format!("缺少 {count} 张表（`{first}`），{made} 项承诺中 {failed} 项未兑现")))
    } else if failed > 0 {
        let en = format!("{failed} of {made} promises are broken");
        (Outcome::Fail, Words::new(en, format!("{made} 项承诺中 {failed} 项未兑现")))
    } else if errors > 0 {
        let en = format!("{errors} of {made} promises could not be judged");
        (Outcome::Error, Words::new(en, format!("{made} 项承诺中 {errors} 项无法判断")))
    } else if made == 0 {
        (Outcome::NoData, Words::new("nothing was looked at", "尚未检查"))
    } else {
        (Outcome::Pass, Words::new(format!("all {made} promises are kept"), format!("{made} 项承诺全部兑现")))
    };
    Finding::new(outcome, message).measuring("failed", failed).measuring("errors", errors).measuring("made", made)
}
