//! Questions about lineage and their answers, as plain data.

use catalog::{AssetId, ChangeNumber};

use crate::{
    declare::Status,
    edge::{Assertion, Transformation},
    graph::view::{Influence, Level},
};

/// The most edges that a way may be long.
pub const MAX_DEPTH: u32 = 1_000_000;
/// The most nodes of one answer.
pub const MAX_NODES: usize = 100_000;

/// Along which way to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, async_graphql::Enum)]
#[graphql(name = "LineageDirection")]
pub enum Direction {
    /// Where data comes from.
    Up,
    /// Where data goes.
    Down,
    /// Both.
    #[default]
    Both,
}

/// What is asked.
#[derive(Debug, Clone)]
pub struct Traversal {
    /// Where to begin: at table level a column stands for its table, at column level a table for all of its columns.
    pub focus: AssetId,
    /// Which way.
    pub direction: Direction,
    /// How many edges far.
    pub depth: u32,
    /// At which grain.
    pub level: Level,
    /// Which edges count at column level.
    pub influence: Influence,
    /// Behind which change; now when there is none.
    pub as_of: Option<ChangeNumber>,
    /// A change that the answer has to know of; it is waited for.
    pub seen: Option<ChangeNumber>,
    /// The most nodes of the answer.
    pub limit: usize,
    /// The most new nodes behind one node; the others are counted.
    pub fan_out: usize,
}

impl Traversal {
    /// A question about what is directly around `focus`, tables only, now, with a limit of 1,000 nodes.
    #[must_use]
    pub fn around(focus: AssetId) -> Self {
        Self {
            focus,
            direction: Direction::Both,
            depth: 1,
            level: Level::Table,
            influence: Influence::Values,
            as_of: None,
            seen: None,
            limit: 1000,
            fan_out: 1000,
        }
    }
}

/// A question about one page of what is directly beside an asset, tables only.
#[derive(Debug, Clone)]
pub struct Beside {
    /// Whose neighbours; a column stands for its table.
    pub focus: AssetId,
    /// On which side; not both.
    pub direction: Direction,
    /// Behind which change; now when there is none.
    pub as_of: Option<ChangeNumber>,
    /// Where the page before it ended.
    pub after: Option<u32>,
    /// The most neighbours of the page.
    pub first: usize,
    /// What their names have in them, in any case.
    pub text: Option<String>,
    /// Whether the columns between them and the focus are wanted too.
    pub with_columns: bool,
}

/// One page of what is directly beside an asset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BesidePage {
    /// The focus, the neighbours of the page, and the edges between them and it.
    pub scene: Scene,
    /// The columns along which values flow between them, where they were wanted.
    pub columns: Option<Scene>,
    /// How many neighbours there are on that side, whatever their names.
    pub total: usize,
    /// Where the page ends; none when nothing follows.
    pub end: Option<u32>,
}

/// A change at which edges around an asset began or ceased to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The change.
    pub at: ChangeNumber,
    /// How many edges began to hold.
    pub appeared: usize,
    /// How many ceased to.
    pub vanished: usize,
}

/// A node of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The asset; none when the viewer may not know which it is.
    pub asset: Option<AssetId>,
    /// The table of a column; none for everything else, and when the viewer may not know.
    pub table: Option<AssetId>,
    /// How many edges away from the focus; negative upstream.
    pub depth: i32,
    /// How many nodes directly upstream are not in the answer.
    pub hidden_up: usize,
    /// How many nodes directly downstream are not in the answer.
    pub hidden_down: usize,
}

/// An edge of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SceneEdge {
    /// Where data comes from, as a place in the list of nodes.
    pub from: usize,
    /// Where data goes, as a place in the list of nodes.
    pub to: usize,
    /// What happens on the way.
    pub transformation: Transformation,
    /// Whether values are hidden on the way.
    pub masking: bool,
    /// The task that moves the data; none when there is none, or the viewer may not know of it.
    pub through: Option<AssetId>,
    /// The change since which it holds.
    pub since: ChangeNumber,
    /// Who says so; empty when an end is hidden from the viewer.
    pub assertions: Vec<Assertion>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scene {
    /// Nodes, nearest first; the first one is the focus.
    pub nodes: Vec<Node>,
    /// Edges between them that lie on a way from the focus.
    pub edges: Vec<SceneEdge>,
    /// Nodes within the depth, the focus and those that are not in the answer included.
    pub total_nodes: usize,
    /// Edges within the depth, in the answer or not.
    pub total_edges: usize,
    /// Whether the totals are exact, and not just as far as counting goes.
    pub is_total_exact: bool,
    /// Whether something within the depth is not in the answer.
    pub truncated: bool,
    /// The limit that held.
    pub limit: usize,
    /// The change behind which it is true.
    pub position: ChangeNumber,
}

/// Something that an asset has an impact on, or that has one on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Impacted {
    /// The asset.
    pub asset: AssetId,
    /// How many edges away.
    pub depth: u32,
    /// What it is reached from directly, on a shortest way; none when the viewer may not know.
    pub before: Option<AssetId>,
}

/// Everything on one side, as a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Impact {
    /// Nearest first.
    pub items: Vec<Impacted>,
    /// How many there are, those behind the limit and those that the viewer may not know included.
    pub total: usize,
    /// Whether `total` is exact.
    pub is_total_exact: bool,
    /// How many of those within the limit the viewer may not know.
    pub hidden: usize,
    /// Whether there are more than the limit.
    pub truncated: bool,
}

/// A way of data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// Nodes in the order of the flow; none for one that the viewer may not know.
    pub nodes: Vec<Option<AssetId>>,
    /// What happens on the way into each node but the first; none between a table and its own column.
    pub steps: Vec<Option<Transformation>>,
}

/// What a search for a way came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RouteAnswer {
    /// A shortest way.
    Found(Route),
    /// There is none within the depth.
    None,
    /// None was found within the work that one question may cause.
    GaveUp,
}

/// How much of a view's or tool's statement was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementReading {
    /// How much.
    pub status: Status,
    /// The share of its tokens, in thousandths.
    pub coverage_permille: i16,
    /// Its dialect.
    pub dialect: Option<String>,
    /// Remarks: a JSON list of `{code, message, span}`.
    pub notes: String,
    /// The change since which it is so.
    pub since: ChangeNumber,
}
