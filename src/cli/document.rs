//! `cadastre document`: documentation of a part of the catalog as a file.

use std::{
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use serde_json::json;

use super::{Common, Output, failure::Failure, open};
use crate::{
    audit::Target,
    documentation::{Document as Documentation, Format, Language, Totals},
};

/// Writes documentation of an asset and everything inside: HTML, Markdown, CSV or Word.
#[derive(Debug, Args)]
#[command(
    after_help = "Without a file it goes to standard output. The format follows the file's ending.\n\nExamples:\n  cadastre document shop shop.html\n  cadastre document shop.public --format md --lang zh > shop.md"
)]
pub(super) struct Document {
    /// The asset's name, or the last parts of it.
    name: String,
    /// The file; it is replaced when everything is written.
    file: Option<PathBuf>,
    /// html, md, csv or docx [default: the file's ending, else md].
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
    /// en or zh.
    #[arg(long, default_value = "en", value_name = "LANGUAGE")]
    lang: String,
}

impl Document {
    pub(super) async fn run(&self, common: &Common, output: &Output) -> Result<ExitCode, Failure> {
        let ending = self.file.as_deref().and_then(Path::extension).and_then(|ending| ending.to_str());
        let format: Format = self.format.as_deref().or(ending).unwrap_or("md").parse()?;
        let language: Language = self.lang.parse()?;
        let app = open::for_reading(common).await?;
        let asset = open::find(&app, &self.name, None).await?;
        let target = Target::new("asset", asset.name.to_string());
        let viewer = open::operator();
        let document = Documentation::of(app.catalog(), &viewer, asset.id, format, language).await?;
        let totals = open::audited(&app, "exportDocumentation", target, self.write(document)).await?;
        if let Some(file) = &self.file {
            let counts = json!({ "tables": totals.tables, "columns": totals.columns, "others": totals.others });
            output.answer(&counts, || format!("wrote {} rows into `{}`", totals.rows(), file.display()));
        }
        Ok(ExitCode::SUCCESS)
    }

    async fn write(&self, document: Documentation) -> Result<Totals, Failure> {
        let Some(file) = &self.file else {
            return copy(document, BufWriter::new(std::io::stdout()), Path::new("standard output")).await;
        };
        // Nobody should find half a file under the name.
        let mut part = file.clone().into_os_string();
        part.push(".part");
        let part = PathBuf::from(part);
        let out = std::fs::File::create(&part).map_err(|cause| unusable(&part, &cause))?;
        let written = copy(document, BufWriter::new(out), &part).await;
        let placed = written.and_then(|totals| {
            std::fs::rename(&part, file).map_err(|cause| unusable(file, &cause))?;
            Ok(totals)
        });
        if placed.is_err() {
            // What is left of it helps nobody; that it cannot be removed either says nothing more.
            drop(std::fs::remove_file(&part));
        }
        placed
    }
}

async fn copy(mut document: Documentation, mut out: impl Write, path: &Path) -> Result<Totals, Failure> {
    while let Some(piece) = document.next().await? {
        out.write_all(&piece).map_err(|cause| unusable(path, &cause))?;
    }
    out.flush().map_err(|cause| unusable(path, &cause))?;
    Ok(document.totals())
}

fn unusable(path: &Path, cause: &std::io::Error) -> Failure {
    Failure::invalid("file", format!("`file`: cannot write `{}`: {cause}", path.display()))
}
