//! What breaks if something changes that has not changed yet.

use async_graphql::{Context, InputObject, Object, OneofObject, Result, SimpleObject};
use catalog::{AssetId, AssetKind, Count, NameQuery};
use lineage::whatif::{
    self, Breach, BrokenContract, ChangeKind, ColumnChange, ColumnProposal, Effect, Proposal, ScriptProposal,
};

use super::{app, asset::Asset, viewer};
use crate::whatif::{Manifests, of_manifests, what_if};

/// What is asked.
#[derive(InputObject)]
pub struct WhatIfInput {
    /// What is proposed.
    proposal: WhatIfProposal,
    /// The most items of the answer, 1 to 10,000.
    #[graphql(default = 1000)]
    limit: i32,
}

/// What is proposed: one of these.
#[derive(OneofObject)]
pub enum WhatIfProposal {
    /// A script that alters tables.
    Ddl(WhatIfDdl),
    /// Another state of a dbt project.
    Manifest(WhatIfManifest),
    /// What becomes of columns; at most 5,000.
    Columns(Vec<WhatIfColumn>),
}

/// A script that alters tables.
#[derive(InputObject)]
pub struct WhatIfDdl {
    /// The text; at most 8 MiB.
    sql: String,
    /// Its dialect, such as `postgres`, `mysql`, `snowflake` or `tsql`.
    dialect: String,
    /// The namespace of its tables, such as `postgres://db.example:5432`; when it is left out, the names have to be
    /// unambiguous.
    namespace: Option<String>,
    /// What completes shorter names from the left, outermost first.
    default_path: Option<Vec<String>>,
}

/// Another state of a dbt project.
#[derive(InputObject)]
pub struct WhatIfManifest {
    /// The text of the proposed `manifest.json`.
    manifest: String,
    /// The text of the `manifest.json` as it is; the catalog tells, when it is left out.
    base: Option<String>,
    /// The namespace of the warehouse; when it is left out, that of the only dbt source, or of the only warehouse that
    /// fits.
    namespace: Option<String>,
    /// What the catalog calls the database, where dbt calls it otherwise.
    database: Option<String>,
}

/// What becomes of a column: it is dropped, unless it is said to be called otherwise or to get another type.
#[derive(InputObject)]
pub struct WhatIfColumn {
    /// Its name, or the last parts of it.
    name: String,
    /// Its type from then on.
    data_type: Option<String>,
    /// Its name from then on.
    rename_to: Option<String>,
}

/// What breaks.
#[derive(SimpleObject)]
pub struct WhatIfResult {
    /// What changes.
    changes: Vec<WhatIfChange>,
    /// What breaks, hardest and nearest first.
    broken: Vec<WhatIfBroken>,
    /// How many there are.
    total: Count,
    /// Whether more breaks than is listed, or than could be counted.
    truncated: bool,
    /// The contracts that break, surest first; at most as many as the limit says.
    contracts: Vec<WhatIfContract>,
    /// How many there are.
    contracts_total: Count,
    /// What could not be read or found.
    notes: Vec<String>,
}

/// A contract of a table that no longer holds.
#[derive(SimpleObject)]
pub struct WhatIfContract {
    /// The table.
    asset: Asset,
    /// Its name.
    name: String,
    /// Whether the contract surely breaks.
    effect: Effect,
    /// Whose the table is.
    owners: Vec<String>,
    /// The promises that are not kept.
    breaches: Vec<Breach>,
}

/// Something that changes.
#[derive(SimpleObject)]
pub struct WhatIfChange {
    /// What changes; of a new column the table.
    asset: AssetId,
    /// Its name.
    name: String,
    /// Its kind.
    kind: AssetKind,
    /// How.
    change: ChangeKind,
    /// The type before.
    before: Option<String>,
    /// The type, or the name, after.
    after: Option<String>,
    /// Whether somebody may break over it.
    is_breaking: bool,
}

/// Something that breaks.
#[derive(SimpleObject)]
pub struct WhatIfBroken {
    /// What.
    asset: Asset,
    /// Its name.
    name: String,
    /// Its kind.
    kind: AssetKind,
    /// How hard.
    effect: Effect,
    /// How many steps it is away from the change.
    distance: i32,
    /// The change, by its place in `changes`.
    change: i32,
    /// How it uses what is before it on the path, as that of `LineageEdge`.
    subtype: Option<&'static str>,
    /// Its own owners, else those of its table.
    owners: Vec<String>,
    /// The names of the shortest way from what changes to it; null where the viewer may not know.
    path: Vec<Option<String>>,
    /// Why, in English.
    why: String,
}

/// Questions about changes that have not happened.
#[derive(Default)]
pub struct WhatIfQuery;

#[Object]
impl WhatIfQuery {
    /// What breaks if a proposal comes about. Nothing is written.
    #[graphql(complexity = "100 + input.limit.max(0) as usize * child_complexity / 20")]
    async fn what_if(&self, ctx: &Context<'_>, input: WhatIfInput) -> Result<WhatIfResult> {
        // Before anything that is given is read.
        viewer(ctx).must(catalog::Action::ReadCatalog)?;
        let limit = usize::try_from(input.limit).map_err(|_| catalog::Error::invalid("limit", "is negative"))?;
        let proposal = match input.proposal {
            WhatIfProposal::Ddl(ddl) => Proposal::Script(ScriptProposal {
                sql: ddl.sql,
                dialect: ddl.dialect,
                namespace: ddl.namespace,
                defaults: ddl.default_path.unwrap_or_default(),
            }),
            WhatIfProposal::Manifest(given) => {
                let manifests = Manifests {
                    after: given.manifest.as_bytes(),
                    before: given.base.as_ref().map(String::as_bytes),
                    namespace: given.namespace.as_deref(),
                    database: given.database.as_deref(),
                };
                of_manifests(app(ctx), viewer(ctx), manifests).await?
            }
            WhatIfProposal::Columns(columns) => {
                Proposal::Columns(columns.into_iter().map(WhatIfColumn::read).collect::<Result<_>>()?)
            }
        };
        Ok(shape(what_if(app(ctx), viewer(ctx), &proposal, limit).await?))
    }
}

impl WhatIfColumn {
    fn read(self) -> Result<ColumnProposal> {
        let column: NameQuery = self.name.parse()?;
        let change = match (self.rename_to, self.data_type) {
            (Some(_), Some(_)) => {
                let problem = "says a new name and a new type; list the column once for each";
                return Err(catalog::Error::invalid("columns", problem).into());
            }
            (Some(to), None) => ColumnChange::Renamed(to),
            (None, Some(data_type)) => ColumnChange::Retyped(data_type),
            (None, None) => ColumnChange::Dropped,
        };
        Ok(ColumnProposal { column, change })
    }
}

fn shape(answer: whatif::WhatIf) -> WhatIfResult {
    let change = |change: whatif::Change| WhatIfChange {
        asset: change.asset,
        name: change.name.to_string(),
        kind: change.asset_kind,
        change: change.kind,
        before: change.before,
        after: change.after,
        is_breaking: change.is_breaking,
    };
    let broken = |broken: whatif::Broken| WhatIfBroken {
        name: broken.asset.name.to_string(),
        kind: broken.asset.kind,
        asset: Asset::new(broken.asset, None),
        effect: broken.effect,
        distance: i32::try_from(broken.distance).unwrap_or(i32::MAX),
        change: i32::try_from(broken.change).unwrap_or(i32::MAX),
        subtype: broken.reference,
        owners: broken.owners,
        path: broken.path.into_iter().map(|name| name.map(|name| name.to_string())).collect(),
        why: broken.why,
    };
    let contract = |broken: BrokenContract| WhatIfContract {
        name: broken.table.name.to_string(),
        asset: Asset::new(broken.table, None),
        effect: broken.effect,
        owners: broken.owners,
        breaches: broken.breaches,
    };
    WhatIfResult {
        changes: answer.changes.into_iter().map(change).collect(),
        broken: answer.broken.into_iter().map(broken).collect(),
        total: answer.total.into(),
        truncated: answer.truncated,
        contracts: answer.contracts.into_iter().map(contract).collect(),
        contracts_total: answer.contracts_total.into(),
        notes: answer.notes,
    }
}
