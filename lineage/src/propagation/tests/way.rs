//! By which way a tag came, and what a rule would reach.

use super::*;
use crate::edge::Subtype;

#[tokio::test]
async fn j10_each_tag_tells_a_shortest_way_from_where_it_comes() {
    on_both(async |world| {
        let town = Town::small(world).await;
        town.flow("job", &["a.v > b.v", "b.v > d.v:TRANSFORMATION", "a.v > c.v", "c.v > e.v", "e.v > d.v"]).await;
        town.flow("loop", &["d.v > b.v"]).await;
        town.tag("a.v", &["pii"]).await;
        town.settle().await;
        let d = town.world.find("d.v").await;
        let viewer = Viewer::system();
        let why = town.propagation.explain(&viewer, d, (TAG, "pii")).await.unwrap().unwrap();
        assert_eq!((why.layer, why.rule.as_deref(), why.steps), (Layer::Suggested, Some("personal"), 2));
        let ends: Vec<_> = why.way.iter().map(|step| (step.from.unwrap(), step.to.unwrap())).collect();
        let (a, b) = (town.world.find("a.v").await, town.world.find("b.v").await);
        assert_eq!(ends, [(a, b), (b, d)]);
        assert_eq!(why.way[1].transformation.subtype, Some(Subtype::Transformation));
        assert_eq!((why.way[0].assertions[0].tool.as_str(), why.way[0].assertions[0].scope.as_str()), ("etl", "job"));
        assert_eq!(town.propagation.explain(&viewer, d, (TAG, "other")).await.unwrap(), None);
        assert_eq!(town.propagation.explain(&viewer, a, (TAG, "pii")).await.unwrap(), None);
        town.decide("b.v", "pii", Some(Verdict::Refused)).await;
        town.settle().await;
        let why = town.propagation.explain(&viewer, d, (TAG, "pii")).await.unwrap().unwrap();
        assert_eq!((why.steps, why.way.len()), (3, 3));
    })
    .await;
}

#[tokio::test]
async fn j10_preview_counts_what_a_rule_would_reach_and_writes_nothing() {
    on_both(async |world| {
        let town = Town::new(world, &six()).await;
        town.flow("job", &["a.v > b.v", "b.v > c.v!", "a.v > d.v"]).await;
        town.tag("a.v", &["pii.phone", "pii.mail", "x"]).await;
        let viewer = Viewer::system();
        let preview = town.propagation.preview(&viewer, RuleText::of("r", "pii.*")).await.unwrap();
        assert_eq!((preview.total, preview.is_exact), (4, true));
        let b = town.world.find("b.v").await;
        assert!(preview.first.iter().any(|one| one.asset == b && one.target == "pii.mail" && one.steps == 1));
        let on = RuleText { stops_at_masking: false, ..RuleText::of("r", "*") };
        assert_eq!(town.propagation.preview(&viewer, on).await.unwrap().total, 9);
        town.follow_on(&[]).await;
    })
    .await;
}
