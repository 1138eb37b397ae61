//! The query language: `kind:table owner:ana tag:pii name:order* "exact phrase" -deleted (a OR b)`.
//!
//! What stands side by side has to hold together; `OR` binds weaker, `-` or `NOT` turns around. Half-typed questions
//! are answered as well as they can be: an open quote or parenthesis ends with the text, a field without a value and a
//! lone `*` or `-` say nothing. What cannot be meant is refused with the field `query`: an unknown field, too much text,
//! too many conditions, too deep nesting. Text with a slash behind the colon (`postgres://…`) is a word, not a field.

pub(crate) mod complete;
mod lex;
pub(crate) mod needle;
mod parse;
pub(crate) mod plan;

pub(crate) use parse::parse;

/// The longest question, in bytes.
pub const MAX_QUERY_BYTES: usize = 4096;
/// The most conditions of one question.
pub const MAX_CONDITIONS: usize = 64;
/// The deepest nesting of parentheses and negations.
pub const MAX_DEPTH: usize = 16;

/// A question, understood.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Expression {
    /// All of these hold; none at all holds for everything.
    All(Vec<Expression>),
    /// One of these holds.
    Any(Vec<Expression>),
    /// This does not hold.
    Not(Box<Expression>),
    /// A word is found somewhere.
    Word(String),
    /// Words are found next to each other.
    Phrase(String),
    /// A field has one of these values.
    Field(Field, Vec<Value>),
    /// A custom property has one of these values.
    Property(String, Vec<Value>),
}

impl Expression {
    /// Whether it holds for everything.
    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, Self::All(parts) if parts.is_empty())
    }

    /// Whether it asks for something removed, at any depth, other than to exclude it.
    pub(crate) fn asks_for_removed(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::asks_for_removed),
            Self::Field(Field::Is, values) => values.iter().any(|value| value.text.eq_ignore_ascii_case("removed")),
            Self::Not(_) | Self::Word(_) | Self::Phrase(_) | Self::Field(..) | Self::Property(..) => false,
        }
    }
}

/// What a field is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Value {
    /// The text, without quotes and star.
    pub(crate) text: String,
    /// Whether it is only the start.
    pub(crate) is_prefix: bool,
}

/// From the list: the fields that can be asked for, their words and what they are for.
macro_rules! fields {
    ($($(#[$doc:meta])* $field:ident = $code:literal, $chinese:literal, $help:literal;)*) => {
        /// A field that can be asked for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(crate) enum Field { $($(#[$doc])* $field,)* }

        impl Field {
            /// Every field, in the order in which they are offered.
            pub(crate) const ALL: &[Self] = &[$(Self::$field,)*];

            /// The word for it in a question.
            pub(crate) const fn code(self) -> &'static str {
                match self { $(Self::$field => $code,)* }
            }

            /// The Chinese word for it, which can be written too.
            pub(crate) const fn chinese(self) -> &'static str {
                match self { $(Self::$field => $chinese,)* }
            }

            /// What it is for, in a line.
            pub(crate) const fn help(self) -> &'static str {
                match self { $(Self::$field => $help,)* }
            }
        }
    };
}

fields! {
    /// The kind's code.
    Kind = "kind", "类型", "what it is: table, column, …";
    /// An owner.
    Owner = "owner", "负责人", "who is accountable";
    /// A tag.
    Tag = "tag", "标签", "a label";
    /// A tier.
    Tier = "tier", "等级", "importance, tier1 to tier5";
    /// The domain.
    Domain = "domain", "业务域", "the part of the business it belongs to, and what is inside of that";
    /// A term.
    Term = "term", "术语", "what it means: a term of a glossary, or a synonym";
    /// A data product.
    Product = "product", "数据产品", "the data product it is part of";
    /// A data standard.
    Standard = "standard", "数据标准", "columns that keep a data standard";
    /// The source.
    Source = "source", "来源", "where it was crawled: a source's name, or a server";
    /// The schema or database.
    Schema = "schema", "模式", "the schema or database it is in";
    /// The name.
    Name = "name", "名称", "words of the name; order* for a start";
    /// The description.
    Description = "description", "描述", "words of the description";
    /// A column of a table.
    Column = "column", "字段", "tables with such a column";
    /// The data type.
    Type = "type", "数据类型", "columns of a data type, such as varchar";
    /// Something it has.
    Has = "has", "有", "description, owner, tag, tier, domain, term, product or standard";
    /// Something it is.
    Is = "is", "是", "removed, view, external, …";
}

/// What `has:` can ask for.
pub(crate) const HAVINGS: &[&str] = &["description", "owner", "tag", "tier", "domain", "term", "product", "standard"];

impl Field {
    /// The field with this word, in either language.
    pub(crate) fn find(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.code().eq_ignore_ascii_case(word) || field.chinese() == word)
    }
}

/// Whether a word is the name of a field of the query language, so that nothing else can be called so.
#[must_use]
pub fn is_field(word: &str) -> bool {
    Field::find(word).is_some()
}
