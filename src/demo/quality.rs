//! The made-up company's checks: what its shop promises of customers, orders and payments, most of which holds.

use std::path::Path;

use ::quality::suite::{Draft, Item, Selection, Severity, Timing};
use catalog::{AssetKind, Name, Viewer};
use serde_json::{Value, json};

use crate::{app::App, checking::Scope};

/// The checks of a table: type, column, settings, whether it is critical.
type Checks<'a> = &'a [(&'a str, &'a str, Value, bool)];

/// Makes the suites, runs each once, and measures the tables.
///
/// # Errors
/// The store's own.
pub(super) async fn check(app: &App, shop: &Path) -> ::quality::Result<()> {
    let status = json!({ "values": ["new", "paid", "shipped", "done", "returned", "cancelled"] });
    suite(
        app,
        shop,
        "orders",
        &[
            ("row_count", "", json!({ "min": 1 }), true),
            ("unique", "id", json!({}), true),
            ("not_null", "customer_id", json!({}), true),
            ("in_set", "status", status, false),
            ("between", "total_amount", json!({ "min": 0 }), false),
            ("in_set", "currency", json!({ "values": ["CNY"] }), false),
        ],
    )
    .await?;
    suite(
        app,
        shop,
        "customers",
        &[
            ("unique", "email", json!({}), true),
            ("email", "email", json!({}), false),
            ("not_null", "mobile_phone", json!({}), false),
            ("in_set", "gender", json!({ "values": ["M", "F"] }), false),
            ("in_set", "member_level", json!({ "values": ["basic", "silver", "gold", "black"] }), false),
        ],
    )
    .await?;
    suite(
        app,
        shop,
        "payments",
        &[
            ("exists_in", "order_id", json!({ "other_table": ["orders"], "other_column": "id" }), true),
            ("in_set", "status", json!({ "values": ["captured", "refunded"] }), false),
            ("between", "amount", json!({ "min": 0 }), false),
        ],
    )
    .await
}

async fn suite(app: &App, shop: &Path, table: &str, checks: Checks<'_>) -> ::quality::Result<()> {
    let viewer = Viewer::system();
    let name = Name::new("sqlite", [shop.display().to_string(), table.to_owned()]);
    let found = app.catalog().resolve(&viewer, &[(name, AssetKind::Table)]).await?;
    let Some(asset) = found.into_iter().flatten().next() else { return Ok(()) };
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
        timing: Timing { cron: Some(("15 6 * * *".into(), "Asia/Shanghai".into())), is_after_crawl: false },
        is_enabled: true,
    };
    let suite = app.checking().quality().save_suite(&viewer, None, draft).await?;
    app.checking().run_suite(&suite, &Scope::default(), |line| tracing::debug!("{line}")).await?;
    if let Err(cause) = app.checking().profile(asset, None).await {
        tracing::warn!("cannot measure `{table}`: {cause}");
    }
    Ok(())
}
