//! Tags that follow column lineage: the rules, what people decide about single tags, and by which way a tag came.

use std::collections::{BTreeSet, HashMap};

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use catalog::{AssetId, ChangeNumber, Count, Layer, PropagationRuleId, RelationKind};
use chrono::{DateTime, Utc};
use lineage::propagation::{self, Passage, RuleText, Verdict, WayStep};

use super::{
    app,
    asset::{Asset, loaders},
    lineage::utf16,
    understanding::sql_of,
    viewer,
};

/// A rule by which tags follow column lineage.
#[derive(SimpleObject)]
pub struct PropagationRule {
    /// Its identifier.
    id: PropagationRuleId,
    /// What people call it.
    name: String,
    /// Which sort of tie follows.
    sort: RelationKind,
    /// Which tags: one, `NAME.*` for everything below a name, or `*`; of terms the identifier of one, or `*`.
    pattern: String,
    /// Along which steps.
    passes: Passage,
    /// Whether it ends where values are hidden.
    stops_at_masking: bool,
    /// Whether it ends where values of many rows become one.
    stops_at_aggregation: bool,
    /// Whether what follows holds by itself; else it is suggested.
    confirms: bool,
    /// How many steps far it goes from a column that has the tag of its own.
    max_steps: i32,
    /// Whether it is in force.
    is_enabled: bool,
    /// Who wrote it as it is.
    changed_by: String,
    /// When.
    changed_at: DateTime<Utc>,
}

impl From<propagation::Rule> for PropagationRule {
    fn from(rule: propagation::Rule) -> Self {
        let propagation::Rule { id, text, by, at } = rule;
        Self {
            id,
            name: text.name,
            sort: text.sort,
            pattern: text.pattern,
            passes: text.passes,
            stops_at_masking: text.stops_at_masking,
            stops_at_aggregation: text.stops_at_aggregation,
            confirms: text.confirms,
            max_steps: i32::try_from(text.max_steps).unwrap_or(i32::MAX),
            is_enabled: text.is_enabled,
            changed_by: by,
            changed_at: at,
        }
    }
}

/// What a rule says.
#[derive(InputObject)]
pub struct PropagationRuleInput {
    /// What people call it: one line, at most 100 characters.
    name: String,
    /// Which sort of tie follows.
    #[graphql(default_with = "RelationKind::Tag")]
    sort: RelationKind,
    /// Which tags: one, `NAME.*` for everything below a name, or `*`; of terms the identifier of one, or `*`.
    pattern: String,
    /// Along which steps.
    #[graphql(default_with = "Passage::Values")]
    passes: Passage,
    /// Whether it ends where values are hidden.
    #[graphql(default = true)]
    stops_at_masking: bool,
    /// Whether it ends where values of many rows become one.
    #[graphql(default = true)]
    stops_at_aggregation: bool,
    /// Whether what follows holds by itself; else it is suggested.
    #[graphql(default)]
    confirms: bool,
    /// How many steps far it goes, 1 to 100.
    #[graphql(default = 20)]
    max_steps: i32,
    /// Whether it is in force.
    #[graphql(default = true)]
    is_enabled: bool,
}

impl PropagationRuleInput {
    fn text(self) -> RuleText {
        RuleText {
            name: self.name,
            sort: self.sort,
            pattern: self.pattern,
            passes: self.passes,
            stops_at_masking: self.stops_at_masking,
            stops_at_aggregation: self.stops_at_aggregation,
            confirms: self.confirms,
            max_steps: u32::try_from(self.max_steps).unwrap_or(0),
            is_enabled: self.is_enabled,
        }
    }
}

/// What a rule would reach.
#[derive(SimpleObject)]
pub struct PropagationPreview {
    /// How many tags of columns that whoever asks may know of.
    total: Count,
    /// Whether everything was counted.
    is_exact: bool,
    /// The first 20 of them, nearest first.
    first: Vec<PreviewedTag>,
}

/// A tag that would follow.
#[derive(SimpleObject)]
pub struct PreviewedTag {
    /// The column.
    asset: Asset,
    /// The tag.
    tag: String,
    /// How many steps it is away from the nearest column that has the tag of its own.
    steps: i32,
}

/// Why a tag follows on an asset.
#[derive(SimpleObject)]
pub struct TagExplanation {
    /// `PROPAGATED` when it holds, `SUGGESTED` when it waits for somebody.
    layer: Layer,
    /// What people call the rule; null when it was taken away, and the tag soon is.
    rule: Option<String>,
    /// How many steps it is away from the nearest column that has it of its own.
    steps: i32,
    /// A shortest way, from where it comes to the asset; empty when there is too much around to look for one.
    way: Vec<TagStep>,
}

/// A step of the way that a tag came.
#[derive(SimpleObject)]
pub struct TagStep {
    /// Where it begins; null when whoever asks may not know of it.
    from: Option<Asset>,
    /// Where it ends; null when whoever asks may not know of it.
    to: Option<Asset>,
    /// `IDENTITY`, `TRANSFORMATION` or `AGGREGATION`; null when nothing more is known than that values flow.
    subtype: Option<&'static str>,
    /// Whether values are hidden on the way.
    masking: bool,
    /// The task or pipeline that moves the data.
    through: Option<Asset>,
    /// Who says so; several tools are separated by commas.
    tool: String,
    /// The SQL that says so, where a view, a routine or a task carries it.
    sql: Option<String>,
    /// The place in `sql` that says so, as `[start, end)` in UTF-16 code units.
    span: Option<Vec<i32>>,
    /// The change since which the edge holds.
    since: ChangeNumber,
}

type Known = HashMap<super::loaders::AssetKey, std::sync::Arc<catalog::Asset>>;

fn shown(known: &Known, id: Option<AssetId>) -> Option<Asset> {
    id.and_then(|id| known.get(&(id, None)).cloned()).map(|asset| Asset::new(asset, None))
}

fn step(step: &WayStep, known: &Known) -> TagStep {
    let tools: BTreeSet<&str> = step.assertions.iter().map(|said| said.tool.as_str()).collect();
    let carried = step.assertions.iter().find_map(|said| {
        let carrier = known.get(&(said.carrier()?, None))?;
        Some((sql_of(carrier)?.to_owned(), said.span))
    });
    let span = carried.as_ref().and_then(|(sql, span)| span.map(|span| utf16(sql, [span.start, span.end])));
    TagStep {
        from: shown(known, step.from),
        to: shown(known, step.to),
        subtype: step.transformation.word(),
        masking: step.masking,
        through: shown(known, step.through),
        tool: tools.into_iter().collect::<Vec<_>>().join(", "),
        sql: carried.map(|(sql, _)| sql),
        span,
        since: step.since,
    }
}

fn count(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// Questions about tags that follow.
#[derive(Default)]
pub struct PropagationQuery;

#[Object]
impl PropagationQuery {
    /// The rules by which tags follow column lineage, by name; at most 200.
    #[graphql(complexity = "10 + child_complexity * 10")]
    async fn propagation_rules(&self, ctx: &Context<'_>) -> Result<Vec<PropagationRule>> {
        let rules = app(ctx).propagation().rules(viewer(ctx)).await?;
        Ok(rules.into_iter().map(PropagationRule::from).collect())
    }

    /// What a rule would reach if it were in force, alone. Nothing is written.
    #[graphql(complexity = "200 + child_complexity * 20")]
    async fn preview_propagation_rule(
        &self,
        ctx: &Context<'_>,
        input: PropagationRuleInput,
    ) -> Result<PropagationPreview> {
        let preview = app(ctx).propagation().preview(viewer(ctx), input.text()).await?;
        let known = loaders(ctx).many(preview.first.iter().map(|one| (one.asset, None))).await?;
        let first = preview.first.into_iter().filter_map(|one| {
            let asset = shown(&known, Some(one.asset))?;
            Some(PreviewedTag { asset, tag: one.target, steps: count(one.steps) })
        });
        Ok(PropagationPreview { total: preview.total.into(), is_exact: preview.is_exact, first: first.collect() })
    }

    /// Why a tag (or a term, by its identifier) follows on an asset: a shortest way from a column that has it of its own. Null when it does not follow.
    #[graphql(complexity = "50 + child_complexity * 5")]
    async fn explain_tag(
        &self,
        ctx: &Context<'_>,
        asset: AssetId,
        tag: String,
        #[graphql(default_with = "RelationKind::Tag")] sort: RelationKind,
    ) -> Result<Option<TagExplanation>> {
        let why = app(ctx).propagation().explain(viewer(ctx), asset, (sort, &tag)).await?;
        let Some(why) = why else { return Ok(None) };
        let carriers = why.way.iter().flat_map(|step| step.assertions.iter().filter_map(lineage::Assertion::carrier));
        let ends = why.way.iter().flat_map(|step| [step.from, step.to, step.through]).flatten();
        let named: BTreeSet<AssetId> = ends.chain(carriers).collect();
        let known = loaders(ctx).many(named.into_iter().map(|id| (id, None))).await?;
        let way = why.way.iter().map(|one| step(one, &known)).collect();
        Ok(Some(TagExplanation { layer: why.layer, rule: why.rule, steps: count(why.steps), way }))
    }
}

/// What people decide about tags that follow.
#[derive(Default)]
pub struct PropagationMutation;

#[Object]
impl PropagationMutation {
    /// Lets a tag (or a term, by its identifier) that follows, or was refused, hold on up to 500 assets, as long as what it follows from has it.
    async fn confirm_tag(
        &self,
        ctx: &Context<'_>,
        assets: Vec<AssetId>,
        tag: String,
        #[graphql(default_with = "RelationKind::Tag")] sort: RelationKind,
    ) -> Result<Vec<Asset>> {
        decide(ctx, assets, (sort, &tag), Some(Verdict::Confirmed)).await
    }

    /// Takes a tag that follows away from up to 500 assets; it does not come back, and goes no further from there.
    async fn refuse_tag(
        &self,
        ctx: &Context<'_>,
        assets: Vec<AssetId>,
        tag: String,
        #[graphql(default_with = "RelationKind::Tag")] sort: RelationKind,
    ) -> Result<Vec<Asset>> {
        decide(ctx, assets, (sort, &tag), Some(Verdict::Refused)).await
    }

    /// Takes back what was decided about a tag on up to 500 assets, so that the rules alone count.
    async fn reopen_tag(
        &self,
        ctx: &Context<'_>,
        assets: Vec<AssetId>,
        tag: String,
        #[graphql(default_with = "RelationKind::Tag")] sort: RelationKind,
    ) -> Result<Vec<Asset>> {
        decide(ctx, assets, (sort, &tag), None).await
    }

    /// Makes a rule, or writes another text over that of one.
    async fn save_propagation_rule(
        &self,
        ctx: &Context<'_>,
        id: Option<PropagationRuleId>,
        input: PropagationRuleInput,
    ) -> Result<PropagationRule> {
        let rule = app(ctx).propagation().save_rule(viewer(ctx), id, input.text()).await?;
        worked_out(ctx).await;
        Ok(rule.into())
    }

    /// Takes a rule away, and with it every tag that follows by it alone.
    async fn delete_propagation_rule(&self, ctx: &Context<'_>, id: PropagationRuleId) -> Result<PropagationRuleId> {
        app(ctx).propagation().delete_rule(viewer(ctx), id).await?;
        worked_out(ctx).await;
        Ok(id)
    }
}

/// Waits a moment until what was written counts; much of it is worked out behind the answer.
async fn worked_out(ctx: &Context<'_>) {
    app(ctx).settle("lineage").await;
    app(ctx).settle("propagation").await;
}

/// Writes a decision; answers the assets once it counts.
async fn decide(
    ctx: &Context<'_>,
    assets: Vec<AssetId>,
    tie: (RelationKind, &str),
    verdict: Option<Verdict>,
) -> Result<Vec<Asset>> {
    app(ctx).propagation().decide(viewer(ctx), &assets, tie, verdict).await?;
    worked_out(ctx).await;
    let found = app(ctx).catalog().assets(viewer(ctx), &assets, None).await?;
    Ok(found.into_iter().map(|asset| Asset::new(asset, None)).collect())
}
