//! What a tool says about assets that are another source's own: descriptions that count where the source has none.
//!
//! They lie beside what the source says and are carried over when that changes, and an asset's fingerprint leaves them
//! out, so that source and tool do not undo each other's word crawl by crawl.

use std::collections::{BTreeMap, HashMap};

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{Ingest, batch::step};
use crate::{
    database::Write,
    draft::Draft,
    error::Result,
    kinds::AssetKind,
    name::Name,
    record::Record,
    state,
    store::{ROWS, asset},
};

/// What tools say of assets: by asset, the text of each.
type Told = BTreeMap<Uuid, BTreeMap<String, String>>;

impl Ingest {
    /// Applies the descriptions among `records`; assets that nobody has said are left alone.
    pub(super) async fn apply_told(&self, write: &Write, draft: &mut Draft<'_>, records: &[Record]) -> Result<()> {
        let told = self.told(write, records).await?;
        let ids: Vec<Uuid> = told.keys().copied().collect();
        for chunk in ids.chunks(ROWS) {
            let rows = asset::Entity::find().filter(asset::Column::Id.is_in(chunk.iter().copied()));
            for row in rows.all(&**write).await? {
                let before = state::harvested(&row)?;
                let mut after = before.clone();
                for (by, text) in &told[&row.id] {
                    match text.trim() {
                        "" => after.told.remove(by),
                        text => after.told.insert(by.clone(), text.to_owned()),
                    };
                }
                if after != before {
                    let changed = asset::Model { harvested: state::json(&after), ..row.clone() };
                    draft.step(step(row, changed, &after)?);
                }
            }
        }
        Ok(())
    }

    async fn told(&self, write: &Write, records: &[Record]) -> Result<Told> {
        let mut said: HashMap<(Name, AssetKind), Vec<(&String, &String)>> = HashMap::new();
        for record in records {
            if let Record::Description { name, kind, by, text } = record
                && super::is_storable(text)
            {
                said.entry((name.clone(), *kind)).or_default().push((by, text));
            }
        }
        let names: Vec<(Name, AssetKind)> = said.keys().cloned().collect();
        let mut told = Told::new();
        for (name, id) in self.catalog.resolve_all(&**write, &names, false).await? {
            let texts = said.remove(&name).unwrap_or_default();
            told.entry(id).or_default().extend(texts.into_iter().map(|(by, text)| (by.clone(), text.clone())));
        }
        Ok(told)
    }
}
