//! What the names in a table mean: assets, terms, domains and data products, looked up in sets.

use std::collections::{HashMap, HashSet};

use catalog::{AssetId, AssetKind, Catalog, Name, NameQuery, Viewer, name::parse_path, vocabulary::NAMESPACE};

/// What is called how.
#[derive(Default)]
pub(super) struct Meanings {
    assets: HashMap<(Name, AssetKind), AssetId>,
    things: HashMap<(AssetKind, String), AssetId>,
}

/// What stands in a table.
#[derive(Default)]
pub(super) struct Spoken {
    /// Assets by name and kind.
    pub(super) assets: HashSet<(Name, AssetKind)>,
    /// Terms, domains and data products, as their names are typed.
    pub(super) things: HashSet<(AssetKind, String)>,
}

/// The name and kind of an asset as two cells have them; else which column is wrong, and how.
pub(super) fn asset(name: &str, kind: &str) -> Result<(Name, AssetKind), (&'static str, String)> {
    let kind: AssetKind = kind.trim().parse().map_err(|cause: catalog::Error| ("kind", cause.to_string()))?;
    match name.trim().parse::<NameQuery>() {
        Ok(NameQuery::Full(name)) => Ok((name, kind)),
        Ok(NameQuery::Tail(_)) => Err(("name", "must be a whole name, `namespace/part.part`".to_owned())),
        Err(cause) => Err(("name", cause.to_string())),
    }
}

impl Meanings {
    /// Looks up everything that is spoken of.
    ///
    /// # Errors
    /// The store's own.
    pub(super) async fn of(catalog: &Catalog, viewer: &Viewer, spoken: Spoken) -> catalog::Result<Self> {
        let mut meanings = Self::default();
        let assets: Vec<(Name, AssetKind)> = spoken.assets.into_iter().collect();
        let found = catalog.resolve(viewer, &assets).await?;
        meanings.assets = assets.into_iter().zip(found).filter_map(|(name, id)| Some((name, id?))).collect();
        for kind in [AssetKind::Term, AssetKind::Domain, AssetKind::DataProduct] {
            let typed: Vec<&String> =
                spoken.things.iter().filter(|(other, _)| *other == kind).map(|(_, typed)| typed).collect();
            let parts = typed.iter().map(|typed| parse_path(typed).ok());
            let names: Vec<(Name, AssetKind)> =
                parts.map(|parts| (Name::new(NAMESPACE, parts.unwrap_or_default()), kind)).collect();
            for (typed, id) in typed.into_iter().zip(catalog.resolve(viewer, &names).await?) {
                meanings.things.extend(id.map(|id| ((kind, typed.clone()), id)));
            }
        }
        Ok(meanings)
    }

    pub(super) fn asset(&self, named: &(Name, AssetKind)) -> Option<AssetId> {
        self.assets.get(named).copied()
    }

    /// What names in a cell mean.
    ///
    /// # Errors
    /// What is wrong with the first that means nothing.
    pub(super) fn things(&self, kind: AssetKind, typed: Vec<String>) -> Result<Vec<AssetId>, String> {
        let all = typed.into_iter().map(|typed| {
            let key = (kind, typed);
            self.things.get(&key).copied().ok_or_else(|| format!("there is no {} `{}`", kind.words()[0], key.1))
        });
        all.collect()
    }
}
