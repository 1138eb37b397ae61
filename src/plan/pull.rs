//! Writing what is there as files: where governance by files begins.

use std::collections::BTreeSet;

use catalog::{AssetKind, Listing, PageRequest, Viewer, vocabulary::NAMESPACE};
use serde::{Serialize, de::DeserializeOwned};

use super::{
    assets,
    declared::{Asset, Document, Word},
    files::File,
    section::{self, read},
};
use crate::{
    access::{Error, Result},
    app::App,
};

/// The most assets that are written.
const MOST_ASSETS: usize = 100_000;
/// How many assets are read at a time.
const PAGE: u64 = 1_000;

/// Everything that files can say, as files: one for each sort of object. Sorts of which there is nothing have none.
///
/// # Errors
/// `Forbidden`; `Invalid` when people said something of more than 100,000 assets.
pub async fn pull(app: &App, viewer: &Viewer) -> Result<Vec<File>> {
    let organisation = app.access().seen_organisation(viewer).await?;
    let policies = app.access().policies(viewer).await?;
    let departments = organisation.departments.values().map(|one| one.name.clone()).collect();
    let teams = organisation.teams.values().map(|one| one.name.clone()).collect();
    let roles = organisation.roles.values().map(|one| one.name.clone()).collect();
    let policies = policies.into_iter().map(|one| one.name).collect();
    let documents = [
        ("departments", Document { departments: all(app, viewer, "departments", departments).await?, ..empty() }),
        ("teams", Document { teams: all(app, viewer, "teams", teams).await?, ..empty() }),
        ("roles", Document { roles: all(app, viewer, "roles", roles).await?, ..empty() }),
        ("policies", Document { policies: all(app, viewer, "policies", policies).await?, ..empty() }),
        ("domains", Document { domains: words(app, viewer, "domains", AssetKind::Domain).await?, ..empty() }),
        (
            "data_products",
            Document { data_products: words(app, viewer, "data_products", AssetKind::DataProduct).await?, ..empty() },
        ),
        (
            "glossaries",
            Document { glossaries: words(app, viewer, "glossaries", AssetKind::Glossary).await?, ..empty() },
        ),
        ("terms", Document { terms: words(app, viewer, "terms", AssetKind::Term).await?, ..empty() }),
        (
            "classifications",
            Document {
                classifications: words(app, viewer, "classifications", AssetKind::Classification).await?,
                ..empty()
            },
        ),
        ("tags", Document { tags: words(app, viewer, "tags", AssetKind::Tag).await?, ..empty() }),
        ("assets", Document { assets: curated(app, viewer).await?, ..empty() }),
    ];
    let mut files = Vec::new();
    for (name, document) in documents {
        if let Some(text) = yaml(&document)? {
            files.push(File { path: format!("{name}.yaml"), text });
        }
    }
    Ok(files)
}

fn empty() -> Document {
    Document::default()
}

/// A document as YAML; none when nothing is in it.
fn yaml<T: Serialize>(document: &T) -> Result<Option<String>> {
    let value = section::json(document);
    if value.as_object().is_none_or(serde_json::Map::is_empty) {
        return Ok(None);
    }
    let text = serde_saphyr::to_string(&value).map_err(|cause| Error::invalid("document", cause.to_string()))?;
    Ok(Some(text))
}

/// Everything of a kind in our own namespace.
async fn words(app: &App, viewer: &Viewer, sort: &str, kind: AssetKind) -> Result<Vec<Word>> {
    let mut names = BTreeSet::new();
    let listing = Listing { namespace: Some(NAMESPACE), kinds: &[kind], ..Listing::default() };
    let mut page = PageRequest::first(catalog::page::MAX_PAGE);
    loop {
        let found = app.catalog().listed(viewer, &listing, &page).await?;
        let next = found.next().map(str::to_owned);
        names.extend(found.items.into_iter().map(|(_, asset)| asset.name.path()));
        match next {
            Some(after) => page.after = Some(after),
            None => return all(app, viewer, sort, names).await,
        }
    }
}

async fn all<T: DeserializeOwned>(app: &App, viewer: &Viewer, sort: &str, names: BTreeSet<String>) -> Result<Vec<T>> {
    let current = section::named(sort)?.current(app, viewer, &names).await?;
    current.values().map(read).collect()
}

/// Every asset of which people said something.
async fn curated(app: &App, viewer: &Viewer) -> Result<Vec<Asset>> {
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let (page, next) = app.catalog().assets_after(viewer, after, PAGE).await?;
        let paths = assets::paths(app, viewer, page.iter()).await?;
        // Glossaries and the like have files of their own.
        let is_ours = |asset: &catalog::Asset| *asset.name.namespace == *NAMESPACE;
        for asset in page.into_iter().filter(|asset| asset.removed.is_none() && !is_ours(asset)) {
            let told = slim(assets::told(&asset, &paths));
            if told.is_some() && found.len() == MOST_ASSETS {
                let problem = format!("are more than {MOST_ASSETS}; export the catalog instead");
                return Err(Error::invalid("assets", problem));
            }
            found.extend(told);
        }
        match next {
            Some(last) => after = Some(last),
            None => break,
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

/// The same without what nobody said; none when nobody said anything.
fn slim(asset: Asset) -> Option<Asset> {
    let said = Asset {
        owners: asset.owners.filter(|targets| !targets.is_empty()),
        tags: asset.tags.filter(|targets| !targets.is_empty()),
        terms: asset.terms.filter(|targets| !targets.is_empty()),
        products: asset.products.filter(|targets| !targets.is_empty()),
        ..asset
    };
    let is_nothing = section::json(&said).as_object().is_none_or(|fields| fields.len() == 1);
    (!is_nothing).then_some(said)
}
