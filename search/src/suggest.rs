//! Suggestions while one types: assets whose names have words that start like this.

use catalog::{AssetId, AssetKind, Name, Viewer};

use crate::{
    collect::Gather,
    error::Result,
    highlight::Highlight,
    index::Index,
    query::{self, Expression, Value, needle, plan::Planner},
    search::Sort,
    sight,
};

/// The most suggestions of one answer.
pub const MAX_SUGGESTIONS: usize = 50;

/// An asset that may be meant.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// The asset.
    pub asset: AssetId,
    /// What it is.
    pub kind: AssetKind,
    /// What it is called.
    pub name: Name,
    /// The name that people decided.
    pub display_name: Option<String>,
    /// Where the words stand.
    pub highlights: Vec<Highlight>,
    /// How well it fits.
    pub score: u64,
}

impl Index {
    /// The assets that `viewer` may mean by the start of a name, the best first.
    ///
    /// The text is taken as it stands, not as a question: any text has an answer. Words may come in any order. At most
    /// [`MAX_SUGGESTIONS`] are given.
    ///
    /// # Errors
    /// [`Error::Index`](crate::Error::Index) when the index cannot be read.
    pub fn suggest(&self, viewer: &Viewer, text: &str, limit: usize) -> Result<Vec<Suggestion>> {
        let text = crate::words::cut(text.trim(), 256);
        let limit = limit.min(MAX_SUGGESTIONS);
        if text.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        let searcher = self.searcher();
        let planner = Planner { fields: self.fields(), viewer, sources: &[] };
        let values = self.counted().values(&searcher)?;
        let gather = Gather {
            viewer,
            sort: Sort::Relevance,
            with_removed: false,
            with_counts: false,
            after: None,
            first: limit,
            chosen: Default::default(),
            values,
            seen: sight::seen(&searcher, self.fields(), &viewer.sees, self.sights())?,
        };
        let gathered = gather.gather(&searcher, &planner.starts(text))?;
        let value = Value { text: text.to_owned(), is_prefix: true };
        let needles = needle::shown(&Expression::Field(query::Field::Name, vec![value]));
        let mut suggestions = Vec::with_capacity(gathered.best.len());
        for found in gathered.best {
            let hit = self.hit(&searcher, found, String::new(), (&needles, true))?;
            suggestions.push(Suggestion {
                asset: hit.asset,
                kind: hit.kind,
                name: hit.name,
                display_name: hit.display_name,
                highlights: hit.highlights,
                score: hit.score,
            });
        }
        Ok(suggestions)
    }
}
