//! Room to work in that goes away with the command: directories beside the data, and empty stores in them.

use std::path::{Path, PathBuf};

use catalog::{Database, RunId};

use super::failure::Failure;

/// A directory that only its owner may enter and that goes away.
pub(super) struct Scratch(PathBuf);

impl Scratch {
    pub(super) fn new() -> Result<Self, Failure> {
        let path = std::env::temp_dir().join(format!("cadastre-{}", RunId::new()));
        make(&path)?;
        Ok(Self(path))
    }

    /// An empty directory in it.
    pub(super) fn fresh(&self) -> Result<PathBuf, Failure> {
        let path = self.0.join(RunId::new().to_string());
        make(&path)?;
        Ok(path)
    }

    /// An empty store in it, with tables.
    pub(super) async fn store(&self) -> Result<Database, Failure> {
        let store = Database::open(&format!("sqlite://{}/store.db", self.fresh()?.display())).await?;
        migrations::up(store.for_migrations()).await.map_err(catalog::Error::from)?;
        Ok(store)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

fn make(path: &Path) -> Result<(), Failure> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|cause| {
        let problem = format!("the temporary directory `{}` cannot be made: {cause}", path.display());
        Failure::unavailable(problem).helped("make room there, or name another one in the environment variable TMPDIR")
    })
}
