//! Documentation of a part of the catalog as one file, for those who are given documents: what is there, what it means,
//! whose it is. As its reader's rights have it: what they may not know of is not in it.
//!
//! The catalog is walked in the order of pages (`walk`), and each format writes what it is handed (`html`, `markdown`,
//! `csv`, `word`). Nothing is held but a few hundred tables at a time, except for Word, which has to be packed as a
//! whole and therefore has a limit.

mod csv;
mod facts;
mod html;
mod markdown;
mod walk;
mod word;
mod words;

use catalog::{Asset, AssetId, Catalog, Result, Viewer};
use chrono::{DateTime, Utc};

pub use self::{facts::Totals, words::Language};
use self::{walk::Walk, words::Words};

/// What sort of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One page that needs nothing beside it.
    Html,
    /// Markdown with tables, as most wikis read it.
    Markdown,
    /// A table with a row for each table and column.
    Csv,
    /// A Word document.
    Word,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 4] = [Self::Html, Self::Markdown, Self::Csv, Self::Word];

    /// The ending of such files.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Markdown => "md",
            Self::Csv => "csv",
            Self::Word => "docx",
        }
    }

    /// What such files are over HTTP.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Html => "text/html; charset=utf-8",
            Self::Markdown => "text/markdown; charset=utf-8",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Word => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }
}

impl std::str::FromStr for Format {
    type Err = catalog::Error;

    fn from_str(ending: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|format| format.ending() == ending);
        found.ok_or_else(|| {
            let known = Self::ALL.map(Self::ending).join(", ");
            catalog::Error::invalid("format", format!("`{ending}` is not one; known: {known}"))
        })
    }
}

/// What the first page says.
#[derive(Debug)]
struct Head {
    /// What is documented.
    root: Asset,
    /// Who had this written, as history names them.
    exporter: String,
    /// When.
    at: DateTime<Utc>,
    /// The words to use.
    words: &'static Words,
}

/// One thing with what is described together with it.
#[derive(Debug)]
struct Entry {
    /// The thing.
    asset: Asset,
    /// How deep inside of what is documented it is; that itself has 0.
    depth: usize,
    /// Its columns or fields, nested ones behind the one they are in.
    columns: Vec<Asset>,
}

/// How a format writes. Each call appends to what is to be sent next.
trait Write: Send {
    fn begin(&mut self, head: &Head, out: &mut Vec<u8>);
    fn entry(&mut self, head: &Head, entry: &Entry, out: &mut Vec<u8>) -> Result<()>;
    fn end(&mut self, head: &Head, totals: Totals, out: &mut Vec<u8>) -> Result<()>;
}

/// A document that is being written.
pub struct Document {
    head: Head,
    walk: Walk,
    writer: Box<dyn Write>,
    totals: Totals,
    format: Format,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Writing,
    Done,
}

impl Document {
    /// The documentation of `root` and everything inside, as `viewer` may know it.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound`.
    pub async fn of(
        catalog: &Catalog,
        viewer: &Viewer,
        root: AssetId,
        format: Format,
        language: Language,
    ) -> Result<Self> {
        let root = catalog.asset(viewer, root, None).await?;
        let exporter = viewer.name.clone();
        let head = Head { root: root.clone(), exporter, at: catalog.clock().now(), words: language.words() };
        let writer: Box<dyn Write> = match format {
            Format::Html => Box::new(html::Html::default()),
            Format::Markdown => Box::new(markdown::Markdown),
            Format::Csv => Box::new(csv::Csv),
            Format::Word => Box::new(word::Word::default()),
        };
        let walk = Walk::from(catalog.clone(), viewer.clone(), root);
        Ok(Self { head, walk, writer, totals: Totals::default(), format, state: State::New })
    }

    /// What the file is best called: made of letters, digits, dots and dashes.
    #[must_use]
    pub fn file_name(&self) -> String {
        let kept = |sign: char| if sign.is_alphanumeric() || sign == '.' || sign == '-' { sign } else { '_' };
        let stem: String = self.head.root.display_name().chars().take(80).map(kept).collect();
        format!("{}.{}", stem.trim_matches(['.', '_']), self.format.ending())
    }

    /// What is documented.
    #[must_use]
    pub fn root(&self) -> &Asset {
        &self.head.root
    }

    /// How much was written so far.
    #[must_use]
    pub fn totals(&self) -> Totals {
        self.totals
    }

    /// The next piece of the file; none behind the end.
    ///
    /// # Errors
    /// The store's own; `Invalid` when there is more than the format can hold.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>> {
        let mut out = Vec::new();
        match self.state {
            State::Done => return Ok(None),
            State::New => {
                self.writer.begin(&self.head, &mut out);
                self.state = State::Writing;
            }
            State::Writing => {}
        }
        let entries = self.walk.next().await?;
        for entry in &entries {
            self.totals.add(entry);
            self.writer.entry(&self.head, entry, &mut out)?;
        }
        if entries.is_empty() {
            self.writer.end(&self.head, self.totals, &mut out)?;
            self.state = State::Done;
        }
        Ok(Some(out))
    }
}

impl std::fmt::Debug for Document {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Document").field("root", &self.head.root.name).field("format", &self.format).finish()
    }
}
