//! Paging, while others write.

use std::collections::HashSet;

use catalog::{Asset, AssetId};

use super::*;

/// Pages to the end; `between` happens after every page.
async fn page_through(shelf: &Shelf, sort: Sort, first: usize, mut between: impl AsyncFnMut(usize)) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut after = None;
    for round in 0.. {
        let request = SearchRequest { first, after, sort, ..SearchRequest::new("order") };
        let answer = shelf.index.search(&Viewer::system(), &request).unwrap();
        assert!(answer.hits.len() <= first);
        hits.extend(answer.hits);
        between(round).await;
        after = answer.next;
        if after.is_none() {
            break;
        }
    }
    hits
}

fn tables(prefix: &str, count: usize) -> Vec<Asset> {
    let described = |n: usize| if n.is_multiple_of(3) { "a description" } else { " " };
    (0..count)
        .map(|n| {
            let mut table = table(&format!("{prefix}_{}_order", (n * 7919) % count)).described(described(n));
            table.changed = ChangeNumber((n * 31 % 50) as i64);
            table
        })
        .collect()
}

#[tokio::test]
async fn e1_deep_pages_are_the_whole_list_in_order() {
    let assets = tables("t", 700);
    let shelf = Shelf::of(&[]).await;
    for part in assets.chunks(120) {
        shelf.put(part).await;
    }
    for sort in [Sort::Relevance, Sort::Name, Sort::Updated] {
        let hits = page_through(&shelf, sort, 9, async |_| {}).await;
        let ids: HashSet<AssetId> = hits.iter().map(|hit| hit.asset).collect();
        assert_eq!((hits.len(), ids.len()), (700, 700), "{sort:?}");
        match sort {
            Sort::Relevance => assert!(hits.is_sorted_by_key(|hit| (std::cmp::Reverse(hit.score), hit.asset))),
            Sort::Name => assert!(hits.is_sorted_by_key(|hit| (hit.name.last().to_owned(), hit.asset))),
            Sort::Updated => {
                let changed = |id: AssetId| assets.iter().find(|asset| asset.id == id).unwrap().changed;
                assert!(hits.is_sorted_by_key(|hit| (std::cmp::Reverse(changed(hit.asset)), hit.asset)));
            }
        }
    }
}

#[tokio::test]
async fn e1_paging_neither_skips_nor_repeats_while_others_write() {
    for sort in [Sort::Relevance, Sort::Name, Sort::Updated] {
        let steady = tables("steady", 120);
        let passing = tables("passing", 60);
        let shelf = Shelf::of(&steady).await;
        shelf.put(&passing).await;
        let hits = page_through(&shelf, sort, 7, async |round| {
            let added = tables(&format!("new{round}"), 3);
            shelf.put(&added).await;
            if let Some(gone) = passing.get(round) {
                shelf.remove(&[gone.id]).await;
            }
            // Written anew as it is: what happens when only its measurements or its columns' order changed.
            shelf.put(&steady[round % steady.len()..][..1]).await;
        })
        .await;
        let seen: Vec<AssetId> = hits.iter().map(|hit| hit.asset).collect();
        let distinct: HashSet<AssetId> = seen.iter().copied().collect();
        assert_eq!(seen.len(), distinct.len(), "{sort:?}: nothing twice");
        for asset in &steady {
            assert!(distinct.contains(&asset.id), "{sort:?}: {} was skipped", asset.name);
        }
    }
}

#[tokio::test]
async fn total_is_the_same_on_every_page() {
    let shelf = Shelf::of(&tables("t", 50)).await;
    let mut after = None;
    loop {
        let request = SearchRequest { first: 20, after, facets: true, ..SearchRequest::new("order") };
        let answer = shelf.index.search(&Viewer::system(), &request).unwrap();
        assert_eq!(answer.total, 50);
        assert_eq!(answer.facets[0].values[0].count, 50);
        after = answer.next;
        if after.is_none() {
            break;
        }
    }
}

#[tokio::test]
async fn e1_equal_hits_come_by_id_whatever_their_place_in_the_index() {
    let ids: Vec<AssetId> = (0..600).map(|_| AssetId::new()).collect();
    let in_disorder = |n: usize| {
        let mut table = table("order");
        table.id = ids[(n * 7919) % ids.len()];
        table
    };
    let shelf = Shelf::of(&(0..ids.len()).map(in_disorder).collect::<Vec<_>>()).await;
    for sort in [Sort::Relevance, Sort::Name, Sort::Updated] {
        let hits = page_through(&shelf, sort, 50, async |_| {}).await;
        assert_eq!(hits.iter().map(|hit| hit.asset).collect::<Vec<_>>(), ids, "{sort:?}");
    }
}
