//! Glossaries, terms, classifications, tags, domains, data products and data standards: listing them, making them, and their review.

use async_graphql::{Context, Enum, InputObject, MaybeUndefined, Object, Result, SimpleObject};
use catalog::{
    AssetId, AssetKind, ChildFilter, CommitId, Details, Error, TypeClass, Version,
    kinds::{
        code_list::StandardCode,
        domain::{DomainType, ProductPort, ProductStage},
        glossary::TermReference,
    },
    vocabulary::Entry,
};

use crate::graphql::{
    app,
    asset::{Asset, AssetConnection},
    connection::page,
    curate::{VersionInput, patch},
    viewer,
};

/// What is written of all of them; what is left out stays, null takes away.
#[derive(InputObject)]
pub struct EntryInput {
    /// Which one is changed; left out: a new one is made.
    id: Option<AssetId>,
    /// What it is called; a new one needs it.
    name: Option<String>,
    /// The name that people read: one line, at most 200 characters.
    display_name: MaybeUndefined<String>,
    /// The description, in Markdown, at most 1 MiB.
    description: MaybeUndefined<String>,
    /// Who is accountable.
    owners: MaybeUndefined<Vec<String>>,
    /// Refuse when it has another version by now.
    expected_version: Option<VersionInput>,
}

/// A domain.
#[derive(InputObject)]
pub struct DomainInput {
    #[graphql(flatten)]
    entry: EntryInput,
    /// The domain it is inside of; null for none.
    parent: MaybeUndefined<AssetId>,
    /// Whose data it has.
    domain_type: Option<DomainType>,
    /// Who knows about it, by account name.
    experts: Option<Vec<String>>,
}

/// One way to get at a data product.
#[derive(InputObject)]
pub struct ProductPortInput {
    /// What it is called.
    name: String,
    /// Whether data come in by it; else they go out.
    #[graphql(default)]
    is_input: bool,
    /// What one finds there, such as `table` or `topic`.
    protocol: Option<String>,
    /// Where it is: an address or the name of an asset.
    location: Option<String>,
}

/// A data product.
#[derive(InputObject)]
pub struct DataProductInput {
    #[graphql(flatten)]
    entry: EntryInput,
    /// How far it is.
    stage: Option<ProductStage>,
    /// How to get at it.
    ports: Option<Vec<ProductPortInput>>,
    /// Who knows about it, by account name.
    experts: Option<Vec<String>>,
}

/// A glossary.
#[derive(InputObject)]
pub struct GlossaryInput {
    #[graphql(flatten)]
    entry: EntryInput,
    /// Whether an asset has at most one of the terms directly in it.
    is_mutually_exclusive: Option<bool>,
    /// Who reviews its terms, by account name.
    reviewers: Option<Vec<String>>,
}

/// Something to read about a term.
#[derive(InputObject)]
pub struct TermReferenceInput {
    /// What it is called.
    title: String,
    /// Its address, `http` or `https`.
    url: String,
}

/// A term. Changing what it says makes it a draft.
#[derive(InputObject)]
pub struct TermInput {
    #[graphql(flatten)]
    entry: EntryInput,
    /// The glossary or term it is inside of; a new one needs it.
    parent: Option<AssetId>,
    /// Other words for the same.
    synonyms: Option<Vec<String>>,
    /// Terms that have to do with it.
    related: Option<Vec<AssetId>>,
    /// What to read about it.
    references: Option<Vec<TermReferenceInput>>,
    /// Whether an asset has at most one of the terms directly below it.
    is_mutually_exclusive: Option<bool>,
    /// Who reviews it, besides those of what it is inside of.
    reviewers: Option<Vec<String>>,
}

/// A classification.
#[derive(InputObject)]
pub struct ClassificationInput {
    #[graphql(flatten)]
    entry: EntryInput,
    /// Whether an asset has at most one of its tags.
    is_mutually_exclusive: Option<bool>,
    /// How much care its tags ask for where they say nothing themselves, from 1 (least) to 5.
    level: MaybeUndefined<i32>,
}

/// A tag of a classification. Assets have it as the word `classification.tag`, which changes along with it.
#[derive(InputObject)]
pub struct TagInput {
    #[graphql(flatten)]
    entry: EntryInput,
    /// The classification; a new one needs it.
    parent: Option<AssetId>,
    /// How much care data with it ask for, from 1 (least) to 5.
    level: MaybeUndefined<i32>,
}

/// A code of a data standard.
#[derive(InputObject)]
pub struct StandardCodeInput {
    /// What a column holds: 1 to 100 characters.
    code: String,
    /// What it means: 1 to 200 characters.
    meaning: String,
    /// What else the same is called in data; at most 20.
    names: Option<Vec<String>>,
}

/// A data standard.
#[derive(InputObject)]
pub struct CodeListInput {
    #[graphql(flatten)]
    entry: EntryInput,
    /// The document that it is from, such as `GB/T 2261.1-2003`.
    standard: MaybeUndefined<String>,
    /// What sort of type its columns are expected to have.
    expected_class: MaybeUndefined<TypeClass>,
    /// The greatest length that its columns are expected to have, in characters; no code is longer.
    max_length: MaybeUndefined<i32>,
    /// A regular expression that every code matches as a whole.
    pattern: MaybeUndefined<String>,
    /// All codes, at most 10,000, in order.
    codes: Option<Vec<StandardCodeInput>>,
}

/// What a review comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum ReviewDecision {
    /// It counts from now on.
    Accept,
    /// It goes back to whoever wrote it.
    Decline,
}

/// What was deleted.
#[derive(SimpleObject)]
pub struct DeletedGovernance {
    /// The commit; taking it back brings everything back.
    commit: CommitId,
    /// How many things: itself and what was inside of it.
    deleted: i32,
    /// How many assets were tied to one of them and are no longer.
    untied: i32,
}

fn entry(kind: AssetKind, input: EntryInput, parent: MaybeUndefined<AssetId>) -> Entry {
    Entry {
        name: input.name,
        parent: patch(parent),
        display_name: patch(input.display_name),
        description: patch(input.description),
        owners: patch(input.owners),
        expected_version: input.expected_version.map(Version::from),
        ..Entry::new(kind, input.id)
    }
}

fn put<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

fn put_or_clear<T>(place: &mut Option<T>, value: MaybeUndefined<T>) {
    match value {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => *place = None,
        MaybeUndefined::Value(value) => *place = Some(value),
    }
}

fn inside(parent: Option<AssetId>) -> MaybeUndefined<AssetId> {
    parent.map_or(MaybeUndefined::Undefined, MaybeUndefined::Value)
}

async fn save(ctx: &Context<'_>, entry: Entry, amend: impl FnOnce(&mut Details) + Send) -> Result<Asset> {
    Ok(Asset::new(app(ctx).catalog().save_entry(viewer(ctx), entry, amend).await?, None))
}

/// Questions about glossaries, classifications, domains and data products.
#[derive(Default)]
pub struct VocabularyQuery;

#[Object]
impl VocabularyQuery {
    /// What people made of one kind, inside of something or, where that is left out, inside of nothing; by name. Everything
    /// about one of them is in `asset`, and what is inside of it in its `children`.
    #[graphql(complexity = "10 + first.max(0) as usize * child_complexity / 10")]
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the field")]
    async fn governance(
        &self,
        ctx: &Context<'_>,
        kind: AssetKind,
        parent: Option<AssetId>,
        #[graphql(desc = "A text in the name, whatever its case.")] filter: Option<String>,
        #[graphql(default = 100)] first: i32,
        after: Option<String>,
    ) -> Result<AssetConnection> {
        if !kind.is_governance() {
            Err(Error::invalid(
                "kind",
                "must be a domain, data product, glossary, term, classification, tag or code list",
            ))?;
        }
        let wanted = ChildFilter { kind: Some(kind), text: filter.as_deref() };
        let found = app(ctx).catalog().children(viewer(ctx), parent, wanted, None, &page(first, after)?).await?;
        Ok(AssetConnection::of(found, None))
    }
}

/// What is changed about glossaries, classifications, domains and data products.
#[derive(Default)]
pub struct VocabularyMutation;

#[Object]
impl VocabularyMutation {
    /// Makes or changes a domain.
    async fn save_domain(&self, ctx: &Context<'_>, input: DomainInput) -> Result<Asset> {
        let DomainInput { entry: input, parent, domain_type, experts } = input;
        save(ctx, entry(AssetKind::Domain, input, parent), |details| {
            if let Details::Domain(domain) = details {
                put(&mut domain.domain_type, domain_type);
                put(&mut domain.experts, experts);
            }
        })
        .await
    }

    /// Makes or changes a data product.
    async fn save_product(&self, ctx: &Context<'_>, input: DataProductInput) -> Result<Asset> {
        let DataProductInput { entry: input, stage, ports, experts } = input;
        let port = |port: ProductPortInput| {
            let ProductPortInput { name, is_input, protocol, location } = port;
            ProductPort { name, is_input, protocol, location }
        };
        save(ctx, entry(AssetKind::DataProduct, input, MaybeUndefined::Undefined), |details| {
            if let Details::DataProduct(product) = details {
                put(&mut product.stage, stage);
                put(&mut product.ports, ports.map(|ports| ports.into_iter().map(port).collect()));
                put(&mut product.experts, experts);
            }
        })
        .await
    }

    /// Makes or changes a glossary.
    async fn save_glossary(&self, ctx: &Context<'_>, input: GlossaryInput) -> Result<Asset> {
        let GlossaryInput { entry: input, is_mutually_exclusive, reviewers } = input;
        save(ctx, entry(AssetKind::Glossary, input, MaybeUndefined::Undefined), |details| {
            if let Details::Glossary(glossary) = details {
                put(&mut glossary.is_mutually_exclusive, is_mutually_exclusive);
                put(&mut glossary.reviewers, reviewers);
            }
        })
        .await
    }

    /// Makes or changes a term; it is a draft then.
    async fn save_term(&self, ctx: &Context<'_>, input: TermInput) -> Result<Asset> {
        let TermInput { entry: input, parent, synonyms, related, references, is_mutually_exclusive, reviewers } = input;
        let reference = |TermReferenceInput { title, url }| TermReference { title, url };
        save(ctx, entry(AssetKind::Term, input, inside(parent)), |details| {
            if let Details::Term(term) = details {
                put(&mut term.synonyms, synonyms);
                put(&mut term.related, related);
                put(&mut term.references, references.map(|all| all.into_iter().map(reference).collect()));
                put(&mut term.is_mutually_exclusive, is_mutually_exclusive);
                put(&mut term.reviewers, reviewers);
            }
        })
        .await
    }

    /// Makes or changes a classification; with another name it takes the words along that assets have.
    async fn save_classification(&self, ctx: &Context<'_>, input: ClassificationInput) -> Result<Asset> {
        let ClassificationInput { entry: input, is_mutually_exclusive, level } = input;
        save(ctx, entry(AssetKind::Classification, input, MaybeUndefined::Undefined), |details| {
            if let Details::Classification(classification) = details {
                put(&mut classification.is_mutually_exclusive, is_mutually_exclusive);
                put_or_clear(&mut classification.level, level);
            }
        })
        .await
    }

    /// Makes or changes a tag of a classification; with another name it takes the words along that assets have.
    async fn save_tag(&self, ctx: &Context<'_>, input: TagInput) -> Result<Asset> {
        let TagInput { entry: input, parent, level } = input;
        save(ctx, entry(AssetKind::Tag, input, inside(parent)), |details| {
            if let Details::Tag(tag) = details {
                put_or_clear(&mut tag.level, level);
            }
        })
        .await
    }

    /// Makes or changes a data standard.
    async fn save_code_list(&self, ctx: &Context<'_>, input: CodeListInput) -> Result<Asset> {
        let CodeListInput { entry: input, standard, expected_class, max_length, pattern, codes } = input;
        let code = |code: StandardCodeInput| {
            let StandardCodeInput { code, meaning, names } = code;
            StandardCode { code, meaning, names: names.unwrap_or_default() }
        };
        save(ctx, entry(AssetKind::CodeList, input, MaybeUndefined::Undefined), |details| {
            if let Details::CodeList(list) = details {
                put_or_clear(&mut list.standard, standard);
                put_or_clear(&mut list.expected_class, expected_class);
                put_or_clear(&mut list.max_length, max_length);
                put_or_clear(&mut list.pattern, pattern);
                put(&mut list.codes, codes.map(|codes| codes.into_iter().map(code).collect()));
            }
        })
        .await
    }

    /// Deletes a domain, data product, glossary, term, classification, tag or data standard with everything inside of it and every tie to
    /// any of it, in one commit that can be taken back.
    async fn delete_governance(&self, ctx: &Context<'_>, id: AssetId) -> Result<DeletedGovernance> {
        let deleted = app(ctx).catalog().delete_entry(viewer(ctx), id).await?;
        let count = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
        Ok(DeletedGovernance { commit: deleted.commit, deleted: count(deleted.deleted), untied: count(deleted.untied) })
    }

    /// Hands a draft of a term in for review.
    async fn submit_term(&self, ctx: &Context<'_>, id: AssetId) -> Result<Asset> {
        Ok(Asset::new(app(ctx).catalog().submit_term(viewer(ctx), id).await?, None))
    }

    /// Accepts or declines a term that was handed in: its reviewers may, and whoever may change it; who wrote it may not.
    async fn review_term(
        &self,
        ctx: &Context<'_>,
        id: AssetId,
        decision: ReviewDecision,
        #[graphql(desc = "What to say about it, at most 4000 bytes.")] note: Option<String>,
    ) -> Result<Asset> {
        let is_accepted = decision == ReviewDecision::Accept;
        Ok(Asset::new(app(ctx).catalog().review_term(viewer(ctx), id, is_accepted, note).await?, None))
    }

    /// Says that a term should not be used any more; changing it makes it a draft again.
    async fn deprecate_term(&self, ctx: &Context<'_>, id: AssetId) -> Result<Asset> {
        Ok(Asset::new(app(ctx).catalog().deprecate_term(viewer(ctx), id).await?, None))
    }
}
