//! Which files hold tables, as their names tell: the format, whether they are packed, and what is passed over.

use super::store::{Entry, Store};

/// What a file is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Format {
    Parquet,
    Csv,
    Json,
}

impl Format {
    /// Its name in the catalog.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }
}

/// The endings of names, without a dot and in lower case.
const ENDINGS: [(&str, Format); 11] = [
    ("parquet", Format::Parquet),
    ("parq", Format::Parquet),
    ("pq", Format::Parquet),
    ("csv", Format::Csv),
    ("tsv", Format::Csv),
    ("tab", Format::Csv),
    ("psv", Format::Csv),
    ("json", Format::Json),
    ("jsonl", Format::Json),
    ("ndjson", Format::Json),
    ("jsonlines", Format::Json),
];

/// The endings of files that are being written, or only tell about others.
const PASSING: [&str; 8] = [".crc", ".tmp", ".temp", ".part", ".swp", ".inprogress", ".pending", "~"];

/// The format of a file, and whether it is packed with gzip; none for a file that holds no table.
pub(super) fn of(store: &Store, entry: &Entry) -> Option<(Format, bool)> {
    let file = entry.path.as_str();
    let name = file.rsplit('/').next().unwrap_or(file).to_ascii_lowercase();
    let (plain, is_packed) = match name.strip_suffix(".gz").or_else(|| name.strip_suffix(".gzip")) {
        Some(plain) => (plain, true),
        None => (name.as_str(), false),
    };
    let Some((_, ending)) = plain.rsplit_once('.') else {
        // Hive and old Spark name files without an ending; Parquet tells itself by its first bytes.
        let may_be = !is_packed && (!store.is_far() || is_part(file));
        return (may_be && begins_as_parquet(store, entry)).then_some((Format::Parquet, false));
    };
    let (_, format) = ENDINGS.iter().find(|(known, _)| *known == ending)?;
    // Parquet packs inside of the file; a packed one cannot be read from its end.
    (*format != Format::Parquet || !is_packed).then_some((*format, is_packed))
}

fn begins_as_parquet(store: &Store, entry: &Entry) -> bool {
    let mut magic = [0; 4];
    let opened = store.place(&entry.path, entry.size_bytes).open();
    opened.is_ok_and(|file| file.read_exact_at(&mut magic, 0).is_ok()) && &magic == b"PAR1"
}

/// Whether a path from the folder names what table formats and tools keep for themselves: hidden files, `_SUCCESS`,
/// `_delta_log/…`, check sums, files that are being written.
pub(super) fn is_passed_over(file: &str) -> bool {
    let is_own = |part: &str| part.starts_with('.') || (part.starts_with('_') && !part.contains('='));
    let lower = file.to_ascii_lowercase();
    file.split('/').any(is_own) || PASSING.iter().any(|ending| lower.ends_with(ending))
}

/// Whether a file is named as one of many, by an engine that writes folders (`part-00000…`, `000000_0`).
pub(super) fn is_part(file: &str) -> bool {
    let name = file.rsplit('/').next().unwrap_or(file);
    let is_hive = name.len() >= 8 && name.as_bytes()[..6].iter().all(u8::is_ascii_digit) && name.as_bytes()[6] == b'_';
    name.starts_with("part-") || name.starts_with("part_") || is_hive
}

/// The name of a file without what tells it from its sisters: numbers, dates, identifiers and the ending.
pub(super) fn stem(file: &str) -> String {
    let name = file.rsplit('/').next().unwrap_or(file);
    let bare = name.split('.').next().unwrap_or(name);
    let mut stem = String::new();
    for token in bare.split(|character: char| !character.is_alphanumeric()) {
        let has_digit = token.bytes().any(|byte| byte.is_ascii_digit());
        let is_identifier = token.len() >= 4 && has_digit && token.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_identifier {
            stem.push('#');
        } else {
            stem.extend(token.chars().filter(|character| !character.is_ascii_digit()));
        }
        stem.push('-');
    }
    stem
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b5_endings_tell_the_format_in_any_case() {
        let place = tempfile::tempdir().unwrap();
        std::fs::write(place.path().join("000000_0"), b"PAR1....").unwrap();
        for (file, format) in [
            ("a/b.snappy.PARQUET", Some((Format::Parquet, false))),
            ("000000_0", Some((Format::Parquet, false))),
            ("a.tsv", Some((Format::Csv, false))),
            ("a.csv.gz", Some((Format::Csv, true))),
            ("a.jsonl.gz", Some((Format::Json, true))),
            ("a.parquet.gz", None),
            ("README", None),
            ("a.txt", None),
            (".csv", Some((Format::Csv, false))),
        ] {
            let entry = Entry { path: file.to_owned(), size_bytes: 8, written: None };
            let store = Store::Folder(std::sync::Arc::from(place.path()));
            assert_eq!(of(&store, &entry), format, "{file}");
        }
    }

    #[test]
    fn b5_what_tools_keep_for_themselves_is_passed_over() {
        for file in [
            "_SUCCESS",
            "t/_delta_log/0.json",
            ".a.csv",
            "t/.x.parquet.crc",
            "a.csv.tmp",
            "b.csv~",
            "_temporary/0/p.parquet",
        ] {
            assert!(is_passed_over(file), "{file}");
        }
        for file in ["a.csv", "t/dt=1/a.parquet", "t/_year=2024/a.parquet"] {
            assert!(!is_passed_over(file), "{file}");
        }
    }

    #[test]
    fn b5_names_of_sisters_have_one_stem() {
        let part = |number: &str, id: &str| stem(&format!("x/part-{number}-{id}-c000.snappy.parquet"));
        let (one, two) = ("3d2ab3f4-8a1b-4c6d-9e0f-112233445566", "90ab12cd-1111-4222-8333-99aabbccdde0");
        assert_eq!(part("00000", one), part("00001", two));
        assert_eq!(stem("orders_2024_01.csv"), stem("orders_2024_12.csv"));
        assert_ne!(stem("orders.csv"), stem("users.csv"));
    }
}
