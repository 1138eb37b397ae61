//! Reports of outside modules: ingestion, ETL and BI tools tell what they know.

pub mod run;
pub mod usage;

use async_graphql::{Context, InputObject, Json, Object, Result, SimpleObject};
use catalog::{
    AssetKind, AssetRecord, ChangeNumber, Details, Name, Outcome, Record, RefusedItem, RelationKind, Report,
    ReportItem,
    record::{DeclaredColumnEdge, DeclaredEdge, LineageRecord},
};
use serde_json::Value;

use self::{run::ReportedRun, usage::ReportedUsage};
use super::{app, viewer};

/// What a module reports. Each item is taken or refused alone.
#[derive(InputObject)]
pub struct ReportInput {
    /// The same key twice is one report.
    idempotency_key: Option<String>,
    /// Assets, outermost first.
    assets: Option<Vec<ReportedAsset>>,
    /// Ties: owners, tags, tiers.
    relations: Option<Vec<ReportedRelation>>,
    /// Complete sets of edges.
    lineage: Option<Vec<ReportedLineage>>,
    /// News of runs.
    runs: Option<Vec<ReportedRun>>,
}

/// A name with what it names.
#[derive(InputObject)]
pub struct NameInput {
    /// The system it lives in, such as `postgres://host:5432`.
    namespace: String,
    /// The parts of its name, outermost first.
    parts: Vec<String>,
    /// What it is.
    kind: AssetKind,
}

/// An asset, as a module describes it.
#[derive(InputObject)]
pub struct ReportedAsset {
    /// The system it lives in.
    namespace: String,
    /// The parts of its name, outermost first.
    parts: Vec<String>,
    /// What it is.
    kind: AssetKind,
    /// A description.
    description: Option<String>,
    /// The facts of its kind, in the words of that kind's details type, in snake case.
    details: Option<Json<Value>>,
    /// The module's own identifier, by which a rename is told from a loss.
    object_id: Option<String>,
}

/// A tie, as a module says.
#[derive(InputObject)]
pub struct ReportedRelation {
    /// The system the asset lives in.
    namespace: String,
    /// The parts of its name.
    parts: Vec<String>,
    /// What it is.
    kind: AssetKind,
    /// What sort of tie.
    relation: RelationKind,
    /// To what.
    target: String,
}

/// The complete set of edges that a tool declares for one scope; what it declared there before and no longer does ends.
#[derive(InputObject)]
pub struct ReportedLineage {
    /// Who says so, such as `airflow`.
    tool: String,
    /// For what, in the tool's words, such as a job's name.
    scope: String,
    /// The task through which data flows.
    through: Option<NameInput>,
    /// The edges.
    edges: Vec<ReportedEdge>,
}

/// One edge.
#[derive(InputObject)]
pub struct ReportedEdge {
    /// Where data comes from.
    upstream: NameInput,
    /// Where data goes.
    downstream: NameInput,
    /// The columns it carries.
    columns: Option<Vec<ReportedColumnEdge>>,
}

/// One pair of columns.
#[derive(InputObject)]
pub struct ReportedColumnEdge {
    /// The upstream column's name.
    upstream: String,
    /// The downstream column's name; empty when the upstream column decides about the whole downstream asset.
    downstream: String,
    /// `IDENTITY`, `TRANSFORMATION` or `AGGREGATION` where values flow; `JOIN`, `GROUP_BY`, `FILTER`, `SORT`, `WINDOW` or
    /// `CONDITIONAL` where they only decide.
    #[graphql(default_with = "\"IDENTITY\".to_owned()")]
    subtype: String,
    /// Whether values are hidden on the way.
    #[graphql(default)]
    masking: bool,
}

/// What became of a report.
#[derive(SimpleObject)]
pub struct ReportResult {
    /// How many items were taken.
    accepted: usize,
    /// Which were not, and why.
    errors: Vec<ReportItemError>,
    /// The last change that is in the catalog with it.
    last_change: ChangeNumber,
    /// Whether this is the answer to an earlier report with the same key.
    replayed: bool,
}

/// An item that was not taken.
#[derive(SimpleObject)]
pub struct ReportItemError {
    /// The list it stood in.
    list: String,
    /// Its place there, from 0.
    index: usize,
    /// The field to change, when one is to blame.
    field: Option<String>,
    /// What is wrong.
    message: String,
}

const SUBTYPES: &str =
    "known: IDENTITY, TRANSFORMATION, AGGREGATION, JOIN, GROUP_BY, FILTER, SORT, WINDOW, CONDITIONAL";

type Read = std::result::Result<Record, RefusedItem>;

fn refused(field: &str, message: impl Into<String>) -> RefusedItem {
    RefusedItem { field: Some(field.to_owned()), message: message.into() }
}

impl ReportedAsset {
    fn read(self) -> Read {
        let name = Name::new(self.namespace, self.parts);
        let details = match self.details {
            None => Details::empty(self.kind),
            Some(Json(Value::Object(mut fields))) => {
                fields.insert("kind".into(), self.kind.code().into());
                serde_json::from_value(Value::Object(fields))
                    .map_err(|cause| refused("details", format!("`details`: {cause}")))?
            }
            Some(_) => return Err(refused("details", "`details`: must be an object")),
        };
        let mut record = AssetRecord::new(name, details).described(self.description);
        record.object_id = self.object_id;
        Ok(record.into())
    }
}

impl ReportedRelation {
    fn read(self) -> Read {
        let name = Name::new(self.namespace, self.parts);
        Ok(Record::Relation { name, kind: self.kind, relation: self.relation, target: self.target })
    }
}

impl ReportedLineage {
    fn read(self) -> Read {
        let mut edges = Vec::with_capacity(self.edges.len());
        for (index, edge) in self.edges.into_iter().enumerate() {
            let mut columns = Vec::new();
            for column in edge.columns.unwrap_or_default() {
                if lineage::Transformation::from_word(&column.subtype).is_none() {
                    let field = format!("edges[{index}].columns.subtype");
                    return Err(refused(
                        &field,
                        format!("`{field}`: `{}` is not a subtype; {SUBTYPES}", column.subtype),
                    ));
                }
                columns.push(DeclaredColumnEdge {
                    upstream: column.upstream,
                    downstream: column.downstream,
                    subtype: column.subtype,
                    masking: column.masking,
                });
            }
            edges.push(DeclaredEdge {
                upstream_kind: edge.upstream.kind,
                upstream: Name::new(edge.upstream.namespace, edge.upstream.parts),
                downstream_kind: edge.downstream.kind,
                downstream: Name::new(edge.downstream.namespace, edge.downstream.parts),
                columns,
            });
        }
        let through = self.through.map(|name| Name::new(name.namespace, name.parts));
        Ok(Record::Lineage(LineageRecord {
            tool: self.tool,
            scope: self.scope,
            through,
            edges,
            queries: Vec::new(),
            statements: Vec::new(),
            by_hand: None,
        }))
    }
}

/// Reports.
#[derive(Default)]
pub struct ReportMutation;

#[Object]
impl ReportMutation {
    /// Takes what a module reports: good items are stored, bad ones are answered one by one.
    async fn report(&self, ctx: &Context<'_>, input: ReportInput) -> Result<ReportResult> {
        let now = app(ctx).clock().now();
        let mut items = listed("assets", input.assets, ReportedAsset::read);
        items.extend(listed("relations", input.relations, ReportedRelation::read));
        items.extend(listed("lineage", input.lineage, ReportedLineage::read));
        items.extend(listed("runs", input.runs, |run| run.read(now)));
        take(ctx, input.idempotency_key, items).await
    }

    /// Takes news of one run of an outside pipeline or task. News of one run may come in any order and more than once.
    async fn report_run(
        &self,
        ctx: &Context<'_>,
        run: ReportedRun,
        idempotency_key: Option<String>,
    ) -> Result<ReportResult> {
        let now = app(ctx).clock().now();
        take(ctx, idempotency_key, listed("run", Some(vec![run]), |run| run.read(now))).await
    }

    /// Takes what a module knows of who used what. For each asset, day and user it replaces what the same module said
    /// before, so that sending it again counts nothing twice. Assets must be in the catalog.
    async fn report_usage(&self, ctx: &Context<'_>, usage: Vec<ReportedUsage>) -> Result<ReportResult> {
        let said = usage.into_iter().map(ReportedUsage::read).collect();
        Ok(ReportResult::of(app(ctx).catalog().report_usage(viewer(ctx), said).await?))
    }

    /// Takes the complete set of edges that a tool declares for one scope.
    async fn report_lineage(
        &self,
        ctx: &Context<'_>,
        lineage: ReportedLineage,
        idempotency_key: Option<String>,
    ) -> Result<ReportResult> {
        take(ctx, idempotency_key, listed("lineage", Some(vec![lineage]), ReportedLineage::read)).await
    }
}

/// The items of one list of a report, each with its place.
fn listed<T>(list: &str, said: Option<Vec<T>>, mut read: impl FnMut(T) -> Read) -> Vec<ReportItem> {
    let item = |(index, said)| ReportItem { list: list.to_owned(), index, record: read(said) };
    said.unwrap_or_default().into_iter().enumerate().map(item).collect()
}

async fn take(ctx: &Context<'_>, idempotency_key: Option<String>, items: Vec<ReportItem>) -> Result<ReportResult> {
    Ok(ReportResult::of(app(ctx).catalog().report(viewer(ctx), Report { idempotency_key, items }).await?))
}

impl ReportResult {
    fn of(outcome: Outcome) -> Self {
        let error = |(list, index, refused): (String, usize, RefusedItem)| ReportItemError {
            list,
            index,
            field: refused.field,
            message: refused.message,
        };
        Self {
            accepted: outcome.accepted,
            errors: outcome.errors.into_iter().map(error).collect(),
            last_change: outcome.last_change,
            replayed: outcome.is_replayed,
        }
    }
}
