//! MySQL's and MariaDB's general log: who runs what over which connection, entry by entry.
//!
//! Only the first line of an entry says whose it is; the account and the database of a connection are told once, when it
//! is made. An entry ends where the next one begins, so the last one of a file is left for the next time.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{
    gather::{Gatherer, Sighting},
    moments,
    position::{Position, Session},
    split::{Kept, MAX_KEPT},
};

/// An entry, as far as it has been read.
#[derive(Debug)]
struct Entry {
    connection: u64,
    command: String,
    text: Vec<u8>,
    is_cut: bool,
    at: Option<DateTime<Utc>>,
}

/// The entries of a file.
#[derive(Debug)]
pub(super) struct General {
    zone: Tz,
    /// The time that lines without one mean.
    time: Option<DateTime<Utc>>,
    open: Option<Entry>,
    /// How many bytes complete entries have.
    pub(super) done: u64,
}

/// The first line of an entry.
#[derive(Debug, PartialEq, Eq)]
struct Head<'a> {
    time: Option<&'a str>,
    connection: u64,
    command: &'a str,
    text: &'a [u8],
}

impl General {
    /// Entries from the beginning of a file or, when `position` tells the time, from within it.
    pub(super) fn new(zone: Tz, position: &Position) -> Self {
        let time = position.last.and_then(|(micros, _)| DateTime::from_timestamp_micros(micros));
        Self { zone, time, open: None, done: 0 }
    }

    /// Takes the line that begins at `at`.
    pub(super) fn line(&mut self, line: &Kept, at: u64, position: &mut Position, gatherer: &mut Gatherer) {
        if is_banner(line.bytes()) {
            return self.end(at, position, gatherer);
        }
        match head(line.bytes()) {
            Some(found) => {
                self.end(at, position, gatherer);
                self.time = found.time.and_then(|time| moments::mysql(time, self.zone)).or(self.time);
                self.open = Some(Entry {
                    connection: found.connection,
                    command: found.command.to_owned(),
                    text: found.text.to_vec(),
                    is_cut: line.is_cut,
                    at: self.time,
                });
            }
            None => {
                let Some(open) = &mut self.open else { return };
                let room = MAX_KEPT.saturating_sub(open.text.len() + 1);
                let more = line.bytes();
                open.is_cut |= line.is_cut || more.len() > room;
                open.text.push(b'\n');
                open.text.extend_from_slice(&more[..more.len().min(room)]);
            }
        }
    }

    /// Ends the open entry, in front of what begins at `at`.
    fn end(&mut self, at: u64, position: &mut Position, gatherer: &mut Gatherer) {
        self.done = at;
        let Some(Entry { connection, command, text, is_cut, at }) = self.open.take() else { return };
        if let Some(at) = at {
            position.last = Some((at.timestamp_micros(), 0));
        }
        // Where another encoding ends its texts cannot be told.
        let end = if is_cut { text.len() - incomplete(&text) } else { text.len() };
        let Ok(text) = std::str::from_utf8(&text[..end]) else {
            gatherer.unclear += usize::from(command == "Query" || command == "Execute");
            return;
        };
        take((connection, &command, text, is_cut), at, position, gatherer);
    }
}

/// Takes one entry: a connection's account and database, or a statement.
pub(super) fn take(
    (connection, command, text, is_cut): (u64, &str, &str, bool),
    at: Option<DateTime<Utc>>,
    position: &mut Position,
    gatherer: &mut Gatherer,
) {
    match command {
        "Connect" | "Change user" => position.open(connection, session(text)),
        "Init DB" => {
            let Session(actor, _) = position.sessions.get(&connection).cloned().unwrap_or_default();
            position.open(connection, Session(actor, Some(text.trim().to_owned())));
        }
        "Quit" => drop(position.sessions.remove(&connection)),
        "Query" | "Execute" => {
            let Some(at) = at else { return };
            let known = position.sessions.get(&connection);
            let sighting = Sighting {
                actor: known.and_then(|session| session.0.as_deref()),
                database: known.and_then(|session| session.1.as_deref()),
                is_cut,
                ..Sighting::once(text, at)
            };
            if let Some(database) = gatherer.see(&sighting) {
                let Session(actor, _) = position.sessions.get(&connection).cloned().unwrap_or_default();
                position.open(connection, Session(actor, Some(database)));
            }
        }
        _ => {}
    }
}

/// How many bytes at the end belong to a character that was cut.
fn incomplete(bytes: &[u8]) -> usize {
    match std::str::from_utf8(bytes) {
        Err(odd) if odd.error_len().is_none() => bytes.len() - odd.valid_up_to(),
        _ => 0,
    }
}

/// What `ana@db.example on shop using TCP/IP` says.
fn session(text: &str) -> Session {
    if text.starts_with("Access denied") {
        return Session::default();
    }
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let (who, rest) = text.split_once(" on").unwrap_or((text, ""));
    let actor = who.rsplit_once('@').map_or(who, |(actor, _)| actor);
    let database = rest.split(" using").next().unwrap_or_default();
    Session(given(actor), given(database))
}

/// What a server writes when it begins a file.
fn is_banner(line: &[u8]) -> bool {
    let holds = |text: &[u8]| line.windows(text.len()).any(|window| window == text);
    line.len() < 1024
        && ((holds(b", Version: ") && line.ends_with(b"started with:"))
            || line.starts_with(b"Tcp port: ")
            || (line.starts_with(b"Time ") && line.ends_with(b"Command\tArgument"))
            || (line.starts_with(b"Time\t") && line.ends_with(b"Command\tArgument")))
}

fn head(line: &[u8]) -> Option<Head<'_>> {
    let tab = line.iter().position(|byte| *byte == b'\t')?;
    let time = std::str::from_utf8(line.get(..tab)?).ok()?;
    let mut rest = &line[tab + 1..];
    if time.is_empty() {
        rest = rest.strip_prefix(b"\t")?;
    } else if !is_time(time) {
        return None;
    }
    let blanks = rest.iter().take_while(|byte| **byte == b' ').count();
    let rest = &rest[blanks..];
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let connection = std::str::from_utf8(&rest[..digits]).ok()?.parse().ok()?;
    let rest = rest[digits..].strip_prefix(b" ")?;
    let end = rest.iter().position(|byte| *byte == b'\t').unwrap_or(rest.len());
    let command = std::str::from_utf8(&rest[..end]).ok()?.trim();
    let is_command = !command.is_empty()
        && command.len() <= 24
        && command.bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b' ' | b'_'));
    let text = rest.get(end + 1..).unwrap_or_default();
    is_command.then_some(Head { time: Some(time).filter(|time| !time.is_empty()), connection, command, text })
}

/// Whether a text has the form of a time, by its first signs.
fn is_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    match bytes.get(digits) {
        Some(b'-') => digits == 4 && text.contains('T'),
        Some(b' ') => digits == 6 && text.contains(':'),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_of_both_servers_are_read() {
        let head = |line: &'static str| super::head(line.as_bytes());
        let found = head("2026-11-23T10:00:00.123456Z\t   12 Query\tSELECT 1").unwrap();
        assert_eq!((found.time, found.connection, found.command), (Some("2026-11-23T10:00:00.123456Z"), 12, "Query"));
        let found = head("261123 10:00:00\t     7 Init DB\tshop").unwrap();
        assert_eq!((found.time, found.command, found.text), (Some("261123 10:00:00"), "Init DB", &b"shop"[..]));
        assert_eq!(head("\t\t     7 Quit\t").unwrap().command, "Quit");
        for line in ["SELECT a\tFROM t", "\tQuery\tx", "", "  FROM t", "2026-11-23T10:00:00Z no tab"] {
            assert_eq!(head(line), None, "{line}");
        }
    }

    #[test]
    fn connections_say_who_and_where() {
        let session = |text: &str| super::session(text);
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(session("ana@10.0.0.7 on shop using TCP/IP"), Session(some("ana"), some("shop")));
        assert_eq!(session("ana@localhost on  using Socket"), Session(some("ana"), None));
        assert_eq!(session("ana@localhost as ana on shop"), Session(some("ana"), some("shop")));
        assert_eq!(session("Access denied for user 'x'@'y' (using password: YES)"), Session(None, None));
    }
}
