//! The made-up company's checks: what its shop promises of customers, orders and payments, most of which holds.

use std::path::Path;

use ::quality::suite::{Draft, Item, Selection, Severity, Suite, Timing};
use catalog::{AssetId, AssetKind, Name, Viewer};
use serde_json::{Value, json};

use crate::{app::App, checking::Scope};

/// The checks of a table: type, column, settings, whether it is critical.
type Checks<'a> = &'a [(&'a str, &'a str, Value, bool)];

/// Makes the suites.
///
/// # Errors
/// The store's own.
pub(super) async fn promise(app: &App, shop: &Path) -> ::quality::Result<Vec<(Suite, AssetId)>> {
    let status = json!({ "values": ["new", "paid", "shipped", "done", "returned", "cancelled"] });
    let orders: Checks<'_> = &[
        ("row_count", "", json!({ "min": 1 }), true),
        ("unique", "id", json!({}), true),
        ("not_null", "customer_id", json!({}), true),
        ("in_set", "status", status, false),
        ("between", "total_amount", json!({ "min": 0 }), false),
        ("in_set", "currency", json!({ "values": ["CNY"] }), false),
    ];
    let customers: Checks<'_> = &[
        ("unique", "email", json!({}), true),
        ("email", "email", json!({}), false),
        ("not_null", "mobile_phone", json!({}), false),
        ("in_set", "gender", json!({ "values": ["M", "F"] }), false),
        ("in_set", "member_level", json!({ "values": ["basic", "silver", "gold", "black"] }), false),
    ];
    let payments: Checks<'_> = &[
        ("exists_in", "order_id", json!({ "other_table": ["orders"], "other_column": "id" }), true),
        ("in_set", "status", json!({ "values": ["captured", "refunded"] }), false),
        ("between", "amount", json!({ "min": 0 }), false),
    ];
    let mut suites = Vec::new();
    for (table, checks) in [("orders", orders), ("customers", customers), ("payments", payments)] {
        suites.extend(suite(app, shop, table, checks).await?);
    }
    Ok(suites)
}

/// Runs the suites, and measures their tables where that is wanted.
///
/// # Errors
/// The store's own.
pub(super) async fn check(app: &App, suites: &[(Suite, AssetId)], with_profile: bool) -> ::quality::Result<()> {
    for (suite, asset) in suites {
        app.checking().run_suite(suite, &Scope::default(), |line| tracing::debug!("{line}")).await?;
        if with_profile && let Err(cause) = app.checking().profile(*asset, None).await {
            tracing::warn!("cannot measure `{}`: {cause}", suite.draft.name);
        }
    }
    Ok(())
}

async fn suite(app: &App, shop: &Path, table: &str, checks: Checks<'_>) -> ::quality::Result<Option<(Suite, AssetId)>> {
    let viewer = Viewer::system();
    let name = Name::new("sqlite", [shop.display().to_string(), table.to_owned()]);
    let found = app.catalog().resolve(&viewer, &[(name, AssetKind::Table)]).await?;
    let Some(asset) = found.into_iter().flatten().next() else { return Ok(None) };
    let item = |(kind, column, settings, is_critical): &(&str, &str, Value, bool)| {
        let severity = if *is_critical { Severity::Critical } else { Severity::Warning };
        let columns = (!column.is_empty()).then(|| (*column).to_owned());
        let kind = (*kind).to_owned();
        Item { kind, columns, settings: settings.clone(), severity, ..Item::new() }
    };
    let draft = Draft {
        name: format!("shop.{table}"),
        description: String::new(),
        selection: Selection { assets: vec![asset], query: None },
        items: checks.iter().map(item).collect(),
        timing: Timing {
            cron: Some(("15 6 * * *".into(), "Asia/Shanghai".into())),
            is_after_crawl: false,
            is_after_run: false,
        },
        is_enabled: true,
    };
    let suite = app.checking().quality().save_suite(&viewer, None, draft).await?;
    Ok(Some((suite, asset)))
}
