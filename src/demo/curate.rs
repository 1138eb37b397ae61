//! What the made-up company's people wrote down: descriptions, owners, tags, tiers, and the nightly loads.

use std::{collections::HashMap, path::Path};

use catalog::{
    AssetId, AssetKind, Catalog, Name, Record, Result, Viewer,
    edit::{BulkEdit, Edit, Patch},
    record::{DeclaredColumnEdge, DeclaredEdge, LineageRecord},
    report::{Report, ReportItem},
};

use super::{
    script::{self, Table},
    standards,
};

/// What names and identifiers of the two databases belong together.
pub(super) struct Known<'a> {
    catalog: &'a Catalog,
    viewer: Viewer,
    ids: HashMap<(Name, AssetKind), AssetId>,
    shop: Name,
    warehouse: Name,
}

/// Columns that say who somebody is, or what they earn.
const SENSITIVE: &[(&str, &str, &str)] = &[
    ("customers", "full_name", "pii"),
    ("customers", "email", "pii"),
    ("customers", "phone", "pii"),
    ("customers", "birth_date", "pii"),
    ("customer_addresses", "recipient", "pii"),
    ("customer_addresses", "street", "pii"),
    ("employees", "id_card_number", "pii"),
    ("employees", "salary", "confidential"),
    ("suppliers", "bank_account", "confidential"),
    ("payments", "card_last4", "pii"),
    ("page_views", "ip_address", "pii"),
    ("ods_customers", "email", "pii"),
    ("ods_customers", "phone", "pii"),
];

/// Who owns what, by the beginning of the name; what comes first counts. No owner is named for the rest.
const OWNERS: &[(&str, &str, &str)] = &[
    ("ads_executive", "ana.garcia", "tier1"),
    ("ads_", "ana.garcia", "tier2"),
    ("dws_", "chen.jie", "tier2"),
    ("dwd_page", "", ""),
    ("dwd_", "chen.jie", "tier3"),
    ("ods_", "data.platform", "tier4"),
    ("orders", "lin.wei", "tier1"),
    ("order_", "lin.wei", "tier1"),
    ("payments", "zhao.min", "tier1"),
    ("refunds", "zhao.min", "tier2"),
    ("customer", "lin.wei", "tier2"),
    ("product", "wang.fang", "tier2"),
    ("employees", "hr.team", "tier3"),
];

impl<'a> Known<'a> {
    /// Looks every table and column of the scripts up, in one question.
    pub(super) async fn look_up(catalog: &'a Catalog, shop: &Path, warehouse: &Path) -> Result<Self> {
        let viewer = Viewer::system();
        let root = |path: &Path| Name::new("sqlite", [path.display().to_string()]);
        let (shop, warehouse) = (root(shop), root(warehouse));
        let mut names = Vec::new();
        let everything = [(&shop, script::SHOP)].into_iter().chain(script::WAREHOUSE.map(|layer| (&warehouse, layer)));
        for (root, text) in everything {
            for table in script::tables(text) {
                let name = root.child(&table.name);
                names.extend(table.columns.iter().map(|(column, _)| (name.child(column), AssetKind::Column)));
                names.push((name, AssetKind::Table));
            }
        }
        let found = catalog.resolve(&viewer, &names).await?;
        let ids = names.into_iter().zip(found).filter_map(|(name, id)| Some((name, id?))).collect();
        Ok(Self { catalog, viewer, ids, shop, warehouse })
    }

    fn id(&self, name: Name, kind: AssetKind) -> Option<AssetId> {
        self.ids.get(&(name, kind)).copied()
    }

    fn root_of(&self, table: &str) -> &Name {
        let is_ours = ["ods_", "dwd_", "dws_", "ads_"].iter().any(|layer| table.starts_with(layer));
        if is_ours { &self.warehouse } else { &self.shop }
    }

    /// Writes down everything.
    pub(super) async fn curate(&self) -> Result<()> {
        self.declare_loads().await?;
        for text in [script::SHOP].into_iter().chain(script::WAREHOUSE) {
            for table in script::tables(text) {
                self.describe(&table).await?;
            }
        }
        self.tag().await?;
        self.own().await?;
        standards::write(
            self.catalog,
            &self.viewer,
            &self.columns(&[("customers", "gender"), ("ods_customers", "gender")]),
        )
        .await
    }

    /// Descriptions of a table, and of the columns of the shop's own tables.
    async fn describe(&self, table: &Table) -> Result<()> {
        let name = self.root_of(&table.name).child(&table.name);
        if let (Some(about), Some(id)) = (&table.about, self.id(name.clone(), AssetKind::Table)) {
            self.write(id, about).await?;
        }
        if self.root_of(&table.name) != &self.shop {
            return Ok(());
        }
        for (column, about) in &table.columns {
            if let (Some(about), Some(id)) = (about, self.id(name.child(column), AssetKind::Column)) {
                self.write(id, about).await?;
            }
        }
        Ok(())
    }

    async fn write(&self, id: AssetId, (english, chinese): &(String, String)) -> Result<()> {
        let description = Patch::Set(format!("{english}\n\n{chinese}"));
        self.catalog.edit(&self.viewer, id, Edit { description, ..Edit::default() }).await?;
        Ok(())
    }

    /// The columns of tables that were crawled.
    fn columns(&self, names: &[(&str, &str)]) -> Vec<AssetId> {
        let names = names.iter().map(|(table, column)| self.root_of(table).child(*table).child(*column));
        names.filter_map(|name| self.id(name, AssetKind::Column)).collect()
    }

    async fn tag(&self) -> Result<()> {
        for tag in ["pii", "confidential"] {
            let columns = SENSITIVE.iter().filter(|(_, _, wanted)| *wanted == tag);
            let names = columns.map(|(table, column, _)| self.root_of(table).child(*table).child(*column));
            let ids: Vec<AssetId> = names.filter_map(|name| self.id(name, AssetKind::Column)).collect();
            let edit = BulkEdit { add_tags: vec![tag.to_owned()], ..BulkEdit::default() };
            self.catalog.edit_all(&self.viewer, &ids, edit).await?;
        }
        Ok(())
    }

    async fn own(&self) -> Result<()> {
        let mut owned: HashMap<(&str, &str), Vec<AssetId>> = HashMap::new();
        for ((name, kind), id) in &self.ids {
            let rule = OWNERS.iter().find(|(prefix, ..)| name.last().starts_with(prefix));
            if let (AssetKind::Table, Some((_, owner, tier))) = (kind, rule) {
                owned.entry((*owner, *tier)).or_default().push(*id);
            }
        }
        owned.remove(&("", ""));
        let mut owned: Vec<_> = owned.into_iter().collect();
        owned.sort();
        for ((owner, tier), ids) in owned {
            let edit = BulkEdit {
                add_owners: vec![owner.to_owned()],
                tier: Patch::Set(tier.to_owned()),
                ..BulkEdit::default()
            };
            self.catalog.edit_all(&self.viewer, &ids, edit).await?;
        }
        Ok(())
    }

    /// Reports, as the loading tool would, which table of the shop each table of the first layer is loaded from.
    async fn declare_loads(&self) -> Result<()> {
        let loads = script::tables(script::WAREHOUSE[0]);
        let items = loads.iter().enumerate().map(|(index, table)| ReportItem {
            list: "lineage".into(),
            index,
            record: Ok(Record::Lineage(self.load_of(table))),
        });
        let report = Report { idempotency_key: Some("demo-loads".into()), items: items.collect() };
        self.catalog.report(&self.viewer, report).await?;
        Ok(())
    }

    fn load_of(&self, table: &Table) -> LineageRecord {
        let from = table.name.trim_start_matches("ods_");
        let columns = table.columns.iter().filter(|(column, _)| !column.starts_with("etl_"));
        let columns = columns.map(|(column, _)| DeclaredColumnEdge {
            upstream: column.clone(),
            downstream: column.clone(),
            subtype: "IDENTITY".into(),
            masking: false,
        });
        LineageRecord {
            tool: "nightly-load".into(),
            scope: format!("load_{}", table.name),
            through: None,
            edges: vec![DeclaredEdge {
                upstream: self.shop.child(from),
                upstream_kind: AssetKind::Table,
                downstream: self.warehouse.child(&table.name),
                downstream_kind: AssetKind::Table,
                columns: columns.collect(),
            }],
            queries: Vec::new(),
            statements: Vec::new(),
            by_hand: None,
        }
    }
}
