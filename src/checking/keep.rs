//! Keeping contracts: bringing them, finding their tables, and what they ask for as checks of a suite.

use catalog::{Asset, AssetId, ContractId, NameQuery, Viewer};
use quality::{
    Result,
    contract::{self, AgreedTable, Consumer, Contract, Draft, Enforced, Kept, KeptTable, Node, Promised, State},
    service::Saved,
    suite::{Item, Severity},
};
use serde_json::json;
use uuid::Uuid;

use super::{
    Checking,
    table::{Open, is_asked},
};

/// A contract as somebody brings it.
#[derive(Debug, Clone, Default)]
pub struct Brought {
    /// The document: YAML of ODCS 3.x.
    pub text: String,
    /// The tables by their names in the contract, where its own names do not say which.
    pub tables: Vec<(String, AssetId)>,
    /// Who answers for it; as it was when nothing is said.
    pub owner: Option<String>,
    /// Who relies on it; as it was when nothing is said.
    pub consumers: Option<Vec<Consumer>>,
    /// When it is looked at besides after crawls; as it was when nothing is said. Must have been read before.
    pub cron: Option<(String, String)>,
    /// Whether it is known that it breaks who relies on the version in force.
    pub is_breaking_known: bool,
}

impl Checking {
    /// Saves a version of a contract, and holds its tables to it when it is in force.
    ///
    /// # Errors
    /// `Forbidden`; `Invalid` naming the key of the document, or `version` when it breaks who relies on the one in force.
    pub async fn save_contract(&self, viewer: &Viewer, brought: Brought) -> Result<Saved> {
        viewer.must(catalog::Action::ManageQuality)?;
        let contract = Contract::read(&brought.text)?;
        for (name, _) in &brought.tables {
            if !contract.agreed.tables.iter().any(|table| table.name == *name) {
                let problem = format!("the contract has no table `{name}`");
                return Err(catalog::Error::invalid("tables", problem).into());
            }
        }
        let tables = self.tables_of(viewer, &contract, &brought.tables).await?;
        let promises = self.promises(&contract, &tables).await;
        let draft = Draft {
            contract,
            tables,
            owner: brought.owner,
            consumers: brought.consumers,
            cron: brought.cron,
            is_breaking_known: brought.is_breaking_known,
        };
        let write = self.catalog.database().write().await?;
        let saved = self.quality.save_contract(viewer, &write, draft, promises).await?;
        write.commit().await?;
        Ok(saved)
    }

    /// Says where a version of a contract is in its life; without a version, the newest.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound`; `Invalid` for `version` when it breaks who relies on the one in force.
    pub async fn set_contract_state(
        &self,
        viewer: &Viewer,
        (id, version): (ContractId, Option<&str>),
        state: State,
        is_breaking_known: bool,
    ) -> Result<Kept> {
        viewer.must(catalog::Action::ManageQuality)?;
        let kept = self.quality.contract(viewer, id).await?;
        let version = match version {
            Some(word) => self.quality.contract_version(viewer, id, Some(word)).await?,
            None => self.quality.contract_version_numbered(viewer, id, kept.latest).await?,
        };
        let contract = version.contract()?;
        let tables = self.tables_of(viewer, &contract, &chosen(&kept)).await?;
        let promises = self.promises(&contract, &tables).await;
        let write = self.catalog.database().write().await?;
        let subject = (id, version.number);
        let said = (state, is_breaking_known);
        let kept = self.quality.set_contract_state(viewer, &write, subject, said, (tables, promises)).await?;
        write.commit().await?;
        Ok(kept)
    }

    /// Takes a contract away.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound`.
    pub async fn delete_contract(&self, viewer: &Viewer, id: ContractId) -> Result<()> {
        let write = self.catalog.database().write().await?;
        self.quality.delete_contract(viewer, &write, id).await?;
        Ok(write.commit().await?)
    }

    /// Looks again for tables of contracts in force that nobody knew so far. Returns how many contracts found some.
    ///
    /// # Errors
    /// The store's own.
    pub async fn settle_contracts(&self) -> Result<usize> {
        let mut settled = 0;
        for kept in self.quality.unsettled_contracts().await? {
            let system = Viewer::system();
            let version = self.quality.contract_version_numbered(&system, kept.id, kept.current()).await?;
            let contract = version.contract()?;
            let tables = self.tables_of(&system, &contract, &chosen(&kept)).await?;
            if tables == kept.tables {
                continue;
            }
            let promises = self.promises(&contract, &tables).await;
            let write = self.catalog.database().write().await?;
            match self.quality.settle_contract(&write, &kept, (tables, promises)).await {
                Ok(()) => write.commit().await?,
                Err(cause) => {
                    tracing::warn!(contract.id = %kept.id, "tables of a contract are not taken in: {cause}");
                    continue;
                }
            }
            settled += 1;
        }
        Ok(settled)
    }

    /// The tables of a contract: as somebody chose, else by their names.
    async fn tables_of(
        &self,
        viewer: &Viewer,
        contract: &Contract,
        chosen: &[(String, AssetId)],
    ) -> Result<Vec<KeptTable>> {
        let ids: Vec<AssetId> = chosen.iter().map(|(_, asset)| *asset).collect();
        let known = self.catalog.assets(viewer, &ids, None).await?;
        let mut tables = Vec::with_capacity(contract.agreed.tables.len());
        for agreed in &contract.agreed.tables {
            let choice = chosen.iter().find(|(name, _)| *name == agreed.name).map(|(_, asset)| *asset);
            let asset = match choice {
                Some(id) => {
                    let found = known.iter().find(|asset| asset.id == id && is_asked(asset.kind));
                    let problem = format!("`{}` is no table that is there", agreed.name);
                    Some(found.ok_or_else(|| catalog::Error::invalid("tables", problem))?.id)
                }
                None => self.agreed_table(viewer, contract, agreed).await?.map(|asset| asset.id),
            };
            tables.push(KeptTable { name: agreed.name.clone(), asset });
        }
        Ok(tables)
    }

    /// The table that a contract means: by its name in the source behind the database and the schema of one of the contract's
    /// servers, else by that name alone.
    pub(super) async fn agreed_table(
        &self,
        viewer: &Viewer,
        contract: &Contract,
        agreed: &AgreedTable,
    ) -> Result<Option<Asset>> {
        let mut names: Vec<String> =
            places(contract).into_iter().map(|place| format!("{place}.{}", agreed.source_name())).collect();
        names.push(agreed.source_name().to_owned());
        for name in names {
            let Ok(query) = name.parse::<NameQuery>() else { continue };
            match self.catalog.find(viewer, &query, None).await {
                Ok(asset) if is_asked(asset.kind) && asset.removed.is_none() => return Ok(Some(asset)),
                Ok(_) | Err(catalog::Error::NotFound { .. } | catalog::Error::Ambiguous { .. }) => {}
                Err(cause) => return Err(cause.into()),
            }
        }
        Ok(None)
    }

    /// What a contract asks of its tables, as items of a suite. Of a table that nobody knows nothing is asked.
    async fn promises(&self, contract: &Contract, tables: &[KeptTable]) -> Vec<Item> {
        let (mut items, mut open) = (Vec::new(), Open::default());
        for (agreed, table) in contract.agreed.tables.iter().zip(tables) {
            let Some(asset) = table.asset else { continue };
            let ready = self.ready(asset, &mut open).await.ok();
            let place = ready.and_then(|ready| ready.table.place().ok());
            let place = place.unwrap_or_else(|| agreed.source_name().to_owned());
            items.extend(shape(contract, agreed, asset));
            let (checks, _) = contract::checks(agreed, &contract.agreed.services, &place);
            items.extend(checks.into_iter().map(|enforced| item(contract, enforced, asset)));
        }
        items
    }
}

/// The tables that are known, as if somebody had chosen them.
fn chosen(kept: &Kept) -> Vec<(String, AssetId)> {
    kept.tables.iter().filter_map(|table| Some((table.name.clone(), table.asset?))).collect()
}

/// Where the data of a contract is: database and schema of each server, as far as it says them.
fn places(contract: &Contract) -> Vec<String> {
    let servers = contract.document.get("servers").map(Node::items).unwrap_or_default();
    let mut places = Vec::new();
    for server in servers {
        let text = |key: &str| server.get(key).and_then(Node::text);
        let database = text("database").or_else(|| text("catalog")).or_else(|| text("project"));
        let schema = text("schema").or_else(|| text("dataset"));
        let parts: Vec<&str> = [database, schema].into_iter().flatten().collect();
        if !parts.is_empty() {
            places.push(parts.join("."));
        }
        places.extend(schema.map(str::to_owned));
    }
    places.dedup();
    places
}

/// The columns of a table as one check.
fn shape(contract: &Contract, agreed: &AgreedTable, asset: AssetId) -> Option<Item> {
    if agreed.columns.is_empty() {
        return None;
    }
    let columns = agreed.columns.iter().map(|column| {
        let promised = Promised::of(column);
        json!({
            "name": promised.name, "logical_type": promised.logical_type, "physical_type": promised.physical_type,
        })
    });
    Some(Item {
        id: identity(contract, &format!("{}/{}/columns", agreed.name, agreed.path)),
        kind: "promised_columns".into(),
        table: Some(asset),
        settings: json!({ "columns": columns.collect::<Vec<_>>() }),
        title: Some(cut(&agreed.path)),
        severity: Severity::Notice,
        ..Item::new()
    })
}

/// A check as an item. It opens no incident: that is for the contract as a whole.
fn item(contract: &Contract, enforced: Enforced, asset: AssetId) -> Item {
    let asked = enforced.asked;
    Item {
        id: identity(contract, &asked.key),
        kind: asked.kind,
        table: Some(asset),
        columns: asked.column,
        settings: asked.settings,
        tolerance: asked.tolerance,
        severity: Severity::Notice,
        title: Some(cut(&enforced.path)),
        ..Item::new()
    }
}

/// The same identifier for the same promise at the same place, so that its results are one history.
fn identity(contract: &Contract, key: &str) -> Uuid {
    let digest = blake3::hash(format!("{}\n{key}", contract.agreed.id).as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest.as_bytes()[..16]);
    Uuid::from_bytes(bytes)
}

fn cut(path: &str) -> String {
    path.chars().take(200).collect()
}
