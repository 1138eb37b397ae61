//! Holding tables to a contract: their shape as the catalog has it, and the checks that the contract asks for.

use catalog::{AssetId, Viewer};
use quality::{
    Asked, History, Outcome, Sampling, Wish, Words,
    contract::{self, AgreedTable, Contract, Held, NotEnforced},
};

use super::{
    Checking,
    make::{ask, of_quality},
    table::{Open, Ready},
};
use crate::sources::Result;

/// One thing that a contract promises, and whether it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct ContractFinding {
    /// Where the contract says it.
    pub path: String,
    /// The table, as the contract calls it.
    pub table: String,
    /// The column.
    pub column: Option<String>,
    /// `table` and `schema` for its shape, else the type of check.
    pub kind: String,
    /// Whether it is kept.
    pub outcome: Outcome,
    /// What was found.
    pub message: Words,
}

/// Whether a contract is kept.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Kept {
    /// What was found.
    pub findings: Vec<ContractFinding>,
    /// What no check can hold anybody to.
    pub left: Vec<NotEnforced>,
}

impl Kept {
    /// Whether everything that could be judged is as promised, and everything could be judged.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.findings.iter().all(|found| matches!(found.outcome, Outcome::Pass | Outcome::NoData))
    }
}

impl Checking {
    /// Asks the sources whether the tables of a contract are what it says; keeps nothing of the answers.
    ///
    /// # Errors
    /// `Forbidden` for who may not check the tables, or see samples of them; the store's own. A table that is not there,
    /// or cannot be asked, is a finding.
    pub async fn hold(&self, viewer: &Viewer, contract: &Contract) -> Result<Kept> {
        let mut kept = Kept::default();
        let mut open = Open::default();
        for agreed in &contract.agreed.tables {
            let found = |kind: &str, outcome, message| ContractFinding {
                path: agreed.path.clone(),
                table: agreed.name.clone(),
                column: None,
                kind: kind.to_owned(),
                outcome,
                message,
            };
            let Some(asset) = self.agreed_table(viewer, contract, agreed).await.map_err(of_quality)? else {
                let words = Words::new(
                    format!("there is no table `{}`", agreed.source_name()),
                    format!("没有表 `{}`", agreed.source_name()),
                );
                kept.findings.push(found("table", Outcome::Fail, words));
                continue;
            };
            self.must_try(viewer, asset.id).await?;
            let ready = match self.ready(asset.id, &mut open).await {
                Ok(ready) => ready,
                Err(cause) => {
                    let words = Words::new(format!("cannot be asked: {cause}"), format!("无法查询：{cause}"));
                    kept.findings.push(found("table", Outcome::Error, words));
                    continue;
                }
            };
            let place = ready.table.place().map_err(of_quality)?;
            let (checks, left) = contract::checks(agreed, &contract.agreed.services, &place);
            kept.left.extend(left);
            kept.findings.extend(shape(agreed, &ready));
            kept.findings.extend(self.promised(agreed, checks, &ready).await);
        }
        Ok(kept)
    }

    /// Results tell of the data, so they are for who may see samples of the whole table.
    async fn must_try(&self, viewer: &Viewer, table: AssetId) -> Result<()> {
        self.quality.must_check(viewer, &[table]).await.map_err(of_quality)?;
        self.catalog.must_with(viewer, catalog::governance::Permission::Sample, &[table]).await?;
        Ok(())
    }

    async fn promised(
        &self,
        agreed: &AgreedTable,
        checks: Vec<contract::Enforced>,
        ready: &Ready,
    ) -> Vec<ContractFinding> {
        let asked: Vec<Asked> = checks.iter().map(|enforced| spelt(enforced.asked.clone(), ready)).collect();
        let now = self.catalog.clock().now();
        let plan = quality::plan(&ready.table, &asked, &Wish { now, sampling: Sampling::All, ..Wish::default() });
        let (findings, _) = ask(ready, &plan, &History { now, past: std::collections::BTreeMap::new() }).await;
        let found = checks.iter().zip(&asked).zip(findings).map(|((enforced, asked), (_, finding))| ContractFinding {
            path: enforced.path.clone(),
            table: agreed.name.clone(),
            column: asked.column.clone(),
            kind: asked.kind.clone(),
            outcome: finding.outcome,
            message: finding.message,
        });
        found.collect()
    }
}

/// The check with its column spelt as the source does; a contract need not.
fn spelt(mut asked: Asked, ready: &Ready) -> Asked {
    if let Some(name) = &asked.column
        && ready.table.column(name).is_none()
    {
        let same = ready.table.columns.iter().find(|column| column.name.eq_ignore_ascii_case(name));
        asked.column = Some(same.map_or_else(|| name.clone(), |column| column.name.clone()));
    }
    asked
}

fn shape(agreed: &AgreedTable, ready: &Ready) -> Vec<ContractFinding> {
    let held: Vec<Held<'_>> = ready
        .table
        .columns
        .iter()
        .map(|column| Held { name: &column.name, data_type: &column.data_type, is_nullable: column.is_nullable })
        .collect();
    let breaches = contract::compare_with_table(agreed, &held);
    let found = |path: &str, column: Option<&str>, outcome, message| ContractFinding {
        path: path.to_owned(),
        table: agreed.name.clone(),
        column: column.map(str::to_owned),
        kind: "schema".into(),
        outcome,
        message,
    };
    if breaches.is_empty() {
        let words = Words::new("the columns are as promised", "字段与约定一致");
        return vec![found(&agreed.path, None, Outcome::Pass, words)];
    }
    breaches.iter().map(|breach| found(&breach.path, Some(&breach.column), Outcome::Fail, breach.why.clone())).collect()
}
