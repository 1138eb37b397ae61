//! What the made-up company wants to get better at: its price book and its KPIs, each with the period of which the
//! demonstration has a half.

use std::collections::BTreeSet;

use catalog::Viewer;
use kpi::{Asker, Definition, Direction, Metric, Price, Unit};
use rust_decimal::Decimal;

use super::days::Days;
use crate::app::App;

/// How long the KPIs run, in days.
const PERIOD: i64 = 180;

/// Writes the price book down: the lake by its own price, everything else by another.
///
/// # Errors
/// The store's own.
pub(super) async fn price(app: &App, days: &Days) -> kpi::Result<()> {
    let usd = "USD".parse()?;
    let price = |source: Option<&str>, gib_month: Decimal, query_hour: Decimal| Price {
        source: source.map(str::to_owned),
        storage: None,
        tier: None,
        currency: usd,
        gib_month,
        query_hour,
        from: days.date(0),
        until: None,
    };
    // Half a dollar, so that the 600,000 gibibytes that the lake begins with cost 300,000 dollars.
    let prices = vec![
        price(Some("lake"), Decimal::new(5, 1), Decimal::ZERO),
        price(None, Decimal::new(12, 2), Decimal::from(4)),
    ];
    app.worth().kpis().set_prices(&Viewer::system(), prices, 0).await?;
    Ok(())
}

/// Makes the KPIs.
///
/// # Errors
/// The store's own.
pub(super) async fn aim(app: &App, days: &Days) -> kpi::Result<()> {
    let (viewer, nobody) = (Viewer::system(), BTreeSet::new());
    let asker = Asker { viewer: &viewer, names: &nobody, domains: &nobody };
    for definition in kpis(days)? {
        app.worth().kpis().save(asker, None, definition).await?;
    }
    Ok(())
}

fn kpis(days: &Days) -> kpi::Result<[Definition; 6]> {
    let bare = |name: &str, description: &str, metric: Metric, target: i64| Definition {
        name: name.into(),
        description: description.into(),
        metric,
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
        target: Decimal::from(target),
        from: days.date(0),
        until: days.date(PERIOD),
        owner: Some("ana.garcia".into()),
    };
    let described = "Whoever finds a table in the shop finds out what is in it. 店铺的每张表都有说明。";
    let owned = "Every table has somebody to ask. 每张表都有负责人。";
    let quality = "What is promised of the data holds. 数据质量检查通过率。";
    let cost = "The lake costs 300,000 USD a month; half of that is enough. 数据湖成本减半。";
    let unused = "What nobody reads for thirty days should not be paid for. 30 天无人读取的数据占比。";
    let sorted = "Everything has a tier, so that it is clear what matters. 资产都有等级。";
    Ok([
        Definition {
            unit: Unit::Percentage,
            direction: Direction::Decrease,
            scope: "source:lake".into(),
            baseline_cost: Some(Decimal::from(300_000)),
            currency: Some("USD".parse()?),
            ..bare("Halve the cost of the lake 数据湖成本减半", cost, Metric::Cost, 50)
        },
        Definition { scope: "source:shop".into(), ..bare("Described 有描述", described, Metric::Described, 70) },
        Definition { scope: "kind:table".into(), ..bare("Owned 有负责人", owned, Metric::Owned, 75) },
        bare("Checks that pass 质量检查通过率", quality, Metric::PassRate, 95),
        Definition {
            direction: Direction::Decrease,
            days: Some(30),
            scope: "source:lake".into(),
            baseline: Some(Decimal::from(90)),
            ..bare("Unused share of the lake 闲置数据占比", unused, Metric::UnusedBytes, 20)
        },
        Definition { scope: "kind:table".into(), ..bare("Tiered 有等级", sorted, Metric::Tiered, 80) },
    ])
}
