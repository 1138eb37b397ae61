//! Many rows at once: the engine packs each column of a page of rows into one text, which is read here.
//!
//! A row that comes by itself through the driver costs several times what the engine needs to find it, and there are
//! millions. Pages are asked for ahead, so that the engine packs the next ones while one is read.

use std::ops::Range;

use catalog::{AssetId, ChangeNumber};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement};

use crate::{
    edge::Transformation,
    error::{Error, Result},
    graph::{EdgeIndex, Node, Slot},
};

/// How many rows a page has at most.
pub(super) const PAGE: i64 = 50_000;
/// How many pages are asked for at once.
const AT_ONCE: usize = 3;

/// `rare` is what few edges have: `place masking through until`.
const EDGES: &str = "SELECT string_agg(CAST(id - $1 AS text), ',') AS places,
        string_agg(CAST(pair AS text), ',') AS pairs, string_agg(CAST(from_change AS text), ',') AS changes,
        string_agg(CAST(transformation AS text), ',') AS transformations,
        string_agg(CASE WHEN masking OR through IS NOT NULL OR until_change IS NOT NULL
            THEN (id - $1) || ' ' || CASE WHEN masking THEN 1 ELSE 0 END || ' ' || coalesce(through, -1)
                || ' ' || coalesce(until_change, -1) END, ',') AS rare
    FROM (SELECT * FROM lineage_edge WHERE id >= $1 AND id < $2 ORDER BY id) AS page";

const NODES_ON_SQLITE: &str = "SELECT string_agg(CAST(id - $1 AS text), ',') AS places,
        string_agg(hex(asset), ',') AS assets, string_agg(CAST(coalesce(parent, -1) AS text), ',') AS parents
    FROM (SELECT * FROM lineage_node WHERE id >= $1 AND id < $2 ORDER BY id) AS page";

const NODES_ON_POSTGRES: &str = "SELECT string_agg(CAST(id - $1 AS text), ',') AS places,
        string_agg(CAST(asset AS text), ',') AS assets, string_agg(CAST(coalesce(parent, -1) AS text), ',') AS parents
    FROM (SELECT * FROM lineage_node WHERE id >= $1 AND id < $2 ORDER BY id) AS page";

/// A page of rows, each column of it packed.
trait Packed: FromQueryResult + Send + Sync {
    type Row;
    /// What a row is.
    const WHAT: &str;

    /// The places in the page that rows have.
    fn places(&self) -> &Option<String>;

    /// Adds the rows; says whether all of them make sense.
    fn unpack(&self, rows: &mut Vec<Self::Row>) -> Option<()>;
}

#[derive(FromQueryResult)]
struct Edges {
    places: Option<String>,
    pairs: Option<String>,
    changes: Option<String>,
    transformations: Option<String>,
    rare: Option<String>,
}

#[derive(FromQueryResult)]
struct Nodes {
    places: Option<String>,
    assets: Option<String>,
    parents: Option<String>,
}

/// The edges with the numbers of `range`, in order.
pub(super) async fn edges(db: &impl ConnectionTrait, range: Range<i64>, page: i64) -> Result<Vec<Slot>> {
    read::<Edges>(db, EDGES, range, page).await
}

/// The nodes with the numbers of `range`, in order.
pub(super) async fn nodes(
    db: &impl ConnectionTrait,
    range: Range<i64>,
    page: i64,
) -> Result<Vec<(AssetId, Option<Node>)>> {
    let query = match db.get_database_backend() {
        DbBackend::Sqlite => NODES_ON_SQLITE,
        _ => NODES_ON_POSTGRES,
    };
    read::<Nodes>(db, query, range, page).await
}

async fn read<P: Packed>(db: &impl ConnectionTrait, query: &str, range: Range<i64>, page: i64) -> Result<Vec<P::Row>> {
    let mut rows = Vec::new();
    // All at once, as a list that grows holds up to twice what it needs. A number that nobody gave must not end us.
    let length = usize::try_from(range.end - range.start).unwrap_or(usize::MAX);
    rows.try_reserve_exact(length).map_err(|_| Error::damaged(format!("{} {} is too many", P::WHAT, range.end)))?;
    let starts = (0..).map(|number| range.start + number * page).take_while(|start| *start < range.end);
    let pages = starts.map(|start| fetch::<P>(db, query, start..range.end.min(start + page)));
    let mut pages = stream::iter(pages).buffered(AT_ONCE);
    while let Some((page, packed)) = pages.try_next().await? {
        let before = rows.len();
        let (length, end) = (page.end - page.start, page.end - 1);
        let mut places = items(packed.places()).map(number);
        if let Some(missing) = (0..length).find(|place| places.next() != Some(Some(*place))) {
            return Err(Error::damaged(format!("{} {} is missing", P::WHAT, page.start + missing)));
        }
        if packed.unpack(&mut rows).is_none() || i64::try_from(rows.len() - before) != Ok(length) {
            return Err(Error::damaged(format!("an {} among {} to {end} makes no sense", P::WHAT, page.start)));
        }
    }
    Ok(rows)
}

async fn fetch<P: Packed>(db: &impl ConnectionTrait, query: &str, page: Range<i64>) -> Result<(Range<i64>, P)> {
    let values = [page.start.into(), page.end.into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), query, values);
    let packed = P::find_by_statement(statement).one(db).await?;
    Ok((page, packed.ok_or_else(|| Error::damaged("a sum of rows has no answer"))?))
}

impl Packed for Edges {
    type Row = Slot;
    const WHAT: &str = "edge";

    fn places(&self) -> &Option<String> {
        &self.places
    }

    fn unpack(&self, rows: &mut Vec<Slot>) -> Option<()> {
        let before = rows.len();
        let (mut changes, mut transformations) = (items(&self.changes), items(&self.transformations));
        for pair in items(&self.pairs) {
            let pair = number(pair)?;
            let (upstream, downstream) = (pair & i64::from(u32::MAX), pair >> 32);
            let transformation = u8::try_from(number(transformations.next()?)?).ok()?;
            let transformation = Transformation::from_number(transformation)?;
            let from = ChangeNumber(number(changes.next()?)?);
            rows.push(Slot::new(index(upstream)?, index(downstream)?, transformation, from));
        }
        for rare in items(&self.rare) {
            let mut fields = rare.split(|byte| *byte == b' ').map(number);
            let [place, masking, through, until] = [(); 4].map(|()| fields.next().flatten());
            let slot = rows.get_mut(before + usize::try_from(place?).ok()?)?;
            let through = if through? < 0 { None } else { Some(index(through?)?) };
            let until = until.filter(|until| *until >= 0).map(ChangeNumber);
            *slot = slot.masking(masking? == 1).through(through).until(until);
        }
        Some(())
    }
}

impl Packed for Nodes {
    type Row = (AssetId, Option<Node>);
    const WHAT: &str = "asset";

    fn places(&self) -> &Option<String> {
        &self.places
    }

    fn unpack(&self, rows: &mut Vec<Self::Row>) -> Option<()> {
        let mut parents = items(&self.parents);
        for asset in items(&self.assets) {
            let asset = uuid::Uuid::try_parse_ascii(asset).ok()?;
            let parent = number(parents.next()?)?;
            let parent = if parent < 0 { None } else { Some(index(parent)?) };
            rows.push((AssetId(asset), parent));
        }
        Some(())
    }
}

/// The number of a node or an edge.
fn index(number: i64) -> Option<EdgeIndex> {
    u32::try_from(number).ok()
}

/// What lies between the commas of a list; nothing of none.
fn items(list: &Option<String>) -> impl Iterator<Item = &[u8]> {
    list.iter().flat_map(|list| list.as_bytes().split(|byte| *byte == b','))
}

/// A whole number; none when it is not one, or too great.
fn number(text: &[u8]) -> Option<i64> {
    let (is_negative, digits) = text.strip_prefix(b"-").map_or((false, text), |digits| (true, digits));
    if digits.is_empty() {
        return None;
    }
    let mut number = 0_i64;
    for digit in digits {
        let digit = digit.checked_sub(b'0').filter(|digit| *digit < 10)?;
        number = number.checked_mul(10)?.checked_add(i64::from(digit))?;
    }
    Some(if is_negative { -number } else { number })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        store::{
            numbering::insert_all,
            tables::{edge, node},
        },
        testing::on_both,
    };

    #[test]
    fn numbers_are_read_and_everything_else_is_refused() {
        assert_eq!([b"0".as_slice(), b"-1"].map(number), [Some(0), Some(-1)]);
        assert_eq!(number(i64::MAX.to_string().as_bytes()), Some(i64::MAX));
        assert_eq!([b"".as_slice(), b"-", b"1a", b"9223372036854775808"].map(number), [None; 4]);
    }

    /// Edges of every sort.
    fn rows() -> Vec<edge::Model> {
        let row = |id: i64| edge::Model {
            id,
            upstream: id * 7 % 20,
            downstream: id * 3 % 20,
            pair: (id * 3 % 20) << 32 | (id * 7 % 20),
            transformation: i16::try_from(id % 11).unwrap(),
            masking: id % 4 == 0,
            through: (id % 5 == 0).then_some(id % 20),
            from_change: 1 + id / 3,
            until_change: (id % 6 == 0).then_some(100 + id),
        };
        (0..23).map(row).collect()
    }

    fn slot(row: &edge::Model) -> Slot {
        let end = |number| u32::try_from(number).unwrap();
        let transformation = Transformation::from_number(u8::try_from(row.transformation).unwrap()).unwrap();
        Slot::new(end(row.upstream), end(row.downstream), transformation, ChangeNumber(row.from_change))
            .masking(row.masking)
            .through(row.through.map(end))
            .until(row.until_change.map(ChangeNumber))
    }

    #[tokio::test]
    async fn j5_packed_rows_are_the_rows_whatever_the_size_of_a_page() {
        on_both(async |world| {
            let write = world.catalog.database().write().await.unwrap();
            let node = |id: i64| {
                let asset = crate::graph::tests::asset(u32::try_from(id).unwrap()).0;
                node::Model { id, asset, parent: (id > 2).then_some(id % 3) }
            };
            let nodes: Vec<node::Model> = (0..20).map(node).collect();
            insert_all(&*write, nodes.clone()).await.unwrap();
            insert_all(&*write, rows()).await.unwrap();
            let parent = |node: &node::Model| node.parent.map(|parent| u32::try_from(parent).unwrap());
            let nodes: Vec<_> = nodes.iter().map(|node| (AssetId(node.asset), parent(node))).collect();
            let edges: Vec<Slot> = rows().iter().map(slot).collect();
            for page in [1, 5, 23, 100] {
                assert_eq!(super::edges(&*write, 0..23, page).await.unwrap(), edges);
                assert_eq!(super::edges(&*write, 9..21, page).await.unwrap(), edges[9..21]);
                assert_eq!(super::nodes(&*write, 0..20, page).await.unwrap(), nodes);
            }
            assert_eq!(super::edges(&*write, 23..23, 5).await.unwrap(), []);
        })
        .await;
    }

    #[tokio::test]
    async fn row_that_is_missing_or_makes_no_sense_is_damage() {
        on_both(async |world| {
            let write = world.catalog.database().write().await.unwrap();
            let mut rows = rows();
            rows.remove(7);
            insert_all(&*write, rows).await.unwrap();
            let missing = super::edges(&*write, 0..23, 5).await.unwrap_err();
            assert!(missing.to_string().contains("edge 7 is missing"), "{missing}");
            let odd = edge::Model { id: 7, transformation: 60, ..self::rows().remove(7) };
            insert_all(&*write, vec![odd]).await.unwrap();
            let odd = super::edges(&*write, 0..23, 5).await.unwrap_err();
            assert!(odd.to_string().contains("edge among 5 to 9 makes no sense"), "{odd}");
        })
        .await;
    }
}
