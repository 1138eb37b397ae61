//! Logs in files: each is read from where the last crawl stopped, a piece at a time, up to the limit of a crawl.

use std::path::{Path, PathBuf};

use tokio::{
    fs::File,
    io::{AsyncReadExt as _, AsyncSeekExt as _},
};

use super::{
    LogKind, QueryLog,
    gather::{Gatherer, Sighting},
    general::General,
    message, moments,
    position::{FilePosition, HEAD, Position},
    split::{Csv, Kept, Lines, Record},
};
use crate::{crawl::Sink, error::Result, files::Folder};

/// How much is read at a time, in bytes.
const PIECE: usize = 256 * 1024;
/// Of so many files each is a batch of its own; of more, several are one.
const FEW: usize = 200;

/// One file that is read.
struct Open {
    name: String,
    path: PathBuf,
    head: Vec<u8>,
    start: u64,
}

/// What is known of the entries of a file.
enum Entries {
    Csv(Csv),
    Json(Lines),
    General(Lines, Box<General>),
}

/// A crawl of files under way.
struct Crawl<'a> {
    log: &'a QueryLog,
    sink: &'a Sink,
    position: Position,
    gatherer: Gatherer,
    /// How many bytes may still be read.
    budget: u64,
    broken: usize,
}

impl QueryLog {
    pub(super) async fn read_files(&self, folder: &Folder, sink: &Sink, position: Option<String>) -> Result<()> {
        let listing = folder.list().await?;
        let (old, _) = Position::of(position.as_deref(), self.kind.code());
        let gatherer = Gatherer::new(self.place.clone());
        let mut crawl = Crawl { log: self, sink, position: old.clone(), gatherer, budget: self.max_bytes, broken: 0 };
        crawl.position.files = Vec::new();
        let mut open = Vec::new();
        for name in listing.files {
            let path = folder.file(&name);
            match look(&path).await {
                Ok((head, size)) => {
                    let start = old.read_of(&name, &head, size);
                    Position::note(&mut crawl.position.files, &name, &head, start);
                    if start < size {
                        open.push(Open { name, path, head, start });
                    }
                }
                Err(cause) => {
                    let kept = old.files.iter().find(|known| known.name == name).cloned();
                    crawl.position.files.extend(kept);
                    crawl.say(format!("`{name}` cannot be read: {cause}"), true).await;
                }
            }
        }
        let count = open.len();
        for (index, file) in open.into_iter().enumerate() {
            if let Err(cause) = crawl.read(&file).await {
                crawl.say(format!("`{}` cannot be read: {cause}", file.name), true).await;
            }
            if count <= FEW || index % FEW == 0 {
                crawl.say_batch(None).await;
            }
            if crawl.budget == 0 {
                let message = format!(
                    "{} MB were read, as many as one crawl may; the next one goes on from there",
                    self.max_bytes >> 20
                );
                crawl.say(message, false).await;
                break;
            }
        }
        for (inner, problem) in listing.unread {
            crawl.say(format!("`{}/{inner}`: {problem}", folder.path()), true).await;
        }
        crawl.finish().await;
        Ok(())
    }
}

/// How a file begins, and how large it is.
async fn look(path: &Path) -> std::io::Result<(Vec<u8>, u64)> {
    let file = File::open(path).await?;
    let size = file.metadata().await?.len();
    let mut head = Vec::new();
    file.take(HEAD as u64).read_to_end(&mut head).await?;
    Ok((head, size))
}

impl Crawl<'_> {
    async fn say(&self, message: String, is_warning: bool) {
        self.sink.note(self.log.place.log.clone(), message, is_warning).await;
    }

    async fn say_batch(&mut self, keep: Option<chrono::Duration>) {
        let position = self.position.text();
        self.gatherer.say(self.sink, Some(position), keep).await;
    }

    async fn finish(mut self) {
        if self.broken > 0 {
            let message = format!("{} entries are left out: they are no entries of this sort of log", self.broken);
            self.say(message, false).await;
        }
        self.log.say_unclear(self.sink, self.gatherer.unclear).await;
        self.say_batch(Some(self.log.keep)).await;
    }

    /// Reads a file on to its end, or to the limit of the crawl.
    async fn read(&mut self, open: &Open) -> std::io::Result<()> {
        let mut file = File::open(&open.path).await?;
        file.seek(std::io::SeekFrom::Start(open.start)).await?;
        let mut entries = match self.log.kind {
            LogKind::PostgresCsvlog => Entries::Csv(Csv::default()),
            LogKind::PostgresJsonlog => Entries::Json(Lines::default()),
            _ => {
                // A file's first line says the time; only within one does the last time count.
                let resumed = if open.start > 0 { self.position.clone() } else { Position::default() };
                Entries::General(Lines::default(), Box::new(General::new(self.log.zone, &resumed)))
            }
        };
        let mut piece = vec![0; PIECE];
        while self.budget > 0 {
            let most = PIECE.min(usize::try_from(self.budget).unwrap_or(PIECE));
            let count = file.read(&mut piece[..most]).await?;
            if count == 0 {
                break;
            }
            self.budget -= count as u64;
            let done = self.take(&mut entries, &piece[..count]);
            self.note(open, open.start + done);
            if self.gatherer.is_full() {
                self.say_batch(None).await;
            }
        }
        if let Entries::Csv(csv) = &entries {
            self.broken += csv.broken;
        }
        Ok(())
    }

    fn note(&mut self, open: &Open, read: u64) {
        let own = self.position.files.iter_mut().find(|known| known.name == open.name);
        match own {
            Some(FilePosition { read: known, .. }) => *known = read,
            None => Position::note(&mut self.position.files, &open.name, &open.head, read),
        }
    }

    /// Takes bytes; says how many belong to complete entries so far.
    fn take(&mut self, entries: &mut Entries, bytes: &[u8]) -> u64 {
        let (zone, gatherer, position) = (self.log.zone, &mut self.gatherer, &mut self.position);
        match entries {
            Entries::Csv(csv) => {
                csv.feed(bytes, |record| see_csv(record, zone, gatherer));
                csv.done
            }
            Entries::Json(lines) => {
                let mut broken = 0;
                lines.feed(bytes, |line, _| broken += usize::from(see_json(line, zone, gatherer).is_none()));
                self.broken += broken;
                lines.done
            }
            Entries::General(lines, general) => {
                lines.feed(bytes, |line, at| general.line(line, at, position, gatherer));
                general.done
            }
        }
    }
}

/// An entry of PostgreSQL's log.
struct Entry<'a> {
    time: &'a str,
    user: &'a str,
    database: &'a str,
    severity: &'a str,
    message: &'a str,
    detail: &'a str,
    is_cut: bool,
}

fn see_csv(record: &Record, zone: chrono_tz::Tz, gatherer: &mut Gatherer) {
    if record.severity().bytes() != b"LOG" {
        return;
    }
    // The text is in the encoding of its database, in which quotes are what they are everywhere.
    see(
        &Entry {
            time: &record.time().text(),
            user: &record.user().text(),
            database: &record.database().text(),
            severity: "LOG",
            message: &record.message().text(),
            detail: &record.detail().text(),
            is_cut: record.message().is_cut,
        },
        zone,
        gatherer,
    );
}

/// Sees a line of JSON; nothing when it is none.
fn see_json(line: &Kept, zone: chrono_tz::Tz, gatherer: &mut Gatherer) -> Option<()> {
    if line.bytes().is_empty() {
        return Some(());
    }
    let value: serde_json::Value = serde_json::from_str(&line.text()).ok()?;
    let text = |field: &str| value[field].as_str().unwrap_or_default();
    let entry = Entry {
        time: text("timestamp"),
        user: text("user"),
        database: text("dbname"),
        severity: text("error_severity"),
        message: text("message"),
        detail: text("detail"),
        is_cut: false,
    };
    see(&entry, zone, gatherer);
    value.is_object().then_some(())
}

fn see(entry: &Entry<'_>, zone: chrono_tz::Tz, gatherer: &mut Gatherer) {
    if entry.severity != "LOG" {
        return;
    }
    let Some(said) = message::read(entry.message, entry.detail) else { return };
    let Some(at) = moments::postgres(entry.time, zone) else { return };
    gatherer.see(&Sighting {
        is_cut: entry.is_cut,
        actor: Some(entry.user),
        database: Some(entry.database),
        total_micros: said.micros,
        ..Sighting::once(said.sql, at)
    });
}
