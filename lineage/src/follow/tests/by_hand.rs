//! Edges that people write: what sources, tools and renames do to them, which is nothing.

use catalog::{
    AssetId, AssetRecord, ChangeNumber, DataType, Details, Fault as _, HandEdge, Name, Record, RevertTarget, Rewritten,
    SourceId, TypeClass, Viewer,
    kinds::{column::ColumnDetails, dashboard::DashboardDetails, table::TableDetails},
};

use super::{orders, sales, set};
use crate::{
    Level,
    testing::{World, name, on_both, sqlite, store, table},
};

fn edge(upstream: AssetId, downstream: AssetId) -> HandEdge {
    HandEdge { upstream, downstream, subtype: None, masking: false, note: None }
}

impl World {
    /// Writes an edge by hand, such as `notes.amount > board.total`.
    async fn write(&self, edge_text: &str, note: Option<&str>) -> Rewritten {
        let (upstream, downstream) = edge_text.split_once(" > ").unwrap();
        let edge = edge(self.find(upstream).await, self.find(downstream).await);
        let edges = vec![HandEdge { note: note.map(str::to_owned), ..edge }];
        let written = self.catalog.write_lineage(&Viewer::system(), edges).await.unwrap();
        self.follow().await;
        written
    }

    async fn unwrite(&self, pair: (AssetId, AssetId)) -> Rewritten {
        let removed = self.catalog.remove_lineage(&Viewer::system(), &[pair]).await.unwrap();
        self.follow().await;
        removed
    }

    /// The tools that say something about the edges between two assets.
    async fn tools(&self, pair: (AssetId, AssetId)) -> Vec<String> {
        let edges = self.lineage.edges_between(&Viewer::system(), pair, None).await.unwrap();
        edges.into_iter().flat_map(|edge| edge.assertions).map(|said| said.tool).collect()
    }
}

/// A table and its columns, each with an identifier of its own in the source.
fn identified(id: &str, called: &str, columns: &[&str]) -> Vec<Record> {
    let mut records =
        vec![AssetRecord::new(name(called), Details::Table(TableDetails::default())).identified(id).into()];
    for (position, column) in (1..).zip(columns) {
        let data_type = DataType::new("text", TypeClass::Text);
        let details = Details::Column(ColumnDetails { data_type, position, ..ColumnDetails::default() });
        let record = AssetRecord::new(name(called).child(*column), details);
        records.push(record.identified(format!("{id}.{position}")).into());
    }
    records
}

#[tokio::test]
async fn c7_manual_edge_stays_when_either_end_is_crawled_again() {
    on_both(async |world| {
        let tables = [orders(), sales(), table("board", &["total"])];
        world.crawl_and_follow(&tables).await;
        world.write("orders.amount > board.total", None).await;
        let expected = set(&["orders > board", "orders > sales"]);
        for columns in [&["total"][..], &["total", "more"][..]] {
            world.crawl_and_follow(&[orders(), sales(), table("board", columns)]).await;
            assert_eq!(world.edges("orders", Level::Table, None).await, expected);
            let columns = world.edges("board.total", Level::Column, None).await;
            assert!(columns.contains("orders.amount > board.total IDENTITY"), "{columns:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn c7_manual_edge_ends_with_an_end_and_comes_back_with_it() {
    on_both(async |world| {
        world.crawl_and_follow(&[orders(), table("board", &["total"])]).await;
        world.write("orders.amount > board.total", None).await;
        world.crawl_and_follow(&[table("orders", &["id", "paid"]), table("board", &["total"])]).await;
        assert_eq!(world.edges("board", Level::Table, None).await, set(&[]));
        world.crawl_and_follow(&[orders(), table("board", &["total"])]).await;
        let edges = world.edges("board.total", Level::Column, None).await;
        assert!(edges.contains("orders.amount > board.total IDENTITY"), "{edges:?}");
    })
    .await;
}

#[tokio::test]
async fn c7_manual_edge_survives_that_its_ends_are_called_otherwise() {
    on_both(async |world| {
        let source = SourceId::new();
        let crawl = async |upstream: &str, column: &str, downstream: &str| {
            let mut records = identified("1", upstream, &[column]);
            records.extend(identified("2", downstream, &["total"]));
            records.push(Record::ScopeRead { root: Name::new("postgres://h:5432", ["shop"]) });
            world.crawl_records(source, records).await;
            world.follow().await;
        };
        crawl("notes", "amount", "board").await;
        let ends = (world.find("notes").await, world.find("board").await);
        world.write("notes.amount > board.total", Some("typed in every night")).await;
        crawl("remarks", "sum", "panel").await;
        assert_eq!((world.find("remarks").await, world.find("panel").await), ends);
        let edges = world.edges("panel.total", Level::Column, None).await;
        assert!(edges.contains("remarks.sum > panel.total IDENTITY"), "{edges:?}");
        let files = tempfile::tempdir().unwrap();
        let found = world.lineage.examine(&store(&sqlite(&files)).await, 10).await.unwrap();
        assert_eq!((found.differences, found.edges), (vec![], 2));
    })
    .await;
}

#[tokio::test]
async fn j4_edge_that_a_tool_says_too_stays_when_the_manual_one_goes_and_the_other_way_round() {
    on_both(async |world| {
        world.crawl_and_follow(&[orders(), table("board", &["total"])]).await;
        world.declare("airflow", "nightly", &["orders.amount > board.total"]).await;
        world.write("orders.amount > board.total", None).await;
        let pair = (world.find("orders").await, world.find("board").await);
        assert_eq!(world.tools(pair).await, ["airflow", "manual", "airflow", "manual"]);
        assert_eq!(world.unwrite(pair).await.edges, 1);
        assert_eq!(world.tools(pair).await, ["airflow", "airflow"]);
        world.write("orders > board", None).await;
        world.declare("airflow", "nightly", &[]).await;
        assert_eq!(world.tools(pair).await, ["manual"]);
    })
    .await;
}

#[tokio::test]
async fn j4_manual_edge_is_written_once_described_anew_and_taken_back() {
    on_both(async |world| {
        world.crawl_and_follow(&[orders(), table("board", &["total"])]).await;
        let first = world.write("orders.amount > board.total", Some("by hand")).await;
        assert_eq!(first.edges, 1);
        let same = world.write("orders.amount > board.total", Some(" by hand ")).await;
        assert_eq!((same.commit, same.edges), (None, 0));
        let before = world.catalog.last_change().await.unwrap();
        let second = world.write("orders.amount > board.total", Some("by script now")).await;
        let pair = (world.find("orders.amount").await, world.find("board.total").await);
        let scope = vec![format!("{}>{}", pair.0, pair.1)];
        let note = async |as_of: Option<ChangeNumber>| {
            let said = world.catalog.by_hand(&Viewer::system(), &scope, as_of).await.unwrap();
            said.into_values().next().and_then(|hand| hand.note)
        };
        assert_eq!(note(None).await.as_deref(), Some("by script now"));
        assert_eq!(note(Some(before)).await.as_deref(), Some("by hand"));
        let target = RevertTarget::Commit(second.commit.unwrap());
        world.catalog.revert(&Viewer::system(), target).await.unwrap();
        assert_eq!(note(None).await.as_deref(), Some("by hand"));
        let target = RevertTarget::Commit(first.commit.unwrap());
        let error = world.catalog.revert(&Viewer::system(), target).await.unwrap_err();
        assert!(error.to_string().contains("take that back first"), "{error}");
        world.unwrite(pair).await;
        assert_eq!(note(None).await, None);
        assert_eq!(world.edges("board", Level::Table, None).await, set(&[]));
    })
    .await;
}

#[tokio::test]
async fn manual_edge_that_was_removed_is_back_when_the_removal_is_taken_back() {
    on_both(async |world| {
        world.crawl_and_follow(&[orders(), table("board", &["total"])]).await;
        world.write("orders.amount > board.total", None).await;
        let pair = (world.find("orders").await, world.find("board").await);
        let removed = world.unwrite(pair).await.commit.unwrap();
        world.catalog.revert(&Viewer::system(), RevertTarget::Commit(removed)).await.unwrap();
        world.follow().await;
        assert_eq!(world.tools(pair).await, ["manual", "manual"]);
    })
    .await;
}

#[tokio::test]
async fn manual_edge_joins_any_two_assets_and_what_nobody_has_crawled_yet() {
    on_both(async |world| {
        world.crawl_and_follow(&[orders()]).await;
        // A tool speaks of a table that nobody has said: it is a placeholder.
        world.declare("airflow", "x", &["orders > later"]).await;
        let board = Name::new("superset://h", ["bi", "sales", "board"]);
        let dashboard = AssetRecord::new(board.clone(), Details::Dashboard(DashboardDetails::default()));
        world.crawl_records(SourceId::new(), vec![dashboard.into()]).await;
        world.write("orders.amount > sales.board", None).await;
        world.write("later > sales.board", None).await;
        assert!(world.asset("later").await.is_placeholder);
        world.crawl_and_follow(&[orders(), table("later", &["id"])]).await;
        assert!(!world.asset("later").await.is_placeholder);
        let edges = world.edges("sales.board", Level::Table, None).await;
        assert_eq!(edges, set(&["later > board", "orders > board", "orders > later"]));
    })
    .await;
}

#[tokio::test]
async fn manual_edge_that_makes_no_sense_names_the_field() {
    on_both(async |world| {
        world.crawl_and_follow(&[orders(), sales()]).await;
        let (orders, amount) = (world.find("orders").await, world.find("orders.amount").await);
        let (sales, total) = (world.find("sales").await, world.find("sales.total").await);
        let cases = [
            ("edges", vec![]),
            ("edges[0].downstream", vec![edge(orders, orders)]),
            ("edges[0].upstream", vec![edge(orders, total)]),
            ("edges[0].subtype", vec![HandEdge { masking: true, ..edge(orders, sales) }]),
            (
                "edges[1].note",
                vec![edge(orders, sales), HandEdge { note: Some("x".repeat(4001)), ..edge(amount, total) }],
            ),
            ("edges[1].downstream", vec![edge(amount, total), edge(amount, total)]),
        ];
        for (field, edges) in cases {
            let error = world.catalog.write_lineage(&Viewer::system(), edges).await.unwrap_err();
            assert_eq!(error.field(), Some(field), "{error}");
        }
        let error = world.catalog.remove_lineage(&Viewer::system(), &[(orders, sales)]).await.unwrap_err();
        assert_eq!(error.field(), Some("edges[0].downstream"), "{error}");
        world.crawl_and_follow(&[super::orders()]).await;
        let gone = vec![edge(orders, sales)];
        let error = world.catalog.write_lineage(&Viewer::system(), gone).await.unwrap_err();
        assert_eq!(error.field(), Some("edges[0].downstream"), "{error}");
    })
    .await;
}
