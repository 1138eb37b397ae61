//! Finding assets.

use async_graphql::{Context, Enum, InputObject, Object, Result, SimpleObject};
use catalog::{
    Action, AssetId, AssetKind, Count, Name, RelationKind, SourceId, name::parse_path, vocabulary::NAMESPACE,
};
use search::{Facet as FacetKind, Filters, HighlightField, SearchRequest};

use super::{
    app,
    asset::{Asset, AssetRef, loaders},
    connection::PageInfo,
    loaders::SourceKey,
    viewer,
};

/// What to look for.
#[derive(InputObject)]
pub struct SearchInput {
    /// Words, `"exact phrases"`, `name:order*`, `kind:table`, `owner:ana`, `tag:pii`, `-without`, `a OR b`; empty for
    /// everything.
    query: String,
    /// Only of these kinds.
    kinds: Option<Vec<AssetKind>>,
    /// Only of these sources.
    sources: Option<Vec<SourceId>>,
    /// Only of these schemas.
    schemas: Option<Vec<String>>,
    /// Only with one of these tags.
    tags: Option<Vec<String>>,
    /// Only with one of these owners.
    owners: Option<Vec<String>>,
    /// Only of these tiers.
    tiers: Option<Vec<String>>,
    /// Only in one of these domains, by path, or in one that is inside of it.
    domains: Option<Vec<String>>,
    /// Only with one of these terms, by path.
    terms: Option<Vec<String>>,
    /// Only with one of these values of custom properties, as `name=value`.
    properties: Option<Vec<String>>,
    /// The order.
    #[graphql(default)]
    sort: SearchSort,
    /// How many hits at most, 1 to 100.
    #[graphql(default = 20)]
    first: i32,
    /// The cursor of the last hit that was seen.
    after: Option<String>,
    /// Whether to count facets.
    #[graphql(default = true)]
    with_facets: bool,
}

/// The order of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Enum)]
pub enum SearchSort {
    /// Best first.
    #[default]
    Relevance,
    /// By name.
    Name,
    /// Last changed first.
    Updated,
}

/// What was found.
#[derive(SimpleObject)]
pub struct SearchResult {
    /// How many there are.
    total: Count,
    /// This page of them.
    hits: Vec<SearchHit>,
    /// Counts by kind, source, schema, tag, owner, tier, domain, term and custom property; each under the other filters.
    facets: Vec<Facet>,
    /// Where the page ends.
    page_info: PageInfo,
    /// Whether the index is being made anew, so that something may be missing.
    degraded: bool,
}

/// One asset that was found.
#[derive(SimpleObject)]
pub struct SearchHit {
    /// The asset.
    asset: Asset,
    /// How well it fits; comparable within one answer only.
    score: f64,
    /// Where the words were found.
    highlights: Vec<Highlight>,
    /// The columns in which they were found.
    matched_columns: Vec<AssetRef>,
}

/// A text with the places that fit.
#[derive(SimpleObject)]
pub struct Highlight {
    /// The field it is from.
    field: String,
    /// The text, or a piece of it.
    text: String,
    /// The places, as `[start, end)` in UTF-16 code units of `text`.
    spans: Vec<Vec<i32>>,
}

/// Counts by the values of one field.
#[derive(SimpleObject)]
pub struct Facet {
    /// `kind`, `source`, `schema`, `tag`, `owner`, `tier`, `domain`, `term` or `property`.
    name: &'static str,
    /// The values, most frequent first.
    values: Vec<FacetValue>,
}

/// A value of a field with its count.
#[derive(SimpleObject)]
pub struct FacetValue {
    /// What to filter by.
    value: String,
    /// What to show.
    label: String,
    /// How many there are.
    count: Count,
    /// Whether it is filtered by.
    selected: bool,
}

/// Something that may be meant by what is being typed.
#[derive(SimpleObject)]
pub struct Suggestion {
    /// The asset.
    id: AssetId,
    /// What it is.
    kind: AssetKind,
    /// The name that people read.
    name: String,
    /// Its whole name.
    full_name: String,
    /// The beginning of its description.
    description: Option<String>,
    /// Who is accountable.
    owners: Vec<String>,
    /// The name of its source.
    source_name: Option<String>,
}

/// Finding assets.
#[derive(Default)]
pub struct SearchQuery;

#[Object]
impl SearchQuery {
    /// Finds assets by words and filters.
    #[graphql(complexity = "20 + input.first.max(0) as usize * child_complexity / 10")]
    async fn search(&self, ctx: &Context<'_>, input: SearchInput) -> Result<SearchResult> {
        viewer(ctx).must(Action::ReadCatalog)?;
        let request = request(ctx, input).await?;
        let app = app(ctx);
        let (index, viewer_) = (app.index().clone(), viewer(ctx).clone());
        let filters = request.filters.clone();
        let answer = tokio::task::spawn_blocking(move || index.search(&viewer_, &request)).await??;
        let page_info = PageInfo { has_next_page: answer.next.is_some(), end_cursor: answer.next.clone() };
        let counted = without_hidden(ctx, answer.facets).await?;
        let facets = counted.iter().map(|facet| shape_facet(facet, &filters)).collect();
        let (total, degraded) = (answer.total, answer.degraded.is_some());
        let hits = shape_hits(ctx, answer.hits).await?;
        let total = Count(i64::try_from(total).unwrap_or(i64::MAX));
        Ok(SearchResult { total, hits, facets, page_info, degraded })
    }

    /// What may be meant by what is being typed, best first.
    #[graphql(complexity = "10 + first.max(0) as usize")]
    async fn suggest(
        &self,
        ctx: &Context<'_>,
        text: String,
        #[graphql(default = 8)] first: i32,
    ) -> Result<Vec<Suggestion>> {
        viewer(ctx).must(Action::ReadCatalog)?;
        let (index, viewer_) = (app(ctx).index().clone(), viewer(ctx).clone());
        let first = usize::try_from(first).unwrap_or(0);
        let found = tokio::task::spawn_blocking(move || index.suggest(&viewer_, &text, first)).await??;
        let assets = loaders(ctx).many(found.iter().map(|suggestion| (suggestion.asset, None))).await?;
        let sources = assets.values().filter_map(|asset| asset.source).map(SourceKey);
        let sources = loaders(ctx).many(sources.collect::<Vec<_>>()).await?;
        let shape = |suggestion: &search::Suggestion| {
            let asset = assets.get(&(suggestion.asset, None))?;
            let source = asset.source.and_then(|id| sources.get(&SourceKey(id)));
            Some(Suggestion {
                id: asset.id,
                kind: asset.kind,
                name: asset.display_name().to_owned(),
                full_name: asset.name.to_string(),
                description: asset.description().map(|text| text.chars().take(160).collect()),
                owners: asset.related(RelationKind::Owner).map(str::to_owned).collect(),
                source_name: source.map(|source| source.name.clone()),
            })
        };
        Ok(found.iter().filter_map(shape).collect())
    }
}

async fn request(ctx: &Context<'_>, input: SearchInput) -> Result<SearchRequest> {
    let names = app(ctx).sources().names(viewer(ctx)).await?;
    let properties =
        app(ctx).catalog().properties(viewer(ctx)).await?.into_iter().map(|property| property.name).collect();
    let domains = known(ctx, AssetKind::Domain, input.domains.unwrap_or_default()).await?;
    let terms = known(ctx, AssetKind::Term, input.terms.unwrap_or_default()).await?;
    Ok(SearchRequest {
        filters: Filters {
            domains: domains.into_iter().map(Option::unwrap_or_default).collect(),
            terms: terms.into_iter().map(Option::unwrap_or_default).collect(),
            properties: input.properties.unwrap_or_default(),
            kinds: input.kinds.unwrap_or_default(),
            sources: input.sources.unwrap_or_default(),
            schemas: input.schemas.unwrap_or_default(),
            tags: input.tags.unwrap_or_default(),
            owners: input.owners.unwrap_or_default(),
            tiers: input.tiers.unwrap_or_default(),
        },
        first: usize::try_from(input.first).unwrap_or(0),
        after: input.after,
        facets: input.with_facets,
        sort: match input.sort {
            SearchSort::Relevance => search::Sort::Relevance,
            SearchSort::Name => search::Sort::Name,
            SearchSort::Updated => search::Sort::Updated,
        },
        source_names: names,
        properties,
        ..SearchRequest::new(input.query)
    })
}

/// Which of some paths mean a domain or term that the viewer may know of. One that they may not know of is none, and finds
/// nothing: neither its name nor what is tied to it is theirs to learn.
async fn known(ctx: &Context<'_>, kind: AssetKind, paths: Vec<String>) -> Result<Vec<Option<String>>> {
    if paths.len() > search::MAX_FILTERS {
        let problem = format!("has {} values; {} are allowed", paths.len(), search::MAX_FILTERS);
        Err(catalog::Error::invalid("filters", problem))?;
    }
    let named = |path: &String| Some((Name::new(NAMESPACE, parse_path(path).ok()?), kind));
    let names: Vec<Option<(Name, AssetKind)>> = paths.iter().map(named).collect();
    let asked: Vec<(Name, AssetKind)> = names.iter().flatten().cloned().collect();
    let mut found = app(ctx).catalog().resolve(viewer(ctx), &asked).await?.into_iter();
    let is_known = |name: Option<_>| name.is_some() && found.next().flatten().is_some();
    let known: Vec<bool> = names.into_iter().map(is_known).collect();
    Ok(paths.into_iter().zip(known).map(|(path, is_known)| is_known.then_some(path)).collect())
}

/// Facets without the domains and terms that the viewer may not know of.
async fn without_hidden(ctx: &Context<'_>, mut facets: Vec<search::FacetCounts>) -> Result<Vec<search::FacetCounts>> {
    for facet in &mut facets {
        let kind = match facet.facet {
            FacetKind::Domain => AssetKind::Domain,
            FacetKind::Term => AssetKind::Term,
            _ => continue,
        };
        if facet.values.is_empty() {
            continue;
        }
        let known = known(ctx, kind, facet.values.iter().map(|value| value.value.clone()).collect()).await?;
        let mut known = known.into_iter();
        facet.values.retain(|_| known.next().flatten().is_some());
    }
    Ok(facets)
}

fn shape_facet(facet: &search::FacetCounts, filters: &Filters) -> Facet {
    let is_selected = |value: &str| match facet.facet {
        FacetKind::Kind => filters.kinds.iter().any(|kind| kind.code() == value),
        FacetKind::Source => filters.sources.iter().any(|source| source.to_string() == value),
        FacetKind::Schema => filters.schemas.iter().any(|schema| schema == value),
        FacetKind::Tag => filters.tags.iter().any(|tag| tag == value),
        FacetKind::Owner => filters.owners.iter().any(|owner| owner == value),
        FacetKind::Tier => filters.tiers.iter().any(|tier| tier == value),
        FacetKind::Domain => filters.domains.iter().any(|domain| domain == value),
        FacetKind::Term => filters.terms.iter().any(|term| term == value),
        FacetKind::Property => filters.properties.iter().any(|property| property == value),
    };
    let shape = |value: &search::FacetValue| FacetValue {
        value: value.value.clone(),
        label: match (facet.facet, value.value.split_once('=')) {
            (FacetKind::Property, Some((name, said))) => format!("{name}: {said}"),
            _ => value.label.clone().unwrap_or_else(|| value.value.clone()),
        },
        count: Count(i64::try_from(value.count).unwrap_or(i64::MAX)),
        selected: is_selected(&value.value),
    };
    Facet { name: facet.facet.code(), values: facet.values.iter().map(shape).collect() }
}

/// The hits with their assets, which are read at once; what was removed since the index was written is left out.
async fn shape_hits(ctx: &Context<'_>, hits: Vec<search::Hit>) -> Result<Vec<SearchHit>> {
    let assets = loaders(ctx).many(hits.iter().map(|hit| (hit.asset, None))).await?;
    let names: Vec<(Name, AssetKind)> = hits.iter().flat_map(column_names).collect();
    let ids = app(ctx).catalog().resolve(viewer(ctx), &names).await?;
    let ids: std::collections::HashMap<_, _> = names.into_iter().zip(ids).collect();
    let shape = |hit: search::Hit| {
        let asset = assets.get(&(hit.asset, None))?;
        let columns = column_names(&hit).filter_map(|name| {
            let id = ids.get(&name).copied().flatten()?;
            let text = name.0.last().to_owned();
            Some(AssetRef { id, kind: AssetKind::Column, display_name: text.clone(), name: text })
        });
        let highlights = hit.highlights.iter().map(|highlight| Highlight {
            field: field_word(highlight.field).to_owned(),
            spans: highlight.spans.iter().map(|span| vec![unit(span.start), unit(span.end)]).collect(),
            text: highlight.text.clone(),
        });
        Some(SearchHit {
            asset: Asset::new(std::sync::Arc::clone(asset), None),
            #[expect(clippy::cast_precision_loss, reason = "a score only orders")]
            score: hit.score as f64,
            highlights: highlights.collect(),
            matched_columns: columns.collect(),
        })
    };
    Ok(hits.into_iter().filter_map(shape).collect())
}

const fn field_word(field: HighlightField) -> &'static str {
    match field {
        HighlightField::Name => "name",
        HighlightField::DisplayName => "displayName",
        HighlightField::Path => "path",
        HighlightField::Description => "description",
        HighlightField::Tag => "tag",
        HighlightField::Owner => "owner",
        HighlightField::DataType => "dataType",
    }
}

fn column_names(hit: &search::Hit) -> impl Iterator<Item = (Name, AssetKind)> + '_ {
    hit.matched_columns.columns.iter().map(|column| (hit.name.child(&*column.name), AssetKind::Column))
}

/// A place in a text, in UTF-16 code units as browsers count.
fn unit(at: usize) -> i32 {
    i32::try_from(at).unwrap_or(i32::MAX)
}
