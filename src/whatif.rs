//! Questions about changes that have not happened yet: from what a person or a pull request gives to a proposal that
//! lineage can judge. Shared by the command line and GraphQL.

use std::collections::{BTreeMap, HashSet};

use catalog::{AssetId, AssetKind, Listing, PageRequest, Viewer};
use connectors::dbt::state::{self, Place, ProjectState};
use lineage::whatif::{Proposal, Relation, RelationsProposal};

use crate::app::App;

/// The most tasks of dbt projects that are looked through for models that are gone.
const MOST_TASKS: usize = 50_000;

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
    let (after, before) = (manifests.after.to_vec(), manifests.before.map(<[u8]>::to_vec));
    let read = move || {
        let place = Place { namespace: &namespace, database: database.as_deref() };
        let before = before.map(|before| state::project_state("base", &before, place)).transpose()?;
        Ok::<_, connectors::Error>((state::project_state("manifest", &after, place)?, before))
    };
    let (after, before) = tokio::task::spawn_blocking(read).await??;
    let gone = match &before {
        Some(_) => Vec::new(),
        None => gone(app, viewer, &after).await?,
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
    };
    state.relations.into_iter().map(relation).collect()
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
    let mut tasks: BTreeMap<AssetId, String> = BTreeMap::new();
    let (kinds, mut page) = ([AssetKind::Task], PageRequest::first(500));
    let mut seen = 0;
    loop {
        let listing = Listing { kinds: &kinds, namespace: Some("dbt"), name: None };
        let found = app.catalog().listed(viewer, &listing, &page).await?;
        let next = found.next().map(str::to_owned);
        seen += found.items.len();
        let gone = found.items.into_iter().map(|(_, task)| task).filter(|task| {
            let id = task.name.last();
            prefixes.iter().any(|prefix| id.starts_with(prefix)) && !after.relations.contains_key(id)
        });
        tasks.extend(gone.map(|task| (task.id, task.name.last().to_owned())));
        match next.filter(|_| seen < MOST_TASKS) {
            Some(cursor) => page.after = Some(cursor),
            None => break,
        }
    }
    let ids: Vec<AssetId> = tasks.into_keys().collect();
    let written = app.lineage().written_by(&ids).await?;
    Ok(written.into_values().flatten().collect())
}
