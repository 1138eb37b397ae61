//! Tables that SQL names before anybody has said them become placeholders, so that lineage shows them: worked out here,
//! because connectors know no catalog and ingest knows no SQL.

use catalog::{Catalog, Details, Ingest, Record};
use lineage::Speaker;

use crate::jobs::job::Failure;

/// How many texts, and how many bytes of them, are read at a time.
const TEXTS: usize = 200;
const BYTES: usize = 4 * 1024 * 1024;

/// Listens to the records of one crawl.
pub(super) struct Seer {
    catalog: Catalog,
    speakers: Vec<Speaker>,
    bytes: usize,
    /// How many tables were foreseen.
    foreseen: usize,
}

impl Seer {
    pub(super) fn new(catalog: Catalog) -> Self {
        Self { catalog, speakers: Vec::new(), bytes: 0, foreseen: 0 }
    }

    /// What was foreseen, in a line; none when nothing was.
    pub(super) fn summary(&self) -> Option<String> {
        let Self { foreseen, .. } = self;
        (*foreseen > 0).then(|| format!("{foreseen} tables that SQL names are not in the catalog yet"))
    }

    /// Remembers the SQL of a task, and queries whose rows go elsewhere.
    pub(super) async fn listen(&mut self, record: &Record, ingest: &mut Ingest) -> Result<(), Failure> {
        match record {
            Record::Asset(asset) => {
                let Details::Task(task) = &asset.harvested.details else { return Ok(()) };
                self.speakers.extend(Speaker::of_task(&asset.name, task));
            }
            Record::Lineage(lineage) => self.speakers.extend(lineage.queries.iter().map(Speaker::of_query)),
            _ => return Ok(()),
        }
        self.bytes += self.speakers.last().map_or(0, Speaker::size);
        if self.speakers.len() >= TEXTS || self.bytes >= BYTES {
            self.foresee(ingest).await?;
        }
        Ok(())
    }

    /// Mentions the tables that are named and not in the catalog.
    pub(super) async fn foresee(&mut self, ingest: &mut Ingest) -> Result<(), Failure> {
        let speakers = std::mem::take(&mut self.speakers);
        self.bytes = 0;
        if speakers.is_empty() {
            return Ok(());
        }
        let unknown = lineage::unknown_tables(&self.catalog, speakers).await.map_err(|cause| Failure::of(&cause))?;
        self.foreseen += unknown.len();
        for (name, kind) in unknown {
            ingest.push(Record::Mention { name, kind, columns: Vec::new() }).await?;
        }
        Ok(())
    }
}
