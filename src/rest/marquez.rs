//! Marquez' addresses for reading, so that its clients can ask Cadastre: namespaces, sources, jobs with their runs, data
//! sets, versions of both, the graph, lineage of fields, events, figures, search; and for giving and taking tags. What is
//! left out: making anything else than by events, deleting, and which run of a job a version of a data set came from.
//!
//! Marquez pages by offset; a page here is read by key behind it, and offsets end at `MOST_OFFSET`.

pub mod columns;
pub mod dataset_versions;
pub mod datasets;
pub mod events;
pub mod graph;
pub mod job_versions;
pub mod jobs;
pub mod namespaces;
pub mod runs;
pub mod search;
pub mod sources;
pub mod stats;
pub mod tags;
mod version;

use std::collections::{BTreeSet, HashMap};

use catalog::{Asset, AssetId, Catalog, ChangeNumber, Listing, PageRequest, RelationKind, Result, Viewer};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::{app::App, http::error::Problem};

/// The most items of one answer.
const MOST_ITEMS: usize = 500;
/// The most items that are passed over.
const MOST_OFFSET: usize = 10_000;

/// Which part of a list is wanted.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Window {
    limit: Option<usize>,
    offset: Option<usize>,
}

impl Window {
    /// How many items, and behind how many.
    ///
    /// # Errors
    /// 400 for what is out of range.
    fn checked(self) -> Result<(usize, usize), Problem> {
        let (limit, offset) = (self.limit.unwrap_or(100), self.offset.unwrap_or(0));
        if limit == 0 || limit > MOST_ITEMS {
            return Err(Problem::invalid("limit", format!("is {limit}; 1 to {MOST_ITEMS} are allowed")));
        }
        if offset > MOST_OFFSET {
            return Err(Problem::invalid("offset", format!("is {offset}; at most {MOST_OFFSET} is allowed")));
        }
        Ok((limit, offset))
    }
}

/// The assets of a listing that a window shows.
async fn window(
    catalog: &Catalog,
    viewer: &Viewer,
    listing: &Listing<'_>,
    window: Window,
) -> Result<Vec<Asset>, Problem> {
    let (limit, offset) = window.checked()?;
    let (mut assets, mut after) = (Vec::new(), None);
    while assets.len() < offset + limit {
        let first = (offset + limit - assets.len()).min(MOST_ITEMS);
        let page = catalog.listed(viewer, listing, &PageRequest { first, after }).await?;
        after = page.next().map(str::to_owned);
        assets.extend(page.items.into_iter().map(|(_, asset)| asset));
        if after.is_none() {
            break;
        }
    }
    Ok(assets.into_iter().skip(offset).collect())
}

/// When assets were made and last changed.
struct Times(HashMap<ChangeNumber, DateTime<Utc>>);

impl Times {
    async fn of(catalog: &Catalog, assets: &[Asset]) -> Result<Self> {
        let numbers: Vec<ChangeNumber> = assets.iter().flat_map(|asset| [asset.created, asset.changed]).collect();
        let times = catalog.times_of(&numbers).await?;
        Ok(Self(std::iter::zip(numbers, times).filter_map(|(number, time)| Some((number, time?))).collect()))
    }

    fn at(&self, number: ChangeNumber) -> Value {
        self.0.get(&number).map_or(Value::Null, |time| time_text(*time))
    }
}

fn time_text(time: DateTime<Utc>) -> Value {
    time.to_rfc3339_opts(chrono::SecondsFormat::Micros, true).into()
}

/// A namespace and a name, as Marquez pairs them.
fn pair((namespace, name): (String, String)) -> Value {
    json!({ "namespace": namespace, "name": name })
}

/// How an asset is called as a job: its namespace and the innermost part of its name.
fn job_name(asset: &Asset) -> (String, String) {
    (asset.name.namespace.to_string(), asset.name.last().to_owned())
}

/// The tags of an asset, whoever gave them.
fn tags(asset: &Asset) -> BTreeSet<&str> {
    asset.related(RelationKind::Tag).collect()
}

/// Facets of each asset, as they were said.
async fn facets(app: &App, viewer: &Viewer, assets: &[Asset]) -> Result<HashMap<AssetId, Map<String, Value>>, Problem> {
    let ids: Vec<AssetId> = assets.iter().map(|asset| asset.id).collect();
    Ok(app.openlineage().facets(viewer, &ids).await?)
}

fn not_found(what: &'static str, name: &str) -> Problem {
    catalog::Error::not_found(what, name).into()
}
