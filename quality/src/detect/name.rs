//! What a column's name and comment say: English, Chinese, pinyin and its abbreviations.
//!
//! A name is cut into words where cases, digits and punctuation change. What counts is the thing that is named, so a phrase
//! with another noun behind it (`phone type`, `手机型号`) or a question before it (`has_phone`, `是否绑定手机`) speaks against.

use super::detector::Names;

/// Nouns that make something else of what is named before them.
const OTHER_NOUNS: &[&str] = &[
    "type",
    "kind",
    "model",
    "brand",
    "count",
    "cnt",
    "counts",
    "flag",
    "status",
    "state",
    "level",
    "rank",
    "verified",
    "valid",
    "validated",
    "len",
    "length",
    "strength",
    "expire",
    "expires",
    "expired",
    "expiry",
    "at",
    "time",
    "date",
    "created",
    "updated",
    "changed",
    "city",
    "domain",
    "operator",
    "carrier",
    "region",
    "hint",
    "attempts",
    "error",
    "err",
    "ratio",
    "rate",
    "percent",
    "ms",
    "calls",
    "list",
    "format",
    "size",
    "version",
    "template",
    "enabled",
    "required",
    "bound",
    "quota",
    "limit",
    "usage",
    "used",
    "index",
    "seq",
    "sort",
    "order",
    "score",
    "group",
    "category",
    "source",
];
/// The same in Chinese, at the end of a name.
const OTHER_NOUNS_ZH: &[&str] = &[
    "类型",
    "种类",
    "型号",
    "品牌",
    "数",
    "数量",
    "个数",
    "次数",
    "标志",
    "标识位",
    "状态",
    "级别",
    "等级",
    "时间",
    "归属地",
    "运营商",
    "后缀",
    "域名",
    "强度",
    "长度",
    "城市",
    "省份",
    "图片",
    "照片",
    "照片编号",
    "编号",
    "有效期",
    "类别",
    "模板",
    "是否有效",
];
/// Words that ask or count, at the beginning.
const ASKING: &[&str] = &["is", "has", "was", "can", "need", "needs", "allow", "max", "min", "avg", "sum", "total"];
/// Pinyin abbreviations of whose number, name or address it is.
const WHOSE: &[&str] = &[
    "lxr", "kh", "yh", "hy", "fr", "jbr", "sqr", "gd", "bd", "jj", "cz", "yg", "hz", "xs", "ls", "fzr", "shr", "sjr",
    "jjr", "jzr", "dlr", "zj", "qy", "dw", "gs", "cgr", "ckr", "skr", "fkr", "bbr", "tbr", "bg", "cx", "zc", "cs",
    "hj", "js",
];
/// Endings that add nothing.
const PLAIN_ENDINGS: &[&str] =
    &["no", "num", "number", "code", "id", "value", "text", "str", "1", "2", "3", "old", "new"];

/// As much of a name is looked at.
const MOST_CHARACTERS: usize = 256;

/// What a name says of one sort of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// Just this.
    This,
    /// This among other things.
    Perhaps,
    /// Nothing.
    Nothing,
    /// That it is something else.
    Other,
}

/// What was found in a name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) says: Says,
    /// The phrase it was known by.
    pub(super) phrase: &'static str,
    /// Whether the phrase is of the comment.
    pub(super) is_in_comment: bool,
    /// The length of the phrase in characters: of two that match, the longer says more.
    pub(super) length: usize,
}

/// A name, cut into words.
pub(super) struct Name {
    words: Vec<String>,
    /// All of it in lower case, without what parts words.
    whole: String,
    /// The first clause of the comment.
    comment: Option<Box<Name>>,
}

impl Name {
    /// Cuts a name, and the beginning of a comment.
    pub(super) fn of(name: &str, comment: Option<&str>) -> Self {
        let bounded: String = name.chars().take(MOST_CHARACTERS).collect();
        let words = split(&bounded);
        let whole = words.concat();
        let clause = comment.and_then(|comment| {
            let bounded: String = comment.chars().take(120).collect();
            let first = bounded.split(['，', ',', '；', ';', '：', ':', '。', '(', '（', '\n', '.']).next()?.trim();
            (!first.is_empty()).then(|| Box::new(Self::of(first, None)))
        });
        Self { words, whole, comment: clause }
    }

    /// What it says. A comment counts as far as it ends in a phrase: it may speak of many things.
    pub(super) fn find(&self, names: &Names) -> Found {
        let own = self.find_here(names);
        if self.comment.as_ref().is_some_and(|comment| comment.whole.starts_with("是否")) {
            return Found { says: if own.says == Says::Nothing { Says::Nothing } else { Says::Other }, ..own };
        }
        let Some(comment) = self.comment.as_ref().filter(|_| matches!(own.says, Says::Nothing | Says::Perhaps)) else {
            return own;
        };
        let other = comment.find_here(names);
        if other.says == Says::This || (own.says == Says::Nothing && other.says != Says::Nothing) {
            return Found { is_in_comment: true, ..other };
        }
        own
    }

    fn find_here(&self, names: &Names) -> Found {
        let nothing = Found { says: Says::Nothing, phrase: "", is_in_comment: false, length: 0 };
        if let Some((phrase, _)) = self.longest(names.denies) {
            return Found { says: Says::Other, phrase, ..nothing };
        }
        let said = self.longest(names.says).map(|found| (Says::This, found));
        let hinted = self.longest(names.hints).map(|found| (Says::Perhaps, found));
        let Some((says, (phrase, is_other))) = said.or(hinted) else {
            return nothing;
        };
        let length = phrase.chars().count();
        Found { says: if is_other { Says::Other } else { says }, phrase, length, ..nothing }
    }

    /// The longest phrase in it, and whether the words around make it something else.
    fn longest(&self, phrases: &'static [&'static str]) -> Option<(&'static str, bool)> {
        phrases
            .iter()
            .filter_map(|phrase| self.place(phrase).map(|is_other| (*phrase, is_other)))
            .max_by_key(|(phrase, is_other)| (phrase.chars().count(), !is_other))
    }

    /// Whether the phrase is in it; then, whether it is about something else.
    fn place(&self, phrase: &str) -> Option<bool> {
        if phrase.is_ascii() { self.place_of_words(phrase) } else { self.place_of_chinese(phrase) }
    }

    fn place_of_chinese(&self, phrase: &str) -> Option<bool> {
        let at = self.whole.rfind(phrase)?;
        let behind = &self.whole[at + phrase.len()..];
        let is_asked = self.whole.starts_with('是') || self.whole.starts_with("有无");
        Some(is_asked || OTHER_NOUNS_ZH.iter().any(|noun| behind.ends_with(noun)))
    }

    fn place_of_words(&self, phrase: &str) -> Option<bool> {
        let parts: Vec<&str> = phrase.split(' ').collect();
        let asks = self.words.first().is_some_and(|word| ASKING.contains(&word.as_str()));
        let is_other = |at: usize, behind: &[String]| {
            (asks && at > 0) || behind.iter().any(|word| OTHER_NOUNS.contains(&word.as_str()) || is_other_chinese(word))
        };
        if let Some(at) = self.words.windows(parts.len()).rposition(|run| run.iter().zip(&parts).all(|(a, b)| a == b)) {
            return Some(is_other(at, &self.words[at + parts.len()..]));
        }
        let squashed = parts.concat();
        if self.whole == squashed {
            return Some(false);
        }
        for (at, word) in self.words.iter().enumerate() {
            let (before, behind) = match word.find(&squashed) {
                Some(from) => (&word[..from], &word[from + squashed.len()..]),
                None => continue,
            };
            let is_plain = behind.is_empty() || PLAIN_ENDINGS.contains(&behind);
            // Long phrases may stand inside of a word that nobody parted; short ones only behind whose they are.
            let is_found = if squashed.len() >= 5 {
                is_plain || before.is_empty()
            } else {
                is_plain && (before.is_empty() || (behind.is_empty() && WHOSE.contains(&before)))
            };
            if is_found {
                return Some(OTHER_NOUNS.contains(&behind) || is_other(at, &self.words[at + 1..]));
            }
        }
        None
    }
}

fn is_other_chinese(word: &str) -> bool {
    OTHER_NOUNS_ZH.iter().any(|noun| word.ends_with(noun))
}

/// The words of a name, in lower case.
fn split(name: &str) -> Vec<String> {
    #[derive(PartialEq, Clone, Copy)]
    enum Sort {
        Lower,
        Upper,
        Digit,
        Other,
    }
    let sort = |letter: char| {
        if letter.is_ascii_digit() {
            Sort::Digit
        } else if letter.is_ascii_lowercase() {
            Sort::Lower
        } else if letter.is_ascii_uppercase() {
            Sort::Upper
        } else {
            Sort::Other
        }
    };
    let letters: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for (at, &letter) in letters.iter().enumerate() {
        if !letter.is_alphanumeric() {
            words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
            continue;
        }
        let before = at.checked_sub(1).map(|at| sort(letters[at]));
        let next = letters.get(at + 1).map(|letter| sort(*letter));
        let parts = match (before, sort(letter)) {
            (Some(a), b) if a == b => {
                // The last of several capitals begins the next word: `IDCard`.
                b == Sort::Upper && next == Some(Sort::Lower)
            }
            (Some(Sort::Upper), Sort::Lower) | (None, _) => false,
            _ => true,
        };
        if parts && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        word.extend(letter.to_lowercase());
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    const PHONE: Names =
        Names { says: &["phone", "sjh", "手机号", "手机"], hints: &["dh"], denies: &["phone book"] };

    fn says(name: &str) -> Says {
        Name::of(name, None).find(&PHONE).says
    }

    #[test]
    fn d4_names_are_cut_where_cases_and_signs_change() {
        assert_eq!(split("userIDCard_no2"), ["user", "id", "card", "no", "2"]);
        assert_eq!(split("登录ip"), ["登录", "ip"]);
        assert_eq!(split("USER_PHONE"), ["user", "phone"]);
    }

    #[test]
    fn d4_phrases_are_found_in_every_spelling() {
        for name in ["phone", "user_phone", "userPhone", "PHONENUMBER", "phone_no", "lxrsjh", "客户手机号", "t_sjh"]
        {
            assert_eq!(says(name), Says::This, "{name}");
        }
        assert_eq!(says("dh"), Says::Perhaps);
        assert_eq!(says("order_no"), Says::Nothing);
    }

    #[test]
    fn d4_another_noun_behind_speaks_against() {
        for name in
            ["phone_type", "phoneModel", "has_phone", "手机号类型", "是否绑定手机", "phone_book", "phone_verified_at"]
        {
            assert_eq!(says(name), Says::Other, "{name}");
        }
    }

    #[test]
    fn d4_comment_counts_by_the_end_of_its_first_clause() {
        let found = |comment| Name::of("c1", Some(comment)).find(&PHONE).says;
        assert_eq!(found("客户手机号（11位）"), Says::This);
        assert_eq!(found("订单号，关联手机号"), Says::Nothing);
        assert_eq!(found("手机品牌"), Says::Other);
        assert_eq!(Name::of("phone", Some("是否公开")).find(&PHONE).says, Says::Other);
    }

    #[test]
    fn d4_hostile_names_are_survived() {
        for name in ["", "____", "\u{0}", &"a".repeat(100_000), &"手机".repeat(50_000), "🦀🦀"] {
            let _ = says(name);
        }
    }
}
