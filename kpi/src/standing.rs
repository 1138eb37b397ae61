//! How an asset stands on a day: all that the numbers ask of it, in one small value.
//!
//! Every number — coverage, cost, use, health, KPIs — is a fold over a slice of these, so that they agree with each other,
//! with the lists behind them, and with themselves when the past is worked out again.

use std::{collections::BTreeMap, sync::Arc};

use catalog::{AssetId, AssetKind, SourceId};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};

use crate::coverage::Share;

/// What checks say of an asset on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Checked {
    /// Latest results of its checks.
    pub results: i64,
    /// Those that passed.
    pub passed: i64,
    /// Whether its data came on time; none where nobody said when it should.
    pub is_fresh: Option<bool>,
    /// Incidents that are open.
    pub open_incidents: i64,
    /// Incidents that ended in the last 30 days, and the hours all of them took together.
    pub resolved: (i64, i64),
    /// Whether a contract promises its shape; none where nobody looked.
    pub has_contract: Option<bool>,
}

/// How an asset stands on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The asset.
    pub id: AssetId,
    /// What it is.
    pub kind: AssetKind,
    /// What it is inside of, joined by dots, then its own name.
    pub name: Arc<str>,
    /// Where it was crawled, by the source's name; none for what people and modules report.
    pub source: Option<Arc<str>>,
    /// The source.
    pub source_id: Option<SourceId>,
    /// The schema or database it is in, such as `shop.public`.
    pub schema: Option<Arc<str>>,
    /// How it is stored, as the engine calls it: the class of a price.
    pub storage: Option<Arc<str>>,
    /// Its own owners.
    pub owners: Vec<Arc<str>>,
    /// Their teams: an owner that is a team, else the first team of the account.
    pub teams: Vec<Arc<str>>,
    /// Its own tags.
    pub tags: Vec<Arc<str>>,
    /// Its own tier.
    pub tier: Option<Arc<str>>,
    /// The domain it belongs to, by itself or by what it is inside of.
    pub domain: Option<Arc<str>>,
    /// The same with the domains around it, in lower case.
    pub domains: Vec<Arc<str>>,
    /// Whether a term says what it means.
    pub has_term: bool,
    /// Whether it is part of a data product.
    pub has_product: bool,
    /// Whether it has a description of its own.
    pub has_description: bool,
    /// Its columns, at any depth.
    pub columns: i64,
    /// Those with a description.
    pub columns_described: i64,
    /// Those with a tag.
    pub columns_tagged: i64,
    /// Bytes on disk, as last measured by then.
    pub bytes: Option<i64>,
    /// Rows, as last measured.
    pub rows: Option<i64>,
    /// When it was last read by then.
    pub read_at: Option<DateTime<Utc>>,
    /// When it was last written by then.
    pub written_at: Option<DateTime<Utc>>,
    /// Time that queries spent on it in the 30 days that end with the day, in microseconds.
    pub query_micros: i64,
    /// Whether lineage says where its data comes from or goes to; none where nobody looked.
    pub has_lineage: Option<bool>,
    /// What checks say of it; none where nobody looked.
    pub checked: Option<Checked>,
}

impl Standing {
    /// An asset of which nothing is known but its name.
    #[must_use]
    pub fn bare(id: AssetId, kind: AssetKind, name: &str) -> Self {
        Self {
            id,
            kind,
            name: name.into(),
            source: None,
            source_id: None,
            schema: None,
            storage: None,
            owners: Vec::new(),
            teams: Vec::new(),
            tags: Vec::new(),
            tier: None,
            domain: None,
            domains: Vec::new(),
            has_term: false,
            has_product: false,
            has_description: false,
            columns: 0,
            columns_described: 0,
            columns_tagged: 0,
            bytes: None,
            rows: None,
            read_at: None,
            written_at: None,
            query_micros: 0,
            has_lineage: None,
            checked: None,
        }
    }

    /// Whether it is described: it has a description, and so does every column of it.
    #[must_use]
    pub fn is_described(&self) -> bool {
        self.has_description && self.columns_described == self.columns
    }

    /// Which share of it is described: itself and its columns.
    #[must_use]
    pub fn described(&self) -> Share {
        Share::new(i64::from(self.has_description) + self.columns_described, 1 + self.columns)
    }

    /// Whether somebody is accountable for it.
    #[must_use]
    pub fn is_owned(&self) -> bool {
        !self.owners.is_empty()
    }

    /// Whether it is sorted by what is in it: it, or a column of it, has a tag.
    #[must_use]
    pub fn is_classified(&self) -> bool {
        !self.tags.is_empty() || self.columns_tagged > 0
    }
}

/// How the assets stand on one day.
#[derive(Debug, Clone)]
pub struct Standings {
    /// The day, in UTC; numbers are of its end.
    pub day: NaiveDate,
    /// Every data asset: no columns, and nothing that people make to sort others.
    pub assets: Vec<Standing>,
}

/// The moment a day of UTC ends, which is the first of the next.
#[must_use]
pub fn end_of(day: NaiveDate) -> DateTime<Utc> {
    day.checked_add_days(Days::new(1)).unwrap_or(day).and_time(NaiveTime::MIN).and_utc()
}

/// The words under which parts of the data are shown apart: raw data, workspace content, queues, workflows, models.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// Databases, schemas, tables, containers, files, and what computes in them.
    Data,
    /// Dashboards, charts, their data sets, notebooks and saved queries.
    Workspace,
    /// Topics of message queues.
    Queue,
    /// Pipelines and their tasks.
    Workflow,
    /// Machine-learning models.
    Model,
    /// Interfaces and figures.
    Other,
}

impl Family {
    /// Every family, in the order in which they are shown.
    pub const ALL: [Self; 6] = [Self::Data, Self::Workspace, Self::Queue, Self::Workflow, Self::Model, Self::Other];

    /// The family of a kind.
    #[must_use]
    pub const fn of(kind: AssetKind) -> Self {
        match kind {
            AssetKind::Database
            | AssetKind::Schema
            | AssetKind::Table
            | AssetKind::Column
            | AssetKind::Procedure
            | AssetKind::UserType
            | AssetKind::Container
            | AssetKind::File => Self::Data,
            AssetKind::Dashboard
            | AssetKind::Chart
            | AssetKind::BiDataset
            | AssetKind::Notebook
            | AssetKind::Query
            | AssetKind::SemanticModel => Self::Workspace,
            AssetKind::Topic => Self::Queue,
            AssetKind::Pipeline | AssetKind::Task => Self::Workflow,
            AssetKind::MlModel => Self::Model,
            _ => Self::Other,
        }
    }
}

/// Shares of families; their total is the sum of parts over the sum of wholes.
#[must_use]
pub fn by_family<'a>(
    assets: impl IntoIterator<Item = &'a Standing>,
    has: impl Fn(&Standing) -> bool,
) -> BTreeMap<Family, Share> {
    let mut families: BTreeMap<Family, Share> = BTreeMap::new();
    for asset in assets {
        let share = families.entry(Family::of(asset.kind)).or_default();
        *share = share.and(Share::new(i64::from(has(asset)), 1));
    }
    families
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn asset(kind: AssetKind) -> Standing {
        Standing::bare(AssetId::new(), kind, "it")
    }

    #[test]
    fn f5_a_table_with_one_undescribed_column_is_not_described() {
        let table = Standing { has_description: true, columns: 3, columns_described: 2, ..asset(AssetKind::Table) };
        assert!(!table.is_described());
        assert!(Standing { columns_described: 3, ..table.clone() }.is_described());
        assert_eq!(table.described().ratio(), Some(0.75));
    }

    #[test]
    fn f8_families_are_shown_apart_and_sum_to_the_total() {
        let kinds = [AssetKind::Table, AssetKind::Table, AssetKind::Table, AssetKind::Topic, AssetKind::MlModel];
        let mut assets: Vec<Standing> = kinds.map(asset).into();
        assets[0].has_description = true;
        assets[3].has_description = true;
        let families = by_family(&assets, Standing::is_described);
        assert_eq!(families[&Family::Data], Share::new(1, 3));
        assert_eq!(families[&Family::Queue], Share::new(1, 1));
        assert_eq!(families[&Family::Model], Share::new(0, 1));
        let total = families.values().fold(Share::default(), |sum, share| sum.and(*share));
        assert_eq!(total.ratio(), Some(0.4), "two of five, not the mean of a third, one and zero");
    }

    #[test]
    fn a_day_ends_where_the_next_begins() {
        assert_eq!(end_of("2026-02-28".parse().unwrap()).to_rfc3339(), "2026-03-01T00:00:00+00:00");
    }
}
