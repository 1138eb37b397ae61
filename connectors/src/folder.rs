//! A folder of files on this machine, read within bounds: which files there are, and what is in one.
//!
//! Links are not followed, neither to folders nor to files, so that nothing outside the folder is read and no loop is
//! walked. What is left out because of a bound is said.

use std::path::{Path, PathBuf};

use catalog::Name;
use tokio::io::AsyncReadExt;

use crate::{
    config::filter::Filter,
    crawl::Sink,
    error::{Error, Result},
    outbound::Outbound,
};

/// How deep folders may be inside one another.
const MAX_DEPTH: usize = 32;
/// The most entries of folders that are looked at.
const MAX_ENTRIES: usize = 200_000;
/// The largest file that is read, in bytes.
pub(crate) const MAX_FILE_BYTES: u64 = 16 * 1024 * 1024;

/// A folder, and which of its files are wanted.
#[derive(Debug, Clone)]
pub(crate) struct Folder {
    path: PathBuf,
    wanted: Filter,
}

/// What a folder has.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Listing {
    /// The wanted files, as paths from the folder with `/` between their parts, in order.
    pub(crate) files: Vec<String>,
    /// Folders (by path; empty for the outermost) that were not read completely, and why.
    pub(crate) unread: Vec<(String, String)>,
}

impl Folder {
    /// The folder at `path`, when files of this machine may be read.
    ///
    /// # Errors
    /// `Invalid` for a path that is not text or not allowed.
    pub(crate) fn new(path: &str, wanted: Filter, outbound: Outbound) -> Result<Self> {
        if !outbound.allow_private {
            return Err(Error::AddressDenied {
                field: "path",
                address: path.to_owned(),
                reason: "files of this machine are switched off by the configuration of this installation".to_owned(),
            });
        }
        // The path is part of names, so it must not depend on how it was written.
        let path = std::path::absolute(path).map_err(|cause| Error::invalid("path", cause.to_string()))?;
        let path = path.canonicalize().unwrap_or(path);
        if path.to_str().is_none() {
            return Err(Error::invalid("path", "is not UTF-8 text"));
        }
        Ok(Self { path, wanted })
    }

    /// A folder directly inside this one, when it is there.
    pub(crate) fn inner(&self, name: &str) -> Option<Self> {
        let path = self.path.join(name);
        path.is_dir().then(|| Self { path, wanted: self.wanted.clone() })
    }

    /// The absolute path.
    pub(crate) fn path(&self) -> String {
        self.path.to_string_lossy().into_owned()
    }

    /// Where a file of the folder is.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Whether a file of the folder is wanted.
    pub(crate) fn wants(&self, file: &str) -> bool {
        let name = file.rsplit('/').next().unwrap_or(file);
        self.wanted.passes(&[name, file])
    }

    /// Checks that the folder is there and may be read.
    ///
    /// # Errors
    /// `Invalid` for a path that is no folder, `Forbidden` for one that may not be read.
    pub(crate) async fn check(&self) -> Result<()> {
        let shown = self.path.display();
        match tokio::fs::read_dir(&self.path).await {
            Ok(_) => Ok(()),
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Err(Error::invalid(
                "path",
                format!("`{shown}` does not exist; name a folder on the machine that runs Cadastre"),
            )),
            Err(cause) if cause.kind() == std::io::ErrorKind::NotADirectory => {
                Err(Error::invalid("path", format!("`{shown}` is not a folder")))
            }
            Err(cause) => Err(closed(&self.path, &cause)),
        }
    }

    /// The wanted files.
    ///
    /// # Errors
    /// As [`check`](Self::check); what cannot be read further in is in the listing.
    pub(crate) async fn list(&self) -> Result<Listing> {
        self.check().await?;
        let folder = self.clone();
        let listing = tokio::task::spawn_blocking(move || folder.walk()).await;
        listing.map_err(|cause| Error::Unreachable { address: self.path(), reason: cause.to_string() })
    }

    fn walk(&self) -> Listing {
        let mut listing = Listing::default();
        let mut open = vec![(self.path.clone(), String::new(), 0_usize)];
        let mut looked = 0_usize;
        while let Some((folder, shown, depth)) = open.pop() {
            let entries = match std::fs::read_dir(&folder) {
                Ok(entries) => entries,
                Err(cause) => {
                    listing.unread.push((shown, cause.to_string()));
                    continue;
                }
            };
            for entry in entries.flatten() {
                looked += 1;
                if looked > MAX_ENTRIES {
                    let problem = format!("the folder has more than {MAX_ENTRIES} entries; the others are not read");
                    listing.unread.push((String::new(), problem));
                    listing.files.sort();
                    return listing;
                }
                let name = entry.file_name();
                let (Some(name), Ok(sort)) = (name.to_str(), entry.file_type()) else {
                    let problem = "it has an entry whose name is not UTF-8 text or that cannot be looked at";
                    listing.unread.push((shown.clone(), problem.to_owned()));
                    continue;
                };
                let inner = if shown.is_empty() { name.to_owned() } else { format!("{shown}/{name}") };
                if sort.is_dir() && depth >= MAX_DEPTH {
                    listing.unread.push((inner, format!("it is more than {MAX_DEPTH} folders deep")));
                } else if sort.is_dir() {
                    open.push((entry.path(), inner, depth + 1));
                } else if sort.is_file() && self.wants(&inner) {
                    listing.files.push(inner);
                }
            }
        }
        listing.files.sort();
        listing
    }

    /// Says that everything inside `root` was read, or what of the folder was not.
    pub(crate) async fn say_end(&self, sink: &Sink, root: &Name, unread: Vec<(String, String)>) {
        if unread.is_empty() {
            sink.scope_read(root.clone()).await;
        }
        for (folder, problem) in unread {
            sink.scope_unread(root.clone(), format!("`{}/{folder}`: {problem}", self.path())).await;
        }
    }

    /// The text of a file; bytes that are not UTF-8 become replacement characters.
    ///
    /// # Errors
    /// Why it cannot be read, for people; a file that is too large is not read.
    pub(crate) async fn read(&self, file: &str) -> Result<String, String> {
        let bytes = read_bounded(&self.path.join(file), MAX_FILE_BYTES).await?;
        Ok(match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(odd) => String::from_utf8_lossy(odd.as_bytes()).into_owned(),
        })
    }
}

/// The bytes of a file of at most `most` bytes.
///
/// # Errors
/// Why it cannot be read, for people.
pub(crate) async fn read_bounded(path: &Path, most: u64) -> Result<Vec<u8>, String> {
    let file = tokio::fs::File::open(path).await.map_err(|cause| cause.to_string())?;
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes).await.map_err(|cause| cause.to_string())?;
    if bytes.len() as u64 > most {
        return Err(format!("it is larger than {} MB", most / 1024 / 1024));
    }
    Ok(bytes)
}

/// An error of the operating system about a path.
pub(crate) fn closed(path: &Path, cause: &std::io::Error) -> Error {
    let (address, answer) = (path.display().to_string(), cause.to_string());
    match cause.kind() {
        std::io::ErrorKind::PermissionDenied => Error::Refused { address, answer },
        _ => Error::Unreachable { address, reason: answer },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(path: &Path, include: &[&str]) -> Folder {
        let include: Vec<String> = include.iter().map(|&pattern| pattern.to_owned()).collect();
        let filter = Filter::new(("include_files", &include), ("exclude_files", &[])).unwrap();
        Folder::new(path.to_str().unwrap(), filter, Outbound::default()).unwrap()
    }

    #[tokio::test]
    async fn wanted_files_are_listed_in_order_and_links_are_not_followed() {
        let place = tempfile::tempdir().unwrap();
        for (file, text) in [("b/x.json", "{}"), ("a.json", "[]"), ("b/notes.txt", "")] {
            std::fs::create_dir_all(place.path().join(file).parent().unwrap()).unwrap();
            std::fs::write(place.path().join(file), text).unwrap();
        }
        std::os::unix::fs::symlink(place.path(), place.path().join("b/loop")).unwrap();
        std::os::unix::fs::symlink(place.path().join("a.json"), place.path().join("link.json")).unwrap();
        let listing = folder(place.path(), &["*.json"]).list().await.unwrap();
        assert_eq!(listing, Listing { files: vec!["a.json".into(), "b/x.json".into()], unread: Vec::new() });
    }

    #[tokio::test]
    async fn threat_20_folders_too_deep_and_files_too_large_are_said_not_read() {
        let place = tempfile::tempdir().unwrap();
        let deep: PathBuf = std::iter::repeat_n("d", MAX_DEPTH + 2).collect();
        std::fs::create_dir_all(place.path().join(deep)).unwrap();
        let huge = std::fs::File::create(place.path().join("huge.json")).unwrap();
        huge.set_len(MAX_FILE_BYTES + 1).unwrap();
        let folder = folder(place.path(), &[]);
        let listing = folder.list().await.unwrap();
        assert_eq!(listing.unread.len(), 1);
        assert_eq!(folder.read("huge.json").await, Err("it is larger than 16 MB".to_owned()));
    }

    #[tokio::test]
    async fn path_that_is_no_folder_is_named() {
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("f");
        std::fs::write(&file, "").unwrap();
        assert!(folder(&file, &[]).check().await.unwrap_err().to_string().ends_with("is not a folder"));
        let missing = folder(&place.path().join("no"), &[]).check().await.unwrap_err();
        assert!(missing.to_string().contains("does not exist"), "{missing}");
    }
}
