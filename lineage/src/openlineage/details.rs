//! What a batch of events says about assets: each asset once, over what is known of it. Pure.
//!
//! What a crawl says of an asset is left alone; facets, owners and tags are added all the same.

use std::collections::{BTreeMap, BTreeSet};

use catalog::{
    Asset, AssetId, AssetKind, AssetRecord, Details, Name, Record, RelationKind,
    kinds::table::{TableDetails, TableType},
};
use serde_json::Value;

use super::{
    event::{Dataset, Facets, Job, text_in},
    io::Place,
    job,
    known::Known,
    schema,
};
use crate::store::openlineage::Said;

/// The most bytes of one facet that is kept.
const MAX_FACET_BYTES: usize = 1 << 20;
/// The most owners or tags of one event.
const MOST_TIES: usize = 50;

/// What a batch says about assets.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// Assets, with the event that said so last.
    assets: BTreeMap<Place, (usize, AssetRecord)>,
    ties: BTreeMap<(Place, RelationKind, String), usize>,
    facets: PlacedFacets,
}

/// Facets by the place that they are about and their name.
pub(super) type PlacedFacets = BTreeMap<(Place, String), Said>;

impl Sheet {
    /// Takes what an event says about a job at `place`.
    pub(super) fn job(
        &mut self,
        (index, at): (usize, i64),
        place: &Place,
        (job, run_facets): (&Job, &Facets),
        datasets: &[(&str, &str)],
        known: &Known,
    ) {
        self.keep(place, &job.facets, at);
        self.tie(index, place, &job.facets);
        self.pipeline_around(index, place, (job, run_facets), known);
        let Some((details, description)) = self.writable(place, known) else { return };
        let details = match details {
            Details::Pipeline(known) => Details::Pipeline(job::pipeline(job, run_facets, known)),
            Details::Task(known) => Details::Task(job::task(job, run_facets, datasets, known)),
            other => other,
        };
        let said = text_in(&job.facets, &["documentation", "description"]).map(str::to_owned);
        let record = AssetRecord::new(place.0.clone(), details).described(said.or(description));
        self.assets.insert(place.clone(), (index, record));
    }

    /// Takes what an event says about a data set at `place`; one that the event is about is there, however little is
    /// said of it.
    pub(super) fn dataset(
        &mut self,
        (index, at): (usize, i64),
        place: &Place,
        dataset: &Dataset,
        known: &Known,
        is_subject: bool,
    ) {
        self.keep(place, &dataset.facets, at);
        self.keep(place, &dataset.side_facets, at);
        self.tie(index, place, &dataset.facets);
        let is_said = |facet: &str| dataset.facets.contains_key(facet);
        let says_columns = (is_said("schema") || is_said("columnLineage")) && place.1 == AssetKind::Table;
        let said = text_in(&dataset.facets, &["documentation", "description"]).map(str::to_owned);
        if !says_columns && said.is_none() && !is_subject {
            return;
        }
        let Some((details, description)) = self.writable(place, known) else { return };
        let details = match details {
            Details::Table(table) => Details::Table(table_details(dataset, table)),
            other => other,
        };
        let record = AssetRecord::new(place.0.clone(), details).described(said.or(description));
        self.assets.insert(place.clone(), (index, record));
        if says_columns {
            let of_table = known.assets.get(place).and_then(|table| known.columns.get(&table.id));
            for column in schema::columns(&place.0, &dataset.facets, of_table.unwrap_or(&Default::default())) {
                // A later event that knows less must not take away what an earlier one of this batch said.
                let place = (column.name.clone(), AssetKind::Column);
                let is_poorer = |known: &AssetRecord| says_less(&column, known);
                if self.assets.get(&place).is_none_or(|(_, known)| !is_poorer(known)) {
                    self.assets.insert(place, (index, column));
                }
            }
        }
    }

    /// Details and description to go on from; none when a crawl speaks for the asset.
    fn writable(&self, place: &Place, known: &Known) -> Option<(Details, Option<String>)> {
        if let Some((_, record)) = self.assets.get(place) {
            return Some((record.harvested.details.clone(), record.harvested.description.clone()));
        }
        match known.assets.get(place).filter(|asset| !asset.is_placeholder) {
            Some(Asset { source: Some(_), .. }) => None,
            Some(asset) => Some((asset.harvested.details.clone(), asset.harvested.description.clone())),
            None => Some((Details::empty(place.1), None)),
        }
    }

    /// Makes the pipeline around a task known, when its own events have not.
    fn pipeline_around(&mut self, index: usize, place: &Place, (job, run_facets): (&Job, &Facets), known: &Known) {
        let [pipeline, _] = place.0.parts.as_slice() else { return };
        let key = (job.namespace.clone(), pipeline.clone());
        let outer: Place = (Name::new(key.0.clone(), [pipeline.clone()]), AssetKind::Pipeline);
        let is_known = known.assets.get(&outer).is_some_and(|asset| !asset.is_placeholder);
        if is_known || self.assets.contains_key(&outer) || !job::around(run_facets).contains(&key) {
            return;
        }
        let details = catalog::kinds::pipeline::PipelineDetails { tool: job::tool(job), ..Default::default() };
        let record = AssetRecord::new(outer.0.clone(), Details::Pipeline(details));
        self.assets.insert(outer, (index, record));
    }

    /// Takes owners and tags.
    fn tie(&mut self, index: usize, place: &Place, facets: &Facets) {
        let list = |facet: &str, member: &str| {
            let all = facets.get(facet).and_then(|facet| facet.get(member)).and_then(Value::as_array);
            all.into_iter().flatten().filter_map(Value::as_object).take(MOST_TIES)
        };
        let owners = list("ownership", "owners").filter_map(|owner| text_in(owner, &["name"]));
        let mut ties: BTreeSet<(RelationKind, String)> =
            owners.map(|owner| (RelationKind::Owner, owner.trim().to_owned())).collect();
        ties.extend(list("tags", "tags").filter_map(tag).map(|tag| (RelationKind::Tag, tag)));
        for (kind, target) in ties {
            if target.chars().count() <= 200 && !target.chars().any(char::is_control) {
                self.ties.insert((place.clone(), kind, target), index);
            }
        }
    }

    /// Keeps facets, whether anybody here knows them or not.
    fn keep(&mut self, place: &Place, facets: &Facets, at: i64) {
        for (name, value) in facets {
            let text = value.to_string();
            if text.len() > MAX_FACET_BYTES || name.len() > 200 || name.contains('\0') || text.contains("\\u0000") {
                continue;
            }
            let said = (at, text);
            let known = self.facets.entry((place.clone(), name.clone())).or_insert_with(|| said.clone());
            if *known < said {
                *known = said;
            }
        }
    }

    /// The places that facets are about.
    pub(super) fn faceted(&self) -> BTreeSet<Place> {
        self.facets.keys().map(|(place, _)| place.clone()).collect()
    }

    /// What was said, as records with the events that said so, and the facets by place.
    pub(super) fn into_records(self) -> (Vec<(usize, Record)>, PlacedFacets) {
        let mut records: Vec<(usize, Record)> =
            self.assets.into_values().map(|(index, record)| (index, record.into())).collect();
        records.extend(self.ties.into_iter().map(|(((name, kind), relation, target), index)| {
            (index, Record::Relation { name, kind, relation, target })
        }));
        (records, self.facets)
    }
}

/// The facets of assets that were found, by asset.
pub(super) fn by_asset(facets: PlacedFacets, ids: &BTreeMap<Place, AssetId>) -> BTreeMap<(AssetId, String), Said> {
    let known = |((place, name), said)| Some(((*ids.get(&place)?, name), said));
    facets.into_iter().filter_map(known).collect()
}

/// A tag's text: its value, with its key in front where that says more.
fn tag(tag: &Facets) -> Option<String> {
    if text_in(tag, &["source"]) == Some("OPENLINEAGE_CLIENT") {
        return None;
    }
    let key = text_in(tag, &["key"])?.trim();
    match text_in(tag, &["value"]).map(str::trim) {
        None | Some("true") => Some(key.to_owned()),
        Some(value) if value == key => Some(key.to_owned()),
        Some(value) => Some(format!("{key}:{value}")),
    }
}

/// What kind of table the event says it is, over what was known.
fn table_details(dataset: &Dataset, known: TableDetails) -> TableDetails {
    let said = text_in(&dataset.facets, &["datasetType", "datasetType"]).unwrap_or_default();
    let materialized = text_in(&dataset.facets, &["dbt_model", "config", "materialized"]).unwrap_or_default();
    let table_type = match (said.to_ascii_uppercase().as_str(), materialized) {
        ("VIEW", _) | ("", "view") => TableType::View,
        ("MATERIALIZED_VIEW", _) | ("", "materialized_view") => TableType::MaterializedView,
        _ => known.table_type,
    };
    TableDetails { table_type, ..known }
}

/// Whether `column` leaves its type out and `known` does not.
fn says_less(column: &AssetRecord, known: &AssetRecord) -> bool {
    let has_type = |record: &AssetRecord| match &record.harvested.details {
        Details::Column(column) => !column.data_type.text.is_empty(),
        _ => false,
    };
    !has_type(column) && has_type(known)
}
