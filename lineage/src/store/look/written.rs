//! The downstream ends of what is declared for a pipeline or task.

use std::collections::BTreeSet;

use catalog::AssetId;
use sea_orm::{
    ConnectionTrait, FromQueryResult,
    sea_query::{Expr, ExprTrait as _, Query},
};
use uuid::Uuid;

use super::super::PIECE;
use crate::error::Result;

/// The most ends.
const MOST: usize = 10_000;

#[derive(FromQueryResult)]
struct End {
    asset: Uuid,
    around: Option<Uuid>,
}

/// The downstream ends of the open edges that scopes of `owners` assert; of a column, the table.
pub(crate) async fn written(db: &impl ConnectionTrait, owners: &[AssetId]) -> Result<BTreeSet<AssetId>> {
    let is = |left: (&'static str, &'static str), right: (&'static str, &'static str)| Expr::col(left).equals(right);
    let mut found = BTreeSet::new();
    for piece in owners.chunks(PIECE) {
        let mut query = Query::select();
        query
            .distinct()
            .column(("lineage_node", "asset"))
            .expr_as(Expr::col(("around", "asset")), "around")
            .from("lineage_scope")
            .inner_join("lineage_assertion", is(("lineage_assertion", "scope"), ("lineage_scope", "id")))
            .inner_join("lineage_edge", is(("lineage_edge", "id"), ("lineage_assertion", "edge")))
            .inner_join("lineage_node", is(("lineage_node", "id"), ("lineage_edge", "downstream")))
            .join_as(
                sea_orm::JoinType::LeftJoin,
                "lineage_node",
                "around",
                is(("around", "id"), ("lineage_node", "parent")),
            )
            .and_where(Expr::col(("lineage_scope", "owner")).is_in(piece.iter().map(|owner| owner.0)))
            .and_where(Expr::col(("lineage_assertion", "until_change")).is_null())
            .and_where(Expr::col(("lineage_edge", "until_change")).is_null())
            .limit(MOST as u64);
        for row in db.query_all(&query).await? {
            let end = End::from_query_result(&row, "")?;
            found.insert(AssetId(end.around.unwrap_or(end.asset)));
        }
        if found.len() >= MOST {
            break;
        }
    }
    Ok(found)
}
