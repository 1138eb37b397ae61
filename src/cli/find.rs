//! `cadastre search`: what can be found, now by words, in the past by name.

use std::process::ExitCode;

use catalog::{AssetKind, ChangeNumber, PageRequest, SourceId};
use clap::Args;
use search::{SearchAnswer, SearchRequest};
use serde_json::{Map, Value, json};

use super::{Common, Output, failure::Failure, open};
use crate::app::App;

/// Finds assets.
#[derive(Debug, Args)]
#[command(
    after_help = "The question may hold words, \"phrases\", prefix*, -without, and filters such as kind:table owner:ana tag:pii.\nWith --as-of names are searched by their beginning.\n\nExamples:\n  cadastre search 'kind:table orders'\n  cadastre search 订单 --limit 5 --json\n  cadastre search ord --as-of 2026-05-01"
)]
pub(super) struct Search {
    /// The question.
    query: String,
    /// How many hits at most, 1 to 500.
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// Only of this kind, such as table or column.
    #[arg(long, value_name = "KIND")]
    kind: Vec<AssetKind>,
    /// Go on behind this cursor, the `next` of the answer before.
    #[arg(long, value_name = "CURSOR")]
    after: Option<String>,
    /// As it was then: a day, a time or a change number.
    #[arg(long, value_name = "TIME")]
    as_of: Option<String>,
}

impl Search {
    pub(super) async fn run(&self, common: &Common, output: &Output) -> Result<ExitCode, Failure> {
        let app = open::for_reading(common).await?;
        if let Some(as_of) = open::as_of(&app, self.as_of.as_deref()).await? {
            return self.by_name(&app, as_of, output).await;
        }
        let request = SearchRequest {
            query: self.query.clone(),
            filters: search::Filters { kinds: self.kind.clone(), ..search::Filters::default() },
            first: self.limit,
            after: self.after.clone(),
            facets: true,
            source_names: source_names(&app).await?,
            properties: properties(&app).await?,
            ..SearchRequest::default()
        };
        let answer = app.index().search(&open::operator(), &request)?;
        if answer.degraded.is_some() {
            output.note("the index is being made again; something may be missing (`cadastre doctor` tells more)");
        }
        output.answer(&shown(&answer), || {
            let rows = answer.hits.iter().map(|hit| {
                let description = hit.description.clone().unwrap_or_default();
                let short: String = description.chars().take(80).collect();
                vec![hit.kind.to_string(), hit.name.to_string(), short]
            });
            format!("{}\n{} in all", output.table(&["kind", "name", "description"], rows), answer.total)
        });
        Ok(ExitCode::SUCCESS)
    }

    async fn by_name(&self, app: &App, as_of: ChangeNumber, output: &Output) -> Result<ExitCode, Failure> {
        let page = PageRequest::new(self.limit, self.after.clone())?;
        let found = app.catalog().search_names(&open::operator(), &self.query, Some(as_of), &page).await?;
        let next = found.next().map(str::to_owned);
        let hits: Vec<_> = found.items.into_iter().map(|(_, asset)| asset).collect();
        let hits: Vec<_> =
            hits.into_iter().filter(|asset| self.kind.is_empty() || self.kind.contains(&asset.kind)).collect();
        let value: Vec<Value> = hits
            .iter()
            .map(|asset| {
                json!({
                    "id": asset.id,
                    "kind": asset.kind,
                    "name": asset.name.to_string(),
                    "display_name": asset.display_name(),
                    "score": 0,
                })
            })
            .collect();
        output.answer(&json!({ "total": found.total, "hits": value, "facets": {}, "next": next }), || {
            let rows = hits.iter().map(|asset| vec![asset.kind.to_string(), asset.name.to_string()]);
            output.table(&["kind", "name"], rows)
        });
        Ok(ExitCode::SUCCESS)
    }
}

/// The names of all sources, for `source:` and for the labels of that facet.
async fn properties(app: &App) -> Result<Vec<String>, Failure> {
    let all = app.catalog().properties(&open::operator()).await?;
    Ok(all.into_iter().map(|property| property.name).collect())
}

async fn source_names(app: &App) -> Result<Vec<(SourceId, String)>, Failure> {
    let mut names = Vec::new();
    let mut page = PageRequest::first(500);
    loop {
        let found = app.sources().list(&open::operator(), &page).await?;
        let next = found.next().map(str::to_owned);
        names.extend(found.items.into_iter().map(|(_, source)| (source.id, source.name)));
        match next {
            Some(cursor) => page.after = Some(cursor),
            None => return Ok(names),
        }
    }
}

fn shown(answer: &SearchAnswer) -> Value {
    let hits: Vec<Value> = answer
        .hits
        .iter()
        .map(|hit| {
            json!({
                "id": hit.asset,
                "kind": hit.kind,
                "name": hit.name.to_string(),
                "display_name": hit.display_name.as_deref().unwrap_or_else(|| hit.name.last()),
                "score": hit.score,
            })
        })
        .collect();
    let facets: Map<String, Value> = answer
        .facets
        .iter()
        .map(|facet| {
            let values = facet
                .values
                .iter()
                .map(|value| json!({ "value": value.value, "label": value.label, "count": value.count }));
            (facet.facet.code().to_owned(), values.collect::<Vec<_>>().into())
        })
        .collect();
    json!({ "total": answer.total, "hits": hits, "facets": facets, "next": answer.next })
}
