//! What a value probably means: it is written almost like a code, its meaning or another name, or begins exactly one
//! meaning. Nothing is suggested where two codes would do.

use std::collections::HashMap;

use async_graphql::Enum;
use catalog::kinds::code_list::StandardCode;

/// Why a code is suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Enum)]
#[graphql(name = "StandardLikeness")]
pub enum Likeness {
    /// The value is the code but for case, blanks, width or zeros in front.
    Code,
    /// The value is another name of the code.
    Name,
    /// The value is the meaning.
    Meaning,
    /// The meaning begins with the value, and no other does.
    Beginning,
}

/// What a value probably means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The code.
    pub code: String,
    /// Why.
    pub why: Likeness,
}

/// Suggests codes of one standard.
#[derive(Debug)]
pub struct Suggester<'a> {
    codes: &'a [StandardCode],
    /// By how alike, then by the folded text: the only code that it stands for, or none where there are several.
    known: HashMap<(Likeness, String), Option<&'a str>>,
}

impl<'a> Suggester<'a> {
    /// One for these codes.
    #[must_use]
    pub fn of(codes: &'a [StandardCode]) -> Self {
        let mut known: HashMap<(Likeness, String), Option<&'a str>> = HashMap::new();
        let mut add = |why: Likeness, text: &str, code: &'a str| {
            let only = known.entry((why, folded(text))).or_insert(Some(code));
            *only = only.filter(|before| *before == code);
        };
        for code in codes {
            add(Likeness::Code, &code.code, &code.code);
            add(Likeness::Meaning, &code.meaning, &code.code);
            code.names.iter().for_each(|name| add(Likeness::Name, name, &code.code));
        }
        Self { codes, known }
    }

    /// What `value` probably means.
    #[must_use]
    pub fn suggest(&self, value: &str) -> Option<Suggestion> {
        let text = folded(value);
        if text.is_empty() {
            return None;
        }
        for why in [Likeness::Code, Likeness::Name, Likeness::Meaning] {
            if let Some(only) = self.known.get(&(why, text.clone())) {
                return only.map(|code| Suggestion { code: code.to_owned(), why });
            }
        }
        let mut begun = self.codes.iter().filter(|code| folded(&code.meaning).starts_with(&text));
        let only = begun.next().filter(|_| begun.next().is_none())?;
        Some(Suggestion { code: only.code.clone(), why: Likeness::Beginning })
    }
}

/// A text without what people write differently: case, blanks around, full width, zeros in front of a number.
fn folded(text: &str) -> String {
    let narrow = text.trim().chars().map(|sign| match sign {
        // The full-width forms stand in the order of ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(sign) - 0xfee0).unwrap_or(sign),
        other => other,
    });
    let narrow: String = narrow.flat_map(char::to_lowercase).collect();
    let is_number = !narrow.is_empty() && narrow.bytes().all(|byte| byte.is_ascii_digit());
    match narrow.trim_start_matches('0') {
        "" if is_number => "0".to_owned(),
        short if is_number => short.to_owned(),
        _ => narrow,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b12_values_are_suggested_by_text_case_names_and_beginning_and_never_by_guess() {
        let code = |code: &str, meaning: &str, names: &[&str]| StandardCode {
            code: code.into(),
            meaning: meaning.into(),
            names: names.iter().map(|name| (*name).to_owned()).collect(),
        };
        let codes = [
            code("0", "未知的性别", &[]),
            code("1", "男性", &["M", "male"]),
            code("2", "女性", &["F"]),
            code("9", "未说明的性别", &[]),
        ];
        let suggester = Suggester::of(&codes);
        let suggest = |value: &str| suggester.suggest(value).map(|found| (found.code, found.why));
        assert_eq!(suggest(" 01 "), Some(("1".into(), Likeness::Code)));
        assert_eq!(suggest("１"), Some(("1".into(), Likeness::Code)));
        assert_eq!(suggest("00"), Some(("0".into(), Likeness::Code)));
        assert_eq!(suggest("m"), Some(("1".into(), Likeness::Name)));
        assert_eq!(suggest("女性"), Some(("2".into(), Likeness::Meaning)));
        assert_eq!(suggest("男"), Some(("1".into(), Likeness::Beginning)));
        assert_eq!((suggest("未"), suggest("x"), suggest("  ")), (None, None, None), "two would do, or none");
        let two = [code("a", "x", &["same"]), code("b", "y", &["Same"])];
        assert_eq!(Suggester::of(&two).suggest("same"), None);
    }
}
