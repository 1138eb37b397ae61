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

/// The days on which the shop's tables are described, and those of the warehouse.
const SHOP_DESCRIBED: (i64, i64) = (1, 22);
const WAREHOUSE_DESCRIBED: (i64, i64) = (25, 74);
/// The day on which what is sensitive is tagged.
const TAGGED_ON: i64 = 20;
/// The day on which the data standard is kept.
const STANDARD_ON: i64 = 40;
/// The day on which the first group gets an owner, and how many days pass until the next does.
const OWNED_FROM: i64 = 7;
const OWNED_EVERY: usize = 7;

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

    /// What the tables of the shop and of the warehouse are inside of.
    pub(super) fn roots(&self) -> (&Name, &Name) {
        (&self.shop, &self.warehouse)
    }

    /// The tables and views that were found.
    pub(super) fn tables(&self) -> Vec<(Name, AssetId)> {
        let tables = self.ids.iter().filter(|((_, kind), _)| *kind == AssetKind::Table);
        tables.map(|((name, _), id)| (name.clone(), *id)).collect()
    }

    /// Lets the people do on a day what they do then: they describe table after table, the shop's first, tag what is
    /// sensitive, and become owners group by group.
    pub(super) async fn curate(&self, day: i64) -> Result<()> {
        for table in self.tables_of(day) {
            self.describe(&table).await?;
        }
        match day {
            TAGGED_ON => self.tag().await?,
            STANDARD_ON => self.keep_standard().await?,
            _ => {}
        }
        let group = usize::try_from(day - OWNED_FROM).ok().filter(|since| since.is_multiple_of(OWNED_EVERY));
        match group.and_then(|since| self.owned().into_iter().nth(since / OWNED_EVERY)) {
            Some(group) => self.own(group).await,
            None => Ok(()),
        }
    }

    /// The tables that are described on a day.
    fn tables_of(&self, day: i64) -> Vec<Table> {
        let (tables, (first, last)) = if (SHOP_DESCRIBED.0..=SHOP_DESCRIBED.1).contains(&day) {
            (script::tables(script::SHOP), SHOP_DESCRIBED)
        } else if (WAREHOUSE_DESCRIBED.0..=WAREHOUSE_DESCRIBED.1).contains(&day) {
            (script::WAREHOUSE.into_iter().flat_map(script::tables).collect(), WAREHOUSE_DESCRIBED)
        } else {
            return Vec::new();
        };
        let share = |days: i64| {
            let (days, all) = (usize::try_from(days).unwrap_or(0), usize::try_from(last - first + 1).unwrap_or(1));
            tables.len() * days / all
        };
        tables[share(day - first)..share(day - first + 1)].to_vec()
    }

    async fn keep_standard(&self) -> Result<()> {
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

    /// The groups of tables that get an owner, in order.
    fn owned(&self) -> Vec<((&str, &str), Vec<AssetId>)> {
        let mut owned: HashMap<(&str, &str), Vec<AssetId>> = HashMap::new();
        for ((name, kind), id) in &self.ids {
            let rule = OWNERS.iter().find(|(prefix, ..)| name.last().starts_with(prefix));
            if let (AssetKind::Table, Some((_, owner, tier))) = (kind, rule) {
                owned.entry((*owner, *tier)).or_default().push(*id);
            }
        }
        owned.remove(&("", ""));
        let mut owned: Vec<_> = owned.into_iter().collect();
        owned.sort_by_key(|(group, _)| *group);
        owned
    }

    async fn own(&self, ((owner, tier), ids): ((&str, &str), Vec<AssetId>)) -> Result<()> {
        let edit =
            BulkEdit { add_owners: vec![owner.to_owned()], tier: Patch::Set(tier.to_owned()), ..BulkEdit::default() };
        self.catalog.edit_all(&self.viewer, &ids, edit).await?;
        Ok(())
    }

    /// Reports, as the loading tool would, which table of the shop each table of the first layer is loaded from.
    pub(super) async fn declare_loads(&self) -> Result<()> {
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
