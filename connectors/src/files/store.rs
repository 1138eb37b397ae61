//! Where files lie — in a folder of this machine, or in a bucket of an object store — and how the bytes of one are read.
//!
//! Whoever reads does not tell the two apart. Reading waits, and so belongs on a thread that may.

use std::{
    fmt,
    fs::File,
    io::{self, Read},
    os::unix::fs::FileExt,
    path::Path,
    sync::Arc,
    time::SystemTime,
};

use self::bucket::Objects;
use super::format;
use crate::{
    config::filter::Filter,
    error::{Error, Result},
    folder::Folder,
    outbound::Outbound,
};

pub(super) mod bucket;
mod listing;
pub(super) mod signature;

/// What the source was told about where its files lie.
#[derive(Debug)]
pub(super) enum Root {
    Folder(Folder),
    Bucket(bucket::Bucket),
}

/// A file with rows, or anything else, as a listing tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// The path from the root.
    pub(super) path: String,
    pub(super) size_bytes: u64,
    pub(super) written: Option<SystemTime>,
}

/// What there is, and what was not looked at (by path), and why.
pub(super) struct Entries {
    pub(super) store: Store,
    pub(super) files: Vec<Entry>,
    pub(super) unread: Vec<(String, String)>,
}

impl Root {
    /// # Errors
    /// `Invalid` for a folder that is not allowed.
    pub(super) fn folder(path: &str, outbound: Outbound) -> Result<Self> {
        let everything = Filter::new(("include_tables", &[]), ("exclude_tables", &[]))?;
        Ok(Self::Folder(Folder::new(path, everything, outbound)?))
    }

    /// The namespace of names of its files, as OpenLineage has it.
    pub(super) fn namespace(&self) -> String {
        match self {
            Self::Folder(_) => "file".to_owned(),
            Self::Bucket(bucket) => bucket.namespace(),
        }
    }

    /// What the root itself is called in that namespace; `/` for all of a bucket.
    pub(super) fn path(&self) -> String {
        match self {
            Self::Folder(folder) => folder.path(),
            Self::Bucket(bucket) => bucket.path(),
        }
    }

    /// What a place inside is called.
    pub(super) fn path_of(&self, place: &str) -> String {
        let root = self.path();
        match (place, root.as_str(), self) {
            ("", ..) => root,
            (place, "/", Self::Bucket(_)) => place.to_owned(),
            (place, "/", Self::Folder(_)) => format!("/{place}"),
            (place, root, _) => format!("{root}/{place}"),
        }
    }

    /// The place inside that a path names; none for what is elsewhere.
    pub(super) fn place_of<'a>(&self, path: &'a str) -> Option<&'a str> {
        let root = self.path();
        if path == root {
            return Some("");
        }
        match (self, root.trim_end_matches('/')) {
            (Self::Bucket(_), "") => Some(path),
            (_, root) => path.strip_prefix(root)?.strip_prefix('/'),
        }
    }

    /// Where it is, for people.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Folder(folder) => folder.path(),
            Self::Bucket(bucket) => bucket.shown(),
        }
    }

    /// Checks that it is there and may be read.
    ///
    /// # Errors
    /// `Invalid`, `Forbidden` or `Unavailable`, naming the field where there is one.
    pub(super) async fn check(&self) -> Result<()> {
        match self {
            Self::Folder(folder) => folder.check().await,
            Self::Bucket(bucket) => bucket.check().await,
        }
    }

    /// All files; those that hold nothing are left out.
    ///
    /// # Errors
    /// As [`Self::check`].
    pub(super) async fn list(&self) -> Result<Entries> {
        match self {
            Self::Bucket(bucket) => bucket.list().await,
            Self::Folder(folder) => {
                let crate::folder::Listing { files, unread } = folder.list().await?;
                let path: Arc<Path> = Arc::from(folder.file(""));
                let store = Store::Folder(Arc::clone(&path));
                let looked = tokio::task::spawn_blocking(move || {
                    files.into_iter().filter_map(|file| entry(&path, file)).collect::<Vec<_>>()
                });
                let files = looked.await.map_err(|cause| self.unreachable(&cause))?;
                Ok(Entries { store, files, unread })
            }
        }
    }

    pub(super) fn unreachable(&self, cause: &dyn fmt::Display) -> Error {
        Error::Unreachable { address: self.shown(), reason: cause.to_string() }
    }
}

/// What the operating system says of a file, when its name says that it may hold rows.
fn entry(folder: &Path, path: String) -> Option<Entry> {
    if format::is_passed_over(&path) {
        return None;
    }
    let facts = folder.join(&path).symlink_metadata().ok()?;
    // What engines leave where there were no rows is no file of a table.
    (facts.len() > 0).then(|| Entry { path, size_bytes: facts.len(), written: facts.modified().ok() })
}

/// Where files are opened.
#[derive(Debug, Clone)]
pub(super) enum Store {
    Folder(Arc<Path>),
    Bucket(Arc<Objects>),
}

/// A file of a store.
#[derive(Debug, Clone)]
pub(super) struct Place {
    store: Store,
    /// The path from the root.
    file: Arc<str>,
    /// How large it was when it was listed.
    size_bytes: u64,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.store {
            Store::Folder(folder) => write!(f, "{}", folder.join(&*self.file).display()),
            Store::Bucket(objects) => write!(f, "{}", objects.shown(&self.file)),
        }
    }
}

impl Store {
    pub(super) fn place(&self, file: &str, size_bytes: u64) -> Place {
        Place { store: self.clone(), file: Arc::from(file), size_bytes }
    }

    /// Whether names alone must tell what a file is, because looking into each would cost a request.
    pub(super) const fn is_far(&self) -> bool {
        matches!(self, Self::Bucket(_))
    }
}

impl Place {
    /// Opens the file when it is one, and no pipe or link.
    ///
    /// # Errors
    /// What the operating system says.
    pub(super) fn open(&self) -> io::Result<Opened> {
        match &self.store {
            Store::Bucket(objects) => Ok(Opened::Object {
                objects: Arc::clone(objects),
                file: Arc::clone(&self.file),
                size_bytes: self.size_bytes,
            }),
            Store::Folder(folder) => {
                let path = folder.join(&*self.file);
                // What was a file when the folder was listed may be a link or a pipe by now.
                if !path.symlink_metadata()?.is_file() {
                    return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no file any more"));
                }
                Ok(Opened::File(File::open(path)?))
            }
        }
    }
}

/// A file that can be read.
pub(super) enum Opened {
    File(File),
    Object { objects: Arc<Objects>, file: Arc<str>, size_bytes: u64 },
}

impl Opened {
    pub(super) fn size_bytes(&self) -> io::Result<u64> {
        match self {
            Self::File(file) => Ok(file.metadata()?.len()),
            Self::Object { size_bytes, .. } => Ok(*size_bytes),
        }
    }

    /// Fills `bytes` with what begins at `at`.
    ///
    /// # Errors
    /// What the operating system or the object store says; that there are not so many bytes.
    pub(super) fn read_exact_at(&self, bytes: &mut [u8], at: u64) -> io::Result<()> {
        match self {
            Self::File(file) => file.read_exact_at(bytes, at),
            Self::Object { .. } if bytes.is_empty() => Ok(()),
            Self::Object { objects, file, .. } => objects.read(file, Some((at, bytes.len() as u64)))?.read_exact(bytes),
        }
    }

    /// The first `most` bytes, or all.
    ///
    /// # Errors
    /// As [`Self::read_exact_at`].
    pub(super) fn stream(self, most: Option<u64>) -> io::Result<Box<dyn Read + Send>> {
        Ok(match self {
            Self::File(file) => match most {
                Some(most) => Box::new(file.take(most)),
                None => Box::new(file),
            },
            Self::Object { objects, file, size_bytes } => {
                let part = most.filter(|most| *most < size_bytes).map(|most| (0, most));
                objects.read(&file, part)?
            }
        })
    }
}
