//! Comparing what was measured with what was expected: five formulas and six operators, as DataVines has them.

use async_graphql::Enum;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is made of the actual and the expected value before it is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema, Enum)]
#[serde(rename_all = "snake_case")]
#[graphql(name = "CheckFormula")]
pub enum Formula {
    /// The actual value.
    #[default]
    Actual,
    /// Actual less expected.
    Difference,
    /// The same without its sign.
    AbsoluteDifference,
    /// Actual in percent of expected.
    Percentage,
    /// The difference without its sign in percent of expected.
    AbsoluteDifferencePercentage,
}

/// How the result of the formula must stand to the threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Enum)]
#[serde(rename_all = "snake_case")]
#[graphql(name = "CheckOperator")]
pub enum Operator {
    /// Equal.
    Eq,
    /// Not equal.
    Neq,
    /// Less.
    Lt,
    /// Less or equal.
    Lte,
    /// Greater.
    Gt,
    /// Greater or equal.
    Gte,
}

impl Formula {
    /// Every formula.
    pub const ALL: [Self; 5] = [
        Self::Actual,
        Self::Difference,
        Self::AbsoluteDifference,
        Self::Percentage,
        Self::AbsoluteDifferencePercentage,
    ];

    /// Whether an expected value is needed.
    #[must_use]
    pub fn needs_expected(self) -> bool {
        self != Self::Actual
    }

    /// The result; none when it is not defined: an expected value of 0 that something is divided by, or what is no number.
    #[must_use]
    pub fn of(self, actual: f64, expected: f64) -> Option<f64> {
        let result = match self {
            Self::Actual => actual,
            Self::Difference => actual - expected,
            Self::AbsoluteDifference => (actual - expected).abs(),
            Self::Percentage => actual / expected * 100.0,
            Self::AbsoluteDifferencePercentage => (actual - expected).abs() / expected * 100.0,
        };
        result.is_finite().then_some(result)
    }

    /// As people write it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Actual => "actual",
            Self::Difference => "actual - expected",
            Self::AbsoluteDifference => "|actual - expected|",
            Self::Percentage => "actual / expected * 100 %",
            Self::AbsoluteDifferencePercentage => "|actual - expected| / expected * 100 %",
        }
    }
}

impl Operator {
    /// Every operator.
    pub const ALL: [Self; 6] = [Self::Eq, Self::Neq, Self::Lt, Self::Lte, Self::Gt, Self::Gte];

    /// Whether it holds. Numbers that differ in the last digits of their calculation alone are equal.
    #[must_use]
    pub fn holds(self, left: f64, right: f64) -> bool {
        let is_equal = (left - right).abs() <= 1e-9 * left.abs().max(right.abs()).max(1e-300);
        match self {
            Self::Eq => is_equal,
            Self::Neq => !is_equal,
            Self::Lt => left < right && !is_equal,
            Self::Lte => left < right || is_equal,
            Self::Gt => left > right && !is_equal,
            Self::Gte => left > right || is_equal,
        }
    }

    /// As people write it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Eq => "=",
            Self::Neq => "≠",
            Self::Lt => "<",
            Self::Lte => "≤",
            Self::Gt => ">",
            Self::Gte => "≥",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f1_five_formulas_by_six_operators_are_as_worked_out_by_hand() {
        // Actual 90, expected 120, and the result of each formula; then thresholds below, at and above it.
        let results = [90.0, -30.0, 30.0, 75.0, 25.0];
        for (formula, result) in Formula::ALL.into_iter().zip(results) {
            assert_eq!(formula.of(90.0, 120.0), Some(result), "{formula:?}");
            for operator in Operator::ALL {
                let held = [result - 1.0, result, result + 1.0].map(|threshold| operator.holds(result, threshold));
                let expected = match operator {
                    Operator::Eq => [false, true, false],
                    Operator::Neq => [true, false, true],
                    Operator::Lt => [false, false, true],
                    Operator::Lte => [false, true, true],
                    Operator::Gt => [true, false, false],
                    Operator::Gte => [true, true, false],
                };
                assert_eq!(held, expected, "{formula:?} {operator:?}");
            }
        }
    }

    #[test]
    fn f1_expected_zero_has_no_percentage() {
        assert_eq!(Formula::Percentage.of(5.0, 0.0), None);
        assert_eq!(Formula::Percentage.of(0.0, 0.0), None);
        assert_eq!(Formula::AbsoluteDifferencePercentage.of(0.0, 0.0), None);
        assert_eq!(Formula::Difference.of(5.0, 0.0), Some(5.0));
        assert_eq!(Formula::Actual.of(f64::NAN, 1.0), None);
        assert_eq!(Formula::Actual.of(f64::INFINITY, 1.0), None);
    }

    #[test]
    fn sums_of_tenths_are_equal_to_what_people_mean() {
        assert!(Operator::Eq.holds(0.1 + 0.2, 0.3));
        assert!(!Operator::Lt.holds(0.3, 0.1 + 0.2));
    }
}
