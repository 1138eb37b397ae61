//! How ties follow lineage, as it is stored: rules, decisions, why single ties follow, and what has yet to be worked out.

mod evidence;
mod tables;

use std::collections::HashMap;

use catalog::{AssetId, ChangeNumber, CommitId, PropagationRuleId, RelationKind, governance::facts::fold};
use chrono::DateTime;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::OnConflict,
};
use uuid::Uuid;

pub(crate) use self::evidence::{Because, Kept, because_of, because_of_target, decisions_of, forget, keep, kept_of};
use self::tables::{cursor, decision, pending, rule};
use super::{PIECE, ROWS, tables::edge};
use crate::{
    error::Result,
    propagation::rule::{MAX_RULES, Passage, Rule, RuleText},
};

/// A tie to which something may follow: its sort and target.
pub(crate) type Key = (RelationKind, String);
/// What stands for all targets of a sort.
pub(crate) const ALL: &str = "";
/// The number of the only row of the cursor.
const ROW: i32 = 1;

/// Every rule, by name.
pub(crate) async fn rules(db: &impl ConnectionTrait) -> Result<Vec<Rule>> {
    let query = rule::Entity::find().order_by_asc(rule::Column::NameKey).limit(MAX_RULES as u64);
    let rules = query.all(db).await?.into_iter().filter_map(|row| {
        let text = RuleText {
            sort: RelationKind::from_number(row.sort)?,
            name: row.name,
            pattern: row.pattern,
            passes: Passage::from_number(row.passes),
            stops_at_masking: row.stops_at_masking,
            stops_at_aggregation: row.stops_at_aggregation,
            confirms: row.confirms,
            max_steps: u32::try_from(row.max_steps).unwrap_or(1),
            is_enabled: row.is_enabled,
        };
        let at = DateTime::from_timestamp_micros(row.changed_at).unwrap_or_default();
        Some(Rule { id: PropagationRuleId(row.id), text, by: row.changed_by, at })
    });
    Ok(rules.collect())
}

/// Writes a rule over what it was.
pub(crate) async fn put_rule(db: &impl ConnectionTrait, rule: &Rule) -> Result<()> {
    let Rule { id, text, by, at } = rule.clone();
    rule::Entity::delete_by_id(id.0).exec(db).await?;
    let row = rule::Model {
        id: id.0,
        name_key: fold(&text.name),
        name: text.name,
        sort: text.sort.number(),
        pattern: text.pattern,
        passes: text.passes.number(),
        stops_at_masking: text.stops_at_masking,
        stops_at_aggregation: text.stops_at_aggregation,
        confirms: text.confirms,
        max_steps: i32::try_from(text.max_steps).unwrap_or(i32::MAX),
        is_enabled: text.is_enabled,
        changed_by: by,
        changed_at: at.timestamp_micros(),
    };
    rule::Entity::insert(row.into_active_model()).exec_without_returning(db).await?;
    Ok(())
}

/// Takes a rule away; whether it was there.
pub(crate) async fn delete_rule(db: &impl ConnectionTrait, id: PropagationRuleId) -> Result<bool> {
    Ok(rule::Entity::delete_by_id(id.0).exec(db).await?.rows_affected > 0)
}

/// Writes what a person decided about a tie of assets; none takes their decision back.
pub(crate) async fn decide(
    db: &impl ConnectionTrait,
    assets: &[AssetId],
    key: &Key,
    decided: Option<(i16, &str, i64)>,
) -> Result<()> {
    use decision::Column;
    for piece in assets.chunks(ROWS) {
        let Some((verdict, by, at)) = decided else {
            let gone = decision::Entity::delete_many()
                .filter(Column::Asset.is_in(piece.iter().map(|asset| asset.0)))
                .filter(Column::Sort.eq(key.0.number()))
                .filter(Column::Target.eq(&key.1));
            gone.exec(db).await?;
            continue;
        };
        let rows = piece.iter().map(|asset| decision::ActiveModel {
            asset: Set(asset.0),
            sort: Set(key.0.number()),
            target: Set(key.1.clone()),
            verdict: Set(verdict),
            decided_by: Set(by.to_owned()),
            decided_at: Set(at),
        });
        let conflict = OnConflict::columns([Column::Asset, Column::Sort, Column::Target])
            .update_columns([Column::Verdict, Column::DecidedBy, Column::DecidedAt])
            .to_owned();
        decision::Entity::insert_many(rows).on_conflict(conflict).exec_without_returning(db).await?;
    }
    Ok(())
}

/// What was decided about a tie, by asset.
pub(crate) async fn verdicts(db: &impl ConnectionTrait, (sort, target): &Key) -> Result<HashMap<AssetId, i16>> {
    let query = decision::Entity::find()
        .select_only()
        .columns([decision::Column::Asset, decision::Column::Verdict])
        .filter(decision::Column::Sort.eq(sort.number()))
        .filter(decision::Column::Target.eq(target));
    let rows: Vec<(Uuid, i16)> = query.into_tuple().all(db).await?;
    Ok(rows.into_iter().map(|(asset, verdict)| (AssetId(asset), verdict)).collect())
}

/// Notes that ties are to be worked out anew.
pub(crate) async fn mark(db: &impl ConnectionTrait, keys: impl IntoIterator<Item = Key>) -> Result<()> {
    use pending::Column;
    // Any identifier that nobody else has.
    let stamp = CommitId::new().0;
    let rows = keys.into_iter().map(|(sort, target)| pending::Model { sort: sort.number(), target, stamp });
    let rows: Vec<pending::ActiveModel> = rows.map(IntoActiveModel::into_active_model).collect();
    for piece in rows.chunks(ROWS) {
        let conflict = OnConflict::columns([Column::Sort, Column::Target]).update_column(Column::Stamp).to_owned();
        pending::Entity::insert_many(piece.to_vec()).on_conflict(conflict).exec_without_returning(db).await?;
    }
    Ok(())
}

/// The first tie that is to be worked out, with its stamp: those for all targets come first.
pub(crate) async fn next_pending(db: &impl ConnectionTrait) -> Result<Option<(Key, Uuid)>> {
    let query = pending::Entity::find().order_by_asc(pending::Column::Target).order_by_asc(pending::Column::Sort);
    let row = query.limit(1).one(db).await?;
    Ok(row.and_then(|row| Some(((RelationKind::from_number(row.sort)?, row.target), row.stamp))))
}

/// Whether a tie is still to be worked out and nobody asked for it anew since.
pub(crate) async fn is_pending(db: &impl ConnectionTrait, (sort, target): &Key, stamp: Uuid) -> Result<bool> {
    let row = pending::Entity::find_by_id((sort.number(), target.clone())).one(db).await?;
    Ok(row.is_some_and(|row| row.stamp == stamp))
}

/// Notes that a tie was worked out.
pub(crate) async fn settle(db: &impl ConnectionTrait, (sort, target): &Key) -> Result<()> {
    pending::Entity::delete_by_id((sort.number(), target.clone())).exec(db).await?;
    Ok(())
}

/// How far the log was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Read {
    /// Up to which change it is known what is to be worked out.
    pub(crate) position: ChangeNumber,
    /// The last change among them that came from elsewhere, which lineage has to know of.
    pub(crate) relevant: ChangeNumber,
}

/// How far the log was read; none before the first time.
pub(crate) async fn read(db: &impl ConnectionTrait) -> Result<Option<Read>> {
    let row = cursor::Entity::find_by_id(ROW).one(db).await?;
    Ok(row.map(|row| Read { position: ChangeNumber(row.position), relevant: ChangeNumber(row.relevant) }))
}

/// Moves the position.
pub(crate) async fn advance(db: &impl ConnectionTrait, to: Read) -> Result<()> {
    use cursor::Column;
    let row = cursor::ActiveModel { id: Set(ROW), position: Set(to.position.0), relevant: Set(to.relevant.0) };
    let conflict = OnConflict::column(Column::Id).update_columns([Column::Position, Column::Relevant]).to_owned();
    cursor::Entity::insert(row).on_conflict(conflict).exec_without_returning(db).await?;
    Ok(())
}

/// The ends, by their numbers, of at most `most` edges that were closed behind one change and not behind another.
pub(crate) async fn ends_of_closed(
    db: &impl ConnectionTrait,
    (after, until): (ChangeNumber, ChangeNumber),
    most: usize,
) -> Result<Vec<(i64, i64)>> {
    let query = edge::Entity::find()
        .select_only()
        .columns([edge::Column::Upstream, edge::Column::Downstream])
        .filter(edge::Column::UntilChange.gt(after.0))
        .filter(edge::Column::UntilChange.lte(until.0))
        .limit(most as u64);
    Ok(query.into_tuple().all(db).await?)
}
