//! Pages of lists of which somebody may know a part: read on until a page is full of what they may know.

use uuid::Uuid;

use super::{Page, PageRequest, decode_cursor};
use crate::error::{Error, Result};

/// How many rows are read with one step, once the first step did not fill the page.
const STEP: u64 = 500;
/// How many rows are looked at for one page at most.
const MOST_LOOKED_AT: usize = 50_000;

/// Which rows a step reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Those behind this one.
    pub after: Option<Uuid>,
    /// How many at most.
    pub limit: u64,
}

/// A page that is being filled.
#[derive(Debug)]
pub struct Filling<T> {
    first: usize,
    next: Option<Step>,
    looked_at: usize,
    kept: Vec<T>,
}

impl<T> Filling<T> {
    /// Begins a page.
    ///
    /// # Errors
    /// `Invalid` for a foreign cursor.
    pub fn begin(page: &PageRequest) -> Result<Self> {
        let bad = || Error::invalid("after", "is not a cursor of this list");
        let after = page.after.as_deref().map(|cursor| decode_cursor(cursor, 1)).transpose()?;
        let after = after.map(|parts| parts.concat().parse()).transpose().map_err(|_| bad())?;
        let next = Some(Step { after, limit: page.first as u64 + 1 });
        Ok(Self { first: page.first, next, looked_at: 0, kept: Vec::new() })
    }

    /// What to read next; none when the page is full or the list at its end.
    ///
    /// # Errors
    /// `Invalid` when tens of thousands lie before the next one that they may know of.
    pub fn next(&self) -> Result<Option<Step>> {
        if self.kept.len() > self.first {
            return Ok(None);
        }
        if self.next.is_some() && self.looked_at > MOST_LOOKED_AT {
            let problem = "has too much before it that you may not know of; narrow the list";
            return Err(Error::invalid("after", problem));
        }
        Ok(self.next)
    }

    /// Takes what a step read: how many rows, the last one, and what of them may be known.
    pub fn add(&mut self, step: Step, (read, last): (usize, Option<Uuid>), kept: Vec<T>) {
        let is_end = (read as u64) < step.limit;
        self.looked_at += read;
        self.next = last.filter(|_| !is_end).map(|last| Step { after: Some(last), limit: STEP });
        self.kept.extend(kept);
    }

    /// The page.
    #[must_use]
    pub fn page(self, cursor: impl Fn(&T) -> String) -> Page<T> {
        Page::cut(self.kept, self.first, cursor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(rows: &[u128], first: usize, keep: impl Fn(u128) -> bool) -> (Vec<u128>, bool) {
        let mut filling = Filling::begin(&PageRequest::first(first)).unwrap();
        while let Some(step) = filling.next().unwrap() {
            let behind = rows.iter().filter(|row| step.after.is_none_or(|after| Uuid::from_u128(**row) > after));
            let read: Vec<u128> = behind.copied().take(usize::try_from(step.limit).unwrap()).collect();
            let seen = (read.len(), read.last().map(|last| Uuid::from_u128(*last)));
            filling.add(step, seen, read.into_iter().filter(|row| keep(*row)).collect());
        }
        let page = filling.page(|row| row.to_string());
        (page.items.iter().map(|(_, row)| *row).collect(), page.has_more)
    }

    #[test]
    fn page_is_full_of_what_may_be_known_and_ends_where_the_list_does() {
        let rows: Vec<u128> = (1..=3_000).collect();
        assert_eq!(list(&rows, 2, |row| row % 1_000 == 0), (vec![1_000, 2_000], true));
        assert_eq!(list(&rows, 3, |row| row % 1_000 == 0), (vec![1_000, 2_000, 3_000], false));
        assert_eq!(list(&[], 3, |_| true), (vec![], false));
        assert_eq!(list(&rows, 2, |_| false), (vec![], false));
    }

    #[test]
    fn endless_list_of_what_may_not_be_known_is_refused() {
        let mut filling: Filling<u128> = Filling::begin(&PageRequest::first(10)).unwrap();
        let mut steps = 0_u128;
        let error = loop {
            match filling.next() {
                Ok(Some(step)) => {
                    steps += 1;
                    filling.add(step, (usize::try_from(step.limit).unwrap(), Some(Uuid::from_u128(steps))), Vec::new());
                }
                Ok(None) => panic!("it does not end"),
                Err(error) => break error,
            }
        };
        assert!(steps < 200, "{steps}");
        assert!(error.to_string().starts_with("`after`"));
    }
}
