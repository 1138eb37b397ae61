//! What a query log was seen to say: counted, in one transaction with how far the log was read.

use super::Ingest;
use crate::{
    draft::Draft,
    error::{Error, Result},
    usage::{self, Observed},
};

impl Ingest {
    /// Takes what was observed, behind everything that was pushed before.
    ///
    /// # Errors
    /// The store's own; then nothing of it has happened, the position included. [`Error::Invalid`] outside of a source's
    /// crawl, since nobody would know who counts.
    pub async fn observe(&mut self, mut observed: Observed) -> Result<()> {
        let source = self.context.source.ok_or_else(|| Error::invalid("source", "is needed to count what is used"))?;
        self.flush().await?;
        let teller = source.to_string();
        let (position, forget_before) = (observed.position.take(), observed.forget_before.take());
        let catalog = self.catalog.clone();
        let author = self.author.clone();
        let write = catalog.database().write().await?;
        usage::apply(&write, &teller, observed).await?;
        let mut last = None;
        if let Some(before) = forget_before {
            let mut draft = Draft::begin(&write, &author, catalog.clock()).await?;
            usage::end_unseen(&write, &mut draft, &teller, before).await?;
            last = self.written(draft).await?;
        }
        if let Some(position) = position {
            usage::move_position(&write, source.0, position, catalog.clock().now().timestamp_micros()).await?;
        }
        catalog.commit_write(write, last).await
    }
}
