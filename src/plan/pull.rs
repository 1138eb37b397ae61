//! Writing what is there as files: where governance by files begins.

use std::collections::BTreeSet;

use catalog::{AssetKind, Listing, PageRequest, Viewer, vocabulary::NAMESPACE};
use serde_json::{Map, Value};

use super::{assets, declared::Asset, files::File, propagation, section};
use crate::{
    access::{Error, Result},
    app::App,
};

/// The most assets that are written.
const MOST_ASSETS: usize = 100_000;
/// How many assets are read at a time.
const PAGE: u64 = 1_000;

/// The sorts of objects that are assets of our own namespace.
const WORDS: [(&str, AssetKind); 7] = [
    ("domains", AssetKind::Domain),
    ("data_products", AssetKind::DataProduct),
    ("glossaries", AssetKind::Glossary),
    ("terms", AssetKind::Term),
    ("classifications", AssetKind::Classification),
    ("tags", AssetKind::Tag),
    ("code_lists", AssetKind::CodeList),
];

/// Everything that files can say, as files: one for each sort of object. Sorts of which there is nothing have none.
///
/// # Errors
/// `Forbidden`; `Invalid` when people said something of more than 100,000 assets.
pub async fn pull(app: &App, viewer: &Viewer) -> Result<Vec<File>> {
    let organisation = app.access().seen_organisation(viewer).await?;
    let mut sorts: Vec<(&str, BTreeSet<String>)> = vec![
        ("departments", organisation.departments.values().map(|one| one.name.clone()).collect()),
        ("teams", organisation.teams.values().map(|one| one.name.clone()).collect()),
        ("roles", organisation.roles.values().map(|one| one.name.clone()).collect()),
        ("policies", app.access().policies(viewer).await?.into_iter().map(|one| one.name).collect()),
    ];
    for (sort, kind) in WORDS {
        sorts.push((sort, words(app, viewer, kind).await?));
    }
    let properties = app.catalog().properties(viewer).await?;
    sorts.push(("properties", properties.into_iter().map(|one| one.name).collect()));
    sorts.push(("propagation_rules", propagation::names(app, viewer).await?));
    let mut files = Vec::new();
    for (sort, names) in sorts {
        let documents = section::named(sort)?.current(app, viewer, &names).await?;
        files.extend(file(sort, documents.into_values().collect())?);
    }
    let assets = curated(app, viewer).await?;
    files.extend(file("assets", assets.iter().map(section::json).collect())?);
    Ok(files)
}

/// The file of a sort of object; none when there is nothing of it.
fn file(sort: &str, documents: Vec<Value>) -> Result<Option<File>> {
    if documents.is_empty() {
        return Ok(None);
    }
    let document = Value::Object(Map::from_iter([(sort.to_owned(), Value::Array(documents))]));
    let text = serde_saphyr::to_string(&document).map_err(|cause| Error::invalid("document", cause.to_string()))?;
    Ok(Some(File { path: format!("{sort}.yaml"), text }))
}

/// The paths of everything of a kind in our own namespace.
async fn words(app: &App, viewer: &Viewer, kind: AssetKind) -> Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    let listing = Listing { namespace: Some(NAMESPACE), kinds: &[kind], ..Listing::default() };
    let mut page = PageRequest::first(catalog::page::MAX_PAGE);
    loop {
        let found = app.catalog().listed(viewer, &listing, &page).await?;
        let next = found.next().map(str::to_owned);
        names.extend(found.items.into_iter().map(|(_, asset)| asset.name.path()));
        match next {
            Some(after) => page.after = Some(after),
            None => return Ok(names),
        }
    }
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
