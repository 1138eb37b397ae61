//! Questions about changes that have not happened yet: from what a person or a pull request gives to a proposal that
//! lineage can judge. Shared by the command line and GraphQL.

mod kept;

use std::collections::{BTreeSet, HashSet};

use catalog::{Asset, AssetId, AssetKind, Listing, Name, PageRequest, Viewer};
use connectors::dbt::state::{self, Place, ProjectState};
use lineage::whatif::{Proposal, Relation, RelationsProposal};

pub use self::kept::what_if;
use crate::app::App;

/// The most tasks of dbt projects that are looked through for models that are gone.
const MOST_TASKS: usize = 50_000;
/// The most pipelines as which one project is looked for; a project is crawled for each of its targets.
const MOST_PIPELINES: usize = 8;

/// Two states of a dbt project, as texts of manifests.
#[derive(Debug, Clone, Copy)]
pub struct Manifests<'a> {
    /// The project as proposed.
    pub after: &'a [u8],
    /// The project as it is; without it the catalog tells.
    pub before: Option<&'a [u8]>,
    /// The namespace of the warehouse; without it that of the only dbt source, or of the only warehouse that fits.
    pub namespace: Option<&'a str>,
    /// What the catalog calls the database, where dbt calls it otherwise.
    pub database: Option<&'a str>,
}

/// What can go wrong on the way to a proposal.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The catalog refused or failed.
    #[error(transparent)]
    Catalog(#[from] catalog::Error),
    /// A manifest cannot be read.
    #[error(transparent)]
    Manifest(#[from] connectors::Error),
    /// Lineage refused or failed.
    #[error(transparent)]
    Lineage(#[from] lineage::Error),
    /// The sources cannot be read.
    #[error(transparent)]
    Sources(#[from] crate::sources::Error),
    /// A background computation was cut off.
    #[error("the computation was cut off")]
    CutOff(#[from] tokio::task::JoinError),
}

impl catalog::Fault for Error {
    fn kind(&self) -> catalog::ErrorKind {
        match self {
            Self::Catalog(error) => error.kind(),
            Self::Manifest(error) => error.kind(),
            Self::Lineage(error) => error.kind(),
            Self::Sources(error) => error.kind(),
            Self::CutOff(_) => catalog::ErrorKind::Internal,
        }
    }

    fn field(&self) -> Option<&str> {
        match self {
            Self::Catalog(error) => error.field(),
            Self::Manifest(error) => error.field(),
            Self::Lineage(error) => error.field(),
            Self::Sources(error) => error.field(),
            Self::CutOff(_) => None,
        }
    }
}

/// The proposal that manifests make.
///
/// # Errors
/// [`Error::Manifest`] naming `manifest` or `base`; a [`catalog::Error::Invalid`] naming `namespace` when it cannot be
/// told.
pub async fn of_manifests(app: &App, viewer: &Viewer, manifests: Manifests<'_>) -> Result<Proposal, Error> {
    let (namespace, database) = match manifests.namespace {
        Some(namespace) => (namespace.to_owned(), manifests.database.map(str::to_owned)),
        None => {
            let adapter = state::adapter_of("manifest", manifests.after)?;
            let (namespace, database) = warehouse(app, viewer, &adapter).await?;
            (namespace, manifests.database.map(str::to_owned).or(database))
        }
    };
    let semantic = semantic_assets(app, viewer).await?;
    let pipelines: BTreeSet<Name> = semantic.iter().filter_map(|(name, _)| name.parent()).collect();
    let pipelines: Vec<Name> = pipelines.into_iter().take(MOST_PIPELINES).collect();
    let (after, before) = (manifests.after.to_vec(), manifests.before.map(<[u8]>::to_vec));
    let read = move || {
        let place = Place { namespace: &namespace, database: database.as_deref(), pipelines: &pipelines };
        let before = before.map(|before| state::project_state("base", &before, place)).transpose()?;
        Ok::<_, connectors::Error>((state::project_state("manifest", &after, place)?, before))
    };
    let (after, before) = tokio::task::spawn_blocking(read).await??;
    let gone = match &before {
        Some(_) => Vec::new(),
        None => {
            let mut gone = gone(app, viewer, &after).await?;
            gone.extend(semantic.iter().filter(|(name, _)| is_gone(&after, name.last())).map(|(_, asset)| *asset));
            gone
        }
    };
    Ok(Proposal::Relations(RelationsProposal { before: before.map(relations), gone, after: relations(after) }))
}

fn relations(state: ProjectState) -> Vec<Relation> {
    let relation = |(key, relation): (String, state::ProjectRelation)| Relation {
        key,
        name: Some(relation.name),
        columns: relation.columns,
        sql: relation.sql,
        dialect: relation.dialect,
        defaults: relation.defaults,
        upstream: relation.upstream,
        contract: relation.contract,
        declared: None,
    };
    let semantic = |state: state::SemanticState| Relation {
        key: state.name.path(),
        name: Some(state.name),
        columns: state.parts.into_iter().map(|part| (part, None)).collect(),
        declared: Some((state.kind, state.lineage)),
        ..Relation::default()
    };
    state.relations.into_iter().map(relation).chain(state.semantics.into_iter().map(semantic)).collect()
}

/// The semantic models, metrics and saved queries that the catalog has of dbt projects.
async fn semantic_assets(app: &App, viewer: &Viewer) -> Result<Vec<(Name, AssetId)>, Error> {
    let kinds = [AssetKind::SemanticModel, AssetKind::Metric, AssetKind::Query];
    let mut found = Vec::new();
    each(app, viewer, &kinds, |asset| found.push((asset.name, asset.id))).await?;
    Ok(found)
}

/// Whether a thing of the semantic layer was of this project and is no more.
fn is_gone(after: &ProjectState, id: &str) -> bool {
    let (Some(project), Some(ids)) = (&after.project, &after.semantic_ids) else { return false };
    let of_project = ["semantic_model", "metric", "saved_query"].iter().any(|kind| {
        id.strip_prefix(kind)
            .and_then(|rest| rest.strip_prefix('.')?.strip_prefix(project.as_str())?.strip_prefix('.'))
            .is_some()
    });
    of_project && !ids.contains(id)
}

/// The namespace and the database of the warehouse: as the dbt sources say, else the only one that fits.
async fn warehouse(app: &App, viewer: &Viewer, adapter: &str) -> Result<(String, Option<String>), Error> {
    let mut told: HashSet<(String, Option<String>)> = HashSet::new();
    if viewer.may(catalog::Action::ReadSources) {
        let mut page = PageRequest::first(500);
        loop {
            let sources = app.sources().list(viewer, &page).await?;
            let next = sources.next().map(str::to_owned);
            for (_, source) in sources.items.into_iter().filter(|(_, source)| source.connector == "dbt") {
                let text = |field: &str| source.config.get(field).and_then(|value| value.as_str()).map(str::to_owned);
                told.extend(text("namespace").map(|namespace| (namespace, text("database"))));
            }
            match next {
                Some(cursor) => page.after = Some(cursor),
                None => break,
            }
        }
    }
    if told.len() == 1
        && let Some(only) = told.into_iter().next()
    {
        return Ok(only);
    }
    let namespaces = app.catalog().namespaces(viewer).await?;
    let fits = |namespace: &&String| {
        let scheme = namespace.split_once("://").map_or(namespace.as_str(), |(scheme, _)| scheme);
        scheme == adapter || (scheme == "mysql" && adapter == "mariadb")
    };
    let mut fitting = namespaces.iter().filter(fits);
    match (fitting.next(), fitting.next()) {
        (Some(only), None) => Ok((only.clone(), None)),
        _ => {
            let known: Vec<String> = namespaces.iter().take(10).map(|namespace| format!("`{namespace}`")).collect();
            let problem = format!("is needed: the warehouse of the manifest is one of {}", known.join(", "));
            Err(catalog::Error::invalid("namespace", problem).into())
        }
    }
}

/// What models wrote that the catalog knows of the same project and that the manifest no longer has.
async fn gone(app: &App, viewer: &Viewer, after: &ProjectState) -> Result<Vec<AssetId>, Error> {
    let Some(project) = &after.project else { return Ok(Vec::new()) };
    let prefixes = ["model", "seed", "snapshot"].map(|kind| format!("{kind}.{project}."));
    let mut ids: Vec<AssetId> = Vec::new();
    let is_gone = |id: &str| prefixes.iter().any(|prefix| id.starts_with(prefix)) && !after.relations.contains_key(id);
    each(app, viewer, &[AssetKind::Task], |task| ids.extend(is_gone(task.name.last()).then_some(task.id))).await?;
    let written = app.lineage().written_by(&ids).await?;
    Ok(written.into_values().flatten().collect())
}

/// Shows every asset of some kinds that dbt projects have, up to a bound.
async fn each(app: &App, viewer: &Viewer, kinds: &[AssetKind], mut show: impl FnMut(Asset)) -> Result<(), Error> {
    let (listing, mut page) = (Listing { kinds, namespace: Some("dbt"), name: None }, PageRequest::first(500));
    let mut seen = 0;
    loop {
        let found = app.catalog().listed(viewer, &listing, &page).await?;
        let next = found.next().map(str::to_owned);
        seen += found.items.len();
        found.items.into_iter().for_each(|(_, asset)| show(asset));
        match next.filter(|_| seen < MOST_TASKS) {
            Some(cursor) => page.after = Some(cursor),
            None => return Ok(()),
        }
    }
}
