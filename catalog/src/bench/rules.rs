//! What the decision costs: whether somebody may see an asset, at a number of policies.

use std::{
    collections::{BTreeSet, HashSet},
    hint::black_box,
    time::Instant,
};

use chrono::DateTime;

use super::Figure;
use crate::{
    governance::{Effect, Facts, Holder, Permission, Policy, Rules, Subject, Target, Test},
    id::{AssetId, PolicyId},
    kinds::AssetKind,
    relation::RelationKind,
};

/// How many assets are decided about.
const ASSETS: usize = 100_000;

/// The decision beside asking each policy by itself, and making the rules of one viewer, at `count` policies.
#[must_use]
pub fn rules(count: usize) -> Vec<Figure> {
    let places: Vec<AssetId> = (0..count.max(1)).map(|_| AssetId::new()).collect();
    let policies: Vec<Policy> = (0..count).map(|number| policy(number, &places)).collect();
    let holder = Holder {
        names: ["ana".to_owned()].into(),
        subjects: [Subject::User("ana".into())].into(),
        scopes: vec![("clerk".into(), Test::Owner(["ana".to_owned()].into()))],
        reads: true,
        curates: false,
    };
    let rules = Rules { holder: &holder, policies: &policies, now: DateTime::UNIX_EPOCH };
    let facts: Vec<Facts> = (0..ASSETS).map(|number| facts(number, &places)).collect();
    let begin = Instant::now();
    let sight = rules.sight(HashSet::new(), true);
    let made = begin.elapsed().as_secs_f64() * 1e6;
    let decided = micros_each(&facts, |facts| sight.has(facts));
    let one_by_one = micros_each(&facts[..ASSETS / 100], |facts| rules.explain(Permission::View, facts, false).may);
    let figure = |name: &str, value: f64, yardstick: Option<f64>| Figure {
        name: name.into(),
        size: count as u64,
        unit: "µs",
        value,
        yardstick,
        ratio: yardstick.map(|yardstick| value / yardstick.max(f64::MIN_POSITIVE)),
        ..Figure::default()
    };
    vec![
        figure("a decision (beside asking each policy)", decided, Some(one_by_one)),
        figure("the rules of one viewer made", made, None),
    ]
}

fn micros_each(facts: &[Facts], decide: impl Fn(&Facts) -> bool) -> f64 {
    let begin = Instant::now();
    for facts in facts {
        black_box(decide(black_box(facts)));
    }
    begin.elapsed().as_secs_f64() * 1e6 / facts.len().max(1) as f64
}

/// Of four policies one is about a place, one about a place with a condition, one about tags, and one takes.
fn policy(number: usize, places: &[AssetId]) -> Policy {
    let place: BTreeSet<AssetId> = [places[number]].into();
    let condition = |text: String| Some(text.parse().expect("a tag and an owner are a condition"));
    let target = match number % 4 {
        0 => Target { assets: place, ..Target::default() },
        1 => Target { assets: place, condition: condition("not tag:pii".into()), ..Target::default() },
        2 => Target { condition: condition(format!("tag:t{number} and not owner:me")), ..Target::default() },
        _ => Target { assets: place, kinds: [AssetKind::Column].into(), ..Target::default() },
    };
    Policy {
        id: PolicyId::new(),
        name: format!("p{number}"),
        description: String::new(),
        effect: if number % 4 == 3 { Effect::Deny } else { Effect::Allow },
        permissions: [Permission::View].into(),
        subjects: [Subject::Everyone].into(),
        target,
        until: None,
        is_enabled: true,
    }
}

fn facts(number: usize, places: &[AssetId]) -> Facts {
    let path = vec![AssetId::new(), places[number % places.len()], AssetId::new()];
    let mut facts = Facts::bare(AssetId::new(), AssetKind::Column, None, path);
    facts.add(RelationKind::Tag, &format!("t{number}"));
    facts.add(RelationKind::Owner, if number.is_multiple_of(3) { "ana" } else { "bo" });
    facts
}
