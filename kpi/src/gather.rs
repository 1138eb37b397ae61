//! From a census to how assets stand: names joined, teams and sources looked up, lineage and checks added.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use catalog::{AssetId, AssetKind, Census, CensusAsset, RelationKind, SourceId};

use crate::standing::{Checked, Standing, Standings};

/// The deepest that names are followed.
const MAX_DEPTH: usize = 32;

/// What a census does not know.
#[derive(Debug, Clone, Default)]
pub struct Around {
    /// The names of sources.
    pub sources: HashMap<SourceId, Arc<str>>,
    /// The teams of owners, by the owner in lower case: itself where it is a team, else the first team of the account.
    pub teams: HashMap<String, Arc<str>>,
    /// The assets with lineage; none where nobody looked.
    pub with_lineage: Option<HashSet<AssetId>>,
    /// What checks say; none where nobody looked. Assets that are absent have no checks.
    pub checked: Option<HashMap<AssetId, Checked>>,
    /// What contracts in force are about; looked at where `checked` is known.
    pub promised: HashSet<AssetId>,
}

/// How assets stand on the day of a census.
#[must_use]
pub fn standings(census: &Census, around: &Around) -> Standings {
    let by_id: HashMap<AssetId, &CensusAsset> = census.assets.iter().map(|asset| (asset.id, asset)).collect();
    let mut words = Words::default();
    let assets = census
        .assets
        .iter()
        .map(|asset| {
            let path = path(asset, &by_id);
            let mut standing = own(asset, around, &mut words);
            standing.name = joined(path.iter().map(|asset| asset.name.as_str())).into();
            let places = path.iter().filter(|asset| matches!(asset.kind, AssetKind::Database | AssetKind::Schema));
            let schema = joined(places.map(|asset| asset.name.as_str()));
            standing.schema = (!schema.is_empty()).then(|| words.get(&schema));
            let domain = path.iter().rev().find_map(|asset| domain_of(asset, census));
            if let Some(names) = domain {
                standing.domain = names.first().map(|name| words.get(name));
                standing.domains = names.iter().map(|name| words.get(&name.to_lowercase())).collect();
            }
            standing
        })
        .collect();
    Standings { day: census.day, assets }
}

/// One copy of each text, however many assets have it.
#[derive(Default)]
struct Words(HashSet<Arc<str>>);

impl Words {
    fn get(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.0.get(text) {
            return Arc::clone(known);
        }
        let word: Arc<str> = text.into();
        self.0.insert(Arc::clone(&word));
        word
    }
}

fn joined<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(".")
}

/// The asset with everything that it is inside of, outermost first.
fn path<'a>(asset: &'a CensusAsset, by_id: &HashMap<AssetId, &'a CensusAsset>) -> Vec<&'a CensusAsset> {
    let mut path = vec![asset];
    let mut at = asset.parent;
    while let Some(asset) = at.and_then(|id| by_id.get(&id)).filter(|_| path.len() < MAX_DEPTH) {
        path.push(asset);
        at = asset.parent;
    }
    path.reverse();
    path
}

fn domain_of<'a>(asset: &CensusAsset, census: &'a Census) -> Option<&'a Vec<String>> {
    asset
        .ties
        .iter()
        .filter(|(kind, _)| *kind == RelationKind::Domain)
        .find_map(|(_, target)| census.domains.get(&target.parse().ok()?))
}

/// What checks say of an asset, and whether a contract promises it; none promises anything but what has rows.
fn checked(asset: &CensusAsset, known: &HashMap<AssetId, Checked>, promised: &HashSet<AssetId>) -> Checked {
    let has_rows = matches!(asset.kind, AssetKind::Table | AssetKind::File | AssetKind::Container);
    let has_contract = has_rows.then(|| promised.contains(&asset.id));
    Checked { has_contract, ..known.get(&asset.id).copied().unwrap_or_default() }
}

fn own(asset: &CensusAsset, around: &Around, words: &mut Words) -> Standing {
    let mut standing = Standing {
        source: asset.source.and_then(|source| around.sources.get(&source).cloned()),
        source_id: asset.source,
        storage: asset.storage.as_ref().map(|storage| words.get(storage)),
        has_description: asset.is_described,
        columns: asset.columns,
        columns_described: asset.columns_described,
        columns_tagged: asset.columns_tagged,
        bytes: asset.bytes,
        rows: asset.rows,
        read_at: asset.read_at,
        written_at: asset.written_at,
        query_micros: asset.query_micros,
        has_lineage: around.with_lineage.as_ref().map(|known| known.contains(&asset.id)),
        checked: around.checked.as_ref().map(|known| checked(asset, known, &around.promised)),
        ..Standing::bare(asset.id, asset.kind, "")
    };
    for (kind, target) in &asset.ties {
        match kind {
            RelationKind::Owner => standing.owners.push(words.get(target)),
            RelationKind::Tag => standing.tags.push(words.get(target)),
            RelationKind::Tier => standing.tier = Some(words.get(target)),
            RelationKind::Term => standing.has_term = true,
            RelationKind::Product => standing.has_product = true,
            RelationKind::Domain | RelationKind::CodeList | RelationKind::MergedInto => {}
        }
    }
    for owner in &standing.owners {
        if let Some(team) = around.teams.get(&owner.to_lowercase()).filter(|team| !standing.teams.contains(team)) {
            standing.teams.push(Arc::clone(team));
        }
    }
    standing
}
