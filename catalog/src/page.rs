//! Lists in pages: by key, never by offset, so that nothing is skipped or repeated while others write.

pub mod filling;

use crate::error::{Error, Result};

/// The most items of one page.
pub const MAX_PAGE: usize = 500;

/// Which part of a list is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest {
    /// How many items at most.
    pub first: usize,
    /// The cursor of the last item that was seen.
    pub after: Option<String>,
}

impl PageRequest {
    /// A page of up to `first` items behind `after`.
    ///
    /// # Errors
    /// [`Error::Invalid`] when `first` is 0 or more than [`MAX_PAGE`].
    pub fn new(first: usize, after: Option<String>) -> Result<Self> {
        if first == 0 || first > MAX_PAGE {
            return Err(Error::invalid("first", format!("is {first}; 1 to {MAX_PAGE} are allowed")));
        }
        Ok(Self { first, after })
    }

    /// The first page of up to `first` items (at most [`MAX_PAGE`]).
    #[must_use]
    pub fn first(first: usize) -> Self {
        Self { first: first.clamp(1, MAX_PAGE), after: None }
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The items with the cursor of each.
    pub items: Vec<(String, T)>,
    /// Whether more follow.
    pub has_more: bool,
    /// How many there are in all, where that is known cheaply.
    pub total: Option<i64>,
}

impl<T> Page<T> {
    /// A page with nothing in it.
    #[must_use]
    pub fn empty() -> Self {
        Self { items: Vec::new(), has_more: false, total: Some(0) }
    }

    /// The page of the first `first` of `items`, which were asked for with one more than that.
    pub fn cut(mut items: Vec<T>, first: usize, cursor: impl Fn(&T) -> String) -> Self {
        let has_more = items.len() > first;
        items.truncate(first);
        Self { items: items.into_iter().map(|item| (cursor(&item), item)).collect(), has_more, total: None }
    }

    /// The same page of other items.
    pub fn map<U>(self, mut with: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(|(cursor, item)| (cursor, with(item))).collect(),
            has_more: self.has_more,
            total: self.total,
        }
    }

    /// The cursor to go on from, when more follow.
    #[must_use]
    pub fn next(&self) -> Option<&str> {
        if self.has_more { self.items.last().map(|(cursor, _)| cursor.as_str()) } else { None }
    }
}

/// Writes a cursor from the parts of a key.
#[must_use]
pub fn encode_cursor(parts: &[&str]) -> String {
    serde_json::to_string(parts).unwrap_or_default().bytes().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads a cursor of `count` parts.
///
/// # Errors
/// [`Error::Invalid`] for `after` when it is not one that this list gave.
pub fn decode_cursor(cursor: &str, count: usize) -> Result<Vec<String>> {
    let bad = || Error::invalid("after", "is not a cursor of this list");
    if !cursor.len().is_multiple_of(2) || cursor.len() > 64 * 1024 || !cursor.is_ascii() {
        return Err(bad());
    }
    let bytes: Option<Vec<u8>> =
        (0..cursor.len()).step_by(2).map(|at| u8::from_str_radix(&cursor[at..at + 2], 16).ok()).collect();
    let parts: Vec<String> = serde_json::from_slice(&bytes.ok_or_else(bad)?).map_err(|_| bad())?;
    if parts.len() == count { Ok(parts) } else { Err(bad()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursor_reads_back() {
        assert_eq!(decode_cursor(&encode_cursor(&["1", "订单"]), 2).unwrap(), ["1", "订单"]);
    }

    #[test]
    fn cursor_of_another_list_is_refused() {
        assert!(decode_cursor("zz", 2).is_err());
        assert!(decode_cursor(&encode_cursor(&["1"]), 2).is_err());
    }

    #[test]
    fn page_of_zero_is_refused() {
        assert_eq!(PageRequest::new(0, None).unwrap_err().to_string(), "`first`: is 0; 1 to 500 are allowed");
    }
}
