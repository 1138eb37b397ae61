//! A project as one manifest tells it, without crawling it: which relations it makes, from what, and with which columns.
//! For questions about a state of the project that is not there yet.

use std::collections::{BTreeMap, BTreeSet};

use catalog::{AssetKind, Name, kinds::pipeline::TableContract, record::LineageRecord};

use super::{
    VERSIONS,
    artifacts::{Manifest, Node},
    contract, metric,
    project::Project,
    relation::Warehouse,
    saved_query, semantic_model,
    semantics::{SemanticManifest, Semantics},
};
use crate::error::{Error, Result};

/// The longest manifest that is read, in bytes.
pub const MAX_MANIFEST_BYTES: usize = 256 * 1024 * 1024;

/// A project at one time.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ProjectState {
    /// What the project is called.
    pub project: Option<String>,
    /// The kind of its warehouse as dbt calls it, such as `postgres`.
    pub adapter: String,
    /// The relations that it makes or reads, by dbt's identifiers.
    pub relations: BTreeMap<String, ProjectRelation>,
    /// How many models have no SQL that can be read.
    pub without_sql: usize,
    /// Its semantic models, metrics and saved queries, for each of the pipelines that were named.
    pub semantics: Vec<SemanticState>,
    /// dbt's identifiers of them; none where the manifest does not list such things at all.
    pub semantic_ids: Option<BTreeSet<String>>,
}

/// A semantic model, a metric or a saved query.
#[derive(Debug, Clone, PartialEq)]
pub struct SemanticState {
    /// Its name in the catalog.
    pub name: Name,
    /// Which it is.
    pub kind: AssetKind,
    /// Its columns: the parts of a semantic model, the value of a metric, the metrics of a saved query.
    pub parts: Vec<String>,
    /// Where its values come from.
    pub lineage: LineageRecord,
}

/// A table or view that a project makes or reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectRelation {
    /// Its name in the catalog.
    pub name: Name,
    /// The columns that the project describes, with their types where it tells them.
    pub columns: Vec<(String, Option<String>)>,
    /// The query that makes it.
    pub sql: Option<String>,
    /// The query's dialect.
    pub dialect: Option<String>,
    /// What completes shorter names in the query.
    pub defaults: Vec<String>,
    /// dbt's identifiers of what it is made from.
    pub upstream: Vec<String>,
    /// What a model promises, where dbt sees to it.
    pub contract: Option<TableContract>,
}

/// What the warehouse of a manifest is called in the catalog.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// Its namespace.
    pub namespace: &'a str,
    /// Its database, where the catalog calls it otherwise than dbt does.
    pub database: Option<&'a str>,
    /// The pipelines as which the catalog has the project.
    pub pipelines: &'a [Name],
}

/// The kind of warehouse that a manifest is for, as dbt calls it; empty when it does not tell.
///
/// # Errors
/// As [`project_state`].
pub fn adapter_of(field: &'static str, manifest: &[u8]) -> Result<String> {
    Ok(read(field, manifest)?.metadata.adapter_type.unwrap_or_default().to_ascii_lowercase())
}

/// Reads the text of a `manifest.json`.
///
/// # Errors
/// [`Error::Invalid`] naming `field` for what is no manifest, too long, or of a version that is not read.
pub fn project_state(field: &'static str, manifest: &[u8], place: Place<'_>) -> Result<ProjectState> {
    let mut manifest = read(field, manifest)?;
    let called = manifest.project();
    let tells = manifest.metrics.is_some();
    let semantics = Semantics::new(&mut manifest, SemanticManifest::default());
    let adapter = manifest.metadata.adapter_type.clone().unwrap_or_default().to_ascii_lowercase();
    let mut project = Project {
        pipeline: Name::new(super::NAMESPACE, ["proposal"]),
        warehouse: Warehouse {
            namespace: place.namespace.to_owned(),
            database: place.database.map(str::to_owned),
            adapter: adapter.clone(),
        },
        catalog: super::artifacts::Catalog::default(),
        results: super::artifacts::Results::default(),
        freshness: super::artifacts::Results::default(),
        manifest,
        semantics,
    };
    let sql = project.sql();
    let mut state = ProjectState { project: called, adapter, ..Default::default() };
    let sources = project.manifest.sources.iter().map(|(id, node)| (id.as_str(), node));
    for (id, node) in project.tasks().chain(sources) {
        let Some(name) = project.relation(id) else { continue };
        let sql = sql.get(id).cloned();
        state.without_sql += usize::from(sql.is_none() && node.resource_type == "model");
        state.relations.insert(id.to_owned(), relation(&project, node, (name, sql)));
    }
    drop(sql);
    state.semantic_ids = tells.then(|| project.semantics.ids().cloned().collect());
    for pipeline in place.pipelines {
        project.pipeline = pipeline.clone();
        state.semantics.extend(semantics_of(&project));
    }
    Ok(state)
}

/// The semantic layer as one pipeline has it.
fn semantics_of(project: &Project) -> Vec<SemanticState> {
    let all = &project.semantics;
    let of = |id: &str, kind: AssetKind, parts: Vec<String>, lineage: LineageRecord| {
        let name = project.pipeline.child(id);
        SemanticState { name, kind, parts, lineage }
    };
    let models = all.models.iter().filter_map(|(id, model)| {
        let (parts, lineage) = semantic_model::lineage(project, (id, model))?;
        Some(of(id, AssetKind::SemanticModel, parts, lineage))
    });
    let metrics = all.metrics.iter().map(|(id, metric)| {
        let lineage = metric::lineage(project, (id, metric));
        of(id, AssetKind::Metric, metric::column(metric).map(str::to_owned).into_iter().collect(), lineage)
    });
    let queries = all.saved_queries.iter().map(|(id, query)| {
        let lineage = saved_query::lineage(project, (id, query));
        of(id, AssetKind::Query, saved_query::metrics(query).cloned().collect(), lineage)
    });
    models.chain(metrics).chain(queries).collect()
}

fn relation(project: &Project, node: &Node, (name, sql): (Name, Option<String>)) -> ProjectRelation {
    let columns = node.columns.values().filter(|column| !column.name.is_empty());
    ProjectRelation {
        name,
        columns: columns
            .map(|column| (project.warehouse.column(&column.name, None), column.data_type.clone()))
            .collect(),
        dialect: sql.as_ref().and(project.warehouse.dialect()).map(str::to_owned),
        sql,
        defaults: project.warehouse.defaults(node),
        upstream: node.depends_on.nodes.clone(),
        contract: contract::of(node).filter(|_| node.resource_type == "model"),
    }
}

fn read(field: &'static str, manifest: &[u8]) -> Result<Manifest> {
    if manifest.len() > MAX_MANIFEST_BYTES {
        let problem = format!("has {} bytes; {MAX_MANIFEST_BYTES} are read", manifest.len());
        return Err(Error::invalid(field, problem));
    }
    let manifest: Manifest = serde_json::from_slice(manifest)
        .map_err(|cause| Error::invalid(field, format!("is not the text of a manifest.json: {cause}")))?;
    let version = manifest.metadata.version().unwrap_or(0);
    if version < VERSIONS.0 {
        let (oldest, newest) = VERSIONS;
        let problem = format!("has version {version} of dbt's manifests; {oldest} to {newest} are read");
        return Err(Error::invalid(field, problem));
    }
    Ok(manifest)
}
