//! Remarks about what could not be understood or found: kept with each statement, bounded, never dropped silently.

use std::collections::BTreeSet;

use serde::Serialize;

/// The most remarks that are kept of one statement; one more says how many were left out.
const MOST: usize = 100;
/// The most characters of one remark.
const MOST_CHARACTERS: usize = 400;

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct Note {
    code: String,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    span: Option<(usize, usize)>,
}

/// The remarks about one statement, each once.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    list: Vec<Note>,
    known: BTreeSet<(String, String)>,
    left_out: usize,
}

impl Notes {
    /// Adds a remark, unless the same was made before.
    pub(crate) fn add(&mut self, code: &str, message: impl AsRef<str>, span: Option<(usize, usize)>) {
        let message: String = message.as_ref().chars().take(MOST_CHARACTERS).collect();
        if self.list.len() >= MOST {
            self.left_out += 1;
        } else if self.known.insert((code.to_owned(), message.clone())) {
            self.list.push(Note { code: code.to_owned(), message, span });
        }
    }

    /// Whether there is nothing to remark.
    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// A JSON list.
    pub(crate) fn into_json(mut self) -> String {
        if self.left_out > 0 {
            let message = format!("{} more remarks are left out", self.left_out);
            self.list.push(Note { code: "left_out".to_owned(), message, span: None });
        }
        serde_json::to_string(&self.list).expect("a list of texts and numbers is always JSON")
    }
}

/// The codes of the remarks in a JSON list, each once.
pub(crate) fn codes(list: &str) -> BTreeSet<String> {
    #[derive(serde::Deserialize)]
    struct Code {
        code: String,
    }
    let list: Vec<Code> = serde_json::from_str(list).unwrap_or_default();
    list.into_iter().map(|note| note.code).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_remark_is_kept_once() {
        let mut notes = Notes::default();
        notes.add("unknown_table", "no `a`", None);
        notes.add("unknown_table", "no `a`", Some((1, 2)));
        assert_eq!(notes.into_json(), r#"[{"code":"unknown_table","message":"no `a`"}]"#);
    }

    #[test]
    fn too_many_remarks_are_counted() {
        let mut notes = Notes::default();
        for number in 0..1000 {
            notes.add("unknown_column", format!("no `{number}`"), None);
        }
        assert_eq!(notes.list.len(), MOST);
        assert!(notes.into_json().contains("900 more remarks are left out"));
    }
}
