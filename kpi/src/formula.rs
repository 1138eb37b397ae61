//! Figures that people make up themselves: `count(has:owner) / count() * 100`.
//!
//! Numbers, `+ - * /`, parentheses and `count(filter)`, nothing else: a formula always ends, and costs one pass for each
//! count. A division by nothing, or a figure too large to be one, is no data.

use rust_decimal::Decimal;

use crate::{
    error::{Error, Result},
    filter::Filter,
    standing::Standing,
};

/// The longest formula, in bytes.
pub const MAX_FORMULA_BYTES: usize = 2_000;
/// The most counts of one formula.
pub const MAX_COUNTS: usize = 8;
/// The deepest nesting.
pub const MAX_DEPTH: usize = 16;

#[derive(Debug, Clone, PartialEq)]
enum Term {
    Number(Decimal),
    Count(usize),
    Minus(Box<Term>),
    Both(Box<Term>, char, Box<Term>),
}

/// A formula, understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Formula {
    term: Term,
    counts: Vec<Filter>,
}

impl Formula {
    /// Reads a formula; `field` names the input that it stands in.
    ///
    /// # Errors
    /// [`Error::Invalid`] for `field`, saying what was expected where.
    pub fn parse(field: &str, text: &str) -> Result<Self> {
        if text.len() > MAX_FORMULA_BYTES {
            let problem = format!("has {} bytes; {MAX_FORMULA_BYTES} are allowed", text.len());
            return Err(Error::invalid(field, problem));
        }
        let mut reader = Reader { field, text, at: 0, counts: Vec::new() };
        let term = reader.sum(0)?;
        if reader.next().is_some() {
            return Err(reader.refuse("an operator or the end"));
        }
        if reader.counts.is_empty() {
            return Err(Error::invalid(
                field,
                "counts nothing; write count(…) somewhere, such as count(has:owner) / count() * 100",
            ));
        }
        Ok(Self { term, counts: reader.counts })
    }

    /// Its value over `assets`; none where it has none.
    #[must_use]
    pub fn evaluate<'a>(&self, assets: impl IntoIterator<Item = &'a Standing>) -> Option<Decimal> {
        let mut counts = vec![0_i64; self.counts.len()];
        for asset in assets {
            for (count, filter) in std::iter::zip(&mut counts, &self.counts) {
                *count += i64::from(filter.has(asset));
            }
        }
        self.term.value(&counts)
    }
}

impl Term {
    fn value(&self, counts: &[i64]) -> Option<Decimal> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Count(at) => counts.get(*at).map(|count| Decimal::from(*count)),
            Self::Minus(term) => Some(-term.value(counts)?),
            Self::Both(left, operator, right) => {
                let (left, right) = (left.value(counts)?, right.value(counts)?);
                match operator {
                    '+' => left.checked_add(right),
                    '-' => left.checked_sub(right),
                    '*' => left.checked_mul(right),
                    _ => left.checked_div(right),
                }
            }
        }
    }
}

struct Reader<'a> {
    field: &'a str,
    text: &'a str,
    at: usize,
    counts: Vec<Filter>,
}

impl Reader<'_> {
    fn refuse(&self, expected: &str) -> Error {
        let place = self.text[..self.at].chars().count() + 1;
        Error::invalid(self.field, format!("at letter {place}: expected {expected}"))
    }

    /// The next letter that is no space.
    fn next(&mut self) -> Option<char> {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
        self.text[self.at..].chars().next()
    }

    fn take(&mut self, wanted: &[char]) -> Option<char> {
        let letter = self.next().filter(|letter| wanted.contains(letter))?;
        self.at += letter.len_utf8();
        Some(letter)
    }

    fn sum(&mut self, depth: usize) -> Result<Term> {
        let mut left = self.product(depth)?;
        while let Some(operator) = self.take(&['+', '-']) {
            left = Term::Both(Box::new(left), operator, Box::new(self.product(depth)?));
        }
        Ok(left)
    }

    fn product(&mut self, depth: usize) -> Result<Term> {
        let mut left = self.factor(depth)?;
        while let Some(operator) = self.take(&['*', '/']) {
            left = Term::Both(Box::new(left), operator, Box::new(self.factor(depth)?));
        }
        Ok(left)
    }

    fn factor(&mut self, depth: usize) -> Result<Term> {
        if depth >= MAX_DEPTH {
            return Err(Error::invalid(self.field, format!("is nested deeper than {MAX_DEPTH} levels")));
        }
        if self.take(&['-']).is_some() {
            return Ok(Term::Minus(Box::new(self.factor(depth + 1)?)));
        }
        if self.take(&['(']).is_some() {
            let inner = self.sum(depth + 1)?;
            return self.take(&[')']).map(|_| inner).ok_or_else(|| self.refuse("`)`"));
        }
        let rest = &self.text[self.at..];
        if let Some(behind) = rest.strip_prefix("count") {
            self.at += rest.len() - behind.len();
            return self.count();
        }
        let digits = rest.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(rest.len());
        let number = rest[..digits].parse().map_err(|_| self.refuse("a number, count(…) or `(`"))?;
        self.at += digits;
        Ok(Term::Number(number))
    }

    /// What is counted: the text up to the parenthesis that closes, whatever stands in quotes.
    fn count(&mut self) -> Result<Term> {
        if self.take(&['(']).is_none() {
            return Err(self.refuse("`(` behind count"));
        }
        let (mut open, mut is_quoted) = (0_usize, false);
        let rest = &self.text[self.at..];
        let close = rest.char_indices().find(|(_, letter)| {
            match letter {
                '"' => is_quoted = !is_quoted,
                '(' if !is_quoted => open += 1,
                ')' if !is_quoted && open == 0 => return true,
                ')' if !is_quoted => open -= 1,
                _ => {}
            }
            false
        });
        let Some((close, _)) = close else { return Err(self.refuse("`)` that closes count(")) };
        if self.counts.len() == MAX_COUNTS {
            return Err(Error::invalid(self.field, format!("counts more than {MAX_COUNTS} times")));
        }
        self.counts.push(Filter::parse(self.field, &rest[..close])?);
        self.at += close + 1;
        Ok(Term::Count(self.counts.len() - 1))
    }
}

#[cfg(test)]
mod tests {
    use catalog::{AssetId, AssetKind};

    use super::*;

    fn assets() -> Vec<Standing> {
        let kinds = [AssetKind::Table, AssetKind::Table, AssetKind::Table, AssetKind::Topic];
        let mut assets: Vec<Standing> = kinds.map(|kind| Standing::bare(AssetId::new(), kind, "x")).into();
        assets[0].owners = vec!["ana".into()];
        assets
    }

    fn value(text: &str) -> Option<String> {
        Formula::parse("formula", text).unwrap().evaluate(&assets()).map(|value| value.normalize().to_string())
    }

    #[test]
    fn f7_a_formula_of_counts_gives_the_right_value() {
        assert_eq!(value("count(has:owner) / count() * 100").as_deref(), Some("25"));
        assert_eq!(value("(count(kind:table has:owner)/count(kind:table))*100").unwrap()[..7], *"33.3333");
        assert_eq!(value("1 + 2 * count(kind:topic) - -3").as_deref(), Some("6"));
        assert_eq!(value("count(name:\")\")").as_deref(), Some("0"));
        assert_eq!(value("count((kind:table OR kind:topic))").as_deref(), Some("4"));
    }

    #[test]
    fn f5_a_division_by_nothing_is_no_data() {
        assert_eq!(value("count(has:owner) / count(kind:pipeline)"), None);
        assert_eq!(value("count() * 79228162514264337593543950335"), None, "too large");
    }

    #[test]
    fn f7_a_formula_that_is_not_understood_is_refused_with_its_place() {
        let deep = "(".repeat(30) + "count()";
        let many = vec!["count()"; 9].join("+");
        let long = " ".repeat(3000);
        for bad in [
            "",
            "1",
            "count(",
            "count()/",
            "count() 1",
            "count(kind:moon)",
            "drop()",
            "count()*(1",
            &deep,
            &many,
            &long,
        ] {
            let error = Formula::parse("formula", bad).unwrap_err();
            assert_eq!(error.problems()[0].field, "formula", "{bad}");
        }
        let error = Formula::parse("formula", "count() / x").unwrap_err().to_string();
        assert_eq!(error, "`formula`: at letter 11: expected a number, count(…) or `(`");
    }
}
