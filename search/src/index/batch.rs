//! Writing: documents and the position they stand for, in one commit.

use std::{collections::HashSet, path::Path};

use catalog::{AssetId, ChangeNumber};
use tantivy::{IndexWriter, TantivyError, Term, indexer::IndexWriterOptions, merge_policy::LogMergePolicy};
use tokio::sync::OwnedMutexGuard;

use super::{Degraded, Index, Payload};
use crate::{
    document::Material,
    error::{Error, Result},
    schema,
};

/// Bytes of documents that are kept in memory before they are written to disk. An idle writer holds none of it.
const MEMORY_BYTES: usize = 20 * 1024 * 1024;

/// A commit that is being made. Dropped, it leaves no trace.
pub(crate) struct Batch {
    index: Index,
    /// The writer while it is sound; taken out when the batch is given up.
    writer: OwnedMutexGuard<Option<IndexWriter>>,
    /// The assets put so far while the index is empty, where nothing has to be looked for to be replaced.
    first: Option<HashSet<AssetId>>,
    is_done: bool,
}

impl Batch {
    pub(super) async fn begin(index: Index) -> Result<Self> {
        let mut guard = index.0.writer.clone().lock_owned().await;
        if guard.is_none() {
            *guard = Some(writer(&index.0.index, index.path())?);
        }
        // Asked of the files: the reader may not have seen the last commit.
        let is_empty = index.0.index.searchable_segment_metas()?.iter().all(|segment| segment.num_docs() == 0);
        Ok(Self { index, writer: guard, first: is_empty.then(HashSet::new), is_done: false })
    }

    /// Puts the document of an asset in the place of the one it had.
    pub(crate) fn put(&mut self, material: &Material<'_>) -> Result<()> {
        let is_new = self.first.as_mut().is_some_and(|first| first.insert(material.asset.id));
        if !is_new {
            self.remove(material.asset.id)?;
        }
        let document = material.document(self.index.fields());
        self.writer()?.add_document(document)?;
        Ok(())
    }

    /// Removes the document of an asset.
    pub(crate) fn remove(&mut self, asset: AssetId) -> Result<()> {
        let term = Term::from_field_bytes(self.index.fields().id, asset.0.as_bytes());
        self.writer()?.delete_term(term);
        Ok(())
    }

    /// Removes all documents.
    pub(crate) fn clear(&mut self) -> Result<()> {
        self.writer()?.delete_all_documents()?;
        Ok(())
    }

    /// Writes everything with the position it stands for, and makes it findable.
    pub(crate) fn commit(mut self, position: ChangeNumber) -> Result<()> {
        let writer = self.writer.as_mut().ok_or(Error::Stopped)?;
        let mut commit = writer.prepare_commit()?;
        commit.set_payload(&payload(position));
        commit.commit()?;
        self.is_done = true;
        self.index.0.reader.reload()?;
        self.index.warm()?;
        self.index.state().position = position;
        Ok(())
    }

    /// States that everything has to be found anew.
    pub(crate) fn degrade(&self, reason: &str) {
        self.index.state().degraded = Some(Degraded::Rebuilding { reason: reason.to_owned() });
    }

    fn writer(&mut self) -> Result<&mut IndexWriter> {
        self.writer.as_mut().ok_or(Error::Stopped)
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        if !self.is_done {
            // What this batch has added so far must not be part of the next one's commit.
            *self.writer = None;
        }
    }
}

/// The payload of a commit.
pub(super) fn payload(position: ChangeNumber) -> String {
    let payload = Payload { version: schema::VERSION, position: position.0 };
    serde_json::to_string(&payload).unwrap_or_default()
}

/// Opens the one writer of an index.
pub(crate) fn writer(index: &tantivy::Index, path: &Path) -> Result<IndexWriter> {
    let options = IndexWriterOptions::builder()
        .memory_budget_per_thread(MEMORY_BYTES)
        .num_worker_threads(1)
        .num_merge_threads(1)
        .build();
    let writer = index.writer_with_options(options).map_err(|cause| match cause {
        TantivyError::LockFailure(..) => Error::Locked { path: path.display().to_string() },
        cause => Error::Index(cause),
    })?;
    let mut policy = LogMergePolicy::default();
    policy.set_del_docs_ratio_before_merge(0.3);
    writer.set_merge_policy(Box::new(policy));
    // A process that was killed in a commit leaves files that nothing points to. Repeating that commit would give its
    // files the same names, and a name that is taken stops it, or worse, is read for what it was.
    writer.garbage_collect_files().wait()?;
    Ok(writer)
}
