//! Money: decimal amounts of a currency, rounded half up to cents where people read them. Never binary fractions.
//!
//! Conversion between currencies is left out: who prices in two currencies gets two sums.

use std::{fmt, str::FromStr};

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::error::{Error, Result};

/// A currency by its three letters, such as `USD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency([u8; 3]);

impl Currency {
    /// Its three letters.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for Currency {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let letters: Option<[u8; 3]> = text.trim().to_ascii_uppercase().into_bytes().try_into().ok();
        letters
            .filter(|letters| letters.iter().all(u8::is_ascii_uppercase))
            .map(Self)
            .ok_or_else(|| Error::invalid("currency", format!("`{text}` is not three letters, such as USD")))
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// An amount as people read it: two places, half of a cent away from zero.
#[must_use]
pub fn rounded(amount: Decimal) -> Decimal {
    let mut amount = amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    amount.rescale(2);
    amount
}

/// Reads a decimal that a person wrote.
///
/// # Errors
/// [`Error::Invalid`] for the field when it is no decimal number.
pub fn decimal(field: &'static str, text: &str) -> Result<Decimal> {
    Decimal::from_str(text.trim())
        .map_err(|_| Error::invalid(field, format!("`{text}` is not a decimal number, such as 0.023")))
}

/// How decimals are kept in JSON: as text, digit by digit.
pub mod text {
    use std::str::FromStr as _;

    use rust_decimal::Decimal;
    use serde::{Deserialize as _, Deserializer, Serializer, de};

    /// Writes it.
    ///
    /// # Errors
    /// The serializer's own.
    pub fn serialize<S: Serializer>(value: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }

    /// Reads it.
    ///
    /// # Errors
    /// When the text is no decimal.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
        Decimal::from_str(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }

    /// The same where there may be none.
    pub mod option {
        use super::{Decimal, Deserializer, Serializer, de};
        use serde::Deserialize as _;
        use std::str::FromStr as _;

        /// Writes it.
        ///
        /// # Errors
        /// The serializer's own.
        pub fn serialize<S: Serializer>(value: &Option<Decimal>, serializer: S) -> Result<S::Ok, S::Error> {
            match value {
                Some(value) => serializer.collect_str(value),
                None => serializer.serialize_none(),
            }
        }

        /// Reads it.
        ///
        /// # Errors
        /// When the text is no decimal.
        pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Decimal>, D::Error> {
            let text = Option::<String>::deserialize(deserializer)?;
            text.map(|text| Decimal::from_str(&text).map_err(de::Error::custom)).transpose()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f10_money_is_rounded_half_up_to_two_places() {
        for (exact, read) in
            [("0.125", "0.13"), ("0.135", "0.14"), ("-0.125", "-0.13"), ("2.344999", "2.34"), ("7", "7.00")]
        {
            assert_eq!(rounded(exact.parse().unwrap()).to_string(), read, "{exact}");
        }
    }

    #[test]
    fn f10_a_tenth_added_ten_times_is_one() {
        let tenth: Decimal = "0.1".parse().unwrap();
        assert_eq!((0..10).map(|_| tenth).sum::<Decimal>(), Decimal::ONE);
    }

    #[test]
    fn f10_a_currency_is_three_letters() {
        assert_eq!("usd".parse::<Currency>().unwrap().code(), "USD");
        assert_eq!(
            "€".parse::<Currency>().unwrap_err().to_string(),
            "`currency`: `€` is not three letters, such as USD"
        );
        assert!("US1".parse::<Currency>().is_err());
    }
}
