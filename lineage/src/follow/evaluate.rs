//! From a commit to declarations: which scopes it concerns, and what each says now.
//!
//! The number of statements does not depend on how many scopes or names there are, only on how deep names are.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use catalog::{
    Asset, AssetId, AssetKind, Catalog, Change, ChangeNumber, Database, Details, Name, Viewer, record::LineageRecord,
};

use super::{
    body::BodySet,
    gather::{Declared, Touched, gather},
    known::Known,
    speech,
    tool::ToolSet,
    view::ViewSet,
};
use crate::{
    declare::{BODY_TOOL, Declaration, VIEW_TOOL, name_key},
    error::{Error, Result},
    store::look::{self, Scope},
};

/// What the scopes that a commit concerns say right behind it.
pub(super) async fn commit(catalog: &Catalog, store: &Database, commit: &[Change]) -> Result<Vec<Declaration>> {
    let touched = gather(commit);
    let Some(at) = commit.last().map(|change| change.number) else { return Ok(Vec::new()) };
    if touched.is_empty() || (touched.declares_nothing() && !look::has_scopes(store.read()).await?) {
        return Ok(Vec::new());
    }
    let concern = Concern::of(catalog, store, touched, at).await?;
    let mut work = concern.work(catalog, at).await?;
    let names = work.names().await?;
    let views: Vec<AssetId> = work.views.iter().map(|view| view.view).collect();
    let hands = work.tools.iter().flat_map(ToolSet::hands).collect();
    let known = Known::look_up(catalog, names, &views, at).await?.with_ends(catalog, hands, at).await?;
    let Work { views, bodies, tools, mut declarations } = work;
    let read = move || {
        declarations.extend(tools.iter().map(|tool| tool.declare(&known)));
        declarations.extend(views.iter().map(|view| view.declare(&known)));
        declarations.extend(bodies.iter().map(|body| body.declare(&known)));
        declarations
    };
    let mut declarations = tokio::task::spawn_blocking(read).await.map_err(Error::CutOff)?;
    for declaration in &mut declarations {
        declaration.at = concern.caused(declaration);
    }
    Ok(declarations)
}

/// What a commit concerns.
struct Concern {
    /// Tables whose SQL is to be read, because of which change.
    views: BTreeMap<AssetId, ChangeNumber>,
    /// Other assets whose SQL is to be read, because of which change.
    bodies: BTreeMap<AssetId, ChangeNumber>,
    /// Scopes of tools that have to be resolved anew, because of which change.
    scopes: Vec<(Scope, ChangeNumber)>,
    declared: Vec<Declared>,
    /// Assets that came, went, or got or lost columns.
    assets: HashMap<AssetId, ChangeNumber>,
}

/// What has to be read.
struct Work {
    views: Vec<ViewSet>,
    bodies: Vec<BodySet>,
    tools: Vec<ToolSet>,
    /// What is already clear: scopes that say nothing any more.
    declarations: Vec<Declaration>,
}

impl Concern {
    async fn of(catalog: &Catalog, store: &Database, touched: Touched, at: ChangeNumber) -> Result<Self> {
        let Touched { mut views, mut bodies, assets, columns, declared } = touched;
        let mut touched: BTreeMap<AssetId, ChangeNumber> = assets;
        let named: Vec<AssetId> = touched.keys().copied().collect();
        let ids: Vec<AssetId> = columns.keys().copied().collect();
        for (column, table) in catalog.parents(&ids).await? {
            latest(&mut touched, table, columns[&column]);
        }
        let mut causes: BTreeMap<i64, ChangeNumber> = BTreeMap::new();
        if look::has_scopes(store.read()).await? {
            let names = names(catalog, &named, &touched, at).await?;
            for (scope, asset) in look::scopes_of_assets(store.read(), &touched.keys().copied().collect()).await? {
                latest(&mut causes, scope, touched[&asset]);
            }
            for (scope, name) in look::scopes_of_names(store.read(), &names.keys().copied().collect()).await? {
                latest(&mut causes, scope, names[&name]);
            }
        }
        let mut scopes = Vec::new();
        for scope in look::scopes(store.read(), &causes.keys().copied().collect()).await? {
            let cause = causes[&scope.id];
            if scope.tool == VIEW_TOOL {
                latest(&mut views, scope.owner, cause);
            } else if scope.tool == BODY_TOOL {
                latest(&mut bodies, scope.owner, cause);
            } else {
                scopes.push((scope, cause));
            }
        }
        Ok(Self { views, bodies, scopes, declared, assets: touched.into_iter().collect() })
    }

    /// What has to be read for it.
    async fn work(&self, catalog: &Catalog, at: ChangeNumber) -> Result<Work> {
        let mut work = Work { views: Vec::new(), bodies: Vec::new(), tools: Vec::new(), declarations: Vec::new() };
        let ids: Vec<AssetId> = self.views.keys().chain(self.bodies.keys()).copied().collect();
        let assets = catalog.assets(&Viewer::system(), &ids, Some(at)).await?;
        let assets: HashMap<AssetId, Asset> = assets.into_iter().map(|asset| (asset.id, asset)).collect();
        for (&view, &cause) in &self.views {
            match assets.get(&view).and_then(|asset| view_of(asset, cause)) {
                Some(view) => work.views.push(view),
                None => work.declarations.push(Declaration::new(VIEW_TOOL, &view.to_string(), view, cause)),
            }
        }
        for (&body, &cause) in &self.bodies {
            match assets.get(&body).and_then(|asset| BodySet::of(cause, asset)) {
                Some(body) => work.bodies.push(body),
                None => work.declarations.push(Declaration::new(BODY_TOOL, &body.to_string(), body, cause)),
            }
        }
        let mut sets: BTreeMap<(String, String), (ChangeNumber, AssetId, Option<String>)> = BTreeMap::new();
        for (scope, cause) in &self.scopes {
            let place = (scope.tool.clone(), scope.scope.clone());
            sets.insert(place, (*cause, scope.owner, scope.declared.clone()));
        }
        for declared in &self.declared {
            sets.insert(declared.scope.clone(), (declared.at, declared.owner, declared.record.clone()));
        }
        for ((tool, scope), (at, owner, declared)) in sets {
            let record = declared.as_deref().and_then(|text| serde_json::from_str::<LineageRecord>(text).ok());
            match declared.zip(record) {
                Some((declared, record)) => work.tools.push(ToolSet { at, owner, record, declared }),
                None => work.declarations.push(Declaration::new(&tool, &scope, owner, at)),
            }
        }
        Ok(work)
    }

    /// The last change because of which a declaration is what it is: to its scope, or to something that it speaks of.
    fn caused(&self, declaration: &Declaration) -> ChangeNumber {
        let spoken = declaration.references.values().flatten();
        spoken.filter_map(|asset| self.assets.get(asset)).copied().fold(declaration.at, Ord::max)
    }
}

impl Work {
    /// The names that views, other SQL and tools speak of; SQL is read beside the asynchronous work.
    async fn names(&mut self) -> Result<BTreeSet<(Name, AssetKind)>> {
        let (views, tools) = (std::mem::take(&mut self.views), std::mem::take(&mut self.tools));
        let bodies = std::mem::take(&mut self.bodies);
        let read = move || {
            let mut names: BTreeSet<(Name, AssetKind)> = views.iter().flat_map(speech::names).collect();
            names.extend(tools.iter().flat_map(ToolSet::names));
            names.extend(bodies.iter().flat_map(speech::names));
            (views, bodies, tools, names)
        };
        let (views, bodies, tools, names) = tokio::task::spawn_blocking(read).await.map_err(Error::CutOff)?;
        (self.views, self.bodies, self.tools) = (views, bodies, tools);
        Ok(names)
    }
}

/// The numbers of the names of assets, with the change that touched each.
async fn names(
    catalog: &Catalog,
    ids: &[AssetId],
    touched: &BTreeMap<AssetId, ChangeNumber>,
    at: ChangeNumber,
) -> Result<BTreeMap<i64, ChangeNumber>> {
    let mut names = BTreeMap::new();
    for asset in catalog.assets(&Viewer::system(), ids, Some(at)).await? {
        latest(&mut names, name_key(&asset.name), touched[&asset.id]);
    }
    Ok(names)
}

fn view_of(asset: &Asset, at: ChangeNumber) -> Option<ViewSet> {
    match &asset.harvested.details {
        Details::Table(table) if asset.removed.is_none() => ViewSet::of(at, asset.id, &asset.name, table),
        _ => None,
    }
}

fn latest<K: Ord>(map: &mut BTreeMap<K, ChangeNumber>, key: K, number: ChangeNumber) {
    let known = map.entry(key).or_insert(number);
    *known = (*known).max(number);
}
