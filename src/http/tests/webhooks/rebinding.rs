//! Names that change their mind between the check of an address and the call: whoever runs the name's server tries to
//! have us call what only this machine can reach.

use std::{
    collections::VecDeque,
    net::IpAddr,
    sync::{Arc, Mutex},
};

use catalog::Role;
use connectors::Names;
use serde_json::{Value, json};

use super::{Answer, Post, receiver::Receiver, save, somebody};
use crate::http::tests::support::{Client, World};

/// A public address at which nobody is: it is for documentation only (RFC 3849).
const PUBLIC: &str = "2001:db8::1";
const METADATA: &str = "169.254.169.254";
const HERE: &str = "127.0.0.1";

/// The server of a name, in the hands of an attacker.
#[derive(Clone, Default)]
struct Liar {
    /// What it says next, and in the end always.
    says: Arc<Mutex<VecDeque<&'static str>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Liar {
    fn says(&self, answers: &[&'static str]) {
        *self.says.lock().unwrap() = answers.iter().copied().collect();
        self.asked.lock().unwrap().clear();
    }

    /// How often it was asked since it was told what to say.
    fn asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }

    fn names(&self) -> Names {
        let liar = self.clone();
        Names::Told(Box::leak(Box::new(move |host: &str| -> Vec<IpAddr> {
            liar.asked.lock().unwrap().push(host.to_owned());
            let mut says = liar.says.lock().unwrap();
            let answer = if says.len() > 1 { says.pop_front() } else { says.front().copied() };
            answer.into_iter().map(|address| address.parse().unwrap()).collect()
        })))
    }
}

/// An installation whose names are told by `liar`.
async fn post(liar: &Liar, allow_private: bool) -> Post {
    let names = liar.names();
    let world = World::with(|config| {
        config.notify.allow_private_addresses = allow_private;
        config.notify.names = names;
    })
    .await;
    let admin = somebody(&world, "root", Role::Admin).await;
    Post { world, admin, receiver: Receiver::start().await, _database: None }
}

async fn hook(admin: &Client, url: &str) -> String {
    let answer = save(admin, json!({ "name": "x", "url": url, "kinds": ["ASSET_CREATED"] })).await;
    let id = &answer["data"]["saveWebhook"]["webhook"]["id"];
    id.as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
}

async fn tried(admin: &Client, id: &str) -> Value {
    let test = format!("mutation {{ testWebhook(id: \"{id}\") {{ isDelivered status note }} }}");
    admin.run(&test).await["data"]["testWebhook"].clone()
}

#[tokio::test]
async fn threat_18_name_that_is_public_when_checked_and_this_machine_when_called_gains_nothing() {
    let liar = Liar::default();
    let post = post(&liar, false).await;
    let listener = tokio::net::TcpListener::bind((HERE, 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    liar.says(&[PUBLIC, HERE]);
    let id = hook(&post.admin, &format!("https://rebind.example:{port}/")).await;
    assert_eq!(liar.asked(), 0, "saving looks nothing up");
    let told = tried(&post.admin, &id).await;
    assert_eq!((&told["isDelivered"], &told["status"]), (&json!(false), &json!(null)), "{told}");
    assert_eq!(liar.asked(), 1, "the name is asked for once a call, so that there is no second answer to use");
    let told = tried(&post.admin, &id).await;
    assert!(told["note"].as_str().unwrap().contains("switched off by the configuration"), "{told}");
    assert_eq!(liar.asked(), 2, "and it is judged anew at the next call");
    let called = tokio::time::timeout(std::time::Duration::ZERO, listener.accept()).await;
    assert!(called.is_err(), "nobody called");
}

#[tokio::test]
async fn threat_18_call_goes_to_the_address_that_was_judged_and_to_no_later_one() {
    let liar = Liar::default();
    let post = post(&liar, true).await;
    let port = post.receiver.address.rsplit(':').next().unwrap().to_owned();
    liar.says(&[HERE, METADATA]);
    let id = hook(&post.admin, &format!("http://rebind.example:{port}/in")).await;
    assert_eq!(tried(&post.admin, &id).await["isDelivered"], true);
    assert_eq!(liar.asked(), 1);
    let got = post.receiver.got("/in");
    assert_eq!((got.len(), got[0].header("host")), (1, &*format!("rebind.example:{port}")));
    let told = tried(&post.admin, &id).await;
    assert!(told["note"].as_str().unwrap().contains("never allowed"), "{told}");
    assert_eq!(post.receiver.got("/in").len(), 1);
}

#[tokio::test]
async fn threat_41_event_is_not_delivered_to_a_name_that_has_become_forbidden_nor_where_an_answer_sends_it() {
    let liar = Liar::default();
    let post = post(&liar, true).await;
    let port = post.receiver.address.rsplit(':').next().unwrap().to_owned();
    // Allowed when it is called, and the answer sends us to the same name, which is the metadata service by then.
    liar.says(&[HERE, METADATA]);
    post.receiver.answer("/in", Answer::Elsewhere(format!("http://rebind.example:{port}/latest/meta-data/")));
    let id = hook(&post.admin, &format!("http://rebind.example:{port}/in")).await;
    post.asset("orders").await;
    post.tell().await;
    assert_eq!(liar.asked(), 1, "an answer that sends elsewhere is not followed, so nothing is looked up");
    let sent = post.deliveries(&id).await;
    assert_eq!((&sent[0]["status"], &sent[0]["note"]), (&json!(302), &json!("it answers 302")), "{sent:?}");
    post.world.clock.advance(chrono::Duration::hours(1));
    post.tell().await;
    let sent = post.deliveries(&id).await;
    assert!(sent[0]["note"].as_str().unwrap().contains("never allowed"), "{sent:?}");
    assert_eq!(sent[0]["status"], json!(null), "{sent:?}");
    assert_eq!(post.webhook(&id).await["counts"]["delivered"], 0);
    assert_eq!(post.receiver.got("/in").len(), 1);
    assert!(post.receiver.got("/latest/meta-data/").is_empty());
}
