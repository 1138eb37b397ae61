//! How well the SQL of each source is understood, and the statements that are not.

use async_graphql::{Context, Object, Result, SimpleObject};
use catalog::{AssetId, ChangeNumber, Count, Details, SourceId};
use lineage::{Gap, GapFilter, Status, Understanding};

use super::{
    app,
    asset::{AssetRef, SourceRef, loaders},
    connection::{PageInfo, page},
    lineage::utf16,
    loaders::SourceKey,
    viewer,
};

/// How well the SQL of a source is understood: of its views, procedures, tasks and queries.
#[derive(SimpleObject)]
pub struct SqlCoverage {
    /// The source; null for SQL that people or modules reported.
    source: Option<SourceRef>,
    /// Statements of which all was understood.
    complete: Count,
    /// Statements of which something was skipped or not found.
    partial: Count,
    /// Statements whose effect cannot be seen in the text.
    opaque: Count,
    /// Statements of which nothing was understood.
    failed: Count,
    /// Why statements are not complete, the most frequent reason first.
    reasons: Vec<SqlReason>,
}

/// Why statements are not understood completely.
#[derive(SimpleObject)]
pub struct SqlReason {
    /// What was remarked, such as `unknown_table` or `not_followed`.
    code: String,
    /// How many statements.
    count: Count,
}

/// A page of statements that are not understood completely.
#[derive(SimpleObject)]
pub struct SqlGapConnection {
    /// The statements, in the order in which they were read.
    nodes: Vec<SqlGap>,
    /// Where the page ends.
    page_info: PageInfo,
}

/// A statement that is not understood completely.
#[derive(SimpleObject)]
pub struct SqlGap {
    /// The view, procedure, task or query whose SQL it stands in.
    asset: AssetRef,
    /// Its place among the statements of that SQL, from 0.
    position: i32,
    /// How much of it was understood.
    status: Status,
    /// The share of its words that was understood, 0 to 1.
    coverage: f64,
    /// Its dialect.
    dialect: Option<String>,
    /// What was remarked.
    notes: Vec<SqlNote>,
    /// The change since which it is so.
    since: ChangeNumber,
}

/// A remark about a stretch of SQL.
#[derive(SimpleObject)]
pub struct SqlNote {
    /// A stable word for it.
    code: String,
    /// The same for people.
    message: String,
    /// The stretch of the asset's SQL, as `[start, end)` in UTF-16 code units.
    span: Option<Vec<i32>>,
}

#[derive(serde::Deserialize)]
struct StoredNote {
    code: String,
    message: String,
    span: Option<[i32; 2]>,
}

/// Questions about SQL.
#[derive(Default)]
pub struct UnderstandingQuery;

#[Object]
impl UnderstandingQuery {
    /// How well the SQL of each source is understood.
    #[graphql(complexity = "50 + 10 * child_complexity")]
    async fn sql_coverage(&self, ctx: &Context<'_>) -> Result<Vec<SqlCoverage>> {
        let found = app(ctx).lineage().understanding(viewer(ctx)).await?;
        let ids = found.iter().filter_map(|of| of.source).map(SourceKey);
        let sources = loaders(ctx).many(ids).await?;
        let named = |id: SourceId| {
            let source = sources.get(&SourceKey(id))?;
            Some(SourceRef { id, name: source.name.clone(), connector: source.connector.clone() })
        };
        Ok(found.into_iter().map(|of| shape(of.source.and_then(named), &of)).collect())
    }

    /// Statements that are not understood completely, with the reasons: those of one source or of one status, or all.
    #[graphql(complexity = "10 + first.max(0) as usize * child_complexity / 10")]
    async fn sql_gaps(
        &self,
        ctx: &Context<'_>,
        source: Option<SourceId>,
        status: Option<Status>,
        #[graphql(default = 50)] first: i32,
        after: Option<String>,
    ) -> Result<SqlGapConnection> {
        let filter = GapFilter { source, status };
        let found = app(ctx).lineage().gaps(viewer(ctx), filter, &page(first, after)?).await?;
        let page_info = PageInfo::of(&found);
        let wanted: Vec<AssetId> = found.items.iter().map(|(_, gap)| gap.asset).collect();
        let assets = loaders(ctx).many(wanted.into_iter().map(|id| (id, None))).await?;
        let nodes = found.items.into_iter().filter_map(|(_, gap)| {
            let asset = assets.get(&(gap.asset, None))?;
            Some(shape_gap(asset, gap))
        });
        Ok(SqlGapConnection { nodes: nodes.collect(), page_info })
    }
}

fn shape(source: Option<SourceRef>, of: &Understanding) -> SqlCoverage {
    let count = |status: Status| Count(of.statuses.get(&status).copied().unwrap_or(0));
    let reason = |(code, count): (&String, &i64)| SqlReason { code: code.clone(), count: Count(*count) };
    let mut reasons: Vec<SqlReason> = of.reasons.iter().map(reason).collect();
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.count.0));
    SqlCoverage {
        source,
        complete: count(Status::Complete),
        partial: count(Status::Partial),
        opaque: count(Status::Opaque),
        failed: count(Status::Failed),
        reasons,
    }
}

fn shape_gap(asset: &catalog::Asset, gap: Gap) -> SqlGap {
    let sql = sql_of(asset);
    let stored: Vec<StoredNote> = serde_json::from_str(&gap.reading.notes).unwrap_or_default();
    let note = |note: StoredNote| SqlNote {
        code: note.code,
        message: note.message,
        span: sql.zip(note.span).map(|(sql, span)| utf16(sql, span)),
    };
    SqlGap {
        asset: AssetRef::from(asset),
        position: gap.position,
        status: gap.reading.status,
        coverage: f64::from(gap.reading.coverage_permille) / 1000.0,
        dialect: gap.reading.dialect,
        notes: stored.into_iter().map(note).collect(),
        since: gap.reading.since,
    }
}

/// The SQL that an asset carries.
pub(super) fn sql_of(asset: &catalog::Asset) -> Option<&str> {
    match &asset.harvested.details {
        Details::Table(table) => table.definition.as_deref(),
        Details::Procedure(routine) => routine.definition.as_deref(),
        Details::Task(task) => task.definition.as_deref(),
        Details::Query(query) => Some(&query.definition),
        _ => None,
    }
}
