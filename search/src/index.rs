//! The index on disk: one directory, one writer, any number of readers.
//!
//! The follower's position is in the payload of the commit that holds its documents, so the two cannot disagree. What
//! is lost, damaged or of another version is found when the directory is opened and made anew ([`open`]).

mod batch;
mod open;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use catalog::{AssetId, ChangeNumber};
use serde::{Deserialize, Serialize};
use tantivy::{IndexReader, IndexWriter, Searcher};

pub(crate) use batch::{Batch, writer as bare_writer};

use crate::{
    counted::Counted,
    document::Entry,
    error::Result,
    schema::{Fields, column},
    sight,
};

/// The search index. Cloning it gives another handle to the same one.
#[derive(Clone)]
pub struct Index(Arc<Inner>);

struct Inner {
    path: PathBuf,
    index: tantivy::Index,
    reader: IndexReader,
    fields: Fields,
    status: Mutex<State>,
    writer: Arc<tokio::sync::Mutex<Option<IndexWriter>>>,
    counted: Mutex<Counted>,
    sights: Mutex<sight::Kept>,
}

#[derive(Debug, Clone)]
struct State {
    position: ChangeNumber,
    degraded: Option<Degraded>,
}

/// What a commit says about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Payload {
    version: u32,
    position: i64,
}

/// Why answers may be incomplete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Degraded {
    /// The index is being filled from the first change on.
    Rebuilding {
        /// What made that necessary, for people.
        reason: String,
    },
}

/// How the index is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// The last change that can be found.
    pub position: ChangeNumber,
    /// The number of documents.
    pub documents: u64,
    /// Why answers may be incomplete, when they may.
    pub degraded: Option<Degraded>,
}

impl Index {
    /// Opens the index in a directory, which is made when it is missing.
    ///
    /// What cannot be read — lost, truncated or written by another version — is moved aside to `<path>.damaged`, an
    /// empty index at position 0 takes its place, and [`status`](Self::status) says so until it has caught up.
    ///
    /// # Errors
    /// [`Error::Directory`](crate::Error::Directory) or [`Error::Unopenable`](crate::Error::Unopenable) when the
    /// directory cannot be read or written at all.
    pub fn open(path: &Path) -> Result<Self> {
        let opened = open::open(path)?;
        Ok(Self(Arc::new(Inner {
            path: path.to_owned(),
            index: opened.index,
            reader: opened.reader,
            fields: opened.fields,
            status: Mutex::new(State { position: opened.position, degraded: opened.degraded }),
            writer: Arc::default(),
            counted: Mutex::new(opened.counted),
            sights: Mutex::default(),
        })))
    }

    /// How the index is.
    #[must_use]
    pub fn status(&self) -> Status {
        let state = self.state().clone();
        Status { position: state.position, documents: self.searcher().num_docs(), degraded: state.degraded }
    }

    /// The last change that can be found.
    #[must_use]
    pub fn position(&self) -> ChangeNumber {
        self.state().position
    }

    /// One line for each document, in no particular order.
    ///
    /// # Errors
    /// [`Error::Index`](crate::Error::Index) when the index cannot be read.
    pub fn entries(&self) -> Result<Vec<Entry>> {
        let searcher = self.searcher();
        let mut entries = Vec::with_capacity(usize::try_from(searcher.num_docs()).unwrap_or(0));
        for segment in searcher.segment_readers() {
            let columns = segment.fast_fields();
            let (high, low) = (columns.u64(column::ID_HIGH)?, columns.u64(column::ID_LOW)?);
            let (changed, digest) = (columns.u64(column::CHANGED)?, columns.u64(column::DIGEST)?);
            for document in segment.doc_ids_alive() {
                let of = |column: &tantivy::columnar::Column<u64>| column.first(document).unwrap_or(0);
                let id = uuid::Uuid::from_u64_pair(of(&high), of(&low));
                let changed = ChangeNumber(i64::try_from(of(&changed)).unwrap_or(i64::MAX));
                entries.push(Entry { asset: AssetId(id), changed, digest: of(&digest) });
            }
        }
        Ok(entries)
    }

    /// Files of the index whose content is not what was written, found by reading all of them.
    ///
    /// # Errors
    /// [`Error::Index`](crate::Error::Index) when the directory cannot be read.
    pub fn damaged_files(&self) -> Result<Vec<PathBuf>> {
        let mut files: Vec<PathBuf> = self.0.index.validate_checksum()?.into_iter().collect();
        files.sort();
        Ok(files)
    }

    /// Starts writing; waits for whoever is writing now.
    pub(crate) async fn batch(&self) -> Result<Batch> {
        Batch::begin(self.clone()).await
    }

    /// States that the index holds everything there is.
    pub(crate) fn caught_up(&self) {
        self.state().degraded = None;
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0.path
    }

    pub(crate) fn fields(&self) -> &Fields {
        &self.0.fields
    }

    pub(crate) fn searcher(&self) -> Searcher {
        self.0.reader.searcher()
    }

    /// What rules let viewers know of, as it was asked before.
    pub(crate) fn sights(&self) -> &Mutex<sight::Kept> {
        &self.0.sights
    }

    pub(crate) fn counted(&self) -> std::sync::MutexGuard<'_, Counted> {
        self.0.counted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads what every question needs of what was committed, so that none waits for it.
    fn warm(&self) -> Result<()> {
        let searcher = self.searcher();
        self.counted().values(&searcher)?;
        Ok(())
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.status.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
