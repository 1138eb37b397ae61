//! One difference between two versions of a contract, and whether who relies on the old one has to look.

use serde::{Deserialize, Serialize};

use crate::words::Words;

/// What differs. Which of these break a consumer is said once, in [`Change::breaks`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Change {
    /// It is another contract.
    OtherContract,
    /// It holds no more: it went back to a draft, or was retired.
    Withdrawn,
    /// It is somewhere else in its life, and still or at last holds.
    Status,
    /// A table is gone.
    TableRemoved,
    /// A table is new.
    TableAdded,
    /// A table has another name.
    TableRenamed,
    /// A column is gone.
    ColumnRemoved,
    /// A column is new.
    ColumnAdded,
    /// A column has another name.
    ColumnRenamed,
    /// A type does not take every value that it took.
    TypeNarrowed,
    /// A type takes more than it did.
    TypeWidened,
    /// A type is another one.
    TypeChanged,
    /// Values may be absent from now on.
    NotRequired,
    /// Values are always there from now on.
    Required,
    /// Values may be there twice from now on.
    NotUnique,
    /// No value is there twice from now on.
    Unique,
    /// The primary key is made of other columns.
    KeyChanged,
    /// A value that was allowed comes no more.
    ValuesNarrowed,
    /// A value may come that never came before.
    ValuesWidened,
    /// A limit of length or size is looser, or gone.
    LimitLoosened,
    /// A limit is tighter, or new.
    LimitTightened,
    /// A limit is another one, and which is looser cannot be told.
    LimitChanged,
    /// A rule is gone.
    RuleDropped,
    /// A rule asks for less.
    RuleLoosened,
    /// A rule asks for more.
    RuleTightened,
    /// A rule asks for something else.
    RuleChanged,
    /// A rule is new.
    RuleAdded,
    /// A service level is gone.
    ServiceDropped,
    /// A service level promises less.
    ServiceLoosened,
    /// A service level promises more.
    ServiceTightened,
    /// A service level promises something else.
    ServiceChanged,
    /// A service level is new.
    ServiceAdded,
    /// A server that the data is on is gone.
    ServerRemoved,
    /// Anything else: descriptions, people, prices.
    Other,
}

impl Change {
    /// Whether who relies on the old version has to look before it is replaced: something that they may ask for is gone, or
    /// something may come that they never met. More of the same, and stricter promises, break nobody.
    #[must_use]
    pub fn breaks(self) -> bool {
        match self {
            Self::OtherContract
            | Self::Withdrawn
            | Self::TableRemoved
            | Self::TableRenamed
            | Self::ColumnRemoved
            | Self::ColumnRenamed
            | Self::TypeNarrowed
            | Self::TypeChanged
            | Self::NotRequired
            | Self::NotUnique
            | Self::KeyChanged
            | Self::ValuesNarrowed
            | Self::ValuesWidened
            | Self::LimitLoosened
            | Self::LimitChanged
            | Self::RuleDropped
            | Self::RuleLoosened
            | Self::RuleChanged
            | Self::ServiceDropped
            | Self::ServiceLoosened
            | Self::ServiceChanged
            | Self::ServerRemoved => true,
            Self::Status
            | Self::TableAdded
            | Self::ColumnAdded
            | Self::TypeWidened
            | Self::Required
            | Self::Unique
            | Self::LimitTightened
            | Self::RuleTightened
            | Self::RuleAdded
            | Self::ServiceTightened
            | Self::ServiceAdded
            | Self::Other => false,
        }
    }
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// Where: names of tables and columns with dots between, or a key of the document.
    pub path: String,
    /// What differs.
    pub what: Change,
    /// Whether who relies on the old version has to look.
    pub breaking: bool,
    /// The same in a sentence.
    pub why: Words,
}

impl Difference {
    pub(super) fn new(path: impl Into<String>, what: Change, en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self { path: path.into(), what, breaking: what.breaks(), why: Words::new(en, zh) }
    }
}
