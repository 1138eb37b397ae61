//! `cadastre backup`, `restore`, `export` and `import`.
//!
//! A backup is everything, on either engine the same: the store as it was at one moment, as an embedded one, and the key
//! that its secrets are sealed with. An export is what the catalog knows, as lines of JSON that are the same on either engine; it holds no account, source or secret.

use std::{
    fs::File,
    io::{BufReader, BufWriter, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use serde_json::json;

use super::{Common, Output, failure::Failure, open, scratch::Scratch};
use crate::{app::App, audit::Target};

const STORE: &str = "catalog.db";
const KEY: &str = "secret.key";

/// Copies everything into a directory, while a server runs or not.
#[derive(Debug, Args)]
#[command(
    after_help = "A backup holds everything as it was at one moment, accounts, sources and runs included, and is the same for a store\nin PostgreSQL: a new store of either engine can be made from it. It holds the key of sealed secrets: keep it as safe as\nthe data directory.\n\nExample:\n  cadastre backup /backups/2026-05-01"
)]
pub(super) struct Backup {
    /// The directory, new or empty.
    directory: PathBuf,
}

impl Backup {
    pub(super) async fn run(&self, common: &Common, output: &Output) -> Result<ExitCode, Failure> {
        let app = open::for_reading(common).await?;
        make_empty(&self.directory, "directory")?;
        let bar = output.spinner("copying");
        let work = async {
            app.back_up(&self.directory.join(STORE)).await?;
            copy_private(&app.config().data.join(KEY), &self.directory.join(KEY))
        };
        open::audited(&app, "backup", file(&self.directory), work).await?;
        bar.finish_and_clear();
        // The figures are those of the copy: the original may have gone on.
        let copied = count_backup(&self.directory, &app).await?;
        output.answer(&copied, || format!("backed up into `{}`: {copied}", self.directory.display()));
        Ok(ExitCode::SUCCESS)
    }
}

/// Counts what a backup holds.
async fn count_backup(directory: &Path, app: &App) -> Result<serde_json::Value, Failure> {
    let store = directory.join(STORE);
    let database = catalog::Database::open(&format!("sqlite://{}", store.display())).await?;
    let copy = catalog::Catalog::new(database.clone(), app.clock().clone());
    let value = figures(&copy).await?;
    database.close().await?;
    Ok(value)
}

/// Brings a backup back into an empty data directory, and into an empty PostgreSQL where --database names one.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cadastre restore /backups/2026-05-01 --data /var/lib/cadastre\n  cadastre restore /backups/2026-05-01 --data /var/lib/cadastre --database postgres://cadastre@db/catalog"
)]
pub(super) struct Restore {
    /// The directory that `cadastre backup` wrote.
    directory: PathBuf,
}

impl Restore {
    pub(super) async fn run(&self, common: &Common, output: &Output) -> Result<ExitCode, Failure> {
        let config = open::configuration(common, None)?;
        let store = self.directory.join(STORE);
        if !store.exists() {
            let message = format!("`directory`: `{}` holds no backup", self.directory.display());
            return Err(
                Failure::invalid("directory", message).helped("name the directory that `cadastre backup` wrote")
            );
        }
        let bar = output.spinner("restoring");
        make_empty(&config.data, "data")?;
        if config.database.is_some() {
            // A copy, because a backup of an older version is brought to this one on the way.
            let files = Scratch::new()?;
            let copy = files.fresh()?.join(STORE);
            copy_private(&store, &copy)?;
            App::fill_store(&config, &copy).await?;
        } else {
            copy_private(&store, &config.data.join(STORE))?;
        }
        copy_private(&self.directory.join(KEY), &config.data.join(KEY))?;
        let app = open::for_writing(common).await?;
        open::audited(&app, "restore", file(&self.directory), async { Ok(app.catch_up().await?) }).await?;
        bar.finish_and_clear();
        let restored = counted(&app).await?;
        output.answer(&restored, || format!("restored into `{}`: {restored}", app.config().data.display()));
        Ok(ExitCode::SUCCESS)
    }
}

/// Writes everything that the catalog knows as lines of JSON.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  cadastre export catalog.jsonl --json")]
pub(super) struct Export {
    /// The file.
    file: PathBuf,
}

impl Export {
    pub(super) async fn run(&self, common: &Common, output: &Output) -> Result<ExitCode, Failure> {
        let app = open::for_reading(common).await?;
        let bar = output.spinner("exporting");
        let exported = open::audited(&app, "export", file(&self.file), write_lines(&app, &self.file)).await?;
        bar.finish_and_clear();
        let value = json!({ "commits": exported.commits, "changes": exported.changes, "digest": exported.digest });
        output.answer(&value, || format!("{} changes written to `{}`", exported.changes, self.file.display()));
        Ok(ExitCode::SUCCESS)
    }
}

/// Reads an export into an empty store.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  cadastre import catalog.jsonl --database postgres://cadastre@db/catalog")]
pub(super) struct Import {
    /// The file.
    file: PathBuf,
}

impl Import {
    pub(super) async fn run(&self, common: &Common, output: &Output) -> Result<ExitCode, Failure> {
        let app = open::for_writing(common).await?;
        let bar = output.spinner("importing");
        let imported = open::audited(&app, "import", file(&self.file), read_lines(&app, &self.file)).await?;
        app.catch_up().await?;
        bar.finish_and_clear();
        let value = json!({ "commits": imported.commits, "changes": imported.changes, "digest": imported.digest });
        output.answer(&value, || format!("{} changes read from `{}`", imported.changes, self.file.display()));
        Ok(ExitCode::SUCCESS)
    }
}

/// A file or directory, as the audit log names it.
fn file(path: &Path) -> Target {
    Target::new("file", path.display().to_string())
}

async fn write_lines(app: &App, path: &Path) -> Result<catalog::transfer::Exported, Failure> {
    let file = File::create(path).map_err(|cause| unusable("file", path, &cause))?;
    let mut out = BufWriter::new(file);
    let exported = app.catalog().export(&mut out).await?;
    out.flush().and_then(|()| out.get_ref().sync_all()).map_err(|cause| unusable("file", path, &cause))?;
    Ok(exported)
}

async fn read_lines(app: &App, path: &Path) -> Result<catalog::transfer::Imported, Failure> {
    let file = File::open(path).map_err(|cause| unusable("file", path, &cause))?;
    Ok(app.catalog().import(&mut BufReader::new(file)).await?)
}

async fn counted(app: &App) -> Result<serde_json::Value, Failure> {
    figures(app.catalog()).await
}

async fn figures(catalog: &catalog::Catalog) -> Result<serde_json::Value, Failure> {
    let counts = catalog.counts(&open::operator()).await?.unwrap_or_default();
    let assets: i64 = counts.values().sum();
    Ok(json!({
        "assets": assets,
        "changes": catalog.last_change().await?,
        "digest": catalog.digest().await?,
    }))
}

/// Makes a directory that only its owner may read, or takes one that is empty.
fn make_empty(path: &Path, field: &str) -> Result<(), Failure> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|cause| unusable(field, path, &cause))?;
    let mut entries = std::fs::read_dir(path).map_err(|cause| unusable(field, path, &cause))?;
    if entries.next().is_some() {
        let message = format!("`{field}`: `{}` is not empty", path.display());
        return Err(Failure::invalid(field, message).helped("name a new directory; nothing is overwritten"));
    }
    Ok(())
}

/// Copies a file; the copy may be read by its owner only.
fn copy_private(from: &Path, to: &Path) -> Result<(), Failure> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let copied = File::open(from).and_then(|mut source| {
        let mut target = options.open(to)?;
        std::io::copy(&mut source, &mut target)?;
        target.sync_all()
    });
    copied.map_err(|cause| unusable("directory", to, &cause))
}

fn unusable(field: &str, path: &Path, cause: &std::io::Error) -> Failure {
    Failure::invalid(field, format!("`{field}`: cannot use `{}`: {cause}", path.display()))
}
