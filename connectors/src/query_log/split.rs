//! Cuts the bytes of a log into lines or CSV records as they come, keeping no more of each than is looked at, however long
//! it is. What is not complete yet is left for the next time.

/// The most bytes of a field or a line that are kept.
pub(super) const MAX_KEPT: usize = 256 * 1024;
/// The longest record; behind it a quote is taken for one that was never closed.
const MAX_RECORD: u64 = 64 * 1024 * 1024;

/// Bytes of which only the first are kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Kept {
    bytes: Vec<u8>,
    /// Whether there was more.
    pub(super) is_cut: bool,
}

impl Kept {
    fn push(&mut self, byte: u8) {
        if self.bytes.len() < MAX_KEPT { self.bytes.push(byte) } else { self.is_cut = true }
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.is_cut = false;
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The text; bytes that are no UTF-8 become replacement characters. What was cut may end within a character.
    pub(super) fn text(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(&self.bytes)
    }
}

/// Cuts lines.
#[derive(Debug, Default)]
pub(super) struct Lines {
    line: Kept,
    at: u64,
    /// How many bytes complete lines have.
    pub(super) done: u64,
}

impl Lines {
    /// Takes bytes, and gives each line that they complete with where it begins.
    pub(super) fn feed(&mut self, bytes: &[u8], mut take: impl FnMut(&Kept, u64)) {
        for byte in bytes {
            self.at += 1;
            if *byte != b'\n' {
                self.line.push(*byte);
                continue;
            }
            if self.line.bytes.last() == Some(&b'\r') {
                self.line.bytes.pop();
            }
            take(&self.line, self.done);
            self.line.clear();
            self.done = self.at;
        }
    }
}

/// Which fields of a record are kept, by their places.
const FIELDS: [usize; 6] = [0, 1, 2, 11, 13, 14];

/// The fields of a record of PostgreSQL's CSV log that are looked at.
#[derive(Debug, Default)]
pub(super) struct Record {
    fields: [Kept; FIELDS.len()],
}

impl Record {
    pub(super) fn time(&self) -> &Kept {
        &self.fields[0]
    }

    pub(super) fn user(&self) -> &Kept {
        &self.fields[1]
    }

    pub(super) fn database(&self) -> &Kept {
        &self.fields[2]
    }

    pub(super) fn severity(&self) -> &Kept {
        &self.fields[3]
    }

    pub(super) fn message(&self) -> &Kept {
        &self.fields[4]
    }

    pub(super) fn detail(&self) -> &Kept {
        &self.fields[5]
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum State {
    #[default]
    FieldBegins,
    Plain,
    Quoted,
    /// A quote within quotes: the end, or the first of two.
    QuoteInQuotes,
    /// The rest of a line after a quote that was never closed.
    Lost,
}

/// Cuts CSV records, whose fields may have line ends within quotes.
#[derive(Debug, Default)]
pub(super) struct Csv {
    record: Record,
    field: usize,
    state: State,
    at: u64,
    /// How many bytes complete records have.
    pub(super) done: u64,
    /// Records that made no sense.
    pub(super) broken: usize,
}

impl Csv {
    /// Takes bytes, and gives each record that they complete.
    pub(super) fn feed(&mut self, bytes: &[u8], mut take: impl FnMut(&Record)) {
        for byte in bytes {
            self.at += 1;
            if self.at - self.done > MAX_RECORD && self.state != State::Lost {
                self.state = State::Lost;
                self.broken += 1;
            }
            self.state = match (self.state, *byte) {
                (State::Lost, b'\n') => self.end(None::<fn(&Record)>),
                (State::Lost, _) => State::Lost,
                (State::Quoted, b'"') => State::QuoteInQuotes,
                (State::Quoted, byte) => self.keep(byte, State::Quoted),
                (State::FieldBegins, b'"') => State::Quoted,
                (State::QuoteInQuotes, b'"') => self.keep(b'"', State::Quoted),
                (_, b',') => {
                    self.field += 1;
                    State::FieldBegins
                }
                (_, b'\n') => self.end(Some(&mut take)),
                (State::QuoteInQuotes, _) => State::Plain,
                (_, byte) => self.keep(byte, State::Plain),
            };
        }
    }

    fn keep(&mut self, byte: u8, next: State) -> State {
        if let Some(place) = FIELDS.iter().position(|field| *field == self.field) {
            self.record.fields[place].push(byte);
        }
        next
    }

    fn end(&mut self, take: Option<impl FnMut(&Record)>) -> State {
        if let Some(mut take) = take {
            take(&self.record);
        }
        self.record.fields.iter_mut().for_each(Kept::clear);
        self.field = 0;
        self.done = self.at;
        State::FieldBegins
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn records(csv: &mut Csv, bytes: &[u8]) -> Vec<(String, String)> {
        let mut found = Vec::new();
        csv.feed(bytes, |record| found.push((record.user().text().into_owned(), record.message().text().into_owned())));
        found
    }

    fn line(message: &str) -> String {
        format!("2026-11-23 10:00:00 UTC,\"ana\",\"shop\",1,,,,,,,,LOG,00000,\"{}\",,\n", message.replace('"', "\"\""))
    }

    #[test]
    fn record_goes_over_lines_and_has_quotes() {
        let mut csv = Csv::default();
        let text = format!("{}{}", line("statement: SELECT \"a\",\n  ',' FROM t"), line("b"));
        let found = records(&mut csv, text.as_bytes());
        assert_eq!(
            found,
            [("ana".into(), "statement: SELECT \"a\",\n  ',' FROM t".into()), ("ana".into(), "b".into())]
        );
        assert_eq!(csv.done, text.len() as u64);
    }

    #[test]
    fn torn_record_is_left_for_the_next_time() {
        let (mut csv, text) = (Csv::default(), line("one"));
        let torn = &line("two\nand more")[..70];
        assert_eq!(records(&mut csv, format!("{text}{torn}").as_bytes()).len(), 1);
        assert_eq!(csv.done, text.len() as u64);
    }

    #[test]
    fn threat_20_record_that_never_ends_costs_no_memory_and_not_the_rest() {
        let mut csv = Csv::default();
        csv.feed(b"2026,\"ana", |_| panic!("it is not complete"));
        let filling = vec![b'x'; 1024 * 1024];
        for _ in 0..65 {
            csv.feed(&filling, |_| panic!("it is not complete"));
        }
        assert!(csv.record.fields[1].bytes.len() <= MAX_KEPT && csv.record.fields[1].is_cut);
        assert_eq!(records(&mut csv, format!("\n{}", line("after")).as_bytes()), [("ana".into(), "after".into())]);
        assert_eq!(csv.broken, 1);
    }

    #[test]
    fn long_line_is_cut_and_the_next_one_whole() {
        let (mut lines, mut found) = (Lines::default(), Vec::new());
        let text = format!("{}\nshort\r\nhalf", "x".repeat(MAX_KEPT + 5));
        lines.feed(text.as_bytes(), |line, at| found.push((line.bytes().len(), line.is_cut, at)));
        assert_eq!(found, [(MAX_KEPT, true, 0), (5, false, MAX_KEPT as u64 + 6)]);
        assert_eq!(lines.done, text.len() as u64 - 4);
    }

    proptest! {
        #[test]
        fn threat_20_where_bytes_are_divided_does_not_matter(text in "[a,\"\n]{0,80}", at in 0_usize..80) {
            let whole = records(&mut Csv::default(), text.as_bytes());
            let at = at.min(text.len());
            let mut csv = Csv::default();
            let mut parts = records(&mut csv, &text.as_bytes()[..at]);
            parts.extend(records(&mut csv, &text.as_bytes()[at..]));
            prop_assert_eq!(parts, whole);
        }
    }
}
