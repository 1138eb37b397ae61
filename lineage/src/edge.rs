//! Edges: data of one asset goes into another, and who says so.
//!
//! The words are those of OpenLineage's column-lineage facet, so that edges go out and come in without translation. An
//! edge is between two columns, between two assets that hold data, or from a column to a whole table whose rows it
//! decides. What is said about an edge (by which tool, where in the SQL, how surely) is an [`Assertion`]; an edge holds
//! as long as at least one assertion of it does.

use async_graphql::Enum;
use catalog::{AssetId, ChangeNumber};
use serde::{Deserialize, Serialize};

use crate::declare::{BODY_TOOL, VIEW_TOOL};

/// Whether values flow, or only decide about other values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Enum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[graphql(name = "LineageType")]
pub enum Flow {
    /// Values of the upstream end are in the downstream end, changed or not.
    Direct,
    /// Values of the upstream end decide which values are in the downstream end, or in which order.
    Indirect,
}

/// How.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Enum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[graphql(name = "LineageSubtype")]
pub enum Subtype {
    /// The value as it is.
    Identity,
    /// A value computed from it.
    Transformation,
    /// A value computed from it in many rows.
    Aggregation,
    /// It joins.
    Join,
    /// It groups.
    GroupBy,
    /// It filters.
    Filter,
    /// It sorts.
    Sort,
    /// It partitions or orders a window.
    Window,
    /// It chooses between values.
    Conditional,
}

/// What happens to data on its way along an edge.
///
/// ```
/// use lineage::edge::{Flow, Subtype, Transformation};
/// assert_eq!(Transformation::of(Subtype::Filter).flow, Flow::Indirect);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Transformation {
    /// Whether values flow.
    pub flow: Flow,
    /// How; unknown for most edges between whole tables.
    pub subtype: Option<Subtype>,
}

impl Transformation {
    /// Data flows and nothing more is known.
    pub const UNSPECIFIED: Self = Self { flow: Flow::Direct, subtype: None };

    /// Every transformation with a known subtype, in the order of the stored numbers.
    const KNOWN: [Subtype; 9] = [
        Subtype::Identity,
        Subtype::Transformation,
        Subtype::Aggregation,
        Subtype::Join,
        Subtype::GroupBy,
        Subtype::Filter,
        Subtype::Sort,
        Subtype::Window,
        Subtype::Conditional,
    ];

    /// The transformation that a subtype stands for.
    #[must_use]
    pub const fn of(subtype: Subtype) -> Self {
        let flow = match subtype {
            Subtype::Identity | Subtype::Transformation | Subtype::Aggregation => Flow::Direct,
            _ => Flow::Indirect,
        };
        Self { flow, subtype: Some(subtype) }
    }

    /// Reads OpenLineage's word for a subtype; none for a word that it does not have.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::KNOWN.into_iter().map(Self::of).find(|known| known.word() == Some(word))
    }

    /// OpenLineage's word for the subtype.
    #[must_use]
    pub const fn word(self) -> Option<&'static str> {
        let Some(subtype) = self.subtype else { return None };
        Some(match subtype {
            Subtype::Identity => "IDENTITY",
            Subtype::Transformation => "TRANSFORMATION",
            Subtype::Aggregation => "AGGREGATION",
            Subtype::Join => "JOIN",
            Subtype::GroupBy => "GROUP_BY",
            Subtype::Filter => "FILTER",
            Subtype::Sort => "SORT",
            Subtype::Window => "WINDOW",
            Subtype::Conditional => "CONDITIONAL",
        })
    }

    /// The number that the store and the graph keep; less than 64.
    pub(crate) fn number(self) -> u8 {
        match self.subtype {
            None => u8::from(self.flow == Flow::Indirect),
            Some(subtype) => 2 + subtype as u8,
        }
    }

    /// The transformation with this stored number.
    pub(crate) fn from_number(number: u8) -> Option<Self> {
        match number {
            0 => Some(Self::UNSPECIFIED),
            1 => Some(Self { flow: Flow::Indirect, subtype: None }),
            known => Self::KNOWN.get(usize::from(known) - 2).copied().map(Self::of),
        }
    }
}

/// A half-open range of bytes of the SQL that says so.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, async_graphql::SimpleObject,
)]
#[graphql(name = "SqlSpan")]
pub struct Span {
    /// The first byte.
    pub start: i32,
    /// The byte behind the last one.
    pub end: i32,
}

/// What one tool says about an edge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assertion {
    /// Who says so, such as `view`, `airflow` or `datax`.
    pub tool: String,
    /// For what, in the tool's own words: a job's name, the identifier of a view.
    pub scope: String,
    /// Where in the tool's SQL it is said.
    pub span: Option<Span>,
    /// How sure it is, in thousandths.
    pub confidence_permille: i16,
    /// By which rule, such as `resolved` or `by_name`.
    pub why: String,
    /// The change since which it is said.
    pub from: ChangeNumber,
    /// The change since which it no longer is.
    pub until: Option<ChangeNumber>,
}

impl Assertion {
    /// The view, routine, task or query whose own SQL says so; none for what a tool declared.
    #[must_use]
    pub fn carrier(&self) -> Option<AssetId> {
        let is_own = self.tool == VIEW_TOOL || self.tool == BODY_TOOL;
        is_own.then(|| self.scope.parse().ok()).flatten()
    }
}

/// An edge with everything that is said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// Where data comes from.
    pub upstream: AssetId,
    /// Where data goes.
    pub downstream: AssetId,
    /// What happens on the way.
    pub transformation: Transformation,
    /// Whether values are hidden on the way.
    pub masking: bool,
    /// The task or pipeline that moves the data.
    pub through: Option<AssetId>,
    /// The change since which it holds.
    pub from: ChangeNumber,
    /// The change since which it no longer does.
    pub until: Option<ChangeNumber>,
    /// Who says so, in the order of tool and scope.
    pub assertions: Vec<Assertion>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_number_of_every_transformation_reads_back() {
        for number in 0..11 {
            assert_eq!(Transformation::from_number(number).unwrap().number(), number);
        }
        assert_eq!(Transformation::from_number(11), None);
    }

    #[test]
    fn word_of_every_subtype_reads_back() {
        for subtype in Transformation::KNOWN {
            let transformation = Transformation::of(subtype);
            assert_eq!(Transformation::from_word(transformation.word().unwrap()), Some(transformation));
        }
        assert_eq!(Transformation::from_word("identity"), None);
    }

    #[test]
    fn group_by_only_decides() {
        assert_eq!(Transformation::of(Subtype::GroupBy).flow, Flow::Indirect);
    }
}
