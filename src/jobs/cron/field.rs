//! One field of a cron expression: which values it stands for.

use catalog::{Error, Result};

/// What a field allows.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    name: &'static str,
    low: u32,
    high: u32,
    names: &'static [&'static str],
    /// What the first name stands for.
    first_name: u32,
}

const MONTHS: &[&str] = &["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS: &[&str] = &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/// The fields in their order.
pub const FIELDS: [Rule; 6] = [
    Rule { name: "second", low: 0, high: 59, names: &[], first_name: 0 },
    Rule { name: "minute", low: 0, high: 59, names: &[], first_name: 0 },
    Rule { name: "hour", low: 0, high: 23, names: &[], first_name: 0 },
    Rule { name: "day", low: 1, high: 31, names: &[], first_name: 0 },
    Rule { name: "month", low: 1, high: 12, names: MONTHS, first_name: 1 },
    Rule { name: "weekday", low: 0, high: 7, names: WEEKDAYS, first_name: 0 },
];

/// The values that a field stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// One bit a value.
    values: u64,
    rule_bits: u64,
    /// Whether it was written `*` or `?`: left open rather than listing everything.
    pub is_any: bool,
}

impl Rule {
    /// Reads a field: values, names, ranges, steps, lists of them, `*` and `?`.
    ///
    /// # Errors
    /// [`Error::Invalid`] for `cron`, naming the field, what is wrong and what is allowed.
    pub fn parse(&self, text: &str) -> Result<Field> {
        let mut values = 0_u64;
        for part in text.split(',') {
            values |= self.parse_part(text, part)?;
        }
        if self.name == "weekday" && values & (1 << 7) != 0 {
            values = (values | 1) & !(1 << 7);
        }
        Ok(Field { values, rule_bits: self.all_bits(), is_any: matches!(text, "*" | "?") })
    }

    fn parse_part(&self, whole: &str, part: &str) -> Result<u64> {
        let (range, step) = match part.split_once('/') {
            Some((range, step)) => (range, Some(self.parse_step(whole, step)?)),
            None => (part, None),
        };
        let (low, high) = match range.split_once('-') {
            Some((low, high)) => (self.parse_value(whole, low)?, self.parse_end(whole, high)?),
            None if range == "*" || (range == "?" && step.is_none()) => (self.low, self.last()),
            None => {
                let value = self.parse_value(whole, range)?;
                (value, if step.is_some() { self.last() } else { value })
            }
        };
        if low > high {
            let problem = format!("has `{range}`, which runs backwards; write two ranges, such as `22-23,0-2`");
            return Err(self.invalid(whole, &problem));
        }
        let step = usize::try_from(step.unwrap_or(1)).unwrap_or(usize::MAX);
        Ok((low..=high).step_by(step).fold(0, |bits, value| bits | 1 << value))
    }

    fn parse_step(&self, whole: &str, text: &str) -> Result<u32> {
        let step: u32 = text.parse().map_err(|_| self.unreadable(whole))?;
        if step == 0 {
            return Err(self.invalid(whole, "steps by 0; the least step is 1"));
        }
        Ok(step)
    }

    /// Reads the end of a range, where Sunday comes last.
    fn parse_end(&self, whole: &str, text: &str) -> Result<u32> {
        if self.name == "weekday" && text.eq_ignore_ascii_case("SUN") {
            return Ok(7);
        }
        self.parse_value(whole, text)
    }

    fn parse_value(&self, whole: &str, text: &str) -> Result<u32> {
        if let Some(at) = self.names.iter().position(|name| name.eq_ignore_ascii_case(text)) {
            return Ok(self.first_name + u32::try_from(at).unwrap_or(0));
        }
        if !text.bytes().all(|byte| byte.is_ascii_digit()) || text.is_empty() {
            return Err(self.unreadable(whole));
        }
        let value = text.parse::<u32>().ok().filter(|value| (self.low..=self.high).contains(value));
        value.ok_or_else(|| self.invalid(whole, &format!("is out of range; {}-{} are allowed", self.low, self.high)))
    }

    fn unreadable(&self, whole: &str) -> Error {
        let special = whole.chars().find(|letter| matches!(letter.to_ascii_uppercase(), 'L' | 'W' | '#'));
        match special {
            Some(special) if matches!(self.name, "day" | "weekday") => self.invalid(
                whole,
                &format!("uses `{}`, which is not supported; give the days as numbers", special.to_ascii_uppercase()),
            ),
            _ => self.invalid(
                whole,
                &format!("cannot be read; write `*`, a value of {}-{}, a range, a list or a step", self.low, self.high),
            ),
        }
    }

    fn invalid(&self, whole: &str, problem: &str) -> Error {
        Error::invalid("cron", format!("{} `{whole}` {problem}", self.name))
    }

    /// The last distinct value: 7 is Sunday a second time.
    fn last(&self) -> u32 {
        if self.name == "weekday" { 6 } else { self.high }
    }

    fn all_bits(&self) -> u64 {
        (self.low..=self.last()).fold(0, |bits, value| bits | 1 << value)
    }
}

impl Field {
    /// Whether it stands for every value there is.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.values == self.rule_bits
    }

    /// The values as a list of numbers, `*` for all.
    #[must_use]
    pub fn to_list(&self) -> String {
        self.write(|value| value.to_string())
    }

    /// The values as names of days, which mean the same to everyone.
    #[must_use]
    pub fn to_weekdays(&self) -> String {
        self.write(|value| WEEKDAYS[usize::try_from(value % 7).unwrap_or(0)].to_owned())
    }

    fn write(&self, name: impl Fn(u32) -> String) -> String {
        if self.is_full() {
            return "*".into();
        }
        (0..64).filter(|value| self.values & (1 << value) != 0).map(name).collect::<Vec<_>>().join(",")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weekdays(text: &str) -> String {
        FIELDS[5].parse(text).unwrap().to_weekdays()
    }

    #[test]
    fn range_over_the_end_of_the_week_may_end_on_sunday() {
        assert_eq!(weekdays("5-7"), "SUN,FRI,SAT");
        assert_eq!(weekdays("Fri-Sun"), "SUN,FRI,SAT");
        assert_eq!(weekdays("0-7"), "*");
    }

    #[test]
    fn backward_range_is_refused_with_the_fix() {
        let error = FIELDS[2].parse("22-2").unwrap_err();
        assert_eq!(
            error.to_string(),
            "`cron`: hour `22-2` has `22-2`, which runs backwards; write two ranges, such as `22-23,0-2`"
        );
    }

    #[test]
    fn value_with_step_runs_to_the_end() {
        assert_eq!(FIELDS[1].parse("50/4").unwrap().to_list(), "50,54,58");
    }
}
