//! A question and its answer.
//!
//! Pages are cut by key. The key of a hit is what it is sorted by and its id; it depends on the question and on that
//! asset alone, not on what else the index holds ([`rank`](crate::rank)). So while others are added, changed and
//! removed, paging to the end gives every asset that matched all the time and did not change its key exactly once. An
//! asset whose key changed meanwhile may be seen at its old or its new place, or at both.

use std::{collections::HashMap, sync::Arc};

use catalog::{
    AssetId, AssetKind, ChangeNumber, Name, SourceId, Viewer,
    page::{MAX_PAGE, decode_cursor, encode_cursor},
};
use serde::{Deserialize, Serialize};
use tantivy::{Searcher, TantivyDocument, schema::Value as _};

use crate::{
    collect::{By, Found, Gather, Gathered, Place},
    count::{Counts, Facet, FacetCounts, Filters},
    counted::Question,
    document::{self, Stored},
    error::{Error, Result},
    highlight::{self, Highlight, MatchedColumns},
    index::{Degraded, Index},
    query::{
        self, Expression,
        needle::{self, Needle},
        plan::{Planner, is_blind_to_columns},
    },
    sight,
    values::AllValues,
};

/// The most values that can be chosen in facets.
pub const MAX_FILTERS: usize = 256;

/// The order of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// The best first.
    #[default]
    Relevance,
    /// By the name that people read.
    Name,
    /// The last changed first.
    Updated,
}

impl Sort {
    const fn code(self) -> &'static str {
        match self {
            Self::Relevance => "relevance",
            Self::Name => "name",
            Self::Updated => "updated",
        }
    }
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchRequest {
    /// The question, in the [query language](crate::query).
    pub query: String,
    /// What was chosen in the facets.
    pub filters: Filters,
    /// How many hits at most, 1 to 500.
    pub first: usize,
    /// The cursor of the last hit that was seen.
    pub after: Option<String>,
    /// Whether facets are wanted.
    pub facets: bool,
    /// The order of hits.
    pub sort: Sort,
    /// Names of the sources that the viewer may know, for `source:` and for the labels of that facet.
    pub source_names: Vec<(SourceId, String)>,
    /// The custom properties that the question can ask for.
    pub properties: Vec<String>,
}

impl Default for SearchRequest {
    fn default() -> Self {
        Self {
            query: String::new(),
            filters: Filters::default(),
            first: 20,
            after: None,
            facets: false,
            sort: Sort::default(),
            source_names: Vec::new(),
            properties: Vec::new(),
        }
    }
}

impl SearchRequest {
    /// A request for the first hits of a question, with everything else as usual.
    pub fn new(query: impl Into<String>) -> Self {
        Self { query: query.into(), ..Self::default() }
    }
}

/// One asset that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The asset.
    pub asset: AssetId,
    /// How well it fits: a whole number that depends on the question and this asset only.
    pub score: u64,
    /// What it is.
    pub kind: AssetKind,
    /// What it is called.
    pub name: Name,
    /// The name that people decided.
    pub display_name: Option<String>,
    /// The start of its description.
    pub description: Option<String>,
    /// The data type, of a column.
    pub data_type: Option<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Its owners.
    pub owners: Vec<String>,
    /// Its tier.
    pub tier: Option<&'static str>,
    /// Its source.
    pub source: Option<SourceId>,
    /// Whether its source no longer has it.
    pub is_removed: bool,
    /// Where the words of the question stand.
    pub highlights: Vec<Highlight>,
    /// The columns of a table that have words of the question.
    pub matched_columns: MatchedColumns,
    /// The cursor behind this hit.
    pub cursor: String,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchAnswer {
    /// How many there are in all, exactly.
    pub total: u64,
    /// This page.
    pub hits: Vec<Hit>,
    /// The facets, when they were asked for.
    pub facets: Vec<FacetCounts>,
    /// The cursor of the next page, when there is one.
    pub next: Option<String>,
    /// The last change that this answer knows.
    pub position: ChangeNumber,
    /// Why something may be missing, when it may.
    pub degraded: Option<Degraded>,
}

/// A question of somebody.
#[derive(Clone, Copy)]
struct Asked<'a> {
    viewer: &'a Viewer,
    request: &'a SearchRequest,
    expression: &'a Expression,
}

impl Index {
    /// Answers a question with what `viewer` may know of.
    ///
    /// # Errors
    /// [`Error::Invalid`] for `query`, `first`, `after` or `filters`; [`Error::Index`] when the index cannot be read.
    pub fn search(&self, viewer: &Viewer, request: &SearchRequest) -> Result<SearchAnswer> {
        let expression = check(request)?;
        let status = self.status();
        let searcher = self.searcher();
        let fingerprint = fingerprint(request);
        let after = request.after.as_deref().map(|cursor| place(cursor, request.sort, &fingerprint)).transpose()?;
        let asked = Asked { viewer, request, expression: &expression };
        let (gathered, counts, values) = self.gather(asked, after, &searcher)?;
        let needles = needle::shown(&expression);
        let is_blind = is_blind_to_columns(viewer);
        let mut hits = Vec::with_capacity(gathered.best.len());
        let has_more = gathered.best.len() > request.first;
        for found in gathered.best.into_iter().take(request.first) {
            let cursor = cursor(&found.place, request.sort, &fingerprint);
            hits.push(self.hit(&searcher, found, cursor, (&needles, is_blind))?);
        }
        let next = hits.last().filter(|_| has_more).map(|hit| hit.cursor.clone());
        let names: HashMap<String, &String> =
            request.source_names.iter().map(|(source, name)| (source.to_string(), name)).collect();
        let label = |facet: Facet, value: &str| {
            (facet == Facet::Source).then(|| names.get(value).map(|name| (*name).clone())).flatten()
        };
        let facets = if request.facets { counts.facets(&values, label) } else { Vec::new() };
        Ok(SearchAnswer {
            total: counts.total,
            hits,
            facets,
            next,
            position: status.position,
            degraded: status.degraded,
        })
    }

    fn gather(
        &self,
        asked: Asked<'_>,
        after: Option<Place>,
        searcher: &Searcher,
    ) -> Result<(Gathered, Arc<Counts>, Arc<AllValues>)> {
        let Asked { viewer, request, expression } = asked;
        let question = Question {
            expression: expression.clone(),
            filters: request.filters.clone(),
            sees: viewer.may(catalog::Action::ReadCatalog).then(|| viewer.sees.clone()),
            viewer: viewer.name.clone(),
            sources: request.source_names.clone(),
        };
        let (values, known) = {
            let mut counted = self.counted();
            (counted.values(searcher)?, counted.find(searcher, &question))
        };
        let known = known.filter(|counts| !request.facets || !counts.of_value[0].is_empty());
        let planner = Planner { fields: self.fields(), viewer, sources: &request.source_names };
        let gather = Gather {
            viewer,
            sort: request.sort,
            with_removed: expression.asks_for_removed(),
            with_counts: request.facets && known.is_none(),
            after,
            first: request.first + 1,
            chosen: values.chosen(&request.filters),
            values: Arc::clone(&values),
            seen: sight::seen(searcher, self.fields(), &viewer.sees, self.sights())?,
        };
        let mut gathered = gather.gather(searcher, &planner.plan(expression))?;
        let counts = match known {
            Some(counts) => counts,
            None => {
                let counts = Arc::new(std::mem::take(&mut gathered.counts));
                self.counted().keep(searcher, question, Arc::clone(&counts));
                counts
            }
        };
        Ok((gathered, counts, values))
    }

    pub(crate) fn hit(
        &self,
        searcher: &Searcher,
        found: Found,
        cursor: String,
        (needles, is_blind): (&[Needle], bool),
    ) -> Result<Hit> {
        let document: TantivyDocument = searcher.doc(found.address)?;
        let bytes = document.get_first(self.fields().stored).and_then(|value| value.as_bytes()).unwrap_or_default();
        let stored: Stored<'_> = serde_json::from_slice(bytes).map_err(|cause| {
            tantivy::TantivyError::InternalError(format!("a stored document cannot be read: {cause}"))
        })?;
        let kind = i16::try_from(found.facts.kind_number()).ok().and_then(AssetKind::from_number);
        Ok(Hit {
            asset: AssetId(uuid::Uuid::from_u128(found.place.id)),
            score: found.score,
            kind: kind.unwrap_or(AssetKind::Table),
            highlights: highlight::of(&stored, needles),
            matched_columns: if is_blind { MatchedColumns::default() } else { highlight::columns(&stored, needles) },
            name: Name::new(&*stored.namespace, stored.parts.into_iter().map(String::from)),
            display_name: stored.display_name.map(String::from),
            description: stored.description.map(String::from),
            data_type: stored.data_type.map(String::from),
            tags: stored.tags.into_iter().map(String::from).collect(),
            owners: stored.owners.into_iter().map(String::from).collect(),
            tier: document::tier_name(found.facts.tier()),
            source: stored.source,
            is_removed: found.facts.is_removed(),
            cursor,
        })
    }
}

fn check(request: &SearchRequest) -> Result<Expression> {
    if request.first == 0 || request.first > MAX_PAGE {
        let problem = format!("is {}; 1 to {MAX_PAGE} are allowed", request.first);
        return Err(Error::Invalid { field: "first", problem });
    }
    if request.filters.len() > MAX_FILTERS {
        let problem = format!("has {} values; {MAX_FILTERS} are allowed", request.filters.len());
        return Err(Error::Invalid { field: "filters", problem });
    }
    query::parse(&request.query, &request.properties)
}

/// What a cursor belongs to: it is refused for any other question.
fn fingerprint(request: &SearchRequest) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(format!("{}\0{:?}", request.query.trim(), request.filters).as_bytes());
    hasher.finalize().to_hex()[..16].to_owned()
}

fn cursor(place: &Place, sort: Sort, fingerprint: &str) -> String {
    let by = match &place.by {
        By::Number(number) => number.to_string(),
        By::Text(text) => text.clone(),
    };
    encode_cursor(&[sort.code(), fingerprint, &by, &uuid::Uuid::from_u128(place.id).simple().to_string()])
}

fn place(cursor: &str, sort: Sort, fingerprint: &str) -> Result<Place> {
    let bad = || Error::Invalid { field: "after", problem: "is not a cursor of this question".into() };
    let parts = decode_cursor(cursor, 4).map_err(|_| bad())?;
    if parts[0] != sort.code() || parts[1] != fingerprint {
        return Err(bad());
    }
    let by = match sort {
        Sort::Name => By::Text(parts[2].clone()),
        Sort::Relevance | Sort::Updated => By::Number(parts[2].parse().map_err(|_| bad())?),
    };
    let id = uuid::Uuid::parse_str(&parts[3]).map_err(|_| bad())?;
    Ok(Place { by, id: id.as_u128() })
}

#[cfg(test)]
mod tests;
