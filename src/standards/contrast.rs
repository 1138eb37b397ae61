//! How far the values of columns are codes of their standards: the contrast ratio.

use std::collections::{HashMap, HashSet};

use catalog::{AssetId, clock::from_micros};
use chrono::{DateTime, Utc};

use super::{
    Bound, Result, Standards,
    store::{self, ValueRow},
};

/// When and what was read of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    /// When.
    pub at: DateTime<Utc>,
    /// Who asked for it.
    pub actor: String,
    /// How many rows there were.
    pub rows: i64,
    /// How many of them had no value.
    pub nulls: i64,
    /// How many had a value that is no code, as the standard was then.
    pub outside: i64,
    /// Whether there were more distinct values than are kept.
    pub is_partial: bool,
}

/// How far the values of one or more columns mean codes of their standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Contrast {
    /// How many distinct values there are.
    pub distinct: i64,
    /// How many of them are codes, or were said to mean one.
    pub mapped: i64,
}

impl Contrast {
    /// The share of distinct values that mean a code, 0 to 1; none where there are no values.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a share; there are not 2^52 values")]
    pub fn ratio(self) -> Option<f64> {
        (self.distinct > 0).then(|| self.mapped as f64 / self.distinct as f64)
    }

    /// Both together.
    pub fn add(&mut self, other: Self) {
        self.distinct += other.distinct;
        self.mapped += other.mapped;
    }
}

/// The code that a value means: what people said, else the value itself where it is a code.
pub(super) fn code_of<'a>(codes: &HashSet<&str>, row: &'a ValueRow) -> Option<&'a str> {
    let said = row.code.as_deref().filter(|code| codes.contains(code));
    said.or_else(|| Some(row.value.as_str()).filter(|value| codes.contains(value)))
}

impl Standards {
    /// What is known of columns; those of which nothing was read since they keep their standard are absent.
    ///
    /// # Errors
    /// The store's own.
    pub async fn contrasts(&self, bound: &[Bound]) -> Result<HashMap<AssetId, (Measured, Contrast)>> {
        let ids: Vec<uuid::Uuid> = bound.iter().map(|one| one.column.id.0).collect();
        let lists: HashMap<AssetId, &Bound> = bound.iter().map(|one| (one.column.id, one)).collect();
        let db = self.database().read();
        let mut known: HashMap<AssetId, (Measured, Contrast)> = HashMap::new();
        for row in store::readings(db, &ids).await? {
            let id = AssetId(row.column_id);
            if lists.get(&id).is_some_and(|one| one.list.id.0 == row.list_id) {
                known.insert(id, (row.into(), Contrast::default()));
            }
        }
        // One set of codes a standard, however many columns keep it.
        let mut codes: HashMap<AssetId, HashSet<&str>> = HashMap::new();
        for one in bound {
            let list = || one.standard().codes.iter().map(|code| code.code.as_str()).collect();
            codes.entry(one.list.id).or_insert_with(list);
        }
        let read: Vec<uuid::Uuid> = known.keys().map(|id| id.0).collect();
        for piece in read.chunks(store::PIECE) {
            for row in store::values(db, piece).await? {
                let id = AssetId(row.column_id);
                let (Some((_, contrast)), Some(one)) = (known.get_mut(&id), lists.get(&id)) else { continue };
                let is_mapped = codes.get(&one.list.id).is_some_and(|codes| code_of(codes, &row).is_some());
                contrast.add(Contrast { distinct: 1, mapped: i64::from(is_mapped) });
            }
        }
        Ok(known)
    }
}

impl From<store::ReadingRow> for Measured {
    fn from(row: store::ReadingRow) -> Self {
        Self {
            at: from_micros(row.at),
            actor: row.actor,
            rows: row.count_rows,
            nulls: row.count_nulls,
            outside: row.count_outside,
            is_partial: row.is_partial,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b12_ratio_of_nothing_is_none_and_three_of_four_are_75_percent() {
        assert_eq!(Contrast::default().ratio(), None);
        assert_eq!(Contrast { distinct: 4, mapped: 3 }.ratio(), Some(0.75));
    }

    #[test]
    fn b12_value_means_what_people_said_before_it_means_itself() {
        let codes = HashSet::from(["1", "2"]);
        let row = |value: &str, code: Option<&str>| ValueRow {
            column_id: uuid::Uuid::nil(),
            value: value.into(),
            count_rows: 1,
            code: code.map(str::to_owned),
        };
        assert_eq!(code_of(&codes, &row("1", Some("2"))), Some("2"));
        assert_eq!(code_of(&codes, &row("1", Some("gone"))), Some("1"), "a code that is gone means nothing");
        assert_eq!(code_of(&codes, &row("男", Some("gone"))), None);
        assert_eq!(code_of(&codes, &row(" 1", None)), None, "blanks count");
    }
}
