//! Lists of tables as jobs write them: several entries, commas inside one, and ranges `name[00-31]suffix`.

use regex::Regex;

/// The most tables that one side of a job may have.
pub(super) const MAX_TABLES: usize = 10_000;

/// The tables that entries stand for, in order, and what is wrong with the list.
pub(super) fn expand(entries: &[&str]) -> (Vec<String>, Vec<String>) {
    let (mut tables, mut problems) = (Vec::new(), Vec::new());
    let range = Range::new();
    for entry in entries.iter().flat_map(|entry| entry.split(',')).map(str::trim).filter(|entry| !entry.is_empty()) {
        let room = MAX_TABLES - tables.len();
        let found = range.expand(entry, room).unwrap_or_else(|| vec![entry.to_owned()]);
        if found.is_empty() || room == 0 {
            problems.push(format!("it has more than {MAX_TABLES} tables; the others are left out"));
            break;
        }
        tables.extend(found);
    }
    (tables, problems)
}

/// How a range is written.
struct Range(Regex);

impl Range {
    fn new() -> Self {
        let pattern = r"^(?<before>(?:\w+\.)?\w+)\[(?<first>\d{1,18})-(?<last>\d{1,18})\](?<behind>.*)$";
        Self(Regex::new(pattern).expect("the pattern is right, as the tests show"))
    }

    /// What a range stands for; nothing when the entry is none, and an empty list when there is no room for it.
    fn expand(&self, entry: &str, room: usize) -> Option<Vec<String>> {
        let found = self.0.captures(entry)?;
        let (first, last) = (&found["first"], &found["last"]);
        let (mut from, mut to): (u64, u64) = (first.parse().ok()?, last.parse().ok()?);
        if from > to {
            std::mem::swap(&mut from, &mut to);
        }
        if to - from >= room as u64 {
            return Some(Vec::new());
        }
        // The lower bound tells whether numbers are padded, and how far.
        let width = if first.starts_with('0') { first.len() } else { 0 };
        Some((from..=to).map(|number| format!("{}{number:0width$}{}", &found["before"], &found["behind"])).collect())
    }
}

/// Whether a text has a place that is filled in when the job starts, such as `${day}` or `$day`.
pub(super) fn is_parameterised(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        rest = &rest[at + 1..];
        if rest.starts_with('{') || rest.starts_with(|letter: char| letter.is_alphabetic() || letter == '_') {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tables(entries: &[&str]) -> Vec<String> {
        expand(entries).0
    }

    #[test]
    fn c2_ranges_expand_with_the_padding_of_the_lower_bound() {
        assert_eq!(tables(&["order_[00-03]"]), ["order_00", "order_01", "order_02", "order_03"]);
        assert_eq!(tables(&["db.order_[8-10]_old"]), ["db.order_8_old", "db.order_9_old", "db.order_10_old"]);
        assert_eq!(tables(&["t[3-1]"]), ["t1", "t2", "t3"]);
    }

    #[test]
    fn c2_commas_separate_inside_an_entry_too() {
        assert_eq!(tables(&["a, b,,t[0-1]", " c "]), ["a", "b", "t0", "t1", "c"]);
    }

    #[test]
    fn c2_what_is_no_range_is_a_name() {
        assert_eq!(tables(&["[dbo].[t]", "t[a-b]", "t_${day}"]), ["[dbo].[t]", "t[a-b]", "t_${day}"]);
        assert!(is_parameterised("t_${day}") && is_parameterised("$bizdate") && !is_parameterised("a$1"));
    }

    #[test]
    fn threat_20_huge_range_is_left_out_and_said() {
        let (tables, problems) = expand(&["a", "t[0-999999999999]", "b"]);
        assert_eq!(tables, ["a"]);
        assert_eq!(problems, ["it has more than 10000 tables; the others are left out"]);
    }

    proptest! {
        #[test]
        fn any_list_is_answered(entry in "[a-z0-9.\\[\\],$ -]{0,40}") {
            expand(&[&entry]);
        }
    }
}
