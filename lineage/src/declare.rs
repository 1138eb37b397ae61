//! A declaration: everything that one tool says about one scope at one change.
//!
//! A declaration is complete: what the same scope said before and no longer says is closed. Every edge between columns
//! brings the edge between their tables along, so that questions about tables never have to look at columns.

use std::collections::BTreeMap;

use catalog::{AssetId, ChangeNumber, Name, platform::folded};

use crate::edge::{Span, Transformation};

/// The tool that speaks for views: the catalog itself, from their SQL.
pub(crate) const VIEW_TOOL: &str = "view";

/// The tool that speaks for procedures, tasks and queries: the catalog itself, from their SQL.
pub(crate) const BODY_TOOL: &str = "sql";

/// One end of an edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct End {
    /// The asset.
    pub(crate) asset: AssetId,
    /// Its table, when it is a column.
    pub(crate) table: Option<AssetId>,
}

impl End {
    /// A table, or anything else that is not a column.
    pub(crate) fn whole(asset: AssetId) -> Self {
        Self { asset, table: None }
    }

    /// A column of a table.
    pub(crate) fn column(asset: AssetId, table: AssetId) -> Self {
        Self { asset, table: Some(table) }
    }
}

/// What makes an edge this edge; several scopes may say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct EdgeKey {
    pub(crate) upstream: AssetId,
    pub(crate) downstream: AssetId,
    pub(crate) transformation: Transformation,
    pub(crate) masking: bool,
    pub(crate) through: Option<AssetId>,
}

/// Why a scope says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Evidence {
    /// Where in its SQL.
    pub(crate) span: Option<Span>,
    /// How sure, in thousandths.
    pub(crate) confidence_permille: i16,
    /// By which rule.
    pub(crate) why: String,
}

impl Evidence {
    /// A tool said it, word for word.
    pub(crate) fn declared() -> Self {
        Self { span: None, confidence_permille: 1000, why: "declared".to_owned() }
    }

    /// Two places that say the same: the surer one counts, of equals the first in the text.
    fn strongest(self, other: Self) -> Self {
        let rank = |evidence: &Self| {
            (-evidence.confidence_permille, evidence.span.is_none(), evidence.span, evidence.why.clone())
        };
        if rank(&other) < rank(&self) { other } else { self }
    }
}

/// How much of a statement was understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, async_graphql::Enum)]
#[graphql(name = "LineageStatus")]
pub enum Status {
    /// All of it.
    Complete = 1,
    /// Something was skipped or not found; the notes say what.
    Partial = 2,
    /// Its effect cannot be seen in the text.
    Opaque = 3,
    /// Nothing of it.
    Failed = 4,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Complete, Self::Partial, Self::Opaque, Self::Failed];

    pub(crate) fn number(self) -> i16 {
        self as i16
    }

    pub(crate) fn from_number(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.number() == number)
    }
}

/// What is to be known of a statement besides its edges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reading {
    pub(crate) status: Status,
    /// The share that was understood, in thousandths.
    pub(crate) coverage_permille: i16,
    pub(crate) dialect: Option<String>,
    /// A JSON list of `{code, message, span}`.
    pub(crate) notes: String,
}

/// Everything that one tool says about one scope.
#[derive(Debug, Clone)]
pub(crate) struct Declaration {
    pub(crate) tool: String,
    pub(crate) scope: String,
    /// The view, or the asset that the tool's declaration was logged for.
    pub(crate) owner: AssetId,
    /// What the tool said, in JSON; none for a view, whose SQL is in the catalog.
    pub(crate) declared: Option<String>,
    /// The change because of which this is said.
    pub(crate) at: ChangeNumber,
    pub(crate) edges: BTreeMap<EdgeKey, Evidence>,
    /// The table of each column that an edge touches.
    pub(crate) tables: BTreeMap<AssetId, AssetId>,
    /// Hashes of the names that it speaks of, with the assets that were found.
    pub(crate) references: BTreeMap<i64, Option<AssetId>>,
    pub(crate) readings: Vec<Reading>,
}

impl Declaration {
    /// A declaration that says nothing yet.
    pub(crate) fn new(tool: &str, scope: &str, owner: AssetId, at: ChangeNumber) -> Self {
        Self {
            tool: tool.to_owned(),
            scope: scope.to_owned(),
            owner,
            declared: None,
            at,
            edges: BTreeMap::new(),
            tables: BTreeMap::new(),
            references: BTreeMap::new(),
            readings: Vec::new(),
        }
    }

    /// Says that data goes from `upstream` to `downstream`, and so from table to table.
    pub(crate) fn claim(
        &mut self,
        (upstream, downstream): (End, End),
        (transformation, masking): (Transformation, bool),
        through: Option<AssetId>,
        evidence: Evidence,
    ) {
        for end in [upstream, downstream] {
            if let Some(table) = end.table {
                self.tables.insert(end.asset, table);
            }
        }
        let key = EdgeKey { upstream: upstream.asset, downstream: downstream.asset, transformation, masking, through };
        if upstream.table.is_some() || downstream.table.is_some() {
            let key = EdgeKey {
                upstream: upstream.table.unwrap_or(upstream.asset),
                downstream: downstream.table.unwrap_or(downstream.asset),
                transformation: Transformation::UNSPECIFIED,
                masking: false,
                through,
            };
            let implied = Evidence { span: None, ..evidence.clone() };
            self.add(key, implied);
        }
        self.add(key, evidence);
    }

    /// Whether there is nothing to keep of it.
    pub(crate) fn says_nothing(&self) -> bool {
        self.declared.is_none() && self.edges.is_empty() && self.references.is_empty() && self.readings.is_empty()
    }

    /// Says that the scope speaks of `name`, which is `asset` if it was found.
    pub(crate) fn refer(&mut self, name: &Name, asset: Option<AssetId>) {
        self.references.insert(name_key(name), asset);
    }

    /// Says that the scope speaks of an asset by its identifier, whatever it is called.
    pub(crate) fn refer_to(&mut self, asset: AssetId) {
        self.references.insert(hash([asset.to_string()]), Some(asset));
    }

    fn add(&mut self, key: EdgeKey, evidence: Evidence) {
        let strongest = match self.edges.remove(&key) {
            Some(known) => known.strongest(evidence),
            None => evidence,
        };
        self.edges.insert(key, strongest);
    }
}

/// The number by which an asset is waited for: equal for every spelling and namespace alias of a name. Different names
/// with one number only cause a needless second look.
pub(crate) fn name_key(name: &Name) -> i64 {
    hash(name.parts.iter().map(|part| folded(part)))
}

/// The number by which a scope is found; the whole text is compared afterwards.
pub(crate) fn scope_key(tool: &str, scope: &str) -> i64 {
    hash([tool.to_owned(), scope.to_owned()])
}

/// FNV-1a, which is the same on every machine and in every release, as stored numbers must be.
fn hash(parts: impl IntoIterator<Item = String>) -> i64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for part in parts {
        for byte in part.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash.cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{edge::Subtype, graph::tests::asset};

    #[test]
    fn edge_between_columns_brings_the_tables_edge() {
        let mut declaration = Declaration::new("airflow", "job", asset(9), ChangeNumber(1));
        let ends = (End::column(asset(1), asset(10)), End::column(asset(2), asset(20)));
        declaration.claim(ends, (Transformation::of(Subtype::Identity), false), None, Evidence::declared());
        let pairs: Vec<_> = declaration.edges.keys().map(|key| (key.upstream, key.downstream)).collect();
        assert_eq!(pairs, [(asset(1), asset(2)), (asset(10), asset(20))]);
    }

    #[test]
    fn surer_evidence_counts() {
        let mut declaration = Declaration::new("airflow", "job", asset(9), ChangeNumber(1));
        for confidence_permille in [500, 1000, 300] {
            let evidence = Evidence { confidence_permille, ..Evidence::declared() };
            let ends = (End::whole(asset(1)), End::whole(asset(2)));
            declaration.claim(ends, (Transformation::UNSPECIFIED, false), None, evidence);
        }
        assert_eq!(declaration.edges.values().next().unwrap().confidence_permille, 1000);
    }

    #[test]
    fn names_that_differ_in_case_share_a_key() {
        let key = |parts: &[&str]| name_key(&Name::new("mysql://h:1", parts.iter().copied()));
        assert_eq!(key(&["Shop", "orders"]), key(&["shop", "ORDERS"]));
        assert_ne!(key(&["shop", "orders"]), key(&["shoporders"]));
    }
}
