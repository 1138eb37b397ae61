//! The tables of contracts, of their versions, and of what they are about.

use std::collections::{BTreeMap, HashMap, HashSet};

use catalog::{
    AssetId, ContractId, SuiteId, Write,
    clock::from_micros,
    database::rows::{self, Row as _},
    page::filling::Step,
};
use sea_orm::{
    ConnectionTrait,
    sea_query::{Condition, Expr, ExprTrait as _, Order, Query, SelectStatement},
};
use uuid::Uuid;

use crate::{
    contract::{Kept, KeptTable, State, Version},
    error::Result,
};

catalog::table_row! {
    /// A row of `quality_contract`.
    pub(crate) struct ContractRow in "quality_contract" {
        id: Uuid,
        name_key: String,
        name: String,
        owner: Option<String>,
        consumers: String,
        cron: Option<String>,
        timezone: Option<String>,
        latest: i32,
        in_force: Option<i32>,
        suite: Option<Uuid>,
        created_by: String,
        created_at: i64,
        updated_by: String,
        updated_at: i64,
    }
}

catalog::table_row! {
    /// A row of `quality_contract_version`.
    pub(crate) struct VersionRow in "quality_contract_version" {
        contract: Uuid,
        number: i32,
        version: String,
        state: i16,
        digest: String,
        document: String,
        is_breaking: bool,
        acknowledged_by: Option<String>,
        saved_by: String,
        saved_at: i64,
    }
}

catalog::table_row! {
    /// A row of `quality_contract_table`.
    pub(crate) struct TableRow in "quality_contract_table" {
        contract: Uuid,
        position: i32,
        name: String,
        asset_id: Option<Uuid>,
    }
}

impl ContractRow {
    fn of(kept: &Kept) -> Self {
        let (cron, timezone) = kept.cron.clone().unzip();
        Self {
            id: kept.id.0,
            name_key: kept.key.clone(),
            name: kept.name.clone(),
            owner: kept.owner.clone(),
            consumers: serde_json::json!(kept.consumers).to_string(),
            cron,
            timezone,
            latest: kept.latest,
            in_force: kept.in_force,
            suite: kept.suite.map(|suite| suite.0),
            created_by: kept.created_by.clone(),
            created_at: kept.created_at.timestamp_micros(),
            updated_by: kept.updated_by.clone(),
            updated_at: kept.updated_at.timestamp_micros(),
        }
    }

    fn kept(self, tables: Vec<KeptTable>) -> Kept {
        Kept {
            id: ContractId(self.id),
            key: self.name_key,
            name: self.name,
            owner: self.owner,
            consumers: serde_json::from_str(&self.consumers).unwrap_or_default(),
            cron: self.cron.zip(self.timezone),
            latest: self.latest,
            in_force: self.in_force,
            suite: self.suite.map(SuiteId),
            tables,
            created_by: self.created_by,
            created_at: from_micros(self.created_at),
            updated_by: self.updated_by,
            updated_at: from_micros(self.updated_at),
        }
    }
}

impl VersionRow {
    fn of(contract: ContractId, version: &Version) -> Self {
        Self {
            contract: contract.0,
            number: version.number,
            version: version.word.clone(),
            state: version.state.number(),
            digest: version.digest.clone(),
            document: version.document.clone(),
            is_breaking: version.is_breaking,
            acknowledged_by: version.acknowledged_by.clone(),
            saved_by: version.saved_by.clone(),
            saved_at: version.saved_at.timestamp_micros(),
        }
    }

    fn version(self) -> Version {
        Version {
            number: self.number,
            word: self.version,
            state: State::from_number(self.state),
            digest: self.digest,
            document: self.document,
            is_breaking: self.is_breaking,
            acknowledged_by: self.acknowledged_by,
            saved_by: self.saved_by,
            saved_at: from_micros(self.saved_at),
        }
    }
}

/// Contracts with their tables, in the order that was asked for.
async fn whole(db: &impl ConnectionTrait, query: &SelectStatement) -> Result<Vec<Kept>> {
    let found: Vec<ContractRow> = rows::all(db, query).await?;
    let mut tables: HashMap<Uuid, BTreeMap<i32, KeptTable>> = HashMap::new();
    let ids: Vec<Uuid> = found.iter().map(|row| row.id).collect();
    for piece in ids.chunks(super::NAMED) {
        let named = Expr::col("contract").is_in(piece.iter().copied());
        for row in rows::all::<TableRow>(db, TableRow::select().and_where(named)).await? {
            let table = KeptTable { name: row.name, asset: row.asset_id.map(AssetId) };
            tables.entry(row.contract).or_default().insert(row.position, table);
        }
    }
    let of = |row: ContractRow| {
        let tables = tables.remove(&row.id).unwrap_or_default();
        row.kept(tables.into_values().collect())
    };
    Ok(found.into_iter().map(of).collect())
}

/// One contract.
pub(crate) async fn find(db: &impl ConnectionTrait, id: ContractId) -> Result<Option<Kept>> {
    Ok(whole(db, ContractRow::select().and_where(Expr::col("id").eq(id.0))).await?.pop())
}

/// Some contracts by their identifiers.
pub(crate) async fn find_many(db: &impl ConnectionTrait, ids: &[ContractId]) -> Result<Vec<Kept>> {
    let mut found = Vec::with_capacity(ids.len());
    for piece in ids.chunks(super::NAMED) {
        let named = Expr::col("id").is_in(piece.iter().map(|id| id.0));
        found.extend(whole(db, ContractRow::select().and_where(named)).await?);
    }
    Ok(found)
}

/// The contract whose document has this identifier.
pub(crate) async fn find_by_key(db: &impl ConnectionTrait, key: &str) -> Result<Option<Kept>> {
    Ok(whole(db, ContractRow::select().and_where(Expr::col("name_key").eq(key))).await?.pop())
}

/// The contract that a suite holds tables to.
pub(crate) async fn find_by_suite(db: &impl ConnectionTrait, suite: SuiteId) -> Result<Option<Kept>> {
    Ok(whole(db, ContractRow::select().and_where(Expr::col("suite").eq(suite.0))).await?.pop())
}

/// A step of the list, newest first; of those about a table, when one is named.
pub(crate) async fn page(db: &impl ConnectionTrait, about: Option<AssetId>, step: Step) -> Result<Vec<Kept>> {
    let mut query = ContractRow::select();
    if let Some(asset) = about {
        let of_table = Query::select()
            .column("contract")
            .from(TableRow::TABLE)
            .and_where(Expr::col("asset_id").eq(asset.0))
            .to_owned();
        query.and_where(Expr::col("id").in_subquery(of_table));
    }
    super::newest(&mut query, step);
    whole(db, &query).await
}

/// Which contracts are about each of some tables, at most `most` in all.
pub(crate) async fn about(
    db: &impl ConnectionTrait,
    assets: &[AssetId],
    most: u64,
) -> Result<Vec<(AssetId, ContractId)>> {
    let mut found = Vec::new();
    for piece in assets.chunks(super::NAMED) {
        let mut query = TableRow::select();
        query
            .and_where(Expr::col("asset_id").is_in(piece.iter().map(|asset| asset.0)))
            .order_by("contract", Order::Asc)
            .limit(most);
        for row in rows::all::<TableRow>(db, &query).await? {
            found.extend(row.asset_id.map(|asset| (AssetId(asset), ContractId(row.contract))));
        }
    }
    Ok(found)
}

/// The assets that contracts in force are about.
pub(crate) async fn promised(db: &impl ConnectionTrait) -> Result<HashSet<AssetId>> {
    let in_force =
        Query::select().column("id").from(ContractRow::TABLE).and_where(Expr::col("in_force").is_not_null()).to_owned();
    let mut query = TableRow::select();
    query.and_where(Expr::col("asset_id").is_not_null()).and_where(Expr::col("contract").in_subquery(in_force));
    let rows = rows::all::<TableRow>(db, &query).await?;
    Ok(rows.into_iter().filter_map(|row| row.asset_id.map(AssetId)).collect())
}

/// Contracts in force with tables that nobody knows yet, at most 1,000.
pub(crate) async fn unsettled(db: &impl ConnectionTrait) -> Result<Vec<Kept>> {
    let without =
        Query::select().column("contract").from(TableRow::TABLE).and_where(Expr::col("asset_id").is_null()).to_owned();
    let mut query = ContractRow::select();
    query
        .and_where(Expr::col("in_force").is_not_null())
        .and_where(Expr::col("id").in_subquery(without))
        .order_by("id", Order::Asc)
        .limit(1_000);
    whole(db, &query).await
}

/// One version; the document with it.
pub(crate) async fn version(db: &impl ConnectionTrait, contract: ContractId, number: i32) -> Result<Option<Version>> {
    let mut query = VersionRow::select();
    query.and_where(Expr::col("contract").eq(contract.0)).and_where(Expr::col("number").eq(number));
    Ok(rows::one::<VersionRow>(db, &query).await?.map(VersionRow::version))
}

/// Some versions, by contract and number.
pub(crate) async fn versions_at(
    db: &impl ConnectionTrait,
    wanted: &[(ContractId, i32)],
) -> Result<HashMap<(ContractId, i32), Version>> {
    let mut found = HashMap::with_capacity(wanted.len());
    for piece in wanted.chunks(super::NAMED) {
        let mut any = Condition::any();
        for (contract, number) in piece {
            let both = Condition::all().add(Expr::col("contract").eq(contract.0)).add(Expr::col("number").eq(*number));
            any = any.add(both);
        }
        for row in rows::all::<VersionRow>(db, VersionRow::select().cond_where(any)).await? {
            found.insert((ContractId(row.contract), row.number), row.version());
        }
    }
    Ok(found)
}

/// The version that its document calls so.
pub(crate) async fn version_of(db: &impl ConnectionTrait, contract: ContractId, word: &str) -> Result<Option<Version>> {
    let mut query = VersionRow::select();
    query.and_where(Expr::col("contract").eq(contract.0)).and_where(Expr::col("version").eq(word));
    Ok(rows::one::<VersionRow>(db, &query).await?.map(VersionRow::version))
}

/// Versions before one, newest first.
pub(crate) async fn versions(
    db: &impl ConnectionTrait,
    contract: ContractId,
    before: Option<i32>,
    limit: u64,
) -> Result<Vec<Version>> {
    let mut query = VersionRow::select();
    query.and_where(Expr::col("contract").eq(contract.0));
    if let Some(before) = before {
        query.and_where(Expr::col("number").lt(before));
    }
    query.order_by("number", Order::Desc).limit(limit);
    Ok(rows::all::<VersionRow>(db, &query).await?.into_iter().map(VersionRow::version).collect())
}

/// Stores a contract as it is from now on, and its tables; `is_new` when it was not there.
pub(crate) async fn put(write: &Write, kept: &Kept, is_new: bool) -> Result<()> {
    let row = ContractRow::of(kept);
    if is_new {
        rows::insert(&**write, &[row]).await?;
    } else {
        rows::update(&**write, &row).await?;
    }
    forget(write, TableRow::TABLE, "contract", kept.id).await?;
    let tables = kept.tables.iter().zip(0..).map(|(table, position)| TableRow {
        contract: kept.id.0,
        position,
        name: table.name.clone(),
        asset_id: table.asset.map(|asset| asset.0),
    });
    Ok(rows::insert(&**write, &tables.collect::<Vec<_>>()).await?)
}

/// Stores a new version.
pub(crate) async fn add_version(write: &Write, contract: ContractId, version: &Version) -> Result<()> {
    Ok(rows::insert(&**write, &[VersionRow::of(contract, version)]).await?)
}

/// Stores where a version is in its life, and who said that it breaks what was.
pub(crate) async fn set_state(write: &Write, contract: ContractId, version: &Version) -> Result<()> {
    let mut query = Query::update();
    query
        .table(VersionRow::TABLE)
        .value("state", version.state.number())
        .value("acknowledged_by", version.acknowledged_by.clone())
        .and_where(Expr::col("contract").eq(contract.0))
        .and_where(Expr::col("number").eq(version.number));
    write.execute(&query).await.map_err(catalog::Error::from)?;
    Ok(())
}

/// Forgets a contract with everything of it.
pub(crate) async fn delete(write: &Write, id: ContractId) -> Result<()> {
    forget(write, TableRow::TABLE, "contract", id).await?;
    forget(write, VersionRow::TABLE, "contract", id).await?;
    forget(write, ContractRow::TABLE, "id", id).await
}

async fn forget(write: &Write, table: &'static str, column: &'static str, id: ContractId) -> Result<()> {
    let mut query = Query::delete();
    query.from_table(table).and_where(Expr::col(column).eq(id.0));
    write.execute(&query).await.map_err(catalog::Error::from)?;
    Ok(())
}
