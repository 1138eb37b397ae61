//! How far a log was read: kept between crawls by the catalog, in one transaction with what was counted.
//!
//! It holds no text of any statement: files are known by a hash of how they begin.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How many bytes of the beginning of a file tell it from others.
pub(super) const HEAD: usize = 1024;
/// The most connections whose account and database are remembered.
const MAX_SESSIONS: usize = 10_000;

/// How far a log was read.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Position {
    /// The sort of log; a position of another sort means nothing.
    pub(super) log: String,
    /// Files, with how far each was read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) files: Vec<FilePosition>,
    /// When counters began, as the server tells, in microseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) began: Option<i64>,
    /// Counters as they were last: how often, how long in microseconds, how many rows.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) counters: BTreeMap<String, Counter>,
    /// The time of the last entry, in microseconds, and how many entries of that time were read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) last: Option<(i64, u64)>,
    /// Open connections, with account and database.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) sessions: BTreeMap<u64, Session>,
}

/// How far a file was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FilePosition {
    pub(super) name: String,
    /// How much of its beginning the hash is of, in bytes.
    pub(super) head: usize,
    pub(super) hash: String,
    /// How much of its text was read, in bytes.
    pub(super) read: u64,
    /// How large it was when all of it had been read, where it is packed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) packed: Option<u64>,
}

/// A counter as it was last.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Counter(pub(super) i64, pub(super) i64, pub(super) i64);

/// Who is at the other end of a connection, and in which database.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Session(pub(super) Option<String>, pub(super) Option<String>);

impl Position {
    /// The position that was kept; the beginning, when it is of another sort or cannot be read.
    pub(super) fn of(text: Option<&str>, log: &str) -> (Self, bool) {
        let known = text.and_then(|text| serde_json::from_str::<Self>(text).ok()).filter(|known| known.log == log);
        let is_known = known.is_some();
        (known.unwrap_or_else(|| Self { log: log.to_owned(), ..Self::default() }), is_known)
    }

    pub(super) fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// How far the file was read that begins with `head` and has `size` bytes; nothing of one that is not known or was
    /// written anew.
    pub(super) fn read_of(&self, name: &str, head: &[u8], size: u64) -> u64 {
        let fits = |known: &&FilePosition| {
            known.head > 0 && head.len() >= known.head && hash(&head[..known.head]) == known.hash && known.read <= size
        };
        let same_name = self.files.iter().filter(|known| known.name == name).find(fits);
        same_name.or_else(|| self.files.iter().find(fits)).map_or(0, |known| known.read)
    }

    /// How far the text was read that begins with `head`, whatever the file was called and whether it was packed then.
    pub(super) fn unpacked_of(&self, head: &[u8]) -> u64 {
        let begins_so = |known: &&FilePosition| {
            known.head > 0 && head.len() >= known.head && hash(&head[..known.head]) == known.hash
        };
        self.files.iter().filter(begins_so).map(|known| known.read).max().unwrap_or(0)
    }

    /// Whether all of the packed file was read whose text begins with `head` and that has `size` bytes.
    pub(super) fn has_unpacked(&self, head: &[u8], size: u64) -> bool {
        let begins_so = |known: &FilePosition| head.len() >= known.head && hash(&head[..known.head]) == known.hash;
        self.files.iter().any(|known| known.packed == Some(size) && known.head > 0 && begins_so(known))
    }

    /// Notes that all of a file was read that is packed and has this size.
    pub(super) fn end_packed(&mut self, name: &str, size: Option<u64>) {
        if let Some(known) = self.files.iter_mut().find(|known| known.name == name) {
            known.packed = size;
        }
    }

    /// Notes how far a file was read.
    pub(super) fn note(files: &mut Vec<FilePosition>, name: &str, head: &[u8], read: u64) {
        files.retain(|known| known.name != name);
        files.push(FilePosition { name: name.to_owned(), head: head.len(), hash: hash(head), read, packed: None });
    }

    /// Notes who is at the other end of a connection; of too many, the oldest are forgotten.
    pub(super) fn open(&mut self, connection: u64, session: Session) {
        self.sessions.insert(connection, session);
        while self.sessions.len() > MAX_SESSIONS {
            self.sessions.pop_first();
        }
    }

    /// What happened since the counter was last looked at. One that went back began anew.
    pub(super) fn since(&self, key: &str, now: Counter) -> Counter {
        match self.counters.get(key) {
            Some(last) if now.0 >= last.0 => {
                let difference = |now: i64, last: i64| now.saturating_sub(last).max(0);
                Counter(now.0 - last.0, difference(now.1, last.1), difference(now.2, last.2))
            }
            _ => now,
        }
    }
}

fn hash(head: &[u8]) -> String {
    catalog::usage::fingerprint("file", &[], &String::from_utf8_lossy(head))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_is_known_by_how_it_begins_and_not_by_its_name() {
        let mut position = Position::default();
        Position::note(&mut position.files, "general.log", b"first line", 100);
        assert_eq!(position.read_of("general.log.1", b"first line and more", 500), 100, "it was renamed, and grew");
        assert_eq!(position.read_of("general.log", b"another", 500), 0, "another took its name");
        assert_eq!(position.read_of("general.log", b"first line", 50), 0, "it was cut");
    }

    #[test]
    fn counter_that_went_back_began_anew() {
        let mut position = Position::default();
        position.counters.insert("a".into(), Counter(10, 1000, 5));
        assert_eq!(position.since("a", Counter(12, 1500, 9)), Counter(2, 500, 4));
        assert_eq!(position.since("a", Counter(3, 30, 3)), Counter(3, 30, 3));
        assert_eq!(position.since("b", Counter(3, 30, 3)), Counter(3, 30, 3));
    }

    #[test]
    fn position_of_another_sort_of_log_means_nothing() {
        let (position, is_known) = Position::of(Some(r#"{"log":"x","last":[5,1]}"#), "y");
        assert_eq!((position.last, is_known), (None, false));
        assert_eq!(Position::of(Some("nonsense"), "y").0.log, "y");
    }
}
