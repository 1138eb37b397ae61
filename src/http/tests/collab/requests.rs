//! Requests for access.

use catalog::{Role, Scope};
use chrono::Duration;
use serde_json::{Value, json};

use super::{Stage, ask, done, id_of};
use crate::http::tests::support::{Client, code};

const REQUEST: &str = "mutation($input: AccessRequestInput!) { requestAccess(input: $input) {
    id askedFor asset { id } wants reason days state mayDecide policy until } }";
const APPROVE: &str = "mutation($id: CollabId!, $days: Int) { approveAccess(id: $id, days: $days, note: \"fine\") {
    hindrance request { state until decidedBy { name } note asset { name } } } }";
const REJECT: &str = "mutation($id: CollabId!, $note: String!) { rejectAccess(id: $id, note: $note) { state note } }";
const TAKE_BACK: &str = "mutation($id: CollabId!) { takeBackAccess(id: $id) { state } }";
const WITHDRAW: &str = "mutation($id: CollabId!) { withdrawAccessRequest(id: $id) { state } }";
const LIST: &str = "query($which: AccessRequestList!, $state: AccessRequestState, $first: Int, $after: String) {
    accessRequests(which: $which, state: $state, first: $first, after: $after) {
        nodes { id askedFor state mayDecide asset { name } requester { name } } pageInfo { hasNextPage endCursor } } }";

async fn request(client: &Client, asset: &str, wants: &str) -> String {
    let input = json!({ "asset": asset, "wants": wants, "reason": "for the yearly report", "days": 10 });
    done(client, REQUEST, json!({ "input": input })).await["id"].as_str().unwrap().to_owned()
}

async fn list(client: &Client, which: &str) -> Vec<Value> {
    let found = done(client, LIST, json!({ "which": which, "first": 100 })).await;
    found["nodes"].as_array().unwrap().clone()
}

#[tokio::test]
async fn b10_owner_approves_and_the_analyst_sees_until_the_time_is_over() {
    for stage in Stage::both().await {
        let (vera, olaf) = (stage.analyst("vera").await, stage.somebody("olaf", Role::Viewer).await);
        let eve = stage.somebody("eve", Role::Viewer).await;
        stage.own("shop.public.orders", json!(["olaf"])).await;
        assert_eq!(id_of(&vera, "orders.id").await, None);
        let id = request(&vera, "shop.public.orders", "SEE").await;
        let open = list(&olaf, "TO_DECIDE").await;
        assert_eq!((&open[0]["asset"]["name"], &open[0]["requester"]["name"]), (&json!("orders"), &json!("vera")));
        assert_eq!(open[0]["mayDecide"], true);
        for other in [&eve, &vera] {
            assert!(list(other, "TO_DECIDE").await.is_empty(), "only owners and who manages policies decide");
        }
        assert_eq!(code(&ask(&eve, APPROVE, json!({ "id": id })).await), "NOT_FOUND");
        assert_eq!(code(&ask(&vera, APPROVE, json!({ "id": id })).await), "FORBIDDEN", "never whoever asked");
        assert_eq!(code(&ask(&eve, LIST, json!({ "which": "ALL", "first": 5 })).await), "FORBIDDEN");
        let approved = done(&olaf, APPROVE, json!({ "id": id, "days": 7 })).await;
        let until = stage.world.clock.now() + Duration::days(7);
        assert_eq!(approved["hindrance"], Value::Null);
        let expected = json!({ "state": "APPROVED", "until": until.to_rfc3339(), "decidedBy": { "name": "olaf" },
            "note": "fine", "asset": { "name": "orders" } });
        assert_eq!(approved["request"], expected);
        assert!(id_of(&vera, "orders.id").await.is_some(), "with everything inside, from the next request on");
        assert_eq!(id_of(&vera, "staff").await, None, "and nothing beside it");
        let mine = list(&vera, "MINE").await;
        assert_eq!((&mine[0]["state"], &mine[0]["asset"]["name"]), (&json!("APPROVED"), &json!("orders")));
        assert_eq!(code(&ask(&olaf, APPROVE, json!({ "id": id })).await), "CONFLICT", "once");
        stage.world.clock.advance(Duration::days(7));
        assert_eq!(id_of(&vera, "orders.id").await, None);
        assert_eq!(list(&vera, "MINE").await[0]["state"], "ENDED");
    }
}

#[tokio::test]
async fn b10_member_of_the_owning_team_decides_and_rejected_gives_nothing() {
    for stage in Stage::both().await {
        let vera = stage.analyst("vera").await;
        let olaf = stage.world.user("olaf", Role::Viewer).await.id.to_string();
        let team = json!({ "input": { "name": "Sales", "members": [olaf] } });
        done(&stage.ana, "mutation($input: TeamInput!) { saveTeam(input: $input) { id } }", team).await;
        let olaf = stage.world.program("olaf", &[Scope::Admin]).await;
        stage.own("shop.public", json!(["team:Sales"])).await;
        let id = request(&vera, "shop.public.staff", "SAMPLE").await;
        assert_eq!(list(&olaf, "TO_DECIDE").await.len(), 1, "owners of a schema own what is in it");
        assert_eq!(code(&ask(&olaf, REJECT, json!({ "id": id, "note": " " })).await), "INVALID", "a reason is needed");
        let answer = done(&olaf, REJECT, json!({ "id": id, "note": "personal data" })).await;
        assert_eq!(answer, json!({ "state": "REJECTED", "note": "personal data" }));
        assert_eq!(id_of(&vera, "staff").await, None);
        assert_eq!(list(&vera, "MINE").await[0]["state"], "REJECTED");
        let again = request(&vera, "shop.public.staff", "SAMPLE").await;
        assert_eq!(done(&vera, WITHDRAW, json!({ "id": again })).await["state"], "WITHDRAWN");
        assert_eq!(code(&ask(&olaf, APPROVE, json!({ "id": again })).await), "CONFLICT");
        let other = stage.somebody("eve", Role::Viewer).await;
        assert_eq!(code(&ask(&other, WITHDRAW, json!({ "id": again })).await), "NOT_FOUND");
    }
}

#[tokio::test]
async fn threat_10_asking_does_not_tell_what_there_is() {
    for stage in Stage::both().await {
        let vera = stage.analyst("vera").await;
        let hidden = stage.id("shop.public.orders").await;
        let missing = "01890000-0000-7000-8000-000000000000";
        let mut answers = Vec::new();
        for asked in ["shop.public.orders", "shop.public.ordres", &hidden, missing] {
            let input = json!({ "asset": asked, "wants": "SEE", "reason": "r" });
            let mut answer = ask(&vera, REQUEST, json!({ "input": input })).await;
            assert_eq!(answer["data"]["requestAccess"]["askedFor"], asked);
            answer["data"]["requestAccess"]["askedFor"] = Value::Null;
            answer["data"]["requestAccess"]["id"] = Value::Null;
            answers.push(answer);
        }
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
        assert_eq!(answers[0]["data"]["requestAccess"]["asset"], Value::Null);
        // Whoever decides has made the lookups happen; still nothing is told.
        assert_eq!(list(&stage.ana, "TO_DECIDE").await.len(), 4);
        for one in list(&vera, "MINE").await {
            assert_eq!((&one["state"], &one["asset"]), (&json!("PENDING"), &Value::Null));
        }
        let nothing = list(&stage.ana, "TO_DECIDE").await.into_iter().find(|one| one["askedFor"] == missing).unwrap();
        let answer = ask(&stage.ana, APPROVE, json!({ "id": nothing["id"] })).await;
        assert_eq!(code(&answer), "CONFLICT", "nothing is given for nothing: {answer}");
        let answer = ask(&stage.ana, REJECT, json!({ "id": nothing["id"], "note": "no such table" })).await;
        assert_eq!(answer["data"]["rejectAccess"]["state"], "REJECTED");
        for bad in ["", "a\nb", &"x".repeat(1_001)] {
            let input = json!({ "asset": bad, "wants": "SEE", "reason": "r" });
            let answer = ask(&vera, REQUEST, json!({ "input": input })).await;
            assert_eq!(answer["errors"][0]["extensions"]["field"], "asset", "{answer}");
        }
    }
}

#[tokio::test]
async fn b10_deny_wins_over_an_approval_which_says_so() {
    for stage in Stage::both().await {
        let vera = stage.analyst("vera").await;
        stage.policy("DENY", "VIEW", "vera", "shop.public").await;
        let id = request(&vera, "shop.public.orders", "SEE").await;
        let approved = done(&stage.ana, APPROVE, json!({ "id": id })).await;
        assert_eq!(approved["hindrance"], "DENIED");
        assert_eq!(id_of(&vera, "orders").await, None);
        let max = stage.somebody("max", Role::Member).await;
        let id = request(&max, "shop.public.orders", "EDIT").await;
        let approved = done(&stage.ana, APPROVE, json!({ "id": id })).await;
        assert_eq!(approved["hindrance"], "ROLE", "whose roles do not let them read");
    }
}

#[tokio::test]
async fn b10_what_was_given_is_taken_back_early() {
    for stage in Stage::both().await {
        let vera = stage.analyst("vera").await;
        let id = request(&vera, "shop.public.orders", "EDIT").await;
        done(&stage.ana, APPROVE, json!({ "id": id })).await;
        let orders = id_of(&vera, "shop.public.orders").await.unwrap();
        let edit = "mutation($id: AssetId!) { editAsset(id: $id, input: { description: \"mine\" }) { description } }";
        assert_eq!(done(&vera, edit, json!({ "id": orders })).await["description"], "mine");
        assert_eq!(code(&ask(&vera, TAKE_BACK, json!({ "id": id })).await), "FORBIDDEN");
        assert_eq!(done(&stage.ana, TAKE_BACK, json!({ "id": id })).await["state"], "TAKEN_BACK");
        assert_eq!(code(&ask(&vera, edit, json!({ "id": orders })).await), "NOT_FOUND", "from the next request on");
        let policies = done(&stage.ana, "{ policies { name } }", json!({})).await;
        assert_eq!(policies, json!([]), "its policy is gone");
    }
}

#[tokio::test]
async fn b10_policies_of_what_is_over_are_cleared_away() {
    for stage in Stage::both().await {
        let vera = stage.analyst("vera").await;
        for asset in ["shop.public.orders", "shop.public.staff"] {
            let id = request(&vera, asset, "SEE").await;
            done(&stage.ana, APPROVE, json!({ "id": id, "days": 1 })).await;
            stage.world.clock.advance(Duration::days(2));
        }
        let policies = done(&stage.ana, "{ policies { id } }", json!({})).await;
        assert_eq!(policies.as_array().unwrap().len(), 1, "that of the first went with the second: {policies}");
        let states: Vec<Value> = list(&vera, "MINE").await.into_iter().map(|one| one["state"].clone()).collect();
        assert_eq!(states, ["ENDED", "ENDED"]);
    }
}

#[tokio::test]
async fn b10_fifty_of_a_person_wait_at_most_and_nothing_twice() {
    for stage in Stage::both().await {
        let vera = stage.analyst("vera").await;
        for number in 0..50 {
            request(&vera, &format!("table_{number}"), "SEE").await;
        }
        let input = |asset: &str| json!({ "input": { "asset": asset, "wants": "SEE", "reason": "r" } });
        for asked in ["TABLE_7", "table_50"] {
            assert_eq!(code(&ask(&vera, REQUEST, input(asked)).await), "CONFLICT");
        }
        let mut seen = Vec::new();
        let mut after = Value::Null;
        loop {
            let page = done(&vera, LIST, json!({ "which": "MINE", "first": 20, "after": after })).await;
            seen.extend(
                page["nodes"].as_array().unwrap().iter().map(|one| one["askedFor"].as_str().unwrap().to_owned()),
            );
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
            after = page["pageInfo"]["endCursor"].clone();
        }
        let expected: Vec<String> = (0..50).rev().map(|number| format!("table_{number}")).collect();
        assert_eq!(seen, expected, "newest first, none left out or twice");
        stage.world.clock.advance(Duration::days(30));
        assert_eq!(list(&vera, "MINE").await[0]["state"], "EXPIRED");
        request(&vera, "table_7", "SEE").await;
        assert!(list(&stage.ana, "TO_DECIDE").await.len() == 1, "what is expired waits for nobody");
    }
}

#[tokio::test]
async fn b10_nobody_decides_for_a_program_of_theirs_or_through_one() {
    for stage in Stage::both().await {
        let owner = stage.world.user("olaf", Role::Editor).await.id.to_string();
        let olaf = stage.world.program("olaf", &[Scope::Admin]).await;
        let new = json!({ "input": { "name": "bot", "role": "VIEWER", "owner": owner } });
        let create = "mutation($input: CreateServiceAccountInput!) { createServiceAccount(input: $input) { id } }";
        done(&stage.ana, create, new).await;
        let bot = stage.world.program("bot", &[Scope::Admin]).await;
        stage.own("shop.public.orders", json!(["bot", "olaf"])).await;
        let of_bot = request(&bot, "shop.public.orders", "SAMPLE").await;
        assert_eq!(code(&ask(&olaf, APPROVE, json!({ "id": of_bot })).await), "FORBIDDEN");
        let of_olaf = request(&olaf, "shop.public.orders", "SAMPLE").await;
        assert_eq!(code(&ask(&bot, APPROVE, json!({ "id": of_olaf })).await), "FORBIDDEN");
        assert_eq!(done(&stage.ana, APPROVE, json!({ "id": of_bot })).await["request"]["state"], "APPROVED");
    }
}

#[tokio::test]
async fn b10_request_needs_an_account_and_a_token_for_it_and_is_written_down() {
    let [stage, _] = Stage::both().await;
    stage.world.user("vera", Role::Member).await;
    let reader = stage.world.program("vera", &[Scope::Read]).await;
    let input = json!({ "input": { "asset": "shop.public.orders", "wants": "SAMPLE", "reason": "canary-reason" } });
    assert_eq!(code(&ask(&reader, REQUEST, input.clone()).await), "FORBIDDEN");
    let stranger = stage.world.anonymous().post("/graphql", &json!({ "query": REQUEST, "variables": input })).await;
    assert_eq!(stranger.status, 401);
    let secret = stage.world.token("vera", "second", &[Scope::Edit]).await;
    let bearer = format!("Bearer {}", secrecy::ExposeSecret::expose_secret(&secret));
    let vera = stage.world.anonymous().with("authorization", &bearer);
    done(&vera, REQUEST, input).await;
    let log = "{ auditLog(filter: { operation: \"requestAccess\" }) { nodes { actor result arguments } } }";
    let log = done(&stage.ana, log, json!({})).await;
    let text = log.to_string();
    assert!(text.contains("shop.public.orders") && text.contains("SAMPLE") && !text.contains("canary"), "{text}");
    assert_eq!(log["nodes"].as_array().unwrap().iter().filter(|row| row["result"] == "OK").count(), 1, "{text}");
}
