//! `cadastre show` and `cadastre history`: one asset, and what happened to it.

use std::{fmt::Write as _, process::ExitCode};

use catalog::{
    Asset, AssetKind, ChangeNumber, ChildFilter, Details, PageRequest, RelationKind, clock,
    kinds::column::ColumnDetails,
};
use clap::Args;
use serde_json::{Value, json};

use super::{Common, Output, failure::Failure, open};
use crate::app::App;

/// The most columns or steps that are shown.
const MOST: usize = 20_000;

/// Shows one asset.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cadastre show public.orders\n  cadastre show 'sqlite/\"/data/shop.db\".orders' --as-of 2026-05-01 --json"
)]
pub(super) struct Show {
    /// Its name, or the last parts of it.
    name: String,
    /// As it was then: a day, a time or a change number.
    #[arg(long, value_name = "TIME")]
    as_of: Option<String>,
}

impl Show {
    pub(super) async fn run(&self, common: &Common, output: &Output) -> Result<ExitCode, Failure> {
        let app = open::for_reading(common).await?;
        let as_of = open::as_of(&app, self.as_of.as_deref()).await?;
        let asset = open::find(&app, &self.name, as_of).await?;
        let columns = columns(&app, &asset, as_of).await?;
        output.answer(&shown(&asset, &columns), || for_people(&asset, &columns, output));
        Ok(ExitCode::SUCCESS)
    }
}

async fn columns(app: &App, asset: &Asset, as_of: Option<ChangeNumber>) -> Result<Vec<Asset>, Failure> {
    let mut page = PageRequest::first(catalog::page::MAX_PAGE);
    let mut columns = Vec::new();
    let filter = ChildFilter::of(AssetKind::Column);
    while columns.len() < MOST {
        let found = app.catalog().children(&open::operator(), Some(asset.id), filter, as_of, &page).await?;
        let next = found.next().map(str::to_owned);
        columns.extend(found.items.into_iter().map(|(_, column)| column));
        match next {
            Some(cursor) => page.after = Some(cursor),
            None => break,
        }
    }
    Ok(columns)
}

fn shown(asset: &Asset, columns: &[Asset]) -> Value {
    let targets = |kind| asset.related(kind).collect::<Vec<_>>();
    json!({
        "id": asset.id,
        "kind": asset.kind,
        "name": asset.name.to_string(),
        "namespace": asset.name.namespace,
        "parts": asset.name.parts,
        "display_name": asset.display_name(),
        "description": asset.description(),
        "owners": targets(RelationKind::Owner),
        "tags": targets(RelationKind::Tag),
        "tier": asset.related(RelationKind::Tier).next(),
        "version": asset.version.to_string(),
        "removed": asset.removed.is_some(),
        "placeholder": asset.is_placeholder,
        "details": asset.harvested.details,
        "columns": columns.iter().map(shown_column).collect::<Vec<_>>(),
    })
}

fn details_of(column: &Asset) -> ColumnDetails {
    match &column.harvested.details {
        Details::Column(details) => details.clone(),
        _ => ColumnDetails::default(),
    }
}

fn shown_column(column: &Asset) -> Value {
    let details = details_of(column);
    json!({
        "name": column.name.last(),
        "data_type": details.data_type.text,
        "nullable": details.is_nullable,
        "description": column.description(),
        "position": details.position,
    })
}

fn for_people(asset: &Asset, columns: &[Asset], output: &Output) -> String {
    let mut text = format!("{} {}\n", asset.kind, asset.name);
    let mut line = |title: &str, value: String| {
        if !value.is_empty() {
            // Writing into a string does not fail.
            let _infallible = writeln!(text, "{title:12} {value}");
        }
    };
    let list = |kind| asset.related(kind).collect::<Vec<_>>().join(", ");
    if asset.removed.is_some() {
        line("removed", "its source no longer has it".into());
    }
    line("description", asset.description().unwrap_or_default().to_owned());
    line("owners", list(RelationKind::Owner));
    line("tags", list(RelationKind::Tag));
    line("tier", list(RelationKind::Tier));
    line("version", asset.version.to_string());
    if !columns.is_empty() {
        let rows = columns.iter().map(|column| {
            let details = details_of(column);
            vec![
                details.position.to_string(),
                column.name.last().to_owned(),
                details.data_type.text,
                if details.is_nullable { String::new() } else { "not null".into() },
                column.description().unwrap_or_default().to_owned(),
            ]
        });
        text.push_str(&output.table(&["", "column", "type", "", "description"], rows));
    }
    text
}

/// Shows what happened to one asset, newest first.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  cadastre history public.orders --json")]
pub(super) struct History {
    /// Its name, or the last parts of it.
    name: String,
    /// How many steps at most.
    #[arg(long, value_name = "N", default_value_t = 100)]
    limit: usize,
    /// Include what is inside it.
    #[arg(long)]
    with_children: bool,
}

impl History {
    pub(super) async fn run(&self, common: &Common, output: &Output) -> Result<ExitCode, Failure> {
        let app = open::for_reading(common).await?;
        let asset = open::find(&app, &self.name, None).await?;
        let most = self.limit.min(MOST);
        let mut page = PageRequest::first(most);
        let mut steps = Vec::new();
        while steps.len() < most {
            let found = app.catalog().history(&open::operator(), asset.id, self.with_children, &page).await?;
            let next = found.next().map(str::to_owned);
            steps.extend(found.items.into_iter().map(|(_, step)| step));
            match next {
                Some(cursor) => page.after = Some(cursor),
                None => break,
            }
        }
        steps.truncate(most);
        let value: Vec<Value> = steps
            .iter()
            .map(|(change, commit)| {
                json!({
                    "version": change.version.to_string(),
                    "number": change.number,
                    "at": commit.at,
                    "actor": commit.actor,
                    "origin": commit.origin,
                    "operation": change.operation,
                    "asset": change.asset,
                    "changes": change.fields.iter().map(|field| {
                        json!({ "field": field.field, "before": field.before, "after": field.after })
                    }).collect::<Vec<_>>(),
                })
            })
            .collect();
        output.answer(&Value::Array(value), || {
            let rows = steps.iter().map(|(change, commit)| {
                let fields = change.fields.iter().map(|field| field.field.as_str()).take(6).collect::<Vec<_>>();
                vec![
                    change.number.to_string(),
                    change.version.to_string(),
                    clock::from_micros(commit.at.timestamp_micros()).format("%Y-%m-%d %H:%M:%S").to_string(),
                    commit.actor.clone(),
                    format!("{:?}", change.operation).to_lowercase(),
                    fields.join(", "),
                ]
            });
            output.table(&["change", "version", "at (UTC)", "by", "what", "fields"], rows)
        });
        Ok(ExitCode::SUCCESS)
    }
}
