//! Who may write rules and decide, and what nobody learns who may not know of it.

use std::collections::BTreeSet as Set;

use catalog::{ErrorKind, Role, SourceId, Visibility};

use super::*;
use crate::testing::records;

/// `hidden` and `a` to `c`, of which a viewer may know all but the first.
async fn half(world: World) -> (Town, Viewer) {
    let secret = SourceId::new();
    world.crawl_as(secret, &[table("hidden", &["v"])]).await;
    let town = Town::small(world).await;
    town.world.crawl_records(town.world.source, records(&six())).await;
    let sees = Visibility::Sources(Set::from([town.world.source]));
    (town, Viewer { sees, ..Viewer::system() })
}

#[tokio::test]
async fn j10_way_and_origins_do_not_name_what_a_viewer_may_not_know_of() {
    on_both(async |world| {
        let (town, viewer) = half(world).await;
        town.flow("job", &["hidden.v > a.v", "a.v > b.v"]).await;
        town.tag("hidden.v", &["pii"]).await;
        town.settle().await;
        let (b, hidden) = (town.world.find("b.v").await, town.world.find("hidden.v").await);
        let ties = town.propagation.ties(&viewer, &[b, hidden]).await.unwrap();
        assert_eq!(ties.len(), 1);
        let tie = &ties[&b].followed[0];
        assert_eq!((tie.origins.as_slice(), tie.hidden_origins), (&[][..], 1));
        let why = town.propagation.explain(&viewer, b, (TAG, "pii")).await.unwrap().unwrap();
        assert_eq!((why.way[0].from, why.way[0].assertions.len()), (None, 0));
        assert_eq!(why.way[1].to, Some(b));
        let page = catalog::PageRequest { first: 10, after: None };
        let history = town.world.catalog.history(&viewer, b, false, &page).await.unwrap();
        let text = format!("{:?}", history.items);
        assert!(text.contains("personal") && !text.contains(&hidden.to_string()), "{text}");
        let refused = town.propagation.explain(&viewer, hidden, (TAG, "pii")).await.unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::NotFound);
        let refused = town.propagation.decide(&viewer, &[hidden], (TAG, "pii"), None).await.unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::NotFound);
        let preview = town.propagation.preview(&viewer, RuleText::of("r", "*")).await.unwrap();
        assert_eq!(preview.total, 2);
    })
    .await;
}

#[tokio::test]
async fn j10_whoever_may_not_edit_may_not_decide_or_write_rules() {
    on_both(async |world| {
        let town = Town::small(world).await;
        town.flow("job", &["a.v > b.v"]).await;
        town.tag("a.v", &["pii"]).await;
        town.settle().await;
        let (a, b) = (town.world.find("a.v").await, town.world.find("b.v").await);
        let reader = Viewer { role: Some(Role::Viewer), ..Viewer::system() };
        let propagation = &town.propagation;
        let kinds = [
            propagation.decide(&reader, &[b], (TAG, "pii"), Some(Verdict::Refused)).await.unwrap_err().kind(),
            propagation.save_rule(&reader, None, RuleText::of("r", "*")).await.unwrap_err().kind(),
            propagation.preview(&reader, RuleText::of("r", "*")).await.unwrap_err().kind(),
        ];
        assert_eq!(kinds, [ErrorKind::Forbidden; 3]);
        let system = Viewer::system();
        let wrong = propagation.decide(&system, &[a], (TAG, "pii"), Some(Verdict::Confirmed)).await.unwrap_err();
        assert!(wrong.kind() == ErrorKind::Invalid && wrong.field() == Some("assets"), "{wrong}");
        let twice = propagation.save_rule(&system, None, RuleText::of("Personal", "x")).await.unwrap_err();
        assert!(twice.to_string().contains("name of another rule"), "{twice}");
        let rules = propagation.rules(&reader).await.unwrap();
        assert_eq!(rules.len(), 1);
        propagation.delete_rule(&system, rules[0].id).await.unwrap();
        assert_eq!(propagation.delete_rule(&system, rules[0].id).await.unwrap_err().kind(), ErrorKind::NotFound);
    })
    .await;
}
