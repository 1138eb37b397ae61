//! Opening the directory, and telling a good index from one that is not.

use std::{fs, io, path::Path};

use catalog::ChangeNumber;
use tantivy::{IndexReader, ReloadPolicy, TantivyError};

use super::{Degraded, Payload};
use crate::{
    analyzer,
    counted::Counted,
    error::{Error, Result},
    schema::{self, Fields},
};

/// Up to this many bytes all files are read and compared with their checksums; beyond, only their ends are, which
/// finds what is cut short and what belongs to another version.
const CHECKED_BYTES: u64 = 64 * 1024 * 1024;

/// An index that is open.
pub(super) struct Opened {
    pub(super) index: tantivy::Index,
    pub(super) reader: IndexReader,
    pub(super) fields: Fields,
    pub(super) position: ChangeNumber,
    pub(super) degraded: Option<Degraded>,
    /// What every question needs, read already.
    pub(super) counted: Counted,
}

/// Why an index cannot be used as it is.
enum Unusable {
    /// There is none.
    Missing,
    /// It has to be made anew.
    Damaged(String),
    /// It cannot be read now; making it anew would not help.
    Refused(Error),
}

pub(super) fn open(path: &Path) -> Result<Opened> {
    fs::create_dir_all(path).map_err(|cause| directory_error(path, cause))?;
    match open_existing(path) {
        Ok(opened) => Ok(opened),
        Err(Unusable::Missing) if is_empty(path)? => create(path, "the index is new"),
        Err(Unusable::Missing) => set_aside_and_create(path, "the index's list of files is lost"),
        Err(Unusable::Damaged(reason)) => set_aside_and_create(path, &reason),
        Err(Unusable::Refused(error)) => Err(error),
    }
}

fn open_existing(path: &Path) -> Result<Opened, Unusable> {
    if !path.join("meta.json").exists() {
        return Err(Unusable::Missing);
    }
    let unusable = |cause: TantivyError| unusable(path, cause);
    let index = tantivy::Index::open_in_dir(path).map_err(unusable)?;
    let (schema, fields) = schema::schema();
    let payload = index.load_metas().map_err(unusable)?.payload;
    let payload: Option<Payload> = payload.as_deref().and_then(|text| serde_json::from_str(text).ok());
    let payload = payload.ok_or_else(|| Unusable::Damaged("the index does not say what it holds".into()))?;
    if index.schema() != schema || payload.version != schema::VERSION {
        return Err(Unusable::Damaged("the index is of another version".into()));
    }
    analyzer::register(index.tokenizers());
    if size(path).map_err(|cause| Unusable::Refused(directory_error(path, cause)))? <= CHECKED_BYTES {
        let damaged = index.validate_checksum().map_err(unusable)?;
        if let Some(file) = damaged.iter().next() {
            return Err(Unusable::Damaged(format!("`{}` is damaged", file.display())));
        }
    }
    let reader = reader(&index).map_err(unusable)?;
    let mut counted = Counted::default();
    counted.values(&reader.searcher()).map_err(unusable)?;
    Ok(Opened { index, reader, fields, position: ChangeNumber(payload.position), degraded: None, counted })
}

fn set_aside_and_create(path: &Path, reason: &str) -> Result<Opened> {
    let mut aside = path.as_os_str().to_owned();
    aside.push(".damaged");
    let aside = Path::new(&aside);
    tracing::warn!(path = %path.display(), "the search index is made anew: {reason}");
    if aside.exists() {
        fs::remove_dir_all(aside).map_err(|cause| directory_error(aside, cause))?;
    }
    fs::rename(path, aside).map_err(|cause| directory_error(path, cause))?;
    fs::create_dir_all(path).map_err(|cause| directory_error(path, cause))?;
    create(path, reason)
}

fn create(path: &Path, reason: &str) -> Result<Opened> {
    let unopenable = |cause| Error::Unopenable { path: path.display().to_string(), cause };
    let (schema, fields) = schema::schema();
    let index = tantivy::Index::create_in_dir(path, schema).map_err(unopenable)?;
    analyzer::register(index.tokenizers());
    // An empty commit, so that an index that was opened once always says what it holds.
    let mut writer: tantivy::IndexWriter = super::batch::writer(&index, path)?;
    let mut commit = writer.prepare_commit().map_err(unopenable)?;
    commit.set_payload(&super::batch::payload(ChangeNumber(0)));
    commit.commit().map_err(unopenable)?;
    drop(writer);
    let reader = reader(&index).map_err(unopenable)?;
    let degraded = Some(Degraded::Rebuilding { reason: reason.to_owned() });
    let counted = Counted::default();
    Ok(Opened { index, reader, fields, position: ChangeNumber(0), degraded, counted })
}

fn reader(index: &tantivy::Index) -> tantivy::Result<IndexReader> {
    // Who commits reloads, so that what was committed is found at once.
    index.reader_builder().reload_policy(ReloadPolicy::Manual).doc_store_cache_num_blocks(16).try_into()
}

fn unusable(path: &Path, cause: TantivyError) -> Unusable {
    if is_refusal(&cause) {
        return Unusable::Refused(Error::Unopenable { path: path.display().to_string(), cause });
    }
    Unusable::Damaged(format!("the index cannot be read ({cause})"))
}

/// Whether the operating system refused to let us read, which says nothing about what is there.
fn is_refusal(cause: &TantivyError) -> bool {
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(cause);
    while let Some(error) = source {
        let kind = error.downcast_ref::<io::Error>().map(io::Error::kind);
        if matches!(kind, Some(io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)) {
            return true;
        }
        source = error.source();
    }
    false
}

fn directory_error(path: &Path, cause: io::Error) -> Error {
    Error::Directory { path: path.display().to_string(), cause }
}

fn is_empty(path: &Path) -> Result<bool> {
    let mut entries = fs::read_dir(path).map_err(|cause| directory_error(path, cause))?;
    Ok(entries.next().is_none())
}

fn size(path: &Path) -> io::Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(path)? {
        bytes += entry?.metadata()?.len();
    }
    Ok(bytes)
}
