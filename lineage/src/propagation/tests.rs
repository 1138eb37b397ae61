//! Tags that follow columns, from crawl to catalog, on both engines.

mod random;
mod rights;
mod way;

use std::collections::BTreeSet;

use catalog::{
    AssetId, AssetKind, Edit, Fault as _, Layer, Origin, Patch, Record, RelationKind, Viewer,
    record::{DeclaredColumnEdge, DeclaredEdge, LineageRecord},
    vocabulary::Entry,
};

use super::{Propagation, RuleText, Verdict};
use crate::testing::{Table, World, name, on_both, table};

const TAG: RelationKind = RelationKind::Tag;

/// A catalog in which tags follow.
struct Town {
    world: World,
    propagation: Propagation,
}

impl Town {
    async fn new(world: World, tables: &[Table]) -> Self {
        let propagation = Propagation::new(world.lineage.clone());
        world.crawl(tables).await;
        let town = Self { world, propagation };
        town.settle().await;
        town
    }

    /// Tables `a` to `f` with a column `v` each, and a rule that suggests `pii`.
    async fn small(world: World) -> Self {
        let town = Self::new(world, &six()).await;
        town.rule(RuleText::of("personal", "pii")).await;
        town
    }

    async fn rule(&self, text: RuleText) -> super::Rule {
        self.propagation.save_rule(&Viewer::system(), None, text).await.unwrap()
    }

    /// Lets a tool say edges between columns, each `a.v > b.v`, with a subtype behind `:` and `!` for masking.
    async fn flow(&self, scope: &str, edges: &[&str]) {
        let edges = edges.iter().map(|edge| column_edge(edge)).collect();
        let (tool, scope) = ("etl".to_owned(), scope.to_owned());
        let (queries, statements) = (Vec::new(), Vec::new());
        let record = LineageRecord { tool, scope, through: None, edges, queries, statements, by_hand: None };
        self.world.push(Record::Lineage(record)).await;
    }

    async fn tag(&self, column: &str, tags: &[&str]) {
        let tags = Patch::Set(tags.iter().map(|tag| (*tag).to_owned()).collect());
        let edit = Edit { tags, ..Edit::default() };
        self.world.catalog.edit(&Viewer::system(), self.world.find(column).await, edit).await.unwrap();
    }

    async fn decide(&self, column: &str, tag: &str, verdict: Option<Verdict>) {
        let column = self.world.find(column).await;
        self.propagation.decide(&Viewer::system(), &[column], (TAG, tag), verdict).await.unwrap();
    }

    async fn settle(&self) {
        self.world.follow().await;
        self.world.catalog.catch_up(&self.propagation.follower()).await.unwrap();
    }

    /// Every tag of a column, such as `pii curated`.
    async fn tags(&self, column: &str) -> BTreeSet<String> {
        let asset = self.world.asset(column).await;
        let told = asset.relations.iter().filter(|tie| tie.kind == TAG);
        told.map(|tie| format!("{} {:?}", tie.target, tie.layer).to_lowercase()).collect()
    }

    /// What follows, such as `b.v pii suggested`, once everything is worked out.
    async fn follows(&self) -> BTreeSet<String> {
        self.settle().await;
        let mut found = BTreeSet::new();
        for (target, _) in self.world.catalog.targets_after(TAG, "", 1_000).await.unwrap() {
            for (asset, layer) in self.world.catalog.holders(TAG, &target).await.unwrap() {
                if matches!(layer, Layer::Propagated | Layer::Suggested) {
                    let asset = self.world.catalog.asset(&Viewer::system(), asset, None).await.unwrap();
                    let path = asset.name.parts[2..].join(".");
                    found.insert(format!("{path} {target} {layer:?}").to_lowercase());
                }
            }
        }
        found
    }

    async fn follow_on(&self, wanted: &[&str]) {
        assert_eq!(self.follows().await, wanted.iter().map(|line| (*line).to_owned()).collect());
    }
}

fn six() -> Vec<Table> {
    ["a", "b", "c", "d", "e", "f"].map(|name| table(name, &["v"])).into()
}

fn column_edge(said: &str) -> DeclaredEdge {
    let (upstream, rest) = said.split_once(" > ").unwrap();
    let masking = rest.ends_with('!');
    let (downstream, subtype) =
        rest.trim_end_matches('!').split_once(':').unwrap_or((rest.trim_end_matches('!'), "IDENTITY"));
    let ((from, from_column), (to, to_column)) =
        (upstream.split_once('.').unwrap(), downstream.split_once('.').unwrap());
    let column = DeclaredColumnEdge {
        upstream: from_column.into(),
        downstream: to_column.into(),
        subtype: subtype.into(),
        masking,
    };
    DeclaredEdge {
        upstream: name(from),
        upstream_kind: AssetKind::Table,
        downstream: name(to),
        downstream_kind: AssetKind::Table,
        columns: vec![column],
    }
}

#[tokio::test]
async fn j10_tag_goes_along_columns_through_diamonds_and_circles_and_is_suggested_until_somebody_says() {
    on_both(async |world| {
        let town = Town::small(world).await;
        town.flow("job", &["a.v > b.v", "a.v > c.v", "b.v > d.v", "c.v > d.v", "d.v > e.v", "e.v > b.v"]).await;
        town.tag("a.v", &["pii", "other"]).await;
        town.follow_on(&["b.v pii suggested", "c.v pii suggested", "d.v pii suggested", "e.v pii suggested"]).await;
        town.decide("d.v", "pii", Some(Verdict::Confirmed)).await;
        town.follow_on(&["b.v pii suggested", "c.v pii suggested", "d.v pii propagated", "e.v pii suggested"]).await;
        town.rule(RuleText { confirms: true, max_steps: 1, ..RuleText::of("near", "*") }).await;
        let all = ["b.v other propagated", "b.v pii propagated", "c.v other propagated", "c.v pii propagated"];
        town.follow_on(&[&all[..], &["d.v pii propagated", "e.v pii suggested"]].concat()).await;
        town.tag("a.v", &[]).await;
        town.follow_on(&[]).await;
        assert!(town.propagation.ties(&Viewer::system(), &[town.world.find("d.v").await]).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn j10_tag_ends_at_masking_and_aggregation_unless_the_rule_goes_on() {
    on_both(async |world| {
        let town = Town::small(world).await;
        town.flow(
            "job",
            &["a.v > b.v!", "a.v > c.v:AGGREGATION", "a.v > d.v:TRANSFORMATION", "b.v > e.v", "a.v > f.v:FILTER"],
        )
        .await;
        town.tag("a.v", &["pii"]).await;
        town.follow_on(&["d.v pii suggested"]).await;
        let on = RuleText { stops_at_masking: false, stops_at_aggregation: false, ..RuleText::of("on", "pii") };
        let on = town.rule(on).await;
        town.follow_on(&["b.v pii suggested", "c.v pii suggested", "d.v pii suggested", "e.v pii suggested"]).await;
        let copies = RuleText { passes: super::Passage::Copies, ..on.text.clone() };
        town.propagation.save_rule(&Viewer::system(), Some(on.id), copies).await.unwrap();
        town.follow_on(&["b.v pii suggested", "d.v pii suggested", "e.v pii suggested"]).await;
        town.propagation.delete_rule(&Viewer::system(), on.id).await.unwrap();
        town.follow_on(&["d.v pii suggested"]).await;
    })
    .await;
}

#[tokio::test]
async fn threat_39_tag_removed_at_its_origin_stays_while_another_way_lives() {
    on_both(async |world| {
        let town = Town::small(world).await;
        town.flow("job", &["a.v > c.v", "b.v > c.v", "c.v > d.v"]).await;
        town.tag("a.v", &["pii"]).await;
        town.tag("b.v", &["pii"]).await;
        town.follow_on(&["c.v pii suggested", "d.v pii suggested"]).await;
        town.tag("a.v", &[]).await;
        town.follow_on(&["c.v pii suggested", "d.v pii suggested"]).await;
        let c = town.world.find("c.v").await;
        let ties = town.propagation.ties(&Viewer::system(), &[c]).await.unwrap();
        assert_eq!(ties[&c].followed[0].origins, [town.world.find("b.v").await]);
        town.tag("b.v", &[]).await;
        town.follow_on(&[]).await;
    })
    .await;
}

#[tokio::test]
async fn threat_39_tag_of_a_person_on_the_way_is_an_origin_of_its_own() {
    on_both(async |world| {
        let town = Town::small(world).await;
        town.flow("job", &["a.v > b.v", "b.v > c.v"]).await;
        town.tag("a.v", &["pii"]).await;
        town.follow_on(&["b.v pii suggested", "c.v pii suggested"]).await;
        town.tag("b.v", &["pii"]).await;
        town.follow_on(&["c.v pii suggested"]).await;
        assert_eq!(town.tags("b.v").await, BTreeSet::from(["pii curated".to_owned()]));
        town.tag("a.v", &[]).await;
        town.follow_on(&["c.v pii suggested"]).await;
        town.tag("b.v", &[]).await;
        town.follow_on(&[]).await;
    })
    .await;
}

#[tokio::test]
async fn threat_39_refused_tag_goes_no_further_and_comes_back_when_that_is_taken_back() {
    on_both(async |world| {
        let town = Town::small(world).await;
        town.flow("job", &["a.v > b.v", "b.v > c.v", "a.v > d.v"]).await;
        town.tag("a.v", &["pii"]).await;
        town.settle().await;
        town.decide("b.v", "pii", Some(Verdict::Refused)).await;
        town.follow_on(&["d.v pii suggested"]).await;
        let b = town.world.find("b.v").await;
        let ties = town.propagation.ties(&Viewer::system(), &[b]).await.unwrap();
        assert_eq!(ties[&b].refused[0].by, "system");
        town.decide("b.v", "pii", None).await;
        town.follow_on(&["b.v pii suggested", "c.v pii suggested", "d.v pii suggested"]).await;
    })
    .await;
}

#[tokio::test]
async fn j10_edge_that_a_new_crawl_closes_takes_the_tag_along_and_so_does_a_column_that_goes() {
    on_both(async |world| {
        let town = Town::small(world).await;
        town.flow("job", &["a.v > b.v", "b.v > c.v"]).await;
        town.tag("a.v", &["pii"]).await;
        town.follow_on(&["b.v pii suggested", "c.v pii suggested"]).await;
        let without_b: Vec<Table> = six().into_iter().filter(|table| !table.is_called("b")).collect();
        town.world.crawl(&without_b).await;
        town.follow_on(&[]).await;
        town.world.crawl(&six()).await;
        town.follow_on(&["b.v pii suggested", "c.v pii suggested"]).await;
        town.flow("job", &["a.v > b.v"]).await;
        town.follow_on(&["b.v pii suggested"]).await;
        town.flow("job", &["a.v > b.v", "ghost.v > c.v"]).await;
        town.flow("other", &["a.v > ghost.v"]).await;
        town.follow_on(&["b.v pii suggested"]).await;
    })
    .await;
}

#[tokio::test]
async fn j10_tag_of_a_table_does_not_go_to_columns_and_what_was_tagged_before_the_rule_follows_too() {
    on_both(async |world| {
        let town = Town::new(world, &six()).await;
        town.flow("job", &["a.v > b.v"]).await;
        town.tag("a", &["pii"]).await;
        town.tag("b.v", &["mine"]).await;
        town.flow("next", &["b.v > c.v"]).await;
        town.settle().await;
        town.rule(RuleText { confirms: true, ..RuleText::of("all", "*") }).await;
        town.follow_on(&["c.v mine propagated"]).await;
        assert_eq!(town.tags("c.v").await, BTreeSet::from(["mine propagated".to_owned()]));
    })
    .await;
}

#[tokio::test]
async fn j10_term_follows_like_a_tag_under_rules_of_its_own() {
    on_both(async |world| {
        let town = Town::small(world).await;
        let (system, catalog) = (Viewer::system(), &town.world.catalog);
        let new = |kind, parent, name: &str| Entry { name: Some(name.into()), parent, ..Entry::new(kind, None) };
        let glossary = new(AssetKind::Glossary, Patch::Keep, "Sales");
        let glossary = catalog.save_entry(&system, glossary, |_| {}).await.unwrap().id;
        let term = new(AssetKind::Term, Patch::Set(glossary), "Revenue");
        let term = catalog.save_entry(&system, term, |_| {}).await.unwrap().id;
        town.flow("job", &["a.v > b.v", "b.v > c.v"]).await;
        let edit = |terms: &[AssetId]| Edit { terms: Patch::Set(terms.into()), ..Edit::default() };
        let (a, b, c) = (town.world.find("a.v").await, town.world.find("b.v").await, town.world.find("c.v").await);
        catalog.edit(&system, a, edit(&[term])).await.unwrap();
        town.follow_on(&[]).await;
        let sort = RelationKind::Term;
        town.rule(RuleText { sort, ..RuleText::of("terms", &term.to_string()) }).await;
        town.settle().await;
        let holders = async || {
            let mut holders = catalog.holders(sort, &term.to_string()).await.unwrap();
            holders.sort();
            holders
        };
        let mut wanted = [(a, Layer::Curated), (b, Layer::Suggested), (c, Layer::Suggested)];
        wanted.sort();
        assert_eq!(holders().await, wanted);
        let key = (sort, &*term.to_string());
        town.propagation.decide(&system, &[b], key, Some(Verdict::Refused)).await.unwrap();
        town.settle().await;
        assert_eq!(holders().await, [(a, Layer::Curated)]);
        town.propagation.decide(&system, &[b], key, None).await.unwrap();
        catalog.edit(&system, a, edit(&[])).await.unwrap();
        town.settle().await;
        assert_eq!(holders().await, []);
    })
    .await;
}

#[tokio::test]
async fn j10_list_of_tags_that_is_sent_back_makes_no_tag_somebodys_own() {
    on_both(async |world| {
        let town = Town::small(world).await;
        town.rule(RuleText { confirms: true, ..RuleText::of("sure", "pii") }).await;
        town.flow("job", &["a.v > b.v"]).await;
        town.tag("a.v", &["pii"]).await;
        town.settle().await;
        town.tag("b.v", &["pii", "new"]).await;
        assert_eq!(town.tags("b.v").await, BTreeSet::from(["new curated".to_owned(), "pii propagated".to_owned()]));
        town.tag("a.v", &[]).await;
        town.settle().await;
        assert_eq!(town.tags("b.v").await, BTreeSet::from(["new curated".to_owned()]));
    })
    .await;
}

#[tokio::test]
async fn threat_39_crash_half_way_is_made_good_by_the_next_round() {
    on_both(async |world| {
        const COLUMNS: usize = 2_300;
        let names: Vec<String> = (0..COLUMNS).map(|number| format!("c{number}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let town = Town::new(world, &[table("a", &["v"]), table("wide", &names)]).await;
        let edges: Vec<String> = names.iter().map(|column| format!("a.v > wide.{column}")).collect();
        town.flow("job", &edges.iter().map(String::as_str).collect::<Vec<_>>()).await;
        town.tag("a.v", &["pii"]).await;
        town.settle().await;
        town.rule(RuleText::of("personal", "pii")).await;
        let holders = async || town.world.catalog.holders(TAG, "pii").await.unwrap().len();
        // One commit of a thousand, then the process is gone.
        town.propagation.settle(1).await.unwrap();
        assert_eq!(holders().await, 1 + 1_000);
        let after = Propagation::new(town.world.lineage.clone());
        town.world.catalog.catch_up(&after.follower()).await.unwrap();
        assert_eq!(holders().await, 1 + COLUMNS);
        let last = town.world.catalog.last_change().await.unwrap();
        town.world.catalog.catch_up(&after.follower()).await.unwrap();
        assert_eq!(town.world.catalog.last_change().await.unwrap(), last, "nothing is left to do");
        town.tag("a.v", &[]).await;
        town.world.follow().await;
        town.propagation.settle(0).await.unwrap();
        town.settle().await;
        assert_eq!(holders().await, 0);
    })
    .await;
}

#[tokio::test]
async fn j10_history_says_why_and_taking_back_leaves_what_follows() {
    on_both(async |world| {
        let town = Town::small(world).await;
        town.flow("job", &["a.v > b.v"]).await;
        town.tag("a.v", &["pii"]).await;
        town.tag("b.v", &["mine"]).await;
        town.settle().await;
        let (viewer, catalog) = (Viewer::system(), &town.world.catalog);
        let b = town.world.find("b.v").await;
        let page = catalog::PageRequest { first: 10, after: None };
        let history = catalog.history(&viewer, b, false, &page).await.unwrap();
        let (change, commit) = &history.items[0].1;
        assert_eq!((commit.origin, commit.actor.as_str()), (Origin::Propagation, "propagation"));
        let why = change.fields.iter().find(|field| field.field == "propagation").unwrap();
        let a: AssetId = town.world.find("a.v").await;
        let wanted = serde_json::json!({
            "target": "pii", "layer": "suggested", "rule": "personal", "steps": 1, "origins": [a]
        });
        assert_eq!(why.after, wanted);
        let refused = catalog.revert(&viewer, catalog::RevertTarget::Commit(commit.id)).await.unwrap_err();
        assert_eq!(refused.kind(), catalog::ErrorKind::Conflict, "{refused}");
        let (_, tagged) = &history.items[1].1;
        catalog.revert(&viewer, catalog::RevertTarget::Commit(tagged.id)).await.unwrap();
        assert_eq!(town.tags("b.v").await, BTreeSet::from(["pii suggested".to_owned()]));
        town.follow_on(&["b.v pii suggested"]).await;
    })
    .await;
}
