//! Data standards at work: columns that keep one, how far their values are its codes, what values mean, and the rows that
//! are no code.

use async_graphql::{ComplexObject, Context, InputObject, Json, Object, Result, SimpleObject};
use catalog::{
    AssetId, Count, ErrorKind, Fault as _, Page,
    governance::Permission,
    kinds::code_list::Expectation,
    page::{decode_cursor, encode_cursor},
};
use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{
    app,
    asset::{AssetRef, loaders},
    connection::{PageInfo, page},
    viewer,
};
use crate::{
    audit::{Entry, Footprint, Target},
    http::error::code,
    standards::{Bound, Contrast, Grouping, Meaning, Measured, suggest},
};

/// How far the values of a column are codes of its standard.
#[derive(SimpleObject)]
pub struct StandardContrast {
    /// When its values were read.
    read_at: DateTime<Utc>,
    /// Who asked for that.
    read_by: String,
    /// How many rows there were.
    rows: Count,
    /// How many of them had no value.
    nulls: Count,
    /// How many had a value that was no code then.
    outside: Count,
    /// How many distinct values are known.
    distinct: Count,
    /// How many of them are codes, or were said to mean one.
    mapped: Count,
    /// Whether there were more distinct values than the 1,000 most frequent, which are known.
    is_partial: bool,
    /// The share of distinct values that mean a code, 0 to 1; null where there are no values.
    ratio: Option<f64>,
}

impl From<&(Measured, Contrast)> for StandardContrast {
    fn from((measured, contrast): &(Measured, Contrast)) -> Self {
        Self {
            read_at: measured.at,
            read_by: measured.actor.clone(),
            rows: Count(measured.rows),
            nulls: Count(measured.nulls),
            outside: Count(measured.outside),
            distinct: Count(contrast.distinct),
            mapped: Count(contrast.mapped),
            is_partial: measured.is_partial,
            ratio: contrast.ratio(),
        }
    }
}

/// A column that keeps a standard.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct StandardColumn {
    /// The column.
    column: AssetRef,
    /// The table that it is in.
    table: Option<AssetRef>,
    /// The standard.
    standard: AssetRef,
    /// In what it differs from what the standard expects of it.
    differences: Vec<Expectation>,
    /// How far its values are codes; null until they are read.
    contrast: Option<StandardContrast>,
}

impl StandardColumn {
    async fn many(ctx: &Context<'_>, bound: Vec<Bound>) -> Result<Vec<Self>> {
        let contrasts = app(ctx).standards().contrasts(&bound).await?;
        let shape = |one: Bound| Self {
            column: AssetRef::from(&one.column),
            table: one.column.ancestors.last().map(AssetRef::from),
            standard: AssetRef::from(one.list.as_ref()),
            differences: one.differences(),
            contrast: contrasts.get(&one.column.id).map(StandardContrast::from),
        };
        Ok(bound.into_iter().map(shape).collect())
    }

    async fn one(ctx: &Context<'_>, bound: Bound) -> Result<Self> {
        let made = Self::many(ctx, vec![bound]).await?.pop();
        Ok(made.ok_or_else(|| catalog::Error::conflict("it keeps no data standard"))?)
    }
}

#[ComplexObject]
impl StandardColumn {
    /// Whether whoever asks may read and see its values.
    #[graphql(complexity = 5)]
    async fn may_read(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(app(ctx).standards().may(viewer(ctx), Permission::Sample, self.column.id).await?)
    }

    /// Whether whoever asks may say what its values mean, if they may see them.
    #[graphql(complexity = 5)]
    async fn may_map(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(app(ctx).standards().may(viewer(ctx), Permission::Edit, self.column.id).await?)
    }

    /// Its distinct values as they were read, most frequent first; for who may see samples of it.
    #[graphql(complexity = "20 + first.max(0) as usize * child_complexity / 10")]
    async fn values(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 100)] first: i32,
        after: Option<String>,
        #[graphql(default, desc = "Those alone that mean no code yet.")] only_open: bool,
    ) -> Result<StandardValueConnection> {
        let request = page(first, after)?;
        let mut values = app(ctx).standards().values(viewer(ctx), self.column.id).await?;
        if only_open {
            values.retain(|value| value.code.is_none());
        }
        if let Some(cursor) = &request.after {
            let after = decode_cursor(cursor, 1)?.swap_remove(0);
            let at = values.iter().position(|value| value.value == after);
            let at = at.ok_or_else(|| catalog::Error::invalid("after", "is not a cursor of this list, or is gone"))?;
            values.drain(..=at);
        }
        values.truncate(request.first + 1);
        let found = Page::cut(values, request.first, |value| encode_cursor(&[&value.value]));
        let page_info = PageInfo::of(&found);
        let nodes = found.items.into_iter().map(|(_, value)| StandardValue {
            value: value.value,
            rows: Count(value.rows),
            code: value.code,
            is_said: value.is_said,
            suggestion: value.suggestion.map(|found| StandardSuggestion { code: found.code, why: found.why }),
        });
        Ok(StandardValueConnection { nodes: nodes.collect(), page_info })
    }

    /// Asks the source, now, which rows have a value that is no code; for who may see samples of it. Rows without a value
    /// are none of them.
    #[graphql(complexity = 300)]
    async fn consistency(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 20, desc = "How many rows to show, 1 to 100.")] first: i32,
    ) -> Result<StandardConsistency> {
        StandardConsistency::load(ctx, self.column.id, first).await
    }
}

/// A page of the columns that keep a standard.
#[derive(SimpleObject)]
pub struct StandardColumnConnection {
    /// The columns.
    nodes: Vec<StandardColumn>,
    /// Where the page ends.
    page_info: PageInfo,
}

/// A value that a column was found to hold.
#[derive(SimpleObject)]
pub struct StandardValue {
    /// The value; of what is longer than 100 characters the first 101.
    value: String,
    /// How many rows have it.
    rows: Count,
    /// The code that it means; null while it means none.
    code: Option<String>,
    /// Whether somebody said so; else the value is itself the code.
    is_said: bool,
    /// What it probably means, where it means nothing yet.
    suggestion: Option<StandardSuggestion>,
}

/// What a value probably means.
#[derive(SimpleObject)]
pub struct StandardSuggestion {
    /// The code.
    code: String,
    /// Why.
    why: suggest::Likeness,
}

/// A page of values.
#[derive(SimpleObject)]
pub struct StandardValueConnection {
    /// The values.
    nodes: Vec<StandardValue>,
    /// Where the page ends.
    page_info: PageInfo,
}

/// The rows of a column whose value is no code of its standard.
#[derive(SimpleObject)]
pub struct StandardConsistency {
    /// How many rows have a value.
    total: Count,
    /// How many of them have one that is no code.
    errors: Count,
    /// The columns of the rows: those that whoever asks may see samples of.
    columns: Vec<AssetRef>,
    /// The first of the rows; their values are as those of samples.
    rows: Vec<Vec<Json<Value>>>,
    /// Whether there are more of them.
    has_more_rows: bool,
}

impl StandardConsistency {
    /// Asks for it; that somebody did, and of which column, is written down.
    async fn load(ctx: &Context<'_>, column: AssetId, first: i32) -> Result<Self> {
        let began = std::time::Instant::now();
        let first = usize::try_from(first).unwrap_or(0);
        let found = app(ctx).standards().consistency(viewer(ctx), column, first).await;
        let footprint = ctx.data_opt::<Footprint>().cloned().unwrap_or_default();
        let result = found.as_ref().err().map_or("OK", |error| code(error.kind()));
        let entry = Entry::new(viewer(ctx), &footprint, "sample").on(Target::new("asset", column.to_string()));
        let entry = entry.taking(began.elapsed()).ending(result);
        if found.as_ref().is_err_and(|error| error.kind() != ErrorKind::Unavailable) {
            app(ctx).audit().note(vec![entry]).await;
        } else {
            app(ctx).audit().write(vec![entry]).await;
        }
        let found = found?;
        let known = loaders(ctx).many(found.columns.iter().map(|id| (*id, None))).await?;
        let columns = found.columns.iter().filter_map(|id| known.get(&(*id, None)));
        Ok(Self {
            total: Count(found.total),
            errors: Count(found.errors),
            columns: columns.map(|column| AssetRef::from(column.as_ref())).collect(),
            rows: found.rows.into_iter().map(|row| row.into_iter().map(Json).collect()).collect(),
            has_more_rows: found.has_more_rows,
        })
    }
}

/// How far the values of several columns are codes of their standards.
#[derive(SimpleObject)]
pub struct StandardRatio {
    /// The standard, table or domain; null for columns that belong to no domain.
    group: Option<AssetRef>,
    /// How many columns of which values were read.
    columns: Count,
    /// How many distinct values they have.
    distinct: Count,
    /// How many of these mean a code.
    mapped: Count,
    /// The share of these, 0 to 1; null where there are no values.
    ratio: Option<f64>,
    /// How many rows have a value.
    rows: Count,
    /// How many of these have one that was no code when it was read.
    outside: Count,
}

/// The ratios of all groups.
#[derive(SimpleObject)]
pub struct StandardRatios {
    /// The groups, those with the lowest ratio first; at most 500.
    nodes: Vec<StandardRatio>,
    /// Whether there are more columns than the 5,000 that were looked at, or more groups.
    is_partial: bool,
}

/// The most groups of an answer.
const MOST_GROUPS: usize = 500;

/// What a value means.
#[derive(InputObject)]
pub struct StandardMeaningInput {
    /// The value, exactly.
    value: String,
    /// The code; null takes back what was said.
    code: Option<String>,
}

/// Questions about data standards at work.
#[derive(Default)]
pub struct StandardQuery;

#[Object]
impl StandardQuery {
    /// The columns that keep a standard.
    #[graphql(complexity = "20 + first.max(0) as usize * child_complexity / 10")]
    async fn standard_columns(
        &self,
        ctx: &Context<'_>,
        standard: AssetId,
        #[graphql(default = 50)] first: i32,
        after: Option<String>,
    ) -> Result<StandardColumnConnection> {
        let found = app(ctx).standards().columns_of(viewer(ctx), standard, &page(first, after)?).await?;
        let page_info = PageInfo::of(&found);
        let nodes = StandardColumn::many(ctx, found.items.into_iter().map(|(_, bound)| bound).collect()).await?;
        Ok(StandardColumnConnection { nodes, page_info })
    }

    /// A column with the standard that it keeps; null where it keeps none.
    #[graphql(complexity = "10 + child_complexity")]
    async fn standard_column(&self, ctx: &Context<'_>, column: AssetId) -> Result<Option<StandardColumn>> {
        match app(ctx).standards().find(viewer(ctx), column).await? {
            Some(bound) => Ok(Some(StandardColumn::one(ctx, bound).await?)),
            None => Ok(None),
        }
    }

    /// How far values are codes, put together by standard, table or domain.
    #[graphql(complexity = "200 + child_complexity * 10")]
    async fn standard_ratios(&self, ctx: &Context<'_>, by: Grouping) -> Result<StandardRatios> {
        let (ratios, is_more) = app(ctx).standards().ratios(viewer(ctx), by).await?;
        let is_partial = is_more || ratios.len() > MOST_GROUPS;
        let groups = ratios.iter().take(MOST_GROUPS).filter_map(|ratio| Some((ratio.group?, None)));
        let known = loaders(ctx).many(groups).await?;
        let shape = |ratio: crate::standards::Ratio| StandardRatio {
            group: ratio.group.and_then(|id| known.get(&(id, None))).map(|group| AssetRef::from(group.as_ref())),
            columns: Count(ratio.columns),
            distinct: Count(ratio.contrast.distinct),
            mapped: Count(ratio.contrast.mapped),
            ratio: ratio.contrast.ratio(),
            rows: Count(ratio.rows),
            outside: Count(ratio.outside),
        };
        Ok(StandardRatios { nodes: ratios.into_iter().take(MOST_GROUPS).map(shape).collect(), is_partial })
    }
}

/// What is done with data standards.
#[derive(Default)]
pub struct StandardMutation;

#[Object]
impl StandardMutation {
    /// Reads the distinct values of a column from its source; for who may see samples of it.
    async fn read_standard_column(&self, ctx: &Context<'_>, column: AssetId) -> Result<StandardColumn> {
        let bound = app(ctx).standards().read(viewer(ctx), column).await?;
        StandardColumn::one(ctx, bound).await
    }

    /// Says what values of a column mean, up to 2,000; what was said of others stays.
    async fn map_standard_values(
        &self,
        ctx: &Context<'_>,
        column: AssetId,
        meanings: Vec<StandardMeaningInput>,
    ) -> Result<StandardColumn> {
        let meanings = meanings.into_iter().map(|StandardMeaningInput { value, code }| Meaning { value, code });
        let bound = app(ctx).standards().map(viewer(ctx), column, meanings.collect()).await?;
        StandardColumn::one(ctx, bound).await
    }
}
