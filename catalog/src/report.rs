//! Reports of outside modules: many items at once, each taken or refused alone, the whole with one effect however
//! often it is sent.

use std::collections::{HashMap, hash_map::Entry};

use sea_orm::{ActiveValue::Set, EntityTrait};
use serde::{Deserialize, Serialize};

use crate::{
    by_hand,
    catalog::Catalog,
    change::{ChangeNumber, Origin},
    edit::targets,
    error::{Error, Result},
    ingest::{RunContext, validate},
    kinds::AssetKind,
    name::Name,
    platform::ancestor_kinds,
    record::Record,
    relation::{RelationKind, TIERS},
    store::idempotency,
    viewer::{Action, Viewer},
};

/// The most items of one report.
pub const MAX_ITEMS: usize = 10_000;

/// Tools that no module may speak for: people, views, and other SQL in the catalog.
const RESERVED_TOOLS: [&str; 3] = [by_hand::TOOL, "view", "sql"];

/// What a module reports.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// The same key twice is one report.
    pub idempotency_key: Option<String>,
    /// What it says; each with where it stood in the report.
    pub items: Vec<ReportItem>,
}

/// One item of a report: what it says, or why it could not even be read.
#[derive(Debug, Clone)]
pub struct ReportItem {
    /// The list it stood in, such as `assets`.
    pub list: String,
    /// Its place there, from 0.
    pub index: usize,
    /// What it says.
    pub record: std::result::Result<Record, RefusedItem>,
}

/// Why an item was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedItem {
    /// The field to change, when one is to blame.
    pub field: Option<String>,
    /// What is wrong and what would be right.
    pub message: String,
}

/// What became of a report.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// How many items were taken.
    pub accepted: usize,
    /// Which were not: list, index, why.
    pub errors: Vec<(String, usize, RefusedItem)>,
    /// The last change that is in the catalog with it.
    pub last_change: ChangeNumber,
    /// Whether this is the answer to an earlier report with the same key.
    #[serde(default)]
    pub is_replayed: bool,
}

impl Catalog {
    /// Takes a report: good items are stored, bad ones are answered one by one.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::Invalid`] for a report that is too large or a bad key.
    pub async fn report(&self, viewer: &Viewer, report: Report) -> Result<Outcome> {
        viewer.must(Action::Report)?;
        if report.items.len() > MAX_ITEMS {
            let problem = format!("has {} items; {MAX_ITEMS} are allowed", report.items.len());
            return Err(Error::invalid("input", problem));
        }
        let key = match &report.idempotency_key {
            Some(key) => Some(self.key(viewer, key)?),
            None => None,
        };
        if let Some(known) = self.answered(key.as_deref()).await? {
            return Ok(known);
        }
        let mut outcome = Outcome::default();
        let mut context = RunContext::new(&viewer.name, Origin::Report, self.clock().now());
        if let Some(sources) = viewer.sees.sources() {
            context.source = sources.first().copied().filter(|_| sources.len() == 1);
        }
        let mut ingest = self.begin(context).await?;
        let mut said: HashMap<(Name, AssetKind), usize> = HashMap::new();
        for item in report.items {
            let taken = match item.record.and_then(checked) {
                Ok(record) => self.said_once(record, item.index, &mut said).await?,
                Err(refused) => Err(refused),
            };
            match taken {
                Ok(record) => {
                    ingest.push(record).await?;
                    outcome.accepted += 1;
                }
                Err(refused) => outcome.errors.push((item.list, item.index, refused)),
            }
        }
        ingest.stop().await?;
        outcome.last_change = self.last_change().await?;
        self.remember(key, &outcome).await?;
        Ok(outcome)
    }

    /// Refuses an asset that the report said before, however it spells the name: which of the two would count?
    async fn said_once(
        &self,
        record: Record,
        index: usize,
        said: &mut HashMap<(Name, AssetKind), usize>,
    ) -> Result<std::result::Result<Record, RefusedItem>> {
        let Record::Asset(asset) = &record else { return Ok(Ok(record)) };
        let (mut name, kind) = (asset.name.clone(), asset.harvested.details.kind());
        self.without_alias(&mut name).await?;
        let platform = name.platform();
        let kinds = ancestor_kinds(kind, name.parts.len()).into_iter().chain([kind]);
        for (part, kind) in name.parts.iter_mut().zip(kinds) {
            *part = platform.identity_key(kind, part);
        }
        Ok(match said.entry((name, kind)) {
            Entry::Occupied(first) => {
                let message = format!("`parts`: item {} says the same asset; say each once", first.get());
                Err(RefusedItem { field: Some("parts".into()), message })
            }
            Entry::Vacant(place) => {
                place.insert(index);
                Ok(record)
            }
        })
    }

    fn key(&self, viewer: &Viewer, key: &str) -> Result<String> {
        if key.is_empty() || key.len() > 200 || key.contains('\0') {
            return Err(Error::invalid("idempotencyKey", "must have 1 to 200 bytes and no NUL character"));
        }
        Ok(format!("{}\u{1f}{key}", viewer.name))
    }

    async fn answered(&self, key: Option<&str>) -> Result<Option<Outcome>> {
        let Some(key) = key else { return Ok(None) };
        let row = idempotency::Entity::find_by_id(key).one(self.database().read()).await?;
        Ok(row.and_then(|row| serde_json::from_str::<Outcome>(&row.outcome).ok()).map(|mut outcome| {
            outcome.is_replayed = true;
            outcome
        }))
    }

    /// Keeps the answer. A crash before this repeats the report, which then changes nothing.
    async fn remember(&self, key: Option<String>, outcome: &Outcome) -> Result<()> {
        let Some(key) = key else { return Ok(()) };
        let write = self.database().write().await?;
        let row = idempotency::ActiveModel {
            idempotency_key: Set(key),
            at: Set(self.clock().now().timestamp_micros()),
            outcome: Set(crate::state::json(outcome)),
        };
        let conflict =
            sea_orm::sea_query::OnConflict::column(idempotency::Column::IdempotencyKey).do_nothing().to_owned();
        idempotency::Entity::insert(row).on_conflict(conflict).exec_without_returning(&*write).await?;
        write.commit().await
    }
}

/// What ingest does not check because connectors cannot get it wrong, and what it would only note.
fn checked(record: Record) -> std::result::Result<Record, RefusedItem> {
    let refused = |error: Error| {
        use crate::error::Fault;
        let field = error.field().map(str::to_owned);
        RefusedItem { field, message: error.to_string() }
    };
    let check = |name: &crate::name::Name| name.validate().map_err(refused);
    check_kinds(&record).map_err(refused)?;
    match &record {
        Record::Relation { name, relation, target, .. } => {
            check(name)?;
            check_tie(*relation, target).map_err(refused)?;
        }
        Record::Statistics { name, .. } | Record::Mention { name, .. } | Record::Description { name, .. } => {
            check(name)?
        }
        Record::Run(run) => run.validate().map_err(refused)?,
        Record::Lineage(lineage) => {
            for (field, text) in [("tool", &lineage.tool), ("scope", &lineage.scope)] {
                if text.trim().is_empty() || text.len() > 1000 || text.contains('\0') {
                    return Err(refused(Error::invalid(field, "must have 1 to 1000 bytes and no NUL character")));
                }
            }
            if RESERVED_TOOLS.contains(&lineage.tool.as_str()) {
                let problem =
                    format!("`{}` speaks for people or for the catalog itself; take another name", lineage.tool);
                return Err(refused(Error::invalid("tool", problem)));
            }
            if lineage.edges.len() > MAX_ITEMS {
                return Err(refused(Error::invalid("edges", format!("more than {MAX_ITEMS}"))));
            }
            for edge in &lineage.edges {
                check(&edge.upstream)?;
                check(&edge.downstream)?;
            }
            for query in &lineage.queries {
                check(&query.downstream)?;
            }
            if let Some(through) = &lineage.through {
                check(through)?;
            }
        }
        Record::Asset(asset) => validate(asset).map_err(refused)?,
        Record::Note { .. } => {}
        Record::ScopeRead { .. } | Record::ScopeFailed { .. } | Record::Queries(_) => {
            return Err(refused(Error::invalid("input", "a report cannot declare scopes or queries")));
        }
    }
    Ok(record)
}

/// Refuses to speak of what people alone make.
fn check_kinds(record: &Record) -> Result<()> {
    let mut kinds: Vec<AssetKind> = match record {
        Record::Asset(asset) => vec![asset.harvested.details.kind()],
        Record::Relation { kind, .. }
        | Record::Statistics { kind, .. }
        | Record::Mention { kind, .. }
        | Record::Description { kind, .. } => vec![*kind],
        Record::Run(run) => vec![run.kind],
        Record::Lineage(lineage) => {
            let edges = lineage.edges.iter().flat_map(|edge| [edge.upstream_kind, edge.downstream_kind]);
            edges.chain(lineage.queries.iter().map(|query| query.downstream_kind)).collect()
        }
        _ => Vec::new(),
    };
    kinds.retain(|kind| kind.is_governance());
    match kinds.first() {
        Some(kind) => Err(Error::invalid("kind", format!("a {} is made by people, not reported", kind.words()[0]))),
        None => Ok(()),
    }
}

fn check_tie(relation: RelationKind, target: &str) -> Result<()> {
    targets("target", vec![target.to_owned()])?;
    if relation.target_kind().is_some() {
        return Err(Error::invalid("relation", "only people tie assets to terms, domains and data products"));
    }
    if relation == RelationKind::Tier && !TIERS.contains(&target) {
        let problem = format!("`{target}` is not a tier; known: {}", TIERS.join(", "));
        return Err(Error::invalid("target", problem));
    }
    Ok(())
}
