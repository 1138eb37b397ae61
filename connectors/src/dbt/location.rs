//! Where dbt's files are: a folder of this machine, or an address on the web, read within bounds.

use std::path::PathBuf;

use serde::de::DeserializeOwned;
use url::Url;

use crate::{
    config::filter::Filter,
    error::{Error, Result},
    folder::{Folder, closed, read_bounded},
    web::Web,
};

/// The largest file that is read, in bytes; manifests of thousands of models have tens of megabytes.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// A place with dbt's files.
#[derive(Debug)]
pub(super) enum Location {
    Folder(Folder),
    /// A folder on the web, and how its files are asked for.
    Web(Url, Web),
}

impl Location {
    /// The place that a text names: `http://…`, `https://…`, or a path.
    ///
    /// # Errors
    /// `Invalid` naming the field.
    pub(super) fn new(text: &str, web: Web) -> Result<Self> {
        if !text.starts_with("http://") && !text.starts_with("https://") {
            let everything = Filter::new(("location", &[]), ("location", &[]))?;
            return Ok(Self::Folder(Folder::new(text, everything, web.outbound)?));
        }
        let mut base = Url::parse(text).map_err(|problem| Error::invalid("location", problem.to_string()))?;
        if !base.username().is_empty() || base.password().is_some() || base.query().is_some() {
            return Err(Error::invalid("location", "has an account or options; give a token in the field `token`"));
        }
        if base.path().ends_with("/manifest.json") {
            let folder = base.path().trim_end_matches("manifest.json").to_owned();
            base.set_path(&folder);
        } else if !base.path().ends_with('/') {
            base.set_path(&format!("{}/", base.path()));
        }
        base.set_fragment(None);
        Ok(Self::Web(base, web))
    }

    /// The place as people read it.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Folder(folder) => folder.path(),
            Self::Web(base, _) => base.to_string(),
        }
    }

    /// One of dbt's files; nothing when it is not there.
    ///
    /// # Errors
    /// `Unavailable` or `Forbidden` for a place that cannot be read, `Invalid` for a file that is not what it should be.
    pub(super) async fn read<T: DeserializeOwned + Send + 'static>(&self, file: &'static str) -> Result<Option<T>> {
        let bytes = match self {
            Self::Folder(folder) => from_folder(folder, file).await?,
            Self::Web(base, web) => {
                let url = base.join(file).map_err(|problem| Error::invalid("location", problem.to_string()))?;
                web.get(&url, MAX_BYTES).await?
            }
        };
        let Some(bytes) = bytes else { return Ok(None) };
        let parsed = tokio::task::spawn_blocking(move || serde_json::from_slice::<T>(&bytes)).await;
        let parsed = parsed.map_err(|cause| Error::invalid("location", format!("`{file}` cannot be read: {cause}")))?;
        // The words of the reader may repeat what stands in the file.
        parsed.map(Some).map_err(|problem| {
            let (line, column) = (problem.line(), problem.column());
            let text = format!("`{file}` is not what dbt writes (line {line}, column {column})");
            Error::invalid("location", text)
        })
    }
}

/// Reads a file of the folder itself, or of the folder `target` in it, where dbt puts its files.
async fn from_folder(folder: &Folder, file: &str) -> Result<Option<Vec<u8>>> {
    folder.check().await.map_err(|error| match error {
        Error::Invalid { problem, .. } => Error::Invalid { field: "location".to_owned(), problem },
        other => other,
    })?;
    let root = PathBuf::from(folder.path());
    for place in [root.join(file), root.join("target").join(file)] {
        match tokio::fs::metadata(&place).await {
            Ok(facts) if facts.is_file() => {
                let read = read_bounded(&place, MAX_BYTES).await;
                return read.map(Some).map_err(|problem| Error::invalid("location", format!("`{file}`: {problem}")));
            }
            Err(cause) if cause.kind() == std::io::ErrorKind::PermissionDenied => return Err(closed(&place, &cause)),
            _ => {}
        }
    }
    Ok(None)
}
