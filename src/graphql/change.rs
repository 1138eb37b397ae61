//! Changes and commits, as the API shows them.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use catalog::{
    AssetId, AssetKind, ChangeFilter, ChangeNumber, CommitId, FieldChange, Operation, Origin, Page, RunId, SourceId,
    Version,
};
use chrono::{DateTime, Utc};

use super::{
    app,
    asset::loaders,
    connection::{PageInfo, page},
    loaders::VersionKey,
    viewer,
};

/// One step of an asset's history.
pub struct Change {
    change: catalog::Change,
    commit: catalog::Commit,
}

impl Change {
    pub(super) fn new(change: catalog::Change, commit: catalog::Commit) -> Self {
        Self { change, commit }
    }
}

/// A page of changes, newest first.
#[derive(SimpleObject)]
pub struct ChangeConnection {
    /// The changes.
    pub nodes: Vec<Change>,
    /// Where the page ends.
    pub page_info: PageInfo,
}

impl ChangeConnection {
    pub(super) fn of(page: Page<(catalog::Change, catalog::Commit)>) -> Self {
        let page_info = PageInfo::of(&page);
        let nodes = page.items.into_iter().map(|(_, (change, commit))| Change { change, commit }).collect();
        Self { nodes, page_info }
    }
}

/// The asset of a change, as it is called now.
#[derive(SimpleObject)]
pub struct ChangedAsset {
    /// Its identifier.
    id: AssetId,
    /// What it is.
    kind: AssetKind,
    /// The innermost part of its name.
    name: String,
    /// Its whole name.
    full_name: String,
    /// Whether its source no longer has it.
    is_removed: bool,
}

/// One step of an asset's history.
#[Object]
impl Change {
    /// Its place in the order of everything.
    async fn number(&self) -> ChangeNumber {
        self.change.number
    }

    /// What happened.
    async fn operation(&self) -> Operation {
        self.change.operation
    }

    /// When.
    async fn at(&self) -> DateTime<Utc> {
        self.commit.at
    }

    /// Who did it: an account, a token, or `system`.
    async fn actor(&self) -> &str {
        &self.commit.actor
    }

    /// Where it came from.
    async fn origin(&self) -> Origin {
        self.commit.origin
    }

    /// The changes it was written with.
    async fn commit(&self) -> Commit {
        Commit(self.commit.clone())
    }

    /// The run it belongs to.
    async fn run(&self) -> Option<RunId> {
        self.commit.run
    }

    /// Whose it is; null when whoever asks may no longer know of it.
    async fn asset(&self, ctx: &Context<'_>) -> Result<Option<ChangedAsset>> {
        let asset = loaders(ctx).one((self.change.asset, None)).await?;
        Ok(asset.map(|asset| ChangedAsset {
            id: asset.id,
            kind: asset.kind,
            name: asset.name.last().to_owned(),
            full_name: asset.name.to_string(),
            is_removed: asset.removed.is_some(),
        }))
    }

    /// The fields that changed; for a creation, every field that has a value.
    async fn fields(&self) -> &[FieldChange] {
        &self.change.fields
    }

    /// The asset's version afterwards.
    async fn version(&self) -> Version {
        self.change.version
    }

    /// The asset's version before; null for one that was not there.
    async fn previous_version(&self, ctx: &Context<'_>) -> Result<Option<Version>> {
        match self.change.operation {
            Operation::Created => Ok(None),
            // It says something about the asset and leaves the asset as it is.
            Operation::LineageDeclared => Ok(Some(self.change.version)),
            Operation::Updated | Operation::Removed | Operation::Restored => {
                loaders(ctx).one(VersionKey(self.change.asset, self.change.number)).await
            }
        }
    }

    /// Whether a reader of the data may break over it.
    async fn is_breaking(&self) -> bool {
        self.change.operation == Operation::Removed || self.change.fields.iter().any(|field| field.is_breaking)
    }
}

/// Changes that were written together.
pub struct Commit(pub(super) catalog::Commit);

/// A page of commits, newest first.
#[derive(SimpleObject)]
pub struct CommitConnection {
    /// The commits.
    pub nodes: Vec<Commit>,
    /// Where the page ends.
    pub page_info: PageInfo,
}

impl CommitConnection {
    pub(super) fn of(page: Page<catalog::Commit>) -> Self {
        let page_info = PageInfo::of(&page);
        Self { nodes: page.items.into_iter().map(|(_, commit)| Commit(commit)).collect(), page_info }
    }
}

/// Changes that were written together, or not at all.
#[Object]
impl Commit {
    /// Its identifier.
    async fn id(&self) -> CommitId {
        self.0.id
    }

    /// Its first change.
    async fn first(&self) -> ChangeNumber {
        self.0.first
    }

    /// Its last change.
    async fn last(&self) -> ChangeNumber {
        self.0.last
    }

    /// When it was written.
    async fn at(&self) -> DateTime<Utc> {
        self.0.at
    }

    /// Who did it.
    async fn actor(&self) -> &str {
        &self.0.actor
    }

    /// Where it came from.
    async fn origin(&self) -> Origin {
        self.0.origin
    }

    /// The run it belongs to.
    async fn run(&self) -> Option<RunId> {
        self.0.run
    }

    /// The commit or run that it takes back.
    async fn reverts(&self) -> Option<&str> {
        self.0.reverts.as_deref()
    }

    /// What it did, in a line.
    async fn summary(&self) -> &str {
        &self.0.summary
    }

    /// Its changes, newest first.
    #[graphql(complexity = "10 + first.max(0) as usize * child_complexity / 10")]
    async fn changes(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 50)] first: i32,
        after: Option<String>,
    ) -> Result<ChangeConnection> {
        let filter = ChangeFilter { commit: Some(self.0.id), ..ChangeFilter::default() };
        Ok(ChangeConnection::of(app(ctx).catalog().changes(viewer(ctx), &filter, &page(first, after)?).await?))
    }
}

/// Which changes are wanted; what is left out does not narrow.
#[derive(InputObject)]
#[graphql(name = "ChangeFilter")]
pub struct ChangeFilterInput {
    /// Of these kinds.
    kinds: Option<Vec<AssetKind>>,
    /// Of these sorts.
    operations: Option<Vec<Operation>>,
    /// Of assets of this source.
    source: Option<SourceId>,
    /// Of this run.
    run: Option<RunId>,
    /// Of this commit.
    commit: Option<CommitId>,
    /// That came from there.
    origin: Option<Origin>,
    /// By this account.
    actor: Option<String>,
    /// Not before.
    from: Option<DateTime<Utc>>,
    /// Before.
    to: Option<DateTime<Utc>>,
    /// Of this asset and everything in it, two levels deep.
    under: Option<AssetId>,
    /// Only what may break a reader.
    breaking_only: Option<bool>,
}

impl From<ChangeFilterInput> for ChangeFilter {
    fn from(input: ChangeFilterInput) -> Self {
        Self {
            assets: None,
            under: input.under,
            kinds: input.kinds.unwrap_or_default(),
            operations: input.operations.unwrap_or_default(),
            source: input.source,
            run: input.run,
            commit: input.commit,
            origin: input.origin,
            actor: input.actor,
            from: input.from,
            to: input.to,
            breaking_only: input.breaking_only.unwrap_or(false),
        }
    }
}
