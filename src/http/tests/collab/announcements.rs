//! Announcements and deprecation.

use catalog::Role;
use chrono::Duration;
use serde_json::{Value, json};

use super::{Stage, ask, done};
use crate::http::tests::support::{Client, code};

const SAVE: &str =
    "mutation($input: AnnouncementInput!) { saveAnnouncement(input: $input) { id author { name } mayEdit } }";
const AT: &str =
    "query($id: AssetId!) { asset(id: $id) { announcements { title level mayEdit bodyHtml asset { name } } } }";
const DEPRECATE: &str = "mutation($id: AssetId!, $input: EditAssetInput!) { editAsset(id: $id, input: $input) {
    deprecation { note noteHtml sunset replacedBy { name } } } }";

/// The titles of what somebody is told about an asset.
async fn titles(client: &Client, id: &str) -> Vec<String> {
    let found = done(client, AT, json!({ "id": id })).await;
    let list = found["announcements"].as_array().unwrap_or_else(|| panic!("{found}")).iter();
    list.map(|one| one["title"].as_str().unwrap().to_owned()).collect()
}

/// Lets `staff` be made from `orders`.
async fn flow(stage: &Stage) {
    let (from, to) = (stage.id("shop.public.orders").await, stage.id("shop.public.staff").await);
    let set = "mutation($edges: [ManualLineageInput!]!) { setManualLineage(edges: $edges) { edges } }";
    done(&stage.ana, set, json!({ "edges": [{ "upstream": from, "downstream": to }] })).await;
    stage.world.app.catch_up().await.unwrap();
}

#[tokio::test]
async fn b10_announcement_is_shown_while_it_holds_and_a_warning_downstream_too() {
    for stage in Stage::both().await {
        flow(&stage).await;
        let ed = stage.somebody("ed", Role::Editor).await;
        let (orders, staff) = (stage.id("shop.public.orders").await, stage.id("shop.public.staff").await);
        let column = stage.id("shop.public.orders.id").await;
        let until = (stage.world.clock.now() + Duration::hours(2)).to_rfc3339();
        let say = |level: &str, title: &str| {
            json!({ "input": { "asset": orders, "level": level, "title": title,
            "body": "*careful* <script>x</script>", "until": until } })
        };
        let made = done(&ed, SAVE, say("INFO", "good to know")).await;
        assert_eq!((&made["author"]["name"], &made["mayEdit"]), (&json!("ed"), &json!(true)));
        done(&ed, SAVE, say("INCIDENT", "half of it is missing")).await;
        let vera = stage.somebody("vera", Role::Viewer).await;
        assert_eq!(titles(&vera, &orders).await, ["half of it is missing", "good to know"], "what matters most first");
        assert_eq!(titles(&vera, &column).await.len(), 2, "also on what is inside");
        assert_eq!(titles(&vera, &staff).await, ["half of it is missing"], "further down only what warns");
        let shown = done(&vera, AT, json!({ "id": orders })).await;
        assert_eq!(shown["announcements"][0]["bodyHtml"], "<p><em>careful</em> </p>\n");
        assert_eq!(shown["announcements"][0]["mayEdit"], false);
        assert_eq!(code(&ask(&vera, SAVE, say("INFO", "x")).await), "FORBIDDEN");
        // Who may not know of the table is not told, wherever they look.
        stage.policy("DENY", "VIEW", "vera", "shop.public.orders").await;
        assert!(titles(&vera, &staff).await.is_empty());
        let all = done(&vera, "{ announcements { nodes { title } } }", json!({})).await;
        assert_eq!(all["nodes"], json!([]));
        let change = "mutation($id: CollabId!) { deleteAnnouncement(id: $id) }";
        assert_eq!(code(&ask(&vera, change, json!({ "id": made["id"] })).await), "NOT_FOUND");
        assert_eq!(done(&ed, change, json!({ "id": made["id"] })).await, true);
        stage.world.clock.advance(Duration::hours(2));
        assert!(titles(&ed, &orders).await.is_empty(), "it is over");
        assert_eq!(
            done(&ed, "{ announcements { nodes { title } } }", json!({})).await["nodes"].as_array().unwrap().len(),
            1
        );
    }
}

#[tokio::test]
async fn b10_announcement_for_everybody_is_for_who_manages_the_organisation_to_make() {
    let [stage, _] = Stage::both().await;
    let ed = stage.somebody("ed", Role::Editor).await;
    let input = json!({ "input": { "level": "WARNING", "title": "closed on Friday" } });
    assert_eq!(code(&ask(&ed, SAVE, input.clone()).await), "FORBIDDEN");
    done(&stage.ana, SAVE, input).await;
    let found = done(&ed, "{ announcementsForEverybody { title mayEdit } }", json!({})).await;
    assert_eq!(found, json!([{ "title": "closed on Friday", "mayEdit": false }]));
    let bad = json!({ "input": { "level": "INFO", "title": "x", "from": "2030-01-01T00:00:00Z", "until": "2029-01-01T00:00:00Z" } });
    assert_eq!(ask(&stage.ana, SAVE, bad).await["errors"][0]["extensions"]["field"], "until");
}

#[tokio::test]
async fn b10_deprecation_has_history_a_replacement_and_those_who_have_to_move() {
    for stage in Stage::both().await {
        flow(&stage).await;
        stage.own("shop.public.staff", json!(["olaf"])).await;
        stage.somebody("olaf", Role::Viewer).await;
        let (orders, staff) = (stage.id("shop.public.orders").await, stage.id("shop.public.staff").await);
        let said = json!({ "note": "use **staff**", "replacedBy": staff, "sunset": "2026-12-31" });
        let set = |said: Value| json!({ "id": orders, "input": { "deprecation": said } });
        let answer = done(&stage.ana, DEPRECATE, set(said)).await;
        let expected = json!({ "note": "use **staff**", "noteHtml": "<p>use <strong>staff</strong></p>\n",
            "sunset": "2026-12-31", "replacedBy": { "name": "staff" } });
        assert_eq!(answer["deprecation"], expected);
        let impact =
            "query($id: AssetId!) { deprecationImpact(asset: $id) { assets { name } owners { name } hidden } }";
        let expected = json!({ "assets": [{ "name": "staff" }], "owners": [{ "name": "olaf" }], "hidden": 0 });
        assert_eq!(done(&stage.ana, impact, json!({ "id": orders })).await, expected);
        let vera = stage.somebody("vera", Role::Viewer).await;
        stage.policy("DENY", "VIEW", "vera", "shop.public.staff").await;
        let expected = json!({ "assets": [], "owners": [], "hidden": 1 });
        assert_eq!(done(&vera, impact, json!({ "id": orders })).await, expected);
        let shown = "query($id: AssetId!) { asset(id: $id) { deprecation { note replacedBy { name } } } }";
        let shown = done(&vera, shown, json!({ "id": orders })).await;
        assert_eq!(shown["deprecation"]["replacedBy"], Value::Null, "what she may not know of is not named");
        assert_eq!(code(&ask(&vera, DEPRECATE, set(json!({ "note": "x" }))).await), "FORBIDDEN");
        for bad in [json!({ "note": " " }), json!({ "note": "x", "replacedBy": orders })] {
            assert_eq!(code(&ask(&stage.ana, DEPRECATE, set(bad)).await), "INVALID");
        }
        let history = "query($id: AssetId!) { asset(id: $id) { history(first: 1) { nodes { commit { id } fields { field } } } } }";
        let history = done(&stage.ana, history, json!({ "id": orders })).await["history"]["nodes"][0].clone();
        assert!(history["fields"][0]["field"].as_str().unwrap().starts_with("curated.deprecation."), "{history}");
        let revert = "mutation($id: CommitId!) { revertCommit(id: $id) { id } }";
        done(&stage.ana, revert, json!({ "id": history["commit"]["id"] })).await;
        let shown = "query($id: AssetId!) { asset(id: $id) { deprecation { note } } }";
        assert_eq!(done(&stage.ana, shown, json!({ "id": orders })).await["deprecation"], Value::Null);
    }
}

#[tokio::test]
async fn b10_deprecating_warns_the_owners_downstream_without_telling_what_they_may_not_know() {
    for stage in Stage::both().await {
        flow(&stage).await;
        let olaf = stage.somebody("olaf", Role::Viewer).await;
        let vera = stage.somebody("vera", Role::Viewer).await;
        let otto = stage.somebody("otto", Role::Viewer).await;
        let team = json!({ "name": "Staff", "members": [stage.user("vera").await] });
        done(&stage.ana, "mutation($input: TeamInput!) { saveTeam(input: $input) { id } }", json!({ "input": team }))
            .await;
        stage.own("shop.public.staff", json!(["olaf", "team:Staff"])).await;
        stage.own("shop.public.orders", json!(["otto"])).await;
        stage.policy("DENY", "VIEW", "vera", "shop.public.orders").await;
        let (orders, staff) = (stage.id("shop.public.orders").await, stage.id("shop.public.staff").await);
        // Another one hears because they follow what is downstream, and one who follows nothing hears nothing.
        let hana = stage.somebody("hana", Role::Viewer).await;
        let follow = "mutation($id: AssetId!) { follow(what: { asset: $id }) { id } }";
        done(&hana, follow, json!({ "id": staff })).await;
        let nora = stage.somebody("nora", Role::Viewer).await;
        for who in [&olaf, &vera, &otto, &hana, &nora] {
            stage.tell().await;
            done(who, "mutation { markInboxUntil(number: 1000000) }", json!({})).await;
        }
        let set = |said: Value| json!({ "id": orders, "input": { "deprecation": said } });
        done(&stage.ana, DEPRECATE, set(json!({ "note": "use the canary", "sunset": "2026-12-31" }))).await;
        stage.tell().await;
        let warned = json!([{ "kind": "ASSET_UPSTREAM_DEPRECATED", "asset": { "id": staff },
            "title": "Made from something deprecated: postgres://h:5432/shop.public.staff" }]);
        for (who, reason) in [(&olaf, "OWNER"), (&hana, "FOLLOWING")] {
            let (nodes, lines) = news(who).await;
            assert_eq!(nodes, warned);
            assert_eq!(lines[0], "postgres://h:5432/shop.public.orders (until 2026-12-31): use the canary", "{reason}");
        }
        let (nodes, lines) = news(&vera).await;
        assert_eq!(nodes, warned, "who may not know of what goes hears that something does");
        assert_eq!(lines[0], "1 that you may not see");
        let all = vera.run("{ inbox { nodes { data lines(locale: ZH) title } } }").await.to_string();
        assert!(!all.contains("orders") && !all.contains("canary") && !all.contains(&orders), "{all}");
        let (nodes, lines) = news(&otto).await;
        assert_eq!((&nodes[0]["kind"], &nodes[0]["asset"]["id"]), (&json!("ASSET_DEPRECATED"), &json!(orders)));
        assert!(
            lines.contains(&json!("use the canary")) && lines.contains(&json!("It goes on 2026-12-31")),
            "{lines:?}"
        );
        assert_eq!(news(&nora).await.0, json!([]));

        // Saying the same again, taking it back, and changing something else warn nobody.
        done(&stage.ana, DEPRECATE, set(json!({ "note": "use the canary", "sunset": "2026-12-31" }))).await;
        done(&stage.ana, DEPRECATE, json!({ "id": orders, "input": { "description": "x" } })).await;
        done(&stage.ana, DEPRECATE, set(Value::Null)).await;
        stage.tell().await;
        assert_eq!(news(&olaf).await.0, warned, "once");
    }
}

/// What somebody has not read yet, newest first, and the lines of the first.
async fn news(who: &Client) -> (Value, Vec<Value>) {
    let query = "{ inbox(unreadOnly: true) { nodes { kind title lines asset { id } } } }";
    let mut nodes = done(who, query, json!({})).await["nodes"].clone();
    let list = nodes.as_array_mut().unwrap();
    let lines = list.first().map(|node| node["lines"].as_array().unwrap().clone()).unwrap_or_default();
    list.iter_mut().for_each(|node| drop(node.as_object_mut().unwrap().remove("lines")));
    (nodes, lines)
}
