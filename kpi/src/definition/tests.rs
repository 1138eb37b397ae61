//! Definitions: what is refused, and what they measure.

use catalog::{AssetId, AssetKind};

use super::*;

/// A KPI that nothing is wrong with: 55 % described.
pub(crate) fn described() -> Definition {
    Definition {
        name: "Described".into(),
        description: "People find what they look for.".into(),
        metric: Metric::Described,
        formula: None,
        unit: Unit::Percentage,
        direction: Direction::Increase,
        days: None,
        scope: String::new(),
        team: None,
        domain: None,
        baseline: None,
        baseline_cost: None,
        currency: None,
        target: 55.into(),
        from: "2026-01-01".parse().unwrap(),
        until: "2026-03-31".parse().unwrap(),
        owner: None,
    }
}

/// The case of 300,000 USD that are to become half.
pub(crate) fn halved() -> Definition {
    Definition {
        metric: Metric::Cost,
        direction: Direction::Decrease,
        baseline_cost: Some(300_000.into()),
        currency: Some("USD".parse().unwrap()),
        target: 50.into(),
        ..described()
    }
}

fn fields(definition: &Definition) -> Vec<String> {
    match definition.check() {
        Ok(()) => Vec::new(),
        Err(error) => error.problems().iter().map(|each| each.field.clone()).collect(),
    }
}

#[test]
fn f4_what_is_wrong_is_told_field_by_field() {
    assert_eq!(fields(&described()), [""; 0]);
    assert_eq!(fields(&halved()), [""; 0]);
    let wrong =
        Definition { until: "2025-12-31".parse().unwrap(), target: 101.into(), name: " ".into(), ..described() };
    assert_eq!(fields(&wrong), ["name", "target", "until"]);
    assert_eq!(fields(&Definition { target: (-1).into(), ..described() }), ["target"]);
    assert_eq!(fields(&Definition { description: String::new(), ..described() }), ["description"]);
    assert_eq!(fields(&Definition { unit: Unit::Money, ..described() }), ["unit"]);
    assert_eq!(fields(&Definition { scope: "colour:red".into(), ..described() }), ["scope"]);
    assert_eq!(fields(&Definition { metric: Metric::Formula, ..described() }), ["formula"]);
    assert_eq!(fields(&Definition { formula: Some("count()".into()), ..described() }), ["formula"]);
    assert_eq!(fields(&Definition { days: Some(7), ..described() }), ["days"]);
    assert_eq!(fields(&Definition { metric: Metric::Unused, days: Some(0), ..described() }), ["days"]);
    assert_eq!(fields(&Definition { direction: Direction::Decrease, ..described() }), ["baseline"]);
    assert_eq!(fields(&Definition { target: 120.into(), ..halved() }), ["target"]);
    assert_eq!(fields(&Definition { currency: None, baseline_cost: None, ..halved() }), ["currency", "baselineCost"]);
    assert_eq!("moon".parse::<Metric>().unwrap_err().problems()[0].field, "metric");
}

#[test]
fn f4_a_target_equal_to_the_beginning_of_the_period_is_a_period_of_one_day() {
    assert_eq!(fields(&Definition { until: described().from, ..described() }), [""; 0]);
}

fn standings() -> Standings {
    let mut assets = Vec::new();
    for (n, kind) in [AssetKind::Table, AssetKind::Topic].into_iter().cycle().take(40).enumerate() {
        let mut asset = Standing::bare(AssetId::new(), kind, &format!("asset{n}"));
        asset.has_description = n % 3 == 0;
        asset.teams = vec![if n % 4 < 2 { "A" } else { "B" }.into()];
        asset.tier = (n % 5 == 0).then(|| "tier1".into());
        asset.domains = if n % 2 == 0 { vec!["retail".into(), "company".into()] } else { Vec::new() };
        assets.push(asset);
    }
    Standings { day: "2026-02-01".parse().unwrap(), assets }
}

#[test]
fn f7_filters_give_the_counts_of_a_brute_force() {
    let standings = standings();
    let book = PriceBook::default();
    let value =
        |definition: &Definition| definition.gauge().unwrap().measure(&standings, &book).map(|it| it.share.unwrap());
    let brute = |is: &dyn Fn(&Standing) -> bool| {
        let all: Vec<&Standing> = standings.assets.iter().filter(|asset| is(asset)).collect();
        let part = all.iter().filter(|asset| asset.has_description).count();
        crate::coverage::Share::new(i64::try_from(part).unwrap(), i64::try_from(all.len()).unwrap())
    };
    let scoped = Definition { scope: "kind:topic team:A".into(), ..described() };
    assert_eq!(value(&scoped), Some(brute(&|asset| asset.kind == AssetKind::Topic && *asset.teams[0] == *"A")));
    let of_team = Definition { team: Some("a".into()), scope: "tier:tier1".into(), ..described() };
    assert_eq!(value(&of_team), Some(brute(&|asset| asset.tier.is_some() && *asset.teams[0] == *"A")));
    let of_domain = Definition { domain: Some("Company".into()), ..described() };
    assert_eq!(value(&of_domain), Some(brute(&|asset| !asset.domains.is_empty())));
    assert_eq!(value(&Definition { scope: "kind:pipeline".into(), ..described() }), None, "no data, not 0");
}

#[test]
fn f7_the_assets_behind_a_number_are_as_many_as_it_says() {
    let standings = standings();
    let definition = Definition { team: Some("A".into()), ..described() };
    let gauge = definition.gauge().unwrap();
    let share = gauge.measure(&standings, &PriceBook::default()).unwrap().share.unwrap();
    let listed = |missing| i64::try_from(gauge.behind(&standings, missing).count()).unwrap();
    assert_eq!((listed(false), listed(true)), (share.part, share.whole - share.part));
}

#[test]
fn other_words_or_another_target_measure_the_same() {
    let renamed = Definition { name: "Other".into(), target: 60.into(), ..described() };
    assert!(described().measures_like(&renamed));
    assert!(!described().measures_like(&Definition { scope: "kind:table".into(), ..described() }));
    assert!(!halved().measures_like(&Definition { baseline_cost: Some(1.into()), ..halved() }));
}
