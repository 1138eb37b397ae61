//! Logs in files: each is read from where the last crawl stopped, a piece at a time, up to the limit of a crawl.

use std::path::{Path, PathBuf};

use super::{
    LogKind, QueryLog,
    gather::{Gatherer, Sighting},
    general::General,
    message, moments,
    packed::{PIECE, Text, is_packed},
    position::{FilePosition, HEAD, Position},
    split::{Csv, Kept, Lines, Record},
};
use crate::{crawl::Sink, error::Result, folder::Folder};

/// Of so many files each is a batch of its own; of more, several are one.
const FEW: usize = 200;

/// One file that is read.
struct Open {
    name: String,
    path: PathBuf,
    head: Vec<u8>,
    start: u64,
    /// How large it is, as it lies there.
    size: u64,
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
    /// How many entries were seen, and how many of them tell of a statement.
    entries: (usize, usize),
}

impl QueryLog {
    pub(super) async fn read_files(&self, folder: &Folder, sink: &Sink, position: Option<String>) -> Result<()> {
        let listing = folder.list().await?;
        let (old, _) = Position::of(position.as_deref(), self.kind.code());
        let gatherer = Gatherer::new(self.place.clone());
        let mut crawl = Crawl {
            log: self,
            sink,
            position: Position { files: Vec::new(), ..old.clone() },
            gatherer,
            budget: self.max_bytes,
            broken: 0,
            entries: (0, 0),
        };
        let open = crawl.look_at(folder, listing.files, &old).await;
        crawl.read_all(open).await;
        for (inner, problem) in listing.unread {
            crawl.say(format!("`{}/{inner}`: {problem}", folder.path()), true).await;
        }
        crawl.finish().await;
        Ok(())
    }
}

/// How the text of a file begins, and how large the file is.
async fn look(path: &Path) -> std::io::Result<(Vec<u8>, u64)> {
    let size = tokio::fs::metadata(path).await?.len();
    let mut text = Text::open(path, 0).await?;
    let mut head = Vec::new();
    while head.len() < HEAD {
        let piece = text.read(HEAD - head.len()).await?;
        if piece.is_empty() {
            break;
        }
        head.extend(piece);
    }
    Ok((head, size))
}

impl Crawl<'_> {
    /// The files of which something is still to be read.
    async fn look_at(&mut self, folder: &Folder, names: Vec<String>, old: &Position) -> Vec<Open> {
        let mut open = Vec::new();
        for name in names {
            let path = folder.file(&name);
            match look(&path).await {
                Ok((head, size)) => {
                    let packed = is_packed(&path).then_some(size);
                    let start = packed.map_or_else(|| old.read_of(&name, &head, size), |_| old.unpacked_of(&head));
                    let is_read = packed.map_or(start >= size, |size| old.has_unpacked(&head, size));
                    Position::note(&mut self.position.files, &name, &head, start);
                    if is_read {
                        self.position.end_packed(&name, packed);
                    } else {
                        open.push(Open { name, path, head, start, size });
                    }
                }
                Err(cause) => {
                    let kept = old.files.iter().find(|known| known.name == name).cloned();
                    self.position.files.extend(kept);
                    self.say(format!("`{name}` cannot be read: {cause}"), true).await;
                }
            }
        }
        // What is being packed may lie there in both forms for a while.
        let plain: Vec<Vec<u8>> =
            open.iter().filter(|file| !is_packed(&file.path)).map(|file| file.head.clone()).collect();
        open.retain(|file| !is_packed(&file.path) || !plain.contains(&file.head));
        open
    }

    /// Reads files on, up to the limit of the crawl.
    async fn read_all(&mut self, open: Vec<Open>) {
        let count = open.len();
        for (index, file) in open.into_iter().enumerate() {
            if let Err(cause) = self.read(&file).await {
                self.say(format!("`{}` cannot be read: {cause}", file.name), true).await;
            }
            if count <= FEW || index % FEW == 0 {
                self.say_batch(None).await;
            }
            if self.budget == 0 {
                let message = format!(
                    "{} MB were read, as many as one crawl may; the next one goes on from there",
                    self.log.max_bytes >> 20
                );
                self.say(message, false).await;
                break;
            }
        }
    }

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
        if let (entries @ 1.., 0) = self.entries {
            let message = format!(
                "none of {entries} entries tells of a statement: `log_statement` or `log_min_duration_statement` has to be \
                 set, and messages (`lc_messages`) have to be in English, German, Spanish, French, Italian, Japanese, \
                 Korean, Russian, Swedish, Ukrainian or Chinese"
            );
            self.say(message, true).await;
        }
        self.log.say_unclear(self.sink, self.gatherer.unclear).await;
        self.say_batch(Some(self.log.keep)).await;
    }

    /// Reads a file on to its end, or to the limit of the crawl.
    async fn read(&mut self, open: &Open) -> std::io::Result<()> {
        let mut text = Text::open(&open.path, open.start).await?;
        let mut entries = match self.log.kind {
            LogKind::PostgresCsvlog => Entries::Csv(Csv::default()),
            LogKind::PostgresJsonlog => Entries::Json(Lines::default()),
            _ => {
                // A file's first line says the time; only within one does the last time count.
                let resumed = if open.start > 0 { self.position.clone() } else { Position::default() };
                Entries::General(Lines::default(), Box::new(General::new(self.log.zone, &resumed)))
            }
        };
        while self.budget > 0 {
            let piece = text.read(usize::try_from(self.budget).unwrap_or(PIECE)).await?;
            if piece.is_empty() {
                // What is packed does not grow: its last entry is as complete as it gets.
                self.position.end_packed(&open.name, is_packed(&open.path).then_some(open.size));
                break;
            }
            self.budget -= piece.len() as u64;
            let done = self.take(&mut entries, &piece);
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
        let mut count = |told: Told| {
            self.entries.0 += usize::from(told != Told::Nothing);
            self.entries.1 += usize::from(told == Told::Statement);
        };
        match entries {
            Entries::Csv(csv) => {
                csv.feed(bytes, |record| count(see_csv(record, zone, gatherer)));
                csv.done
            }
            Entries::Json(lines) => {
                let mut broken = 0;
                lines.feed(bytes, |line, _| match see_json(line, zone, gatherer) {
                    Some(told) => count(told),
                    None => broken += 1,
                });
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

/// What an entry tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    /// There is none.
    Nothing,
    /// Something else.
    Other,
    /// That a statement ran.
    Statement,
}

fn see_csv(record: &Record, zone: chrono_tz::Tz, gatherer: &mut Gatherer) -> Told {
    if !message::is_log(&record.severity().text()) {
        return Told::Other;
    }
    // The text is in the encoding of its database, in which quotes are what they are everywhere.
    see(
        &Entry {
            time: &record.time().text(),
            user: &record.user().text(),
            database: &record.database().text(),
            severity: &record.severity().text(),
            message: &record.message().text(),
            detail: &record.detail().text(),
            is_cut: record.message().is_cut,
        },
        zone,
        gatherer,
    )
}

/// Sees a line of JSON; nothing when it is none.
fn see_json(line: &Kept, zone: chrono_tz::Tz, gatherer: &mut Gatherer) -> Option<Told> {
    if line.bytes().is_empty() {
        return Some(Told::Nothing);
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
    value.is_object().then(|| see(&entry, zone, gatherer))
}

fn see(entry: &Entry<'_>, zone: chrono_tz::Tz, gatherer: &mut Gatherer) -> Told {
    if !message::is_log(entry.severity) {
        return Told::Other;
    }
    let Some(said) = message::read(entry.message, entry.detail) else { return Told::Other };
    let Some(at) = moments::postgres(entry.time, zone) else { return Told::Other };
    gatherer.see(&Sighting {
        is_cut: entry.is_cut,
        actor: Some(entry.user),
        database: Some(entry.database),
        total_micros: said.micros,
        ..Sighting::once(said.sql, at)
    });
    Told::Statement
}
