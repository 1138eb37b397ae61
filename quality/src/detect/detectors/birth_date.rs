//! Days of birth. A date looks like any other, so the column has to say so.

use catalog::TypeClass;

use super::{
    super::{
        detector::{Detector, Fit, Least, Names, always},
        semantic::SemanticType,
    },
    id_card::is_day,
};

pub(in super::super) const DETECTOR: Detector = Detector {
    semantic: SemanticType::BirthDate,
    classes: &[TypeClass::Text, TypeClass::Date, TypeClass::Timestamp, TypeClass::Integer, TypeClass::Other],
    names: Names {
        says: &[
            "birthday",
            "birth date",
            "birthdate",
            "birth day",
            "birth dt",
            "date of birth",
            "dob",
            "born on",
            "born",
            "csrq",
            "csny",
            "chushengriqi",
            "shengri",
            "出生日期",
            "出生年月",
            "生日",
            "出生年月日",
            "出生时间",
        ],
        hints: &["birth", "sr", "出生"],
        denies: &["birth place", "birth year", "birth city", "出生地", "生日标志"],
    },
    fits,
    holds: always,
    least: Least::NAMED,
};

/// `1990-01-31`, `1990/1/31`, `1990.01.31`, `19900131`, `1990年1月31日`, each with a time behind it or not.
fn fits(value: &str) -> Fit {
    let day = value.split([' ', 'T']).next().unwrap_or_default();
    if day.len() == 8 && day.bytes().all(|letter| letter.is_ascii_digit()) {
        let number = |from: usize, to: usize| day[from..to].parse().unwrap_or_default();
        return Fit::likely_if(is_day(number(0, 4), number(4, 6), number(6, 8)));
    }
    let parts: Vec<&str> =
        day.split(['-', '/', '.', '年', '月', '日']).filter(|part| !part.is_empty()).take(4).collect();
    let numbers: Vec<u32> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    match (parts.len(), numbers.as_slice()) {
        (3, [year, month, day]) if *year > 99 => Fit::likely_if(is_day(*year, *month, *day)),
        // Day or month first, as written elsewhere.
        (3, [first, second, year]) => Fit::likely_if(is_day(*year, *second, *first) || is_day(*year, *first, *second)),
        (2, [year, month]) => {
            if is_day(*year, *month, 1) {
                Fit::Loose
            } else {
                Fit::No
            }
        }
        _ => Fit::No,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d4_days_are_read_in_their_usual_forms() {
        for day in
            ["1990-01-31", "1990/1/31", "19900131", "1990年1月31日", "1990-01-31 00:00:00", "31.01.1990", "1/31/1990"]
        {
            assert_eq!(fits(day), Fit::Likely, "{day}");
        }
        for day in ["1990-02-30", "1999-13-01", "20241301", "12:30", "1.2.3", "", "0000-00-00"] {
            assert_eq!(fits(day), Fit::No, "{day}");
        }
    }
}
