//! Charts and activity against what is counted one by one.

use super::*;

fn standings(day: &str, count: usize) -> Standings {
    let assets = (0..count)
        .map(|n| Standing {
            tier: (n % 3 == 0).then(|| if n % 2 == 0 { "tier1" } else { "tier2" }.into()),
            teams: if n % 4 == 0 { vec!["sales".into(), "data".into()] } else { Vec::new() },
            domain: (n % 5 == 0).then(|| "retail".into()),
            has_description: n % 2 == 0,
            owners: if n % 4 == 0 { vec!["team:sales".into()] } else { Vec::new() },
            bytes: Some(1),
            source: Some(if n % 2 == 0 { "shop" } else { "lake" }.into()),
            ..Standing::bare(AssetId::new(), if n % 7 == 0 { AssetKind::Topic } else { AssetKind::Table }, "x")
        })
        .collect();
    Standings { day: day.parse().unwrap(), assets }
}

#[test]
fn f12_every_chart_and_filter_equals_a_count_one_by_one() {
    let days = [standings("2026-01-01", 70), standings("2026-01-02", 91)];
    let snapshots: Vec<(NaiveDate, Snapshot)> = days.iter().map(|it| (it.day, it.snapshot())).collect();
    let rows =
        || snapshots.iter().flat_map(|(day, rows)| rows.iter().map(move |(group, counts)| (*day, group, *counts)));
    let filters = [
        Only::default(),
        Only { team: Some("Sales".into()), ..Only::default() },
        Only { tier: Some("tier2".into()), kind: Some(AssetKind::Table), ..Only::default() },
        Only { domain: Some("retail".into()), source: Some("lake".into()), ..Only::default() },
    ];
    for only in &filters {
        for standings in &days {
            let meant = |asset: &&Standing| {
                (only.team.is_none() || !asset.teams.is_empty())
                    && only.tier.as_deref().is_none_or(|tier| asset.tier.as_deref() == Some(tier))
                    && only.domain.as_deref().is_none_or(|domain| asset.domain.as_deref() == Some(domain))
                    && only.source.as_deref().is_none_or(|source| asset.source.as_deref() == Some(source))
                    && only.kind.is_none_or(|kind| asset.kind == kind)
            };
            for kind in [AssetKind::Table, AssetKind::Topic] {
                let all: Vec<&Standing> =
                    standings.assets.iter().filter(meant).filter(|asset| asset.kind == kind).collect();
                let count =
                    |has: &dyn Fn(&Standing) -> bool| i64::try_from(all.iter().filter(|it| has(it)).count()).unwrap();
                let point = |chart: Chart| {
                    let lines = chart.lines(rows(), only);
                    lines.get(kind.code()).and_then(|line| line.get(&standings.day)).copied().unwrap_or_default()
                };
                assert_eq!(point(Chart::AssetsByKind).part, count(&|_| true), "{only:?}");
                assert_eq!(
                    point(Chart::DescribedByKind),
                    Share::new(count(&|it| it.has_description), count(&|_| true))
                );
                assert_eq!(point(Chart::OwnedByKind), Share::new(count(&|it| it.is_owned()), count(&|_| true)));
            }
        }
    }
}

#[test]
fn f12_assets_without_a_tier_are_not_in_the_chart_by_tier() {
    let day = standings("2026-01-01", 60);
    let snapshot = day.snapshot();
    let lines =
        Chart::AssetsByTier.lines(snapshot.iter().map(|(group, counts)| (day.day, group, *counts)), &Only::default());
    let total: i64 = lines.values().flat_map(BTreeMap::values).map(|share| share.part).sum();
    assert_eq!(total, i64::try_from(day.assets.iter().filter(|asset| asset.tier.is_some()).count()).unwrap());
    assert_eq!(lines.len(), 2);
}

#[test]
fn f12_the_whole_of_a_chart_of_shares_is_a_sum() {
    let day = standings("2026-01-01", 70);
    let snapshot = day.snapshot();
    let rows = || snapshot.iter().map(|(group, counts)| (day.day, group, *counts));
    let lines = Chart::OwnedByKind.lines(rows(), &Only::default());
    let parts = lines.iter().filter(|(name, _)| !name.is_empty()).map(|(_, line)| line[&day.day]);
    assert_eq!(lines[""][&day.day], parts.fold(Share::default(), Share::and));
}

#[test]
fn f12_activity_equals_a_count_over_a_scripted_log() {
    let [one, two] = [AssetId::new(), AssetId::new()];
    let view = |user: &str, session: &str, asset: Option<AssetId>, at: &str| View {
        user: user.into(),
        session: session.into(),
        asset,
        kind: asset.map(|_| AssetKind::Table),
        count: 1,
        first_at: at.parse().unwrap(),
        last_at: at.parse().unwrap(),
    };
    let log = [
        view("ana", "s1", Some(one), "2026-01-01T10:00:00Z"),
        view("ana", "s1", Some(two), "2026-01-01T10:05:00Z"),
        view("ana", "s2", Some(one), "2026-01-02T09:00:00Z"),
        view("bo", "s3", Some(one), "2026-01-02T09:00:00Z"),
        view("bo", "s3", None, "2026-01-02T09:00:30Z"),
    ];
    let views = views(&log, 10);
    assert_eq!(views.by_kind[&AssetKind::Table], 4);
    assert_eq!(views.most_viewed, [(one, 3), (two, 1)]);
    assert_eq!(views.users_by_day.values().copied().collect::<Vec<_>>(), [1, 2]);
    let people: Vec<_> = views.most_active.iter().map(|it| (&*it.user, it.sessions, it.views, it.seconds)).collect();
    assert_eq!(people, [("ana", 2, 3, 300), ("bo", 1, 2, 30)]);
    assert_eq!(super::views(&log, 1).most_viewed.len(), 1);
    assert_eq!(super::views(&[], 10), Views::default());
}
