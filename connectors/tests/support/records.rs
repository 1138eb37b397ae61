//! Reading a whole crawl in tests, and finding things in it.

#![allow(dead_code, clippy::unwrap_used, reason = "each test program uses the part that it needs, and may fail in it")]

use catalog::{
    AssetKind, AssetRecord, Details, Record, Statistics,
    kinds::{column::ColumnDetails, procedure::ProcedureDetails, table::TableDetails},
};
use connectors::{Connector, Error};
use futures_util::{StreamExt, TryStreamExt};

/// Every record of a crawl.
pub(crate) async fn crawl(connector: &dyn Connector) -> Vec<Record> {
    connector.crawl().try_collect().await.unwrap()
}

/// What was said before the crawl failed, and its failure.
pub(crate) async fn crawl_until_failure(connector: &dyn Connector) -> (Vec<Record>, Option<Error>) {
    let (mut said, mut stream) = (Vec::new(), connector.crawl());
    while let Some(record) = stream.next().await {
        match record {
            Ok(record) => said.push(record),
            Err(error) => return (said, Some(error)),
        }
    }
    (said, None)
}

/// The assets of a crawl.
pub(crate) struct Assets(pub(crate) Vec<AssetRecord>);

impl Assets {
    pub(crate) fn of(records: &[Record]) -> Self {
        Self(
            records
                .iter()
                .filter_map(|record| match record {
                    Record::Asset(asset) => Some((**asset).clone()),
                    _ => None,
                })
                .collect(),
        )
    }

    /// The asset whose name ends with these parts.
    pub(crate) fn get(&self, kind: AssetKind, tail: &[&str]) -> &AssetRecord {
        let fits = |asset: &&AssetRecord| {
            asset.harvested.details.kind() == kind
                && asset.name.parts.len() >= tail.len()
                && asset.name.parts.iter().rev().zip(tail.iter().rev()).all(|(part, wanted)| part == wanted)
        };
        self.0.iter().find(fits).unwrap_or_else(|| panic!("no {kind} {tail:?} among {:#?}", self.names(kind)))
    }

    pub(crate) fn table(&self, tail: &[&str]) -> &TableDetails {
        match &self.get(AssetKind::Table, tail).harvested.details {
            Details::Table(table) => table,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn column(&self, tail: &[&str]) -> &ColumnDetails {
        match &self.get(AssetKind::Column, tail).harvested.details {
            Details::Column(column) => column,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn procedure(&self, tail: &[&str]) -> &ProcedureDetails {
        match &self.get(AssetKind::Procedure, tail).harvested.details {
            Details::Procedure(procedure) => procedure,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn description(&self, kind: AssetKind, tail: &[&str]) -> Option<&str> {
        self.get(kind, tail).harvested.description.as_deref()
    }

    /// The innermost names of a kind, in the order of the crawl.
    pub(crate) fn names(&self, kind: AssetKind) -> Vec<&str> {
        let of_kind = self.0.iter().filter(|asset| asset.harvested.details.kind() == kind);
        of_kind.map(|asset| asset.name.last()).collect()
    }

    /// The columns of a table, in the order of the crawl.
    pub(crate) fn columns_of(&self, table: &[&str]) -> Vec<&str> {
        let table = &self.get(AssetKind::Table, table).name;
        let inside = self.0.iter().filter(|asset| {
            asset.harvested.details.kind() == AssetKind::Column && asset.name.parent().as_ref() == Some(table)
        });
        inside.map(|asset| asset.name.last()).collect()
    }
}

/// The statistics that a crawl said about an asset.
pub(crate) fn statistics<'a>(records: &'a [Record], tail: &[&str]) -> &'a Statistics {
    let found = records.iter().find_map(|record| match record {
        Record::Statistics { name, statistics, .. } => {
            let fits = name.parts.len() >= tail.len()
                && name.parts.iter().rev().zip(tail.iter().rev()).all(|(part, wanted)| part == wanted);
            fits.then_some(statistics)
        }
        _ => None,
    });
    found.unwrap_or_else(|| panic!("no statistics of {tail:?}"))
}
