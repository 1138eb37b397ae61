//! The log as followers read it: in order, whole commits, from where they are.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    catalog::Catalog,
    change::{
        Change, ChangeNumber,
        follow::{FollowError, Follower},
    },
    error::Result,
    state,
    store::{change, commit},
};

/// How many changes a follower gets at once, about.
const ABOUT: u64 = 2_000;

impl Catalog {
    /// The changes right after `after`, in order: at least one commit, whole commits, about `about` changes.
    ///
    /// # Errors
    /// The store's own.
    pub async fn changes_after(&self, after: ChangeNumber, about: u64) -> Result<Vec<Change>> {
        self.rows_after(after, about).await?.into_iter().map(state::change).collect()
    }

    async fn rows_after(&self, after: ChangeNumber, about: u64) -> Result<Vec<change::Model>> {
        let reached: Option<i64> = change::Entity::find()
            .select_only()
            .column(change::Column::Number)
            .filter(change::Column::Number.gt(after.0))
            .order_by_asc(change::Column::Number)
            .offset(about.max(1) - 1)
            .limit(1)
            .into_tuple()
            .one(self.database().read())
            .await?;
        let until: Option<i64> = match reached {
            None => None,
            Some(reached) => {
                commit::Entity::find()
                    .select_only()
                    .column(commit::Column::LastChange)
                    .filter(commit::Column::FirstChange.lte(reached))
                    .order_by_desc(commit::Column::FirstChange)
                    .limit(1)
                    .into_tuple()
                    .one(self.database().read())
                    .await?
            }
        };
        let mut query = change::Entity::find().filter(change::Column::Number.gt(after.0));
        if let Some(until) = until {
            query = query.filter(change::Column::Number.lte(until));
        }
        Ok(query.order_by_asc(change::Column::Number).all(self.database().read()).await?)
    }

    /// Lets `follower` read on until it has seen everything; gives its position then. The creation of a column comes
    /// without its fields: most changes are such, and who wants more than that it is there reads the asset.
    ///
    /// # Errors
    /// The follower's own, or the store's.
    pub async fn catch_up(&self, follower: &dyn Follower) -> Result<ChangeNumber, FollowError> {
        let mut position = follower.position().await?;
        let reading = self.pace().begin(position);
        loop {
            let rows = self.rows_after(position, ABOUT).await?;
            let changes = rows.into_iter().map(state::follow).collect::<Result<Vec<Change>>>()?;
            let Some(last) = changes.last() else { return Ok(position) };
            let reached = last.number;
            follower.apply(&changes).await?;
            position = reached;
            reading.reached(position);
        }
    }
}
