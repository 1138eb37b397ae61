//! PRIVATE: the crate's tables. Rows do not leave the crate; no SQL stands outside it.
#![allow(unreachable_pub, missing_docs, reason = "the entity derive writes public items; nothing here is public")]

pub(crate) mod asset;
pub(crate) mod asset_past;
pub(crate) mod census;
pub(crate) mod change;
pub(crate) mod commit;
pub(crate) mod declaration;
pub(crate) mod hold;
pub(crate) mod idempotency;
pub(crate) mod namespace;
pub(crate) mod property;
pub(crate) mod relation;
pub(crate) mod run;
pub(crate) mod scope;
pub(crate) mod sequence;
pub(crate) mod size;
pub(crate) mod statistics;
pub(crate) mod usage;

/// How many rows one statement carries: below both engines' limits on bound values at 20 columns, and where larger
/// statements stop being faster.
pub(crate) const ROWS: usize = 500;

/// Inserts `rows` in statements of [`ROWS`].
pub(crate) async fn insert_all<E, A, C>(connection: &C, rows: Vec<A>) -> Result<(), sea_orm::DbErr>
where
    E: sea_orm::EntityTrait,
    A: sea_orm::ActiveModelTrait<Entity = E>,
    C: sea_orm::ConnectionTrait,
{
    let mut rows = rows.into_iter();
    loop {
        let chunk: Vec<A> = rows.by_ref().take(ROWS).collect();
        if chunk.is_empty() {
            return Ok(());
        }
        E::insert_many(chunk).exec_without_returning(connection).await?;
    }
}
