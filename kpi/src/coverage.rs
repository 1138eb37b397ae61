//! Coverage: which share of the assets has what it should have, such as a description or an owner.
//!
//! Where there is nothing to cover, there is no share: "no data" is neither 0 % nor 100 %.

use catalog::Coverage;

/// A part of a whole, by counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// How many have it.
    pub part: i64,
    /// How many there are.
    pub whole: i64,
}

impl Share {
    /// `part` of `whole`; counts below zero or parts beyond the whole are cut.
    #[must_use]
    pub fn new(part: i64, whole: i64) -> Self {
        let whole = whole.max(0);
        Self { part: part.clamp(0, whole), whole }
    }

    /// The share, from 0 to 1; none where there is nothing.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of assets are far below 2^52")]
    pub fn ratio(self) -> Option<f64> {
        (self.whole > 0).then(|| self.part as f64 / self.whole as f64)
    }

    /// Two shares of disjoint wholes as one: sums, never an average of shares.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { part: self.part + other.part, whole: self.whole + other.whole }
    }
}

/// The share of tables with a description.
#[must_use]
pub fn tables_described(coverage: &Coverage) -> Share {
    Share::new(coverage.tables_described, coverage.tables)
}

/// The share of tables with an owner.
#[must_use]
pub fn tables_owned(coverage: &Coverage) -> Share {
    Share::new(coverage.tables_owned, coverage.tables)
}

/// The share of columns with a description.
#[must_use]
pub fn columns_described(coverage: &Coverage) -> Share {
    Share::new(coverage.columns_described, coverage.columns)
}

/// The share of tables and columns together with a description.
#[must_use]
pub fn described(coverage: &Coverage) -> Share {
    tables_described(coverage).and(columns_described(coverage))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifty_seven_of_seventy_five_is_0_76() {
        assert_eq!(Share::new(57, 75).ratio(), Some(0.76));
    }

    #[test]
    fn nothing_to_cover_has_no_share() {
        assert_eq!(Share::new(0, 0).ratio(), None);
    }

    #[test]
    fn shares_are_summed_and_not_averaged() {
        let coverage = Coverage { tables: 1, tables_described: 1, tables_owned: 0, columns: 9, columns_described: 0 };
        assert_eq!(described(&coverage).ratio(), Some(0.1));
    }
}
